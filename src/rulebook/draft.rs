//! The editable, unchecked form of a rulebook.

use std::sync::{Arc, OnceLock};

use super::diagnostic::{Diagnostic, File, Place};
use super::law::Proved;
use super::spec::Kind;
use crate::day::Day;

/// A value and where it was written. Equal where the value is.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Option<Place>,
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T> At<T> {
    pub(crate) fn new(value: T, place: Option<Place>) -> Self {
        Self { value, place }
    }
}

/// A day that is known, or known to lie in a range (both days inclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The earliest possible day, inclusive.
    pub earliest: Day,
    /// The latest possible day, inclusive.
    pub latest: Day,
}

impl From<Day> for When {
    fn from(day: Day) -> Self {
        Self { earliest: day, latest: day }
    }
}

impl When {
    /// Whether the day is known exactly.
    pub fn is_exact(self) -> bool {
        self.earliest == self.latest
    }
}

impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_exact() { write!(f, "{}", self.earliest) } else { write!(f, "between {} and {}", self.earliest, self.latest) }
    }
}

/// Words, each with its meaning.
pub(crate) type Words = Vec<(At<String>, At<String>)>;

/// What a key holds, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Texts(Vec<At<String>>),
    Words(Words),
    Day(Day),
    Flag(bool),
    Stated { day: Day, differs_because: Option<String> },
}

/// The keys of a table with their values.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub(crate) Vec<(&'static str, At<Value>)>);

impl Fields {
    pub(crate) fn get(&self, key: &str) -> Option<&At<Value>> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn texts(&self, key: &str) -> &[At<String>] {
        match self.get(key).map(|value| &value.value) {
            Some(Value::Texts(texts)) => texts,
            _ => &[],
        }
    }

    pub(crate) fn words(&self, key: &str) -> &[(At<String>, At<String>)] {
        match self.get(key).map(|value| &value.value) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }

    pub(crate) fn day(&self, key: &str) -> Option<Day> {
        match self.get(key)?.value {
            Value::Day(day) => Some(day),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        matches!(self.get(key).map(|value| &value.value), Some(Value::Flag(true)))
    }
}

/// An event of a thing.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) what: &'static str,
    pub(crate) on: When,
    pub(crate) place: Option<Place>,
    pub(crate) on_place: Option<Place>,
    pub(crate) fields: Fields,
    /// Its own sources, else its owner's, else its file's.
    pub(crate) sources: Vec<At<String>>,
}

impl Event {
    /// The event in the words of the files, with all that it says but its day, its sources and remarks: `deposited (ratification)`.
    pub(crate) fn label(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        for key in ["attribute", "by", "of", "with", "person", "office", "resolution", "period"] {
            match self.fields.get(key).map(|value| &value.value) {
                Some(Value::Text(text)) => words.push(text.clone()),
                Some(Value::Texts(texts)) => words.extend(texts.iter().map(|text| text.value.clone())),
                _ => {}
            }
        }
        for (key, joint) in [("binds", " and "), ("among", " or ")] {
            let texts: Vec<&str> = self.fields.texts(key).iter().map(|text| text.value.as_str()).collect();
            if !texts.is_empty() {
                words.push(format!("{key} {}", texts.join(joint)));
            }
        }
        for key in ["effective", "until"] {
            words.extend(self.fields.day(key).map(|day| format!("{key} {day}")));
        }
        if let Some(Value::Stated { day, .. }) = self.fields.get("stated").map(|at| &at.value) {
            words.push(format!("stated {day}"));
        }
        if self.fields.flag("sealed") {
            words.push("under seal".to_owned());
        }
        if self.fields.get("certain").is_some() && !self.fields.flag("certain") {
            words.push("not certain".to_owned());
        }
        if words.is_empty() { self.what.to_owned() } else { format!("{} ({})", self.what, words.join(", ")) }
    }
}

/// A thing of which a rulebook speaks: a source, state, territory, situation, person, warrant or ruling.
#[derive(Debug, Clone)]
pub(crate) struct Thing {
    pub(crate) kind: Kind,
    pub(crate) id: At<String>,
    /// For a warrant, the id of its person.
    pub(crate) of: Option<String>,
    pub(crate) fields: Fields,
    pub(crate) events: Vec<Event>,
    pub(crate) sources: Vec<At<String>>,
    /// Where overlays changed it, the first place the likeliest cause of a problem.
    pub(crate) touched: Vec<Place>,
}

impl Thing {
    /// The events in order of day. What happens to a warrant on one day is read as it happens in life; other events of one day go by
    /// name, so that an office or an acceptance ends before the next one begins.
    pub(crate) fn in_order(&self) -> Vec<&Event> {
        let rank = |event: &Event| {
            let place = self.kind.events().iter().position(|spec| spec.what == event.what);
            place.filter(|_| self.kind == Kind::Warrant)
        };
        let mut events: Vec<&Event> = self.events.iter().collect();
        events.sort_by_cached_key(|event| (event.on, rank(event), event.what, event.label()));
        events
    }
}

/// What a rule overrides, as read.
#[derive(Debug, Clone)]
pub(crate) enum Override {
    Rule(At<String>),
    Conclusion(At<String>),
}

/// Attributes or earlier decisions, each with the values of which any will do.
pub(crate) type Conditions = Vec<(At<String>, Vec<At<String>>)>;

/// A rule, as read.
#[derive(Debug, Clone)]
pub(crate) struct RuleDraft {
    pub(crate) id: At<String>,
    pub(crate) when: Conditions,
    pub(crate) then: At<String>,
    pub(crate) ground: bool,
    pub(crate) objection: Option<At<String>>,
    pub(crate) standing: Option<At<String>>,
    pub(crate) overrides: Vec<Override>,
    pub(crate) law: Vec<String>,
    pub(crate) because: Vec<(String, String)>,
}

/// A decision, as read.
#[derive(Debug, Clone)]
pub(crate) struct DecisionDraft {
    pub(crate) name: At<String>,
    pub(crate) asks: String,
    pub(crate) conclusions: Vec<At<String>>,
    pub(crate) conclusions_place: Option<Place>,
    pub(crate) rules: Vec<RuleDraft>,
    /// Where overlays changed it.
    pub(crate) touched: Vec<Place>,
    /// The ids of rules that could not be read.
    pub(crate) unread: Vec<String>,
}

/// An assumption that the rulebook states.
#[derive(Debug, Clone)]
pub(crate) struct AssumptionDraft {
    pub(crate) id: At<String>,
    /// By language tag.
    pub(crate) text: Vec<(String, String)>,
    pub(crate) law: Vec<String>,
}

/// What `rulebook.toml` says of the whole.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    pub(crate) facts: String,
    pub(crate) as_of: Day,
    pub(crate) assumptions: Vec<AssumptionDraft>,
}

/// The editable, unchecked form of a rulebook: what was read, with its places, and whatever was wrong in the reading.
///
/// Everything that changes a rulebook is a function from `Draft` to `Draft`; [`Draft::check`] is the only door to
/// [`Rulebook`](crate::Rulebook).
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The files of the overlays that lie on it.
    pub(crate) overlaid: Vec<Arc<File>>,
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) header: Option<Header>,
    pub(crate) things: Vec<Thing>,
    pub(crate) decisions: Vec<DecisionDraft>,
    /// The things that overlays took back.
    pub(crate) retracted: Vec<(Kind, At<String>)>,
    /// The law that was first proved of this draft or of one that it shares its origin with: who changes facts alone proves nothing anew.
    pub(crate) proved: Arc<OnceLock<Proved>>,
}
