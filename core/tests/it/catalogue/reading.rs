//! How each file of `tests/vectors/catalog/documented` was read: on which day, against what, and by whom. A vector shows something of its
//! definition where somebody else has written it from the vendor's own word; a file for which that is not so says it in its record and,
//! for people, in its note.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::documented::{definition, read};
use super::exchange::Documented;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reading {
    /// The day of the last reading, such as `2026-11-30`.
    on: String,
    against: Against,
    by: Reader,
    /// What of the part was held against nothing that `against` names.
    #[serde(default)]
    not_read: BTreeSet<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Against {
    /// The vendor's documentation, as its server gave it that day.
    Page,
    /// A stored copy of it, or its source in the vendor's repository.
    StoredPage,
    /// A program or an interface description that the vendor publishes.
    VendorsClient,
    /// Programs of others that use the provider, and agree.
    PublicClients,
    /// Nothing that was opened: knowledge or notes of a page.
    Memory,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reader {
    /// Somebody who has not written this part of the definition.
    Another,
    Author,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    Authorize,
    Requests,
    Answers,
    Refresh,
    Lives,
    Probe,
    Hosts,
    /// How a refresh token that is dead is refused.
    Refusal,
}

impl Reading {
    /// Whether somebody else has held all of it against the vendor's own word.
    fn is_independent(&self) -> bool {
        let of_vendor = matches!(self.against, Against::Page | Against::StoredPage | Against::VendorsClient);
        self.by == Reader::Another && of_vendor && self.not_read.is_empty()
    }

    /// What a note has to tell people of it: each of these, by one of its words.
    fn to_be_told(&self) -> Vec<&'static [&'static str]> {
        let mut told: Vec<&'static [&'static str]> = Vec::new();
        if self.by == Reader::Author {
            told.push(&["author"]);
        }
        match self.against {
            Against::PublicClients => told.push(&["client"]),
            Against::Memory => told.push(&NOT_READ),
            Against::Page | Against::StoredPage | Against::VendorsClient => {}
        }
        if !self.not_read.is_empty() {
            told.push(&NOT_READ);
        }
        told
    }
}

const NOT_READ: [&str; 2] = ["not read", "not be read"];
const CONFESSIONS: [&str; 4] = ["not read", "not be read", "from knowledge", "Read by the definition's author"];

/// A sign-in, or what a file says besides of revocation or of another device, which others may have read.
struct Section<'a> {
    name: String,
    reading: &'a Reading,
    pages: &'a [String],
    note: &'a str,
}

fn sections(documented: &Documented) -> Vec<Section<'_>> {
    let name = &documented.file;
    let sign_in = Section { name: name.clone(), reading: &documented.reading, pages: &documented.read, note: &documented.note };
    let mut all = vec![sign_in];
    if let Some(it) = &documented.revoke {
        all.push(Section { name: format!("{name}, revoke"), reading: &it.reading, pages: &it.read, note: &it.note });
    }
    if let Some(it) = &documented.device {
        all.push(Section { name: format!("{name}, device"), reading: &it.reading, pages: &it.read, note: &it.note });
    }
    all
}

fn is_day(text: &str) -> bool {
    let numbers: Option<Vec<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let fits = |numbers: &[u32]| numbers[0] >= 2024 && (1..=12).contains(&numbers[1]) && (1..=31).contains(&numbers[2]);
    text.len() == 10 && numbers.is_some_and(|numbers| numbers.len() == 3 && fits(&numbers))
}

/// What the record, the pages and the note of a section say against each other.
fn faults(section: &Section<'_>) -> Vec<String> {
    let (name, reading, note) = (&section.name, section.reading, section.note);
    let mut faults = Vec::new();
    if !is_day(&reading.on) {
        faults.push(format!("{name}: reading.on is no day, such as 2026-11-30: {:?}", reading.on));
    }
    if section.pages.is_empty() || !section.pages.iter().all(|page| page.starts_with("https://")) {
        faults.push(format!("{name}: read names no page"));
    }
    for words in reading.to_be_told() {
        if !words.iter().any(|word| note.contains(word)) {
            faults.push(format!("{name}: the note leaves out what the record says, in words such as {words:?}"));
        }
    }
    if reading.is_independent() && CONFESSIONS.iter().any(|word| note.contains(word)) {
        faults.push(format!("{name}: the note tells of something that was not read, and the record does not"));
    }
    faults
}

