//! The only door from [`Draft`] to [`Rulebook`]: references, the Statute's clock, the order of events, the proof.

mod extent;
mod what;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::diagnostic::{Code, Diagnostic, LoadError, Place};
use super::draft::{At, Draft, Event, Fields, Header, Thing, Value, When};
use super::limits;
use super::overlay::blame;
use super::spec::{Holds, Key, Kind, SUBJECT};
use super::{Destination, Fact, Law, Named, Owner, Person, Rulebook, Situation, Source, WarrantRecord, What, law};
use crate::day::Day;
use crate::docket::{Docket, Entry};
use crate::statute::{self, Step};
use crate::suggest;
use crate::vocabulary::{ImmunityRuling, Offence, SendingState, Term};

impl Draft {
    /// Checks the whole draft and proves its decisions.
    ///
    /// # Errors
    /// Every problem of the load at once, each with its place.
    pub fn check(&self) -> Result<Rulebook, LoadError> {
        let too_much = extent::of_draft(self);
        if !too_much.is_empty() {
            return Err(LoadError::new(self.problems.iter().cloned().chain(too_much).collect()));
        }
        let mut check = Check::new(self);
        check.run().ok_or_else(|| LoadError::new(check.problems))
    }

    /// How a decision is reached at the given values, on the unchecked table: so a witness of a refused draft can be
    /// replayed. `values` are `(attribute or earlier decision, value)`; what a rule asks for beyond them does not hold.
    ///
    /// Returns the ids of the decisive rules and, for each defeated rule, of the rules that defeated it; `None` where the
    /// decision, an attribute or a value is unknown, or rules override each other in a ring.
    pub fn explain(&self, decision: &str, values: &[(&str, &str)]) -> Option<Explanation> {
        let resolved = law::resolve(&self.decisions, &[], &[], &self.proved);
        let place = resolved.model.decisions.iter().position(|d| d.name == decision)?;
        let table = resolved.compiled.get(place)?;
        let decision = &resolved.model.decisions[place];
        let mut codes = vec![u8::MAX; resolved.model.variables()];
        for (name, value) in values {
            let variable = resolved.model.variable(name)?;
            codes[variable] = resolved.model.values(variable).iter().position(|known| known == value)? as u8;
        }
        let outcome = table.outcome(&codes);
        let id = |rule: &usize| decision.rules[*rule].id.clone();
        Some(Explanation {
            decisive: outcome.decisive.iter().map(id).collect(),
            defeated: outcome.defeated.iter().map(|(rule, by)| (id(rule), by.iter().map(id).collect())).collect(),
        })
    }
}

/// How a decision was reached on an unchecked table. See [`Draft::explain`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The firing rules that nothing defeated; none in a gap, contradicting ones in a conflict.
    pub decisive: Vec<String>,
    /// The firing rules that were defeated, each with those that did it.
    pub defeated: Vec<(String, Vec<String>)>,
}

struct Check<'d> {
    draft: &'d Draft,
    problems: Vec<Diagnostic>,
    things: Vec<&'d Thing>,
    sources: HashMap<&'d str, usize>,
    destinations: HashMap<&'d str, usize>,
    situations: HashMap<&'d str, usize>,
    persons: HashMap<&'d str, usize>,
    facts: Vec<Fact>,
}

/// Places by id of the things of these kinds, in the order in which they stand.
fn index<'d>(things: &[&'d Thing], kinds: &[Kind]) -> HashMap<&'d str, usize> {
    things.iter().filter(|thing| kinds.contains(&thing.kind)).enumerate().map(|(place, thing)| (thing.id.value.as_str(), place)).collect()
}

const DESTINATIONS: &[Kind] = &[Kind::State, Kind::Territory];

