//! The shipped facts against counts that others have published, and the order of the files.

use std::collections::{BTreeMap, BTreeSet};

use icc_arrest_risk::vocabulary::{Attribute, Label, Signature, Term, Warrant};
use icc_arrest_risk::{Day, Engine};
use toml::{Table, Value};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The shipped files below a folder of the rules, parsed; by name.
fn files(folder: &str) -> BTreeMap<String, Table> {
    let dir = format!("{}/rules/{folder}", env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path());
    let tables = entries.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    tables
        .map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap().parse().unwrap()))
        .collect()
}

/// The codes of the states, by the name of their file.
fn groups() -> BTreeMap<String, Vec<String>> {
    files("states")
        .into_iter()
        .map(|(name, table)| (name, table.into_iter().filter(|(_, value)| value.is_table()).map(|(code, _)| code).collect()))
        .collect()
}

fn states() -> Vec<String> {
    groups().into_values().flatten().collect()
}

fn labels(code: &str, on: &str) -> Vec<Label> {
    Engine::embedded().assess("putin", code, day(on)).unwrap().membership().possible().to_vec()
}

/// How many states stand as one of these on a day. A label that is not settled counts where every possibility is one of them.
fn count(codes: &[String], on: &str, wanted: &[Label]) -> usize {
    codes.iter().filter(|code| labels(code, on).iter().all(|label| wanted.contains(label))).count()
}

const BOUND: [Label; 2] = [Label::Party, Label::Withdrawing];
const DEPOSITED: [Label; 3] = [Label::Deposited, Label::Party, Label::Withdrawing];

/// Instruments deposited and in effect or about to be: what press releases count as "States Parties" on the day of a deposit.
#[test]
fn instruments_deposited_at_known_days() {
    for (on, expected, who) in [
        ("2002-02-05", 52, "UN News, February 2002: eight short of 60"),
        ("2002-04-10", 56, "UN note to correspondents 5725 of 10 April 2002"),
        ("2002-04-11", 66, "the same, and the ten of the ceremony as named by Amnesty International"),
        ("2003-05-12", 90, "Reuters, 12 June 2003: Lithuania the 90th"),
        ("2009-07-21", 110, "International and Comparative Law Quarterly 59 (2010), note 2"),
        ("2010-10-12", 114, "UN News: Moldova"),
        ("2011-06-24", 116, "UN press conference: Tunisia"),
        ("2011-09-21", 118, "the Court: Maldives"),
        ("2011-10-10", 119, "UN News: Cape Verde"),
        ("2011-12-02", 120, "the Court: Vanuatu"),
        ("2012-04-02", 121, "ICC-CPI-20120403-PR783: Guatemala"),
        ("2013-02-15", 122, "the Assembly, PR873: Côte d'Ivoire"),
        ("2015-01-02", 123, "the President of the Assembly, 7 January 2015: Palestine"),
        ("2016-03-03", 124, "Parliamentarians for Global Action: El Salvador"),
    ] {
        assert_eq!(count(&states(), on, &DEPOSITED), expected, "{on}: {who}");
    }
}

/// States for which the Statute is in force.
#[test]
fn parties_at_known_days() {
    for (on, expected, who) in [
        ("2016-10-18", 124, "the Assembly, PR1244"),
        ("2017-10-27", 123, "Burundi is out"),
        ("2019-03-17", 122, "an encyclopaedia of March 2019: the Philippines are out"),
        ("2020-02-01", 123, "Coalition for the International Criminal Court: Kiribati"),
        ("2024-02-01", 124, "the Court: Armenia"),
        ("2025-01-01", 125, "the Court: Ukraine"),
        ("2026-10-02", 125, "the Assembly's list"),
    ] {
        assert_eq!(count(&states(), on, &BOUND), expected, "{on}: {who}");
    }
}

/// The Assembly's list of 2 October 2026 by regional group.
#[test]
fn parties_by_regional_group() {
    let groups = groups();
    let expected = [
        ("africa", 33),
        ("asia-pacific", 19),
        ("eastern-europe", 20),
        ("latin-america-and-caribbean", 28),
        ("western-europe-and-others", 25),
    ];
    assert_eq!(groups.len(), expected.len());
    for (group, parties) in expected {
        assert_eq!(count(&groups[group], "2026-10-02", &BOUND), parties, "{group}");
    }
    assert_eq!(
        states().len(),
        193 + 6,
        "the members of the United Nations, the Holy See, Palestine, the Cook Islands, Niue, Kosovo, Taiwan"
    );
}

