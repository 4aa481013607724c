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
//! # What it does not answer
//! It is no legal advice, a warrant is not a conviction, and nothing here is a prediction: `risk` orders what the record suggests and is
//! no probability. It knows no universal jurisdiction of national courts, no article VI of the Genocide Convention, no INTERPOL notices,
//! no embassies, bases or ships, no contested governments, and no orders of national courts. The facts end at
//! [`Rulebook::as_of`]; an answer past that day is marked as a projection.
//!
//! # Recipes
//! [`recipes`] has one for each use: a newsroom that prints an answer with its sources, a screening desk with many questions, a researcher with
//! two clocks and two rulebooks, and whoever puts a policy of their own on top and tests it.
//!
//! # Where things are
//! - [`Engine`] answers a [`Question`] with an [`Assessment`]; [`Finding`] is a value that is settled, or several that are
//!   possible where a fact is not known.
//! - [`PersonId`], [`DestinationId`] and [`Quick`] are the same for very many questions: names resolved once, answers of eight bytes.
//! - [`Draft`] is the editable, unchecked form of a rulebook, and [`Draft::check`] the only door to a proved [`Rulebook`].
//!   [`LoadError`] holds every problem of a load at once, with place and help.
//! - [`Overlay`] changes a rulebook, and adds decisions of your own to it, under the same proofs; [`Assessment::decision`] reads them back.
//! - [`Itinerary`] is a journey of several legs; [`Language`] tells answers in English or Arabic.
//! - [`vocabulary`] lists every word of the rules with its meaning; [`statute`] is the treaty's own clock (articles 126 and
//!   127); [`timeline`] a value over time.
//!
//! The library reads no clock, no environment and no network, and it does not panic on input.
//!
//! # Features
//! Neither is on unless asked for.
//! - `digest`: `Draft::digest` and `Rulebook::digest` name a rulebook by what it says, and a `Receipt` stores an answer so that it can be
//!   recomputed.
//! - `proptest`: `strategy` generates worlds to test a policy in, and `laws` are properties to run over your own rules.
//!
//! # Examples
//! Each is a program to run (`cargo run --example assess`) and to read:
//!
//! | example | what it does |
//! |---|---|
//! | [`assess`][x-assess] | one question, answered with its reasons |
//! | [`timeline`][x-timeline] | every stretch of time with its answer, or a picture of it |
//! | [`screen`][x-screen] | a CSV of questions in, the same rows with the answers out |
//! | [`threads`][x-threads] | one engine asked by many threads at once |
//! | [`table`][x-table] | the whole decision as CSV tables, for a database |
//! | [`itinerary`][x-itinerary] | a journey of several legs, the worst marked |
//! | [`whatif`][x-whatif] | what would differ under an overlay |
//! | [`policy`][x-policy] | a decision of one's own, at one destination or everywhere |
//! | [`check`][x-check] | every problem of a rules folder, and what nobody has looked up for long |
//! | [`coverage`][x-coverage] | which rules, overrides and citations the scenarios and the real facts reach |
//! | [`atlas`][x-atlas] | one page with the world on a map, for every person and day |
//! | [`backtest`][x-backtest] | the engine against the record of real journeys |
//! | [`story`][x-story] | the cases with which the project began |
//! | [`replay_2023`][x-replay_2023] | the same as known in October 2023, beside what is known today |
//!
//! `DESIGN.md` says why it is built so, `COMPARE.md` how it stands beside other rule engines, `CONTRIBUTING.md` how facts, rules and code
//! change and what a version promises, and `rules/README.md` how a fact is added or put right.
//!
//! [x-assess]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/assess.rs
//! [x-atlas]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/atlas/main.rs
//! [x-backtest]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/backtest/main.rs
//! [x-check]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/check.rs
//! [x-coverage]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/coverage.rs
//! [x-itinerary]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/itinerary.rs
//! [x-policy]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/policy.rs
//! [x-replay_2023]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/replay_2023.rs
//! [x-screen]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/screen/main.rs
//! [x-story]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/story.rs
//! [x-table]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/table/main.rs
//! [x-threads]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/threads.rs
//! [x-timeline]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/timeline/main.rs
//! [x-whatif]: https://docs.rs/crate/icc-arrest-risk/latest/source/examples/whatif.rs
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
#[doc = include_str!("recipes.md")]
pub mod recipes {}
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

/// The code in the documents is tested.
#[cfg(doctest)]
mod documents {
    #[doc = include_str!("../README.md")]
    struct Readme;
    #[doc = include_str!("../DESIGN.md")]
    struct Design;
    #[doc = include_str!("../COMPARE.md")]
    struct Compare;
    #[doc = include_str!("../CONTRIBUTING.md")]
    struct Contributing;
}
