//! The data dictionary: a Data Package, version 2 (<https://datapackage.org>), with a Table Schema for each file.

use icc_arrest_risk::rulebook::{FORMAT, Rulebook};
use icc_arrest_risk::{Day, rulebook};
use serde_json::{Value, json};

use crate::table::{Field, Kind, Table};

/// The name by which a package of this command is known again.
pub const NAME: &str = "icc-arrest-risk";

/// What the tables are and what their columns mean; nothing of it changes from one run to the next on the same rulebook.
pub fn of(rulebook: &Rulebook, known_at: Option<Day>, tables: &[Table]) -> Value {
    let day = |day: Day| day.to_string();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": NAME,
        "title": "Who faces an enforceable warrant of the International Criminal Court, where, and when",
        "description": "A warrant is not a conviction, and this is no legal advice. Join on person, destination and a day between `from` and \
                        `until`, both inclusive.",
        "version": rulebook.facts_version(),
        "rulebook": {
            "crate": env!("CARGO_PKG_VERSION"),
            "format": FORMAT,
            "facts": rulebook.facts_version(),
            "as_of": day(rulebook.as_of()),
            "known_at": known_at.map(day),
            "digest": digest(rulebook),
            "assumptions": rulebook.law().assumptions,
        },
        "resources": tables.iter().map(resource).collect::<Vec<_>>(),
    })
}

#[cfg(feature = "digest")]
fn digest(rulebook: &rulebook::Rulebook) -> Option<&str> {
    Some(rulebook.digest())
}

#[cfg(not(feature = "digest"))]
fn digest(_: &rulebook::Rulebook) -> Option<&str> {
    None
}

fn resource(table: &Table) -> Value {
    json!({
        "name": table.name,
        "type": "table",
        "path": table.file(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": table.about,
        "schema": { "fields": table.fields.iter().map(field).collect::<Vec<_>>(), "primaryKey": table.key },
    })
}

fn field(field: &Field) -> Value {
    let (kind, words) = match &field.kind {
        Kind::Text => ("string", None),
        Kind::Day => ("date", None),
        Kind::Bool => ("boolean", None),
        Kind::OneOf(words) => ("string", Some(words)),
    };
    let mut value = json!({ "name": field.name, "type": kind, "description": field.means });
    if let Some(words) = words {
        value["constraints"] = json!({ "enum": words });
    }
    value
}
