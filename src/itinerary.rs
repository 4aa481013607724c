//! Journeys of several legs: each answered, and the worst of them.

use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::assessment::{Assessment, Report};
use crate::day::Day;
use crate::engine::{AskError, Engine, Question};
use crate::language::width;
use crate::rulebook::{Code, Diagnostic, LoadError, Place};
use crate::vocabulary::{Duty, Presence, Risk, Verdict};

/// A journey: legs in the order in which they are travelled.
///
/// As a file it names the person once, and a leg a line; `presence` is a visit unless told, and a leg may name a `person` of its own:
///
/// ```
/// use icc_arrest_risk::vocabulary::Verdict;
/// use icc_arrest_risk::{Engine, Itinerary};
///
/// let itinerary = Itinerary::read("trip.toml", r#"
///     person = "Vladimir Putin"
///     legs = [
///       { destination = "Kazakhstan", on = 2025-05-08, presence = "overflight" },
///       { destination = "Mongolia", on = 2025-05-08, presence = "transit" },
///       { destination = "China", on = 2025-05-09 },
///     ]
/// "#)?;
/// let journey = Engine::embedded().travel(&itinerary)?;
/// assert_eq!(journey.legs().len(), 3);
/// assert_eq!(journey.worst().unwrap().destination().id, "MN");
///
/// // The same in code.
/// let day = "2025-05-08".parse()?;
/// let itinerary = Itinerary::of("Vladimir Putin").overflight("Kazakhstan", day).transit("Mongolia", day).visit("China", day);
/// assert_eq!(Engine::embedded().travel(&itinerary)?.worst().unwrap().verdict(), Verdict::Enforceable);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Itinerary {
    person: String,
    legs: Vec<Leg>,
}

/// One leg, and where a file says so.
#[derive(Debug, Clone)]
pub(crate) struct Leg {
    pub(crate) question: Question,
    pub(crate) person: Option<Place>,
    pub(crate) destination: Option<Place>,
}

impl PartialEq for Leg {
    fn eq(&self, other: &Self) -> bool {
        self.question == other.question
    }
}

impl Itinerary {
    /// A journey without legs yet.
    pub fn of(person: impl Into<String>) -> Self {
        Self { person: person.into(), legs: Vec::new() }
    }

    pub(crate) fn of_legs(person: String, legs: Vec<Leg>) -> Self {
        Self { person, legs }
    }

    /// Reads a journey from a file's text.
    ///
    /// # Errors
    /// Every problem of the file, each at its place.
    pub fn read(name: impl Into<String>, bytes: impl AsRef<[u8]>) -> Result<Self, LoadError> {
        crate::rulebook::itinerary(name.into(), bytes.as_ref())
    }

    /// Reads a journey from the file system; the name in diagnostics is the path as given.
    ///
    /// # Errors
    /// Where the file cannot be read, or every problem in it.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, LoadError> {
        let name = path.as_ref().display().to_string();
        match crate::rulebook::read_some(path.as_ref()) {
            Ok(bytes) => Self::read(name, bytes),
            Err(error) => Err(LoadError::new(vec![Diagnostic::new(Code::Unreadable, None, format!("cannot read `{name}`: {error}"))])),
        }
    }

    /// One more leg.
    #[must_use]
    pub fn leg(mut self, destination: impl Into<String>, on: Day, presence: Presence) -> Self {
        let question = Question { presence, ..Question::new(self.person.clone(), destination, on) };
        self.legs.push(Leg { question, person: None, destination: None });
        self
    }

    /// A stay.
    #[must_use]
    pub fn visit(self, destination: impl Into<String>, on: Day) -> Self {
        self.leg(destination, on, Presence::Visit)
    }

    /// A change of planes.
    #[must_use]
    pub fn transit(self, destination: impl Into<String>, on: Day) -> Self {
        self.leg(destination, on, Presence::Transit)
    }

    /// A flight through airspace.
    #[must_use]
    pub fn overflight(self, destination: impl Into<String>, on: Day) -> Self {
        self.leg(destination, on, Presence::Overflight)
    }

    /// What is asked of each leg.
    pub fn questions(&self) -> impl ExactSizeIterator<Item = &Question> {
        self.legs.iter().map(|leg| &leg.question)
    }
}

