//! The laws hold over generated rulebooks and over the shipped one; and a bug planted against each is found.

use std::error::Error;

use icc_arrest_risk::laws::{Broken, Held, Laws, Seen};
use icc_arrest_risk::rulebook::LoadError;
use icc_arrest_risk::vocabulary::{Duty, Label, Verdict};
use icc_arrest_risk::{Draft, Engine, Finding, Overlay, Question, statute, strategy};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// The cases of each law over generated rulebooks.
const CASES: u32 = 1000;

/// Whence they are drawn: the same in every run, so that a run says something of the change and not of luck.
const SEED: u64 = 1;

macro_rules! laws {
    ($($law:ident)+) => { $(
        mod $law {
            use super::*;

            #[test]
            fn holds_of_generated_rulebooks() {
                match Laws::of_generated().cases(CASES).seeded(SEED).$law() {
                    Ok(Held { cases }) => assert_eq!(cases, CASES),
                    Err(broken) => panic!("{broken}"),
                }
            }

            #[test]
            fn holds_of_the_shipped_rulebook() {
                match Laws::of(&Draft::embedded()).cases(16).seeded(SEED).$law() {
                    Ok(Held { cases }) => assert_eq!(cases, 16),
                    Err(broken) => panic!("{broken}"),
                }
            }
        }
    )+ };
}

laws! {
    total
    no_warrant_no_verdict
    ratification_never_weakens
    notification_changes_nothing_before_effect
    constant_over_lifetime
    later_knowledge_changes_nothing_earlier
    empty_overlay_changes_nothing
    narrowing_never_turns
    written_reads_back
    order_never_matters
    paths_agree
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn generated_rulebooks_are_valid_and_read_back_from_their_print(case in strategy::cases()) {
        let engine = case.engine()?;
        prop_assert!(engine.ask(&case.question).is_ok());
        let again = Overlay::read("case.toml", case.to_string());
        prop_assert_eq!(again.expectations(), 1);
    }

    #[test]
    fn overlays_are_borne_by_their_rulebook(book in strategy::rulebooks(), seed in any::<u64>()) {
        let rulebook = book.draft().check()?;
        let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), TestRng::from_seed(proptest::test_runner::RngAlgorithm::ChaCha, &seeded(seed)));
        let overlay = strategy::overlays(&rulebook).new_tree(&mut runner).unwrap().current();
        let draft = book.draft().with(&overlay.build("overlay.toml"));
        prop_assert!(draft.check().is_ok(), "{overlay}\n{}", draft.check().unwrap_err());
    }
}

use proptest::test_runner::TestRng;

fn seeded(seed: u64) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    bytes
}

/// The shipped rules cover the last day of the printed cases; a printed case loads on them as it stands.
#[test]
fn a_printed_case_loads_on_the_shipped_law() -> Result<(), LoadError> {
    let mut runner = TestRunner::deterministic();
    for _ in 0..50 {
        let case = strategy::cases().new_tree(&mut runner).unwrap().current();
        Overlay::read("case.toml", case.to_string()).run(&Draft::embedded())?;
    }
    Ok(())
}

// Planted bugs: each is an engine, a reader or a writer with one mistake, and the law that forbids it finds it.

type Answer = Result<Seen, Box<dyn Error>>;

fn planted<'f>(bug: impl Fn(&Engine, &Question, Seen) -> Answer + 'f) -> Laws<'f> {
    Laws::of_generated().cases(2000).seeded(SEED).answering(move |engine, question| bug(engine, question, Seen::of(&engine.ask(question)?)))
}

/// The law must have broken, for this reason, in a small rulebook.
#[track_caller]
fn caught(outcome: Result<Held, Broken>, law: &str, reason: &str) {
    let broken = outcome.expect_err("the planted bug was not found");
    assert_eq!(broken.law, law);
    assert!(broken.reason.contains(reason), "{broken}");
    let lines = broken.rulebook.as_ref().map_or(0, |text| text.lines().count());
    assert!((1..40).contains(&lines), "a case of {lines} lines is not small:\n{broken}");
}

#[test]
fn an_engine_that_panics_or_refuses_is_not_total() {
    let refuses = planted(|_, question, seen| if question.on < statute::IN_FORCE { Err("too early".into()) } else { Ok(seen) });
    caught(refuses.total(), "total", "has no answer: too early");
    let panics = planted(|_, _, seen| if seen.warrant.settled().is_none() { panic!("nobody knows") } else { Ok(seen) });
    caught(panics.total(), "total", "nobody knows");
}

