//! Decision tables with exceptions, compiled and proved. Nothing here knows of the International Criminal Court.
//!
//! A [`Model`] has *variables* with finitely many values: first the attributes, then the conclusion of each decision,
//! in order; a decision may ask for attributes and for the conclusions of decisions before it. A rule *fires* where all
//! its conditions hold; a firing rule is *defeated* if an undefeated firing rule overrides it; the undefeated firing
//! rules must agree, and are the *decisive* rules.

mod divergence;
mod proof;
mod reach;
mod sets;
#[cfg(test)]
mod tests;
mod witness;

pub use divergence::{Decided, Divergence, Tables, diverge};
pub use proof::{Flaw, prove, work};
pub use reach::TooManyCombinations;
use sets::{Evaluated, Sets};
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

    /// Whether the condition allows the value with this code.
    pub fn allows(&self, code: u8) -> bool {
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

    /// The name of a variable and that of one of its values.
    pub fn named(&self, variable: usize, code: u8) -> (String, String) {
        (self.name(variable).to_owned(), self.values(variable)[usize::from(code)].clone())
    }

    /// The place of the variable with this name.
    pub fn variable(&self, name: &str) -> Option<usize> {
        (0..self.variables()).find(|variable| self.name(*variable) == name)
    }
}

/// Values as conditions that a reader can check: `membership = "party", application = "excluded"`.
pub fn conditions(values: impl IntoIterator<Item = (String, String)>) -> String {
    values.into_iter().map(|(name, value)| format!("{name} = \"{value}\"")).collect::<Vec<_>>().join(", ")
}

/// How one decision was reached at certain values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The firing rules that nothing defeated, ascending.
    pub decisive: Vec<usize>,
    /// The firing rules that were defeated, each with the rules that did it, ascending.
    pub defeated: Vec<(usize, Vec<usize>)>,
}

/// A decision made ready: its rules as sets, and one cell for every combination of its inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compiled {
    /// The variables that the decision asks for, ascending.
    inputs: Vec<usize>,
    /// Mixed-radix place values, parallel to `inputs`.
    strides: Vec<usize>,
    cells: Vec<u8>,
    sets: Sets,
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
    pub fn outcome(&self, values: &[u8]) -> Outcome {
        let mut evaluated = Evaluated::default();
        let codes: Vec<u8> = self.inputs.iter().map(|input| values.get(*input).copied().unwrap_or(NOTHING)).collect();
        self.sets.evaluate(&codes, &mut evaluated);
        self.sets.outcome(&evaluated)
    }
}
