//! A picture as SVG, written by hand: plain shapes and texts, no script, the same for the same answers.
//!
//! Along the line of time everything is measured from where reading begins; [`Drawing::x`] turns that round for a language from right to
//! left. Colours, patterns and signs of the verdicts are those of the atlas.

use std::fmt::Write;

use icc_arrest_risk::vocabulary::{Term, Verdict};
use icc_arrest_risk::{Day, Finding, Language};
use unicode_width::UnicodeWidthStr;

use crate::strips::{Event, Picture, Row, Strip, isolated, verdict};
use crate::words::{fill, word};

const WIDTH: f64 = 1200.0;
const MARGIN: f64 = 36.0;
/// The height of a strip, and of a line of small text.
const STRIP: f64 = 24.0;
const LINE: f64 = 16.0;
const SMALL: f64 = 11.5;
/// The least width of a strip.
const SEEN: f64 = 5.0;

/// The class of a verdict, and its sign around the origin, about 10 across.
const CLASSES: [(&str, &str); 5] = [
    ("enforceable", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z"),
    ("disputed", "M0-5.6L5.6 4.4H-5.6z"),
    ("several", "M-4.6-4.6H4.6V4.6H-4.6z"),
    ("not-enforceable", "M0-5.6L5.6 0L0 5.6L-5.6 0z"),
    ("no-warrant", "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"),
];

/// The picture as a file.
pub fn of(picture: &Picture) -> String {
    Drawing::new(picture).finish()
}

fn class(verdict: &Finding<Verdict>) -> &'static str {
    verdict.settled().map_or("several", Term::label)
}

/// A property of the atlas's light theme.
fn property(name: &str) -> &'static str {
    const STYLE: &str = include_str!("../atlas/page/style/base.css");
    let found = STYLE.split_once(&format!("--{name}: ")).and_then(|(_, rest)| rest.split_once(';'));
    found.map_or("", |(value, _)| value)
}

/// About how wide a text is. Fonts differ; a wide one is taken, so that labels keep apart in all.
fn width(text: &str, size: f64) -> f64 {
    f64::from(u16::try_from(text.width()).unwrap_or(u16::MAX)) * size * 0.6
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML has no place for these.
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => safe.push(' '),
            letter => safe.push(letter),
        }
    }
    safe
}

/// Where a text is anchored, in the direction of reading.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Anchor {
    Start,
    End,
}

/// A label that found its place: from where to where, in which line, and where its tick stands.
struct Label<'p> {
    event: &'p Event,
    tick: f64,
    anchor: Anchor,
    from: f64,
    to: f64,
    line: usize,
}

struct Drawing<'p> {
    picture: &'p Picture,
    text: String,
    /// Where the strips begin.
    start: f64,
}

impl<'p> Drawing<'p> {
    fn new(picture: &'p Picture) -> Self {
        let longest = picture.rows.iter().flat_map(|row| lines_of(&row.name)).map(|line| width(&line, 14.0)).fold(60.0, f64::max);
        Self { picture, text: String::new(), start: MARGIN + longest + 14.0 }
    }

    fn finish(mut self) -> String {
        let picture = self.picture;
        let labels = self.place(picture.shared.iter());
        let (title, subtitle) = (lines_over_width(&picture.title, 27.0), lines_over_width(&picture.subtitle, 14.0));
        let mut y = 52.0;
        for line in &title {
            self.words(MARGIN, y, Anchor::Start, "title", line);
            y += 34.0;
        }
        y -= 8.0;
        for line in &subtitle {
            self.words(MARGIN, y, Anchor::Start, "soft", line);
            y += 20.0;
        }
        y += 10.0;
        self.legend(y);
        y += 34.0 + height(&labels);
        let axis = y;
        let heights: Vec<(Vec<Label<'p>>, f64)> = picture
            .rows
            .iter()
            .map(|row| {
                let labels = self.place(row.events.iter());
                let height = (STRIP + height(&labels)).max(17.0 * lines_of(&row.name).len() as f64) + 16.0;
                (labels, height)
            })
            .collect();
        let bottom = axis + 14.0 + heights.iter().map(|(_, height)| height).sum::<f64>();
        self.years(axis, bottom);
        // Behind the strips, which hold words.
        labels.iter().for_each(|label| self.line("through", label.tick, axis + 10.0, bottom));
        let tops = heights.iter().scan(axis + 16.0, |next, (_, height)| Some(std::mem::replace(next, *next + height)));
        let tops: Vec<f64> = tops.collect();
        picture.rows.iter().zip(&tops).for_each(|(row, top)| self.row(row, *top));
        self.projection(axis, bottom);
        heights.iter().zip(&tops).for_each(|((labels, _), top)| self.below(labels, top + STRIP));
        self.above(&labels, axis);
        let mut y = bottom + if picture.as_of < picture.until { 54.0 } else { 42.0 };
        for line in lines_over_width(&picture.foot, 13.0) {
            self.words(MARGIN, y, Anchor::Start, "soft", &line);
            y += 18.0;
        }
        self.whole(y + 6.0)
    }

    /// The file: what stands before the shapes, and they.
    fn whole(self, height: f64) -> String {
        let Picture { language, title, .. } = self.picture;
        let direction = if language.is_right_to_left() { "rtl" } else { "ltr" };
        let mut file = String::new();
        let _ = writeln!(
            file,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH:.0} {height:.0}\" width=\"{WIDTH:.0}\" height=\"{height:.0}\" role=\"img\" aria-labelledby=\"title desc\" lang=\"{language}\" xml:lang=\"{language}\" direction=\"{direction}\">"
        );
        let _ = writeln!(file, "<title id=\"title\">{}</title>", escaped(title));
        let _ = writeln!(file, "<desc id=\"desc\">{}</desc>", escaped(&self.described()));
        file += &style();
        file += &patterns();
        let _ = writeln!(file, "<rect width=\"{WIDTH:.0}\" height=\"{height:.0}\" fill=\"{}\"/>", property("paper"));
        file + &self.text + "</svg>\n"
    }

