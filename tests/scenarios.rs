//! Scenarios: the law held against cases, most of them real, with their real days.
//!
//! Each file under `tests/scenarios` is an overlay on the law alone: it brings the few states, situations and persons of its
//! case, and expects answers with their reasons. Together they must reach every rule, and every pair of a rule and one that it overrides.
//! Files whose names begin with `facts-` lie on the whole rulebook instead: they hold the shipped facts, and reach nothing for the others.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use icc_arrest_risk::rulebook::Base;
use icc_arrest_risk::{Draft, Engine, Overlay};

/// How many files there must be. Those whose names begin with `risk-`, `unsure-`, `clocks-`, `place-` and `life-` are written
/// apart from those on basis, obstacle, duty and verdict; until the first of them is there, the latter are counted alone.
const ENOUGH: usize = 120;
const ENOUGH_WITHOUT_RISK: usize = 70;

/// `decision/rule`.
type Name = String;

fn paths() -> Vec<PathBuf> {
    let dir = support::root().join("tests/scenarios");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.iter().all(|path| path.extension().is_some_and(|extension| extension == "toml")), "scenarios are TOML files");
    paths
}

fn name(path: &std::path::Path) -> &str {
    path.file_stem().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Whether there are scenarios on `risk` yet.
fn risk_too(paths: &[PathBuf]) -> bool {
    paths.iter().any(|path| name(path).starts_with("risk-"))
}

/// What the answers rest on: the rules that decide somewhere, and the pairs of a rule and one that it overrides somewhere.
#[derive(Default)]
struct Reached {
    decisive: BTreeSet<Name>,
    overrides: BTreeSet<(Name, Name)>,
}

impl Reached {
    fn add(&mut self, overlay: &Overlay, engine: &Engine) {
        for (question, known_at) in overlay.questions() {
            let known = known_at.map(|day| engine.known_at(day));
            let engine = known.as_ref().unwrap_or(engine);
            let report = engine.ask(&question).unwrap().report();
            for step in report.evaluations.iter().flat_map(|e| e.reasons.values().flatten()).filter(|step| step.relied_on) {
                let name = |rule: &str| format!("{}/{rule}", step.decision);
                self.decisive.extend(step.decisive.iter().map(|rule| name(&rule.rule)));
                for rule in &step.defeated {
                    self.overrides.extend(rule.overridden_by.iter().map(|by| (name(by), name(&rule.rule))));
                }
            }
        }
    }
}

/// The shipped rules as their files give them: conditions, conclusion, and what each overrides.
struct Rule {
    decision: String,
    name: Name,
    then: String,
    when: BTreeMap<String, Vec<String>>,
    overrides: Vec<toml::Value>,
}

fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for (decision, file) in support::law() {
        for (id, rule) in file["rule"].as_table().unwrap() {
            let when = rule["when"].as_table().unwrap();
            rules.push(Rule {
                decision: decision.clone(),
                name: format!("{decision}/{id}"),
                then: rule["then"].as_str().unwrap().to_owned(),
                when: when.iter().map(|(attribute, values)| (attribute.clone(), support::words(values))).collect(),
                overrides: rule.get("overrides").and_then(toml::Value::as_array).cloned().unwrap_or_default(),
            });
        }
    }
    rules
}

impl Rule {
    /// Whether this rule overrides the other where both fire, and both can.
    fn overrides(&self, other: &Rule) -> bool {
        let named = |entry: &toml::Value| match entry.get("then") {
            Some(then) => then.as_str() == Some(&other.then),
            None => entry.as_str().map(|id| format!("{}/{id}", self.decision)).as_ref() == Some(&other.name),
        };
        let together = self
            .when
            .iter()
            .all(|(attribute, values)| other.when.get(attribute).is_none_or(|others| values.iter().any(|value| others.contains(value))));
        self.decision == other.decision && self.name != other.name && self.overrides.iter().any(named) && together
    }
}

#[test]
fn every_scenario_holds_and_together_they_reach_the_whole_law() {
    let (paths, law) = (paths(), Draft::embedded());
    let mut failures = String::new();
    let mut reached = Reached::default();
    for path in &paths {
        let overlay = Overlay::from_file(path).unwrap();
        let base = if name(path).starts_with("facts-") { Base::Rulebook } else { Base::Law };
        if overlay.expectations() == 0 || overlay.base() != base || overlay.about().is_none() {
            let _ = writeln!(failures, "{}: it must lie on {base:?}, say what it is about, and expect something\n", name(path));
        }
        match overlay.run(&law) {
            Ok(_) if base == Base::Rulebook => {}
            Ok(engine) => reached.add(&overlay, &engine),
            Err(error) => {
                let _ = writeln!(failures, "{error}");
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");

    let covered = |rule: &&Rule| rule.decision != "risk" || risk_too(&paths);
    let rules = rules();
    for rule in rules.iter().filter(covered) {
        if !reached.decisive.contains(&rule.name) {
            let _ = writeln!(failures, "no scenario rests on {}", rule.name);
        }
        for other in rules.iter().filter(|other| rule.overrides(other)) {
            if !reached.overrides.contains(&(rule.name.clone(), other.name.clone())) {
                let _ = writeln!(failures, "no scenario shows how {} overrides {}", rule.name, other.name);
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn there_are_enough_scenarios() {
    let paths = paths();
    let enough = if risk_too(&paths) { ENOUGH } else { ENOUGH_WITHOUT_RISK };
    assert!(paths.len() >= enough, "{} scenarios, of {enough}", paths.len());
}
