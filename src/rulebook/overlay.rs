//! Overlays: rulebooks from rulebooks. What-ifs, scenario tests and a user's own decisions are all this one thing.

use std::path::Path;
use std::sync::Arc;

use super::Rulebook;
use super::diagnostic::{Code, Diagnostic, File, LoadError, Place};
use super::draft::{At, DecisionDraft, Draft, Event, Fields, Thing, Value, When};
use super::expect::Expect;
use super::limits;
use super::spec::{Kind, SUBJECT};
use crate::day::Day;
use crate::engine::{Engine, Question};
use crate::suggest;

/// On what an overlay lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Base {
    /// The whole rulebook.
    #[default]
    Rulebook,
    /// Vocabulary, rules, case law and sources; the overlay brings every state, situation and person.
    Law,
}

/// A change of a rulebook: facts and rules to add, to change and to retract, and what is expected of the outcome.
///
/// Applied with [`Draft::with`]. Its problems, and those that it causes in what it lies on, are reported at its own lines.
/// What an overlay adds needs no source: a fact without one reads *assumed* in answers.
///
/// ```
/// use icc_arrest_risk::vocabulary::Verdict;
/// use icc_arrest_risk::{Draft, Engine, Overlay};
///
/// let overlay = Overlay::read("kyrgyzstan.toml", r#"
///     [states.KG]
///     events = [{ on = 2023-06-01, what = "deposited", by = "ratification" }]
///
///     [[expect]]
///     person = "putin"
///     destination = "KG"
///     on = 2023-10-12
///     verdict = "enforceable"
/// "#);
/// let engine = overlay.run(&Draft::embedded())?;
/// assert_eq!(engine.assess("Putin", "KG", "2023-10-12".parse()?)?.verdict(), Verdict::Enforceable);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    pub(super) file: Option<Arc<File>>,
    pub(super) base: Base,
    pub(super) about: Option<String>,
    pub(super) as_of: Option<At<Day>>,
    /// What it adds and changes, and what was wrong in the reading.
    pub(super) draft: Draft,
    pub(super) retractions: Vec<Retraction>,
    pub(super) expects: Vec<Expect>,
}

/// The kind, person (for a warrant) and id of a thing.
pub(crate) type Owner = (Kind, Option<String>, String);

/// What an overlay takes back, and where it says so.
#[derive(Debug, Clone)]
pub(crate) enum Retraction {
    Thing {
        owner: Owner,
        place: Option<Place>,
    },
    /// An event, named by owner, `what` and `on`, and by its subject where that leaves a choice.
    /// `replaced` says that another event takes its place, which may well have another subject.
    Event {
        owner: Owner,
        what: &'static str,
        on: When,
        subject: Fields,
        replaced: bool,
        place: Option<Place>,
    },
    Rule {
        decision: String,
        id: At<String>,
    },
}

impl Overlay {
    /// Reads an overlay file. Never fails: what is wrong is kept, and [`Draft::check`] reports it.
    pub fn read(name: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        super::read::overlay(name.into(), bytes.as_ref())
    }

    /// Reads an overlay from the file system; the name in diagnostics is the path as given.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn from_file(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        Ok(Self::read(path.display().to_string(), super::read_some(path)?))
    }

    /// On what it lies.
    pub fn base(&self) -> Base {
        self.base
    }

    /// What it says of itself.
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// How many answers it expects.
    pub fn expectations(&self) -> usize {
        self.expects.len()
    }

    /// The questions whose answers it expects, each with the day of knowledge where it names one (see [`Engine::known_at`]).
    pub fn questions(&self) -> impl ExactSizeIterator<Item = (Question, Option<Day>)> {
        self.expects.iter().map(|expect| (expect.question(), expect.known_at))
    }
}

impl Draft {
    /// This draft under an overlay. The draft itself stays as it is; problems are found by [`Draft::check`].
    #[must_use]
    pub fn with(&self, overlay: &Overlay) -> Self {
        let mut draft = match overlay.base {
            Base::Rulebook => self.clone(),
            Base::Law => self.law_alone(),
        };
        draft.overlaid.extend(overlay.file.clone());
        draft.problems.extend(overlay.draft.problems.iter().cloned());
        // Past the problems that are told nothing more is looked for.
        for retraction in &overlay.retractions {
            if draft.problems.len() <= limits::PROBLEMS
                && let Err(problem) = draft.retract(retraction)
            {
                draft.problems.push(problem);
            }
        }
        for thing in &overlay.draft.things {
            if draft.problems.len() <= limits::PROBLEMS {
                draft.add_thing(thing);
            }
        }
        overlay.draft.decisions.iter().for_each(|decision| draft.add_decision(decision));
        draft.add_header(overlay);
        draft
    }

