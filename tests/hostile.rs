//! Input that means harm, or none: too large, too deep, too open, cut off, turned round, at the ends of the calendar. Each is answered or
//! refused at its place, never with a panic. `fuzz/` looks for more of them.

#[path = "support/inputs.rs"]
mod inputs;
mod support;

use std::fmt::Write as _;

use icc_arrest_risk::rulebook::{Base, Code, limits};
use icc_arrest_risk::vocabulary::{Membership, Presence, Verdict};
use icc_arrest_risk::{AskError, Day, Draft, Engine, Itinerary, LoadError, Overlay, Question, Receipt, Rulebook};
use support::Folder;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The small rulebook with one more file, or with another in place of one.
fn with(name: &str, text: impl Into<Vec<u8>>) -> Draft {
    let mut files = support::base();
    files.insert(name.to_owned(), text.into());
    Draft::from_files(files)
}

/// The small rulebook under an overlay.
fn under(overlay: &str) -> Result<Rulebook, LoadError> {
    Draft::from_files(support::base()).with(&Overlay::read("o.toml", overlay)).check()
}

// What is read with mutations.

/// A generator of numbers that is the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// A text with something done to it: bits turned, an end cut off, a piece doubled or taken from another text.
fn mutated(dice: &mut Dice, text: &[u8], other: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    for _ in 0..=dice.below(3) {
        let place = dice.below(text.len());
        match dice.below(6) {
            0 => text.truncate(place),
            1 if !text.is_empty() => text[place] ^= 1 << dice.below(8),
            2 if !text.is_empty() => drop(text.remove(place)),
            3 => text.insert(place, b"[]{}=.,\"'#\n\\-09\x00\xff\xe2"[dice.below(18)]),
            4 => {
                let piece = text[place..(place + dice.below(40)).min(text.len())].to_vec();
                let at = dice.below(text.len());
                text.splice(at..at, piece);
            }
            _ => {
                let from = dice.below(other.len());
                let piece = other[from..(from + dice.below(200)).min(other.len())].to_vec();
                text.splice(place..place, piece);
            }
        }
    }
    text
}

/// What is done with an input, the byte that stands before it, and the input.
type Seed = (fn(&[u8]), Option<u8>, Vec<u8>);

/// Every file of the project that one of the targets reads.
fn seeds() -> Vec<Seed> {
    let mut seeds: Vec<Seed> = Vec::new();
    for (name, bytes) in support::files(&support::root().join("tests/bad")) {
        let Some((_, name)) = name.split_once('/').filter(|(case, name)| *case != "base" && name.ends_with(".toml")) else { continue };
        let folder = |known: &&str| known.split('/').next() == name.split('/').next();
        match name {
            "overlay.toml" => seeds.push((inputs::overlay, None, bytes)),
            // Beside the file of the small rulebook where it has one of the same name in another case.
            name => {
                let place = inputs::NAMES.iter().position(|known| *known == name).or_else(|| inputs::NAMES.iter().rposition(folder));
                seeds.push((inputs::reader, Some(place.unwrap_or(inputs::NAMES.len() - 1) as u8), bytes));
            }
        }
    }
    for folder in ["tests/scenarios", "examples/scenarios", "examples/policies"] {
        seeds.extend(support::files(&support::root().join(folder)).into_values().map(|bytes| (inputs::overlay as fn(&[u8]), None, bytes)));
    }
    let itineraries = support::files(&support::root().join("examples/itineraries"));
    seeds.extend(itineraries.into_values().map(|bytes| (inputs::itinerary as fn(&[u8]), None, bytes)));
    seeds.push((inputs::names, None, "Omar al-Bashir\nSouth Africa\n2015-06-14".into()));
    seeds.push((inputs::screen, None, "person,destination,date\nPutin,Mongolia,2024-09-03\n\"al-Bashir\",Kenya,2010-08-27,more\n".into()));
    let receipt = Engine::embedded().assess("putin", "MN", day("2024-09-03")).unwrap().receipt();
    seeds.push((inputs::receipt, None, serde_json::to_vec(&receipt).unwrap()));
    seeds
}

