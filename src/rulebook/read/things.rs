//! Facts: the rulebook's header, things and their events.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::diagnostic::{Code, Diagnostic, Place};
use super::super::draft::{AssumptionDraft, At, Event, Fields, Header, Thing, Value, When};
use super::super::overlay::{Owner, Retraction};
use super::super::spec::{ASSUMPTION, EVENT_KEYS, EventSpec, HEADER, Holds, Key, Kind};
use super::{FORMAT, Reader, entries, example, is_misspelt, type_name};
use crate::suggest;

/// A thing's own sources, else the default; `None` where they could not be read.
fn sources(table: &DeTable<'_>, fields: &Fields, default: Option<&[At<String>]>) -> Option<Vec<At<String>>> {
    match fields.texts("source") {
        [] if table.contains_key("source") => None,
        [] => default.map(<[_]>::to_vec),
        own => Some(own.to_vec()),
    }
}

impl Reader<'_> {
    pub(super) fn header(&mut self, table: &DeTable<'_>) {
        let start = Place::new(self.file, 0..0);
        match table.get("format").map(|value| (value, value.get_ref())) {
            Some((_, DeValue::Integer(number))) if number.to_string() == FORMAT.to_string() => {}
            Some((value, DeValue::Integer(number))) => {
                let message = format!("format version {number} cannot be read");
                let problem =
                    Diagnostic::new(Code::FormatVersion, self.place(value), message).help(format!("this library reads format {FORMAT}"));
                self.problem(problem);
            }
            Some((value, _)) => self.wrong_type(value, "format", "a number"),
            None => self.missing(start.clone(), "rulebook.toml", "format", &FORMAT.to_string()),
        }
        let fields = self.fields(table, start, "rulebook.toml", HEADER, &["format", "assumption"]);
        let mut assumptions = Vec::new();
        if let Some(value) = table.get("assumption")
            && let Some(list) = self.table("assumption", value)
        {
            for (id, value) in entries(list) {
                let Some(table) = self.table(id.get_ref(), value) else { continue };
                let fields = self.fields(table, self.place(id), "an assumption", ASSUMPTION, &["text"]);
                let text = match table.get("text") {
                    Some(value) => self.by_language("text", value),
                    None if is_misspelt(table, &["text", "law"], "text") => None,
                    None => {
                        self.missing(self.place(id), "an assumption", "text", "\"…\"");
                        None
                    }
                };
                let (Some(fields), Some(text)) = (fields, text) else { continue };
                assumptions.push(AssumptionDraft {
                    id: At::new(id.get_ref().to_string(), Some(self.place(id))),
                    text,
                    law: fields.texts("law").iter().map(|law| law.value.clone()).collect(),
                });
            }
        }
        if let Some(fields) = fields
            && let (Some(facts), Some(as_of)) = (fields.text("facts"), fields.day("as_of"))
        {
            self.draft.header = Some(Header { facts: facts.to_owned(), as_of, assumptions });
        }
    }

    pub(super) fn things(&mut self, table: &DeTable<'_>, kind: Kind) {
        // `None` is a source that could not be read, so that what lacks one is not told too.
        let mut default = Some(Vec::new());
        let (things, others): (Vec<_>, Vec<_>) =
            entries(table).into_iter().partition(|(_, value)| matches!(value.get_ref(), DeValue::Table(_)));
        for (id, value) in others {
            if id.get_ref() == "source" && kind != Kind::Source {
                default = self.sources(value);
            } else {
                let known: &[&str] = if kind == Kind::Source { &[] } else { &["source"] };
                self.unknown_key(id, &format!("a file of {}s", kind.noun()), known);
                default = None;
            }
        }
        for (id, value) in things {
            if let DeValue::Table(table) = value.get_ref() {
                self.thing(id, table, kind, None, default.as_deref());
            }
        }
    }

    pub(super) fn thing(
        &mut self,
        id: &Spanned<std::borrow::Cow<'_, str>>,
        table: &DeTable<'_>,
        kind: Kind,
        of: Option<&str>,
        default: Option<&[At<String>]>,
    ) {
        let place = self.place(id);
        let inside = format!("{} `{}`", kind.noun(), id.get_ref());
        let mut elsewhere = Vec::new();
        if !kind.events().is_empty() {
            elsewhere.push("events");
        }
        if kind == Kind::Person {
            elsewhere.push("warrants");
        }
        let mut keys = kind.keys().to_vec();
        let owner = (kind, of.map(str::to_owned), id.get_ref().to_string());
        if self.overlay.is_some() {
            // What an overlay leaves out stays as it is; whether a new thing is whole is known when it is applied.
            keys.iter_mut().for_each(|key| key.required = false);
            if let Some(value) = table.get("retract") {
                self.retract(value, &owner, place.clone());
            }
            elsewhere.push("retract");
        }
        self.id_shape(id, kind);
        let (fields, _) = self.readable_fields(table, place.clone(), &inside, &keys, &elsewhere);
        let sources = sources(table, &fields, default);
        let unsourced = sources.as_ref().is_some_and(Vec::is_empty) && !fields.flag("assumed") && self.overlay.is_none();
        if kind == Kind::Ruling && unsourced {
            let problem = Diagnostic::new(Code::MissingKey, place.clone(), format!("{inside} has no source"));
            self.problem(problem.help("add `source = \"…\"` to the ruling or to the top of the file"));
        }
        let mut events = Vec::new();
        if elsewhere.contains(&"events")
            && let Some(value) = table.get("events")
        {
            match value.get_ref() {
                DeValue::Array(items) => {
                    for item in items.iter() {
                        events.extend(self.event(item, &owner, sources.as_deref()));
                    }
                }
                _ => self.wrong_type(value, "events", "a list of events"),
            }
        }
        if elsewhere.contains(&"warrants")
            && let Some(value) = table.get("warrants")
            && let Some(warrants) = self.table("warrants", value)
        {
            for (warrant, value) in entries(warrants) {
                if let Some(table) = self.table(warrant.get_ref(), value) {
                    self.thing(warrant, table, Kind::Warrant, Some(id.get_ref()), sources.as_deref());
                }
            }
        }
        let retracted =
            self.overlay.iter().flatten().any(|retraction| matches!(retraction, Retraction::Thing { owner: o, .. } if *o == owner));
        if !retracted {
            let (kind, of, id) = owner;
            let (id, sources) = (At::new(id, Some(place)), sources.unwrap_or_default());
            self.draft.things.push(Thing { kind, id, of, fields, events, sources, touched: Vec::new() });
        }
    }

    pub(super) fn id_shape(&mut self, id: &Spanned<std::borrow::Cow<'_, str>>, kind: Kind) {
        let text = id.get_ref();
        let (good, help) = match kind {
            Kind::State => {
                (text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase()), "states are keyed by two capital letters, as `ZA`")
            }
            Kind::Territory => {
                let good = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-') && text.len() >= 2;
                (good, "territories are keyed by capital letters, as `GL` or `UA-43`")
            }
            _ => {
                let good = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') && !text.is_empty();
                (good, "ids are small letters, digits and hyphens, as `al-bashir`")
            }
        };
        if !good {
            let message = format!("`{text}` cannot name a {}", kind.noun());
            self.problem(Diagnostic::new(Code::UnknownKey, self.place(id), message).help(help));
        }
    }

    pub(super) fn event(&mut self, item: &Spanned<DeValue<'_>>, owner: &Owner, default: Option<&[At<String>]>) -> Option<Event> {
        let (kind, _, id) = owner;
        let place = self.place(item);
        let DeValue::Table(table) = item.get_ref() else {
            let message = format!("an entry of `events` must be a table, not {}", type_name(item.get_ref()));
            let problem = Diagnostic::new(Code::WrongType, place, message);
            self.problem(problem.help("write an event in braces: { on = 2023-10-12, what = \"…\" }"));
            return None;
        };
        let inside = format!("an event of {} `{id}`", kind.noun());
        let (spec, on) = self.event_name(table, place.clone(), *kind, &inside)?;
        let keys: Vec<Key> = EVENT_KEYS.iter().chain(spec.keys).copied().collect();
        let mut elsewhere = vec!["on", "what"];
        if self.overlay.is_some() {
            elsewhere.push("instead_of");
        }
        let (mut fields, whole) = self.readable_fields(table, place.clone(), &format!("event `{}`", spec.what), &keys, &elsewhere);
        self.instead_of(table, owner, spec.what, &fields);
        let sources = sources(table, &fields, default);
        let unsourced = sources.as_ref().is_some_and(Vec::is_empty);
        if unsourced && self.overlay.is_some() {
            fields.0.push(("assumed", At::new(Value::Flag(true), None)));
        } else if unsourced && !fields.flag("assumed") {
            let message = format!("event `{}` of {} `{id}` has no source", spec.what, kind.noun());
            let problem = Diagnostic::new(Code::MissingKey, place.clone(), message);
            self.problem(problem.help("add `source = \"…\"` to the event, to its owner, or to the top of the file"));
        }
        let (on, on_place) = on.filter(|_| whole)?;
        Some(Event { what: spec.what, on, place: Some(place), on_place: Some(on_place), fields, sources: sources.unwrap_or_default() })
    }

    /// What names an event: its `what`, and its `on` where it can be read.
    pub(super) fn event_name(
        &mut self,
        table: &DeTable<'_>,
        place: Place,
        kind: Kind,
        inside: &str,
    ) -> Option<(&'static EventSpec, Option<(When, Place)>)> {
        let Some(what) = table.get("what") else {
            self.missing(place, inside, "what", "\"…\"");
            return None;
        };
        let name = self.text("what", what)?;
        let Some(spec) = kind.events().iter().find(|spec| spec.what == name) else {
            let help = suggest::help(&name, kind.events().iter().map(|spec| spec.what));
            let message = format!("unknown event `{name}` of a {}", kind.noun());
            let problem = Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, self.place(what), message) };
            self.problem(problem);
            return None;
        };
        let on = match table.get("on") {
            Some(value) => self.when("on", value).map(|on| (on, self.place(value))),
            None => {
                self.missing(place, inside, "on", &example(Holds::Day));
                None
            }
        };
        Some((spec, on))
    }
}
