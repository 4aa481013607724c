//! Where two models decide differently, worked out over all combinations that can occur, and not on a sample of them.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::reach::Reach;
use super::witness::smallest;
use super::{Compiled, Model, TooManyCombinations, conditions};

/// A model and its compiled decisions, all of them and without a flaw.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'m> {
    /// The model.
    pub model: &'m Model,
    /// Its decisions, made ready.
    pub compiled: &'m [Compiled],
}

/// Combinations of values on which two laws do not decide alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Divergence {
    /// The decision, by name.
    pub decision: String,
    /// A smallest description of some of the combinations, as names and values: all that can occur and agree with it diverge. Empty where
    /// every combination does.
    pub values: Vec<(String, String)>,
    /// How many combinations of what the decision depends on diverge.
    pub combinations: usize,
    /// How many there are.
    pub of: usize,
    /// What the first law says of one that `values` describe.
    pub before: Decided,
    /// What the other says of it.
    pub after: Decided,
}

impl Divergence {
    /// Whether another conclusion is reached, and not the same one by other rules.
    pub fn is_substantial(&self) -> bool {
        self.before.conclusion != self.after.conclusion
    }
}

/// A line for each part: the decision with the values, then what either law says.
impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = if self.values.is_empty() { "everything".to_owned() } else { conditions(self.values.iter().cloned()) };
        write!(f, "`{}` for {values} ({} of {} combinations)", self.decision, self.combinations, self.of)?;
        [("-", &self.before), ("+", &self.after)]
            .iter()
            .try_for_each(|(sign, decided)| write!(f, "\n  {sign} {} ({})", decided.conclusion, decided.rules.join(", ")))
    }
}

/// A conclusion, and the ids of the rules that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// The conclusion.
    pub conclusion: String,
    /// The decisive rules.
    pub rules: Vec<String>,
}

/// For every decision that both models have: where the conclusions differ, then where the same conclusion has other decisive rules. None for
/// either where there is no such combination; so none at all says that the two decide alike, and for the same reasons, whatever the
/// attributes.
///
/// # Errors
/// Where a decision would have to be compared on too many combinations.
pub fn diverge(one: Tables<'_>, other: Tables<'_>) -> Result<Vec<Divergence>, TooManyCombinations> {
    let mut divergences = Vec::new();
    for (place, decision) in one.model.decisions.iter().enumerate() {
        let Some(theirs) = other.model.decisions.iter().position(|theirs| theirs.name == decision.name) else { continue };
        let inputs = inputs(one, other, (place, theirs));
        // What can occur is read off the first model alone. Where an earlier decision differs, more could occur in the other; but that
        // is then told of the earlier one.
        let rows = Reach::new(one.model, one.compiled).rows(&inputs)?;
        let translated = inputs.iter().filter_map(|input| shared(one.model, other.model, *input)).collect();
        let (mut here, mut there) = (Values::new(one, inputs.clone()), Values::new(other, translated));
        let (mut conclusion, mut rules) = (Vec::new(), Vec::new());
        for row in rows.iter() {
            let (before, after) = (here.decide(row, place), there.decide(row, theirs));
            conclusion.push(before.0 != after.0);
            rules.push(before.0 == after.0 && before.1 != after.1);
        }
        let sizes: Vec<usize> = inputs.iter().map(|input| one.model.values(*input).len()).collect();
        for bad in [conclusion, rules] {
            let Some(witness) = smallest(&rows, &inputs, &sizes, &bad) else { continue };
            let fits = |row: &&[u8]| inputs.iter().zip(*row).all(|(input, code)| witness.iter().all(|(i, c)| i != input || c == code));
            let Some(row) = rows.iter().find(fits) else { continue };
            divergences.push(Divergence {
                decision: decision.name.clone(),
                values: witness.iter().map(|(input, code)| one.model.named(*input, *code)).collect(),
                combinations: bad.iter().filter(|bad| **bad).count(),
                of: bad.len(),
                before: here.decide(row, place).into(),
                after: there.decide(row, theirs).into(),
            });
        }
    }
    Ok(divergences)
}

/// The place in the other model of a variable that has the same name and the same values there.
fn shared(one: &Model, other: &Model, variable: usize) -> Option<usize> {
    other.variable(one.name(variable)).filter(|theirs| other.values(*theirs) == one.values(variable))
}

/// The variables on which a decision depends in either model, as places in the first, ascending. A decision between that they do not
/// share is replaced by what it asks for.
fn inputs(one: Tables<'_>, other: Tables<'_>, (place, theirs): (usize, usize)) -> Vec<usize> {
    let mut inputs = BTreeSet::new();
    for (here, there, decision) in [(one, other, place), (other, one, theirs)] {
        let mut open = here.compiled[decision].inputs.clone();
        while let Some(variable) = open.pop() {
            match (shared(here.model, there.model, variable), variable.checked_sub(here.model.attributes.len())) {
                (Some(_), _) => inputs.extend(one.model.variable(here.model.name(variable))),
                (None, Some(decision)) => open.extend(&here.compiled[decision].inputs),
                (None, None) => {}
            }
        }
    }
    inputs.into_iter().collect()
}

/// What a decision comes to: the conclusion and the decisive rules.
type Answer<'m> = (&'m str, Vec<&'m str>);

/// The values of a model's variables, filled from rows.
struct Values<'m> {
    of: Tables<'m>,
    /// For each column of a row, the variable.
    columns: Vec<usize>,
    codes: Vec<u8>,
}

impl<'m> Values<'m> {
    fn new(of: Tables<'m>, columns: Vec<usize>) -> Self {
        Self { of, columns, codes: vec![0; of.model.variables()] }
    }

    fn decide(&mut self, row: &[u8], decision: usize) -> Answer<'m> {
        let Tables { model, compiled } = self.of;
        for (variable, code) in self.columns.iter().zip(row) {
            self.codes[*variable] = *code;
        }
        // Decisions that are no column follow from those that are, as far as anything here asks for them.
        for (place, table) in compiled[..decision].iter().enumerate() {
            let variable = model.attributes.len() + place;
            if !self.columns.contains(&variable) {
                self.codes[variable] = table.conclusion(&self.codes).unwrap_or_default();
            }
        }
        let of = &model.decisions[decision];
        let conclusion = compiled[decision].conclusion(&self.codes).and_then(|code| of.conclusions.get(usize::from(code)));
        let decisive = compiled[decision].outcome(&self.codes).decisive;
        (conclusion.map_or("", String::as_str), decisive.into_iter().map(|rule| of.rules[rule].id.as_str()).collect())
    }
}

impl From<Answer<'_>> for Decided {
    fn from((conclusion, rules): Answer<'_>) -> Self {
        Self { conclusion: conclusion.to_owned(), rules: rules.into_iter().map(str::to_owned).collect() }
    }
}
