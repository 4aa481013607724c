//! How text looks on a terminal: verdicts in colour, titles bold, lines wrapped at its width. Anywhere else text stays as it is.
//!
//! `NO_COLOR` and `CLICOLOR_FORCE` are heeded.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};
use icc_arrest_risk::Language;
use textwrap::{Options, WordSeparator, WordSplitter};
use unicode_width::UnicodeWidthStr;

/// Titles.
pub const TITLE: Style = Style::new().bold();

/// How each verdict looks, the longer of two that end alike first.
const VERDICTS: [(&str, Style); 5] = [
    ("not-enforceable", AnsiColor::Cyan.on_default()),
    ("enforceable", AnsiColor::Red.on_default().bold()),
    ("disputed", AnsiColor::Yellow.on_default()),
    ("no-warrant", AnsiColor::BrightBlack.on_default()),
    ("several", AnsiColor::Magenta.on_default()),
];

/// Prints a text that may be styled, wrapped and in colour where that is wanted.
pub fn print(text: &str) {
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    match width.filter(|_| std::io::stdout().is_terminal()) {
        Some(width) => anstream::print!("{}", wrapped(text, width)),
        None => anstream::print!("{text}"),
    }
}

/// Text in a style.
pub fn in_style(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A cell of a table: filled up to a width in columns, whatever the script.
pub fn cell(text: &str, width: usize) -> String {
    format!("{text}{:gap$}", "", gap = width.saturating_sub(text.width()))
}

/// A verdict in its colour: as a label, in words, or undetermined among several.
pub fn verdict(text: &str) -> String {
    style_of(text).map_or_else(|| text.to_owned(), |style| in_style(style, text))
}

fn style_of(text: &str) -> Option<Style> {
    let several = Language::ALL.iter().filter_map(|language| language.word("text", "undetermined")?.split_once('{'));
    if several.into_iter().any(|(before, _)| text.starts_with(before)) {
        return VERDICTS.last().map(|(_, style)| *style);
    }
    VERDICTS.iter().find(|(label, _)| text == *label || Language::Ar.word("verdict", label) == Some(text)).map(|(_, style)| *style)
}

/// The text of an answer, styled: its titles, and the verdict at the end of a line or behind the sign of a difference.
pub fn answer(text: &str) -> String {
    text.split_inclusive('\n').map(|line| styled(line.trim_end_matches('\n')) + if line.ends_with('\n') { "\n" } else { "" }).collect()
}

fn styled(line: &str) -> String {
    if let Some((sign, (told, rest))) = ["  - ", "  + "].iter().find_map(|sign| Some((sign, line.strip_prefix(sign)?.split_once(" (")?))) {
        return format!("{sign}{} ({rest}", verdict(told));
    }
    let is_title = !line.starts_with([' ', '\u{2068}']) && !line.ends_with(['.', '?', ']', '\u{2069}']) && !line.is_empty();
    if is_title {
        return in_style(TITLE, line);
    }
    // A value begins after a gap, a colon or a comma.
    let begins = line.char_indices().filter(|(at, _)| line[..*at].ends_with("  ") || line[..*at].ends_with([':', ',', '،']));
    let starts = begins.map(|(at, _)| at + line[at..].len() - line[at..].trim_start().len());
    match starts.into_iter().find(|at| style_of(&line[*at..]).is_some()) {
        Some(at) => format!("{}{}", &line[..at], verdict(&line[at..])),
        None => line.to_owned(),
    }
}

/// A text with lines no wider than `width` where words allow it; what continues a line hangs below the text after its first gap.
pub fn wrapped(text: &str, width: usize) -> String {
    text.split_inclusive('\n')
        .map(|line| wrapped_line(line.trim_end_matches('\n'), width) + if line.ends_with('\n') { "\n" } else { "" })
        .collect()
}

fn wrapped_line(line: &str, width: usize) -> String {
    if textwrap::core::display_width(line) <= width {
        return line.to_owned();
    }
    let margin = line.len() - line.trim_start_matches(' ').len();
    let gap = line[margin..].find("  ").map(|at| margin + at).map(|at| at + line[at..].len() - line[at..].trim_start_matches(' ').len());
    let hanging = gap.map(|at| textwrap::core::display_width(&line[..at])).filter(|column| *column <= width / 3).unwrap_or(margin + 2);
    let indent = " ".repeat(hanging);
    let options = Options::new(width)
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    let mut open = 0usize;
    let is_right_to_left = line.contains('\u{2068}');
    let lines = textwrap::wrap(line, options).into_iter().enumerate().map(|(place, line)| {
        // An isolated run that goes on in the next line is closed here and opened there, and a line of such a run alone is told its
        // direction.
        let direction = if is_right_to_left && place > 0 { "\u{200f}" } else { "" };
        let begins = format!("{direction}{}", "\u{2068}".repeat(open));
        let count = |mark: char| line.matches(mark).count();
        open = (open + count('\u{2068}')).saturating_sub(count('\u{2069}'));
        let text = line.trim_start_matches(' ');
        format!("{}{begins}{text}{}", &line[..line.len() - text.len()], "\u{2069}".repeat(open))
    });
    lines.collect::<Vec<_>>().join("\n")
}
