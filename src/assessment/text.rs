//! An answer as a text for a reader: the report, written out in a language.

use std::fmt;

use super::report::{Change, EvaluationReport, LifetimeReport, ReasonReport, Report, RuleReport, StepReport, ValueReport};
use super::{Finding, Lifetime};
use crate::language::{Language, width};
use crate::rulebook::Source;
use crate::vocabulary::{Attribute, Request, Term};

/// An answer's text in a language. See [`Assessment::text`](super::Assessment::text).
#[derive(Debug, Clone)]
pub struct Text {
    /// In the same language.
    pub(super) report: Report,
    pub(super) language: Language,
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        whole(f, &self.report, self.language)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        whole(f, self, Language::En)
    }
}

impl fmt::Display for EvaluationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        evaluation(f, self, Language::En)
    }
}

impl fmt::Display for StepReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        step(f, self, Language::En)
    }
}

impl fmt::Display for ReasonReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.decision, self.rule)
    }
}

impl fmt::Display for RuleReport {
    /// A rule that says that there is no ground begins with `no ground:`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&rule(self, Language::En))
    }
}

fn whole(f: &mut fmt::Formatter<'_>, report: &Report, language: Language) -> fmt::Result {
    let day = |day: crate::day::Day| language.run(&day.to_string());
    let as_of = day(report.as_of);
    let heading = [
        ("person", report.person.name.as_str()),
        ("destination", &report.destination.name),
        ("on", &day(report.on)),
        ("presence", &language.label("presence", report.presence.label())),
        ("as_of", &as_of),
    ];
    writeln!(f, "{}\n", language.say("heading", &heading))?;
    let term = |name: &str| if language == Language::En { name.to_owned() } else { language.label("term", name) };
    let mut outline = vec![
        (term("verdict"), finding(language, "verdict", &report.verdict)),
        (term("duty"), finding(language, "duty", &report.duty)),
        (term("risk"), finding(language, "risk", &report.risk)),
        (term("membership"), finding(language, "membership", &report.membership)),
    ];
    let column = outline.iter().map(|(name, _)| width(name) + 2).max().unwrap_or_default().max(13);
    for own in &report.decisions {
        outline.push((language.run(&own.decision), among(language, &own.decision, &own.conclusion, String::as_str)));
    }
    for evaluation in &report.evaluations {
        let told = match (&evaluation.warrant, &evaluation.situation) {
            (Some(warrant), Some(situation)) => {
                let values = [
                    ("warrant", language.run(warrant)),
                    ("situation", situation.name.clone()),
                    ("status", finding(language, "warrant", &evaluation.status)),
                    ("verdict", finding(language, "verdict", &evaluation.verdict)),
                ];
                say(language, "warrant", &values)
            }
            _ => language.say("no-warrant", &[]),
        };
        outline.push((term("warrant"), told));
    }
    if report.projection {
        outline.push((language.say("term-projection", &[]), language.say("projection", &[("as_of", &as_of)])));
    }
    for unknown in &report.unknown {
        outline.push((language.say("term-unknown", &[]), unknown.clone()));
    }
    for (name, told) in outline {
        writeln!(f, "  {name}{:gap$}{told}", "", gap = column.saturating_sub(width(&name)).max(1))?;
    }
    let spans = [("verdict", span(language, report.verdict_lifetime.span())), ("all", span(language, report.lifetime.span()))];
    writeln!(f, "\n{}", say(language, "same", &spans))?;
    edges(f, &report.verdict_lifetime, &report.lifetime, language)?;
    let Some(strongest) = report.evaluations.iter().find(|evaluation| evaluation.warrant == report.strongest) else { return Ok(()) };
    evaluation(f, strongest, language)?;
    let requested = |value: &ValueReport| value.used && value.attribute == Attribute::Request && value.value == [Request::Made.label()];
    if strongest.values.iter().any(requested) {
        for assumption in &report.assumptions {
            let values = [("text", assumption.text.clone()), ("law", laws(language, &assumption.law))];
            writeln!(f, "\n{}", say(language, "assumption", &values))?;
        }
    }
    writeln!(f, "\n{}", say(language, "foot", &[("version", language.run(&report.facts_version)), ("as_of", as_of)]))
}

fn say(language: Language, sentence: &str, values: &[(&str, String)]) -> String {
    language.say(sentence, &values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>())
}

fn finding<T: Term>(language: Language, kind: &str, finding: &Finding<T>) -> String {
    among(language, kind, finding, |value| value.label())
}

fn among<T>(language: Language, kind: &str, finding: &Finding<T>, label: impl Fn(&T) -> &str) -> String {
    match finding {
        Finding::Is(value) => language.label(kind, label(value)),
        Finding::Undetermined(values) => {
            let values: Vec<String> = values.iter().map(|value| language.label(kind, label(value))).collect();
            language.say("undetermined", &[("values", &values.join(&language.say("among", &[])))])
        }
    }
}