impl<'d> Check<'d> {
    fn new(draft: &'d Draft) -> Self {
        let mut problems = draft.problems.clone();
        let things = distinct(draft, &mut problems);
        Self {
            draft,
            problems,
            sources: index(&things, &[Kind::Source]),
            destinations: index(&things, DESTINATIONS),
            situations: index(&things, &[Kind::Situation]),
            persons: index(&things, &[Kind::Person]),
            things,
            facts: Vec::new(),
        }
    }

    fn of_kind(&self, kinds: &'static [Kind]) -> Vec<&'d Thing> {
        self.things.iter().copied().filter(|thing| kinds.contains(&thing.kind)).collect()
    }

    /// The rulebook; `None` where there are problems.
    fn run(&mut self) -> Option<Rulebook> {
        let unread = self.draft.problems.iter().any(|problem| problem.code.leaves_unread());
        if !unread
            && self.draft.header.is_none()
            && !self.problems.iter().any(|p| p.place.as_ref().is_some_and(|place| place.file() == "rulebook.toml"))
        {
            let problem = Diagnostic::new(Code::Empty, None, "there is no rulebook.toml");
            self.problems.push(problem.help("it says `format = 1`, `facts = \"…\"` and `as_of = YYYY-MM-DD`"));
        }
        // A file that could not be read would make every reference into it look unknown.
        if !unread {
            self.references();
        }
        let destinations = self.destinations();
        let situations = self.situations();
        let (persons, warrants) = self.persons();
        let rulings = self.rulings();
        if let Some(header) = &self.draft.header {
            self.horizon(header);
        }
        let lawless = unread && self.draft.decisions.is_empty();
        let resolved = if lawless {
            None
        } else {
            Some(law::resolve(&self.draft.decisions, &self.draft.problems, &self.draft.overlaid, &self.draft.proved))
        };
        if let Some(resolved) = &resolved {
            self.problems.extend(resolved.problems.iter().cloned());
        }
        // What is open, and what an answer costs, is counted on facts that are right.
        if self.problems.is_empty() {
            let too_much = extent::of_facts(self, &destinations, &situations, &persons, &warrants);
            self.problems.extend(too_much);
        }
        if !self.problems.is_empty() {
            return None;
        }
        let (header, resolved) = (self.draft.header.as_ref()?, resolved?);
        let mut assumptions: Vec<law::Assumption> = header
            .assumptions
            .iter()
            .map(|a| law::Assumption::new(a.id.value.clone(), a.text.iter().cloned().collect(), a.law.clone()))
            .collect();
        assumptions.sort_by(|a, b| a.id.cmp(&b.id));
        Some(Rulebook {
            facts_version: header.facts.clone(),
            as_of: header.as_of,
            sources: self.of_kind(&[Kind::Source]).into_iter().filter_map(source).collect(),
            facts: std::mem::take(&mut self.facts),
            destinations,
            situations,
            persons,
            warrants,
            rulings,
            law: Arc::new(Law { assumptions, decisions: resolved.decisions }),
            model: resolved.model,
            compiled: resolved.compiled,
            #[cfg(feature = "digest")]
            digest: self.draft.digest(),
        })
    }

    // References.

    fn references(&mut self) {
        let mut told = HashSet::new();
        for thing in self.things.clone() {
            if self.problems.len() > limits::PROBLEMS {
                return;
            }
            self.refer_all(&thing.fields, thing.kind.keys());
            for event in &thing.events {
                if let Some(spec) = thing.kind.events().iter().find(|spec| spec.what == event.what) {
                    self.refer_all(&event.fields, spec.keys);
                }
            }
            for source in thing.sources.iter().chain(thing.events.iter().flat_map(|event| &event.sources)) {
                // A default is repeated on everything that it serves; one place is told once.
                let place = source.place.as_ref().map(Place::key);
                if !self.sources.contains_key(source.value.as_str()) && told.insert((place, &source.value)) {
                    let known = self.sources.keys().copied().collect();
                    self.unknown(Code::UnknownSource, "source", source, known);
                }
            }
        }
    }

    fn refer_all(&mut self, fields: &Fields, keys: &[Key]) {
        for key in keys {
            let Some(value) = fields.get(key.name) else { continue };
            match (&value.value, key.holds) {
                (Value::Text(text), Holds::State | Holds::Person | Holds::Situation) => {
                    self.refer(key.holds, &At::new(text.clone(), value.place.clone()));
                }
                (Value::Texts(texts), Holds::States) => texts.iter().for_each(|text| self.refer(key.holds, text)),
                _ => {}
            }
        }
    }

    fn refer(&mut self, holds: Holds, text: &At<String>) {
        let (code, noun, known) = match holds {
            Holds::Person => (Code::UnknownPerson, "person", &self.persons),
            Holds::Situation => (Code::UnknownSituation, "situation", &self.situations),
            _ => (Code::UnknownState, "state or territory", &self.destinations),
        };
        if !known.contains_key(text.value.as_str()) {
            let known = known.keys().copied().collect();
            self.unknown(code, noun, text, known);
        }
    }

    fn unknown(&mut self, code: Code, noun: &str, text: &At<String>, mut known: Vec<&str>) {
        if let Some((kind, retracted)) = self.draft.retracted.iter().find(|(kind, id)| id.value == text.value && noun.contains(kind.noun()))
        {
            let message = format!("{} `{}` is retracted, but something still speaks of it", kind.noun(), text.value);
            let problem = Diagnostic::new(code, retracted.place.clone(), message).also(text.place.clone());
            self.problems.push(problem.help("retract or change what speaks of it too"));
            return;
        }
        known.sort_unstable();
        let home = match code {
            Code::UnknownSource => "sources.toml",
            Code::UnknownPerson => "a file of persons/",
            Code::UnknownSituation => "a file of situations/",
            _ => "a file of states/ or territories/",
        };
        let help = suggest::help(&text.value, known.iter().copied()).unwrap_or_else(|| format!("add it to {home}, or correct its name"));
        self.problems.push(Diagnostic::new(code, text.place.clone(), format!("unknown {noun} `{}`", text.value)).help(help));
    }

    fn destination(&self, text: &str) -> Option<usize> {
        self.destinations.get(text).copied()
    }

    fn list(&self, texts: &[At<String>]) -> Vec<usize> {
        texts.iter().filter_map(|text| self.destination(&text.value)).collect()
    }

    fn contradiction(&mut self, thing: &Thing, place: Option<Place>, reason: impl Into<String>) {
        let problem = Diagnostic::new(Code::Contradiction, place, reason);
        let problem = problem.help("events are read in order of day: correct a day, or take out what cannot be");
        self.problems.push(blame(problem, &thing.touched));
    }

    // Facts.

    /// Records the events of a thing as facts, in order of day; returns their places.
    fn record(&mut self, thing: &Thing, owner: Owner) -> Vec<usize> {
        let events = thing.in_order();
        self.twice(&events);
        let mut places = Vec::new();
        // What is done under seal becomes public with whatever shows first that there is a warrant.
        let secret = |event: &Event| event.fields.flag("sealed") || matches!(event.what, "requested" | "not-requested");
        let own = |event: &Event| event.fields.day("known").unwrap_or(event.on.latest);
        let sealed = events.iter().position(|event| event.fields.flag("sealed"));
        let public = sealed.and_then(|sealed| events[sealed..].iter().filter(|event| !secret(event)).map(|event| own(event)).min());
        for event in events {
            let Some(what) = self.what(event) else { continue };
            let known = event.fields.day("known").or(public.filter(|_| secret(event))).unwrap_or(event.on.latest);
            self.known_in_time(&event.fields, event.on.earliest);
            places.push(self.facts.len());
            self.facts.push(Fact {
                owner,
                label: event.label(),
                what,
                on: event.on,
                certain: event.fields.get("certain").is_none() || event.fields.flag("certain"),
                known,
                sources: event.sources.iter().filter_map(|source| self.sources.get(source.value.as_str()).copied()).collect(),
                note: event.fields.text("note").map(str::to_owned),
            });
        }
        places
    }

    fn known_in_time(&mut self, fields: &Fields, happened: Day) {
        if let Some(at) = fields.get("known")
            && fields.day("known").is_some_and(|known| known < happened)
        {
            let problem =
                Diagnostic::new(Code::Contradiction, at.place.clone(), format!("it cannot be known before it happened, on {happened}"));
            self.problems.push(problem.help("`known` is the day on which it became public; leave it out where that is its own day"));
        }
    }

    /// Refuses a second event with the same day, kind and subject.
    fn twice(&mut self, sorted: &[&Event]) {
        let subject = |event: &Event| SUBJECT.iter().map(|key| event.fields.text(key).map(str::to_owned)).collect::<Vec<_>>();
        for (place, event) in sorted.iter().enumerate() {
            let first =
                sorted[..place].iter().find(|other| (other.what, other.on) == (event.what, event.on) && subject(other) == subject(event));
            if let Some(first) = first {
                let message = format!("event `{}` on {} is given twice", event.what, event.on);
                let problem = Diagnostic::new(Code::Duplicate, event.place.clone(), message).also(first.place.clone());
                self.problems.push(problem.help("take one of the two out, or correct its day"));
            }
        }
    }

    // Things.

    fn destinations(&mut self) -> Vec<Destination> {
        let mut destinations = Vec::new();
        for (place, thing) in self.of_kind(DESTINATIONS).into_iter().enumerate() {
            let facts = self.record(thing, Owner::Destination(place));
            let responsible = match thing.fields.text("of").map(|of| (of, self.destination(of))) {
                Some((of, Some(state))) => {
                    if self.of_kind(DESTINATIONS)[state].kind == Kind::Territory {
                        let at = thing.fields.get("of").and_then(|value| value.place.clone());
                        let message = format!("`{of}` is a territory; a state must answer for a territory");
                        self.problems.push(Diagnostic::new(Code::UnknownState, at, message).help("name the state that answers for both"));
                    }
                    state
                }
                _ => place,
            };
            if !self.torn(thing) {
                self.membership(thing, &facts);
            }
            destinations.push(Destination { name: named(thing), responsible, facts });
        }
        destinations
    }

    fn membership(&mut self, thing: &Thing, facts: &[usize]) {
        let steps: Vec<(Day, usize, Step)> = facts
            .iter()
            .filter_map(|fact| match self.facts[*fact].what {
                What::Step(step) => Some((self.facts[*fact].on.earliest, *fact, step)),
                _ => None,
            })
            .collect();
        for contradiction in statute::history(&steps).1 {
            let fact = &self.facts[contradiction.key];
            let place =
                thing.events.iter().find(|event| event.on == fact.on && event.label() == fact.label).and_then(|event| event.place.clone());
            self.contradiction(thing, place, contradiction.reason);
        }
    }

    fn situations(&mut self) -> Vec<Situation> {
        let things = self.of_kind(&[Kind::Situation]);
        things
            .into_iter()
            .enumerate()
            .map(|(place, thing)| {
                let facts = self.record(thing, Owner::Situation(place));
                Situation { name: named(thing), states: self.list(thing.fields.texts("states")), facts }
            })
            .collect()
    }

    fn persons(&mut self) -> (Vec<Person>, Vec<WarrantRecord>) {
        let mut persons = Vec::new();
        let mut warrants: Vec<WarrantRecord> = Vec::new();
        let all = self.of_kind(&[Kind::Warrant]);
        for (place, thing) in self.of_kind(&[Kind::Person]).into_iter().enumerate() {
            let facts = self.record(thing, Owner::Person(place));
            if !self.torn(thing) {
                self.offices(thing);
            }
            let nationality = self.list(thing.fields.texts("nationality"));
            if thing.fields.get("nationality").is_some() && thing.fields.texts("nationality").is_empty() {
                let at = thing.fields.get("nationality").and_then(|value| value.place.clone());
                let problem = Diagnostic::new(Code::MissingKey, at, "a person needs at least one nationality");
                self.problems.push(problem.help("name the state whose immunity would be claimed first: nationality = [\"…\"]"));
            }
            let mut own = Vec::new();
            for warrant in all.iter().filter(|warrant| warrant.of.as_deref() == Some(&thing.id.value)) {
                let facts = self.record(warrant, Owner::Warrant { person: place, warrant: warrants.len() });
                if !self.torn(warrant) {
                    self.docket(warrant);
                }
                let situation = warrant.fields.text("situation").and_then(|text| self.situations.get(text).copied());
                let offence = warrant.fields.text("offence").and_then(Offence::from_label);
                if let (Some(situation), Some(offence)) = (situation, offence) {
                    own.push(warrants.len());
                    warrants.push(WarrantRecord { id: warrant.id.value.clone(), situation, offence, facts });
                }
            }
            persons.push(Person { name: named(thing), nationality, facts, warrants: own });
        }
        (persons, warrants)
    }

    fn offices(&mut self, thing: &Thing) {
        let mut held: Vec<&str> = Vec::new();
        for event in thing.in_order() {
            let Some(office) = event.fields.text("office") else { continue };
            let holds = held.contains(&office);
            match event.what {
                "took-office" if holds => {
                    self.contradiction(thing, event.place.clone(), format!("the office `{office}` is already held on this day"))
                }
                "took-office" => held.push(office),
                "left-office" if !holds => {
                    self.contradiction(thing, event.place.clone(), format!("the office `{office}` is not held on this day"))
                }
                _ => held.retain(|other| *other != office),
            }
        }
    }

    fn docket(&mut self, thing: &Thing) {
        let mut docket = Docket::new();
        for event in thing.in_order().into_iter().filter(|event| event.what != "unknown") {
            let entry = match self.what(event) {
                Some(What::Docket(entry)) => entry,
                Some(What::ArrestedBy(_)) => Entry::Arrested,
                Some(What::Requested { .. } | What::Postponed { .. }) => Entry::Aside,
                _ => continue,
            };
            if let Err(reason) = docket.take(entry) {
                self.contradiction(thing, event.place.clone(), reason);
            }
        }
    }

    fn rulings(&mut self) -> Vec<Named> {
        let things = self.of_kind(&[Kind::Ruling]);
        for (place, thing) in things.iter().enumerate() {
            let Some(on) = thing.fields.day("on") else { continue };
            let held = thing.fields.words("held").iter();
            let mut held: Vec<(SendingState, ImmunityRuling)> = held
                .filter_map(|(kind, held)| Some((SendingState::from_label(&kind.value)?, ImmunityRuling::from_label(&held.value)?)))
                .collect();
            held.sort_unstable();
            self.known_in_time(&thing.fields, on);
            let fact = Fact {
                owner: Owner::Ruling(place),
                what: What::Ruling { held },
                label: format!("decided ({})", thing.fields.text("number").or(thing.fields.text("chamber")).unwrap_or_default()),
                on: When { earliest: on, latest: on },
                certain: true,
                known: thing.fields.day("known").unwrap_or(on),
                sources: thing.sources.iter().filter_map(|source| self.sources.get(source.value.as_str()).copied()).collect(),
                note: thing.fields.text("note").map(str::to_owned),
            };
            self.facts.push(fact);
        }
        things.into_iter().map(named).collect()
    }

    /// Nothing lies after the day up to which the facts claim to be complete.
    fn horizon(&mut self, header: &Header) {
        let mut late = Vec::new();
        for thing in &self.things {
            let events = thing.events.iter().map(|event| (format!("event `{}`", event.what), event.on.earliest, &event.on_place));
            let ruling = thing.fields.get("on").filter(|_| thing.kind == Kind::Ruling);
            let ruling = ruling.and_then(|at| Some((format!("ruling `{}`", thing.id.value), thing.fields.day("on")?, &at.place)));
            late.extend(events.chain(ruling).filter(|(_, day, _)| *day > header.as_of));
        }
        for (what, _, place) in late {
            let message = format!("{what} lies after the rulebook's as_of, {}", header.as_of);
            let problem = Diagnostic::new(Code::AfterAsOf, place.clone(), message);
            let of_overlay = place.as_ref().is_some_and(|place| self.draft.overlaid.iter().any(|file| place.in_file(file)));
            self.problems.push(problem.help(match of_overlay {
                true => "give the overlay an `as_of` of its own, on that day or later",
                false => "move `as_of` in rulebook.toml forward once all facts are known up to it",
            }));
        }
    }

    /// Whether something of the thing could not be read, or stands there twice: then what is left of its events proves no contradiction.
    fn torn(&self, thing: &Thing) -> bool {
        fn start(place: &Option<Place>) -> Option<(&str, usize, usize)> {
            place.as_ref().map(Place::key)
        }
        let Some(here) = thing.id.place.as_ref().map(Place::key) else { return false };
        let reading = self.draft.problems.iter();
        let twice = self.problems.iter().filter(|problem| problem.code == Code::Duplicate);
        let problems = reading.chain(twice).filter_map(|problem| start(&problem.place));
        let Some(first) = problems.filter(|place| place.0 == here.0 && *place >= here).min() else { return false };
        let next =
            self.draft.things.iter().filter_map(|other| start(&other.id.place)).filter(|other| other.0 == here.0 && *other > here).min();
        next.is_none_or(|next| first < next)
    }
}

/// The things of a draft by kind and id, each id once.
fn distinct<'d>(draft: &'d Draft, problems: &mut Vec<Diagnostic>) -> Vec<&'d Thing> {
    // A territory must not bear the code of a state, so the two share one space of ids.
    let space = |thing: &'d Thing| {
        let kind = if thing.kind == Kind::Territory { Kind::State } else { thing.kind };
        (kind, thing.of.as_deref(), thing.id.value.as_str())
    };
    let mut seen: BTreeMap<_, &Thing> = BTreeMap::new();
    for thing in &draft.things {
        match seen.get(&space(thing)) {
            // The warrants of a person who is given twice are no second mistake.
            Some(_)
                if draft.things.iter().filter(|other| other.kind == Kind::Person && Some(&other.id.value) == thing.of.as_ref()).count()
                    > 1 => {}
            Some(first) => {
                let message = match first.kind == thing.kind {
                    true => format!("{} `{}` is given twice", thing.kind.noun(), thing.id.value),
                    false => format!("`{}` names both a {} and a {}", thing.id.value, first.kind.noun(), thing.kind.noun()),
                };
                let problem = Diagnostic::new(Code::Duplicate, thing.id.place.clone(), message).also(first.id.place.clone());
                problems.push(problem.help("take one of the two out, or give it an id of its own"));
            }
            None => {
                seen.insert(space(thing), thing);
            }
        }
    }
    seen.into_values().collect()
}

fn named(thing: &Thing) -> Named {
    let names = thing.fields.words("names").iter().map(|(language, name)| (language.value.clone(), name.value.clone())).collect();
    let mut aliases: Vec<String> = thing.fields.texts("aliases").iter().map(|alias| alias.value.clone()).collect();
    aliases.extend(thing.fields.text("alpha3").map(str::to_owned));
    Named {
        id: thing.id.value.clone(),
        name: thing.fields.text("name").unwrap_or_default().to_owned(),
        names,
        aliases,
        note: thing.fields.text("note").map(str::to_owned),
    }
}

fn source(thing: &Thing) -> Option<Source> {
    let text = |key| thing.fields.text(key).map(str::to_owned);
    Some(Source {
        id: thing.id.value.clone(),
        title: text("title")?,
        by: text("by")?,
        rank: text("rank")?,
        at: text("at")?,
        read: thing.fields.day("read")?,
        through: text("through"),
    })
}
