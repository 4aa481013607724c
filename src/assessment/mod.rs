//! The answer to a question, with its reasons.

mod finding;
mod report;
mod text;
mod told;

pub use finding::Finding;
pub use report::{
    Change, DecisionReport, EvaluationReport, FactReport, LifetimeReport, ObjectionReport, ReasonReport, Report, RuleReport, StepReport,
    ThingReport, ValueReport,
};
pub(crate) use report::{asked_for, reason};
pub use text::Text;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::day::Day;
use crate::engine::{AskError, Choice, Engine, NearMiss, Pivot};
use crate::language::Language;
use crate::rulebook::Named;
use crate::vocabulary::{
    Application, Attribute, AttributeTerm, Duty, Label, Membership, Presence, Risk, Signature, Term, Verdict, Warrant,
};

/// For how long something stays the same, both days inclusive; `None` where there is no end on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lifetime {
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.until) {
            (None, None) => write!(f, "on every day"),
            (Some(from), None) => write!(f, "from {from} on"),
            (None, Some(until)) => write!(f, "up to {until}"),
            (Some(from), Some(until)) => write!(f, "from {from} to {until}"),
        }
    }
}

/// One warrant in one possible world: the code of each attribute, and what the built-in decisions conclude. What the others do is worked
/// out when somebody asks ([`Engine::conclusion`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Answer {
    pub(crate) codes: [u8; Attribute::COUNT],
    pub(crate) verdict: Option<Verdict>,
    pub(crate) duty: Option<Duty>,
    pub(crate) risk: Option<Risk>,
}

impl Answer {
    fn strength(&self) -> (Option<Verdict>, Option<Duty>, Option<Risk>) {
        (self.verdict, self.duty, self.risk)
    }

    /// The value of an attribute.
    pub(crate) fn get<T: AttributeTerm>(&self) -> Option<T> {
        T::from_code(self.codes[T::ATTRIBUTE as usize])
    }

    pub(crate) fn label(&self) -> Option<Label> {
        Some(Label::of(self.get::<Application>()?, self.get::<Membership>()?, self.get::<Signature>()?))
    }
}

/// One possible world: an answer for each warrant of the person, at least one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct World {
    pub(crate) answers: Vec<Answer>,
}

/// What one world answers, without its reasons.
pub(crate) type Outline = (Option<Verdict>, Option<Duty>, Option<Risk>, Option<Label>, Option<Warrant>);

impl World {
    pub(crate) fn outline(&self) -> Option<Outline> {
        let answer = self.first()?;
        Some((answer.verdict, answer.duty, answer.risk, answer.label(), answer.get()))
    }

    /// The strongest answer.
    pub(crate) fn first(&self) -> Option<&Answer> {
        self.answers.get(self.strongest())
    }

    /// The place of the strongest answer: by verdict, then duty, then risk, then the id of the warrant.
    fn strongest(&self) -> usize {
        let better = |best: usize, place: usize| if self.answers[place].strength() > self.answers[best].strength() { place } else { best };
        (0..self.answers.len()).reduce(better).unwrap_or_default()
    }
}

/// The facts behind each attribute, by place in the rulebook, ascending.
pub(crate) type Behind = [Vec<usize>; Attribute::COUNT];

/// The answer in every possible world: all that a reader sees of it, so that two are equal where a reader sees no difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// The worlds that differ, ascending.
    pub(crate) worlds: Vec<World>,
    /// For each warrant, the facts behind its attributes in any of the worlds.
    pub(crate) facts: Vec<Behind>,
    /// Whether all possible worlds were looked at.
    pub(crate) complete: bool,
    /// What is not known and would settle something if it were.
    pub(crate) unsettled: Vec<Choice>,
}

impl Snapshot {
    /// What the possible worlds say of something; `None` where one of them is silent or was not looked at.
    fn among<T: Copy + Ord>(&self, of: impl Fn(&World) -> Option<T>) -> Option<Finding<T>> {
        let mut whole = self.complete;
        let said = self.worlds.iter().map_while(|world| {
            let value = of(world);
            whole &= value.is_some();
            value
        });
        Finding::among(said).filter(|_| whole)
    }

    /// The same, where everything is possible if one of them is silent or was not looked at.
    fn finding<T: Term>(&self, of: impl Fn(&World) -> Option<T>) -> Finding<T> {
        self.among(of).unwrap_or_else(|| Finding::Undetermined(T::ALL.to_vec()))
    }

