//! The laws themselves, one function each.

use std::cell::Cell;
use std::fmt;
use std::sync::{Arc, OnceLock};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use super::seen::Seen;
use super::{Broken, File, Held, Laws, texts};
use crate::assessment::Finding;
use crate::day::Day;
use crate::engine::{Engine, Question};
use crate::rulebook::{Draft, Overlay, OverlayBuilder};
use crate::statute;
use crate::strategy::{self, Book, Change, Known, Pick, Size};
use crate::vocabulary::{Duty, Term, Verdict, Warrant};

/// Over what the laws run.
#[derive(Clone)]
pub(super) enum Worlds {
    Given(Arc<World>),
    Generated(BoxedStrategy<Book>),
}

impl Worlds {
    pub(super) fn given(draft: &Draft) -> Self {
        Self::Given(Arc::new(World::new(draft.clone(), None)))
    }

    pub(super) fn generated(law: &Draft, size: Size) -> Self {
        Self::Generated(strategy::rulebooks_on(law, size))
    }

    fn strategy(&self) -> BoxedStrategy<Arc<World>> {
        match self {
            Self::Given(world) => Just(Arc::clone(world)).boxed(),
            Self::Generated(books) => books.clone().prop_map(|book| Arc::new(World::new(book.draft(), Some(book.to_toml())))).boxed(),
        }
    }
}

/// A rulebook with what the laws ask of it.
pub(super) struct World {
    draft: Draft,
    /// The text, where it was generated.
    text: Option<String>,
    ready: OnceLock<Result<Ready, String>>,
    files: OnceLock<Vec<File>>,
}

struct Ready {
    engine: Engine,
    persons: Vec<String>,
    destinations: Vec<String>,
    days: Vec<Day>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text.as_deref().unwrap_or("the given rulebook"))
    }
}

impl World {
    fn new(draft: Draft, text: Option<String>) -> Self {
        Self { draft, text, ready: OnceLock::new(), files: OnceLock::new() }
    }

    fn ready(&self) -> Result<&Ready, Stop> {
        let ready = self.ready.get_or_init(|| {
            let engine = Engine::new(self.draft.check().map_err(|error| format!("the rulebook does not load: {error}"))?);
            let book = engine.rulebook();
            let persons = book.persons().map(|person| person.id.clone()).collect();
            let destinations = book.destinations().map(|destination| destination.id.clone()).collect();
            let days = strategy::days_of(book);
            Ok(Ready { persons, destinations, days, engine })
        });
        ready.as_ref().map_err(|error| Stop::Broken(error.clone()))
    }

    fn files(&self) -> &[File] {
        self.files.get_or_init(|| self.draft.to_files())
    }

    /// The engine under an overlay; the law says nothing of an overlay that the rulebook cannot bear.
    fn under(&self, overlay: &Overlay) -> Result<Engine, Stop> {
        self.draft.with(overlay).check().map(Engine::new).map_err(|_| Stop::Nothing)
    }

    /// A draft of files that may hold the same law, which then need not be proved again.
    fn related(&self, mut draft: Draft) -> Draft {
        draft.proved = Arc::clone(&self.draft.proved);
        draft
    }
}

impl Ready {
    /// A question about the rulebook; the law says nothing where it knows nobody or nothing.
    fn question(&self, pick: &Pick) -> Result<Question, Stop> {
        if self.persons.is_empty() || self.destinations.is_empty() {
            return Err(Stop::Nothing);
        }
        Ok(pick.question(&Known { persons: &self.persons, destinations: &self.destinations, days: &self.days }))
    }
}

/// Why a case ends early.
enum Stop {
    /// The law says nothing of it.
    Nothing,
    /// The law is broken, and how.
    Broken(String),
}

type Outcome = Result<(), Stop>;

fn broken(text: String) -> Outcome {
    Err(Stop::Broken(text))
}

fn run<S: Strategy>(laws: &Laws<'_>, law: &'static str, of: S, test: impl Fn(&World, &S::Value) -> Outcome) -> Result<Held, Broken> {
    let rejects = laws.cases.saturating_mul(40).max(2000);
    let config =
        Config { cases: laws.cases, failure_persistence: None, max_global_rejects: rejects, max_shrink_iters: 10_000, ..Config::default() };
    let held = Cell::new(0);
    let mut runner = match laws.seed {
        Some(seed) => {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_le_bytes());
            TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
        }
        None => TestRunner::new(config),
    };
    let outcome = runner.run(&(laws.worlds.strategy(), of), |(world, value)| match test(&world, &value) {
        Ok(()) => {
            held.set(held.get() + 1);
            Ok(())
        }
        Err(Stop::Nothing) => Err(TestCaseError::reject("the law says nothing of it")),
        Err(Stop::Broken(reason)) => Err(TestCaseError::fail(reason)),
    });
    match outcome {
        // Too few cases to which the law applies are no breach of it.
        Ok(()) | Err(TestError::Abort(_)) => Ok(Held { cases: held.get() }),
        Err(TestError::Fail(reason, (world, _))) => Err(Broken { law, rulebook: world.text.clone(), reason: reason.message().to_owned() }),
    }
}

