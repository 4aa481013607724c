//! What would change it, and why not.

use icc_arrest_risk::rulebook::OverlayBuilder;
use icc_arrest_risk::vocabulary::{Attribute, Verdict};
use icc_arrest_risk::{Assessment, Day, Draft, Engine, Finding};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn ask(person: &str, destination: &str, on: &str) -> Assessment<'static> {
    Engine::embedded().assess(person, destination, day(on)).unwrap()
}

fn words(answer: &Assessment<'_>) -> Vec<String> {
    answer.pivots().iter().map(ToString::to_string).collect()
}

/// A question with changes of fact that one of its pivots names, each as an overlay that brings them about.
#[test]
fn what_a_pivot_promises_an_overlay_keeps() {
    let cases = [
        (
            ("putin", "KG", "2023-10-12"),
            "if Kyrgyzstan became a party: enforceable",
            OverlayBuilder::new().event("states.KG", day("2023-01-10"), "deposited", [("by", "ratification".into())]),
        ),
        (
            ("putin", "KG", "2023-10-12"),
            "if Kyrgyzstan accepted the Court's jurisdiction in the situation `Ukraine`: enforceable",
            OverlayBuilder::new().event("situations.ukraine", day("2023-10-01"), "accepted", [("by", "KG".into())]),
        ),
        (
            ("putin", "ZA", "2023-08-22"),
            "if the Security Council deferred the situation `Ukraine`: disputed",
            OverlayBuilder::new().event(
                "situations.ukraine",
                day("2023-08-01"),
                "council-deferral",
                [("resolution", "x".into()), ("until", day("2024-07-31").into())],
            ),
        ),
        (
            ("putin", "ZA", "2023-08-22"),
            "if South Africa had an agreement with Russia that requires its consent to a surrender: disputed",
            OverlayBuilder::new().event("states.ZA", day("2023-08-01"), "agreement", [("with", "RU".into())]),
        ),
        (
            ("al-bashir", "ZA", "2015-06-14"),
            "if the Court ended the warrant `2009` against Omar al-Bashir and the Court ended the warrant `2010` against Omar al-Bashir: no-warrant",
            OverlayBuilder::new().event("persons.al-bashir.warrants.2009", day("2015-06-01"), "withdrawn", []).event(
                "persons.al-bashir.warrants.2010",
                day("2015-06-01"),
                "withdrawn",
                [],
            ),
        ),
    ];
    for ((person, destination, on), promise, overlay) in cases {
        let answer = ask(person, destination, on);
        assert!(words(&answer).contains(&promise.to_owned()), "{promise}\n{:#?}", words(&answer));
        let engine = Engine::new(Draft::embedded().with(&overlay.build("what if")).check().unwrap_or_else(|error| panic!("{error}")));
        let after = engine.assess(person, destination, day(on)).unwrap();
        assert_ne!(after.verdict(), answer.verdict());
        assert!(promise.ends_with(&format!(": {}", after.verdict())), "{promise}: {}", after.verdict());
    }
}

#[test]
fn only_what_can_still_happen_and_no_more_than_needed() {
    let book = Engine::embedded().rulebook();
    let mut pairs = 0;
    for (place, person) in book.persons().enumerate() {
        for destination in book.destinations().skip(place % 7).step_by(31) {
            let answer = ask(&person.id, &destination.id, "2024-10-01");
            let pivots = answer.pivots();
            let alone: Vec<_> = pivots.iter().filter(|pivot| pivot.changes.len() == 1).map(|pivot| &pivot.changes[0]).collect();
            for pivot in &pivots {
                assert!((1..=2).contains(&pivot.changes.len()));
                assert_ne!(pivot.verdict, answer.verdict(), "{pivot}");
                for change in &pivot.changes {
                    assert!(!matches!(change.attribute, Attribute::Home | Attribute::Presence | Attribute::Offence), "{pivot}");
                    assert!(change.from != [change.to], "{pivot}");
                    assert!(pivot.changes.len() == 1 || !alone.contains(&change), "{pivot}: one of the two is enough");
                }
                pairs += usize::from(pivot.changes.len() == 2);
            }
        }
    }
    assert!(pairs > 100, "{pairs}");
}

#[test]
fn the_statute_bars_what_it_bars() {
    // A party cannot become one, nor accept what it has; nobody signs after 2000; only a signatory renounces.
    let party = words(&ask("putin", "ZA", "2023-08-22"));
    assert!(party.iter().all(|words| !words.contains("South Africa became a party") && !words.contains("South Africa accepted")));
    let renounced = words(&ask("putin", "RU", "2023-10-12"));
    assert!(renounced.iter().all(|words| !words.contains("renounced its signature")), "{renounced:?}");
    // The residual duty outlives a withdrawal, so that a withdrawal does not turn the verdict.
    assert!(party.iter().all(|words| !words.contains("withdrawal")), "{party:?}");
}

#[test]
fn why_not_names_the_nearest_rules_and_what_failed() {
    let answer = ask("putin", "KG", "2023-10-12");
    let misses: Vec<String> = answer.why_not(Verdict::Enforceable).iter().map(ToString::to_string).collect();
    assert_eq!(misses[0], "verdict/enforceable would conclude enforceable, but duty is good-faith, not arrest");
    assert!(misses.contains(&"basis/state-party would conclude bound, but membership is none, not party or withdrawing".to_owned()));
    assert_eq!(answer.why_not(Verdict::NotEnforceable), []);
    let sealed = ask("ntaganda", "BE", "2007-01-01");
    assert_eq!(sealed.verdict(), Finding::Undetermined(vec![Verdict::NotEnforceable, Verdict::Enforceable]));
    assert_eq!(sealed.why_not(Verdict::Enforceable), [], "it may be");
    assert!(!sealed.why_not(Verdict::Disputed).is_empty());
}
