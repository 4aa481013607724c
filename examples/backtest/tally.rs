//! Counts, shares and their intervals.

use std::collections::BTreeMap;

use icc_arrest_risk::Finding;
use icc_arrest_risk::vocabulary::{Risk, Term};

use crate::answers::{Answered, Clock};
use crate::record::{Known, Outcome};

/// Below this many journeys nothing is claimed of a level.
pub const ENOUGH: usize = 10;

/// How often each outcome occurred.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<Outcome, usize>);

impl Tally {
    /// Counts an outcome.
    pub fn add(&mut self, outcome: Outcome) {
        *self.0.entry(outcome).or_default() += 1;
    }

    /// How often an outcome occurred.
    pub fn of(&self, outcome: Outcome) -> usize {
        self.0.get(&outcome).copied().unwrap_or(0)
    }

    /// How many journeys were made.
    pub fn travelled(&self) -> usize {
        Outcome::ALL.into_iter().filter(|outcome| outcome.travelled()).map(|outcome| self.of(outcome)).sum()
    }

    /// How many of them ended in an arrest for the Court.
    pub fn arrests(&self) -> usize {
        Outcome::ALL.into_iter().filter(|outcome| outcome.arrest()).map(|outcome| self.of(outcome)).sum()
    }
}

/// Journeys by level, strongest first; `None` where it is undetermined.
pub type Levels = Vec<(Option<Risk>, Tally)>;

/// Journeys by a finding: one row for each settled value that occurs, strongest first, then one for what is undetermined.
pub fn by<T: Term>(answered: &[Answered<'_>], of: impl Fn(&Answered<'_>) -> Finding<T>) -> Vec<(Option<T>, Tally)> {
    let mut rows: BTreeMap<Option<T>, Tally> = BTreeMap::new();
    for one in answered {
        rows.entry(of(one).settled()).or_default().add(one.trip.outcome);
    }
    rows.into_iter().rev().collect()
}

/// Journeys under a warrant that was public on the eve, by the level of `risk`.
///
/// A warrant under seal is left out: nobody could know of it, and its journeys come to light by their arrests. Whoever judges the levels
/// leaves out too what happened where the rules answer nothing ([`Trip::answerable`](crate::record::Trip::answerable)).
pub fn levels(answered: &[Answered<'_>], clock: Clock) -> Levels {
    let public: Vec<Answered<'_>> = answered.iter().filter(|one| one.known() == Known::Warrant).cloned().collect();
    by(&public, |one| one.at(clock).risk.clone())
}

/// The levels of which something is claimed: those with enough journeys made, weakest first.
pub fn claimed(levels: &[(Option<Risk>, Tally)]) -> Vec<(Risk, &Tally)> {
    let settled = levels.iter().filter_map(|(risk, tally)| risk.map(|risk| (risk, tally)));
    let mut claimed: Vec<_> = settled.filter(|(_, tally)| tally.travelled() >= ENOUGH).collect();
    claimed.sort_by_key(|(risk, _)| *risk);
    claimed
}

/// The first pair of neighbouring levels of which the higher has the smaller share of arrests, among those of which something is claimed.
pub fn out_of_order(levels: &[(Option<Risk>, Tally)]) -> Option<(Risk, Risk)> {
    // Shares as products, so that nothing is rounded.
    let falls = |(low, high): (&Tally, &Tally)| low.arrests() * high.travelled() > high.arrests() * low.travelled();
    claimed(levels).windows(2).find(|pair| falls((pair[0].1, pair[1].1))).map(|pair| (pair[0].0, pair[1].0))
}

/// Whether the intervals of all neighbouring levels of which something is claimed lie apart.
pub fn apart(levels: &[(Option<Risk>, Tally)]) -> bool {
    let intervals: Vec<(f64, f64)> = claimed(levels).iter().map(|(_, tally)| wilson(tally.arrests(), tally.travelled())).collect();
    intervals.windows(2).all(|pair| pair[0].1 < pair[1].0)
}

/// The interval of a share that fits the counts at 95 %, after Wilson; the whole range where nothing was counted.
pub fn wilson(hits: usize, all: usize) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    const Z: f64 = 1.959_963_984_540_054;
    let (hits, all) = (hits as f64, all as f64);
    let share = hits / all;
    let width = 1.0 + Z * Z / all;
    let middle = share + Z * Z / (2.0 * all);
    let margin = Z * (share * (1.0 - share) / all + Z * Z / (4.0 * all * all)).sqrt();
    (((middle - margin) / width).max(0.0), ((middle + margin) / width).min(1.0))
}
