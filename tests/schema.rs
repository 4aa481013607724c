//! The schemas for editors under `rules/schema`: made of the reader's own specification, and held against the reader.
//!
//! `REWRITE=1 cargo test --test schema` writes them anew.

#[path = "schema/generate.rs"]
mod generate;
#[path = "schema/mutate.rs"]
mod mutate;
#[allow(dead_code, reason = "shared with the reader, which uses the rest")]
#[path = "../src/rulebook/spec.rs"]
mod spec;
mod support;

use std::collections::BTreeMap;

use icc_arrest_risk::rulebook::{Code, Diagnostic};
use icc_arrest_risk::{Draft, Itinerary, Overlay};
use jsonschema::Validator;
use serde_json::Value;

/// Problems of shape: a schema sees them.
const SHAPE: &[Code] =
    &[Code::FormatVersion, Code::UnknownKey, Code::MissingKey, Code::WrongType, Code::UnknownValue, Code::WrongConclusions];

/// Problems for which a schema has no eye: of days, order, references, proofs, and of files as such.
const BEYOND: &[Code] = &[
    Code::Unreadable,
    Code::HiddenCharacter,
    Code::Empty,
    Code::UnexpectedFile,
    Code::BadDay,
    Code::Duplicate,
    Code::UnknownState,
    Code::UnknownPerson,
    Code::UnknownSituation,
    Code::UnknownSource,
    Code::UnknownRule,
    Code::Contradiction,
    Code::StatedDayDiffers,
    Code::AfterAsOf,
    Code::MissingDecision,
    Code::DecisionCycle,
    Code::TableTooLarge,
    Code::OverrideCycle,
    Code::TableGap,
    Code::TableConflict,
    Code::RuleNeverFires,
    Code::RuleAlwaysDefeated,
    Code::IdleOverride,
    Code::NothingToRetract,
    Code::Expectation,
];

/// Problems of a file that is no TOML: no schema is ever asked.
const NO_TOML: &[Code] = &[Code::Syntax, Code::NotUtf8, Code::Limit];

/// Words of messages that share a code of shape, but may speak of what is written elsewhere: the conclusions and decisions of the author's
/// own, and whether the thing that an overlay names is there already. And a schema takes a day in quotes for a day.
const ELSEWHERE: &[&str] =
    &["unknown conclusion `", "unknown attribute `", "unknown decision `", " is new and lacks the key `", " must be a day, not a text"];

/// Problems after which the reader looks no further into a decision, where a schema does.
const HIDES_OTHERS: &[Code] = &[Code::DecisionCycle, Code::Duplicate];

/// Holds what the reader says of a file against what its schema says: whether both see the same shape.
#[track_caller]
fn compare(what: &str, text: &str, problems: &[Diagnostic], validator: &Validator) -> bool {
    let complaints = complaints(validator, parse(text).unwrap());
    let elsewhere = |problem: &Diagnostic| ELSEWHERE.iter().any(|words| problem.message().contains(words));
    let must = problems.iter().any(|problem| SHAPE.contains(&problem.code()) && !elsewhere(problem));
    let may = must || problems.iter().any(|problem| elsewhere(problem) || HIDES_OTHERS.contains(&problem.code()));
    let agree = if complaints.is_empty() { !must } else { may };
    let problems: String = problems.iter().map(|problem| format!("{}: {}\n", problem.code(), problem.message())).collect();
    assert!(agree, "{what}\n{text}\nreader:\n{problems}\nschema: {complaints:#?}");
    complaints.is_empty()
}

/// The schemas by name, compiled.
fn validators() -> BTreeMap<&'static str, Validator> {
    generate::all().into_iter().map(|(name, schema)| (name, jsonschema::draft7::new(&schema).unwrap())).collect()
}

/// The schema of a file of a rulebook, by the name of the file.
fn schema_of(name: &str) -> &'static str {
    match name.split_once('/').map_or(name, |(folder, _)| folder) {
        "rulebook.toml" => "rulebook.json",
        "case-law.toml" => "case-law.json",
        "sources.toml" | "sources" => "sources.json",
        "law" => "law.json",
        "states" => "states.json",
        "territories" => "territories.json",
        "situations" => "situations.json",
        "persons" => "persons.json",
        "overlay.toml" => "overlay.json",
        "itinerary.toml" => "itinerary.json",
        _ => panic!("no schema for {name}"),
    }
}

/// TOML as a language server shows it to a schema: days are texts.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(day) => Value::String(day.to_string()),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

fn parse(text: &str) -> Option<toml::Table> {
    text.trim_start_matches('\u{feff}').parse().ok()
}

fn complaints(validator: &Validator, table: toml::Table) -> Vec<String> {
    let complaint = |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    validator.iter_errors(&json(toml::Value::Table(table))).map(complaint).collect()
}

#[test]
fn the_schemas_are_those_of_the_specification() {
    let folder = support::root().join("rules/schema");
    let text = |(name, schema): (&str, Value)| (name.to_owned(), generate::text_of(&schema).into_bytes());
    let made: BTreeMap<String, Vec<u8>> = generate::all().into_iter().map(text).collect();
    if std::env::var_os("REWRITE").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        made.iter().for_each(|(name, text)| std::fs::write(folder.join(name), text).unwrap());
    }
    let shipped = support::files(&folder);
    let differ: Vec<&String> = made.keys().chain(shipped.keys()).filter(|name| made.get(*name) != shipped.get(*name)).collect();
    assert!(differ.is_empty(), "{differ:?} differ; REWRITE=1 cargo test --test schema writes them anew");
}

