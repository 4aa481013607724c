//! The law of a rulebook: decisions and rules resolved to a decision model, and its proof told in words.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::diagnostic::{Code, Diagnostic, File, Place};
use super::draft::{At, DecisionDraft, Override, RuleDraft};
use super::limits;
use super::overlay::blame;
use crate::decision::{self, Compiled, Condition, Flaw, MAX_COMBINATIONS, MAX_VALUES, Model, Target, Witness};
use crate::language::{Language, pick};
use crate::suggest;
use crate::vocabulary::{self, Attribute, Term};
pub use crate::vocabulary::{Objection, Standing};

/// A rule as it is shown to a reader.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The id, unique in its decision.
    pub id: String,
    /// The label of its conclusion.
    pub then: String,
    /// Whether it is a ground; `false` for a rule that says that no ground was found.
    pub ground: bool,
    /// The objection that it raises, and how that stands.
    pub objection: Option<(Objection, Standing)>,
    /// What it rests on.
    pub law: Vec<String>,
    /// Why, by language tag.
    pub because: BTreeMap<String, String>,
}

impl Rule {
    /// Why, in English, else in the first language that there is.
    pub fn because(&self) -> &str {
        pick(&self.because, Language::En)
    }
}

/// A decision as it is shown to a reader.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The name.
    pub name: String,
    /// The question that it answers.
    pub asks: String,
    /// The conclusions, weakest first.
    pub conclusions: Vec<String>,
    /// The rules, by id.
    pub rules: Vec<Rule>,
}

/// Something that the rulebook takes as given, and says so.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Assumption {
    /// The id.
    pub id: String,
    /// What is assumed, in English, else in the first language that there is.
    pub text: String,
    /// The same by language tag.
    #[serde(skip)]
    pub texts: BTreeMap<String, String>,
    /// On what ground.
    pub law: Vec<String>,
}

impl Assumption {
    pub(super) fn new(id: String, texts: BTreeMap<String, String>, law: Vec<String>) -> Self {
        Self { id, text: pick(&texts, Language::En).to_owned(), texts, law }
    }
}

/// Assumptions and decisions, in order of dependence.
#[derive(Debug, Clone, Default)]
pub struct Law {
    /// The assumptions, by id.
    pub assumptions: Vec<Assumption>,
    /// The decisions, each after those whose conclusions it asks for.
    pub decisions: Vec<Decision>,
}

impl Law {
    /// The place of the decision with this name.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.decisions.iter().position(|decision| decision.name == name)
    }

    /// The places of the decisions that are not built in.
    pub(crate) fn own(&self) -> Vec<usize> {
        let built_in = vocabulary::built_in_decisions();
        let own = |decision: &Decision| !built_in.iter().any(|(name, _)| *name == decision.name);
        self.decisions.iter().enumerate().filter(|(_, decision)| own(decision)).map(|(place, _)| place).collect()
    }
}

/// The decisions of a draft, resolved and compiled, with whatever was wrong.
pub(super) struct Resolved {
    pub(super) model: Arc<Model>,
    pub(super) compiled: Arc<[Compiled]>,
    pub(super) decisions: Vec<Decision>,
    pub(super) problems: Vec<Diagnostic>,
}

/// A law whose proof went through.
#[derive(Debug)]
pub(crate) struct Proved {
    model: Arc<Model>,
    compiled: Arc<[Compiled]>,
}

/// How far the files of the law were read and understood: what is missing from the rest is nobody's mistake.
struct Reading<'p> {
    problems: &'p [Diagnostic],
    overlaid: &'p [Arc<File>],
}

impl Reading<'_> {
    /// Whether every file was; only then is anything proved.
    fn is_whole(&self) -> bool {
        let may_hold_law = |place: &Place| place.file().starts_with("law/") || self.overlaid.iter().any(|file| place.in_file(file));
        !self.problems.iter().any(|problem| problem.code.leaves_unread() || problem.place.as_ref().is_some_and(may_hold_law))
    }

    /// Whether the file of this decision was.
    fn is_whole_of(&self, draft: &DecisionDraft) -> bool {
        let file = draft.name.place.as_ref().map(Place::file);
        !self.problems.iter().any(|problem| problem.place.as_ref().is_some_and(|place| Some(place.file()) == file))
    }
}

