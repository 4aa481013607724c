//! The small answer, and the small names of persons and destinations.

use std::fmt;
use std::marker::PhantomData;

use crate::assessment::Finding;
use crate::day::Day;
use crate::vocabulary::{Duty, Label, Risk, Term, Verdict, Warrant};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            pub(super) fn new(place: usize) -> Self {
                Self(u32::try_from(place).unwrap_or(u32::MAX))
            }

            /// The place in the rulebook's list.
            #[inline]
            pub fn place(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// A person of an engine. See [`Engine::person_id`](crate::Engine::person_id).
    PersonId
}

id! {
    /// A state or territory of an engine. See [`Engine::destination_id`](crate::Engine::destination_id).
    DestinationId
}

/// The values that are possible, one where it is settled: a [`Finding`] that needs no memory of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Values<T> {
    bits: u16,
    of: PhantomData<T>,
}

impl<T: Term> Values<T> {
    const ALL: u16 = ((1u32 << T::ALL.len()) - 1) as u16;

    fn from_bits(bits: u16) -> Self {
        Self { bits: bits & Self::ALL, of: PhantomData }
    }

    pub(super) fn of(finding: &Finding<T>) -> Self {
        Self::from_bits(finding.possible().iter().fold(0, |bits, value| bits | 1 << value.code()))
    }

    /// The value, if it is settled.
    #[inline]
    pub fn settled(self) -> Option<T> {
        if self.bits.is_power_of_two() { T::from_code(self.bits.trailing_zeros() as u8) } else { None }
    }

    /// Every value that is possible, in declared order.
    pub fn possible(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |value| self.contains(*value))
    }

    /// Whether a value is possible.
    #[inline]
    pub fn contains(self, value: T) -> bool {
        self.bits >> value.code() & 1 == 1
    }
}

impl<T: Term> PartialEq<T> for Values<T> {
    fn eq(&self, other: &T) -> bool {
        self.bits == 1 << other.code()
    }
}

impl<T: Term> PartialEq<Finding<T>> for Values<T> {
    fn eq(&self, other: &Finding<T>) -> bool {
        *self == Self::of(other)
    }
}

impl<T: Term> From<Values<T>> for Finding<T> {
    fn from(values: Values<T>) -> Self {
        match values.settled() {
            Some(value) => Self::Is(value),
            None => Self::Undetermined(values.possible().collect()),
        }
    }
}

impl<T: Term> fmt::Debug for Values<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.possible()).finish()
    }
}

/// Reads as the [`Finding`] does.
impl<T: Term + fmt::Display> fmt::Display for Values<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Finding::from(*self).fmt(f)
    }
}

// Where the five sets lie in the bits of an answer.
const DUTY: u32 = Verdict::ALL.len() as u32;
const RISK: u32 = DUTY + Duty::ALL.len() as u32;
const MEMBERSHIP: u32 = RISK + Risk::ALL.len() as u32;
const WARRANT: u32 = MEMBERSHIP + Label::ALL.len() as u32;
const _: () = assert!(WARRANT as usize + Warrant::ALL.len() <= 32);

/// An answer in short: eight bytes, with a handle on its reasons. Equal where the answer and the rules that decided are.
///
/// The five findings are those of an [`Assessment`](crate::Assessment), for the strongest of the person's warrants.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quick {
    bits: u32,
    place: u32,
}

impl Quick {
    /// Nothing is known, and everything possible.
    pub(super) const UNKNOWN: Self = Self { bits: u32::MAX, place: u32::MAX };

    pub(super) fn new(
        place: usize,
        verdict: &Finding<Verdict>,
        duty: &Finding<Duty>,
        risk: &Finding<Risk>,
        membership: &Finding<Label>,
        warrant: &Finding<Warrant>,
    ) -> Self {
        let bits = u32::from(Values::of(verdict).bits)
            | u32::from(Values::of(duty).bits) << DUTY
            | u32::from(Values::of(risk).bits) << RISK
            | u32::from(Values::of(membership).bits) << MEMBERSHIP
            | u32::from(Values::of(warrant).bits) << WARRANT;
        Self { bits, place: u32::try_from(place).unwrap_or(u32::MAX) }
    }

    /// The place of the answer among those of its engine: equal where two answers and the rules behind them are.
    #[inline]
    pub fn place(self) -> usize {
        self.place as usize
    }

    #[inline]
    fn values<T: Term>(self, from: u32) -> Values<T> {
        Values::from_bits((self.bits >> from) as u16)
    }

    /// What the law says.
    #[inline]
    pub fn verdict(self) -> Values<Verdict> {
        self.values(0)
    }

    /// What the destination owes the Court.
    #[inline]
    pub fn duty(self) -> Values<Duty> {
        self.values(DUTY)
    }

    /// What the record suggests, apart from the law.
    #[inline]
    pub fn risk(self) -> Values<Risk> {
        self.values(RISK)
    }

    /// The destination's standing toward the Statute.
    #[inline]
    pub fn membership(self) -> Values<Label> {
        self.values(MEMBERSHIP)
    }

    /// The status of the strongest warrant.
    #[inline]
    pub fn warrant(self) -> Values<Warrant> {
        self.values(WARRANT)
    }
}

impl fmt::Debug for Quick {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quick")
            .field("verdict", &self.verdict())
            .field("duty", &self.duty())
            .field("risk", &self.risk())
            .field("membership", &self.membership())
            .field("warrant", &self.warrant())
            .finish_non_exhaustive()
    }
}

/// A stretch of days with one answer for a person at a destination, both days inclusive; `None` where there is no end on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuickStretch {
    /// Where.
    pub destination: DestinationId,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// The answer.
    pub quick: Quick,
}

/// The parts of a column are not equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{} persons, {} destinations and {} days cannot fill {} answers", lengths[0], lengths[1], lengths[2], lengths[3])]
pub struct ColumnError {
    pub(super) lengths: [usize; 4],
}
