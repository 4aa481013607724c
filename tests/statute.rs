//! The treaty's clock against a reading of the Statute day by day.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use icc_arrest_risk::Day;
use icc_arrest_risk::statute::{self, History, Step};
use icc_arrest_risk::vocabulary::{Membership, Signature};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Year, month, day of the month.
type Date = (i32, u32, u32);

fn date(day: Day) -> Date {
    (day.year(), day.month(), day.day_of_month())
}

fn day((year, month, of_month): Date) -> Day {
    Day::new(year, month, of_month).unwrap()
}

/// Every day of these years, counted on the fingers.
fn calendar(years: std::ops::RangeInclusive<i32>) -> Vec<Date> {
    let mut days = Vec::new();
    for year in years {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            days.extend((1..=length).map(|of_month| (year, month, of_month)));
        }
    }
    days
}

#[test]
fn entry_into_force_is_the_first_of_the_month_after_the_60th_day() {
    let days = calendar(1998..=2031);
    for (place, deposit) in days.iter().enumerate().take_while(|(_, deposit)| deposit.0 <= 2030) {
        // The first day that satisfies RS 126, found by walking.
        let expected = days[place..].iter().enumerate().find(|(later, d)| d.2 == 1 && *later > 60 && **d >= (2002, 7, 1)).unwrap().1;
        let computed = date(statute::entry_into_force(day(*deposit)).unwrap());
        assert_eq!(computed, *expected, "{deposit:?}");
        assert_eq!(computed.2, 1);
        assert!(computed >= (2002, 7, 1));
        let wait = days.iter().position(|d| *d == computed).unwrap() - place;
        assert!(wait > 60, "{deposit:?}");
        assert!(computed == (2002, 7, 1) || wait <= 60 + 31, "{deposit:?}");
    }
}

#[test]
fn exit_is_a_calendar_year_later_or_on_the_later_day_named() {
    for notified in calendar(1998..=2030) {
        let (year, month, of_month) = notified;
        let expected = if (month, of_month) == (2, 29) { (year + 1, 2, 28) } else { (year + 1, month, of_month) };
        assert_eq!(statute::exit(day(notified), None).map(date), Some(expected));
        let out = day(expected);
        for named in [out.previous().unwrap(), out, out.next().unwrap(), day(notified), out.plus_days(400).unwrap()] {
            assert_eq!(statute::exit(day(notified), Some(named)), Some(named.max(out)), "{notified:?} {named}");
        }
    }
}

#[test]
fn where_the_calendar_ends_nothing_more_takes_effect() {
    let late = Day::MAX.previous().unwrap();
    assert_eq!((statute::entry_into_force(late), statute::exit(late, None)), (None, None));
    let (history, contradictions) = statute::history(&[(late, 0, Step::Deposited { in_force: None })]);
    assert_eq!((history.membership.at(Day::MAX).value, contradictions), (Membership::Deposited, vec![]));
}

/// A succession: the Statute is in force for the new state from its independence, which came before the deposit.
#[test]
fn a_stated_entry_into_force_may_precede_the_deposit() {
    let steps = [(day((2006, 10, 23)), 0, Step::Deposited { in_force: Some(day((2006, 6, 3))) })];
    let (history, contradictions) = statute::history(&steps);
    assert_eq!(contradictions, []);
    let on = |date| history.membership.at(day(date)).value;
    assert_eq!(on((2006, 6, 2)), Membership::None);
    assert_eq!([on((2006, 6, 3)), on((2006, 10, 23)), on((2026, 1, 1))], [Membership::Party; 3]);
}

#[test]
fn a_stated_day_that_cannot_be_is_left_out() {
    let deposit = |on, in_force| (day(on), 0, Step::Deposited { in_force: Some(day(in_force)) });
    let notice = |on, out| (day(on), 1, Step::WithdrawalNotified { effective: None, out: Some(day(out)) });
    let left_out = |steps: &[(Day, usize, Step)]| statute::history(steps).1.iter().map(|c| c.key).collect::<Vec<_>>();
    assert_eq!(left_out(&[deposit((2001, 1, 1), (2002, 6, 30))]), [0], "before the Statute itself");
    assert_eq!(left_out(&[deposit((2001, 1, 1), (2002, 7, 1))]), [], "with the Statute itself");
    let consented = |on| (day(on), 0, Step::Consented);
    assert_eq!(
        (left_out(&[consented((1998, 7, 16))]), left_out(&[consented((1998, 7, 17))])),
        (vec![0], vec![]),
        "not before its adoption"
    );
    let joined = deposit((2003, 1, 1), (2003, 4, 1));
    assert_eq!(left_out(&[joined, notice((2010, 5, 5), (2010, 5, 4))]), [1], "out before the notification");
    let left = notice((2010, 5, 5), (2011, 6, 1));
    let back = |in_force| (day((2013, 1, 1)), 2, Step::Deposited { in_force: Some(day(in_force)) });
    assert_eq!(left_out(&[joined, left, back((2011, 6, 1))]), [2], "in again before it was out");
    assert_eq!(left_out(&[joined, left, back((2011, 6, 2))]), []);
}

