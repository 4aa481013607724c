//! A person and a destination whose possibilities hang on one another.

use super::super::super::Choice;
use super::super::super::lines::{ByKey, DestinationLines, MOST_WORLDS, WarrantLines, find};
use super::super::super::world::{self, Asked, Place, Reading, Wanted};
use super::{Class, Sides, changes_for, combinations, insert, together};
use crate::day::Day;
use crate::rulebook::What;
use crate::vocabulary::Presence;

/// See [`Sides::pair`].
pub(in super::super) struct Pair<'e, 's> {
    sides: &'s Sides<'e>,
    person: usize,
    destination: usize,
    /// How many combinations of the open facts there are, requests in confidence aside.
    ways: usize,
    pub(in super::super) days: Vec<Day>,
    /// Whether the destination is the state whose immunity would be claimed.
    home: bool,
    /// Whether an arrest under one of the person's warrants is an open fact of the destination's record.
    shares_record: bool,
    situations: Vec<usize>,
    /// The worlds of the destination's state that differ in something that matters to the person.
    states: Vec<&'e DestinationLines>,
    /// For each warrant, the worlds that differ for this destination.
    warrants: Vec<Vec<&'e WarrantLines>>,
}

impl Pair<'_, '_> {
    /// Every possibility on a day, both sides together. What both hang on is picked first; given that, each side varies by itself.
    pub(in super::super) fn class(&self, on: Day) -> Class {
        let (engine, place, own) = (self.sides.engine, &self.sides.places[self.destination], &self.sides.persons[self.person]);
        let (tables, rulebook) = (&engine.tables, &engine.rulebook);
        let warrants = &rulebook.persons[self.person].warrants;
        let secrets: Vec<usize> = warrants
            .iter()
            .map(|warrant| if tables.warrants[*warrant].worlds().any(|lines| lines.is_secret(on)) { 2 } else { 1 })
            .collect();
        if secrets.iter().fold(self.ways, |product, ways| product.saturating_mul(*ways)) > MOST_WORLDS {
            return Vec::new();
        }
        if self.shares_record {
            return self.class_by_choice(on);
        }
        // Of the worlds of each part, those that differ on the day.
        let nationality = &rulebook.persons[self.person].nationality;
        let history = |lines: &DestinationLines| {
            let left = lines.history.exits.iter().map(|(exit, _)| *exit).filter(|exit| *exit <= on);
            (lines.history.membership.at(on).value, left.collect::<Vec<Day>>())
        };
        let sending = nationality.first().map(|sending| differing(&self.sides.histories[*sending], history));
        let states = differing(&self.states, |lines| {
            let agreements: Vec<_> = nationality.iter().map(|with| value_on(&lines.agreements, *with, on)).collect();
            let stances = (lines.general_stance.at(on).value, value_on(&lines.stances, self.person, on));
            let values = (lines.application.at(on).value, lines.control.at(on).value, lines.implementation.at(on).value);
            (history(lines), lines.history.signature.at(on).value, values, stances, agreements)
        });
        let offices = differing(&own.offices, |line| line.at(on).value);
        let warrant_worlds: Vec<Vec<&WarrantLines>> = self
            .warrants
            .iter()
            .map(|worlds| {
                differing(worlds, |lines| {
                    // A request of which nothing is recorded yet is none.
                    let asked = find(&lines.requests, place.state).map(|line| line.at(on)).filter(|cell| !cell.facts.is_empty());
                    let postponed = value_on(&lines.postponements, place.state, on);
                    (lines.status.at(on).value, lines.public.at(on).value, asked.map(|cell| cell.value), postponed)
                })
            })
            .collect();
        let mut sizes = vec![if self.home { states.len() } else { 1 }];
        sizes.extend(self.situations.iter().map(|situation| tables.situations[*situation].count()));
        sizes.extend(warrant_worlds.iter().map(Vec::len));
        sizes.extend(&secrets);
        let mut class = Class::new();
        combinations(&sizes, |picked| {
            let (in_situation, rest) = picked[1..].split_at(self.situations.len());
            let (in_warrant, requested) = rest.split_at(warrants.len());
            let situation_of = |warrant: usize| {
                let situation = rulebook.warrants[warrant].situation;
                let at = self.situations.binary_search(&situation).unwrap_or_default();
                tables.situations[situation].world(in_situation[at])
            };
            let each: Vec<Option<usize>> = match warrants.as_slice() {
                [] => vec![None],
                some => (0..some.len()).map(Some).collect(),
            };
            let asked = |at: Option<usize>| Asked {
                person: self.person,
                warrant: at.map(|at| warrants[at]),
                destination: self.destination,
                on,
                presence: Presence::Visit,
            };
            let (mut ones, mut others) = (Class::new(), Class::new());
            combinations(&[offices.len(), if self.home { 1 } else { sending.as_ref().map_or(1, Vec::len) }], |varied| {
                let sending =
                    if self.home { Some(states[picked[0]]) } else { sending.as_ref().and_then(|lines| lines.get(varied[1])).copied() };
                let read = |at: &Option<usize>| {
                    let mut reading = Reading::bare();
                    let lines = at.map(|at| warrant_worlds[at][in_warrant[at]]);
                    let situation = at.map(|at| situation_of(warrants[at]));
                    let wanted = Wanted { office: offices[varied[0]], sending, situation, warrant: lines };
                    world::of_person(&mut reading, rulebook, tables, asked(*at), wanted);
                    if let (Some(at), Some(lines)) = (at, lines) {
                        world::of_request(&mut reading, lines, Some(place.state), on, || requested[*at]);
                    }
                    reading.codes
                };
                insert(&mut ones, each.iter().map(read).collect());
            });
            combinations(&[if self.home { 1 } else { states.len() }, place.own.len().max(1), place.records.len()], |varied| {
                let state = states[if self.home { picked[0] } else { varied[0] }];
                let here = Place { own: place.own.get(varied[1]).copied().unwrap_or(state), state, record: place.records[varied[2]] };
                let read = |at: &Option<usize>| {
                    let mut reading = Reading::bare();
                    let (lines, situation) = (at.map(|at| warrant_worlds[at][in_warrant[at]]), at.map(|at| situation_of(warrants[at])));
                    world::of_destination(&mut reading, rulebook, asked(*at), here, situation, lines);
                    reading.codes
                };
                insert(&mut others, each.iter().map(read).collect());
            });
            for one in &ones {
                for other in &others {
                    insert(&mut class, together(one, other));
                }
            }
        });
        class
    }

