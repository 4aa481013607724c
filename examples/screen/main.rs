//! A CSV with the columns `person`, `destination`, `date` (in any order, among others) in; the same rows in the same order with the
//! answers appended out. It streams: memory does not grow with the file. One thread reads, one writes, and all cores answer. The exit
//! status is 1 if any row has an error.
//!
//! `cargo run --release --example screen -- FILE.csv`, or a CSV on standard input

mod desk;
mod pipeline;
#[path = "../shared/mod.rs"]
mod shared;

use std::error::Error;
use std::fs::File;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use csv::{ByteRecord, ReaderBuilder};
use desk::Desk;
use indicatif::{ProgressBar, ProgressStyle};
use shared::Args;

const USAGE: &str = "usage: screen [FILE.csv] [--strict] [--stats] [--known-at DAY] [--rules DIR]";

/// What a row must have.
const ASKED: [&str; 3] = ["person", "destination", "date"];

/// What a row gets. `from` and `until` are the first and last day of the verdict's lifetime, inclusive, empty where unbounded.
const APPENDED: [&str; 8] = ["verdict", "duty", "risk", "membership", "warrant", "from", "until", "error"];

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(errors) => {
            let rows = if errors == 1 { "row" } else { "rows" };
            eprintln!("{errors} {rows} could not be answered; the column `error` says why");
            ExitCode::FAILURE
        }
        Err(error) => shared::finish(USAGE, Err(error)),
    }
}

/// Screens the input; the number of rows that could not be answered.
fn run() -> Result<u64, Box<dyn Error>> {
    let mut args = Args::from_env(&["--known-at", "--rules"], &["--strict", "--stats"])?;
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    let file = args.at_most_one()?;
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;
    engine.warm_up();
    let progress = progress(file)?;
    let input: Box<dyn io::Read> = match file {
        Some(file) => Box::new(File::open(file).map_err(|error| format!("cannot read `{file}`: {error}"))?),
        None => Box::new(io::stdin().lock()),
    };
    let mut reader = ReaderBuilder::new().flexible(true).buffer_capacity(1 << 16).from_reader(progress.wrap_read(input));
    let header = reader.byte_headers()?.clone();
    let desk = Desk::new(engine, args.flag("--strict"), header.len(), columns(&header)?);
    let done = pipeline::run(reader, &header, &desk, io::stdout());
    progress.finish_and_clear();
    let done = done?;
    if args.flag("--stats") {
        eprintln!("{done}");
    }
    Ok(done.errors)
}

/// How much of the input has been read, on a terminal; nothing elsewhere, and nothing where the input is typed.
fn progress(file: Option<&str>) -> Result<ProgressBar, Box<dyn Error>> {
    if file.is_none() && io::stdin().is_terminal() {
        return Ok(ProgressBar::hidden());
    }
    let size = file.and_then(|file| std::fs::metadata(file).ok()).filter(std::fs::Metadata::is_file).map(|file| file.len());
    let (bar, style) = match size {
        Some(size) => (ProgressBar::new(size), "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"),
        None => (ProgressBar::no_length(), "{spinner} {bytes}, {bytes_per_sec}"),
    };
    Ok(bar.with_style(ProgressStyle::with_template(style)?))
}

/// Where the asked columns stand; an error if one is missing or double, or if the input has a column that is to be appended.
fn columns(header: &ByteRecord) -> Result<[usize; 3], String> {
    let name = |field: &[u8]| String::from_utf8_lossy(field).trim().to_owned();
    let names: Vec<String> = header.iter().map(name).collect();
    if names.is_empty() {
        return Err(format!("the input is empty; its first line must name the columns {}", ASKED.join(", ")));
    }
    if let Some(taken) = APPENDED.into_iter().find(|appended| names.iter().any(|name| name == appended)) {
        return Err(format!("the input already has a column `{taken}`, which is to be appended; rename it"));
    }
    let mut places = [0; 3];
    for (place, wanted) in places.iter_mut().zip(ASKED) {
        let mut found = names.iter().enumerate().filter(|(_, name)| *name == wanted).map(|(place, _)| place);
        *place = match (found.next(), found.next()) {
            (Some(one), None) => one,
            (Some(_), Some(_)) => return Err(format!("the input has more than one column `{wanted}`")),
            (None, _) => return Err(format!("the input lacks the column `{wanted}`; its columns are {}", names.join(", "))),
        };
    }
    Ok(places)
}
