//! A question to the reference: every course that things may have taken, and what each says.

use std::collections::{BTreeMap, BTreeSet};

use icc_arrest_risk::vocabulary::{Basis, Duty, Label, Obstacle, Presence, Verdict};

use crate::calendar::{Date, entry_into_force, exit};
use crate::facts::{Event, Facts, Person};
use crate::law::{self, Ground, Hindrance, Step};

/// The reasons for one warrant in one world.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reason {
    pub basis: Basis,
    pub grounds: BTreeSet<Ground>,
    pub obstacle: Obstacle,
    pub hindrances: BTreeSet<Hindrance>,
}

/// What is possible for one warrant: duties, and the reasons that each verdict may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarrantAnswer {
    pub duties: BTreeSet<Duty>,
    pub reasons: BTreeMap<Verdict, BTreeSet<Reason>>,
}

/// What is possible for a person, a destination and a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub verdicts: BTreeSet<Verdict>,
    pub duties: BTreeSet<Duty>,
    pub labels: BTreeSet<Label>,
    pub warrants: BTreeMap<String, WarrantAnswer>,
}

/// A person and a destination, with every list of events that bears on them.
pub struct Case<'f> {
    facts: &'f Facts,
    person: &'f Person,
    /// The state that answers for the destination.
    state: &'f str,
    territory: &'f [Event],
}

/// How one open fact turned out: not at all, or on a day, with a value.
type Turn<'f> = Option<(Date, &'f str)>;
/// How every open fact turned out.
type World<'f> = Vec<(&'f Event, Turn<'f>)>;

impl<'f> Case<'f> {
    pub fn new(facts: &'f Facts, person: &str, destination: &'f str) -> Self {
        let (state, territory) = match facts.territories.get(destination) {
            Some(territory) => (territory.of.as_str(), territory.events.as_slice()),
            None => (destination, [].as_slice()),
        };
        Self { facts, person: &facts.persons[person], state, territory }
    }

