//! Whole rulebooks, small ones by default.

use std::fmt;

use proptest::prelude::*;

use super::events::{self, Cast, Events, Move};
use super::{AS_OF, LAST, thing};
use crate::day::Day;
use crate::engine::Engine;
use crate::rulebook::{Base, Draft, Literal, LoadError, OverlayBuilder};
use crate::statute;

/// A whole, valid rulebook. Prints as the overlay (`base = "law"`) that brings all its states, situations and persons.
#[derive(Clone)]
pub struct Book {
    law: Draft,
    builder: OverlayBuilder,
    pub(crate) persons: Vec<String>,
    pub(crate) destinations: Vec<String>,
    /// The days on which something happens.
    pub(crate) days: Vec<Day>,
}

impl Book {
    /// The rulebook, unchecked.
    pub fn draft(&self) -> Draft {
        self.law.with(&self.builder.build("generated.toml"))
    }

    /// The engine on the checked rulebook.
    ///
    /// # Errors
    /// Never for a rulebook that a strategy has built; if so, that is a mistake of the strategy.
    pub fn engine(&self) -> Result<Engine, LoadError> {
        self.draft().check().map(Engine::new)
    }

    /// The text of the overlay.
    pub fn to_toml(&self) -> String {
        self.builder.to_toml()
    }

    /// Lays more upon the rulebook.
    #[must_use]
    pub fn and(mut self, builder: &OverlayBuilder) -> Self {
        self.builder = self.builder.and(builder);
        self
    }
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.builder.fmt(f)
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How large rulebooks become: the most of each. There is one state, one situation and one person at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Size {
    /// States, at most 20.
    pub states: usize,
    /// Situations, at most 20.
    pub situations: usize,
    /// Persons, at most 20.
    pub persons: usize,
    /// Warrants of a person, at most 20.
    pub warrants: usize,
    /// Events of each thing.
    pub events: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self { states: 3, situations: 2, persons: 2, warrants: 2, events: 4 }
    }
}

/// Small rulebooks on the shipped law, without its case law.
pub fn rulebooks() -> BoxedStrategy<Book> {
    rulebooks_on(&Draft::embedded(), Size::default())
}

#[derive(Debug, Clone)]
struct History {
    start: Day,
    moves: Vec<Move>,
}

fn histories(most: usize) -> BoxedStrategy<History> {
    (events::starts(), events::moves(most)).prop_map(|(start, moves)| History { start, moves }).boxed()
}

/// A person as drawn: nationalities by number, offices, warrants with situation, offence and history.
type RawPerson = (Vec<usize>, History, Vec<(usize, bool, History)>);

/// Rulebooks on the law of a draft, with the decisions that it adds; its facts and its case law are left out.
pub fn rulebooks_on(law: &Draft, size: Size) -> BoxedStrategy<Book> {
    let law = law.without_things();
    let many = |most: usize| most.clamp(1, 20);
    let some = size.events;
    let states = proptest::collection::vec((histories(some), histories(some.min(2))), 1..=many(size.states));
    let territories = proptest::collection::vec(histories(some.min(2)), 0..=1);
    let situations = proptest::collection::vec((0usize..4, histories(some)), 1..=many(size.situations));
    let warrant = (0usize..20, proptest::bool::weighted(0.15), histories(some));
    let most = size.warrants.min(20);
    let wanted = proptest::collection::vec(warrant.clone(), 1.min(most)..=most);
    let warrants = prop_oneof![1 => proptest::collection::vec(warrant, 0..=most), 3 => wanted];
    let person = (proptest::collection::vec(0usize..20, 1..=2), histories(some.min(2)), warrants);
    let persons = proptest::collection::vec(person, 1..=many(size.persons));
    let rulings = proptest::collection::vec((0u32..6000, 0usize..3, 0u32..400), 0..=1);
    (states, territories, situations, persons, rulings)
        .prop_map(move |(states, territories, situations, persons, rulings)| {
            build(&law, &states, &territories, &situations, &persons, &rulings)
        })
        .boxed()
}