#[test]
fn a_verdict_without_a_warrant_is_found() {
    let bug = planted(|_, _, seen| match seen.membership == Label::Party && seen.verdict == Verdict::NoWarrant {
        true => Ok(seen.clone().with(|seen| seen.verdict = Finding::Is(Verdict::Enforceable))),
        false => Ok(seen),
    });
    caught(bug.no_warrant_no_verdict(), "no_warrant_no_verdict", "the verdict is `enforceable`");
}

#[test]
fn a_ratification_that_weakens_is_found() {
    let bug = planted(|_, _, seen| match seen.membership == Label::Deposited {
        true => Ok(seen.clone().with(|seen| seen.duty = Finding::Is(Duty::None))),
        false => Ok(seen),
    });
    caught(bug.ratification_never_weakens(), "ratification_never_weakens", "after a ratification `none`");
}

#[test]
fn a_notification_that_acts_at_once_is_found() {
    let bug = planted(|_, _, seen| match seen.membership == Label::Withdrawing {
        true => Ok(seen.clone().with(|seen| (seen.duty, seen.verdict) = (Finding::Is(Duty::None), Finding::Is(Verdict::NotEnforceable)))),
        false => Ok(seen),
    });
    caught(bug.notification_changes_nothing_before_effect(), "notification_changes_nothing_before_effect", "with the notification");
}

#[test]
fn a_lifetime_that_is_too_long_is_found() {
    let long = planted(|_, _, seen| Ok(seen.with(|seen| seen.lifetime.until = seen.lifetime.until.and_then(|day| day.next()))));
    caught(long.constant_over_lifetime(), "constant_over_lifetime", "its lifetime is");
    let short = planted(|_, question, seen| Ok(seen.with(|seen| seen.lifetime.until = Some(question.on))));
    caught(short.constant_over_lifetime(), "constant_over_lifetime", "its lifetime is");
}

#[test]
fn knowledge_that_leaks_into_the_past_is_found() {
    // It answers with the number of states, and a state that appears later is counted before.
    let bug = planted(|engine, _, seen| Ok(seen.with(|seen| seen.rest = engine.rulebook().facts_version().to_owned())));
    caught(bug.later_knowledge_changes_nothing_earlier(), "later_knowledge_changes_nothing_earlier", "later.toml");
}

#[test]
fn an_empty_overlay_that_changes_something_is_found() {
    let bug = planted(|engine, _, seen| match engine.rulebook().facts_version().matches('+').count() {
        0 | 1 => Ok(seen),
        _ => Ok(seen.with(|seen| seen.duty = Finding::Is(Duty::GoodFaith))),
    });
    caught(bug.empty_overlay_changes_nothing(), "empty_overlay_changes_nothing", "under the overlay");
}

#[test]
fn a_guess_in_place_of_not_knowing_is_found() {
    let bug = planted(|_, _, seen| {
        let guess = seen.verdict.possible()[0];
        Ok(seen.with(|seen| seen.verdict = Finding::Is(guess)))
    });
    caught(bug.narrowing_never_turns(), "narrowing_never_turns", "once more is known");
}

#[test]
fn a_writer_that_forgets_is_found() {
    let bug = Laws::of_generated().cases(2000).seeded(SEED).writing(|draft| {
        let forget = |text: String| text.replace(", certain = false", "");
        draft.to_files().into_iter().map(|(name, text)| (name, forget(text))).collect()
    });
    caught(bug.written_reads_back(), "written_reads_back", "its digest is another");
}

#[test]
fn a_reader_for_whom_the_order_counts_is_found() {
    let bug = Laws::of_generated().cases(2000).seeded(SEED).reading(|mut files| {
        // The last file that it meets is forgotten, unless that is the law.
        if files.last().is_some_and(|(name, _)| name.starts_with("situations/")) {
            files.pop();
            files.push(("situations/none.toml".to_owned(), String::new()));
        }
        Draft::from_files(files)
    });
    caught(bug.order_never_matters(), "order_never_matters", "in another order");
}

#[test]
fn a_quick_path_that_goes_its_own_way_is_found() {
    // An explaining path that knows nothing of good faith, and so parts from the quick one.
    let laws = planted(|_, _, seen| {
        Ok(seen.with(|seen| {
            if seen.duty == Duty::GoodFaith {
                seen.duty = Finding::Is(Duty::None);
            }
        }))
    });
    caught(laws.paths_agree(), "paths_agree", "by the quick path");
}