impl Laws<'_> {
    fn ask(&self, engine: &Engine, question: &Question) -> Result<Seen, Stop> {
        (self.answering)(engine, question).map_err(|error| Stop::Broken(format!("{question} has no answer: {error}")))
    }

    /// Two engines must answer a question alike.
    fn alike(&self, one: &Engine, other: &Engine, question: &Question, after: impl fmt::Display) -> Outcome {
        let (one, other) = (self.ask(one, question)?, self.ask(other, question)?);
        match one.differs(&other, false) {
            Some(difference) => broken(format!("{question}: {difference}, {after}")),
            None => Ok(()),
        }
    }
}

fn within(day: Day, lifetime: crate::assessment::Lifetime) -> bool {
    lifetime.from.is_none_or(|from| from <= day) && lifetime.until.is_none_or(|until| day <= until)
}

pub(super) fn total(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, strategy::picks(), |world, pick| {
        let ready = world.ready()?;
        let question = ready.question(pick)?;
        let seen = laws.ask(&ready.engine, &question)?;
        if seen.verdict.possible().is_empty() || seen.duty.possible().is_empty() || seen.risk.possible().is_empty() {
            return broken(format!("{question}: nothing is possible"));
        }
        for (what, lifetime) in [("lifetime", seen.lifetime), ("lifetime of the verdict", seen.verdict_lifetime)] {
            if !within(question.on, lifetime) {
                return broken(format!("{question}: its {what} is {lifetime}"));
            }
        }
        Ok(())
    })
}

pub(super) fn no_warrant_no_verdict(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, strategy::picks(), |world, pick| {
        let ready = world.ready()?;
        let question = ready.question(pick)?;
        let idle = |warrant: &Warrant| !matches!(warrant, Warrant::Sealed | Warrant::Outstanding | Warrant::Arrested);
        let answer = ready.engine.ask(&question).map_err(|error| Stop::Broken(error.to_string()))?;
        if !answer.evaluations().all(|evaluation| evaluation.warrant().possible().iter().all(idle)) {
            return Err(Stop::Nothing);
        }
        let seen = laws.ask(&ready.engine, &question)?;
        if seen.verdict != Verdict::NoWarrant || seen.duty != Duty::None {
            return broken(format!("{question}: no warrant is in effect, and the verdict is `{}`, the duty `{}`", seen.verdict, seen.duty));
        }
        Ok(())
    })
}

/// Numbers for a state, a day after its last step, and days around which to ask.
fn membership_changes() -> impl Strategy<Value = (usize, u32, usize, Pick)> {
    (0usize..4096, 0u32..9000, 0usize..64, strategy::picks())
}

/// The weakest and the strongest that is possible.
fn ends<T: Copy + Ord>(finding: &Finding<T>) -> Option<(T, T)> {
    let possible = finding.possible();
    Some((*possible.iter().min()?, *possible.iter().max()?))
}

pub(super) fn ratification_never_weakens(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, membership_changes(), |world, (state, days, near, pick)| {
        let ready = world.ready()?;
        let change = Change::Joins { state: *state, days: *days };
        let overlay = change.overlay(ready.engine.rulebook(), None).ok_or(Stop::Nothing)?;
        let after = world.under(&overlay.build("ratification.toml"))?;
        let (code, deposit) = change.state_and_day(ready.engine.rulebook()).ok_or(Stop::Nothing)?;
        let mut question = ready.question(pick)?;
        let in_force = statute::entry_into_force(deposit).unwrap_or(deposit);
        // Half of the questions are put to the state itself, on the days on which its standing turns.
        if near % 2 == 0 {
            question.destination = code;
            question.on = [in_force, deposit, question.on, question.on][near / 2 % 4];
        }
        let (before, after) = (laws.ask(&ready.engine, &question)?, laws.ask(&after, &question)?);
        match (ends(&before.duty), ends(&after.duty)) {
            (Some(old), Some(new)) if new.0 < old.0 || new.1 < old.1 => {
                broken(format!("{question}: the duty is `{}`, and after a ratification `{}`:\n{overlay}", before.duty, after.duty))
            }
            _ => Ok(()),
        }
    })
}

