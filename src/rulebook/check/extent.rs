//! How much a rulebook holds, and how much of it is open: what is beyond a limit is refused before it costs anything.

use std::collections::BTreeMap;

use super::super::diagnostic::{Code, Diagnostic, Place};
use super::super::draft::{DecisionDraft, Draft, Thing};
use super::super::limits;
use super::super::spec::Kind;
use super::super::{Destination, Fact, Owner, Person, Situation, WarrantRecord, What};
use super::Check;
use crate::docket::Entry;
use crate::engine::{MOST_WORLDS, days_tried, ways_tried};

fn beyond(place: Option<Place>, count: usize, what: &str, most: usize) -> Option<Diagnostic> {
    let message = || format!("{count} {what}; no more than {most} are read");
    (count > most)
        .then(|| Diagnostic::new(Code::Limit, place, message()).help("leave out what is not needed, or load it as several rulebooks"))
}

/// What a draft has too much of.
pub(super) fn of_draft(draft: &Draft) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let last = |thing: Option<&Thing>| thing.and_then(|thing| thing.id.place.clone());
    let things = &draft.things;
    let what = "sources, states, territories, situations, persons, warrants and rulings";
    problems.extend(beyond(last(things.last()), things.len(), what, limits::THINGS));
    let events = things.iter().map(|thing| thing.events.len()).sum();
    problems.extend(beyond(last(things.last()), events, "events", limits::EVENTS));
    for thing in things {
        let place = || thing.id.place.clone();
        let own = format!("events of the {} `{}`", thing.kind.noun(), thing.id.value);
        problems.extend(beyond(place(), thing.events.len(), &own, limits::EVENTS_EACH));
        let names = thing.fields.words("names").len() + thing.fields.texts("aliases").len();
        problems.extend(beyond(place(), names, &format!("names of the {} `{}`", thing.kind.noun(), thing.id.value), limits::NAMES));
        let names = thing.fields.words("names").iter().map(|(_, name)| name).chain(thing.fields.texts("aliases"));
        let named = !matches!(thing.kind, Kind::Source | Kind::Ruling);
        let name = thing.fields.get("name").filter(|_| named).and_then(|at| Some((thing.fields.text("name")?, &at.place)));
        for (text, place) in names.map(|name| (name.value.as_str(), &name.place)).chain(name) {
            problems.extend(beyond(place.clone(), text.len(), "bytes of a name", limits::NAME_BYTES));
        }
        if problems.len() > limits::PROBLEMS {
            return problems;
        }
    }
    let decisions = &draft.decisions;
    let last = |decision: Option<&DecisionDraft>| decision.and_then(|decision| decision.name.place.clone());
    problems.extend(beyond(last(decisions.last()), decisions.len(), "decisions", limits::DECISIONS));
    let rules = || decisions.iter().flat_map(|decision| &decision.rules);
    let largest = || last(decisions.iter().max_by_key(|decision| decision.rules.len()));
    problems.extend(beyond(largest(), rules().count(), "rules", limits::RULES));
    let clauses = rules().map(|rule| rule.when.iter().map(|(_, values)| 1 + values.len()).sum::<usize>() + rule.overrides.len()).sum();
    problems.extend(beyond(largest(), clauses, "conditions, values and overrides of rules", limits::CLAUSES));
    problems
}

/// Facts of one owner: in how many combinations those that are open can have gone, and how many days they bring.
#[derive(Debug, Clone, Copy)]
struct Open {
    ways: usize,
    days: usize,
    facts: usize,
}

impl Open {
    fn of<'f>(facts: impl Iterator<Item = &'f Fact>) -> Self {
        facts.fold(Self { ways: 1, days: 0, facts: 0 }, |sum, fact| Self {
            ways: sum.ways.saturating_mul(ways_tried(fact)),
            days: sum.days + days_tried(fact),
            facts: sum.facts + 1,
        })
    }

    fn and(self, other: Self) -> Self {
        Self { ways: self.ways.saturating_mul(other.ways), days: self.days + other.days, facts: self.facts + other.facts }
    }

    /// What it costs to keep every combination.
    fn kept(self) -> usize {
        self.ways.min(MOST_WORLDS).saturating_mul(self.facts.saturating_mul(self.facts))
    }
}

