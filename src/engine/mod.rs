//! A rulebook made ready to answer: timelines, tables, names.

mod brief;
mod diagonal;
mod diff;
mod fast;
mod lines;
mod names;
mod pivots;
mod why_not;
mod world;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

pub use brief::{Brief, Sense};
pub use diagonal::KnownThen;
pub use diff::{Difference, Side};
pub use fast::{ColumnError, DestinationId, PersonId, Quick, QuickStretch, Values};
pub(crate) use lines::{MOST_WORLDS, days_tried, ways_tried};
pub use names::name_key;
pub use pivots::{Pivot, PivotChange};
pub use why_not::{FailedCondition, NearMiss};
pub(crate) use world::Choice;

use lines::{Cell, Changes, DestinationLines, Line, Possible, SituationLines, WarrantLines};
use names::{Found, Names};
use world::{Asked, Codes, Reading};

use crate::assessment::{Answer, Assessment, Behind, Lifetime, Snapshot, World};
use crate::day::Day;
use crate::rulebook::{Draft, Literal, LoadError, Named, Owner, Rulebook, What};
use crate::text::shown;
use crate::vocabulary::{Attribute, Duty, ImmunityRuling, Office, Presence, Record, Risk, SendingState, Term, Verdict};

/// A full question.
///
/// ```
/// use icc_arrest_risk::{Engine, Question};
/// use icc_arrest_risk::vocabulary::{Presence, Verdict};
///
/// let mut question = Question::new("Putin", "KGZ", "2023-10-12".parse()?);
/// question.presence = Presence::Transit;
/// assert_eq!(Engine::embedded().ask(&question)?.verdict(), Verdict::NotEnforceable);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Prints as a table of TOML.
#[derive(Clone, PartialEq, Eq)]
pub struct Question {
    /// Who: an id, name or alias, in any case and script.
    pub person: String,
    /// Where: a code, name or alias of a state or territory, in any case and script.
    pub destination: String,
    /// When, as a day at the destination.
    pub on: Day,
    /// How the person is there.
    pub presence: Presence,
}

impl Question {
    /// A visit on a day.
    pub fn new(person: impl Into<String>, destination: impl Into<String>, on: Day) -> Self {
        Self { person: person.into(), destination: destination.into(), on, presence: Presence::Visit }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &str| Literal::from(text);
        let keys = [("person", text(&self.person)), ("destination", text(&self.destination)), ("on", self.on.into())];
        let keys = keys.into_iter().chain([("presence", text(self.presence.label()))]);
        Literal::Table(keys.map(|(key, value)| (key.to_owned(), value)).collect()).fmt(f)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a question could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// No person of this name.
    #[error("no person `{}` in the rulebook{}", shown(text), did_you_mean(suggestions))]
    UnknownPerson {
        /// What was asked for.
        text: String,
        /// The nearest names.
        suggestions: Vec<String>,
    },
    /// No state or territory of this name.
    #[error("no destination `{}` in the rulebook{}", shown(text), did_you_mean(suggestions))]
    UnknownDestination {
        /// What was asked for.
        text: String,
        /// The nearest names.
        suggestions: Vec<String>,
    },
    /// Several persons of this name.
    #[error("`{}` may be any of: {}", shown(text), candidates.join(", "))]
    AmbiguousPerson {
        /// What was asked for.
        text: String,
        /// The names and ids of the candidates.
        candidates: Vec<String>,
    },
    /// Several states or territories of this name.
    #[error("`{}` may be any of: {}", shown(text), candidates.join(", "))]
    AmbiguousDestination {
        /// What was asked for.
        text: String,
        /// The names and codes of the candidates.
        candidates: Vec<String>,
    },
    /// The day lies past the rulebook's `as_of`, and only settled answers were wanted.
    #[error("{on} lies past {as_of}, the last day that the facts cover")]
    PastAsOf {
        /// The day asked about.
        on: Day,
        /// The last day that the facts cover, inclusive.
        as_of: Day,
    },
}

fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        names => format!("; did you mean {}?", names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")),
    }
}

/// The timelines of a rulebook, by place in its lists.
#[derive(Debug)]
pub(crate) struct Tables {
    destinations: Vec<Possible<DestinationLines>>,
    records: Vec<Possible<Line<Record>>>,
    situations: Vec<Possible<SituationLines>>,
    offices: Vec<Possible<Line<Office>>>,
    warrants: Vec<Possible<WarrantLines>>,
    /// What the Court has held, by code of the sending state.
    rulings: Vec<Cell<ImmunityRuling>>,
}

