//! Very many answers: what an answer says without how long it lasts, and the days on which it can change.

use super::{AskError, Engine, Question};
use crate::assessment::{Assessment, Evaluation, Finding, ReasonReport, World};
use crate::day::Day;
use crate::rulebook::{Fact, Owner, What};
use crate::vocabulary::{Attribute, Duty, Label, Risk, Verdict, Warrant};

/// An answer that does not say how long it lasts. It costs a small part of a whole [`Assessment`], and is what to ask for where every
/// person, destination and day is wanted.
///
/// ```
/// use icc_arrest_risk::{Engine, Question};
/// use icc_arrest_risk::vocabulary::Verdict;
///
/// let engine = Engine::embedded();
/// let (earlier, later) = (Question::new("Putin", "AM", "2024-01-31".parse()?), Question::new("Putin", "AM", "2024-02-01".parse()?));
/// assert_eq!(engine.brief(&earlier)?.verdict(), Verdict::NotEnforceable);
/// assert_eq!(engine.brief(&later)?.verdict(), Verdict::Enforceable);
/// assert!(engine.days_of_change("Putin", "AM")?.contains(&later.on));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Brief<'e>(Assessment<'e>);

/// What an answer says apart from the facts behind it, to be compared with another's. Two answers about one person, on the same law,
/// with equal senses and equal facts read the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sense {
    /// The codes and conclusions of every possible world, one after the other.
    worlds: Vec<u8>,
    strongest: usize,
    complete: bool,
    unknown: Vec<String>,
}

impl<'e> Brief<'e> {
    /// What the law says.
    pub fn verdict(&self) -> Finding<Verdict> {
        self.0.verdict()
    }

    /// What the destination owes the Court.
    pub fn duty(&self) -> Finding<Duty> {
        self.0.duty()
    }

    /// What the record suggests, apart from the law.
    pub fn risk(&self) -> Finding<Risk> {
        self.0.risk()
    }

    /// The destination's standing toward the Statute.
    pub fn membership(&self) -> Finding<Label> {
        self.0.membership()
    }

    /// The status of the strongest of the person's warrants.
    pub fn warrant(&self) -> Finding<Warrant> {
        self.0.warrant()
    }

    /// The evaluation that gives the answer.
    pub fn strongest(&self) -> Evaluation<'_> {
        self.0.strongest()
    }

    /// The decisive rules, as [`Assessment::reasons`] gives them.
    pub fn reasons(&self) -> Vec<ReasonReport> {
        self.0.reasons()
    }

    /// What is not known, where that leaves something undetermined.
    pub fn unknown(&self) -> Vec<String> {
        self.0.unknown()
    }

    /// What the answer says apart from the facts behind it.
    pub fn sense(&self) -> Sense {
        let snapshot = self.0.snapshot();
        let mut worlds = Vec::new();
        for World { answers } in &snapshot.worlds {
            for answer in answers {
                worlds.extend(self.0.engine.values(answer.codes));
            }
        }
        Sense { worlds, strongest: snapshot.strongest(), complete: snapshot.complete, unknown: self.unknown() }
    }

    /// The facts behind an attribute of the strongest warrant, by place in [`Rulebook::facts`](crate::Rulebook::facts), ascending.
    pub fn facts_behind(&self, attribute: Attribute) -> &[usize] {
        let snapshot = self.0.snapshot();
        snapshot.facts.get(snapshot.strongest()).map_or(&[], |behind| &behind[attribute as usize])
    }
}

impl Engine {
    /// The answer to a question, without how long it lasts.
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn brief(&self, question: &Question) -> Result<Brief<'_>, AskError> {
        let (person, destination) = (self.person(&question.person)?, self.destination(&question.destination)?);
        Ok(Brief(self.assessment_without_lifetimes(person, destination, question.on, question.presence)))
    }

    /// Every day on which something in the answer about a person at a destination may change as the engine knows it, ascending.
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn days_of_change(&self, person: &str, destination: &str) -> Result<Vec<Day>, AskError> {
        Ok(self.change_days(self.person(person)?, self.destination(destination)?))
    }

    /// Every day on which a fact became known that bears on a person at a destination, ascending. From one to the next the answers of
    /// [`Engine::known_at`] rest on the same facts.
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn days_of_knowledge(&self, person: &str, destination: &str) -> Result<Vec<Day>, AskError> {
        let (person, destination) = (self.person(person)?, self.destination(destination)?);
        let book = &self.rulebook;
        let state = book.destinations[destination].responsible;
        let record = &book.persons[person];
        let bears = |owner: Owner| match owner {
            Owner::Destination(place) => place == destination || place == state || record.nationality.contains(&place),
            Owner::Person(place) => place == person,
            Owner::Warrant { person: place, .. } => place == person,
            Owner::Situation(place) => record.warrants.iter().any(|warrant| book.warrants[*warrant].situation == place),
            Owner::Ruling(_) => true,
        };
        // What is only for the record moves nothing, unless it is the first that is known of a warrant.
        let idle = |fact: &Fact| match &fact.what {
            What::Record => !matches!(fact.owner, Owner::Warrant { .. }),
            What::Ruling { held } => held.is_empty(),
            _ => false,
        };
        let arrest = |what: &What| matches!(what, What::ArrestedBy(by) if *by == state);
        let facts = book.facts.iter().filter(|fact| (bears(fact.owner) || arrest(&fact.what)) && !idle(fact));
        let mut days: Vec<Day> = facts.map(|fact| fact.known).collect();
        days.sort_unstable();
        days.dedup();
        Ok(days)
    }
}
