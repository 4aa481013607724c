//! The engine against the record: what it says of real journeys of wanted persons, beside what came of them.
//!
//! `cargo run --example backtest`, or `-- --csv` for a row a journey
//!
//! Each journey of `rules/record/trips.toml` is asked about twice: as known at the end of the day before, and with everything that is
//! known today. The record says how its journeys were chosen, and what that does to shares of arrests.

mod answers;
mod print;
mod record;
#[path = "../shared/mod.rs"]
mod shared;
mod tally;

use std::error::Error;
use std::io;
use std::process::ExitCode;

use record::Record;
use shared::Args;

const USAGE: &str = "usage: backtest [--csv] [--trips FILE.toml] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut args = Args::from_env(&["--trips", "--rules"], &["--csv"])?;
    let [] = args.positional()?;
    let engine = shared::engine(args.option("--rules").as_deref(), None)?;
    let record = match args.option("--trips") {
        Some(file) => {
            let text = std::fs::read_to_string(&file).map_err(|error| format!("cannot read `{file}`: {error}"))?;
            Record::read(&text).map_err(|error| format!("{file}: {error}"))?
        }
        None => Record::read(record::SHIPPED)?,
    };
    let answered = answers::answers(engine, &record)?;
    let output = io::stdout().lock();
    match args.flag("--csv") {
        true => print::csv(&answered, output),
        false => print::text(engine, &record, &answered, output),
    }
}
