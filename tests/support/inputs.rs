//! What is done with bytes from anywhere: each function must come back soon, whatever it is given. Shared by `tests/hostile.rs` and the
//! targets under `fuzz/`.
#![allow(dead_code, reason = "each target is one of them")]

use std::sync::OnceLock;

use icc_arrest_risk::rulebook::Code;
use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Day, Draft, Engine, Itinerary, LoadError, Overlay, Question, Receipt};

/// The files of the small rulebook, the law apart.
const BASE: [(&str, &str); 7] = [
    ("case-law.toml", include_str!("../bad/base/case-law.toml")),
    ("persons/p.toml", include_str!("../bad/base/persons/p.toml")),
    ("rulebook.toml", include_str!("../bad/base/rulebook.toml")),
    ("sources.toml", include_str!("../bad/base/sources.toml")),
    ("states/a.toml", include_str!("../bad/base/states/a.toml")),
    ("territories/t.toml", include_str!("../bad/base/territories/t.toml")),
    ("situations/x.toml", include_str!("../bad/base/situations/x.toml")),
];

const LAW: [(&str, &str); 5] = [
    ("law/basis.toml", include_str!("../../rules/law/basis.toml")),
    ("law/duty.toml", include_str!("../../rules/law/duty.toml")),
    ("law/obstacle.toml", include_str!("../../rules/law/obstacle.toml")),
    ("law/risk.toml", include_str!("../../rules/law/risk.toml")),
    ("law/verdict.toml", include_str!("../../rules/law/verdict.toml")),
];

/// Where the bytes of [`reader`] stand: in place of a file, or beside the others.
pub const NAMES: [&str; 15] = [
    "rulebook.toml",
    "sources.toml",
    "case-law.toml",
    "states/a.toml",
    "states/z.toml",
    "territories/z.toml",
    "situations/x.toml",
    "situations/z.toml",
    "persons/p.toml",
    "persons/z.toml",
    "law/duty.toml",
    "law/verdict.toml",
    "law/z.toml",
    "sources/z.toml",
    "z.toml",
];

/// Loads what the targets share, so that the first input does not wait for it.
pub fn prepare() {
    small();
    shipped();
    ask(Engine::embedded());
}

/// What an error may say: a line for each problem and its place, and nothing that steers a terminal.
fn told(error: &impl std::fmt::Display) {
    let text = error.to_string();
    assert!(text.len() < 1 << 20, "an error of {} bytes", text.len());
    seen(&text);
}

/// Nothing in a text that is printed is hidden or steers a terminal.
fn seen(text: &str) {
    let steers = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(text.chars().find(steers), None, "{text:?}");
}

/// Asks a little of everybody everywhere, and at both ends of the calendar.
fn ask(engine: &Engine) {
    let book = engine.rulebook();
    let as_of = book.as_of();
    for person in book.persons().take(3).chain(book.persons().last()) {
        for destination in book.destinations().take(2).chain(book.destinations().last()) {
            for (on, presence) in [(Day::MIN, Presence::Transit), (as_of, Presence::Visit), (Day::MAX, Presence::Overflight)] {
                let question = Question { presence, ..Question::new(&*person.id, &*destination.id, on) };
                // An id may also be the name of another.
                let Ok(answer) = engine.ask(&question) else { continue };
                seen(&answer.to_string());
                let lifetime = answer.lifetime();
                assert!(lifetime.from.is_none_or(|from| from <= on) && lifetime.until.is_none_or(|until| on <= until));
            }
        }
    }
}

fn loaded(loaded: Result<Engine, LoadError>) {
    match loaded {
        Ok(engine) => ask(&engine),
        Err(error) => told(&error),
    }
}

/// The first byte chooses where the rest stands in the small rulebook.
pub fn reader(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let draft = |law: &[(&'static str, &'static str)]| {
        let others = BASE.iter().chain(law).filter(|(other, _)| *other != name);
        Draft::from_files(others.map(|(name, text)| (*name, text.as_bytes())).chain([(name, bytes)]))
    };
    // The law takes longest; a file that has problems of its own has them without it.
    if !name.starts_with("law/") {
        let Err(error) = draft(&[]).check() else { panic!("it loads without law") };
        if error.diagnostics().iter().any(|problem| problem.code() != Code::MissingDecision) {
            return told(&error);
        }
    }
    let draft = draft(&LAW);
    match draft.check() {
        Ok(rulebook) => {
            // What was read can be written and read again.
            assert_eq!(Draft::from_files(draft.to_files()).digest(), rulebook.digest());
            ask(&Engine::new(rulebook));
        }
        Err(error) => told(&error),
    }
}

fn small() -> &'static Draft {
    static DRAFT: OnceLock<Draft> = OnceLock::new();
    DRAFT.get_or_init(|| {
        let draft = Draft::from_files(BASE.into_iter().chain(LAW));
        // Proved once, and not again by whatever lies on it.
        assert!(draft.check().is_ok());
        draft
    })
}

fn shipped() -> &'static Draft {
    static DRAFT: OnceLock<Draft> = OnceLock::new();
    DRAFT.get_or_init(|| {
        let draft = Draft::embedded();
        assert!(draft.check().is_ok());
        draft
    })
}

/// An overlay, on the small rulebook, and every so often on the shipped one, which takes far longer.
pub fn overlay(bytes: &[u8]) {
    let overlay = Overlay::read("overlay.toml", bytes);
    loaded(overlay.run(small()));
    if !bytes.len().is_multiple_of(32) {
        return;
    }
    match shipped().with(&overlay).check() {
        Ok(rulebook) => seen(rulebook.facts_version()),
        Err(error) => told(&error),
    }
}

/// A person, a destination and a day, a line each.
pub fn names(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n');
    let mut next = || lines.next().unwrap_or_default();
    let (person, destination, day) = (next(), next(), next());
    let on = day.parse::<Day>().unwrap_or_else(|error| {
        told(&error);
        Day::MAX
    });
    match Engine::embedded().ask(&Question::new(person, destination, on)) {
        Ok(answer) => seen(&answer.to_string()),
        Err(error) => told(&error),
    }
    if let Err(error) = person.parse::<Presence>() {
        told(&error);
    }
}

/// A table of persons, destinations and days, as the example `screen` reads it.
pub fn screen(bytes: &[u8]) {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    for row in reader.byte_records().take(20) {
        let Ok(row) = row else { continue };
        let text = |place: usize| String::from_utf8_lossy(row.get(place).unwrap_or_default()).into_owned();
        match text(2).parse::<Day>() {
            Ok(on) => match Engine::embedded().assess(&text(0), &text(1), on) {
                Ok(answer) => seen(&answer.verdict().to_string()),
                Err(error) => told(&error),
            },
            Err(error) => told(&error),
        }
    }
}

/// A stored receipt.
pub fn receipt(bytes: &[u8]) {
    let Ok(receipt) = serde_json::from_slice::<Receipt>(bytes) else { return };
    let engine = Engine::embedded();
    if let Err(error) = receipt.replay(engine) {
        told(&error);
    }
    match receipt.differences(engine) {
        Ok(differences) => differences.iter().take(20).for_each(told),
        Err(error) => told(&error),
    }
    assert!(serde_json::to_string(&receipt).is_ok());
}

/// A journey.
pub fn itinerary(bytes: &[u8]) {
    match Itinerary::read("trip.toml", bytes).and_then(|itinerary| Engine::embedded().travel(&itinerary)) {
        Ok(journey) => seen(&journey.to_string()),
        Err(error) => told(&error),
    }
}
