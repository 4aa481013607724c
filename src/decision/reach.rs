//! Which combinations of values can occur together, given what cannot and what earlier decisions yield.
//!
//! Enumerating all attributes at once would be hopeless; but variables that share no attribute vary independently, so
//! each connected group is worked out on its own and the groups are multiplied.

use super::{Compiled, MAX_COMBINATIONS, Model};

/// The combinations that can occur, as rows of value codes.
pub(super) struct Rows {
    pub(super) width: usize,
    pub(super) codes: Vec<u8>,
    len: usize,
}

/// There are more combinations of values than are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {MAX_COMBINATIONS} combinations of values")]
pub struct TooManyCombinations;

impl Rows {
    fn unit() -> Self {
        Self { width: 0, codes: Vec::new(), len: 1 }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len).map(|row| &self.codes[row * self.width..(row + 1) * self.width])
    }

    fn push(&mut self, row: impl IntoIterator<Item = u8>) {
        self.codes.extend(row);
        self.len += 1;
    }
}

/// Answers which combinations of variables can occur.
pub(super) struct Reach<'m> {
    model: &'m Model,
    compiled: &'m [Compiled],
    /// For each variable, the attributes on which it depends, as bits.
    support: Vec<u64>,
}

impl<'m> Reach<'m> {
    /// `compiled` holds the decisions that are already made ready, a prefix of the model's.
    pub(super) fn new(model: &'m Model, compiled: &'m [Compiled]) -> Self {
        let mut support: Vec<u64> = (0..model.attributes.len()).map(|attribute| linked(model, 1 << attribute)).collect();
        for decision in compiled {
            let bits = decision.inputs.iter().fold(0, |bits, input| bits | support[*input]);
            support.push(bits);
        }
        Self { model, compiled, support }
    }

    /// The combinations of these variables (ascending) that can occur, sorted.
    pub(super) fn rows(&self, variables: &[usize]) -> Result<Rows, TooManyCombinations> {
        let mut columns = Vec::new();
        let mut product = Rows::unit();
        for group in self.groups(variables) {
            let rows = self.group(&group)?;
            if product.len.saturating_mul(rows.len) > MAX_COMBINATIONS {
                return Err(TooManyCombinations);
            }
            let mut next = Rows { width: product.width + rows.width, codes: Vec::new(), len: 0 };
            for left in product.iter() {
                for right in rows.iter() {
                    next.codes.extend_from_slice(left);
                    next.codes.extend_from_slice(right);
                    next.len += 1;
                }
            }
            columns.extend(group);
            product = next;
        }
        self.project(product, &columns, variables)
    }

    /// Splits variables into groups that share no attribute.
    fn groups(&self, variables: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<(u64, Vec<usize>)> = Vec::new();
        for &variable in variables {
            let mut bits = self.support[variable];
            let mut members = Vec::new();
            groups.retain_mut(|(other, theirs)| {
                let apart = *other & bits == 0;
                if !apart {
                    bits |= *other;
                    members.append(theirs);
                }
                apart
            });
            members.push(variable);
            members.sort_unstable();
            groups.push((bits, members));
        }
        groups.into_iter().map(|(_, members)| members).collect()
    }

    fn group(&self, variables: &[usize]) -> Result<Rows, TooManyCombinations> {
        let attributes = self.model.attributes.len();
        match variables.last() {
            Some(&last) if last >= attributes => self.through_decision(variables, last - attributes),
            _ => self.attributes_only(variables),
        }
    }

