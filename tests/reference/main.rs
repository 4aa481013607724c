//! An independent reading of the Statute agrees with the engine, everywhere and on every day.
//!
//! The reference walks the raw events of the fact files day by day; it shares neither tables nor timelines nor the calendar with the
//! crate, and was written from the law, not from `rules/law`. A difference is a bug in one of the two.

mod calendar;
mod engine;
mod facts;
mod law;
mod worlds;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use icc_arrest_risk::vocabulary::Presence;
use icc_arrest_risk::{Assessment, Engine, Question};

use calendar::Date;
use facts::Facts;
use worlds::{Answer, Case};

static FACTS: LazyLock<Facts> = LazyLock::new(|| Facts::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")));

fn persons() -> impl Iterator<Item = (usize, &'static str)> {
    FACTS.persons.keys().map(String::as_str).enumerate()
}

fn destinations() -> impl Iterator<Item = (usize, &'static str)> {
    FACTS.states.keys().chain(FACTS.territories.keys()).map(String::as_str).enumerate()
}

/// A day with those beside it.
fn with_neighbours(days: BTreeSet<Date>) -> BTreeSet<Date> {
    days.into_iter().flat_map(|day| [day.previous(), day, day.next()]).collect()
}

/// Whence the random days.
const SEED: u64 = 7;

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    /// A day from 1998 to 2029.
    fn day(&mut self) -> Date {
        calendar::date(1998 + i32::try_from(self.below(32)).unwrap(), 1, 1).days_later(self.below(365))
    }
}

/// Differences found, with the first question of each kind.
#[derive(Default)]
struct Differences {
    compared: usize,
    found: BTreeMap<String, (usize, String)>,
}

impl Differences {
    fn compare(&mut self, question: &dyn Fn() -> String, engine: &Answer, reference: &Answer) {
        self.compared += 1;
        let Some(about) = engine::differs(engine, reference) else { return };
        let kind =
            format!("{about}: engine {:?} {:?}, reference {:?} {:?}", engine.verdicts, engine.duties, reference.verdicts, reference.duties);
        let first = || format!("{}\n    engine:    {engine:?}\n    reference: {reference:?}", question());
        self.found.entry(kind).or_insert_with(|| (0, first())).0 += 1;
    }

    fn none(self, subject: &str) {
        println!("{subject}: {} compared", self.compared);
        let lines: Vec<String> = self.found.iter().map(|(kind, (count, first))| format!("{count} × {kind}\n  first: {first}")).collect();
        assert!(lines.is_empty(), "{subject} (random days from seed {SEED}):\n{}", lines.join("\n"));
    }
}

fn question(person: &str, destination: &str, on: Date, presence: Presence) -> Question {
    let mut question = Question::new(person, destination, on.to_day());
    question.presence = presence;
    question
}

/// The stretches of an engine's timeline, each with the answer for all its days.
struct Stretches {
    /// The first day of each but the first.
    edges: Vec<Date>,
    answers: Vec<Answer>,
}

impl Stretches {
    fn of(timeline: &[Assessment<'_>]) -> Self {
        let edges = timeline.iter().skip(1).map(|assessment| Date::of(assessment.on())).collect();
        Self { edges, answers: timeline.iter().map(engine::answer_of).collect() }
    }

    fn at(&self, day: Date) -> &Answer {
        &self.answers[self.edges.partition_point(|edge| *edge <= day)]
    }
}

/// Every person at every destination on every day on which anything changes and the days beside it, and on two days drawn at random: by
/// all that is on record. A visit everywhere, transit and overflight on a share. The engine's timeline gives each stretch of days
/// once; the reference is asked day by day.
fn compare_by_all_on_record(part: usize) {
    let mut differences = Differences::default();
    let mut random = Random(SEED);
    for (place, person) in persons().filter(|(place, _)| place % 2 == part) {
        for (other, destination) in destinations() {
            let case = Case::new(&FACTS, person, destination);
            for presence in [Presence::Visit, Presence::Transit, Presence::Overflight] {
                if presence != Presence::Visit && (place * 7 + other) % 23 != 0 {
                    continue;
                }
                let stretches = Stretches::of(&Engine::embedded().timeline(person, destination, presence).unwrap());
                let mut days = case.days();
                days.extend(&stretches.edges);
                let mut days = with_neighbours(days);
                days.extend([random.day(), random.day()]);
                for day in days {
                    let question = || format!("{person}, {destination}, {day}, {presence}");
                    differences.compare(&question, stretches.at(day), &case.ask(day, presence, None));
                }
            }
        }
    }
    differences.none("by all that is on record");
}

#[test]
fn they_agree_by_all_that_is_on_record_one_half() {
    compare_by_all_on_record(0);
}

#[test]
fn they_agree_by_all_that_is_on_record_other_half() {
    compare_by_all_on_record(1);
}

/// Every day on which something became public, and with each the engine as it knew on that day.
fn engines() -> Vec<(Date, Engine)> {
    let mut days: BTreeSet<Date> = FACTS.rulings.iter().map(|ruling| ruling.known).collect();
    for (_, person) in persons() {
        for (_, destination) in destinations() {
            days.extend(Case::new(&FACTS, person, destination).events().iter().map(|event| event.known));
        }
    }
    days.into_iter().map(|day| (day, Engine::embedded().known_at(day.to_day()))).collect()
}

/// The same as known on the day itself, for a visit. With each pair a day drawn at random, as known on another.
fn compare_as_known_that_day(part: usize) {
    let engines = engines();
    let mut differences = Differences::default();
    let mut random = Random(SEED);
    for (_, person) in persons().filter(|(place, _)| place % 2 == part) {
        for (_, destination) in destinations() {
            let case = Case::new(&FACTS, person, destination);
            let mut days = case.days();
            if case.has_office() {
                days.extend(FACTS.rulings.iter().map(|ruling| ruling.known));
            }
            let mut days = with_neighbours(days);
            days.retain(|day| engines[0].0 <= *day);
            let mut last: Option<(Date, Date, Answer)> = None;
            for day in days {
                // Between two days of knowledge nothing new is known, and over its lifetime an answer stays.
                let (known, engine) = &engines[engines.partition_point(|(known, _)| *known <= day) - 1];
                if last.as_ref().is_none_or(|(since, until, _)| since != known || *until < day) {
                    let assessment = engine.ask(&question(person, destination, day, Presence::Visit)).unwrap();
                    let until = assessment.lifetime().until.map_or(day, Date::of);
                    last = Some((*known, until, engine::answer_of(&assessment)));
                }
                let (_, _, answer) = last.as_ref().unwrap();
                let question = || format!("{person}, {destination}, {day}, as known that day");
                differences.compare(&question, answer, &case.ask(day, Presence::Visit, Some(day)));
            }
            let (known, engine) = &engines[random.below(engines.len())];
            let day = random.day();
            let assessment = engine.ask(&question(person, destination, day, Presence::Visit)).unwrap();
            let asked = || format!("{person}, {destination}, {day}, as known on {known}");
            differences.compare(&asked, &engine::answer_of(&assessment), &case.ask(day, Presence::Visit, Some(*known)));
        }
    }
    differences.none("as known that day");
}

#[test]
fn they_agree_as_known_that_day_one_half() {
    compare_as_known_that_day(0);
}

#[test]
fn they_agree_as_known_that_day_other_half() {
    compare_as_known_that_day(1);
}