pub(super) fn notification_changes_nothing_before_effect(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, membership_changes(), |world, (state, days, near, pick)| {
        let ready = world.ready()?;
        let change = Change::Leaves { state: *state, days: *days };
        let overlay = change.overlay(ready.engine.rulebook(), None).ok_or(Stop::Nothing)?;
        let after = world.under(&overlay.build("withdrawal.toml"))?;
        let (code, notified) = change.state_and_day(ready.engine.rulebook()).ok_or(Stop::Nothing)?;
        let last = statute::exit(notified, None).and_then(Day::previous).ok_or(Stop::Nothing)?;
        let mut question = ready.question(pick)?;
        if near % 2 == 0 {
            question.destination = code;
            question.on = [notified, last, question.on, question.on][near / 2 % 4];
        }
        question.on = question.on.min(last);
        let (before, after) = (laws.ask(&ready.engine, &question)?, laws.ask(&after, &question)?);
        if before.duty != after.duty || before.verdict != after.verdict {
            return broken(format!(
                "{question}: the duty is `{}`, the verdict `{}`, and `{}`, `{}` with the notification:\n{overlay}",
                before.duty, before.verdict, after.duty, after.verdict
            ));
        }
        Ok(())
    })
}

pub(super) fn constant_over_lifetime(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, (strategy::picks(), 0u32..4_000_000), |world, (pick, inside)| {
        let ready = world.ready()?;
        let question = ready.question(pick)?;
        let seen = laws.ask(&ready.engine, &question)?;
        let on = |day: Day| laws.ask(&ready.engine, &Question { on: day, ..question.clone() });
        let (from, until) = (seen.lifetime.from.unwrap_or(Day::MIN), seen.lifetime.until.unwrap_or(Day::MAX));
        let span = u32::try_from(from.days_until(until)).unwrap_or_default();
        let somewhere = from.plus_days(inside % (span + 1)).unwrap_or(until);
        for day in [from, until, somewhere] {
            if let Some(difference) = seen.differs(&on(day)?, false) {
                return broken(format!("{question}: its lifetime is {}, but on {day} {difference}", seen.lifetime));
            }
        }
        let past = [seen.lifetime.from.and_then(Day::previous), seen.lifetime.until.and_then(Day::next)];
        for day in past.into_iter().flatten() {
            if seen.differs(&on(day)?, true).is_none() {
                return broken(format!("{question}: its lifetime is {}, but nothing in it differs on {day}", seen.lifetime));
            }
        }
        Ok(())
    })
}

pub(super) fn later_knowledge_changes_nothing_earlier(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, (strategy::changes(), strategy::picks(), strategy::picks()), |world, (change, asked, known)| {
        let ready = world.ready()?;
        let book = ready.engine.rulebook();
        let question = ready.question(asked)?;
        let known = ready.question(known)?.on;
        // From `as_of` on, all is known.
        let later = known.next().filter(|_| known < book.as_of()).ok_or(Stop::Nothing)?;
        let overlay = change.overlay(book, Some(later)).ok_or(Stop::Nothing)?;
        let after = world.under(&overlay.build("later.toml"))?;
        let after_text = format!("both as known at {known}, with what became known later:\n{overlay}");
        laws.alike(&ready.engine.known_at(known), &after.known_at(known), &question, after_text)
    })
}

pub(super) fn empty_overlay_changes_nothing(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, (0usize..6, strategy::picks()), |world, (form, pick)| {
        let ready = world.ready()?;
        let question = ready.question(pick)?;
        let text = match form {
            0 => String::new(),
            1 => "base = \"rulebook\"\n".to_owned(),
            2 => "# Nothing.\nabout = \"Nothing.\"\n".to_owned(),
            3 => OverlayBuilder::new().as_of(ready.engine.rulebook().as_of()).to_toml(),
            4 => format!("[states.{}]\nevents = []\n", ready.destinations.iter().find(|code| code.len() == 2).ok_or(Stop::Nothing)?),
            _ => format!("[persons.{}]\nretract = []\n[law.{}]\n", question.person, Verdict::NAME),
        };
        let after = world.draft.with(&Overlay::read("empty.toml", &text)).check().map(Engine::new);
        let after = after.map_err(|error| Stop::Broken(format!("an empty overlay does not load: {error}")))?;
        laws.alike(&ready.engine, &after, &question, format!("under the overlay:\n{text}"))?;
        match ready.engine.diff(&after).first() {
            Some(difference) => broken(format!("under an empty overlay: {difference}")),
            None => Ok(()),
        }
    })
}

fn subset<T: PartialEq + ToString>(what: &str, narrow: &[T], wide: &[T]) -> Option<String> {
    let list = |values: &[T]| values.iter().map(T::to_string).collect::<Vec<_>>().join(" or ");
    let stray = narrow.iter().any(|value| !wide.contains(value));
    stray.then(|| format!("the {what} is {}, and {} once more is known", list(wide), list(narrow)))
}