fn span(language: Language, lifetime: Lifetime) -> String {
    let sentence = match (lifetime.from, lifetime.until) {
        (None, None) => "ever",
        (Some(_), None) => "from",
        (None, Some(_)) => "until",
        (Some(_), Some(_)) => "both",
    };
    let day = |day: Option<crate::day::Day>| day.map_or(String::new(), |day| language.run(&day.to_string()));
    say(language, sentence, &[("from", day(lifetime.from)), ("until", day(lifetime.until))])
}

fn laws(language: Language, laws: &[String]) -> String {
    language.run(&format!("[{}]", laws.join("; ")))
}

/// What bounds the two lifetimes, each edge once.
fn edges(f: &mut fmt::Formatter<'_>, verdict: &LifetimeReport, whole: &LifetimeReport, language: Language) -> fmt::Result {
    let all = [&verdict.begins_with, &whole.begins_with, &whole.ends_with, &verdict.ends_with];
    let mut changes: Vec<&Change> = Vec::new();
    for change in all.into_iter().flatten() {
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    changes.sort_by_key(|change| change.day);
    for change in changes {
        let value = |value: &str| language.either(&change.attribute, value.split(" or "));
        let values = [
            ("day", language.run(&change.day.to_string())),
            ("attribute", language.label("attribute", &change.attribute)),
            ("before", value(&change.before)),
            ("after", value(&change.after)),
        ];
        let sentence = if change.before == change.after { "same-value" } else { "change" };
        writeln!(f, "  {}", say(language, sentence, &values))?;
    }
    Ok(())
}

fn evaluation(f: &mut fmt::Formatter<'_>, report: &EvaluationReport, language: Language) -> fmt::Result {
    for (verdict, steps) in &report.reasons {
        match report.reasons.len() {
            1 => writeln!(f, "\n{}", language.say("why", &[]))?,
            _ => writeln!(f, "\n{}", say(language, "why-maybe", &[("verdict", language.label("verdict", verdict))]))?,
        }
        steps.iter().filter(|step| step.relied_on).try_for_each(|found| step(f, found, language))?;
    }
    for own in report.decisions.iter().filter(|own| own.reasons.len() > 1) {
        for (conclusion, steps) in own.conclusion.possible().iter().zip(&own.reasons) {
            let values = [("decision", language.run(&own.decision)), ("conclusion", language.label(&own.decision, conclusion))];
            writeln!(f, "\n{}", say(language, "why-own", &values))?;
            steps.iter().try_for_each(|found| step(f, found, language))?;
        }
    }
    for objection in &report.objections {
        let values = [
            ("objection", language.label("objection", objection.objection.label())),
            ("standing", language.label("standing", objection.standing.label())),
            ("because", objection.because.clone()),
            ("law", laws(language, &objection.law)),
        ];
        writeln!(f, "\n{}", say(language, "objection", &values))?;
    }
    facts(f, report, language)
}

fn facts(f: &mut fmt::Formatter<'_>, report: &EvaluationReport, language: Language) -> fmt::Result {
    let told: Vec<&ValueReport> = report.values.iter().filter(|value| value.used && !value.facts.is_empty()).collect();
    if !told.is_empty() {
        writeln!(f, "\n{}", language.say("facts", &[]))?;
    }
    let mut sources: Vec<&Source> = Vec::new();
    for value in told {
        let name = value.attribute.name();
        writeln!(f, "  {}: {}", language.label("attribute", name), language.either(name, value.value.iter().map(String::as_str)))?;
        for fact in &value.facts {
            let ids: Vec<&str> = fact.sources.iter().map(|source| source.id.as_str()).collect();
            let ids = if ids.is_empty() { language.say("assumed", &[]) } else { ids.join(", ") };
            writeln!(f, "    {}  {}: {} {}", fact.on, fact.owner.name, fact.what, language.run(&format!("[{ids}]")))?;
            sources.extend(&fact.sources);
        }
    }
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    sources.dedup_by(|a, b| a.id == b.id);
    if !sources.is_empty() {
        writeln!(f, "\n{}", language.say("sources", &[]))?;
    }
    for source in sources {
        let read = say(language, "read", &[("read", language.run(&source.read.to_string()))]);
        writeln!(f, "  {} {read}", language.run(&format!("[{}] {}. {}", source.id, source.title, source.at)))?;
    }
    Ok(())
}

fn step(f: &mut fmt::Formatter<'_>, step: &StepReport, language: Language) -> fmt::Result {
    // A decision of the rulebook's own has no word but its name.
    writeln!(f, "  {}: {}", language.label("decision", &step.decision), language.label(&step.decision, &step.conclusion))?;
    for decisive in &step.decisive {
        writeln!(f, "    {}", rule(decisive, language))?;
    }
    for defeated in &step.defeated {
        let by = defeated.overridden_by.iter().map(|rule| language.run(rule)).collect::<Vec<_>>().join(&language.say("comma", &[]));
        writeln!(f, "    {}{}", rule(defeated, language), language.say("overridden", &[("rules", &by)]))?;
    }
    Ok(())
}

fn rule(rule: &RuleReport, language: Language) -> String {
    let sign = if rule.ground { String::new() } else { language.say("no-ground", &[]) };
    format!("{}: {sign}{} {}", language.run(&rule.rule), rule.because, laws(language, &rule.law))
}