    /// The picture in words.
    fn described(&self) -> String {
        let Picture { language, rows, shared, subtitle, foot, .. } = self.picture;
        let comma = language.word("text", "comma").unwrap_or_default();
        let day = |day: Day| isolated(&day.to_string(), *language);
        let event = |event: &Event| format!("{} {}", day(event.day), event.told);
        let mut told = vec![subtitle.clone()];
        if !shared.is_empty() {
            told.push(format!("{}.", shared.iter().map(event).collect::<Vec<_>>().join(comma)));
        }
        for row in rows {
            let strips = row.strips.iter().map(|strip| format!("{} {}", verdict(&strip.verdict, *language), self.span(strip)));
            let events = row.events.iter().map(event);
            told.push(format!("{}: {}.", row.name, strips.chain(events).collect::<Vec<_>>().join("; ")));
        }
        told.push(foot.clone());
        told.join(" ")
    }

    fn span(&self, strip: &Strip) -> String {
        let language = self.picture.language;
        let day = |day: Day| isolated(&day.to_string(), language);
        fill(word(language, "span"), &[("from", &day(strip.from)), ("until", &day(strip.until))])
    }

    /// A place along the line of reading, as a place on the sheet.
    fn x(&self, along: f64) -> f64 {
        if self.picture.language.is_right_to_left() { WIDTH - along } else { along }
    }

    /// Where a day begins, along the line of reading.
    fn at(&self, day: Day) -> f64 {
        let (from, until) = (self.picture.from, self.picture.until);
        let (passed, all) = (from.days_until(day) as f64, (from.days_until(until) + 1) as f64);
        self.start + (WIDTH - MARGIN - self.start) * (passed / all).clamp(0.0, 1.0)
    }

    fn words(&mut self, along: f64, y: f64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::End => "end",
        };
        let x = self.x(along);
        let _ = writeln!(self.text, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>", escaped(text));
    }

    fn line(&mut self, class: &str, along: f64, from: f64, to: f64) {
        let x = self.x(along);
        let _ = writeln!(self.text, "<path class=\"{class}\" d=\"M{x:.1} {from:.1}V{to:.1}\"/>");
    }

    fn block(&mut self, class: &str, from: f64, to: f64, y: f64) {
        let x = self.x(from).min(self.x(to));
        let width = to - from;
        let _ = writeln!(
            self.text,
            "<rect class=\"strip\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{STRIP}\" fill=\"url(#{class})\"/>"
        );
    }

    fn sign(&mut self, class: &str, along: f64, y: f64) {
        let (x, path) = (self.x(along), CLASSES.iter().find(|(of, _)| *of == class).map_or("", |(_, path)| path));
        let _ = writeln!(self.text, "<path class=\"sign s-{class}\" transform=\"translate({x:.1} {y:.1})\" d=\"{path}\"/>");
    }

    fn legend(&mut self, y: f64) {
        let mut along = MARGIN;
        for (class, _) in CLASSES {
            let told = self.picture.language.word("verdict", class).unwrap_or(class);
            self.block(class, along, along + 40.0, y);
            self.sign(class, along + 20.0, y + STRIP / 2.0);
            self.words(along + 48.0, y + 17.0, Anchor::Start, "name", told);
            along += 48.0 + width(told, 14.0) + 22.0;
        }
    }

