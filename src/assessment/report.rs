//! An answer as plain data, and as a text for a reader. Both say the same.

use std::collections::BTreeMap;

use serde::Serialize;

use super::told;
use super::{Answer, Assessment, Evaluation, Finding, Lifetime, Snapshot};
use crate::day::Day;
use crate::decision::Outcome;
use crate::engine::{Choice, Engine};
use crate::language::Language;
use crate::rulebook::{Assumption, Decision, Objection, Owner, Source, Standing, What};
use crate::vocabulary::{Attribute, Basis, Duty, Label, Presence, Risk, Term, Verdict, Warrant};

/// A person, state, territory or situation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThingReport {
    /// The id or code.
    pub id: String,
    /// The English name.
    pub name: String,
}

/// What differs on the far side of the edge of a lifetime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The first day on the later side of the edge.
    pub day: Day,
    /// The warrant whose evaluation changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warrant: Option<String>,
    /// The attribute that changes, or `as_of` where answers become projections.
    pub attribute: String,
    /// Its value before.
    pub before: String,
    /// Its value from that day on; the same as before where only the facts behind it change.
    pub after: String,
}

/// A lifetime and what bounds it.
#[derive(Debug, Clone, Serialize)]
pub struct LifetimeReport {
    /// The first day, inclusive.
    pub from: Option<Day>,
    /// The last day, inclusive.
    pub until: Option<Day>,
    /// What changed on the first day.
    pub begins_with: Vec<Change>,
    /// What changes on the day after the last.
    pub ends_with: Vec<Change>,
}

impl LifetimeReport {
    pub(super) fn span(&self) -> Lifetime {
        Lifetime { from: self.from, until: self.until }
    }
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleReport {
    /// The id within its decision.
    pub rule: String,
    /// What it concludes.
    pub then: String,
    /// Whether it is a ground; `false` where the rule says that there is none.
    pub ground: bool,
    /// Why, in English, else in the first language that there is.
    pub because: String,
    /// What it rests on.
    pub law: Vec<String>,
    /// The rules that overrode it; empty for a decisive rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overridden_by: Vec<String>,
}

/// A decisive rule and its decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonReport {
    /// The decision.
    pub decision: String,
    /// The rule that decided.
    pub rule: RuleReport,
}

/// One decision on the way to the answer.
#[derive(Debug, Clone, Serialize)]
pub struct StepReport {
    /// The decision.
    pub decision: String,
    /// Its conclusion.
    pub conclusion: String,
    /// Whether the answer rests on it; `false` where no rule that fired on the way to the answer asks for it.
    pub relied_on: bool,
    /// The rules that decided.
    pub decisive: Vec<RuleReport>,
    /// The rules that fired and were overridden.
    pub defeated: Vec<RuleReport>,
}

/// A decision that the rulebook adds to the built-in ones.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionReport {
    /// Its name.
    pub decision: String,
    /// The question that it answers.
    pub asks: String,
    /// Its conclusion.
    pub conclusion: Finding<String>,
    /// How it was reached: for each possible conclusion, weakest first, the steps on which it rests.
    pub reasons: Vec<Vec<StepReport>>,
}

/// An objection that can be raised, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ObjectionReport {
    /// The objection.
    pub objection: Objection,
    /// How it stands.
    pub standing: Standing,
    /// The rule that raises it.
    pub rule: String,
    /// Why it stands so.
    pub because: String,
    /// What that rests on.
    pub law: Vec<String>,
}

/// A dated, sourced fact.
#[derive(Debug, Clone, Serialize)]
pub struct FactReport {
    /// To whom or what it belongs.
    pub owner: ThingReport,
    /// What happened.
    pub what: String,
    /// When: a day, or a range of days.
    pub on: String,
    /// When it became public.
    pub known: Day,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it comes from.
    pub sources: Vec<Source>,
}

/// A value of an attribute, and the facts that set it.
#[derive(Debug, Clone, Serialize)]
pub struct ValueReport {
    /// The attribute.
    pub attribute: Attribute,
    /// Its value, or its possible values.
    pub value: Vec<String>,
    /// Whether a rule that fired asks for it.
    pub used: bool,
    /// The facts; none where nothing is on record.
    pub facts: Vec<FactReport>,
}

