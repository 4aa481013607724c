//! The compiled form against the explaining path, everywhere.

use super::*;
use crate::assessment::Finding;
use crate::rulebook::Draft;
use crate::vocabulary::{Duty, Label, Risk, Verdict, Warrant};

/// A generator of numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn day(&mut self) -> Day {
        let first: Day = "1997-01-01".parse().unwrap();
        first.plus_days(self.roll(12_000) as u32).unwrap()
    }
}

/// Compares one question; the reasons too where they are asked for.
fn compare(engine: &Engine, person: usize, destination: usize, on: Day, presence: Presence, reasons: bool) {
    let quick = engine.quick(PersonId::new(person), DestinationId::new(destination), on, presence);
    let slow = engine.assessment_without_lifetimes(person, destination, on, presence);
    let what = || format!("{} in {}, {on}, {presence}", slow.person().id, slow.destination().id);
    assert!(quick.verdict() == slow.verdict(), "{}: {quick:?} {}", what(), slow.verdict());
    assert!(quick.duty() == slow.duty(), "{}: {quick:?} {}", what(), slow.duty());
    assert!(quick.risk() == slow.risk(), "{}: {quick:?} {}", what(), slow.risk());
    assert!(quick.membership() == slow.membership(), "{}: {quick:?} {}", what(), slow.membership());
    assert!(quick.warrant() == slow.warrant(), "{}: {quick:?} {}", what(), slow.warrant());
    // Where there are too many possibilities, the explaining path tells the reasons of those that it saw.
    if reasons && engine.snapshot(person, destination, on, presence).complete {
        assert_eq!(engine.reasons(quick), slow.reasons(), "{}", what());
    }
}

/// Every pair on random days and at the ends of the calendar; on every day of change and its eve for every pair in `stride`, the pairs
/// spread over all persons and destinations, and on some of them for the others.
fn compare_all(engine: &Engine, random: usize, stride: usize) -> usize {
    let mut dice = Dice(7);
    let mut questions = 0;
    for person in 0..engine.rulebook.persons.len() {
        for destination in 0..engine.rulebook.destinations.len() {
            let edges = engine.change_days(person, destination);
            let eves: Vec<Day> = edges.iter().filter_map(|day| day.previous()).collect();
            let others: Vec<Day> = (0..random).map(|_| dice.day()).chain([Day::MIN, Day::MAX]).collect();
            let step = if (person + destination) % stride == 0 { 1 } else { 4 * stride };
            let edges = edges.into_iter().chain(eves).skip(destination % step).step_by(step);
            for (place, on) in edges.chain(others).enumerate() {
                for (way, presence) in Presence::ALL.iter().enumerate() {
                    // Every day for a visit, and for one of the other ways in turn.
                    if stride == 1 || way == 0 || (place + person + destination) % 2 + 1 == way {
                        compare(engine, person, destination, on, *presence, stride == 1 || questions % 16 == 0);
                        questions += 1;
                    }
                }
            }
        }
    }
    questions
}

#[test]
fn the_shipped_rules_are_answered_as_they_are_explained() {
    let engine = Engine::embedded();
    let questions = compare_all(engine, 1, 5);
    assert!(questions > 200_000, "{questions}");
}