    /// The same by the way that explanations take: fact by fact.
    fn class_by_choice(&self, on: Day) -> Class {
        let engine = self.sides.engine;
        let warrants = &engine.rulebook.persons[self.person].warrants;
        let choices = engine.choices(self.person, self.destination, on);
        let sizes: Vec<usize> = choices.iter().map(|(_, ways)| *ways).collect();
        let mut class = Class::new();
        combinations(&sizes, |picked| {
            let choose = |wanted: Choice| choices.binary_search_by_key(&wanted, |(choice, _)| *choice).map_or(0, |place| picked[place]);
            let codes = |warrant| {
                let asked = Asked { person: self.person, warrant, destination: self.destination, on, presence: Presence::Visit };
                world::codes(&engine.rulebook, &engine.tables, asked, &choose)
            };
            insert(
                &mut class,
                match warrants.as_slice() {
                    [] => vec![codes(None)],
                    some => some.iter().map(|warrant| codes(Some(*warrant))).collect(),
                },
            );
        });
        class
    }
}

impl<'e> Sides<'e> {
    /// A person and a destination whose possibilities hang on one another.
    pub(in super::super) fn pair(&self, person: usize, destination: usize) -> Pair<'e, '_> {
        let (tables, rulebook) = (&self.engine.tables, &self.engine.rulebook);
        let place = &self.places[destination];
        let state = place.state;
        let warrants = &rulebook.persons[person].warrants;
        let for_state = |what: &What| match what {
            What::Requested { of, .. } => *of == state,
            What::Postponed { by, .. } => *by == state,
            _ => true,
        };
        let worlds: Vec<Vec<&'e WarrantLines>> =
            warrants.iter().map(|warrant| self.engine.tables.warrants[*warrant].varying(&self.engine.rulebook, for_state)).collect();
        let mut situations: Vec<usize> = warrants.iter().map(|warrant| rulebook.warrants[*warrant].situation).collect();
        situations.sort_unstable();
        situations.dedup();
        let mut days = self.place_days(person, destination);
        days.extend(&self.persons[person].days);
        for lines in worlds.iter().flatten() {
            changes_for(&lines.requests, state, &mut days);
        }
        // On the first day of the calendar no warrant is issued: what is open then is the facts alone.
        let choices = self.engine.choices(person, destination, Day::MIN);
        let facts = choices.iter().filter(|(choice, _)| matches!(choice, Choice::Fact(_)));
        let shares = |warrant: &usize| tables.warrants[*warrant].open.iter().any(|fact| tables.records[state].open.contains(fact));
        Pair {
            sides: self,
            person,
            destination,
            ways: facts.fold(1, |product: usize, (_, ways)| product.saturating_mul(*ways)),
            days,
            home: rulebook.persons[person].nationality.first() == Some(&state),
            shares_record: warrants.iter().any(shares),
            situations,
            states: self.states(Some(person), destination),
            warrants: worlds,
        }
    }
}

/// The worlds in which `key` differs.
fn differing<'t, T, K: PartialEq>(worlds: &[&'t T], key: impl Fn(&T) -> K) -> Vec<&'t T> {
    if worlds.len() < 2 {
        return worlds.to_vec();
    }
    let mut seen: Vec<K> = Vec::new();
    let mut differing = Vec::new();
    for world in worlds {
        let key = key(world);
        if !seen.contains(&key) {
            seen.push(key);
            differing.push(*world);
        }
    }
    differing
}

fn value_on<V: Copy + PartialEq>(lines: &ByKey<V>, key: usize, on: Day) -> Option<V> {
    find(lines, key).map(|line| line.at(on).value)
}
