//! The rules of one decision as sets, a bit for each, so that evaluating all of them costs a few operations on words.

use super::{Decision, NOTHING, Outcome};

/// Bit *n* of a set stands for the rule `order[n]`; each rule comes after all that override it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Sets {
    order: Vec<usize>,
    /// Words in one set.
    words: usize,
    /// Every rule.
    all: Vec<u64>,
    /// For each input, one after another: for each value the rules that allow it, then those that do not ask for the input.
    allowing: Vec<u64>,
    /// For each input, the place of its first set in `allowing`, and how many values it has.
    inputs: Vec<(usize, usize)>,
    /// For each rule in order, the rules that override it.
    overriders: Vec<u64>,
    /// For each rule in order, its conclusion.
    then: Vec<u8>,
}

/// What became of the rules at certain values.
#[derive(Debug, Clone, Default)]
pub(super) struct Evaluated {
    /// The rules whose conditions hold.
    pub(super) firing: Vec<u64>,
    /// Those of them that nothing defeated.
    pub(super) standing: Vec<u64>,
}

impl Sets {
    /// `inputs` are the variables asked for with the number of their values, `overriders` for each rule those that override it, and
    /// `order` the rules in an order in which each comes after its overriders.
    pub(super) fn new(decision: &Decision, inputs: &[(usize, usize)], overriders: &[Vec<usize>], order: Vec<usize>) -> Self {
        let words = order.len().div_ceil(64).max(1);
        let set = |member: &dyn Fn(usize) -> bool| {
            let mut set = vec![0; words];
            order.iter().enumerate().filter(|(_, rule)| member(**rule)).for_each(|(bit, _)| set[bit / 64] |= 1 << (bit % 64));
            set
        };
        let mut sets = Self { words, all: set(&|_| true), ..Self::default() };
        for &(variable, values) in inputs {
            sets.inputs.push((sets.allowing.len(), values));
            let asks = |rule: usize| decision.rules[rule].when.iter().filter(move |condition| condition.variable == variable);
            for code in 0..values {
                sets.allowing.extend(set(&|rule| asks(rule).all(|condition| condition.allows(code as u8))));
            }
            sets.allowing.extend(set(&|rule| asks(rule).next().is_none()));
        }
        for rule in &order {
            sets.overriders.extend(set(&|other| overriders[*rule].contains(&other)));
            sets.then.push(decision.rules[*rule].then);
        }
        sets.order = order;
        sets
    }

    /// Words in one set; never none, so that a decision without rules has sets too.
    pub(super) fn words(&self) -> usize {
        self.words
    }

    /// The rule that a bit stands for.
    pub(super) fn rule(&self, bit: usize) -> usize {
        self.order[bit]
    }

    /// The bit that stands for a rule.
    pub(super) fn bit(&self, rule: usize) -> usize {
        self.order.iter().position(|other| *other == rule).unwrap_or(usize::MAX)
    }

    /// The set of these rules.
    pub(super) fn of(&self, rules: impl Iterator<Item = usize>) -> Vec<u64> {
        let mut set = vec![0; self.words];
        rules.map(|rule| self.bit(rule)).for_each(|bit| set[bit / 64] |= 1 << (bit % 64));
        set
    }

    /// Evaluates all rules for these codes, one for each input; a code beyond the values of its input is none that a rule allows.
    pub(super) fn evaluate(&self, codes: &[u8], evaluated: &mut Evaluated) {
        let Evaluated { firing, standing } = evaluated;
        firing.clear();
        for (word, all) in self.all.iter().enumerate() {
            let allowing = |(code, (start, values)): (&u8, &(usize, usize))| {
                self.allowing[start + usize::from(*code).min(*values) * self.words + word]
            };
            firing.push(codes.iter().zip(&self.inputs).map(allowing).fold(*all, |firing, allowing| firing & allowing));
        }
        standing.clear();
        standing.resize(self.words, 0);
        for bit in bits(firing) {
            if !meet(standing, self.overriders(bit)) {
                standing[bit / 64] |= 1 << (bit % 64);
            }
        }
    }

    fn overriders(&self, bit: usize) -> &[u64] {
        &self.overriders[bit * self.words..(bit + 1) * self.words]
    }

    /// The conclusion on which the rules that stand agree, or [`NOTHING`].
    pub(super) fn conclusion(&self, evaluated: &Evaluated) -> u8 {
        let mut conclusions = bits(&evaluated.standing).map(|bit| self.then[bit]);
        let Some(first) = conclusions.next() else { return NOTHING };
        if conclusions.all(|other| other == first) { first } else { NOTHING }
    }

    pub(super) fn outcome(&self, evaluated: &Evaluated) -> Outcome {
        let mut outcome = Outcome { decisive: bits(&evaluated.standing).map(|bit| self.order[bit]).collect(), defeated: Vec::new() };
        let defeated: Vec<u64> = evaluated.firing.iter().zip(&evaluated.standing).map(|(firing, standing)| firing & !standing).collect();
        for bit in bits(&defeated) {
            let by: Vec<u64> =
                self.overriders(bit).iter().zip(&evaluated.standing).map(|(overriders, standing)| overriders & standing).collect();
            let mut by: Vec<usize> = bits(&by).map(|bit| self.order[bit]).collect();
            by.sort_unstable();
            outcome.defeated.push((self.order[bit], by));
        }
        outcome.decisive.sort_unstable();
        outcome.defeated.sort_unstable();
        outcome
    }
}

/// The bits of a set, ascending.
pub(super) fn bits(set: &[u64]) -> impl Iterator<Item = usize> + '_ {
    set.iter().enumerate().flat_map(|(word, bits)| {
        let mut rest = *bits;
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros() as usize;
            (rest != 0).then(|| {
                rest &= rest - 1;
                word * 64 + bit
            })
        })
    })
}

/// Whether a set has a bit.
pub(super) fn has(set: &[u64], bit: usize) -> bool {
    set.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

/// Whether two sets have a bit in common.
pub(super) fn meet(one: &[u64], other: &[u64]) -> bool {
    one.iter().zip(other).any(|(one, other)| one & other != 0)
}