/// A state, lived through one day after the other.
struct Life {
    membership: Membership,
    signature: Signature,
    /// The day of the deposit's place in the calendar, and the day that the depositary states.
    deposited: Option<(usize, Option<Date>)>,
    /// The day of the notification, the later day that it names, and the day that the depositary states.
    notified: Option<(Date, Option<Date>, Option<Date>)>,
    left: Vec<Date>,
    /// What held on each day so far.
    lived: Vec<(Membership, Signature)>,
    refused: BTreeSet<usize>,
}

impl Life {
    /// From the day that opens the calendar to its last.
    fn live(days: &[Date], steps: &[(Day, usize, Step)]) -> Self {
        let mut life = Self {
            membership: Membership::None,
            signature: Signature::None,
            deposited: None,
            notified: None,
            left: vec![],
            lived: vec![],
            refused: BTreeSet::new(),
        };
        for (place, today) in days.iter().enumerate() {
            life.time_passes(place, *today);
            for (_, key, step) in steps.iter().filter(|(on, ..)| date(*on) == *today) {
                if !life.steps(days, place, *step) {
                    life.refused.insert(*key);
                }
                life.time_passes(place, *today);
            }
            life.lived.push((life.membership, life.signature));
        }
        life
    }

    fn time_passes(&mut self, place: usize, today: Date) {
        if let (Membership::Deposited, Some((since, stated))) = (self.membership, self.deposited) {
            // RS 126: on 1 July 2002 at the earliest, on the first of a month, when 60 days have gone by.
            let in_force = match stated {
                Some(stated) => today >= stated,
                None => today >= (2002, 7, 1) && today.2 == 1 && place > since + 60,
            };
            if in_force {
                self.membership = Membership::Party;
            }
        }
        if let (Membership::Withdrawing, Some(((year, month, of_month), named, stated))) = (self.membership, self.notified) {
            // RS 127(1): when a year has gone by, or on the later day. On 28 February of no leap year, 29 February has gone by.
            let year_over = today >= (year + 1, month, of_month) || (month, of_month) == (2, 29) && today >= (year + 1, 2, 28);
            let out = match stated {
                Some(stated) => today >= stated,
                None => year_over && named.is_none_or(|named| today >= named),
            };
            if out {
                self.membership = Membership::FormerParty;
                self.left.push(today);
            }
        }
    }

    /// Takes a step, unless the Statute does not allow it now.
    fn steps(&mut self, days: &[Date], place: usize, step: Step) -> bool {
        let today = days[place];
        let outside = matches!(self.membership, Membership::None | Membership::FormerParty);
        match step {
            Step::Signed => {
                let allowed = self.signature == Signature::None && ((1998, 7, 17)..=(2000, 12, 31)).contains(&today);
                if allowed {
                    self.signature = Signature::Signed;
                }
                allowed
            }
            Step::SignatureRenounced => {
                let allowed = self.signature == Signature::Signed;
                if allowed {
                    self.signature = Signature::Renounced;
                }
                allowed
            }
            Step::Consented => {
                let allowed = outside && today >= (1998, 7, 17);
                if allowed {
                    self.membership = Membership::Ratifying;
                }
                allowed
            }
            Step::Deposited { in_force } => {
                let stated = in_force.map(date);
                let possible = stated.is_none_or(|s| s >= (2002, 7, 1) && self.left.last().is_none_or(|left| s > *left));
                let allowed = (outside || self.membership == Membership::Ratifying) && today >= (1998, 7, 17) && possible;
                if allowed {
                    self.membership = Membership::Deposited;
                    self.deposited = Some((place, stated));
                    // A day stated in the past changes how the days since then count.
                    for (then, lived) in days.iter().zip(&mut self.lived).filter(|(then, _)| stated.is_some_and(|s| **then >= s)) {
                        assert!(*then < today);
                        lived.0 = Membership::Party;
                    }
                }
                allowed
            }
            Step::DepositWithdrawn => {
                let allowed = self.membership == Membership::Deposited;
                if allowed {
                    self.membership = if self.left.is_empty() { Membership::None } else { Membership::FormerParty };
                    self.deposited = None;
                }
                allowed
            }
            Step::WithdrawalNotified { effective, out } => {
                let allowed = self.membership == Membership::Party && out.is_none_or(|out| date(out) > today);
                if allowed {
                    self.membership = Membership::Withdrawing;
                    self.notified = Some((today, effective.map(date), out.map(date)));
                }
                allowed
            }
            Step::WithdrawalRevoked => {
                let allowed = self.membership == Membership::Withdrawing;
                if allowed {
                    self.membership = Membership::Party;
                    self.notified = None;
                }
                allowed
            }
            other => panic!("{other:?}"),
        }
    }
}

