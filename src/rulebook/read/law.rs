//! Law: decisions and their rules.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::diagnostic::{Code, Diagnostic, Place};
use super::super::draft::{At, Conditions, DecisionDraft, Override, RuleDraft};
use super::super::spec::{DECISION, OVERRIDE, RULE};
use super::{Reader, entries, is_misspelt};

impl Reader<'_> {
    pub(super) fn decision(&mut self, table: &DeTable<'_>) {
        let start = Place::new(self.file, 0..0);
        let fields = self.fields(table, start, "a decision", DECISION, &["rule"]);
        let name = fields.as_ref().and_then(|fields| fields.text("decision")).unwrap_or_default().to_owned();
        let (rules, unread) = self.rules(&name, table);
        let Some(fields) = fields else { return };
        let place = |key| fields.get(key).and_then(|value| value.place.clone());
        let decision = DecisionDraft {
            name: At::new(fields.text("decision").unwrap_or_default().to_owned(), place("decision")),
            asks: fields.text("asks").unwrap_or_default().to_owned(),
            conclusions: fields.texts("conclusions").to_vec(),
            conclusions_place: place("conclusions"),
            rules,
            touched: Vec::new(),
            unread,
        };
        self.draft.decisions.push(decision);
    }

    /// The rules of a decision, and the ids of those that could not be read.
    pub(super) fn rules(&mut self, decision: &str, table: &DeTable<'_>) -> (Vec<RuleDraft>, Vec<String>) {
        let (mut rules, mut unread) = (Vec::new(), Vec::new());
        if let Some(value) = table.get("rule")
            && let Some(list) = self.table("rule", value)
        {
            for (id, value) in entries(list) {
                let table = self.table(id.get_ref(), value);
                if table.is_some_and(|table| self.retracts_rule(decision, id, table)) {
                    continue;
                }
                match table.and_then(|table| self.rule(id, table)) {
                    Some(rule) => rules.push(rule),
                    None => unread.push(id.get_ref().to_string()),
                }
            }
        }
        (rules, unread)
    }

    pub(super) fn rule(&mut self, id: &Spanned<std::borrow::Cow<'_, str>>, table: &DeTable<'_>) -> Option<RuleDraft> {
        let inside = format!("rule `{}`", id.get_ref());
        let elsewhere = ["when", "overrides", "because"];
        let fields = self.fields(table, self.place(id), &inside, RULE, &elsewhere);
        let known: Vec<&str> = RULE.iter().map(|key| key.name).chain(elsewhere).collect();
        let when = match table.get("when") {
            Some(value) => self.conditions(value),
            None if is_misspelt(table, &known, "when") => None,
            None => {
                self.missing(self.place(id), &inside, "when", "{ … }");
                None
            }
        };
        let overrides = table.get("overrides").map_or(Some(Vec::new()), |value| self.overrides(value));
        let because = match table.get("because") {
            Some(value) => self.by_language("because", value),
            None if is_misspelt(table, &known, "because") => None,
            None => {
                self.missing(self.place(id), &inside, "because", "\"…\"");
                None
            }
        };
        let (fields, when, overrides, because) = (fields?, when?, overrides?, because?);
        let at = |key: &str| fields.get(key).and_then(|value| fields.text(key).map(|text| At::new(text.to_owned(), value.place.clone())));
        Some(RuleDraft {
            id: At::new(id.get_ref().to_string(), Some(self.place(id))),
            when,
            then: at("then")?,
            ground: fields.get("ground").is_none_or(|_| fields.flag("ground")),
            objection: at("objection"),
            standing: at("standing"),
            overrides,
            law: fields.texts("law").iter().map(|law| law.value.clone()).collect(),
            because,
        })
    }

    pub(super) fn conditions(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Conditions> {
        let table = self.table("when", value)?;
        if table.is_empty() {
            let problem = Diagnostic::new(Code::MissingKey, self.place(value), "`when` names no condition");
            self.problem(problem.help("a rule for all that is left would hide what is missing: say for which values it holds"));
            return None;
        }
        let mut conditions = Vec::new();
        for (attribute, value) in entries(table) {
            let mut values = self.one_or_more(attribute.get_ref(), value);
            if values.as_ref().is_some_and(Vec::is_empty) {
                self.blank(value, &format!("`{}`", attribute.get_ref()));
                values = None;
            }
            conditions.push(values.map(|values| (At::new(attribute.get_ref().to_string(), Some(self.place(attribute))), values)));
        }
        conditions.into_iter().collect()
    }

    pub(super) fn overrides(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Vec<Override>> {
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(value, "overrides", "a list");
            return None;
        };
        let mut overrides = Vec::new();
        for item in items.iter() {
            let place = Some(self.place(item));
            overrides.push(match item.get_ref() {
                DeValue::Table(table) => {
                    let fields = self.fields(table, self.place(item), "an override", OVERRIDE, &[]);
                    fields.and_then(|fields| fields.text("then").map(|then| Override::Conclusion(At::new(then.to_owned(), place))))
                }
                _ => self.entry("overrides", item).map(Override::Rule),
            });
        }
        overrides.into_iter().collect()
    }
}
