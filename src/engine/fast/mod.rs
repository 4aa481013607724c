//! The compiled form of a rulebook: every answer worked out once, and found again by a few comparisons.
//!
//! A person's facts cut time into stretches, and so do a destination's. All stretches in which a side offers the decisions the
//! same values are one *class*; a table says, for each presence and each pair of classes that meet, what the answer is. The
//! classes come from the same reading of the facts and the answers from the same proved tables as every explanation, so there
//! is nothing here that could say something else.

mod answers;
mod build;
mod classes;
mod quick;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashMap as HashMap;

pub use quick::{ColumnError, DestinationId, PersonId, Quick, QuickStretch, Values};

use super::{AskError, Engine};
use crate::assessment::{Assessment, ReasonReport};
use crate::day::Day;
use crate::rulebook::Named;
use crate::timeline::Timeline;
use crate::vocabulary::{Presence, Term};

/// How many days of change one block holds.
const DAYS: usize = 7;

/// A piece of a timeline that fills one line of the processor's cache: the days of change and the class before, between and after
/// them. Unused days lie at the end of the calendar, and the last class is repeated beside them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[repr(align(64))]
struct Block {
    days: [Day; DAYS],
    classes: [u32; DAYS + 1],
    /// Whether the timeline goes on in the next block.
    more: bool,
}

/// Timelines cut into blocks; equal ones are kept once.
#[derive(Debug, Default)]
struct Lines {
    blocks: Vec<Block>,
}

impl Lines {
    /// The class of a timeline, by the place of its first block, on a day.
    #[inline]
    fn class(&self, mut place: usize, on: Day) -> usize {
        while let Some(block) = self.blocks.get(place) {
            let passed: usize = block.days.iter().map(|day| usize::from(*day <= on)).sum();
            if passed < DAYS || !block.more {
                return block.classes[passed] as usize;
            }
            place += 1;
        }
        usize::MAX
    }

    /// The classes of a timeline in order, each with its first day; the first of them from the beginning of the calendar.
    fn stretches(&self, mut place: usize) -> Vec<(Day, u32)> {
        let mut stretches: Vec<(Day, u32)> = Vec::new();
        while let Some(block) = self.blocks.get(place) {
            if stretches.is_empty() {
                stretches.push((Day::MIN, block.classes[0]));
            }
            for (day, class) in block.days.iter().zip(&block.classes[1..]) {
                // Nothing lies before the first day of the calendar.
                if *day == Day::MIN {
                    stretches.clear();
                }
                if stretches.last().is_none_or(|(_, last)| last != class) {
                    stretches.push((*day, *class));
                }
            }
            if !block.more {
                break;
            }
            place += 1;
        }
        stretches
    }

    fn push(&mut self, known: &mut HashMap<Vec<Block>, u32>, line: &Timeline<u32>) -> u32 {
        let days: Vec<Day> = line.change_days().collect();
        let classes: Vec<u32> = line.segments().map(|stretch| *stretch.value).collect();
        let last = classes.last().copied().unwrap_or_default();
        let count = days.len().div_ceil(DAYS).max(1);
        let block = |number: usize| {
            let from = number * DAYS;
            let day = |place: usize| days.get(from + place).copied().unwrap_or(Day::MAX);
            let class = |place: usize| classes.get(from + place).copied().unwrap_or(last);
            Block { days: std::array::from_fn(day), classes: std::array::from_fn(class), more: number + 1 < count }
        };
        let blocks: Vec<Block> = (0..count).map(block).collect();
        let place = self.blocks.len() as u32;
        *known.entry(blocks).or_insert_with_key(|blocks| {
            self.blocks.extend_from_slice(blocks);
            place
        })
    }
}

/// A person: where the own timeline starts, where the person's row of destinations does, and which row that is.
#[derive(Debug, Clone, Copy)]
struct Person {
    line: u32,
    row: u32,
    list: u32,
}

/// See the [module](self).
#[derive(Debug)]
pub(super) struct Fast {
    destinations: usize,
    persons: Vec<Person>,
    people: Lines,
    places: Lines,
    /// For each row and destination, the start of its timeline among `places`. Persons to whom all destinations stand alike share one.
    rows: Vec<u32>,
    /// The timeline of each destination as it stands toward everybody.
    everybody: Vec<u32>,
    /// In what each row departs from that: the destination and its timeline.
    departures: Vec<Vec<(u32, u32)>>,
    /// For each presence, class of a person and class of a destination, the place of the answer.
    table: Vec<u32>,
    /// The classes of destinations: how long one row of the table is.
    width: usize,
    /// The rows of the table for one presence.
    height: usize,
    answers: Vec<Quick>,
    /// The decisive rules behind each answer, as places of a decision and of a rule in it.
    reasons: Vec<Vec<(usize, usize)>>,
}

impl Fast {
    /// The rows of the table for a presence.
    #[inline]
    fn rows_for(&self, presence: Presence) -> &[u32] {
        let size = self.width * self.height;
        let from = usize::from(presence.code()) * size;
        self.table.get(from..from + size).unwrap_or_default()
    }