/// The answer for one warrant.
#[derive(Debug, Clone, Serialize)]
pub struct EvaluationReport {
    /// The id of the warrant within the person; none for a person without one.
    pub warrant: Option<String>,
    /// The situation.
    pub situation: Option<ThingReport>,
    /// The status of the warrant.
    pub status: Finding<Warrant>,
    /// What the law says.
    pub verdict: Finding<Verdict>,
    /// What the destination owes.
    pub duty: Finding<Duty>,
    /// What the record suggests.
    pub risk: Finding<Risk>,
    /// How it was reached: the steps for each possible verdict, weakest first (one where the verdict is settled).
    pub reasons: BTreeMap<String, Vec<StepReport>>,
    /// The decisions that the rulebook adds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionReport>,
    /// What can be said against an arrest.
    pub objections: Vec<ObjectionReport>,
    /// Every attribute.
    pub values: Vec<ValueReport>,
}

/// The whole answer as plain data.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Who.
    pub person: ThingReport,
    /// Where.
    pub destination: ThingReport,
    /// When.
    pub on: Day,
    /// How the person is present.
    pub presence: Presence,
    /// The day of knowledge: the last day that the facts cover, inclusive.
    pub as_of: Day,
    /// The version of the facts.
    pub facts_version: String,
    /// Whether the day lies past `as_of`.
    pub projection: bool,
    /// What the law says.
    pub verdict: Finding<Verdict>,
    /// What the destination owes.
    pub duty: Finding<Duty>,
    /// What the record suggests.
    pub risk: Finding<Risk>,
    /// The destination's standing toward the Statute.
    pub membership: Finding<Label>,
    /// The decisions that the rulebook adds, for the strongest warrant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<DecisionReport>,
    /// The warrant that gives the answer.
    pub strongest: Option<String>,
    /// For how long nothing in the answer changes.
    pub lifetime: LifetimeReport,
    /// For how long the verdict stays.
    pub verdict_lifetime: LifetimeReport,
    /// What is not known, where that leaves something undetermined.
    pub unknown: Vec<String>,
    /// What the rulebook takes as given.
    pub assumptions: Vec<Assumption>,
    /// One evaluation for each warrant.
    pub evaluations: Vec<EvaluationReport>,
}

/// The report, its names and reasons in a language where the rulebook has them.
pub(super) fn of(assessment: &Assessment<'_>, language: Language) -> Report {
    let engine = assessment.engine;
    let rulebook = &engine.rulebook;
    Report {
        person: told::thing(assessment.person(), language),
        destination: told::thing(assessment.destination(), language),
        on: assessment.on,
        presence: assessment.presence,
        as_of: rulebook.as_of,
        facts_version: rulebook.facts_version.clone(),
        projection: assessment.is_projection(),
        verdict: assessment.verdict(),
        duty: assessment.duty(),
        risk: assessment.risk(),
        membership: assessment.membership(),
        decisions: own_decisions(&assessment.strongest(), language, |place| assessment.decision_at(place), &mut [false; Attribute::COUNT]),
        strongest: assessment.strongest().warrant_id().map(str::to_owned),
        lifetime: lifetime(assessment, assessment.lifetime, true),
        verdict_lifetime: lifetime(assessment, assessment.verdict_lifetime, false),
        unknown: unknown_of(assessment, language),
        assumptions: rulebook.law.assumptions.iter().map(|assumption| told::assumption(assumption, language)).collect(),
        evaluations: assessment.evaluations().map(|evaluation| of_evaluation(&evaluation, language)).collect(),
    }
}

pub(super) fn unknown_of(assessment: &Assessment<'_>, language: Language) -> Vec<String> {
    assessment.snapshot.unsettled.iter().map(|choice| unknown(assessment.engine, *choice, language)).collect()
}

fn unknown(engine: &Engine, choice: Choice, language: Language) -> String {
    match choice {
        Choice::Fact(fact) => {
            let fact = &engine.rulebook.facts[fact];
            let open = match (&fact.what, fact.certain) {
                (What::AnyOf(_), _) => "unknown-value",
                (_, false) => "unknown-whether",
                (_, true) => "unknown-day",
            };
            let owner = told::name(engine.rulebook.owner(fact), language);
            let (what, on) = (told::what(&engine.rulebook, fact, language), told::on(fact, language));
            language.say("unknown-fact", &[("open", &language.say(open, &[])), ("owner", &owner), ("what", &what), ("on", &on)])
        }
        Choice::Request(warrant) => {
            let record = &engine.rulebook.warrants[warrant];
            language.say("unknown-request", &[("warrant", &language.run(&record.id))])
        }
    }
}

