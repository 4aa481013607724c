//! What names mean which person and which destination.

use std::collections::BTreeMap;

use icc_arrest_risk::rulebook::Named;
use icc_arrest_risk::{Engine, name_key};
use unicode_normalization::UnicodeNormalization;

use crate::table::{Kind, Table, field};

/// How a key is made. `examples/sql/` has it in the words of two databases.
const KEY: &str = "A name in the form in which names are compared: decomposed (NFKD) and without combining marks; in lower case; without \
                   apostrophes (' ’ ‘ ʼ ʻ `), the Arabic stretching letter (U+0640) and invisible characters; ı as i, ø as o, ł as l, ß as ss, ς as σ, \
                   ى and ی as ي, ک as ك, ة as ه; whatever is neither a letter nor a digit as one space, none at the ends; composed again (NFC).";

/// Whom a name means.
pub fn of_persons(engine: &Engine) -> Table {
    let rows = rows(engine.rulebook().persons(), |name| engine.person_id(name).is_ok());
    table("persons", "person", "The person's id.", rows)
}

/// What place a name means.
pub fn of_destinations(engine: &Engine) -> Table {
    let rows = rows(engine.rulebook().destinations(), |name| engine.destination_id(name).is_ok());
    table("destinations", "destination", "The code of the state or territory.", rows)
}

fn table(name: &'static str, id: &'static str, means: &str, rows: Vec<Vec<String>>) -> Table {
    Table {
        name,
        about: format!(
            "Every id, code, name and alias of each {id}. To find whom or what a text means, make its key and look that up; a name that means \
             several is left out, so that a look-up finds one or nothing."
        ),
        fields: vec![
            field("key", Kind::Text, KEY),
            field(id, Kind::Text, means),
            field("written", Kind::Text, "The same name as the rules write it; one way where they know several."),
            field("name", Kind::Text, format!("The {id}'s name in English.")),
        ],
        key: &["key"],
        rows,
    }
}

/// A row for each key that means one thing: things in the order of their ids, keys in theirs.
fn rows<'a>(things: impl Iterator<Item = &'a Named>, is_one: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for thing in things {
        let mut keys: BTreeMap<String, &str> = BTreeMap::new();
        for written in thing.spellings().filter(|written| is_one(written)) {
            keys.entry(name_key(written).nfc().collect()).or_insert(written);
        }
        rows.extend(keys.into_iter().map(|(key, written)| vec![key, thing.id.clone(), written.to_owned(), thing.name.clone()]));
    }
    rows
}
