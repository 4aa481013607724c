//! The rules and the facts changed on purpose, in every small way that a slip of the hand could take: what would notice?
//!
//! A mutant is noticed where the load refuses it, where a scenario or a spot check fails, and of the facts, where the list of all answers
//! comes out otherwise. One that nothing of this notices must leave every answer as it is.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use icc_arrest_risk::vocabulary::{Attribute, Presence};
use icc_arrest_risk::{Day, Draft, Engine, Overlay};
use support::answers::{Said, said};
use support::{Files, words};
use toml::Value;

/// A changed law: what was changed, and the overlay that does it.
struct Mutant {
    rule: String,
    what: String,
    overlay: String,
}

/// A value in one line of TOML.
fn line(value: &Value) -> String {
    match value {
        // The strings of JSON are strings of TOML.
        Value::String(text) => serde_json::to_string(text).unwrap(),
        Value::Array(items) => format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", ")),
        Value::Table(table) => {
            format!("{{ {} }}", table.iter().map(|(key, value)| format!("{key} = {}", line(value))).collect::<Vec<_>>().join(", "))
        }
        Value::Boolean(flag) => flag.to_string(),
        other => unreachable!("{other:?} in a rule"),
    }
}

fn list(words: &[String]) -> Value {
    Value::Array(words.iter().cloned().map(Value::String).collect())
}

/// Every rule removed, every override dropped, every condition widened and narrowed, every conclusion exchanged.
fn mutants() -> Vec<Mutant> {
    let law = support::law();
    let conclusions: BTreeMap<&str, Vec<String>> = law.iter().map(|(name, table)| (name.as_str(), words(&table["conclusions"]))).collect();
    let attributes = Attribute::ALL.iter().map(|attribute| (attribute.name(), attribute.labels().into_iter().map(str::to_owned).collect()));
    let values: BTreeMap<&str, Vec<String>> = attributes.chain(conclusions.clone()).collect();
    let mut mutants = Vec::new();
    for (decision, table) in &law {
        let rules = table["rule"].as_table().unwrap();
        for (id, rule) in rules {
            let rule = rule.as_table().unwrap();
            let mut push = |what: String, overlay: String| {
                let overlay = format!("[law.{decision}.rule.{id}]\n{overlay}");
                mutants.push(Mutant { rule: id.clone(), what: format!("{decision}/{id}: {what}"), overlay });
            };
            let changed = |key: &str, value: Value| {
                let mut rule = rule.clone();
                rule.insert(key.to_owned(), value);
                rule.iter().map(|(key, value)| format!("{key} = {}\n", line(value))).collect::<String>()
            };
            push("removed".to_owned(), "retract = true".to_owned());
            let when = rule["when"].as_table().unwrap();
            for (name, held) in when {
                let held = words(held);
                let mut with = |what: &str, value: Option<Vec<String>>| {
                    let mut when = when.clone();
                    match value {
                        Some(value) => drop(when.insert(name.clone(), list(&value))),
                        None => drop(when.remove(name)),
                    }
                    push(format!("{name} {what}"), changed("when", Value::Table(when)));
                };
                with("does not matter", None);
                for value in &values[name.as_str()] {
                    match held.contains(value) {
                        false => with(&format!("may also be {value}"), Some([held.clone(), vec![value.clone()]].concat())),
                        true if held.len() > 1 => {
                            with(&format!("may not be {value}"), Some(held.iter().filter(|other| *other != value).cloned().collect()))
                        }
                        // Without its only value the rule is gone.
                        true => {}
                    }
                }
            }
            let then = rule["then"].as_str().unwrap();
            for other in conclusions[decision.as_str()].iter().filter(|other| *other != then) {
                push(format!("concludes {other}"), changed("then", Value::String(other.clone())));
            }
            let overrides = rule.get("overrides").and_then(Value::as_array).cloned().unwrap_or_default();
            for (place, dropped) in overrides.iter().enumerate() {
                let mut left = overrides.clone();
                left.remove(place);
                push(format!("does not override {}", line(dropped)), changed("overrides", Value::Array(left.clone())));
                // One rule of those that an override means as a whole.
                let Some(then) = dropped.get("then") else { continue };
                let meant: Vec<&String> =
                    rules.iter().filter(|(other, rule)| *other != id && rule.get("then") == Some(then)).map(|(id, _)| id).collect();
                for spared in meant.iter().filter(|_| meant.len() > 1) {
                    let named = meant.iter().filter(|other| *other != spared).map(|other| Value::String((*other).clone()));
                    push(
                        format!("does not override {spared}"),
                        changed("overrides", Value::Array(left.iter().cloned().chain(named).collect())),
                    );
                }
            }
        }
    }
    mutants
}

/// Whether a scenario fails; those that name the rule are asked first, for they are the likeliest.
fn fails_one(scenarios: &[(String, Overlay)], draft: &Draft, mutant: &Mutant) -> bool {
    let mut order: Vec<&(String, Overlay)> = scenarios.iter().collect();
    order.sort_by_key(|(text, _)| !text.contains(&mutant.rule));
    order.iter().any(|(_, scenario)| scenario.run(draft).is_err())
}

