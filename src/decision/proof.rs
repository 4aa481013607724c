//! The proof at load time: complete, unambiguous, and no rule or override without effect.

use super::reach::{Reach, Rows};
use super::sets::{Evaluated, Sets, bits, has, meet};
use super::witness::{Witness, smallest};
use super::{Compiled, Decision, MAX_COMBINATIONS, Model, Target};

/// The most conflicts of one decision for which a smallest witness is sought: whoever mends these may load again.
const MOST_WITNESSES: usize = 32;

/// What is wrong with a decision. Rules are named by their place in it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// More than [`MAX_COMBINATIONS`] combinations of inputs.
    TooLarge,
    /// These rules override each other in a ring.
    OverrideCycle {
        /// The rules, in order around the ring.
        rules: Vec<usize>,
    },
    /// No rule fires on combinations that can occur.
    Gap {
        /// Where.
        witness: Witness,
    },
    /// Two rules reach different conclusions and neither overrides the other.
    Conflict {
        /// The two rules, ascending.
        rules: (usize, usize),
        /// Where.
        witness: Witness,
    },
    /// The rule fires on no combination that can occur.
    NeverFires {
        /// The rule.
        rule: usize,
    },
    /// The rule is overridden wherever it fires.
    AlwaysDefeated {
        /// The rule.
        rule: usize,
        /// A smallest place where it fires in vain.
        witness: Witness,
    },
    /// The override defeats no rule on any combination that can occur.
    IdleOverride {
        /// The rule that overrides.
        rule: usize,
        /// The place of the override in its list.
        index: usize,
    },
}

/// What the proof of a decision costs: its combinations of inputs times its rules and the overrides between them. Nothing where the
/// combinations are over [`MAX_COMBINATIONS`], for then nothing is proved.
pub fn work(model: &Model, decision: &Decision) -> usize {
    let sizes = inputs(decision).into_iter().map(|input| model.values(input).len());
    let combinations = sizes.fold(1usize, usize::saturating_mul);
    let overrides: usize = overriders(decision).iter().map(Vec::len).sum();
    if combinations > MAX_COMBINATIONS { 0 } else { combinations.saturating_mul(decision.rules.len() + overrides) }
}

/// Compiles every decision of a model and proves it. Flaws come with the place of their decision, in order.
///
/// The compiled tables are usable for [`Compiled::outcome`] even where there are flaws; a decision whose overrides form
/// a ring, or whose table is too large, ends the list, for nothing after it can be worked out.
pub fn prove(model: &Model) -> (Vec<Compiled>, Vec<(usize, Flaw)>) {
    let mut compiled: Vec<Compiled> = Vec::new();
    let mut flaws = Vec::new();
    for (place, decision) in model.decisions.iter().enumerate() {
        match compile(model, decision) {
            Err(flaw) => {
                flaws.push((place, flaw));
                break;
            }
            Ok(table) => {
                match Reach::new(model, &compiled).rows(&table.inputs) {
                    Ok(rows) => flaws.extend(examine(model, decision, &table, &rows).into_iter().map(|flaw| (place, flaw))),
                    Err(_) => flaws.push((place, Flaw::TooLarge)),
                }
                compiled.push(table);
            }
        }
    }
    (compiled, flaws)
}

fn compile(model: &Model, decision: &Decision) -> Result<Compiled, Flaw> {
    let inputs = inputs(decision);
    let sizes: Vec<usize> = inputs.iter().map(|input| model.values(*input).len()).collect();
    let total = sizes.iter().try_fold(1usize, |total, size| total.checked_mul(*size)).filter(|total| *total <= MAX_COMBINATIONS);
    let total = total.ok_or(Flaw::TooLarge)?;
    let overriders = overriders(decision);
    let order = order(&overriders).map_err(|rules| Flaw::OverrideCycle { rules })?;
    let mut strides = vec![1; sizes.len()];
    for i in (1..sizes.len()).rev() {
        strides[i - 1] = strides[i] * sizes[i];
    }
    let asked: Vec<(usize, usize)> = inputs.iter().copied().zip(sizes.iter().copied()).collect();
    let sets = Sets::new(decision, &asked, &overriders, order);
    let mut cells = Vec::with_capacity(total);
    let mut evaluated = Evaluated::default();
    let mut codes = vec![0u8; sizes.len()];
    for _ in 0..total {
        sets.evaluate(&codes, &mut evaluated);
        cells.push(sets.conclusion(&evaluated));
        // The next combination, the last input turning fastest.
        for (code, size) in codes.iter_mut().zip(&sizes).rev() {
            *code += 1;
            if usize::from(*code) < *size {
                break;
            }
            *code = 0;
        }
    }
    Ok(Compiled { inputs, strides, cells, sets })
}

/// The variables that a decision asks for, ascending.
fn inputs(decision: &Decision) -> Vec<usize> {
    let mut inputs: Vec<usize> = decision.rules.iter().flat_map(|rule| rule.when.iter().map(|c| c.variable)).collect();
    inputs.sort_unstable();
    inputs.dedup();
    inputs
}

/// For each rule, the rules that override it, ascending.
fn overriders(decision: &Decision) -> Vec<Vec<usize>> {
    let mut overriders = vec![Vec::new(); decision.rules.len()];
    for (place, rule) in decision.rules.iter().enumerate() {
        for target in &rule.overrides {
            for hit in targets(decision, place, *target) {
                if !overriders[hit].contains(&place) {
                    overriders[hit].push(place);
                }
            }
        }
    }
    overriders
}

