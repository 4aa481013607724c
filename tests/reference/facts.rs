//! The fact files as raw events, read with nothing but a TOML parser.

use std::collections::BTreeMap;
use std::path::Path;

use toml::{Table, Value};

use crate::calendar::Date;

#[derive(Debug)]
pub struct Event {
    pub what: String,
    pub earliest: Date,
    pub latest: Date,
    pub certain: bool,
    pub known: Date,
    /// `by`, `of` or `with`, where it names one state.
    pub state: Option<String>,
    /// `binds`.
    pub binds: Vec<String>,
    pub office: Option<String>,
    pub attribute: Option<String>,
    pub among: Vec<String>,
    pub sealed: bool,
    pub until: Option<Date>,
    pub effective: Option<Date>,
    pub stated: Option<Date>,
}

impl Event {
    /// Whether its day, its value or that it happened at all is open.
    pub fn is_open(&self) -> bool {
        !self.certain || self.earliest != self.latest || self.what == "unknown"
    }

    /// Done in confidence: nobody outside hears of it on that day.
    fn is_secret(&self) -> bool {
        self.sealed || self.what == "requested" || self.what == "not-requested"
    }
}

#[derive(Debug)]
pub struct Situation {
    pub states: Vec<String>,
    pub events: Vec<Event>,
}

#[derive(Debug)]
pub struct Warrant {
    pub situation: String,
    pub offence: String,
    pub events: Vec<Event>,
}

#[derive(Debug)]
pub struct Person {
    pub nationality: Vec<String>,
    pub events: Vec<Event>,
    pub warrants: BTreeMap<String, Warrant>,
}

#[derive(Debug)]
pub struct Territory {
    pub of: String,
    pub events: Vec<Event>,
}

#[derive(Debug)]
pub struct Ruling {
    pub on: Date,
    pub known: Date,
    pub held: BTreeMap<String, String>,
}

#[derive(Debug)]
pub struct Facts {
    pub states: BTreeMap<String, Vec<Event>>,
    pub territories: BTreeMap<String, Territory>,
    pub situations: BTreeMap<String, Situation>,
    pub persons: BTreeMap<String, Person>,
    /// By day.
    pub rulings: Vec<Ruling>,
}

impl Facts {
    pub fn read(rules: &Path) -> Self {
        let mut rulings: Vec<Ruling> = tables(&rules.join("case-law.toml")).map(|(_, table)| ruling(&table)).collect();
        rulings.sort_by_key(|ruling| ruling.on);
        Self {
            states: folder(rules, "states", |table| events(&table)),
            territories: folder(rules, "territories", |table| Territory { of: text(&table, "of").unwrap(), events: events(&table) }),
            situations: folder(rules, "situations", |table| Situation { states: texts(&table, "states"), events: events(&table) }),
            persons: folder(rules, "persons", |table| person(&table)),
            rulings,
        }
    }
}

fn folder<T>(rules: &Path, name: &str, make: impl Fn(Table) -> T) -> BTreeMap<String, T> {
    let files = std::fs::read_dir(rules.join(name)).unwrap().map(|entry| entry.unwrap().path());
    files.flat_map(|path| tables(&path)).map(|(id, table)| (id, make(table))).collect()
}

/// The things of a file; what stands beside them (a source for all) is no table.
fn tables(path: &Path) -> impl Iterator<Item = (String, Table)> + use<> {
    let file: Table = std::fs::read_to_string(path).unwrap().parse().unwrap();
    file.into_iter().filter_map(|(id, value)| Some((id, value.as_table()?.clone())))
}

fn person(table: &Table) -> Person {
    let warrants = table.get("warrants").and_then(Value::as_table).into_iter().flatten();
    let warrants = warrants.map(|(id, value)| {
        let table = value.as_table().unwrap();
        let (situation, offence) = (text(table, "situation").unwrap(), text(table, "offence").unwrap());
        (id.clone(), Warrant { situation, offence, events: secrets_come_out(events(table), table) })
    });
    Person { nationality: texts(table, "nationality"), events: events(table), warrants: warrants.collect() }
}

fn ruling(table: &Table) -> Ruling {
    let on = day(table, "on").unwrap();
    let held = table["held"].as_table().unwrap().iter();
    let held = held.map(|(kind, value)| (kind.clone(), value.as_str().unwrap().to_owned())).collect();
    Ruling { on, known: day(table, "known").unwrap_or(on), held }
}

fn events(table: &Table) -> Vec<Event> {
    let list = table.get("events").and_then(Value::as_array).into_iter().flatten();
    list.map(|value| event(value.as_table().unwrap())).collect()
}

fn event(table: &Table) -> Event {
    let (earliest, latest) = match &table["on"] {
        Value::Table(range) => (day(range, "earliest").unwrap(), day(range, "latest").unwrap()),
        _ => (day(table, "on").unwrap(), day(table, "on").unwrap()),
    };
    Event {
        what: text(table, "what").unwrap(),
        earliest,
        latest,
        certain: flag(table, "certain").unwrap_or(true),
        known: day(table, "known").unwrap_or(latest),
        state: ["by", "of", "with"].iter().find_map(|key| text(table, key)),
        binds: texts(table, "binds"),
        office: text(table, "office"),
        attribute: text(table, "attribute"),
        among: texts(table, "among"),
        sealed: flag(table, "sealed").unwrap_or(false),
        until: day(table, "until"),
        effective: day(table, "effective"),
        stated: table.get("stated").and_then(Value::as_table).and_then(|stated| day(stated, "day")),
    }
}

/// What is done under seal becomes public with the first later event of the warrant that is not secret.
fn secrets_come_out(mut events: Vec<Event>, table: &Table) -> Vec<Event> {
    let said: Vec<bool> = table["events"].as_array().unwrap().iter().map(|event| event.get("known").is_some()).collect();
    let days: Vec<Option<Date>> = events
        .iter()
        .map(|secret| {
            let later = events.iter().filter(|other| !other.is_secret() && other.latest >= secret.latest);
            later.map(|other| other.known).min().filter(|_| secret.is_secret())
        })
        .collect();
    for ((event, said), day) in events.iter_mut().zip(said).zip(days) {
        if let (false, Some(day)) = (said, day) {
            event.known = day;
        }
    }
    events
}

fn text(table: &Table, key: &str) -> Option<String> {
    Some(table.get(key)?.as_str()?.to_owned())
}

fn texts(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Value::as_array).into_iter().flatten();
    list.map(|value| value.as_str().unwrap().to_owned()).collect()
}

fn flag(table: &Table, key: &str) -> Option<bool> {
    table.get(key)?.as_bool()
}

fn day(table: &Table, key: &str) -> Option<Date> {
    Some(Date::parse(&table.get(key)?.as_datetime()?.to_string()))
}
