//! A value over time: constant between a few days, changing at each.

use crate::day::Day;

/// A value for every day: an initial value, then another from each change day on.
///
/// Intervals are half-open inside: a change on day *d* holds from *d* (inclusive) until the next change (exclusive).
/// Neighbouring stretches always differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline<V> {
    initial: V,
    changes: Vec<(Day, V)>,
}

/// One stretch of a timeline, its days inclusive at both ends; `None` where it is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch<'a, V> {
    /// The first day, inclusive; `None` at the beginning of time.
    pub from: Option<Day>,
    /// The last day, inclusive; `None` at the end of time.
    pub until: Option<Day>,
    /// The value throughout.
    pub value: &'a V,
}

impl<V: PartialEq> Timeline<V> {
    /// The same value on every day.
    pub fn constant(value: V) -> Self {
        Self { initial: value, changes: Vec::new() }
    }

    /// A timeline from its changes. They may come in any order; of several on one day the last given holds, and a change
    /// to the value that already held is dropped.
    pub fn new(initial: V, mut changes: Vec<(Day, V)>) -> Self {
        changes.sort_by_key(|(day, _)| *day);
        let mut line = Self { initial, changes: Vec::new() };
        let mut rest = changes.into_iter().peekable();
        while let Some((day, value)) = rest.next() {
            let replaced = rest.peek().is_some_and(|(next, _)| *next == day);
            if !replaced && *line.last() != value {
                line.changes.push((day, value));
            }
        }
        line
    }

    fn last(&self) -> &V {
        self.changes.last().map_or(&self.initial, |(_, value)| value)
    }

    /// The number of changes on or before `day`: the index of the stretch in which the day lies.
    fn passed(&self, day: Day) -> usize {
        self.changes.partition_point(|(change, _)| *change <= day)
    }

    fn stretch_at(&self, index: usize) -> Stretch<'_, V> {
        let (from, value) = match index.checked_sub(1).and_then(|i| self.changes.get(i)) {
            Some((day, value)) => (Some(*day), value),
            None => (None, &self.initial),
        };
        let until = self.changes.get(index).and_then(|(day, _)| day.previous());
        Stretch { from, until, value }
    }

    /// The value on a day.
    pub fn at(&self, day: Day) -> &V {
        self.stretch_at(self.passed(day)).value
    }

    /// The stretch in which a day lies.
    pub fn stretch(&self, day: Day) -> Stretch<'_, V> {
        self.stretch_at(self.passed(day))
    }

    /// All stretches in order of time; together they cover every day exactly once.
    pub fn segments(&self) -> impl Iterator<Item = Stretch<'_, V>> {
        (0..=self.changes.len()).map(|index| self.stretch_at(index))
    }

    /// The days on which the value changes, ascending.
    pub fn change_days(&self) -> impl Iterator<Item = Day> + '_ {
        self.changes.iter().map(|(day, _)| *day)
    }

    /// The timeline of a function of two values.
    pub fn zip<W: PartialEq, U: PartialEq>(&self, other: &Timeline<W>, mut f: impl FnMut(&V, &W) -> U) -> Timeline<U> {
        let changes = self.change_days().chain(other.change_days()).map(|day| (day, f(self.at(day), other.at(day)))).collect();
        Timeline::new(f(&self.initial, &other.initial), changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(n: u32) -> Day {
        Day::new(2000, 1, 1).unwrap().plus_days(n).unwrap()
    }

    #[test]
    fn edges_are_inclusive_from_and_exclusive_until() {
        let line = Timeline::new('a', vec![(day(10), 'b'), (day(20), 'c')]);
        assert_eq!([9, 10, 19, 20].map(|n| *line.at(day(n))), ['a', 'b', 'b', 'c']);
        let middle = line.stretch(day(15));
        assert_eq!((middle.from, middle.until), (Some(day(10)), Some(day(19))));
        assert_eq!(line.stretch(day(0)).from, None);
        assert_eq!(line.stretch(day(99)).until, None);
    }

    #[test]
    fn last_of_a_day_wins_and_equal_neighbours_merge() {
        let line = Timeline::new(1, vec![(day(5), 2), (day(5), 1), (day(7), 3)]);
        assert_eq!(line.change_days().collect::<Vec<_>>(), [day(7)]);
    }

    proptest! {
        #[test]
        fn agrees_with_a_walk_day_by_day(raw in prop::collection::vec((0u32..40, 0u8..3), 0..8), other in prop::collection::vec((0u32..40, 0u8..3), 0..8)) {
            let walk = |changes: &[(u32, u8)], n: u32| {
                let mut sorted = changes.to_vec();
                sorted.sort_by_key(|c| c.0);
                sorted.iter().rev().find(|c| c.0 <= n).map_or(9, |c| c.1)
            };
            let line = |changes: &[(u32, u8)]| Timeline::new(9u8, changes.iter().map(|(n, v)| (day(*n), *v)).collect());
            let (a, b) = (line(&raw), line(&other));
            let both = a.zip(&b, |x, y| (*x, *y));
            for n in 0..45 {
                prop_assert_eq!(*a.at(day(n)), walk(&raw, n));
                prop_assert_eq!(*both.at(day(n)), (walk(&raw, n), walk(&other, n)));
                let stretch = both.stretch(day(n));
                prop_assert!(stretch.from.is_none_or(|d| d <= day(n)) && stretch.until.is_none_or(|d| day(n) <= d));
            }
            let segments: Vec<_> = both.segments().collect();
            for pair in segments.windows(2) {
                prop_assert_ne!(pair[0].value, pair[1].value);
                prop_assert_eq!(pair[0].until.unwrap().next(), pair[1].from);
            }
        }
    }
}
