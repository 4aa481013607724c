//! Days, weighted to the edges at which answers turn.

use proptest::prelude::*;

use crate::day::Day;
use crate::statute;

/// Days on which something of the Statute or of the calendar turns.
fn edges() -> Vec<Day> {
    let calendar = [(2004, 2, 29), (2023, 12, 31), (2024, 1, 1), (2024, 2, 29)].into_iter().filter_map(|(y, m, d)| Day::new(y, m, d));
    let statute = [statute::IN_FORCE, statute::OPENED, statute::SIGNATURE_CLOSED];
    statute.into_iter().chain(statute.into_iter().filter_map(Day::next)).chain(calendar).chain([Day::MIN, Day::MAX]).collect()
}

/// Any day, mostly one between the Statute's adoption and 2030, often one at which something turns. Shrinks toward 1998-07-17.
pub fn days() -> BoxedStrategy<Day> {
    let near = (0u32..12_000).prop_map(|days| statute::OPENED.plus_days(days).unwrap_or(statute::OPENED));
    let whole = (0u32..3_652_059).prop_map(|days| Day::MIN.plus_days(days).unwrap_or(Day::MAX));
    prop_oneof![8 => near, 4 => proptest::sample::select(edges()), 1 => whole].boxed()
}

/// Days on, just before and just after the given ones, and now and then [`days`].
pub fn days_near(days: impl IntoIterator<Item = Day>) -> BoxedStrategy<Day> {
    let mut all: Vec<Day> = days.into_iter().flat_map(|day| [Some(day), day.previous(), day.next()]).flatten().collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() { self::days() } else { prop_oneof![4 => proptest::sample::select(all), 1 => self::days()].boxed() }
}
