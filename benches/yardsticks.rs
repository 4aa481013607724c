//! The engine beside code written by hand for this one question, in the same run, on the same questions and facts.
//!
//! `cargo bench --bench yardsticks` compares every answer first and then measures in rounds, each way once a round in turn, so that a
//! busy machine slows all alike; the last lines are ratios of the lower quartiles. The facts are the shipped ones, each taken as
//! certain, so that every pair can be asked about; where all that a pair hangs on is known exactly, the engine on the facts as shipped is
//! held to the same answers.

#[allow(dead_code, reason = "every bench uses a part of it")]
mod grown;
mod yardstick;

use std::hint::black_box;
use std::time::Instant;

use icc_arrest_risk::vocabulary::{Presence, Term};
use icc_arrest_risk::{Day, DestinationId, Engine, PersonId, Quick, Values};
use yardstick::factored::Factored;
use yardstick::facts::Facts;
use yardstick::scan::scan;

const ROUNDS: usize = 401;
/// Few enough for a round to be done before another process gets its turn.
const QUESTIONS: usize = 20_000;

/// The sets of values one after the other, as the yardsticks have them.
fn bits(quick: Quick) -> u32 {
    fn of<T: Term>(values: Values<T>, from: usize) -> u32 {
        values.possible().fold(0, |bits, value| bits | 1 << (from + usize::from(value.code())))
    }
    of(quick.verdict(), 0) | of(quick.duty(), 4) | of(quick.risk(), 9) | of(quick.membership(), 14) | of(quick.warrant(), 23)
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// The files with every event taken as certain, on the first of its possible days, and without those of which nobody knows what they
/// did. Each event stands on a line of its own.
fn certain(files: &[(String, String)]) -> Vec<(String, String)> {
    let settle = |line: &str| {
        let is_event = line.trim_start().starts_with("{ on =");
        if is_event && line.contains("\"unknown\"") {
            return None;
        }
        let line = line.replace("certain = false", "certain = true");
        match (line.split_once("{ earliest = "), line.split_once(" }")) {
            (Some((before, rest)), Some((_, after))) if is_event => Some(format!("{before}{}{after}", rest.get(..10)?)),
            _ => Some(line),
        }
    };
    files.iter().map(|(name, text)| (name.clone(), text.lines().filter_map(settle).collect::<Vec<_>>().join("\n"))).collect()
}

/// The lower quartile of the time of each way in nanoseconds, the ways taken in turn.
fn measure<const N: usize>(mut ways: [&mut dyn FnMut(); N]) -> [f64; N] {
    let mut times: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for _ in 0..ROUNDS {
        for (way, times) in ways.iter_mut().zip(&mut times) {
            let start = Instant::now();
            way();
            times.push(start.elapsed().as_secs_f64() * 1e9);
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ROUNDS / 4]
    })
}

