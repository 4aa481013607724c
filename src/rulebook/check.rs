//! The only door from [`Draft`] to [`Rulebook`]: references, the Statute's clock, the order of events, the proof.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::diagnostic::{Code, Diagnostic, LoadError, Place};
use super::draft::{At, Draft, Event, Fields, Header, Thing, Value, When};
use super::spec::{Holds, Key, Kind};
use super::{Destination, Fact, Law, Named, Owner, Person, Rulebook, Situation, Source, WarrantRecord, What, law};
use crate::day::Day;
use crate::docket::{Docket, Entry};
use crate::statute::{self, Step};
use crate::suggest;
use crate::vocabulary::{Acceptance, Application, Control, ImmunityRuling, Offence, Office, SendingState, Stance, Term};

impl Draft {
    /// Checks the whole draft and proves its decisions.
    ///
    /// # Errors
    /// Every problem of the load at once, each with its place.
    pub fn check(&self) -> Result<Rulebook, LoadError> {
        let mut check = Check::new(self);
        let rulebook = check.run();
        LoadError::unless_empty(check.problems)?;
        rulebook.ok_or_else(|| unreachable_load_error())
    }

    /// How a decision is reached at the given values, on the unchecked table: so a witness of a refused draft can be
    /// replayed. `values` are `(attribute or earlier decision, value)`; what a rule asks for beyond them does not hold.
    ///
    /// Returns the ids of the decisive rules and, for each defeated rule, of the rules that defeated it; `None` where the
    /// decision, an attribute or a value is unknown, or rules override each other in a ring.
    pub fn explain(&self, decision: &str, values: &[(&str, &str)]) -> Option<Explanation> {
        let resolved = law::resolve(&self.decisions);
        let place = resolved.model.decisions.iter().position(|d| d.name == decision)?;
        let table = resolved.compiled.get(place)?;
        let decision = &resolved.model.decisions[place];
        let mut codes = vec![u8::MAX; resolved.model.variables()];
        for (name, value) in values {
            let variable = resolved.model.variable(name)?;
            codes[variable] = resolved.model.values(variable).iter().position(|known| known == value)? as u8;
        }
        let outcome = table.outcome(decision, &codes);
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

/// A rulebook that cannot be built has always reported why; this keeps the promise without a panic if it ever did not.
fn unreachable_load_error() -> LoadError {
    let problem = Diagnostic::new(Code::Empty, None, "the rulebook could not be built");
    match LoadError::unless_empty(vec![problem]) {
        Err(error) => error,
        Ok(()) => unreachable!("one problem is not none"),
    }
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

    fn run(&mut self) -> Option<Rulebook> {
        let unread =
            self.draft.problems.iter().any(|problem| matches!(problem.code, Code::Syntax | Code::NotUtf8 | Code::Unreadable | Code::Empty));
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
        let resolved = if lawless { None } else { Some(law::resolve(&self.draft.decisions)) };
        if let Some(resolved) = &resolved {
            // With a law file unread, what the others lack is not known.
            let told = resolved.problems.iter().filter(|problem| !(unread && problem.code == Code::MissingDecision));
            self.problems.extend(told.cloned());
        }
        if !self.problems.is_empty() {
            return None;
        }
        let (header, resolved) = (self.draft.header.as_ref()?, resolved?);
        let mut assumptions: Vec<law::Assumption> = header
            .assumptions
            .iter()
            .map(|a| law::Assumption { id: a.id.value.clone(), text: a.text.clone(), law: a.law.clone() })
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
            law: Law { assumptions, decisions: resolved.decisions },
            model: resolved.model,
            compiled: resolved.compiled,
        })
    }

    // References.

    fn references(&mut self) {
        for thing in self.things.clone() {
            self.refer_all(&thing.fields, thing.kind.keys());
            for event in &thing.events {
                if let Some(spec) = thing.kind.events().iter().find(|spec| spec.what == event.what) {
                    self.refer_all(&event.fields, spec.keys);
                }
            }
            let mut told = HashSet::new();
            for source in thing.sources.iter().chain(thing.events.iter().flat_map(|event| &event.sources)) {
                let known: Vec<&str> = self.sources.keys().copied().collect();
                // A default is repeated on everything that it serves; its own place is told once.
                if !known.contains(&source.value.as_str()) && told.insert(&source.value) {
                    self.unknown(Code::UnknownSource, "source", source, known);
                }
            }
        }
        self.problems.dedup_by(|a, b| a.code == Code::UnknownSource && a.code == b.code && a.to_string() == b.to_string());
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
        known.sort_unstable();
        let help = suggest::help(&text.value, known.iter().copied());
        let problem = Diagnostic::new(code, text.place.clone(), format!("unknown {noun} `{}`", text.value));
        self.problems.push(Diagnostic { help, ..problem });
    }

