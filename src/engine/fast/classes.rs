//! What each side offers the decisions on a day: its classes.

mod pair;

use rustc_hash::FxHashMap as HashMap;
use std::hash::Hash;

use super::super::Engine;
use super::super::lines::{ByKey, Changes, DestinationLines, Line, MOST_WORLDS, SituationLines, WarrantLines, find};
use super::super::world::{self, Asked, Codes, Place, Reading, Wanted};
use crate::day::Day;
use crate::rulebook::What;
use crate::statute::History;
use crate::timeline::Timeline;
use crate::vocabulary::{Attribute, Office, Presence, Record};

/// One possibility of a side: the codes for each warrant of the person, or one for all where they are alike.
pub(super) type Tuple = Vec<Codes>;

/// All possibilities of a side on a day, ascending, each once; none where there are too many.
pub(super) type Class = Vec<Tuple>;

/// Things by number, each once.
#[derive(Debug)]
pub(super) struct Numbered<K> {
    numbers: HashMap<K, u32>,
}

impl<K: Eq + Hash> Numbered<K> {
    pub(super) fn new() -> Self {
        Self { numbers: HashMap::default() }
    }

    pub(super) fn number(&mut self, thing: K) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(thing).or_insert(next)
    }

    /// The things in order of their numbers.
    pub(super) fn into_list(self) -> Vec<K> {
        let mut list: Vec<(u32, K)> = self.numbers.into_iter().map(|(thing, number)| (number, thing)).collect();
        list.sort_unstable_by_key(|(number, _)| *number);
        list.into_iter().map(|(_, thing)| thing).collect()
    }
}

/// Asks for a destination as it stands toward everybody: no person is at this place.
const NOBODY: usize = usize::MAX;

/// The timeline of what `class` gives, from the days on which it may change.
pub(super) fn timeline(mut days: Vec<Day>, mut class: impl FnMut(Day) -> u32) -> Timeline<u32> {
    days.sort_unstable();
    days.dedup();
    let before = days.first().and_then(|day| day.previous()).unwrap_or(Day::MIN);
    let initial = class(before);
    Timeline::new(initial, days.into_iter().map(|day| (day, class(day))).collect())
}

/// The values of a timeline without the facts behind them.
fn values<V: Copy + PartialEq>(line: &Line<V>) -> Vec<(Option<Day>, V)> {
    line.segments().map(|stretch| (stretch.from, stretch.value.value)).collect()
}

/// What a warrant is to every destination.
fn of_docket(what: &What) -> bool {
    !matches!(what, What::Requested { .. } | What::Postponed { .. })
}

fn exits(history: &History) -> Vec<Day> {
    history.exits.iter().map(|(day, _)| *day).collect()
}

/// A destination in every way in which it can stand.
pub(super) struct PlaceWorlds<'e> {
    state: usize,
    own: Vec<&'e DestinationLines>,
    records: Vec<&'e Line<Record>>,
    /// How many combinations there are of the open facts that matter to everybody, and of all.
    ways: usize,
    ways_to_somebody: usize,
    pub(super) days: Vec<Day>,
}

/// A person in every way in which the own facts can have gone.
pub(super) struct PersonWorlds<'e> {
    /// How many combinations there are of the open facts that matter everywhere, requests in confidence aside.
    ways: usize,
    /// How many ways the requests in confidence can go at most.
    secrets: usize,
    pub(super) days: Vec<Day>,
    offices: Vec<&'e Line<Office>>,
    /// For each warrant of the person.
    warrants: Vec<Vec<&'e WarrantLines>>,
}

pub(super) struct Sides<'e> {
    pub(super) engine: &'e Engine,
    pub(super) places: Vec<PlaceWorlds<'e>>,
    pub(super) persons: Vec<PersonWorlds<'e>>,
    /// For each destination, the worlds in which its way into and out of the Statute differs.
    histories: Vec<Vec<&'e DestinationLines>>,
}

/// How many combinations of these facts there are, each counted once.
fn ways(mut open: Vec<(usize, usize)>) -> usize {
    open.sort_unstable();
    open.dedup();
    open.iter().fold(1, |product: usize, (_, ways)| product.saturating_mul(*ways))
}

