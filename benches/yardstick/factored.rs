//! The fast way by hand: the class of the person's stretch, the class of the destination's, and one table of both.

use std::collections::HashMap;

use icc_arrest_risk::Day;
use icc_arrest_risk::vocabulary::{Presence, Term};

use super::facts::Facts;
use super::law::{self, Mine, Theirs};
use super::scan;

const DAYS: usize = 9;

/// All days of change side by side, so that they are compared at once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    days: [Day; DAYS],
    classes: [u16; DAYS + 1],
}

impl Line {
    fn new(mut days: Vec<Day>, mut class: impl FnMut(Day) -> u16) -> Self {
        days.sort_unstable();
        days.dedup();
        let mut last = class(Day::MIN);
        let mut line = Self { days: [Day::MAX; DAYS], classes: [last; DAYS + 1] };
        let mut used = 0;
        for day in days {
            let now = class(day);
            if now != last {
                assert!(used < DAYS, "a timeline of more than {DAYS} days was not foreseen");
                line.days[used] = day;
                line.classes[used + 1..].fill(now);
                (last, used) = (now, used + 1);
            }
        }
        line
    }

    #[inline]
    fn at(&self, on: Day) -> usize {
        let passed: usize = self.days.iter().map(|day| usize::from(*day <= on)).sum();
        usize::from(self.classes[passed])
    }
}

pub struct Factored {
    people: Vec<Line>,
    places: Vec<Line>,
    /// The timeline of a destination as a person sees it.
    lines: Vec<u16>,
    width: usize,
    /// For each presence, then class of a person, then class of a destination.
    tables: Vec<Vec<u32>>,
    classes: usize,
}

fn number<K: std::hash::Hash + Eq + Clone>(known: &mut HashMap<K, u16>, list: &mut Vec<K>, key: K) -> u16 {
    *known.entry(key.clone()).or_insert_with(|| {
        list.push(key);
        list.len() as u16 - 1
    })
}

impl Factored {
    /// Pairs that hang on an open fact get an answer too, but not a right one.
    pub fn new(facts: &Facts) -> Self {
        let (mut known, mut mines): (HashMap<Vec<Mine>, u16>, Vec<Vec<Mine>>) = Default::default();
        let (mut seen, mut offers): (HashMap<Vec<Theirs>, u16>, Vec<Vec<Theirs>>) = Default::default();
        let (mut kept, mut places): (HashMap<Line, u16>, Vec<Line>) = Default::default();
        let (mut people, mut lines) = (Vec::new(), Vec::new());
        for (number_of, person) in facts.persons.iter().enumerate() {
            let mut days: Vec<Day> = person.office.iter().map(|(day, _)| *day).collect();
            let mut shared: Vec<Day> = Vec::new();
            for warrant in &person.warrants {
                let situation = &facts.situations[warrant.situation];
                days.extend(warrant.docket.iter().map(|(day, _)| *day));
                days.extend(situation.deferral.iter().flat_map(|(from, until)| [Some(*from), until.next()]).flatten());
                shared.extend(situation.binds.iter().map(|(day, _)| *day).chain(situation.acceptance.iter().map(|(day, _)| *day)));
                shared.extend(warrant.postponed.iter().map(|(day, _)| *day));
            }
            days.extend(&shared);
            if let Some(sending) = person.nationality.first() {
                days.extend(facts.places[*sending].membership.iter().map(|(day, _)| *day));
            }
            people.push(Line::new(days, |on| {
                let mut mine: Vec<Mine> = person.warrants.iter().map(|warrant| scan::mine(facts, person, warrant, on)).collect();
                for mine in mine.iter_mut().filter(|mine| !mine.active) {
                    *mine = Mine { core: true, office: false, immunity: 0, deferral: false, ..*mine };
                }
                number(&mut known, &mut mines, mine)
            }));
            for place in 0..facts.places.len() {
                let (here, state) = (&facts.places[place], &facts.places[facts.places[place].state]);
                let mut days = shared.clone();
                days.extend(here.excluded.iter().chain(&here.control_lost).chain(&state.law).chain(&state.record).map(|(day, _)| *day));
                days.extend(state.signature.iter().chain(&state.membership).map(|(day, _)| *day));
                days.extend(state.stance.iter().map(|(day, _)| *day).chain(state.agreement.iter().map(|(day, _)| *day)));
                let line = Line::new(days, |on| {
                    let mut theirs: Vec<Theirs> =
                        person.warrants.iter().map(|warrant| scan::theirs(facts, number_of, person, Some(warrant), place, on)).collect();
                    if theirs.is_empty() {
                        theirs.push(scan::theirs(facts, number_of, person, None, place, on));
                    }
                    theirs.iter_mut().for_each(|other| *other = other.plain());
                    if theirs.iter().all(|other| *other == theirs[0]) {
                        theirs.truncate(1);
                    }
                    number(&mut seen, &mut offers, theirs)
                });
                lines.push(number(&mut kept, &mut places, line));
            }
        }
        let table = |presence: &Presence| -> Vec<u32> {
            mines.iter().flat_map(|mine| offers.iter().map(move |theirs| law::answer(mine, theirs, *presence))).collect()
        };
        let tables = Presence::ALL.iter().map(table).collect();
        Self { people, places, lines, width: facts.places.len(), tables, classes: offers.len() }
    }

    #[inline]
    pub fn answer(&self, person: usize, place: usize, on: Day, presence: Presence) -> u32 {
        let line = self.lines[person * self.width + place];
        let cell = self.people[person].at(on) * self.classes + self.places[usize::from(line)].at(on);
        self.tables[usize::from(presence.code())][cell]
    }

    pub fn column(&self, persons: &[u32], places: &[u32], days: &[Day], presence: Presence, answers: &mut [u32]) {
        for (((person, place), on), answer) in persons.iter().zip(places).zip(days).zip(answers) {
            *answer = self.answer(*person as usize, *place as usize, *on, presence);
        }
    }

    pub fn sweep(&self, on: Day, presence: Presence, answers: &mut Vec<u32>) {
        answers.clear();
        let table = &self.tables[usize::from(presence.code())];
        let classes: Vec<u16> = self.places.iter().map(|line| line.at(on) as u16).collect();
        for (person, line) in self.people.iter().enumerate() {
            let from = line.at(on) * self.classes;
            let row = &table[from..from + self.classes];
            let lines = &self.lines[person * self.width..(person + 1) * self.width];
            answers.extend(lines.iter().map(|line| row[usize::from(classes[usize::from(*line)])]));
        }
    }
}