    fn destination(&self, text: &str) -> Option<usize> {
        self.destinations.get(text).copied()
    }

    fn list(&self, texts: &[At<String>]) -> Vec<usize> {
        texts.iter().filter_map(|text| self.destination(&text.value)).collect()
    }

    fn contradiction(&mut self, place: Option<Place>, reason: impl Into<String>) {
        self.problems.push(Diagnostic::new(Code::Contradiction, place, reason));
    }

    // Facts.

    /// Records the events of a thing as facts, in order of day; returns their places.
    fn record(&mut self, thing: &Thing, owner: Owner) -> Vec<usize> {
        let mut events: Vec<&Event> = thing.events.iter().collect();
        events.sort_by(|a, b| (a.on, a.what).cmp(&(b.on, b.what)));
        self.twice(&events);
        let mut places = Vec::new();
        let mut unsealed = events.iter().filter(|event| event.what == "unsealed").map(|event| event.on.latest);
        let public = unsealed.next_back();
        for event in events {
            let Some(what) = self.what(event) else { continue };
            let sealed = matches!(what, What::Docket(Entry::Issued { sealed: true }));
            let known = event.fields.day("known").or(public.filter(|_| sealed)).unwrap_or(event.on.latest);
            if known < event.on.earliest {
                let place = event.fields.get("known").and_then(|value| value.place.clone());
                self.contradiction(place, "an event cannot be known before it happened");
            }
            places.push(self.facts.len());
            self.facts.push(Fact {
                owner,
                label: label(event),
                what,
                on: event.on,
                known,
                sources: event.sources.iter().filter_map(|source| self.sources.get(source.value.as_str()).copied()).collect(),
                note: event.fields.text("note").map(str::to_owned),
            });
        }
        places
    }

    /// Refuses a second event with the same day, kind and subject.
    fn twice(&mut self, sorted: &[&Event]) {
        let subject = |event: &Event| {
            let keys = ["person", "by", "of", "with", "office", "resolution"];
            keys.map(|key| event.fields.text(key).map(str::to_owned))
        };
        for (place, event) in sorted.iter().enumerate() {
            let first =
                sorted[..place].iter().find(|other| (other.what, other.on) == (event.what, event.on) && subject(other) == subject(event));
            if let Some(first) = first {
                let message = format!("event `{}` on {} is given twice", event.what, event.on);
                self.problems.push(Diagnostic::new(Code::Duplicate, event.place.clone(), message).also(first.place.clone()));
            }
        }
    }

