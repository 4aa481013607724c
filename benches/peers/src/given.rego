# The law of rules/law in Rego, for an input of the attributes of the day: person, destination, both. Each decision is a chain, what rules
# things out first.
package icc

# Verdict and duty.
answer := ["no-warrant", "none"] if not input[0].warrant in {"sealed", "outstanding", "arrested"}

else := ["not-enforceable", "none"] if input[2].request == "not-made"

else := ["not-enforceable", basis] if basis in {"none", "good-faith"}

else := ["not-enforceable", "suspended"] if obstacle == "suspended"

else := ["disputed", "disputed"] if basis == "disputed"

else := ["disputed", "disputed"] if obstacle == "disputed"

else := ["disputed", "disputed"] if input[0].offence != "core"

else := ["enforceable", "arrest"]

# Is the destination bound at all?
basis := "bound" if input[2].referral == "bound"

else := "none" if input[1].application == "excluded"

else := "bound" if input[1].membership in {"party", "withdrawing"}

else := "bound" if input[2].acceptance != "none"

else := "bound" if input[2].proceedings == "before-exit"

else := "disputed" if input[2].proceedings == "examination-only"

else := "good-faith" if input[1].membership == "deposited"

else := "good-faith" if {
	input[1].signature == "signed"
	input[1].membership in {"none", "ratifying"}
}

else := "none"

# May or must it hold back?
obstacle := "suspended" if input[2].postponement == "yes"

else := "disputed" if input[2].agreement == "yes"

else := "disputed" if input[0].deferral == "yes"

else := "disputed" if input[2].presence == "overflight"

else := "none" if input[0].office == "none"

else := "none" if input[2].home == "yes"

else := "objection-rejected" if input[0].sending_state == "party"

else := "objection-rejected" if input[0].immunity_ruling == "rejected"

else := "disputed"
