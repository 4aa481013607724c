//! One question, answered with its reasons.
//!
//! `cargo run --example assess -- "Vladimir Putin" Kyrgyzstan 2023-10-12`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::Question;
use icc_arrest_risk::vocabulary::{Presence, Verdict};
use shared::Args;

const USAGE: &str = "usage: assess PERSON DESTINATION DAY [--json] [--pivots] [--why-not VERDICT] [--presence visit|transit|overflight] [--known-at DAY] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--presence", "--known-at", "--rules", "--why-not"], &["--json", "--pivots"])?;
    let (json, pivots) = (args.flag("--json"), args.flag("--pivots"));
    let why_not: Option<Verdict> = args.option("--why-not").map(|text| text.parse()).transpose()?;
    let presence = args.option("--presence").map_or(Ok(Presence::Visit), |text| text.parse())?;
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    let [person, destination, day] = args.positional()?;
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;
    let mut question = Question::new(person, destination, day.parse()?);
    question.presence = presence;
    let answer = engine.ask(&question)?;
    if json {
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        print!("{answer}");
    }
    if pivots {
        println!("\nWhat would turn the verdict");
        for pivot in answer.pivots() {
            println!("  {pivot}");
        }
    }
    if let Some(verdict) = why_not {
        println!("\nWhy not {verdict}");
        for miss in answer.why_not(verdict) {
            println!("  {miss}");
        }
    }
    Ok(())
}
