//! Text from elsewhere: which characters hide something or steer what shows them, and how such a text is shown all the same.

/// The most characters of a text that is repeated to whoever wrote it.
const MOST_SHOWN: usize = 100;

/// Whether a character steers a terminal, or turns the direction of what follows.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether nothing is seen of a character: format characters, fillers, tags.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character adds nothing that a reader sees; what only parts words, as a line break does, is none of these.
pub(crate) fn is_invisible(c: char) -> bool {
    is_unseen(c) || steers(c) && !c.is_whitespace()
}

/// Whether a character is of a script that joins letters, where a joiner or a non-joiner is a matter of spelling: Arabic, the scripts
/// of India and its neighbours, Mongolian.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}')
}

/// The characters of a text that hide something or steer what shows them, each with its place in bytes. A joiner is none of them where
/// the script needs it.
pub(crate) fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (place, c) = rest.next()?;
            let after = rest.peek().map(|(_, c)| *c);
            let spelling = matches!(c, '\u{200c}' | '\u{200d}') && before.is_some_and(is_joined) && after.is_some_and(is_joined);
            before = Some(c);
            if (steers(c) || is_unseen(c)) && !spelling {
                return Some((place, c));
            }
        }
    })
}

/// A text with escapes for the characters that hide something or steer what shows them; tabs stay.
pub(crate) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for (place, c) in hidden(text).filter(|(_, c)| *c != '\t') {
        shown.push_str(&text[from..place]);
        shown.push_str(&escape(c));
        from = place + c.len_utf8();
    }
    shown.push_str(&text[from..]);
    shown
}

/// A character as it may be written in a TOML text.
pub(crate) fn escape(c: char) -> String {
    format!("\\u{:04X}", u32::from(c))
}

/// A text that somebody asked with, as it is repeated to them: on one line, nothing hidden, not endless.
pub(crate) fn shown(text: &str) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_is_escaped_and_spelling_is_not() {
        assert_eq!(visible("gnp\u{202e}exe\u{1b}[2J"), "gnp\\u202Eexe\\u001B[2J");
        assert_eq!(visible("zero\u{200b}width\u{200d}"), "zero\\u200Bwidth\\u200D");
        for written in ["هبت\u{200c}الله", "ශ්\u{200d}රී ලංකාව", "नई दिल्ली", "Ånström", "普京"]
        {
            assert_eq!(visible(written), written);
        }
        assert_eq!(shown(&"é\n".repeat(200)), format!("{}…", "é\\u000A".repeat(50)));
    }
}