/// Everything that ties the two sides to one another, and everything that is not known.
const TANGLED: &str = r#"
source = "s"
[AA]
name = "A-land"
events = [
  { on = 2001-01-01, what = "deposited", by = "accession" },
  { on = { earliest = 2009-01-01, latest = 2009-12-31 }, what = "withdrawal-notified" },
  { on = 2003-01-01, what = "agreement", with = "BB" },
  { on = { earliest = 2011-01-01, latest = 2012-01-01 }, what = "agreement-ended", with = "BB" },
  { on = 2012-05-05, what = "let-go", person = "two" },
]
[BB]
name = "B-land"
events = [
  { on = 1999-01-01, what = "signed" },
  { on = 2004-04-04, what = "deposited", by = "ratification" },
  { on = 2012-02-02, what = "withdrawal-notified", certain = false },
  { on = 2010-10-10, what = "unknown", attribute = "stance", person = "one" },
  { on = 2014-01-01, what = "implementing-law", certain = false },
]
[CC]
name = "C-land"
events = [
  { on = 1999-05-05, what = "signed" },
  { on = 2005-05-05, what = "signature-renounced" },
  { on = 2009-05-05, what = "refused", person = "two" },
  { on = 2010-05-05, what = "pledged" },
  { on = { earliest = 2012-05-05, latest = 2012-09-05 }, what = "let-go", person = "one" },
]
[DD]
name = "D-land"
events = [
  { on = 2002-01-01, what = "deposited", by = "accession" },
  { on = 2006-01-01, what = "withdrawal-notified" },
  { on = 2016-01-01, what = "deposited", by = "accession" },
]
[EE]
name = "E-land"
events = []
[FF]
name = "F-land"
events = [
  { on = 2002-01-01, what = "deposited", by = "accession" },
  { on = { earliest = 2009-01-01, latest = 2009-12-31 }, what = "withdrawal-notified" },
]
[GG]
name = "G-land"
events = [
  { on = 2002-01-01, what = "deposited", by = "accession" },
  { on = 2005-01-01, what = "implementing-law", certain = false },
]
"#;

const TERRITORIES: &str = r#"
source = "s"
[TT]
name = "T-island"
of = "AA"
events = [
  { on = 2008-01-01, what = "excluded" },
  { on = 2010-01-01, what = "unknown", attribute = "control" },
  { on = { earliest = 2013-01-01, latest = 2013-06-01 }, what = "extended" },
]
"#;

const SITUATIONS: &str = r#"
source = "s"
[x]
name = "X"
states = ["DD", "CC"]
events = [
  { on = { earliest = 2006-06-01, latest = 2008-06-01 }, what = "examination-opened" },
  { on = { earliest = 2006-11-01, latest = 2007-03-01 }, what = "investigation-opened" },
  { on = 2007-01-01, what = "accepted", by = "CC", certain = false },
]
[y]
name = "Y"
states = ["EE"]
events = [
  { on = 2005-01-01, what = "examination-opened" },
  { on = 2008-01-01, what = "council-referral", resolution = "1", binds = ["EE"] },
  { on = 2010-01-01, what = "council-deferral", resolution = "2", until = 2010-12-31 },
  { on = { earliest = 2011-01-01, latest = 2011-12-31 }, what = "arrangement", by = "BB" },
]
[z]
name = "Z"
states = ["FF"]
events = [{ on = 2010-06-01, what = "investigation-opened", certain = false }]
"#;

