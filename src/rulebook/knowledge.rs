//! The second clock: a rulebook as it was known on an earlier day.

use super::{Owner, Rulebook};
use crate::day::Day;

impl Rulebook {
    /// The rulebook as it was known at the end of a day: without what became public later, be it events, sealed warrants or
    /// rulings, and with [`as_of`](Rulebook::as_of) moved back to that day. The same rulebook from `as_of` on.
    ///
    /// Names, nationalities, sources and the law itself carry no day of knowledge and stay.
    #[must_use]
    pub fn known_at(&self, day: Day) -> Self {
        let mut known = self.clone();
        if day >= self.as_of {
            return known;
        }
        known.as_of = day;
        let public = |fact: &usize| self.facts[*fact].known <= day;
        let facts = Places::of((0..self.facts.len()).map(|fact| public(&fact)));
        // A warrant of which nothing is public is not there; a ruling is its own one fact.
        let warrants = Places::of(self.warrants.iter().map(|warrant| warrant.facts.is_empty() || warrant.facts.iter().any(public)));
        let mut ruled = vec![false; self.rulings.len()];
        for (place, fact) in self.facts.iter().enumerate() {
            if let Owner::Ruling(ruling) = fact.owner {
                ruled[ruling] = public(&place);
            }
        }
        let rulings = Places::of(ruled.into_iter());

        facts.keep(&mut known.facts);
        warrants.keep(&mut known.warrants);
        rulings.keep(&mut known.rulings);
        for fact in &mut known.facts {
            match &mut fact.owner {
                Owner::Warrant { warrant, .. } => *warrant = warrants.new_place(*warrant).unwrap_or_default(),
                Owner::Ruling(ruling) => *ruling = rulings.new_place(*ruling).unwrap_or_default(),
                Owner::Destination(_) | Owner::Situation(_) | Owner::Person(_) => {}
            }
        }
        known.destinations.iter_mut().for_each(|destination| facts.rename(&mut destination.facts));
        known.situations.iter_mut().for_each(|situation| facts.rename(&mut situation.facts));
        known.warrants.iter_mut().for_each(|warrant| facts.rename(&mut warrant.facts));
        for person in &mut known.persons {
            facts.rename(&mut person.facts);
            warrants.rename(&mut person.warrants);
        }
        known
    }
}

/// What becomes of the places of a list of which a part is kept.
struct Places(Vec<Option<usize>>);

impl Places {
    fn of(kept: impl Iterator<Item = bool>) -> Self {
        let mut next = 0..;
        Self(kept.map(|kept| if kept { next.next() } else { None }).collect())
    }

    fn new_place(&self, old: usize) -> Option<usize> {
        self.0.get(old).copied().flatten()
    }

    fn keep<T>(&self, list: &mut Vec<T>) {
        let mut kept = self.0.iter().map(Option::is_some);
        list.retain(|_| kept.next().unwrap_or(false));
    }

    fn rename(&self, places: &mut Vec<usize>) {
        *places = places.iter().filter_map(|place| self.new_place(*place)).collect();
    }
}
