//! Every stretch of time with its answer; with `--diagonal`, each day as known on that day.
//!
//! `cargo run --example timeline -- "Vladimir Putin" Armenia`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Engine, Question};
use shared::Args;

const USAGE: &str = "usage: timeline PERSON DESTINATION [--presence visit|transit|overflight] [--known-at DAY | --diagonal] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--presence", "--known-at", "--rules"], &["--diagonal"])?;
    let presence = args.option("--presence").map_or(Ok(Presence::Visit), |text| text.parse())?;
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    let [person, destination] = args.positional()?;
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;
    if args.flag("--diagonal") {
        return diagonal(engine, &person, &destination, presence);
    }
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

fn diagonal(engine: &Engine, person: &str, destination: &str, presence: Presence) -> Result<(), Box<dyn std::error::Error>> {
    let stretches = engine.diagonal(person, destination, presence)?;
    let named = engine.ask(&Question::new(person, destination, engine.rulebook().as_of()))?;
    println!("{} · {} · {presence} · each day as known on that day\n", named.person().name, named.destination().name);
    println!("{:<10}  {:<16}  {:<11}  {:<8}  {:<20}  {:<12}  decided by", "from", "verdict", "duty", "risk", "membership", "warrant");
    for stretch in &stretches {
        let from = stretch.days.from.map_or("ever".to_owned(), |day| day.to_string());
        let answer = &stretch.answer;
        let told = |decision: &str| matches!(decision, "basis" | "obstacle");
        let rules: Vec<&str> = answer.reasons.iter().filter(|r| told(&r.decision)).map(|r| r.rule.rule.as_str()).collect();
        println!(
            "{from:<10}  {:<16}  {:<11}  {:<8}  {:<20}  {:<12}  {}",
            answer.verdict,
            answer.duty,
            answer.risk,
            answer.membership,
            answer.warrant,
            rules.join("; ")
        );
    }
    Ok(())
}