    fn what(&mut self, event: &Event) -> Option<What> {
        let fields = &event.fields;
        let by = |key| fields.text(key).and_then(|text| self.destination(text));
        let person = || fields.text("person").and_then(|text| self.persons.get(text).copied());
        let stance = |stance| What::Stance { person: person(), stance };
        let office = || fields.text("office").and_then(Office::from_label);
        Some(match event.what {
            "signed" => What::Step(Step::Signed),
            "signature-renounced" => What::Step(Step::SignatureRenounced),
            "consented" => What::Step(Step::Consented),
            "deposited" => {
                let in_force = self.stated(event, statute::entry_into_force(event.on.earliest), "RS 126");
                What::Step(Step::Deposited { in_force })
            }
            "deposit-withdrawn" => What::Step(Step::DepositWithdrawn),
            "withdrawal-notified" => {
                let effective = fields.day("effective");
                let out = self.stated(event, statute::exit(event.on.earliest, effective), "RS 127(1)");
                What::Step(Step::WithdrawalNotified { effective, out })
            }
            "withdrawal-revoked" => What::Step(Step::WithdrawalRevoked),
            "agreement" => What::Agreement { with: by("with")?, on: true },
            "agreement-ended" => What::Agreement { with: by("with")?, on: false },
            "pledged" => stance(Stance::Pledged),
            "refused" => stance(Stance::Refused),
            "stance-dropped" => stance(Stance::Silent),
            "let-go" => What::LetGo,
            "implementing-law" => What::ImplementingLaw { on: true },
            "implementing-law-repealed" => What::ImplementingLaw { on: false },
            "excluded" => What::Application(Application::Excluded),
            "extended" => What::Application(Application::Applies),
            "control-lost" => What::Control(Control::Other),
            "control-restored" => What::Control(Control::Government),
            "examination-opened" => What::ExaminationOpened,
            "investigation-opened" => What::InvestigationOpened,
            "council-referral" => What::CouncilReferral { binds: self.list(fields.texts("binds")) },
            "council-deferral" => What::CouncilDeferral { until: fields.day("until")? },
            "accepted" => What::Acceptance { by: by("by")?, acceptance: Acceptance::Declaration },
            "arrangement" => What::Acceptance { by: by("by")?, acceptance: Acceptance::Arrangement },
            "acceptance-ended" | "arrangement-ended" => What::Acceptance { by: by("by")?, acceptance: Acceptance::None },
            "took-office" => What::Office { office: office()?, on: true },
            "left-office" => What::Office { office: office()?, on: false },
            "application-public" => What::Docket(Entry::ApplicationPublic),
            "issued" => What::Docket(Entry::Issued { sealed: fields.flag("sealed") }),
            "unsealed" => What::Docket(Entry::Unsealed),
            "arrested" => match by("by") {
                Some(by) => What::ArrestedBy(by),
                None => What::Docket(Entry::Arrested),
            },
            "released" => What::Docket(Entry::Released),
            "surrendered" | "appeared" => What::Docket(Entry::BeforeTheCourt),
            "withdrawn" | "vacated" | "terminated" => What::Docket(Entry::Ended),
            "requested" => What::Requested { of: by("of")? },
            "postponed" => What::Postponed { by: by("by")?, on: true },
            "postponement-ended" => What::Postponed { by: by("by")?, on: false },
            _ => What::Record,
        })
    }

