//! What holds of every answer, on the shipped rules.

use icc_arrest_risk::vocabulary::{Presence, Term, Verdict};
use icc_arrest_risk::{AskError, Day, Draft, Engine, Finding, Question};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_embedded_rules_are_the_folder_rules() {
    let folder = Draft::from_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).check().unwrap();
    let embedded = Engine::embedded().rulebook();
    assert_eq!(format!("{folder:?}"), format!("{embedded:?}"));
}

#[test]
fn the_order_of_files_never_matters() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let mut files = Vec::new();
    for name in ["", "law", "sources", "states", "situations", "persons", "territories"] {
        let Ok(entries) = std::fs::read_dir(format!("{dir}/{name}")) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "toml")) {
            let file = path.file_name().unwrap().to_str().unwrap();
            let key = if name.is_empty() { file.to_owned() } else { format!("{name}/{file}") };
            files.push((key, std::fs::read(&path).unwrap()));
        }
    }
    let one = Engine::from_files(files.clone()).unwrap();
    files.reverse();
    let other = Engine::from_files(files).unwrap();
    assert_eq!(format!("{:?}", one.rulebook()), format!("{:?}", other.rulebook()));
}

/// A share of all pairs of persons and destinations, spread over both: enough to meet every kind of history.
#[test]
fn every_question_about_the_known_has_an_answer_that_holds_over_its_lifetime() {
    let engine = Engine::embedded();
    let book = engine.rulebook();
    let mut edges = 0;
    for (place, person) in book.persons().enumerate() {
        for (_, destination) in book.destinations().enumerate().filter(|(other, _)| (place * 7 + other) % 41 == 0) {
            for presence in Presence::ALL {
                let timeline = engine.timeline(&person.id, &destination.id, *presence).unwrap();
                assert!(!timeline.is_empty());
                for pair in timeline.windows(2) {
                    let (before, after) = (&pair[0], &pair[1]);
                    let start = after.on();
                    let last = start.previous().unwrap();
                    let ask = |on: Day| {
                        engine
                            .ask(&Question { person: person.id.clone(), destination: destination.id.clone(), on, presence: *presence })
                            .unwrap()
                    };
                    // Constant up to the edge, different past it, and the lifetime says so.
                    let eve = ask(last);
                    assert_eq!(eve.verdict(), before.verdict());
                    let values = |answer: &icc_arrest_risk::Assessment<'_>| -> Vec<String> {
                        answer.evaluations().map(|e| serde_json::to_string(&e.report()).unwrap()).collect()
                    };
                    assert_eq!(values(&eve), values(before));
                    assert_ne!(values(&eve), values(after));
                    assert_eq!(after.lifetime().from, Some(start));
                    assert_eq!(eve.lifetime().until, Some(last));
                    if eve.verdict() != after.verdict() {
                        assert_eq!(eve.verdict_lifetime().until, Some(last));
                        assert_eq!(after.verdict_lifetime().from, Some(start));
                        edges += 1;
                    }
                }
                for answer in &timeline {
                    let lifetime = answer.verdict_lifetime();
                    assert!(
                        lifetime.from.is_none_or(|from| from <= answer.on()) && lifetime.until.is_none_or(|until| answer.on() <= until)
                    );
                    if answer.verdict() == Verdict::NoWarrant {
                        assert_eq!(answer.duty(), icc_arrest_risk::vocabulary::Duty::None);
                    }
                }
            }
        }
    }
    assert!(edges > 20, "the walk met {edges} changes of verdict only");
}

#[test]
fn names_in_any_case_accent_and_script() {
    let engine = Engine::embedded();
    let on = day("2023-10-12");
    for person in ["putin", "VLADIMIR PUTIN", "Владимир Путин", "путин", "فلاديمير بوتين", "Vladímir  Putin", "Putin,", "ＰＵＴＩＮ"]
    {
        assert_eq!(engine.assess(person, "KG", on).unwrap().person().id, "putin", "{person}");
    }
    for destination in ["KG", "kgz", "Kyrgyzstan", "KYRGYZSTAN", "Кыргызстан", "قيرغيزستان"] {
        assert_eq!(engine.assess("putin", destination, on).unwrap().destination().id, "KG", "{destination}");
    }
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let engine = Engine::embedded();
    let on = day("2023-10-12");
    let error = engine.assess("Vladimir Puttin", "KG", on).unwrap_err();
    assert!(matches!(&error, AskError::UnknownPerson { suggestions, .. } if suggestions[0] == "Vladimir Putin"), "{error}");
    let error = engine.assess("Putin", "Kyrgystan", on).unwrap_err();
    assert!(matches!(&error, AskError::UnknownDestination { suggestions, .. } if suggestions[0] == "Kyrgyzstan"), "{error}");
    let error = engine.assess("Putin", "Zimbabve", on).unwrap_err();
    assert_eq!(error.to_string(), "no destination `Zimbabve` in the rulebook; did you mean `Zimbabwe`?");
    // Part of a name leads to those who bear it.
    let error = engine.assess("Gaddafi", "KG", on).unwrap_err();
    assert!(matches!(&error, AskError::UnknownPerson { suggestions, .. } if suggestions.len() == 2), "{error}");
    for hostile in ["", " ", "\u{202e}", "🦀", &"x".repeat(100_000)] {
        assert!(engine.assess(hostile, "KG", on).is_err());
        assert!(engine.assess("Putin", hostile, on).is_err());
    }
}

