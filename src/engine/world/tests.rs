//! What is read of a person, a warrant and a state on a day, and the facts behind it.

use super::*;
use crate::assessment::Finding;
use crate::engine::Engine;
use crate::rulebook::{Draft, Overlay, What};
use crate::vocabulary::Verdict;

const WORLD: &str = r#"
base = "law"
[states.AA]
name = "A"
events = [{ on = 2001-01-01, what = "deposited", by = "accession" }]
[states.BB]
name = "B"
events = [{ on = 1999-01-01, what = "signed" }]
[states.CC]
name = "C"
[situations.s]
name = "S"
events = [
  { on = 2010-01-01, what = "accepted", by = "BB" },
  { on = 2012-01-01, what = "council-referral", resolution = "1", binds = ["BB"] },
]
[persons.chief]
name = "Chief"
nationality = ["BB"]
events = [
  { on = 2005-01-01, what = "took-office", office = "head-of-state" },
  { on = 2014-01-01, what = "left-office", office = "head-of-state" },
]
[persons.chief.warrants.w]
situation = "s"
offence = "core"
events = [
  { on = 2008-01-01, what = "application-public" },
  { on = 2009-01-01, what = "issued" },
  { on = 2009-03-01, what = "not-requested", of = "CC" },
  { on = 2009-06-01, what = "requested", of = "AA" },
]
[persons.maybe]
name = "Maybe"
nationality = ["CC"]
[persons.maybe.warrants.w]
situation = "s"
offence = "core"
events = [{ on = { earliest = 2009-01-01, latest = 2011-01-01 }, what = "issued", sealed = true }]
"#;

fn engine() -> Engine {
    Overlay::read("world.toml", WORLD).run(&Draft::embedded()).unwrap_or_else(|error| panic!("{error}"))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// What is read of a person's first warrant at a destination, where all is known.
fn reading(engine: &Engine, person: &str, destination: &str, on: &str) -> Reading {
    let (person, destination) = (engine.person(person).unwrap(), engine.destination(destination).unwrap());
    let warrant = engine.rulebook.persons[person].warrants.first().copied();
    let asked = Asked { person, warrant, destination, on: day(on), presence: Presence::Visit };
    read(&engine.rulebook, &engine.tables, asked, &|_| 0)
}

/// The facts behind an attribute.
fn behind<'e>(engine: &'e Engine, reading: &Reading, attribute: Attribute) -> Vec<&'e What> {
    reading.facts.as_ref().unwrap()[attribute as usize].iter().map(|fact| &engine.rulebook.facts[*fact].what).collect()
}

#[test]
fn the_persons_state_is_what_binds_it_most_on_the_day() {
    let engine = engine();
    let expected = [
        ("2009-12-31", SendingState::Third),
        ("2010-01-01", SendingState::Accepting),
        ("2011-12-31", SendingState::Accepting),
        ("2012-01-01", SendingState::CouncilBound),
    ];
    for (on, sending) in expected {
        assert_eq!(reading(&engine, "chief", "AA", on).get(), Some(sending), "{on}");
    }
}

#[test]
fn behind_the_persons_state_and_the_rulings_stand_facts_only_while_an_office_is_held() {
    let engine = engine();
    let held = reading(&engine, "chief", "AA", "2013-06-01");
    assert!(matches!(behind(&engine, &held, Attribute::SendingState)[..], [What::CouncilReferral { .. }]));
    let rulings = behind(&engine, &held, Attribute::ImmunityRuling);
    assert!(!rulings.is_empty() && rulings.iter().all(|what| matches!(what, What::Ruling { .. })), "{rulings:?}");
    let left = reading(&engine, "chief", "AA", "2014-01-01");
    assert_eq!(left.get(), Some(SendingState::CouncilBound));
    assert_eq!(behind(&engine, &left, Attribute::SendingState), [] as [&What; 0]);
    assert_eq!(behind(&engine, &left, Attribute::ImmunityRuling), [] as [&What; 0]);
}

#[test]
fn a_request_is_told_by_the_fact_that_says_so_and_none_is_made_under_an_application() {
    let engine = engine();
    let read = |destination: &str, on: &str| {
        let reading = reading(&engine, "chief", destination, on);
        (reading.get::<Request>().unwrap(), behind(&engine, &reading, Attribute::Request).len())
    };
    assert_eq!(read("AA", "2008-07-01"), (Request::NotMade, 0));
    assert_eq!(read("AA", "2009-02-01"), (Request::Made, 0), "a public warrant asks every state");
    assert_eq!(read("AA", "2009-07-01"), (Request::Made, 1));
    assert_eq!(read("CC", "2009-07-01"), (Request::Made, 0));
}

#[test]
fn nobody_is_asked_in_confidence_where_the_warrant_may_not_be_issued_yet() {
    let engine = engine();
    let snapshot = |on: &str| engine.snapshot(engine.person("maybe").unwrap(), engine.destination("AA").unwrap(), day(on), Presence::Visit);
    // Not issued; issued, and asked or not.
    let maybe = snapshot("2010-01-01");
    assert_eq!(maybe.worlds.len(), 3);
    let asked = |code: u8| maybe.worlds.iter().filter(|world| world.answers[0].codes[Attribute::Request as usize] == code).count();
    assert_eq!((asked(Request::Made.code()), asked(Request::NotMade.code())), (1, 2));
    assert_eq!(snapshot("2011-01-01").worlds.len(), 2);
    assert_eq!(snapshot("2008-01-01").verdict(), Finding::Is(Verdict::NoWarrant));
}