    #[inline]
    fn quick(&self, table: &[u32], person: usize, destination: usize, on: Day) -> Quick {
        let Some(Person { line, row, .. }) = self.persons.get(person).copied() else { return Quick::UNKNOWN };
        if destination >= self.destinations {
            return Quick::UNKNOWN;
        }
        let Some(place) = self.rows.get(row as usize + destination) else { return Quick::UNKNOWN };
        let one = self.people.class(line as usize, on);
        let other = self.places.class(*place as usize, on);
        self.answer(table, one, other)
    }

    #[inline]
    fn answer(&self, table: &[u32], person: usize, destination: usize) -> Quick {
        let answer = table.get(person.wrapping_mul(self.width).wrapping_add(destination));
        answer.and_then(|answer| self.answers.get(*answer as usize)).copied().unwrap_or(Quick::UNKNOWN)
    }

    /// The stretches of a pair in order, each with its first day (the first: the first day of the calendar) and its answer.
    /// Neighbours differ.
    fn stretches(&self, person: usize, destination: usize, presence: Presence) -> Vec<(Day, Quick)> {
        let table = self.rows_for(presence);
        let Some(Person { line, row, .. }) = self.persons.get(person).copied() else { return Vec::new() };
        if destination >= self.destinations {
            return Vec::new();
        }
        let Some(place) = self.rows.get(row as usize + destination) else { return Vec::new() };
        let (one, other) = (self.people.stretches(line as usize), self.places.stretches(*place as usize));
        let mut stretches: Vec<(Day, Quick)> = Vec::new();
        for (from, a, b) in meet(&one, &other) {
            let answer = self.answer(table, a as usize, b as usize);
            if stretches.last().is_none_or(|(_, last)| *last != answer) {
                stretches.push((from, answer));
            }
        }
        stretches
    }
}

/// Two lists of stretches laid over each other: where a stretch begins in either, the first day and the value of each.
fn meet<'a, A: Copy, B: Copy>(one: &'a [(Day, A)], other: &'a [(Day, B)]) -> impl Iterator<Item = (Day, A, B)> + 'a {
    let (mut i, mut j) = (0, 0);
    std::iter::from_fn(move || {
        let ((a_from, a), (b_from, b)) = (*one.get(i)?, *other.get(j)?);
        let next = |list: Option<Day>| list.unwrap_or(Day::MAX);
        let (a_next, b_next) = (one.get(i + 1).map(|(day, _)| *day), other.get(j + 1).map(|(day, _)| *day));
        match (a_next, b_next) {
            (None, None) => (i, j) = (one.len(), other.len()),
            _ => {
                let (a_due, b_due) = (next(a_next), next(b_next));
                let first = a_due.min(b_due);
                i += usize::from(a_next.is_some() && a_due == first);
                j += usize::from(b_next.is_some() && b_due == first);
            }
        }
        Some((a_from.max(b_from), a, b))
    })
}

impl Engine {
    /// The compiled form, made at the first question that wants it.
    fn fast(&self) -> &Fast {
        self.fast.get_or_init(|| build::compile(self))
    }

    /// Makes everything ready that a quick question needs. Without it the first such question waits for that.
    pub fn warm_up(&self) {
        self.fast();
    }

    /// The person of this name, for quick questions: an id, name or alias, in any case and script. Holds for this engine.
    ///
    /// # Errors
    /// Where the name is unknown or ambiguous.
    pub fn person_id(&self, name: &str) -> Result<PersonId, AskError> {
        self.person(name).map(PersonId::new)
    }

    /// The state or territory of this name, for quick questions: a code, name or alias, in any case and script. Holds for this engine.
    ///
    /// # Errors
    /// Where the name is unknown or ambiguous.
    pub fn destination_id(&self, name: &str) -> Result<DestinationId, AskError> {
        self.destination(name).map(DestinationId::new)
    }

    /// Every person, in the order of [`Rulebook::persons`](crate::Rulebook::persons).
    pub fn person_ids(&self) -> impl ExactSizeIterator<Item = PersonId> + use<> {
        (0..self.rulebook.persons.len()).map(PersonId::new)
    }

    /// Every state and territory, in the order of [`Rulebook::destinations`](crate::Rulebook::destinations).
    pub fn destination_ids(&self) -> impl ExactSizeIterator<Item = DestinationId> + use<> {
        (0..self.rulebook.destinations.len()).map(DestinationId::new)
    }

    /// Who it is; `None` for an id of a larger engine.
    pub fn person_of(&self, id: PersonId) -> Option<&Named> {
        self.rulebook.persons.get(id.place()).map(|person| &person.name)
    }

    /// Where it is; `None` for an id of a larger engine.
    pub fn destination_of(&self, id: DestinationId) -> Option<&Named> {
        self.rulebook.destinations.get(id.place()).map(|destination| &destination.name)
    }

