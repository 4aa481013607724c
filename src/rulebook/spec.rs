//! The shape of fact files, told once: which keys each kind of thing has, and which events can happen to it.

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
}

/// An event that can happen to a thing, with the keys beside `on`, `what`, `known`, `source`, `note`.
#[derive(Debug)]
pub(crate) struct EventSpec {
    pub(crate) what: &'static str,
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

const fn must(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, required: true }
}

const fn may(name: &'static str, holds: Holds) -> Key {
    Key { name, holds, required: false }
}

const fn event(what: &'static str) -> EventSpec {
    EventSpec { what, keys: &[] }
}

const fn event_with(what: &'static str, keys: &'static [Key]) -> EventSpec {
    EventSpec { what, keys }
}

const NAME: Key = must("name", Holds::Text);
const NAMES: Key = may("names", Holds::TextByLanguage);
const ALIASES: Key = may("aliases", Holds::Texts);
const SOURCE: Key = may("source", Holds::Sources);
const NOTE: Key = may("note", Holds::Text);
/// Says that there is no source, because it is supposed and not reported.
const ASSUMED: Key = may("assumed", Holds::Flag);

/// The keys of every event beside its own.
///
/// `certain = false` says that it may not have happened.
pub(crate) const EVENT_KEYS: &[Key] = &[SOURCE, NOTE, may("known", Holds::Day), may("certain", Holds::Flag), ASSUMED];

/// The keys that name the subject of an event: two events of one day and kind differ in one of these.
pub(crate) const SUBJECT: &[&str] = &["person", "by", "of", "with", "office", "resolution", "attribute"];

/// From this day on nobody knows the value of an attribute; any value, or one `among` these.
const fn unknown(keys: &'static [Key]) -> EventSpec {
    EventSpec { what: "unknown", keys }
}

const AMONG: Key = may("among", Holds::Texts);

const DEPOSITS: &[&str] = &["ratification", "acceptance", "approval", "accession", "succession"];
const OFFICES: &[&str] = &["head-of-state", "head-of-government", "foreign-minister", "other-immunity"];
const RANKS: &[&str] = &["depositary", "court", "treaty-collection", "official", "news", "reference"];
const OFFENCES: &[&str] = &["core", "administration-of-justice"];
const SENDING: &[&str] = &["council-bound", "accepting", "third"];
const HELD: &[&str] = &["rejected", "contested"];

const SOURCE_KEYS: &[Key] = &[
    must("title", Holds::Text),
    must("by", Holds::Text),
    must("rank", Holds::OneOf(RANKS)),
    must("at", Holds::Text),
    must("read", Holds::Day),
    may("through", Holds::Text),
];
const STATE_KEYS: &[Key] = &[NAME, NAMES, ALIASES, SOURCE, NOTE, may("alpha3", Holds::Text)];
const TERRITORY_KEYS: &[Key] = &[NAME, NAMES, ALIASES, SOURCE, NOTE, may("alpha3", Holds::Text), must("of", Holds::State)];
/// `states`: whose territory or nationals it concerns. Where only an examination preceded a withdrawal, the duty may outlive it for
/// the withdrawing state's own situation alone.
const SITUATION_KEYS: &[Key] = &[NAME, NAMES, ALIASES, SOURCE, NOTE, may("number", Holds::Text), may("states", Holds::States)];
const PERSON_KEYS: &[Key] = &[NAME, NAMES, ALIASES, SOURCE, NOTE, must("nationality", Holds::States)];
const WARRANT_KEYS: &[Key] =
    &[SOURCE, NOTE, must("situation", Holds::Situation), must("offence", Holds::OneOf(OFFENCES)), may("number", Holds::Text)];
const RULING_KEYS: &[Key] = &[
    NAME,
    SOURCE,
    NOTE,
    must("chamber", Holds::Text),
    must("on", Holds::Day),
    must("held", Holds::WordByWord(SENDING, HELD)),
    may("number", Holds::Text),
    may("against", Holds::State),
    may("known", Holds::Day),
    ASSUMED,
];

const STATE_EVENTS: &[EventSpec] = &[
    event("signed"),
    event("signature-renounced"),
    event("consented"),
    event_with("deposited", &[must("by", Holds::OneOf(DEPOSITS)), may("stated", Holds::Stated)]),
    event("deposit-withdrawn"),
    event_with("withdrawal-notified", &[may("effective", Holds::Day), may("stated", Holds::Stated)]),
    event("withdrawal-revoked"),
    event_with("agreement", &[must("with", Holds::State)]),
    event_with("agreement-ended", &[must("with", Holds::State)]),
    event_with("pledged", &[may("person", Holds::Person)]),
    event_with("refused", &[may("person", Holds::Person)]),
    event_with("stance-dropped", &[may("person", Holds::Person)]),
    event_with("let-go", &[must("person", Holds::Person)]),
    event("implementing-law"),
    event("implementing-law-repealed"),
    unknown(&[
        must("attribute", Holds::OneOf(&["stance", "implementation", "agreement"])),
        AMONG,
        may("person", Holds::Person),
        may("with", Holds::State),
    ]),
];

const TERRITORY_EVENTS: &[EventSpec] = &[
    event("excluded"),
    event("extended"),
    event("control-lost"),
    event("control-restored"),
    unknown(&[must("attribute", Holds::OneOf(&["application", "control"])), AMONG]),
];

const SITUATION_EVENTS: &[EventSpec] = &[
    event("examination-opened"),
    event_with("referred", &[may("by", Holds::States)]),
    event("investigation-opened"),
    event("investigation-closed"),
    event_with("council-referral", &[must("resolution", Holds::Text), may("binds", Holds::States)]),
    event_with("council-deferral", &[must("resolution", Holds::Text), must("until", Holds::Day)]),
    event_with("accepted", &[must("by", Holds::State), may("period", Holds::Text)]),
    event_with("acceptance-ended", &[must("by", Holds::State)]),
    event_with("arrangement", &[must("by", Holds::State)]),
    event_with("arrangement-ended", &[must("by", Holds::State)]),
    unknown(&[must("attribute", Holds::OneOf(&["acceptance"])), AMONG, must("by", Holds::State)]),
];

const PERSON_EVENTS: &[EventSpec] = &[
    event_with("took-office", &[must("office", Holds::OneOf(OFFICES))]),
    event_with("left-office", &[must("office", Holds::OneOf(OFFICES))]),
    unknown(&[must("attribute", Holds::OneOf(&["office"])), AMONG]),
];

const WARRANT_EVENTS: &[EventSpec] = &[
    event("application-public"),
    event("summoned"),
    event_with("issued", &[may("sealed", Holds::Flag)]),
    event("unsealed"),
    event_with("requested", &[must("of", Holds::State)]),
    event_with("not-requested", &[must("of", Holds::State)]),
    event_with("arrested", &[may("by", Holds::State)]),
    event("released"),
    event("surrendered"),
    event("appeared"),
    event("withdrawn"),
    event("vacated"),
    event("terminated"),
    event_with("postponed", &[must("by", Holds::State)]),
    event_with("postponement-ended", &[must("by", Holds::State)]),
    unknown(&[must("attribute", Holds::OneOf(&["postponement"])), AMONG, must("by", Holds::State)]),
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
