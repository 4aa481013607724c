//! One question, answered with its reasons.
//!
//! `cargo run --example assess -- "Vladimir Putin" Kyrgyzstan 2023-10-12`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::vocabulary::{Presence, Verdict};
use icc_arrest_risk::{Language, Question};
use shared::{Args, look};

const USAGE: &str = "usage: assess PERSON DESTINATION DAY [--lang en|ar | --json] [--pivots] [--why-not VERDICT] [--presence visit|transit|overflight] [--known-at DAY] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--lang", "--presence", "--known-at", "--rules", "--why-not"], &["--json", "--pivots"])?;
    let (json, pivots) = (args.flag("--json"), args.flag("--pivots"));
    let why_not: Option<Verdict> = args.option("--why-not").map(|text| text.parse()).transpose()?;
    let language = args.option("--lang").map(|text| text.parse()).transpose()?;
    if let Some(language) = language.filter(|language| *language != Language::En || json) {
        if json {
            return Err(shared::misuse("--lang is for the text: --json says the same to every reader"));
        }
        if pivots || why_not.is_some() {
            return Err(shared::misuse(&format!("--pivots and --why-not speak English alone, not `{language}`")));
        }
    }
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
        look::print(&look::answer(&answer.text(language.unwrap_or(Language::En)).to_string()));
    }
    if pivots {
        let pivots: String = answer.pivots().iter().map(|pivot| format!("  {pivot}\n")).collect();
        look::print(&look::answer(&format!("\nWhat would turn the verdict\n{pivots}")));
    }
    if let Some(verdict) = why_not {
        let misses: String = answer.why_not(verdict).iter().map(|miss| format!("  {miss}\n")).collect();
        look::print(&look::answer(&format!("\nWhy not {verdict}\n{misses}")));
    }
    Ok(())
}