#[test]
fn every_seed_and_its_mutations_are_answered_or_refused() {
    let (seeds, mut dice) = (seeds(), Dice(2002));
    assert!(seeds.len() > 250, "{} seeds", seeds.len());
    let run = |(target, first, _): &Seed, bytes: &[u8]| target(&first.iter().chain(bytes).copied().collect::<Vec<u8>>());
    for seed in &seeds {
        run(seed, &seed.2);
    }
    for round in 0..2_000 {
        let (seed, other) = (&seeds[round % seeds.len()], &seeds[dice.below(seeds.len())]);
        run(seed, &mutated(&mut dice, &seed.2, &other.2));
    }
}

// Limits.

/// The one limit that a load meets, as `file:line:column message`.
#[track_caller]
fn limit(loaded: Result<impl Sized, LoadError>) -> String {
    let Err(error) = loaded else { panic!("it loads") };
    let limits: Vec<_> = error.diagnostics().iter().filter(|problem| problem.code() == Code::Limit).collect();
    let [problem] = limits.as_slice() else { panic!("{error}") };
    assert!(problem.help_text().is_some());
    let place = problem.place().map_or(String::new(), |place| format!("{place} "));
    format!("{place}{}", problem.message())
}

fn repeated(count: usize, mut line: impl FnMut(usize, &mut String)) -> String {
    let mut text = String::new();
    (0..count).for_each(|number| line(number, &mut text));
    text
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = Folder::of(&support::base());
    // Sparse: a hundred megabytes that take no place.
    std::fs::File::create(folder.path().join("states/huge.toml")).unwrap().set_len(100 << 20).unwrap();
    let message = limit(Draft::from_dir(folder.path()).check());
    assert_eq!(message, "states/huge.toml:1:1 the file has more than 1048576 bytes; it was not read");
    let path = folder.path().join("states/huge.toml");
    assert!(limit(Itinerary::from_file(&path)).ends_with("it was not read"));
    assert!(limit(Draft::embedded().with(&Overlay::from_file(&path).unwrap()).check()).ends_with("it was not read"));
    // Of many such files no more is held than a rulebook may have.
    (0..40).for_each(|number| {
        std::fs::File::create(folder.path().join(format!("states/huge-{number}.toml"))).unwrap().set_len(100 << 20).unwrap()
    });
    assert!(Draft::from_dir(folder.path()).check().unwrap_err().diagnostics().len() < 20);
    // To the byte.
    let comment = |bytes: usize| "#".repeat(bytes);
    assert!(with("states/z.toml", comment(limits::FILE_BYTES)).check().is_ok());
    limit(with("states/z.toml", comment(limits::FILE_BYTES + 1)).check());
}

#[test]
fn too_many_files_or_bytes_in_all_are_refused() {
    let empty = (0..=limits::FILES).map(|number| (format!("states/{number}.toml"), ""));
    assert_eq!(limit(Draft::from_files(empty).check()), "a rulebook of 1001 files; no more than 1000 are read");
    let large = (0..17).map(|number| (format!("states/{number}.toml"), "#".repeat(limits::FILE_BYTES)));
    assert_eq!(limit(Draft::from_files(large).check()), "a rulebook of 17825792 bytes; no more than 16777216 are read");
}

