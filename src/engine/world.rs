//! One person at one destination on one day: every attribute in one possible world, and what the decisions make of it.

use super::Tables;
use super::lines::{Cell, DestinationLines, Line, SituationLines, find};
use crate::assessment::Behind;
use crate::day::Day;
use crate::rulebook::Rulebook;
use crate::statute::Because;
use crate::timeline::Timeline;
use crate::vocabulary::{
    Acceptance, Agreement, Attribute, AttributeTerm, Home, Implementation, Membership, Office, Postponement, Presence, Proceedings, Record,
    Referral, Request, SendingState, Stance, Term, Warrant,
};

/// The value of every attribute, with the facts behind each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) codes: [u8; Attribute::COUNT],
    pub(super) facts: Behind,
}

impl Reading {
    fn new() -> Self {
        Self { codes: [0; Attribute::COUNT], facts: Default::default() }
    }

    fn set<T: AttributeTerm>(&mut self, value: T, facts: Vec<usize>) {
        self.codes[T::ATTRIBUTE as usize] = value.code();
        self.facts[T::ATTRIBUTE as usize] = facts;
    }

    fn set_cell<T: AttributeTerm>(&mut self, cell: &Cell<T>) {
        self.set(cell.value, cell.facts.clone());
    }

    /// The value of an attribute.
    fn get<T: AttributeTerm>(&self) -> Option<T> {
        T::from_code(self.codes[T::ATTRIBUTE as usize])
    }
}

/// What is asked, by place in the rulebook's lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) person: usize,
    /// The place of the warrant in the rulebook; `None` for a person without one.
    pub(super) warrant: Option<usize>,
    pub(super) destination: usize,
    pub(super) on: Day,
    pub(super) presence: Presence,
}

/// Something that is not known and can go several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Choice {
    /// Which of its possible days a fact has.
    Fact(usize),
    /// Whether the destination was asked, in confidence, to arrest under this warrant.
    Request(usize),
}

/// The attributes in the world that `choose` picks: for each choice, the place of the way it goes.
pub(super) fn read(rulebook: &Rulebook, tables: &Tables, asked: Asked, choose: &dyn Fn(Choice) -> usize) -> Reading {
    let mut reading = Reading::new();
    let on = asked.on;
    let fact = |fact| choose(Choice::Fact(fact));
    let person = &rulebook.persons[asked.person];
    let state = rulebook.destinations[asked.destination].responsible;
    let own = tables.destinations[asked.destination].at(fact);
    let lines = tables.destinations[state].at(fact);

    let because = |cell: &Because<Membership>| (cell.value, cell.keys.clone());
    let (membership, facts) = because(lines.history.membership.at(on));
    reading.set(membership, facts);
    let signature = lines.history.signature.at(on);
    reading.set(signature.value, signature.keys.clone());
    reading.set_cell(own.application.at(on));
    reading.set_cell(own.control.at(on));
    reading.set_cell::<Implementation>(lines.implementation.at(on));
    let general = lines.general_stance.at(on);
    match find(&lines.stances, asked.person).map(|line| line.at(on)) {
        Some(cell) if cell.value != Stance::Silent => reading.set_cell(cell),
        _ => reading.set_cell(general),
    }
    reading.set_cell::<Record>(tables.records[state].at(fact).at(on));
    reading.set_cell(tables.offices[asked.person].at(fact).at(on));
    reading.set(if person.nationality.first() == Some(&state) { Home::Yes } else { Home::No }, Vec::new());
    reading.set(asked.presence, Vec::new());
    let agreement = person.nationality.iter().filter_map(|with| find(&lines.agreements, *with)).map(|line| line.at(on));
    reading.set_cell(agreement.max_by_key(|cell| cell.value).unwrap_or(&Cell::bare(Agreement::No)));

    let situation = asked.warrant.map(|warrant| tables.situations[rulebook.warrants[warrant].situation].at(fact));
    if let Some(situation) = situation {
        reading.set_cell(&acceptance(situation, state, on));
        reading.set_cell(&referral(situation, state, on));
        reading.set_cell(situation.deferral.at(on));
        let (proceedings, facts) = proceedings(lines, state, situation, on);
        reading.set(proceedings, facts);
    } else if let Some((_, withdrawal)) = lines.history.exits.iter().rev().find(|(exit, _)| *exit <= on) {
        // Without a warrant there is no situation in which anything could have begun before the exit.
        reading.set(Proceedings::AfterExit, vec![*withdrawal]);
    }
    if let Some(sending) = person.nationality.first() {
        let (sending, facts) = sending_state(tables.destinations[*sending].at(fact), *sending, situation, on);
        reading.set(sending, if reading.get() == Some(Office::None) { Vec::new() } else { facts });
        let ruling = &tables.rulings[usize::from(sending.code())];
        reading.set(ruling.value, if reading.get() == Some(Office::None) { Vec::new() } else { ruling.facts.clone() });
    }
    if let Some(warrant) = asked.warrant {
        reading.set(rulebook.warrants[warrant].offence, Vec::new());
        let lines = tables.warrants[warrant].at(fact);
        reading.set_cell(lines.status.at(on));
        let none = Timeline::constant(Cell::bare(Postponement::No));
        reading.set_cell(find(&lines.postponements, state).unwrap_or(&none).at(on));
        let asked_for = find(&lines.requests, state).map(|line| line.at(on));
        match asked_for.filter(|cell| !cell.facts.is_empty()) {
            Some(cell) if cell.value == Request::Made => reading.set_cell(cell),
            _ if matches!(lines.status.at(on).value, Warrant::None | Warrant::Requested) => reading.set(Request::NotMade, Vec::new()),
            _ if lines.public.at(on).value => reading.set(Request::Made, Vec::new()),
            Some(cell) => reading.set_cell(cell),
            None => reading.set(if choose(Choice::Request(warrant)) == 0 { Request::NotMade } else { Request::Made }, Vec::new()),
        }
    }
    reading
}