    pub(crate) fn of_strongest<T: Term>(&self, of: impl Fn(&Answer) -> Option<T>) -> Finding<T> {
        self.finding(|world| world.first().and_then(&of))
    }

    /// What the possible worlds conclude in a decision that has so many conclusions.
    fn conclusion(&self, count: usize, of: impl Fn(&World) -> Option<u8>) -> Finding<u8> {
        self.among(of).unwrap_or_else(|| Finding::Undetermined((0..count).filter_map(|code| u8::try_from(code).ok()).collect()))
    }

    pub(crate) fn verdict(&self) -> Finding<Verdict> {
        self.of_strongest(|answer| answer.verdict)
    }

    /// Of the answers for a warrant, one for each verdict, weakest first; where the verdict is settled, one for all.
    pub(crate) fn shown(&self, place: usize) -> Vec<&Answer> {
        let mut shown: Vec<&Answer> = Vec::new();
        for answer in self.worlds.iter().filter_map(|world| world.answers.get(place)) {
            if !shown.iter().any(|other| other.verdict == answer.verdict) {
                shown.push(answer);
            }
        }
        shown.sort_by_key(|answer| answer.verdict);
        shown
    }

    /// The place of the warrant whose answer is the strongest that is possible.
    pub(crate) fn strongest(&self) -> usize {
        let candidates = self.worlds.iter().map(|world| {
            let place = world.strongest();
            (world.answers[place].strength(), std::cmp::Reverse(place))
        });
        candidates.max().map_or(0, |(_, std::cmp::Reverse(place))| place)
    }
}

/// The answer to a question: what the law requires, what the record suggests, and why.
///
/// Prints as a text for a reader; serialises with the same content (see [`Report`]).
#[derive(Debug, Clone)]
pub struct Assessment<'e> {
    pub(crate) engine: &'e Engine,
    person: usize,
    destination: usize,
    on: Day,
    presence: Presence,
    snapshot: Snapshot,
    lifetime: Lifetime,
    verdict_lifetime: Lifetime,
}

impl<'e> Assessment<'e> {
    #[expect(clippy::too_many_arguments, reason = "the engine alone builds an answer, from all that it knows of it")]
    pub(crate) fn new(
        engine: &'e Engine,
        person: usize,
        destination: usize,
        on: Day,
        presence: Presence,
        snapshot: Snapshot,
        lifetime: Lifetime,
        verdict_lifetime: Lifetime,
    ) -> Self {
        Self { engine, person, destination, on, presence, snapshot, lifetime, verdict_lifetime }
    }