    /// The stated day, where it replaces the computed one; a difference without a reason is a problem.
    fn stated(&mut self, event: &Event, computed: Option<Day>, article: &str) -> Option<Day> {
        let at = event.fields.get("stated")?;
        let Value::Stated { day, differs_because } = &at.value else { return None };
        if !event.on.is_exact() || computed == Some(*day) {
            return None;
        }
        if differs_because.is_none() {
            let computed = computed.map_or("no day".to_owned(), |day| day.to_string());
            let message = format!("the stated day {day} differs from {computed}, which {article} yields");
            let problem = Diagnostic::new(Code::StatedDayDiffers, at.place.clone(), message);
            self.problems.push(problem.help("correct one of the two days, or say why in `differs_because`"));
        }
        Some(*day)
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
                        self.problems.push(Diagnostic::new(
                            Code::UnknownState,
                            at,
                            format!("`{of}` is a territory; a state must answer for a territory"),
                        ));
                    }
                    state
                }
                _ => place,
            };
            self.membership(thing, &facts);
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
                thing.events.iter().find(|event| event.on == fact.on && label(event) == fact.label).and_then(|event| event.place.clone());
            self.contradiction(place, contradiction.reason);
        }
    }

    fn situations(&mut self) -> Vec<Situation> {
        let things = self.of_kind(&[Kind::Situation]);
        things
            .into_iter()
            .enumerate()
            .map(|(place, thing)| Situation { name: named(thing), facts: self.record(thing, Owner::Situation(place)) })
            .collect()
    }

    fn persons(&mut self) -> (Vec<Person>, Vec<WarrantRecord>) {
        let mut persons = Vec::new();
        let mut warrants: Vec<WarrantRecord> = Vec::new();
        let all = self.of_kind(&[Kind::Warrant]);
        for (place, thing) in self.of_kind(&[Kind::Person]).into_iter().enumerate() {
            let facts = self.record(thing, Owner::Person(place));
            self.offices(thing);
            let nationality = self.list(thing.fields.texts("nationality"));
            if thing.fields.get("nationality").is_some() && thing.fields.texts("nationality").is_empty() {
                let at = thing.fields.get("nationality").and_then(|value| value.place.clone());
                self.problems.push(Diagnostic::new(Code::MissingKey, at, "a person needs at least one nationality"));
            }
            let mut own = Vec::new();
            for warrant in all.iter().filter(|warrant| warrant.of.as_deref() == Some(&thing.id.value)) {
                let facts = self.record(warrant, Owner::Warrant { person: place, warrant: warrants.len() });
                self.docket(warrant);
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
        let mut events: Vec<&Event> = thing.events.iter().collect();
        // On one day, leaving one office comes before taking another.
        events.sort_by_key(|event| (event.on, event.what == "took-office"));
        let mut held: Vec<&str> = Vec::new();
        for event in events {
            let Some(office) = event.fields.text("office") else { continue };
            let holds = held.contains(&office);
            match event.what {
                "took-office" if holds => {
                    self.contradiction(event.place.clone(), format!("the office `{office}` is already held on this day"))
                }
                "took-office" => held.push(office),
                "left-office" if !holds => {
                    self.contradiction(event.place.clone(), format!("the office `{office}` is not held on this day"))
                }
                _ => held.retain(|other| *other != office),
            }
        }
    }

    fn docket(&mut self, thing: &Thing) {
        let mut events: Vec<&Event> = thing.events.iter().collect();
        events.sort_by_key(|event| event.on);
        let mut docket = Docket::new();
        for event in events {
            let entry = match self.what(event) {
                Some(What::Docket(entry)) => entry,
                Some(What::ArrestedBy(_)) => Entry::Arrested,
                Some(What::Requested { .. } | What::Postponed { .. }) => Entry::Aside,
                _ => continue,
            };
            if let Err(reason) = docket.take(entry) {
                self.contradiction(event.place.clone(), reason);
            }
        }
    }

    fn rulings(&mut self) -> Vec<Named> {
        let things = self.of_kind(&[Kind::Ruling]);
        for (place, thing) in things.iter().enumerate() {
            let Some(on) = thing.fields.day("on") else { continue };
            let held = thing.fields.words("held").iter();
            let held =
                held.filter_map(|(kind, held)| Some((SendingState::from_label(&kind.value)?, ImmunityRuling::from_label(&held.value)?)));
            if thing.sources.is_empty() {
                let message = format!("ruling `{}` has no source", thing.id.value);
                self.problems.push(Diagnostic::new(Code::MissingKey, thing.id.place.clone(), message));
            }
            let fact = Fact {
                owner: Owner::Ruling(place),
                what: What::Ruling { held: held.collect() },
                label: format!("decided ({})", thing.fields.text("number").or(thing.fields.text("chamber")).unwrap_or_default()),
                on: When { earliest: on, latest: on },
                known: thing.fields.day("known").unwrap_or(on),
                sources: thing.sources.iter().filter_map(|source| self.sources.get(source.value.as_str()).copied()).collect(),
                note: thing.fields.text("note").map(str::to_owned),
            };
            self.facts.push(fact);
        }
        things.into_iter().map(named).collect()
    }

    /// No event lies after the day up to which the facts claim to be complete.
    fn horizon(&mut self, header: &Header) {
        for thing in self.things.clone() {
            for event in thing.events.iter().filter(|event| event.on.earliest > header.as_of) {
                let message = format!("event `{}` lies after the rulebook's as_of, {}", event.what, header.as_of);
                let problem = Diagnostic::new(Code::AfterAsOf, event.on_place.clone(), message);
                self.problems.push(problem.help("move `as_of` in rulebook.toml forward once all facts are known up to it"));
            }
        }
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
            Some(first) => {
                let message = format!("{} `{}` is given twice", thing.kind.noun(), thing.id.value);
                problems.push(Diagnostic::new(Code::Duplicate, thing.id.place.clone(), message).also(first.id.place.clone()));
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

/// An event in the words of the files: `deposited (ratification)`.
fn label(event: &Event) -> String {
    let mut words: Vec<String> = Vec::new();
    for key in ["by", "of", "with", "person", "office", "resolution", "period"] {
        match event.fields.get(key).map(|value| &value.value) {
            Some(Value::Text(text)) => words.push(text.clone()),
            Some(Value::Texts(texts)) => words.extend(texts.iter().map(|text| text.value.clone())),
            _ => {}
        }
    }
    for key in ["effective", "until"] {
        words.extend(event.fields.day(key).map(|day| format!("{key} {day}")));
    }
    if event.fields.flag("sealed") {
        words.push("under seal".to_owned());
    }
    if words.is_empty() { event.what.to_owned() } else { format!("{} ({})", event.what, words.join(", ")) }
}