const FIRST: Date = (1998, 1, 1);
const LAST_YEAR: i32 = 2030;

/// Steps in any order, mostly such as a state could take, often on the same day or near the days that count.
fn steps() -> impl Strategy<Value = Vec<(Day, usize, Step)>> {
    let gap = prop_oneof![0u32..3, 25u32..40, 55u32..100, 360u32..370, 300u32..1500];
    // A stated or named day, as a distance from the step's own.
    let other = || prop::option::weighted(0.2, -400i32..800);
    let kind = prop_oneof![1 => Just(0u8), 1 => Just(1), 2 => Just(2), 5 => Just(3), 1 => Just(4), 4 => Just(5), 2 => Just(6)];
    let opening = prop_oneof![0u32..300, 150u32..1200, 0u32..2000];
    (opening, prop::collection::vec((gap, kind, other(), other()), 0..24))
        .prop_map(|(opening, raw)| {
            let mut now = day(FIRST).plus_days(opening).unwrap();
            let mut steps = Vec::new();
            for (key, (gap, kind, named, stated)) in raw.into_iter().enumerate() {
                now = now.plus_days(gap).unwrap();
                let near = |distance: i32| {
                    let step = if distance < 0 { Day::previous } else { Day::next };
                    (0..distance.abs()).fold(now, |day, _| step(day).unwrap())
                };
                let (named, stated) = (named.map(near), stated.map(near));
                let step = match kind {
                    0 => Step::Signed,
                    1 => Step::SignatureRenounced,
                    2 => Step::Consented,
                    3 => Step::Deposited { in_force: stated },
                    4 => Step::DepositWithdrawn,
                    5 => Step::WithdrawalNotified { effective: named, out: stated },
                    _ => Step::WithdrawalRevoked,
                };
                steps.push((now, key, step));
            }
            steps.retain(|(on, ..)| on.year() <= LAST_YEAR);
            steps
        })
        .prop_shuffle()
}

fn check(property: impl Fn(&[Date], Vec<(Day, usize, Step)>) -> Result<(), TestCaseError>) {
    let days = calendar(FIRST.0..=LAST_YEAR + 4);
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    runner.run(&steps(), |steps| property(&days, steps)).unwrap();
}

fn refused(steps: &[(Day, usize, Step)]) -> (History, BTreeSet<usize>) {
    let (history, contradictions) = statute::history(steps);
    (history, contradictions.iter().map(|contradiction| contradiction.key).collect())
}

#[test]
fn the_history_agrees_with_a_life_lived_day_by_day() {
    let seen = RefCell::new(BTreeMap::<String, usize>::new());
    check(|days, steps| {
        let (history, left_out) = refused(&steps);
        let life = Life::live(days, &steps);
        prop_assert_eq!(&left_out, &life.refused);
        let mut met = BTreeSet::new();
        for (on, (membership, signature)) in days.iter().zip(&life.lived) {
            prop_assert_eq!(history.membership.at(day(*on)).value, *membership, "membership on {:?}", on);
            prop_assert_eq!(history.signature.at(day(*on)).value, *signature, "signature on {:?}", on);
            met.insert(format!("{membership:?}"));
        }
        let exits: Vec<Date> = history.exits.iter().map(|(out, _)| date(*out)).collect();
        prop_assert_eq!(exits.iter().filter(|out| **out <= days[days.len() - 1]).collect::<Vec<_>>(), life.left.iter().collect::<Vec<_>>());
        for kind in met {
            *seen.borrow_mut().entry(kind).or_default() += 1;
        }
        if life.left.len() > 1 {
            *seen.borrow_mut().entry("left twice".to_owned()).or_default() += 1;
        }
        Ok(())
    });
    let seen = seen.into_inner();
    println!("{seen:?}");
    for kind in ["None", "Ratifying", "Deposited", "Party", "Withdrawing", "FormerParty", "left twice"] {
        assert!(seen.get(kind).is_some_and(|count| *count > 20), "{kind}: {seen:?}");
    }
}

