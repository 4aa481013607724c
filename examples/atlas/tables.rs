//! The engine's answers over time, for every person and destination and both ways of knowing, as tables.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use icc_arrest_risk::rulebook::{Named, Rulebook};
use icc_arrest_risk::vocabulary::{Attribute, Label, Term};
use icc_arrest_risk::{Brief, Day, Engine, Finding, Question, Sense};

use crate::catalogue::{Catalogue, Core, OWN, Own};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// From each day on, what holds; the first from the beginning of time.
pub type Row = Vec<(Day, usize)>;

/// For each person and each destination, the place of its answer in the catalogue over time; for each destination its own.
#[derive(Debug)]
pub struct Tables {
    /// By person, then destination.
    pub rows: Vec<Vec<Row>>,
    /// By destination.
    pub own: Vec<Row>,
}

/// A stretch of days on which an engine is asked: from the first day to the last, inclusive.
#[derive(Debug, Clone, Copy)]
struct Window {
    from: Day,
    until: Day,
}

const EVER: Window = Window { from: Day::MIN, until: Day::MAX };

/// With all that is known today.
pub fn today(engine: &Engine, catalogue: &Mutex<Catalogue>) -> Result<Tables, Error> {
    let ids = Ids::of(engine)?;
    let asker = Asker::new(engine, engine.rulebook(), catalogue);
    let asked = (0..ids.persons.len()).collect::<Vec<_>>();
    let found = spread(&asked, |person| {
        let mut asker = asker.clone();
        ids.destinations.iter().enumerate().map(|(place, _)| asker.ask(&ids, *person, place, EVER)).collect::<Result<Vec<_>, _>>()
    })?;
    let mut collected = Collected::new(&ids);
    for (person, answers) in found {
        for (destination, answers) in answers.into_iter().enumerate() {
            collected.add(person, destination, answers);
        }
    }
    Ok(collected.tables(&ids))
}

/// Each day with what was known on that very day.
///
/// From one day on which a fact becomes known to the next, the engine as of the first answers for both: so one engine for each such
/// day, asked about those pairs alone on which a fact of that day bears.
pub fn then(engine: &Engine, catalogue: &Mutex<Catalogue>) -> Result<Tables, Error> {
    let ids = Ids::of(engine)?;
    let mut by_day: BTreeMap<Day, Vec<(usize, usize, Window)>> = BTreeMap::new();
    for (p, person) in ids.persons.iter().enumerate() {
        for (d, destination) in ids.destinations.iter().enumerate() {
            let mut days = engine.days_of_knowledge(person, destination)?;
            days.insert(0, Day::MIN);
            for (place, from) in days.iter().enumerate() {
                let until = days.get(place + 1).and_then(|next| next.previous()).unwrap_or(Day::MAX);
                by_day.entry(*from).or_default().push((p, d, Window { from: *from, until }));
            }
        }
    }
    let days: Vec<_> = by_day.into_iter().collect();
    let found = spread(&days, |(day, pairs)| {
        let known = engine.known_at(*day);
        let mut asker = Asker::new(&known, engine.rulebook(), catalogue);
        pairs.iter().map(|(p, d, window)| Ok((*p, *d, asker.ask(&ids, *p, *d, *window)?))).collect::<Result<Vec<_>, Error>>()
    })?;
    let mut collected = Collected::new(&ids);
    for (_, pairs) in found {
        pairs.into_iter().for_each(|(person, destination, answers)| collected.add(person, destination, answers));
    }
    Ok(collected.tables(&ids))
}

/// The result for each piece of work, in order, worked on by as many threads as the machine has.
fn spread<W: Sync, R: Send>(work: &[W], of: impl Fn(&W) -> Result<R, Error> + Sync) -> Result<Vec<(usize, R)>, Error> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(work.len()));
    let worker = || -> Result<(), Error> {
        while let Some((place, piece)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|place| Some((place, work.get(place)?))) {
            let result = of(piece)?;
            done.lock().map_err(|_| "a worker failed")?.push((place, result));
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..std::thread::available_parallelism().map_or(1, usize::from)).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker failed")?)
    })?;
    let mut done = done.into_inner().map_err(|_| "a worker failed")?;
    done.sort_by_key(|(place, _)| *place);
    Ok(done)
}

/// Who and where, by id.
struct Ids {
    persons: Vec<String>,
    destinations: Vec<String>,
    /// The person whose answers give what is the destination's own: one about whom the least is unknown.
    plainest: usize,
}

impl Ids {
    fn of(engine: &Engine) -> Result<Self, Error> {
        let rulebook = engine.rulebook();
        let ids = |named: &Named| named.id.clone();
        let (persons, destinations): (Vec<String>, Vec<String>) =
            (rulebook.persons().map(ids).collect(), rulebook.destinations().map(ids).collect());
        let mut unknown = Vec::new();
        for (place, person) in persons.iter().enumerate() {
            let asked =
                destinations.iter().step_by(7).map(|destination| engine.brief(&Question::new(person, destination, rulebook.as_of())));
            let count = asked.map(|brief| brief.map(|brief| brief.unknown().len())).sum::<Result<usize, _>>()?;
            unknown.push((count, place));
        }
        let plainest = unknown.into_iter().min().map_or(0, |(_, place)| place);
        Ok(Self { persons, destinations, plainest })
    }
}

/// An answer of a day: its place in the catalogue, and that of the destination's own, which the answers about one person give.
type Dated = (Day, usize, Option<usize>);

/// Answers gathered by pair.
struct Collected {
    answers: Vec<Vec<Vec<Dated>>>,
}

