//! Why not: the rules that would have given another verdict, and which of their conditions failed.

use std::fmt;

use serde::Serialize;

use super::Engine;
use crate::assessment::Answer;
use crate::vocabulary::{Attribute, Term, Verdict};

/// A rule that came near to firing, or fired and was overridden, on the way to a verdict that was not reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearMiss {
    /// The decision.
    pub decision: String,
    /// The rule.
    pub rule: String,
    /// What it would conclude.
    pub then: String,
    /// The conditions that failed; none where the rule fired and was overridden.
    pub failed: Vec<FailedCondition>,
    /// The rules that overrode it where it fired.
    pub overridden_by: Vec<String>,
}

/// A condition that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FailedCondition {
    /// The attribute or the earlier decision.
    pub variable: String,
    /// Its value.
    pub is: String,
    /// The values of which it would need one.
    pub needs: Vec<String>,
}

impl fmt::Display for NearMiss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} would conclude {}", self.decision, self.rule, self.then)?;
        for (place, condition) in self.failed.iter().enumerate() {
            let joint = if place == 0 { ", but" } else { " and" };
            write!(f, "{joint} {} is {}, not {}", condition.variable, condition.is, condition.needs.join(" or "))?;
        }
        match self.overridden_by.as_slice() {
            [] => Ok(()),
            by => write!(f, ", but is overridden by {}", by.join(", ")),
        }
    }
}

impl Engine {
    /// The nearest rules for a verdict at an answer: of each decision on the way, those with the fewest failed conditions; where such
    /// a condition asks for an earlier decision, the nearest rules of that, and so on. Empty where the verdict was reached.
    pub(crate) fn why_not(&self, answer: &Answer, wanted: Verdict) -> Vec<NearMiss> {
        let Some(verdict) = self.decision::<Verdict>() else { return Vec::new() };
        if answer.verdict == Some(wanted) {
            return Vec::new();
        }
        let values = self.values(answer.codes);
        let mut misses = Vec::new();
        let mut waiting = vec![(verdict, 1u64 << wanted.code())];
        let mut seen: Vec<(usize, u64)> = Vec::new();
        while let Some((place, allowed)) = waiting.pop() {
            if seen.contains(&(place, allowed)) {
                continue;
            }
            seen.push((place, allowed));
            waiting.extend(self.nearest(place, allowed, &values, &mut misses));
        }
        misses
    }

    /// Adds the nearest rules of a decision for some conclusions; returns the earlier decisions on which they fail, with what they need.
    fn nearest(&self, place: usize, allowed: u64, values: &[u8], misses: &mut Vec<NearMiss>) -> Vec<(usize, u64)> {
        let model = &self.rulebook.model;
        let decision = &model.decisions[place];
        let outcome = self.rulebook.compiled[place].outcome(values);
        let candidates: Vec<_> = decision
            .rules
            .iter()
            .enumerate()
            .filter(|(_, rule)| allowed >> rule.then & 1 == 1)
            .map(|(index, rule)| (index, rule, rule.when.iter().filter(|condition| !condition.holds(values)).collect::<Vec<_>>()))
            .collect();
        let fewest = candidates.iter().map(|(.., failed)| failed.len()).min().unwrap_or_default();
        let mut deeper = Vec::new();
        for (index, rule, failed) in candidates.into_iter().filter(|(.., failed)| failed.len() == fewest) {
            let by = outcome.defeated.iter().find(|(defeated, _)| *defeated == index).map_or(&[][..], |(_, by)| by.as_slice());
            let told = |condition: &&crate::decision::Condition| {
                let labels = model.values(condition.variable);
                let label = |code: u8| labels.get(usize::from(code)).cloned().unwrap_or_default();
                FailedCondition {
                    variable: model.name(condition.variable).to_owned(),
                    is: label(values[condition.variable]),
                    needs: (0..labels.len()).filter(|code| condition.allowed >> code & 1 == 1).map(|code| labels[code].clone()).collect(),
                }
            };
            let earlier =
                failed.iter().filter_map(|condition| Some((condition.variable.checked_sub(Attribute::COUNT)?, condition.allowed)));
            deeper.extend(earlier);
            misses.push(NearMiss {
                decision: decision.name.clone(),
                rule: rule.id.clone(),
                then: decision.conclusions.get(usize::from(rule.then)).cloned().unwrap_or_default(),
                failed: failed.iter().map(told).collect(),
                overridden_by: by.iter().map(|rule| decision.rules[*rule].id.clone()).collect(),
            });
        }
        deeper
    }
}