/// `problems` are those of the reading, `overlaid` the files of overlays; a law that is already proved is not proved again.
pub(super) fn resolve(drafts: &[DecisionDraft], problems: &[Diagnostic], overlaid: &[Arc<File>], proved: &OnceLock<Proved>) -> Resolved {
    let reading = Reading { problems, overlaid };
    let whole = reading.is_whole();
    let mut problems = Vec::new();
    let sorted = in_order(drafts, &mut problems);
    built_in(drafts, whole, &mut problems);
    let mut model = Model { attributes: vocabulary::variables(), impossible: vocabulary::impossible(), decisions: Vec::new() };
    let mut decisions = Vec::new();
    let mut places = Vec::new();
    for draft in sorted {
        let mut rules: Vec<&RuleDraft> = draft.rules.iter().collect();
        rules.sort_by(|a, b| a.id.value.cmp(&b.id.value));
        let (compiled, shown) = decision(&model, draft, &rules, &reading, &mut problems);
        model.decisions.push(compiled);
        decisions.push(shown);
        places.push((draft, rules));
    }
    if let Some(known) = proved.get().filter(|known| whole && problems.is_empty() && *known.model == model) {
        return Resolved { model: Arc::clone(&known.model), compiled: Arc::clone(&known.compiled), decisions, problems };
    }
    let model = Arc::new(model);
    let mut compiled: Arc<[Compiled]> = Arc::new([]);
    // An unresolved rule would leave gaps that are not the author's; the proof waits until every rule is understood.
    if whole && problems.is_empty() {
        problems.extend(too_much_to_prove(&model, &places));
    }
    if whole && problems.is_empty() {
        let (tables, flaws) = decision::prove(&model);
        let roots = flaws.iter().filter(|(place, flaw)| !follows(*place, flaw, &flaws, &model));
        problems.extend(roots.map(|(place, flaw)| blame(told(&model, *place, &places[*place], flaw), &places[*place].0.touched)));
        compiled = tables.into();
        if problems.is_empty() {
            // Whoever came first has proved another law or the same: either will do.
            let _ = proved.set(Proved { model: Arc::clone(&model), compiled: Arc::clone(&compiled) });
        }
    }
    Resolved { model, compiled, decisions, problems }
}

/// Where the proof would cost more than it may.
fn too_much_to_prove(model: &Model, places: &[(&DecisionDraft, Vec<&RuleDraft>)]) -> Option<Diagnostic> {
    let work: Vec<usize> = model.decisions.iter().map(|decision| decision::work(model, decision)).collect();
    let (all, worst) = (work.iter().fold(0usize, |sum, work| sum.saturating_add(*work)), work.iter().max()?);
    let (draft, rules) = &places[work.iter().position(|work| work == worst)?];
    let message =
        || format!("the decision `{}` has {} rules for too many combinations of inputs to be proved", draft.name.value, rules.len());
    let help = "split it into several decisions, each asking for fewer attributes";
    (all > limits::PROOF).then(|| Diagnostic::new(Code::TableTooLarge, draft.name.place.clone(), message()).help(help))
}

