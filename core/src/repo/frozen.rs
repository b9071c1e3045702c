//! The frozen vaults of `tests/vectors/vault/whole`: their rows open for ever, and no edit of them that the file lists does.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value as Json;

use super::Repo;
use super::testing::process_in;
use crate::base::{Result, Secret};
use crate::vault::LocalRootKey;

/// By what a row of a table is named.
const TABLES: [(&str, &str); 6] = [
    ("meta", "only_row"),
    ("root_keys", "root_key_id"),
    ("keysets", "tenant_id"),
    ("grants", "id"),
    ("sessions", "id"),
    ("jobs", "id"),
];

fn from_json(cell: &Json) -> Value {
    match cell {
        Json::Null => Value::Null,
        Json::Number(number) => Value::Integer(number.as_i64().unwrap()),
        Json::String(text) => Value::Text(text.clone()),
        Json::Object(bytes) => Value::Blob(from_hex(bytes["hex"].as_str().unwrap())),
        other => panic!("{other}"),
    }
}

fn from_hex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The files of a folder with this ending, in the order of their names.
fn list(folder: &str, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(in_repository(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == ending)).collect();
    paths.sort();
    paths
}

/// A vault as the program has left it that knew the schema of these rows.
fn restore(vectors: &Json, file: &Path, application_id: i64) {
    let database = Connection::open(file).unwrap();
    let version = vectors["tables"]["meta"][0]["schema_version"].as_u64().unwrap();
    for step in &list("core/src/store/sqlite/migrations", "sql")[..usize::try_from(version).unwrap()] {
        database.execute_batch(&std::fs::read_to_string(step).unwrap()).unwrap();
    }
    database.execute_batch(&format!("PRAGMA application_id = {application_id}; PRAGMA user_version = {version}")).unwrap();
    // A vault of before schema 14 has no audit log, and most have nothing in the queue.
    let tables = TABLES.map(|(table, _)| table).into_iter().chain(["audit"]);
    for table in tables.filter(|table| vectors["tables"].get(table).is_some()) {
        for row in vectors["tables"][table].as_array().unwrap() {
            let row = row.as_object().unwrap();
            let columns: Vec<&str> = row.keys().map(String::as_str).collect();
            let places = vec!["?"; columns.len()].join(", ");
            let sql = format!("INSERT INTO {table} ({}) VALUES ({places})", columns.join(", "));
            database.execute(&sql, params_from_iter(row.values().map(from_json))).unwrap();
        }
    }
}

/// `false`: the database itself refuses it, because it takes another row's place.
fn edit(database: &Connection, edit: &Json) -> bool {
    let (table, row, set) = (edit["table"].as_str().unwrap(), &edit["row"], edit["set"].as_object().unwrap());
    let name = TABLES.iter().find(|(known, _)| *known == table).unwrap().1;
    let columns: Vec<String> = set.keys().map(|column| format!("{column} = ?")).collect();
    let sql = format!("UPDATE {table} SET {} WHERE {name} = ?", columns.join(", "));
    match database.execute(&sql, params_from_iter(set.values().chain([row]).map(from_json))) {
        Ok(changed) => {
            assert_eq!(changed, 1, "{edit}");
            true
        }
        Err(rusqlite::Error::SqliteFailure(error, _)) if error.code == rusqlite::ErrorCode::ConstraintViolation => false,
        Err(error) => panic!("{edit}: {error}"),
    }
}

/// A process with the root keys and the environment of a case, or of the file.
fn process(vectors: &Json, case: &Json, file: &Path) -> Arc<Repo> {
    let of_case = |name: &str| case.get(name).unwrap_or(&vectors[name]);
    let keys = of_case("root_keys").as_array().unwrap().iter().map(|key| Secret::from(key.as_str().unwrap()));
    let keys: Vec<Secret<String>> = keys.collect();
    process_in(of_case("environment").as_str().unwrap(), file, &keys.iter().collect::<Vec<_>>())
}

/// Whether a row opens in an open vault.
async fn opens(repo: &Arc<Repo>, table: &str, row: &str) -> Result<bool> {
    let found = repo.housekeeping().verify().await?;
    Ok(match table {
        "grants" => found.unreadable_rows == 0 && found.unreadable_grants.iter().all(|id| id.as_str() != row),
        "sessions" => found.unreadable_sessions.iter().all(|id| id.as_str() != row),
        "keysets" => found.unreadable_keys.is_empty(),
        "jobs" => found.unreadable_queued.iter().chain(&found.unknown_queued).all(|place| !place.ends_with(row)),
        _ => repo.prove(&repo.store.list_root_keys().await?, row).await?.is_some(),
    })
}