/// What is open in a rulebook, where that is too much.
pub(super) fn of_facts(
    check: &Check<'_>,
    destinations: &[Destination],
    situations: &[Situation],
    persons: &[Person],
    warrants: &[WarrantRecord],
) -> Vec<Diagnostic> {
    let open = |facts: &[usize]| Open::of(facts.iter().map(|fact| &check.facts[*fact]));
    let places: Vec<Open> = destinations.iter().map(|destination| open(&destination.facts)).collect();
    let cases: Vec<Open> = situations.iter().map(|situation| open(&situation.facts)).collect();
    let offices: Vec<Open> = persons.iter().map(|person| open(&person.facts)).collect();
    let dockets: Vec<Open> = warrants.iter().map(|warrant| open(&warrant.facts)).collect();
    // What a state has done with persons under a warrant: its own lettings-go and the arrests by it.
    let mut done: BTreeMap<usize, Vec<&Fact>> = BTreeMap::new();
    for fact in &check.facts {
        match (&fact.what, fact.owner) {
            (What::ArrestedBy(state), _) => done.entry(*state).or_default().push(fact),
            (What::LetGo, Owner::Destination(state)) => done.entry(state).or_default().push(fact),
            _ => {}
        }
    }
    let records: BTreeMap<usize, Open> = done.into_iter().map(|(state, facts)| (state, Open::of(facts.into_iter()))).collect();
    let mut problems = Vec::new();
    let place_of = |kind: &[Kind], id: &str| {
        check.things.iter().find(|thing| kind.contains(&thing.kind) && thing.id.value == id).and_then(|thing| thing.id.place.clone())
    };

    let all = [&places, &cases, &offices, &dockets].into_iter().flatten().chain(records.values());
    if all.clone().fold(0usize, |sum, open| sum.saturating_add(open.kept())) > limits::OPEN {
        let worst = all.max_by_key(|open| open.kept()).copied();
        let owner = |of: &[Open]| of.iter().position(|open| worst.is_some_and(|worst| open.kept() == worst.kept()));
        let place = None
            .or_else(|| owner(&places).and_then(|place| place_of(super::DESTINATIONS, &destinations[place].name.id)))
            .or_else(|| owner(&cases).and_then(|place| place_of(&[Kind::Situation], &situations[place].name.id)))
            .or_else(|| owner(&offices).and_then(|place| place_of(&[Kind::Person], &persons[place].name.id)))
            .or_else(|| owner(&dockets).and_then(|place| place_of(&[Kind::Warrant], &warrants[place].id)));
        let ways = worst.map_or(0, |open| open.ways.min(MOST_WORLDS));
        let facts = worst.map_or(0, |open| open.facts);
        let message = format!("too much is open at once: {facts} events here can have gone together in {ways} ways or more");
        problems
            .push(Diagnostic::new(Code::Limit, place, message).help("say what is known: a day instead of a range, `among` fewer values"));
    }

    let sum = |of: &[Open]| of.iter().map(|open| 1 + open.days).sum::<usize>();
    let pairs = (sum(&offices) + sum(&dockets) + sum(&cases)).saturating_mul(sum(&places));
    if pairs > limits::PAIRS {
        let message = format!("persons, warrants and situations with their days, times destinations with theirs, are {pairs}");
        let problem = Diagnostic::new(Code::Limit, None, format!("{message}; no more than {} are read", limits::PAIRS));
        problems.push(problem.help("leave out what is not needed, or load it as several rulebooks"));
    }
    if !problems.is_empty() {
        return problems;
    }

    // What a state says of one person, or has agreed with one state, matters to no other.
    let of_everybody = |fact: &&usize| !matches!(check.facts[**fact].what, What::Stance { person: Some(_), .. } | What::Agreement { .. });
    let (general, special): (Vec<Open>, Vec<Vec<&Fact>>) = destinations
        .iter()
        .map(|destination| {
            let (all, some): (Vec<&usize>, Vec<&usize>) = destination.facts.iter().partition(of_everybody);
            (Open::of(all.into_iter().map(|fact| &check.facts[*fact])), some.into_iter().map(|fact| &check.facts[*fact]).collect())
        })
        .unzip();
    for (place, (person, office)) in persons.iter().zip(&offices).enumerate() {
        let mut own = *office;
        for sending in &person.nationality {
            own = general.get(*sending).map_or(own, |sending| own.and(*sending));
        }
        for warrant in &person.warrants {
            let record = &warrants[*warrant];
            own = own.and(dockets[*warrant]).and(cases[record.situation]);
            let sealed = |fact: &usize| matches!(check.facts[*fact].what, What::Docket(Entry::Issued { sealed: true }));
            own.ways = own.ways.saturating_mul(if record.facts.iter().any(sealed) { 2 } else { 1 });
        }
        let concerns = |fact: &&&Fact| match fact.what {
            What::Stance { person: Some(other), .. } => other == place,
            What::Agreement { with, .. } => person.nationality.contains(&with),
            _ => true,
        };
        let toward = |at: usize| general[at].and(Open::of(special[at].iter().filter(concerns).copied()));
        let at_worst = destinations.iter().enumerate().map(|(at, destination)| {
            let state = destination.responsible;
            let mut there = own.and(toward(at));
            if state != at && state < destinations.len() {
                there = there.and(toward(state));
            }
            records.get(&state).map_or(there, |record| there.and(*record))
        });
        let work = |open: &Open| open.ways.min(MOST_WORLDS).saturating_mul(person.warrants.len().max(1)).saturating_mul(open.days);
        let Some(worst) = at_worst.max_by_key(work).filter(|worst| work(worst) > limits::ANSWER) else { continue };
        let (ways, count, days) = (worst.ways.min(MOST_WORLDS), person.warrants.len(), worst.days);
        let id = &person.name.id;
        let message = format!("too much is open of `{id}` and where it may go: {ways} ways, {count} warrants and {days} days of change");
        let problem = Diagnostic::new(Code::Limit, place_of(&[Kind::Person], id), message);
        problems.push(problem.help("say what is known: a day instead of a range, `among` fewer values; or part the rulebook"));
        if problems.len() > limits::PROBLEMS {
            break;
        }
    }
    problems
}
