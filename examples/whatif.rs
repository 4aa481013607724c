//! What would differ: an overlay file laid upon the rules, with every answer that changes, and whether the overlay's own expectations
//! are met.
//!
//! `cargo run --example whatif -- examples/scenarios/kyrgyzstan-ratifies.toml`

mod shared;

use std::process::ExitCode;

use icc_arrest_risk::rulebook::Base;
use icc_arrest_risk::{Difference, Draft, Engine, Overlay};
use shared::{Args, look};

const USAGE: &str = "usage: whatif OVERLAY.toml [--labels] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--rules"], &["--labels"])?;
    let labels = args.flag("--labels");
    let rules = args.option("--rules");
    let [file] = args.positional()?;
    let overlay = Overlay::from_file(&file).map_err(|error| format!("cannot read `{file}`: {error}"))?;
    let base = rules.map_or_else(Draft::embedded, Draft::from_dir);
    let after = Engine::new(base.with(&overlay).check()?);
    if let Some(about) = overlay.about() {
        look::print(&format!("{about}\n\n"));
    }
    match overlay.base() {
        Base::Rulebook => {
            let before = Engine::new(base.check()?);
            for divergence in before.rulebook().divergences(after.rulebook())? {
                look::print(&look::answer(&format!("law: {divergence}\n\n")));
            }
            let mut differences = before.diff(&after);
            let all = differences.len();
            if !labels {
                differences.retain(Difference::is_substantial);
            }
            print(&differences);
            println!("{} stretches of days with another answer for a person and a destination.", differences.len());
            if differences.len() < all {
                println!("In {} more a label alone differs (membership, warrant): --labels shows them.", all - differences.len());
            }
        }
        Base::Law => println!("The overlay brings a world of its own, so there is nothing to compare it with."),
    }
    overlay.run(&base)?;
    match overlay.expectations() {
        0 => println!("It expects nothing."),
        1 => println!("Its expectation is met."),
        n => println!("All of its {n} expectations are met."),
    }
    Ok(())
}

/// Prints the differences, those that are the same at several destinations together.
fn print(differences: &[Difference]) {
    let alike = |a: &Difference, b: &Difference| (&a.person, &a.days, &a.before, &a.after) == (&b.person, &b.days, &b.before, &b.after);
    for (place, difference) in differences.iter().enumerate() {
        if differences[..place].iter().any(|earlier| alike(earlier, difference)) {
            continue;
        }
        let names: Vec<&str> =
            differences[place..].iter().filter(|later| alike(later, difference)).map(|later| later.destination.name.as_str()).collect();
        let named = match names.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("{} destinations ({})", several.len(), several.join(", ")),
        };
        look::print(&look::answer(&format!("{} in {named}, {}{}\n\n", difference.person.name, difference.days, difference.sides())));
    }
}