fn lifetime(assessment: &Assessment<'_>, lifetime: Lifetime, to_as_of: bool) -> LifetimeReport {
    let engine = assessment.engine;
    let snapshot = |day: Day| engine.snapshot(assessment.person, assessment.destination, day, assessment.presence);
    let as_of = engine.rulebook.as_of;
    let edge = |later: Day| {
        let Some(earlier) = later.previous() else { return Vec::new() };
        let mut changes = changes(engine, assessment.person, later, &snapshot(earlier), &snapshot(later));
        if to_as_of && earlier == as_of {
            let text = |text: &str| text.to_owned();
            changes.push(Change {
                day: later,
                warrant: None,
                attribute: text("as_of"),
                before: text("covered by the facts"),
                after: text("projection"),
            });
        }
        changes
    };
    LifetimeReport {
        from: lifetime.from,
        until: lifetime.until,
        begins_with: lifetime.from.map(edge).unwrap_or_default(),
        ends_with: lifetime.until.and_then(Day::next).map(edge).unwrap_or_default(),
    }
}

fn changes<'s>(engine: &Engine, person: usize, day: Day, before: &'s Snapshot, after: &'s Snapshot) -> Vec<Change> {
    let warrants = &engine.rulebook.persons[person].warrants;
    let mut changes: Vec<Change> = Vec::new();
    let count = before.worlds.first().map_or(0, |world| world.answers.len());
    for place in 0..count {
        for attribute in Attribute::ALL {
            let of = |snapshot: &'s Snapshot| -> (Vec<u8>, &'s Vec<usize>) {
                let mut codes: Vec<u8> = snapshot.worlds.iter().map(|world| world.answers[place].codes[*attribute as usize]).collect();
                codes.sort_unstable();
                codes.dedup();
                (codes, &snapshot.facts[place][*attribute as usize])
            };
            let (old, new) = (of(before), of(after));
            if old == new {
                continue;
            }
            let words = |codes: &[u8]| codes.iter().map(|code| attribute.label(*code)).collect::<Vec<_>>().join(" or ");
            let change = Change {
                day,
                warrant: warrants.get(place).map(|warrant| engine.rulebook.warrants[*warrant].id.clone()),
                attribute: attribute.name().to_owned(),
                before: words(&old.0),
                after: words(&new.0),
            };
            // What is the destination's own changes for every warrant alike, and is told once.
            if !changes.iter().any(|c| (&c.attribute, &c.before, &c.after) == (&change.attribute, &change.before, &change.after)) {
                changes.push(change);
            }
        }
    }
    changes
}

pub(super) fn of_evaluation(evaluation: &Evaluation<'_>, language: Language) -> EvaluationReport {
    let engine = evaluation.assessment.engine;
    let mut reasons = BTreeMap::new();
    let mut objections: Vec<ObjectionReport> = Vec::new();
    let mut used = [false; Attribute::COUNT];
    for answer in evaluation.snapshot().shown(evaluation.place) {
        let steps = steps(engine, answer, language, &mut used);
        for objection in objections_of(engine, answer, language) {
            if !objections.contains(&objection) {
                objections.push(objection);
            }
        }
        reasons.insert(answer.verdict.map_or("undetermined".to_owned(), |verdict| verdict.to_string()), steps);
    }
    EvaluationReport {
        warrant: evaluation.warrant_id().map(str::to_owned),
        situation: evaluation.situation().map(|situation| told::thing(situation, language)),
        status: evaluation.warrant(),
        verdict: evaluation.verdict(),
        duty: evaluation.duty(),
        risk: evaluation.risk(),
        reasons,
        decisions: own_decisions(evaluation, language, |place| evaluation.decision_at(place), &mut used),
        objections,
        values: values(evaluation, language, &used),
    }
}

