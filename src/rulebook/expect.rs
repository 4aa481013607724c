//! What an overlay expects of the outcome, held against it.

use super::diagnostic::{Code, Diagnostic, Place};
use super::draft::{At, Words};
use crate::assessment::{Assessment, EvaluationReport, Finding, Lifetime, StepReport};
use crate::day::Day;
use crate::engine::{AskError, Engine, Question};
use crate::suggest;
use crate::vocabulary::{Duty, Label, Presence, Risk, Term, Verdict, Warrant};

/// A stretch of days, inclusive, as it is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Option<Day>,
    pub(crate) until: Option<Day>,
}

/// A row of `[[expect]]`: a question, and any part of its answer.
///
/// Values, labels, objections and lifetimes must be just these; rules and citations must be among those of the answer.
#[derive(Debug, Clone)]
pub(crate) struct Expect {
    pub(crate) person: At<String>,
    pub(crate) destination: At<String>,
    pub(crate) on: Day,
    pub(crate) known_at: Option<Day>,
    pub(crate) presence: Presence,
    pub(crate) verdict: Option<At<Vec<Verdict>>>,
    pub(crate) duty: Option<At<Vec<Duty>>>,
    pub(crate) risk: Option<At<Vec<Risk>>>,
    pub(crate) membership: Option<At<Vec<Label>>>,
    pub(crate) warrant: Option<At<Vec<Warrant>>>,
    pub(crate) strongest: Option<At<String>>,
    /// Decisions by name, each with its possible conclusions.
    pub(crate) decisions: Vec<(At<String>, Vec<At<String>>)>,
    /// As `decision/rule`.
    pub(crate) decisive: Vec<At<String>>,
    pub(crate) defeated: Vec<At<String>>,
    pub(crate) citations: Vec<At<String>>,
    pub(crate) objections: Option<At<Words>>,
    pub(crate) lifetime: Option<At<Span>>,
    pub(crate) verdict_lifetime: Option<At<Span>>,
}

impl Expect {
    pub(super) fn question(&self) -> Question {
        Question { presence: self.presence, ..Question::new(self.person.value.clone(), self.destination.value.clone(), self.on) }
    }
}

/// Every expectation that is not met.
pub(super) fn unmet(engine: &Engine, expects: &[Expect]) -> Vec<Diagnostic> {
    let mut unmet = Unmet { problems: Vec::new(), answer: String::new() };
    for expect in expects {
        let known;
        let engine = match expect.known_at {
            Some(day) => {
                known = engine.known_at(day);
                &known
            }
            None => engine,
        };
        match engine.ask(&expect.question()) {
            Ok(answer) => unmet.compare(engine, expect, &answer),
            Err(error) => {
                let (code, place) = match error {
                    AskError::UnknownDestination { .. } | AskError::AmbiguousDestination { .. } => {
                        (Code::UnknownState, &expect.destination.place)
                    }
                    _ => (Code::UnknownPerson, &expect.person.place),
                };
                unmet.problems.push(Diagnostic::new(code, place.clone(), error.to_string()));
            }
        }
    }
    unmet.problems
}

struct Unmet {
    problems: Vec<Diagnostic>,
    /// The answer in short, as help.
    answer: String,
}

impl Unmet {
    fn add(&mut self, place: &Option<Place>, message: String) {
        self.problems.push(Diagnostic::new(Code::Expectation, place.clone(), message).help(self.answer.clone()));
    }

    fn compare(&mut self, engine: &Engine, expect: &Expect, answer: &Assessment<'_>) {
        let report = answer.strongest().report();
        let (decisive, defeated) = (rules(&report, |step| &step.decisive), rules(&report, |step| &step.defeated));
        self.answer = format!("the answer is {}: {}", answer.verdict(), decisive.join(", "));
        self.values("verdict", &expect.verdict, &answer.verdict());
        self.values("duty", &expect.duty, &answer.duty());
        self.values("risk", &expect.risk, &answer.risk());
        self.values("membership", &expect.membership, &answer.membership());
        self.values("warrant", &expect.warrant, &answer.warrant());
        for (name, expected) in &expect.decisions {
            self.decision(engine, name, expected, answer);
        }
        if let Some(at) = &expect.strongest {
            let found = answer.strongest().warrant_id().unwrap_or("none");
            if found != at.value {
                self.add(&at.place, format!("the strongest warrant is `{found}`, not `{}`", at.value));
            }
        }
        self.named(engine, "decisive", &expect.decisive, &decisive);
        self.named(engine, "defeated", &expect.defeated, &defeated);
        let citations: Vec<String> = steps(&report).flat_map(|step| &step.decisive).flat_map(|rule| rule.law.clone()).collect();
        for at in expect.citations.iter().filter(|at| !citations.contains(&at.value)) {
            self.add(&at.place, format!("`{}` is not cited; cited are {}", at.value, citations.join(", ")));
        }
        if let Some(at) = &expect.objections {
            let mut expected: Vec<String> =
                at.value.iter().map(|(objection, standing)| format!("{} {}", objection.value, standing.value)).collect();
            let mut found: Vec<String> = report.objections.iter().map(|o| format!("{} {}", o.objection, o.standing)).collect();
            expected.sort();
            found.sort();
            if expected != found {
                let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
                self.add(&at.place, format!("the objections are {found}"));
            }
        }
        self.span("lifetime", &expect.lifetime, answer.lifetime());
        self.span("verdict lifetime", &expect.verdict_lifetime, answer.verdict_lifetime());
    }

