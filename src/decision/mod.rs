//! Decision tables with exceptions, compiled and proved. Nothing here knows of the International Criminal Court.
//!
//! A [`Model`] has *variables* with finitely many values: first the attributes, then the conclusion of each decision,
//! in order; a decision may ask for attributes and for the conclusions of decisions before it. A rule *fires* where all
//! its conditions hold; a firing rule is *defeated* if an undefeated firing rule overrides it; the undefeated firing
//! rules must agree, and are the *decisive* rules.

mod proof;
mod reach;
#[cfg(test)]
mod tests;
mod witness;

pub use proof::{Flaw, prove};
pub use witness::Witness;

/// The most combinations of input values that one decision may have.
pub const MAX_COMBINATIONS: usize = 1 << 20;

/// The most values that one variable may have.
pub const MAX_VALUES: usize = 64;

/// Marks a cell of a table that has no conclusion.
const NOTHING: u8 = u8::MAX;

/// An attribute, or the conclusion of a decision: a name and the values it can take, in declared order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The name, unique in the model.
    pub name: String,
    /// The values; a value's code is its place here.
    pub values: Vec<String>,
}

/// A condition: the variable has one of the allowed values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The place of the variable in the model.
    pub variable: usize,
    /// A bit for each allowed value code.
    pub allowed: u64,
}

impl Condition {
    /// Whether the condition holds for these values (one code for each variable of the model).
    pub fn holds(&self, values: &[u8]) -> bool {
        values.get(self.variable).is_some_and(|code| self.allows(*code))
    }

    fn allows(&self, code: u8) -> bool {
        self.allowed.checked_shr(code.into()).is_some_and(|bits| bits & 1 == 1)
    }
}

/// What a rule overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The rule at this place of the same decision.
    Rule(usize),
    /// Every other rule of the same decision with this conclusion.
    Conclusion(u8),
}

/// One rule of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The id, unique in the decision.
    pub id: String,
    /// The conditions, all of which must hold.
    pub when: Vec<Condition>,
    /// The code of the conclusion.
    pub then: u8,
    /// What the rule overrides where it fires undefeated.
    pub overrides: Vec<Target>,
}

impl Rule {
    /// Whether all conditions hold.
    pub fn fires(&self, values: &[u8]) -> bool {
        self.when.iter().all(|condition| condition.holds(values))
    }
}

/// One decision: its conclusions, weakest first, and its rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The name, which is also the name of the variable that holds its conclusion.
    pub name: String,
    /// The conclusions, weakest first; a conclusion's code is its place here.
    pub conclusions: Vec<String>,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Variables, the combinations of attributes that cannot occur, and decisions in order of dependence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Model {
    /// The attributes, at most 64.
    pub attributes: Vec<Variable>,
    /// Combinations that cannot occur: each a list of conditions on attributes that never hold together.
    pub impossible: Vec<Vec<Condition>>,
    /// The decisions. A condition may name an attribute, or the conclusion of an earlier decision.
    pub decisions: Vec<Decision>,
}

impl Model {
    /// The number of variables: attributes, then decisions.
    pub fn variables(&self) -> usize {
        self.attributes.len() + self.decisions.len()
    }

    /// The name of a variable.
    pub fn name(&self, variable: usize) -> &str {
        match variable.checked_sub(self.attributes.len()) {
            None => &self.attributes[variable].name,
            Some(decision) => &self.decisions[decision].name,
        }
    }

    /// The values of a variable.
    pub fn values(&self, variable: usize) -> &[String] {
        match variable.checked_sub(self.attributes.len()) {
            None => &self.attributes[variable].values,
            Some(decision) => &self.decisions[decision].conclusions,
        }
    }

    /// The place of the variable with this name.
    pub fn variable(&self, name: &str) -> Option<usize> {
        (0..self.variables()).find(|variable| self.name(*variable) == name)
    }
}

/// How one decision was reached at certain values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The firing rules that nothing defeated, ascending.
    pub decisive: Vec<usize>,
    /// The firing rules that were defeated, each with the rules that did it, ascending.
    pub defeated: Vec<(usize, Vec<usize>)>,
}

impl Outcome {
    /// The conclusion on which the decisive rules agree; `None` where none fires or they disagree.
    pub fn conclusion(&self, decision: &Decision) -> Option<u8> {
        let first = decision.rules[*self.decisive.first()?].then;
        self.decisive.iter().all(|rule| decision.rules[*rule].then == first).then_some(first)
    }
}

/// A decision made ready: who overrides whom, and one cell for every combination of its inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// The variables that the decision asks for, ascending.
    inputs: Vec<usize>,
    /// For each rule, the rules that override it.
    overriders: Vec<Vec<usize>>,
    /// The rules, each after all that override it.
    order: Vec<usize>,
    /// Mixed-radix place values, parallel to `inputs`.
    strides: Vec<usize>,
    cells: Vec<u8>,
}

impl Compiled {
    /// The conclusion at these values (one code for each variable of the model); `None` where there is none.
    pub fn conclusion(&self, values: &[u8]) -> Option<u8> {
        self.conclusion_in(self.cell(values))
    }

    /// The cell of the table for these values: two sets of values share it where the decision cannot tell them apart.
    pub(crate) fn cell(&self, values: &[u8]) -> usize {
        self.inputs.iter().zip(&self.strides).map(|(input, stride)| usize::from(values[*input]) * stride).sum()
    }

    /// The conclusion in a cell of the table.
    pub(crate) fn conclusion_in(&self, cell: usize) -> Option<u8> {
        self.cells.get(cell).copied().filter(|code| *code != NOTHING)
    }

    /// How the conclusion is reached at these values: the evaluation from which the table itself was filled.
    pub fn outcome(&self, decision: &Decision, values: &[u8]) -> Outcome {
        let mut undefeated = vec![false; decision.rules.len()];
        let mut outcome = Outcome::default();
        for &rule in &self.order {
            if !decision.rules[rule].fires(values) {
                continue;
            }
            let by: Vec<usize> = self.overriders[rule].iter().copied().filter(|other| undefeated[*other]).collect();
            if by.is_empty() {
                undefeated[rule] = true;
                outcome.decisive.push(rule);
            } else {
                outcome.defeated.push((rule, by));
            }
        }
        outcome.decisive.sort_unstable();
        outcome.defeated.sort_unstable();
        outcome
    }
}
