//! One person at one destination on one day: every attribute in one possible world, and what the decisions make of it.

use super::Tables;
use super::lines::{Cell, DestinationLines, Line, SituationLines, WarrantLines, find};
use crate::assessment::Behind;
use crate::day::Day;
use crate::rulebook::Rulebook;
use crate::vocabulary::{
    Acceptance, Agreement, Attribute, AttributeTerm, Home, Implementation, Membership, Office, Postponement, Presence, Proceedings, Record,
    Referral, Request, SendingState, Stance, Term, Warrant,
};

/// The value of every attribute, with the facts behind each where they are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) codes: Codes,
    pub(super) facts: Option<Behind>,
}

/// The code of each attribute.
pub(super) type Codes = [u8; Attribute::COUNT];

impl Reading {
    fn with_facts() -> Self {
        Self { codes: [0; Attribute::COUNT], facts: Some(Behind::default()) }
    }

    pub(super) fn bare() -> Self {
        Self { codes: [0; Attribute::COUNT], facts: None }
    }

    pub(super) fn set<T: AttributeTerm>(&mut self, value: T, facts: &[usize]) {
        self.codes[T::ATTRIBUTE as usize] = value.code();
        if let Some(behind) = &mut self.facts {
            behind[T::ATTRIBUTE as usize] = facts.to_vec();
        }
    }

    fn set_cell<T: AttributeTerm>(&mut self, cell: &Cell<T>) {
        self.set(cell.value, &cell.facts);
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

/// The timelines of a destination in one possible world.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'t> {
    /// Its own: for a territory, what sets it apart from the state that answers for it.
    pub(super) own: &'t DestinationLines,
    /// Those of the state that answers for it.
    pub(super) state: &'t DestinationLines,
    pub(super) record: &'t Line<Record>,
}

/// The timelines of a person and of one of the person's warrants in one possible world.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'t> {
    pub(super) office: &'t Line<Office>,
    /// The state whose immunity would be claimed.
    pub(super) sending: Option<&'t DestinationLines>,
    pub(super) situation: Option<&'t SituationLines>,
    pub(super) warrant: Option<&'t WarrantLines>,
}

/// The attributes in the world that `choose` picks: for each choice, the place of the way it goes. With the facts behind each.
pub(super) fn read(rulebook: &Rulebook, tables: &Tables, asked: Asked, choose: &dyn Fn(Choice) -> usize) -> Reading {
    let mut reading = Reading::with_facts();
    read_into(&mut reading, rulebook, tables, asked, choose);
    reading
}

/// [`read`] without the facts.
pub(super) fn codes(rulebook: &Rulebook, tables: &Tables, asked: Asked, choose: &dyn Fn(Choice) -> usize) -> Codes {
    let mut reading = Reading::bare();
    read_into(&mut reading, rulebook, tables, asked, choose);
    reading.codes
}

fn read_into(reading: &mut Reading, rulebook: &Rulebook, tables: &Tables, asked: Asked, choose: &dyn Fn(Choice) -> usize) {
    let fact = |fact| choose(Choice::Fact(fact));
    let state = rulebook.destinations[asked.destination].responsible;
    let place = Place {
        own: tables.destinations[asked.destination].at(fact),
        state: tables.destinations[state].at(fact),
        record: tables.records[state].at(fact),
    };
    let wanted = Wanted {
        office: tables.offices[asked.person].at(fact),
        sending: rulebook.persons[asked.person].nationality.first().map(|sending| tables.destinations[*sending].at(fact)),
        situation: asked.warrant.map(|warrant| tables.situations[rulebook.warrants[warrant].situation].at(fact)),
        warrant: asked.warrant.map(|warrant| tables.warrants[warrant].at(fact)),
    };
    reading.set(asked.presence, &[]);
    of_person(reading, rulebook, tables, asked, wanted);
    of_destination(reading, rulebook, asked, place, wanted.situation, wanted.warrant);
    if let (Some(warrant), Some(lines)) = (asked.warrant, wanted.warrant) {
        of_request(reading, lines, Some(state), asked.on, || choose(Choice::Request(warrant)));
    }
}

/// What hangs on the person and the warrant alone, whatever the destination. Where the Council urges every state to cooperate,
/// that is said here, and of a destination that it binds in [`of_destination`].
pub(super) fn of_person(reading: &mut Reading, rulebook: &Rulebook, tables: &Tables, asked: Asked, wanted: Wanted<'_>) {
    let on = asked.on;
    reading.set_cell(wanted.office.at(on));
    if let Some(situation) = wanted.situation {
        reading.set_cell(situation.urged.at(on));
        reading.set_cell(situation.deferral.at(on));
    }
    if let (Some(lines), Some(sending)) = (wanted.sending, rulebook.persons[asked.person].nationality.first()) {
        let (sending, facts) = sending_state(lines, *sending, wanted.situation, on);
        let ruling = &tables.rulings[usize::from(sending.code())];
        // Nobody asks of immunity where no office is held.
        let held = reading.get() != Some(Office::None);
        reading.set(sending, if held { &facts } else { &[] });
        reading.set(ruling.value, if held { &ruling.facts } else { &[] });
    }
    if let (Some(warrant), Some(lines)) = (asked.warrant, wanted.warrant) {
        reading.set(rulebook.warrants[warrant].offence, &[]);
        reading.set_cell(lines.status.at(on));
    }
}

