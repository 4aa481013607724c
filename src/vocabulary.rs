//! The finite vocabulary: every attribute and conclusion, its values, and what they mean.
//!
//! Names follow the Statute and the depositary's practice; the spelling in files and output is the label (kebab-case).

use crate::decision::{Condition, Variable};

/// A word list of the vocabulary: an attribute or a conclusion with finitely many values.
pub trait Term: Copy + Eq + Ord + std::fmt::Debug + 'static {
    /// The name in files and output.
    const NAME: &'static str;
    /// Every value, in declared order.
    const ALL: &'static [Self];

    /// What it stands for.
    const ABOUT: &'static str;

    /// The value as files and output spell it.
    fn label(self) -> &'static str;

    /// What the value means.
    fn meaning(self) -> &'static str;

    /// The place of the value in [`Term::ALL`].
    fn code(self) -> u8;

    /// The value with this code.
    fn from_code(code: u8) -> Option<Self> {
        Self::ALL.get(usize::from(code)).copied()
    }

    /// The value with this label.
    fn from_label(label: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.label() == label)
    }
}

/// The text of documentation comments.
macro_rules! text_of {
    ($(#[doc = $doc:literal])+ $(#[non_exhaustive])?) => { concat!($($doc),+).trim_ascii() };
}

macro_rules! term {
    ($(#[$($meta:tt)+])+ $name:ident $label:literal { $($(#[$($doc:tt)+])+ $value:ident $text:literal),+ $(,)? }) => {
        $(#[$($meta)+])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$($doc)+])+ $value),+ }

        impl Term for $name {
            const NAME: &'static str = $label;
            const ALL: &'static [Self] = &[$(Self::$value),+];
            const ABOUT: &'static str = text_of!($(#[$($meta)+])+);
            fn label(self) -> &'static str { match self { $(Self::$value => $text),+ } }
            fn meaning(self) -> &'static str { match self { $(Self::$value => text_of!($(#[$($doc)+])+)),+ } }
            fn code(self) -> u8 { self as u8 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.label()) }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.label())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownTerm;
            fn from_str(text: &str) -> Result<Self, UnknownTerm> {
                Self::from_label(text).ok_or_else(|| UnknownTerm { name: $label, text: text.to_owned(), values: &[$($text),+] })
            }
        }
    };
}

/// A text that is no value of its word list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown {name} `{}`; known are {}", crate::text::shown(text), values.join(", "))]
pub struct UnknownTerm {
    name: &'static str,
    text: String,
    values: &'static [&'static str],
}

term! {
    /// The status of a warrant on a day (RS 58).
    #[non_exhaustive]
    Warrant "warrant" {
        /// Nothing public or sealed yet.
        None "none",
        /// The Prosecutor's application is public; no judge has ruled.
        Requested "requested",
        /// Issued, not public.
        Sealed "sealed",
        /// Issued and public, the person at large.
        Outstanding "outstanding",
        /// Held by a state, not yet handed over.
        Arrested "arrested",
        /// With the Court: surrendered or appeared.
        Surrendered "surrendered",
        /// Withdrawn, vacated, or the case terminated.
        Ended "ended",
    }
}

term! {
    /// What the warrant is for.
    #[non_exhaustive]
    Offence "offence" {
        /// Genocide, crimes against humanity, war crimes, aggression (RS 5).
        Core "core",
        /// Offences against the administration of justice (RS 70).
        AdministrationOfJustice "administration-of-justice",
    }
}

term! {
    /// Whether the Court has asked the destination to arrest and surrender (RS 89(1), 91).
    #[non_exhaustive]
    Request "request" {
        /// It has not.
        NotMade "not-made",
        /// It has.
        Made "made",
    }
}

term! {
    /// The destination's signature of the Statute (RS 125(1)).
    #[non_exhaustive]
    Signature "signature" {
        /// Never signed.
        None "none",
        /// Signed.
        Signed "signed",
        /// Signed, and notified that it does not intend to become a party (VCLT 18(a)).
        Renounced "renounced",
    }
}

term! {
    /// The destination's way into and out of the Statute (RS 125–127).
    #[non_exhaustive]
    Membership "membership" {
        /// No step beyond a signature.
        None "none",
        /// Consent given at home, no instrument deposited.
        Ratifying "ratifying",
        /// Instrument deposited, not in force yet.
        Deposited "deposited",
        /// The Statute is in force for it.
        Party "party",
        /// Withdrawal notified, not yet effective: still a party.
        Withdrawing "withdrawing",
        /// Out.
        FormerParty "former-party",
    }
}

term! {
    /// Whether the Statute applies to the destination as a territory (VCLT 29).
    #[non_exhaustive]
    Application "application" {
        /// It does, where it binds the responsible state.
        Applies "applies",
        /// The responsible state has excluded the territory.
        Excluded "excluded",
    }
}

term! {
    /// Who controls the destination; for `risk` only.
    #[non_exhaustive]
    Control "control" {
        /// The government of the responsible state.
        Government "government",
        /// Somebody else.
        Other "other",
    }
}

term! {
    /// Consent to cooperate without being a party, for one situation.
    #[non_exhaustive]
    Acceptance "acceptance" {
        /// None.
        None "none",
        /// A declaration of acceptance (RS 12(3)).
        Declaration "declaration",
        /// An ad hoc arrangement (RS 87(5)(a)).
        Arrangement "arrangement",
    }
}

term! {
    /// What the Security Council's referral of the situation asks of the destination (RS 13(b), Charter 25).
    #[non_exhaustive]
    Referral "referral" {
        /// The Council has not referred the situation.
        None "none",
        /// Bound to cooperate fully.
        Bound "bound",
        /// Urged to cooperate, not bound.
        Urged "urged",
    }
}

term! {
    /// How the situation's proceedings stand to the destination's withdrawal (RS 127(2)).
    #[non_exhaustive]
    Proceedings "proceedings" {
        /// The destination never left.
        NotApplicable "not-applicable",
        /// An investigation began before a withdrawal took effect.
        BeforeExit "before-exit",
        /// Only a preliminary examination of the destination's own situation began before it.
        ExaminationOnly "examination-only",
        /// Nothing began before it that concerned the destination.
        AfterExit "after-exit",
    }
}

macro_rules! yes_no {
    ($($(#[$($meta:tt)+])+ $name:ident $label:literal { $no:literal, $yes:literal })+) => { $(
        term! { $(#[$($meta)+])+ #[non_exhaustive] $name $label {
            #[doc = $no] No "no",
            #[doc = $yes] Yes "yes",
        } }
    )+ };
}

yes_no! {
    /// Whether the Security Council has deferred the situation (RS 16).
    Deferral "deferral" { "No deferral in force.", "A deferral is in force." }
    /// Whether the destination may lawfully put the surrender off (RS 89(2), 89(4), 90, 94, 95).
    Postponement "postponement" { "It may not.", "It may for now." }
    /// Whether an agreement requires the sending state's consent (RS 98(2)).
    Agreement "agreement" { "None in force.", "One in force." }
    /// Whether the destination is the person's own state.
    Home "home" { "It is another state.", "It is the person's own." }
}

term! {
    /// The office that may carry personal immunity (RS 27(2), 98(1)).
    #[non_exhaustive]
    Office "office" {
        /// None.
        None "none",
        /// Head of state.
        HeadOfState "head-of-state",
        /// Head of government.
        HeadOfGovernment "head-of-government",
        /// Minister for foreign affairs.
        ForeignMinister "foreign-minister",
        /// Diplomats, special missions, and others whose immunity is argued.
        OtherImmunity "other-immunity",
    }
}

term! {
    /// How the state whose immunity would be claimed stands to the Court in the situation.
    #[non_exhaustive]
    SendingState "sending-state" {
        /// A party, or a former party for proceedings begun before its exit.
        Party "party",
        /// Bound by the Security Council for the situation.
        CouncilBound "council-bound",
        /// It accepted jurisdiction or made an arrangement.
        Accepting "accepting",
        /// None of these.
        Third "third",
    }
}

term! {
    /// What the Court has held on the immunity of that kind of state, as known on the day of knowledge.
    #[non_exhaustive]
    ImmunityRuling "immunity-ruling" {
        /// No ruling.
        Open "open",
        /// Rulings whose reasons contradict each other.
        Contested "contested",
        /// The objection is rejected.
        Rejected "rejected",
    }
}

term! {
    /// How the person is present at the destination.
    #[non_exhaustive]
    Presence "presence" {
        /// A stay.
        Visit "visit",
        /// Changing planes at an airport.
        Transit "transit",
        /// Flying through its airspace.
        Overflight "overflight",
    }
}

term! {
    /// What the destination's government has said it would do; for `risk` only.
    #[non_exhaustive]
    Stance "stance" {
        /// Nothing recorded.
        Silent "silent",
        /// That it would arrest.
        Pledged "pledged",
        /// That it would not.
        Refused "refused",
    }
}

term! {
    /// What the destination has done with persons under a warrant; for `risk` only.
    #[non_exhaustive]
    Record "record" {
        /// Nothing recorded.
        None "none",
        /// It has arrested one.
        Arrested "arrested",
        /// It has let one go.
        LetGo "let-go",
        /// Both.
        Both "both",
    }
}

term! {
    /// Whether the destination is known to have a law for cooperation with the Court (RS 88); for `risk` only.
    #[non_exhaustive]
    Implementation "implementation" {
        /// Nothing recorded.
        NotRecorded "not-recorded",
        /// A law is in force.
        InForce "in-force",
    }
}

term! {
    /// Decision: is the destination bound at all to arrest and surrender in this situation? Weakest first.
    Basis "basis" {
        /// Nothing binds it.
        None "none",
        /// It must not defeat the Statute's object and purpose.
        GoodFaith "good-faith",
        /// Whether it is bound is disputed.
        Disputed "disputed",
        /// It is bound.
        Bound "bound",
    }
}

term! {
    /// Decision: may or must a bound destination hold back? Weakest first.
    Obstacle "obstacle" {
        /// Nothing stands in the way.
        None "none",
        /// An objection can be raised, and the Court has rejected it.
        ObjectionRejected "objection-rejected",
        /// Whether it may hold back is disputed.
        Disputed "disputed",
        /// It may lawfully put the surrender off.
        Suspended "suspended",
    }
}

term! {
    /// Decision: what the destination owes the Court for this warrant. Weakest first.
    Duty "duty" {
        /// Nothing.
        None "none",
        /// Good faith toward the Statute, not an arrest.
        GoodFaith "good-faith",
        /// An arrest, lawfully put off for now.
        Suspended "suspended",
        /// Whether an arrest is owed is disputed.
        Disputed "disputed",
        /// An arrest and surrender.
        Arrest "arrest",
    }
}

term! {
    /// Decision: the answer in law. Weakest first.
    Verdict "verdict" {
        /// No warrant is in effect against a person at large or held for the Court.
        NoWarrant "no-warrant",
        /// A warrant is in effect, and the destination need not execute it.
        NotEnforceable "not-enforceable",
        /// Whether it must is disputed.
        Disputed "disputed",
        /// It must.
        Enforceable "enforceable",
    }
}

term! {
    /// Decision: what the record suggests, apart from the law. Weakest first.
    Risk "risk" {
        /// No warrant, so no arrest on one.
        None "none",
        /// Nothing suggests an arrest.
        Remote "remote",
        /// An arrest would surprise.
        Low "low",
        /// An arrest is a real possibility.
        Moderate "moderate",
        /// An arrest is to be expected.
        High "high",
    }
}

term! {
    /// What can be said against an arrest.
    #[non_exhaustive]
    Objection "objection" {
        /// Immunity of office (RS 27(2), 98(1)).
        Immunity "immunity",
        /// An agreement requiring the sending state's consent (RS 98(2)).
        Agreement "agreement",
        /// A deferral by the Security Council (RS 16).
        Deferral "deferral",
        /// A lawful postponement (RS 89, 90, 94, 95).
        Postponement "postponement",
        /// Presence in the airspace only.
        Overflight "overflight",
    }
}

term! {
    /// How an objection stands.
    #[non_exhaustive]
    Standing "standing" {
        /// No court has ruled on it.
        Open "open",
        /// Rulings or readings contradict each other.
        Contested "contested",
        /// The Court has rejected it, or the Statute removes it.
        Rejected "rejected",
        /// It holds.
        Accepted "accepted",
    }
}

term! {
    /// The one label under which an answer names the destination's standing toward the Statute.
    #[non_exhaustive]
    Label "label" {
        /// A territory to which the Statute does not apply.
        Excluded "excluded",
        /// Never signed, no step taken.
        NonParty "non-party",
        /// Signed, not ratified.
        Signatory "signatory",
        /// Signed, and renounced.
        SignatoryRenounced "signatory-renounced",
        /// Consent given at home, nothing deposited.
        Ratifying "ratifying",
        /// Deposited, not in force.
        Deposited "deposited",
        /// A party.
        Party "party",
        /// A party whose withdrawal is notified.
        Withdrawing "withdrawing",
        /// Withdrawn.
        FormerParty "former-party",
    }
}

impl Label {
    /// The label for these values.
    pub fn of(application: Application, membership: Membership, signature: Signature) -> Self {
        match (application, membership, signature) {
            (Application::Excluded, ..) => Self::Excluded,
            (_, Membership::Ratifying, _) => Self::Ratifying,
            (_, Membership::Deposited, _) => Self::Deposited,
            (_, Membership::Party, _) => Self::Party,
            (_, Membership::Withdrawing, _) => Self::Withdrawing,
            (_, Membership::FormerParty, _) => Self::FormerParty,
            (_, Membership::None, Signature::None) => Self::NonParty,
            (_, Membership::None, Signature::Signed) => Self::Signatory,
            (_, Membership::None, Signature::Renounced) => Self::SignatoryRenounced,
        }
    }
}

macro_rules! attributes {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The attributes on which rules may set conditions, in declared order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Attribute { $(#[doc = concat!("See [`", stringify!($name), "`](crate::vocabulary::", stringify!($name), ").")] $name),+ }

        impl Attribute {
            /// Every attribute, in declared order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// How many attributes there are.
            pub const COUNT: usize = Self::ALL.len();

            /// The name in files and output.
            pub fn name(self) -> &'static str { match self { $(Self::$name => <$name as Term>::NAME),+ } }

            /// What it stands for.
            pub fn about(self) -> &'static str { match self { $(Self::$name => <$name as Term>::ABOUT),+ } }

            /// The labels of its values, in declared order.
            pub fn labels(self) -> Vec<&'static str> {
                match self { $(Self::$name => <$name as Term>::ALL.iter().map(|value| value.label()).collect()),+ }
            }

            /// What its values mean, in declared order.
            pub fn meanings(self) -> Vec<&'static str> {
                match self { $(Self::$name => <$name as Term>::ALL.iter().map(|value| value.meaning()).collect()),+ }
            }
        }

        $(impl AttributeTerm for $name { const ATTRIBUTE: Attribute = Attribute::$name; })+
    };
}

/// A word list that is the range of an attribute.
pub trait AttributeTerm: Term {
    /// The attribute.
    const ATTRIBUTE: Attribute;
}

attributes! {
    Warrant, Offence, Request, Signature, Membership, Application, Control, Acceptance, Referral, Proceedings, Deferral,
    Postponement, Agreement, Office, SendingState, ImmunityRuling, Home, Presence, Stance, Record, Implementation,
}

impl Attribute {
    /// The label of one of its values.
    pub fn label(self, code: u8) -> &'static str {
        self.labels().get(usize::from(code)).copied().unwrap_or("?")
    }
}

