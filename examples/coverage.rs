//! Which rules, overrides and citations the scenarios and the real facts reach, and which none reaches.
//!
//! `cargo run --release --example coverage`, or `-- DIR` for scenarios of your own, which may bring decisions of their own

use std::collections::BTreeMap;
use std::error::Error;

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Assessment, Draft, Engine, Overlay};

/// How often something was reached: by scenarios, by the real facts.
#[derive(Default, Clone, Copy)]
struct Reached {
    scenarios: usize,
    facts: usize,
}

/// What was reached, by name.
#[derive(Default)]
struct Coverage {
    rules: BTreeMap<String, Reached>,
    overrides: BTreeMap<String, Reached>,
    citations: BTreeMap<String, Reached>,
}

impl Coverage {
    /// Everything that there is to reach: the rules and citations of the law, those of one's own decisions too. Which overrides can
    /// ever work the proof knows; here those that did are listed.
    fn include(&mut self, engine: &Engine) {
        for decision in &engine.rulebook().law().decisions {
            for rule in &decision.rules {
                self.rules.entry(format!("{}/{}", decision.name, rule.id)).or_default();
                for law in &rule.law {
                    self.citations.entry(law.clone()).or_default();
                }
            }
        }
    }

    fn add(&mut self, answer: &Assessment<'_>, count: fn(&mut Reached)) {
        for evaluation in answer.evaluations() {
            let report = evaluation.report();
            for step in report.reasons.values().flatten().filter(|step| step.relied_on) {
                for rule in &step.decisive {
                    count(self.rules.entry(format!("{}/{}", step.decision, rule.rule)).or_default());
                    rule.law.iter().for_each(|law| count(self.citations.entry(law.clone()).or_default()));
                }
                for rule in &step.defeated {
                    for by in &rule.overridden_by {
                        count(self.overrides.entry(format!("{}/{by} over {}", step.decision, rule.rule)).or_default());
                    }
                }
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let base = Draft::embedded();
    let engine = Engine::embedded();
    let mut coverage = Coverage::default();
    coverage.include(engine);
    let dir = std::env::args().nth(1).unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scenarios").to_owned());
    let mut paths: Vec<_> = std::fs::read_dir(&dir)
        .map_err(|error| format!("cannot read `{dir}`: {error}"))?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in &paths {
        let overlay = Overlay::from_file(path)?;
        let world = Engine::new(base.with(&overlay).check()?);
        coverage.include(&world);
        for (question, known_at) in overlay.questions() {
            let known = known_at.map(|day| world.known_at(day));
            coverage.add(&known.as_ref().unwrap_or(&world).ask(&question)?, |reached| reached.scenarios += 1);
        }
    }
    let mut asked = 0;
    for person in engine.rulebook().persons() {
        for destination in engine.rulebook().destinations() {
            for answer in engine.timeline(&person.id, &destination.id, Presence::Visit)? {
                coverage.add(&answer, |reached| reached.facts += 1);
                asked += 1;
            }
        }
    }
    println!("{} scenarios; {asked} stretches of days of every person at every destination, as a visit\n", paths.len());
    for (what, table) in [("rules", &coverage.rules), ("overrides", &coverage.overrides), ("citations", &coverage.citations)] {
        print_table(what, table);
    }
    Ok(())
}

fn print_table(what: &str, table: &BTreeMap<String, Reached>) {
    println!("{what:<60} {:>10} {:>10}", "scenarios", "facts");
    for (name, reached) in table {
        println!("  {name:<58} {:>10} {:>10}", reached.scenarios, reached.facts);
    }
    let none: Vec<&str> =
        table.iter().filter(|(_, reached)| reached.scenarios + reached.facts == 0).map(|(name, _)| name.as_str()).collect();
    match none.as_slice() {
        [] => println!("  all of them reached\n"),
        none => println!("  reached by none: {}\n", none.join(", ")),
    }
}
