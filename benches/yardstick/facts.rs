//! The facts of the files as plain lists of dated events.

use std::collections::HashMap;

use icc_arrest_risk::Day;
use icc_arrest_risk::statute::{self, Step};
use icc_arrest_risk::vocabulary::{Office, SendingState, Term};
use toml::{Table, Value};

pub type Dated<T> = Vec<(Day, T)>;

#[derive(Debug, Default)]
pub struct Place {
    pub state: usize,
    pub signature: Dated<u8>,
    pub membership: Dated<u8>,
    pub exits: Vec<Day>,
    pub excluded: Dated<bool>,
    pub control_lost: Dated<bool>,
    pub law: Dated<bool>,
    /// Of a person, or of everybody.
    pub stance: Dated<(Option<usize>, u8)>,
    pub agreement: Dated<(usize, bool)>,
    /// Whether it arrested (else it let go).
    pub record: Dated<bool>,
    /// Whether a fact may have gone several ways.
    pub open: bool,
    pub open_steps: bool,
}

#[derive(Debug, Default)]
pub struct Situation {
    pub states: Vec<usize>,
    pub examination: Option<Day>,
    pub investigation: Option<Day>,
    pub binds: Dated<usize>,
    pub deferral: Vec<(Day, Day)>,
    pub acceptance: Dated<(usize, bool)>,
    pub open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Application,
    Issued,
    IssuedSealed,
    Unsealed,
    Arrested,
    Released,
    Surrendered,
    Ended,
}

#[derive(Debug)]
pub struct WarrantFacts {
    pub situation: usize,
    pub core: bool,
    pub docket: Dated<Act>,
    pub requested: Vec<usize>,
    pub postponed: Dated<(usize, bool)>,
}

#[derive(Debug, Default)]
pub struct Person {
    pub nationality: Vec<usize>,
    pub office: Dated<(u8, bool)>,
    pub warrants: Vec<WarrantFacts>,
    pub open: bool,
}

#[derive(Debug, Default)]
pub struct Facts {
    pub places: Vec<Place>,
    pub situations: Vec<Situation>,
    pub persons: Vec<Person>,
    /// What the latest ruling holds, by sending state: 0 open, 1 contested, 2 rejected.
    pub rulings: [u8; SendingState::ALL.len()],
}

const ORDER: [&str; 13] = [
    "application-public",
    "issued",
    "unsealed",
    "requested",
    "not-requested",
    "arrested",
    "released",
    "surrendered",
    "appeared",
    "withdrawn",
    "vacated",
    "terminated",
    "postponed",
];

/// The day of an event; `None` where it, or whether it happened, or what it did, is not known.
fn day(event: &Table) -> Option<Day> {
    let known = event.get("certain").is_none_or(|certain| certain.as_bool() == Some(true)) && what(event) != "unknown";
    let Some(Value::Datetime(on)) = event.get("on") else { return None };
    on.to_string().parse().ok().filter(|_| known)
}

fn what(event: &Table) -> &str {
    text(event, "what")
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn texts<'t>(table: &'t Table, key: &str) -> Vec<&'t str> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

fn day_of(table: &Table, key: &str) -> Option<Day> {
    table.get(key)?.as_datetime()?.to_string().parse().ok()
}

/// The events of a thing in order, and whether some are not known exactly.
fn events(table: &Table) -> (Vec<(Day, &Table)>, bool) {
    let all: Vec<&Table> = table.get("events").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).collect();
    let mut known: Vec<(Day, &Table)> = all.iter().filter_map(|event| Some((day(event)?, *event))).collect();
    known.sort_by_key(|(on, event)| (*on, ORDER.iter().position(|known| *known == what(event)), what(event).to_owned()));
    let open = known.len() < all.len();
    (known, open)
}

