//! Decisions of one's own, journeys, and receipts.

mod support;

use icc_arrest_risk::rulebook::Code;
use icc_arrest_risk::vocabulary::{Presence, Verdict};
use icc_arrest_risk::{Day, Draft, Engine, Finding, Itinerary, Overlay};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

const BOARDING: &str = include_str!("../examples/policies/boarding.toml");

fn carrier() -> Engine {
    Overlay::read("boarding.toml", BOARDING).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_decision_of_ones_own_reads_back_by_name_and_by_place_with_its_reasons() {
    let engine = carrier();
    let answer = engine.assess("Putin", "Mongolia", day("2024-09-03")).unwrap();
    assert_eq!(answer.decision("boarding"), Some(Finding::Is("refuse")));
    let place = engine.rulebook().law().place("boarding").unwrap();
    assert_eq!(answer.decision_at(place), Some(Finding::Is("refuse")));
    assert_eq!(answer.strongest().decision("boarding"), Some(Finding::Is("refuse")));
    // Built-in decisions read back in the same way, and what is not there is not made up.
    assert_eq!(answer.decision("verdict"), Some(Finding::Is("enforceable")));
    assert_eq!(answer.decision("bording"), None);
    assert_eq!(answer.decision_at(99), None);

    let report = answer.report();
    let [boarding] = report.decisions.as_slice() else { panic!("{:?}", report.decisions) };
    assert_eq!(boarding.asks, "Does the carrier take this passenger to this destination?");
    let steps: Vec<&str> = boarding.reasons[0].iter().map(|step| step.decision.as_str()).collect();
    assert_eq!(steps, ["basis", "obstacle", "duty", "verdict", "boarding"]);
    assert_eq!(boarding.reasons[0][4].decisive[0].rule, "must-arrest");
    let text = answer.to_string();
    assert!(text.contains("  boarding     refuse\n"), "{text}");
    assert!(text.contains("must-arrest: The destination must arrest the passenger"), "{text}");
    assert!(answer.reasons().iter().any(|reason| reason.decision == "boarding" && reason.rule.rule == "must-arrest"));
}

#[test]
fn an_undetermined_decision_says_what_is_possible_why_and_what_would_settle_it() {
    let sealed = Overlay::read(
        "sealed.toml",
        "[persons.zed]\nname = \"Zed\"\nnationality = [\"KG\"]\n[persons.zed.warrants.w]\nsituation = \"darfur\"\noffence = \"core\"\nevents = [{ on = 2010-01-01, what = \"issued\", sealed = true }]\n",
    );
    let rules = Draft::embedded().with(&Overlay::read("boarding.toml", BOARDING)).with(&sealed);
    let engine = Engine::new(rules.check().unwrap());
    let answer = engine.assess("Zed", "Armenia", day("2025-01-01")).unwrap();
    assert_eq!(answer.decision("boarding"), Some(Finding::Undetermined(vec!["board", "refuse"])));
    assert_eq!(answer.report().decisions[0].reasons.len(), 2);
    let text = answer.to_string();
    assert!(text.contains("boarding     undetermined among board, refuse"), "{text}");
    assert!(text.contains("Why boarding may be board\n") && text.contains("Why boarding may be refuse\n"), "{text}");
    assert_eq!(answer.report().unknown, ["whether the Court asked the destination in confidence to arrest under the sealed warrant `w`"]);
}

#[test]
fn what_only_ones_own_decision_asks_for_is_unknown_too() {
    // The home state of a person without a warrant: no built-in verdict hangs on the office, this decision does.
    let protocol = Overlay::read(
        "protocol.toml",
        r#"
        [law.protocol]
        asks = "Who meets the guest?"
        conclusions = ["usher", "minister"]
        [law.protocol.rule.guest]
        when = { office = ["none", "foreign-minister", "other-immunity", "head-of-government"] }
        then = "usher"
        law = ["Protocol 1"]
        because = "No head of state."
        [law.protocol.rule.head]
        when = { office = "head-of-state" }
        then = "minister"
        law = ["Protocol 2"]
        because = "A head of state."
        [persons.zed]
        name = "Zed"
        nationality = ["KG"]
        events = [{ on = 2010-01-01, what = "unknown", attribute = "office" }]
        "#,
    );
    let engine = protocol.run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
    let answer = engine.assess("Zed", "KG", day("2020-01-01")).unwrap();
    assert_eq!(answer.verdict(), Verdict::NoWarrant);
    assert_eq!(answer.decision("protocol").unwrap().possible(), ["usher", "minister"]);
    assert_eq!(answer.report().unknown, ["which value it has: Zed, unknown (office), 2010-01-01"]);
    assert_eq!(answer.lifetime().from, Some(day("2010-01-01")));
}

#[test]
fn a_difference_tells_of_decisions_that_both_know() {
    let changed = BOARDING.replace("then = \"refuse\"", "then = \"refer\"").split("[[expect]]").next().unwrap().to_owned()
        + "[law.boarding.rule.arrested]\nwhen = { warrant = \"arrested\" }\nthen = \"refuse\"\noverrides = [\"must-arrest\", \"disputed\", \"need-not-arrest\", \"soon-a-party\"]\nlaw = [\"Manual\"]\nbecause = \"Held.\"\n";
    let small = Draft::from_files(support::base());
    let own = Overlay::read("boarding.toml", BOARDING.split("[[expect]]").next().unwrap());
    let carrier = own.run(&small).unwrap_or_else(|error| panic!("{error}"));
    let milder = Overlay::read("milder.toml", changed).run(&small).unwrap_or_else(|error| panic!("{error}"));
    let differences = carrier.diff(&milder);
    assert!(!differences.is_empty());
    for difference in &differences {
        let (before, after) = (difference.before.as_ref().unwrap(), difference.after.as_ref().unwrap());
        assert_eq!(before.verdict, after.verdict);
        assert_ne!(before.decisions, after.decisions);
    }
    assert!(differences[0].to_string().contains("boarding"), "{}", differences[0]);
    // A decision that only one side knows is no difference.
    assert_eq!(Engine::new(small.check().unwrap()).diff(&carrier), []);
}

// Journeys.

#[test]
fn a_journey_reads_alike_from_a_file_and_from_code() {
    let text = "person = \"Putin\"\nlegs = [\n  { destination = \"KZ\", on = 2025-05-08, presence = \"overflight\" },\n  { destination = \"Mongolia\", on = 2025-05-08, presence = \"transit\" },\n  { destination = \"CN\", on = 2025-05-09 },\n  { destination = \"CN\", on = 2025-05-09, person = \"al-bashir\" },\n]\n";
    let read = Itinerary::read("trip.toml", text).unwrap();
    let questions: Vec<_> = read.questions().cloned().collect();
    assert_eq!(questions[3].person, "al-bashir");
    let on = day("2025-05-08");
    let built = Itinerary::of("Putin").overflight("KZ", on).transit("Mongolia", on).visit("CN", day("2025-05-09"));
    assert_eq!(built.questions().collect::<Vec<_>>(), questions[..3].iter().collect::<Vec<_>>());

    let engine = carrier();
    let journey = engine.travel(&read).unwrap();
    assert_eq!(journey.worst_place(), Some(1));
    assert_eq!(journey.worst().unwrap().presence(), Presence::Transit);
    let shown = journey.to_string();
    assert!(shown.contains("*  2  2025-05-08  Mongolia"), "{shown}");
    assert!(shown.contains("boarding refuse"), "{shown}");
    let data = serde_json::to_value(&journey).unwrap();
    assert_eq!((&data["worst"], data["legs"].as_array().unwrap().len()), (&serde_json::json!(1), 4));
    assert_eq!(engine.travel(&Itinerary::of("Putin")).unwrap().worst_place(), None);
}

#[test]
fn every_bad_leg_is_told_at_its_place() {
    let text = "person = \"Vladimir Puttin\"\nlegs = [\n  { destination = \"Mongolia\", on = 2025-05-08 },\n  { destination = \"Mongolja\", on = 2025-05-08, person = \"Putin\" },\n]\n";
    let error = Engine::embedded().travel(&Itinerary::read("trip.toml", text).unwrap()).unwrap_err();
    let text = error.to_string();
    let shown = "trip.toml:1:10: error[unknown-person]: leg 1: no person `Vladimir Puttin` in the rulebook; did you mean `Vladimir Putin`";
    assert!(text.starts_with(shown), "{text}");
    assert!(
        text.contains("\ntrip.toml:4:19: error[unknown-state]: leg 2: no destination `Mongolja` in the rulebook; did you mean `Mongolia`"),
        "{text}"
    );
    assert!(
        text.contains("4 |   { destination = \"Mongolja\", on = 2025-05-08, person = \"Putin\" },\n  |                   ^^^^^^^^^^"),
        "{text}"
    );
    assert!(text.ends_with("2 problems"), "{text}");
    let code = Engine::embedded().travel(&Itinerary::of("Putin").visit("Nowhere", day("2025-01-01"))).unwrap_err();
    assert!(code.to_string().starts_with("error[unknown-state]: leg 1: no destination `Nowhere`"), "{code}");
}

#[test]
fn a_bad_itinerary_is_refused_with_every_problem() {
    let read = |text: &str| Itinerary::read("trip.toml", text).unwrap_err();
    let codes = |text: &str| read(text).diagnostics().iter().map(|problem| problem.code()).collect::<Vec<_>>();
    assert_eq!(codes(""), [Code::MissingKey]);
    assert_eq!(codes("person = \"p\"\nlegs = []"), [Code::UnknownValue]);
    assert_eq!(codes("person = \"p\"\nlegs = 3"), [Code::WrongType]);
    assert_eq!(codes("person = \"p\"\nlegs = [3, { destination = \"KG\" }]"), [Code::WrongType, Code::MissingKey]);
    assert_eq!(codes("legs = [{ destination = \"KG\", on = 2020-01-01 }]"), [Code::MissingKey]);
    assert_eq!(codes("person = \"p\"\nlegs = [{ destination = \"KG\", on = 2020-01-01, presence = \"stop\" }]"), [Code::UnknownValue]);
    assert_eq!(
        codes("person = 3\nlegs = [{ destination = \"KG\", on = \"2020-01-01\", leg = 1 }]"),
        [Code::WrongType, Code::WrongType, Code::UnknownKey]
    );
    assert_eq!(codes("person = "), [Code::Syntax]);
    let error = read("person = \"p\"\nlegs = [{ destination = \"KG\", on = 2020-01-01, presence = \"transir\" }]");
    assert!(error.to_string().contains("help: did you mean `transit`?"), "{error}");
    assert!(Itinerary::read("trip.toml", [0xff, 0xfe]).is_err());
    assert_eq!(Itinerary::from_file("/nowhere/trip.toml").unwrap_err().diagnostics()[0].code(), Code::Unreadable);
}

// Receipts.

#[cfg(feature = "digest")]
mod receipts {
    use super::*;
    use icc_arrest_risk::{Receipt, ReplayError};

    fn stored() -> String {
        let answer = Engine::embedded().assess("Putin", "Mongolia", day("2024-09-03")).unwrap();
        serde_json::to_string_pretty(&answer.receipt()).unwrap()
    }

    fn read(text: &str) -> Receipt {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[test]
    fn a_receipt_is_confirmed_and_holds_what_it_rests_on() {
        let receipt = read(&stored());
        receipt.replay(Engine::embedded()).unwrap();
        let rulebook = Engine::embedded().rulebook();
        assert_eq!(receipt.digest(), Draft::embedded().digest());
        assert_eq!((receipt.known_at(), receipt.crate_version(), receipt.format()), (rulebook.as_of(), env!("CARGO_PKG_VERSION"), 1));
        assert_eq!((receipt.question().person.as_str(), receipt.question().on), ("putin", day("2024-09-03")));
        // The first key is the format, and every answer fits.
        assert!(stored().starts_with("{\n  \"format\": 1,"));
        assert!(!stored().contains("\"error\""));
    }

    #[test]
    fn a_receipt_of_an_earlier_day_of_knowledge_is_replayed_as_known_then() {
        let then = Engine::embedded().known_at(day("2023-03-20"));
        let receipt = then.assess("Putin", "Armenia", day("2024-06-01")).unwrap().receipt();
        assert_eq!(receipt.known_at(), day("2023-03-20"));
        assert_eq!(receipt.digest(), Engine::embedded().rulebook().digest());
        receipt.replay(Engine::embedded()).unwrap();
        receipt.replay(&then).unwrap();
        let today = read(&stored());
        assert!(matches!(today.replay(&then), Err(ReplayError::KnowsLess { here, .. }) if here == day("2023-03-20")));
    }

    #[test]
    fn another_version_or_rulebook_is_refused_and_the_differences_are_told() {
        let version =
            read(&stored().replace(&format!("\"crate_version\": \"{}\"", env!("CARGO_PKG_VERSION")), "\"crate_version\": \"0.0.1\""));
        let error = version.replay(Engine::embedded()).unwrap_err();
        assert!(error.to_string().starts_with("the receipt is of version 0.0.1, this is version "), "{error}");
        assert_eq!(version.differences(Engine::embedded()).unwrap(), []);
        let format = read(&stored().replace("\"format\": 1", "\"format\": 2"));
        assert!(matches!(format.replay(Engine::embedded()), Err(ReplayError::OtherVersion { what: "format", .. })));

        let changed = read(&stored().replace(Engine::embedded().rulebook().digest(), &"0".repeat(64)));
        assert!(matches!(changed.replay(Engine::embedded()), Err(ReplayError::OtherRulebook { .. })));

        let overlay = Overlay::read("mn.toml", "[states.MN]\nevents = [{ on = 2023-01-02, what = \"withdrawal-notified\" }]\n");
        let other = overlay.run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
        let receipt = read(&stored());
        assert!(matches!(receipt.replay(&other), Err(ReplayError::OtherRulebook { .. })));
        let differences: Vec<String> = receipt.differences(&other).unwrap().iter().map(ToString::to_string).collect();
        assert!(differences.iter().any(|text| text == "membership: `party` in the receipt, now `former-party`"), "{differences:?}");
    }

    #[test]
    fn a_forged_answer_is_found_at_its_place() {
        let forged = read(&stored().replacen("\"duty\": \"arrest\"", "\"duty\": \"none\"", 1));
        let error = forged.replay(Engine::embedded()).unwrap_err();
        let ReplayError::Differs(mismatches) = &error else { panic!("{error}") };
        assert_eq!(mismatches.len(), 1);
        assert!(error.to_string().contains("duty: `none` in the receipt, now `arrest`"), "{error}");
        let gone = read(&stored().replace("\"person\": \"putin\"", "\"person\": \"nobody\""));
        assert!(matches!(gone.replay(Engine::embedded()), Err(ReplayError::Ask(_))));
        assert!(serde_json::from_str::<Receipt>(&stored().replace("\"presence\": \"visit\"", "\"presence\": \"stay\"")).is_err());
    }
}