    /// Replaces the last decision of the group by what it asks for, then reads its conclusion off its table.
    fn through_decision(&self, variables: &[usize], decision: usize) -> Result<Rows, TooManyCombinations> {
        let compiled = &self.compiled[decision];
        let mut wider: Vec<usize> = variables[..variables.len() - 1].iter().chain(&compiled.inputs).copied().collect();
        wider.sort_unstable();
        wider.dedup();
        let rows = self.rows(&wider)?;
        let mut values = vec![0; self.model.variables()];
        let mut extended = Rows { width: wider.len() + 1, codes: Vec::new(), len: 0 };
        for row in rows.iter() {
            for (variable, code) in wider.iter().zip(row) {
                values[*variable] = *code;
            }
            if let Some(conclusion) = compiled.conclusion(&values) {
                extended.push(row.iter().copied().chain([conclusion]));
            }
        }
        wider.push(self.model.attributes.len() + decision);
        self.project(extended, &wider, variables)
    }

    fn attributes_only(&self, variables: &[usize]) -> Result<Rows, TooManyCombinations> {
        let bits = variables.iter().fold(0, |bits, variable| bits | self.support[*variable]);
        let linked: Vec<usize> = (0..self.model.attributes.len()).filter(|attribute| bits >> attribute & 1 == 1).collect();
        let mut rows = Rows { width: linked.len(), codes: Vec::new(), len: 0 };
        let sizes: Vec<usize> = linked.iter().map(|attribute| self.model.attributes[*attribute].values.len()).collect();
        let total = sizes.iter().try_fold(1usize, |total, size| total.checked_mul(*size)).filter(|total| *total <= MAX_COMBINATIONS);
        let mut values = vec![0; self.model.variables()];
        for index in 0..total.ok_or(TooManyCombinations)? {
            let mut rest = index;
            for (attribute, size) in linked.iter().zip(&sizes).rev() {
                values[*attribute] = (rest % size) as u8;
                rest /= size;
            }
            // An impossible combination that names an attribute outside the group shares no attribute with it.
            let inside = |conditions: &Vec<super::Condition>| conditions.iter().all(|c| bits >> c.variable & 1 == 1);
            let excluded = self.model.impossible.iter().any(|c| inside(c) && c.iter().all(|condition| condition.holds(&values)));
            if !excluded {
                rows.push(linked.iter().map(|attribute| values[*attribute]));
            }
        }
        self.project(rows, &linked, variables)
    }

    /// Keeps the wanted columns, drops repeated rows, sorts. The rows must be sorted and each there once.
    fn project(&self, rows: Rows, columns: &[usize], wanted: &[usize]) -> Result<Rows, TooManyCombinations> {
        if columns == wanted {
            return Ok(rows);
        }
        let places: Vec<usize> = wanted.iter().filter_map(|variable| columns.iter().position(|column| column == variable)).collect();
        let sizes: Vec<usize> = wanted.iter().map(|variable| self.model.values(*variable).len()).collect();
        let total = sizes.iter().try_fold(1usize, |total, size| total.checked_mul(*size)).filter(|total| *total <= MAX_COMBINATIONS);
        let mut seen = vec![false; total.ok_or(TooManyCombinations)?];
        for row in rows.iter() {
            let index = places.iter().zip(&sizes).fold(0, |index, (place, size)| index * size + usize::from(row[*place]));
            seen[index] = true;
        }
        let mut projected = Rows { width: wanted.len(), codes: Vec::new(), len: 0 };
        let mut row = vec![0; wanted.len()];
        for (index, _) in seen.iter().enumerate().filter(|(_, seen)| **seen) {
            let mut rest = index;
            for (code, size) in row.iter_mut().zip(&sizes).rev() {
                *code = (rest % size) as u8;
                rest /= size;
            }
            projected.push(row.iter().copied());
        }
        Ok(projected)
    }
}

/// The attributes tied to these ones by impossible combinations, themselves included, as bits.
fn linked(model: &Model, mut bits: u64) -> u64 {
    loop {
        let before = bits;
        for conditions in &model.impossible {
            let theirs = conditions.iter().fold(0u64, |theirs, condition| theirs | 1 << condition.variable);
            if theirs & bits != 0 {
                bits |= theirs;
            }
        }
        if bits == before {
            return bits;
        }
    }
}