const PERSONS: &str = r#"
source = "s"
[one]
name = "One"
nationality = ["BB", "CC"]
events = [
  { on = 2008-01-01, what = "took-office", office = "head-of-state" },
  { on = { earliest = 2012-01-01, latest = 2012-06-01 }, what = "left-office", office = "head-of-state" },
]
[one.warrants.a]
situation = "x"
offence = "core"
events = [
  { on = 2009-01-01, what = "issued", sealed = true },
  { on = 2009-06-01, what = "requested", of = "DD" },
  { on = 2010-06-01, what = "not-requested", of = "AA" },
  { on = 2011-06-01, what = "unsealed" },
  { on = { earliest = 2013-01-01, latest = 2013-03-01 }, what = "arrested", by = "AA" },
]
[one.warrants.b]
situation = "y"
offence = "administration-of-justice"
events = [
  { on = 2010-03-01, what = "issued" },
  { on = 2012-03-01, what = "unknown", attribute = "postponement", by = "BB" },
  { on = 2015-01-01, what = "withdrawn", certain = false },
]
[two]
name = "Two"
nationality = ["EE"]
events = [{ on = 2009-09-09, what = "unknown", attribute = "office" }]
[two.warrants.c]
situation = "y"
offence = "core"
events = [
  { on = 2008-08-08, what = "application-public" },
  { on = 2009-01-01, what = "issued" },
  { on = 2010-02-02, what = "postponed", by = "CC" },
  { on = 2011-02-02, what = "postponement-ended", by = "CC" },
  { on = 2014-02-02, what = "arrested", by = "DD" },
  { on = 2014-06-02, what = "released" },
]
[three]
name = "Three"
nationality = ["AA"]
events = [{ on = 2001-02-03, what = "took-office", office = "foreign-minister" }]
[four]
name = "Four"
nationality = ["DD"]
events = []
[four.warrants.d]
situation = "x"
offence = "core"
events = [{ on = 2011-02-03, what = "issued" }]
[five]
name = "Five"
nationality = ["EE"]
events = []
[five.warrants.e]
# Whether there is an investigation, and whether F-land left before it, are open.
situation = "z"
offence = "core"
events = [{ on = 2011-01-01, what = "issued" }]
[six]
name = "Six"
nationality = ["EE"]
events = []
[six.warrants.f]
situation = "y"
offence = "core"
events = [{ on = 2009-01-01, what = "issued" }, { on = 2010-02-02, what = "postponed", by = "GG", certain = false }]
[seven]
name = "Seven"
nationality = ["EE"]
events = []
[seven.warrants.g]
situation = "y"
offence = "core"
events = [
  { on = 2009-01-01, what = "issued", sealed = true },
  { on = 2010-01-01, what = "requested", of = "GG" },
  { on = 2011-01-01, what = "not-requested", of = "GG", certain = false },
  { on = 2013-01-01, what = "unsealed" },
]
"#;

