//! The shape of the files, told once: which keys a table has, what they hold and mean, and which events can happen to a thing.
//!
//! The reader reads by it, and the schemas for editors (`rules/schema`) are made of it by `tests/schema.rs`, which shares this file; so it
//! refers to nothing else.

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A text by language.
    TextByLanguage,
    /// A day.
    Day,
    /// `true` or `false`.
    Flag,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A word of the second list for some words of the first.
    WordByWord(&'static [&'static str], &'static [&'static str]),
    /// The code of a state or territory.
    State,
    /// Codes of states or territories.
    States,
    /// The id of a person.
    Person,
    /// The id of a situation.
    Situation,
    /// One source or several.
    Sources,
    /// A day that the depositary states, and why it differs from the computed one.
    Stated,
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) required: bool,
    #[allow(dead_code, reason = "the schemas show it")]
    pub(crate) about: &'static str,
}

/// An event that can happen to a thing, with the keys beside `on`, `what`, `known`, `source`, `note`.
#[derive(Debug)]
pub(crate) struct EventSpec {
    pub(crate) what: &'static str,
    #[allow(dead_code, reason = "the schemas show it")]
    pub(crate) about: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A kind of thing that a rulebook speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Source,
    State,
    Territory,
    Situation,
    Person,
    Warrant,
    Ruling,
}

const fn must(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, holds, required: true, about }
}

const fn may(name: &'static str, holds: Holds, about: &'static str) -> Key {
    Key { name, holds, required: false, about }
}

const fn event(what: &'static str, about: &'static str, keys: &'static [Key]) -> EventSpec {
    EventSpec { what, about, keys }
}

const NAME: Key = must("name", Holds::Text, "The English name.");
const NAMES: Key = may("names", Holds::TextByLanguage, "Names in other languages, by language tag: `{ ar = \"…\", fr = \"…\" }`.");
const ALIASES: Key = may("aliases", Holds::Texts, "Other names and spellings, in any script, by which a question may ask.");
const SOURCE: Key = may(
    "source",
    Holds::Sources,
    "The id of the source, or a list of ids. Left out, it is that of the owner, else that at the top of the file.",
);
const NOTE: Key = may("note", Holds::Text, "A remark that readers see with the answer. For whoever keeps the file, write a comment.");
const NUMBER: Key = may("number", Holds::Text, "The number under which the Court keeps it, as `ICC-01/22`.");
const KNOWN: Key = may("known", Holds::Day, "The day on which it became public, where that is later than its own day.");
const ASSUMED: Key = may(
    "assumed",
    Holds::Flag,
    "There is no source, because it is supposed and not reported. It belongs in scenarios, not among the facts.",
);
const AS_OF: &str = "The last day, inclusive, whose events the facts cover; answers past it are projections.";

/// The keys of every event beside its own.
pub(crate) const EVENT_KEYS: &[Key] =
    &[SOURCE, NOTE, KNOWN, may("certain", Holds::Flag, "`false`: it may not have happened at all; both are then tried."), ASSUMED];

/// The keys that name the subject of an event: two events of one day and kind differ in one of these.
pub(crate) const SUBJECT: &[&str] = &["person", "by", "of", "with", "office", "resolution", "attribute"];

/// From some day on nobody knows the value of an attribute; any value, or one `among` these.
const fn unknown(keys: &'static [Key]) -> EventSpec {
    event("unknown", "From this day on nobody knows what holds; each value is tried, or each `among` those given.", keys)
}

const AMONG: Key = may("among", Holds::Texts, "The values that are possible, two at least. Left out, every value is.");
const ATTRIBUTE: &str = "The attribute whose value nobody knows.";

const DEPOSITS: &[&str] = &["ratification", "acceptance", "approval", "accession", "succession"];
const OFFICES: &[&str] = &["head-of-state", "head-of-government", "foreign-minister", "other-immunity"];
const RANKS: &[&str] = &["depositary", "court", "treaty-collection", "official", "news", "reference"];
const OFFENCES: &[&str] = &["core", "administration-of-justice"];
const SENDING: &[&str] = &["council-bound", "accepting", "third"];
const HELD: &[&str] = &["rejected", "contested"];
const PRESENCES: &[&str] = &["visit", "transit", "overflight"];

/// The head of `rulebook.toml`, beside `format` and `assumption`.
pub(crate) const HEADER: &[Key] =
    &[must("facts", Holds::Text, "The version of the facts, as `2026.11.24`."), must("as_of", Holds::Day, AS_OF)];

/// An assumption of `rulebook.toml`, beside its `text`.
pub(crate) const ASSUMPTION: &[Key] = &[must("law", Holds::Texts, "On what ground: the articles, as `RS 89(1)`.")];