#[test]
fn an_ambiguous_name_lists_the_candidates() {
    let base = Draft::from_files(small_book("aliases = [\"the same\"]", "aliases = [\"The Same\"]"));
    let engine = Engine::new(base.check().unwrap());
    let error = engine.assess("the same", "AA", day("2020-01-01")).unwrap_err();
    assert_eq!(error.to_string(), "`the same` may be any of: First (first), Second (second)");
}

/// A small rulebook of one state, one situation and two persons, on the shipped law.
fn small_book(first: &str, second: &str) -> Vec<(String, String)> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/law");
    let law = std::fs::read_dir(dir).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        (format!("law/{}", path.file_name().unwrap().to_str().unwrap()), std::fs::read_to_string(&path).unwrap())
    });
    let file = |name: &str, text: String| (name.to_owned(), text);
    let mut files: Vec<(String, String)> = law.collect();
    files.extend([
        file("rulebook.toml", "format = 1\nfacts = \"t\"\nas_of = 2025-01-01\n".into()),
        file("sources.toml", "[s]\ntitle = \"t\"\nby = \"b\"\nrank = \"news\"\nat = \"a\"\nread = 2025-01-01\n".into()),
        file("states/a.toml", "source = \"s\"\n[AA]\nname = \"A-land\"\nevents = [{ on = 2001-01-01, what = \"deposited\", by = \"accession\" }]\n[BB]\nname = \"B-land\"\n".into()),
        file("situations/x.toml", "source = \"s\"\n[x]\nname = \"X\"\nevents = []\n".into()),
        file(
            "persons/x.toml",
            format!(
                "source = \"s\"\n[first]\nname = \"First\"\n{first}\nnationality = [\"BB\"]\n[first.warrants.w]\nsituation = \"x\"\noffence = \"core\"\nevents = [\n  {{ on = 2010-01-01, what = \"issued\", sealed = true }},\n  {{ on = 2012-01-01, what = \"unsealed\" }},\n  {{ on = {{ earliest = 2014-01-01, latest = 2014-02-01 }}, what = \"withdrawn\" }},\n]\n[second]\nname = \"Second\"\n{second}\nnationality = [\"BB\"]\n"
            ),
        ),
    ]);
    files
}

#[test]
fn a_sealed_warrant_leaves_the_verdict_undetermined_and_says_what_would_settle_it() {
    let engine = Engine::from_files(small_book("", "")).unwrap();
    let verdict = |on: &str| engine.assess("First", "AA", day(on)).unwrap().verdict();
    assert_eq!(verdict("2009-12-31"), Verdict::NoWarrant);
    assert_eq!(verdict("2010-01-01").possible(), [Verdict::NotEnforceable, Verdict::Enforceable]);
    assert_eq!(verdict("2011-12-31").settled(), None);
    assert_eq!(verdict("2012-01-01"), Verdict::Enforceable);
    let sealed = engine.assess("First", "AA", day("2011-06-01")).unwrap();
    assert_eq!(sealed.report().unknown, ["whether the Court asked the destination in confidence to arrest under the sealed warrant `w`"]);
    assert_eq!(sealed.verdict_lifetime(), icc_arrest_risk::Lifetime { from: Some(day("2010-01-01")), until: Some(day("2011-12-31")) });
    // Nothing binds B-land, asked or not: every possibility agrees.
    assert_eq!(engine.assess("First", "BB", day("2011-06-01")).unwrap().verdict(), Verdict::NotEnforceable);
}

#[test]
fn an_uncertain_day_leaves_the_verdict_undetermined_in_between() {
    let engine = Engine::from_files(small_book("", "")).unwrap();
    let verdict = |on: &str| engine.assess("First", "AA", day(on)).unwrap().verdict();
    assert_eq!(verdict("2013-12-31"), Verdict::Enforceable);
    assert_eq!(verdict("2014-01-01").possible(), [Verdict::NoWarrant, Verdict::Enforceable]);
    assert_eq!(verdict("2014-01-31").settled(), None);
    assert_eq!(verdict("2014-02-01"), Verdict::NoWarrant);
}

#[test]
fn a_person_without_a_warrant_gets_no_other_verdict() {
    let engine = Engine::from_files(small_book("", "")).unwrap();
    let answer = engine.assess("Second", "AA", day("2013-01-01")).unwrap();
    assert_eq!((answer.verdict(), answer.evaluations().len()), (icc_arrest_risk::Finding::Is(Verdict::NoWarrant), 1));
    assert_eq!(answer.strongest().warrant_id(), None);
}

