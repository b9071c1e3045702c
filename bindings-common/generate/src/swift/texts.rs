//! What an app says to a person when an error has come: a table for the package, and the same as a string catalogue, which an app copies and
//! changes or translates further.

use std::fmt::Write as _;

use authpipe_bindings::person::{LANGUAGES, SITUATIONS, Situation, Text, codes, situation};
use serde_json::{Map, Value, json};

use crate::{NOTICE, wrap};

pub(crate) fn texts() -> String {
    let languages: Vec<String> = LANGUAGES.iter().map(|language| format!("\"{language}\"")).collect();
    let mut file = format!(
        "// {NOTICE}\n\nextension PersonText {{\n    /// The languages, in the order of the texts.\n    \
         static let languages = [{}]\n\n    /// What is said of a code that is not in the table.\n    \
         static let nothingHelps: [PersonText] = situations[0].texts\n\n    static let situations: [Situation] = [\n",
        languages.join(", ")
    );
    for Situation { codes, texts } in SITUATIONS {
        file += "        Situation(\n            codes: [\n";
        let quoted: Vec<String> = codes.iter().map(|code| format!("\"{code}\",")).collect();
        for line in wrap(&quoted.join(" "), 120) {
            let _ = writeln!(file, "                {line}");
        }
        file += "            ],\n            texts: [\n";
        for text in texts {
            let _ = writeln!(file, "                PersonText({:?}, {:?}),", text.what, text.advice);
        }
        file += "            ]),\n";
    }
    file + "    ]\n}\n"
}

/// As Xcode writes it: keys in order, a space before each colon.
pub(crate) fn catalogue() -> String {
    let mut strings = Map::new();
    for code in codes() {
        let texts = &situation(code).texts;
        let mut put = |key: String, said: fn(&Text) -> &'static str, comment: &str| {
            let localizations: Map<String, Value> = LANGUAGES
                .iter()
                .zip(texts)
                .map(|(language, text)| {
                    ((*language).to_owned(), json!({ "stringUnit": { "state": "translated", "value": said(text) } }))
                })
                .collect();
            strings.insert(key, json!({ "comment": comment, "extractionState": "manual", "localizations": localizations }));
        };
        put(code.to_owned(), |text| text.what, "What happened.");
        put(format!("{code}.advice"), |text| text.advice, "What the person can do.");
    }
    let whole = json!({ "sourceLanguage": LANGUAGES[0], "strings": strings, "version": "1.0" });
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}