const SOURCE_KEYS: &[Key] = &[
    must("title", Holds::Text, "What it is, with its number and its day."),
    must("by", Holds::Text, "Who issued it."),
    must("rank", Holds::OneOf(RANKS), "How it ranks where sources differ."),
    must("at", Holds::Text, "Its original address."),
    must("read", Holds::Day, "The day on which somebody read it."),
    may("through", Holds::Text, "Where it was read, if not at `at`: a reprint, an archive, a report that quotes it."),
];
const ALPHA3: Key = may("alpha3", Holds::Text, "The code of three letters, as `ARM`.");
const STATE_KEYS: &[Key] = &[NAME, NAMES, ALIASES, SOURCE, NOTE, ALPHA3];
const TERRITORY_KEYS: &[Key] = &[
    NAME,
    NAMES,
    ALIASES,
    SOURCE,
    NOTE,
    ALPHA3,
    must("of", Holds::State, "The code of the state that answers for it in the eyes of the depositary. It takes no side."),
];
/// Where only an examination preceded a withdrawal, the duty may outlive it for the withdrawing state's own situation alone.
const SITUATION_KEYS: &[Key] = &[
    NAME,
    NAMES,
    ALIASES,
    SOURCE,
    NOTE,
    NUMBER,
    may("states", Holds::States, "The codes of the states whose territory or nationals it concerns."),
];
const PERSON_KEYS: &[Key] = &[
    NAME,
    NAMES,
    ALIASES,
    SOURCE,
    NOTE,
    must("nationality", Holds::States, "The codes of the person's states; the first is the one whose immunity would be claimed."),
];
const WARRANT_KEYS: &[Key] = &[
    SOURCE,
    NOTE,
    must("situation", Holds::Situation, "The id of the situation to which it belongs."),
    must("offence", Holds::OneOf(OFFENCES), "What it is for."),
    NUMBER,
];
const RULING_KEYS: &[Key] = &[
    NAME,
    SOURCE,
    NOTE,
    must("chamber", Holds::Text, "The chamber that held it."),
    must("on", Holds::Day, "The day of the ruling."),
    must(
        "held",
        Holds::WordByWord(SENDING, HELD),
        "How an objection of immunity stands after it, by the kind of state that sends the person; empty if it adds nothing on immunity.",
    ),
    NUMBER,
    may("against", Holds::State, "The code of the state that it concerns."),
    KNOWN,
    ASSUMED,
];

const STATED: Key = may(
    "stated",
    Holds::Stated,
    "The day that the depositary states, only where articles 126 and 127 yield another: `{ day = 2006-06-03, differs_because = \"…\" }`.",
);
const WITH: &str = "The code of the other state.";
const OF_WHOM: Key = may("person", Holds::Person, "The id of the person of whom it was said; left out, of anybody.");

const STATE_EVENTS: &[EventSpec] = &[
    event("signed", "It signed the Statute (RS 125(1)).", &[]),
    event("signature-renounced", "It notified that it does not intend to become a party (VCLT 18(a)).", &[]),
    event("consented", "Its parliament or government gave consent at home; nothing is deposited yet.", &[]),
    event(
        "deposited",
        "It deposited its instrument. The day of entry into force is computed (RS 126) and never written.",
        &[must("by", Holds::OneOf(DEPOSITS), "The kind of instrument."), STATED],
    ),
    event("deposit-withdrawn", "It took its instrument back before the Statute was in force for it.", &[]),
    event(
        "withdrawal-notified",
        "The depositary received its notification of withdrawal. The day of exit is computed (RS 127(1)) and never written.",
        &[may("effective", Holds::Day, "The later day, if the notification names one, on which it takes effect."), STATED],
    ),
    event("withdrawal-revoked", "It took its notification back before that took effect.", &[]),
    event(
        "agreement",
        "An agreement that requires the sending state's consent came into force (RS 98(2)).",
        &[must("with", Holds::State, WITH)],
    ),
    event("agreement-ended", "That agreement ended.", &[must("with", Holds::State, WITH)]),
    event("pledged", "Its government said that it would arrest.", &[OF_WHOM]),
    event("refused", "Its government said that it would not arrest.", &[OF_WHOM]),
    event("stance-dropped", "What its government had said holds no longer.", &[OF_WHOM]),
    event("let-go", "A person under a warrant was there and was not arrested.", &[must("person", Holds::Person, "The id of the person.")]),
    event("implementing-law", "A law for cooperation with the Court came into force (RS 88).", &[]),
    event("implementing-law-repealed", "That law was repealed.", &[]),
    unknown(&[
        must("attribute", Holds::OneOf(&["stance", "implementation", "agreement"]), ATTRIBUTE),
        AMONG,
        OF_WHOM,
        may("with", Holds::State, WITH),
    ]),
];

