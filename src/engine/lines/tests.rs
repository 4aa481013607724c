//! The ways in which facts can have gone, and what is kept of them.

use super::*;
use crate::engine::Engine;
use crate::rulebook::{Draft, Overlay};

fn engine(facts: &str) -> Engine {
    Overlay::read("facts.toml", format!("base = \"law\"\n{facts}")).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The only fact of a state with one event.
fn with_the_fact<T>(event: &str, ask: impl Fn(&Fact) -> T) -> T {
    let engine = engine(&format!("[states.AA]\nname = \"A\"\nevents = [{event}]"));
    let [fact] = engine.rulebook.destinations[0].facts.as_slice() else { panic!("{event}") };
    ask(&engine.rulebook.facts[*fact])
}

#[test]
fn between_the_first_and_the_last_possible_day_the_stages_of_the_statute_are_tried() {
    let tried = |earliest: &str, latest: &str, rest: &str| {
        let on = format!("{{ earliest = {earliest}, latest = {latest} }}");
        with_the_fact(&format!("{{ on = {on}, {rest} }}"), possible_days)
    };
    let deposit = "what = \"deposited\", by = \"accession\"";
    // 60 days apart, the last day at the end, each once.
    assert_eq!(tried("2001-01-01", "2001-05-01", deposit), ["2001-01-01", "2001-03-02", "2001-05-01"].map(day));
    assert_eq!(tried("2001-01-01", "2001-05-02", deposit), ["2001-01-01", "2001-03-02", "2001-05-01", "2001-05-02"].map(day));
    assert_eq!(tried("2001-01-01", "2001-01-02", deposit), ["2001-01-01", "2001-01-02"].map(day));
    assert_eq!(tried("2001-01-01", "2021-01-01", deposit).len(), MOST_DAYS + 1);
    // There is a law or not; nothing is counted on from that day.
    assert_eq!(tried("2001-01-01", "2021-01-01", "what = \"implementing-law\""), ["2001-01-01", "2021-01-01"].map(day));
}

#[test]
fn a_step_changes_something_on_two_days_and_what_is_not_counted_on_from_on_one() {
    assert_eq!(with_the_fact("{ on = 2001-01-01, what = \"deposited\", by = \"accession\" }", days_tried), 2);
    let range = "{ earliest = 2001-01-01, latest = 2001-05-02 }";
    assert_eq!(with_the_fact(&format!("{{ on = {range}, what = \"deposited\", by = \"accession\" }}"), days_tried), 8);
    assert_eq!(with_the_fact("{ on = 2001-01-01, what = \"implementing-law\" }", days_tried), 1);
    assert_eq!(with_the_fact(&format!("{{ on = {range}, what = \"implementing-law\" }}"), days_tried), 2);
}

/// A known fact, then three with two, three and two ways.
const OPEN: &str = r#"
[states.AA]
name = "A"
events = [
  { on = 2001-01-01, what = "deposited", by = "accession" },
  { on = 2002-01-01, what = "implementing-law", certain = false },
  { on = { earliest = 2003-01-01, latest = 2003-02-01 }, what = "pledged", certain = false },
  { on = { earliest = 2004-01-01, latest = 2004-02-01 }, what = "agreement", with = "BB" },
]
[states.BB]
name = "B"
"#;

#[test]
fn every_combination_of_what_is_not_known_is_kept_in_its_place() {
    let engine = engine(OPEN);
    let lines = &engine.tables.destinations[0];
    assert_eq!(lines.open.iter().map(|(_, ways)| *ways).collect::<Vec<_>>(), [2, 3, 2]);
    assert_eq!(lines.count(), 12);
    let facts: Vec<usize> = lines.open.iter().map(|(fact, _)| *fact).collect();
    for world in 0..12 {
        let way = |fact: usize| match facts.iter().position(|other| *other == fact).unwrap() {
            0 => world % 2,
            1 => world / 2 % 3,
            _ => world / 6,
        };
        let read = lines.at(way);
        assert!(std::ptr::eq(read, lines.world(world)));
        // The last way of an event that is not certain is that it never was; the ways before are its days.
        assert_eq!(read.implementation.at(day("2002-06-01")).value == Implementation::InForce, way(facts[0]) == 0);
        assert_eq!(read.general_stance.at(day("2003-01-15")).value == Stance::Pledged, way(facts[1]) == 0);
        assert_eq!(read.general_stance.at(day("2003-06-01")).value == Stance::Pledged, way(facts[1]) < 2);
        let agreement = find(&read.agreements, 1).unwrap();
        assert_eq!(agreement.at(day("2004-01-15")).value == Agreement::Yes, way(facts[2]) == 0);
    }
    assert!(std::ptr::eq(lines.world(12), lines.world(11)));
}

#[test]
fn worlds_that_differ_in_what_matters_and_the_facts_that_do() {
    let engine = engine(OPEN);
    let lines = &engine.tables.destinations[0];
    let law = |what: &What| matches!(what, What::ImplementingLaw { .. });
    let open: Vec<(usize, usize)> = lines.open(&engine.rulebook, law).collect();
    assert_eq!(open, lines.open[..1]);
    let in_force = |lines: &&DestinationLines| lines.implementation.at(day("2002-06-01")).value;
    assert_eq!(
        lines.varying(&engine.rulebook, law).iter().map(in_force).collect::<Vec<_>>(),
        [Implementation::InForce, Implementation::NotRecorded]
    );
    // The others in every combination of theirs, and the law in one way alone.
    let rest = lines.varying(&engine.rulebook, |what| matches!(what, What::Stance { .. } | What::Agreement { .. }));
    assert_eq!(rest.len(), 6);
    assert!(rest.iter().all(|world| in_force(world) == in_force(&rest[0])));
    assert!((1..6).all(|place| !rest[..place].iter().any(|other| std::ptr::eq(*other, rest[place]))));
    assert_eq!(lines.varying(&engine.rulebook, |_| false).len(), 1);
}

#[test]
fn past_the_limit_nothing_is_left_out_and_no_place_is_out_of_reach() {
    // Thirteen facts of two ways each: twice as many combinations as are kept.
    let law = |year: usize| format!("{{ on = {}-01-01, what = \"implementing-law\", certain = false }}, ", 2001 + year);
    let engine = engine(&format!("[states.AA]\nname = \"A\"\nevents = [{}]", (0..13).map(law).collect::<String>()));
    let lines = &engine.tables.destinations[0];
    assert_eq!((lines.count(), lines.open.len()), (MOST_WORLDS, 13));
    assert_eq!(lines.open(&engine.rulebook, |_| false).count(), 13);
    assert_eq!(lines.varying(&engine.rulebook, |_| false).len(), MOST_WORLDS);
    assert!(std::ptr::eq(lines.at(|_| 1), lines.world(MOST_WORLDS - 1)));
}

/// The offices that a person holds from each day, with the fact by its place.
fn offices(events: &str) -> Vec<(Option<Day>, Office, Vec<usize>)> {
    let engine = engine(&format!("[states.AA]\nname = \"A\"\n[persons.a]\nname = \"P\"\nnationality = [\"AA\"]\nevents = [{events}]"));
    let line = engine.tables.offices[0].world(0);
    line.segments().map(|stretch| (stretch.from, stretch.value.value, stretch.value.facts.clone())).collect()
}

#[test]
fn of_several_offices_the_highest_counts_and_each_ends_by_itself() {
    let events = [
        "{ on = 2001-01-01, what = \"took-office\", office = \"foreign-minister\" }",
        "{ on = 2002-01-01, what = \"took-office\", office = \"head-of-state\" }",
        "{ on = 2003-01-01, what = \"took-office\", office = \"head-of-government\" }",
        "{ on = 2004-01-01, what = \"left-office\", office = \"head-of-state\" }",
        "{ on = 2005-01-01, what = \"left-office\", office = \"head-of-government\" }",
        "{ on = 2006-01-01, what = \"left-office\", office = \"foreign-minister\" }",
    ];
    let held = offices(&events.join(", "));
    let years = held.iter().map(|(from, office, _)| (from.map_or(0, |day| day.year()), *office)).collect::<Vec<_>>();
    let expected = [
        (0, Office::None),
        (2001, Office::ForeignMinister),
        (2002, Office::HeadOfState),
        (2004, Office::HeadOfGovernment),
        (2005, Office::ForeignMinister),
        (2006, Office::None),
    ];
    assert_eq!(years, expected);
    // Behind an office stands the day on which it was taken, behind none the day on which the last was left.
    assert_eq!(held[4].2, held[1].2);
    assert_ne!(held[5].2, held[1].2);
}

#[test]
fn a_warrant_is_secret_from_its_issue_under_seal_to_its_unsealing() {
    let secret = |events: &str, on: &str| {
        let engine = engine(&format!(
            "[states.AA]\nname = \"A\"\n[situations.s]\nname = \"S\"\n[persons.a]\nname = \"P\"\nnationality = [\"AA\"]\n\
             [persons.a.warrants.w]\nsituation = \"s\"\noffence = \"core\"\nevents = [{events}]"
        ));
        engine.tables.warrants[0].world(0).is_secret(day(on))
    };
    let sealed = "{ on = 2001-01-01, what = \"issued\", sealed = true }, { on = 2002-01-01, what = \"unsealed\" }";
    let open = "{ on = 2000-01-01, what = \"application-public\" }, { on = 2001-01-01, what = \"issued\" }";
    let expected = [(sealed, [false, true, false]), (open, [false, false, false])];
    for (events, secrets) in expected {
        assert_eq!(["2000-06-01", "2001-06-01", "2002-06-01"].map(|on| secret(events, on)), secrets, "{events}");
    }
    assert!(!secret(sealed, "1999-01-01") && !secret(open, "1999-01-01"));
}