impl Engine {
    /// Answers every leg of a journey.
    ///
    /// # Errors
    /// Every leg whose person or destination is unknown or ambiguous, at its place where the journey was read from a file.
    pub fn travel(&self, itinerary: &Itinerary) -> Result<Journey<'_>, LoadError> {
        let (mut legs, mut problems) = (Vec::new(), Vec::new());
        for (place, leg) in itinerary.legs.iter().enumerate() {
            match self.ask(&leg.question) {
                Ok(answer) => legs.push(answer),
                Err(error) => {
                    let (code, at) = match error {
                        AskError::UnknownPerson { .. } | AskError::AmbiguousPerson { .. } => (Code::UnknownPerson, &leg.person),
                        _ => (Code::UnknownState, &leg.destination),
                    };
                    problems.push(Diagnostic::new(code, at.clone(), format!("leg {}: {error}", place + 1)));
                }
            }
        }
        if problems.is_empty() { Ok(Journey { legs }) } else { Err(LoadError::new(problems)) }
    }
}

/// The answers to the legs of a journey. Prints as a list, the worst leg marked; serialises with every report.
#[derive(Debug, Clone)]
pub struct Journey<'e> {
    legs: Vec<Assessment<'e>>,
}

impl<'e> Journey<'e> {
    /// The answers, in order of the legs.
    pub fn legs(&self) -> &[Assessment<'e>] {
        &self.legs
    }

    /// The place of the worst leg: the one with the strongest verdict that is possible, then duty, then risk, then the first. `None` for
    /// a journey without legs.
    pub fn worst_place(&self) -> Option<usize> {
        let better = |best: usize, place: usize| if strength(&self.legs[place]) > strength(&self.legs[best]) { place } else { best };
        (0..self.legs.len()).reduce(better)
    }

    /// The answer to the worst leg.
    pub fn worst(&self) -> Option<&Assessment<'e>> {
        self.legs.get(self.worst_place()?)
    }
}

/// The strongest that is possible.
fn strength(answer: &Assessment<'_>) -> (Option<Verdict>, Option<Duty>, Option<Risk>) {
    let (verdict, duty, risk) = (answer.verdict(), answer.duty(), answer.risk());
    (verdict.possible().iter().max().copied(), duty.possible().iter().max().copied(), risk.possible().iter().max().copied())
}

impl fmt::Display for Journey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let longest = self.legs.iter().map(|leg| width(&leg.destination().name)).max().unwrap_or_default();
        let worst = self.worst_place();
        for (place, leg) in self.legs.iter().enumerate() {
            let sign = if Some(place) == worst { '*' } else { ' ' };
            let (name, presence) = (&leg.destination().name, leg.presence());
            let gap = longest - width(name);
            write!(f, "{sign} {:>2}  {}  {name}{:gap$}  {presence:<10}  {}", place + 1, leg.on(), "", leg.verdict())?;
            for own in leg.report().decisions {
                write!(f, ", {} {}", own.decision, own.conclusion)?;
            }
            writeln!(f, "{}", if leg.is_projection() { " (projection)" } else { "" })?;
        }
        Ok(())
    }
}

/// A journey as plain data.
#[derive(Serialize)]
struct JourneyReport {
    /// The place of the worst leg, counted from 0.
    worst: Option<usize>,
    legs: Vec<Report>,
}

impl Serialize for Journey<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        JourneyReport { worst: self.worst_place(), legs: self.legs.iter().map(Assessment::report).collect() }.serialize(serializer)
    }
}