impl Collected {
    fn new(ids: &Ids) -> Self {
        Self { answers: vec![vec![Vec::new(); ids.destinations.len()]; ids.persons.len()] }
    }

    fn add(&mut self, person: usize, destination: usize, answers: Vec<Dated>) {
        self.answers[person][destination].extend(answers);
    }

    fn tables(mut self, ids: &Ids) -> Tables {
        self.answers.iter_mut().flatten().for_each(|answers| answers.sort_by_key(|(day, ..)| *day));
        let own = |answers: &Vec<Dated>| changes(answers.iter().filter_map(|(day, _, own)| own.map(|own| (*day, own))));
        Tables {
            own: self.answers[ids.plainest].iter().map(own).collect(),
            rows: self
                .answers
                .iter()
                .map(|row| row.iter().map(|a| changes(a.iter().map(|(day, core, _)| (*day, *core)))).collect())
                .collect(),
        }
    }
}

/// The days on which something new begins.
fn changes(dated: impl Iterator<Item = (Day, usize)>) -> Row {
    let mut row: Row = Vec::new();
    for (day, place) in dated {
        if row.last().is_none_or(|(_, last)| *last != place) {
            row.push((day, place));
        }
    }
    row
}

/// Asks one engine, and remembers what it heard.
#[derive(Clone)]
struct Asker<'e> {
    engine: &'e Engine,
    catalogue: &'e Mutex<Catalogue>,
    /// The places of this engine's facts in the whole rulebook.
    whole: Vec<usize>,
    heard: HashMap<(usize, Sense, Vec<Vec<usize>>), usize>,
}

impl<'e> Asker<'e> {
    fn new(engine: &'e Engine, rulebook: &Rulebook, catalogue: &'e Mutex<Catalogue>) -> Self {
        // What is known is a part of the whole, in the same order.
        let as_of = engine.rulebook().as_of();
        let all = as_of == rulebook.as_of();
        let whole = (0..rulebook.facts().len()).filter(|place| all || rulebook.facts()[*place].known() <= as_of).collect();
        Self { engine, catalogue, whole, heard: HashMap::new() }
    }

    /// The answers about a pair on the days of a window, one for each day on which they may change.
    fn ask(&mut self, ids: &Ids, person: usize, destination: usize, window: Window) -> Result<Vec<Dated>, Error> {
        let (who, place) = (&ids.persons[person], &ids.destinations[destination]);
        let mut days: BTreeSet<Day> = self.engine.days_of_change(who, place)?.into_iter().collect();
        days.insert(window.from);
        let mut answers = Vec::new();
        for day in days.range(window.from..=window.until) {
            let brief = self.engine.brief(&Question::new(who, place, *day))?;
            let own = if person == ids.plainest { Some(self.own(&brief)?) } else { None };
            answers.push((*day, self.core(person, &brief)?, own));
        }
        Ok(answers)
    }

    /// The facts behind an attribute, as places in the whole rulebook, by day.
    fn facts(&self, brief: &Brief<'_>, attribute: Attribute) -> Vec<usize> {
        let mut places = brief.facts_behind(attribute).to_vec();
        let facts = self.engine.rulebook().facts();
        places.sort_unstable_by_key(|place| (facts[*place].on(), *place));
        places.into_iter().map(|place| self.whole[place]).collect()
    }

    fn core(&mut self, person: usize, brief: &Brief<'_>) -> Result<usize, Error> {
        let shared = Attribute::ALL.iter().filter(|attribute| !OWN.contains(attribute));
        let key = (person, brief.sense(), shared.map(|attribute| self.facts(brief, *attribute)).collect::<Vec<_>>());
        if let Some(place) = self.heard.get(&key) {
            return Ok(*place);
        }
        let report = brief.strongest().report();
        let mut catalogue = self.catalogue.lock().map_err(|_| "a worker failed")?;
        let values =
            catalogue.values(&report, |attribute, used| used && !OWN.contains(&attribute), |attribute| self.facts(brief, attribute));
        let used = report.values.iter().filter(|value| value.used && OWN.contains(&value.attribute));
        let core = Core {
            verdict: labels(&brief.verdict()),
            duty: labels(&brief.duty()),
            risk: labels(&brief.risk()),
            membership: Some(labels(&brief.membership())).filter(|labels| labels.len() == Label::ALL.len()),
            warrant: labels(&brief.warrant()),
            strongest: report.warrant.clone(),
            reasons: brief.reasons().iter().map(|reason| format!("{}/{}", reason.decision, reason.rule.rule)).collect(),
            objections: report.objections.iter().map(|o| (o.objection.to_string(), o.standing.to_string(), o.rule.clone())).collect(),
            values,
            own: used.map(|value| value.attribute.name().to_owned()).collect(),
            unknown: brief.unknown(),
        };
        let place = catalogue.cores.place(core);
        self.heard.insert(key, place);
        Ok(place)
    }

    fn own(&self, brief: &Brief<'_>) -> Result<usize, Error> {
        let report = brief.strongest().report();
        let mut catalogue = self.catalogue.lock().map_err(|_| "a worker failed")?;
        let values = catalogue.values(&report, |attribute, _| OWN.contains(&attribute), |attribute| self.facts(brief, attribute));
        Ok(catalogue.owns.place(Own { membership: labels(&brief.membership()), values }))
    }
}

/// The values that are possible.
pub fn labels<T: Term>(finding: &Finding<T>) -> Vec<String> {
    finding.possible().iter().map(|value| value.label().to_owned()).collect()
}
