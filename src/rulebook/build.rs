//! Overlays built in code.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use super::draft::When;
use super::literal::{Key, Literal};
use super::overlay::{Base, Overlay};
use crate::day::Day;

/// Builds an overlay in code. What it builds is the text that would stand in a file, so there is one reader and one set of messages.
///
/// Prints as that text. Owners are named as in a file: `states.KG`, `persons.putin`, `persons.putin.warrants.2023`, `law.basis.rule.my-rule`.
///
/// ```
/// use icc_arrest_risk::rulebook::OverlayBuilder;
/// use icc_arrest_risk::{Day, Draft};
///
/// let deposit: Day = "2023-06-01".parse()?;
/// let overlay = OverlayBuilder::new()
///     .event("states.KG", deposit, "deposited", [("by", "ratification".into())])
///     .build("kyrgyzstan-ratifies");
/// let rulebook = Draft::embedded().with(&overlay).check()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
#[must_use]
pub struct OverlayBuilder {
    head: Table,
    tables: BTreeMap<String, Table>,
}

#[derive(Debug, Clone, Default)]
struct Table {
    keys: Vec<(String, Literal)>,
    events: Vec<Literal>,
    retract: Vec<Literal>,
}

impl OverlayBuilder {
    /// An overlay that changes nothing, on the whole rulebook.
    pub fn new() -> Self {
        Self::default()
    }

    /// On what it lies.
    pub fn base(mut self, base: Base) -> Self {
        let text = match base {
            Base::Rulebook => "rulebook",
            Base::Law => "law",
        };
        self.head.keys.push(("base".to_owned(), text.into()));
        self
    }

    /// Moves the last day that the facts cover.
    pub fn as_of(mut self, day: Day) -> Self {
        self.head.keys.push(("as_of".to_owned(), day.into()));
        self
    }

    /// Gives a key of an owner a value, whether the owner is new or not.
    pub fn set(mut self, owner: &str, key: &str, value: impl Into<Literal>) -> Self {
        self.table(owner).keys.push((key.to_owned(), value.into()));
        self
    }

    /// Adds an event to an owner.
    pub fn event<'k>(mut self, owner: &str, on: impl Into<When>, what: &str, keys: impl IntoIterator<Item = (&'k str, Literal)>) -> Self {
        self.table(owner).events.push(named(on, what, keys));
        self
    }

    /// Takes an event of an owner back; `subject` names the one that is meant where several of a day are alike.
    pub fn retract_event<'k>(
        mut self,
        owner: &str,
        on: impl Into<When>,
        what: &str,
        subject: impl IntoIterator<Item = (&'k str, Literal)>,
    ) -> Self {
        self.table(owner).retract.push(named(on, what, subject));
        self
    }

    /// Takes a whole thing or rule back.
    pub fn retract(self, owner: &str) -> Self {
        self.set(owner, "retract", true)
    }

    /// All that another builder holds, after what this one holds.
    pub fn and(mut self, other: &Self) -> Self {
        self.head.keys.extend(other.head.keys.iter().cloned());
        for (owner, table) in &other.tables {
            let own = self.table(owner);
            own.keys.extend(table.keys.iter().cloned());
            own.events.extend(table.events.iter().cloned());
            own.retract.extend(table.retract.iter().cloned());
        }
        self
    }

    fn table(&mut self, owner: &str) -> &mut Table {
        self.tables.entry(owner.to_owned()).or_default()
    }

    /// The overlay as the text of a file.
    pub fn to_toml(&self) -> String {
        let mut text = String::new();
        self.head.write(&mut text);
        for (owner, table) in &self.tables {
            let path: Vec<String> = owner.split('.').map(|part| Key(part).to_string()).collect();
            // Writing to a text cannot fail.
            let _ = writeln!(text, "\n[{}]", path.join("."));
            table.write(&mut text);
        }
        text
    }

    /// The overlay, under a name that stands in its diagnostics.
    pub fn build(&self, name: impl Into<String>) -> Overlay {
        Overlay::read(name, self.to_toml())
    }
}

impl fmt::Display for OverlayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_toml())
    }
}

impl fmt::Debug for OverlayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn named<'k>(on: impl Into<When>, what: &str, keys: impl IntoIterator<Item = (&'k str, Literal)>) -> Literal {
    let named = [("on", Literal::When(on.into())), ("what", what.into())];
    Literal::Table(named.into_iter().chain(keys).map(|(key, value)| (key.to_owned(), value)).collect())
}

impl Table {
    fn write(&self, text: &mut String) {
        for (key, value) in &self.keys {
            let _ = writeln!(text, "{} = {value}", Key(key));
        }
        for (key, events) in [("events", &self.events), ("retract", &self.retract)] {
            if !events.is_empty() {
                let _ = writeln!(text, "{key} = [");
                for event in events {
                    let _ = writeln!(text, "  {event},");
                }
                let _ = writeln!(text, "]");
            }
        }
    }
}
