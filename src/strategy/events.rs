//! Histories: events in an order that the Statute, or the life of a warrant, allows.
//!
//! A history is drawn as a list of moves, each a number and a gap of days; a walk turns any such list into valid events. So every
//! shorter list, and every smaller number, is valid too, and shrinking needs no luck.

use std::fmt;

use proptest::prelude::*;

use super::{LAST, pick};
use crate::day::Day;
use crate::rulebook::{Literal, OverlayBuilder, When};
use crate::statute;

/// Events of one thing. Prints as the `events` of a file.
#[derive(Clone, Default)]
pub struct Events(Vec<Entry>);

#[derive(Clone)]
struct Entry {
    on: When,
    what: &'static str,
    keys: Vec<(&'static str, Literal)>,
}

impl Events {
    /// Adds the events to an owner, as `states.KG`.
    pub fn add_to(&self, builder: OverlayBuilder, owner: &str) -> OverlayBuilder {
        self.0.iter().fold(builder, |builder, entry| builder.event(owner, entry.on, entry.what, entry.keys.clone()))
    }

    /// The days on which something happens, or may.
    pub fn days(&self) -> impl Iterator<Item = Day> + '_ {
        self.0.iter().flat_map(|entry| [entry.on.earliest, entry.on.latest])
    }

    fn push(&mut self, raw: &Move, day: Day, what: &'static str, keys: Vec<(&'static str, Literal)>) {
        let mut entry = Entry { on: day.into(), what, keys };
        let later = |days: u16| day.plus_days(days.into()).filter(|later| *later <= LAST).unwrap_or(day);
        match raw.doubt {
            Doubt::None => {}
            Doubt::Day(days) => entry.on.latest = later(days),
            Doubt::Happened => entry.keys.push(("certain", false.into())),
            Doubt::KnownLater(days) => entry.keys.push(("known", later(days).into())),
        }
        self.0.push(entry);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that cannot lie after a day.
    pub(super) fn until(&self, day: Day) -> Self {
        Self(self.0.iter().filter(|entry| entry.on.latest <= day).cloned().collect())
    }

    /// The same, none of them public before a day.
    pub(super) fn known_from(mut self, known: Day) -> Self {
        for entry in &mut self.0 {
            let own = entry.keys.iter().position(|(key, _)| *key == "known").map(|place| entry.keys.remove(place).1);
            let own = match own {
                Some(Literal::When(on)) => on.latest,
                _ => entry.on.latest,
            };
            entry.keys.push(("known", own.max(known).into()));
        }
        self
    }

    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl fmt::Display for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "events = [")?;
        for entry in &self.0 {
            let named = [("on", Literal::When(entry.on)), ("what", entry.what.into())].into_iter().chain(entry.keys.iter().cloned());
            writeln!(f, "  {},", Literal::Table(named.map(|(key, value)| (key.to_owned(), value)).collect()))?;
        }
        write!(f, "]")
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is not quite known of an event.
#[derive(Debug, Clone, Copy)]
enum Doubt {
    None,
    /// Its day: so many days later at the latest.
    Day(u16),
    /// Whether it happened.
    Happened,
    /// Nothing, but it became public so many days later.
    KnownLater(u16),
}

/// One move of a walk.
#[derive(Debug, Clone)]
pub(super) struct Move {
    /// Which of the events that are possible.
    choice: usize,
    /// The days since the one before.
    gap: u32,
    doubt: Doubt,
    /// Whom it concerns, where it concerns somebody.
    who: usize,
}

/// Gaps between events, weighted to the spans that the Statute counts.
fn gaps() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 1u32..1500, 2 => prop_oneof![Just(1u32), 58u32..63, 88u32..94, 364u32..368]]
}

pub(super) fn moves(most: usize) -> BoxedStrategy<Vec<Move>> {
    let span = || prop_oneof![1u16..4, 4u16..130, 130u16..500];
    let doubt = prop_oneof![
        14 => Just(Doubt::None),
        1 => span().prop_map(Doubt::Day),
        1 => Just(Doubt::Happened),
        2 => span().prop_map(Doubt::KnownLater),
    ];
    let one = (0usize..12, gaps(), doubt, 0usize..6).prop_map(|(choice, gap, doubt, who)| Move { choice, gap, doubt, who }).boxed();
    // Histories without events are legal and dull.
    let some = proptest::collection::vec(one.clone(), 1.min(most)..=most);
    prop_oneof![1 => proptest::collection::vec(one, 0..=most), 5 => some].boxed()
}

/// The days of the moves, as far as they lie in the generated time; `choose` takes each with its day.
fn walk(start: Day, moves: &[Move], mut choose: impl FnMut(&Move, Day)) {
    let mut day = start;
    for (place, raw) in moves.iter().enumerate() {
        let gap = if place == 0 { raw.gap.saturating_sub(1) } else { raw.gap };
        let Some(next) = day.plus_days(gap).filter(|next| *next <= LAST) else { return };
        day = next;
        choose(raw, day);
    }
}

/// The events that the names of the world allow: codes of states, ids of persons.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub(super) states: Vec<String>,
    pub(super) persons: Vec<String>,
}

