//! Does this person, at this destination, on this day, face an enforceable warrant of the International Criminal Court?
//!
//! Facts and law are TOML files; loading them proves that the rules decide every case and never contradict each other.
//! An answer says what the law requires ([`Assessment::verdict`], [`Assessment::duty`]), apart from it what the record
//! suggests ([`Assessment::risk`]), for how long it holds, and why: the rules that decided and those that were overridden,
//! the facts behind them, and their sources.
//!
//! ```
//! use icc_arrest_risk::Engine;
//! use icc_arrest_risk::vocabulary::{Label, Verdict};
//!
//! let engine = Engine::embedded();
//! let trip = engine.assess("Vladimir Putin", "Kyrgyzstan", "2023-10-12".parse()?)?;
//! assert_eq!(trip.verdict(), Verdict::NotEnforceable);
//! assert_eq!(trip.membership(), Label::Signatory);
//! println!("{trip}"); // the reasons, readable
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//! - [`Engine`] answers a [`Question`] with an [`Assessment`]; [`Finding`] is a value that is settled, or several that are
//!   possible where a fact is not known.
//! - [`Draft`] is the editable, unchecked form of a rulebook, and [`Draft::check`] the only door to a proved [`Rulebook`].
//!   [`LoadError`] holds every problem of a load at once, with place and help.
//! - [`Overlay`] changes a rulebook, and adds decisions of your own to it, under the same proofs; [`Assessment::decision`] reads them back.
//! - [`Itinerary`] is a journey of several legs. With the feature `digest`, a `Receipt` stores an answer so that it can be recomputed.
//! - With the feature `proptest`, `strategy` generates worlds to test a policy in, and `laws` are properties to run over your own rules.
//! - [`vocabulary`] lists every word of the rules with its meaning; [`statute`] is the treaty's own clock (articles 126 and
//!   127); [`timeline`] a value over time.
//!
//! # What it does not do
//! It is no legal advice, and it predicts nothing: `risk` orders what the record suggests. It knows no universal
//! jurisdiction of national courts, no INTERPOL notices, no embassies, bases or ships, and no orders of national courts.
//! The library reads no clock, no environment and no network, and it does not panic on input.
#![forbid(unsafe_code)]

mod assessment;
mod day;
mod decision;
mod docket;
mod engine;
mod itinerary;
mod language;
#[cfg(feature = "proptest")]
pub mod laws;
#[cfg(feature = "digest")]
mod receipt;
pub mod rulebook;
pub mod statute;
#[cfg(feature = "proptest")]
pub mod strategy;
mod suggest;
mod text;
pub mod timeline;
pub mod vocabulary;

pub use assessment::{
    Assessment, Change, DecisionReport, Evaluation, EvaluationReport, FactReport, Finding, Lifetime, LifetimeReport, ObjectionReport,
    ReasonReport, Report, RuleReport, StepReport, Text, ThingReport, ValueReport,
};
pub use day::{Day, DayError};
pub use engine::{
    AskError, Brief, ColumnError, DestinationId, Difference, Engine, FailedCondition, KnownThen, NearMiss, PersonId, Pivot, PivotChange,
    Question, Quick, QuickStretch, Sense, Side, Values, name_key,
};
pub use itinerary::{Itinerary, Journey};
pub use language::{Language, UnknownLanguage};
#[cfg(feature = "digest")]
pub use receipt::{Mismatch, Receipt, ReplayError};
pub use rulebook::{Draft, LoadError, Overlay, Rulebook};

/// The README's example is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