impl serde::Serialize for Attribute {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// The names of the decisions that every rulebook holds, in order of dependence, with their conclusions, weakest first.
pub(crate) fn built_in_decisions() -> [(&'static str, Vec<&'static str>); 5] {
    fn of<T: Term>() -> (&'static str, Vec<&'static str>) {
        (T::NAME, T::ALL.iter().map(|value| value.label()).collect())
    }
    [of::<Basis>(), of::<Obstacle>(), of::<Duty>(), of::<Verdict>(), of::<Risk>()]
}

/// The attributes as variables of a decision model.
pub(crate) fn variables() -> Vec<Variable> {
    let strings = |labels: Vec<&str>| labels.into_iter().map(str::to_owned).collect();
    Attribute::ALL.iter().map(|a| Variable { name: a.name().to_owned(), values: strings(a.labels()) }).collect()
}

/// The combinations that no history of events can produce. `statute` guarantees them; a property test confirms it.
pub(crate) fn impossible() -> Vec<Vec<Condition>> {
    vec![
        // A former party has an exit, and whatever is asked about began before or after it.
        vec![is(&[Membership::FormerParty]), is(&[Proceedings::NotApplicable])],
        // Who has left once never again stands as if it had taken no step.
        vec![is(&[Membership::None]), is(&[Proceedings::BeforeExit, Proceedings::ExaminationOnly, Proceedings::AfterExit])],
    ]
}

fn is<T: AttributeTerm>(values: &[T]) -> Condition {
    Condition { variable: T::ATTRIBUTE as usize, allowed: values.iter().fold(0, |bits, value| bits | 1 << value.code()) }
}
