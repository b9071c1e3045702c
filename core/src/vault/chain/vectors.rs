//! The frozen audit logs of `tests/vectors/vault/audit.json`, which readers in other languages judge as well.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::{Chain, DataKey, Judged, Linking, Place};
use crate::base::{Secret, Timestamp};
use crate::model::rows::{About, AuditRow};
use crate::vault::LinkStart;

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    keys: BTreeMap<String, String>,
    given: u64,
    broken: Option<u64>,
    entries: Vec<Entry>,
    /// The keys in the order in which they have linked, and from where on; only of vaults from schema 18 on.
    #[serde(default)]
    order: Vec<Start>,
    #[serde(default)]
    unvouched: Vec<u64>,
    #[serde(default)]
    dropped: u64,
}

#[derive(Deserialize)]
struct Start {
    id: String,
    number: u64,
    before: String,
}

#[derive(Deserialize)]
struct Entry {
    number: u64,
    kind: String,
    at: i64,
    tenant_id: Option<String>,
    user_id: Option<String>,
    grant_id: Option<String>,
    actor: Option<String>,
    request: Option<String>,
    key_id: Option<String>,
    salt: Option<String>,
    content: String,
    signer: String,
    mac: String,
    erased: Option<String>,
}

fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(text: &str) -> [u8; N] {
    hex(text).try_into().unwrap()
}

impl Entry {
    fn row(self) -> AuditRow {
        let Entry { tenant_id, user_id, grant_id, actor, request, key_id, .. } = self;
        AuditRow {
            number: self.number,
            kind: self.kind,
            at: Timestamp::from_unix_millis(self.at),
            about: About { tenant_id, user_id, grant_id, actor, request, key_id, salt: self.salt.as_deref().map(hex) },
            content: hex(&self.content),
            signer: hex(&self.signer),
            mac: hex(&self.mac),
            erased: self.erased.as_deref().map(hex),
        }
    }
}

fn find_broken(chain: &Chain, mut rows: Vec<AuditRow>, given: u64) -> Option<u64> {
    rows.sort_by_key(|row| row.number);
    let (mut before, mut expected) = (vec![], 1);
    for row in rows {
        if row.number != expected || matches!(chain.judge(&before, &row), Judged::Broken | Judged::Unvouched) {
            return Some(expected);
        }
        (before, expected) = (row.mac, expected + 1);
    }
    (expected <= given).then_some(expected)
}

#[test]
fn frozen_logs_break_where_they_say() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/vault/audit.json");
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let [mut whole, mut broken] = [0, 0];
    for case in file.cases {
        let key = |(id, key): (&String, &String)| Arc::new(DataKey::from_parts(array(id), Secret::new(array(key))));
        let keys = case.keys.iter().map(key).map(|key| Linking { key, start: None });
        let chain = Chain::new(keys.collect());
        let rows = case.entries.into_iter().map(Entry::row).collect();
        assert_eq!(find_broken(&chain, rows, case.given), case.broken, "{}", case.name);
        *(if case.broken.is_none() { &mut whole } else { &mut broken }) += 1;
    }
    assert!(whole >= 5 && broken >= 40, "{whole}, {broken}");
}

/// Those of vaults whose log has keys of its own, with all that is told of them but what was dropped, which is where they begin.
#[test]
fn frozen_logs_with_keys_of_their_own_break_where_they_say() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/vault/audit-keys.json");
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let [mut whole, mut broken] = [0, 0];
    for case in file.cases {
        let key = |id: &str| Arc::new(DataKey::from_parts(array(id), Secret::new(array(&case.keys[id]))));
        let start = |start: &Start| LinkStart { number: start.number, before: hex(&start.before) };
        let linking = |of: &Start| Linking { key: key(&of.id), start: (of.number > 0).then(|| start(of)) };
        let chain = Chain::new(case.order.iter().map(linking).collect());
        let mut rows: Vec<AuditRow> = case.entries.into_iter().map(Entry::row).collect();
        rows.sort_by_key(|row| row.number);
        // What was dropped last is said by an entry that `repo` looks for; where it is not there, the log begins with 1.
        let mut told = rows.iter().filter(|row| row.kind == "audit.dropped").filter_map(|row| row.about.request.clone());
        let told = told.rfind(|text| text.starts_with(&format!("{} ", case.dropped)));
        let mut place = match told {
            Some(text) => Place::behind(case.dropped, hex(text.split(' ').nth(1).unwrap())),
            None => Place::default(),
        };
        let is_back = rows.first().is_some_and(|first| first.number <= case.dropped);
        let found = rows.iter().find_map(|row| {
            let expected = place.number + 1;
            (chain.follow(&mut place, row) == Judged::Broken).then_some(expected)
        });
        let last = case.given.max(chain.known_end());
        let found = found.or_else(|| (place.number < last).then_some(place.number + 1));
        assert_eq!(if is_back { Some(1) } else { found }, case.broken, "{}", case.name);
        assert!(case.unvouched.iter().all(|number| *number > case.dropped), "{}", case.name);
        *(if case.broken.is_none() { &mut whole } else { &mut broken }) += 1;
    }
    assert!(whole >= 3 && broken >= 30, "{whole}, {broken}");
}