impl<'e> Sides<'e> {
    pub(super) fn new(engine: &'e Engine) -> Self {
        let tables = &engine.tables;
        let steps = |what: &What| matches!(what, What::Step(_));
        let histories = tables.destinations.iter().map(|lines| lines.varying(&engine.rulebook, steps)).collect();
        let mut sides = Self { engine, places: Vec::new(), persons: Vec::new(), histories };
        sides.places = (0..tables.destinations.len()).map(|destination| sides.place(destination)).collect();
        sides.persons = (0..tables.offices.len()).map(|person| sides.person(person)).collect();
        sides
    }

    fn place(&self, destination: usize) -> PlaceWorlds<'e> {
        let tables = &self.engine.tables;
        let state = self.engine.rulebook.destinations[destination].responsible;
        let mut days = Vec::new();
        let (mut open, mut all) = (Vec::new(), Vec::new());
        let to_everybody = |what: &What| !matches!(what, What::Stance { person: Some(_), .. } | What::Agreement { .. });
        let mut own = Vec::new();
        if destination != state {
            own = tables.destinations[destination].worlds().collect();
        }
        for owner in [destination, state] {
            tables.destinations[owner].changes(&mut days);
            open.extend(tables.destinations[owner].open(&self.engine.rulebook, to_everybody));
            all.extend(&tables.destinations[owner].open);
        }
        tables.records[state].changes(&mut days);
        open.extend(&tables.records[state].open);
        all.extend(&tables.records[state].open);
        days.sort_unstable();
        days.dedup();
        let records = tables.records[state].worlds().collect();
        PlaceWorlds { state, own, records, ways: ways(open), ways_to_somebody: ways(all), days }
    }

    fn person(&self, person: usize) -> PersonWorlds<'e> {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let mut days = Vec::new();
        let mut open: Vec<(usize, usize)> = tables.offices[person].open.clone();
        tables.offices[person].changes(&mut days);
        let sending = rulebook.persons[person].nationality.first().copied();
        if let Some(sending) = sending {
            open.extend(tables.destinations[sending].open(rulebook, |what| matches!(what, What::Step(_))));
            self.histories[sending].iter().for_each(|lines| days.extend(lines.history.membership.change_days()));
        }
        for warrant in &rulebook.persons[person].warrants {
            let (lines, situation) = (&tables.warrants[*warrant], &tables.situations[rulebook.warrants[*warrant].situation]);
            lines.changes(&mut days);
            situation.changes(&mut days);
            open.extend(lines.open(rulebook, of_docket));
            let here = move |what: &What| !matches!(what, What::Acceptance { by, .. } if Some(*by) != sending);
            open.extend(situation.open(rulebook, here));
        }
        days.sort_unstable();
        days.dedup();
        let secret = |warrant: &&usize| {
            let lines = &tables.warrants[**warrant];
            lines.worlds().any(|lines| days.iter().any(|day| lines.is_secret(*day)))
        };
        let secrets = rulebook.persons[person].warrants.iter().filter(secret).fold(1usize, |ways, _| ways.saturating_mul(2));
        PersonWorlds {
            ways: ways(open),
            secrets,
            days,
            offices: tables.offices[person].worlds().collect(),
            warrants: rulebook.persons[person]
                .warrants
                .iter()
                .map(|warrant| tables.warrants[*warrant].varying(rulebook, of_docket))
                .collect(),
        }
    }

    /// What the person offers on a day, wherever it is.
    pub(super) fn person_class(&self, person: usize, on: Day) -> Class {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let warrants = &rulebook.persons[person].warrants;
        let mut situations: Vec<usize> = warrants.iter().map(|warrant| rulebook.warrants[*warrant].situation).collect();
        situations.sort_unstable();
        situations.dedup();
        let sending = rulebook.persons[person].nationality.first().map(|sending| &self.histories[*sending]);
        let secret = |warrant: &usize| tables.warrants[*warrant].worlds().any(|lines| lines.is_secret(on));
        let secrets: Vec<bool> = warrants.iter().map(secret).collect();
        let hidden = secrets.iter().filter(|secret| **secret).fold(1usize, |ways, _| ways.saturating_mul(2));
        if self.persons[person].ways.saturating_mul(hidden) > MOST_WORLDS {
            return Vec::new();
        }
        // The ways of each part: office, sending state, situations, warrants, requests.
        let own = &self.persons[person];
        let mut sizes = vec![own.offices.len(), sending.map_or(1, Vec::len)];
        sizes.extend(situations.iter().map(|situation| tables.situations[*situation].count()));
        sizes.extend(own.warrants.iter().map(Vec::len));
        sizes.extend(secrets.iter().map(|secret| if *secret { 2 } else { 1 }));
        let mut class = Class::new();
        combinations(&sizes, |picked| {
            let office = own.offices[picked[0]];
            let sending = sending.and_then(|histories| histories.get(picked[1])).copied();
            let (in_situation, rest) = picked[2..].split_at(situations.len());
            let (in_warrant, requested) = rest.split_at(warrants.len());
            let asked = |warrant| Asked { person, warrant, destination: NOBODY, on, presence: Presence::Visit };
            let mut tuple: Tuple = Vec::with_capacity(warrants.len().max(1));
            for (place, warrant) in warrants.iter().enumerate() {
                let situation = rulebook.warrants[*warrant].situation;
                let situation = situations.binary_search(&situation).ok().map(|at| tables.situations[situation].world(in_situation[at]));
                let lines = own.warrants[place][in_warrant[place]];
                let mut reading = Reading::bare();
                let wanted = Wanted { office, sending, situation, warrant: Some(lines) };
                world::of_person(&mut reading, rulebook, tables, asked(Some(*warrant)), wanted);
                world::of_request(&mut reading, lines, None, on, || requested[place]);
                tuple.push(reading.codes);
            }
            if warrants.is_empty() {
                let mut reading = Reading::bare();
                let wanted = Wanted { office, sending, situation: None, warrant: None };
                world::of_person(&mut reading, rulebook, tables, asked(None), wanted);
                tuple.push(reading.codes);
            }
            insert(&mut class, tuple);
        });
        class
    }

    /// The worlds of a destination's state that differ in something that matters to everybody, or to one person.
    pub(super) fn states(&self, person: Option<usize>, destination: usize) -> Vec<&'e DestinationLines> {
        let rulebook = &self.engine.rulebook;
        let matters = |what: &What| match what {
            // What a state let go is of its record alone.
            What::LetGo => false,
            What::Stance { person: Some(of), .. } => person == Some(*of),
            What::Agreement { with, .. } => person.is_some_and(|person| rulebook.persons[person].nationality.contains(with)),
            _ => true,
        };
        self.engine.tables.destinations[self.places[destination].state].varying(rulebook, matters)
    }

    /// What a destination offers on a day: to everybody, or to one person in whom it sees something of its own. `states` are the worlds of
    /// its state that matter to them.
    pub(super) fn place_class(&self, person: Option<usize>, destination: usize, states: &[&DestinationLines], on: Day) -> Class {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let place = &self.places[destination];
        let warrants = person.map_or(&[][..], |person| &rulebook.persons[person].warrants);
        let mut class = Class::new();
        let read = |place: Place<'_>, warrant: Option<usize>| {
            let asked = Asked { person: person.unwrap_or(NOBODY), warrant, destination, on, presence: Presence::Visit };
            let mut reading = Reading::bare();
            // Where the person's own facts are open, what is read here is the same in each of their worlds.
            let situation = warrant.map(|warrant| tables.situations[rulebook.warrants[warrant].situation].world(0));
            world::of_destination(
                &mut reading,
                rulebook,
                asked,
                place,
                situation,
                warrant.map(|warrant| tables.warrants[warrant].world(0)),
            );
            reading.codes
        };
        combinations(&[states.len(), place.own.len().max(1), place.records.len()], |picked| {
            let state = states[picked[0]];
            let here = Place { own: place.own.get(picked[1]).copied().unwrap_or(state), state, record: place.records[picked[2]] };
            let mut tuple: Tuple = match warrants {
                [] => vec![read(here, None)],
                warrants => warrants.iter().map(|warrant| read(here, Some(*warrant))).collect(),
            };
            if tuple.iter().all(|codes| *codes == tuple[0]) {
                tuple.truncate(1);
            }
            insert(&mut class, tuple);
        });
        class
    }

    /// The days on which what the destination offers to this person may change.
    pub(super) fn place_days(&self, person: usize, destination: usize) -> Vec<Day> {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let mut days = self.places[destination].days.clone();
        for warrant in &rulebook.persons[person].warrants {
            let state = self.places[destination].state;
            for lines in tables.warrants[*warrant].worlds() {
                changes_for(&lines.postponements, state, &mut days);
            }
            for lines in tables.situations[rulebook.warrants[*warrant].situation].worlds() {
                changes_for(&lines.acceptances, state, &mut days);
                changes_for(&lines.bound, state, &mut days);
            }
        }
        days
    }

    /// Whether the two sides hang on one another, so that neither's possibilities can be taken without the other's.
    pub(super) fn entangled(&self, person: usize, destination: usize) -> bool {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let place = &self.places[destination];
        let state = place.state;
        let warrants = &rulebook.persons[person].warrants;
        if self.may_be_too_many(person, place.ways_to_somebody) {
            return true;
        }
        let sending = rulebook.persons[person].nationality.first();
        if sending == Some(&state) && self.histories[state].len() > 1 {
            return true;
        }
        let shared = |warrant: &usize| {
            let (lines, open) = (&tables.warrants[*warrant], &tables.records[state].open);
            lines.worlds().any(|lines| has(&lines.requests, state))
                || lines.count() > 1 && lines.worlds().any(|lines| has(&lines.postponements, state))
                || lines.open.iter().any(|fact| open.contains(fact))
        };
        warrants.iter().any(shared) || warrants.iter().any(|warrant| self.hangs_on_situation(rulebook.warrants[*warrant].situation, state))
    }

    /// Whether the possibilities of both sides together may pass the limit, though those of the person do not.
    fn may_be_too_many(&self, person: usize, ways: usize) -> bool {
        let own = &self.persons[person];
        ways > 1 && own.ways.saturating_mul(own.secrets).saturating_mul(ways) > MOST_WORLDS
    }

    /// Whether the open facts of a situation decide how a state stands in it.
    fn hangs_on_situation(&self, situation: usize, state: usize) -> bool {
        let situations = &self.engine.tables.situations[situation];
        let mut worlds = situations.worlds();
        let Some(first) = worlds.next().filter(|_| situations.count() > 1) else { return false };
        let bonds = |lines: &SituationLines| (find(&lines.acceptances, state).map(values), find(&lines.bound, state).map(values));
        let first_bonds = bonds(first);
        if situations.worlds().any(|lines| bonds(lines) != first_bonds) {
            return true;
        }
        worlds.any(|other| {
            self.histories[state].iter().any(|lines| {
                let differs =
                    |day: &Day| world::proceedings(lines, state, other, *day).0 != world::proceedings(lines, state, first, *day).0;
                exits(&lines.history).iter().any(differs)
            })
        })
    }

    /// The destinations in which the person is more than anybody: the own state, one that made an agreement, took a stance,
    /// was asked, left the Statute, and so on.
    pub(super) fn special(&self, person: usize, index: &Special) -> Vec<usize> {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let wanted = &rulebook.persons[person];
        let mut states: Vec<usize> = wanted.nationality.clone();
        for sending in &wanted.nationality {
            states.extend(index.agreements.get(sending).into_iter().flatten());
        }
        states.extend(index.stances.get(&person).into_iter().flatten());
        if !wanted.warrants.is_empty() {
            states.extend(&index.left);
        }
        for warrant in &wanted.warrants {
            for lines in tables.warrants[*warrant].worlds() {
                states.extend(lines.requests.iter().map(|(state, _)| *state));
                states.extend(lines.postponements.iter().map(|(state, _)| *state));
            }
            for lines in tables.situations[rulebook.warrants[*warrant].situation].worlds() {
                states.extend(lines.acceptances.iter().map(|(state, _)| *state));
                states.extend(lines.bound.iter().map(|(state, _)| *state));
            }
            let open = &tables.warrants[*warrant].open;
            states
                .extend(index.uncertain_records.iter().filter(|state| open.iter().any(|fact| tables.records[**state].open.contains(fact))));
        }
        let mut special: Vec<usize> = states.iter().flat_map(|state| &index.by_state[*state]).copied().collect();
        // Possibilities may be too many in a pair though not on either side.
        special.extend((0..self.places.len()).filter(|destination| self.may_be_too_many(person, self.places[*destination].ways)));
        special.sort_unstable();
        special.dedup();
        special
    }

    /// The part of the person that a destination can see which does not hang on the other side: persons alike in it share a timeline.
    pub(super) fn seen_by(&self, person: usize, destination: usize) -> (Vec<usize>, Vec<usize>, Option<usize>) {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let state = self.places[destination].state;
        let wanted = &rulebook.persons[person];
        let lines = &tables.destinations[state];
        let agreed = |sending: usize| lines.worlds().any(|lines| has(&lines.agreements, sending));
        let home = wanted.nationality.first().copied().filter(|sending| *sending == state);
        let nationality = home.into_iter().chain(wanted.nationality.iter().copied().filter(|sending| agreed(*sending))).collect();
        let situations = wanted.warrants.iter().map(|warrant| rulebook.warrants[*warrant].situation).collect();
        let postponed = |warrant: &usize| tables.warrants[*warrant].worlds().any(|lines| has(&lines.postponements, state));
        let known = lines.worlds().any(|lines| has(&lines.stances, person)) || wanted.warrants.iter().any(postponed);
        (nationality, situations, known.then_some(person))
    }
}