/// The rules that an override of the rule at `place` aims at.
fn targets(decision: &Decision, place: usize, target: Target) -> impl Iterator<Item = usize> + '_ {
    decision.rules.iter().enumerate().filter_map(move |(other, rule)| {
        let hit = match target {
            Target::Rule(named) => named == other,
            Target::Conclusion(then) => rule.then == then && other != place,
        };
        hit.then_some(other)
    })
}

/// The rules in an order in which each comes after all that override it, or a ring that prevents it.
fn order(overriders: &[Vec<usize>]) -> Result<Vec<usize>, Vec<usize>> {
    let mut order = Vec::with_capacity(overriders.len());
    let mut placed = vec![false; overriders.len()];
    loop {
        let ready: Vec<usize> =
            (0..overriders.len()).filter(|rule| !placed[*rule] && overriders[*rule].iter().all(|o| placed[*o])).collect();
        if ready.is_empty() {
            break;
        }
        for rule in ready {
            placed[rule] = true;
            order.push(rule);
        }
    }
    let Some(start) = placed.iter().position(|placed| !placed) else { return Ok(order) };
    // Every rule left has an overrider that is left too, so walking back must meet itself.
    let mut path = vec![start];
    loop {
        let here = path[path.len() - 1];
        let Some(&back) = overriders[here].iter().find(|o| !placed[**o]) else { return Err(path) };
        if let Some(from) = path.iter().position(|rule| *rule == back) {
            let mut ring = path.split_off(from);
            ring.reverse();
            return Err(ring);
        }
        path.push(back);
    }
}

fn examine(model: &Model, decision: &Decision, table: &Compiled, rows: &Rows) -> Vec<Flaw> {
    let sizes: Vec<usize> = table.inputs.iter().map(|input| model.values(*input).len()).collect();
    let seen = Seen::new(table, rows);
    let witness = |bad: Vec<bool>| smallest(rows, &table.inputs, &sizes, &bad);
    let mut flaws = Vec::new();

    flaws.extend(witness(seen.rows(|row| bits(row.standing).next().is_none())).map(|witness| Flaw::Gap { witness }));

    let mut pairs = Vec::new();
    'rows: for row in seen.iter() {
        // One rule alone contradicts nothing.
        if bits(row.standing).nth(1).is_none() {
            continue;
        }
        let mut decisive: Vec<usize> = bits(row.standing).map(|bit| table.sets.rule(bit)).collect();
        decisive.sort_unstable();
        for (i, a) in decisive.iter().enumerate() {
            for b in &decisive[i + 1..] {
                if pairs.len() >= MOST_WITNESSES {
                    break 'rows;
                }
                if decision.rules[*a].then != decision.rules[*b].then && !pairs.contains(&(*a, *b)) {
                    pairs.push((*a, *b));
                }
            }
        }
    }
    pairs.sort_unstable();
    for (a, b) in pairs {
        let (one, other) = (table.sets.bit(a), table.sets.bit(b));
        let bad = seen.rows(|row| has(row.standing, one) && has(row.standing, other));
        flaws.extend(witness(bad).map(|witness| Flaw::Conflict { rules: (a, b), witness }));
    }

    for rule in 0..decision.rules.len() {
        let bit = table.sets.bit(rule);
        if !has(&seen.ever_firing, bit) {
            flaws.push(Flaw::NeverFires { rule });
        } else if !has(&seen.ever_standing, bit) {
            let bad = seen.rows(|row| has(row.firing, bit));
            flaws.extend(witness(bad).map(|witness| Flaw::AlwaysDefeated { rule, witness }));
        }
    }

    for (rule, text) in decision.rules.iter().enumerate() {
        for (index, target) in text.overrides.iter().enumerate() {
            let (bit, aim) = (table.sets.bit(rule), table.sets.of(targets(decision, rule, *target)));
            // A rule that fires beside one that overrides it and stands is defeated by it.
            let works = seen.iter().any(|row| has(row.standing, bit) && meet(row.firing, &aim));
            if !works {
                flaws.push(Flaw::IdleOverride { rule, index });
            }
        }
    }
    flaws
}

/// What became of the rules in every row.
struct Seen {
    words: usize,
    /// By row: the rules that fire, then those that stand.
    sets: Vec<u64>,
    ever_firing: Vec<u64>,
    ever_standing: Vec<u64>,
}

#[derive(Clone, Copy)]
struct SeenRow<'s> {
    firing: &'s [u64],
    standing: &'s [u64],
}

impl Seen {
    fn new(table: &Compiled, rows: &Rows) -> Self {
        let words = table.sets.words();
        let none = vec![0; words];
        let mut seen = Self { words, sets: Vec::new(), ever_firing: none.clone(), ever_standing: none };
        let mut evaluated = Evaluated::default();
        for row in rows.iter() {
            table.sets.evaluate(row, &mut evaluated);
            for (ever, now) in [(&mut seen.ever_firing, &evaluated.firing), (&mut seen.ever_standing, &evaluated.standing)] {
                seen.sets.extend_from_slice(now);
                ever.iter_mut().zip(now).for_each(|(ever, now)| *ever |= now);
            }
        }
        seen
    }

    fn iter(&self) -> impl Iterator<Item = SeenRow<'_>> {
        self.sets.chunks_exact(self.words * 2).map(|both| {
            let (firing, standing) = both.split_at(self.words);
            SeenRow { firing, standing }
        })
    }

    /// For which rows something holds.
    fn rows(&self, holds: impl Fn(SeenRow<'_>) -> bool) -> Vec<bool> {
        self.iter().map(holds).collect()
    }
}
