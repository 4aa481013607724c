//! The treaty's own clock: articles 125 to 127 as arithmetic, and a state's events as its membership over time.

use crate::day::Day;
use crate::timeline::Timeline;
use crate::vocabulary::{Membership, Signature};

const fn day(year: i32, month: u32, of_month: u32) -> Day {
    match Day::constant(year, month, of_month) {
        Some(day) => day,
        None => Day::MIN,
    }
}

/// The day on which the Statute was opened for signature (RS 125(1)).
pub const OPENED: Day = day(1998, 7, 17);
/// The last day on which it could be signed, inclusive (RS 125(1)).
pub const SIGNATURE_CLOSED: Day = day(2000, 12, 31);
/// The day of the Statute's first entry into force (RS 126(1)).
pub const IN_FORCE: Day = day(2002, 7, 1);

/// The day on which the Statute enters into force for a state that deposits its instrument on this day: the later of
/// 1 July 2002 and the first day of the month after the 60th day following the deposit (RS 126).
///
/// `None` only at the very end of the calendar.
pub fn entry_into_force(deposit: Day) -> Option<Day> {
    Some(deposit.plus_days(60)?.first_of_next_month()?.max(IN_FORCE))
}

/// The first day on which a state is out: one year after the notification's receipt, or on the later day that the
/// notification names (RS 127(1)).
pub fn exit(notified: Day, effective: Option<Day>) -> Option<Day> {
    let year = notified.plus_years(1)?;
    Some(effective.map_or(year, |named| named.max(year)))
}

/// A step of a state toward, into or out of the Statute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// It signed.
    Signed,
    /// It notified that it does not intend to become a party.
    SignatureRenounced,
    /// It gave its consent at home.
    Consented,
    /// It deposited an instrument; the day of entry into force if the depositary states one that RS 126 does not yield.
    Deposited {
        /// The stated day that replaces the computed one.
        in_force: Option<Day>,
    },
    /// It took the instrument back before it took effect.
    DepositWithdrawn,
    /// It notified its withdrawal.
    WithdrawalNotified {
        /// The later day that the notification names.
        effective: Option<Day>,
        /// The stated day of exit that replaces the computed one.
        out: Option<Day>,
    },
    /// It took the notification back before it took effect.
    WithdrawalRevoked,
}

/// A value and the steps (by the caller's keys) that brought it about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because<V> {
    /// The value.
    pub value: V,
    /// The keys of the steps, in order of time.
    pub keys: Vec<usize>,
}

/// A state's relation to the Statute over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Its signature.
    pub signature: Timeline<Because<Signature>>,
    /// Its membership.
    pub membership: Timeline<Because<Membership>>,
    /// The days on which it was out for the first time after each withdrawal, ascending, with the key of the notification.
    pub exits: Vec<(Day, usize)>,
}

/// A step that the Statute does not allow at that point.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Contradiction {
    /// The key of the step.
    pub key: usize,
    /// Why.
    pub reason: &'static str,
}

/// Reads a state's steps (a day, a key of the caller's, the step), in order of time. Steps that contradict those before
/// are left out of the history and returned.
pub fn history(steps: &[(Day, usize, Step)]) -> (History, Vec<Contradiction>) {
    let mut sorted: Vec<_> = steps.to_vec();
    sorted.sort_by_key(|(day, ..)| *day);
    let mut reading = Reading::default();
    for (day, key, step) in sorted {
        reading.pass(day);
        if let Err(reason) = reading.take(day, key, step) {
            reading.contradictions.push(Contradiction { key, reason });
        }
    }
    reading.pass(Day::MAX);
    let start = |value| Because { value, keys: Vec::new() };
    let history = History {
        signature: Timeline::new(Because { value: Signature::None, keys: Vec::new() }, reading.signature),
        membership: Timeline::new(start(Membership::None), reading.membership),
        exits: reading.exits,
    };
    (history, reading.contradictions)
}

#[derive(Default)]
struct Reading {
    signature: Vec<(Day, Because<Signature>)>,
    membership: Vec<(Day, Because<Membership>)>,
    exits: Vec<(Day, usize)>,
    contradictions: Vec<Contradiction>,
    /// The day and the membership that will come about by itself.
    pending: Option<(Day, Membership)>,
}

