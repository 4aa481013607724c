//! Each warrant as a Cedar authorization request: what hangs on the person is the principal, what hangs on the destination the resource,
//! what hangs on both the context, and the law is the policies.

use std::collections::{HashMap, HashSet};

use cedar_policy::{Authorizer, Context, Entities, Entity, EntityUid, PolicyId, PolicySet, Request, RestrictedExpression};
use icc_arrest_risk::vocabulary::{Duty, Verdict};

use crate::questions::{Answer, Attributes, Parts};

pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    /// What each policy concludes, by its annotations.
    conclusions: HashMap<PolicyId, Answer>,
    entities: Entities,
    principals: Vec<EntityUid>,
    visit: EntityUid,
    resources: Vec<EntityUid>,
    contexts: Vec<Context>,
}

fn pairs(part: &Attributes) -> impl Iterator<Item = (String, RestrictedExpression)> {
    part.iter().map(|(name, value)| (name.clone(), RestrictedExpression::new_string(value.clone())))
}

fn uid(kind: &str, id: impl std::fmt::Display) -> EntityUid {
    format!("{kind}::\"{id}\"").parse().expect("an entity")
}

impl Cedar {
    pub fn new(law: &str, parts: &Parts) -> Self {
        let parsed: PolicySet = law.parse().expect("Cedar policies");
        // By way of JSON, so that the policies forget where they stood in the text: else that is copied for every value.
        let policies = PolicySet::from_json_value(parsed.to_json().expect("policies as JSON")).expect("the same policies");
        let conclusion = |id: &PolicyId| -> Answer {
            let word = |key| policies.annotation(id, key).expect("an annotation");
            (word("verdict").parse().expect("a verdict"), word("duty").parse().expect("a duty"))
        };
        let conclusions = policies.policies().map(|policy| (policy.id().clone(), conclusion(policy.id()))).collect();
        let named = |kind: &str, parts: &[Attributes]| (0..parts.len()).map(|place| uid(kind, place)).collect();
        let principals: Vec<EntityUid> = named("Wanted", &parts.persons);
        let resources: Vec<EntityUid> = named("Destination", &parts.destinations);
        let all = principals.iter().zip(&parts.persons).chain(resources.iter().zip(&parts.destinations));
        let all = all.map(|(id, part)| Entity::new(id.clone(), pairs(part).collect(), HashSet::new()).expect("an entity"));
        Self {
            authorizer: Authorizer::new(),
            conclusions,
            entities: Entities::from_entities(all, None).expect("distinct entities"),
            principals,
            visit: uid("Action", "visit"),
            resources,
            contexts: parts.both.iter().map(|part| Context::from_pairs(pairs(part)).expect("distinct names")).collect(),
            policies,
        }
    }

    /// The strongest answer, one request for each warrant.
    pub fn answer(&self, warrants: impl IntoIterator<Item = [usize; 3]>) -> Answer {
        let answers = warrants.into_iter().map(|[person, destination, both]| {
            let (principal, resource) = (self.principals[person].clone(), self.resources[destination].clone());
            let request = Request::new(principal, self.visit.clone(), resource, self.contexts[both].clone(), None);
            let response = self.authorizer.is_authorized(&request.expect("no schema to break"), &self.policies, &self.entities);
            let policy = response.diagnostics().reason().next();
            policy.map_or((Verdict::NoWarrant, Duty::None), |policy| self.conclusions[policy])
        });
        answers.max().expect("at least one warrant")
    }
}
