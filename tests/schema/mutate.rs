//! Good files that show every key and event of the specification, and every way in which one place of a file can be wrong.

use icc_arrest_risk::vocabulary::Attribute;
use toml::{Table, Value};

use crate::spec::{EVENT_KEYS, EventSpec, Holds, Key, Kind};
use crate::support;

/// Good files: the name by which the reader knows the kind, and what is in it.
pub fn samples() -> Vec<(&'static str, Table)> {
    let read = |path: &str| std::fs::read_to_string(support::root().join(path)).unwrap().parse().unwrap();
    let mut samples = vec![
        ("rulebook.toml", read("rules/rulebook.toml")),
        ("law/obstacle.toml", read("rules/law/obstacle.toml")),
        ("law/boarding.toml", LAW.parse().unwrap()),
        ("itinerary.toml", "person = \"p\"\nlegs = [{ destination = \"AA\", on = 2010-01-01, presence = \"transit\" }]".parse().unwrap()),
        ("itinerary.toml", "legs = [{ person = \"p\", destination = \"AA\", on = 2010-01-01 }]".parse().unwrap()),
    ];
    samples.extend(OVERLAYS.iter().map(|text| ("overlay.toml", text.parse().unwrap())));
    for (name, id, kind) in [
        ("sources/q.toml", "q", Kind::Source),
        ("case-law.toml", "q", Kind::Ruling),
        ("states/q.toml", "QQ", Kind::State),
        ("territories/q.toml", "QQ-1", Kind::Territory),
        ("situations/q.toml", "q", Kind::Situation),
        ("persons/q.toml", "q", Kind::Person),
    ] {
        let file = |thing: Table| Table::from_iter([(id.to_owned(), Value::Table(thing))]);
        samples.push((name, file(keys(kind.keys(), ""))));
        samples.extend(with_events(kind).into_iter().map(|thing| (name, file(thing))));
    }
    for warrant in with_events(Kind::Warrant) {
        let warrants = Table::from_iter([("w".to_owned(), Value::Table(warrant))]);
        let mut person = required(Kind::Person);
        person.insert("warrants".to_owned(), Value::Table(warrants));
        samples.push(("persons/q.toml", Table::from_iter([("q".to_owned(), Value::Table(person))])));
    }
    // The source may stand at the top of the file instead.
    let sourced = |(name, file): (&'static str, Table)| {
        let Value::Table(mut file) = unsourced(Value::Table(file)) else { unreachable!("a table stays one") };
        file.insert("source".to_owned(), text_value("s"));
        (name, file)
    };
    let facts = samples.iter().filter(|(name, _)| ["states/q.toml", "persons/q.toml", "case-law.toml"].contains(name));
    let more: Vec<_> = facts.cloned().map(sourced).collect();
    samples.extend(more);
    samples
}