/// The decisions that are not built in, each with what it concludes and the steps to each conclusion, and into `used` the attributes.
fn own_decisions<'a>(
    evaluation: &Evaluation<'a>,
    language: Language,
    found: impl Fn(usize) -> Option<Finding<&'a str>>,
    used: &mut [bool; Attribute::COUNT],
) -> Vec<DecisionReport> {
    let engine = evaluation.assessment.engine;
    let law = &engine.rulebook.law;
    let mut reports = Vec::new();
    for place in law.own() {
        let (decision, Some(conclusion)) = (&law.decisions[place], found(place)) else { continue };
        let mut reasons = Vec::new();
        for label in conclusion.possible() {
            let leads = |answer: &&Answer| {
                engine.conclusion(answer, place).and_then(|code| decision.conclusions.get(usize::from(code))).is_some_and(|c| c == label)
            };
            let Some(answer) = evaluation.answers().find(leads) else { continue };
            let mut roots = vec![false; law.decisions.len()];
            roots[place] = true;
            let steps = steps_to(engine, answer, language, roots, used);
            reasons.push(steps.into_iter().filter(|step| step.relied_on).collect());
        }
        let (name, asks) = (decision.name.clone(), decision.asks.clone());
        reports.push(DecisionReport { decision: name, asks, conclusion: conclusion.map(|label| (*label).to_owned()), reasons });
    }
    reports
}

pub(super) fn reasons_of(evaluation: &Evaluation<'_>) -> Vec<ReasonReport> {
    let engine = evaluation.assessment.engine;
    let mut reasons: Vec<ReasonReport> = Vec::new();
    for answer in evaluation.snapshot().shown(evaluation.place) {
        for step in steps(engine, answer, Language::En, &mut [false; Attribute::COUNT]).into_iter().filter(|step| step.relied_on) {
            for rule in step.decisive {
                let reason = ReasonReport { decision: step.decision.clone(), rule };
                if !reasons.contains(&reason) {
                    reasons.push(reason);
                }
            }
        }
    }
    reasons
}

/// A decisive rule as a reader sees it.
pub(crate) fn reason(engine: &Engine, (decision, rule): (usize, usize)) -> Option<ReasonReport> {
    let shown = engine.rulebook.law.decisions.get(decision)?;
    Some(ReasonReport { decision: shown.name.clone(), rule: rule_report(shown, rule, Language::En, &[])? })
}

fn rule_report(shown: &Decision, rule: usize, language: Language, by: &[usize]) -> Option<RuleReport> {
    let text = shown.rules.get(rule)?;
    Some(RuleReport {
        rule: text.id.clone(),
        then: text.then.clone(),
        ground: text.ground,
        because: told::because(text, language),
        law: text.law.clone(),
        overridden_by: by.iter().filter_map(|rule| shown.rules.get(*rule)).map(|rule| rule.id.clone()).collect(),
    })
}

/// How each decision is reached at the values of all variables.
fn outcomes(engine: &Engine, values: &[u8]) -> impl Iterator<Item = (usize, Outcome)> {
    engine.rulebook.compiled.iter().map(|compiled| compiled.outcome(values)).enumerate()
}

fn steps(engine: &Engine, answer: &Answer, language: Language, used: &mut [bool; Attribute::COUNT]) -> Vec<StepReport> {
    steps_to(engine, answer, language, engine.ends.clone(), used)
}

/// The steps on the way to the decisions that `to` marks.
fn steps_to(engine: &Engine, answer: &Answer, language: Language, to: Vec<bool>, used: &mut [bool; Attribute::COUNT]) -> Vec<StepReport> {
    let rulebook = &engine.rulebook;
    let values = engine.values(answer.codes);
    let outcomes: Vec<(usize, Outcome)> = outcomes(engine, &values).collect();
    let relied_on = relied_on(engine, &outcomes, to, used);
    let mut steps = Vec::new();
    for (place, outcome) in &outcomes {
        let shown = &rulebook.law.decisions[*place];
        let conclusion = shown.conclusions.get(usize::from(values[Attribute::COUNT + place]));
        steps.push(StepReport {
            decision: shown.name.clone(),
            conclusion: conclusion.cloned().unwrap_or_default(),
            relied_on: relied_on[*place],
            decisive: outcome.decisive.iter().filter_map(|rule| rule_report(shown, *rule, language, &[])).collect(),
            defeated: outcome.defeated.iter().filter_map(|(rule, by)| rule_report(shown, *rule, language, by)).collect(),
        });
    }
    steps
}