const TERRITORY_EVENTS: &[EventSpec] = &[
    event("excluded", "The responsible state has excluded it from the Statute.", &[]),
    event("extended", "The responsible state has extended the Statute to it.", &[]),
    event("control-lost", "Somebody else than the government of the responsible state controls it.", &[]),
    event("control-restored", "That government controls it again.", &[]),
    unknown(&[must("attribute", Holds::OneOf(&["application", "control"]), ATTRIBUTE), AMONG]),
];

const RESOLUTION: Key = must("resolution", Holds::Text, "The number of the resolution, as `1593`.");
const ACCEPTING: Key = must("by", Holds::State, "The code of the state that accepted.");
const ARRANGING: Key = must("by", Holds::State, "The code of the state with which the arrangement is made.");

const SITUATION_EVENTS: &[EventSpec] = &[
    event("examination-opened", "The Prosecutor opened a preliminary examination.", &[]),
    event("referred", "States parties referred it (RS 14).", &[may("by", Holds::States, "The codes of the states that referred it.")]),
    event("investigation-opened", "The Prosecutor opened an investigation.", &[]),
    event("investigation-closed", "The Prosecutor closed the investigation.", &[]),
    event(
        "council-referral",
        "The Security Council referred it (RS 13(b)).",
        &[RESOLUTION, may("binds", Holds::States, "The codes of the states that the resolution binds; it urges all others.")],
    ),
    event(
        "council-deferral",
        "The Security Council asked the Court not to proceed for now (RS 16).",
        &[RESOLUTION, must("until", Holds::Day, "Its last day, inclusive.")],
    ),
    event(
        "accepted",
        "A state accepted the Court's jurisdiction (RS 12(3)).",
        &[ACCEPTING, may("period", Holds::Text, "The time for which it accepted, in words.")],
    ),
    event("acceptance-ended", "That acceptance ended.", &[ACCEPTING]),
    event("arrangement", "A state made an arrangement to cooperate with the Court (RS 87(5)(a)).", &[ARRANGING]),
    event("arrangement-ended", "That arrangement ended.", &[ARRANGING]),
    unknown(&[
        must("attribute", Holds::OneOf(&["acceptance"]), ATTRIBUTE),
        AMONG,
        must("by", Holds::State, "The code of the state of whose acceptance nobody knows."),
    ]),
];

const PERSON_EVENTS: &[EventSpec] = &[
    event("took-office", "The person took an office.", &[must("office", Holds::OneOf(OFFICES), "Which office.")]),
    event("left-office", "The person left an office.", &[must("office", Holds::OneOf(OFFICES), "Which office.")]),
    unknown(&[must("attribute", Holds::OneOf(&["office"]), ATTRIBUTE), AMONG]),
];

const ASKED: Key = must("of", Holds::State, "The code of the state.");
const PUT_OFF: Key = must("by", Holds::State, "The code of the state that may put the surrender off.");

const WARRANT_EVENTS: &[EventSpec] = &[
    event("application-public", "The Prosecutor's application became public.", &[]),
    event("summoned", "The judges summoned the person to appear.", &[]),
    event(
        "issued",
        "The judges issued the warrant.",
        &[may("sealed", Holds::Flag, "`true`: under seal, so that it is not public until it is `unsealed`.")],
    ),
    event("unsealed", "The warrant became public.", &[]),
    event("requested", "The Court asked a state to arrest and surrender; a public warrant counts as requested everywhere.", &[ASKED]),
    event("not-requested", "The Court did not ask this state.", &[ASKED]),
    event(
        "arrested",
        "A state arrested the person on the warrant. Detention on national charges is none.",
        &[may("by", Holds::State, "The code of the state that made the arrest.")],
    ),
    event("released", "The state let the arrested person go.", &[]),
    event("surrendered", "The person was surrendered to the Court.", &[]),
    event("appeared", "The person appeared before the Court of their own will.", &[]),
    event("withdrawn", "The judges withdrew the warrant.", &[]),
    event("vacated", "The judges vacated the warrant.", &[]),
    event("terminated", "The judges ended the case. A reported death alone does not.", &[]),
    event("postponed", "A state may lawfully put the surrender off (RS 89(2), 89(4), 90, 94, 95).", &[PUT_OFF]),
    event("postponement-ended", "It may do so no longer.", &[PUT_OFF]),
    unknown(&[
        must("attribute", Holds::OneOf(&["postponement"]), ATTRIBUTE),
        AMONG,
        must("by", Holds::State, "The code of the state of whose postponement nobody knows."),
    ]),
];

/// A day that is not known exactly.
pub(crate) const RANGE: &[Key] = &[
    must("earliest", Holds::Day, "The earliest possible day, inclusive."),
    must("latest", Holds::Day, "The latest possible day, inclusive."),
];
/// What [`Holds::Stated`] holds.
pub(crate) const STATED_KEYS: &[Key] = &[
    must("day", Holds::Day, "The day that the depositary states."),
    may("differs_because", Holds::Text, "Why it differs from the computed one."),
];

