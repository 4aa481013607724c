//! The record of journeys, as `rules/record/trips.toml` tells it.

use std::fmt;

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Day, Question};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

/// The record that ships with the crate.
pub const SHIPPED: &str = include_str!("../../rules/record/trips.toml");

/// Journeys, by how they were chosen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The frames, in the order of the file.
    #[serde(rename = "frame")]
    pub frames: Vec<Frame>,
}

/// Journeys that were chosen in one way.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// A short name.
    pub name: String,
    /// How they were chosen.
    pub chosen: String,
    /// The journeys, by day.
    pub trips: Vec<Trip>,
}

/// A journey, made or called off, and what came of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trip {
    /// The id of the person.
    pub person: String,
    /// The code of the state or territory.
    pub destination: String,
    /// The first day there, or the day planned; for an arrest the day of it.
    #[serde(deserialize_with = "day")]
    pub on: Day,
    /// How the person was there, or would have been.
    #[serde(default = "visit", deserialize_with = "presence")]
    pub presence: Presence,
    /// What of the warrant was public.
    #[serde(default)]
    pub warrant: Known,
    /// What came of it.
    pub outcome: Outcome,
    /// On what premises it happened, where the rules answer nothing of such: an embassy.
    pub premises: Option<String>,
    /// The ids of the sources.
    #[serde(deserialize_with = "one_or_many")]
    pub source: Vec<String>,
    /// The ids of the rulings in which the Court looked at it later on.
    #[serde(default, deserialize_with = "one_or_many")]
    pub finding: Vec<String>,
    /// A remark.
    pub note: Option<String>,
}

impl Trip {
    /// What the engine is asked.
    pub fn question(&self) -> Question {
        let mut question = Question::new(&self.person, &self.destination, self.on);
        question.presence = self.presence;
        question
    }

    /// Whether it happened where the rules answer, and not on premises of which they say nothing.
    pub fn answerable(&self) -> bool {
        self.premises.is_none()
    }
}

/// What of a warrant was public.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Known {
    /// The warrant.
    #[default]
    #[serde(rename = "public")]
    Warrant,
    /// The Prosecutor's application alone.
    Application,
    /// Nothing.
    #[serde(rename = "sealed")]
    Nothing,
}

/// What came of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Arrested there for the Court.
    Arrested,
    /// Gave himself up there and was handed to the Court.
    Surrendered,
    /// Held there for another state, and never for the Court.
    Held,
    /// There, and left unhindered.
    LetGo,
    /// Not made.
    Cancelled,
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Warrant => "public",
            Self::Application => "application",
            Self::Nothing => "sealed",
        })
    }
}

impl Outcome {
    /// Every outcome, as the tables show them.
    pub const ALL: [Self; 5] = [Self::Arrested, Self::Surrendered, Self::Held, Self::LetGo, Self::Cancelled];

    /// Whether the journey was made.
    pub fn travelled(self) -> bool {
        self != Self::Cancelled
    }

    /// Whether it ended in an arrest for the Court.
    pub fn arrest(self) -> bool {
        matches!(self, Self::Arrested | Self::Surrendered)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Arrested => "arrested",
            Self::Surrendered => "surrendered",
            Self::Held => "held",
            Self::LetGo => "let-go",
            Self::Cancelled => "cancelled",
        })
    }
}

impl Record {
    /// Reads a record.
    pub fn read(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Every journey, with its frame.
    pub fn trips(&self) -> impl Iterator<Item = (&Frame, &Trip)> {
        self.frames.iter().flat_map(|frame| frame.trips.iter().map(move |trip| (frame, trip)))
    }
}

fn visit() -> Presence {
    Presence::Visit
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    Datetime::deserialize(deserializer)?.to_string().parse().map_err(D::Error::custom)
}

fn presence<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Presence, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a text or a list of texts")]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    Ok(match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(one) => vec![one],
        OneOrMany::Many(many) => many,
    })
}
