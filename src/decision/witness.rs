//! The smallest description of a set of combinations.

use super::reach::Rows;

/// Values of a few variables such that every combination that agrees with them and can occur shows the flaw:
/// `(variable, value code)`, ascending by variable. Empty where every combination shows it.
pub type Witness = Vec<(usize, u8)>;

/// How many row visits the exact search may cost before a shortened, perhaps not smallest, witness is given.
const EFFORT: usize = 1 << 26;

/// The witness that fixes the fewest variables, then the first in declared order, for the rows marked `bad`.
/// `None` where no row is bad.
pub(super) fn smallest(rows: &Rows, variables: &[usize], sizes: &[usize], bad: &[bool]) -> Option<Witness> {
    let first = bad.iter().position(|bad| *bad)?;
    let mut effort = 0usize;
    for count in 0..=variables.len() {
        let mut chosen: Vec<usize> = (0..count).collect();
        loop {
            effort = effort.saturating_add(bad.len());
            if effort > EFFORT {
                return Some(shortened(rows, variables, bad, first));
            }
            if let Some(codes) = all_bad(rows, sizes, bad, &chosen) {
                return Some(chosen.iter().map(|place| variables[*place]).zip(codes).collect());
            }
            if !advance(&mut chosen, variables.len()) {
                break;
            }
        }
    }
    None
}

/// The first values of the chosen columns for which every row is bad.
fn all_bad(rows: &Rows, sizes: &[usize], bad: &[bool], chosen: &[usize]) -> Option<Vec<u8>> {
    let total: usize = chosen.iter().map(|place| sizes[*place]).product();
    let mut counts = vec![(0u32, 0u32); total];
    for (row, bad) in rows.iter().zip(bad) {
        let index = chosen.iter().fold(0, |index, place| index * sizes[*place] + usize::from(row[*place]));
        counts[index].0 += 1;
        counts[index].1 += u32::from(*bad);
    }
    let mut rest = counts.iter().position(|(all, bad)| *all > 0 && all == bad)?;
    let mut codes: Vec<u8> = chosen
        .iter()
        .rev()
        .map(|place| {
            let code = rest % sizes[*place];
            rest /= sizes[*place];
            code as u8
        })
        .collect();
    codes.reverse();
    Some(codes)
}

/// The next choice of as many places below `limit`, in lexicographic order.
fn advance(chosen: &mut [usize], limit: usize) -> bool {
    let count = chosen.len();
    let Some(turn) = (0..count).rev().find(|i| chosen[*i] < limit - count + i) else { return false };
    chosen[turn] += 1;
    for i in turn + 1..count {
        chosen[i] = chosen[i - 1] + 1;
    }
    true
}

/// The first bad row, less every variable without which all that agrees is still bad.
fn shortened(rows: &Rows, variables: &[usize], bad: &[bool], first: usize) -> Witness {
    let Some(model) = rows.iter().nth(first) else { return Vec::new() };
    let mut kept: Vec<usize> = (0..variables.len()).collect();
    for place in (0..variables.len()).rev() {
        let without: Vec<usize> = kept.iter().copied().filter(|other| *other != place).collect();
        let agrees = |row: &[u8]| without.iter().all(|place| row[*place] == model[*place]);
        if rows.iter().zip(bad).all(|(row, bad)| *bad || !agrees(row)) {
            kept = without;
        }
    }
    kept.iter().map(|place| (variables[*place], model[*place])).collect()
}
