//! One engine asked by many threads at once: it is `Sync`, holds no lock and is shared by reference. Prints how many questions a second
//! are answered by one thread, two, and so on up to as many as the machine runs at once, and that the answers are the same.
//!
//! `cargo run --release --example threads`

mod shared;

use std::error::Error;
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Day, DestinationId, Engine, PersonId, Quick};
use shared::Args;

const USAGE: &str = "usage: threads";

/// The questions of one run.
const COUNT: usize = 8_000_000;

/// Questions as columns: the person, the destination and the day at each place.
struct Questions {
    persons: Vec<PersonId>,
    destinations: Vec<DestinationId>,
    days: Vec<Day>,
}

fn main() -> ExitCode {
    shared::finish(USAGE, run())
}

fn run() -> Result<(), Box<dyn Error>> {
    Args::from_env(&[], &[])?.positional::<0>()?;
    let engine = Engine::embedded();
    engine.warm_up();
    let questions = questions(engine)?;
    let mut alone: Option<(f64, Vec<Quick>)> = None;
    let cores = thread::available_parallelism()?.get();
    for threads in 1..=cores {
        let began = Instant::now();
        let answers = ask(engine, &questions, threads)?;
        let rate = COUNT as f64 / began.elapsed().as_secs_f64();
        let (first, same) = alone.get_or_insert_with(|| (rate, answers.clone()));
        if *same != answers {
            return Err("the answers differ from those of one thread".into());
        }
        println!("{threads:>3} threads: {:>6.1} million questions a second, {:.2} times one thread", rate / 1e6, rate / *first);
    }
    println!("The {COUNT} answers are the same each time.");
    Ok(())
}

/// Every part of the columns is answered by a thread of its own.
fn ask(engine: &Engine, questions: &Questions, threads: usize) -> Result<Vec<Quick>, Box<dyn Error>> {
    let Questions { persons, destinations, days } = questions;
    let anything = engine.quick(persons[0], destinations[0], days[0], Presence::Visit);
    let mut answers = vec![anything; COUNT];
    let part = COUNT.div_ceil(threads);
    thread::scope(|scope| {
        let parts = persons.chunks(part).zip(destinations.chunks(part)).zip(days.chunks(part)).zip(answers.chunks_mut(part));
        let asking: Vec<_> = parts
            .map(|(((persons, destinations), days), answers)| {
                scope.spawn(move || engine.column(persons, destinations, days, Presence::Visit, answers))
            })
            .collect();
        asking.into_iter().try_for_each(|asked| asked.join().map_err(|_| "a thread broke off")?.map_err(Into::into))
    })
    .map(|()| answers)
}

/// The same questions in every run, in no order.
fn questions(engine: &Engine) -> Result<Questions, Box<dyn Error>> {
    let (persons, destinations): (Vec<_>, Vec<_>) = (engine.person_ids().collect(), engine.destination_ids().collect());
    let first: Day = "1998-01-01".parse()?;
    let days: Vec<Day> = (0..10_500).filter_map(|days| first.plus_days(days)).collect();
    let mut seed = 5u64;
    let mut roll = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % sides
    };
    let mut asked = Questions { persons: Vec::new(), destinations: Vec::new(), days: Vec::new() };
    for _ in 0..COUNT {
        asked.persons.push(persons[roll(persons.len())]);
        asked.destinations.push(destinations[roll(destinations.len())]);
        asked.days.push(days[roll(days.len())]);
    }
    Ok(asked)
}