/// The decisions, each after those whose conclusions it asks for, else by name.
fn in_order<'d>(drafts: &'d [DecisionDraft], problems: &mut Vec<Diagnostic>) -> Vec<&'d DecisionDraft> {
    let mut waiting: Vec<&DecisionDraft> = Vec::new();
    for draft in drafts {
        match waiting.iter().find(|other| other.name.value == draft.name.value) {
            Some(first) => {
                let message = format!("decision `{}` is given twice", draft.name.value);
                let problem = Diagnostic::new(Code::Duplicate, draft.name.place.clone(), message).also(first.name.place.clone());
                problems.push(problem.help("take one of the two out, or give it a name of its own"));
            }
            None if Attribute::ALL.iter().any(|attribute| attribute.name() == draft.name.value) => {
                let message = format!("a decision cannot bear the name of the attribute `{}`", draft.name.value);
                let problem = Diagnostic::new(Code::Duplicate, draft.name.place.clone(), message);
                problems.push(problem.help("rules ask for both by name: give the decision another one"));
            }
            None => waiting.push(draft),
        }
    }
    waiting.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    let asked = |draft: &DecisionDraft, name: &str| {
        let condition = draft.rules.iter().flat_map(|rule| &rule.when).find(|(attribute, _)| attribute.value == name);
        condition.map(|(attribute, _)| attribute.place.clone())
    };
    let mut sorted: Vec<&DecisionDraft> = Vec::new();
    while let Some(free) = waiting.iter().position(|draft| !waiting.iter().any(|other| asked(draft, &other.name.value).is_some())) {
        sorted.push(waiting.remove(free));
    }
    // Each that is left asks for another that is left, so walking on must meet itself.
    let mut path: Vec<&DecisionDraft> = waiting.first().copied().into_iter().collect();
    while let Some(next) = path.last().and_then(|here| waiting.iter().find(|other| asked(here, &other.name.value).is_some())) {
        if let Some(from) = path.iter().position(|draft| draft.name.value == next.name.value) {
            let ring = &path[from..];
            let names: Vec<String> = ring.iter().chain(ring.first()).map(|draft| format!("`{}`", draft.name.value)).collect();
            let message = format!("decisions ask for each other's conclusions in a ring: {}", names.join(" → "));
            let place = asked(ring[0], &ring.get(1).unwrap_or(&ring[0]).name.value).flatten();
            problems.push(Diagnostic::new(Code::DecisionCycle, place, message).help("take one of these conditions out"));
            break;
        }
        path.push(next);
    }
    sorted
}

/// Whether a flaw may be nothing but the consequence of another: a dead rule's overrides do nothing, and where an earlier
/// decision has no conclusion, rules that ask for it have nothing to fire on.
fn follows(place: usize, flaw: &Flaw, flaws: &[(usize, Flaw)], model: &Model) -> bool {
    let dead = |rule: usize| {
        flaws.iter().any(|(other, flaw)| match flaw {
            Flaw::NeverFires { rule: dead } | Flaw::AlwaysDefeated { rule: dead, .. } => *other == place && *dead == rule,
            _ => false,
        })
    };
    let shaken = || flaws.iter().any(|(other, flaw)| *other < place && matches!(flaw, Flaw::Gap { .. } | Flaw::Conflict { .. }));
    match flaw {
        Flaw::NeverFires { .. } | Flaw::AlwaysDefeated { .. } => shaken(),
        Flaw::IdleOverride { rule, index } => {
            let target = match model.decisions[place].rules[*rule].overrides[*index] {
                Target::Rule(target) => dead(target),
                Target::Conclusion(_) => false,
            };
            shaken() || target || dead(*rule)
        }
        _ => false,
    }
}

fn built_in(drafts: &[DecisionDraft], whole: bool, problems: &mut Vec<Diagnostic>) {
    for (name, conclusions) in vocabulary::built_in_decisions() {
        match drafts.iter().find(|draft| draft.name.value == name) {
            None if !whole => {}
            None => {
                let message = format!("the decision `{name}` is missing");
                problems.push(Diagnostic::new(Code::MissingDecision, None, message).help(format!("add law/{name}.toml")));
            }
            Some(draft) if draft.conclusions.iter().map(|c| c.value.as_str()).ne(conclusions.iter().copied()) => {
                let message = format!("the conclusions of `{name}` must be those of the vocabulary, weakest first");
                let help = format!("conclusions = [{}]", conclusions.iter().map(|c| format!("\"{c}\"")).collect::<Vec<_>>().join(", "));
                problems.push(Diagnostic::new(Code::WrongConclusions, draft.conclusions_place.clone(), message).help(help));
            }
            Some(_) => {}
        }
    }
}