const ASKS: &str = "The question that it answers.";
const CONCLUSIONS: &str = "Every conclusion that it can come to, weakest first.";
/// A file of the law, beside its rules.
pub(crate) const DECISION: &[Key] = &[
    must("decision", Holds::Text, "The name of the decision."),
    must("asks", Holds::Text, ASKS),
    must("conclusions", Holds::Texts, CONCLUSIONS),
];
/// A rule, beside `when`, `overrides` and `because`.
pub(crate) const RULE: &[Key] = &[
    must("then", Holds::Text, "The conclusion, one of the decision's `conclusions`."),
    may("ground", Holds::Flag, "`false`: the rule says that no ground was found."),
    may("objection", Holds::Text, "What can be said against an arrest here; its standing follows from the conclusion."),
    may("standing", Holds::Text, "`open`, where no court has ruled; only for a rule that concludes `disputed`."),
    must("law", Holds::Texts, "What it rests on: the articles, as `RS 89(1)`."),
];
/// An override of every rule that concludes something.
pub(crate) const OVERRIDE: &[Key] = &[must("then", Holds::Text, "The conclusion of the rules that are overridden.")];

/// The head of an overlay.
pub(crate) const OVERLAY: &[Key] = &[
    may(
        "base",
        Holds::OneOf(&["rulebook", "law"]),
        "On what it is laid: the whole `rulebook` (left out, too), or its `law` alone, so that it brings a world of its own.",
    ),
    may("about", Holds::Text, "The question that it puts, or what it shows, in a sentence."),
    may("as_of", Holds::Day, AS_OF),
];
/// A decision in an overlay, beside its rules: its own, or one that it changes.
pub(crate) const CHANGED_DECISION: &[Key] = &[may("asks", Holds::Text, ASKS), may("conclusions", Holds::Texts, CONCLUSIONS)];

const PERSON: &str = "The person: an id, a name or an alias.";
const DESTINATION: &str = "The destination: a code, a name or an alias of a state or territory.";
const PRESENCE: Key = may("presence", Holds::OneOf(PRESENCES), "How the person is there; a visit where it is left out.");

/// What an overlay expects, beside the findings.
pub(crate) const EXPECT: &[Key] = &[
    must("person", Holds::Text, PERSON),
    must("destination", Holds::Text, DESTINATION),
    must("on", Holds::Day, "The day that is asked about."),
    may("known_at", Holds::Day, "The day of knowledge: what became public later is not there."),
    PRESENCE,
    may("strongest", Holds::Text, "The id of the warrant that decides, as `2023`."),
    may("decisive", Holds::Texts, "Rules that must be among those that decide, each as `decision/rule`."),
    may("defeated", Holds::Texts, "Rules that must be among those that are overridden, each as `decision/rule`."),
    may("citations", Holds::Texts, "What must be among the law that is cited, as `RS 89(1)`."),
];
/// A stretch of days.
pub(crate) const SPAN: &[Key] = &[
    may("from", Holds::Day, "The first day; left out, there is none."),
    may("until", Holds::Day, "The last day, inclusive; left out, there is none."),
];

/// A journey, beside its legs.
pub(crate) const ITINERARY: &[Key] = &[may("person", Holds::Text, "The person who travels: an id, a name or an alias.")];
/// A leg of a journey. Where the journey names a person, the leg need not.
pub(crate) const LEG: &[Key] = &[
    must("destination", Holds::Text, DESTINATION),
    must("on", Holds::Day, "The day at the destination."),
    PRESENCE,
    must("person", Holds::Text, PERSON),
];

impl Kind {
    /// The word for messages.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::State => "state",
            Self::Territory => "territory",
            Self::Situation => "situation",
            Self::Person => "person",
            Self::Warrant => "warrant",
            Self::Ruling => "ruling",
        }
    }

    /// The keys of a thing of this kind, beside `events` and, for a person, `warrants`.
    pub(crate) fn keys(self) -> &'static [Key] {
        match self {
            Self::Source => SOURCE_KEYS,
            Self::State => STATE_KEYS,
            Self::Territory => TERRITORY_KEYS,
            Self::Situation => SITUATION_KEYS,
            Self::Person => PERSON_KEYS,
            Self::Warrant => WARRANT_KEYS,
            Self::Ruling => RULING_KEYS,
        }
    }

    /// The events of a thing of this kind; empty where it has none.
    pub(crate) fn events(self) -> &'static [EventSpec] {
        match self {
            Self::Source | Self::Ruling => &[],
            Self::State => STATE_EVENTS,
            Self::Territory => TERRITORY_EVENTS,
            Self::Situation => SITUATION_EVENTS,
            Self::Person => PERSON_EVENTS,
            Self::Warrant => WARRANT_EVENTS,
        }
    }
}