/// Whether the row of a case opens after its edits.
async fn case_opens(vectors: &Json, case: &Json, base: &Path, folder: &Path) -> bool {
    let file = folder.join(format!("{}.db", case["name"].as_str().unwrap()));
    std::fs::copy(base, &file).unwrap();
    let database = Connection::open(&file).unwrap();
    if !case["edits"].as_array().unwrap().iter().all(|change| edit(&database, change)) {
        return false;
    }
    drop(database);
    let repo = process(vectors, case, &file);
    if repo.open().await.is_err() {
        return false;
    }
    let opened = opens(&repo, case["table"].as_str().unwrap(), case["row"].as_str().unwrap()).await;
    repo.close().await;
    opened.unwrap_or(false)
}

/// The vault of a file, before any edit.
async fn restored(vectors: &Json, folder: &Path) -> PathBuf {
    let empty = folder.join("empty.db");
    let made = super::testing::open(&empty, &LocalRootKey::make()).await;
    made.close().await;
    let read = |row: &rusqlite::Row<'_>| row.get(0);
    let application_id = Connection::open(&empty).unwrap().query_row("PRAGMA application_id", [], read).unwrap();
    let base = folder.join("base.db");
    restore(vectors, &base, application_id);
    base
}

async fn check(vectors: &Json, name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let base = restored(vectors, folder.path()).await;
    // From here on its schema is the one of today. Whoever was given the root keys that are retired as well, first, would let one of them wrap.
    let newest = serde_json::json!({ "root_keys": [vectors["root_keys"].as_array().unwrap().last()] });
    let repo = process(vectors, &newest, &base);
    repo.open().await.unwrap();
    let count = |table: &str| {
        let rows = vectors["tables"][table].as_array().unwrap().iter();
        rows.filter(|row| table != "grants" || row["status"] != "revoked").count() as u64
    };
    let found = repo.housekeeping().verify().await.unwrap();
    assert!(found.is_whole(), "{name}: {found:?}");
    assert_eq!((found.grants, found.sessions), (count("grants"), count("sessions")), "{name}");
    repo.close().await;
    let (mut opened, mut refused) = (0, 0);
    for case in vectors["cases"].as_array().unwrap() {
        let expected = case["opens"].as_bool().unwrap();
        // What is not edited opens together, so once is enough.
        let is_known = expected && opened > 0 && case.get("root_keys").is_none() && case["edits"].as_array().unwrap().is_empty();
        assert!(is_known || case_opens(vectors, case, &base, folder.path()).await == expected, "{name}: {}", case["name"]);
        if expected { opened += 1 } else { refused += 1 }
    }
    assert!(opened >= 60 && refused >= 40, "{name}: {opened} open, {refused} do not");
    let repo = process(vectors, &newest, &base);
    repo.open().await.unwrap();
    // The sweeps of today find their way through it, and leave no hash that claims nothing.
    repo.housekeeping().reseal_records(|_| true).await.unwrap();
    repo.housekeeping().rotate_index_key(|_| true).await.unwrap();
    let in_vain = "SELECT count(*) FROM grants WHERE account_hash IS NOT NULL AND subject <> 'installation'";
    assert_eq!(Connection::open(&base).unwrap().query_row(in_vain, [], |row| row.get::<_, i64>(0)).unwrap(), 0, "{name}");
    let found = repo.housekeeping().verify().await.unwrap();
    assert!(found.is_whole(), "{name}, hashed anew: {found:?}");
    repo.close().await;
}

#[tokio::test]
async fn every_frozen_vault_opens_and_its_edits_do_not() {
    let files = list("tests/vectors/vault/whole", "json");
    assert!(!files.is_empty());
    for file in files {
        check(&serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap(), &file.display().to_string()).await;
    }
}

/// What waits to be revoked, as it was sealed by a writer of `FORMAT.md` that knows no code of this program.
#[tokio::test]
async fn frozen_revocations_open_and_their_edits_do_not() {
    let path = in_repository("tests/vectors/vault/revocations.json");
    let vectors: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let base = restored(&vectors, folder.path()).await;
    let (mut opened, mut refused) = (0, 0);
    for case in vectors["cases"].as_array().unwrap() {
        let expected = case["opens"].as_bool().unwrap();
        assert_eq!(case_opens(&vectors, case, &base, folder.path()).await, expected, "{}", case["name"]);
        if expected { opened += 1 } else { refused += 1 }
    }
    assert_eq!((opened, refused), (4, 30));
}