fn unknown(what: &str, text: &At<String>, known: &[String]) -> Diagnostic {
    let help = suggest::help(&text.value, known.iter().map(String::as_str));
    Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, text.place.clone(), format!("unknown {what} `{}`", text.value)) }
}

fn decision(
    model: &Model,
    draft: &DecisionDraft,
    rules: &[&RuleDraft],
    reading: &Reading<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (decision::Decision, Decision) {
    let mut conclusions: Vec<String> = Vec::new();
    for conclusion in &draft.conclusions {
        if conclusions.contains(&conclusion.value) {
            let message = format!("conclusion `{}` is given twice", conclusion.value);
            problems.push(Diagnostic::new(Code::Duplicate, conclusion.place.clone(), message).help("take one of the two out"));
        } else {
            conclusions.push(conclusion.value.clone());
        }
    }
    if conclusions.len() > MAX_VALUES || conclusions.is_empty() {
        let message = format!("a decision has 1 to {MAX_VALUES} conclusions, not {}", conclusions.len());
        let problem = Diagnostic::new(Code::TableTooLarge, draft.conclusions_place.clone(), message);
        problems.push(problem.help("split it into several decisions, each with fewer conclusions"));
        conclusions.truncate(MAX_VALUES);
    }
    // Where a built-in decision lists other conclusions, that is told once, and its rules are read by the vocabulary.
    if let Some((_, own)) = vocabulary::built_in_decisions().into_iter().find(|(name, _)| *name == draft.name.value) {
        conclusions = own.into_iter().map(str::to_owned).collect();
    }
    if rules.is_empty() && reading.is_whole_of(draft) {
        let message = format!("the decision `{}` has no rules", draft.name.value);
        problems.push(Diagnostic::new(Code::TableGap, draft.name.place.clone(), message).help("add rules, each under [rule.…]"));
    }
    let ids: Vec<String> = rules.iter().map(|rule| rule.id.value.clone()).collect();
    let mut compiled = Vec::new();
    let mut shown = Vec::new();
    for rule in rules {
        if problems.len() > limits::PROBLEMS {
            break;
        }
        let mut when = Vec::new();
        for (name, values) in &rule.when {
            when.extend(condition(model, name, values, reading.is_whole(), problems));
        }
        when.sort_by_key(|condition| condition.variable);
        let then = code(&conclusions, "conclusion", &rule.then, problems).unwrap_or_default();
        let mut overrides = Vec::new();
        for entry in rule.overrides.iter() {
            if problems.len() > limits::PROBLEMS {
                break;
            }
            overrides.extend(match entry {
                Override::Conclusion(text) => code(&conclusions, "conclusion", text, problems).map(Target::Conclusion),
                Override::Rule(text) => match ids.iter().position(|id| *id == text.value) {
                    Some(place) => Some(Target::Rule(place)),
                    None if draft.unread.contains(&text.value) => None,
                    None => {
                        problems.push(blame(Diagnostic { code: Code::UnknownRule, ..unknown("rule", text, &ids) }, &draft.touched));
                        None
                    }
                },
            });
        }
        let objection = conclusions.contains(&rule.then.value).then(|| objection(rule, problems)).flatten();
        compiled.push(decision::Rule { id: rule.id.value.clone(), when, then, overrides });
        shown.push(Rule {
            id: rule.id.value.clone(),
            then: rule.then.value.clone(),
            ground: rule.ground,
            objection,
            law: rule.law.clone(),
            because: rule.because.iter().cloned().collect(),
        });
    }
    let name = draft.name.value.clone();
    let decision = decision::Decision { name: name.clone(), conclusions: conclusions.clone(), rules: compiled };
    (decision, Decision { name, asks: draft.asks.clone(), conclusions, rules: shown })
}

fn code(conclusions: &[String], what: &str, text: &At<String>, problems: &mut Vec<Diagnostic>) -> Option<u8> {
    let place = conclusions.iter().position(|conclusion| *conclusion == text.value);
    if place.is_none() {
        problems.push(unknown(what, text, conclusions));
    }
    place.map(|place| place as u8)
}

fn condition(model: &Model, name: &At<String>, values: &[At<String>], whole: bool, problems: &mut Vec<Diagnostic>) -> Option<Condition> {
    let Some(variable) = model.variable(&name.value) else {
        // A built-in decision that is missing, unread or in a ring was told once already.
        if vocabulary::built_in_decisions().iter().any(|(decision, _)| *decision == name.value) {
            return None;
        }
        let known: Vec<String> = (0..model.variables()).map(|variable| model.name(variable).to_owned()).collect();
        let mut problem = unknown("attribute", name, &known);
        // It may be a decision that could not be read, unless it looks like a slip.
        if !whole && suggest::nearest(&name.value, known.iter().map(String::as_str), 1).is_empty() {
            return None;
        }
        problem.code = Code::UnknownKey;
        problem.help =
            problem.help.or_else(|| Some("a decision may ask for attributes and for the conclusions of earlier decisions".to_owned()));
        problems.push(problem);
        return None;
    };
    let mut allowed = 0u64;
    for value in values {
        match model.values(variable).iter().position(|known| *known == value.value) {
            Some(place) if allowed >> place & 1 == 1 => {
                let message = format!("`{}` is given twice", value.value);
                problems.push(Diagnostic::new(Code::Duplicate, value.place.clone(), message).help("take one of the two out"));
            }
            Some(place) => allowed |= 1 << place,
            None => problems.push(unknown(&name.value, value, model.values(variable))),
        }
    }
    Some(Condition { variable, allowed })
}

/// The objection of a rule; its standing follows from the conclusion, except that a disputed one may be `open`.
fn objection(rule: &RuleDraft, problems: &mut Vec<Diagnostic>) -> Option<(Objection, Standing)> {
    let Some(text) = &rule.objection else {
        if let Some(standing) = &rule.standing {
            let problem = Diagnostic::new(Code::UnknownKey, standing.place.clone(), "`standing` without an `objection`");
            problems.push(problem.help("say which objection it is that stands so, or take it out"));
        }
        return None;
    };
    let Some(objection) = Objection::from_label(&text.value) else {
        let known: Vec<String> = Objection::ALL.iter().map(|objection| objection.label().to_owned()).collect();
        problems.push(unknown("objection", text, &known));
        return None;
    };
    let follows = match rule.then.value.as_str() {
        "suspended" => Some(Standing::Accepted),
        "disputed" => Some(Standing::Contested),
        "objection-rejected" => Some(Standing::Rejected),
        _ => None,
    };
    let standing = match (&rule.standing, follows) {
        (None, Some(standing)) => standing,
        (Some(text), Some(Standing::Contested)) if text.value == "open" => Standing::Open,
        (Some(text), _) => {
            let problem =
                Diagnostic::new(Code::UnknownValue, text.place.clone(), format!("standing `{}` does not fit the conclusion", text.value));
            problems.push(problem.help("leave `standing` out; only a rule that concludes `disputed` may say `standing = \"open\"`"));
            return None;
        }
        (None, None) => {
            let message = format!("a rule that concludes `{}` cannot raise an objection", rule.then.value);
            let help = "objections belong to rules that conclude `objection-rejected`, `disputed` or `suspended`";
            problems.push(Diagnostic::new(Code::UnknownValue, text.place.clone(), message).help(help));
            return None;
        }
    };
    Some((objection, standing))
}

/// A witness for a reader.
pub(super) fn witness_text(model: &Model, witness: &Witness) -> String {
    if witness.is_empty() {
        return "every combination".to_owned();
    }
    decision::conditions(witness.iter().map(|(variable, code)| model.named(*variable, *code)))
}

fn told(model: &Model, place: usize, (draft, rules): &(&DecisionDraft, Vec<&RuleDraft>), flaw: &Flaw) -> Diagnostic {
    let name = &draft.name.value;
    let rule_place = |rule: usize| -> Option<Place> { rules[rule].id.place.clone() };
    let id = |rule: usize| &rules[rule].id.value;
    let inputs = |place: usize| {
        let decision = &model.decisions[place];
        let mut variables: Vec<usize> =
            decision.rules.iter().flat_map(|rule| rule.when.iter().map(|condition| condition.variable)).collect();
        variables.sort_unstable();
        variables.dedup();
        let sizes: Vec<String> = variables.iter().map(|v| format!("{} ({})", model.name(*v), model.values(*v).len())).collect();
        sizes.join(" × ")
    };
    match flaw {
        Flaw::TooLarge => {
            let message = format!("the decision `{name}` has more than {MAX_COMBINATIONS} combinations of inputs: {}", inputs(place));
            Diagnostic::new(Code::TableTooLarge, draft.name.place.clone(), message)
                .help("split it into several decisions, each asking for fewer attributes")
        }
        Flaw::OverrideCycle { rules: ring } => {
            let names: Vec<String> = ring.iter().chain(ring.first()).map(|rule| format!("`{}`", id(*rule))).collect();
            let message = format!("rules of `{name}` override each other in a ring: {}", names.join(" → "));
            // The first rule's override of the next one, which is itself in a ring of one.
            let (from, to) = (rules[ring[0]], rules[ring[1 % ring.len()]]);
            let aims = |entry: &&Override| match entry {
                Override::Rule(text) => text.value == to.id.value,
                Override::Conclusion(text) => text.value == to.then.value,
            };
            let place = from.overrides.iter().find(aims).and_then(|(Override::Rule(text) | Override::Conclusion(text))| text.place.clone());
            Diagnostic::new(Code::OverrideCycle, place, message).help("take one of the overrides out")
        }
        Flaw::Gap { witness } => {
            let message = format!("no rule of `{name}` fires for {}", witness_text(model, witness));
            Diagnostic::new(Code::TableGap, draft.name.place.clone(), message)
                .help("add a rule, or widen one, so that every combination is concluded")
        }
        Flaw::Conflict { rules: (a, b), witness } => {
            let (a, b) = (*a, *b);
            let message = format!(
                "`{}` concludes `{}` and `{}` concludes `{}`, both for {}",
                id(a),
                rules[a].then.value,
                id(b),
                rules[b].then.value,
                witness_text(model, witness)
            );
            let help = format!("say which is the exception: `overrides = [\"{}\"]` in `{}`, or the other way round", id(a), id(b));
            Diagnostic::new(Code::TableConflict, rule_place(b), message).also(rule_place(a)).help(help)
        }
        Flaw::NeverFires { rule } => {
            let message = format!("rule `{}` can never fire", id(*rule));
            Diagnostic::new(Code::RuleNeverFires, rule_place(*rule), message).help("no combination that can occur meets all its conditions")
        }
        Flaw::AlwaysDefeated { rule, witness } => {
            let message = format!("rule `{}` is overridden wherever it fires, as for {}", id(*rule), witness_text(model, witness));
            Diagnostic::new(Code::RuleAlwaysDefeated, rule_place(*rule), message).help("remove it, or narrow what overrides it")
        }
        Flaw::IdleOverride { rule, index } => {
            let (text, place) = match &rules[*rule].overrides[*index] {
                Override::Rule(text) => (format!("`{}`", text.value), text.place.clone()),
                Override::Conclusion(text) => (format!("every rule that concludes `{}`", text.value), text.place.clone()),
            };
            let message = format!("the override of {text} by `{}` never defeats a rule", id(*rule));
            Diagnostic::new(Code::IdleOverride, place, message).help("take it out: on no combination that can occur do both fire")
        }
    }
}
