//! What the laws see of an answer.

use std::collections::BTreeMap;

use crate::assessment::{Assessment, Finding, Lifetime};
use crate::vocabulary::{Duty, Label, Risk, Verdict, Warrant};

/// What the laws see of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seen {
    /// What the law says.
    pub verdict: Finding<Verdict>,
    /// What the destination owes.
    pub duty: Finding<Duty>,
    /// What the record suggests.
    pub risk: Finding<Risk>,
    /// The destination's standing toward the Statute.
    pub membership: Finding<Label>,
    /// The status of the strongest warrant.
    pub warrant: Finding<Warrant>,
    /// The decisions that the rulebook adds, by name, with the possible conclusions.
    pub decisions: BTreeMap<String, Vec<String>>,
    /// For how long nothing in the answer changes.
    pub lifetime: Lifetime,
    /// For how long the verdict stays.
    pub verdict_lifetime: Lifetime,
    /// Everything else, as text: the reasons, objections and facts of every warrant, and what is not known.
    pub rest: String,
}

impl Seen {
    /// What they see of this one.
    pub fn of(answer: &Assessment<'_>) -> Self {
        let report = answer.report();
        let decisions = report.decisions.iter().map(|decision| (decision.decision.clone(), decision.conclusion.possible().to_vec()));
        Self {
            verdict: answer.verdict(),
            duty: answer.duty(),
            risk: answer.risk(),
            membership: answer.membership(),
            warrant: answer.warrant(),
            decisions: decisions.collect(),
            lifetime: answer.lifetime(),
            verdict_lifetime: answer.verdict_lifetime(),
            rest: format!("{:?} {:?} {:?}", report.projection, report.unknown, report.evaluations),
        }
    }

    /// The same with something changed: for an answerer that differs on purpose.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The first difference to another, in words; with `timeless`, lifetimes may differ.
    pub(super) fn differs(&self, other: &Self, timeless: bool) -> Option<String> {
        fn told<T: PartialEq + ToString>(what: &str, one: &T, other: &T) -> Option<String> {
            (one != other).then(|| format!("the {what} is `{}`, then `{}`", one.to_string(), other.to_string()))
        }
        told("verdict", &self.verdict, &other.verdict)
            .or_else(|| told("duty", &self.duty, &other.duty))
            .or_else(|| told("risk", &self.risk, &other.risk))
            .or_else(|| told("membership", &self.membership, &other.membership))
            .or_else(|| told("warrant", &self.warrant, &other.warrant))
            .or_else(|| told("decisions", &format!("{:?}", self.decisions), &format!("{:?}", other.decisions)))
            .or_else(|| told("lifetime", &self.lifetime, &other.lifetime).filter(|_| !timeless))
            .or_else(|| told("lifetime of the verdict", &self.verdict_lifetime, &other.verdict_lifetime).filter(|_| !timeless))
            .or_else(|| {
                let (one, other) = parted(&self.rest, &other.rest)?;
                Some(format!("its reasons read `…{one}…`, then `…{other}…`"))
            })
    }
}

/// Both texts from a little before the place where they part.
fn parted<'t>(one: &'t str, other: &'t str) -> Option<(&'t str, &'t str)> {
    let place =
        one.bytes().zip(other.bytes()).position(|(a, b)| a != b).or((one.len() != other.len()).then_some(one.len().min(other.len())))?;
    let from = |text: &'t str| {
        let start = (0..=place.saturating_sub(60)).rev().find(|start| text.is_char_boundary(*start)).unwrap_or(0);
        let end = (place + 60..text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        &text[start..end]
    };
    Some((from(one), from(other)))
}
