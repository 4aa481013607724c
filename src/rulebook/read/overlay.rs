//! Reading overlay files: what they add is read as in any other file; here is what only they have.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::diagnostic::{Code, Diagnostic, Place};
use super::super::draft::{At, DecisionDraft, Fields, Words};
use super::super::expect::{Expect, Span};
use super::super::limits;
use super::super::overlay::{Base, Overlay, Owner, Retraction};
use super::super::spec::{CHANGED_DECISION, EXPECT, Key, Kind, OVERLAY, SPAN, SUBJECT};
use super::{Reader, entries};
use crate::vocabulary::{Objection, Presence, Standing, Term};

/// The tables of an overlay that hold things, by name.
const THINGS: &[(&str, Kind)] = &[
    ("sources", Kind::Source),
    ("states", Kind::State),
    ("territories", Kind::Territory),
    ("situations", Kind::Situation),
    ("persons", Kind::Person),
    ("rulings", Kind::Ruling),
];

fn labels<T: Term>() -> Vec<&'static str> {
    T::ALL.iter().map(|value| value.label()).collect()
}

/// Reads an overlay file.
pub(in super::super) fn overlay(name: String, bytes: &[u8]) -> Overlay {
    let mut overlay = Overlay::default();
    let mut draft = std::mem::take(&mut overlay.draft);
    overlay.file = draft.read(name, bytes, |reader, table| {
        reader.overlay = Some(Vec::new());
        reader.overlay_file(table, &mut overlay);
        overlay.retractions = reader.overlay.take().unwrap_or_default();
    });
    overlay.draft = draft;
    overlay
}