#[test]
fn every_documented_file_says_when_against_what_and_by_whom_it_was_read() {
    let all = read();
    let faults: Vec<String> = all.iter().flat_map(sections).flat_map(|section| faults(&section)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What has not been held against the vendor's own word by somebody else, whole. A line goes when that was done; none comes for a file that is new.
const LACKING: &[&str] = &["github", "gong", "mailchimp", "trovo", "trovo, revoke", "typeform", "wrike"];

#[test]
fn only_these_documented_files_were_not_read_whole_by_somebody_else() {
    let all = read();
    let all: Vec<Section<'_>> = all.iter().flat_map(sections).collect();
    let mut counted: BTreeMap<_, usize> = BTreeMap::new();
    for section in &all {
        let is_whole = section.reading.not_read.is_empty();
        *counted.entry((section.reading.against, section.reading.by, is_whole)).or_default() += 1;
    }
    for ((against, by, is_whole), count) in &counted {
        println!("{count} against {against:?}, by {by:?}, {}", if *is_whole { "whole" } else { "in part" });
    }
    let lacking: Vec<&str> = all.iter().filter(|it| !it.reading.is_independent()).map(|it| it.name.as_str()).collect();
    assert_eq!(lacking, LACKING, "of {} sections", all.len());
    let by_author: Vec<&str> = all.iter().filter(|it| it.reading.by == Reader::Author).map(|it| it.name.as_str()).collect();
    assert_eq!(by_author, [""; 0], "a file of its definition's author shows that both are of one mind");
}

/// What somebody else has read whole in the vendor's own word, the definition that it agrees with was held against too, and says where.
#[test]
fn a_definition_whose_page_was_read_names_it() {
    let all = read();
    let read_whole: Vec<&Documented> = all.iter().filter(|it| it.reading.is_independent()).collect();
    let names_none = |it: &&&Documented| {
        let facts = definition(&it.provider)["facts"].clone();
        let sources: Vec<&str> = facts["sources"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        let is_named = it.read.iter().any(|page| sources.contains(&page.as_str()));
        facts["against"] != json!("documentation") || !is_named
    };
    let silent: Vec<&str> = read_whole.iter().filter(names_none).map(|it| it.file.as_str()).collect();
    assert!(read_whole.len() > 40 && silent.is_empty(), "{} of {}: {silent:?}", silent.len(), read_whole.len());
}

/// A file whose record lacks or has something else is not read at all; one whose note is silent is found.
#[test]
fn a_documented_file_whose_record_lacks_something_is_found() {
    let text = std::fs::read_to_string(super::facts::folder().join("documented/github.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let altered = |pointer: &str, member: &str, value: Option<Value>| {
        let mut file = file.clone();
        let parent = file.pointer_mut(pointer).unwrap().as_object_mut().unwrap();
        match value {
            Some(value) => drop(parent.insert(member.to_owned(), value)),
            None => assert!(parent.remove(member).is_some(), "{pointer}/{member}"),
        }
        serde_json::from_value::<Documented>(file).map_err(|error| error.to_string())
    };
    for parent in ["", "/revoke", "/device"] {
        let error = altered(parent, "reading", None).unwrap_err();
        assert!(error.contains("missing field `reading`"), "{parent}: {error}");
        let record = format!("{parent}/reading");
        for member in ["on", "against", "by"] {
            let error = altered(&record, member, None).unwrap_err();
            assert!(error.contains(&format!("missing field `{member}`")), "{error}");
        }
        for (member, value) in [("against", "hearsay"), ("by", "nobody"), ("where", "at home"), ("not_read", "answers")] {
            assert!(altered(&record, member, Some(json!(value))).is_err(), "{record}: {member} may be {value}");
        }
        for day in ["", "today", "2026-13-01", "30-11-2026", "2026-11-30T00:00:00Z"] {
            let file = altered(&record, "on", Some(json!(day))).unwrap();
            assert!(sections(&file).iter().flat_map(faults).any(|fault| fault.contains("is no day")), "{record}: {day:?}");
        }
    }
    let found = |reading: Value, note: &str| {
        let mut file = file.clone();
        (file["reading"], file["note"]) = (reading, json!(note));
        let file: Documented = serde_json::from_value(file).unwrap();
        let section = &sections(&file)[0];
        (section.reading.is_independent(), faults(section).len())
    };
    let reading = |against: &str, by: &str, not_read: Value| json!({ "on": "2026-11-30", "against": against, "by": by, "not_read": not_read });
    for against in ["page", "stored_page", "vendors_client"] {
        assert_eq!(found(reading(against, "another", json!([])), ""), (true, 0));
        assert_eq!(found(reading(against, "another", json!([])), "It could not be read again."), (true, 1));
        assert_eq!(found(reading(against, "author", json!([])), ""), (false, 1));
        assert_eq!(found(reading(against, "author", json!([])), "By the author of the definition."), (false, 0));
        assert_eq!(found(reading(against, "another", json!(["answers"])), "Scopes stand in the app."), (false, 1));
        assert_eq!(found(reading(against, "another", json!(["answers"])), "Answers were not read."), (false, 0));
    }
    assert_eq!(found(reading("public_clients", "another", json!([])), "Scopes stand in the app."), (false, 1));
    assert_eq!(found(reading("public_clients", "another", json!([])), "As three clients have it."), (false, 0));
    assert_eq!(found(reading("memory", "another", json!([])), "Scopes stand in the app."), (false, 1));
    assert_eq!(found(reading("memory", "author", json!([])), "Not of the page, which was not read."), (false, 1));
}
