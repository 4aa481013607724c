//! The Statute, read once more: walk what happened up to the day, and say what it means.
//!
//! Plain functions over the events of one possible course of things; no tables, no intervals.

use std::collections::BTreeSet;

use icc_arrest_risk::vocabulary::{Basis, Duty, Label, Membership, Obstacle, Presence, Signature, Verdict};

use crate::calendar::{Date, entry_into_force, exit};
use crate::facts::{Event, Ruling};

/// An event with its day, and its value where nobody knows the real one.
#[derive(Debug, Clone, Copy)]
pub struct Step<'f> {
    pub on: Date,
    pub event: &'f Event,
    pub value: &'f str,
}

impl Step<'_> {
    fn what(&self) -> &str {
        &self.event.what
    }

    fn is_by(&self, state: &str) -> bool {
        self.event.state.as_deref() == Some(state)
    }

    fn sets_unknown(&self, attribute: &str) -> bool {
        self.event.what == "unknown" && self.event.attribute.as_deref() == Some(attribute)
    }
}

/// What makes a destination owe something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ground {
    Party,
    Acceptance,
    Arrangement,
    Council,
    Residual,
    ExaminationOnly,
    Signature,
    Deposit,
}

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hindrance {
    Immunity,
    Agreement,
    Deferral,
    Overflight,
    Postponement,
}

/// Where a state stands toward the Statute.
#[derive(Debug)]
pub struct Standing {
    pub signature: Signature,
    pub membership: Membership,
    /// The day on which it was last out.
    pub out: Option<Date>,
}