impl Facts {
    /// From the texts of the rules folder, by name; persons and places in the order of these ids.
    pub fn read(files: &[(String, String)], person_ids: &[String], place_ids: &[String]) -> Self {
        let tables: Vec<(&str, Table)> =
            files.iter().map(|(name, text)| (name.as_str(), text.parse().expect("the rules are TOML"))).collect();
        let of = |folder: &'static str| {
            let files = tables.iter().filter(move |(name, _)| name.starts_with(folder));
            files.flat_map(|(_, table)| table.iter()).filter_map(|(id, value)| Some((id.as_str(), value.as_table()?)))
        };
        let index = |ids: &[String]| -> HashMap<String, usize> { ids.iter().cloned().zip(0..).collect() };
        let (people, places) = (index(person_ids), index(place_ids));
        let place = |id: &str| places.get(id).copied();
        let mut facts = Self { places: (0..place_ids.len()).map(|state| Place { state, ..Place::default() }).collect(), ..Self::default() };

        for (id, table) in of("states/").chain(of("territories/")) {
            let here = &mut facts.places[places[id]];
            if let Some(state) = place(text(table, "of")) {
                here.state = state;
            }
            let (known, open) = events(table);
            here.open = open;
            let mut steps = Vec::new();
            for (on, event) in known {
                let person = people.get(text(event, "person")).copied();
                let stated = event.get("stated").and_then(Value::as_table).and_then(|stated| day_of(stated, "day"));
                match what(event) {
                    "signed" => steps.push((on, 0, Step::Signed)),
                    "signature-renounced" => steps.push((on, 0, Step::SignatureRenounced)),
                    "consented" => steps.push((on, 0, Step::Consented)),
                    "deposited" => steps.push((on, 0, Step::Deposited { in_force: stated })),
                    "deposit-withdrawn" => steps.push((on, 0, Step::DepositWithdrawn)),
                    "withdrawal-notified" => {
                        steps.push((on, 0, Step::WithdrawalNotified { effective: day_of(event, "effective"), out: stated }))
                    }
                    "withdrawal-revoked" => steps.push((on, 0, Step::WithdrawalRevoked)),
                    "agreement" => here.agreement.extend(place(text(event, "with")).map(|with| (on, (with, true)))),
                    "agreement-ended" => here.agreement.extend(place(text(event, "with")).map(|with| (on, (with, false)))),
                    "pledged" => here.stance.push((on, (person, 1))),
                    "refused" => here.stance.push((on, (person, 2))),
                    "stance-dropped" => here.stance.push((on, (person, 0))),
                    "let-go" => here.record.push((on, false)),
                    "implementing-law" => here.law.push((on, true)),
                    "implementing-law-repealed" => here.law.push((on, false)),
                    "excluded" => here.excluded.push((on, true)),
                    "extended" => here.excluded.push((on, false)),
                    "control-lost" => here.control_lost.push((on, true)),
                    "control-restored" => here.control_lost.push((on, false)),
                    _ => {}
                }
            }
            here.open_steps =
                table.get("events").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table).any(|event| {
                    day(event).is_none()
                        && !matches!(what(event), "implementing-law" | "let-go" | "pledged" | "refused" | "stance-dropped" | "unknown")
                });
            let history = statute::history(&steps).0;
            here.signature = history.signature.segments().filter_map(|s| Some((s.from?, s.value.value.code()))).collect();
            here.membership = history.membership.segments().filter_map(|s| Some((s.from?, s.value.value.code()))).collect();
            here.exits = history.exits.iter().map(|(on, _)| *on).collect();
        }

        let mut situations: HashMap<&str, usize> = HashMap::new();
        for (id, table) in of("situations/") {
            situations.insert(id, facts.situations.len());
            let (known, open) = events(table);
            let states = texts(table, "states").into_iter().filter_map(place).collect();
            let mut situation = Situation { states, open, ..Situation::default() };
            for (on, event) in known {
                let by = place(text(event, "by"));
                match what(event) {
                    "examination-opened" => situation.examination = situation.examination.or(Some(on)),
                    "investigation-opened" => situation.investigation = situation.investigation.or(Some(on)),
                    "council-referral" => {
                        situation.binds.extend(texts(event, "binds").into_iter().filter_map(place).map(|state| (on, state)))
                    }
                    "council-deferral" => situation.deferral.extend(day_of(event, "until").map(|until| (on, until))),
                    "accepted" | "arrangement" => situation.acceptance.extend(by.map(|by| (on, (by, true)))),
                    "acceptance-ended" | "arrangement-ended" => situation.acceptance.extend(by.map(|by| (on, (by, false)))),
                    _ => {}
                }
            }
            facts.situations.push(situation);
        }

        facts.persons = person_ids.iter().map(|_| Person::default()).collect();
        for (id, table) in of("persons/") {
            let (known, mut open) = events(table);
            let nationality: Vec<usize> = texts(table, "nationality").into_iter().filter_map(place).collect();
            let office = |event: &Table| Office::from_label(text(event, "office")).map(Term::code);
            let office = known.iter().filter_map(|(on, event)| Some((*on, (office(event)?, what(event) == "took-office")))).collect();
            let mut warrants: Vec<(&str, WarrantFacts)> = Vec::new();
            for (warrant, table) in table.get("warrants").and_then(Value::as_table).into_iter().flatten() {
                let Some(table) = table.as_table() else { continue };
                let situation = situations[text(table, "situation")];
                let (known, uncertain) = events(table);
                open |= uncertain || facts.situations[situation].open;
                let core = text(table, "offence") == "core";
                let mut own = WarrantFacts { situation, core, docket: Vec::new(), requested: Vec::new(), postponed: Vec::new() };
                for (on, event) in known {
                    own.docket.push((
                        on,
                        match what(event) {
                            "application-public" => Act::Application,
                            "issued" if event.get("sealed").and_then(Value::as_bool) == Some(true) => Act::IssuedSealed,
                            "issued" => Act::Issued,
                            "unsealed" => Act::Unsealed,
                            "arrested" => {
                                if let Some(by) = place(text(event, "by")) {
                                    facts.places[by].record.push((on, true));
                                }
                                Act::Arrested
                            }
                            "released" => Act::Released,
                            "surrendered" | "appeared" => Act::Surrendered,
                            "withdrawn" | "vacated" | "terminated" => Act::Ended,
                            "requested" | "not-requested" => {
                                own.requested.extend(place(text(event, "of")));
                                continue;
                            }
                            "postponed" | "postponement-ended" => {
                                own.postponed.extend(place(text(event, "by")).map(|by| (on, (by, what(event) == "postponed"))));
                                continue;
                            }
                            _ => continue,
                        },
                    ));
                }
                // An arrest whose day is not known is open in the record of who arrested, too.
                for event in table.get("events").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table) {
                    if let Some(by) = place(text(event, "by")).filter(|_| day(event).is_none()) {
                        facts.places[by].open = true;
                    }
                }
                warrants.push((warrant, own));
            }
            warrants.sort_by_key(|(id, _)| *id);
            open |= nationality.first().is_some_and(|state| facts.places[*state].open_steps);
            let warrants = warrants.into_iter().map(|(_, warrant)| warrant).collect();
            facts.persons[people[id]] = Person { nationality, office, warrants, open };
        }
        facts.places.iter_mut().for_each(|place| place.record.sort_by_key(|(on, _)| *on));

        let mut rulings: Vec<(Day, &Table)> = Vec::new();
        for (_, table) in of("case-law.toml") {
            rulings.extend(day_of(table, "known").or(day_of(table, "on")).map(|known| (known, table)));
        }
        rulings.sort_by_key(|(known, _)| *known);
        for (_, ruling) in rulings {
            for (sending, held) in ruling.get("held").and_then(Value::as_table).into_iter().flatten() {
                if let (Some(sending), Some(held)) = (SendingState::from_label(sending), held.as_str()) {
                    facts.rulings[usize::from(sending.code())] = if held == "rejected" { 2 } else { 1 };
                }
            }
        }
        facts
    }

    /// Whether everything that a pair hangs on is known, and no request was made of the destination by name.
    pub fn is_settled(&self, person: usize, place: usize) -> bool {
        let (person, place) = (&self.persons[person], &self.places[place]);
        let state = &self.places[place.state];
        let asked = person.warrants.iter().any(|warrant| warrant.requested.contains(&place.state));
        !(person.open || place.open || state.open || asked)
    }
}
