//! What differs between two rulebooks: for every person and destination, from which day to which.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::Engine;
use crate::assessment::{Assessment, Finding, Lifetime, ReasonReport, ThingReport};
use crate::day::Day;
use crate::rulebook::{Named, Owner, What, When};
use crate::vocabulary::{Duty, Label, Presence, Risk, Verdict, Warrant};

/// A stretch of days on which two engines answer differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Who.
    pub person: ThingReport,
    /// Where.
    pub destination: ThingReport,
    /// The stretch.
    pub days: Lifetime,
    /// The answer of the first engine; `None` where it does not know the person or the destination.
    pub before: Option<Side>,
    /// The answer of the other.
    pub after: Option<Side>,
}

/// An answer in short, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// What the law says.
    pub verdict: Finding<Verdict>,
    /// What the destination owes.
    pub duty: Finding<Duty>,
    /// What the record suggests.
    pub risk: Finding<Risk>,
    /// The destination's standing toward the Statute.
    pub membership: Finding<Label>,
    /// The status of the strongest warrant.
    pub warrant: Finding<Warrant>,
    /// The decisions that the rulebook adds, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub decisions: BTreeMap<String, Finding<String>>,
    /// The decisive rules of the decisions on which the answer rests, in order.
    pub reasons: Vec<ReasonReport>,
}

impl Side {
    pub(super) fn of(answer: &Assessment<'_>) -> Self {
        Self { reasons: answer.reasons(), ..Self::without_reasons(answer) }
    }

    fn without_reasons(answer: &Assessment<'_>) -> Self {
        Self {
            verdict: answer.verdict(),
            duty: answer.duty(),
            risk: answer.risk(),
            membership: answer.membership(),
            warrant: answer.warrant(),
            decisions: answer.own_decisions(),
            reasons: Vec::new(),
        }
    }

    /// Whether both give the same answer, be it for other reasons; a decision that only one of them knows is no difference.
    fn agrees(&self, other: &Self) -> bool {
        let outline =
            |side: &Self| (side.verdict.clone(), side.duty.clone(), side.risk.clone(), side.membership.clone(), side.warrant.clone());
        let own = |(name, finding): (&String, &Finding<String>)| other.decisions.get(name).is_none_or(|theirs| theirs == finding);
        outline(self) == outline(other) && self.decisions.iter().all(own)
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (duty {}, risk {}, {}, warrant {}", self.verdict, self.duty, self.risk, self.membership, self.warrant)?;
        self.decisions.iter().try_for_each(|(name, finding)| write!(f, ", {name} {finding}"))?;
        write!(f, ")")
    }
}

/// What the answers about an owner can hang on, in words that mean the same in every rulebook.
type Print = Vec<(String, When, bool)>;

/// Everything about one person or destination that an answer can hang on.
struct Prints<'e> {
    engine: &'e Engine,
    rulings: Vec<Print>,
    destinations: BTreeMap<&'e str, (String, Print)>,
    persons: BTreeMap<&'e str, (Vec<String>, Vec<Print>)>,
}

impl<'e> Prints<'e> {
    fn new(engine: &'e Engine) -> Self {
        let book = &engine.rulebook;
        let print = |facts: &[usize]| -> Print {
            facts.iter().map(|fact| &book.facts[*fact]).map(|fact| (fact.label.clone(), fact.on, fact.certain)).collect()
        };
        let id = |place: usize| book.destinations[place].name.id.clone();
        let mut arrests: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut rulings = Vec::new();
        for (place, fact) in book.facts.iter().enumerate() {
            match (&fact.what, fact.owner) {
                (What::ArrestedBy(state), _) => arrests.entry(*state).or_default().push(place),
                (What::Ruling { held }, Owner::Ruling(_)) => {
                    rulings.push(vec![(format!("{held:?} {}", fact.known), fact.on, fact.certain)])
                }
                _ => {}
            }
        }
        let destinations = book.destinations.iter().enumerate().map(|(place, destination)| {
            let arrests = arrests.get(&place).map_or(&[][..], Vec::as_slice);
            let facts: Vec<usize> = destination.facts.iter().chain(arrests).copied().collect();
            (destination.name.id.as_str(), (id(destination.responsible), print(&facts)))
        });
        let persons = book.persons.iter().map(|person| {
            let mut words: Vec<String> = person.nationality.iter().map(|state| id(*state)).collect();
            let mut prints = vec![print(&person.facts)];
            for warrant in person.warrants.iter().map(|warrant| &book.warrants[*warrant]) {
                let situation = &book.situations[warrant.situation];
                let states: Vec<String> = situation.states.iter().map(|state| id(*state)).collect();
                words.push(format!("{} {} {states:?} {:?}", warrant.id, situation.name.id, warrant.offence));
                prints.extend([print(&warrant.facts), print(&situation.facts)]);
            }
            (person.name.id.as_str(), (words, prints))
        });
        Self { engine, rulings, destinations: destinations.collect(), persons: persons.collect() }
    }

    fn same_law(&self, other: &Self) -> bool {
        self.rulings == other.rulings && self.engine.rulebook.model == other.engine.rulebook.model
    }

    fn same_destination(&self, other: &Self, id: &str) -> bool {
        let (own, theirs) = (self.destinations.get(id), other.destinations.get(id));
        own == theirs && own.is_some_and(|(state, _)| self.destinations.get(state.as_str()) == other.destinations.get(state.as_str()))
    }

