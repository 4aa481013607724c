//! Rulebooks from rulebooks: what-if, as known at a day, differences, and the writer.

use std::collections::BTreeSet;

use icc_arrest_risk::rulebook::{Base, OverlayBuilder};
use icc_arrest_risk::vocabulary::{Duty, Label, Presence, Verdict};
use icc_arrest_risk::{Day, Difference, Draft, Engine, Finding, Overlay};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn scenario(name: &str) -> Overlay {
    Overlay::from_file(format!("{}/examples/scenarios/{name}.toml", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What differs under an overlay of the examples, whose own expectations are met.
fn under(name: &str) -> Vec<Difference> {
    let after = scenario(name).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
    Engine::embedded().diff(&after)
}

fn destinations(differences: &[Difference]) -> BTreeSet<&str> {
    differences.iter().map(|difference| difference.destination.id.as_str()).collect()
}

#[test]
fn every_example_overlay_meets_its_expectations() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/scenarios");
    let mut count = 0;
    for entry in std::fs::read_dir(dir).unwrap() {
        let overlay = Overlay::from_file(entry.unwrap().path()).unwrap();
        overlay.run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
        assert!(overlay.expectations() > 0 && overlay.about().is_some());
        count += 1;
    }
    assert!(count >= 6);
}

#[test]
fn a_ratification_changes_the_answers_there_and_nowhere_else() {
    let differences = under("kyrgyzstan-ratifies");
    assert_eq!(destinations(&differences), BTreeSet::from(["KG"]));
    let putin: Vec<&Difference> = differences.iter().filter(|d| d.person.id == "putin" && d.is_substantial()).collect();
    assert_eq!(putin.len(), 1, "{putin:#?}");
    assert_eq!((putin[0].days.from, putin[0].days.until), (Some(day("2023-08-01")), None));
    let (before, after) = (putin[0].before.as_ref().unwrap(), putin[0].after.as_ref().unwrap());
    assert_eq!((&before.verdict, &after.verdict), (&Finding::Is(Verdict::NotEnforceable), &Finding::Is(Verdict::Enforceable)));
    assert!(after.reasons.iter().any(|reason| reason.rule.rule == "state-party"));
    assert!(!before.reasons.iter().any(|reason| reason.rule.rule == "state-party"));
}

#[test]
fn a_withdrawal_leaves_the_duty_in_what_began_before() {
    let differences = under("mongolia-withdraws");
    assert_eq!(destinations(&differences), BTreeSet::from(["MN"]));
    assert!(differences.iter().all(|difference| !difference.is_substantial()), "labels alone differ");
}

#[test]
fn a_new_state_is_found_by_its_new_name() {
    let engine = scenario("new-state-joins").run(&Draft::embedded()).unwrap();
    let answer = engine.assess("putin", "ruritania", day("2027-01-01")).unwrap();
    assert_eq!(answer.membership(), Label::Party);
    assert_eq!(answer.as_of(), day("2027-12-31"));
    assert!(answer.report().facts_version.contains("new-state-joins.toml"), "an answer says on what it rests");
    assert!(answer.to_string().contains("[assumed]"), "what has no source is called assumed: {answer}");
    let differences = Engine::embedded().diff(&engine);
    assert!(differences.iter().all(|difference| difference.destination.id == "QQ" && difference.before.is_none()));
}

#[test]
fn an_overlay_built_in_code_is_the_one_in_a_file() {
    let built = OverlayBuilder::new()
        .event("states.KG", day("2023-04-10"), "consented", [])
        .event("states.KG", day("2023-06-01"), "deposited", [("by", "ratification".into())])
        .build("in code");
    let engine = Engine::new(Draft::embedded().with(&built).check().unwrap());
    assert_eq!(engine.diff(&scenario("kyrgyzstan-ratifies").run(&Draft::embedded()).unwrap()), []);
    let refused = OverlayBuilder::new().event("states.KG", day("2023-06-01"), "deposited", []).build("in code");
    let error = Draft::embedded().with(&refused).check().unwrap_err();
    assert!(error.to_string().starts_with("in code:"), "{error}");
    assert!(error.to_string().contains("lacks the key `by`"), "{error}");
}

#[test]
fn rules_can_be_added_changed_and_retracted() {
    let overlay = Overlay::read(
        "bold.toml",
        r#"
        [law.basis.rule.signatory]
        when = { membership = ["none", "ratifying"], signature = "signed", application = "applies" }
        then = "none"
        ground = false
        law = ["VCLT 34"]
        because = "Suppose that a signature alone obliged to nothing."

        [law.protocol]
        asks = "How does one receive the person?"
        conclusions = ["warmly", "coolly"]
        [law.protocol.rule.warmly]
        when = { verdict = ["no-warrant", "not-enforceable"] }
        then = "warmly"
        law = ["protocol 1"]
        because = "Nothing stands against it."
        [law.protocol.rule.coolly]
        when = { verdict = ["disputed", "enforceable"] }
        then = "coolly"
        law = ["protocol 2"]
        because = "Somebody may ask for an arrest."
        "#,
    );
    let base = Draft::embedded();
    let engine = Engine::new(base.with(&overlay).check().unwrap_or_else(|error| panic!("{error}")));
    let answer = engine.assess("putin", "KG", day("2023-10-12")).unwrap();
    assert_eq!(answer.duty(), Duty::None);
    assert!(answer.reasons().iter().any(|reason| reason.decision == "protocol" && reason.rule.rule == "warmly"));
    // The base stays what it was.
    let same = Engine::new(base.check().unwrap());
    assert_eq!(same.assess("putin", "KG", day("2023-10-12")).unwrap().duty(), Duty::GoodFaith);
    let retracted = Overlay::read("less.toml", "[law.basis.rule.signatory]\nretract = true\n");
    let error = base.with(&retracted).check().unwrap_err().to_string();
    assert!(error.starts_with("less.toml:1:17: error[table-gap]"), "{error}");
}

#[test]
fn one_event_may_stand_instead_of_another() {
    let overlay = Overlay::read(
        "later.toml",
        r#"
        [states.AM]
        events = [{ on = 2024-05-14, what = "deposited", by = "accession", instead_of = 2023-11-14 }]
        "#,
    );
    let engine = Engine::new(Draft::embedded().with(&overlay).check().unwrap_or_else(|error| panic!("{error}")));
    let label = |on: &str| engine.assess("putin", "AM", day(on)).unwrap().membership();
    assert_eq!(label("2024-02-01"), Label::Ratifying);
    assert_eq!(label("2024-07-31"), Label::Deposited);
    assert_eq!(label("2024-08-01"), Label::Party);
}

#[test]
fn the_law_alone_brings_no_person_and_no_state() {
    let overlay = OverlayBuilder::new().base(Base::Law).set("states.AA", "name", "A-land").build("a world of its own");
    let rulebook = Draft::embedded().with(&overlay).check().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!((rulebook.destinations().len(), rulebook.persons().len(), rulebook.situations().len()), (1, 0, 0));
    assert_eq!(rulebook.rulings().len(), Engine::embedded().rulebook().rulings().len());
}

#[test]
fn as_known_then_the_later_is_not_there() {
    let then = Engine::embedded().known_at(day("2010-08-27"));
    assert_eq!(then.rulebook().as_of(), day("2010-08-27"));
    let answer = then.assess("al-Bashir", "Kenya", day("2010-08-27")).unwrap();
    assert_eq!(answer.verdict(), Verdict::Disputed);
    assert!(answer.to_string().contains("as known on 2010-08-27"), "{answer}");
    let hindsight = Engine::embedded().assess("al-Bashir", "Kenya", day("2010-08-27")).unwrap();
    assert_eq!(hindsight.verdict(), Verdict::Enforceable);
    assert!(hindsight.to_string().contains(&format!("as known on {}", hindsight.as_of())), "both clocks stand on every answer");
    // A warrant under seal: known of later, though not who had been asked to arrest; at the time, nobody was sought.
    let sealed = then.assess("ntaganda", "BE", day("2007-01-01")).unwrap();
    assert_eq!(sealed.verdict().possible(), [Verdict::NotEnforceable, Verdict::Enforceable]);
    let before = Engine::embedded().known_at(day("2007-01-01"));
    assert_eq!(before.assess("ntaganda", "BE", day("2007-01-01")).unwrap().verdict(), Verdict::NoWarrant);
    assert!(before.rulebook().rulings().is_empty());
}

#[test]
fn knowing_again_changes_nothing() {
    let engine = Engine::embedded();
    assert_eq!(engine.diff(&engine.known_at(engine.rulebook().as_of())), []);
    let (early, late) = (day("2012-01-01"), day("2019-12-31"));
    assert_eq!(engine.known_at(early).diff(&engine.known_at(late).known_at(early)), []);
}

#[test]
fn the_diagonal_answers_each_day_as_known_on_it() {
    let engine = Engine::embedded();
    for (person, destination) in [("al-bashir", "KE"), ("putin", "AM"), ("ntaganda", "CD")] {
        let stretches = engine.diagonal(person, destination, Presence::Visit).unwrap();
        assert_eq!((stretches.first().unwrap().days.from, stretches.last().unwrap().days.until), (None, None));
        for pair in stretches.windows(2) {
            let edge = pair[1].days.from.unwrap();
            assert_eq!(pair[0].days.until, edge.previous());
            assert_ne!(pair[0].answer, pair[1].answer);
            for (on, stretch) in [(edge.previous().unwrap(), &pair[0]), (edge, &pair[1])] {
                let known = engine.known_at(on);
                let answer = known.assess(person, destination, on).unwrap();
                assert_eq!(answer.verdict(), stretch.answer.verdict, "{person} {destination} {on}");
                assert_eq!(answer.reasons(), stretch.answer.reasons, "{person} {destination} {on}");
            }
        }
    }
    // Disputed until the Court first spoke, in December 2011; enforceable from then on, however it wavered later.
    let kenya = engine.diagonal("al-bashir", "KE", Presence::Visit).unwrap();
    let verdicts: Vec<(String, String)> = kenya
        .iter()
        .map(|s| (s.days.from.map_or(String::new(), |day| day.to_string()), s.answer.verdict.to_string()))
        .filter(|(from, _)| ["2009-03-04", "2011-12-12"].contains(&from.as_str()))
        .collect();
    assert_eq!(verdicts, [("2009-03-04".into(), "disputed".into()), ("2011-12-12".into(), "enforceable".into())]);
}

#[test]
fn what_was_written_reads_back() {
    for draft in
        [Draft::embedded(), Draft::embedded().with(&scenario("new-state-joins")), Draft::embedded().with(&scenario("council-defers"))]
    {
        let files = draft.to_files();
        let again = Draft::from_files(files.clone());
        let (one, other) = (draft.check().unwrap(), again.check().unwrap_or_else(|error| panic!("{error}")));
        let (one, other) = (format!("{one:?}"), format!("{other:?}"));
        let differs = one.bytes().zip(other.bytes()).position(|(a, b)| a != b).unwrap_or(one.len().min(other.len()));
        let around = |text: &str| text.chars().skip(differs.saturating_sub(200)).take(400).collect::<String>();
        assert!(one == other, "{}\n\n{}", around(&one), around(&other));
        assert_eq!(again.to_files(), files, "canonical text is canonical");
        #[cfg(feature = "digest")]
        assert_eq!(draft.digest(), again.digest());
    }
}

#[cfg(feature = "digest")]
#[test]
fn a_digest_names_its_content() {
    let base = Draft::embedded().digest();
    assert_eq!(base.len(), 64);
    assert_ne!(base, Draft::embedded().with(&scenario("kyrgyzstan-ratifies")).digest());
    assert_eq!(base, Draft::from_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).digest());
}
