//! A page with a map of the world: where a person faces an enforceable warrant, on any day.
//!
//! `cargo run --release --example atlas -- --out atlas.html`
//!
//! The page needs no network. It looks its answers up in tables that this command asks the engine for: for every person and destination
//! the stretches of days with their answers, once with all that is known today, once with what was known on each day itself.
//! `--expect FILE` writes, for random persons and days, the answers that the engine gives when asked directly; `verify/` holds the
//! page against them in a browser.

mod catalogue;
mod data;
mod expected;
mod page;
#[path = "../shared/mod.rs"]
mod shared;
mod tables;

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

use catalogue::Catalogue;
use shared::Args;

const USAGE: &str = "usage: atlas --out FILE [--expect FILE [--points N]] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--out", "--expect", "--points", "--rules"], &[])?;
    let [] = args.positional()?;
    let out = args.option("--out").unwrap_or_else(|| "atlas.html".to_owned());
    let engine = shared::engine(args.option("--rules").as_deref(), None)?;

    let begun = Instant::now();
    let catalogue = Mutex::new(Catalogue::new(engine.rulebook()));
    let today = tables::today(engine, &catalogue).map_err(|error| error.to_string())?;
    let then = tables::then(engine, &catalogue).map_err(|error| error.to_string())?;
    let catalogue = catalogue.into_inner().map_err(|_| "a worker failed")?;
    let page = page::of(&data::of(engine.rulebook(), &catalogue, &today, &then))?;
    std::fs::write(&out, &page)?;
    println!(
        "{out}: {} kB, {} persons, {} destinations, {} answers, in {:.0} s",
        page.len() / 1000,
        engine.rulebook().persons().len(),
        engine.rulebook().destinations().len(),
        catalogue.cores.list().len(),
        begun.elapsed().as_secs_f32()
    );

    if let Some(file) = args.option("--expect") {
        let points = args.option("--points").map_or(Ok(300), |text| text.parse())?;
        std::fs::write(&file, expected::of(engine, points)?.to_string())?;
        println!("{file}: the answers at {points} points, asked of the engine directly");
    }
    Ok(())
}