    /// Vocabulary, rules, case law and sources.
    fn law_alone(&self) -> Self {
        let mut draft = self.clone();
        draft.things.retain(|thing| matches!(thing.kind, Kind::Source | Kind::Ruling));
        // The state against which a ruling went is not there, and nothing follows from it.
        draft.things.iter_mut().for_each(|thing| thing.fields.0.retain(|(key, _)| *key != "against"));
        draft
    }

    /// The law alone, without sources and rulings.
    #[cfg(feature = "proptest")]
    pub(crate) fn without_things(&self) -> Self {
        let mut draft = self.clone();
        draft.things.clear();
        draft
    }

    /// The last day that its facts cover.
    #[cfg(feature = "proptest")]
    pub(crate) fn as_of(&self) -> Option<Day> {
        self.header.as_ref().map(|header| header.as_of)
    }

    fn thing(&mut self, (kind, of, id): &Owner) -> Option<&mut Thing> {
        self.things.iter_mut().find(|thing| thing.kind == *kind && thing.of == *of && thing.id.value == *id)
    }

    fn retract(&mut self, retraction: &Retraction) -> Result<(), Diagnostic> {
        match retraction {
            Retraction::Thing { owner, place } => {
                let (kind, _, id) = owner;
                if self.thing(owner).is_none() {
                    let known: Vec<&str> = self.things.iter().filter(|t| t.kind == *kind).map(|t| t.id.value.as_str()).collect();
                    let help = suggest::help(id, known);
                    let message = format!("there is no {} `{id}` to retract", kind.noun());
                    return Err(Diagnostic { help, ..Diagnostic::new(Code::NothingToRetract, place.clone(), message) });
                }
                // A person's warrants go with the person.
                let gone = |thing: &Thing| {
                    (thing.kind, &thing.of, &thing.id.value) == (owner.0, &owner.1, &owner.2)
                        || *kind == Kind::Person && thing.of.as_ref() == Some(id)
                };
                self.things.retain(|thing| !gone(thing));
                self.retracted.push((*kind, At::new(id.clone(), place.clone())));
                Ok(())
            }
            Retraction::Event { owner, what, on, subject, replaced, place } => {
                let refuse = |message: String| Diagnostic::new(Code::NothingToRetract, place.clone(), message);
                let Some(thing) = self.thing(owner) else {
                    return Err(refuse(format!("there is no {} `{}` here whose event could be retracted", owner.0.noun(), owner.2)));
                };
                let alike =
                    |event: &Event| subject.0.iter().all(|(key, at)| event.fields.get(key).is_some_and(|own| own.value == at.value));
                let named = |event: &Event| event.what == *what && event.on == *on;
                let mut found: Vec<usize> = (0..thing.events.len()).filter(|event| named(&thing.events[*event])).collect();
                if !(*replaced && found.len() == 1) {
                    found.retain(|event| alike(&thing.events[*event]));
                }
                match found.as_slice() {
                    [event] => {
                        thing.events.remove(*event);
                        thing.touched.extend(place.clone());
                        Ok(())
                    }
                    [] => {
                        let days: Vec<String> =
                            thing.events.iter().filter(|event| event.what == *what).map(|event| event.on.to_string()).collect();
                        let help = match days.as_slice() {
                            [] => format!("it has no event `{what}` at all"),
                            days => format!("its event `{what}` stands on {}", days.join(", ")),
                        };
                        Err(refuse(format!("`{}` has no event `{what}` on {on} to retract", owner.2)).help(help))
                    }
                    several => Err(refuse(format!("`{}` has {} events `{what}` on {on}", owner.2, several.len()))
                        .help(format!("name the one that is meant by its {}", SUBJECT.join(", ")))),
                }
            }
            Retraction::Rule { decision, id } => {
                let Some(draft) = self.decisions.iter_mut().find(|draft| draft.name.value == *decision) else {
                    let help = suggest::help(decision, self.decisions.iter().map(|draft| draft.name.value.as_str()));
                    let message = format!("there is no decision `{decision}` whose rule could be retracted");
                    return Err(Diagnostic { help, ..Diagnostic::new(Code::NothingToRetract, id.place.clone(), message) });
                };
                let before = draft.rules.len();
                draft.rules.retain(|rule| rule.id.value != id.value);
                if draft.rules.len() == before {
                    let help = suggest::help(&id.value, draft.rules.iter().map(|rule| rule.id.value.as_str()));
                    let message = format!("`{decision}` has no rule `{}` to retract", id.value);
                    return Err(Diagnostic { help, ..Diagnostic::new(Code::NothingToRetract, id.place.clone(), message) });
                }
                draft.touched.extend(id.place.clone());
                Ok(())
            }
        }
    }

