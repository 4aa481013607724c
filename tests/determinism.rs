//! The same question, the same bytes: from one thread or many, from one engine or another, wherever and in whatever surroundings it is
//! asked. That the order of files, keys and rules never matters is a law of the engine; see `tests/laws.rs`.

mod support;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, PersonId, Question, Quick};
use support::{Folder, example, root};

const WAYS: [Presence; 3] = [Presence::Visit, Presence::Transit, Presence::Overflight];

/// An engine of its own on the shipped rules.
fn engine() -> Engine {
    Engine::new(Draft::embedded().check().unwrap_or_else(|error| panic!("{error}")))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Questions about many persons in many places, at both ends of the calendar and between.
fn questions(engine: &Engine) -> Vec<Question> {
    let book = engine.rulebook();
    let days = [Day::MIN, day("2002-06-30"), day("2011-03-04"), day("2023-10-12"), book.as_of(), Day::MAX];
    let pairs = book.persons().step_by(9).flat_map(|person| book.destinations().step_by(31).map(move |place| (person, place)));
    let question = |(at, (person, place)): (usize, (&icc_arrest_risk::rulebook::Named, &icc_arrest_risk::rulebook::Named))| {
        let presence = WAYS[at % WAYS.len()];
        Question { presence, ..Question::new(&*person.id, &*place.id, days[at % days.len()]) }
    };
    pairs.enumerate().map(question).collect()
}

/// All that is said to a question: text, data, what would turn it, the same in short.
fn said(engine: &Engine, question: &Question) -> String {
    let answer = engine.ask(question).unwrap();
    let pivots: Vec<String> = answer.pivots().iter().map(ToString::to_string).collect();
    let brief = engine.brief(question).unwrap();
    format!("{answer}\n{}\n{pivots:?}\n{:?}", serde_json::to_string(&answer).unwrap(), brief.sense())
}

/// All quick answers: one day everywhere, in columns, and over all of time.
fn quick(engine: &Engine) -> (Vec<Quick>, Vec<Quick>, String) {
    let mut sweep = Vec::new();
    engine.sweep(day("2024-09-03"), Presence::Visit, &mut sweep);
    let pairs: Vec<(PersonId, DestinationId)> =
        engine.person_ids().flat_map(|person| engine.destination_ids().map(move |place| (person, place))).collect();
    let (persons, places): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let days: Vec<Day> = (0..persons.len()).map(|at| day("1998-01-01").plus_days(at as u32 % 10_500).unwrap()).collect();
    let mut column = sweep.clone();
    engine.column(&persons, &places, &days, Presence::Transit, &mut column).unwrap();
    let person = engine.person_id("putin").unwrap();
    let stretches = engine.sweep_person(person, Presence::Visit);
    let all = stretches.map(|stretch| {
        let reasons: Vec<String> = engine.reasons(stretch.quick).iter().map(ToString::to_string).collect();
        format!("{:?} {:?} {:?} {reasons:?}\n", stretch.from, stretch.until, stretch.quick.verdict())
    });
    (sweep, column, all.collect())
}

#[test]
fn many_threads_say_what_one_says() {
    let alone = engine();
    let questions = questions(&alone);
    assert!(questions.len() > 50, "{} questions", questions.len());
    let expected: Vec<String> = questions.iter().map(|question| said(&alone, question)).collect();
    let expected_quick = quick(&alone);
    // An engine that nobody has asked yet, so that what it makes at its first question is made under them all.
    let shared = engine();
    let start = std::sync::Barrier::new(8);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (shared, questions, expected, expected_quick, start) = (&shared, &questions, &expected, &expected_quick, &start);
            scope.spawn(move || {
                start.wait();
                assert!(quick(shared) == *expected_quick, "thread {thread}");
                // Each begins elsewhere.
                for at in 0..questions.len() {
                    let at = (at + thread * 7) % questions.len();
                    assert_eq!(said(shared, &questions[at]), expected[at], "thread {thread}");
                }
            });
        }
    });
}

#[test]
fn two_engines_are_the_same() {
    let (one, other) = (engine(), engine());
    assert!(quick(&one) == quick(&other));
    for question in questions(&one) {
        assert_eq!(said(&one, &question), said(&other, &question));
    }
    assert_eq!(Draft::embedded().to_files(), Draft::embedded().to_files());
    let known = day("2019-05-06");
    assert!(quick(&one.known_at(known)) == quick(&other.known_at(known)));
}

