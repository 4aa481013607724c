//! Facts to timelines: what each owner's events make of each attribute, over time.
//!
//! A fact that is not known exactly can have gone several ways. Every owner keeps one set of timelines for each combination
//! of the ways of its own facts (one set where all are known).

use crate::day::Day;
use crate::docket::{Docket, Entry};
use crate::rulebook::{Fact, Rulebook, Situation, What};
use crate::statute::{self, Because, History, Step};
use crate::timeline::Timeline;
use crate::vocabulary::{
    Acceptance, Agreement, Application, Control, Deferral, Implementation, Membership, Office, Postponement, Record, Referral, Request,
    Signature, Stance, Term, Warrant,
};

/// A value and the facts (by place in the rulebook) that brought it about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell<V> {
    pub(super) value: V,
    pub(super) facts: Vec<usize>,
}

impl<V> Cell<V> {
    pub(super) fn bare(value: V) -> Self {
        Self { value, facts: Vec::new() }
    }
}

pub(super) type Line<V> = Timeline<Cell<V>>;

/// The longest step between two possible days that are tried: below the shortest span that the Statute counts (60 days), so
/// that no stage between a deposit and its entry into force is jumped over.
const STEP: u32 = 60;

/// The most possible days of one fact that are tried.
const MOST_DAYS: usize = 64;

/// The most combinations that one owner's facts are tried in. A question meets the same limit, and says that it did.
pub(crate) const MOST_WORLDS: usize = 1 << 12;

/// A fact as it went in one possible world.
#[derive(Debug, Clone, Copy)]
struct Event<'r> {
    day: Day,
    fact: usize,
    what: &'r What,
}

/// The ways in which a fact can have gone: when, and what happened; `None` where it did not happen.
fn ways(fact: &Fact) -> Vec<Option<(Day, &What)>> {
    let whats = match &fact.what {
        What::AnyOf(whats) => whats.as_slice(),
        what => std::slice::from_ref(what),
    };
    let days = possible_days(fact);
    let happened = whats.iter().flat_map(|what| days.iter().map(move |day| Some((*day, what))));
    happened.chain((!fact.certain).then_some(None)).collect()
}

/// In how many ways a fact can have gone: one where it is known exactly.
pub(crate) fn ways_tried(fact: &Fact) -> usize {
    ways(fact).len()
}

/// On how many days at most something changes by a fact: each possible day, and the one that the Statute counts from it.
pub(crate) fn days_tried(fact: &Fact) -> usize {
    possible_days(fact).len() * if matches!(fact.what, What::Step(_) | What::CouncilDeferral { .. }) { 2 } else { 1 }
}

/// The days to try for a fact: one where its day is known. Between the first and the last it has happened or not, and these two
/// are enough to show both; only where articles 126 and 127 count on from the day are there stages in between.
fn possible_days(fact: &Fact) -> Vec<Day> {
    let (first, last) = (fact.on().earliest, fact.on().latest);
    let mut days = vec![first];
    while matches!(fact.what, What::Step(_))
        && days.len() < MOST_DAYS
        && let Some(next) = days[days.len() - 1].plus_days(STEP).filter(|day| *day < last)
    {
        days.push(next);
    }
    if first < last {
        days.push(last);
    }
    days
}

/// Whether one of the ways in which a fact can have gone is of a kind.
fn any_way(rulebook: &Rulebook, fact: usize, kind: impl Fn(&What) -> bool) -> bool {
    match &rulebook.facts[fact].what {
        What::AnyOf(whats) => whats.iter().any(kind),
        what => kind(what),
    }
}

/// One `T` for each combination of the ways of some facts.
#[derive(Debug)]
pub(super) struct Possible<T> {
    /// The facts that are not known exactly, with the number of their ways.
    pub(super) open: Vec<(usize, usize)>,
    worlds: Vec<T>,
}

