//! The diagonal of the two clocks: each day answered as known on that day.

use serde::Serialize;

use super::{AskError, Engine, Side};
use crate::assessment::Lifetime;
use crate::day::Day;
use crate::vocabulary::Presence;

/// A stretch of days with the answer that was right, as far as anybody knew, on each of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownThen {
    /// The stretch.
    pub days: Lifetime,
    /// The answer, and the reasons as they were known.
    pub answer: Side,
}

impl Engine {
    /// Every day answered as known at its own end, in stretches of equal answers, in order of time. Days past
    /// [`as_of`](crate::Rulebook::as_of) are answered as known then.
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn diagonal(&self, person: &str, destination: &str, presence: Presence) -> Result<Vec<KnownThen>, AskError> {
        let (person, destination) = (self.person(person)?, self.destination(destination)?);
        let mut stretches: Vec<KnownThen> = Vec::new();
        let known: Vec<Day> = std::iter::once(Day::MIN).chain(self.knowledge_days()).collect();
        for (place, day) in known.iter().enumerate() {
            let end = known.get(place + 1).copied();
            let then = self.known_at(*day);
            // Persons and destinations keep their places, whatever was known of them.
            let within = |change: &Day| change > day && end.is_none_or(|end| *change < end);
            let changes = then.change_days(person, destination).into_iter().filter(within);
            for on in std::iter::once(*day).chain(changes) {
                let answer = Side::of(&then.assessment_without_lifetimes(person, destination, on, presence));
                match stretches.last_mut() {
                    Some(last) if last.answer == answer => {}
                    last => {
                        if let Some(last) = last {
                            last.days.until = on.previous();
                        }
                        stretches.push(KnownThen { days: Lifetime { from: Some(on).filter(|on| *on > Day::MIN), until: None }, answer });
                    }
                }
            }
        }
        Ok(stretches)
    }

    /// The days on which something became public, up to `as_of`, ascending.
    fn knowledge_days(&self) -> Vec<Day> {
        let mut days: Vec<Day> = self.rulebook.facts.iter().map(|fact| fact.known).filter(|day| *day <= self.rulebook.as_of).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