fn acceptance(situation: &SituationLines, state: usize, on: Day) -> Cell<Acceptance> {
    find(&situation.acceptances, state).map_or(Cell::bare(Acceptance::None), |line| line.at(on).clone())
}

fn referral(situation: &SituationLines, state: usize, on: Day) -> Cell<Referral> {
    let bound: Option<&Line<Referral>> = find(&situation.bound, state);
    bound.map(|line| line.at(on)).filter(|cell| cell.value == Referral::Bound).unwrap_or(situation.urged.at(on)).clone()
}

/// RS 127(2): an exit leaves the duty in what began before it. An examination asks nothing of other states, so it can only count for
/// the state whose own situation was under the Court's consideration.
fn proceedings(lines: &DestinationLines, state: usize, situation: &SituationLines, on: Day) -> (Proceedings, Vec<usize>) {
    let exits = || lines.history.exits.iter().filter(|(exit, _)| *exit <= on);
    let began_before = |began: Option<(Day, usize)>| {
        began.and_then(|(day, fact)| exits().find(|(exit, _)| day < *exit).map(|(_, withdrawal)| vec![*withdrawal, fact]))
    };
    if let Some(facts) = began_before(situation.investigation) {
        (Proceedings::BeforeExit, facts)
    } else if let Some(facts) = began_before(situation.examination).filter(|_| situation.states.contains(&state)) {
        (Proceedings::ExaminationOnly, facts)
    } else if let Some((_, withdrawal)) = exits().next_back() {
        (Proceedings::AfterExit, vec![*withdrawal])
    } else {
        (Proceedings::NotApplicable, Vec::new())
    }
}

fn sending_state(lines: &DestinationLines, state: usize, situation: Option<&SituationLines>, on: Day) -> (SendingState, Vec<usize>) {
    let membership = lines.history.membership.at(on);
    if matches!(membership.value, Membership::Party | Membership::Withdrawing) {
        return (SendingState::Party, membership.keys.clone());
    }
    if let Some(situation) = situation {
        let (proceedings, facts) = proceedings(lines, state, situation, on);
        if proceedings == Proceedings::BeforeExit {
            return (SendingState::Party, facts);
        }
        let referral = referral(situation, state, on);
        if referral.value == Referral::Bound {
            return (SendingState::CouncilBound, referral.facts);
        }
        let acceptance = acceptance(situation, state, on);
        if acceptance.value != Acceptance::None {
            return (SendingState::Accepting, acceptance.facts);
        }
    }
    (SendingState::Third, membership.keys.clone())
}