#[test]
fn no_history_yields_what_the_vocabulary_calls_impossible() {
    check(|_, steps| {
        let (history, left_out) = refused(&steps);
        prop_assert!(history.exits.is_sorted_by(|a, b| a.0 < b.0));
        for stretch in history.membership.segments() {
            let first = stretch.from.unwrap_or(Day::MIN);
            let last = stretch.until.unwrap_or(Day::MAX);
            match stretch.value.value {
                Membership::FormerParty => {
                    prop_assert!(history.exits.iter().any(|(out, _)| *out <= first), "a former party without an exit")
                }
                Membership::None => prop_assert!(history.exits.iter().all(|(out, _)| *out > last), "no step taken after an exit"),
                Membership::Party | Membership::Withdrawing => prop_assert!(first >= statute::IN_FORCE),
                _ => prop_assert!(first >= statute::OPENED),
            }
            // Every value but the first names the steps that brought it about, none of them left out.
            prop_assert_eq!(stretch.value.keys.is_empty(), stretch.from.is_none());
            prop_assert!(stretch.value.keys.iter().all(|key| !left_out.contains(key)));
        }
        for (out, key) in &history.exits {
            prop_assert_eq!(history.membership.at(out.previous().unwrap()).value, Membership::Withdrawing);
            let notified =
                steps.iter().any(|(on, other, step)| on < out && other == key && matches!(step, Step::WithdrawalNotified { .. }));
            prop_assert!(notified);
        }
        Ok(())
    });
}

#[test]
fn a_notification_changes_nothing_but_the_label_before_it_takes_effect() {
    let notified = RefCell::new(0);
    check(|days, mut steps| {
        // Cut each history where the state first is a party, and let it notify after that.
        let (before, left_out) = refused(&steps);
        steps.retain(|(_, key, _)| !left_out.contains(key));
        let Some(party) = before.membership.segments().find(|stretch| stretch.value.value == Membership::Party) else { return Ok(()) };
        let deposited = steps.iter().find(|(_, key, _)| *key == party.value.keys[0]).unwrap().0;
        let cut = deposited.max(party.from.unwrap());
        steps.retain(|(on, ..)| *on <= cut);
        let quiet = refused(&steps).0;
        let on = cut.plus_days(40).unwrap();
        if quiet.membership.at(on).value != Membership::Party {
            // It notified on the day of a deposit that made it a party as from an earlier day.
            return Ok(());
        }
        steps.push((on, 99, Step::WithdrawalNotified { effective: None, out: None }));
        let (loud, none) = refused(&steps);
        prop_assert!(none.is_empty());
        *notified.borrow_mut() += 1;
        let (year, month, of_month) = date(on);
        let out = if (month, of_month) == (2, 29) { (year + 1, 2, 28) } else { (year + 1, month, of_month) };
        prop_assert_eq!(&loud.signature, &quiet.signature);
        prop_assert_eq!(&loud.exits[..], &[&quiet.exits[..], &[(day(out), 99)]].concat()[..]);
        for today in days {
            let (a, b) = (quiet.membership.at(day(*today)), loud.membership.at(day(*today)));
            match *today {
                today if today < date(on) => prop_assert_eq!(a, b),
                today if today < out => prop_assert_eq!((a.value, b.value), (Membership::Party, Membership::Withdrawing)),
                _ => prop_assert_eq!(b.value, Membership::FormerParty),
            }
        }
        // Taken back before the day, it never was.
        steps.push((day(out).previous().unwrap(), 100, Step::WithdrawalRevoked));
        let (revoked, none) = refused(&steps);
        prop_assert!(none.is_empty() && revoked.exits == quiet.exits);
        prop_assert!(days.iter().filter(|d| **d >= out).all(|d| revoked.membership.at(day(*d)).value == Membership::Party));
        // On the day itself it is too late.
        steps.last_mut().unwrap().0 = day(out);
        let (late, left_out) = refused(&steps);
        prop_assert_eq!((late, left_out), (loud, BTreeSet::from([100])));
        Ok(())
    });
    assert!(notified.into_inner() > 300);
}

#[test]
fn contradictory_steps_leave_the_history_unchanged() {
    let contradicted = RefCell::new(0);
    check(|_, mut steps| {
        let (history, left_out) = refused(&steps);
        *contradicted.borrow_mut() += usize::from(!left_out.is_empty());
        steps.retain(|(_, key, _)| !left_out.contains(key));
        prop_assert_eq!(refused(&steps), (history, BTreeSet::new()));
        Ok(())
    });
    assert!(contradicted.into_inner() > 300);
}
