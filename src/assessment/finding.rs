//! What was found: one value, or several that are possible.

use std::fmt;

use serde::{Serialize, Serializer};

/// A value that is settled, or undetermined among several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding<T> {
    /// Every possibility agrees on this value.
    Is(T),
    /// The possibilities disagree; the values that occur, in declared order, at least two.
    Undetermined(Vec<T>),
}

impl<T: Copy + Ord> Finding<T> {
    /// From the values that occur; `None` where there are none.
    pub(crate) fn among(values: impl IntoIterator<Item = T>) -> Option<Self> {
        let mut values = values.into_iter();
        let first = values.next()?;
        // Most often there is no other, and nothing to keep.
        let mut all: Vec<T> = values.filter(|value| *value != first).collect();
        if all.is_empty() {
            return Some(Self::Is(first));
        }
        all.push(first);
        all.sort_unstable();
        all.dedup();
        Some(Self::Undetermined(all))
    }

    /// The value, if it is settled.
    pub fn settled(&self) -> Option<T> {
        match self {
            Self::Is(value) => Some(*value),
            Self::Undetermined(_) => None,
        }
    }
}

impl<T> Finding<T> {
    /// Every value that is possible, in declared order.
    pub fn possible(&self) -> &[T] {
        match self {
            Self::Is(value) => std::slice::from_ref(value),
            Self::Undetermined(values) => values,
        }
    }

    /// The finding in other words: one for each value.
    pub(crate) fn map<U>(&self, word: impl Fn(&T) -> U) -> Finding<U> {
        match self {
            Self::Is(value) => Finding::Is(word(value)),
            Self::Undetermined(values) => Finding::Undetermined(values.iter().map(word).collect()),
        }
    }
}

/// A finding equals a value where it is settled on it.
impl<T: PartialEq> PartialEq<T> for Finding<T> {
    fn eq(&self, other: &T) -> bool {
        matches!(self, Self::Is(value) if value == other)
    }
}

impl<T: fmt::Display> fmt::Display for Finding<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(value) => value.fmt(f),
            Self::Undetermined(values) => {
                let values: Vec<String> = values.iter().map(T::to_string).collect();
                f.pad(&format!("undetermined among {}", values.join(", ")))
            }
        }
    }
}

/// A settled value serialises as itself, another as `{ "undetermined": [ … ] }`.
impl<T: Serialize> Serialize for Finding<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Is(value) => value.serialize(serializer),
            Self::Undetermined(values) => serializer.collect_map([("undetermined", values)]),
        }
    }
}
