//! The words of a picture that are not those of the rules.

use icc_arrest_risk::Language;

/// A word or sentence; `{…}` is filled in.
pub fn word(language: Language, key: &str) -> &'static str {
    let (english, arabic) = match key {
        "where" => ("Where must {person} be arrested?", "أين يجب القبض على {person}؟"),
        "whom" => ("Whom must {destination} arrest?", "على من يجب القبض في {destination}؟"),
        "today" => (
            "Warrants of the International Criminal Court: the verdict in law, day by day, for a {presence}. Facts as of {as_of}.",
            "أوامر القبض الصادرة عن المحكمة الجنائية الدولية: ما يوجبه القانون يومًا بيوم، {presence}. الوقائع حتى {as_of}.",
        ),
        "then" => (
            "Warrants of the International Criminal Court: the verdict in law for a {presence}, each day as known on that day. Facts as of {as_of}.",
            "أوامر القبض الصادرة عن المحكمة الجنائية الدولية: ما يوجبه القانون، {presence}، كل يوم بحسب ما كان معروفًا فيه. الوقائع حتى {as_of}.",
        ),
        "foot" => (
            "A warrant is not a conviction. An enforceable warrant is not a prediction of an arrest. icc-arrest-risk, facts {version}.",
            "أمر القبض ليس إدانة. ووجوب التنفيذ ليس تنبؤًا بقبض. \u{2068}icc-arrest-risk\u{2069}، الوقائع {version}.",
        ),
        "party" => ("party from this day", "طرف ابتداءً من هذا اليوم"),
        "exit" => ("withdrawal effective", "سريان الانسحاب"),
        "projection" => ("projection", "إسقاط"),
        "span" => ("{from} to {until}", "من {from} إلى {until}"),
        _ => ("", ""),
    };
    match language {
        Language::Ar => arabic,
        _ => english,
    }
}

/// A sentence, its `{…}` filled in.
pub fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(sentence.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}
