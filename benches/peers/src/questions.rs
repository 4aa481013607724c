//! The questions, and the attributes that the peers decide from.

use std::collections::HashMap;

use icc_arrest_risk::vocabulary::Attribute::{self, *};
use icc_arrest_risk::vocabulary::{Duty, Presence, Risk, Term, Verdict};
use icc_arrest_risk::{Day, DestinationId, Draft, Engine, EvaluationReport, PersonId};

/// What is compared, ordered as among several warrants: the verdict first.
pub type Answer = (Verdict, Duty);

/// Names and values.
pub type Attributes = Vec<(String, String)>;

// What verdict and duty hang on, by whose it is; the rest of the vocabulary is for `risk` alone.
const PERSON: &[Attribute] = &[Warrant, Offence, Deferral, Office, SendingState, ImmunityRuling];
const DESTINATION: &[Attribute] = &[Signature, Membership, Application];
const BOTH: &[Attribute] = &[Request, Acceptance, Referral, Proceedings, Postponement, Agreement, Home, Presence];

/// Instead of a value, where several are possible.
const UNKNOWN: &str = "unknown";

/// Random numbers, the same in every run.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// A question of the engine, and the same for the peers.
pub struct Question {
    pub person: PersonId,
    pub destination: DestinationId,
    pub on: Day,
    /// For each warrant, the places of its attributes in the [`Parts`].
    pub warrants: Vec<[usize; 3]>,
    pub answer: Answer,
}

/// Every combination of attributes that is asked about, each once.
#[derive(Default)]
pub struct Parts {
    pub persons: Vec<Attributes>,
    pub destinations: Vec<Attributes>,
    pub both: Vec<Attributes>,
    places: HashMap<Attributes, usize>,
}

impl Parts {
    fn places(&mut self, value: &mut dyn FnMut(Attribute) -> String) -> [usize; 3] {
        let mut place = |asked: &[Attribute], list: &mut Vec<Attributes>| {
            let part: Attributes = asked.iter().map(|asked| (asked.name().replace('-', "_"), value(*asked))).collect();
            *self.places.entry(part.clone()).or_insert_with(|| {
                list.push(part);
                list.len() - 1
            })
        };
        [place(PERSON, &mut self.persons), place(DESTINATION, &mut self.destinations), place(BOTH, &mut self.both)]
    }

    /// For each warrant of the person, the places of its attributes.
    pub fn known(&mut self, engine: &Engine, person: PersonId, destination: DestinationId, on: Day) -> Vec<[usize; 3]> {
        let full = engine.explain(person, destination, on, Presence::Visit).expect("ids of this engine");
        let mut known = |report: &EvaluationReport| {
            self.places(&mut |asked| match report.values.iter().find(|value| value.attribute == asked) {
                Some(known) if known.value.len() == 1 => known.value[0].clone(),
                _ => UNKNOWN.to_owned(),
            })
        };
        full.evaluations().map(|evaluation| known(&evaluation.report())).collect()
    }

    /// The question with what it hangs on; `None` where not all of that is known.
    pub fn question(&mut self, engine: &Engine, person: PersonId, destination: DestinationId, on: Day) -> Option<Question> {
        let warrants = self.known(engine, person, destination, on);
        let known = |part: &Attributes| part.iter().all(|(_, value)| value != UNKNOWN);
        let all_known = |[person, destination, both]: &[usize; 3]| {
            known(&self.persons[*person]) && known(&self.destinations[*destination]) && known(&self.both[*both])
        };
        if !warrants.iter().all(all_known) {
            return None;
        }
        let quick = engine.quick(person, destination, on, Presence::Visit);
        Some(Question { person, destination, on, warrants, answer: (quick.verdict().settled()?, quick.duty().settled()?) })
    }

    /// Any values, and what the law makes of them; `None` where no history of events can lead to them. They reach the
    /// rules that no fact reaches today.
    pub fn any(&mut self, draft: &Draft, engine: &Engine, dice: &mut Dice) -> Option<([usize; 3], Answer)> {
        let mut values: Vec<(&str, String)> = Vec::new();
        let place = self.places(&mut |asked| {
            let labels = asked.labels();
            let label = labels[dice.roll(labels.len())].to_owned();
            values.push((asked.name(), label.clone()));
            label
        });
        for decision in engine.rulebook().law().decisions.iter().filter(|decision| decision.name != Risk::NAME) {
            let given: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let decisive = draft.explain(&decision.name, &given)?.decisive;
            let mut concluded = decision.rules.iter().filter(|rule| decisive.contains(&rule.id)).map(|rule| rule.then.clone());
            let then = concluded.next()?;
            if concluded.any(|other| other != then) {
                return None;
            }
            values.push((&decision.name, then));
        }
        let word = |name: &str| values.iter().find(|(other, _)| *other == name).map(|(_, value)| value);
        Some((place, (word(Verdict::NAME)?.parse().ok()?, word(Duty::NAME)?.parse().ok()?)))
    }
}

/// Every pair, on the first day of one of its stretches; and how many were left out.
pub fn every_pair(engine: &Engine, parts: &mut Parts, dice: &mut Dice) -> (Vec<Question>, usize) {
    let (mut questions, mut left_out) = (Vec::new(), 0);
    for person in engine.person_ids() {
        let mut firsts: Vec<Vec<Day>> = vec![Vec::new(); engine.destination_ids().len()];
        for stretch in engine.sweep_person(person, Presence::Visit) {
            firsts[stretch.destination.place()].push(stretch.from.unwrap_or(Day::MIN));
        }
        for (destination, days) in engine.destination_ids().zip(firsts) {
            match parts.question(engine, person, destination, days[dice.roll(days.len())]) {
                Some(question) => questions.push(question),
                None => left_out += 1,
            }
        }
    }
    (questions, left_out)
}

/// Any pair on any day of the Court's time with a verdict that is wanted; and how many were left out.
pub fn random(
    count: usize,
    engine: &Engine,
    parts: &mut Parts,
    dice: &mut Dice,
    wanted: impl Fn(Verdict) -> bool,
) -> (Vec<Question>, usize) {
    let (persons, destinations): (Vec<PersonId>, Vec<DestinationId>) = (engine.person_ids().collect(), engine.destination_ids().collect());
    let first: Day = "1998-01-01".parse().expect("a day");
    let (mut questions, mut left_out) = (Vec::new(), 0);
    while questions.len() < count {
        let (person, destination) = (persons[dice.roll(persons.len())], destinations[dice.roll(destinations.len())]);
        let on = first.plus_days(dice.roll(10_500) as u32).expect("within the calendar");
        if engine.quick(person, destination, on, Presence::Visit).verdict().possible().any(&wanted) {
            match parts.question(engine, person, destination, on) {
                Some(question) => questions.push(question),
                None => left_out += 1,
            }
        }
    }
    (questions, left_out)
}
