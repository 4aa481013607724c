//! What an event is, once its words are resolved.

use super::super::What;
use super::super::diagnostic::{Code, Diagnostic};
use super::super::draft::{At, Event, Value};
use super::Check;
use crate::day::Day;
use crate::docket::Entry;
use crate::statute::{self, Step};
use crate::suggest;
use crate::vocabulary::{Acceptance, Agreement, Application, Control, Implementation, Office, Postponement, Request, Stance, Term};

impl Check<'_> {
    pub(super) fn what(&mut self, event: &Event) -> Option<What> {
        let fields = &event.fields;
        let by = |key| fields.text(key).and_then(|text| self.destination(text));
        let person = || fields.text("person").and_then(|text| self.persons.get(text).copied());
        let stance = |stance| What::Stance { person: person(), stance };
        let office = || fields.text("office").and_then(Office::from_label);
        Some(match event.what {
            "signed" => What::Step(Step::Signed),
            "signature-renounced" => What::Step(Step::SignatureRenounced),
            "consented" => What::Step(Step::Consented),
            "deposited" => {
                if let Some(At { value: Value::Stated { day, .. }, place }) = fields.get("stated")
                    && *day < event.on.earliest
                    && fields.text("by") != Some("succession")
                {
                    let message = "the Statute cannot be in force for it before its instrument is deposited (RS 126)";
                    let problem = Diagnostic::new(Code::Contradiction, place.clone(), message);
                    self.problems.push(problem.help("only a succession has effect from a day that is past: by = \"succession\""));
                    return Some(What::Step(Step::Deposited { in_force: None }));
                }
                let in_force = self.stated(event, statute::entry_into_force(event.on.earliest), "RS 126");
                What::Step(Step::Deposited { in_force })
            }
            "deposit-withdrawn" => What::Step(Step::DepositWithdrawn),
            "withdrawal-notified" => {
                let effective = fields.day("effective");
                let out = self.stated(event, statute::exit(event.on.earliest, effective), "RS 127(1)");
                What::Step(Step::WithdrawalNotified { effective, out })
            }
            "withdrawal-revoked" => What::Step(Step::WithdrawalRevoked),
            "agreement" => What::Agreement { with: by("with")?, on: true },
            "agreement-ended" => What::Agreement { with: by("with")?, on: false },
            "pledged" => stance(Stance::Pledged),
            "refused" => stance(Stance::Refused),
            "stance-dropped" => stance(Stance::Silent),
            "let-go" => What::LetGo,
            "implementing-law" => What::ImplementingLaw { on: true },
            "implementing-law-repealed" => What::ImplementingLaw { on: false },
            "excluded" => What::Application(Application::Excluded),
            "extended" => What::Application(Application::Applies),
            "control-lost" => What::Control(Control::Other),
            "control-restored" => What::Control(Control::Government),
            "examination-opened" => What::ExaminationOpened,
            "investigation-opened" => What::InvestigationOpened,
            "council-referral" => What::CouncilReferral { binds: self.list(fields.texts("binds")) },
            "council-deferral" => {
                let until = fields.day("until")?;
                if until < event.on.earliest {
                    let place = fields.get("until").and_then(|value| value.place.clone());
                    let message = format!("the deferral ends before it begins, on {}", event.on.earliest);
                    self.problems.push(Diagnostic::new(Code::Contradiction, place, message).help("`until` is its last day, inclusive"));
                }
                What::CouncilDeferral { until }
            }
            "accepted" => What::Acceptance { by: by("by")?, acceptance: Acceptance::Declaration },
            "arrangement" => What::Acceptance { by: by("by")?, acceptance: Acceptance::Arrangement },
            "acceptance-ended" | "arrangement-ended" => What::Acceptance { by: by("by")?, acceptance: Acceptance::None },
            "took-office" => What::Office { office: office()?, on: true },
            "left-office" => What::Office { office: office()?, on: false },
            "application-public" => What::Docket(Entry::ApplicationPublic),
            "issued" => What::Docket(Entry::Issued { sealed: fields.flag("sealed") }),
            "unsealed" => What::Docket(Entry::Unsealed),
            "arrested" => match by("by") {
                Some(by) => What::ArrestedBy(by),
                None => What::Docket(Entry::Arrested),
            },
            "released" => What::Docket(Entry::Released),
            "surrendered" | "appeared" => What::Docket(Entry::BeforeTheCourt),
            "withdrawn" | "vacated" | "terminated" => What::Docket(Entry::Ended),
            "requested" => What::Requested { of: by("of")?, request: Request::Made },
            "not-requested" => What::Requested { of: by("of")?, request: Request::NotMade },
            "postponed" => What::Postponed { by: by("by")?, on: true },
            "postponement-ended" => What::Postponed { by: by("by")?, on: false },
            "unknown" => match fields.text("attribute")? {
                "application" => self.any_of(event, What::Application)?,
                "control" => self.any_of(event, What::Control)?,
                "implementation" => {
                    self.any_of(event, |value: Implementation| What::ImplementingLaw { on: value == Implementation::InForce })?
                }
                "office" => self.any_of(event, What::OfficeIs)?,
                "stance" => {
                    let person = person();
                    self.any_of(event, |stance| What::Stance { person, stance })?
                }
                "agreement" => {
                    let Some(with) = by("with") else {
                        if fields.get("with").is_none() {
                            let message = "an unknown agreement lacks the key `with`";
                            let problem = Diagnostic::new(Code::MissingKey, event.place.clone(), message);
                            self.problems.push(problem.help("add `with = \"…\"`"));
                        }
                        return None;
                    };
                    self.any_of(event, |value: Agreement| What::Agreement { with, on: value == Agreement::Yes })?
                }
                "acceptance" => {
                    let by = by("by")?;
                    self.any_of(event, |acceptance| What::Acceptance { by, acceptance })?
                }
                "postponement" => {
                    let by = by("by")?;
                    self.any_of(event, |value: Postponement| What::Postponed { by, on: value == Postponement::Yes })?
                }
                _ => return None,
            },
            _ => What::Record,
        })
    }

    /// The values that an unknown attribute may have: those `among` which it is, or all.
    fn any_of<T: Term>(&mut self, event: &Event, what: impl Fn(T) -> What) -> Option<What> {
        let among = event.fields.texts("among");
        let mut values: Vec<T> = Vec::new();
        for text in among {
            match T::from_label(&text.value) {
                Some(value) if !values.contains(&value) => values.push(value),
                Some(_) => {
                    let message = format!("`{}` is given twice", text.value);
                    self.problems.push(Diagnostic::new(Code::Duplicate, text.place.clone(), message).help("take one of the two out"));
                }
                None => {
                    let help = suggest::help(&text.value, T::ALL.iter().map(|value| value.label()));
                    let message = format!("unknown {} `{}`", T::NAME, text.value);
                    self.problems.push(Diagnostic { help, ..Diagnostic::new(Code::UnknownValue, text.place.clone(), message) });
                }
            }
        }
        match among.len() {
            0 if event.fields.get("among").is_none() => Some(What::AnyOf(T::ALL.iter().copied().map(what).collect())),
            0 | 1 => {
                let place = event.fields.get("among").and_then(|among| among.place.clone());
                let problem = Diagnostic::new(Code::UnknownValue, place, "what is unknown lies among two values at least");
                self.problems.push(problem.help("leave `among` out where any value is possible"));
                None
            }
            _ => Some(What::AnyOf(values.into_iter().map(what).collect())),
        }
    }

    /// The stated day, where it replaces the computed one; a difference without a reason is a problem.
    fn stated(&mut self, event: &Event, computed: Option<Day>, article: &str) -> Option<Day> {
        let at = event.fields.get("stated")?;
        let Value::Stated { day, differs_because } = &at.value else { return None };
        if !event.on.is_exact() || computed == Some(*day) {
            return None;
        }
        if differs_because.is_none() {
            let computed = computed.map_or("no day".to_owned(), |day| day.to_string());
            let message = format!("the stated day {day} differs from {computed}, which {article} yields");
            let problem = Diagnostic::new(Code::StatedDayDiffers, at.place.clone(), message);
            self.problems.push(problem.help("correct one of the two days, or say why in `differs_because`"));
        }
        Some(*day)
    }
}
