//! The shipped law broken on purpose: each break is refused with a witness that can be replayed, or fails a scenario.

mod support;

use icc_arrest_risk::rulebook::{Code, LoadError, OverlayBuilder};
use icc_arrest_risk::vocabulary::Attribute;
use icc_arrest_risk::{Draft, Engine, Overlay};

/// The rules of the shipped law, as `(decision, rule)`.
fn rules() -> Vec<(String, String)> {
    let law = &Engine::embedded().rulebook().law().decisions;
    law.iter().flat_map(|decision| decision.rules.iter().map(|rule| (decision.name.clone(), rule.id.clone()))).collect()
}

/// The codes and messages of a refusal.
fn refusal(draft: &Draft) -> Option<LoadError> {
    draft.check().err()
}

/// Whether the values of a witness, `a = "x", b = "y"` at the end of a message, show a gap or a contradiction on the unchecked table. A
/// witness speaks of the combinations that can occur, so one of them is looked for: all else at its first value, or one thing
/// beside it.
fn replays(draft: &Draft, decision: &str, message: &str) -> bool {
    let Some((_, witness)) = message.split_once(" for ") else { return false };
    let fixed: Vec<(&str, &str)> =
        witness.split(", ").filter_map(|pair| pair.split_once(" = ")).map(|(name, value)| (name, value.trim_matches('"'))).collect();
    let free: Vec<&Attribute> =
        Attribute::ALL.iter().filter(|attribute| !fixed.iter().any(|(name, _)| *name == attribute.name())).collect();
    let world = |beside: Option<(&Attribute, &'static str)>| {
        let value = |attribute: &&Attribute| match beside {
            Some((other, label)) if other == *attribute => (attribute.name(), label),
            _ => (attribute.name(), attribute.labels()[0]),
        };
        fixed.iter().copied().chain(free.iter().map(value)).collect::<Vec<_>>()
    };
    let beside = free.iter().flat_map(|attribute| attribute.labels().into_iter().map(move |label| world(Some((attribute, label)))));
    std::iter::once(world(None)).chain(beside).any(|values| {
        let Some(why) = draft.explain(decision, &values) else { return false };
        why.decisive.is_empty() || why.decisive.len() > 1
    })
}

/// Removing any rule either fails the load or changes a scenario.
#[test]
fn no_rule_can_be_taken_out() {
    let base = Draft::embedded();
    let scenarios = support::scenarios();
    let (mut refused, mut caught) = (0, 0);
    for (decision, rule) in rules() {
        let without = OverlayBuilder::new().retract(&format!("law.{decision}.rule.{rule}")).build("without");
        let broken = base.with(&without);
        match refusal(&broken) {
            Some(error) => {
                refused += 1;
                let problem = &error.diagnostics()[0];
                let told = matches!(
                    problem.code(),
                    Code::TableGap | Code::TableConflict | Code::IdleOverride | Code::UnknownRule | Code::RuleNeverFires
                );
                assert!(told, "{decision}/{rule}: {error}");
                assert_eq!(problem.place().unwrap().file(), "without", "{decision}/{rule}: told at the line that broke it: {error}");
                for gap in error.diagnostics().iter().filter(|problem| problem.code() == Code::TableGap) {
                    let of = gap.message().split('`').nth(1).unwrap();
                    assert!(replays(&broken, of, gap.message()), "{decision}/{rule}: {gap}");
                }
            }
            None => {
                caught += 1;
                assert!(scenarios.iter().any(|(_, scenario)| scenario.run(&broken).is_err()), "nothing misses {decision}/{rule}");
            }
        }
    }
    assert!(refused > 30, "{refused}");
    assert!(refused + caught == rules().len());
}

#[test]
fn a_contradicting_rule_is_refused() {
    let overlay = Overlay::read(
        "contrary.toml",
        r#"
        [law.basis.rule.party-free]
        when = { membership = "party", application = "applies" }
        then = "none"
        ground = false
        law = ["nothing"]
        because = "A bold thesis."
        "#,
    );
    let broken = Draft::embedded().with(&overlay);
    let error = refusal(&broken).unwrap();
    let conflict = error.diagnostics().iter().find(|p| p.message().contains("`state-party`")).unwrap();
    assert_eq!(conflict.code(), Code::TableConflict);
    assert!(replays(&broken, "basis", conflict.message()), "{conflict}");
}

#[test]
fn a_dead_rule_and_an_override_of_nothing_are_refused() {
    let overlay = Overlay::read(
        "dead.toml",
        r#"
        [law.verdict.rule.never]
        when = { warrant = "none", duty = "arrest" }
        then = "enforceable"
        law = ["nothing"]
        because = "This cannot be."

        [law.verdict.rule.enforceable]
        when = { duty = "arrest" }
        then = "enforceable"
        overrides = ["no-warrant"]
        law = ["RS 59(1)"]
        because = "An override of nothing."
        "#,
    );
    let error = refusal(&Draft::embedded().with(&overlay)).unwrap();
    let codes: Vec<Code> = error.diagnostics().iter().map(|problem| problem.code()).collect();
    assert_eq!(codes, [Code::RuleNeverFires, Code::IdleOverride], "{error}");
}
