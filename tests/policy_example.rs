//! Property tests of a policy of one's own, to copy: a carrier's decision whom it takes where, tested in worlds that nobody typed in.
//!
//! In `Cargo.toml`:
//!
//! ```toml
//! [dev-dependencies]
//! icc-arrest-risk = { version = "0.1", features = ["proptest"] }
//! proptest = "1"
//! ```
//!
//! Where a property fails, proptest prints the smallest world that it has found, as an overlay: save it, write into its `[[expect]]`
//! what the answer should be, and it is a scenario test.

use icc_arrest_risk::strategy::{self, Case, Size};
use icc_arrest_risk::vocabulary::{Presence, Verdict, Warrant};
use icc_arrest_risk::{Draft, Engine, Itinerary, Overlay, laws};
use proptest::prelude::*;

/// The policy. Loading it proves that it decides every case, never two ways, and that every rule of it counts somewhere.
const POLICY: &str = r#"
[law.boarding]
asks = "Does the carrier take this passenger to this destination?"
conclusions = ["board", "refer", "refuse"]

[law.boarding.rule.no-warrant]
when = { verdict = "no-warrant" }
then = "board"
law = ["Ground handling manual 4.1"]
because = "No warrant is in effect against the passenger."

[law.boarding.rule.application-public]
when = { warrant = "requested" }
then = "refer"
overrides = ["no-warrant"]
law = ["Ground handling manual 4.2"]
because = "The Prosecutor has asked for a warrant, which may be issued on any day."

[law.boarding.rule.need-not-arrest]
when = { verdict = "not-enforceable" }
then = "board"
law = ["Ground handling manual 4.3"]
because = "A warrant is in effect, but the destination need not execute it."

[law.boarding.rule.soon-a-party]
when = { verdict = "not-enforceable", membership = ["ratifying", "deposited"], application = "applies" }
then = "refer"
overrides = ["need-not-arrest"]
law = ["Ground handling manual 4.3"]
because = "The destination need not execute the warrant yet, but is about to be bound: the duty officer decides."

[law.boarding.rule.disputed]
when = { verdict = "disputed" }
then = "refer"
law = ["Ground handling manual 4.4"]
because = "Whether the destination must arrest the passenger is disputed."

[law.boarding.rule.must-arrest]
when = { verdict = "enforceable" }
then = "refuse"
law = ["Ground handling manual 4.5"]
because = "The destination must arrest the passenger."
"#;

/// The shipped rules with the policy on top.
fn rules() -> Draft {
    Draft::embedded().with(&Overlay::read("policy.toml", POLICY))
}

/// Small worlds on these rules, each with a question.
fn cases() -> impl Strategy<Value = Case> {
    strategy::cases_on(&rules(), Size::default())
}

#[test]
fn the_policy_is_proved() {
    let rulebook = rules().check().unwrap_or_else(|problems| panic!("{problems}"));
    assert!(rulebook.law().place("boarding").is_some());
}

/// The laws of the rules hold with the policy on top.
#[test]
fn the_laws_hold() -> Result<(), laws::Broken> {
    laws::total(&rules())?;
    laws::no_warrant_no_verdict(&rules())?;
    laws::Laws::of_generated_on(&rules(), Size::default()).cases(50).narrowing_never_turns()?;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Who must be arrested is never taken, and never left to the duty officer.
    #[test]
    fn an_enforceable_warrant_is_refused(case in cases()) {
        let engine = case.engine()?;
        let answer = engine.ask(&case.question)?;
        if answer.verdict() == Verdict::Enforceable {
            prop_assert_eq!(answer.decision("boarding").unwrap(), "refuse");
        }
    }

    /// Who has never been wanted is always taken.
    #[test]
    fn the_unwanted_are_taken(case in cases()) {
        let engine = case.engine()?;
        let answer = engine.ask(&case.question)?;
        if answer.evaluations().all(|warrant| warrant.warrant() == Warrant::None) {
            prop_assert_eq!(answer.decision("boarding").unwrap(), "board");
        }
    }

    /// What nobody knows is not boarded on a guess: where an arrest is possible, so is a refusal.
    #[test]
    fn not_knowing_is_not_boarding(case in cases()) {
        let engine = case.engine()?;
        let answer = engine.ask(&case.question)?;
        if answer.verdict().possible().contains(&Verdict::Enforceable) {
            let boarding = answer.decision("boarding").unwrap();
            prop_assert!(boarding.possible().contains(&"refuse"), "the verdict is {}, boarding is {boarding}", answer.verdict());
        }
    }

    /// The worst leg of a journey is at least as bad as its destination.
    #[test]
    fn a_stop_on_the_way_never_helps(case in cases()) {
        let engine: Engine = case.engine()?;
        let (there, on) = (&case.question.destination, case.question.on);
        let direct = Itinerary::of(&case.question.person).leg(there, on, case.question.presence);
        let stopping = Itinerary::of(&case.question.person).leg("AA", on, Presence::Transit).leg(there, on, case.question.presence);
        let (direct, stopping) = (engine.travel(&direct)?, engine.travel(&stopping)?);
        let worst = |journey: &icc_arrest_risk::Journey<'_>| journey.worst().and_then(|leg| leg.verdict().possible().iter().max().copied());
        prop_assert!(worst(&stopping) >= worst(&direct), "{direct}{stopping}");
    }
}
