//! Does this person, at this destination, on this day, face an enforceable warrant of the International Criminal Court?
#![forbid(unsafe_code)]

mod assessment;
mod day;
mod decision;
mod docket;
mod engine;
pub mod rulebook;
pub mod statute;
mod suggest;
pub mod timeline;
pub mod vocabulary;

pub use assessment::{
    Assessment, Change, Evaluation, EvaluationReport, FactReport, Finding, Lifetime, LifetimeReport, ObjectionReport, Report, RuleReport,
    StepReport, ThingReport, ValueReport,
};
pub use day::{Day, DayError};
pub use engine::{AskError, Engine, Question};
pub use rulebook::{Draft, LoadError, Rulebook};