/// What hangs on the destination, alone or together with the person, the situation and the warrant; the request apart.
pub(super) fn of_destination(
    reading: &mut Reading,
    rulebook: &Rulebook,
    asked: Asked,
    place: Place<'_>,
    situation: Option<&SituationLines>,
    warrant: Option<&WarrantLines>,
) {
    let on = asked.on;
    let Place { own, state: lines, record } = place;
    let state = rulebook.destinations[asked.destination].responsible;
    // A place that no person has asks for the destination as it stands toward everybody.
    let nationality = rulebook.persons.get(asked.person).map_or(&[][..], |person| &person.nationality);
    let membership = lines.history.membership.at(on);
    reading.set(membership.value, &membership.keys);
    let signature = lines.history.signature.at(on);
    reading.set(signature.value, &signature.keys);
    reading.set_cell(own.application.at(on));
    reading.set_cell(own.control.at(on));
    reading.set_cell::<Implementation>(lines.implementation.at(on));
    let general = lines.general_stance.at(on);
    match find(&lines.stances, asked.person).map(|line| line.at(on)) {
        Some(cell) if cell.value != Stance::Silent => reading.set_cell(cell),
        _ => reading.set_cell(general),
    }
    reading.set_cell::<Record>(record.at(on));
    reading.set(if nationality.first() == Some(&state) { Home::Yes } else { Home::No }, &[]);
    let agreement = nationality.iter().filter_map(|with| find(&lines.agreements, *with)).map(|line| line.at(on));
    match agreement.max_by_key(|cell| cell.value) {
        Some(cell) => reading.set_cell(cell),
        None => reading.set(Agreement::No, &[]),
    }
    if let Some(situation) = situation {
        match find(&situation.acceptances, state) {
            Some(line) => reading.set_cell(line.at(on)),
            None => reading.set(Acceptance::None, &[]),
        }
        if let Some(cell) = binding(situation, state, on) {
            reading.set_cell(cell);
        }
        let (proceedings, facts) = proceedings(lines, state, situation, on);
        reading.set(proceedings, &facts);
    } else if let Some((_, withdrawal)) = lines.history.exits.iter().rfind(|(exit, _)| *exit <= on) {
        // Without a warrant nothing is asked about, so nothing began before the exit.
        reading.set(Proceedings::AfterExit, &[*withdrawal]);
    }
    match warrant.and_then(|lines| find(&lines.postponements, state)) {
        Some(line) => reading.set_cell(line.at(on)),
        None => reading.set(Postponement::No, &[]),
    }
}

/// Whether the state, or one of which nothing is recorded, was asked to arrest; `choose` where nobody knows.
pub(super) fn of_request(reading: &mut Reading, lines: &WarrantLines, state: Option<usize>, on: Day, choose: impl FnOnce() -> usize) {
    let asked_for = state.and_then(|state| find(&lines.requests, state)).map(|line| line.at(on));
    match asked_for.filter(|cell| !cell.facts.is_empty()) {
        Some(cell) if cell.value == Request::Made => reading.set_cell(cell),
        _ if matches!(lines.status.at(on).value, Warrant::None | Warrant::Requested) => reading.set(Request::NotMade, &[]),
        _ if lines.public.at(on).value => reading.set(Request::Made, &[]),
        Some(cell) => reading.set_cell(cell),
        None => reading.set(if choose() == 0 { Request::NotMade } else { Request::Made }, &[]),
    }
}

/// The Council's referral, where it binds the state.
fn binding(situation: &SituationLines, state: usize, on: Day) -> Option<&Cell<Referral>> {
    let bound: Option<&Line<Referral>> = find(&situation.bound, state);
    bound.map(|line| line.at(on)).filter(|cell| cell.value == Referral::Bound)
}

/// RS 127(2): an exit leaves the duty in what began before it. An examination asks nothing of other states, so it can only count for
/// the state whose own situation was under the Court's consideration.
pub(super) fn proceedings(lines: &DestinationLines, state: usize, situation: &SituationLines, on: Day) -> (Proceedings, Vec<usize>) {
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
        if let Some(referral) = binding(situation, state, on) {
            return (SendingState::CouncilBound, referral.facts.clone());
        }
        if let Some(acceptance) = find(&situation.acceptances, state).map(|line| line.at(on))
            && acceptance.value != Acceptance::None
        {
            return (SendingState::Accepting, acceptance.facts.clone());
        }
    }
    (SendingState::Third, membership.keys.clone())
}

#[cfg(test)]
mod tests;