impl<T> Possible<T> {
    fn build(rulebook: &Rulebook, facts: &[usize], mut derive: impl FnMut(&[Event<'_>]) -> T) -> Self {
        let ways: Vec<Vec<Option<(Day, &What)>>> = facts.iter().map(|fact| ways(&rulebook.facts[*fact])).collect();
        let open: Vec<(usize, usize)> =
            facts.iter().zip(&ways).filter(|(_, ways)| ways.len() > 1).map(|(fact, ways)| (*fact, ways.len())).collect();
        let count = open.iter().fold(1usize, |count, (_, ways)| count.saturating_mul(*ways)).min(MOST_WORLDS);
        let worlds = (0..count)
            .map(|world| {
                let mut rest = world;
                let mut events: Vec<Event<'_>> = Vec::with_capacity(facts.len());
                for (fact, ways) in facts.iter().zip(&ways) {
                    events.extend(ways[rest % ways.len()].map(|(day, what)| Event { day, fact: *fact, what }));
                    rest /= ways.len();
                }
                events.sort_unstable_by_key(|event| (event.day, event.fact));
                derive(&events)
            })
            .collect();
        Self { open, worlds }
    }

    /// The timelines in the world in which each open fact goes the way that `choice` names by its place.
    pub(super) fn at(&self, choice: impl Fn(usize) -> usize) -> &T {
        let place = self.open.iter().rev().fold(0usize, |place, (fact, ways)| place.saturating_mul(*ways).saturating_add(choice(*fact)));
        // A question that reaches past the limit calls itself incomplete, whatever it reads here.
        &self.worlds[place.min(self.worlds.len() - 1)]
    }

    /// Whether every combination of the ways of the open facts is kept.
    fn is_whole(&self) -> bool {
        self.open.iter().fold(1usize, |count, (_, ways)| count.saturating_mul(*ways)) <= MOST_WORLDS
    }

    /// The open facts that can matter where only those that `keep` names do; all of them where not every combination is kept, so that
    /// whoever counts them meets the limit too.
    pub(super) fn open<'t>(
        &'t self,
        rulebook: &'t Rulebook,
        keep: impl Fn(&What) -> bool + 't,
    ) -> impl Iterator<Item = (usize, usize)> + 't {
        let whole = self.is_whole();
        self.open.iter().copied().filter(move |(fact, _)| !whole || any_way(rulebook, *fact, &keep))
    }

    /// The worlds that differ in the open facts that `keep` names; all of them where not every combination is kept.
    pub(super) fn varying(&self, rulebook: &Rulebook, keep: impl Fn(&What) -> bool) -> Vec<&T> {
        if !self.is_whole() {
            return self.worlds.iter().collect();
        }
        let (mut places, mut stride) = (vec![0], 1);
        for (fact, ways) in &self.open {
            if any_way(rulebook, *fact, &keep) {
                places = (0..*ways).flat_map(|way| places.iter().map(move |place| place + way * stride)).collect();
            }
            stride *= ways;
        }
        places.into_iter().filter_map(|place| self.worlds.get(place)).collect()
    }

    /// How many worlds are kept, at least one.
    pub(super) fn count(&self) -> usize {
        self.worlds.len()
    }

    /// A world by its place; the last one past the end.
    pub(super) fn world(&self, place: usize) -> &T {
        &self.worlds[place.min(self.worlds.len() - 1)]
    }

    pub(super) fn worlds(&self) -> impl Iterator<Item = &T> {
        self.worlds.iter()
    }
}

/// A timeline that switches between two values as events turn it on and off; each event with its day, itself, and the new
/// value.
fn switch<V: PartialEq + Copy>(initial: V, events: impl IntoIterator<Item = (Day, usize, V)>) -> Line<V> {
    Timeline::new(Cell::bare(initial), events.into_iter().map(|(day, fact, value)| (day, Cell { value, facts: vec![fact] })).collect())
}

/// Timelines by key, for attributes of a pair.
pub(super) type ByKey<V> = Vec<(usize, Line<V>)>;

