//! Loads a rules directory and prints every problem, or `ok` with counts.
//!
//! `cargo run --example check -- rules`

use std::process::ExitCode;

use icc_arrest_risk::Draft;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [dir] = args.as_slice() else {
        eprintln!("usage: check DIR");
        return ExitCode::from(2);
    };
    match Draft::from_dir(dir).check() {
        Ok(rulebook) => {
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
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
