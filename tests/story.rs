//! The cases with which the project began, with their reasons: a right answer for a wrong reason fails.

use icc_arrest_risk::rulebook::{Objection, Standing};
use icc_arrest_risk::vocabulary::{Duty, Label, Risk, Verdict, Warrant};
use icc_arrest_risk::{Assessment, Day, Engine, EvaluationReport};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn ask(person: &str, destination: &str, on: &str) -> Assessment<'static> {
    Engine::embedded().assess(person, destination, day(on)).unwrap()
}

fn report(answer: &Assessment<'_>) -> EvaluationReport {
    answer.strongest().report()
}

/// The decisive rules of the decisions on which the answer rests, as `decision/rule`.
fn decisive(answer: &Assessment<'_>) -> Vec<String> {
    let report = report(answer);
    assert_eq!(report.reasons.len(), 1, "settled");
    let steps = report.reasons.values().flatten().filter(|step| step.relied_on);
    steps.flat_map(|step| step.decisive.iter().map(|rule| format!("{}/{}", step.decision, rule.rule))).collect()
}

fn objections(answer: &Assessment<'_>) -> Vec<(Objection, Standing)> {
    report(answer).objections.iter().map(|o| (o.objection, o.standing)).collect()
}

/// The facts behind the attributes that were used, as `day what`.
fn facts(answer: &Assessment<'_>) -> Vec<String> {
    let report = report(answer);
    let used = report.values.iter().filter(|value| value.used);
    used.flat_map(|value| value.facts.iter().map(|fact| format!("{} {}", fact.on, fact.what))).collect()
}

#[track_caller]
fn no_warrant(person: &str, destination: &str, on: &str, label: Label) {
    let answer = ask(person, destination, on);
    assert_eq!(answer.verdict(), Verdict::NoWarrant);
    assert_eq!(answer.duty(), Duty::None);
    assert_eq!(answer.risk(), Risk::None);
    assert_eq!(answer.membership(), label);
    assert_eq!(decisive(&answer), ["duty/no-warrant-in-effect", "verdict/no-warrant", "risk/no-warrant"]);
    assert_eq!(objections(&answer), []);
}

#[track_caller]
fn not_enforceable(person: &str, destination: &str, on: &str, label: Label, duty: Duty, basis: &str) -> Assessment<'static> {
    let answer = ask(person, destination, on);
    assert_eq!(answer.verdict(), Verdict::NotEnforceable);
    assert_eq!(answer.duty(), duty);
    assert_eq!(answer.membership(), label);
    assert_eq!(answer.warrant(), Warrant::Outstanding);
    let expected = [format!("basis/{basis}")];
    assert_eq!(decisive(&answer)[..1], expected);
    assert!(decisive(&answer).contains(&"verdict/nothing-to-enforce".to_owned()));
    assert_eq!(objections(&answer), [], "nobody asks of immunity where nothing is owed");
    answer
}

#[track_caller]
fn enforceable(person: &str, destination: &str, on: &str, label: Label, basis: &str, obstacle: &str) -> Assessment<'static> {
    let answer = ask(person, destination, on);
    assert_eq!(answer.verdict(), Verdict::Enforceable);
    assert_eq!(answer.duty(), Duty::Arrest);
    assert_eq!(answer.membership(), label);
    assert_eq!(answer.warrant(), Warrant::Outstanding);
    let law = decisive(&answer);
    assert_eq!(
        law[..4],
        [format!("basis/{basis}"), format!("obstacle/{obstacle}"), "duty/arrest-and-surrender".into(), "verdict/enforceable".into()]
    );
    answer
}

#[track_caller]
fn enforceable_against_immunity(
    person: &str,
    destination: &str,
    on: &str,
    label: Label,
    basis: &str,
    obstacle: &str,
) -> Assessment<'static> {
    let answer = enforceable(person, destination, on, label, basis, obstacle);
    assert_eq!(objections(&answer), [(Objection::Immunity, Standing::Rejected)]);
    answer
}

#[test]
fn kyrgyzstan_had_signed_and_not_joined() {
    let answer = not_enforceable("Putin", "Kyrgyzstan", "2023-10-12", Label::Signatory, Duty::GoodFaith, "signatory");
    assert_eq!(answer.risk(), Risk::Remote);
    assert!(facts(&answer).contains(&"1998-12-08 signed".to_owned()));
    assert_eq!(answer.verdict_lifetime().from, Some(day("2023-03-17")));
}

#[test]
fn before_the_warrant_there_was_none() {
    no_warrant("Putin", "Belarus", "2022-12-19", Label::NonParty);
    no_warrant("Putin", "Iran", "2022-07-19", Label::Signatory);
    no_warrant("Putin", "China", "2022-02-04", Label::NonParty);
    assert_eq!(ask("Putin", "China", "2022-02-04").verdict_lifetime().until, Some(day("2023-03-16")));
}

#[test]
fn china_and_india_never_joined() {
    not_enforceable("Putin", "China", "2023-10-17", Label::NonParty, Duty::None, "never-joined");
    not_enforceable("Putin", "India", "2023-09-09", Label::NonParty, Duty::None, "never-joined");
}

