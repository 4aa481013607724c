//! Every way to ask, the load, and how they grow. `cargo bench --bench engine`.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, Overlay, PersonId};

type Files = Vec<(String, String)>;

fn files() -> Files {
    fn collect(dir: &std::path::Path, prefix: &str, files: &mut Files) {
        for entry in std::fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("readable").path();
            let name = format!("{prefix}{}", path.file_name().unwrap_or_default().to_string_lossy());
            if path.is_dir() {
                collect(&path, &format!("{name}/"), files);
            } else if name.ends_with(".toml") {
                files.push((name, std::fs::read_to_string(path).expect("readable")));
            }
        }
    }
    let mut files = Vec::new();
    collect(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), "", &mut files);
    files
}

/// The shipped rules and ten times as much of one thing.
fn grown(what: &str) -> Files {
    let mut text = String::new();
    let name = match what {
        "rules" => {
            // A decision of a user's own with several times the rules of the law: one for each combination of these attributes.
            text.push_str("decision = \"carrier\"\nasks = \"What does the desk do?\"\nconclusions = [\"go\", \"ask\"]\n");
            for office in ["none", "head-of-state", "head-of-government", "foreign-minister", "other-immunity"] {
                for stance in ["silent", "pledged", "refused"] {
                    for record in ["none", "arrested", "let-go", "both"] {
                        for presence in ["visit", "transit", "overflight"] {
                            for law in ["not-recorded", "in-force"] {
                                for control in ["government", "other"] {
                                    let then = if office == "none" { "go" } else { "ask" };
                                    let _ = writeln!(text, "[rule.r-{office}-{stance}-{record}-{presence}-{law}-{control}]");
                                    let _ = writeln!(
                                        text,
                                        "when = {{ office = \"{office}\", stance = \"{stance}\", record = \"{record}\", presence = \"{presence}\", implementation = \"{law}\", control = \"{control}\" }}"
                                    );
                                    let _ = writeln!(text, "then = \"{then}\"\nlaw = [\"desk\"]\nbecause = \"b\"");
                                }
                            }
                        }
                    }
                }
            }
            "law/carrier.toml"
        }
        "states" => {
            text.push_str("source = \"rules-embedded\"\n");
            for number in 0..2400 {
                let _ = writeln!(
                    text,
                    "[X-{number}]\nname = \"Place {number}\"\nof = \"FR\"\nevents = [{{ on = 20{:02}-01-01, what = \"excluded\" }}, {{ on = 2025-01-01, what = \"extended\" }}]",
                    number % 24
                );
            }
            "territories/grown.toml"
        }
        "persons" => {
            text.push_str("source = \"rules-embedded\"\n");
            for number in 0..700 {
                let year = 2003 + number % 20;
                let _ = writeln!(
                    text,
                    "[grown-{number}]\nname = \"Person {number}\"\nnationality = [\"RU\"]\nevents = [{{ on = {year}-02-01, what = \"took-office\", office = \"head-of-state\" }}]\n[grown-{number}.warrants.w]\nsituation = \"ukraine\"\noffence = \"core\"\nevents = [{{ on = {year}-03-01, what = \"issued\" }}]"
                );
            }
            "persons/grown.toml"
        }
        _ => {
            text.push_str("source = \"rules-embedded\"\n[grown]\nname = \"Grown\"\nnationality = [\"RU\"]\nevents = [\n");
            for number in 0..4000u32 {
                let (year, month, day) = (1930 + number / 55, 1 + number / 5 % 11, 1 + number % 5 * 5);
                let _ = writeln!(
                    text,
                    "{{ on = {year}-{month:02}-{day:02}, what = \"{}\", office = \"head-of-state\" }},",
                    if number % 2 == 0 { "took-office" } else { "left-office" }
                );
            }
            text.push_str("]\n");
            "persons/grown.toml"
        }
    };
    let mut files = files();
    files.push((name.to_owned(), text));
    files.push((
        "sources/grown.toml".to_owned(),
        "[rules-embedded]\ntitle = \"t\"\nby = \"b\"\nrank = \"reference\"\nat = \"a\"\nread = 2026-01-01\n".to_owned(),
    ));
    files
}

fn load(files: &Files) -> Engine {
    let engine = match Engine::from_files(files.iter().map(|(name, text)| (name.as_str(), text))) {
        Ok(engine) => engine,
        Err(error) => panic!("{error}"),
    };
    engine.warm_up();
    engine
}

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
    let draft = Draft::embedded();
    group.bench_function("check and prove", |b| b.iter(|| draft.check().is_ok()));
    let book = || draft.check().expect("the shipped rules");
    group.bench_function("timelines and names", |b| b.iter_batched(book, Engine::new, BatchSize::PerIteration));
    group.bench_function("compile", |b| b.iter_batched(|| Engine::new(book()), |engine| engine.warm_up(), BatchSize::PerIteration));
    group.bench_function("whole", |b| {
        b.iter(|| {
            let engine = Engine::new(Draft::embedded().check().expect("the shipped rules"));
            engine.warm_up();
            engine
        });
    });
    let overlay = Overlay::read("kg.toml", "[states.KG]\nevents = [{ on = 2023-06-01, what = \"deposited\", by = \"ratification\" }]\n");
    group.bench_function("overlay on a draft", |b| {
        b.iter(|| {
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
        "[law.risk.rule.no-duty]\nwhen = { verdict = \"not-enforceable\", stance = [\"silent\", \"refused\"] }\nthen = \"none\"\nlaw = [\"l\"]\nbecause = \"b\"\n",
    );
    if let Ok(book) = draft.with(&rule).check() {
        let other = Engine::new(book);
        group.sample_size(10);
        group.bench_function("diff of all pairs", |b| b.iter(|| one.diff(&other).len()));
    }
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
