//! What the engine says of each journey: as known on its eve, and with today's knowledge.

use std::collections::BTreeMap;

use icc_arrest_risk::vocabulary::{Attribute, Home, Risk, Term, Verdict, Warrant};
use icc_arrest_risk::{AskError, Assessment, Day, Engine, Finding, Question};

use crate::record::{Known, Record, Trip};

/// A journey and its answers.
#[derive(Debug, Clone)]
pub struct Answered<'r> {
    /// The name of its frame.
    pub frame: &'r str,
    /// The journey.
    pub trip: &'r Trip,
    /// The person's name.
    pub person: String,
    /// The destination's name.
    pub destination: String,
    /// The answer as known at the end of the day before: an arrest, and what it makes public, is not known before it is made.
    pub then: Answer,
    /// The answer with everything that the rulebook knows; for an arrest, on the last day before it.
    pub now: Answer,
}

/// As of when the answer was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// The eve of the journey.
    Eve,
    /// Today.
    Today,
}

/// What is kept of an answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// What the law says.
    pub verdict: Finding<Verdict>,
    /// What the record suggests.
    pub risk: Finding<Risk>,
    /// The status of the warrant.
    pub warrant: Finding<Warrant>,
    /// Whether the destination is the person's own state.
    pub home: bool,
    /// Why the verdict, and why the risk, each in a sentence or more.
    pub because: BTreeMap<&'static str, String>,
}

impl Answered<'_> {
    /// The answer as known then.
    pub fn at(&self, clock: Clock) -> &Answer {
        match clock {
            Clock::Eve => &self.then,
            Clock::Today => &self.now,
        }
    }

    /// Whether an arrest was to be reckoned with: owed, and a real possibility at least, as known on the eve.
    pub fn foreseen(&self) -> bool {
        self.then.verdict == Verdict::Enforceable && self.then.risk.settled().is_some_and(|risk| risk >= Risk::Moderate)
    }

    /// What of the warrant was public on the eve, as the rulebook knows it.
    pub fn known(&self) -> Known {
        match self.then.warrant.settled() {
            Some(Warrant::Outstanding | Warrant::Arrested) => Known::Warrant,
            Some(Warrant::Requested) => Known::Application,
            _ => Known::Nothing,
        }
    }
}

/// Asks about every journey of a record, in order of day; an error says which journey cannot be asked about.
pub fn answers<'r>(engine: &Engine, record: &'r Record) -> Result<Vec<Answered<'r>>, String> {
    let mut trips: Vec<_> = record.trips().collect();
    trips.sort_by_key(|(_, trip)| trip.on);
    // One engine for all journeys of a day.
    let mut known: Option<(Day, Engine)> = None;
    let mut answered = Vec::new();
    for (frame, trip) in trips {
        let eve = trip.on.previous().unwrap_or(Day::MIN);
        let (_, then) = match known.take() {
            Some(engine) if engine.0 == eve => known.insert(engine),
            _ => known.insert((eve, engine.known_at(eve))),
        };
        let question = trip.question();
        // With today's knowledge the warrant counts as executed on the day of an arrest, so there the day before is asked about.
        let last = if trip.outcome.arrest() { eve } else { trip.on };
        let told = |error: AskError| format!("the journey of {}: {error}", trip.on);
        let now = engine.ask(&Question { on: last, ..trip.question() }).map_err(told)?;
        answered.push(Answered {
            frame: &frame.name,
            trip,
            person: now.person().name.clone(),
            destination: now.destination().name.clone(),
            then: Answer::of(&then.ask(&question).map_err(told)?),
            now: Answer::of(&now),
        });
    }
    Ok(answered)
}

impl Answer {
    fn of(answer: &Assessment<'_>) -> Self {
        let reasons = answer.reasons();
        let because = |decisions: &[&str]| {
            let said = reasons.iter().filter(|reason| decisions.contains(&reason.decision.as_str()));
            let mut said: Vec<&str> = said.map(|reason| reason.rule.because.as_str()).collect();
            said.dedup();
            said.join(" ")
        };
        let home = answer.strongest().report().values.into_iter().find(|value| value.attribute == Attribute::Home);
        Self {
            verdict: answer.verdict(),
            risk: answer.risk(),
            warrant: answer.strongest().warrant(),
            home: home.is_some_and(|home| home.value == [Home::Yes.label()]),
            because: BTreeMap::from([("verdict", because(&["duty"])), ("risk", because(&["risk"]))]),
        }
    }
}