/// The codes where both sides offer these. Each leaves alone what is not its own, and what the Council binds a destination to goes before
/// what it urges all to.
pub(super) fn both(person: &Codes, place: &Codes) -> Codes {
    std::array::from_fn(|attribute| if place[attribute] != 0 { place[attribute] } else { person[attribute] })
}

/// The same for each warrant.
pub(super) fn together(person: &Tuple, place: &Tuple) -> Tuple {
    let own = |at: usize| place.get(at).or(place.first()).copied().unwrap_or([0; Attribute::COUNT]);
    person.iter().enumerate().map(|(at, codes)| both(codes, &own(at))).collect()
}

/// Adds a possibility in its place, unless it is there.
fn insert(class: &mut Class, tuple: Tuple) {
    if class.last() == Some(&tuple) {
        return;
    }
    if let Err(place) = class.binary_search(&tuple) {
        class.insert(place, tuple);
    }
}

/// Which states can be special to somebody, and why.
pub(super) struct Special {
    by_state: Vec<Vec<usize>>,
    /// By the state with which they made an agreement.
    agreements: HashMap<usize, Vec<usize>>,
    /// By the person about whom they said something.
    stances: HashMap<usize, Vec<usize>>,
    /// Those that have left the Statute, or may have.
    left: Vec<usize>,
    uncertain_records: Vec<usize>,
}

