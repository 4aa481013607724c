//! What is done to one row.

use std::collections::HashMap;
use std::fmt::Write as _;

use csv::ByteRecord;
use icc_arrest_risk::vocabulary::{Presence, Term};
use icc_arrest_risk::{AskError, Day, DayError, DestinationId, Engine, PersonId, QuickStretch, Values};
use rustc_hash::FxHashMap;

use super::APPENDED;

/// What all rows have in common.
pub struct Desk<'e> {
    engine: &'e Engine,
    strict: bool,
    width: usize,
    asked: [usize; 3],
}

/// What one thread remembers from row to row.
#[derive(Default)]
pub struct Memory {
    persons: HashMap<String, Result<PersonId, String>>,
    destinations: HashMap<String, Result<DestinationId, String>>,
    stretches: FxHashMap<(PersonId, DestinationId), Vec<QuickStretch>>,
    text: String,
}

/// How many names a thread remembers before it forgets them all: a file of wrong names must not fill the memory.
const NAMES: usize = 1 << 16;

impl<'e> Desk<'e> {
    /// `width` is the number of columns, `asked` the places of person, destination and date among them.
    pub fn new(engine: &'e Engine, strict: bool, width: usize, asked: [usize; 3]) -> Self {
        Self { engine, strict, width, asked }
    }

    /// Appends the answer to a row, or why there is none; whether there is one.
    pub fn answer(&self, row: &mut ByteRecord, memory: &mut Memory) -> bool {
        let answered = self.fit(row).and_then(|()| self.append(row, memory));
        if let Err(reason) = &answered {
            row.extend([""; APPENDED.len() - 1]);
            row.push_field(reason.as_bytes());
        }
        answered.is_ok()
    }

    /// Gives a row as many fields as the header has; what was beyond them is told, not lost.
    fn fit(&self, row: &mut ByteRecord) -> Result<(), String> {
        let (found, width) = (row.len(), self.width);
        if found == width {
            return Ok(());
        }
        let surplus: Vec<String> = row.iter().skip(width).map(|field| String::from_utf8_lossy(field).into_owned()).collect();
        row.truncate(width);
        row.extend(std::iter::repeat_n("", width.saturating_sub(found)));
        match surplus.as_slice() {
            [] => Err(format!("the row has {found} fields, the header {width}")),
            surplus => Err(format!("the row has {found} fields, the header {width}; left over: {}", surplus.join(", "))),
        }
    }

    fn append(&self, row: &mut ByteRecord, memory: &mut Memory) -> Result<(), String> {
        let text = |place: usize| str::from_utf8(&row[place]).map(str::trim).map_err(|_| "the row is not UTF-8".to_owned());
        let [person, destination, date] = self.asked;
        let on: Day = text(date)?.parse().map_err(|error: DayError| error.to_string())?;
        let person = resolved(&mut memory.persons, text(person)?, |name| self.engine.person_id(name))?;
        let destination = resolved(&mut memory.destinations, text(destination)?, |name| self.engine.destination_id(name))?;
        let as_of = self.engine.rulebook().as_of();
        if self.strict && on > as_of {
            return Err(AskError::PastAsOf { on, as_of }.to_string());
        }
        let all = || self.engine.quick_stretches(person, destination, Presence::Visit).collect();
        let stretches: &Vec<QuickStretch> = memory.stretches.entry((person, destination)).or_insert_with(all);
        let place = stretches.partition_point(|stretch| stretch.from.is_none_or(|from| from <= on)).saturating_sub(1);
        let Some(QuickStretch { quick, .. }) = stretches.get(place) else { return Err("nothing is known of the pair".to_owned()) };
        row.push_field(word(quick.verdict()).as_bytes());
        row.push_field(word(quick.duty()).as_bytes());
        row.push_field(word(quick.risk()).as_bytes());
        row.push_field(word(quick.membership()).as_bytes());
        row.push_field(word(quick.warrant()).as_bytes());
        // The verdict's lifetime: the neighbours that say the same.
        let same = |stretch: &&QuickStretch| stretch.quick.verdict() == quick.verdict();
        let first = stretches[..=place].iter().rev().take_while(same).last();
        let last = stretches[place..].iter().take_while(same).last();
        for day in [first.and_then(|stretch| stretch.from), last.and_then(|stretch| stretch.until)] {
            memory.text.clear();
            if let Some(day) = day {
                // Writing to a string cannot fail.
                let _ = write!(memory.text, "{day}");
            }
            row.push_field(memory.text.as_bytes());
        }
        row.push_field(b"");
        Ok(())
    }
}

fn resolved<I: Copy>(
    known: &mut HashMap<String, Result<I, String>>,
    name: &str,
    resolve: impl Fn(&str) -> Result<I, AskError>,
) -> Result<I, String> {
    if let Some(known) = known.get(name) {
        return known.clone();
    }
    if known.len() >= NAMES {
        known.clear();
    }
    let found = resolve(name).map_err(|error| error.to_string());
    known.insert(name.to_owned(), found.clone());
    found
}

fn word<T: Term>(values: Values<T>) -> &'static str {
    values.settled().map_or("undetermined", Term::label)
}