/// Each alone would pass the parser, and the tree that it makes could not be dropped on the stack of a thread.
#[test]
fn nesting_is_refused_before_it_is_parsed() {
    let keys = ["a"; 79].join(".");
    let deep = |open: &str, close: &str, times: usize| format!("a = {}1{}", open.repeat(times), close.repeat(times));
    for text in [
        deep("[", "]", 10_000),
        deep("{a=", "}", 10_000),
        format!("[{}]", ["a"; 10_000].join(".")),
        format!("{} = 1", ["a"; 10_000].join(".")),
        deep(&format!("{{{keys}="), "}", 78),
        deep(&format!("{{a=1, {keys}="), "}", 78),
        // What closes something else closes nothing.
        deep("{a.b.c.d.e.f.g.h=]", "}", 78),
        // Quotes in a bare word open no text, a carriage return ends a comment, and a text ends with its line.
        format!("a\"b.{}", deep("{a.b.c=", "}", 30)),
        format!("#\r{}", deep("{a.b.c=", "}", 30)),
        format!("x = \"\n{}", deep("{a.b.c=", "}", 30)),
        format!("x = '''''''''\n{}", deep("{a.b.c=", "}", 30)),
        format!("\u{feff}\"a\".{}", deep("{a.b.c=", "}", 30)),
    ] {
        let message = limit(with("states/z.toml", text.as_str()).check());
        assert!(message.contains("nest deeper than 24 here"), "{message}");
        limit(Itinerary::read("trip.toml", &text));
        limit(under(&text));
    }
    // Dots and brackets in texts and comments are none.
    let text = format!(
        "# {0}\n[ZZ]\nname = \"Z {0} \\\" {0}\"\nnote = '{0}'\nnames = {{ en = \"\"\"{0}\"\"\", fr = '''{0}''' }}\n",
        "[{a.b.c".repeat(25)
    );
    assert!(with("states/z.toml", text).check().is_ok());
}

#[test]
fn half_a_million_mistakes_in_one_line_are_told_once() {
    for text in [format!("a = \"{}\"", "\\q".repeat(500_000)), format!("a = [{}]", "2001-13-01, ".repeat(80_000)), "]\n".repeat(500_000)] {
        let error = with("states/z.toml", text).check().unwrap_err();
        assert!((1..=5).contains(&error.diagnostics().len()), "{}", error.diagnostics().len());
        assert!(error.to_string().len() < 5_000);
    }
}