    #[cfg(feature = "digest")]
    pub(crate) fn rulebook(&self) -> &'e crate::rulebook::Rulebook {
        &self.engine.rulebook
    }

    /// The person.
    pub fn person(&self) -> &'e Named {
        &self.engine.rulebook.persons[self.person].name
    }

    /// The destination.
    pub fn destination(&self) -> &'e Named {
        &self.engine.rulebook.destinations[self.destination].name
    }

    /// The day asked about.
    pub fn on(&self) -> Day {
        self.on
    }

    /// How the person is present.
    pub fn presence(&self) -> Presence {
        self.presence
    }

    /// The last day that the facts cover, inclusive.
    pub fn as_of(&self) -> Day {
        self.engine.rulebook.as_of
    }

    /// Whether the day lies past [`Assessment::as_of`], so that the answer holds only if nothing new happens.
    pub fn is_projection(&self) -> bool {
        self.on > self.as_of()
    }

    /// The answer, unless it is a projection.
    ///
    /// # Errors
    /// [`AskError::PastAsOf`] where the day lies past what the facts cover.
    pub fn strict(self) -> Result<Self, AskError> {
        if self.is_projection() { Err(AskError::PastAsOf { on: self.on, as_of: self.as_of() }) } else { Ok(self) }
    }

    /// What the law says, for the strongest of the person's warrants.
    pub fn verdict(&self) -> Finding<Verdict> {
        self.snapshot.verdict()
    }

    /// What the destination owes the Court, for the strongest of the person's warrants.
    pub fn duty(&self) -> Finding<Duty> {
        self.snapshot.of_strongest(|answer| answer.duty)
    }

    /// What the record suggests, apart from the law, for the strongest of the person's warrants.
    pub fn risk(&self) -> Finding<Risk> {
        self.snapshot.of_strongest(|answer| answer.risk)
    }

    /// The destination's standing toward the Statute.
    pub fn membership(&self) -> Finding<Label> {
        self.snapshot.of_strongest(Answer::label)
    }

    /// The status of the strongest of the person's warrants.
    pub fn warrant(&self) -> Finding<Warrant> {
        self.snapshot.of_strongest(Answer::get)
    }

    /// What a decision concludes, for the strongest of the person's warrants: one that the rulebook adds, or a built-in one. `None` where
    /// the rulebook has no such decision.
    ///
    /// ```
    /// use icc_arrest_risk::{Draft, Overlay};
    ///
    /// let policy = Overlay::read("policy.toml", r#"
    ///     [law.boarding]
    ///     asks = "Does the carrier take this passenger there?"
    ///     conclusions = ["board", "refuse"]
    ///
    ///     [law.boarding.rule.safe]
    ///     when = { verdict = ["no-warrant", "not-enforceable"] }
    ///     then = "board"
    ///     law = ["Manual 1"]
    ///     because = "Nobody there must arrest the passenger."
    ///
    ///     [law.boarding.rule.unsafe]
    ///     when = { verdict = ["disputed", "enforceable"] }
    ///     then = "refuse"
    ///     law = ["Manual 2"]
    ///     because = "The passenger may be arrested there."
    /// "#);
    /// let engine = policy.run(&Draft::embedded())?;
    /// let trip = engine.assess("Putin", "Armenia", "2025-01-01".parse()?)?;
    /// assert_eq!(trip.decision("boarding").unwrap(), "refuse");
    ///
    /// let boarding = engine.rulebook().law().place("boarding").unwrap();
    /// assert_eq!(trip.decision_at(boarding), trip.decision("boarding"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decision(&self, name: &str) -> Option<Finding<&'e str>> {
        self.decision_at(self.engine.rulebook.law.place(name)?)
    }

    /// The same by the decision's place in [`Law::decisions`](crate::rulebook::Law::decisions), which never changes for an engine.
    pub fn decision_at(&self, place: usize) -> Option<Finding<&'e str>> {
        self.conclusion(place, World::first)
    }

    /// What the decisions conclude that are not built in, by name.
    pub(crate) fn own_decisions(&self) -> std::collections::BTreeMap<String, Finding<String>> {
        let law = &self.engine.rulebook.law;
        let found = |place: usize| Some((law.decisions[place].name.clone(), self.decision_at(place)?.map(|label| (*label).to_owned())));
        law.own().into_iter().filter_map(found).collect()
    }

    fn conclusion(&self, place: usize, of: impl Fn(&World) -> Option<&Answer>) -> Option<Finding<&'e str>> {
        let conclusions = &self.engine.rulebook.law.decisions.get(place)?.conclusions;
        let codes = self.snapshot.conclusion(conclusions.len(), |world| self.engine.conclusion(of(world)?, place));
        Some(codes.map(|code| conclusions.get(usize::from(*code)).map_or("", String::as_str)))
    }

    /// One evaluation for each warrant of the person, by id; a person without one has a single evaluation.
    pub fn evaluations(&self) -> impl ExactSizeIterator<Item = Evaluation<'_>> {
        let count = self.snapshot.worlds.first().map_or(0, |world| world.answers.len());
        (0..count).map(|place| Evaluation { assessment: self, place })
    }

    /// The evaluation that gives the answer: the strongest by verdict, then duty, then risk, then the id of the warrant.
    pub fn strongest(&self) -> Evaluation<'_> {
        Evaluation { assessment: self, place: self.snapshot.strongest() }
    }

    /// For how long nothing in the answer changes. Ends at [`Assessment::as_of`], where answers become projections.
    pub fn lifetime(&self) -> Lifetime {
        self.lifetime
    }

    /// For how long the verdict stays.
    pub fn verdict_lifetime(&self) -> Lifetime {
        self.verdict_lifetime
    }

    /// The decisive rules of the decisions on which the answer for the strongest warrant rests, in order of the decisions; where it
    /// is undetermined, those of every possible verdict, each once.
    pub fn reasons(&self) -> Vec<ReasonReport> {
        report::reasons_of(&self.strongest())
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// What is not known, where that leaves something undetermined.
    pub(crate) fn unknown(&self) -> Vec<String> {
        report::unknown_of(self, Language::En)
    }

    /// Every smallest set of changes of fact, of one attribute or of two, that would turn the verdict.
    ///
    /// ```
    /// # use icc_arrest_risk::Engine;
    /// let trip = Engine::embedded().assess("Putin", "Kyrgyzstan", "2023-10-12".parse()?)?;
    /// assert!(trip.pivots().iter().any(|pivot| pivot.to_string() == "if Kyrgyzstan became a party: enforceable"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pivots(&self) -> Vec<Pivot> {
        self.engine.pivots(self.person, self.destination, self.on, &self.snapshot)
    }

    /// Why the strongest warrant's verdict is not this one: the nearest rules, and the conditions that failed. Empty where it is, or may
    /// be.
    pub fn why_not(&self, verdict: Verdict) -> Vec<NearMiss> {
        let strongest = self.strongest();
        if strongest.verdict().possible().contains(&verdict) {
            return Vec::new();
        }
        strongest.answers().next().map_or(Vec::new(), |answer| self.engine.why_not(answer, verdict))
    }

    /// The whole answer as plain data.
    pub fn report(&self) -> Report {
        report::of(self, Language::En)
    }

    /// The whole answer as a text in a language: with the names, reasons and assumptions that the rulebook has in it; what it lacks stands in
    /// English, or in whichever language there is.
    ///
    /// ```
    /// use icc_arrest_risk::{Engine, Language};
    ///
    /// let trip = Engine::embedded().assess("Putin", "Mongolia", "2024-09-03".parse()?)?;
    /// assert_eq!(trip.text(Language::En).to_string(), trip.to_string());
    /// assert!(trip.text(Language::Ar).to_string().starts_with("فلاديمير بوتين · منغوليا"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(&self, language: Language) -> Text {
        Text { report: report::of(self, language), language }
    }
}

