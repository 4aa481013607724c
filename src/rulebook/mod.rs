//! From files to a proved rulebook: the reader, the editable draft, the check.

mod build;
mod check;
mod diagnostic;
mod draft;
mod embedded;
mod expect;
mod knowledge;
mod law;
pub mod limits;
mod literal;
mod overlay;
mod read;
mod spec;
#[cfg(test)]
mod words;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use build::OverlayBuilder;
pub use check::Explanation;
pub use diagnostic::{Code, Diagnostic, LoadError, Place};
pub use draft::{Draft, When};
pub use law::{Assumption, Decision, Law, Objection, Rule, Standing};
pub use literal::Literal;
pub use overlay::{Base, Overlay};
pub use read::FORMAT;
pub(crate) use read::{itinerary, read_some};

use crate::day::Day;
use crate::decision::{Compiled, Model, Tables, diverge};
pub use crate::decision::{Decided, Divergence, TooManyCombinations};
use crate::vocabulary::{ImmunityRuling, Offence, Office, Request, SendingState};

/// A checked, proved, immutable rulebook.
#[derive(Debug, Clone)]
pub struct Rulebook {
    pub(crate) facts_version: String,
    pub(crate) as_of: Day,
    pub(crate) sources: Arc<[Source]>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) destinations: Vec<Destination>,
    pub(crate) situations: Vec<Situation>,
    pub(crate) persons: Vec<Person>,
    pub(crate) warrants: Vec<WarrantRecord>,
    pub(crate) rulings: Vec<Named>,
    pub(crate) law: Arc<Law>,
    pub(crate) model: Arc<Model>,
    pub(crate) compiled: Arc<[Compiled]>,
    #[cfg(feature = "digest")]
    pub(crate) digest: String,
}

impl Rulebook {
    /// The version of the facts.
    pub fn facts_version(&self) -> &str {
        &self.facts_version
    }

    /// The last day whose events the facts cover, inclusive; answers past it are projections.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// The sources, by id.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The facts, by owner and day.
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// To whom or what a fact of this rulebook belongs; for an event of a warrant, the person.
    pub fn owner(&self, fact: &Fact) -> &Named {
        match fact.owner {
            Owner::Destination(place) => &self.destinations[place].name,
            Owner::Situation(place) => &self.situations[place].name,
            Owner::Person(place) | Owner::Warrant { person: place, .. } => &self.persons[place].name,
            Owner::Ruling(place) => &self.rulings[place],
        }
    }

    /// The sources of a fact of this rulebook; none where it is assumed.
    pub fn sources_of(&self, fact: &Fact) -> impl Iterator<Item = &Source> {
        fact.sources.iter().map(|source| &self.sources[*source])
    }

    /// The facts that nobody has looked up in any of their sources on this day or later.
    pub fn read_before(&self, day: Day) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |fact| self.sources_of(fact).all(|source| source.read < day))
    }

    /// The states and territories, by id.
    pub fn destinations(&self) -> impl ExactSizeIterator<Item = &Named> {
        self.destinations.iter().map(|destination| &destination.name)
    }

    /// The situations, by id.
    pub fn situations(&self) -> impl ExactSizeIterator<Item = &Named> {
        self.situations.iter().map(|situation| &situation.name)
    }

    /// The persons, by id.
    pub fn persons(&self) -> impl ExactSizeIterator<Item = &Named> {
        self.persons.iter().map(|person| &person.name)
    }

    /// How many warrants the rulebook holds.
    pub fn warrant_count(&self) -> usize {
        self.warrants.len()
    }

    /// The court's rulings, by id.
    pub fn rulings(&self) -> &[Named] {
        &self.rulings
    }

    /// The digest of the draft of which it was made. As known on an earlier day it keeps that digest; [`Rulebook::as_of`] tells the two
    /// apart.
    #[cfg(feature = "digest")]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The law: assumptions, decisions and their rules.
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Where the law of the other rulebook decides otherwise than this one's, whatever the facts: for every decision that both have, at most
    /// one divergence in the conclusion and one in the decisive rules alone, each with a smallest example. None at all is a proof that both
    /// decide alike, and for the same reasons, on every combination of values that can occur.
    ///
    /// Rules are told apart by their ids. What only [`Engine::diff`](crate::Engine::diff) tells is what becomes of persons and places.
    ///
    /// ```
    /// use icc_arrest_risk::rulebook::OverlayBuilder;
    /// use icc_arrest_risk::{Draft, Overlay};
    ///
    /// let base = Draft::embedded();
    /// let overlay = Overlay::read("no-good-faith.toml", r#"
    ///     [law.duty.rule.good-faith-only]
    ///     when = { warrant = ["sealed", "outstanding", "arrested"], request = "made", basis = "good-faith" }
    ///     then = "none"
    ///     law = ["VCLT 18"]
    ///     because = "Good faith is owed to the other states, not to the Court."
    /// "#);
    /// let divergences = base.check()?.divergences(&base.with(&overlay).check()?)?;
    /// assert_eq!(divergences.len(), 1); // and the verdict stays what it was
    /// assert_eq!(divergences[0].before.conclusion, "good-faith");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Where a decision would have to be compared on more combinations than a proof may look at.
    pub fn divergences(&self, other: &Self) -> Result<Vec<Divergence>, TooManyCombinations> {
        fn tables(book: &Rulebook) -> Tables<'_> {
            Tables { model: &book.model, compiled: &book.compiled }
        }
        diverge(tables(self), tables(other))
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Source {
    /// The id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Who issued it.
    pub by: String,
    /// How it ranks among sources.
    pub rank: String,
    /// Where it is.
    pub at: String,
    /// When it was read.
    pub read: Day,
    /// Where its text was read, if not at `at`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
}