#[test]
fn more_than_a_rulebook_holds_is_refused_at_its_place() {
    let event = |number: usize, text: &mut String| {
        let (year, month, day) = (1 + number / 336, 1 + number / 28 % 12, 1 + number % 28);
        let what = if number.is_multiple_of(2) { "took-office" } else { "left-office" };
        let _ = writeln!(text, "{{ on = {year:04}-{month:02}-{day:02}, what = \"{what}\", office = \"head-of-state\" }},");
    };
    let person = |id: &str, events: usize| {
        format!("[{id}]\nname = \"{id}\"\nnationality = [\"BB\"]\nsource = \"s\"\nevents = [\n{}]\n", repeated(events, event))
    };
    // A million events do not even fit into a file.
    assert!(limit(with("persons/z.toml", person("zoe", 1_000_000)).check()).ends_with("it was not read"));
    assert_eq!(
        limit(with("persons/z.toml", person("zoe", 10_001)).check()),
        "persons/z.toml:5:10 a list or table of 10001 entries; no more than 10000 are read"
    );
    assert_eq!(
        limit(with("persons/z.toml", person("zoe", 5_001)).check()),
        "persons/z.toml:1:2 5001 events of the person `zoe`; no more than 5000 are read"
    );
    let many: String = (0..11).map(|number| person(&format!("zoe-{number}"), 4_900)).collect();
    let halves = (0..11).map(|number| (format!("persons/z{number}.toml"), person(&format!("zoe-{number}"), 4_900).into_bytes()));
    assert!(many.len() > limits::FILE_BYTES);
    let message = limit(Draft::from_files(support::base().into_iter().chain(halves)).check());
    assert!(message.ends_with("53909 events; no more than 50000 are read"), "{message}");

    let places = |from: usize, to: usize| {
        repeated(to - from, |number, text| {
            let _ = writeln!(text, "[X-{}]\nname = \"X\"\nof = \"AA\"", number + from);
        })
    };
    let files = [("territories/y.toml", places(0, 6_000)), ("territories/z.toml", places(6_000, 12_000))];
    let files = support::base().into_iter().chain(files.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    let message = limit(Draft::from_files(files).check());
    assert!(message.contains("12010 sources, states, territories"), "{message}");

    let aliases = repeated(101, |number, text| {
        let _ = write!(text, "\"z{number}\", ");
    });
    let message = limit(with("persons/z.toml", format!("[zoe]\nname = \"Zoe\"\nnationality = [\"BB\"]\naliases = [{aliases}]\n")).check());
    assert_eq!(message, "persons/z.toml:1:2 101 names of the person `zoe`; no more than 100 are read");
    let named = |name: &str| with("persons/z.toml", format!("[zoe]\nname = \"{name}\"\nnationality = [\"BB\"]\n")).check();
    assert!(named(&"z".repeat(400)).is_ok());
    assert_eq!(limit(named(&"z".repeat(401))), "persons/z.toml:2:8 401 bytes of a name; no more than 400 are read");
    assert_eq!(limit(named(&"z".repeat(4_097))), "persons/z.toml:2:8 a text of 4097 bytes; no more than 4096 are read");
    assert!(
        limit(with("persons/z.toml", format!("[{}]\nname = \"Z\"\n", "z".repeat(401))).check())
            .ends_with("a key of 401 bytes; no more than 400 are read")
    );
}

/// A decision with a rule for every value of `duty`, and `more` after them.
fn decision(name: &str, more: &str) -> String {
    let duty = "[\"none\", \"good-faith\", \"suspended\", \"disputed\", \"arrest\"]";
    format!(
        "[law.{name}]\nasks = \"?\"\nconclusions = [\"yes\", \"no\"]\n[law.{name}.rule.all]\nwhen = {{ duty = {duty} }}\nthen = \"yes\"\nlaw = [\"x\"]\nbecause = \"x\"\n{more}"
    )
}

#[test]
fn more_law_than_can_be_proved_is_refused() {
    assert!(under(&decision("own", "")).is_ok());
    let decisions: String = (0..40).map(|number| decision(&format!("own-{number}"), "")).collect();
    assert!(limit(under(&decisions)).ends_with("45 decisions; no more than 32 are read"));
    let rules = repeated(1_000, |number, text| {
        let _ = writeln!(text, "[law.own.rule.r{number}]\nwhen = {{ duty = \"none\" }}\nthen = \"yes\"\nlaw = [\"x\"]\nbecause = \"x\"");
    });
    assert!(limit(under(&decision("own", &rules))).ends_with("rules; no more than 1000 are read"));
    let values = "\"none\", ".repeat(9_000);
    let wide = format!(
        "[law.own.rule.a]\nwhen = {{ duty = [{values}], verdict = [{values}], risk = [{values}] }}\nthen = \"yes\"\nlaw = [\"x\"]\nbecause = \"x\"\n"
    );
    assert!(limit(under(&decision("own", &wide))).contains("conditions, values and overrides of rules; no more than 20000 are read"));
    // A thousand attributes of which the vocabulary knows nothing: the first problems are told, and that there are more.
    let attributes = repeated(1_000, |number, text| {
        let _ = write!(text, "a{number} = \"x\", ");
    });
    let strange = format!("[law.own.rule.a]\nwhen = {{ {attributes} }}\nthen = \"yes\"\nlaw = [\"x\"]\nbecause = \"x\"\n");
    let error = under(&decision("own", &strange)).unwrap_err();
    assert_eq!(error.diagnostics().len(), limits::PROBLEMS + 1);
    assert!(error.to_string().contains("there are more than 200 problems; the rest is not told"));
    // Few enough combinations, and few enough rules, but not both at once.
    let inputs = [
        ("office", vec!["none", "head-of-state", "head-of-government", "foreign-minister", "other-immunity"]),
        ("stance", vec!["silent", "pledged", "refused"]),
        ("record", vec!["none", "arrested", "let-go", "both"]),
        ("presence", vec!["visit", "transit", "overflight"]),
        ("implementation", vec!["not-recorded", "in-force"]),
        ("control", vec!["government", "other"]),
        ("agreement", vec!["no", "yes"]),
        ("postponement", vec!["no", "yes"]),
        ("deferral", vec!["no", "yes"]),
        ("home", vec!["no", "yes"]),
        ("warrant", vec!["none", "requested", "sealed", "outstanding", "arrested", "surrendered", "ended"]),
    ];
    let list = |values: &[&str]| values.iter().map(|value| format!("\"{value}\"")).collect::<Vec<_>>().join(", ");
    let when: Vec<String> = inputs.iter().map(|(name, values)| format!("{name} = [{}]", list(values))).collect();
    let rules = repeated(400, |number, text| {
        let _ =
            writeln!(text, "[law.own.rule.r{number}]\nwhen = {{ {} }}\nthen = \"yes\"\nlaw = [\"x\"]\nbecause = \"x\"", when.join(", "));
    });
    let error = under(&decision("own", &rules)).unwrap_err();
    assert_eq!(error.diagnostics()[0].code(), Code::TableTooLarge, "{error}");
    assert!(error.diagnostics()[0].message().contains("too many combinations of inputs to be proved"), "{error}");
}

#[test]
fn journeys_and_expectations_have_an_end() {
    let legs = "{ destination = \"AA\", on = 2012-01-01 }, ".repeat(1_001);
    let journey = format!("person = \"ana\"\nlegs = [{legs}]");
    assert_eq!(limit(Itinerary::read("trip.toml", &journey)), "trip.toml:2:8 1001 legs; no more than 1000 are read");
    let expect = "[[expect]]\nperson = \"ana\"\ndestination = \"AA\"\non = 2012-01-01\n".repeat(1_001);
    assert!(limit(under(&expect)).ends_with("1001 expectations; no more than 1000 are read"));
}

// What is not known.

/// A world in which so many events of one state, or of each of several, may or may not have happened.
fn open(states: &[(&str, usize)]) -> String {
    let agreement = |number: usize, text: &mut String| {
        let _ = writeln!(
            text,
            "{{ on = {}-01-01, what = \"{}\", certain = false }},",
            1900 + number,
            if number.is_multiple_of(2) { "implementing-law" } else { "implementing-law-repealed" }
        );
    };
    states.iter().map(|(id, count)| format!("[states.{id}]\nevents = [\n{}]\n", repeated(*count, agreement))).collect()
}

#[test]
fn what_is_open_is_tried_up_to_a_bound_and_answered_with_everything_beyond_it() {
    // 2^8 ways, each tried: nothing about a law at home touches the verdict.
    let engine = Engine::new(under(&open(&[("AA", 8)])).unwrap());
    let trip = engine.assess("ana", "AA", day("2012-01-01")).unwrap();
    assert_eq!(trip.verdict(), Verdict::Enforceable);
    // 2^13 ways are more than are tried: then everything is possible, and what is open is named.
    let engine = Engine::new(under(&open(&[("AA", 13)])).unwrap());
    let trip = engine.assess("ana", "AA", day("2012-01-01")).unwrap();
    assert_eq!(trip.verdict().possible().len(), 4);
    assert!(trip.report().unknown.len() >= 13);
    assert_eq!(engine.assess("ana", "CC", day("2012-01-01")).unwrap().verdict(), Verdict::Enforceable, "elsewhere nothing is open");
    let (ana, aa) = (engine.person_id("ana").unwrap(), engine.destination_id("AA").unwrap());
    assert_eq!(engine.quick(ana, aa, day("2012-01-01"), Presence::Visit).verdict(), trip.verdict());
}

#[test]
fn too_much_that_is_open_is_refused_with_its_place() {
    let message = limit(under(&open(&[("AA", 100)])));
    assert!(message.contains("too much is open at once: 101 events here can have gone together in 4096 ways or more"), "{message}");
    assert!(message.starts_with("states/"), "{message}");
    // Each alone is within the bound; an answer would try them together on hundreds of days.
    let warrants = repeated(90, |number, text| {
        let _ = writeln!(
            text,
            "[persons.ana.warrants.w{number}]\nsituation = \"x\"\noffence = \"core\"\nevents = [{{ on = 2011-01-01, what = \"issued\" }}]"
        );
    });
    let message = limit(under(&format!("{}{warrants}", open(&[("AA", 12)]))));
    assert!(message.contains("too much is open of `ana` and where it may go: 4096 ways, 91 warrants"), "{message}");
}

// The ends of the calendar.

#[test]
fn the_statute_counts_up_to_the_end_of_the_calendar() {
    let last = "as_of = 9999-12-31\n[states.BB]\nevents = [{ on = 9999-12-31, what = \"deposited\", by = \"accession\" }]\n\
        [states.AA]\nevents = [{ on = 9999-12-31, what = \"withdrawal-notified\" }]\n\
        [situations.x]\nevents = [{ on = 9999-12-31, what = \"council-deferral\", resolution = \"1\", until = 9999-12-31 }]\n";
    let engine = Engine::new(under(last).unwrap_or_else(|error| panic!("{error}")));
    let membership = |destination: &str, on: Day| engine.assess("ana", destination, on).unwrap().membership().to_string();
    // What would take effect past the last day never does.
    assert_eq!((membership("BB", Day::MAX), membership("AA", Day::MAX)), ("deposited".to_owned(), "withdrawing".to_owned()));
    for (on, presence) in [(Day::MIN, Presence::Visit), (Day::MAX, Presence::Transit)] {
        for destination in engine.rulebook().destinations() {
            let answer = engine.ask(&Question { presence, ..Question::new("ana", &*destination.id, on) }).unwrap();
            let lifetime = answer.lifetime();
            assert!(lifetime.from.is_none_or(|from| from <= on) && lifetime.until.is_none_or(|until| until >= on), "{lifetime}");
            assert!(!answer.to_string().is_empty() && !answer.pivots().iter().any(|pivot| pivot.changes.is_empty()));
            let (person, place) = (engine.person_id("ana").unwrap(), engine.destination_id(&destination.id).unwrap());
            assert_eq!(engine.quick(person, place, on, presence).verdict(), answer.verdict(), "{} {on}", destination.id);
        }
        let mut answers = Vec::new();
        engine.known_at(on).sweep(on, presence, &mut answers);
        assert_eq!(answers.len(), engine.rulebook().persons().len() * engine.rulebook().destinations().len());
        assert!(!engine.known_at(on).timeline("ana", "AA", presence).unwrap().is_empty());
    }
    assert!(engine.diagonal("ana", "AA", Presence::Visit).unwrap().last().unwrap().days.until.is_none());
}

#[test]
fn the_first_day_of_the_calendar_is_before_everything() {
    let error = under("[states.BB]\nevents = [{ on = 0001-01-01, what = \"deposited\", by = \"accession\" }]").unwrap_err();
    assert_eq!(error.diagnostics()[0].code(), Code::Contradiction, "{error}");
    let engine =
        Engine::new(under("[persons.ben]\nevents = [{ on = 0001-01-01, what = \"took-office\", office = \"head-of-state\" }]").unwrap());
    let answer = engine.assess("ben", "AA", Day::MIN).unwrap();
    assert_eq!((answer.verdict().settled(), answer.lifetime().from), (Some(Verdict::NoWarrant), Some(Day::MIN)));
}

#[test]
fn days_that_a_year_does_not_have() {
    let on = |on: &str| under(&format!("[states.BB]\nevents = [{{ on = {on}, what = \"consented\" }}]"));
    assert!(on("2024-02-29").is_ok() && on("2000-02-29").is_ok());
    for impossible in ["2023-02-29", "1900-02-29", "2024-02-30", "2024-13-01", "0000-01-01", "10000-01-01"] {
        assert!(on(impossible).is_err(), "{impossible}");
        assert!(impossible.parse::<Day>().is_err(), "{impossible}");
    }
    // A notification of 29 February takes effect on 28 February of a year that has no other.
    let engine = Engine::new(under("[states.AA]\nevents = [{ on = 2024-02-29, what = \"withdrawal-notified\" }]").unwrap());
    let membership = |on: &str| engine.assess("ana", "AA", day(on)).unwrap().membership().to_string();
    assert_eq!((membership("2025-02-27"), membership("2025-02-28")), ("withdrawing".to_owned(), "former-party".to_owned()));
}

#[test]
fn the_day_before_the_statute_was_in_force_binds_nobody() {
    let engine = Engine::embedded();
    let (before, first) = (day("2002-06-30"), day("2002-07-01"));
    let mut parties = 0;
    for destination in engine.rulebook().destinations() {
        let at = |on: Day| engine.assess("putin", &destination.id, on).unwrap().membership().to_string();
        assert!(!["party", "withdrawing", "former-party"].contains(&at(before).as_str()), "{}", destination.id);
        parties += usize::from(at(first) == icc_arrest_risk::vocabulary::Term::label(Membership::Party));
    }
    assert!(parties >= 60, "sixty ratifications brought it into force, {parties} are parties on its first day");
}

// What is not seen.

#[test]
fn what_hides_or_steers_is_refused_in_every_text() {
    for hidden in [
        '\u{0}',
        '\u{1b}',
        '\u{7f}',
        '\u{9b}',
        '\u{ad}',
        '\u{61c}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{202a}',
        '\u{202e}',
        '\u{2060}',
        '\u{2066}',
        '\u{2069}',
        '\u{3164}',
        '\u{feff}',
        '\u{e0041}',
    ] {
        let written = format!("\\U{:08X}", u32::from(hidden));
        for text in [
            format!("[persons.zoe]\nname = \"Z{written}oe\"\nnationality = [\"BB\"]"),
            format!("[persons.zoe]\nname = \"Zoe\"\nnationality = [\"BB\"]\naliases = [\"Z{written}oe\"]"),
            format!("[states.BB]\nnote = \"left {written}right\""),
            format!("[states.BB]\nnames = {{ \"f{written}r\" = \"B\" }}"),
            format!("about = \"{written}\""),
        ] {
            let error = under(&text).unwrap_err();
            assert_eq!(error.diagnostics()[0].code(), Code::HiddenCharacter, "{error}");
            assert!(error.to_string().contains(&format!("\\u{:04X}", u32::from(hidden))) && !error.to_string().contains(hidden), "{error}");
        }
    }
    let error = under("about = \"\"\"two\nlines\"\"\"").unwrap_err();
    assert_eq!(error.diagnostics()[0].code(), Code::HiddenCharacter, "{error}");
    assert!(under("about = \"\"\"one \\\n   line\"\"\"").is_ok());
}

#[test]
fn joiners_stay_where_a_script_needs_them() {
    for name in ["هبت\u{200c}الله آخوندزاده", "ශ්\u{200d}රී ලංකාව", "ක්\u{200d}ෂ"] {
        let engine = Engine::new(under(&format!("[persons.zoe]\nname = \"{name}\"\nnationality = [\"BB\"]")).unwrap());
        // Found with and without them.
        for asked in [name.to_owned(), name.replace(['\u{200c}', '\u{200d}'], ""), format!("\u{202b}{name}\u{202c}")] {
            assert_eq!(engine.assess(&asked, "AA", day("2012-01-01")).unwrap().person().id, "zoe", "{asked:?}");
        }
    }
}

#[test]
fn a_question_is_found_through_what_hides_and_repeated_without_it() {
    let engine = Engine::embedded();
    let on = day("2024-09-03");
    let trip = engine.assess("\u{202e}Vladi\u{200b}mir\u{ad} Put\u{2060}in\u{202c}\u{feff}", "\u{1b}Mon\u{200d}golia\u{7f}", on).unwrap();
    assert_eq!((trip.person().id.as_str(), trip.destination().id.as_str()), ("putin", "MN"));
    let told = |person: &str| engine.assess(person, "MN", on).unwrap_err().to_string();
    assert_eq!(told("gpj.\u{202e}exe\u{1b}[2J"), "no person `gpj.\\u202Eexe\\u001B[2J` in the rulebook");
    let long = told(&"z".repeat(1_000_000));
    assert_eq!(long, format!("no person `{}…` in the rulebook", "z".repeat(100)));
    assert!(
        matches!(engine.assess(&"é".repeat(300), "MN", on), Err(AskError::UnknownPerson { suggestions, .. }) if suggestions.is_empty())
    );
    for text in ["2024-09-03\u{200b}", "\u{202e}2024-09-03", "٢٠٢٤-٠٩-٠٣", &"9".repeat(1_000_000)] {
        let error = text.parse::<Day>().unwrap_err().to_string();
        assert!(error.len() < 300 && !error.contains(['\u{200b}', '\u{202e}']), "{error}");
    }
    assert!(!"vis\u{1b}it".parse::<Presence>().unwrap_err().to_string().contains('\u{1b}'));
    // The name of an overlay's file stands in its answers.
    let overlay = Overlay::read("what\u{202e}if\n.toml", "about = \"x\"");
    assert!(Draft::embedded().with(&overlay).check().unwrap().facts_version().ends_with("what\\u202Eif\\u000A.toml"));
}

// Receipts.

#[test]
fn a_receipt_of_nonsense_is_not_confirmed() {
    let engine = Engine::embedded();
    let good = serde_json::to_value(engine.assess("putin", "MN", day("2024-09-03")).unwrap().receipt()).unwrap();
    let nested = (0..100).fold(serde_json::json!(1), |inner, _| serde_json::json!({ "\u{202e}a": inner }));
    for (key, value) in [
        ("person", serde_json::json!("\u{1b}[2J")),
        ("destination", serde_json::json!("")),
        ("on", serde_json::json!("9999-12-31")),
        ("on", serde_json::json!("0001-01-01")),
        ("known_at", serde_json::json!("0001-01-01")),
        ("known_at", serde_json::json!("9999-12-31")),
        ("digest", serde_json::json!("\u{202e}0")),
        ("format", serde_json::json!(i64::MIN)),
        ("answer", serde_json::json!({})),
        ("answer", serde_json::json!({ "a": nested, "b": vec![0; 10_000], "verdict": { "x": "y" }, "k".repeat(100_000): [1, [2, [3]]] })),
    ] {
        let mut changed = good.clone();
        changed[key] = value;
        let receipt: Receipt = serde_json::from_value(changed).unwrap();
        let error = receipt.replay(engine).unwrap_err().to_string();
        assert!(error.len() < 10_000 && !error.contains(['\u{202e}', '\u{1b}']), "{key}: {error}");
        if let Ok(differences) = receipt.differences(engine) {
            assert!(differences.len() <= 1_000 && differences.iter().all(|one| one.at.len() < 20_000), "{key}");
        }
    }
    for (key, value) in [("on", "2023-02-29"), ("on", "10000-01-01"), ("presence", "\u{1b}"), ("known_at", "")] {
        let mut changed = good.clone();
        changed[key] = serde_json::json!(value);
        assert!(serde_json::from_value::<Receipt>(changed).is_err(), "{key} {value:?}");
    }
}

#[test]
fn an_empty_world_answers_nobody() {
    let overlay = Overlay::read("o.toml", "base = \"law\"");
    assert_eq!(overlay.base(), Base::Law);
    let rulebook = Draft::embedded().with(&overlay).check().unwrap();
    assert_eq!(rulebook.persons().len(), 0);
    let engine = Engine::new(rulebook);
    let mut answers = Vec::new();
    engine.sweep(Day::MAX, Presence::Visit, &mut answers);
    assert!(answers.is_empty() && engine.assess("a", "b", Day::MAX).is_err());
}
