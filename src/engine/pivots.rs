//! What would change it: the smallest sets of changes of fact that turn a verdict.

use std::fmt;

use serde::Serialize;

use super::Engine;
use crate::assessment::{Finding, Snapshot, World};
use crate::day::Day;
use crate::rulebook::{Named, What};
use crate::statute::{self, Step};
use crate::vocabulary::{
    Acceptance, Agreement, Application, Attribute, AttributeTerm, Deferral, ImmunityRuling, Membership, Office, Postponement, Proceedings,
    Referral, Request, SendingState, Signature, Term, Verdict, Warrant,
};

/// A smallest set of changes, one or two, that together turn the verdict; no part of it does so alone.
///
/// Only changes by events that can still happen count: who is home, how the person is present, and the past stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pivot {
    /// The changes.
    pub changes: Vec<PivotChange>,
    /// The verdict that they bring about.
    pub verdict: Finding<Verdict>,
}

/// A change of one base attribute, by an event that can still happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PivotChange {
    /// The attribute.
    pub attribute: Attribute,
    /// Its value, or its possible values, now.
    pub from: Vec<&'static str>,
    /// The value that it would have.
    pub to: &'static str,
    /// The change in words that follow "if": `Kyrgyzstan became a party`.
    pub words: String,
}

impl fmt::Display for Pivot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.changes.iter().map(|change| change.words.as_str()).collect();
        write!(f, "if {}: {}", words.join(" and "), self.verdict)
    }
}

/// A change as it is tried: what it sets, by place of the warrant it concerns.
struct Trial {
    attribute: Attribute,
    to: u8,
    words: String,
    /// `(place of the warrant, attribute, code)`.
    sets: Vec<(usize, Attribute, u8)>,
}

impl Trial {
    /// Whether both set the same attribute of the same warrant's answer.
    fn meets(&self, other: &Self) -> bool {
        self.sets.iter().any(|(place, attribute, _)| other.sets.iter().any(|(p, a, _)| (p, a) == (place, attribute)))
    }
}

impl Engine {
    pub(crate) fn pivots(&self, person: usize, destination: usize, on: Day, snapshot: &Snapshot) -> Vec<Pivot> {
        let trials = Trials::all(self, person, destination, on, snapshot);
        let now = snapshot.verdict();
        let turned = |changes: &[&Trial]| self.after(snapshot, changes).filter(|verdict| *verdict != now);
        let pivot = |changes: &[&Trial], verdict| Pivot { changes: changes.iter().map(|trial| told(trial, snapshot)).collect(), verdict };
        let mut pivots = Vec::new();
        let mut alone = vec![false; trials.len()];
        for (place, trial) in trials.iter().enumerate() {
            if let Some(verdict) = turned(&[trial]) {
                alone[place] = true;
                pivots.push(pivot(&[trial], verdict));
            }
        }
        for (place, one) in trials.iter().enumerate().filter(|(place, _)| !alone[*place]) {
            for (other_place, other) in trials.iter().enumerate().skip(place + 1) {
                if !alone[other_place]
                    && !one.meets(other)
                    && let Some(verdict) = turned(&[one, other])
                {
                    pivots.push(pivot(&[one, other], verdict));
                }
            }
        }
        pivots
    }

    /// The verdict under some changes; `None` where they make a combination that cannot occur.
    fn after(&self, snapshot: &Snapshot, changes: &[&Trial]) -> Option<Finding<Verdict>> {
        let mut verdicts = Vec::new();
        for world in &snapshot.worlds {
            let mut answers = Vec::with_capacity(world.answers.len());
            for (place, answer) in world.answers.iter().enumerate() {
                let mut codes = answer.codes;
                for (_, attribute, code) in changes.iter().flat_map(|trial| &trial.sets).filter(|(other, ..)| *other == place) {
                    codes[*attribute as usize] = *code;
                }
                let impossible = |conditions: &Vec<crate::decision::Condition>| conditions.iter().all(|condition| condition.holds(&codes));
                if self.rulebook.model.impossible.iter().any(impossible) {
                    return None;
                }
                answers.push(self.conclude(codes));
            }
            verdicts.push(World { answers }.outline()?.0?);
        }
        Finding::among(verdicts)
    }
}

