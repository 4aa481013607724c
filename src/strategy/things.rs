//! Single things, each as a builder that can be laid upon a rulebook.

use proptest::prelude::*;

use super::events::{self, Events};
use super::thing;
use crate::rulebook::OverlayBuilder;

/// A state of this code with a way into and out of the Statute, and a record toward these states and persons.
pub fn states(code: &str, others: &[&str], persons: &[&str]) -> BoxedStrategy<OverlayBuilder> {
    let owner = format!("states.{code}");
    let name = format!("{code}-land");
    (events::memberships(), events::state_events(others, persons))
        .prop_map(move |(membership, record)| thing(&owner, &[("name", name.as_str().into())], &membership.and(record)))
        .boxed()
}

/// A situation of this id that concerns the first of these states, or none.
pub fn situations(id: &str, states: &[&str]) -> BoxedStrategy<OverlayBuilder> {
    let owner = format!("situations.{id}");
    let name = format!("The situation {id}");
    let all: Vec<String> = states.iter().map(|state| (*state).to_owned()).collect();
    (0..=all.len().min(1), events::situation_events(states))
        .prop_map(move |(count, events)| {
            thing(&owner, &[("name", name.as_str().into()), ("states", all[..count].to_vec().into())], &events)
        })
        .boxed()
}

/// A person of this id, of one of these states, with offices; no warrant.
pub fn persons(id: &str, states: &[&str]) -> BoxedStrategy<OverlayBuilder> {
    let owner = format!("persons.{id}");
    let name = format!("The person {id}");
    let all: Vec<String> = states.iter().map(|state| (*state).to_owned()).collect();
    (0..all.len().max(1), events::offices())
        .prop_map(move |(state, offices): (usize, Events)| {
            let nationality: Vec<String> = all.get(state).cloned().into_iter().collect();
            thing(&owner, &[("name", name.as_str().into()), ("nationality", nationality.into())], &offices)
        })
        .boxed()
}

/// A warrant of this id against a person in a situation, with requests to and arrests by these states.
pub fn warrants(person: &str, id: &str, situation: &str, states: &[&str]) -> BoxedStrategy<OverlayBuilder> {
    let owner = format!("persons.{person}.warrants.{id}");
    let situation = situation.to_owned();
    (proptest::bool::weighted(0.15), events::warrant_events(states))
        .prop_map(move |(justice, events)| {
            let offence = if justice { "administration-of-justice" } else { "core" };
            thing(&owner, &[("situation", situation.as_str().into()), ("offence", offence.into())], &events)
        })
        .boxed()
}
