//! Every stretch of time with its answer.
//!
//! `cargo run --example timeline -- "Vladimir Putin" Armenia`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::vocabulary::Presence;
use shared::Args;

const USAGE: &str = "usage: timeline PERSON DESTINATION [--presence visit|transit|overflight] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--presence", "--rules"], &[])?;
    let presence = args.option("--presence").map_or(Ok(Presence::Visit), |text| text.parse())?;
    let rules = args.option("--rules");
    let [person, destination] = args.positional()?;
    let engine = shared::engine(rules.as_deref())?;
    let answers = engine.timeline(&person, &destination, presence)?;
    if let Some(first) = answers.first() {
        println!("{} · {} · {presence} · facts as of {}\n", first.person().name, first.destination().name, first.as_of());
    }
    println!("{:<10}  {:<16}  {:<11}  {:<8}  {:<20}  {:<12}  what changed", "from", "verdict", "duty", "risk", "membership", "warrant");
    for answer in &answers {
        let report = answer.report();
        let from = report.lifetime.from.map_or("ever".to_owned(), |day| day.to_string());
        let changes: Vec<String> = report
            .lifetime
            .begins_with
            .iter()
            .map(|change| match change.before == change.after {
                true => format!("{} (another fact)", change.attribute),
                false => format!("{}: {} → {}", change.attribute, change.before, change.after),
            })
            .collect();
        println!(
            "{from:<10}  {:<16}  {:<11}  {:<8}  {:<20}  {:<12}  {}",
            report.verdict,
            report.duty,
            report.risk,
            report.membership,
            answer.warrant(),
            changes.join("; ")
        );
    }
    Ok(())
}
