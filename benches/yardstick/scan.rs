//! The naive way: walk through the events at every question.

use icc_arrest_risk::Day;
use icc_arrest_risk::vocabulary::Presence;

use super::facts::{Act, Dated, Facts, Person, Place, Situation, WarrantFacts};
use super::law::{self, Mine, Theirs};

fn last<T: Copy>(events: &Dated<T>, on: Day) -> Option<T> {
    events.iter().rev().find(|(day, _)| *day <= on).map(|(_, value)| *value)
}

fn proceedings(place: &Place, state: usize, situation: &Situation, on: Day) -> u8 {
    let left = || place.exits.iter().filter(|exit| **exit <= on);
    let before = |began: Option<Day>| began.is_some_and(|began| left().any(|exit| began < *exit));
    if before(situation.investigation) {
        1
    } else if before(situation.examination) && situation.states.contains(&state) {
        2
    } else if left().next().is_some() {
        3
    } else {
        0
    }
}

fn binds(situation: &Situation, state: usize, on: Day) -> bool {
    situation.binds.iter().any(|(day, bound)| *day <= on && *bound == state)
}

fn accepts(situation: &Situation, state: usize, on: Day) -> bool {
    situation.acceptance.iter().rev().find(|(day, (by, _))| *day <= on && *by == state).is_some_and(|(_, (_, accepts))| *accepts)
}

pub fn mine(facts: &Facts, person: &Person, warrant: &WarrantFacts, on: Day) -> Mine {
    let (mut status, mut sealed, mut public) = (0, false, false);
    for (day, act) in &warrant.docket {
        if *day > on {
            break;
        }
        match act {
            Act::Application => status = 1,
            Act::Issued => (status, public) = (3, true),
            Act::IssuedSealed => (status, sealed) = (2, true),
            Act::Unsealed => {
                (sealed, public) = (false, true);
                if status == 2 {
                    status = 3;
                }
            }
            Act::Arrested => status = 4,
            Act::Released => status = if sealed { 2 } else { 3 },
            Act::Surrendered => status = 5,
            Act::Ended => status = 6,
        }
    }
    let mut held = [false; 8];
    for (day, (office, on_it)) in &person.office {
        if *day <= on {
            held[usize::from(*office)] = *on_it;
        }
    }
    let office = held.contains(&true);
    let situation = &facts.situations[warrant.situation];
    let mut immunity = 0;
    if let (true, Some(sending)) = (office, person.nationality.first()) {
        let state = &facts.places[*sending];
        let party = matches!(last(&state.membership, on), Some(3 | 4)) || proceedings(state, *sending, situation, on) == 1;
        let sending = if party {
            0
        } else if binds(situation, *sending, on) {
            1
        } else if accepts(situation, *sending, on) {
            2
        } else {
            3
        };
        immunity = if sending == 0 || facts.rulings[sending] == 2 { 1 } else { 2 };
    }
    let active = (2..=4).contains(&status);
    let deferral = situation.deferral.iter().any(|(from, until)| (*from..=*until).contains(&on));
    Mine { status, active, secret: active && !public, core: warrant.core, office, immunity, deferral }
}

pub fn theirs(facts: &Facts, number: usize, person: &Person, warrant: Option<&WarrantFacts>, place: usize, on: Day) -> Theirs {
    let here = &facts.places[place];
    let (number_of_state, state) = (here.state, &facts.places[here.state]);
    let excluded = last(&here.excluded, on).unwrap_or(false);
    let membership = last(&state.membership, on).unwrap_or(0);
    let signature = last(&state.signature, on).unwrap_or(0);
    let basis = warrant.map_or(0, |warrant| {
        let situation = &facts.situations[warrant.situation];
        let proceedings = proceedings(state, number_of_state, situation, on);
        let accepted = accepts(situation, number_of_state, on);
        law::basis(membership, signature, excluded, accepted, binds(situation, number_of_state, on), proceedings)
    });
    let (mut general, mut own) = (0, 0);
    for (day, (of, stance)) in &state.stance {
        match of {
            _ if *day > on => break,
            None => general = *stance,
            Some(of) if *of == number => own = *stance,
            Some(_) => {}
        }
    }
    let (mut arrested, mut let_go) = (false, false);
    for (_, arrest) in state.record.iter().take_while(|(day, _)| *day <= on) {
        arrested |= *arrest;
        let_go |= !*arrest;
    }
    let agreed =
        |with: &usize| state.agreement.iter().rev().find(|(day, (other, _))| *day <= on && other == with).is_some_and(|(_, (_, on))| *on);
    let postponed = |warrant: &WarrantFacts| {
        let by = warrant.postponed.iter().rev().find(|(day, (by, _))| *day <= on && *by == number_of_state);
        by.is_some_and(|(_, (_, on))| *on)
    };
    Theirs {
        basis,
        label: law::label(excluded, membership, signature),
        home: person.nationality.first() == Some(&number_of_state),
        agreement: person.nationality.iter().any(agreed),
        postponed: warrant.is_some_and(postponed),
        stance: if own == 0 { general } else { own },
        record: match (arrested, let_go) {
            (false, false) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (true, true) => 3,
        },
        law: last(&state.law, on).unwrap_or(false),
        control_lost: last(&here.control_lost, on).unwrap_or(false),
    }
}

/// The answer, as [`law::answer`] gives it.
pub fn scan(facts: &Facts, person: usize, place: usize, on: Day, presence: Presence) -> u32 {
    let who = &facts.persons[person];
    if let [warrant] = who.warrants.as_slice() {
        return law::answer(&[mine(facts, who, warrant, on)], &[theirs(facts, person, who, Some(warrant), place, on)], presence);
    }
    let ours: Vec<Mine> = who.warrants.iter().map(|warrant| mine(facts, who, warrant, on)).collect();
    let mut others: Vec<Theirs> = who.warrants.iter().map(|warrant| theirs(facts, person, who, Some(warrant), place, on)).collect();
    if others.is_empty() {
        others.push(theirs(facts, person, who, None, place, on));
    }
    law::answer(&ours, &others, presence)
}
