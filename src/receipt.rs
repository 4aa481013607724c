//! Receipts: an answer that can be stored, and recomputed later on.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use toml::{Table, Value};

use crate::assessment::Assessment;
use crate::day::Day;
use crate::engine::{AskError, Engine, Question};
use crate::rulebook::FORMAT;
use crate::text::shown;
use crate::vocabulary::Presence;

/// An answer with all that it takes to recompute it: the versions of the crate and of the rules format, the digest of the rulebook, the
/// question, and both clocks, the day asked about and the day of knowledge. Serialises with serde.
///
/// ```
/// use icc_arrest_risk::{Engine, Receipt};
///
/// let engine = Engine::embedded();
/// let receipt = engine.assess("Putin", "Mongolia", "2024-09-03".parse()?)?.receipt();
/// let stored = serde_json::to_string(&receipt)?;
///
/// let receipt: Receipt = serde_json::from_str(&stored)?;
/// receipt.replay(engine)?; // the same version, the same rulebook, the same answer to the last reason
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    format: i64,
    crate_version: String,
    digest: String,
    facts_version: String,
    person: String,
    destination: String,
    on: Day,
    #[serde(deserialize_with = "presence")]
    presence: Presence,
    known_at: Day,
    answer: Table,
}

fn presence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Presence, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// One part of an answer that is not as the receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Which part, as `evaluations[0].verdict`.
    pub at: String,
    /// What the receipt says; `None` where it has no such part.
    pub receipt: Option<String>,
    /// What it is now; `None` where there is no such part.
    pub now: Option<String>,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |value: &Option<String>| value.as_deref().map_or("nothing".to_owned(), shown);
        write!(f, "{}: {} in the receipt, now {}", shown(&self.at), text(&self.receipt), text(&self.now))
    }
}

/// Why a receipt was not confirmed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// Another version of the crate or of the rules format made it.
    #[error("the receipt is of {what} {}, this is {what} {here}; replay it with that version, or ask what differs", shown(receipt))]
    OtherVersion {
        /// `version` of the crate, or rules `format`.
        what: &'static str,
        /// The receipt's.
        receipt: String,
        /// The one at hand.
        here: String,
    },
    /// It rests on another rulebook.
    #[error(
        "the receipt rests on the rulebook {} (facts {}), the engine on {here}; load that rulebook, or ask what differs",
        shown(receipt),
        shown(facts_version)
    )]
    OtherRulebook {
        /// The digest in the receipt.
        receipt: String,
        /// The version of the receipt's facts.
        facts_version: String,
        /// The digest of the engine's rulebook.
        here: String,
    },
    /// The engine knows less than the receipt did.
    #[error("the receipt knows all up to {receipt}, the engine only up to {here}")]
    KnowsLess {
        /// The receipt's day of knowledge.
        receipt: Day,
        /// The engine's last day of knowledge.
        here: Day,
    },
    /// Its question cannot be asked.
    #[error(transparent)]
    Ask(#[from] AskError),
    /// The answer is another: the receipt was changed after it was made, or the engine is not what it says.
    #[error("the answer is not that of the receipt: {}", told(.0))]
    Differs(Vec<Mismatch>),
}

fn told(mismatches: &[Mismatch]) -> String {
    let first: Vec<String> = mismatches.iter().take(5).map(Mismatch::to_string).collect();
    let more = mismatches.len().saturating_sub(first.len());
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    format!("{}{more}", first.join("; "))
}

impl Assessment<'_> {
    /// The receipt of this answer.
    pub fn receipt(&self) -> Receipt {
        let rulebook = self.rulebook();
        // Plain data of texts, lists and tables always fits; if it ever did not, the receipt would say so and never confirm.
        let answer = Table::try_from(self.report())
            .unwrap_or_else(|error| Table::from_iter([("error".to_owned(), Value::String(error.to_string()))]));
        Receipt {
            format: FORMAT,
            crate_version: env!("CARGO_PKG_VERSION").to_owned(),
            digest: rulebook.digest().to_owned(),
            facts_version: rulebook.facts_version().to_owned(),
            person: self.person().id.clone(),
            destination: self.destination().id.clone(),
            on: self.on(),
            presence: self.presence(),
            known_at: self.as_of(),
            answer,
        }
    }
}