/// The decisions on which those rest that are given, and into `used` the attributes: whatever the rules that fired there ask for, and
/// so on back.
fn relied_on(engine: &Engine, outcomes: &[(usize, Outcome)], mut relied_on: Vec<bool>, used: &mut [bool; Attribute::COUNT]) -> Vec<bool> {
    for (place, outcome) in outcomes.iter().rev() {
        if !relied_on[*place] {
            continue;
        }
        for variable in asked_for(engine, *place, outcome) {
            match variable.checked_sub(Attribute::COUNT) {
                None => used[variable] = true,
                Some(earlier) => relied_on[earlier] = true,
            }
        }
    }
    relied_on
}

/// The variables on which an outcome of a decision rests: those that the rules which fired ask for.
pub(crate) fn asked_for<'e>(engine: &'e Engine, decision: usize, outcome: &'e Outcome) -> impl Iterator<Item = usize> + 'e {
    let rules = engine.rulebook.model.decisions.get(decision).map_or(&[][..], |decision| &decision.rules);
    let fired = outcome.decisive.iter().chain(outcome.defeated.iter().map(|(rule, _)| rule));
    fired.flat_map(|rule| &rules[*rule].when).map(|condition| condition.variable)
}

/// Objections are asked about only where there is a duty to object to.
fn objections_of(engine: &Engine, answer: &Answer, language: Language) -> Vec<ObjectionReport> {
    let values = engine.values(answer.codes);
    let basis = engine.decision::<Basis>().and_then(|place| Basis::from_code(values[Attribute::COUNT + place]));
    if !matches!(basis, Some(Basis::Bound | Basis::Disputed)) || answer.verdict == Some(Verdict::NoWarrant) {
        return Vec::new();
    }
    let mut objections = Vec::new();
    for (place, outcome) in outcomes(engine, &values) {
        for rule in outcome.decisive.iter().chain(outcome.defeated.iter().map(|(rule, _)| rule)) {
            let rule = &engine.rulebook.law.decisions[place].rules[*rule];
            if let Some((objection, standing)) = rule.objection {
                let because = told::because(rule, language);
                objections.push(ObjectionReport { objection, standing, rule: rule.id.clone(), because, law: rule.law.clone() });
            }
        }
    }
    objections.sort_by_key(|o| (o.objection, o.standing));
    objections
}

fn values(evaluation: &Evaluation<'_>, language: Language, used: &[bool; Attribute::COUNT]) -> Vec<ValueReport> {
    let engine = evaluation.assessment.engine;
    let report = |attribute: &Attribute| {
        let place = *attribute as usize;
        let mut codes: Vec<u8> = evaluation.answers().map(|answer| answer.codes[place]).collect();
        codes.sort_unstable();
        codes.dedup();
        let mut facts = evaluation.snapshot().facts[evaluation.place][place].clone();
        facts.sort_unstable_by_key(|fact| (engine.rulebook.facts[*fact].on, *fact));
        ValueReport {
            attribute: *attribute,
            value: codes.into_iter().map(|code| attribute.label(code).to_owned()).collect(),
            used: used[place],
            facts: facts.into_iter().map(|fact| fact_report(engine, fact, language)).collect(),
        }
    };
    Attribute::ALL.iter().map(report).collect()
}

fn fact_report(engine: &Engine, fact: usize, language: Language) -> FactReport {
    let fact = &engine.rulebook.facts[fact];
    let mut owner = told::thing(engine.rulebook.owner(fact), language);
    if let Owner::Warrant { warrant, .. } = fact.owner {
        let warrant = language.run(&engine.rulebook.warrants[warrant].id);
        owner.name = language.say("owner", &[("owner", &owner.name), ("warrant", &warrant)]);
    }
    FactReport {
        owner,
        what: told::what(&engine.rulebook, fact, language),
        on: told::on(fact, language),
        known: fact.known(),
        note: fact.note().map(str::to_owned),
        sources: fact.sources.iter().map(|source| engine.rulebook.sources[*source].clone()).collect(),
    }
}