#[test]
fn no_rule_changes_unnoticed() {
    let base = Draft::embedded();
    let book = Engine::embedded().rulebook();
    let (scenarios, mutants) = (support::scenarios(), mutants());
    let (mut refused, mut failed, mut alike, mut by_other_rules) = (0, 0, 0, 0);
    let mut unnoticed = String::new();
    for mutant in &mutants {
        let draft = base.with(&Overlay::read("mutant", &mutant.overlay));
        let Ok(changed) = draft.check() else {
            refused += 1;
            continue;
        };
        let divergences = book.divergences(&changed).unwrap();
        match divergences.iter().find(|divergence| divergence.is_substantial()) {
            None if divergences.is_empty() => {
                assert!(!fails_one(&scenarios, &draft, mutant), "{} is said to change nothing", mutant.what);
                alike += 1;
            }
            None => by_other_rules += 1,
            Some(_) if fails_one(&scenarios, &draft, mutant) => failed += 1,
            Some(divergence) => _ = writeln!(unnoticed, "{}: {divergence}", mutant.what),
        }
    }
    println!("{} changed laws: {refused} refused by the load, {failed} fail a scenario", mutants.len());
    println!("of the others {by_other_rules} conclude the same by other rules, and {alike} say the same in other words");
    assert!(unnoticed.is_empty(), "another conclusion, and nothing notices:\n{unnoticed}");
}

/// A file with one event a day off.
struct Shifted {
    file: String,
    /// The event as it stands, from its day on.
    line: String,
    text: String,
}

/// Every event of the shipped facts a day earlier and a day later.
fn shifted(files: &Files) -> Vec<Shifted> {
    const ON: &str = "{ on = ";
    let mut shifted = Vec::new();
    for (file, bytes) in files.iter().filter(|(file, _)| !file.starts_with("law/") && !file.starts_with("sources/")) {
        let text = std::str::from_utf8(bytes).unwrap();
        for (start, _) in text.match_indices(ON) {
            let line = text[start + ON.len()..].lines().next().unwrap();
            // A day, or `{ earliest = …, latest = … }`.
            let end = if line.starts_with('{') { line.find('}').unwrap() } else { "2000-01-01".len() };
            for moved in [Day::previous, Day::next] {
                let word = |word: &str| {
                    let bare = word.trim_end_matches([' ', ',']);
                    bare.parse().map_or(word.to_owned(), |day| word.replace(bare, &moved(day).unwrap().to_string()))
                };
                let on: String = line[..end].split_inclusive(' ').map(word).collect();
                let text = format!("{}{ON}{on}{}", &text[..start], &text[start + ON.len() + end..]);
                shifted.push(Shifted { file: file.clone(), line: line.to_owned(), text });
            }
        }
    }
    shifted
}

/// For each person and each destination the stretches of days with one answer, whatever rules decided.
fn answers(engine: &Engine) -> impl Iterator<Item = Vec<(Option<Day>, Said)>> + '_ {
    let pairs = engine.person_ids().flat_map(|person| engine.destination_ids().map(move |destination| (person, destination)));
    pairs.map(|(person, destination)| {
        engine.quick_stretches(person, destination, Presence::Visit).map(|stretch| (stretch.from, said(stretch.quick))).collect()
    })
}

/// Moves every `step`th event.
fn move_events(step: usize) {
    let files = support::shipped();
    let base: Vec<_> = answers(Engine::embedded()).collect();
    let spot_checks = Overlay::from_file(support::root().join("tests/scenarios/facts-spot-checks.toml")).unwrap();
    let pinned = support::answers::pinned();
    let (mut refused, mut same, mut spotted, mut by_the_list) = (0, 0, 0, 0);
    let mut unnoticed = String::new();
    for shifted in shifted(&files).into_iter().step_by(step) {
        let mut files = files.clone();
        files.insert(shifted.file.clone(), shifted.text.into_bytes());
        let draft = Draft::from_files(files);
        let Ok(book) = draft.check() else {
            refused += 1;
            continue;
        };
        let engine = Engine::new(book);
        match () {
            () if answers(&engine).eq(base.iter().cloned()) => same += 1,
            () if spot_checks.run(&draft).is_err() => spotted += 1,
            () if support::answers::listing(&engine) != pinned => by_the_list += 1,
            () => _ = writeln!(unnoticed, "{}: {}", shifted.file, shifted.line),
        }
    }
    let all = refused + same + spotted + by_the_list;
    println!("{all} events a day off: {same} change no answer; {refused} are refused by the load, {spotted} fail a spot check,");
    println!("and {by_the_list} are seen in the list of all answers alone");
    assert!(all > 200 && refused > 0 && spotted > 0, "too few to mean anything");
    assert!(unnoticed.is_empty(), "another answer, and nothing notices:\n{unnoticed}");
}

#[test]
fn no_event_moves_unnoticed() {
    move_events(7);
}

#[test]
#[ignore = "two minutes; the other test takes one in seven"]
fn no_event_at_all_moves_unnoticed() {
    move_events(1);
}
