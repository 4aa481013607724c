//! Loads a rules directory and prints every problem, or `ok` with counts; with `--stale-after`, warns of facts that nobody has
//! looked up for longer than so many days before a day.
//!
//! `cargo run --example check -- rules`
//!
//! `cargo run --example check -- rules --stale-after 180 --on 2027-06-01`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::{Day, Draft, Rulebook};
use shared::Args;

const USAGE: &str = "usage: check DIR [--stale-after DAYS --on DAY]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--stale-after", "--on"], &[])?;
    let stale = match (args.option("--stale-after"), args.option("--on")) {
        (None, None) => None,
        (Some(days), Some(on)) => {
            let days: u32 = days.parse().map_err(|_| format!("`{days}` is no number of days"))?;
            let on: Day = on.parse()?;
            Some((days, on, on.minus_days(days).ok_or("the days reach back before the calendar begins")?))
        }
        _ => return Err(shared::misuse("--stale-after and --on go together")),
    };
    let [dir] = args.positional()?;
    let rulebook = Draft::from_dir(dir).check()?;
    print_counts(&rulebook);
    if let Some((days, on, limit)) = stale {
        print_stale(&rulebook, days, on, limit);
    }
    Ok(())
}

fn print_counts(rulebook: &Rulebook) {
    let rules: usize = rulebook.law().decisions.iter().map(|decision| decision.rules.len()).sum();
    println!(
        "ok: facts {} as of {}: {} states and territories, {} situations, {} persons, {} warrants, {} rulings, {} facts, {} sources; {} decisions with {} rules, proved complete and unambiguous",
        rulebook.facts_version(),
        rulebook.as_of(),
        rulebook.destinations().len(),
        rulebook.situations().len(),
        rulebook.persons().len(),
        rulebook.warrant_count(),
        rulebook.rulings().len(),
        rulebook.facts().len(),
        rulebook.sources().len(),
        rulebook.law().decisions.len(),
        rules,
    );
}

/// A warning is no problem: old facts may well be true, so the exit status stays.
fn print_stale(rulebook: &Rulebook, days: u32, on: Day, limit: Day) {
    let mut count = 0;
    for fact in rulebook.read_before(limit) {
        let read = rulebook.sources_of(fact).map(|source| source.read).max();
        let read = read.map_or("never".to_owned(), |day| day.to_string());
        println!("stale: {}: {} on {}, last looked up {read}", rulebook.owner(fact).name, fact.label(), fact.on());
        count += 1;
    }
    println!("{count} facts were last looked up more than {days} days before {on}");
    if rulebook.as_of() < limit {
        println!("stale: the whole: its facts end on {}", rulebook.as_of());
    }
}