/// Articles 125 to 127, step by step.
pub fn standing(steps: &[Step<'_>], day: Date) -> Standing {
    let mut signature = Signature::None;
    let mut consented = false;
    let mut in_force: Option<Date> = None;
    let mut leaving: Option<Date> = None;
    let mut out = None;
    let leave = |on: Date, in_force: &mut Option<Date>, leaving: &mut Option<Date>, out: &mut Option<Date>| {
        if leaving.is_some_and(|exit| exit <= on) {
            *out = leaving.take();
            *in_force = None;
        }
    };
    // A succession may reach back behind its own day.
    for step in steps.iter().filter(|step| step.event.stated.unwrap_or(step.on).min(step.on) <= day) {
        leave(step.on, &mut in_force, &mut leaving, &mut out);
        match step.what() {
            "signed" => signature = Signature::Signed,
            "signature-renounced" => signature = Signature::Renounced,
            "consented" => consented = true,
            "deposited" => in_force = Some(step.event.stated.unwrap_or_else(|| entry_into_force(step.on))),
            "deposit-withdrawn" if in_force.is_some_and(|day| step.on < day) => in_force = None,
            "withdrawal-notified" if in_force.is_some() => leaving = Some(exit(step.on, step.event.effective)),
            "withdrawal-revoked" => leaving = None,
            _ => {}
        }
    }
    leave(day, &mut in_force, &mut leaving, &mut out);
    let membership = match in_force {
        Some(first) if day < first => Membership::Deposited,
        Some(_) if leaving.is_some() => Membership::Withdrawing,
        Some(_) => Membership::Party,
        None if out.is_some() => Membership::FormerParty,
        None if consented => Membership::Ratifying,
        None => Membership::None,
    };
    Standing { signature, membership, out }
}

pub fn is_party(standing: &Standing) -> bool {
    matches!(standing.membership, Membership::Party | Membership::Withdrawing)
}

/// VCLT 29: whether a declaration keeps the Statute away from the territory.
pub fn is_excluded(territory: &[Step<'_>], day: Date) -> bool {
    let mut excluded = false;
    for step in territory.iter().filter(|step| step.on <= day) {
        match step.what() {
            "excluded" => excluded = true,
            "extended" => excluded = false,
            _ if step.sets_unknown("application") => excluded = step.value == "excluded",
            _ => {}
        }
    }
    excluded
}

/// The one word for a destination's standing.
pub fn label(standing: &Standing, excluded: bool) -> Label {
    match (standing.membership, standing.signature) {
        _ if excluded => Label::Excluded,
        (Membership::Ratifying, _) => Label::Ratifying,
        (Membership::Deposited, _) => Label::Deposited,
        (Membership::Party, _) => Label::Party,
        (Membership::Withdrawing, _) => Label::Withdrawing,
        (Membership::FormerParty, _) => Label::FormerParty,
        (_, Signature::Signed) => Label::Signatory,
        (_, Signature::Renounced) => Label::SignatoryRenounced,
        _ => Label::NonParty,
    }
}

/// RS 12(3) and 87(5)(a): a declaration or an arrangement of the state for the situation.
pub fn acceptance(situation: &[Step<'_>], state: &str, day: Date) -> Option<Ground> {
    let (mut declared, mut arranged) = (false, false);
    for step in situation.iter().filter(|step| step.on <= day && step.is_by(state)) {
        match step.what() {
            "accepted" => declared = true,
            "acceptance-ended" => declared = false,
            "arrangement" => arranged = true,
            "arrangement-ended" => arranged = false,
            _ if step.sets_unknown("acceptance") => (declared, arranged) = (step.value == "declaration", step.value == "arrangement"),
            _ => {}
        }
    }
    if declared { Some(Ground::Acceptance) } else { arranged.then_some(Ground::Arrangement) }
}

/// Charter 25: whether the Security Council binds the state in the situation.
pub fn bound_by_council(situation: &[Step<'_>], state: &str, day: Date) -> bool {
    let referrals = situation.iter().filter(|step| step.what() == "council-referral" && step.on <= day);
    referrals.flat_map(|step| &step.event.binds).any(|bound| bound == state)
}

/// RS 127(2): what a state that has left still owes in the situation.
pub fn after_exit(situation: &[Step<'_>], states: &[String], state: &str, out: Option<Date>) -> Option<Ground> {
    let out = out?;
    let began = |what: &str| situation.iter().any(|step| step.what() == what && step.on < out);
    if began("investigation-opened") {
        Some(Ground::Residual)
    } else if began("examination-opened") && states.iter().any(|own| own == state) {
        Some(Ground::ExaminationOnly)
    } else {
        None
    }
}

/// Whether the destination is bound at all, and by what.
pub fn basis(
    standing: &Standing,
    excluded: bool,
    situation: &[Step<'_>],
    states: &[String],
    state: &str,
    day: Date,
) -> (Basis, BTreeSet<Ground>) {
    let mut grounds: Vec<(Basis, Ground)> = Vec::new();
    if !excluded {
        if is_party(standing) {
            grounds.push((Basis::Bound, Ground::Party));
        }
        if let Some(ground) = acceptance(situation, state, day) {
            grounds.push((Basis::Bound, ground));
        }
        if bound_by_council(situation, state, day) {
            grounds.push((Basis::Bound, Ground::Council));
        }
        match after_exit(situation, states, state, standing.out) {
            Some(Ground::Residual) => grounds.push((Basis::Bound, Ground::Residual)),
            Some(ground) => grounds.push((Basis::Disputed, ground)),
            None => {}
        }
        if standing.membership == Membership::Deposited {
            grounds.push((Basis::GoodFaith, Ground::Deposit));
        }
        if matches!(standing.membership, Membership::None | Membership::Ratifying) && standing.signature == Signature::Signed {
            grounds.push((Basis::GoodFaith, Ground::Signature));
        }
    }
    let strongest = grounds.iter().map(|(basis, _)| *basis).max().unwrap_or(Basis::None);
    (strongest, grounds.into_iter().filter(|(basis, _)| *basis == strongest).map(|(_, ground)| ground).collect())
}

/// The kind of state whose immunity would be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    Party,
    CouncilBound,
    Accepting,
    Third,
}

pub fn sender(standing: &Standing, situation: &[Step<'_>], states: &[String], state: &str, day: Date) -> Sender {
    if is_party(standing) || after_exit(situation, states, state, standing.out) == Some(Ground::Residual) {
        Sender::Party
    } else if bound_by_council(situation, state, day) {
        Sender::CouncilBound
    } else if acceptance(situation, state, day).is_some() {
        Sender::Accepting
    } else {
        Sender::Third
    }
}

/// How the immunity of such a state's officials stands after the rulings that are known; a ruling holds for all days.
pub fn immunity<'f>(sender: Sender, rulings: impl Iterator<Item = &'f Ruling>) -> Obstacle {
    let kinds: &[&str] = match sender {
        // RS 27(2): the state has given it up itself; whoever raises it is rejected.
        Sender::Party => return Obstacle::ObjectionRejected,
        Sender::CouncilBound => &["council-bound"],
        Sender::Accepting => &["accepting", "third"],
        Sender::Third => &["third"],
    };
    let mut obstacle = Obstacle::Disputed;
    for ruling in rulings {
        match kinds.iter().find_map(|kind| ruling.held.get(*kind)).map(String::as_str) {
            Some("rejected") => obstacle = Obstacle::ObjectionRejected,
            Some("contested") => obstacle = Obstacle::Disputed,
            _ => {}
        }
    }
    obstacle
}

pub fn holds_office(person: &[Step<'_>], day: Date) -> bool {
    let mut held: BTreeSet<&str> = BTreeSet::new();
    for step in person.iter().filter(|step| step.on <= day) {
        let office = step.event.office.as_deref().unwrap_or_default();
        match step.what() {
            "took-office" => {
                held.insert(office);
            }
            "left-office" => {
                held.remove(office);
            }
            _ if step.sets_unknown("office") => {
                held.clear();
                held.extend(Some(step.value).filter(|office| *office != "none"));
            }
            _ => {}
        }
    }
    !held.is_empty()
}

/// RS 16: whether a deferral runs on the day.
pub fn is_deferred(situation: &[Step<'_>], day: Date) -> bool {
    situation.iter().any(|step| step.what() == "council-deferral" && step.on <= day && step.event.until.is_some_and(|until| day <= until))
}

/// RS 89 to 95: whether the state may put the surrender off.
pub fn is_postponed(warrant: &[Step<'_>], state: &str, day: Date) -> bool {
    let mut postponed = false;
    for step in warrant.iter().filter(|step| step.on <= day && step.is_by(state)) {
        match step.what() {
            "postponed" => postponed = true,
            "postponement-ended" => postponed = false,
            _ if step.sets_unknown("postponement") => postponed = step.value == "yes",
            _ => {}
        }
    }
    postponed
}

/// RS 98(2): whether the state has promised the other not to hand over its people.
pub fn has_agreement(state: &[Step<'_>], with: &str, day: Date) -> bool {
    let mut agreed = false;
    for step in state.iter().filter(|step| step.on <= day && step.is_by(with)) {
        match step.what() {
            "agreement" => agreed = true,
            "agreement-ended" => agreed = false,
            _ if step.sets_unknown("agreement") => agreed = step.value == "yes",
            _ => {}
        }
    }
    agreed
}

/// What stands in the way, the strongest of it, and what it is.
pub fn obstacle(hindrances: &[(Obstacle, Hindrance)]) -> (Obstacle, BTreeSet<Hindrance>) {
    let strongest = hindrances.iter().map(|(obstacle, _)| *obstacle).max().unwrap_or(Obstacle::None);
    (strongest, hindrances.iter().filter(|(obstacle, _)| *obstacle == strongest).map(|(_, hindrance)| *hindrance).collect())
}

/// RS 89(3) speaks of other journeys: whether somebody who flies over is found there is unsettled; who changes planes is there.
pub fn is_doubtful(presence: Presence) -> bool {
    presence == Presence::Overflight
}

/// RS 58: whether a warrant is in effect and the person not with the Court; and whether the public knows of it.
pub fn is_in_effect(warrant: &[Step<'_>], day: Date) -> (bool, bool) {
    let (mut issued, mut public, mut with_the_court, mut ended) = (false, false, false, false);
    for step in warrant.iter().filter(|step| step.on <= day) {
        match step.what() {
            "issued" => (issued, public) = (true, !step.event.sealed),
            "unsealed" => public = true,
            "surrendered" | "appeared" => with_the_court = true,
            "withdrawn" | "vacated" | "terminated" => ended = true,
            _ => {}
        }
    }
    (issued && !with_the_court && !ended, public)
}

/// RS 89(1), 91: whether the Court has asked the state; `None` where the warrant is sealed and nothing is said.
pub fn is_asked(warrant: &[Step<'_>], public: bool, state: &str, day: Date) -> Option<bool> {
    if public {
        return Some(true);
    }
    let mut said = warrant.iter().rev().filter(|step| step.on <= day && step.is_by(state));
    said.find_map(|step| match step.what() {
        "requested" => Some(true),
        "not-requested" => Some(false),
        _ => None,
    })
}

/// What the destination owes for the warrant.
pub fn duty(in_effect: bool, asked: bool, offence: &str, basis: Basis, obstacle: Obstacle) -> Duty {
    if !in_effect || !asked {
        return Duty::None;
    }
    match basis {
        Basis::None => Duty::None,
        Basis::GoodFaith => Duty::GoodFaith,
        Basis::Disputed | Basis::Bound if obstacle == Obstacle::Suspended => Duty::Suspended,
        // RS 70(2): the requested state's own law governs.
        Basis::Bound if offence == "core" && obstacle != Obstacle::Disputed => Duty::Arrest,
        Basis::Disputed | Basis::Bound => Duty::Disputed,
    }
}

pub fn verdict(in_effect: bool, duty: Duty) -> Verdict {
    match duty {
        _ if !in_effect => Verdict::NoWarrant,
        Duty::None | Duty::GoodFaith | Duty::Suspended => Verdict::NotEnforceable,
        Duty::Disputed => Verdict::Disputed,
        Duty::Arrest => Verdict::Enforceable,
    }
}
