//! Every stretch of time with its answer; with `--diagonal`, each day as known on that day; with `--svg FILE`, as a picture.
//!
//! `cargo run --example timeline -- "Vladimir Putin" Armenia`
//! `cargo run --example timeline -- "Vladimir Putin" Armenia Mongolia Hungary --svg putin.svg`
//! `cargo run --example timeline -- --at Mongolia Putin Netanyahu --svg mongolia.svg`

#[path = "../shared/mod.rs"]
mod shared;
mod strips;
mod svg;
mod words;

use std::process::ExitCode;

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Engine, Language, Question};
use shared::{Args, look};
use strips::Asked;

const USAGE: &str = "usage: timeline PERSON DESTINATION [OPTIONS]
       timeline PERSON DESTINATION... --svg FILE [--lang en|ar] [--from DAY] [--until DAY] [OPTIONS]
       timeline --at DESTINATION PERSON... --svg FILE [--lang en|ar] [--from DAY] [--until DAY] [OPTIONS]
options: [--presence visit|transit|overflight] [--known-at DAY | --diagonal] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args =
        Args::from_env(&["--at", "--from", "--known-at", "--lang", "--presence", "--rules", "--svg", "--until"], &["--diagonal"])?;
    let presence = args.option("--presence").map_or(Ok(Presence::Visit), |text| text.parse())?;
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    if let Some(file) = args.option("--svg") {
        return picture(&mut args, &file, presence);
    }
    if let Some(option) = ["--at", "--from", "--lang", "--until"].into_iter().find(|option| args.option(option).is_some()) {
        return Err(shared::misuse(&format!("{option} is for pictures: it goes with --svg")));
    }
    let [person, destination] = args.positional()?;
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;
    if args.flag("--diagonal") {
        return diagonal(engine, &person, &destination, presence);
    }
    let answers = engine.timeline(&person, &destination, presence)?;
    if let Some(first) = answers.first() {
        title(&format!("{} · {} · {presence} · facts as of {}", first.person().name, first.destination().name, first.as_of()));
    }
    row(["from", "verdict", "duty", "risk", "membership", "warrant", "what changed"].map(str::to_owned));
    for answer in &answers {
        let report = answer.report();
        let changes: Vec<String> = report
            .lifetime
            .begins_with
            .iter()
            .map(|change| match change.before == change.after {
                true => format!("{} (another fact)", change.attribute),
                false => format!("{}: {} → {}", change.attribute, change.before, change.after),
            })
            .collect();
        row([
            report.lifetime.from.map_or("ever".to_owned(), |day| day.to_string()),
            report.verdict.to_string(),
            report.duty.to_string(),
            report.risk.to_string(),
            report.membership.to_string(),
            answer.warrant().to_string(),
            changes.join("; "),
        ]);
    }
    Ok(())
}

fn diagonal(engine: &Engine, person: &str, destination: &str, presence: Presence) -> Result<(), Box<dyn std::error::Error>> {
    let stretches = engine.diagonal(person, destination, presence)?;
    let named = engine.ask(&Question::new(person, destination, engine.rulebook().as_of()))?;
    title(&format!("{} · {} · {presence} · each day as known on that day", named.person().name, named.destination().name));
    row(["from", "verdict", "duty", "risk", "membership", "warrant", "decided by"].map(str::to_owned));
    for stretch in &stretches {
        let answer = &stretch.answer;
        let told = |decision: &str| matches!(decision, "basis" | "obstacle");
        let rules: Vec<&str> = answer.reasons.iter().filter(|r| told(&r.decision)).map(|r| r.rule.rule.as_str()).collect();
        row([
            stretch.days.from.map_or("ever".to_owned(), |day| day.to_string()),
            answer.verdict.to_string(),
            answer.duty.to_string(),
            answer.risk.to_string(),
            answer.membership.to_string(),
            answer.warrant.to_string(),
            rules.join("; "),
        ]);
    }
    Ok(())
}

fn title(text: &str) {
    look::print(&format!("{}\n\n", look::in_style(look::TITLE, text)));
}

/// A row of the table, the verdict in colour.
fn row([from, verdict, duty, risk, membership, warrant, last]: [String; 7]) {
    let coloured = look::cell(&verdict, 16).replacen(&verdict, &look::verdict(&verdict), 1);
    let rest = [(duty, 11), (risk, 8), (membership, 20), (warrant, 12)].map(|(text, width)| look::cell(&text, width)).join("  ");
    look::print(&format!("{}  {coloured}  {rest}  {last}\n", look::cell(&from, 10)));
}

/// One person across destinations, or one destination across persons.
fn picture(args: &mut Args, file: &str, presence: Presence) -> Result<(), Box<dyn std::error::Error>> {
    let day = |text: Option<String>| text.map(|text| text.parse()).transpose();
    let language = args.option("--lang").map_or(Ok(Language::En), |text| text.parse())?;
    let (from, until) = (day(args.option("--from"))?, day(args.option("--until"))?);
    let (persons, destinations) = match (args.option("--at"), args.all()) {
        (Some(destination), persons @ [_, ..]) => (persons.to_vec(), vec![destination]),
        (Some(_), []) => return Err(shared::misuse("--at names the destination; which persons?")),
        (None, [person, destinations @ ..]) if !destinations.is_empty() => (vec![person.clone()], destinations.to_vec()),
        (None, _) => return Err(shared::misuse("a picture needs a person and a destination at least")),
    };
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;
    let asked = Asked { persons, destinations, presence, diagonal: args.flag("--diagonal"), language, from, until };
    let picture = strips::picture(engine, &asked)?;
    std::fs::write(file, svg::of(&picture)).map_err(|error| format!("cannot write `{file}`: {error}"))?;
    println!("{file}: {} rows, from {} to {}", picture.rows.len(), picture.from, picture.until);
    Ok(())
}