#[test]
fn south_africa_is_a_party() {
    let answer =
        enforceable_against_immunity("Putin", "South Africa", "2023-08-22", Label::Party, "state-party", "immunity-rejected-third");
    let facts = facts(&answer);
    for fact in ["2000-11-27 deposited (ratification)", "2023-03-17 issued", "2012-05-07 took-office (head-of-state)"] {
        assert!(facts.contains(&fact.to_owned()), "{fact}: {facts:?}");
    }
}

#[test]
fn armenia_joins_step_by_step() {
    not_enforceable("Putin", "Armenia", "2023-10-02", Label::Signatory, Duty::GoodFaith, "signatory");
    not_enforceable("Putin", "Armenia", "2023-10-05", Label::Ratifying, Duty::GoodFaith, "signatory");
    let deposited = not_enforceable("Putin", "Armenia", "2023-12-01", Label::Deposited, Duty::GoodFaith, "deposited-not-in-force");
    assert_eq!(deposited.verdict_lifetime().until, Some(day("2024-01-31")));
    let ends = deposited.report().verdict_lifetime.ends_with;
    assert_eq!(
        ends.iter().map(|c| (c.attribute.as_str(), c.before.as_str(), c.after.as_str())).collect::<Vec<_>>(),
        [("membership", "deposited", "party")]
    );
    not_enforceable("Putin", "Armenia", "2024-01-31", Label::Deposited, Duty::GoodFaith, "deposited-not-in-force");
    let party = enforceable_against_immunity("Putin", "Armenia", "2024-02-01", Label::Party, "state-party", "immunity-rejected-third");
    assert_eq!(party.verdict_lifetime().from, Some(day("2024-02-01")));
}

#[test]
fn russia_renounced_its_signature() {
    not_enforceable("Putin", "Russia", "2023-10-12", Label::SignatoryRenounced, Duty::None, "signature-renounced");
}

#[test]
fn ukraine_was_bound_by_its_declaration_before_it_was_a_party() {
    let answer = enforceable_against_immunity(
        "Putin",
        "Ukraine",
        "2023-03-19",
        Label::Signatory,
        "accepted-jurisdiction",
        "immunity-rejected-third",
    );
    let report = report(&answer);
    let basis = &report.reasons["enforceable"][0];
    let defeated: Vec<(&str, &[String])> = basis.defeated.iter().map(|rule| (rule.rule.as_str(), rule.overridden_by.as_slice())).collect();
    assert_eq!((basis.decision.as_str(), defeated), ("basis", vec![("signatory", &["accepted-jurisdiction".to_owned()][..])]));
    let party = ask("Putin", "Ukraine", "2025-01-01");
    assert_eq!(
        (party.membership(), party.verdict()),
        (icc_arrest_risk::Finding::Is(Label::Party), icc_arrest_risk::Finding::Is(Verdict::Enforceable))
    );
    assert_eq!(decisive(&party)[..2], ["basis/accepted-jurisdiction", "basis/state-party"]);
}

#[test]
fn mongolia_let_him_go() {
    enforceable_against_immunity("Putin", "Mongolia", "2024-09-03", Label::Party, "state-party", "immunity-rejected-third");
}

#[test]
fn kenya_2010_is_enforceable_in_hindsight() {
    let answer = enforceable_against_immunity("al-Bashir", "Kenya", "2010-08-27", Label::Party, "state-party", "immunity-rejected-council");
    let facts = facts(&answer);
    assert!(
        facts.contains(&"2011-12-12 decided (ICC-02/05-01/09-139)".to_owned()),
        "the later ruling that rejects the objection: {facts:?}"
    );
    assert!(facts.contains(&"2005-03-31 council-referral (1593, binds SD)".to_owned()), "{facts:?}");
}

#[test]
fn south_africa_2015() {
    enforceable_against_immunity("al-Bashir", "South Africa", "2015-06-14", Label::Party, "state-party", "immunity-rejected-council");
}

#[test]
fn sudan_is_bound_by_the_council_and_nobody_expects_an_arrest_at_home() {
    let answer = enforceable("al-Bashir", "Sudan", "2015-06-14", Label::SignatoryRenounced, "bound-by-council", "office-at-home");
    assert_eq!(objections(&answer), [], "article 98(1) speaks of a third state");
    assert_ne!(answer.risk(), Risk::High);
    assert_eq!(answer.risk(), Risk::Remote);
}

#[test]
fn chad_2008_came_before_the_application() {
    no_warrant("al-Bashir", "Chad", "2008-07-01", Label::Party);
}

#[test]
fn one_evaluation_for_each_warrant_and_the_strongest_named() {
    let answer = ask("al-Bashir", "Kenya", "2009-06-01");
    let warrants: Vec<_> = answer.evaluations().map(|e| (e.warrant_id().unwrap().to_owned(), e.verdict().settled().unwrap())).collect();
    assert_eq!(warrants, [("2009".to_owned(), Verdict::Enforceable), ("2010".to_owned(), Verdict::NoWarrant)]);
    assert_eq!(answer.strongest().warrant_id(), Some("2009"));
}