pub(super) fn narrowing_never_turns(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    let numbers = [0usize..4096, 0usize..4096, 0usize..4096];
    run(laws, law, (0usize..4096, numbers, strategy::picks()), |world, (place, numbers, pick)| {
        let ready = world.ready()?;
        let files = world.files();
        let lines = texts::uncertain(files);
        let line = lines.get(place.checked_rem(lines.len()).ok_or(Stop::Nothing)?).ok_or(Stop::Nothing)?;
        let (narrowed, old, new) = texts::narrowed(files, *line, *numbers).ok_or(Stop::Nothing)?;
        // What is narrowed to a day on which it cannot have happened is no rulebook.
        let after = world.related(Draft::from_files(narrowed)).check().map(Engine::new).map_err(|_| Stop::Nothing)?;
        let question = ready.question(pick)?;
        let (wide, narrow) = (laws.ask(&ready.engine, &question)?, laws.ask(&after, &question)?);
        let turned = subset("verdict", narrow.verdict.possible(), wide.verdict.possible())
            .or_else(|| subset("duty", narrow.duty.possible(), wide.duty.possible()))
            .or_else(|| subset("risk", narrow.risk.possible(), wide.risk.possible()))
            .or_else(|| subset("membership", narrow.membership.possible(), wide.membership.possible()))
            .or_else(|| subset("warrant", narrow.warrant.possible(), wide.warrant.possible()))
            .or_else(|| narrow.decisions.iter().find_map(|(name, values)| subset(name, values, wide.decisions.get(name)?)));
        match turned {
            Some(turned) => broken(format!("{question}: {turned}:\n- {old}\n+ {new}")),
            None => Ok(()),
        }
    })
}

/// Files must read as the same rulebook as the draft.
fn same(laws: &Laws<'_>, world: &World, files: Vec<File>, pick: &Pick, after: &str) -> Outcome {
    let ready = world.ready()?;
    let read = world.related((laws.reading)(files));
    let other = read.check().map(Engine::new).map_err(|error| Stop::Broken(format!("{after} it does not load: {error}")))?;
    if other.rulebook().digest() != ready.engine.rulebook().digest() {
        let (old, new) = (world.draft.to_files(), read.to_files());
        let lines = |files: &[File]| files.iter().flat_map(|(_, text)| text.lines().map(str::to_owned)).collect::<Vec<_>>();
        let parted = lines(&old).into_iter().zip(lines(&new)).find(|(one, other)| one != other);
        let parted = parted.map_or(String::new(), |(one, other)| format!(":\n- {one}\n+ {other}"));
        return broken(format!("{after} its digest is another{parted}"));
    }
    let question = ready.question(pick)?;
    laws.alike(&ready.engine, &other, &question, after)
}

pub(super) fn written_reads_back(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, strategy::picks(), |world, pick| same(laws, world, (laws.writing)(&world.draft), pick, "written and read back"))
}

pub(super) fn order_never_matters(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, (any::<u64>(), strategy::picks()), |world, (seed, pick)| {
        same(laws, world, texts::shuffled(world.files(), *seed), pick, "in another order")
    })
}

pub(super) fn paths_agree(laws: &Laws<'_>, law: &'static str) -> Result<Held, Broken> {
    run(laws, law, strategy::picks(), |world, pick| {
        let ready = world.ready()?;
        let question = ready.question(pick)?;
        let seen = laws.ask(&ready.engine, &question)?;
        let unknown = |error: crate::engine::AskError| Stop::Broken(error.to_string());
        let person = ready.engine.person_id(&question.person).map_err(unknown)?;
        let destination = ready.engine.destination_id(&question.destination).map_err(unknown)?;
        let quick = ready.engine.quick(person, destination, question.on, question.presence);
        let apart = [
            ("verdict", quick.verdict() == seen.verdict, quick.verdict().to_string(), seen.verdict.to_string()),
            ("duty", quick.duty() == seen.duty, quick.duty().to_string(), seen.duty.to_string()),
            ("risk", quick.risk() == seen.risk, quick.risk().to_string(), seen.risk.to_string()),
            ("membership", quick.membership() == seen.membership, quick.membership().to_string(), seen.membership.to_string()),
            ("warrant", quick.warrant() == seen.warrant, quick.warrant().to_string(), seen.warrant.to_string()),
        ];
        match apart.into_iter().find(|(_, same, ..)| !same) {
            Some((what, _, quick, seen)) => broken(format!("{question}: the {what} is `{quick}` by the quick path, `{seen}` explained")),
            None => Ok(()),
        }
    })
}