    /// The state whose immunity would be claimed.
    fn home(&self) -> &'f str {
        &self.person.nationality[0]
    }

    /// Every event that the answer can hang on.
    pub fn events(&self) -> Vec<&'f Event> {
        let home = self.home();
        let mut events: Vec<&Event> = Vec::new();
        events.extend(self.facts.states[self.state].iter().filter(|event| self.is_about_treaty(event)));
        if home != self.state {
            events.extend(self.facts.states[home].iter().filter(|event| self.is_about_treaty(event)));
        }
        events.extend(
            self.territory.iter().filter(|event| {
                matches!(event.what.as_str(), "excluded" | "extended") || event.attribute.as_deref() == Some("application")
            }),
        );
        events.extend(&self.person.events);
        let mut situations: BTreeSet<&str> = BTreeSet::new();
        for warrant in self.person.warrants.values() {
            let concerns = |event: &&Event| match event.what.as_str() {
                "requested" | "not-requested" | "postponed" | "postponement-ended" | "unknown" => {
                    event.state.as_deref() == Some(self.state)
                }
                _ => true,
            };
            events.extend(warrant.events.iter().filter(concerns));
            situations.insert(&warrant.situation);
        }
        for situation in situations {
            let concerns = |event: &&Event| match event.what.as_str() {
                "accepted" | "acceptance-ended" | "arrangement" | "arrangement-ended" | "unknown" => {
                    [Some(self.state), Some(home)].contains(&event.state.as_deref())
                }
                _ => true,
            };
            events.extend(self.facts.situations[situation].events.iter().filter(concerns));
        }
        events
    }

    fn is_about_treaty(&self, event: &Event) -> bool {
        match event.what.as_str() {
            "signed"
            | "signature-renounced"
            | "consented"
            | "deposited"
            | "deposit-withdrawn"
            | "withdrawal-notified"
            | "withdrawal-revoked" => true,
            "agreement" | "agreement-ended" => event.state.as_deref() == Some(self.home()),
            "unknown" => event.attribute.as_deref() == Some("agreement") && event.state.as_deref() == Some(self.home()),
            _ => false,
        }
    }

    /// Every day on which something happens, takes effect or becomes public, without the rulings.
    pub fn days(&self) -> BTreeSet<Date> {
        let mut days = BTreeSet::new();
        for event in self.events() {
            days.extend([event.earliest, event.latest, event.known]);
            days.extend(event.stated);
            days.extend(event.until);
            for on in [event.earliest, event.latest] {
                match event.what.as_str() {
                    "deposited" => days.insert(entry_into_force(on)),
                    "withdrawal-notified" => days.insert(exit(on, event.effective)),
                    _ => false,
                };
            }
        }
        days
    }

    /// Whether the rulings on immunity can matter.
    pub fn has_office(&self) -> bool {
        !self.person.events.is_empty()
    }

    /// What is possible, as known at the end of a day, or by everything on record.
    pub fn ask(&self, on: Date, presence: Presence, known: Option<Date>) -> Answer {
        let mut open: Vec<&Event> = self.events();
        open.retain(|event| event.is_open() && is_known(event, known));
        let mut answer = Answer::default();
        let mut world: World<'f> = Vec::new();
        self.each_world(&open, on, &mut world, &mut |world| self.answer_in(world, on, presence, known, &mut answer));
        answer
    }

    /// Goes through every way in which the open facts can have turned out.
    fn each_world(&self, open: &[&'f Event], on: Date, world: &mut World<'f>, visit: &mut dyn FnMut(&World<'f>)) {
        let Some((event, rest)) = open.split_first() else { return visit(world) };
        for turn in turns(event, on) {
            world.push((event, turn));
            self.each_world(rest, on, world, visit);
            world.pop();
        }
    }

    fn answer_in(&self, world: &World<'f>, on: Date, presence: Presence, known: Option<Date>, answer: &mut Answer) {
        let happened = |events: &'f [Event]| steps(events, world, known);
        let (state, home) = (self.state, self.home());
        let own = happened(&self.facts.states[state]);
        let standing = law::standing(&own, on);
        let excluded = law::is_excluded(&happened(self.territory), on);
        answer.labels.insert(law::label(&standing, excluded));
        let home_standing = law::standing(&happened(&self.facts.states[home]), on);
        let office = law::holds_office(&happened(&self.person.events), on);
        let at_home = home == state;

        // For each warrant what is possible in this world: one answer, or two where nobody knows whether the Court has asked.
        let mut possible: Vec<Vec<(Verdict, Duty)>> = Vec::new();
        for (id, warrant) in &self.person.warrants {
            let record = &self.facts.situations[&warrant.situation];
            let situation = happened(&record.events);
            let (basis, grounds) = law::basis(&standing, excluded, &situation, &record.states, state, on);

            // A warrant of which nothing is known yet is none.
            if !warrant.events.iter().any(|event| is_known(event, known)) {
                continue;
            }
            let warrant_steps = happened(&warrant.events);
            let mut hindrances = Vec::new();
            if office && !at_home {
                let sender = law::sender(&home_standing, &situation, &record.states, home, on);
                let rulings = self.facts.rulings.iter().filter(|ruling| known.is_none_or(|day| ruling.known <= day));
                hindrances.push((law::immunity(sender, rulings), Hindrance::Immunity));
            }
            if law::has_agreement(&own, home, on) {
                hindrances.push((Obstacle::Disputed, Hindrance::Agreement));
            }
            if law::is_deferred(&situation, on) {
                hindrances.push((Obstacle::Disputed, Hindrance::Deferral));
            }
            if law::is_doubtful(presence) {
                hindrances.push((Obstacle::Disputed, Hindrance::Overflight));
            }
            if law::is_postponed(&warrant_steps, state, on) {
                hindrances.push((Obstacle::Suspended, Hindrance::Postponement));
            }
            let (obstacle, hindrances) = law::obstacle(&hindrances);

            let (in_effect, public) = law::is_in_effect(&warrant_steps, on);
            let asked = law::is_asked(&warrant_steps, public, state, on).map_or(vec![false, true], |asked| vec![asked]);
            let entry = answer.warrants.entry(id.clone()).or_default();
            let mut ways = Vec::new();
            for asked in asked {
                let duty = law::duty(in_effect, asked, &warrant.offence, basis, obstacle);
                let verdict = law::verdict(in_effect, duty);
                entry.duties.insert(duty);
                let reason = Reason { basis, grounds: grounds.clone(), obstacle, hindrances: hindrances.clone() };
                entry.reasons.entry(verdict).or_default().insert(reason);
                ways.push((verdict, duty));
            }
            possible.push(ways);
        }

        // The strongest warrant gives the answer, however the open requests turn out.
        let mut strongest: BTreeSet<(Verdict, Duty)> = BTreeSet::from([(Verdict::NoWarrant, Duty::None)]);
        for ways in possible {
            strongest = strongest.iter().flat_map(|best| ways.iter().map(move |way| *best.max(way))).collect();
        }
        answer.verdicts.extend(strongest.iter().map(|(verdict, _)| *verdict));
        answer.duties.extend(strongest.iter().map(|(_, duty)| *duty));
    }
}

fn is_known(event: &Event, known: Option<Date>) -> bool {
    known.is_none_or(|day| event.known <= day)
}

/// What happened in a world, by day; what shares a day in the order of the file.
fn steps<'f>(events: &'f [Event], world: &World<'f>, known: Option<Date>) -> Vec<Step<'f>> {
    let mut steps: Vec<Step<'f>> = Vec::new();
    for event in events.iter().filter(|event| is_known(event, known)) {
        if !event.is_open() {
            steps.push(Step { on: event.earliest, event, value: "" });
        } else if let Some((_, Some((on, value)))) = world.iter().find(|(other, _)| std::ptr::eq(*other, event)) {
            steps.push(Step { on: *on, event, value });
        }
    }
    steps.sort_by_key(|step| step.on);
    steps
}

/// The ways in which an open fact can have turned out, as far as the answer on a day can tell them apart.
///
/// Of a range: its first and last day, the day asked about with its neighbours (before them or after them all days are alike: every
/// function of the law looks only at whether a day is past), and the same a year earlier, where an exit falls on the day
/// asked about. An uncertain deposit would need the days around its entry into force too; there is none.
fn turns<'f>(event: &'f Event, on: Date) -> Vec<Turn<'f>> {
    let mut days = BTreeSet::from([event.earliest, event.latest]);
    if event.earliest != event.latest {
        assert_ne!(event.what, "deposited", "no deposit on an uncertain day");
        let year_before = on.years_later(-1);
        let around = [on, year_before].into_iter().flat_map(|day| [day.previous(), day, day.next()]);
        days.extend(around.filter(|day| event.earliest < *day && *day < event.latest));
    }
    let values: Vec<&str> = match event.attribute.as_deref() {
        Some(_) if !event.among.is_empty() => event.among.iter().map(String::as_str).collect(),
        Some("application") => vec!["applies", "excluded"],
        Some("acceptance") => vec!["none", "declaration", "arrangement"],
        Some("postponement" | "agreement") => vec!["no", "yes"],
        Some("office") => vec!["none", "head-of-state", "head-of-government", "foreign-minister", "other-immunity"],
        _ => vec![""],
    };
    let mut turns: Vec<Turn<'f>> = days.iter().flat_map(|day| values.iter().map(|value| Some((*day, *value)))).collect();
    if !event.certain {
        turns.push(None);
    }
    turns
}