/// Without any word on sources.
fn unsourced(value: Value) -> Value {
    match value {
        Value::Table(mut table) => {
            table.remove("source");
            table.remove("assumed");
            Value::Table(table.into_iter().map(|(key, value)| (key, unsourced(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(unsourced).collect()),
        other => other,
    }
}

/// A thing of this kind for each event, in which it alone happens.
fn with_events(kind: Kind) -> Vec<Table> {
    let thing = |event: Table| {
        let mut thing = required(kind);
        thing.insert("events".to_owned(), Value::Array(vec![Value::Table(event)]));
        thing
    };
    kind.events().iter().flat_map(events).map(thing).collect()
}

/// An event with all its keys; an unknown one for each attribute.
fn events(spec: &EventSpec) -> Vec<Table> {
    let attributes = spec.keys.iter().find(|key| key.name == "attribute").map(|key| key.holds);
    let Some(Holds::OneOf(attributes)) = attributes else { return vec![event(spec, "")] };
    attributes.iter().map(|attribute| event(spec, attribute)).collect()
}

fn event(spec: &EventSpec, attribute: &str) -> Table {
    let mut event = keys(spec.keys, attribute);
    event.extend(keys(EVENT_KEYS, attribute));
    event.insert("on".to_owned(), range());
    event.insert("what".to_owned(), text_value(spec.what));
    event
}

fn keys(keys: &[Key], attribute: &str) -> Table {
    keys.iter().map(|key| (key.name.to_owned(), value(key, attribute))).collect()
}

fn required(kind: Kind) -> Table {
    kind.keys().iter().filter(|key| key.required).map(|key| (key.name.to_owned(), value(key, ""))).collect()
}

fn text_value(text: &str) -> Value {
    Value::String(text.to_owned())
}

fn day() -> Value {
    Value::Datetime("2010-01-01".parse().unwrap())
}

fn range() -> Value {
    Value::Table(Table::from_iter([("earliest".to_owned(), day()), ("latest".to_owned(), day())]))
}

/// What a key may hold; `attribute` is the one that is unknown.
fn value(key: &Key, attribute: &str) -> Value {
    match key.holds {
        Holds::Texts if key.name == "among" => {
            let attribute = Attribute::ALL.iter().find(|other| other.name() == attribute).unwrap();
            Value::Array(attribute.labels()[..2].iter().map(|label| text_value(label)).collect())
        }
        Holds::OneOf(_) if key.name == "attribute" => text_value(attribute),
        Holds::Text => text_value("some text"),
        Holds::State => text_value("AA"),
        Holds::Person => text_value("ana"),
        Holds::Situation => text_value("x"),
        Holds::Texts => Value::Array(vec![text_value("some text")]),
        Holds::States => Value::Array(vec![text_value("AA")]),
        Holds::Sources => Value::Array(vec![text_value("s")]),
        Holds::TextByLanguage => Value::Table(Table::from_iter([("fr".to_owned(), text_value("du texte"))])),
        Holds::Day => day(),
        Holds::Flag => Value::Boolean(true),
        Holds::OneOf(words) => text_value(words[0]),
        Holds::WordByWord(words, values) => Value::Table(Table::from_iter([(words[0].to_owned(), text_value(values[0]))])),
        Holds::Stated => {
            Value::Table(Table::from_iter([("day".to_owned(), day()), ("differs_because".to_owned(), text_value("A reason."))]))
        }
    }
}

/// What stands in place of a value; a day only in place of a day, since a schema sees days as texts.
const WRONG: &str = r#"wrong = [true, 7, "zzz", " ", [], ["zzz"], [" "], [7], {}, { zzz = 1 }, { zzz = "zzz" }, [{ zzz = 1 }]]"#;
const NO_DAY: &str = "wrong = [2010-01-01T00:00:00, 2010-01-01T00:00:00Z, 07:30:00]";

/// Everything that differs from a value in one place: another value, a key too few, too many, or misspelt.
pub fn slips(value: &Value) -> Vec<Value> {
    let instead = |text: &str| text.parse::<Table>().unwrap()["wrong"].as_array().unwrap().clone();
    let mut slips = instead(WRONG);
    match value {
        Value::Table(table) => {
            for (key, inner) in table {
                let mut less = table.clone();
                less.remove(key);
                let mut misspelt = less.clone();
                misspelt.insert("zzz".to_owned(), inner.clone());
                slips.extend([Value::Table(less), Value::Table(misspelt)]);
                for slip in self::slips(inner) {
                    let mut other = table.clone();
                    other.insert(key.clone(), slip);
                    slips.push(Value::Table(other));
                }
            }
            let mut more = table.clone();
            more.insert("zzz".to_owned(), Value::Integer(1));
            slips.push(Value::Table(more));
        }
        Value::Array(items) => {
            for (place, inner) in items.iter().enumerate() {
                for slip in self::slips(inner) {
                    let mut other = items.clone();
                    other[place] = slip;
                    slips.push(Value::Array(other));
                }
            }
        }
        Value::Datetime(_) => slips.extend(instead(NO_DAY)),
        _ => {}
    }
    slips
}

/// A table as the text of a file.
pub fn text(table: &Table) -> String {
    table.iter().map(|(key, value)| format!("{} = {}\n", quoted(key), inline(value))).collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn inline(value: &Value) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::String(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(day) => day.to_string(),
        Value::Array(items) => format!("[{}]", joined(items.iter().map(inline).collect())),
        Value::Table(table) => {
            format!("{{{}}}", joined(table.iter().map(|(key, value)| format!("{} = {}", quoted(key), inline(value))).collect()))
        }
    }
}

const LAW: &str = r#"
decision = "boarding"
asks = "Who?"
conclusions = ["board", "refuse"]
[rule.a]
when = { membership = ["party"], basis = "bound", refer = "yes" }
then = "board"
ground = false
overrides = ["b", { then = "refuse" }]
law = ["Manual 1"]
because = { en = "So.", fr = "Ainsi." }
[rule.b]
when = { verdict = ["enforceable", "disputed"], home = "no" }
then = "refuse"
law = ["Manual 2"]
because = "So."
"#;

const OVERLAYS: &[&str] = &[
    r#"
base = "rulebook"
about = "What if?"
as_of = 2026-01-01
[sources.q]
title = "A page"
rank = "news"
[territories.TT]
of = "BB"
[rulings.ruling]
held = { third = "contested" }
"#,
    r#"
[states]
source = "s"
[states.AA]
names = { fr = "A" }
retract = [{ on = 2001-01-01, what = "deposited", by = "accession" }]
events = [
  { on = 2002-01-01, what = "deposited", by = "ratification", instead_of = { earliest = 2001-01-01, latest = 2001-02-01 } },
  { on = 2003-01-01, what = "unknown", attribute = "agreement", with = "BB" },
]
[states.CC]
retract = true
"#,
    r#"
[situations.x]
events = [{ on = 2009-01-01, what = "referred", by = ["AA"] }, { on = 2009-01-01, what = "accepted", by = "AA" }]
retract = [{ on = 2009-01-01, what = "investigation-opened" }]
[persons.ana]
nationality = ["AA"]
[persons.ana.warrants.w]
offence = "core"
retract = [{ on = 2010-01-01, what = "requested", of = "AA" }]
"#,
    r#"
[law.basis.rule.state-party]
retract = true
[law.obstacle.rule.q]
when = { home = "yes" }
then = "disputed"
objection = "immunity"
standing = "open"
overrides = [{ then = "none" }]
law = ["RS 27"]
because = "So."
[law.boarding]
asks = "Who?"
conclusions = ["board"]
[law.boarding.rule.a]
when = { verdict = "disputed" }
then = "board"
law = ["Manual 1"]
because = "So."
"#,
    r#"
[[expect]]
person = "ana"
destination = "AA"
on = 2020-01-01
known_at = 2020-01-01
presence = "transit"
verdict = "enforceable"
duty = ["arrest", "disputed"]
risk = "low"
membership = "party"
warrant = ["outstanding"]
strongest = "w"
decisive = ["basis/state-party"]
defeated = []
citations = ["RS 27"]
decisions = { boarding = ["board"] }
objections = { immunity = "rejected" }
lifetime = { from = 2020-01-01, until = 2021-01-01 }
verdict_lifetime = {}
"#,
];