impl Special {
    pub(super) fn new(sides: &Sides<'_>) -> Self {
        let tables = &sides.engine.tables;
        let mut by_state = vec![Vec::new(); sides.places.len()];
        for (destination, place) in sides.places.iter().enumerate() {
            by_state[place.state].push(destination);
        }
        let (mut agreements, mut stances) = (HashMap::<usize, Vec<usize>>::default(), HashMap::<usize, Vec<usize>>::default());
        let (mut left, mut uncertain_records) = (Vec::new(), Vec::new());
        for (state, lines) in tables.destinations.iter().enumerate() {
            for world in lines.worlds() {
                world.agreements.iter().for_each(|(with, _)| agreements.entry(*with).or_default().push(state));
                world.stances.iter().for_each(|(person, _)| stances.entry(*person).or_default().push(state));
            }
            if lines.worlds().any(|world| !world.history.exits.is_empty()) {
                left.push(state);
            }
            if !tables.records[state].open.is_empty() {
                uncertain_records.push(state);
            }
        }
        Self { by_state, agreements, stances, left, uncertain_records }
    }
}

fn has<V: PartialEq>(lines: &ByKey<V>, key: usize) -> bool {
    find(lines, key).is_some()
}

fn changes_for<V: PartialEq>(lines: &ByKey<V>, key: usize, days: &mut Vec<Day>) {
    if let Some(line) = find(lines, key) {
        days.extend(line.change_days());
    }
}

/// Every way to pick one of each size, the first size fastest.
fn combinations(sizes: &[usize], mut each: impl FnMut(&[usize])) {
    let mut picked = vec![0; sizes.len()];
    loop {
        each(&picked);
        let mut place = 0;
        loop {
            let Some(at) = picked.get_mut(place) else { return };
            *at += 1;
            if *at < sizes[place] {
                break;
            }
            *at = 0;
            place += 1;
        }
    }
}