/// The TOML files that ship below a folder, each with the name by which its kind is known.
fn shipped() -> Vec<(String, String, Vec<u8>)> {
    let folders = [
        ("rules", ""),
        ("examples/scenarios", "overlay.toml"),
        ("examples/policies", "overlay.toml"),
        ("tests/scenarios", "overlay.toml"),
        ("examples/itineraries", "itinerary.toml"),
    ];
    let mut shipped = Vec::new();
    for (folder, kind) in folders {
        for (name, bytes) in support::files(&support::root().join(folder)) {
            // The journeys of the record are no part of a rulebook, and their form is that of the example that reads them.
            if name.ends_with(".toml") && name != "record/trips.toml" {
                let kind = if kind.is_empty() { name.trim_start_matches("record/").to_owned() } else { kind.to_owned() };
                shipped.push((format!("{folder}/{name}"), kind, bytes));
            }
        }
    }
    shipped
}

#[test]
fn every_shipped_file_names_its_schema_and_is_valid() {
    let validators = validators();
    for (path, kind, bytes) in shipped() {
        let text = String::from_utf8(bytes).unwrap();
        let schema = schema_of(&kind);
        let up = "../".repeat(path.matches('/').count() - 1);
        let place = match path.starts_with("rules/") {
            true if up.is_empty() => format!("./schema/{schema}"),
            true => format!("{up}schema/{schema}"),
            false => format!("../{up}rules/schema/{schema}"),
        };
        let line = text.lines().next().unwrap();
        assert_eq!(line, format!("#:schema {place}"), "the first line of {path}");
        assert!(support::root().join(&path).parent().unwrap().join(place).is_file(), "{path}");
        let complaints = complaints(&validators[schema], parse(&text).unwrap());
        assert!(complaints.is_empty(), "{path}: {complaints:#?}");
    }
}

#[test]
fn every_code_is_on_one_side() {
    for code in Code::ALL {
        let sides = [SHAPE, BEYOND, NO_TOML].into_iter().filter(|side| side.contains(code)).count();
        assert_eq!(sides, 1, "is `{code}` a problem of shape, which a schema must see?");
    }
}

/// The problems that the reader has with a file that replaces or joins others.
fn problems(below: &support::Files, name: &str, text: &[u8]) -> Vec<Diagnostic> {
    let draft = || {
        let below = below.iter().filter(|(other, _)| *other != name && *other != "overlay.toml");
        let own = (!["overlay.toml", "itinerary.toml"].contains(&name)).then_some((name, text));
        Draft::from_files(below.map(|(name, bytes)| (name.as_str(), bytes.as_slice())).chain(own))
    };
    let error = match name {
        "overlay.toml" => Overlay::read(name, text).run(&draft()).err(),
        "itinerary.toml" => Itinerary::read(name, text).err(),
        _ => draft().check().err(),
    };
    let problems = error.iter().flat_map(|error| error.diagnostics());
    problems.filter(|problem| problem.place().is_some_and(|place| place.file() == name)).cloned().collect()
}

#[test]
fn a_bad_file_is_bad_to_its_schema_where_the_shape_is() {
    let validators = validators();
    let bad = support::root().join("tests/bad");
    let (mut whole, mut broken) = (0, 0);
    for dir in std::fs::read_dir(&bad).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir() && !path.ends_with("base")) {
        let own = support::files(&dir);
        let mut files = support::base();
        files.extend(own.clone());
        for (name, bytes) in own.iter().filter(|(name, _)| name.ends_with(".toml")) {
            let text = String::from_utf8_lossy(bytes);
            let problems = problems(&files, name, bytes);
            let unread = |problem: &Diagnostic| problem.code() == Code::UnexpectedFile || NO_TOML.contains(&problem.code());
            if !problems.iter().any(unread) {
                let valid = compare(&format!("{}/{name}", dir.display()), &text, &problems, &validators[schema_of(name)]);
                *(if valid { &mut whole } else { &mut broken }) += 1;
            }
        }
    }
    assert!(broken >= 25 && whole >= 50, "{broken} broken, {whole} whole");
}

/// Every file that differs from a good one in one place.
#[test]
fn reader_and_schema_agree_on_every_slip() {
    let validators = validators();
    let below: support::Files = support::base().into_iter().filter(|(name, _)| !name.starts_with("law/")).collect();
    let (mut whole, mut broken) = (0, 0);
    for (name, good) in mutate::samples() {
        let validator = &validators[schema_of(name)];
        let text = mutate::text(&good);
        assert!(compare(name, &text, &problems(&below, name, text.as_bytes()), validator), "{name} is good:\n{text}");
        for slip in mutate::slips(&toml::Value::Table(good)) {
            let toml::Value::Table(slip) = slip else { continue };
            let text = mutate::text(&slip);
            let valid = compare(name, &text, &problems(&below, name, text.as_bytes()), validator);
            *(if valid { &mut whole } else { &mut broken }) += 1;
        }
    }
    println!("{whole} whole, {broken} broken");
    assert!(whole > 1000 && broken > 1000, "{whole} whole, {broken} broken");
}

#[test]
fn the_line_that_names_the_schema_is_a_comment() {
    let files = support::files(&support::root().join("rules"));
    let rules = files.into_iter().filter(|(name, _)| name.ends_with(".toml") && !name.starts_with("record/"));
    let bare = |(name, bytes): (String, Vec<u8>)| {
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        (name, bytes[end..].to_vec())
    };
    assert_eq!(Draft::from_files(rules.map(bare)).to_files(), Draft::embedded().to_files());
    // The folder of the schemas is no part of a rulebook, whatever lies in it.
    let folder = support::Folder::of(&support::base());
    folder.write("schema/states.toml", "no rules = at all");
    folder.write("schema/states.json", "{}");
    assert!(Draft::from_dir(folder.path()).check().is_ok());
}
