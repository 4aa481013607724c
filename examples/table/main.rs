//! The decision as plain tables, for whoever asks in a database: for each person and destination the stretches of days with their answer,
//! what names mean which person or destination, what the rules say, and a data dictionary.
//!
//! `cargo run --release --example table -- --out DIR`
//!
//! The dictionary is a Data Package (`datapackage.json`), which says of each file and column what it means. `--features digest` adds the
//! digest of the rulebook. `examples/sql/` joins the tables in DuckDB and in Spark.

mod answers;
mod dictionary;
mod folder;
mod names;
mod rules;
#[path = "../shared/mod.rs"]
mod shared;
mod table;

use std::path::Path;
use std::process::ExitCode;

use icc_arrest_risk::vocabulary::{Presence, Term};
use shared::Args;

const USAGE: &str = "usage: table --out DIR [--known-at DAY] [--rules DIR]";

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = Args::from_env(&["--out", "--known-at", "--rules"], &[])?;
    let [] = args.positional()?;
    let out = args.option("--out").ok_or_else(|| shared::misuse("--out is missing"))?;
    let (rules, known_at) = (args.option("--rules"), args.option("--known-at"));
    let folder = folder::Folder::open(Path::new(&out))?;
    let engine = shared::engine(rules.as_deref(), known_at.as_deref())?;

    let mut tables: Vec<table::Table> = Presence::ALL.iter().map(|presence| answers::of(engine, *presence)).collect();
    tables.extend([names::of_persons(engine), names::of_destinations(engine), rules::of(engine.rulebook().law())]);
    let known_at = known_at.map(|day| day.parse()).transpose()?;
    folder.write(&tables, &dictionary::of(engine.rulebook(), known_at, &tables))?;
    for table in &tables {
        println!("{out}/{}: {} rows", table.file(), table.rows.len());
    }
    println!("{out}/{}: what they mean", folder::DICTIONARY);
    Ok(())
}