impl Receipt {
    /// The question that was asked, by ids.
    pub fn question(&self) -> Question {
        Question { presence: self.presence, ..Question::new(self.person.clone(), self.destination.clone(), self.on) }
    }

    /// The day of knowledge: the last day that the facts covered.
    pub fn known_at(&self) -> Day {
        self.known_at
    }

    /// The digest of the rulebook on which the answer rests.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The version of the crate that gave the answer.
    pub fn crate_version(&self) -> &str {
        &self.crate_version
    }

    /// The version of the rules format.
    pub fn format(&self) -> i64 {
        self.format
    }

    /// Recomputes the answer on the same rulebook, as known at the receipt's day of knowledge, and compares the whole of it.
    ///
    /// # Errors
    /// Where the version, the rulebook, or anything in the answer is another.
    pub fn replay(&self, engine: &Engine) -> Result<(), ReplayError> {
        let other = |what, receipt: String, here: String| {
            if receipt == here { Ok(()) } else { Err(ReplayError::OtherVersion { what, receipt, here }) }
        };
        other("format", self.format.to_string(), FORMAT.to_string())?;
        other("version", self.crate_version.clone(), env!("CARGO_PKG_VERSION").to_owned())?;
        let rulebook = engine.rulebook();
        if self.digest != rulebook.digest() {
            let (receipt, here) = (self.digest.clone(), rulebook.digest().to_owned());
            return Err(ReplayError::OtherRulebook { receipt, facts_version: self.facts_version.clone(), here });
        }
        if rulebook.as_of() < self.known_at {
            return Err(ReplayError::KnowsLess { receipt: self.known_at, here: rulebook.as_of() });
        }
        let mismatches = self.differences(engine)?;
        if mismatches.is_empty() { Ok(()) } else { Err(ReplayError::Differs(mismatches)) }
    }

    /// What differs from the answer that the engine gives (the first thousand parts of it), as known at the receipt's day of knowledge, whatever version and rulebook.
    ///
    /// # Errors
    /// Where the engine knows the person or the destination no more.
    pub fn differences(&self, engine: &Engine) -> Result<Vec<Mismatch>, AskError> {
        let earlier;
        let engine = if self.known_at < engine.rulebook().as_of() {
            earlier = engine.known_at(self.known_at);
            &earlier
        } else {
            engine
        };
        let now = engine.ask(&self.question())?.receipt();
        let mut mismatches = Vec::new();
        compare("", Some(&Value::Table(self.answer.clone())), Some(&Value::Table(now.answer)), &mut mismatches);
        Ok(mismatches)
    }
}

/// The most differences that are told.
const MOST_MISMATCHES: usize = 1_000;

/// Where two trees differ, leaf by leaf.
fn compare(at: &str, receipt: Option<&Value>, now: Option<&Value>, mismatches: &mut Vec<Mismatch>) {
    if mismatches.len() >= MOST_MISMATCHES {
        return;
    }
    match (receipt, now) {
        (Some(Value::Table(one)), Some(Value::Table(other))) => {
            let more = other.keys().filter(|key| !one.contains_key(*key));
            for key in one.keys().chain(more) {
                // A receipt may hold any key.
                let key_shown = shown(key);
                let path = if at.is_empty() { key_shown } else { format!("{at}.{key_shown}") };
                compare(&path, one.get(key), other.get(key), mismatches);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            for place in 0..one.len().max(other.len()) {
                compare(&format!("{at}[{place}]"), one.get(place), other.get(place), mismatches);
            }
        }
        (one, other) if one == other => {}
        (one, other) => {
            let text = |value: &Value| match value {
                Value::Table(_) => "a table".to_owned(),
                Value::Array(values) => format!("a list of {}", values.len()),
                Value::String(text) => format!("`{text}`"),
                Value::Boolean(flag) => flag.to_string(),
                Value::Integer(number) => number.to_string(),
                Value::Float(number) => number.to_string(),
                Value::Datetime(day) => day.to_string(),
            };
            mismatches.push(Mismatch { at: at.to_owned(), receipt: one.map(text), now: other.map(text) });
        }
    }
}