fn told(trial: &Trial, snapshot: &Snapshot) -> PivotChange {
    let places: Vec<usize> =
        trial.sets.iter().filter(|(_, attribute, _)| *attribute == trial.attribute).map(|(place, ..)| *place).collect();
    let mut from: Vec<u8> =
        places.iter().flat_map(|place| snapshot.worlds.iter().map(|world| world.answers[*place].codes[trial.attribute as usize])).collect();
    from.sort_unstable();
    from.dedup();
    PivotChange {
        attribute: trial.attribute,
        from: from.into_iter().map(|code| trial.attribute.label(code)).collect(),
        to: trial.attribute.label(trial.to),
        words: trial.words.clone(),
    }
}

/// Every change that can still happen.
struct Trials<'e> {
    engine: &'e Engine,
    person: usize,
    destination: usize,
    /// The state that answers for the destination.
    state: usize,
    on: Day,
    snapshot: &'e Snapshot,
    trials: Vec<Trial>,
}

impl<'e> Trials<'e> {
    fn all(engine: &'e Engine, person: usize, destination: usize, on: Day, snapshot: &'e Snapshot) -> Vec<Trial> {
        let state = engine.rulebook.destinations[destination].responsible;
        let mut trials = Self { engine, person, destination, state, on, snapshot, trials: Vec::new() };
        // Without a warrant there is no situation in which anything could be owed.
        if !engine.rulebook.persons[person].warrants.is_empty() {
            trials.membership();
            trials.territory();
            trials.by_situation();
            trials.by_warrant();
            trials.of_the_person();
        }
        trials.trials
    }

    /// The places of all the person's warrants.
    fn everywhere(&self) -> Vec<usize> {
        (0..self.engine.rulebook.persons[self.person].warrants.len()).collect()
    }

    /// Whether an attribute has another value than this in some world, at any of these places.
    fn differs<T: AttributeTerm>(&self, places: &[usize], value: T) -> bool {
        let differs =
            |place: &usize| self.snapshot.worlds.iter().any(|world| world.answers[*place].codes[T::ATTRIBUTE as usize] != value.code());
        places.iter().any(differs)
    }

    /// Whether an attribute may have this value at a place.
    fn may_be<T: AttributeTerm>(&self, place: usize, value: T) -> bool {
        self.snapshot.worlds.iter().any(|world| world.answers[place].codes[T::ATTRIBUTE as usize] == value.code())
    }

    /// Tries a value at some places, with what follows from it there.
    fn add<T: AttributeTerm>(&mut self, places: &[usize], to: T, words: String, follows: impl Fn(usize) -> Vec<(Attribute, u8)>) {
        if !self.differs(places, to) {
            return;
        }
        let sets = places.iter().flat_map(|place| {
            let own = [(*place, T::ATTRIBUTE, to.code())];
            own.into_iter().chain(follows(*place).into_iter().map(move |(attribute, code)| (*place, attribute, code)))
        });
        let sets = sets.collect();
        self.trials.push(Trial { attribute: T::ATTRIBUTE, to: to.code(), words, sets });
    }

