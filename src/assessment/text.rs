//! An answer as a text for a reader: the report, written out.

use std::fmt;

use super::report::{Change, EvaluationReport, LifetimeReport, ReasonReport, Report, RuleReport, StepReport, ValueReport};
use crate::rulebook::Source;
use crate::vocabulary::{Attribute, Request, Term};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { person, destination, on, presence, as_of, .. } = self;
        writeln!(f, "{} · {} · {on} · {presence} · as known on {as_of}\n", person.name, destination.name)?;
        writeln!(f, "  verdict      {}", self.verdict)?;
        writeln!(f, "  duty         {}", self.duty)?;
        writeln!(f, "  risk         {}", self.risk)?;
        writeln!(f, "  membership   {}", self.membership)?;
        for own in &self.decisions {
            writeln!(f, "  {:<12} {}", own.decision, own.conclusion)?;
        }
        for evaluation in &self.evaluations {
            let (status, verdict) = (&evaluation.status, &evaluation.verdict);
            match (&evaluation.warrant, &evaluation.situation) {
                (Some(warrant), Some(situation)) => writeln!(f, "  warrant      {warrant} ({}): {status}, {verdict}", situation.name)?,
                _ => writeln!(f, "  warrant      none on record")?,
            }
        }
        if self.projection {
            writeln!(f, "  projection   the facts cover no day after {}", self.as_of)?;
        }
        for unknown in &self.unknown {
            writeln!(f, "  not known    {unknown}")?;
        }
        writeln!(f, "\nThe verdict is the same {}; nothing in the answer changes {}.", self.verdict_lifetime.span(), self.lifetime.span())?;
        edges(f, &self.verdict_lifetime, &self.lifetime)?;
        let Some(strongest) = self.evaluations.iter().find(|evaluation| evaluation.warrant == self.strongest) else { return Ok(()) };
        write!(f, "{strongest}")?;
        if strongest
            .values
            .iter()
            .any(|value| value.used && value.attribute == Attribute::Request && value.value == [Request::Made.label()])
        {
            for assumption in &self.assumptions {
                writeln!(f, "\nAssumed: {} [{}]", assumption.text, assumption.law.join("; "))?;
            }
        }
        writeln!(f, "\nFacts {} as of {}. A warrant is not a conviction, and this is no legal advice.", self.facts_version, self.as_of)
    }
}

/// What bounds the two lifetimes, each edge once.
fn edges(f: &mut fmt::Formatter<'_>, verdict: &LifetimeReport, whole: &LifetimeReport) -> fmt::Result {
    let all = [&verdict.begins_with, &whole.begins_with, &whole.ends_with, &verdict.ends_with];
    let mut changes: Vec<&Change> = Vec::new();
    for change in all.into_iter().flatten() {
        if !changes.contains(&change) {
            changes.push(change);
        }
    }
    changes.sort_by_key(|change| change.day);
    for change in changes {
        match change.before == change.after {
            true => writeln!(f, "  {}  {} {}, on another fact", change.day, change.attribute, change.after)?,
            false => writeln!(f, "  {}  {} {} → {}", change.day, change.attribute, change.before, change.after)?,
        }
    }
    Ok(())
}

impl fmt::Display for EvaluationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (verdict, steps) in &self.reasons {
            match self.reasons.len() {
                1 => writeln!(f, "\nWhy")?,
                _ => writeln!(f, "\nWhy it may be {verdict}")?,
            }
            steps.iter().filter(|step| step.relied_on).try_for_each(|step| step.fmt(f))?;
        }
        for own in self.decisions.iter().filter(|own| own.reasons.len() > 1) {
            for (conclusion, steps) in own.conclusion.possible().iter().zip(&own.reasons) {
                writeln!(f, "\nWhy {} may be {conclusion}", own.decision)?;
                steps.iter().try_for_each(|step| step.fmt(f))?;
            }
        }
        for objection in &self.objections {
            writeln!(
                f,
                "\nObjection: {} ({}). {} [{}]",
                objection.objection,
                objection.standing,
                objection.because,
                objection.law.join("; ")
            )?;
        }
        let used: Vec<&ValueReport> = self.values.iter().filter(|value| value.used).collect();
        if used.iter().any(|value| !value.facts.is_empty()) {
            writeln!(f, "\nFacts")?;
        }
        let mut sources: Vec<&Source> = Vec::new();
        for value in used.iter().filter(|value| !value.facts.is_empty()) {
            writeln!(f, "  {}: {}", value.attribute.name(), value.value.join(" or "))?;
            for fact in &value.facts {
                let ids: Vec<&str> = fact.sources.iter().map(|source| source.id.as_str()).collect();
                let ids = if ids.is_empty() { vec!["assumed"] } else { ids };
                writeln!(f, "    {}  {}: {} [{}]", fact.on, fact.owner.name, fact.what, ids.join(", "))?;
                sources.extend(&fact.sources);
            }
        }
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        sources.dedup_by(|a, b| a.id == b.id);
        if !sources.is_empty() {
            writeln!(f, "\nSources")?;
        }
        for source in sources {
            writeln!(f, "  [{}] {}. {} (read {})", source.id, source.title, source.at, source.read)?;
        }
        Ok(())
    }
}

impl fmt::Display for StepReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}: {}", self.decision, self.conclusion)?;
        for rule in &self.decisive {
            writeln!(f, "    {rule}")?;
        }
        for rule in &self.defeated {
            writeln!(f, "    {rule} — overridden by {}", rule.overridden_by.join(", "))?;
        }
        Ok(())
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
        let sign = if self.ground { "" } else { "no ground: " };
        write!(f, "{}: {sign}{} [{}]", self.rule, self.because, self.law.join("; "))
    }
}
