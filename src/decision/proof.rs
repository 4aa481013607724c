//! The proof at load time: complete, unambiguous, and no rule or override without effect.

use super::reach::{Reach, Rows};
use super::witness::{Witness, smallest};
use super::{Compiled, Decision, MAX_COMBINATIONS, Model, NOTHING, Target};

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
    let mut inputs: Vec<usize> = decision.rules.iter().flat_map(|rule| rule.when.iter().map(|c| c.variable)).collect();
    inputs.sort_unstable();
    inputs.dedup();
    let sizes: Vec<usize> = inputs.iter().map(|input| model.values(*input).len()).collect();
    let total = sizes.iter().try_fold(1usize, |total, size| total.checked_mul(*size)).filter(|total| *total <= MAX_COMBINATIONS);
    let total = total.ok_or(Flaw::TooLarge)?;
    let overriders = overriders(decision);
    let order = order(&overriders).map_err(|rules| Flaw::OverrideCycle { rules })?;
    let mut strides = vec![1; sizes.len()];
    for i in (1..sizes.len()).rev() {
        strides[i - 1] = strides[i] * sizes[i];
    }
    let mut table = Compiled { inputs, overriders, order, strides, cells: Vec::with_capacity(total) };
    let mut values = vec![0; model.variables()];
    for index in 0..total {
        for ((input, stride), size) in table.inputs.iter().zip(&table.strides).zip(&sizes) {
            values[*input] = (index / stride % size) as u8;
        }
        let conclusion = table.outcome(decision, &values).conclusion(decision);
        table.cells.push(conclusion.unwrap_or(NOTHING));
    }
    Ok(table)
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

/// What was seen of one rule over all rows.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Use {
    Silent,
    Defeated,
    Decisive,
}

fn examine(model: &Model, decision: &Decision, table: &Compiled, rows: &Rows) -> Vec<Flaw> {
    let sizes: Vec<usize> = table.inputs.iter().map(|input| model.values(*input).len()).collect();
    let mut values = vec![0; model.variables()];
    let mut outcomes = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        for (input, code) in table.inputs.iter().zip(row) {
            values[*input] = *code;
        }
        outcomes.push(table.outcome(decision, &values));
    }
    let witness = |bad: Vec<bool>| smallest(rows, &table.inputs, &sizes, &bad);
    let mut flaws = Vec::new();

    let gaps = outcomes.iter().map(|outcome| outcome.decisive.is_empty()).collect();
    flaws.extend(witness(gaps).map(|witness| Flaw::Gap { witness }));

    let mut pairs = Vec::new();
    for outcome in outcomes.iter().filter(|outcome| outcome.decisive.len() > 1 && outcome.conclusion(decision).is_none()) {
        for (i, a) in outcome.decisive.iter().enumerate() {
            for b in &outcome.decisive[i + 1..] {
                if decision.rules[*a].then != decision.rules[*b].then && !pairs.contains(&(*a, *b)) {
                    pairs.push((*a, *b));
                }
            }
        }
    }
    pairs.sort_unstable();
    for (a, b) in pairs {
        let bad = outcomes.iter().map(|outcome| outcome.decisive.contains(&a) && outcome.decisive.contains(&b)).collect();
        flaws.extend(witness(bad).map(|witness| Flaw::Conflict { rules: (a, b), witness }));
    }

    let mut uses = vec![Use::Silent; decision.rules.len()];
    for outcome in &outcomes {
        for rule in &outcome.decisive {
            uses[*rule] = Use::Decisive;
        }
        for (rule, _) in &outcome.defeated {
            if uses[*rule] == Use::Silent {
                uses[*rule] = Use::Defeated;
            }
        }
    }
    for (rule, seen) in uses.iter().enumerate() {
        match seen {
            Use::Silent => flaws.push(Flaw::NeverFires { rule }),
            Use::Defeated => {
                let bad = outcomes.iter().map(|outcome| outcome.defeated.iter().any(|(defeated, _)| *defeated == rule)).collect();
                flaws.extend(witness(bad).map(|witness| Flaw::AlwaysDefeated { rule, witness }));
            }
            Use::Decisive => {}
        }
    }

    for (rule, text) in decision.rules.iter().enumerate() {
        for (index, target) in text.overrides.iter().enumerate() {
            let aim: Vec<usize> = targets(decision, rule, *target).collect();
            let works =
                outcomes.iter().any(|outcome| outcome.defeated.iter().any(|(defeated, by)| aim.contains(defeated) && by.contains(&rule)));
            if !works {
                flaws.push(Flaw::IdleOverride { rule, index });
            }
        }
    }
    flaws
}
