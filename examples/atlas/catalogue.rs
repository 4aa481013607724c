//! What the tables point into: each fact, source and rule once, and each answer once.

use std::collections::HashMap;
use std::hash::Hash;

use icc_arrest_risk::rulebook::{Named, Rulebook};
use icc_arrest_risk::vocabulary::Attribute;
use icc_arrest_risk::{EvaluationReport, FactReport};
use serde::Serialize;
use serde_json::{Value, json};

/// A list in which everything stands once.
#[derive(Debug)]
pub struct Once<T> {
    list: Vec<T>,
    places: HashMap<T, usize>,
}

impl<T: Clone + Eq + Hash> Once<T> {
    /// An empty list.
    pub fn new() -> Self {
        Self { list: Vec::new(), places: HashMap::new() }
    }

    /// The place of a thing, which is added where it is new.
    pub fn place(&mut self, thing: T) -> usize {
        *self.places.entry(thing).or_insert_with_key(|thing| {
            self.list.push(thing.clone());
            self.list.len() - 1
        })
    }

    /// The things in order of their places.
    pub fn list(&self) -> &[T] {
        &self.list
    }
}

/// The attributes that hang on the destination alone: their values and facts stand in the destination's own table.
pub const OWN: [Attribute; 6] =
    [Attribute::Signature, Attribute::Membership, Attribute::Application, Attribute::Control, Attribute::Record, Attribute::Implementation];

/// An attribute, its possible values, and the places of the facts behind it.
pub type ValueOf = (String, Vec<String>, Vec<usize>);

/// An answer without what is the destination's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Core {
    /// The possible verdicts, duties and risks, and the status of the warrant.
    pub verdict: Vec<String>,
    /// What is owed.
    pub duty: Vec<String>,
    /// What the record suggests.
    pub risk: Vec<String>,
    /// The standing toward the Statute, where it is not the destination's own: where too much is unknown for all of it to be tried.
    pub membership: Option<Vec<String>>,
    /// The status of the strongest warrant.
    pub warrant: Vec<String>,
    /// The strongest warrant.
    pub strongest: Option<String>,
    /// The decisive rules, as `decision/rule`.
    pub reasons: Vec<String>,
    /// Objection, standing, and the rule that raises it.
    pub objections: Vec<(String, String, String)>,
    /// The attributes that the rules asked for, but for [`OWN`].
    pub values: Vec<ValueOf>,
    /// Those of [`OWN`] that the rules asked for.
    pub own: Vec<String>,
    /// What is not known.
    pub unknown: Vec<String>,
}

/// What is a destination's own: its standing, and the attributes of [`OWN`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Own {
    /// The standing toward the Statute.
    pub membership: Vec<String>,
    /// The values, in the order of [`OWN`].
    pub values: Vec<ValueOf>,
}

/// Everything that the tables point to.
#[derive(Debug)]
pub struct Catalogue {
    /// Answers.
    pub cores: Once<Core>,
    /// What is a destination's own.
    pub owns: Once<Own>,
    /// The facts that any answer shows, by their place in the whole rulebook.
    facts: Vec<Option<FactReport>>,
}

impl Catalogue {
    /// An empty catalogue for a rulebook.
    pub fn new(rulebook: &Rulebook) -> Self {
        Self { cores: Once::new(), owns: Once::new(), facts: rulebook.facts().iter().map(|_| None).collect() }
    }

    /// The values of a report with the facts by place, `places` telling the facts behind each attribute; keeps the facts.
    pub fn values(
        &mut self,
        report: &EvaluationReport,
        wanted: impl Fn(Attribute, bool) -> bool,
        places: impl Fn(Attribute) -> Vec<usize>,
    ) -> Vec<ValueOf> {
        let mut values = Vec::new();
        for value in report.values.iter().filter(|value| wanted(value.attribute, value.used)) {
            let places = places(value.attribute);
            for (place, fact) in places.iter().zip(&value.facts) {
                self.facts[*place].get_or_insert_with(|| fact.clone());
            }
            values.push((value.attribute.name().to_owned(), value.value.clone(), places));
        }
        values
    }

    /// The facts and their sources for the page: `null` for a fact that no answer shows.
    pub fn facts(&self, rulebook: &Rulebook) -> Value {
        let source = |id: &str| rulebook.sources().iter().position(|source| source.id == id);
        let fact = |fact: &FactReport| {
            let (owner, arabic) = owner(rulebook, fact);
            let sources: Vec<Option<usize>> = fact.sources.iter().map(|of| source(&of.id)).collect();
            json!({
                "of": fact.owner.id, "owner": owner, "ownerAr": arabic, "what": fact.what, "on": fact.on,
                "known": fact.known, "note": fact.note, "sources": sources,
            })
        };
        self.facts.iter().map(|of| of.as_ref().map_or(Value::Null, fact)).collect()
    }
}

/// The owner of a fact in English, and in Arabic where there is a name.
fn owner(rulebook: &Rulebook, fact: &FactReport) -> (String, Option<String>) {
    let of = |named: &&Named| named.id == fact.owner.id && fact.owner.name.starts_with(&named.name);
    let named = rulebook.destinations().find(of).or_else(|| rulebook.persons().find(of)).or_else(|| rulebook.situations().find(of));
    let Some(named) = named else { return (fact.owner.name.clone(), None) };
    let warrant = fact.owner.name[named.name.len()..].strip_prefix(", warrant ");
    let arabic = named.names.get("ar").map(|name| match warrant {
        Some(warrant) => format!("{name}، أمر القبض {warrant}"),
        None => name.clone(),
    });
    (fact.owner.name.clone(), arabic)
}