fn main() {
    let shipped = Engine::embedded();
    let all = grown::files();
    let known = certain(&all);
    let engine = &match Engine::from_files(known.clone()) {
        Ok(engine) => engine,
        Err(error) => panic!("{error}"),
    };
    engine.warm_up();
    let (persons, places): (Vec<PersonId>, Vec<DestinationId>) = (engine.person_ids().collect(), engine.destination_ids().collect());
    let ids = |named: Vec<Option<&icc_arrest_risk::rulebook::Named>>| -> Vec<String> {
        named.into_iter().flatten().map(|named| named.id.clone()).collect()
    };
    let person_ids = ids(persons.iter().map(|id| engine.person_of(*id)).collect());
    let place_ids = ids(places.iter().map(|id| engine.destination_of(*id)).collect());
    let (facts, all) = (Facts::read(&known, &person_ids, &place_ids), Facts::read(&all, &person_ids, &place_ids));
    let factored = Factored::new(&facts);

    let first: Day = "1998-01-01".parse().expect("a day");
    let mut dice = Dice(11);
    let day = |dice: &mut Dice| first.plus_days(dice.roll(10_500) as u32).expect("within the calendar");

    // All answers must be the same before anything is timed.
    let (mut compared, mut held, mut left_out, mut differ) = (0usize, 0usize, 0usize, 0usize);
    let mut settled: Vec<(usize, usize)> = Vec::new();
    for person in 0..persons.len() {
        for place in 0..places.len() {
            if !facts.is_settled(person, place) {
                left_out += 1;
                continue;
            }
            settled.push((person, place));
            let edges = engine.sweep_person(persons[person], Presence::Visit).filter(|stretch| stretch.destination == places[place]);
            let edges: Vec<Day> = if place % 16 == person % 16 { edges.filter_map(|stretch| stretch.from).collect() } else { Vec::new() };
            let eves: Vec<Day> = edges.iter().filter_map(|day| day.previous()).collect();
            for on in edges.into_iter().chain(eves).chain((0..12).map(|_| day(&mut dice))) {
                for presence in Presence::ALL {
                    let ours = bits(engine.quick(persons[person], places[place], on, *presence));
                    let theirs = [scan(&facts, person, place, on, *presence), factored.answer(person, place, on, *presence)];
                    compared += 1;
                    let mut same = theirs == [ours; 2];
                    if all.is_settled(person, place) {
                        held += 1;
                        same &= bits(shipped.quick(persons[person], places[place], on, *presence)) == ours;
                    }
                    if !same {
                        differ += 1;
                        if differ < 10 {
                            println!(
                                "{} in {}, {on}, {presence}: {ours:b}, not {:b} and {:b}",
                                person_ids[person], place_ids[place], theirs[0], theirs[1]
                            );
                        }
                    }
                }
            }
        }
    }
    assert_eq!(differ, 0, "answers differ; nothing is timed");
    println!(
        "{compared} answers compared and equal, {held} of them on the facts as shipped too; {} pairs, {left_out} more left out",
        settled.len()
    );

    let questions: Vec<(u32, u32, Day)> = (0..QUESTIONS)
        .map(|_| {
            let (person, place) = settled[dice.roll(settled.len())];
            (person as u32, place as u32, day(&mut dice))
        })
        .collect();
    let asked: Vec<(PersonId, DestinationId, Day)> =
        questions.iter().map(|(p, d, on)| (persons[*p as usize], places[*d as usize], *on)).collect();
    let per = |time: f64, count: usize| time / count as f64;

    let [ours, hand, naive] = measure([
        &mut || asked.iter().for_each(|(p, d, on)| _ = black_box(engine.quick(*p, *d, *on, Presence::Visit))),
        &mut || questions.iter().for_each(|(p, d, on)| _ = black_box(factored.answer(*p as usize, *d as usize, *on, Presence::Visit))),
        &mut || questions.iter().for_each(|(p, d, on)| _ = black_box(scan(&facts, *p as usize, *d as usize, *on, Presence::Visit))),
    ]);
    println!(
        "single, random order: {:.2} ns, factored {:.2} ns, scan {:.1} ns",
        per(ours, QUESTIONS),
        per(hand, QUESTIONS),
        per(naive, QUESTIONS)
    );
    let (single, scanned) = (ours / hand, ours / naive);

    let column = |name: &str, questions: &[(u32, u32, Day)]| {
        let (p, d): (Vec<u32>, Vec<u32>) = questions.iter().map(|(p, d, _)| (*p, *d)).unzip();
        let on: Vec<Day> = questions.iter().map(|(_, _, on)| *on).collect();
        let (who, to): (Vec<PersonId>, Vec<DestinationId>) =
            (p.iter().map(|p| persons[*p as usize]).collect(), d.iter().map(|d| places[*d as usize]).collect());
        let (mut answers, mut others) = (vec![engine.quick(who[0], to[0], on[0], Presence::Visit); p.len()], vec![0; p.len()]);
        let [ours, hand] =
            measure([&mut || engine.column(&who, &to, &on, Presence::Visit, black_box(&mut answers)).expect("equally long"), &mut || {
                factored.column(&p, &d, &on, Presence::Visit, black_box(&mut others))
            }]);
        println!("column, {name}: {:.2} ns, factored {:.2} ns", per(ours, p.len()), per(hand, p.len()));
        ours / hand
    };
    let unsorted = column("random order", &questions);
    let mut sorted = questions.clone();
    sorted.sort();
    let sorted = column("sorted", &sorted);

    let days: Vec<Day> = (0..50).map(|_| day(&mut dice)).collect();
    let (mut answers, mut others) = (Vec::new(), Vec::new());
    let pairs = persons.len() * places.len() * days.len();
    let [ours, hand] =
        measure([&mut || days.iter().for_each(|on| engine.sweep(*on, Presence::Visit, black_box(&mut answers))), &mut || {
            days.iter().for_each(|on| factored.sweep(*on, Presence::Visit, black_box(&mut others)))
        }]);
    println!("sweep: {:.3} ns a pair, factored {:.3} ns", per(ours, pairs), per(hand, pairs));

    println!("ratio single {single:.2}");
    println!("ratio column {:.2}", unsorted.max(sorted));
    println!("ratio sweep {:.2}", ours / hand);
    println!("ratio scan {scanned:.3}");
}