impl Tables {
    fn new(rulebook: &Rulebook) -> Self {
        let mut records: Vec<Vec<usize>> = vec![Vec::new(); rulebook.destinations.len()];
        for (place, fact) in rulebook.facts.iter().enumerate() {
            let state = match (&fact.what, fact.owner) {
                (What::ArrestedBy(state), _) => *state,
                (What::LetGo, Owner::Destination(state)) => state,
                _ => continue,
            };
            records.get_mut(state).into_iter().for_each(|facts| facts.push(place));
        }
        Self {
            destinations: rulebook.destinations.iter().map(|destination| lines::destination(rulebook, &destination.facts)).collect(),
            records: records.iter().map(|facts| lines::record(rulebook, facts)).collect(),
            situations: rulebook.situations.iter().map(|situation| lines::situation(rulebook, situation)).collect(),
            offices: rulebook.persons.iter().map(|person| lines::office(rulebook, &person.facts)).collect(),
            warrants: rulebook.warrants.iter().map(|warrant| lines::warrant(rulebook, &warrant.facts)).collect(),
            rulings: SendingState::ALL.iter().map(|sending| ruling(rulebook, *sending)).collect(),
        }
    }
}

/// What the rulings hold on a kind of sending state: what the latest holds, and every ruling that holds the same.
fn ruling(rulebook: &Rulebook, sending: SendingState) -> Cell<ImmunityRuling> {
    let mut rulings: Vec<(Day, usize, ImmunityRuling)> = Vec::new();
    for (place, fact) in rulebook.facts.iter().enumerate() {
        if let What::Ruling { held } = &fact.what {
            rulings.extend(held.iter().filter(|(kind, _)| *kind == sending).map(|(_, held)| (fact.known(), place, *held)));
        }
    }
    rulings.sort_unstable_by_key(|(known, place, _)| (*known, *place));
    let Some((_, _, value)) = rulings.last().copied() else { return Cell::bare(ImmunityRuling::Open) };
    Cell { value, facts: rulings.iter().filter(|(_, _, held)| *held == value).map(|(_, place, _)| *place).collect() }
}

/// A rulebook made ready to answer. Immutable; share it freely between threads.
#[derive(Debug)]
pub struct Engine {
    pub(crate) rulebook: Rulebook,
    tables: Tables,
    persons: Arc<Names>,
    destinations: Arc<Names>,
    /// The places of the decisions that every answer gives: verdict, duty, risk.
    given: [Option<usize>; 3],
    /// For each decision, whether every answer rests on it: it is given, or nothing asks for it.
    pub(crate) ends: Vec<bool>,
    /// Made at the first quick question.
    fast: OnceLock<fast::Fast>,
}

