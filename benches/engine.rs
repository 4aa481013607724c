//! Every way to ask, the load, and how they grow. `cargo bench --bench engine`.

#[allow(dead_code, reason = "every bench uses a part of it")]
mod grown;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use grown::{grown, load};
use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, Overlay, PersonId};

fn questions(engine: &Engine, count: usize) -> (Vec<PersonId>, Vec<DestinationId>, Vec<Day>) {
    let (persons, destinations): (Vec<_>, Vec<_>) = (engine.person_ids().collect(), engine.destination_ids().collect());
    let first: Day = "1998-01-01".parse().expect("a day");
    let mut seed = 5u64;
    let mut roll = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % sides
    };
    let mut asked = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..count {
        asked.0.push(persons[roll(persons.len())]);
        asked.1.push(destinations[roll(destinations.len())]);
        asked.2.push(first.plus_days(roll(10_500) as u32).expect("within the calendar"));
    }
    asked
}

const COUNT: usize = 50_000;

fn singles(bench: &mut Criterion, name: &str, engine: &Engine) {
    let (persons, destinations, days) = questions(engine, COUNT);
    let mut group = bench.benchmark_group(name.to_owned());
    group.throughput(Throughput::Elements(COUNT as u64));
    group.bench_function("single", |b| {
        b.iter(|| {
            for ((person, destination), on) in persons.iter().zip(&destinations).zip(&days) {
                black_box(engine.quick(*person, *destination, *on, Presence::Visit));
            }
        });
    });
    group.finish();
}

fn ask(bench: &mut Criterion) {
    let engine = Engine::embedded();
    singles(bench, "shipped", engine);
    let (persons, destinations, days) = questions(engine, COUNT);
    let mut answers = vec![engine.quick(persons[0], destinations[0], days[0], Presence::Visit); COUNT];
    let mut group = bench.benchmark_group("ask");
    group.throughput(Throughput::Elements(COUNT as u64));
    group.bench_function("column, random order", |b| {
        b.iter(|| engine.column(&persons, &destinations, &days, Presence::Visit, &mut answers))
    });
    let mut sorted: Vec<_> = persons.iter().zip(&destinations).zip(&days).map(|((p, d), on)| (*p, *d, *on)).collect();
    sorted.sort();
    let persons: Vec<_> = sorted.iter().map(|(p, ..)| *p).collect();
    let destinations: Vec<_> = sorted.iter().map(|(_, d, _)| *d).collect();
    let days: Vec<_> = sorted.iter().map(|(.., on)| *on).collect();
    group.bench_function("column, sorted", |b| b.iter(|| engine.column(&persons, &destinations, &days, Presence::Visit, &mut answers)));
    let mut swept = Vec::new();
    group.throughput(Throughput::Elements((engine.person_ids().len() * engine.destination_ids().len()) as u64));
    let on: Day = "2023-10-12".parse().expect("a day");
    group.bench_function("sweep, one day", |b| b.iter(|| engine.sweep(on, Presence::Visit, &mut swept)));
    group.throughput(Throughput::Elements(1));
    let person = engine.person_id("putin").expect("known");
    group.bench_function("sweep, one person, all of time", |b| b.iter(|| engine.sweep_person(person, Presence::Visit).count()));
    group.bench_function("assess", |b| b.iter(|| engine.assess("putin", "KG", on)));
    group.bench_function("assess and print", |b| b.iter(|| engine.assess("putin", "KG", on).map(|answer| answer.to_string())));
    group.finish();
}

fn loading(bench: &mut Criterion) {
    let mut group = bench.benchmark_group("load");
    group.bench_function("read", |b| b.iter(Draft::embedded));
    // A draft that was checked once does not prove the same law again, so each time it is a new one.
    group.bench_function("check and prove", |b| {
        b.iter_batched(Draft::embedded, |draft| draft.check().is_ok(), BatchSize::PerIteration);
    });
    let draft = Draft::embedded();
    let book = || draft.check().expect("the shipped rules");
    group.bench_function("timelines and names", |b| b.iter_batched(book, Engine::new, BatchSize::PerIteration));
    group.bench_function("compile", |b| b.iter_batched(|| Engine::new(book()), |engine| engine.warm_up(), BatchSize::PerIteration));
    group.bench_function("whole", |b| {
        b.iter_with_large_drop(|| {
            let engine = Engine::new(Draft::embedded().check().expect("the shipped rules"));
            engine.warm_up();
            engine
        });
    });
    let overlay = Overlay::read("kg.toml", "[states.KG]\nevents = [{ on = 2023-06-01, what = \"deposited\", by = \"ratification\" }]\n");
    group.bench_function("overlay on a draft", |b| {
        b.iter_with_large_drop(|| {
            let engine = Engine::new(draft.with(&overlay).check().expect("a good overlay"));
            engine.warm_up();
            engine
        });
    });
    let (one, other) = (Engine::new(book()), Engine::new(draft.with(&overlay).check().expect("a good overlay")));
    group.bench_function("diff, one state changed", |b| b.iter(|| one.diff(&other).len()));
    // A law that differs in one place makes every pair suspect.
    let rule = Overlay::read(
        "rule.toml",
        "[law.duty.rule.not-bound]\nwhen = { warrant = [\"sealed\", \"outstanding\", \"arrested\"], request = \"made\", basis = \"none\" }\nthen = \"good-faith\"\nlaw = [\"l\"]\nbecause = \"b\"\n",
    );
    let other = Engine::new(draft.with(&rule).check().expect("a good overlay"));
    assert!(one.diff(&other).len() > 1000, "the law must differ for many pairs");
    group.sample_size(10);
    group.bench_function("diff of all pairs", |b| b.iter(|| one.diff(&other).len()));
    group.finish();
}

fn growth(bench: &mut Criterion) {
    for what in ["rules", "states", "persons", "events"] {
        let files = grown(what);
        let mut group = bench.benchmark_group(format!("ten times the {what}"));
        group.sample_size(10);
        group.bench_function("load", |b| b.iter(|| load(&files)));
        group.finish();
        singles(bench, &format!("ten times the {what}"), &load(&files));
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1)).sample_size(20);
    targets = ask, loading, growth
}
criterion_main!(benches);
