//! Strategies for [`proptest`]: days, histories, states, persons, warrants, situations, whole rulebooks, overlays, questions.
//!
//! What they build is valid by construction, so nothing is thrown away, and shrinking ends at few things, few events, and no
//! uncertainty that the failure does not need. It is built as text, with [`OverlayBuilder`]: a smallest case prints as the TOML that
//! reproduces it.
//!
//! ```
//! use icc_arrest_risk::strategy;
//! use icc_arrest_risk::vocabulary::Verdict;
//! use proptest::prelude::*;
//!
//! proptest!(|(case in strategy::cases())| {
//!     let engine = case.book.engine()?;
//!     let answer = engine.ask(&case.question)?;
//!     prop_assert!(!answer.verdict().possible().is_empty());
//! });
//! ```
//!
//! A rulebook lies on the shipped law, or on a law of one's own ([`rulebooks_on`], [`cases_on`]), so that a policy can be tested
//! against worlds that nobody typed in. Strategies hold no dates of the real world beyond those of the Statute itself.

mod changes;
mod days;
mod events;
mod questions;
mod rulebooks;
mod things;

pub(crate) use changes::{Change, changes};
pub use changes::{overlays, overlays_known_after};
pub use days::{days, days_near};
pub use events::{Events, memberships, offices, situation_events, state_events, warrant_events};
pub use questions::{Case, cases, cases_on, questions};
pub(crate) use questions::{Known, Pick, days_of, picks};
pub use rulebooks::{Book, Size, rulebooks, rulebooks_on};
pub use things::{persons, situations, states, warrants};

use crate::day::Day;
use crate::rulebook::OverlayBuilder;

/// The last day of generated worlds; no event lies after it.
pub(crate) const LAST: Day = match Day::constant(2025, 12, 31) {
    Some(day) => day,
    None => Day::MAX,
};

/// The day up to which generated worlds are known.
pub(crate) const AS_OF: Day = match Day::constant(2030, 12, 31) {
    Some(day) => day,
    None => Day::MAX,
};

/// The entry of a list that a number picks; `None` where the list is empty.
fn pick<T>(list: &[T], number: usize) -> Option<&T> {
    list.get(number.checked_rem(list.len())?)
}

/// A builder with one thing in it.
fn thing(owner: &str, keys: &[(&str, crate::rulebook::Literal)], events: &Events) -> OverlayBuilder {
    let builder = keys.iter().fold(OverlayBuilder::new(), |builder, (key, value)| builder.set(owner, key, value.clone()));
    events.add_to(builder, owner)
}
