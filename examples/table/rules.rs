//! What the rules say that the answers name.

use icc_arrest_risk::rulebook::Law;

use crate::table::{Kind, Table, field};

/// Every rule, by decision and id.
pub fn of(law: &Law) -> Table {
    let rules = law.decisions.iter().flat_map(|decision| decision.rules.iter().map(move |rule| (decision, rule)));
    let row = |(decision, rule): (&icc_arrest_risk::rulebook::Decision, &icc_arrest_risk::rulebook::Rule)| {
        vec![format!("{}/{}", decision.name, rule.id), rule.then.clone(), rule.law.join("; "), rule.because().to_owned()]
    };
    Table {
        name: "rules",
        about: "The rules that the answers name.".to_owned(),
        fields: vec![
            field("rule", Kind::Text, "The decision and the rule's id within it, as `basis/state-party`."),
            field("conclusion", Kind::Text, "What it concludes."),
            field("law", Kind::Text, "What it rests on; a semicolon between two."),
            field("because", Kind::Text, "Why, in a sentence."),
        ],
        key: &["rule"],
        rows: rules.map(row).collect(),
    }
}