    fn years(&mut self, axis: f64, bottom: f64) {
        let (first, last) = (self.picture.from.year(), self.picture.until.year());
        let a_year = (WIDTH - MARGIN - self.start) / f64::from(last - first + 1);
        let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].into_iter().find(|step| a_year * f64::from(*step) >= 44.0).unwrap_or(5000);
        for year in (first..=last).filter(|year| year % step == 0) {
            let Some(day) = Day::new(year, 1, 1).filter(|day| *day >= self.picture.from) else { continue };
            let along = self.at(day);
            self.line("grid", along, axis + 8.0, bottom + 14.0);
            // A label that would reach over the edge is left out.
            if along + 4.0 + width("2000", SMALL) <= WIDTH - MARGIN + 8.0 {
                self.words(along + 4.0, bottom + 14.0, Anchor::Start, "small", &year.to_string());
            }
        }
        let (a, b) = (self.x(self.start), self.x(WIDTH - MARGIN));
        let _ = writeln!(self.text, "<path class=\"axis\" d=\"M{a:.1} {bottom:.1}H{b:.1}\"/>");
    }

    fn row(&mut self, row: &Row, top: f64) {
        for (place, line) in lines_of(&row.name).iter().enumerate() {
            self.words(self.start - 14.0, top + 17.0 + 17.0 * place as f64, Anchor::End, "name", line);
        }
        // A few days in many years are seen too: they come last, and wide enough.
        let bounds = |strip: &Strip| (self.at(strip.from), strip.until.next().map_or(WIDTH - MARGIN, |day| self.at(day)));
        let mut strips: Vec<(&Strip, f64, f64)> = row.strips.iter().map(|strip| (strip, bounds(strip).0, bounds(strip).1)).collect();
        strips.sort_by_key(|(_, from, to)| to - from < SEEN);
        for (strip, from, to) in strips {
            let to = to.max((from + SEEN).min(WIDTH - MARGIN));
            let class = class(&strip.verdict);
            let told = self.picture.language.word("verdict", class).unwrap_or(class);
            let _ = writeln!(
                self.text,
                "<g><title>{}</title>",
                escaped(&format!("{}, {}", verdict(&strip.verdict, self.picture.language), self.span(strip)))
            );
            self.block(class, from, to, top);
            if to - from >= 18.0 {
                let fits = to - from >= 30.0 + width(told, 13.0);
                self.sign(class, if fits { from + 13.0 } else { f64::midpoint(from, to) }, top + STRIP / 2.0);
                if fits {
                    self.words(from + 25.0, top + 16.5, Anchor::Start, &format!("told t-{class}"), told);
                }
            }
            self.text += "</g>\n";
        }
    }

    /// What happened in a row: below its strip, which ends at `bottom`.
    fn below(&mut self, labels: &[Label<'p>], bottom: f64) {
        for label in labels {
            let y = bottom + LINE * label.line as f64;
            self.line("tick", label.tick, bottom - 5.0, y + 12.0);
            self.label(label, y + 12.5);
        }
    }

    /// What happened in every row: above them all.
    fn above(&mut self, labels: &[Label<'p>], axis: f64) {
        for label in labels {
            let y = axis - LINE * label.line as f64;
            self.line("tick", label.tick, y - 10.0, axis + 16.0);
            self.label(label, y);
        }
    }

    fn label(&mut self, label: &Label<'p>, y: f64) {
        let along = if label.anchor == Anchor::End { label.tick - 4.0 } else { label.tick + 4.0 };
        let told = told(label.event, self.picture.language);
        self.words(along, y, label.anchor, "small", &told);
    }

    /// Days past what the facts cover.
    fn projection(&mut self, axis: f64, bottom: f64) {
        let Some(after) = self.picture.as_of.next().filter(|day| *day <= self.picture.until) else { return };
        let (from, to) = (self.at(after), WIDTH - MARGIN);
        let x = self.x(from).min(self.x(to));
        let _ = writeln!(
            self.text,
            "<rect class=\"veil\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
            axis + 8.0,
            to - from,
            bottom - axis - 8.0
        );
        self.line("edge", from, axis + 8.0, bottom + 28.0);
        let told = word(self.picture.language, "projection");
        let anchor = if from + 4.0 + width(told, SMALL) <= WIDTH { Anchor::Start } else { Anchor::End };
        self.words(if anchor == Anchor::Start { from + 4.0 } else { from - 4.0 }, bottom + 29.0, anchor, "small", told);
    }

    /// Finds each label a line in which it meets no other, and from which its tick crosses none. The latest come first: a label reaches
    /// from its tick onward, so that an earlier one can pass below.
    fn place(&self, events: impl DoubleEndedIterator<Item = &'p Event>) -> Vec<Label<'p>> {
        let mut placed: Vec<Label<'p>> = Vec::new();
        for event in events.rev() {
            let (tick, wide) = (self.at(event.day), width(&told(event, self.picture.language), SMALL) + 10.0);
            let anchor = if tick + wide <= WIDTH - MARGIN + 8.0 { Anchor::Start } else { Anchor::End };
            let (from, to) = if anchor == Anchor::Start { (tick, tick + wide) } else { (tick - wide, tick) };
            let free = |line: usize| {
                placed.iter().all(|other| match other.line.cmp(&line) {
                    std::cmp::Ordering::Equal => to <= other.from || other.to <= from,
                    // Its tick passes the labels of the lines before its own, as theirs pass it.
                    std::cmp::Ordering::Less => tick <= other.from || other.to <= tick,
                    std::cmp::Ordering::Greater => other.tick <= from || to <= other.tick,
                })
            };
            let beyond = placed.iter().map(|other| other.line + 1).max().unwrap_or_default();
            let line = (0..beyond).find(|line| free(*line)).unwrap_or(beyond);
            placed.push(Label { event, tick, anchor, from, to, line });
        }
        placed.reverse();
        placed
    }
}

/// An event in a few words.
fn told(event: &Event, language: Language) -> String {
    const MOST: usize = 60;
    let mut told = event.told.clone();
    if let Some((end, _)) = told.char_indices().nth(MOST) {
        told.truncate(end);
        told.push('…');
    }
    format!("{} {told}", isolated(&event.day.to_string(), language)).trim_end().to_owned()
}

/// How high some lines of labels are.
fn height(labels: &[Label<'_>]) -> f64 {
    LINE * labels.iter().map(|label| label.line + 1).max().unwrap_or_default() as f64
}

/// The lines of a name.
fn lines_of(name: &str) -> Vec<String> {
    textwrap::wrap(name, 26).into_iter().map(String::from).collect()
}

/// The lines of a text over the whole width.
fn lines_over_width(text: &str, size: f64) -> Vec<String> {
    let columns = (WIDTH - 2.0 * MARGIN) / (size * 0.52);
    textwrap::wrap(text, columns as usize).into_iter().map(String::from).collect()
}

fn style() -> String {
    let [paper, ink, soft, line] = ["paper", "ink", "soft", "line"].map(property);
    let mut style = format!(
        "<style>\ntext {{ font-family: {}; font-size: 14px; fill: {ink}; }}\n.title {{ font-size: 27px; font-weight: 600; }}\n.soft {{ fill: {soft}; }}\n.small {{ font-size: {SMALL}px; }}\n.small, .told {{ paint-order: stroke; stroke: {paper}; stroke-width: 3px; stroke-linejoin: round; }}\n.told {{ font-size: 13px; }}\n.told.t-enforceable {{ fill: {paper}; stroke: none; }}\n.strip {{ stroke: {paper}; stroke-width: 1px; }}\n.sign {{ stroke: {paper}; stroke-width: 2.5px; paint-order: stroke; }}\n.grid {{ stroke: {line}; }}\n.axis, .tick {{ stroke: {ink}; fill: none; }}\n.through, .edge {{ stroke: {ink}; stroke-dasharray: 2 3; }}\n.veil {{ fill: {paper}; fill-opacity: 0.55; }}\n",
        property("sans")
    );
    for (class, _) in CLASSES {
        let _ = writeln!(style, ".s-{class} {{ fill: {}; }}", colour(class, "-sign"));
    }
    style + ".s-enforceable { fill: " + paper + "; stroke: none; }\n</style>\n"
}

/// A colour of a verdict: its ground, or what stands on it.
fn colour(class: &str, part: &str) -> &'static str {
    let name = match class {
        "not-enforceable" => "not",
        "no-warrant" => "none",
        class => class,
    };
    property(&format!("{name}{part}"))
}

fn patterns() -> String {
    let mut text = String::from("<defs>\n");
    for (class, _) in CLASSES {
        let (size, figure) = match class {
            "disputed" => {
                (7, format!("<path d=\"M-2 2L2-2M-1 8L8-1M5 9L9 5\" stroke=\"{}\" stroke-width=\"1.8\"/>", colour(class, "-figure")))
            }
            "several" => (8, format!("<path d=\"M-1 9L9-1M-1-1L9 9\" stroke=\"{}\" stroke-width=\"1.1\"/>", colour(class, "-figure"))),
            "not-enforceable" => {
                let dot = |at: f64| format!("<circle cx=\"{at}\" cy=\"{at}\" r=\"0.75\" fill=\"{}\"/>", colour(class, "-figure"));
                (6, dot(1.5) + &dot(4.5))
            }
            _ => (8, String::new()),
        };
        let _ = writeln!(
            text,
            "<pattern id=\"{class}\" width=\"{size}\" height=\"{size}\" patternUnits=\"userSpaceOnUse\"><rect width=\"{size}\" height=\"{size}\" fill=\"{}\"/>{figure}</pattern>",
            colour(class, "")
        );
    }
    text + "</defs>\n"
}
