# The law of rules/law in Rego: each decision a chain, what rules things out first.
package icc

# Verdict and duty.
answer := ["no-warrant", "none"] if not input.person.warrant in {"sealed", "outstanding", "arrested"}

else := ["not-enforceable", "none"] if input.both.request == "not-made"

else := ["not-enforceable", basis] if basis in {"none", "good-faith"}

else := ["not-enforceable", "suspended"] if obstacle == "suspended"

else := ["disputed", "disputed"] if basis == "disputed"

else := ["disputed", "disputed"] if obstacle == "disputed"

else := ["disputed", "disputed"] if input.person.offence != "core"

else := ["enforceable", "arrest"]

# Is the destination bound at all?
basis := "bound" if input.both.referral == "bound"

else := "none" if input.destination.application == "excluded"

else := "bound" if input.destination.membership in {"party", "withdrawing"}

else := "bound" if input.both.acceptance != "none"

else := "bound" if input.both.proceedings == "before-exit"

else := "disputed" if input.both.proceedings == "examination-only"

else := "good-faith" if input.destination.membership == "deposited"

else := "good-faith" if {
	input.destination.signature == "signed"
	input.destination.membership in {"none", "ratifying"}
}

else := "none"

# May or must it hold back?
obstacle := "suspended" if input.both.postponement == "yes"

else := "disputed" if input.both.agreement == "yes"

else := "disputed" if input.person.deferral == "yes"

else := "disputed" if input.both.presence == "overflight"

else := "none" if input.person.office == "none"

else := "none" if input.both.home == "yes"

else := "objection-rejected" if input.person.sending_state == "party"

else := "objection-rejected" if input.person.immunity_ruling == "rejected"

else := "disputed"