/// 139 states had signed when signature closed (UN note to correspondents 5725); four have since declared that they will not join.
#[test]
fn signatures() {
    let signed = |on: &str, wanted: &[Signature]| {
        let of = |code: &String| {
            let report = Engine::embedded().assess("putin", code, day(on)).unwrap().strongest().report();
            let value = report.values.into_iter().find(|value| value.attribute == Attribute::Signature).unwrap().value;
            wanted.iter().any(|wanted| value == [wanted.label()])
        };
        states().iter().filter(|code| of(code)).count()
    };
    assert_eq!(signed("2000-12-31", &[Signature::Signed]), 139);
    for (on, renounced) in
        [("2002-05-05", 0), ("2002-05-06", 1), ("2002-08-28", 2), ("2008-08-26", 3), ("2016-11-30", 4), ("2026-11-23", 4)]
    {
        assert_eq!(signed(on, &[Signature::Renounced]), renounced, "{on}");
        assert_eq!(signed(on, &[Signature::Signed, Signature::Renounced]), 139, "a renounced signature stays listed");
    }
}

/// "The Court Today", ICC-PIDS-TCT-01-001/10, February 2010: 13 warrants, one of them withdrawn after a death; four suspects in the
/// Court's custody, eight at large; and one summons (Abu Garda), which is no warrant.
#[test]
fn persons_by_stage_in_february_2010() {
    let on = day("2010-02-15");
    let engine = Engine::embedded().known_at(on);
    let book = engine.rulebook();
    let mut stages: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for person in book.persons() {
        let answer = engine.assess(&person.id, "KG", on).unwrap();
        let statuses: Vec<Warrant> = answer.evaluations().map(|evaluation| evaluation.warrant().settled().unwrap()).collect();
        // Whoever had a second warrant by then counts once: a first one that was replaced is no end of the matter.
        let at_court = statuses.iter().find(|status| **status == Warrant::Surrendered);
        let status = at_court.or(statuses.iter().max()).unwrap();
        stages.entry(status.to_string()).or_default().push(&person.id);
    }
    let count = |stage: &str| stages.get(stage).map_or(0, Vec::len);
    assert_eq!(count("surrendered"), 4, "{stages:?}");
    assert_eq!(count("outstanding"), 8, "{stages:?}");
    assert_eq!(count("ended"), 1, "{stages:?}");
    assert_eq!(count("sealed") + count("arrested"), 0, "{stages:?}");
}

/// A source is used by a fact, or by a comment on one; rules cite instruments as `RS 89(1)`.
#[test]
fn every_source_is_used_and_read() {
    let mut texts = String::new();
    for folder in ["", "states", "territories", "situations", "persons"] {
        let dir = format!("{}/rules/{folder}", env!("CARGO_MANIFEST_DIR"));
        let entries = std::fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_file()).for_each(|path| texts += &std::fs::read_to_string(path).unwrap());
    }
    let words: BTreeSet<&str> = texts.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).collect();
    let sources = Engine::embedded().rulebook().sources();
    let instruments = ["rome-statute", "vclt", "un-charter", "icc-rpe"];
    let idle: Vec<&str> =
        sources.iter().map(|source| source.id.as_str()).filter(|id| !words.contains(id) && !instruments.contains(id)).collect();
    assert_eq!(idle, [""; 0], "sources that nothing uses");
    let as_of = Engine::embedded().rulebook().as_of();
    for source in sources {
        assert!(
            !source.at.trim().is_empty() && source.read >= day("2025-01-01") && source.read <= as_of.plus_days(60).unwrap(),
            "{}",
            source.id
        );
    }
}

fn has_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Table(table) => table.contains_key(key) || table.iter().any(|(_, value)| has_key(value, key)),
        Value::Array(list) => list.iter().any(|value| has_key(value, key)),
        _ => false,
    }
}

#[test]
fn no_fact_is_assumed() {
    for folder in ["", "states", "territories", "situations", "persons"] {
        for (name, table) in files(folder) {
            assert!(!has_key(&Value::Table(table), "assumed"), "{folder}/{name}");
        }
    }
}

/// Every id, name and alias leads to one thing, whatever the script.
#[test]
fn names_are_unique() {
    let book = Engine::embedded().rulebook();
    let engine = Engine::embedded();
    for person in book.persons() {
        for name in [&person.id, &person.name].into_iter().chain(person.names.values()).chain(&person.aliases) {
            let found = engine.assess(name, "KG", book.as_of()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(found.person().id, person.id, "{name}");
        }
    }
    for destination in book.destinations() {
        for name in [&destination.id, &destination.name].into_iter().chain(destination.names.values()).chain(&destination.aliases) {
            let found = engine.assess("putin", name, book.as_of()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(found.destination().id, destination.id, "{name}");
        }
    }
}

#[test]
fn every_state_and_person_has_an_arabic_name() {
    let book = Engine::embedded().rulebook();
    let arabic = |name: &str| name.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c));
    for thing in book.destinations().chain(book.persons()).chain(book.situations()) {
        assert!(thing.names.get("ar").is_some_and(|name| arabic(name)), "{}", thing.id);
    }
}