impl Reader<'_> {
    fn overlay_file(&mut self, table: &DeTable<'_>, overlay: &mut Overlay) {
        let start = Place::new(self.file, 0..0);
        let tables: Vec<&str> = THINGS.iter().map(|(name, _)| *name).chain(["law", "expect"]).collect();
        let (head, _) = self.readable_fields(table, start, "an overlay", OVERLAY, &tables);
        overlay.base = if head.text("base") == Some("law") { Base::Law } else { Base::Rulebook };
        overlay.about = head.text("about").map(str::to_owned);
        overlay.as_of = head.get("as_of").and_then(|at| Some(At::new(head.day("as_of")?, at.place.clone())));
        for (name, kind) in THINGS {
            if let Some(value) = table.get(*name)
                && let Some(things) = self.table(name, value)
            {
                self.things(things, *kind);
            }
        }
        if let Some(value) = table.get("law")
            && let Some(decisions) = self.table("law", value)
        {
            for (name, value) in entries(decisions) {
                if let Some(table) = self.table(name.get_ref(), value) {
                    self.changed_decision(name, table);
                }
            }
        }
        if let Some(value) = table.get("expect") {
            let DeValue::Array(rows) = value.get_ref() else {
                self.wrong_type(value, "expect", "a list");
                return;
            };
            if rows.len() > limits::EXPECTATIONS {
                self.too_many(value, "expectations", rows.len(), limits::EXPECTATIONS);
                return;
            }
            for row in rows.iter() {
                if let Some(table) = self.table("expect", row) {
                    overlay.expects.extend(self.expect(table, self.place(row)));
                }
            }
        }
    }

    fn changed_decision(&mut self, name: &Spanned<Cow<'_, str>>, table: &DeTable<'_>) {
        let Some(fields) = self.fields(table, self.place(name), "a decision", CHANGED_DECISION, &["rule"]) else { return };
        let (rules, unread) = self.rules(name.get_ref(), table);
        if rules.is_empty() && fields.0.is_empty() {
            return;
        }
        self.draft.decisions.push(DecisionDraft {
            name: At::new(name.get_ref().to_string(), Some(self.place(name))),
            asks: fields.text("asks").unwrap_or_default().to_owned(),
            conclusions: fields.texts("conclusions").to_vec(),
            conclusions_place: fields.get("conclusions").and_then(|value| value.place.clone()),
            rules,
            touched: Vec::new(),
            unread,
        });
    }

    fn takes_back(&mut self, retraction: Retraction) {
        self.overlay.get_or_insert_default().push(retraction);
    }

    /// `retract = true` takes the whole back, a list the events that it names.
    pub(super) fn retract(&mut self, value: &Spanned<DeValue<'_>>, owner: &Owner, place: Place) {
        match value.get_ref() {
            DeValue::Boolean(true) => self.takes_back(Retraction::Thing { owner: owner.clone(), place: Some(place) }),
            DeValue::Array(items) => {
                for item in items.iter() {
                    self.retract_event(item, owner);
                }
            }
            _ => {
                let problem = Diagnostic::new(Code::WrongType, self.place(value), "`retract` must be true or a list of events");
                self.problem(problem.help("retract = true takes the whole back, retract = [{ on = 2023-10-12, what = \"…\" }] an event"));
            }
        }
    }

    fn retract_event(&mut self, item: &Spanned<DeValue<'_>>, owner: &Owner) -> Option<()> {
        let table = self.table("retract", item)?;
        let place = self.place(item);
        let (spec, on) = self.event_name(table, place.clone(), owner.0, "a retraction")?;
        let subject: Vec<Key> =
            spec.keys.iter().filter(|key| SUBJECT.contains(&key.name)).map(|key| Key { required: false, ..*key }).collect();
        let (subject, _) = self.readable_fields(table, place.clone(), "a retraction", &subject, &["on", "what"]);
        self.takes_back(Retraction::Event {
            owner: owner.clone(),
            what: spec.what,
            on: on?.0,
            subject,
            replaced: false,
            place: Some(place),
        });
        Some(())
    }

    /// An event of an overlay may stand instead of another of the same kind.
    pub(super) fn instead_of(&mut self, table: &DeTable<'_>, owner: &Owner, what: &'static str, fields: &Fields) {
        if self.overlay.is_none() {
            return;
        }
        let Some(value) = table.get("instead_of") else { return };
        let Some(on) = self.when("instead_of", value) else { return };
        let subject = Fields(fields.0.iter().filter(|(key, _)| SUBJECT.contains(key)).cloned().collect());
        let place = Some(self.place(value));
        self.takes_back(Retraction::Event { owner: owner.clone(), what, on, subject, replaced: true, place });
    }

    /// Whether an overlay takes a rule back instead of giving one.
    pub(super) fn retracts_rule(&mut self, decision: &str, id: &Spanned<Cow<'_, str>>, table: &DeTable<'_>) -> bool {
        let retracts =
            self.overlay.is_some() && table.get("retract").is_some_and(|value| matches!(value.get_ref(), DeValue::Boolean(true)));
        if retracts {
            self.readable_fields(table, self.place(id), "a rule that is taken back", &[], &["retract"]);
            let id = At::new(id.get_ref().to_string(), Some(self.place(id)));
            self.takes_back(Retraction::Rule { decision: decision.to_owned(), id });
        }
        retracts
    }

    // Expectations.

    fn expect(&mut self, table: &DeTable<'_>, place: Place) -> Option<Expect> {
        let findings = ["verdict", "duty", "risk", "membership", "warrant"];
        let elsewhere: Vec<&str> = findings.into_iter().chain(["lifetime", "verdict_lifetime", "objections", "decisions"]).collect();
        let fields = self.fields(table, place, "an expectation", EXPECT, &elsewhere);
        let (verdict, duty, risk) = (self.among(table, "verdict"), self.among(table, "duty"), self.among(table, "risk"));
        let (membership, warrant) = (self.among(table, "membership"), self.among(table, "warrant"));
        let objections = self.objections(table);
        let decisions = self.decisions(table);
        let (lifetime, verdict_lifetime) = (self.span(table, "lifetime"), self.span(table, "verdict_lifetime"));
        let fields = fields?;
        let own = |key: &str| fields.get(key).map(|_| fields.texts(key).to_vec()).unwrap_or_default();
        Some(Expect {
            person: At::new(fields.text("person")?.to_owned(), fields.get("person").and_then(|at| at.place.clone())),
            destination: At::new(fields.text("destination")?.to_owned(), fields.get("destination").and_then(|at| at.place.clone())),
            on: fields.day("on")?,
            known_at: fields.day("known_at"),
            presence: fields.text("presence").and_then(Presence::from_label).unwrap_or(Presence::Visit),
            verdict,
            duty,
            risk,
            membership,
            warrant,
            strongest: fields.get("strongest").map(|at| At::new(fields.text("strongest").unwrap_or_default().to_owned(), at.place.clone())),
            decisive: own("decisive"),
            defeated: own("defeated"),
            citations: own("citations"),
            decisions,
            objections,
            lifetime,
            verdict_lifetime,
        })
    }

    /// One value, or the set of those that are possible.
    fn among<T: Term>(&mut self, table: &DeTable<'_>, key: &str) -> Option<At<Vec<T>>> {
        let value = table.get(key)?;
        let mut values: Vec<T> = Vec::new();
        for text in self.one_or_more(key, value)? {
            match T::from_label(&text.value) {
                Some(value) => values.push(value),
                None => {
                    self.one_of(key, &text.value, text.place?, &labels::<T>())?;
                }
            }
        }
        values.sort_unstable();
        values.dedup();
        Some(At::new(values, Some(self.place(value))))
    }

    /// Decisions by name, each with one conclusion or the set of those that are possible.
    fn decisions(&mut self, table: &DeTable<'_>) -> Vec<(At<String>, Vec<At<String>>)> {
        let mut decisions = Vec::new();
        if let Some(value) = table.get("decisions")
            && let Some(table) = self.table("decisions", value)
        {
            for (name, value) in entries(table) {
                let conclusions = self.one_or_more(name.get_ref(), value);
                decisions.extend(conclusions.map(|conclusions| (At::new(name.get_ref().to_string(), Some(self.place(name))), conclusions)));
            }
        }
        decisions
    }

    fn objections(&mut self, table: &DeTable<'_>) -> Option<At<Words>> {
        let value = table.get("objections")?;
        let words = self.words("objections", value)?;
        for (objection, standing) in &words {
            self.one_of("objection", &objection.value, objection.place.clone()?, &labels::<Objection>())?;
            self.one_of("standing", &standing.value, standing.place.clone()?, &labels::<Standing>())?;
        }
        Some(At::new(words, Some(self.place(value))))
    }

    fn span(&mut self, table: &DeTable<'_>, key: &str) -> Option<At<Span>> {
        let value = table.get(key)?;
        let span = self.table(key, value)?;
        let fields = self.fields(span, self.place(value), &format!("`{key}`"), SPAN, &[])?;
        Some(At::new(Span { from: fields.day("from"), until: fields.day("until") }, Some(self.place(value))))
    }
}
