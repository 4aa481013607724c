//! The prose of what a rule means, taken literally and without regard to cost. Shares nothing with the proof but the data.

use super::*;

fn holds(condition: &Condition, values: &[u8]) -> bool {
    condition.allowed / 2u64.pow(values[condition.variable].into()) % 2 == 1
}

fn fires(rule: &Rule, values: &[u8]) -> bool {
    !rule.when.iter().any(|condition| !holds(condition, values))
}

fn aims(decision: &Decision, rule: usize, target: Target, at: usize) -> bool {
    match target {
        Target::Rule(named) => named == at,
        Target::Conclusion(code) => at != rule && decision.rules[at].then == code,
    }
}

fn overrides(decision: &Decision, rule: usize, other: usize) -> bool {
    decision.rules[rule].overrides.iter().any(|target| aims(decision, rule, *target, other))
}

/// A firing rule is defeated if an undefeated firing rule overrides it.
fn stands(decision: &Decision, rule: usize, values: &[u8]) -> bool {
    let defeated = (0..decision.rules.len()).any(|other| overrides(decision, other, rule) && stands(decision, other, values));
    fires(&decision.rules[rule], values) && !defeated
}

pub fn outcome(decision: &Decision, values: &[u8]) -> Outcome {
    let all = 0..decision.rules.len();
    let by = |rule| all.clone().filter(|other| overrides(decision, *other, rule) && stands(decision, *other, values)).collect();
    let firing = all.clone().filter(|rule| fires(&decision.rules[*rule], values));
    let (decisive, lost): (Vec<usize>, Vec<usize>) = firing.partition(|rule| stands(decision, *rule, values));
    Outcome { decisive, defeated: lost.into_iter().map(|rule| (rule, by(rule))).collect() }
}

/// The one conclusion of the decisive rules.
pub fn conclusion(decision: &Decision, values: &[u8]) -> Option<u8> {
    let said: BTreeSet<u8> = outcome(decision, values).decisive.iter().map(|rule| decision.rules[*rule].then).collect();
    if said.len() == 1 { said.first().copied() } else { None }
}

pub fn has_ring(decision: &Decision) -> bool {
    let count = decision.rules.len();
    let mut above: Vec<Vec<bool>> = (0..count).map(|a| (0..count).map(|b| overrides(decision, a, b)).collect()).collect();
    for via in 0..count {
        for a in 0..count {
            for b in 0..count {
                above[a][b] |= above[a][via] && above[via][b];
            }
        }
    }
    (0..count).any(|rule| above[rule][rule])
}

pub fn is_ring(decision: &Decision, ring: &[usize]) -> bool {
    let distinct = ring.iter().collect::<BTreeSet<_>>().len() == ring.len();
    distinct && !ring.is_empty() && (0..ring.len()).all(|i| overrides(decision, ring[i], ring[(i + 1) % ring.len()]))
}

/// Every way to give each of these variables one of its values.
pub fn combinations(model: &Model, variables: &[usize]) -> Vec<Vec<u8>> {
    let Some((first, rest)) = variables.split_first() else { return vec![vec![]] };
    let rest = combinations(model, rest);
    (0..model.values(*first).len()).flat_map(|code| rest.iter().map(move |tail| [&[code as u8], &tail[..]].concat())).collect()
}

/// Every way to choose so many of these.
fn choices(from: &[usize], count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![vec![]];
    }
    let Some((first, rest)) = from.split_first() else { return vec![] };
    let with = choices(rest, count - 1).into_iter().map(|tail| [&[*first], &tail[..]].concat());
    with.chain(choices(rest, count)).collect()
}

/// The attributes of everything that can occur.
pub fn worlds(model: &Model) -> Vec<Vec<u8>> {
    let attributes: Vec<usize> = (0..model.attributes.len()).collect();
    let mut worlds = combinations(model, &attributes);
    worlds.retain(|world| !model.impossible.iter().any(|conditions| !conditions.iter().any(|c| !holds(c, world))));
    worlds
}

fn inputs(decision: &Decision) -> Vec<usize> {
    let inputs: BTreeSet<usize> = decision.rules.iter().flat_map(|rule| &rule.when).map(|condition| condition.variable).collect();
    inputs.into_iter().collect()
}

/// One value for each variable up to the decision; `None` where a conclusion on which it rests is missing.
fn complete(model: &Model, place: usize, world: &[u8]) -> Option<Vec<u8>> {
    let first = model.attributes.len();
    let mut values = vec![0; model.variables()];
    values[..first].copy_from_slice(world);
    for asked in inputs(&model.decisions[place]).into_iter().filter_map(|input| input.checked_sub(first)) {
        values[first + asked] = conclusion(&model.decisions[asked], &complete(model, asked, world)?)?;
    }
    Some(values)
}

fn witness(model: &Model, inputs: &[usize], all: &[(Vec<u8>, Outcome)], bad: impl Fn(&Outcome) -> bool) -> Option<Witness> {
    for choice in (0..=inputs.len()).flat_map(|count| choices(inputs, count)) {
        for codes in combinations(model, &choice) {
            let fixed: Witness = choice.iter().copied().zip(codes).collect();
            let mut completions = all.iter().filter(|(values, _)| fixed.iter().all(|(v, code)| values[*v] == *code)).peekable();
            if completions.peek().is_some() && completions.all(|(_, outcome)| bad(outcome)) {
                return Some(fixed);
            }
        }
    }
    None
}

/// The flaws of one decision, and how many combinations of attributes reach it.
pub fn flaws(model: &Model, place: usize) -> (Vec<Flaw>, usize) {
    let decision = &model.decisions[place];
    let count = decision.rules.len();
    let inputs = inputs(decision);
    let values = worlds(model).into_iter().filter_map(|world| complete(model, place, &world));
    let all: Vec<(Vec<u8>, Outcome)> = values.map(|values| (values.clone(), outcome(decision, &values))).collect();
    let find = |bad: &dyn Fn(&Outcome) -> bool| witness(model, &inputs, &all, bad);
    let lost = |rule: usize| move |o: &Outcome| o.defeated.iter().any(|(defeated, _)| *defeated == rule);
    let mut flaws = Vec::new();
    let silent = |o: &Outcome| o.decisive.is_empty() && o.defeated.is_empty();
    flaws.extend(find(&silent).map(|witness| Flaw::Gap { witness }));
    for a in 0..count {
        for b in (a + 1..count).filter(|b| decision.rules[a].then != decision.rules[*b].then) {
            let both = |o: &Outcome| o.decisive.contains(&a) && o.decisive.contains(&b);
            flaws.extend(find(&both).map(|witness| Flaw::Conflict { rules: (a, b), witness }));
        }
    }
    for rule in 0..count {
        let wins = all.iter().any(|(_, o)| o.decisive.contains(&rule));
        let loses = all.iter().any(|(_, o)| lost(rule)(o));
        match (wins, loses) {
            (false, false) => flaws.push(Flaw::NeverFires { rule }),
            (false, true) => flaws.extend(find(&lost(rule)).map(|witness| Flaw::AlwaysDefeated { rule, witness })),
            (true, _) => {}
        }
        for (index, target) in decision.rules[rule].overrides.iter().enumerate() {
            let defeats = |o: &Outcome| o.defeated.iter().any(|(at, by)| aims(decision, rule, *target, *at) && by.contains(&rule));
            if !all.iter().any(|(_, o)| defeats(o)) {
                flaws.push(Flaw::IdleOverride { rule, index });
            }
        }
    }
    (flaws, all.len())
}
