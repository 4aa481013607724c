//! Overlays upon a given rulebook that cannot contradict its facts.

use proptest::prelude::*;

use super::events::{Events, memberships, offices, state_events, warrant_events};
use super::{LAST, pick, thing};
use crate::day::Day;
use crate::rulebook::{Literal, OverlayBuilder, Rulebook, What};
use crate::statute::{self, Step};
use crate::vocabulary::Membership;

/// A change before it is known of what: numbers that any rulebook turns into an overlay.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A state that is outside deposits an instrument.
    Joins { state: usize, days: u32 },
    /// A party notifies its withdrawal.
    Leaves { state: usize, days: u32 },
    /// A state speaks of all persons or of one.
    Speaks { state: usize, person: Option<usize>, day: Day, what: &'static str },
    /// A situation is deferred, accepted by a state, or referred.
    Situation { situation: usize, state: usize, day: Day, what: &'static str },
    /// A person takes an office that nobody in the rulebook has held.
    Rises { person: usize, day: Day },
    /// A person gets one more warrant.
    Warrant { person: usize, situation: usize, events: Events },
    /// A new state.
    State { membership: Events, record: Events },
    /// A new person with a warrant.
    Person { state: usize, situation: usize, offices: Events, warrant: Events },
    /// A ruling on the immunity of a kind of state.
    Rules { day: Day, of: usize, held: &'static str },
}

pub(crate) fn changes() -> BoxedStrategy<Change> {
    let number = || 0usize..4096;
    let day = || (0u32..8500).prop_map(|days| statute::IN_FORCE.plus_days(days).unwrap_or(LAST));
    let speaks = proptest::sample::select(vec!["pledged", "refused", "implementing-law"]);
    let person = proptest::option::of(number());
    let steps = proptest::sample::select(vec!["council-deferral", "accepted", "council-referral", "investigation-opened"]);
    prop_oneof![
        3 => (number(), 0u32..9000).prop_map(|(state, days)| Change::Joins { state, days }),
        3 => (number(), 0u32..9000).prop_map(|(state, days)| Change::Leaves { state, days }),
        2 => (number(), person, day(), speaks).prop_map(|(state, person, day, what)| Change::Speaks { state, person, day, what }),
        2 => (number(), number(), day(), steps).prop_map(|(situation, state, day, what)| Change::Situation { situation, state, day, what }),
        1 => (number(), day()).prop_map(|(person, day)| Change::Rises { person, day }),
        2 => (number(), number(), warrant_events(&["ZX"])).prop_map(|(person, situation, events)| Change::Warrant { person, situation, events }),
        1 => (memberships(), state_events(&["ZX"], &[])).prop_map(|(membership, record)| Change::State { membership, record }),
        1 => (number(), number(), offices(), warrant_events(&["ZX"]))
            .prop_map(|(state, situation, offices, warrant)| Change::Person { state, situation, offices, warrant }),
        1 => (day(), number(), proptest::sample::select(vec!["rejected", "contested"])).prop_map(|(day, of, held)| Change::Rules { day, of, held }),
    ]
    .boxed()
}

/// Where a state stands after all its steps: since when, and its membership; `None` where a step is not known exactly.
pub(crate) fn standing(book: &Rulebook, state: usize) -> Option<(Day, Membership)> {
    let mut steps: Vec<(Day, usize, Step)> = Vec::new();
    for fact in &book.destinations[state].facts {
        let fact_of = &book.facts[*fact];
        if let What::Step(step) = fact_of.what {
            if !fact_of.on().is_exact() || !fact_of.is_certain() {
                return None;
            }
            steps.push((fact_of.on().earliest, *fact, step));
        }
    }
    let last = steps.iter().map(|(day, ..)| *day).max().unwrap_or(statute::OPENED);
    let history = statute::history(&steps).0;
    let stretch = history.membership.segments().last()?;
    Some((stretch.from.unwrap_or(last).max(last), stretch.value.value))
}

/// The states whose last membership is one of these, with the day since when.
pub(crate) fn standing_as(book: &Rulebook, memberships: &[Membership]) -> Vec<(String, Day)> {
    let states = book.destinations.iter().enumerate().filter(|(place, destination)| destination.responsible == *place);
    states
        .filter_map(|(place, destination)| {
            let (since, membership) = standing(book, place)?;
            memberships.contains(&membership).then(|| (destination.name.id.clone(), since))
        })
        .collect()
}

/// Who could deposit an instrument, and on what days at the earliest.
pub(crate) fn outside(book: &Rulebook) -> Vec<(String, Day)> {
    standing_as(book, &[Membership::None, Membership::Ratifying, Membership::FormerParty])
}

/// Who could notify a withdrawal, and on what days at the earliest.
pub(crate) fn inside(book: &Rulebook) -> Vec<(String, Day)> {
    standing_as(book, &[Membership::Party])
}

/// The day so many days after the Statute's adoption, or the first one after `since` where that is later; `None` past `as_of`.
pub(crate) fn after(since: Day, days: u32, as_of: Day) -> Option<Day> {
    Some(statute::OPENED.plus_days(days)?.max(since.next()?)).filter(|day| *day <= as_of)
}

impl Change {
    /// Which state joins or leaves, and on what day.
    pub(crate) fn state_and_day(&self, book: &Rulebook) -> Option<(String, Day)> {
        let (states, number, days) = match self {
            Self::Joins { state, days } => (outside(book), *state, *days),
            Self::Leaves { state, days } => (inside(book), *state, *days),
            _ => return None,
        };
        let (state, since) = pick(&states, number)?;
        Some((state.clone(), after(*since, days, book.as_of())?))
    }

    /// The overlay that makes the change; where `known` names a day, nothing of it is public before. `None` where the rulebook has
    /// nobody whom it could concern.
    pub(crate) fn overlay(&self, book: &Rulebook, known: Option<Day>) -> Option<OverlayBuilder> {
        let as_of = book.as_of();
        let public = |day: Day| known.filter(|known| *known > day).map(|known| ("known", Literal::from(known)));
        let event = |owner: &str, day: Day, what: &str, keys: Vec<(&'static str, Literal)>| {
            OverlayBuilder::new().event(owner, day, what, keys.into_iter().chain(public(day)))
        };
        let states: Vec<String> =
            book.destinations.iter().enumerate().filter(|(place, d)| d.responsible == *place).map(|(_, d)| d.name.id.clone()).collect();
        let persons: Vec<String> = book.persons().map(|person| person.id.clone()).collect();
        let situations: Vec<String> = book.situations().map(|situation| situation.id.clone()).collect();
        let in_time = |day: Day| Some(day).filter(|day| *day <= as_of);
        let bound = |events: &Events| {
            let events = events.until(as_of);
            match known {
                Some(known) => events.known_from(known),
                None => events,
            }
        };
        let new_state = |events: &Events| thing("states.ZX", &[("name", "ZX-land".into())], events);
        Some(match self {
            Self::Joins { .. } => {
                let (state, day) = self.state_and_day(book)?;
                event(&format!("states.{state}"), day, "deposited", vec![("by", "accession".into())])
            }
            Self::Leaves { .. } => {
                let (state, day) = self.state_and_day(book)?;
                event(&format!("states.{state}"), day, "withdrawal-notified", Vec::new())
            }
            Self::Speaks { state, person, day, what } => {
                let person = person.filter(|_| *what != "implementing-law").and_then(|person| pick(&persons, person));
                let keys = person.map(|person| ("person", person.as_str().into())).into_iter().collect();
                let owner = format!("states.{}", pick(&states, *state)?);
                // On a day of its own it cannot be given twice.
                let taken = book.facts().iter().any(|fact| fact.on().earliest == *day);
                if taken { return None } else { event(&owner, in_time(*day)?, what, keys) }
            }
            Self::Situation { situation, state, day, what } => {
                let keys = match *what {
                    "council-deferral" => vec![("resolution", "9".into()), ("until", day.plus_days(365)?.into())],
                    "council-referral" => {
                        let binds: Vec<String> = pick(&states, *state).cloned().into_iter().collect();
                        vec![("resolution", "9".into()), ("binds", binds.into())]
                    }
                    "accepted" => vec![("by", pick(&states, *state)?.as_str().into())],
                    _ => Vec::new(),
                };
                let taken = book.facts().iter().any(|fact| fact.on().earliest == *day);
                if taken {
                    return None;
                } else {
                    event(&format!("situations.{}", pick(&situations, *situation)?), in_time(*day)?, what, keys)
                }
            }
            Self::Rises { person, day } => {
                let place = person.checked_rem(persons.len())?;
                let held =
                    book.persons[place].facts.iter().any(|fact| matches!(book.facts[*fact].what, What::Office { .. } | What::AnyOf(_)));
                let keys = vec![("office", "foreign-minister".into())];
                if held { return None } else { event(&format!("persons.{}", persons[place]), in_time(*day)?, "took-office", keys) }
            }
            Self::Warrant { person, situation, events } => {
                let owner = format!("persons.{}.warrants.zx", pick(&persons, *person)?);
                let situation = pick(&situations, *situation)?.as_str().into();
                let keys = [("situation", situation), ("offence", "core".into())];
                let events = bound(events);
                // A warrant without events carries no day of knowledge.
                if events.is_empty() {
                    return None;
                }
                thing(&owner, &keys, &events).and(&new_state(&Events::default()))
            }
            Self::State { membership, record } => new_state(&bound(&membership.clone().and(record.clone()))),
            Self::Person { state, situation, offices, warrant } => {
                let nationality: Vec<String> = pick(&states, *state).cloned().into_iter().collect();
                let keys = [("name", "The person zx".into()), ("nationality", nationality.into())];
                let situation = pick(&situations, *situation)?.as_str().into();
                let warrant = thing("persons.zx.warrants.w", &[("situation", situation), ("offence", "core".into())], &bound(warrant));
                thing("persons.zx", &keys, &bound(offices)).and(&warrant).and(&new_state(&Events::default()))
            }
            Self::Rules { day, of, held } => {
                let of = pick(&["third", "council-bound", "accepting"], *of)?;
                let held = Literal::Table(vec![((*of).to_owned(), (*held).into())]);
                let keys = [("name", "The ruling zx".into()), ("chamber", "appeals".into()), ("on", in_time(*day)?.into()), ("held", held)];
                let keys: Vec<(&str, Literal)> = keys.into_iter().chain(public(*day)).collect();
                thing("rulings.zx", &keys, &Events::default())
            }
        })
    }
}

fn over(rulebook: &Rulebook, known: Option<Day>) -> BoxedStrategy<OverlayBuilder> {
    let book = rulebook.clone();
    changes().prop_map(move |change| change.overlay(&book, known).unwrap_or_default()).boxed()
}

/// Overlays over a rulebook that it can bear: a ratification, a withdrawal, a stance, a deferral, an office, a warrant, a new state or
/// person, a ruling. Now and then one that changes nothing.
pub fn overlays(rulebook: &Rulebook) -> BoxedStrategy<OverlayBuilder> {
    over(rulebook, None)
}

/// The same, nothing of which is public before the day after this one.
pub fn overlays_known_after(rulebook: &Rulebook, day: Day) -> BoxedStrategy<OverlayBuilder> {
    over(rulebook, day.next().or(Some(day)))
}
