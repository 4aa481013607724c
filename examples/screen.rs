//! A CSV with the columns `person`, `destination`, `date` (in any order, among others) in; the same rows in the same order with the
//! answers appended out. It streams: memory does not grow with the file. The exit status is 1 if any row has an error.
//!
//! `cargo run --example screen -- FILE.csv`, or a CSV on standard input

mod shared;

use std::error::Error;
use std::fs::File;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use csv::{ByteRecord, ReaderBuilder, Writer};
use icc_arrest_risk::vocabulary::Term;
use icc_arrest_risk::{Day, Engine, Finding};
use shared::Args;

const USAGE: &str = "usage: screen [FILE.csv] [--strict] [--known-at DAY] [--rules DIR]";

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
    let mut args = Args::from_env(&["--known-at", "--rules"], &["--strict"])?;
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    let file = args.at_most_one()?;
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;
    let output = io::stdout().lock();
    match file {
        Some(file) => {
            let input = File::open(file).map_err(|error| format!("cannot read `{file}`: {error}"))?;
            screen(engine, args.flag("--strict"), input, output)
        }
        None => screen(engine, args.flag("--strict"), io::stdin().lock(), output),
    }
}

fn screen(engine: &Engine, strict: bool, input: impl Read, output: impl Write) -> Result<u64, Box<dyn Error>> {
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(input);
    let mut header = reader.byte_headers()?.clone();
    let asked = columns(&header)?;
    let width = header.len();
    header.extend(APPENDED);
    let mut writer = Writer::from_writer(output);
    writer.write_byte_record(&header)?;
    let (mut row, mut errors) = (ByteRecord::new(), 0);
    while reader.read_byte_record(&mut row)? {
        let answer = fit(&mut row, width).and_then(|()| answer(engine, strict, &row, asked));
        match answer {
            Ok(answer) => row.extend(answer),
            Err(reason) => {
                errors += 1;
                row.extend([""; APPENDED.len() - 1]);
                row.push_field(reason.as_bytes());
            }
        }
        writer.write_byte_record(&row)?;
    }
    writer.flush()?;
    Ok(errors)
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

/// Gives a row as many fields as the header has; what was beyond them is told, not lost.
fn fit(row: &mut ByteRecord, width: usize) -> Result<(), String> {
    let found = row.len();
    if found == width {
        return Ok(());
    }
    let surplus: Vec<String> = row.iter().skip(width).map(|field| String::from_utf8_lossy(field).into_owned()).collect();
    row.truncate(width);
    row.extend(std::iter::repeat_n("", width.saturating_sub(found)));
    match surplus.as_slice() {
        [] => Err(format!("the row has {found} fields, the header {width}")),
        surplus => Err(format!("the row has {found} fields, the header {width}; left over: {}", surplus.join(", "))),
    }
}

fn answer(engine: &Engine, strict: bool, row: &ByteRecord, asked: [usize; 3]) -> Result<[String; 8], String> {
    let text = |place: usize| std::str::from_utf8(&row[place]).map(str::trim).map_err(|_| "the row is not UTF-8".to_owned());
    let [person, destination, date] = asked;
    let on: Day = text(date)?.parse().map_err(|error: icc_arrest_risk::DayError| error.to_string())?;
    let mut answer = engine.assess(text(person)?, text(destination)?, on).map_err(|error| error.to_string())?;
    if strict {
        answer = answer.strict().map_err(|error| error.to_string())?;
    }
    let edge = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
    let lifetime = answer.verdict_lifetime();
    Ok([
        word(answer.verdict()),
        word(answer.duty()),
        word(answer.risk()),
        word(answer.membership()),
        word(answer.warrant()),
        edge(lifetime.from),
        edge(lifetime.until),
        String::new(),
    ])
}

fn word<T: Term>(finding: Finding<T>) -> String {
    finding.settled().map_or("undetermined", Term::label).to_owned()
}