fn build(
    law: &Draft,
    states: &[(History, History)],
    territories: &[History],
    situations: &[(usize, History)],
    persons: &[RawPerson],
    rulings: &[(u32, usize, u32)],
) -> Book {
    let letter = |place: usize| char::from(b'A' + (place % 26) as u8);
    let codes: Vec<String> = (0..states.len()).map(|place| format!("{0}{0}", letter(place))).collect();
    let names = |prefix: &str, count: usize| -> Vec<String> { (1..=count).map(|place| format!("{prefix}{place}")).collect() };
    let (ids, cases) = (names("p", persons.len()), names("s", situations.len()));
    let cast = Cast { states: codes.clone(), persons: ids.clone() };
    let mut days: Vec<Day> = Vec::new();
    let mut builder = OverlayBuilder::new().base(Base::Law);
    if law.as_of().is_none_or(|as_of| as_of < AS_OF) {
        builder = builder.as_of(AS_OF);
    }
    let mut put = |owner: String, keys: &[(&str, Literal)], events: &Events| {
        days.extend(events.days());
        builder = std::mem::take(&mut builder).and(&thing(&owner, keys, events));
    };
    let text = |text: String| Literal::from(text);
    for (code, (membership, record)) in codes.iter().zip(states) {
        let steps = events::membership(membership.start, &membership.moves);
        let events = steps.and(events::record(&cast, record.start, &record.moves));
        put(format!("states.{code}"), &[("name", text(format!("{code}-land")))], &events);
    }
    for history in territories {
        let keys = [("name", text("The isle of AA-land".to_owned())), ("of", "AA".into())];
        put("territories.AA-1".to_owned(), &keys, &events::territory(history.start, &history.moves));
    }
    for (id, (mask, history)) in cases.iter().zip(situations) {
        let concerned: Vec<String> = codes.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1).map(|(_, c)| c.clone()).collect();
        let keys = [("name", text(format!("The situation {id}"))), ("states", concerned.into())];
        put(format!("situations.{id}"), &keys, &events::situation(&cast, history.start, &history.moves));
    }
    for (id, (nationality, offices, warrants)) in ids.iter().zip(persons) {
        let mut of: Vec<String> = Vec::new();
        for state in nationality.iter().map(|state| &codes[state % codes.len()]) {
            if !of.contains(state) {
                of.push(state.clone());
            }
        }
        let keys = [("name", text(format!("The person {id}"))), ("nationality", of.into())];
        put(format!("persons.{id}"), &keys, &events::office(offices.start, &offices.moves));
        for (place, (situation, justice, history)) in warrants.iter().enumerate() {
            let offence = if *justice { "administration-of-justice" } else { "core" };
            let keys = [("situation", cases[situation % cases.len()].as_str().into()), ("offence", offence.into())];
            let owner = format!("persons.{id}.warrants.w{}", place + 1);
            put(owner, &keys, &events::warrant(&cast, history.start, &history.moves));
        }
    }
    for (place, (offset, held, known)) in rulings.iter().enumerate() {
        let on = statute::IN_FORCE.plus_days(*offset).unwrap_or(LAST);
        let held = ["third", "council-bound", "accepting"][held % 3];
        let how = if known % 3 == 0 { "contested" } else { "rejected" };
        let mut keys = vec![
            ("name", text(format!("The ruling {}", place + 1))),
            ("chamber", "pre-trial".into()),
            ("on", on.into()),
            ("held", Literal::Table(vec![(held.to_owned(), how.into())])),
        ];
        if known % 2 == 1 {
            keys.push(("known", on.plus_days(*known).unwrap_or(on).into()));
        }
        put(format!("rulings.r{}", place + 1), &keys, &Events::default());
    }
    let turns: Vec<Day> = days.iter().flat_map(|day| [statute::entry_into_force(*day), statute::exit(*day, None)]).flatten().collect();
    days.extend(turns);
    days.sort_unstable();
    days.dedup();
    let isle = territories.iter().map(|_| "AA-1".to_owned());
    Book { law: law.clone(), builder, persons: ids, destinations: codes.into_iter().chain(isle).collect(), days }
}