fn by_key<V: PartialEq + Copy>(initial: V, events: &[(usize, Day, usize, V)]) -> ByKey<V> {
    let mut keys: Vec<usize> = events.iter().map(|(key, ..)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter()
        .map(|key| (key, switch(initial, events.iter().filter(|e| e.0 == key).map(|(_, day, fact, value)| (*day, *fact, *value)))))
        .collect()
}

pub(super) fn find<V: PartialEq>(lines: &ByKey<V>, key: usize) -> Option<&Line<V>> {
    lines.iter().find(|(other, _)| *other == key).map(|(_, line)| line)
}

/// A destination's own timelines.
#[derive(Debug)]
pub(super) struct DestinationLines {
    pub(super) history: History,
    pub(super) application: Line<Application>,
    pub(super) control: Line<Control>,
    pub(super) implementation: Line<Implementation>,
    pub(super) agreements: ByKey<Agreement>,
    pub(super) general_stance: Line<Stance>,
    pub(super) stances: ByKey<Stance>,
}

pub(super) fn destination(rulebook: &Rulebook, facts: &[usize]) -> Possible<DestinationLines> {
    Possible::build(rulebook, facts, |events| {
        let mut steps: Vec<(Day, usize, Step)> = Vec::new();
        let (mut application, mut control, mut implementation) = (Vec::new(), Vec::new(), Vec::new());
        let (mut agreements, mut stances, mut general) = (Vec::new(), Vec::new(), Vec::new());
        for Event { day, fact, what } in events.iter().copied() {
            match what {
                What::Step(step) => steps.push((day, fact, *step)),
                What::Application(value) => application.push((day, fact, *value)),
                What::Control(value) => control.push((day, fact, *value)),
                What::ImplementingLaw { on } => {
                    implementation.push((day, fact, if *on { Implementation::InForce } else { Implementation::NotRecorded }));
                }
                What::Agreement { with, on } => agreements.push((*with, day, fact, if *on { Agreement::Yes } else { Agreement::No })),
                What::Stance { person: Some(person), stance } => stances.push((*person, day, fact, *stance)),
                What::Stance { person: None, stance } => general.push((day, fact, *stance)),
                _ => {}
            }
        }
        DestinationLines {
            history: statute::history(&steps).0,
            application: switch(Application::Applies, application),
            control: switch(Control::Government, control),
            implementation: switch(Implementation::NotRecorded, implementation),
            agreements: by_key(Agreement::No, &agreements),
            stances: by_key(Stance::Silent, &stances),
            general_stance: switch(Stance::Silent, general),
        }
    })
}

/// What a state has done with persons under a warrant: `facts` are its own lettings-go and the arrests by it.
pub(super) fn record(rulebook: &Rulebook, facts: &[usize]) -> Possible<Line<Record>> {
    Possible::build(rulebook, facts, |events| {
        let mut now = Cell::bare(Record::None);
        let changes = events.iter().map(|event| {
            let arrested = matches!(event.what, What::ArrestedBy(_));
            now.value = match (now.value, arrested) {
                (Record::None, true) => Record::Arrested,
                (Record::None, false) => Record::LetGo,
                (Record::Arrested, true) | (Record::LetGo, false) => now.value,
                _ => Record::Both,
            };
            now.facts.push(event.fact);
            (event.day, now.clone())
        });
        let changes = changes.collect();
        Timeline::new(Cell::bare(Record::None), changes)
    })
}

/// A situation's timelines.
#[derive(Debug)]
pub(super) struct SituationLines {
    /// The states whose territory or nationals it concerns.
    pub(super) states: Vec<usize>,
    /// The first days on which an examination and an investigation began.
    pub(super) examination: Option<(Day, usize)>,
    pub(super) investigation: Option<(Day, usize)>,
    pub(super) deferral: Line<Deferral>,
    /// For every state that no referral binds.
    pub(super) urged: Line<Referral>,
    pub(super) bound: ByKey<Referral>,
    pub(super) acceptances: ByKey<Acceptance>,
}

pub(super) fn situation(rulebook: &Rulebook, situation: &Situation) -> Possible<SituationLines> {
    Possible::build(rulebook, &situation.facts, |events| {
        let first = |wanted: &What| events.iter().find(|event| event.what == wanted).map(|event| (event.day, event.fact));
        let (mut deferrals, mut urged, mut bound, mut acceptances) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for Event { day, fact, what } in events.iter().copied() {
            match what {
                What::CouncilReferral { binds } => {
                    urged.push((day, fact, Referral::Urged));
                    bound.extend(binds.iter().map(|state| (*state, day, fact, Referral::Bound)));
                }
                What::CouncilDeferral { until } => deferrals.push((day, *until, fact)),
                What::Acceptance { by, acceptance } => acceptances.push((*by, day, fact, *acceptance)),
                _ => {}
            }
        }
        // Deferrals may overlap when they are renewed: each day counts the facts in force on it.
        let mut edges: Vec<Day> = deferrals.iter().flat_map(|(from, until, _)| std::iter::once(*from).chain(until.next())).collect();
        edges.sort_unstable();
        edges.dedup();
        let on = |day: Day| {
            let facts: Vec<usize> =
                deferrals.iter().filter(|(from, until, _)| (*from..=*until).contains(&day)).map(|(.., fact)| *fact).collect();
            Cell { value: if facts.is_empty() { Deferral::No } else { Deferral::Yes }, facts }
        };
        SituationLines {
            states: situation.states.clone(),
            examination: first(&What::ExaminationOpened),
            investigation: first(&What::InvestigationOpened),
            deferral: Timeline::new(Cell::bare(Deferral::No), edges.into_iter().map(|day| (day, on(day))).collect()),
            urged: switch(Referral::None, urged),
            bound: by_key(Referral::None, &bound),
            acceptances: by_key(Acceptance::None, &acceptances),
        }
    })
}

/// A person's office: the highest where several are held at once.
pub(super) fn office(rulebook: &Rulebook, facts: &[usize]) -> Possible<Line<Office>> {
    Possible::build(rulebook, facts, |events| {
        let mut held: Vec<(Office, usize)> = Vec::new();
        let mut changes = Vec::new();
        for Event { day, fact, what } in events.iter().copied() {
            match what {
                What::Office { office, on: true } => {
                    held.retain(|(other, _)| other != office);
                    held.push((*office, fact));
                }
                What::Office { office, on: false } => held.retain(|(other, _)| other != office),
                What::OfficeIs(office) => held = vec![(*office, fact)],
                _ => continue,
            }
            // Declared order is rank, highest first, after `none`.
            let highest = held.iter().filter(|(office, _)| *office != Office::None).min_by_key(|(office, _)| office.code());
            let cell = match highest {
                Some((office, taken)) => Cell { value: *office, facts: vec![*taken] },
                None => Cell { value: Office::None, facts: vec![fact] },
            };
            changes.push((day, cell));
        }
        Timeline::new(Cell::bare(Office::None), changes)
    })
}

/// A warrant's timelines.
#[derive(Debug)]
pub(super) struct WarrantLines {
    pub(super) status: Line<Warrant>,
    /// Whether the warrant, where issued, is public: then it counts as requested everywhere.
    pub(super) public: Line<bool>,
    /// What is known of requests to single destinations.
    pub(super) requests: ByKey<Request>,
    pub(super) postponements: ByKey<Postponement>,
}

impl WarrantLines {
    /// Whether the warrant is issued on a day and nothing of it is public, so that nobody knows who was asked to arrest.
    pub(super) fn is_secret(&self, on: Day) -> bool {
        !matches!(self.status.at(on).value, Warrant::None | Warrant::Requested) && !self.public.at(on).value
    }
}

pub(super) fn warrant(rulebook: &Rulebook, facts: &[usize]) -> Possible<WarrantLines> {
    Possible::build(rulebook, facts, |events| {
        let mut docket = Docket::new();
        let (mut status, mut public, mut requests, mut postponements) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut behind: Vec<usize> = Vec::new();
        for Event { day, fact, what } in events.iter().copied() {
            let entry = match what {
                What::Docket(entry) => *entry,
                What::ArrestedBy(_) => Entry::Arrested,
                What::Requested { of, request } => {
                    requests.push((*of, day, fact, *request));
                    continue;
                }
                What::Postponed { by, on } => {
                    postponements.push((*by, day, fact, if *on { Postponement::Yes } else { Postponement::No }));
                    continue;
                }
                _ => continue,
            };
            // Events that contradict each other in this world (their days may overlap) are passed over.
            if docket.take(entry).is_err() {
                continue;
            }
            behind.push(fact);
            status.push((day, Cell { value: docket.status, facts: behind.clone() }));
            match entry {
                Entry::Issued { sealed } => public.push((day, Cell { value: !sealed, facts: vec![fact] })),
                Entry::Unsealed => public.push((day, Cell { value: true, facts: vec![fact] })),
                _ => {}
            }
        }
        WarrantLines {
            status: Timeline::new(Cell::bare(Warrant::None), status),
            public: Timeline::new(Cell::bare(false), public),
            requests: by_key(Request::NotMade, &requests),
            postponements: by_key(Postponement::No, &postponements),
        }
    })
}

/// The days on which any of these timelines changes.
pub(super) trait Changes {
    fn changes(&self, days: &mut Vec<Day>);
}

impl<V: PartialEq> Changes for Timeline<V> {
    fn changes(&self, days: &mut Vec<Day>) {
        days.extend(self.change_days());
    }
}

impl<V: PartialEq> Changes for ByKey<V> {
    fn changes(&self, days: &mut Vec<Day>) {
        self.iter().for_each(|(_, line)| line.changes(days));
    }
}

impl<T: Changes> Changes for Possible<T> {
    fn changes(&self, days: &mut Vec<Day>) {
        self.worlds().for_each(|world| world.changes(days));
    }
}

impl Changes for DestinationLines {
    fn changes(&self, days: &mut Vec<Day>) {
        let History { signature, membership, .. } = &self.history;
        changes_of::<Because<Signature>>(signature, days);
        changes_of::<Because<Membership>>(membership, days);
        self.application.changes(days);
        self.control.changes(days);
        self.implementation.changes(days);
        self.agreements.changes(days);
        self.general_stance.changes(days);
        self.stances.changes(days);
    }
}

fn changes_of<V: PartialEq>(line: &Timeline<V>, days: &mut Vec<Day>) {
    line.changes(days);
}

impl Changes for SituationLines {
    fn changes(&self, days: &mut Vec<Day>) {
        self.deferral.changes(days);
        self.urged.changes(days);
        self.bound.changes(days);
        self.acceptances.changes(days);
    }
}

impl Changes for WarrantLines {
    fn changes(&self, days: &mut Vec<Day>) {
        self.status.changes(days);
        self.public.changes(days);
        self.requests.changes(days);
        self.postponements.changes(days);
    }
}

#[cfg(test)]
mod tests;
