//! A journey of several legs: each leg's answer, the worst marked, and the reasons of the worst.
//!
//! `cargo run --example itinerary -- examples/itineraries/moscow-to-ulaanbaatar.toml`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::{Draft, Engine, Itinerary, Overlay};
use shared::Args;

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
    print!("{journey}");
    if let Some(worst) = journey.worst() {
        print!("\nThe worst leg:\n\n{worst}");
    }
    Ok(())
}
