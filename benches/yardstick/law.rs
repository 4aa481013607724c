//! The law of the rules, written as code.

use icc_arrest_risk::vocabulary::{Application, Label, Membership, Presence, Signature, Term};

/// What a warrant is by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mine {
    pub status: u8,
    pub active: bool,
    /// Whether nobody knows whom the Court has asked.
    pub secret: bool,
    pub core: bool,
    pub office: bool,
    /// 0 none, 1 rejected, 2 disputed; away from home.
    pub immunity: u8,
    pub deferral: bool,
}

/// What a destination is to a warrant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Theirs {
    /// 0 none, 1 good faith, 2 disputed, 3 bound.
    pub basis: u8,
    pub label: u8,
    pub home: bool,
    pub agreement: bool,
    pub postponed: bool,
    pub stance: u8,
    pub record: u8,
    pub law: bool,
    pub control_lost: bool,
}

impl Theirs {
    /// Without what makes no difference.
    pub fn plain(mut self) -> Self {
        if self.basis < 2 {
            self = Self { home: false, agreement: false, postponed: false, record: 0, law: false, ..self };
        }
        self.law &= self.record == 1 && self.stance == 1;
        if self.record == 3 || self.stance != 0 && !(self.record == 1 && self.law) {
            self.record = 0;
        }
        if self.stance == 2 && self.basis < 2 {
            self.stance = 0;
        }
        self
    }
}

pub fn label(excluded: bool, membership: u8, signature: u8) -> u8 {
    let application = if excluded { Application::Excluded } else { Application::Applies };
    let membership = Membership::from_code(membership).unwrap_or(Membership::None);
    Label::of(application, membership, Signature::from_code(signature).unwrap_or(Signature::None)).code()
}

/// `proceedings`: 0 never left, 1 before the exit, 2 an examination only, 3 after it.
pub fn basis(membership: u8, signature: u8, excluded: bool, accepted: bool, bound: bool, proceedings: u8) -> u8 {
    if bound || !excluded && (matches!(membership, 3 | 4) || accepted || proceedings == 1) {
        3
    } else if excluded {
        0
    } else if proceedings == 2 {
        2
    } else if membership == 2 || matches!(membership, 0 | 1) && signature == 1 {
        1
    } else {
        0
    }
}

/// Verdict, duty and risk for one warrant.
fn one(mine: &Mine, theirs: &Theirs, asked: bool, presence: Presence) -> (u8, u8, u8) {
    if !mine.active {
        return (0, 0, 0);
    }
    let obstacle = if theirs.postponed {
        3
    } else if theirs.agreement || mine.deferral || presence == Presence::Overflight {
        2
    } else if theirs.home {
        0
    } else {
        mine.immunity
    };
    let duty = match (asked, theirs.basis, obstacle) {
        (false, ..) | (_, 0, _) => 0,
        (_, 1, _) => 1,
        (_, _, 3) => 2,
        (_, 2, _) | (_, _, 2) => 3,
        _ if mine.core => 4,
        _ => 3,
    };
    let verdict = match duty {
        0..=2 => 1,
        3 => 2,
        _ => 3,
    };
    let airspace = verdict < 3 && presence == Presence::Overflight;
    let away = theirs.control_lost || verdict >= 2 && theirs.home && mine.office || airspace;
    let risk = match (verdict, theirs.stance, mine.office) {
        _ if away => 1,
        (1, 1, _) => 2,
        (1, ..) => 1,
        (_, 2, _) => 1,
        (2, 0, _) if theirs.record == 1 && obstacle == 0 => 3,
        (2, 0, _) => 2,
        (2, ..) => 3,
        (_, 0, true) => 2,
        (_, 0, false) => match theirs.record {
            1 => 4,
            2 => 2,
            _ => 3,
        },
        (_, _, false) => 4,
        (_, _, true) if theirs.record == 1 && theirs.law => 4,
        _ => 3,
    };
    (verdict, duty, risk)
}

/// The sets of verdicts, duties, risks, labels and statuses that are possible, one after the other from the lowest bit.
pub fn answer(mine: &[Mine], theirs: &[Theirs], presence: Presence) -> u32 {
    let secrets = mine.iter().filter(|mine| mine.secret).count();
    let mut bits = 0;
    for world in 0..1u32 << secrets {
        let mut rest = world;
        let mut best = ((0, 0, 0), 0);
        for (place, warrant) in mine.iter().enumerate() {
            let asked = !warrant.secret || rest & 1 == 1;
            rest >>= u32::from(warrant.secret);
            let found = one(warrant, theirs.get(place).unwrap_or(&theirs[0]), asked, presence);
            if place == 0 || found > best.0 {
                best = (found, place);
            }
        }
        let ((verdict, duty, risk), place) = best;
        let label = theirs.get(place).unwrap_or(&theirs[0]).label;
        let status = mine.get(place).map_or(0, |mine| mine.status);
        bits |= 1 << verdict | 1 << (4 + duty) | 1 << (9 + risk) | 1 << (14 + label) | 1 << (23 + status);
    }
    bits
}