impl Engine {
    /// The engine on the rules that ship with the crate, built once.
    pub fn embedded() -> &'static Self {
        static ENGINE: OnceLock<Engine> = OnceLock::new();
        ENGINE.get_or_init(|| match Draft::embedded().check() {
            Ok(rulebook) => Self::new(rulebook),
            // The shipped rules are checked by the crate's own tests.
            Err(error) => unreachable!("the embedded rules do not load: {error}"),
        })
    }

    /// An engine on the rules below a folder. [`Draft::from_dir`] says what is read there and what is passed over.
    ///
    /// # Errors
    /// Every problem of the load at once.
    pub fn from_dir(dir: impl AsRef<Path>) -> Result<Self, LoadError> {
        Draft::from_dir(dir).check().map(Self::new)
    }

    /// An engine on rules given as `(name, bytes)` pairs; names are paths below the rules folder, with forward slashes.
    ///
    /// # Errors
    /// Every problem of the load at once.
    pub fn from_files<N: Into<String>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Result<Self, LoadError> {
        Draft::from_files(files).check().map(Self::new)
    }

    /// An engine on a checked rulebook.
    pub fn new(rulebook: Rulebook) -> Self {
        let persons = Arc::new(Names::new(rulebook.persons()));
        let destinations = Arc::new(Names::new(rulebook.destinations()));
        Self::named(rulebook, persons, destinations)
    }

    fn named(rulebook: Rulebook, persons: Arc<Names>, destinations: Arc<Names>) -> Self {
        let tables = Tables::new(&rulebook);
        let place = |name: &str| rulebook.model.decisions.iter().position(|decision| decision.name == name);
        let given = [place(Verdict::NAME), place(Duty::NAME), place(Risk::NAME)];
        let mut ends = vec![true; rulebook.model.decisions.len()];
        for condition in rulebook.model.decisions.iter().flat_map(|decision| &decision.rules).flat_map(|rule| &rule.when) {
            condition.variable.checked_sub(Attribute::COUNT).into_iter().for_each(|place| ends[place] = false);
        }
        given.into_iter().flatten().for_each(|place| ends[place] = true);
        Self { rulebook, tables, persons, destinations, given, ends, fast: OnceLock::new() }
    }

    /// The engine as it would have answered at the end of a day. See [`Rulebook::known_at`].
    #[must_use]
    pub fn known_at(&self, day: Day) -> Self {
        // Names know no clock.
        Self::named(self.rulebook.known_at(day), Arc::clone(&self.persons), Arc::clone(&self.destinations))
    }

    /// The rulebook on which the engine answers.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The answer to a visit on a day: short for [`Engine::ask`].
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn assess(&self, person: &str, destination: &str, on: Day) -> Result<Assessment<'_>, AskError> {
        self.ask(&Question::new(person, destination, on))
    }

    /// The answer to a question.
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn ask(&self, question: &Question) -> Result<Assessment<'_>, AskError> {
        let person = self.person(&question.person)?;
        let destination = self.destination(&question.destination)?;
        Ok(self.assessment(person, destination, question.on, question.presence))
    }

    /// The answers over all time: one for each stretch in which nothing in the answer changes, in order, each asked on the
    /// first day of its stretch (the first stretch: on its last day).
    ///
    /// # Errors
    /// Where the person or the destination is unknown or ambiguous.
    pub fn timeline(&self, person: &str, destination: &str, presence: Presence) -> Result<Vec<Assessment<'_>>, AskError> {
        let (person, destination) = (self.person(person)?, self.destination(destination)?);
        let days = self.change_days(person, destination);
        let before = days.first().and_then(|day| day.previous()).unwrap_or(Day::MIN);
        let mut answers: Vec<Assessment<'_>> = Vec::new();
        let mut last: Option<Snapshot> = None;
        for day in std::iter::once(before).chain(days) {
            let snapshot = self.snapshot(person, destination, day, presence);
            if last.as_ref() != Some(&snapshot) {
                answers.push(self.assessment(person, destination, day, presence));
                last = Some(snapshot);
            }
        }
        Ok(answers)
    }

    fn person(&self, text: &str) -> Result<usize, AskError> {
        let text = text.to_owned();
        match self.persons.find(&text) {
            Found::One(place) => Ok(place),
            Found::Nothing(suggestions) => Err(AskError::UnknownPerson { text, suggestions }),
            Found::Several(places) => {
                let candidates = places.iter().map(|place| told(&self.rulebook.persons[*place].name)).collect();
                Err(AskError::AmbiguousPerson { text, candidates })
            }
        }
    }

    fn destination(&self, text: &str) -> Result<usize, AskError> {
        let text = text.to_owned();
        match self.destinations.find(&text) {
            Found::One(place) => Ok(place),
            Found::Nothing(suggestions) => Err(AskError::UnknownDestination { text, suggestions }),
            Found::Several(places) => {
                let candidates = places.iter().map(|place| told(&self.rulebook.destinations[*place].name)).collect();
                Err(AskError::AmbiguousDestination { text, candidates })
            }
        }
    }

    /// An answer that does not know how long it lasts.
    fn assessment_without_lifetimes(&self, person: usize, destination: usize, on: Day, presence: Presence) -> Assessment<'_> {
        let snapshot = self.snapshot(person, destination, on, presence);
        let unbounded = Lifetime { from: None, until: None };
        Assessment::new(self, person, destination, on, presence, snapshot, unbounded, unbounded)
    }

    fn assessment(&self, person: usize, destination: usize, on: Day, presence: Presence) -> Assessment<'_> {
        let snapshot = self.snapshot(person, destination, on, presence);
        let days = self.change_days(person, destination);
        let as_of = self.rulebook.as_of;
        let mut whole = self.stretch(person, destination, on, presence, &days, |other| *other == snapshot);
        // Where answers become projections, something in the answer changes.
        if on <= as_of {
            whole.until = whole.until.filter(|until| *until <= as_of).or(Some(as_of));
        } else {
            whole.from = whole.from.max(as_of.next());
        }
        let verdict = snapshot.verdict();
        let verdict = self.stretch(person, destination, on, presence, &days, |other| other.verdict() == verdict);
        Assessment::new(self, person, destination, on, presence, snapshot, whole, verdict)
    }

    /// The days around `on` throughout which the snapshot stays the same in the eyes of `same`.
    fn stretch(
        &self,
        person: usize,
        destination: usize,
        on: Day,
        presence: Presence,
        days: &[Day],
        same: impl Fn(&Snapshot) -> bool,
    ) -> Lifetime {
        let at = |day: Day| self.snapshot(person, destination, day, presence);
        let passed = days.partition_point(|day| *day <= on);
        let from = days[..passed].iter().rev().find(|day| !day.previous().is_some_and(|before| same(&at(before)))).copied();
        let end = days[passed..].iter().find(|day| !same(&at(**day))).copied();
        Lifetime { from, until: end.and_then(Day::previous) }
    }

    /// Every day on which an attribute of the pair may change, ascending.
    fn change_days(&self, person: usize, destination: usize) -> Vec<Day> {
        let (tables, person) = (&self.tables, &self.rulebook.persons[person]);
        let state = self.rulebook.destinations[destination].responsible;
        let mut days = Vec::new();
        tables.destinations[destination].changes(&mut days);
        tables.destinations[state].changes(&mut days);
        tables.records[state].changes(&mut days);
        for sending in &person.nationality {
            tables.destinations[*sending].changes(&mut days);
        }
        for warrant in &person.warrants {
            tables.warrants[*warrant].changes(&mut days);
            tables.situations[self.rulebook.warrants[*warrant].situation].changes(&mut days);
        }
        if let Some(office) = self.rulebook.persons.iter().position(|other| std::ptr::eq(other, person)) {
            tables.offices[office].changes(&mut days);
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    /// The answer in every possible world.
    pub(crate) fn snapshot(&self, person: usize, destination: usize, on: Day, presence: Presence) -> Snapshot {
        let warrants = &self.rulebook.persons[person].warrants;
        let asked: Vec<Asked> = match warrants.as_slice() {
            [] => vec![Asked { person, warrant: None, destination, on, presence }],
            some => some.iter().map(|warrant| Asked { person, warrant: Some(*warrant), destination, on, presence }).collect(),
        };
        let choices = self.choices(person, destination, on);
        let worlds = choices.iter().try_fold(1usize, |worlds, (_, ways)| worlds.checked_mul(*ways)).unwrap_or(usize::MAX);
        let (worlds, complete) = (worlds.min(MOST_WORLDS), worlds <= MOST_WORLDS);
        let mut seen: Vec<World> = Vec::new();
        let mut facts: Vec<Behind> = vec![Behind::default(); asked.len()];
        let mut outlines = Vec::with_capacity(worlds);
        let own = if choices.is_empty() { Vec::new() } else { self.rulebook.law.own() };
        for world in 0..worlds {
            let mut rest = world;
            let picked: Vec<(Choice, usize)> = choices
                .iter()
                .map(|(choice, ways)| {
                    let way = rest % ways;
                    rest /= ways;
                    (*choice, way)
                })
                .collect();
            let choose = |wanted: Choice| picked.iter().find(|(choice, _)| *choice == wanted).map_or(0, |(_, way)| *way);
            let mut answers = Vec::with_capacity(asked.len());
            for (asked, facts) in asked.iter().zip(&mut facts) {
                let Reading { codes, facts: behind } = world::read(&self.rulebook, &self.tables, *asked, &choose);
                answers.push(self.conclude(codes));
                facts.iter_mut().zip(behind.into_iter().flatten()).for_each(|(facts, behind)| facts.extend(behind));
            }
            let world = World { answers };
            let values = world.first().filter(|_| !own.is_empty()).map(|answer| self.values(answer.codes)).unwrap_or_default();
            let concluded: Vec<u8> = own.iter().filter_map(|place| values.get(Attribute::COUNT + place).copied()).collect();
            outlines.push((world.outline(), concluded));
            if let Err(place) = seen.binary_search(&world) {
                seen.insert(place, world);
            }
        }
        for facts in facts.iter_mut().flatten() {
            facts.sort_unstable();
            facts.dedup();
        }
        // A choice matters where some answer differs from its neighbour in this choice alone; beyond the limit every one may.
        let mut step = 1;
        let mut unsettled = Vec::new();
        for (choice, ways) in choices {
            let turns = |world: usize| outlines[world] != outlines[world - step * (world / step % ways)];
            if !complete || (0..worlds).any(turns) {
                unsettled.push(choice);
            }
            step = step.saturating_mul(ways);
        }
        Snapshot { worlds: seen, facts, complete, unsettled }
    }

    fn conclude(&self, codes: Codes) -> Answer {
        self.answer(codes, &self.values(codes))
    }

    /// The answer to be read off the values of all variables.
    fn answer(&self, codes: Codes, values: &[u8]) -> Answer {
        let [verdict, duty, risk] = self.given.map(|place| place.and_then(|place| values.get(codes.len() + place)).copied());
        let (verdict, duty, risk) = (verdict.and_then(Verdict::from_code), duty.and_then(Duty::from_code), risk.and_then(Risk::from_code));
        Answer { codes, verdict, duty, risk }
    }

    /// The values of all variables: the attributes, then what each decision concludes.
    pub(crate) fn values(&self, codes: Codes) -> Vec<u8> {
        let mut values = Vec::with_capacity(codes.len() + self.rulebook.compiled.len());
        values.extend_from_slice(&codes);
        for compiled in self.rulebook.compiled.iter() {
            // The proof leaves no combination that occurs without a conclusion; a hole would stay a hole, not a guess.
            values.push(compiled.conclusion(&values).unwrap_or(u8::MAX));
        }
        values
    }

    /// What a decision concludes in an answer.
    pub(crate) fn conclusion(&self, answer: &Answer, decision: usize) -> Option<u8> {
        self.values(answer.codes).get(answer.codes.len() + decision).copied().filter(|code| *code != u8::MAX)
    }

    /// What is not known and can matter to the pair on the day, with the number of ways that each can go: neither what another
    /// destination was asked nor what this one says of another person.
    fn choices(&self, person: usize, destination: usize, on: Day) -> Vec<(Choice, usize)> {
        let (tables, rulebook) = (&self.tables, &self.rulebook);
        let state = rulebook.destinations[destination].responsible;
        let nationality = &rulebook.persons[person].nationality;
        let sending = nationality.first().copied();
        let of_destination = |what: &What| match what {
            What::Stance { person: Some(other), .. } => *other == person,
            What::Agreement { with, .. } => nationality.contains(with),
            _ => true,
        };
        let of_situation = |what: &What| match what {
            What::Acceptance { by, .. } => *by == state || Some(*by) == sending,
            _ => true,
        };
        let of_warrant = |what: &What| match what {
            What::Requested { of, .. } => *of == state,
            What::Postponed { by, .. } => *by == state,
            _ => true,
        };
        let mut open: Vec<(usize, usize)> = Vec::new();
        open.extend(tables.destinations[destination].open(rulebook, of_destination));
        open.extend(tables.destinations[state].open(rulebook, of_destination));
        open.extend(tables.records[state].open(rulebook, |_| true));
        open.extend(tables.offices[person].open(rulebook, |_| true));
        if let Some(sending) = sending {
            open.extend(tables.destinations[sending].open(rulebook, |what| matches!(what, What::Step(_))));
        }
        for warrant in &rulebook.persons[person].warrants {
            open.extend(tables.warrants[*warrant].open(rulebook, of_warrant));
            open.extend(tables.situations[rulebook.warrants[*warrant].situation].open(rulebook, of_situation));
        }
        let mut choices: Vec<(Choice, usize)> = open.into_iter().map(|(fact, ways)| (Choice::Fact(fact), ways)).collect();
        for warrant in &rulebook.persons[person].warrants {
            if tables.warrants[*warrant].worlds().any(|lines| lines.is_secret(on)) {
                choices.push((Choice::Request(*warrant), 2));
            }
        }
        choices.sort_unstable();
        choices.dedup();
        choices
    }

    /// The place of a built-in decision among the conclusions.
    pub(crate) fn decision<T: Term>(&self) -> Option<usize> {
        self.rulebook.model.decisions.iter().position(|decision| decision.name == T::NAME)
    }
}

fn told(named: &Named) -> String {
    format!("{} ({})", named.name, named.id)
}
