//! The engine's answer in the words of the reference.

use std::collections::BTreeSet;

use icc_arrest_risk::vocabulary::{Basis, Obstacle, Term, Verdict};
use icc_arrest_risk::{Assessment, Evaluation, StepReport};

use crate::law::{Ground, Hindrance};
use crate::worlds::{Answer, Reason, WarrantAnswer};

/// The one place where the reference knows rules of the rulebook: by what ground or hindrance each stands.
fn ground(rule: &str) -> Option<Ground> {
    Some(match rule {
        "state-party" => Ground::Party,
        "accepted-jurisdiction" => Ground::Acceptance,
        "bound-by-council" => Ground::Council,
        "duty-outlives-withdrawal" => Ground::Residual,
        "only-an-examination-preceded" => Ground::ExaminationOnly,
        "signatory" => Ground::Signature,
        "deposited-not-in-force" => Ground::Deposit,
        _ => return None,
    })
}

fn hindrance(rule: &str) -> Option<Hindrance> {
    Some(match rule {
        "immunity-open" | "immunity-contested" => Hindrance::Immunity,
        "immunity-given-up-by-party" | "immunity-rejected-council" | "immunity-rejected-third" => Hindrance::Immunity,
        "overflight" => Hindrance::Overflight,
        "postponed" => Hindrance::Postponement,
        _ => return None,
    })
}

/// What an assessment says, for a comparison with [`differs`].
pub fn answer_of(assessment: &Assessment<'_>) -> Answer {
    Answer {
        verdicts: assessment.verdict().possible().iter().copied().collect(),
        duties: assessment.duty().possible().iter().copied().collect(),
        labels: assessment.membership().possible().iter().copied().collect(),
        warrants: assessment.evaluations().filter_map(|e| Some((e.warrant_id()?.to_owned(), warrant_answer(&e)))).collect(),
    }
}

fn warrant_answer(evaluation: &Evaluation<'_>) -> WarrantAnswer {
    let report = evaluation.report();
    let reasons = report.reasons.iter().map(|(verdict, steps)| (Verdict::from_label(verdict).unwrap(), BTreeSet::from([reason(steps)])));
    WarrantAnswer { duties: report.duty.possible().iter().copied().collect(), reasons: reasons.collect() }
}

fn reason(steps: &[StepReport]) -> Reason {
    let step = |decision: &str| steps.iter().find(|step| step.decision == decision).unwrap();
    let (basis, obstacle) = (step("basis"), step("obstacle"));
    // What concludes that nothing binds, or that nothing stands in the way, is no ground.
    let named =
        |step: &StepReport| step.decisive.iter().filter(|rule| rule.then != "none").map(|rule| rule.rule.clone()).collect::<Vec<_>>();
    Reason {
        basis: Basis::from_label(&basis.conclusion).unwrap(),
        grounds: named(basis)
            .iter()
            .map(|rule| ground(rule).unwrap_or_else(|| panic!("a ground that the reference does not know: {rule}")))
            .collect(),
        obstacle: Obstacle::from_label(&obstacle.conclusion).unwrap(),
        hindrances: named(obstacle)
            .iter()
            .map(|rule| hindrance(rule).unwrap_or_else(|| panic!("a hindrance that the reference does not know: {rule}")))
            .collect(),
    }
}

/// What the two answers do not agree on. The engine shows one world for each verdict, so its reasons must be among the reference's.
pub fn differs(engine: &Answer, reference: &Answer) -> Option<&'static str> {
    if engine.verdicts != reference.verdicts {
        return Some("verdict");
    }
    if engine.duties != reference.duties {
        return Some("duty");
    }
    if engine.labels != reference.labels {
        return Some("membership");
    }
    if !engine.warrants.keys().eq(reference.warrants.keys()) {
        return Some("warrants");
    }
    engine.warrants.iter().zip(reference.warrants.values()).find_map(|((_, engine), reference)| {
        let verdicts = engine.reasons.keys().eq(reference.reasons.keys());
        let reasons = engine.reasons.iter().all(|(verdict, shown)| reference.reasons.get(verdict).is_some_and(|all| shown.is_subset(all)));
        if !verdicts || engine.duties != reference.duties { Some("warrant") } else { (!reasons).then_some("grounds") }
    })
}
