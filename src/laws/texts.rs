//! Changes of rules files as text: one fact narrowed, everything in another order. They know the form in which drafts are written.

use super::File;
use crate::day::Day;

/// The lines of files on which something is uncertain that can be narrowed, as file and line.
pub(super) fn uncertain(files: &[File]) -> Vec<(usize, usize)> {
    let lines = files.iter().enumerate().flat_map(|(file, (_, text))| text.lines().enumerate().map(move |(line, text)| (file, line, text)));
    let open = |text: &str| text.starts_with("  {") && (range(text).is_some() || text.contains(UNCERTAIN) || !known_ways(text).is_empty());
    lines.filter(|(.., text)| open(text)).map(|(file, line, _)| (file, line)).collect()
}

const UNCERTAIN: &str = ", certain = false";
const EARLIEST: &str = "on = { earliest = ";

/// The range of an event's day, and where it ends in the line.
fn range(line: &str) -> Option<(Day, Day, usize)> {
    let start = line.find(EARLIEST)? + EARLIEST.len();
    let rest = line.get(start..)?;
    let (earliest, after) = rest.split_once(", latest = ")?;
    let (latest, _) = after.split_once(" }")?;
    let end = start + earliest.len() + ", latest = ".len() + latest.len() + " }".len();
    Some((earliest.parse().ok()?, latest.parse().ok()?, end))
}

/// What an unknown attribute turns into for each of its values: attribute, value, event.
const WAYS: [(&str, &str, &str); 15] = [
    ("stance", "silent", "stance-dropped"),
    ("stance", "pledged", "pledged"),
    ("stance", "refused", "refused"),
    ("implementation", "not-recorded", "implementing-law-repealed"),
    ("implementation", "in-force", "implementing-law"),
    ("agreement", "no", "agreement-ended"),
    ("agreement", "yes", "agreement"),
    ("application", "applies", "extended"),
    ("application", "excluded", "excluded"),
    ("control", "government", "control-restored"),
    ("control", "other", "control-lost"),
    ("acceptance", "none", "acceptance-ended"),
    ("acceptance", "declaration", "accepted"),
    ("acceptance", "arrangement", "arrangement"),
    ("postponement", "no", "postponement-ended"),
];

/// A key of an event and its value, as they stand in the line.
fn written<'l>(line: &'l str, key: &str, close: &str) -> Option<&'l str> {
    let start = line.find(&format!(", {key} = "))?;
    let end = line[start..].find(close)? + start + close.len();
    line.get(start..end)
}

/// The events that an unknown attribute may turn out to be.
fn known_ways(line: &str) -> Vec<&'static str> {
    let attribute =
        written(line, "attribute", "\"").and_then(|_| line.split(", attribute = \"").nth(1)).and_then(|rest| rest.split('"').next());
    let among = written(line, "among", "]");
    let allowed = |value: &str| among.is_none_or(|among| among.contains(&format!("\"{value}\"")));
    WAYS.iter().filter(|(of, value, _)| Some(*of) == attribute && allowed(value)).map(|(.., what)| *what).collect()
}

/// The files with one of their uncertain facts known better, and that line before and after; `None` where nothing came of it.
pub(super) fn narrowed(files: &[File], (file, line): (usize, usize), [a, b, c]: [usize; 3]) -> Option<(Vec<File>, String, String)> {
    let (_, text) = files.get(file)?;
    let old = text.lines().nth(line)?;
    let (range, ways) = (range(old), known_ways(old));
    let mut kinds = Vec::new();
    kinds.extend(range.map(|_| 0));
    kinds.extend(old.contains(UNCERTAIN).then_some(1));
    kinds.extend((!ways.is_empty()).then_some(2));
    let new = match kinds.get(c % kinds.len().max(1))? {
        0 => {
            let (earliest, latest, end) = range?;
            let span = usize::try_from(earliest.days_until(latest)).ok()?;
            let from = a % (span + 1);
            let until = from + b % (span - from + 1);
            let day = |days: usize| earliest.plus_days(u32::try_from(days).ok()?);
            let (from, until) = (day(from)?, day(until)?);
            let on = if from == until { format!("on = {from}") } else { format!("{EARLIEST}{from}, latest = {until} }}") };
            format!("{}{on}{}", &old[..old.find(EARLIEST)?], &old[end..])
        }
        1 if a % 2 == 0 => old.replace(UNCERTAIN, ""),
        1 => String::new(),
        _ => {
            let what = ways.get(a % ways.len())?;
            let attribute = old.split(", attribute = \"").nth(1)?.split('"').next()?;
            let mut new =
                old.replace("what = \"unknown\"", &format!("what = \"{what}\"")).replace(&format!(", attribute = \"{attribute}\""), "");
            if let Some(among) = written(old, "among", "]") {
                new = new.replace(among, "");
            }
            new
        }
    };
    if new == old {
        return None;
    }
    let lines: Vec<&str> = text.lines().enumerate().map(|(place, text)| if place == line { new.as_str() } else { text }).collect();
    let mut files = files.to_vec();
    files[file].1 = lines.join("\n") + "\n";
    Some((files, old.trim().to_owned(), new.trim().to_owned()))
}

/// Where a text stands in the order of a seed: each by itself, so that the order of the others stays when one is taken out.
fn rank(seed: u64, text: &str) -> u64 {
    text.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)).rotate_left(29)
}

/// The same files with everything in another order: files, tables, keys, events.
pub(super) fn shuffled(files: &[File], seed: u64) -> Vec<File> {
    let mut files: Vec<File> = files.iter().map(|(name, text)| (name.clone(), shuffled_text(text, seed))).collect();
    files.sort_by_key(|(name, _)| rank(seed, name));
    files
}

fn shuffled_text(text: &str, seed: u64) -> String {
    // A block is a heading with its keys; the first may have no heading and stays first. A key may be a list over several lines.
    let mut blocks: Vec<(Option<&str>, Vec<Vec<&str>>)> = vec![(None, Vec::new())];
    for line in text.lines() {
        let last = blocks.len() - 1;
        match line {
            "" => {}
            line if line.starts_with('[') => blocks.push((Some(line), Vec::new())),
            line if line.starts_with("  ") || line == "]" => {
                if let Some(key) = blocks[last].1.last_mut() {
                    key.push(line);
                }
            }
            line => blocks[last].1.push(vec![line]),
        }
    }
    for (_, keys) in &mut blocks {
        for key in keys.iter_mut().filter(|key| key.len() > 2) {
            let end = key.len() - 1;
            key[1..end].sort_by_key(|event| rank(seed, event));
        }
        keys.sort_by_key(|key| rank(seed, key.first().copied().unwrap_or_default()));
    }
    blocks[1..].sort_by_key(|(heading, _)| rank(seed, heading.unwrap_or_default()));
    let lines = blocks.iter().flat_map(|(heading, keys)| heading.iter().copied().chain(keys.iter().flatten().copied()));
    lines.flat_map(|line| [line, "\n"]).collect()
}