    fn same_person(&self, other: &Self, id: &str) -> bool {
        let (own, theirs) = (self.persons.get(id), other.persons.get(id));
        // The first words are the codes of the person's states.
        let states =
            |words: &[String]| words.iter().all(|word| self.destinations.get(word.as_str()) == other.destinations.get(word.as_str()));
        own == theirs && own.is_some_and(|(words, _)| states(words))
    }
}

impl Engine {
    /// Every person and destination whose answer differs between this engine and the other, for a visit, in order of their ids, each
    /// with the stretches of days and both answers.
    pub fn diff(&self, other: &Self) -> Vec<Difference> {
        let (own, theirs) = (Prints::new(self), Prints::new(other));
        let same_law = own.same_law(&theirs);
        let ids = |own: Vec<&'_ str>, theirs: Vec<&'_ str>| -> Vec<String> {
            own.into_iter().chain(theirs).collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
        };
        let persons = ids(own.persons.keys().copied().collect(), theirs.persons.keys().copied().collect());
        let destinations = ids(own.destinations.keys().copied().collect(), theirs.destinations.keys().copied().collect());
        let changed: Vec<bool> = destinations.iter().map(|id| !own.same_destination(&theirs, id)).collect();
        let mut differences = Vec::new();
        for person in &persons {
            let person_changed = !same_law || !own.same_person(&theirs, person);
            for (destination, destination_changed) in destinations.iter().zip(&changed) {
                if person_changed || *destination_changed {
                    self.diff_pair(other, person, destination, &mut differences);
                }
            }
        }
        differences
    }

    fn diff_pair(&self, other: &Self, person: &str, destination: &str, differences: &mut Vec<Difference>) {
        let (own, theirs) = (self.pair(person, destination), other.pair(person, destination));
        let days = |engine: &Self, pair: Option<(usize, usize)>| pair.map(|(p, d)| engine.change_days(p, d)).unwrap_or_default();
        let mut edges: Vec<Day> = days(self, own).into_iter().chain(days(other, theirs)).chain([Day::MIN]).collect();
        edges.sort_unstable();
        edges.dedup();
        fn answer(engine: &Engine, pair: Option<(usize, usize)>, on: Day) -> Option<Assessment<'_>> {
            pair.map(|(p, d)| engine.assessment_without_lifetimes(p, d, on, Presence::Visit))
        }
        let first = differences.len();
        for (place, day) in edges.iter().enumerate() {
            let until = edges.get(place + 1).and_then(|next| next.previous());
            let (before, after) = (answer(self, own, *day), answer(other, theirs, *day));
            let agree = match (&before, &after) {
                (Some(before), Some(after)) => Side::without_reasons(before).agrees(&Side::without_reasons(after)),
                (before, after) => before.is_none() && after.is_none(),
            };
            // Most answers agree, and nobody asks for their reasons.
            if agree {
                continue;
            }
            let (before, after) = (before.as_ref().map(Side::of), after.as_ref().map(Side::of));
            let from = Some(*day).filter(|day| *day > Day::MIN);
            match differences[first..].last_mut() {
                Some(last) if last.days.until == day.previous() && last.before == before && last.after == after => last.days.until = until,
                _ => {
                    let of = |named: &Named| ThingReport { id: named.id.clone(), name: named.name.clone() };
                    let known = if own.is_some() { (self, own) } else { (other, theirs) };
                    let (engine, Some((p, d))) = known else { return };
                    differences.push(Difference {
                        person: of(&engine.rulebook.persons[p].name),
                        destination: of(&engine.rulebook.destinations[d].name),
                        days: Lifetime { from, until },
                        before,
                        after,
                    });
                }
            }
        }
    }

    /// The places of a person and a destination by id.
    fn pair(&self, person: &str, destination: &str) -> Option<(usize, usize)> {
        let book = &self.rulebook;
        let person = book.persons.binary_search_by(|other| other.name.id.as_str().cmp(person)).ok()?;
        let destination = book.destinations.binary_search_by(|other| other.name.id.as_str().cmp(destination)).ok()?;
        Some((person, destination))
    }
}

impl Difference {
    /// Whether the verdict, the duty or the risk differs, and not a label alone.
    pub fn is_substantial(&self) -> bool {
        let core = |side: &Side| (side.verdict.clone(), side.duty.clone(), side.risk.clone());
        self.before.as_ref().map(core) != self.after.as_ref().map(core)
    }

    /// Both answers, each with the first reason that the other does not share, a line each.
    pub fn sides(&self) -> String {
        let mut text = String::new();
        for (sign, side, other) in [("-", &self.before, &self.after), ("+", &self.after, &self.before)] {
            let Some(side) = side else {
                text.push_str(&format!("\n  {sign} not in the rulebook"));
                continue;
            };
            text.push_str(&format!("\n  {sign} {side}"));
            let shared = |reason: &ReasonReport| other.as_ref().is_some_and(|other| other.reasons.contains(reason));
            let own = side.reasons.iter().find(|reason| !shared(reason)).or(side.reasons.first());
            text.extend(own.map(|reason| format!("\n      {reason}")));
        }
        text
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} in {}, {}{}", self.person.name, self.destination.name, self.days, self.sides())
    }
}
