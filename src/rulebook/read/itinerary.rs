//! Reading journeys.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::diagnostic::{Code, Diagnostic, LoadError, Place};
use super::super::draft::Draft;
use super::super::limits;
use super::super::spec::{ITINERARY, Key, LEG};
use super::Reader;
use crate::engine::Question;
use crate::itinerary::{Itinerary, Leg};
use crate::vocabulary::{Presence, Term};

/// Reads the text of a journey.
pub(crate) fn itinerary(name: String, bytes: &[u8]) -> Result<Itinerary, LoadError> {
    let mut draft = Draft::default();
    let mut itinerary = Itinerary::of("");
    draft.read(name, bytes, |reader, table| itinerary = reader.itinerary(table));
    if draft.problems.is_empty() { Ok(itinerary) } else { Err(LoadError::new(draft.problems)) }
}

impl Reader<'_> {
    fn itinerary(&mut self, table: &DeTable<'_>) -> Itinerary {
        let start = Place::new(self.file, 0..0);
        let (fields, _) = self.readable_fields(table, start.clone(), "an itinerary", ITINERARY, &["legs"]);
        let person = fields.text("person").map(|text| (text.to_owned(), fields.get("person").and_then(|at| at.place.clone())));
        let mut legs = Vec::new();
        match table.get("legs").map(|value| (value, value.get_ref())) {
            Some((value, DeValue::Array(items))) if items.len() > limits::LEGS => {
                self.too_many(value, "legs", items.len(), limits::LEGS);
            }
            Some((_, DeValue::Array(items))) if !items.is_empty() => {
                for item in items.iter() {
                    legs.extend(self.leg(item, person.as_ref(), table.contains_key("person")));
                }
            }
            Some((value, DeValue::Array(_))) => self.blank(value, "`legs`"),
            Some((value, _)) => self.wrong_type(value, "legs", "a list"),
            None => self.missing(start, "an itinerary", "legs", "[{ destination = \"…\", on = 2023-10-12 }]"),
        }
        Itinerary::of_legs(person.map(|(person, _)| person).unwrap_or_default(), legs)
    }

    /// `named` says that the itinerary names a person, readable or not.
    fn leg(&mut self, item: &Spanned<DeValue<'_>>, person: Option<&(String, Option<Place>)>, named: bool) -> Option<Leg> {
        let place = self.place(item);
        let DeValue::Table(table) = item.get_ref() else {
            let problem = Diagnostic::new(Code::WrongType, place, "a leg must be a table");
            self.problem(problem.help("write a leg in braces: { destination = \"…\", on = 2023-10-12 }"));
            return None;
        };
        let keys: Vec<Key> = LEG.iter().map(|key| Key { required: key.required && !(named && key.name == "person"), ..*key }).collect();
        let fields = self.fields(table, place, "a leg", &keys, &[])?;
        let own = fields.text("person").map(|text| (text.to_owned(), fields.get("person").and_then(|at| at.place.clone())));
        let (person, person_place) = own.or_else(|| person.cloned())?;
        let question = Question::new(person, fields.text("destination")?, fields.day("on")?);
        let presence = fields.text("presence").and_then(Presence::from_label).unwrap_or(Presence::Visit);
        let destination = fields.get("destination").and_then(|at| at.place.clone());
        Some(Leg { question: Question { presence, ..question }, person: person_place, destination })
    }
}