    fn values<T: Term + std::fmt::Display>(&mut self, what: &str, expected: &Option<At<Vec<T>>>, found: &Finding<T>) {
        if let Some(at) = expected
            && at.value != found.possible()
        {
            let labels: Vec<&str> = at.value.iter().map(|value| value.label()).collect();
            self.add(&at.place, format!("the {what} is {found}, not {}", labels.join(" or ")));
        }
    }

    fn decision(&mut self, engine: &Engine, name: &At<String>, expected: &[At<String>], answer: &Assessment<'_>) {
        let law = engine.rulebook().law();
        let (Some(place), Some(found)) = (law.place(&name.value), answer.decision(&name.value)) else {
            let help = suggest::help(&name.value, law.decisions.iter().map(|decision| decision.name.as_str()));
            let message = format!("unknown decision `{}`", name.value);
            self.problems.push(Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, name.place.clone(), message) });
            return;
        };
        let known = &law.decisions[place].conclusions;
        for text in expected.iter().filter(|text| !known.contains(&text.value)) {
            let help = suggest::help(&text.value, known.iter().map(String::as_str));
            let message = format!("unknown conclusion `{}` of `{}`", text.value, name.value);
            self.problems.push(Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, text.place.clone(), message) });
        }
        let is_expected = |label: &&str| expected.iter().any(|text| text.value == **label);
        let all_known = expected.iter().all(|text| known.contains(&text.value));
        if all_known && !(found.possible().len() == expected.len() && found.possible().iter().all(is_expected)) {
            let labels: Vec<&str> = expected.iter().map(|text| text.value.as_str()).collect();
            let place = expected.first().map_or(&name.place, |text| &text.place);
            self.add(place, format!("`{}` is {found}, not {}", name.value, labels.join(" or ")));
        }
    }

    fn named(&mut self, engine: &Engine, which: &str, expected: &[At<String>], found: &[String]) {
        for at in expected.iter().filter(|at| !found.contains(&at.value)) {
            let law = &engine.rulebook().law().decisions;
            let known: Vec<String> = law.iter().flat_map(|d| d.rules.iter().map(move |rule| format!("{}/{}", d.name, rule.id))).collect();
            if known.contains(&at.value) {
                self.add(&at.place, format!("the rule `{}` is not {which}", at.value));
            } else {
                let help = suggest::nearest(&at.value, known.iter().map(String::as_str), 1);
                let help = help.first().map_or("name it as `decision/rule`".to_owned(), |near| format!("did you mean `{near}`?"));
                let problem = Diagnostic::new(Code::UnknownRule, at.place.clone(), format!("unknown rule `{}`", at.value));
                self.problems.push(problem.help(help));
            }
        }
    }

    fn span(&mut self, what: &str, expected: &Option<At<Span>>, found: Lifetime) {
        if let Some(at) = expected
            && (at.value.from, at.value.until) != (found.from, found.until)
        {
            let edge = |day: Option<Day>| day.map_or("ever".to_owned(), |day| day.to_string());
            self.add(&at.place, format!("the {what} is {} to {}", edge(found.from), edge(found.until)));
        }
    }
}

fn steps(report: &EvaluationReport) -> impl Iterator<Item = &StepReport> {
    report.reasons.values().flatten().filter(|step| step.relied_on)
}

/// The rules of the steps on which the answer rests, as `decision/rule`, each once.
fn rules<'r>(report: &'r EvaluationReport, of: impl Fn(&'r StepReport) -> &'r Vec<crate::RuleReport>) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for step in steps(report) {
        for rule in of(step) {
            let rule = format!("{}/{}", step.decision, rule.rule);
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
    }
    rules
}
