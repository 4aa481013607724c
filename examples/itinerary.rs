//! A journey of several legs: each leg's answer, the worst marked, and the reasons of the worst.
//!
//! `cargo run --example itinerary -- examples/itineraries/moscow-to-ulaanbaatar.toml`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::{Draft, Engine, Itinerary, Journey, Overlay};
use shared::{Args, look};
use unicode_width::UnicodeWidthStr;

const USAGE: &str = "usage: itinerary FILE.toml [--policy OVERLAY.toml] [--json] [--known-at DAY] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--known-at", "--policy", "--rules"], &["--json"])?;
    let (policy, rules) = (args.option("--policy"), args.option("--rules"));
    let [file] = args.positional()?;
    let rules = rules.map_or_else(Draft::embedded, Draft::from_dir);
    let engine = match &policy {
        Some(path) => Overlay::from_file(path).map_err(|error| format!("cannot read `{path}`: {error}"))?.run(&rules)?,
        None => Engine::new(rules.check()?),
    };
    let engine = shared::as_known(engine, args.option("--known-at").as_deref())?;
    let journey = engine.travel(&Itinerary::from_file(file)?)?;
    if args.flag("--json") {
        println!("{}", serde_json::to_string_pretty(&journey)?);
        return Ok(());
    }
    look::print(&table(&journey));
    if let Some(worst) = journey.worst() {
        look::print(&look::answer(&format!("\nThe worst leg:\n\n{worst}")));
    }
    Ok(())
}

/// The legs, the worst marked and bold.
fn table(journey: &Journey<'_>) -> String {
    let width = journey.legs().iter().map(|leg| leg.destination().name.width()).max().unwrap_or_default();
    let row = |(place, leg): (usize, &icc_arrest_risk::Assessment<'_>)| {
        let is_worst = Some(place) == journey.worst_place();
        let sign = if is_worst { '*' } else { ' ' };
        let name = look::cell(&leg.destination().name, width);
        let name = if is_worst { look::in_style(look::TITLE, &name) } else { name };
        let decisions = leg.report().decisions;
        let own: String = decisions.iter().map(|own| format!(", {} {}", own.decision, own.conclusion)).collect();
        let projection = if leg.is_projection() { " (projection)" } else { "" };
        let (on, presence, verdict) = (leg.on(), leg.presence(), look::verdict(&leg.verdict().to_string()));
        format!("{sign} {:>2}  {on}  {name}  {presence:<10}  {verdict}{own}{projection}\n", place + 1)
    };
    journey.legs().iter().enumerate().map(row).collect()
}