    fn add_thing(&mut self, change: &Thing) {
        let owner = (change.kind, change.of.clone(), change.id.value.clone());
        let touched: Vec<Place> = change.events.iter().filter_map(|event| event.place.clone()).chain(change.id.place.clone()).collect();
        if let Some(thing) = self.thing(&owner) {
            for (key, value) in &change.fields.0 {
                thing.fields.0.retain(|(other, _)| other != key);
                thing.fields.0.push((key, value.clone()));
            }
            thing.events.extend(change.events.iter().cloned());
            if !change.sources.is_empty() {
                thing.sources.clone_from(&change.sources);
            }
            thing.touched.extend(touched);
            return;
        }
        let inside = format!("{} `{}`", change.kind.noun(), change.id.value);
        for key in change.kind.keys().iter().filter(|key| key.required && change.fields.get(key.name).is_none()) {
            let message = format!("{inside} is new and lacks the key `{}`", key.name);
            let known = self.things.iter().filter(|thing| thing.kind == change.kind).map(|thing| thing.id.value.as_str());
            let near = suggest::nearest(&change.id.value, known, 1);
            let help = match near.first().filter(|_| key.name == "name") {
                Some(near) => format!("add it, or did you mean `{near}`?"),
                None => format!("add `{} = …`", key.name),
            };
            self.problems.push(Diagnostic::new(Code::MissingKey, change.id.place.clone(), message).help(help));
        }
        let mut thing = Thing { touched, ..change.clone() };
        if thing.kind == Kind::Ruling && thing.sources.is_empty() {
            thing.fields.0.push(("assumed", At::new(Value::Flag(true), None)));
        }
        self.things.push(thing);
    }

    fn add_decision(&mut self, change: &DecisionDraft) {
        let touched = change.rules.iter().filter_map(|rule| rule.id.place.clone()).chain(change.name.place.clone());
        let Some(decision) = self.decisions.iter_mut().find(|decision| decision.name.value == change.name.value) else {
            let missing = [("asks", "\"…\"", change.asks.is_empty()), ("conclusions", "[\"…\"]", change.conclusions.is_empty())];
            if missing.iter().any(|(.., missing)| *missing) {
                for (key, example, _) in missing.into_iter().filter(|(.., missing)| *missing) {
                    let message = format!("the decision `{}` is new and lacks the key `{key}`", change.name.value);
                    let problem = Diagnostic::new(Code::MissingKey, change.name.place.clone(), message);
                    let near = suggest::nearest(&change.name.value, self.decisions.iter().map(|decision| decision.name.value.as_str()), 1);
                    let near = near.first().map_or(String::new(), |near| format!(", or did you mean `{near}`?"));
                    self.problems.push(problem.help(format!("add `{key} = {example}`{near}")));
                }
                return;
            }
            self.decisions.push(DecisionDraft { touched: touched.collect(), ..change.clone() });
            return;
        };
        decision.touched.extend(touched);
        decision.unread.extend(change.unread.iter().cloned());
        if !change.asks.is_empty() {
            decision.asks.clone_from(&change.asks);
        }
        if !change.conclusions.is_empty() {
            decision.conclusions.clone_from(&change.conclusions);
            decision.conclusions_place.clone_from(&change.conclusions_place);
        }
        for rule in &change.rules {
            decision.rules.retain(|other| other.id.value != rule.id.value);
            decision.rules.push(rule.clone());
        }
    }

    fn add_header(&mut self, overlay: &Overlay) {
        let Some(header) = &mut self.header else { return };
        if let Some(name) = overlay.file.as_ref().map(|file| &file.name) {
            header.facts = format!("{} + {name}", header.facts);
        }
        let Some(as_of) = &overlay.as_of else { return };
        if as_of.value < header.as_of {
            let message = format!("an overlay cannot move `as_of` back before {}", header.as_of);
            let problem = Diagnostic::new(Code::BadDay, as_of.place.clone(), message);
            self.problems.push(problem.help("ask `known_at` for what was known on an earlier day"));
        } else {
            header.as_of = as_of.value;
        }
    }
}

/// Where an overlay caused a problem in what it lies on, the problem is told at the overlay's line, and the other place beside it.
pub(super) fn blame(mut problem: Diagnostic, touched: &[Place]) -> Diagnostic {
    let Some(cause) = touched.first() else { return problem };
    let inside = |place: &Option<Place>| place.as_ref().is_some_and(|place| touched.iter().any(|touched| touched.same_file(place)));
    if !inside(&problem.place) {
        let beside = problem.place.take();
        match inside(&problem.also) {
            true => std::mem::swap(&mut problem.place, &mut problem.also),
            false => problem.place = Some(cause.clone()),
        }
        problem.also = beside;
    }
    problem
}

impl Overlay {
    /// Applies the overlay to a base, checks the outcome, and holds every expectation against it.
    ///
    /// # Errors
    /// Every problem of the overlay, or every expectation that is not met, each at its line.
    pub fn run(&self, base: &Draft) -> Result<Engine, LoadError> {
        let rulebook: Rulebook = base.with(self).check()?;
        let engine = Engine::new(rulebook);
        let unmet = super::expect::unmet(&engine, &self.expects);
        if unmet.is_empty() { Ok(engine) } else { Err(LoadError::new(unmet)) }
    }
}