/// A thing's id and names.
#[derive(Debug, Clone)]
pub struct Named {
    /// The id: for a state or territory its code.
    pub id: String,
    /// The English name.
    pub name: String,
    /// Names in other languages, by language tag.
    pub names: BTreeMap<String, String>,
    /// Other codes and names that mean the same.
    pub aliases: Vec<String>,
    /// A remark.
    pub note: Option<String>,
}

impl Named {
    /// Everything by which it is found: the id, the English name, the names in other languages, other codes and names.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        [&self.id, &self.name].into_iter().chain(self.names.values()).chain(&self.aliases).map(String::as_str)
    }
}

/// A state or territory.
#[derive(Debug, Clone)]
pub(crate) struct Destination {
    pub(crate) name: Named,
    /// The state that answers for it; itself for a state.
    pub(crate) responsible: usize,
    pub(crate) facts: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Situation {
    pub(crate) name: Named,
    /// The states whose territory or nationals it concerns.
    pub(crate) states: Vec<usize>,
    pub(crate) facts: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) name: Named,
    /// The person's states; the first is the one whose immunity would be claimed.
    pub(crate) nationality: Vec<usize>,
    pub(crate) facts: Vec<usize>,
    /// The person's warrants, by id.
    pub(crate) warrants: Vec<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct WarrantRecord {
    pub(crate) id: String,
    pub(crate) situation: usize,
    pub(crate) offence: Offence,
    pub(crate) facts: Vec<usize>,
}

/// To what a fact belongs, by place in the rulebook's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Destination(usize),
    Situation(usize),
    Person(usize),
    Warrant { person: usize, warrant: usize },
    Ruling(usize),
}

/// A dated, sourced fact.
#[derive(Debug, Clone)]
pub struct Fact {
    pub(crate) owner: Owner,
    pub(crate) what: What,
    pub(crate) label: String,
    pub(crate) on: When,
    /// Whether it happened at all is known.
    pub(crate) certain: bool,
    pub(crate) known: Day,
    pub(crate) sources: Vec<usize>,
    pub(crate) note: Option<String>,
}

impl Fact {
    /// What happened, in the words of the files, as `deposited (ratification)`.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The day on which it happened.
    pub fn on(&self) -> When {
        self.on
    }

    /// Whether it is known that it happened.
    pub fn is_certain(&self) -> bool {
        self.certain
    }

    /// The day on which it became public.
    pub fn known(&self) -> Day {
        self.known
    }

    /// A remark.
    pub fn note(&self) -> Option<&str> {
        self.note.as_deref()
    }
}

/// What happened, resolved: destinations, persons by their place in the rulebook's lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Step(crate::statute::Step),
    Agreement {
        with: usize,
        on: bool,
    },
    Stance {
        person: Option<usize>,
        stance: crate::vocabulary::Stance,
    },
    LetGo,
    ImplementingLaw {
        on: bool,
    },
    Application(crate::vocabulary::Application),
    Control(crate::vocabulary::Control),
    ExaminationOpened,
    InvestigationOpened,
    CouncilReferral {
        binds: Vec<usize>,
    },
    CouncilDeferral {
        until: Day,
    },
    Acceptance {
        by: usize,
        acceptance: crate::vocabulary::Acceptance,
    },
    Office {
        office: Office,
        on: bool,
    },
    Docket(crate::docket::Entry),
    ArrestedBy(usize),
    Requested {
        of: usize,
        request: Request,
    },
    Postponed {
        by: usize,
        on: bool,
    },
    Ruling {
        held: Vec<(SendingState, ImmunityRuling)>,
    },
    /// The office, whatever was held before: one way in which an unknown office can go.
    OfficeIs(Office),
    /// One of these, and nobody knows which.
    AnyOf(Vec<What>),
    /// For the record: changes no attribute.
    Record,
}
