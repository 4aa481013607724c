//! One question, answered with its reasons.
//!
//! `cargo run --example assess -- "Vladimir Putin" Kyrgyzstan 2023-10-12`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::Question;
use icc_arrest_risk::vocabulary::Presence;
use shared::Args;

const USAGE: &str = "usage: assess PERSON DESTINATION DAY [--json] [--presence visit|transit|overflight] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--presence", "--rules"], &["--json"])?;
    let json = args.flag("--json");
    let presence = args.option("--presence").map_or(Ok(Presence::Visit), |text| text.parse())?;
    let rules = args.option("--rules");
    let [person, destination, day] = args.positional()?;
    let engine = shared::engine(rules.as_deref())?;
    let mut question = Question::new(person, destination, day.parse()?);
    question.presence = presence;
    let answer = engine.ask(&question)?;
    if json {
        println!("{}", serde_json::to_string_pretty(&answer)?);
    } else {
        print!("{answer}");
    }
    Ok(())
}
