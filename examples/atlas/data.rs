//! The tables and everything that they point to, as the page reads them.

use std::collections::HashMap;

use icc_arrest_risk::Day;
use icc_arrest_risk::rulebook::{Named, Rulebook};
use icc_arrest_risk::vocabulary::Attribute;
use serde_json::{Value, json};

use crate::catalogue::{Catalogue, Once};
use crate::tables::{Row, Tables};

/// All that the page needs beside its shapes and words.
pub fn of(rulebook: &Rulebook, catalogue: &Catalogue, today: &Tables, then: &Tables) -> Value {
    let mut rows = Once::new();
    let mut numbers = HashMap::new();
    let mut table = |tables: &Tables| -> Vec<Vec<usize>> {
        tables.rows.iter().map(|person| person.iter().map(|row| rows.place(flat(row, &mut numbers))).collect()).collect()
    };
    let (today_rows, then_rows) = (table(today), table(then));
    let own = |tables: &Tables| -> Vec<Vec<i64>> { tables.own.iter().map(|row| flat(row, &mut HashMap::new())).collect() };
    json!({
        "asOf": rulebook.as_of(),
        "version": rulebook.facts_version(),
        "attributes": Attribute::ALL.iter().map(|attribute| attribute.name()).collect::<Vec<_>>(),
        "destinations": rulebook.destinations().map(named).collect::<Vec<_>>(),
        "persons": rulebook.persons().map(named).collect::<Vec<_>>(),
        "rules": rules(rulebook),
        "assumptions": rulebook.law().assumptions,
        "sources": rulebook.sources().iter().map(|s| json!({ "id": s.id, "title": s.title, "by": s.by, "at": s.at, "read": s.read })).collect::<Vec<_>>(),
        "facts": catalogue.facts(rulebook),
        "cores": catalogue.cores.list(),
        "owns": catalogue.owns.list(),
        "rows": rows.list(),
        "today": { "rows": today_rows, "own": own(today) },
        "then": { "rows": then_rows, "own": own(then) },
    })
}

fn named(named: &Named) -> Value {
    json!({ "id": named.id, "name": named.name, "names": named.names, "aliases": named.aliases, "note": named.note })
}

fn rules(rulebook: &Rulebook) -> Value {
    let decisions = rulebook.law().decisions.iter();
    let rules = decisions.flat_map(|decision| decision.rules.iter().map(move |rule| (format!("{}/{}", decision.name, rule.id), rule)));
    rules.map(|(id, rule)| (id, json!({ "then": rule.then, "ground": rule.ground, "law": rule.law, "because": rule.because }))).collect()
}

/// A row as day, place, day, place, … The first day is 0: the beginning of time.
fn flat(row: &Row, numbers: &mut HashMap<Day, i64>) -> Vec<i64> {
    row.iter()
        .enumerate()
        .flat_map(|(place, (day, answer))| {
            let number = if place == 0 { 0 } else { *numbers.entry(*day).or_insert_with(|| number(*day)) };
            [number, i64::try_from(*answer).unwrap_or(-1)]
        })
        .collect()
}

/// The number of a day, 1970-01-01 being 0.
fn number(day: Day) -> i64 {
    let (year, month, day) = (i64::from(day.year()), i64::from(day.month()), i64::from(day.day_of_month()));
    // Years that begin in March put the leap day last.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + day - 1 - 719_468
}
