//! The shape of a file, whatever it says: how large it is, how deep it nests, how long its texts are, and that nothing in them is hidden.

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::super::diagnostic::{Code, Diagnostic, File, Place};
use super::super::limits;
use crate::text::{escape, hidden};

/// A problem where the bytes of a file are more than are read.
pub(super) fn size(file: &Arc<File>, bytes: usize) -> Option<Diagnostic> {
    (bytes > limits::FILE_BYTES).then(|| {
        let message = format!("the file has more than {} bytes; it was not read", limits::FILE_BYTES);
        Diagnostic::new(Code::Limit, Place::new(file, 0..0), message).help("split it into several files")
    })
}

/// The bytes that end a bare word.
const ENDS_WORD: [bool; 256] = {
    let (mut ends, bytes) = ([false; 256], b".=,[]{} \t#\r\n");
    let mut place = 0;
    while place < bytes.len() {
        ends[bytes[place] as usize] = true;
        place += 1;
    }
    ends
};

/// Where brackets and dotted keys nest too deep. Read before the parser runs, since what it makes of such a text cannot even be dropped
/// without a stack as deep. It parts texts from the rest as the parser does, and looks at nothing else.
pub(super) fn nests(file: &Arc<File>) -> Option<Diagnostic> {
    let bytes = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text).as_bytes();
    let shift = file.text.len() - bytes.len();
    // How deep the statement is here; for each bracket that is open how it closes, and how deep it was before.
    let (mut depth, mut open) = (0usize, Vec::new());
    let mut place = 0;
    while let Some(byte) = bytes.get(place) {
        let from = place;
        place += 1;
        match byte {
            b'[' | b'{' => {
                open.push((if *byte == b'[' { b']' } else { b'}' }, depth));
                depth += 1;
            }
            // One that closes something else closes nothing.
            b']' | b'}' => depth = open.pop_if(|(close, _)| close == byte).map_or(depth, |(_, before)| before),
            b'.' => depth += 1,
            // A new entry of whatever is open.
            b',' => depth = open.last().map_or(0, |(_, before)| before + 1),
            b'\n' if open.is_empty() => depth = 0,
            b'#' => place = up_to(bytes, place, |byte| matches!(byte, b'\r' | b'\n')),
            b'\'' | b'"' => place = end_of_text(bytes, from),
            b' ' | b'\t' | b'\r' | b'\n' | b'=' => {}
            // A bare word may hold quotes, which open nothing there.
            _ => place = up_to(bytes, place, |byte| ENDS_WORD[usize::from(byte)]),
        }
        if depth > limits::DEPTH {
            let message = format!("brackets and dotted keys nest deeper than {} here", limits::DEPTH);
            let problem = Diagnostic::new(Code::Limit, Place::new(file, shift + from..shift + from + 1), message);
            return Some(problem.help("nothing in a rulebook nests as deep; is a bracket before it not closed?"));
        }
    }
    None
}

/// The first place from here on where a byte is one of these, else the end.
fn up_to(bytes: &[u8], from: usize, is: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| is(*byte)).map_or(bytes.len(), |found| from + found)
}

/// The end of the text in quotes that begins here; of one that is not closed, the end of its line or of the file.
fn end_of_text(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let long = bytes[from..].starts_with(&[quote; 3]);
    let mut place = from + if long { 3 } else { 1 };
    loop {
        place = up_to(bytes, place, |byte| byte == quote || matches!(byte, b'\\' | b'\n'));
        let Some(byte) = bytes.get(place) else { return bytes.len() };
        match byte {
            b'\\' if quote == b'"' && matches!(bytes.get(place + 1), Some(b'\\' | b'"')) => place += 1,
            b'\n' if !long => return place,
            _ if *byte == quote && !long => return place + 1,
            // A text of three quotes may end in one or two more.
            _ if long && bytes[place..].starts_with(&[quote; 3]) => {
                return place + 3 + bytes[place + 3..].iter().take(2).take_while(|byte| **byte == quote).count();
            }
            _ => {}
        }
        place += 1;
    }
}

/// Everything in a parsed file that is too long or hides something.
pub(super) fn examine(file: &Arc<File>, table: &DeTable<'_>) -> Vec<Diagnostic> {
    let mut shape = Shape { file, problems: Vec::new() };
    shape.table(table);
    shape.problems
}

struct Shape<'f> {
    file: &'f Arc<File>,
    problems: Vec<Diagnostic>,
}

impl Shape<'_> {
    fn problem(&mut self, problem: Diagnostic) {
        if self.problems.len() <= limits::PROBLEMS {
            self.problems.push(problem);
        }
    }

    fn table(&mut self, table: &DeTable<'_>) {
        let start = table.keys().map(|key| key.span().start).min().unwrap_or_default();
        self.count(table.len(), start..start);
        for (key, value) in table {
            self.text(key.get_ref(), key.span(), limits::NAME_BYTES, "a key");
            self.value(value.get_ref(), value.span());
        }
    }

    fn value(&mut self, value: &DeValue<'_>, span: std::ops::Range<usize>) {
        match value {
            DeValue::String(text) => self.text(text, span, limits::TEXT_BYTES, "a text"),
            DeValue::Table(table) => self.table(table),
            DeValue::Array(items) => {
                self.count(items.len(), span);
                items.iter().for_each(|item| self.value(item.get_ref(), item.span()));
            }
            _ => {}
        }
    }

    fn count(&mut self, entries: usize, span: std::ops::Range<usize>) {
        if entries > limits::ENTRIES {
            let message = format!("a list or table of {entries} entries; no more than {} are read", limits::ENTRIES);
            self.problem(
                Diagnostic::new(Code::Limit, Place::new(self.file, span), message).help("split it, in several files where it must be"),
            );
        }
    }

    fn text(&mut self, text: &str, span: std::ops::Range<usize>, most: usize, what: &str) {
        if text.len() > most {
            let message = format!("{what} of {} bytes; no more than {most} are read", text.len());
            self.problem(Diagnostic::new(Code::Limit, Place::new(self.file, span), message).help("say it in fewer words"));
            return;
        }
        // Nearly every text is of these alone, and nothing hides in it.
        if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return;
        }
        let Some((_, first)) = hidden(text).next() else { return };
        let place = Place::new(self.file, span);
        let problem = match first {
            '\n' | '\r' | '\t' => Diagnostic::new(Code::HiddenCharacter, place, format!("{what} must stand on one line, without tabs"))
                .help("write a space instead; in a text of three quotes, a backslash at the end of a line joins it to the next"),
            hidden => {
                let message = format!("{what} holds {}, a character that is not seen or that steers what shows it", escape(hidden));
                Diagnostic::new(Code::HiddenCharacter, place, message).help("take it out: names and texts hold only what a reader sees")
            }
        };
        self.problem(problem);
    }
}