fn book(states: &str, persons: &str) -> Engine {
    let files = [
        ("rulebook.toml", "format = 1\nfacts = \"t\"\nas_of = 2025-01-01\n"),
        ("sources.toml", "[s]\ntitle = \"t\"\nby = \"b\"\nrank = \"news\"\nat = \"a\"\nread = 2025-01-01\n"),
        ("states/a.toml", states),
        ("territories/a.toml", TERRITORIES),
        ("situations/a.toml", SITUATIONS),
        ("persons/a.toml", persons),
        (
            "case-law.toml",
            "[r]\nname = \"R\"\nsource = \"s\"\nchamber = \"c\"\non = 2015-01-01\nheld = { council-bound = \"rejected\", third = \"contested\" }\n",
        ),
        ("law/basis.toml", include_str!("../../../rules/law/basis.toml")),
        ("law/duty.toml", include_str!("../../../rules/law/duty.toml")),
        ("law/obstacle.toml", include_str!("../../../rules/law/obstacle.toml")),
        ("law/risk.toml", include_str!("../../../rules/law/risk.toml")),
        ("law/verdict.toml", include_str!("../../../rules/law/verdict.toml")),
    ];
    match Draft::from_files(files).check() {
        Ok(rulebook) => Engine::new(rulebook),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn what_is_tied_together_and_not_known_is_answered_as_it_is_explained() {
    compare_all(&book(TANGLED, PERSONS), 8, 1);
}

#[test]
fn too_many_possibilities_leave_everything_open_on_both_paths() {
    // Eight events that can each have gone three ways.
    let offices = "head-of-state head-of-government foreign-minister other-immunity";
    let mut events = String::new();
    for (place, office) in offices.split(' ').enumerate() {
        for (what, from, until) in [("took-office", 2000 + place, 2010 + place), ("left-office", 2014 + place, 2018 + place)] {
            let on = format!("{{ earliest = {from}-01-01, latest = {until}-01-01 }}");
            events += &format!("{{ on = {on}, what = \"{what}\", office = \"{office}\", certain = false }}, ");
        }
    }
    let persons = PERSONS
        .replace("events = [{ on = 2001-02-03, what = \"took-office\", office = \"foreign-minister\" }]", &format!("events = [{events}]"));
    assert_ne!(persons, PERSONS);
    let engine = book(TANGLED, &persons);
    let (person, destination) = (engine.person_id("Three").unwrap(), engine.destination_id("EE").unwrap());
    let quick = engine.quick(person, destination, "2016-01-01".parse().unwrap(), Presence::Visit);
    assert_eq!(quick.verdict().possible().count(), Verdict::ALL.len());
    assert_eq!(engine.reasons(quick), []);
    let slow = engine.assessment_without_lifetimes(person.place(), destination.place(), "2016-01-01".parse().unwrap(), Presence::Visit);
    assert!(quick.verdict() == slow.verdict() && quick.membership() == slow.membership());
}

#[test]
fn as_many_possibilities_as_are_looked_at_are_not_too_many() {
    // Twelve events that may have happened or not: 4,096 combinations, each of which is looked at.
    let mut events = String::new();
    for (place, office) in ["head-of-state", "head-of-government", "foreign-minister"].into_iter().enumerate() {
        for (year, what) in ["took-office", "left-office", "took-office", "left-office"].into_iter().enumerate() {
            let on = format!("{}-0{}-01", 2004 + year, place + 1);
            events += &format!("{{ on = {on}, what = \"{what}\", office = \"{office}\", certain = false }}, ");
        }
    }
    let three = "nationality = [\"AA\"]\nevents = [{ on = 2001-02-03, what = \"took-office\", office = \"foreign-minister\" }]";
    // Of the states EE and DD nothing is open.
    let persons = PERSONS.replace(three, &format!("nationality = [\"EE\"]\nevents = [{events}]"));
    assert_ne!(persons, PERSONS);
    let engine = book(TANGLED, &persons);
    let (person, destination) = (engine.person("Three").unwrap(), engine.destination("DD").unwrap());
    let on: Day = "2006-02-15".parse().unwrap();
    assert!(engine.snapshot(person, destination, on, Presence::Visit).complete);
    compare(&engine, person, destination, on, Presence::Visit, true);
    let quick = engine.quick(PersonId::new(person), DestinationId::new(destination), on, Presence::Visit);
    assert!(quick.verdict() == Verdict::NoWarrant);
    // Of BB and GG more is open, whoever asks: together they are too many, though neither side has too many of its own.
    for beyond in ["BB", "GG"] {
        let beyond = engine.destination(beyond).unwrap();
        assert!(!engine.snapshot(person, beyond, on, Presence::Visit).complete);
        compare(&engine, person, beyond, on, Presence::Visit, false);
    }
}

#[test]
fn columns_sweeps_and_stretches_say_what_single_questions_say() {
    for engine in [Engine::embedded(), &book(TANGLED, PERSONS)] {
        let (persons, destinations): (Vec<_>, Vec<_>) = (engine.person_ids().collect(), engine.destination_ids().collect());
        let mut dice = Dice(3);
        let many = 10_000;
        let who: Vec<PersonId> = (0..many).map(|_| persons[dice.roll(persons.len())]).collect();
        let to: Vec<DestinationId> = (0..many).map(|_| destinations[dice.roll(destinations.len())]).collect();
        let on: Vec<Day> = (0..many).map(|_| dice.day()).collect();
        let mut answers = vec![Quick::UNKNOWN; many];
        let mut swept = Vec::new();
        for presence in Presence::ALL {
            engine.column(&who, &to, &on, *presence, &mut answers).unwrap();
            for i in 0..many {
                assert_eq!(answers[i], engine.quick(who[i], to[i], on[i], *presence));
            }
            let day = dice.day();
            engine.sweep(day, *presence, &mut swept);
            assert_eq!(swept.len(), persons.len() * destinations.len());
            for person in &persons {
                for destination in &destinations {
                    let place = person.place() * destinations.len() + destination.place();
                    assert_eq!(swept[place], engine.quick(*person, *destination, day, *presence));
                }
            }
            for person in persons.iter().step_by(7) {
                let firsts = engine.sweep_person(*person, *presence).filter(|stretch| stretch.from.is_none());
                assert!(firsts.map(|stretch| stretch.destination).eq(destinations.iter().copied()), "not every destination, in order");
                let mut end = None;
                for stretch in engine.sweep_person(*person, *presence) {
                    let quick = |day: Option<Day>| engine.quick(*person, stretch.destination, day.unwrap(), *presence);
                    assert_eq!(stretch.quick, quick(stretch.from.or(Some(Day::MIN))));
                    assert_eq!(stretch.quick, quick(stretch.until.or(Some(Day::MAX))));
                    match stretch.from {
                        None => assert_eq!(end, None),
                        Some(from) => {
                            assert_eq!(from.previous(), end);
                            assert_ne!(quick(end), stretch.quick);
                        }
                    }
                    end = stretch.until;
                }
                assert_eq!(end, None);
            }
        }
        let error = engine.column(&who[1..], &to, &on, Presence::Visit, &mut answers).unwrap_err();
        assert_eq!(error.to_string(), "9999 persons, 10000 destinations and 10000 days cannot fill 10000 answers");
    }
}

#[test]
fn what_a_quick_answer_says_can_be_explained() {
    let engine = Engine::embedded();
    let (person, destination) = (engine.person_id("putin").unwrap(), engine.destination_id("MN").unwrap());
    let on: Day = "2024-09-03".parse().unwrap();
    let whole = engine.explain(person, destination, on, Presence::Visit).unwrap();
    assert_eq!(whole.to_string(), engine.assess("putin", "MN", on).unwrap().to_string());
    assert!(engine.quick(person, destination, on, Presence::Visit).verdict() == whole.verdict());
}

#[test]
fn ids_of_another_engine_never_panic() {
    let (large, small) = (Engine::embedded(), book(TANGLED, PERSONS));
    let (person, destination) = (large.person_ids().last().unwrap(), large.destination_ids().last().unwrap());
    let day: Day = "2020-01-01".parse().unwrap();
    let quick = small.quick(person, destination, day, Presence::Visit);
    assert_eq!((quick.verdict().settled(), quick.membership().possible().count()), (None, Label::ALL.len()));
    assert_eq!(small.quick(small.person_ids().next().unwrap(), destination, day, Presence::Visit), quick);
    assert_eq!(small.reasons(quick), []);
    assert!(small.explain(person, destination, day, Presence::Visit).is_none());
    assert_eq!(small.sweep_person(person, Presence::Visit).flat_map(|stretch| stretch.from).count(), 0);
}

#[test]
fn a_set_of_values_reads_as_a_finding() {
    fn check<T: Term + std::fmt::Display>() {
        for value in T::ALL {
            let finding = Finding::Is(*value);
            let values = Values::of(&finding);
            assert!(values == finding && values == *value && values.settled() == Some(*value));
            assert_eq!((values.to_string(), Finding::from(values)), (finding.to_string(), finding));
            assert_eq!(format!("{values:?}"), format!("{{{value:?}}}"));
            // Nothing equals what it is not.
            for other in T::ALL {
                let same = value == other;
                assert_eq!((values == *other, values == Finding::Is(*other), values.contains(*other)), (same, same, same));
                let either = Finding::Undetermined(vec![*value, *other]);
                assert_eq!(values == either, same);
                assert!(Values::of(&either).contains(*value) && Values::of(&either).contains(*other));
            }
        }
        let all = Finding::Undetermined(T::ALL.to_vec());
        assert!(Values::of(&all) == all && Values::of(&all).settled().is_none());
    }
    check::<Verdict>();
    check::<Duty>();
    check::<Risk>();
    check::<Label>();
    check::<Warrant>();
    let said = format!("{:?}", Engine::embedded().quick(PersonId::new(0), DestinationId::new(0), Day::MIN, Presence::Visit));
    assert!(said.contains("NoWarrant"), "{said}");
    assert_eq!(std::mem::size_of::<Quick>(), 8);
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
}