impl Reading {
    fn now(&self) -> (Membership, Vec<usize>) {
        self.membership.last().map_or((Membership::None, Vec::new()), |(_, because)| (because.value, because.keys.clone()))
    }

    fn become_(&mut self, day: Day, value: Membership, keys: Vec<usize>) {
        self.membership.push((day, Because { value, keys }));
    }

    /// Lets what was pending take effect on or before this day.
    fn pass(&mut self, day: Day) {
        if let Some((due, value)) = self.pending.take_if(|(due, _)| *due <= day) {
            let (_, keys) = self.now();
            if value == Membership::FormerParty {
                self.exits.extend(keys.last().map(|notification| (due, *notification)));
            }
            self.become_(due, value, keys);
        }
    }

    fn take(&mut self, day: Day, key: usize, step: Step) -> Result<(), &'static str> {
        let signature = self.signature.last().map_or(Signature::None, |(_, because)| because.value);
        let (membership, mut keys) = self.now();
        match step {
            Step::Signed if !(OPENED..=SIGNATURE_CLOSED).contains(&day) => {
                return Err("the Statute was open for signature from 1998-07-17 to 2000-12-31 only (RS 125(1))");
            }
            Step::Signed if signature != Signature::None => return Err("it has already signed"),
            Step::Signed => self.signature.push((day, Because { value: Signature::Signed, keys: vec![key] })),
            Step::SignatureRenounced if signature != Signature::Signed => return Err("it has no signature to renounce on this day"),
            Step::SignatureRenounced => {
                let mut keys: Vec<usize> = self.signature.iter().flat_map(|(_, because)| because.keys.clone()).collect();
                keys.push(key);
                self.signature.push((day, Because { value: Signature::Renounced, keys }));
            }
            Step::Consented if !matches!(membership, Membership::None | Membership::FormerParty) => {
                return Err("it has already consented, deposited or joined on this day");
            }
            Step::Consented | Step::Deposited { .. } if day < OPENED => return Err("the Statute was adopted on 1998-07-17 only"),
            Step::Consented => self.become_(day, Membership::Ratifying, vec![key]),
            Step::Deposited { .. } if !matches!(membership, Membership::None | Membership::Ratifying | Membership::FormerParty) => {
                return Err("an instrument is already deposited on this day");
            }
            Step::Deposited { in_force: Some(stated) } if stated < IN_FORCE => {
                return Err("the Statute was in force for nobody before 2002-07-01 (RS 126(1))");
            }
            Step::Deposited { in_force: Some(stated) } if self.exits.last().is_some_and(|(out, _)| stated <= *out) => {
                return Err("it cannot be a party again before it was out (RS 127(1))");
            }
            // A succession has effect from a day that is past; what was read of the days since then no longer counts.
            Step::Deposited { in_force: Some(stated) } if stated < day => {
                self.membership.retain(|(then, _)| *then < stated);
                self.become_(stated, Membership::Party, vec![key]);
            }
            Step::Deposited { in_force } => {
                self.become_(day, Membership::Deposited, vec![key]);
                self.pending = in_force.or_else(|| entry_into_force(day)).map(|due| (due, Membership::Party));
                self.pass(day);
            }
            Step::DepositWithdrawn if membership != Membership::Deposited => {
                return Err("there is no instrument to take back on this day, or it has already taken effect");
            }
            Step::DepositWithdrawn => {
                self.pending = None;
                self.become_(day, if self.exits.is_empty() { Membership::None } else { Membership::FormerParty }, vec![key]);
            }
            Step::WithdrawalNotified { .. } if membership != Membership::Party => {
                return Err("only a party can notify its withdrawal, and once (RS 127(1))");
            }
            Step::WithdrawalNotified { out: Some(stated), .. } if stated <= day => {
                return Err("a withdrawal cannot take effect before or on the day of its notification (RS 127(1))");
            }
            Step::WithdrawalNotified { effective, out } => {
                keys.push(key);
                self.become_(day, Membership::Withdrawing, keys);
                self.pending = out.or_else(|| exit(day, effective)).map(|due| (due, Membership::FormerParty));
            }
            Step::WithdrawalRevoked if membership != Membership::Withdrawing => {
                return Err("there is no withdrawal to revoke on this day, or it has already taken effect");
            }
            Step::WithdrawalRevoked => {
                self.pending = None;
                keys.push(key);
                self.become_(day, Membership::Party, keys);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Days that the depositary states, from treaty collection entries and notifications.
    #[test]
    fn article_126_yields_the_stated_days() {
        for (deposit, in_force) in [
            ("2002-04-11", "2002-07-01"),
            ("2000-11-27", "2002-07-01"),
            ("2023-11-14", "2024-02-01"),
            ("2024-10-25", "2025-01-01"),
            ("2006-11-01", "2007-01-01"),
            ("2002-05-02", "2002-08-01"),
        ] {
            assert_eq!(entry_into_force(d(deposit)), Some(d(in_force)), "{deposit}");
        }
        assert_eq!(entry_into_force(Day::MAX), None);
    }

    #[test]
    fn article_127_counts_a_year_or_the_later_named_day() {
        assert_eq!(exit(d("2016-10-27"), None), Some(d("2017-10-27")));
        assert_eq!(exit(d("2016-10-27"), Some(d("2016-12-01"))), Some(d("2017-10-27")));
        assert_eq!(exit(d("2016-10-27"), Some(d("2018-01-01"))), Some(d("2018-01-01")));
        assert_eq!(exit(d("2024-02-29"), None), Some(d("2025-02-28")));
    }

    #[test]
    fn a_whole_life() {
        let steps = [
            (d("1998-12-01"), 0, Step::Signed),
            (d("2003-01-10"), 1, Step::Consented),
            (d("2003-02-10"), 2, Step::Deposited { in_force: None }),
            (d("2010-01-01"), 3, Step::WithdrawalNotified { effective: None, out: None }),
            (d("2010-06-01"), 4, Step::WithdrawalRevoked),
            (d("2015-03-03"), 5, Step::WithdrawalNotified { effective: None, out: None }),
            (d("2020-01-05"), 6, Step::Deposited { in_force: None }),
        ];
        let (history, contradictions) = history(&steps);
        assert_eq!(contradictions, []);
        let expected = [
            ("2003-01-09", Membership::None),
            ("2003-01-10", Membership::Ratifying),
            ("2003-02-10", Membership::Deposited),
            ("2003-04-30", Membership::Deposited),
            ("2003-05-01", Membership::Party),
            ("2010-01-01", Membership::Withdrawing),
            ("2010-06-01", Membership::Party),
            ("2015-03-03", Membership::Withdrawing),
            ("2016-03-02", Membership::Withdrawing),
            ("2016-03-03", Membership::FormerParty),
            ("2020-01-05", Membership::Deposited),
            ("2020-04-01", Membership::Party),
        ];
        for (on, membership) in expected {
            assert_eq!(history.membership.at(d(on)).value, membership, "{on}");
        }
        assert_eq!(history.exits, [(d("2016-03-03"), 5)]);
        assert_eq!(history.membership.at(d("2016-05-05")).keys, [2, 3, 4, 5]);
    }

    #[test]
    fn contradictions_are_left_out_and_named() {
        let steps = [
            (d("2001-01-01"), 0, Step::Signed),
            (d("2001-06-01"), 1, Step::WithdrawalNotified { effective: None, out: None }),
            (d("2001-07-01"), 2, Step::Deposited { in_force: None }),
            (d("2001-08-01"), 3, Step::Deposited { in_force: None }),
            (d("2003-01-01"), 4, Step::WithdrawalRevoked),
            (d("2003-01-01"), 5, Step::SignatureRenounced),
        ];
        let (history, contradictions) = history(&steps);
        assert_eq!(contradictions.iter().map(|c| c.key).collect::<Vec<_>>(), [0, 1, 3, 4, 5]);
        assert_eq!(history.membership.at(d("2002-07-01")).value, Membership::Party);
    }
}