    /// The answer in short: a few comparisons and look-ups, no allocation. The same as that of [`Engine::ask`].
    ///
    /// An id means the person or the destination at its place; where this engine has none there, everything is possible.
    ///
    /// ```
    /// use icc_arrest_risk::Engine;
    /// use icc_arrest_risk::vocabulary::{Presence, Verdict};
    ///
    /// let engine = Engine::embedded();
    /// let (person, destination) = (engine.person_id("Putin")?, engine.destination_id("KG")?);
    /// let quick = engine.quick(person, destination, "2023-10-12".parse()?, Presence::Visit);
    /// assert_eq!(quick.verdict(), Verdict::NotEnforceable);
    /// assert_eq!(engine.reasons(quick)[0].rule.rule, "signatory");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn quick(&self, person: PersonId, destination: DestinationId, on: Day, presence: Presence) -> Quick {
        let fast = self.fast();
        fast.quick(fast.rows_for(presence), person.place(), destination.place(), on)
    }

    /// The answers to many questions: for each place, the person, destination and day of that place, in the same place of `answers`.
    ///
    /// # Errors
    /// Where the four are not equally long; then `answers` stays as it was.
    pub fn column(
        &self,
        persons: &[PersonId],
        destinations: &[DestinationId],
        days: &[Day],
        presence: Presence,
        answers: &mut [Quick],
    ) -> Result<(), ColumnError> {
        let lengths = [persons.len(), destinations.len(), days.len(), answers.len()];
        if lengths.iter().any(|length| *length != lengths[0]) {
            return Err(ColumnError { lengths });
        }
        let fast = self.fast();
        let table = fast.rows_for(presence);
        for (((person, destination), on), answer) in persons.iter().zip(destinations).zip(days).zip(answers) {
            *answer = fast.quick(table, person.place(), destination.place(), *on);
        }
        Ok(())
    }

    /// One day, everyone, everywhere: the answers by person and then by destination, in the order of the rulebook, so that the answer for
    /// a person and a destination stands at *person × number of destinations + destination*. `answers` is emptied first.
    pub fn sweep(&self, on: Day, presence: Presence, answers: &mut Vec<Quick>) {
        let fast = self.fast();
        let table = fast.rows_for(presence);
        let width = fast.destinations;
        answers.clear();
        answers.reserve(fast.persons.len() * width);
        // The classes of every timeline on the day; of a timeline's later blocks too, which nobody asks for.
        let classes: Vec<u32> = (0..fast.places.blocks.len()).map(|place| fast.places.class(place, on) as u32).collect();
        let class_of = |place: u32| classes.get(place as usize).map_or(usize::MAX, |class| *class as usize);
        // What persons of a class meet where nobody is more than anybody; most destinations of most persons.
        let everybody: Vec<usize> = fast.everybody.iter().map(|place| class_of(*place)).collect();
        let mut common: Vec<Quick> = Vec::new();
        let mut common_of: Vec<Option<usize>> = vec![None; fast.height];
        for person in &fast.persons {
            let class = fast.people.class(person.line as usize, on);
            let Some(from) = common_of.get_mut(class) else { continue };
            let from = *from.get_or_insert_with(|| {
                common.extend(everybody.iter().map(|other| fast.answer(table, class, *other)));
                common.len() - width
            });
            let start = answers.len();
            answers.extend_from_slice(&common[from..from + width]);
            for (destination, place) in fast.departures.get(person.list as usize).into_iter().flatten() {
                if let Some(answer) = answers.get_mut(start + *destination as usize) {
                    *answer = fast.answer(table, class, class_of(*place));
                }
            }
        }
    }

    /// One person, every destination, all of time: the stretches of days with the same answer, by destination in the order of the
    /// rulebook, then by time. Neighbours differ in the answer or in the rules that decided.
    pub fn sweep_person(&self, person: PersonId, presence: Presence) -> impl Iterator<Item = QuickStretch> + '_ {
        self.destination_ids().flat_map(move |destination| self.quick_stretches(person, destination, presence))
    }

    /// One person, one destination, all of time: the stretches of days with the same answer, in order of time. Neighbours differ in the
    /// answer or in the rules that decided. None for an id of a larger engine.
    pub fn quick_stretches(
        &self,
        person: PersonId,
        destination: DestinationId,
        presence: Presence,
    ) -> impl Iterator<Item = QuickStretch> + use<> {
        let stretches = self.fast().stretches(person.place(), destination.place(), presence);
        (0..stretches.len()).map(move |place| {
            let (from, quick) = stretches[place];
            let until = stretches.get(place + 1).and_then(|(next, _)| next.previous());
            QuickStretch { destination, from: Some(from).filter(|_| place > 0), until, quick }
        })
    }

    /// The rules behind a quick answer of this engine: as [`Assessment::reasons`]. Empty where there were too many possibilities to
    /// look at.
    pub fn reasons(&self, quick: Quick) -> Vec<ReasonReport> {
        let reasons = self.fast().reasons.get(quick.place());
        reasons.into_iter().flatten().filter_map(|ground| crate::assessment::reason(self, *ground)).collect()
    }

    /// The full answer to a quick question; `None` for an id of a larger engine.
    pub fn explain(&self, person: PersonId, destination: DestinationId, on: Day, presence: Presence) -> Option<Assessment<'_>> {
        self.person_of(person).and(self.destination_of(destination))?;
        Some(self.assessment(person.place(), destination.place(), on, presence))
    }
}
