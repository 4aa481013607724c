//! "Did you mean": the nearest of some known words.

/// Longer texts are no slip of anything.
const LONGEST: usize = 100;

/// The known words nearest to `text`, nearest first, none that is too far to be a slip.
pub(crate) fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let length = text.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return Vec::new();
    }
    let limit = (length / 3).clamp(3, 5).min(length / 2);
    let mut near: Vec<(usize, &str)> = known
        .into_iter()
        .filter(|word| word.chars().take(LONGEST + limit).count().abs_diff(length) <= limit)
        .filter_map(|word| Some((distance(text, word, limit)?, word)))
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(most);
    near.into_iter().map(|(_, word)| word).collect()
}

/// A help text: the nearest known word, else all of them where they are few.
pub(crate) fn help<'a>(text: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> Option<String> {
    if let Some(word) = nearest(text, known.clone(), 1).first() {
        return Some(format!("did you mean `{word}`?"));
    }
    let all: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    match all.as_slice() {
        [one] => Some(format!("the only one known is {one}")),
        all => (2..=24).contains(&all.len()).then(|| format!("known are {}", all.join(", "))),
    }
}

/// The number of insertions, deletions, substitutions and swaps of neighbours between two texts (optimal string alignment); `None`
/// where it is over a limit.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let substituted = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substituted.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        // What is this far apart after two rows in a row stays so.
        if [&row, &rows[i - 1]].iter().all(|row| row.iter().all(|distance| *distance > limit)) {
            return None;
        }
        rows.push(row);
    }
    Some(rows[a.len()][b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        assert_eq!(nearest("partner", ["party", "former-party", "none"], 3), ["party"]);
        assert_eq!(nearest("withdarwing", ["withdrawing"], 1), ["withdrawing"]);
        assert!(nearest("xyz", ["party", "none"], 3).is_empty());
        assert!(nearest("where", ["what"], 3).is_empty());
        assert!(nearest("y", ["x"], 3).is_empty());
        assert_eq!(distance("", "abc", 3), Some(3));
        assert_eq!(distance("ab", "ba", 1), Some(1));
        assert_eq!((distance("abcd", "wxyz", 3), distance("abcdefgh", "stuvwxyz", 3)), (None, None));
    }
}
