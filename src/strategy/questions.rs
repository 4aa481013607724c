//! Questions, and whole cases: a rulebook and a question about it.

use std::fmt;

use proptest::prelude::*;

use super::rulebooks::{Book, Size, rulebooks_on};
use super::{days, pick};
use crate::day::Day;
use crate::engine::{Engine, Question};
use crate::rulebook::{Draft, LoadError, Rulebook};
use crate::statute;
use crate::vocabulary::Presence;

/// A question before it is known about whom: numbers that any world turns into persons, destinations and days.
#[derive(Debug, Clone)]
pub(crate) struct Pick {
    person: usize,
    destination: usize,
    day: PickDay,
    presence: Presence,
}

#[derive(Debug, Clone)]
enum PickDay {
    /// The day of the world that is nearest to this one, that before it, or that after it: so a question stays where it is while the
    /// world around it shrinks.
    Near(Day, i8),
    Any(Day),
}

/// What a question can be about, and when something happens there.
pub(crate) struct Known<'w> {
    pub(crate) persons: &'w [String],
    pub(crate) destinations: &'w [String],
    pub(crate) days: &'w [Day],
}

pub(crate) fn picks() -> BoxedStrategy<Pick> {
    let from = |first: Day, span: u32| (0..span).prop_map(move |days| first.plus_days(days).unwrap_or(first));
    let somewhen = prop_oneof![4 => from(statute::IN_FORCE, 6000), 1 => from(statute::OPENED, 10_500)];
    let near = (somewhen, prop_oneof![2 => Just(0i8), 1 => Just(-1), 1 => Just(1)]).prop_map(|(day, by)| PickDay::Near(day, by));
    let day = prop_oneof![4 => near, 1 => days().prop_map(PickDay::Any)];
    let presence = prop_oneof![4 => Just(Presence::Visit), 1 => Just(Presence::Transit), 1 => Just(Presence::Overflight)];
    (0usize..4096, 0usize..4096, day, presence)
        .prop_map(|(person, destination, day, presence)| Pick { person, destination, day, presence })
        .boxed()
}

impl Pick {
    pub(crate) fn question(&self, known: &Known<'_>) -> Question {
        let on = match self.day {
            PickDay::Any(day) => day,
            PickDay::Near(target, by) => {
                let nearest = known.days.iter().min_by_key(|day| target.days_until(**day).abs());
                let day = nearest.copied().unwrap_or(statute::IN_FORCE);
                match by {
                    0 => day,
                    1 => day.next().unwrap_or(day),
                    _ => day.previous().unwrap_or(day),
                }
            }
        };
        let name = |names: &[String], place: usize| pick(names, place).cloned().unwrap_or_default();
        let question = Question::new(name(known.persons, self.person), name(known.destinations, self.destination), on);
        Question { presence: self.presence, ..question }
    }
}

/// The days on which something happens in a rulebook, and those that the Statute counts from them.
pub(crate) fn days_of(rulebook: &Rulebook) -> Vec<Day> {
    let facts = rulebook.facts().iter().flat_map(|fact| [fact.on().earliest, fact.on().latest]);
    let mut days: Vec<Day> = facts
        .flat_map(|day| [Some(day), statute::entry_into_force(day), statute::exit(day, None)])
        .flatten()
        .chain([rulebook.as_of()])
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Questions about the persons and destinations of a rulebook, mostly near days on which something happens.
pub fn questions(rulebook: &Rulebook) -> BoxedStrategy<Question> {
    let persons: Vec<String> = rulebook.persons().map(|person| person.id.clone()).collect();
    let destinations: Vec<String> = rulebook.destinations().map(|destination| destination.id.clone()).collect();
    let days = days_of(rulebook);
    picks().prop_map(move |pick| pick.question(&Known { persons: &persons, destinations: &destinations, days: &days })).boxed()
}

/// A rulebook and a question about it. Prints as a scenario file: the rulebook, and an expectation that waits for its answer.
#[derive(Clone)]
pub struct Case {
    /// The rulebook.
    pub book: Book,
    /// A question about it.
    pub question: Question,
}

impl Case {
    /// The engine on the rulebook.
    ///
    /// # Errors
    /// Never for a rulebook that a strategy has built.
    pub fn engine(&self) -> Result<Engine, LoadError> {
        self.book.engine()
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Question { person, destination, on, presence } = &self.question;
        write!(
            f,
            "{}\n[[expect]]\nperson = \"{person}\"\ndestination = \"{destination}\"\non = {on}\npresence = \"{presence}\"\n",
            self.book
        )
    }
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

/// Small rulebooks on the shipped law, each with a question.
pub fn cases() -> BoxedStrategy<Case> {
    cases_on(&Draft::embedded(), Size::default())
}

/// Rulebooks on the law of a draft, each with a question: for testing a policy that the draft adds.
pub fn cases_on(law: &Draft, size: Size) -> BoxedStrategy<Case> {
    (rulebooks_on(law, size), picks())
        .prop_map(|(book, pick)| {
            let known = Known { persons: &book.persons, destinations: &book.destinations, days: &book.days };
            let question = pick.question(&known);
            Case { book, question }
        })
        .boxed()
}
