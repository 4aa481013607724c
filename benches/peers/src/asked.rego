# The law of rules/law in Rego, for an input of numbers: person and warrant, destination, day. Each decision is a chain, what rules
# things out first. What holds on the day is found in the data: a history is a tree that is halved at every step, with the days
# before `first` under `true`.
package icc

# Verdict and duty.
answer := ["no-warrant", "none"] if {
	day := input[2]
	w0 := data.facts.warrants[input[0]]
	w1 := w0[day < w0.first]
	w2 := w1[day < w1.first]
	w3 := w2[day < w2.first]
	not w3 in {"sealed", "outstanding", "arrested"}
}

else := ["not-enforceable", "none"] if both.request == "not-made"

else := ["not-enforceable", basis] if basis in {"none", "good-faith"}

else := ["not-enforceable", "suspended"] if obstacle == "suspended"

else := ["disputed", "disputed"] if basis == "disputed"

else := ["disputed", "disputed"] if obstacle == "disputed"

else := ["disputed", "disputed"] if person.offence != "core"

else := ["enforceable", "arrest"]

# Is the destination bound at all?
basis := "bound" if both.referral == "bound"

else := "none" if destination.application == "excluded"

else := "bound" if destination.membership in {"party", "withdrawing"}

else := "bound" if both.acceptance != "none"

else := "bound" if both.proceedings == "before-exit"

else := "disputed" if both.proceedings == "examination-only"

else := "good-faith" if destination.membership == "deposited"

else := "good-faith" if {
	destination.signature == "signed"
	destination.membership in {"none", "ratifying"}
}

else := "none"

# May or must it hold back?
obstacle := "suspended" if both.postponement == "yes"

else := "disputed" if both.agreement == "yes"

else := "disputed" if person.deferral == "yes"

else := "disputed" if both.presence == "overflight"

else := "none" if person.office == "none"

else := "none" if both.home == "yes"

else := "objection-rejected" if person.sending_state == "party"

else := "objection-rejected" if person.immunity_ruling == "rejected"

else := "disputed"

# What holds on the day.
person := p4 if {
	day := input[2]
	p0 := data.facts.persons[input[0]]
	p1 := p0[day < p0.first]
	p2 := p1[day < p1.first]
	p3 := p2[day < p2.first]
	p4 := p3[day < p3.first]
}

destination := d3 if {
	day := input[2]
	d0 := data.facts.destinations[input[1]]
	d1 := d0[day < d0.first]
	d2 := d1[day < d1.first]
	d3 := d2[day < d2.first]
}

both := b3 if {
	day := input[2]
	b0 := data.facts.both[input[0]][input[1]]
	b1 := b0[day < b0.first]
	b2 := b1[day < b1.first]
	b3 := b2[day < b2.first]
}