impl Cast {
    fn state(&self, who: usize) -> Literal {
        pick(&self.states, who).map_or("AA", String::as_str).into()
    }

    fn person(&self, who: usize) -> Option<Literal> {
        pick(&self.persons, who).map(|person| person.as_str().into())
    }
}

/// A state's way into and out of the Statute.
pub(super) fn membership(start: Day, moves: &[Move]) -> Events {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Outside,
        Ratifying,
        Deposited,
        Party,
        Withdrawing,
    }
    let mut events = Events::default();
    let (mut at, mut signed) = (At::Outside, None);
    let mut due: Option<(Day, At)> = None;
    walk(start, moves, |raw, day| {
        if let Some((_, then)) = due.take_if(|(due, _)| *due <= day) {
            at = then;
        }
        let mut open: Vec<&'static str> = match at {
            At::Outside => vec!["deposited", "deposited", "consented"],
            At::Ratifying => vec!["deposited"],
            At::Deposited => vec!["deposit-withdrawn"],
            At::Party => vec!["withdrawal-notified"],
            At::Withdrawing => vec!["withdrawal-revoked"],
        };
        match signed {
            None if day <= statute::SIGNATURE_CLOSED => open.push("signed"),
            Some(true) => open.push("signature-renounced"),
            _ => {}
        }
        let Some(what) = pick(&open, raw.choice).copied() else { return };
        let mut keys = Vec::new();
        match what {
            "signed" => signed = Some(true),
            "signature-renounced" => signed = Some(false),
            "consented" => at = At::Ratifying,
            "deposited" => {
                keys.push(("by", "ratification".into()));
                at = At::Deposited;
                due = statute::entry_into_force(day).map(|due| (due, At::Party));
            }
            "deposit-withdrawn" => (at, due) = (At::Outside, None),
            "withdrawal-notified" => {
                let effective = Some(()).filter(|()| raw.who == 5).and_then(|()| day.plus_days(500));
                keys.extend(effective.map(|day| ("effective", day.into())));
                at = At::Withdrawing;
                due = statute::exit(day, effective).map(|due| (due, At::Outside));
            }
            _ => (at, due) = (At::Party, None),
        }
        events.push(raw, day, what, keys);
    });
    events
}

/// What a state does beside: stances, agreements, laws, lettings-go.
pub(super) fn record(cast: &Cast, start: Day, moves: &[Move]) -> Events {
    const WHATS: [&str; 10] = [
        "pledged",
        "refused",
        "agreement",
        "implementing-law",
        "let-go",
        "stance-dropped",
        "agreement-ended",
        "implementing-law-repealed",
        "unknown",
        "unknown",
    ];
    let mut events = Events::default();
    walk(start, moves, |raw, day| {
        let Some(what) = pick(&WHATS, raw.choice).copied() else { return };
        let keys = match what {
            "agreement" | "agreement-ended" => vec![("with", cast.state(raw.who))],
            "let-go" if cast.persons.is_empty() => return,
            "let-go" => cast.person(raw.who).map(|person| ("person", person)).into_iter().collect(),
            "pledged" | "refused" | "stance-dropped" if raw.who > 2 => {
                cast.person(raw.who).map(|person| ("person", person)).into_iter().collect()
            }
            "unknown" if raw.who > 2 => vec![("attribute", "stance".into()), ("among", ["pledged", "refused"].into())],
            "unknown" => vec![("attribute", "agreement".into()), ("with", cast.state(raw.who))],
            _ => Vec::new(),
        };
        events.push(raw, day, what, keys);
    });
    events
}

/// What becomes of a territory.
pub(super) fn territory(start: Day, moves: &[Move]) -> Events {
    const WHATS: [&str; 5] = ["excluded", "extended", "control-lost", "control-restored", "unknown"];
    let mut events = Events::default();
    walk(start, moves, |raw, day| {
        let Some(what) = pick(&WHATS, raw.choice).copied() else { return };
        let attribute = if raw.who > 2 { "control" } else { "application" };
        let keys = if what == "unknown" { vec![("attribute", attribute.into())] } else { Vec::new() };
        events.push(raw, day, what, keys);
    });
    events
}

/// What becomes of a situation.
pub(super) fn situation(cast: &Cast, start: Day, moves: &[Move]) -> Events {
    const WHATS: [&str; 9] = [
        "investigation-opened",
        "examination-opened",
        "council-referral",
        "accepted",
        "arrangement",
        "council-deferral",
        "acceptance-ended",
        "arrangement-ended",
        "unknown",
    ];
    let mut events = Events::default();
    walk(start, moves, |raw, day| {
        let Some(what) = pick(&WHATS, raw.choice).copied() else { return };
        let keys = match what {
            "council-referral" => {
                let binds = if raw.who > 3 { Vec::new() } else { pick(&cast.states, raw.who).cloned().into_iter().collect() };
                vec![("resolution", "1".into()), ("binds", binds.into())]
            }
            "council-deferral" => {
                vec![("resolution", "2".into()), ("until", day.plus_days(366).unwrap_or(day).into())]
            }
            "unknown" => vec![("attribute", "acceptance".into()), ("by", cast.state(raw.who))],
            "investigation-opened" | "examination-opened" => Vec::new(),
            _ => vec![("by", cast.state(raw.who))],
        };
        events.push(raw, day, what, keys);
    });
    events
}

