//! The page: its parts put together into one file.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use icc_arrest_risk::Language;
use serde_json::{Value, json};

const STYLE: [&str; 4] = [
    include_str!("page/style/base.css"),
    include_str!("page/style/map.css"),
    include_str!("page/style/time.css"),
    include_str!("page/style/answers.css"),
];

/// In the order in which they need each other.
const SCRIPT: [&str; 12] = [
    include_str!("page/script/data.js"),
    include_str!("page/script/words.js"),
    include_str!("page/script/state.js"),
    include_str!("page/script/dom.js"),
    include_str!("page/script/search.js"),
    include_str!("page/script/verdicts.js"),
    include_str!("page/script/map.js"),
    include_str!("page/script/zoom.js"),
    include_str!("page/script/time.js"),
    include_str!("page/script/panel.js"),
    include_str!("page/script/table.js"),
    include_str!("page/script/main.js"),
];

/// The page for its data.
pub fn of(data: &Value) -> Result<String, Box<dyn std::error::Error>> {
    let shapes: Value = serde_json::from_str(include_str!("shapes/world.json"))?;
    let packed = base64(&deflated(&json!({ "data": data, "world": shapes, "words": words()? }))?);
    let page = include_str!("page/index.html");
    Ok(page.replace("{{style}}", &STYLE.concat()).replace("{{script}}", &SCRIPT.join("\n")).replace("{{data}}", &packed))
}

/// The words of the page by language: its own, and those of the rules as `kind.value`. What a kind of answer is called stands alone.
fn words() -> Result<Value, Box<dyn std::error::Error>> {
    let mut words: Value = serde_json::from_str(include_str!("page/words.json"))?;
    for language in Language::ALL {
        for (kind, value, word) in language.words().filter(|(kind, ..)| *kind != "text") {
            let key = if kind == "term" { value.to_owned() } else { format!("{kind}.{value}") };
            words[language.tag()][key] = word.into();
        }
    }
    Ok(words)
}

fn deflated(value: &Value) -> Result<Vec<u8>, std::io::Error> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(value.to_string().as_bytes())?;
    encoder.finish()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().chain(&[0, 0]).take(3).fold(0usize, |group, byte| group << 8 | usize::from(*byte));
        for place in 0..4 {
            text.push(if place > chunk.len() { '=' } else { char::from(LETTERS[group >> (18 - 6 * place) & 63]) });
        }
    }
    text
}