/// The answer for one warrant.
#[derive(Debug, Clone, Copy)]
pub struct Evaluation<'a> {
    assessment: &'a Assessment<'a>,
    place: usize,
}

impl<'a> Evaluation<'a> {
    fn snapshot(&self) -> &'a Snapshot {
        &self.assessment.snapshot
    }

    fn answers(&self) -> impl Iterator<Item = &'a Answer> {
        let place = self.place;
        self.snapshot().worlds.iter().map(move |world| &world.answers[place])
    }

    fn finding<T: Term>(&self, of: impl Fn(&Answer) -> Option<T>) -> Finding<T> {
        let place = self.place;
        self.snapshot().finding(|world| of(&world.answers[place]))
    }

    /// The place of the warrant in the rulebook.
    fn record(&self) -> Option<usize> {
        self.assessment.engine.rulebook.persons[self.assessment.person].warrants.get(self.place).copied()
    }

    /// The id of the warrant within the person; `None` for a person without one.
    pub fn warrant_id(&self) -> Option<&'a str> {
        self.record().map(|record| self.assessment.engine.rulebook.warrants[record].id.as_str())
    }

    /// The situation in which the warrant was issued.
    pub fn situation(&self) -> Option<&'a Named> {
        let rulebook = &self.assessment.engine.rulebook;
        self.record().map(|record| &rulebook.situations[rulebook.warrants[record].situation].name)
    }

    /// The status of the warrant.
    pub fn warrant(&self) -> Finding<Warrant> {
        self.finding(Answer::get)
    }

    /// What the law says.
    pub fn verdict(&self) -> Finding<Verdict> {
        self.finding(|answer| answer.verdict)
    }

    /// What the destination owes the Court.
    pub fn duty(&self) -> Finding<Duty> {
        self.finding(|answer| answer.duty)
    }

    /// What the record suggests.
    pub fn risk(&self) -> Finding<Risk> {
        self.finding(|answer| answer.risk)
    }

    /// What a decision concludes. See [`Assessment::decision`].
    pub fn decision(&self, name: &str) -> Option<Finding<&'a str>> {
        self.decision_at(self.assessment.engine.rulebook.law.place(name)?)
    }

    /// The same by the decision's place in [`Law::decisions`](crate::rulebook::Law::decisions).
    pub fn decision_at(&self, place: usize) -> Option<Finding<&'a str>> {
        self.assessment.conclusion(place, |world| world.answers.get(self.place))
    }

    /// The whole evaluation as plain data: reasons, objections, facts.
    pub fn report(&self) -> EvaluationReport {
        report::of_evaluation(self, Language::En)
    }
}

impl fmt::Display for Assessment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.report().fmt(f)
    }
}

impl Serialize for Assessment<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.report().serialize(serializer)
    }
}
