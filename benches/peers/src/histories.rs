//! The same attributes over time, for whoever is to find those of a day.

use std::collections::HashMap;
use std::ops::Range;

use icc_arrest_risk::{Day, Engine};

use crate::questions::Parts;

/// The first day of each stretch and the place of its attributes in the [`Parts`], ascending. The first stretch begins with the calendar.
pub type History = Vec<(Day, usize)>;

/// The place on a day.
pub fn at(history: &History, on: Day) -> usize {
    history[history.partition_point(|(first, _)| *first <= on) - 1].1
}

/// Every history of the facts as shipped.
#[derive(Default)]
pub struct Histories {
    /// For each person, the rows of the warrants.
    pub rows: Vec<Range<usize>>,
    /// For each row, what hangs on person and warrant.
    pub persons: Vec<History>,
    /// For each destination, what hangs on it alone.
    pub destinations: Vec<History>,
    /// What hangs on both; most pairs have the history of many others.
    pub both: Vec<History>,
    /// For each row and then each destination, the place in `both`.
    pub places: Vec<Vec<usize>>,
}

impl Histories {
    pub fn new(engine: &Engine, parts: &mut Parts) -> Self {
        let (mut all, mut places) = (Self::default(), HashMap::new());
        for person in engine.person_ids() {
            let first_row = all.persons.len();
            for destination in engine.destination_ids() {
                let ids = engine.person_of(person).zip(engine.destination_of(destination)).expect("of this engine");
                let days = engine.days_of_change(&ids.0.id, &ids.1.id).expect("known ids");
                // For each warrant, its three histories.
                let mut found: Vec<[History; 3]> = Vec::new();
                for day in std::iter::once(Day::MIN).chain(days) {
                    let parts = parts.known(engine, person, destination, day);
                    found.resize(parts.len(), Default::default());
                    for (history, place) in found.iter_mut().flatten().zip(parts.into_iter().flatten()) {
                        if history.last().is_none_or(|(_, before)| *before != place) {
                            history.push((day, place));
                        }
                    }
                }
                for (warrant, [person, place, both]) in found.into_iter().enumerate() {
                    keep(&mut all.persons, first_row + warrant, person);
                    keep(&mut all.destinations, destination.place(), place);
                    all.places.resize(all.persons.len(), Vec::new());
                    all.places[first_row + warrant].push(*places.entry(both.clone()).or_insert_with(|| {
                        all.both.push(both);
                        all.both.len() - 1
                    }));
                }
            }
            all.rows.push(first_row..all.persons.len());
        }
        all
    }

    /// Histories in which nothing ever changes, a row for each warrant; its destination is the one at the place of its attributes.
    pub fn unchanging(parts: &Parts, warrants: impl Iterator<Item = [usize; 3]>) -> Self {
        let always = |place: usize| vec![(Day::MIN, place)];
        let mut all = Self { destinations: (0..parts.destinations.len()).map(always).collect(), ..Self::default() };
        for (row, [person, _, both]) in warrants.enumerate() {
            all.rows.push(row..row + 1);
            all.persons.push(always(person));
            all.places.push(vec![row; parts.destinations.len()]);
            all.both.push(always(both));
        }
        all
    }

    /// For each warrant of a person, the places of its attributes at a destination on a day.
    pub fn find(&self, person: usize, destination: usize, on: Day) -> impl Iterator<Item = [usize; 3]> + '_ {
        self.rows[person].clone().map(move |row| {
            let both = &self.both[self.places[row][destination]];
            [at(&self.persons[row], on), at(&self.destinations[destination], on), at(both, on)]
        })
    }
}

/// A history is met again with everybody whom it does not hang on, and is the same each time.
fn keep(list: &mut Vec<History>, place: usize, history: History) {
    match list.get(place) {
        Some(known) => assert_eq!(*known, history, "a history hangs on more than was thought"),
        None => list.push(history),
    }
}