#[test]
fn past_as_of_is_a_projection_and_strict_refuses_it() {
    let engine = Engine::from_files(small_book("", "")).unwrap();
    let last = engine.assess("First", "AA", day("2025-01-01")).unwrap();
    assert!(!last.is_projection());
    assert_eq!(last.lifetime().until, Some(day("2025-01-01")));
    assert!(last.strict().is_ok());
    let past = engine.assess("First", "AA", day("2025-01-02")).unwrap();
    assert!(past.is_projection());
    assert_eq!(past.lifetime().from, Some(day("2025-01-02")));
    assert_eq!(past.clone().strict().unwrap_err(), AskError::PastAsOf { on: day("2025-01-02"), as_of: day("2025-01-01") });
    assert!(past.to_string().contains("the facts cover no day after 2025-01-01"), "{past}");
}

#[test]
fn answers_stand_at_both_ends_of_the_calendar() {
    let engine = Engine::embedded();
    for on in [Day::MIN, Day::MAX] {
        let answer = engine.assess("Putin", "Armenia", on).unwrap();
        assert!(answer.to_string().contains(&on.to_string()));
    }
}

#[test]
fn text_and_data_say_the_same() {
    let answer = Engine::embedded().assess("Putin", "South Africa", day("2023-08-22")).unwrap();
    let data = serde_json::to_value(&answer).unwrap();
    let text = answer.to_string();
    assert_eq!(data["verdict"], "enforceable");
    let steps = data["evaluations"][0]["reasons"]["enforceable"].as_array().unwrap();
    for step in steps.iter().filter(|step| step["relied_on"] == true) {
        for rule in step["decisive"].as_array().unwrap() {
            assert!(text.contains(rule["because"].as_str().unwrap()), "{rule}");
            assert!(text.contains(rule["law"][0].as_str().unwrap()));
        }
    }
    assert_eq!(data["evaluations"][0]["objections"][0]["standing"], "rejected");
    assert!(text.contains("Objection: immunity (rejected)"));
}

#[test]
fn a_brief_answer_says_what_the_whole_one_says() {
    let engine = Engine::embedded();
    let questions = [
        ("putin", "MN", "2024-09-03", Presence::Visit),
        ("putin", "KG", "2023-10-12", Presence::Transit),
        ("al-bashir", "ZA", "2015-06-14", Presence::Visit),
        ("ntaganda", "BE", "2007-01-01", Presence::Visit),
        ("netanyahu", "HU", "2025-04-03", Presence::Overflight),
    ];
    let mut senses = Vec::new();
    for (person, destination, on, presence) in questions {
        let question = Question { presence, ..Question::new(person, destination, day(on)) };
        let (brief, whole) = (engine.brief(&question).unwrap(), engine.ask(&question).unwrap());
        assert_eq!((brief.verdict(), brief.duty(), brief.risk()), (whole.verdict(), whole.duty(), whole.risk()));
        assert_eq!((brief.membership(), brief.warrant()), (whole.membership(), whole.warrant()));
        let report = |evaluation: icc_arrest_risk::Evaluation<'_>| serde_json::to_string(&evaluation.report()).unwrap();
        assert_eq!(report(brief.strongest()), report(whole.strongest()));
        assert_eq!(brief.reasons(), whole.reasons());
        assert!(!brief.reasons().is_empty());
        assert_eq!(brief.unknown(), whole.report().unknown);
        assert_eq!(brief.sense(), engine.brief(&question).unwrap().sense());
        senses.push(brief.sense());
    }
    senses.sort_unstable();
    senses.dedup();
    assert_eq!(senses.len(), questions.len());
}

/// A warrant is withdrawn on the very day on which the Statute enters into force for a state: on no day was it known to be enforceable there.
#[test]
fn on_a_day_of_two_changes_the_diagonal_knows_both() {
    let facts = r#"
        base = "law"
        [states.AA]
        name = "A"
        events = [{ on = 2010-01-15, what = "deposited", by = "accession" }]
        [situations.s]
        name = "S"
        [persons.p]
        name = "P"
        nationality = ["AA"]
        [persons.p.warrants.w]
        situation = "s"
        offence = "core"
        events = [{ on = 2009-01-01, what = "issued" }, { on = 2010-04-01, what = "withdrawn" }]
    "#;
    let engine = icc_arrest_risk::Overlay::read("facts.toml", facts).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"));
    let stretches = engine.diagonal("p", "AA", Presence::Visit).unwrap();
    for pair in stretches.windows(2) {
        assert_eq!(pair[0].days.until.and_then(Day::next), pair[1].days.from);
        assert!(pair[1].days.until.is_none_or(|until| pair[1].days.from.unwrap() <= until), "{}", pair[1].days);
    }
    let last = stretches.last().unwrap();
    assert_eq!((last.days.from, last.answer.verdict.clone()), (Some(day("2010-04-01")), Finding::Is(Verdict::NoWarrant)));
    assert!(stretches.iter().all(|stretch| stretch.answer.verdict != Verdict::Enforceable));
}
