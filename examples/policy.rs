//! A decision of one's own: proved with the rules, held against its expectations, then asked about one person at one
//! destination, or everywhere on a day.
//!
//! `cargo run --example policy -- examples/policies/boarding.toml boarding "Vladimir Putin" Mongolia 2024-09-03`
//! `cargo run --example policy -- examples/policies/boarding.toml boarding "Vladimir Putin" 2024-09-03`

mod shared;

use std::collections::BTreeMap;
use std::process::ExitCode;

use icc_arrest_risk::{Day, Draft, Engine, Overlay};
use shared::{Args, look};

const USAGE: &str = "usage: policy OVERLAY.toml DECISION PERSON [DESTINATION] DAY [--known-at DAY] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--known-at", "--rules"], &[])?;
    let known_at = args.option("--known-at");
    let rules = args.option("--rules").map_or_else(Draft::embedded, Draft::from_dir);
    let load = |path: &str| -> Result<Engine, Box<dyn std::error::Error>> {
        let overlay = Overlay::from_file(path).map_err(|error| format!("cannot read `{path}`: {error}"))?;
        shared::as_known(overlay.run(&rules)?, known_at.as_deref())
    };
    if let Ok([file, decision, person, destination, day]) = args.positional() {
        let engine = load(&file)?;
        let answer = engine.assess(&person, &destination, day.parse()?)?;
        let found = answer.decision(&decision).ok_or_else(|| format!("`{file}` has no decision `{decision}`"))?;
        look::print(&look::answer(&format!("{decision}: {found}\n\n{answer}")));
        return Ok(());
    }
    let [file, decision, person, day] = args.positional()?;
    let engine = load(&file)?;
    let on: Day = day.parse()?;
    let place = engine.rulebook().law().place(&decision).ok_or_else(|| format!("`{file}` has no decision `{decision}`"))?;
    let mut found: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for destination in engine.rulebook().destinations() {
        let answer = engine.assess(&person, &destination.id, on)?;
        let conclusion = answer.decision_at(place).map_or(String::new(), |found| found.to_string());
        found.entry(conclusion).or_default().push(&destination.id);
    }
    look::print(&format!("{}\n", look::in_style(look::TITLE, &format!("{decision}, {person} on {on}"))));
    for (conclusion, destinations) in found {
        let title = look::in_style(look::TITLE, &format!("{conclusion} ({})", destinations.len()));
        look::print(&format!("\n{title}\n  {}\n", destinations.join(" ")));
    }
    Ok(())
}
