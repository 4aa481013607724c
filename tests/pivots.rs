//! What would change it, and why not.

mod support;

use std::fmt::Write as _;

use icc_arrest_risk::rulebook::OverlayBuilder;
use icc_arrest_risk::vocabulary::{Attribute, Term, Verdict};
use icc_arrest_risk::{Assessment, Day, Draft, Engine, Finding, NearMiss, Overlay, PivotChange};

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
    // What a state does on the day after is no reason why it could not do it before.
    let eve = supposed().assess("other", "TH", day("2020-12-31")).unwrap().pivots();
    assert!(eve.iter().any(|pivot| pivot.to_string() == "if Third became a party: enforceable"), "{eve:?}");
    // The residual duty outlives a withdrawal, so that a withdrawal does not turn the verdict.
    assert!(party.iter().all(|words| !words.contains("withdrawal")), "{party:?}");
}

/// Every standing of a state, stage of a situation and turn of a warrant, all supposed.
fn supposed() -> Engine {
    supposed_and("")
}

fn supposed_and(more: &str) -> Engine {
    let text = format!("{}\n{more}", include_str!("worlds/pivots.toml"));
    Overlay::read("pivots.toml", text).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"))
}

/// The pivots of every supposed person everywhere, as they were last looked at: each is a statement of law.
#[test]
fn pivots_of_a_small_world_are_those_that_were_looked_at() {
    let engine = supposed();
    let mut now = String::new();
    for person in engine.rulebook().persons() {
        for destination in engine.rulebook().destinations() {
            let answer = engine.assess(&person.id, &destination.id, day("2020-06-01")).unwrap();
            let _ = writeln!(now, "{} in {}: {}", person.id, destination.id, answer.verdict());
            for pivot in answer.pivots() {
                let change = |change: &PivotChange| format!("{} {} to {}", change.attribute.name(), change.from.join("|"), change.to);
                let _ = writeln!(now, "  {pivot} ({})", pivot.changes.iter().map(change).collect::<Vec<_>>().join(", "));
            }
        }
    }
    let path = support::root().join("tests/pinned/pivots.txt");
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let pinned = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = now.lines().zip(pinned.lines()).find(|(now, pinned)| now != pinned);
    assert!(now == pinned, "they changed: `REWRITE=1 cargo test --test pivots`, and look at each; the first is {differs:#?}");
}

/// Were the Court's rulings on presidents of other states in conflict, what binds the president's state would turn the verdict: that it
/// became a party, or was bound to cooperate. That the destination became one would not help.
#[test]
fn where_immunity_is_contested_the_persons_own_state_can_turn_the_verdict() {
    let ruling = "[rulings.conflict]\nname = \"Conflict\"\nchamber = \"A chamber\"\non = 2026-11-01\nheld = { third = \"contested\" }\n";
    let engine = supposed_and(ruling);
    let told = |person: &str, destination: &str| words(&engine.assess(person, destination, day("2020-06-01")).unwrap());
    assert_eq!(engine.assess("chief", "PA", day("2020-06-01")).unwrap().verdict(), Verdict::Disputed);
    let party = told("chief", "PA");
    for expected in [
        "if Third became a party: enforceable",
        "if the Security Council obliged Third to cooperate in the situation `Open`: enforceable",
        "if Third accepted the Court's jurisdiction in the situation `Open`: enforceable",
        "if the Court rejected the objection of immunity: enforceable",
        "if Chief left office: enforceable",
        "if Party might lawfully put off the surrender under the warrant `c`: not-enforceable",
    ] {
        assert!(party.contains(&expected.to_owned()), "{expected}: {party:#?}");
    }
    let outsider = told("chief", "NO");
    assert!(outsider.contains(&"if Outsider became a party: disputed".to_owned()), "{outsider:#?}");
    // What already binds the president's state is no change, nor is what binds it less.
    let bound = told("bound", "PA");
    assert!(bound.iter().all(|words| !words.contains("obliged Signatory") && !words.contains("Signatory accepted")), "{bound:#?}");
    assert!(told("spared", "PA").iter().all(|words| !words.contains("Leaver")), "a party is bound already");
}

/// Each change is told once and in words of its own.
#[test]
fn two_changes_never_read_alike() {
    let engine = supposed();
    for person in engine.rulebook().persons() {
        for destination in engine.rulebook().destinations() {
            let pivots = engine.assess(&person.id, &destination.id, day("2020-06-01")).unwrap().pivots();
            let told: Vec<String> = pivots.iter().map(ToString::to_string).collect();
            for (place, pivot) in pivots.iter().enumerate() {
                assert!(!told[..place].contains(&told[place]), "{pivot} twice");
                assert!(!matches!(pivot.changes.as_slice(), [one, other] if one.words == other.words), "{pivot}");
            }
        }
    }
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

#[test]
fn why_not_tells_of_a_rule_that_fired_and_was_overridden_by_which() {
    // A foreign minister of a party, in another: immunity was given up, and then the Council asked the Court not to proceed.
    let engine = supposed();
    let answer = engine.assess("spared", "PA", day("2020-06-01")).unwrap();
    let misses: Vec<String> = answer.why_not(Verdict::Enforceable).iter().map(ToString::to_string).collect();
    assert_eq!(
        misses,
        [
            "verdict/enforceable would conclude enforceable, but duty is disputed, not arrest",
            "duty/arrest-and-surrender would conclude arrest, but obstacle is disputed, not none or objection-rejected",
            "obstacle/immunity-given-up-by-party would conclude objection-rejected, but is overridden by council-deferral",
        ]
    );
}

/// On the way to a verdict only rules that would conclude what is needed there, and of those the nearest.
#[test]
fn why_not_names_no_rule_that_would_not_help() {
    let engine = supposed();
    for person in engine.rulebook().persons() {
        for destination in engine.rulebook().destinations() {
            let answer = engine.assess(&person.id, &destination.id, day("2020-06-01")).unwrap();
            for wanted in Verdict::ALL {
                let misses = answer.why_not(*wanted);
                assert_eq!(misses.is_empty(), answer.verdict().possible().contains(wanted), "{}: {wanted}", answer.verdict());
                let needed = |miss: &NearMiss| -> Vec<String> {
                    let asked = misses.iter().flat_map(|other| &other.failed).filter(|failed| failed.variable == miss.decision);
                    asked.flat_map(|failed| failed.needs.clone()).chain((miss.decision == "verdict").then(|| wanted.to_string())).collect()
                };
                for miss in &misses {
                    assert!(needed(miss).contains(&miss.then), "{miss}");
                    assert!(miss.failed.is_empty() != miss.overridden_by.is_empty(), "{miss}");
                    assert!(miss.failed.iter().all(|failed| !failed.needs.contains(&failed.is)), "{miss}");
                }
            }
        }
    }
}