/// A person's offices, the same one never held twice at once.
pub(super) fn office(start: Day, moves: &[Move]) -> Events {
    const OFFICES: [&str; 4] = ["head-of-state", "head-of-government", "foreign-minister", "other-immunity"];
    let mut events = Events::default();
    let mut held: Vec<&str> = Vec::new();
    walk(start, moves, |raw, day| {
        let Some(office) = pick(&OFFICES, raw.who).copied() else { return };
        if raw.choice == 11 {
            events.push(raw, day, "unknown", vec![("attribute", "office".into()), ("among", ["none", office].into())]);
            return;
        }
        let holds = held.contains(&office);
        match holds {
            true => held.retain(|other| *other != office),
            false => held.push(office),
        }
        events.push(raw, day, if holds { "left-office" } else { "took-office" }, vec![("office", office.into())]);
    });
    events
}

/// The life of a warrant.
pub(super) fn warrant(cast: &Cast, start: Day, moves: &[Move]) -> Events {
    #[derive(Clone, Copy, PartialEq)]
    enum At {
        Nothing,
        Applied,
        Large,
        Held,
        Court,
        Ended,
    }
    let mut events = Events::default();
    let (mut at, mut sealed) = (At::Nothing, false);
    walk(start, moves, |raw, day| {
        let mut open: Vec<&'static str> = match at {
            At::Nothing => vec!["issued", "issued", "issued", "application-public"],
            At::Applied => vec!["issued", "withdrawn"],
            At::Large => {
                vec!["requested", "arrested", "postponed", "not-requested", "postponement-ended", "withdrawn", "appeared", "unknown"]
            }
            At::Held => vec!["surrendered", "released", "postponed", "vacated"],
            At::Court => vec!["terminated"],
            At::Ended => Vec::new(),
        };
        if sealed && matches!(at, At::Large | At::Held) {
            open.push("unsealed");
        }
        let Some(what) = pick(&open, raw.choice).copied() else { return };
        let by = || vec![("by", cast.state(raw.who))];
        let keys = match what {
            "issued" if raw.who > 3 => vec![("sealed", true.into())],
            "arrested" | "postponed" | "postponement-ended" => by(),
            "requested" | "not-requested" => vec![("of", cast.state(raw.who))],
            "unknown" => vec![("attribute", "postponement".into()), ("by", cast.state(raw.who))],
            _ => Vec::new(),
        };
        match what {
            "application-public" => at = At::Applied,
            "issued" => (at, sealed) = (At::Large, raw.who > 3),
            "unsealed" => sealed = false,
            "arrested" => at = At::Held,
            "released" => at = At::Large,
            "surrendered" | "appeared" => at = At::Court,
            "withdrawn" | "vacated" | "terminated" => at = At::Ended,
            _ => {}
        }
        events.push(raw, day, what, keys);
    });
    events
}

/// The first day of a history; at its simplest on the first day of the Statute's force.
pub(super) fn starts() -> BoxedStrategy<Day> {
    let from = |first: Day, span: u32| (0..span).prop_map(move |days| first.plus_days(days).unwrap_or(first));
    prop_oneof![3 => from(statute::IN_FORCE, 2500), 2 => from(statute::OPENED, 1400), 1 => from(statute::IN_FORCE, 8000)].boxed()
}

fn history(most: usize, of: impl Fn(Day, &[Move]) -> Events + 'static) -> BoxedStrategy<Events> {
    (starts(), moves(most)).prop_map(move |(start, moves)| of(start, &moves)).boxed()
}

fn cast(states: &[&str], persons: &[&str]) -> Cast {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Cast { states: owned(states), persons: owned(persons) }
}

/// A state's way into and out of the Statute, in an order that it allows: signature, consent, deposit, withdrawal, and back.
pub fn memberships() -> BoxedStrategy<Events> {
    history(6, membership)
}

/// What a state does beside, toward these states and persons: stances, agreements, laws, lettings-go, and what is unknown of them.
pub fn state_events(states: &[&str], persons: &[&str]) -> BoxedStrategy<Events> {
    let cast = cast(states, persons);
    history(3, move |start, moves| record(&cast, start, moves))
}

/// What becomes of a situation, toward these states: examination, investigation, referral, deferral, acceptance.
pub fn situation_events(states: &[&str]) -> BoxedStrategy<Events> {
    let cast = cast(states, &[]);
    history(4, move |start, moves| situation(&cast, start, moves))
}

/// The offices of a person, taken and left.
pub fn offices() -> BoxedStrategy<Events> {
    history(4, office)
}

/// The life of a warrant, with requests to, and postponements and arrests by, these states.
pub fn warrant_events(states: &[&str]) -> BoxedStrategy<Events> {
    let cast = cast(states, &[]);
    history(5, move |start, moves| warrant(&cast, start, moves))
}