    fn name(&self, destination: usize) -> &'e str {
        &self.engine.rulebook.destinations[destination].name.name
    }

    fn situation(&self, place: usize) -> &'e crate::rulebook::Situation {
        let rulebook = &self.engine.rulebook;
        &rulebook.situations[rulebook.warrants[rulebook.persons[self.person].warrants[place]].situation]
    }

    /// Whether the Statute allows a state this step after the day.
    fn may_take(&self, state: usize, step: Step) -> bool {
        let rulebook = &self.engine.rulebook;
        let Some(next) = self.on.next() else { return false };
        let past = rulebook.destinations[state].facts.iter().filter_map(|fact| match rulebook.facts[*fact].what {
            What::Step(step) if rulebook.facts[*fact].on.earliest <= self.on => Some((rulebook.facts[*fact].on.earliest, *fact, step)),
            _ => None,
        });
        let steps: Vec<(Day, usize, Step)> = past.chain([(next, usize::MAX, step)]).collect();
        !statute::history(&steps).1.iter().any(|contradiction| contradiction.key == usize::MAX)
    }

    fn membership(&mut self) {
        let (state, places) = (self.state, self.everywhere());
        let name = self.name(state).to_owned();
        let home = self.engine.rulebook.persons[self.person].nationality.first() == Some(&state);
        if self.may_take(state, Step::Deposited { in_force: None }) {
            let sends = (SendingState::ATTRIBUTE, SendingState::Party.code());
            self.add(&places, Membership::Party, format!("{name} became a party"), |_| if home { vec![sends] } else { Vec::new() });
        }
        if self.may_take(state, Step::WithdrawalNotified { effective: None, out: None }) || self.may_take(state, Step::WithdrawalRevoked) {
            let proceedings: Vec<Proceedings> = places.iter().map(|place| self.left_behind(*place)).collect();
            self.add(&places, Membership::FormerParty, format!("{name}'s withdrawal took effect"), |place| {
                vec![(Proceedings::ATTRIBUTE, proceedings[place].code())]
            });
        }
        if self.may_take(state, Step::SignatureRenounced) {
            self.add(&places, Signature::Renounced, format!("{name} renounced its signature"), |_| Vec::new());
        }
    }

    /// How a situation's proceedings would stand to an exit that is still to come.
    fn left_behind(&self, place: usize) -> Proceedings {
        let began = |what: &What| {
            let facts = &self.engine.rulebook.facts;
            self.situation(place).facts.iter().any(|fact| facts[*fact].what == *what && facts[*fact].on.earliest <= self.on)
        };
        if began(&What::InvestigationOpened) {
            Proceedings::BeforeExit
        } else if began(&What::ExaminationOpened) && self.situation(place).states.contains(&self.state) {
            Proceedings::ExaminationOnly
        } else {
            Proceedings::AfterExit
        }
    }

    fn territory(&mut self) {
        if self.destination == self.state {
            return;
        }
        let (places, name) = (self.everywhere(), self.name(self.destination).to_owned());
        self.add(&places, Application::Applies, format!("the Statute were extended to {name}"), |_| Vec::new());
        self.add(&places, Application::Excluded, format!("{name} were excluded from the Statute"), |_| Vec::new());
    }

    fn by_situation(&mut self) {
        let mut seen: Vec<(usize, Vec<usize>)> = Vec::new();
        let rulebook = &self.engine.rulebook;
        for (place, warrant) in rulebook.persons[self.person].warrants.iter().enumerate() {
            let situation = rulebook.warrants[*warrant].situation;
            match seen.iter_mut().find(|(other, _)| *other == situation) {
                Some((_, places)) => places.push(place),
                None => seen.push((situation, vec![place])),
            }
        }
        let state = self.name(self.state).to_owned();
        for (situation, places) in seen {
            let named = format!("the situation `{}`", rulebook.situations[situation].name.name);
            let party = places.iter().any(|place| self.may_be(*place, Membership::Party) || self.may_be(*place, Membership::Withdrawing));
            let none = |_| Vec::new();
            if !party {
                self.add(&places, Acceptance::Declaration, format!("{state} accepted the Court's jurisdiction in {named}"), none);
                self.add(&places, Acceptance::Arrangement, format!("{state} made an arrangement with the Court in {named}"), none);
            }
            self.add(&places, Referral::Bound, format!("the Security Council obliged {state} to cooperate in {named}"), none);
            self.add(&places, Deferral::Yes, format!("the Security Council deferred {named}"), none);
            self.add(&places, Deferral::No, format!("the Security Council's deferral of {named} ended"), none);
            self.sending(&places, &named);
        }
    }

    /// The standing of the person's own state, unless it is the destination.
    fn sending(&mut self, places: &[usize], named: &str) {
        let rulebook = &self.engine.rulebook;
        let Some(sending) = rulebook.persons[self.person].nationality.first().copied().filter(|sending| *sending != self.state) else {
            return;
        };
        let name = self.name(sending).to_owned();
        let rulings: Vec<u8> = self.engine.tables.rulings.iter().map(|ruling| ruling.value.code()).collect();
        let follows = |to: SendingState| {
            let ruling = (ImmunityRuling::ATTRIBUTE, rulings[usize::from(to.code())]);
            move |_| vec![ruling]
        };
        // What binds a state more strongly already is not changed by what binds it less.
        let beyond =
            |this: &Self, values: &[SendingState]| !places.iter().any(|place| values.iter().any(|value| this.may_be(*place, *value)));
        if self.may_take(sending, Step::Deposited { in_force: None }) && beyond(self, &[SendingState::Party]) {
            self.add(places, SendingState::Party, format!("{name} became a party"), follows(SendingState::Party));
        }
        if beyond(self, &[SendingState::Party, SendingState::CouncilBound]) {
            let words = format!("the Security Council obliged {name} to cooperate in {named}");
            self.add(places, SendingState::CouncilBound, words, follows(SendingState::CouncilBound));
        }
        if beyond(self, &[SendingState::Party, SendingState::CouncilBound, SendingState::Accepting]) {
            let words = format!("{name} accepted the Court's jurisdiction in {named}");
            self.add(places, SendingState::Accepting, words, follows(SendingState::Accepting));
        }
        let names: Vec<&'static str> = SendingState::ALL
            .iter()
            .filter(|kind| places.iter().any(|place| self.may_be(*place, **kind)))
            .map(|kind| kind.label())
            .collect();
        if names != [SendingState::Party.label()] {
            let none = |_| Vec::new();
            self.add(places, ImmunityRuling::Rejected, "the Court rejected the objection of immunity".to_owned(), none);
            self.add(places, ImmunityRuling::Contested, "the Court's rulings on immunity came to contradict each other".to_owned(), none);
        }
    }

    fn by_warrant(&mut self) {
        let rulebook = &self.engine.rulebook;
        let (person, state) = (&rulebook.persons[self.person], self.name(self.state).to_owned());
        for (place, warrant) in person.warrants.iter().enumerate() {
            let (one, id) = ([place], &rulebook.warrants[*warrant].id);
            let requested = (Request::ATTRIBUTE, Request::Made.code());
            let is = |this: &Self, value| this.may_be(place, value);
            if is(self, Warrant::None) || is(self, Warrant::Requested) {
                let words = format!("the Court issued the warrant `{id}` against {}", person.name.name);
                self.add(&one, Warrant::Outstanding, words, |_| vec![requested]);
            } else if !is(self, Warrant::Ended) {
                let words = format!("the Court ended the warrant `{id}` against {}", person.name.name);
                self.add(&one, Warrant::Ended, words, |_| Vec::new());
                if !is(self, Warrant::Surrendered) {
                    let words = format!("{} came before the Court under the warrant `{id}`", person.name.name);
                    self.add(&one, Warrant::Surrendered, words, |_| Vec::new());
                }
            }
            if is(self, Warrant::Sealed) {
                self.add(&one, Request::Made, format!("the Court asked {state} to arrest under the warrant `{id}`"), |_| Vec::new());
            }
            if !is(self, Warrant::None) && !is(self, Warrant::Requested) {
                let words = format!("{state} might lawfully put off the surrender under the warrant `{id}`");
                self.add(&one, Postponement::Yes, words, |_| Vec::new());
                let words = format!("{state} might no longer put off the surrender under the warrant `{id}`");
                self.add(&one, Postponement::No, words, |_| Vec::new());
            }
        }
    }

    fn of_the_person(&mut self) {
        let rulebook = &self.engine.rulebook;
        let (places, person) = (self.everywhere(), &rulebook.persons[self.person]);
        let name = &person.name.name;
        let none = |_| Vec::new();
        self.add(&places, Office::None, format!("{name} left office"), none);
        for (office, words) in [
            (Office::HeadOfState, "became head of state"),
            (Office::HeadOfGovernment, "became head of government"),
            (Office::ForeignMinister, "became foreign minister"),
        ] {
            if places.iter().any(|place| self.may_be(*place, Office::None)) {
                self.add(&places, office, format!("{name} {words}"), none);
            }
        }
        let Some(Named { name: sending, .. }) = person.nationality.first().map(|state| &rulebook.destinations[*state].name) else { return };
        if !person.nationality.contains(&self.state) {
            let state = self.name(self.state);
            let words = format!("{state} had an agreement with {sending} that requires its consent to a surrender");
            self.add(&places, Agreement::Yes, words, none);
            let words = format!("the agreement of {state} with {sending} ended");
            self.add(&places, Agreement::No, words, none);
        }
    }
}