#[cfg(feature = "digest")]
#[test]
fn two_engines_give_the_same_digest_and_receipts() {
    let (one, other) = (engine(), engine());
    assert_eq!(one.rulebook().digest(), other.rulebook().digest());
    for question in questions(&one) {
        let receipt = |engine: &Engine| serde_json::to_string(&engine.ask(&question).unwrap().receipt()).unwrap();
        assert_eq!(receipt(&one), receipt(&other));
    }
}

/// What a command prints and how it ends, in surroundings that hold nothing but these variables.
fn run(args: &[&str], surroundings: &BTreeMap<&str, &str>, dir: &std::path::Path) -> (Vec<u8>, Vec<u8>, Option<i32>) {
    let mut command = Command::new(example(args[0]));
    command.args(&args[1..]).env_clear().envs(surroundings).current_dir(dir);
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output.stdout, output.stderr, output.status.code())
}

#[test]
fn surroundings_change_nothing() {
    let file = |name: &str| root().join(name).to_str().unwrap().to_owned();
    let (rules, scenario) = (file("rules"), file("examples/scenarios/kyrgyzstan-ratifies.toml"));
    let (journey, policy) = (file("examples/itineraries/moscow-to-ulaanbaatar.toml"), file("examples/policies/boarding.toml"));
    let trips = Folder::empty();
    let table =
        trips.write("trips.csv", "person,destination,date\nPutin,Mongolia,2024-09-03\nAL-BASHIR,Kenya,2010-08-27\nİ,I,2023-02-29\n");
    let commands: [&[&str]; 9] = [
        &["assess", "Vladimir Putin", "Kyrgyzstan", "2023-10-12", "--pivots"],
        &["assess", "ПУТИН", "türkiye", "2023-10-12", "--json"],
        &["assess", "Putin", "nowhere", "2023-10-12"],
        &["timeline", "Vladimir Putin", "Armenia"],
        &["screen", table.to_str().unwrap()],
        &["check", &rules],
        &["whatif", &scenario],
        &["itinerary", &journey, "--policy", &policy],
        &["replay_2023"],
    ];
    let plain = BTreeMap::from([("LC_ALL", "C"), ("TZ", "UTC")]);
    let elsewhere = Folder::empty();
    for command in commands {
        let expected = run(command, &plain, root());
        assert!(!expected.0.is_empty() || !expected.1.is_empty(), "{command:?} says nothing");
        for surroundings in [
            BTreeMap::new(),
            // Where I has no dot and days begin half a day earlier.
            BTreeMap::from([
                ("LC_ALL", "tr_TR.UTF-8"),
                ("LANGUAGE", "ar"),
                ("TZ", "Pacific/Kiritimati"),
                ("HOME", "/nonexistent"),
                ("CARGO_MANIFEST_DIR", "/nonexistent"),
                ("COLUMNS", "20"),
                ("TERM", "dumb"),
                ("SOURCE_DATE_EPOCH", "0"),
            ]),
        ] {
            assert!(run(command, &surroundings, elsewhere.path()) == expected, "{command:?} under {surroundings:?}");
        }
    }
}

#[test]
fn exported_tables_are_the_same_everywhere() {
    let rules = Folder::of(&support::base());
    let tables = |surroundings: BTreeMap<&str, &str>| {
        let folder = Folder::empty();
        let (rules, out) = (rules.path().to_str().unwrap(), folder.path().join("tables"));
        let (_, err, status) = run(&["table", "--rules", rules, "--out", out.to_str().unwrap()], &surroundings, folder.path());
        assert_eq!(status, Some(0), "{}", String::from_utf8_lossy(&err));
        support::files(&out)
    };
    let plain = tables(BTreeMap::from([("LC_ALL", "C"), ("TZ", "UTC")]));
    assert!(plain.len() > 3 && plain.values().all(|bytes| !bytes.is_empty()));
    assert!(tables(BTreeMap::from([("LC_ALL", "tr_TR.UTF-8"), ("TZ", "Pacific/Kiritimati"), ("HOME", "/nonexistent")])) == plain);
}
