//! Rules of the code base that the compiler does not know: which layer may use which, and what must not appear at all.
//!
//! The rules read the paths that sources name from their syntax (`layers/paths.rs`) and the rest from their text (`layers/source.rs`).
//! They are functions of it (`layers/edges.rs`, `layers/rules.rs`), so that each has a test here that plants a violation and sees it found.

mod door;
mod edges;
mod lengths;
mod names;
mod paths;
mod rules;
mod signatures;
mod source;
mod swift;
mod tables;

use std::path::{Path, PathBuf};

use edges::{check_circles, check_layers, check_rooms};
use rules::{
    NEUTRAL, WELL_KNOWN, check_clock, check_expose_sites, check_lease, check_made, check_namesakes, check_neutral,
    check_randomness, check_unsafe, list_expose_sites,
};
use source::{Source, mark_test_files, read_sources};
use tables::{check_schemas, list_tables};

const EXPOSE_HEAD: &str = "\
# Where the core reads a secret: file: number of uses of `expose` outside tests (SR-81). Each is a place where it can leak.
# A change here is a change to review. Rewrite it with AUTHPIPE_UPDATE=1 cargo test -p authpipe --test it layers
";

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn crate_sources() -> Vec<Source> {
    let sources = read_sources(&here().join("src"));
    assert!(sources.iter().any(|source| source.path == "lib.rs"), "the crate's sources were not found");
    sources
}

fn manifest() -> String {
    std::fs::read_to_string(here().join("Cargo.toml")).expect("the manifest is readable")
}

/// Slugs and names of the catalogue, from the lines `id = "…"` and `name = "…"` before the first table of each file.
fn providers(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the catalogue is readable").path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        let text = std::fs::read_to_string(&path).expect("the catalogue is readable");
        for line in text.lines().take_while(|line| !line.starts_with('[')) {
            if let Some((key, value)) = line.split_once('=')
                && matches!(key.trim(), "id" | "name")
            {
                names.push(value.trim().trim_matches('"').to_owned());
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

fn file(path: &str, text: &str) -> Vec<Source> {
    vec![Source::new(path, text)]
}

#[test]
fn modules_use_only_what_stands_below_them() {
    none(check_layers(&crate_sources()));
}

#[test]
fn an_edge_upwards_or_sideways_is_found() {
    let bad = [
        ("base/ids.rs", "use crate::model::grant::Grant;"),
        ("store/memory/mod.rs", "use crate::vault::RootKey;"),
        ("vault/context.rs", "fn f() { crate::store::open() }"),
        ("net/mod.rs", "use crate::{base::Error, protocol::{token::judge}};"),
        ("protocol/token.rs", "use super::super::net::send;"),
        ("repo/mod.rs", "mod inner { use super::super::engine::Engine; }"),
        ("engine/mod.rs", "use super::client::Authpipe;"),
        ("client/mod.rs", "use crate::handler;"),
        ("handler/mod.rs", "use authpipe::client::Authpipe;"),
        ("handler/routes.rs", "macro_rules! m { () => { $crate::client::f() } }"),
        ("store/mod.rs", "#[cfg(test)] mod tests { use crate::{base, repo::Repo}; }"),
        ("net/mod.rs", "fn f() -> Vec<crate::engine::Engine> { todo!() }"),
        ("net/mod.rs", "fn f() { use crate as root; root::engine::run() }"),
        ("newcomer/mod.rs", "fn f() {}"),
        ("engine/mod.rs", "use crate::unheard_of::X;"),
        ("repo/mod.rs", "use crate::cli;"),
    ];
    for (path, text) in bad {
        assert_eq!(check_layers(&file(path, text)).len(), 1, "{path}: {text}");
    }
    let good = [
        (
            "engine/mod.rs",
            "use crate::{base, model, catalog, protocol, vault, store, net, repo}; use super::engine::x; use self::a::b;",
        ),
        ("cli/mod.rs", "use crate::client::Authpipe; use crate::handler;"),
        ("main.rs", "fn main() { authpipe::cli::run() }"),
        ("net/mod.rs", "// use crate::vault;\nconst A: &str = \"crate::vault::x\";"),
    ];
    for (path, text) in good {
        none(check_layers(&file(path, text)));
    }
}

#[test]
fn rooms_of_the_engine_use_only_what_stands_below_them() {
    none(check_rooms(&crate_sources()));
}

#[test]
fn an_edge_between_rooms_upwards_or_sideways_is_found() {
    let bad = [
        ("engine/common/errors.rs", "use crate::engine::renewing::refresh;"),
        ("engine/grants/mod.rs", "use super::renewing::refresh;"),
        ("engine/reading/credentials.rs", "use super::super::managing::connections;"),
        ("engine/reading/mod.rs", "fn f() { crate::engine::watching::scheduler::run() }"),
        ("engine/newcomer/mod.rs", "fn f() {}"),
        ("engine/grants/mod.rs", "use crate::engine as rooms; fn f() { rooms::watching::scheduler::run() }"),
        ("engine/grants/mod.rs", "fn f() { assert!(super::super::engine::renewing::x()) }"),
        ("engine/grants/mod.rs", "#[cfg(test)] mod tests { use super::super::reading; }"),
        ("engine/renewing/refresh.rs", "use super::super::Engine;"),
    ];
    for (path, text) in bad {
        assert_eq!(check_rooms(&file(path, text)).len(), 1, "{path}: {text}");
    }
    // A name that the root has from a room is that room's.
    let root = Source::new("engine/mod.rs", "use watching::scheduler::{self, Scheduler as Timer}; mod watching;");
    for text in ["use crate::engine::Timer;", "fn f() { super::scheduler::run() }"] {
        let wrong = check_rooms(&[root.clone(), Source::new("engine/grants/mod.rs", text)]);
        assert!(wrong.len() == 1 && wrong[0].contains("`watching`"), "{text}: {wrong:?}");
    }
    let good = [
        ("engine/mod.rs", "use watching::scheduler; use self::reading::credentials;"),
        ("engine/watching/scheduler.rs", "use crate::engine::{common::errors, reading::credentials}; use super::lanes::Lanes;"),
    ];
    for (path, text) in good {
        none(check_rooms(&file(path, text)));
    }
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    none(check_circles(&crate_sources()));
    let circle = [
        Source::new("catalog/issuer.rs", "use super::resolve::resolve_url;"),
        Source::new("catalog/resolve.rs", "fn f() { super::issuer::fixed_issuer() }"),
        Source::new("catalog/mod.rs", "mod issuer; mod resolve; use self::resolve::x;"),
        Source::new("catalog/user.rs", "use super::issuer::x;"),
    ];
    assert_eq!(check_circles(&circle).len(), 2, "{:?}", check_circles(&circle));
    let three = [
        Source::new("engine/a/one.rs", "use super::two::x;"),
        Source::new("engine/a/two.rs", "use crate::engine::a::three::{x, y};"),
        Source::new("engine/a/three.rs", "use super::one::x;"),
    ];
    assert_eq!(check_circles(&three).len(), 3, "{:?}", check_circles(&three));
    // Through a module of which one is a part.
    let parts = [
        Source::new("arguments.rs", "use crate::records::Row;"),
        Source::new("records.rs", "mod rows; pub use rows::Row; pub struct All;"),
        Source::new("records/rows.rs", "use super::All; use crate::arguments::Narrow;"),
    ];
    assert_eq!(check_circles(&parts).len(), 3, "{:?}", check_circles(&parts));
    none(check_circles(&parts[1..]));
}

#[test]
fn no_files_of_the_other_crates_use_each_other_in_a_circle() {
    let crates = ["bindings-common", "bindings-common/generate", "bindings-node", "bindings-python", "bindings-swift", "xtask"];
    for name in crates {
        let sources = read_sources(&here().join("..").join(name).join("src"));
        assert!(!sources.is_empty(), "the sources of {name} were not found");
        none(check_circles(&sources).into_iter().map(|found| format!("{name}: {found}")).collect());
    }
}

#[test]
fn an_edge_through_an_export_of_the_root_is_found() {
    let root = Source::new("lib.rs", "mod client;\npub use client::{Authpipe, builder::Builder};\npub use crate::base::Error;");
    let wrong = check_layers(&[
        root,
        Source::new("handler/mod.rs", "use crate::Authpipe;"),
        Source::new("engine/mod.rs", "use crate::{Builder, Error};"),
    ]);
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(wrong[0].contains("`handler` uses `client`") && wrong[1].contains("`engine` uses `client`"), "{wrong:?}");
}

#[test]
fn no_provider_is_named_where_all_are_equal() {
    none(check_neutral(&crate_sources(), &providers(&here().join("catalog"))));
    none(check_namesakes(&crate_sources()));
}

#[test]
fn a_named_provider_is_found_in_code_comments_and_strings() {
    let providers = ["acme-crm", "Acme CRM", "box", "Zeta"].map(str::to_owned);
    let bad = [
        "// as Microsoft does it",
        "const A: &str = \"https://graph.example.test\";",
        "struct SlackAnswer;",
        "fn read_github_id() {}",
        "fn f() { g(\"acme-crm\") }",
        "// the Acme CRM answers so",
        "fn acme_crm() {}",
        "if provider == \"box\" {}",
        "enum Kind { ZetaToken }",
    ];
    for module in NEUTRAL {
        for text in bad {
            assert!(!check_neutral(&file(&format!("{module}/a.rs"), text), &providers).is_empty(), "{module}: {text}");
        }
        none(check_neutral(
            &file(&format!("{module}/a.rs"), "/// A paragraph on central Box<T>.\nfn f() -> Box<u8> {}"),
            &providers,
        ));
        none(check_neutral(
            &file(&format!("{module}/a.rs"), "#[cfg(test)]\nmod tests { const P: &str = \"microsoft-x\"; }"),
            &providers,
        ));
    }
    none(check_neutral(&file("catalog/a.rs", "// Microsoft"), &providers));
}

#[test]
fn the_catalogue_is_read_for_names() {
    let names = providers(&here().join("catalog"));
    let folder = std::fs::read_dir(here().join("catalog")).expect("the catalogue is readable");
    let files =
        folder.filter(|entry| entry.as_ref().is_ok_and(|entry| entry.path().extension().is_some_and(|e| e == "toml"))).count();
    assert!(names.len() >= files, "{names:?}");
    assert!(WELL_KNOWN.contains(&"microsoft"));
}

#[test]
fn statements_on_a_server_name_the_schema_of_each_table() {
    let folder = here().join("src/store/postgres/migrations");
    let files = std::fs::read_dir(folder).expect("the migrations are readable").map(|entry| entry.expect("an entry").path());
    let texts = files.map(|path| std::fs::read_to_string(path).expect("a migration is readable"));
    let tables = list_tables(&texts.collect::<Vec<_>>().join("\n"));
    assert!(["meta", "legacy_keys", "keysets"].iter().all(|table| tables.contains(*table)), "{tables:?}");
    none(check_schemas(&crate_sources(), &tables));
    let bad = [
        "const A: &str = \"UPDATE meta SET x = 1\";",
        "const A: &str = \"SELECT 1\n    FROM\n meta\";",
        "const A: &str = \"WITH a AS (SELECT 1) DELETE FROM meta;\";",
        "const A: &str = \"SELECT 1 FROM @keysets JOIN meta USING (x)\";",
        "const A: &str = \"INSERT INTO meta (a) VALUES (1)\";",
    ];
    for text in bad {
        assert_eq!(check_schemas(&file("store/postgres/a.rs", text), &tables).len(), 1, "{text}");
    }
    let good = "const A: &str = \"UPDATE @meta SET x = 1 FROM (SELECT meta FROM due) ON CONFLICT DO UPDATE SET meta = 1\";";
    none(check_schemas(&file("store/postgres/a.rs", good), &tables));
    none(check_schemas(&file("store/sqlite/a.rs", bad[0]), &tables));
}

#[test]
fn only_an_acquisition_makes_a_lease() {
    none(check_lease(&crate_sources()));
    assert_eq!(check_lease(&file("engine/renewing/refresh.rs", "let lease = Lease::acquired(terms);")).len(), 1);
    assert_eq!(check_lease(&file("client/mod.rs", "let make = Lease::acquired;")).len(), 1);
    none(check_lease(&file("engine/grants/leases.rs", "Lease::acquired(terms)")));
}

#[test]
fn nothing_is_unsafe() {
    none(check_unsafe(&crate_sources()));
    assert!(manifest().contains("unsafe_code = \"forbid\""), "the compiler refuses it too");
    assert_eq!(check_unsafe(&file("net/a.rs", "fn f() { unsafe { g() } }")).len(), 1);
    assert_eq!(check_unsafe(&file("net/a.rs", "#[cfg(test)]\nmod tests { fn f() { unsafe { g() } } }")).len(), 1);
    none(check_unsafe(&file("net/a.rs", "#![forbid(unsafe_code)] // unsafe\nconst A: &str = \"unsafe\";")));
}

#[test]
fn randomness_comes_from_the_operating_system() {
    none(check_randomness(&crate_sources(), &manifest()));
    assert_eq!(check_randomness(&file("vault/a.rs", "let x = rand::rng().random();"), "").len(), 1);
    assert_eq!(check_randomness(&file("vault/a.rs", "getrandom::fill(&mut x);"), "").len(), 1);
    assert_eq!(check_randomness(&[], "[dependencies]\nrand = \"0.9\"\nfastrand.workspace = true\n").len(), 2);
    none(check_randomness(&file("base/entropy.rs", "getrandom::fill(&mut x);"), "[dev-dependencies]\nrand = \"0.9\"\n"));
}

#[test]
fn every_error_code_and_event_is_made_somewhere() {
    let sources = crate_sources();
    let codes: Vec<String> = authpipe::ErrorCode::ALL.iter().map(|code| format!("{code:?}")).collect();
    none(check_made(&sources, "ErrorCode", &codes, &[]));
    let events: Vec<String> = authpipe::EventType::ALL.iter().map(|event| format!("{event:?}")).collect();
    none(check_made(&sources, "EventType", &events, &[]));
}

#[test]
fn a_code_that_nothing_makes_is_found() {
    let sources = [
        Source::new("base/error/codes.rs", "pub enum ErrorCode { A, B } fn f() { ErrorCode::A; ErrorCode::B }"),
        Source::new("net/a.rs", "fn f() { ErrorCode::A } #[cfg(test)] mod tests { fn f() { ErrorCode::B } }"),
    ];
    let values = ["A", "B"].map(str::to_owned);
    assert_eq!(check_made(&sources, "ErrorCode", &values, &[]).len(), 1);
    none(check_made(&sources, "ErrorCode", &values, &["B"]));
    for asks in [
        "match c { ErrorCode::B => 1 }",
        "match c { Some(ErrorCode::B) => 1 }",
        "match c { ErrorCode::B | ErrorCode::C => 1 }",
        "match c { ErrorCode::C | ErrorCode::B => 1 }",
        "match c { ErrorCode::B if d => 1 }",
        "c == ErrorCode::B",
        "c != ErrorCode::B",
        "ErrorCode::B == c",
    ] {
        let asks = Source::new("net/b.rs", &format!("fn g() {{ {asks} }}"));
        assert_eq!(check_made(&[asks], "ErrorCode", &["B".to_owned()], &[]).len(), 1);
    }
    for makes in ["match c { 1 => ErrorCode::B }", "f(ErrorCode::B, 1)", "f(1, ErrorCode::B)", "let x = ErrorCode::B;"] {
        none(check_made(&[Source::new("net/b.rs", &format!("fn g() {{ {makes} }}"))], "ErrorCode", &["B".to_owned()], &[]));
    }
}

#[test]
fn time_comes_from_the_clock() {
    none(check_clock(&crate_sources()));
    assert_eq!(check_clock(&file("net/a.rs", "let t = std::time::Instant::now();")).len(), 1);
    assert_eq!(check_clock(&file("net/a.rs", "let t = SystemTime :: now();")).len(), 1);
    none(check_clock(&file("base/clock.rs", "Instant::now()")));
    none(check_clock(&file("net/a.rs", "#[cfg(test)]\nfn f() { Instant::now(); }")));
}

#[test]
fn places_that_read_secrets_are_listed() {
    let list = here().join("tests").join("expose_sites.txt");
    let sources = crate_sources();
    if std::env::var_os("AUTHPIPE_UPDATE").is_some() {
        std::fs::write(&list, format!("{EXPOSE_HEAD}{}", list_expose_sites(&sources))).expect("the list is writable");
    }
    none(check_expose_sites(&sources, &std::fs::read_to_string(&list).expect("the list is readable")));
}

#[test]
fn a_new_place_that_reads_a_secret_is_found() {
    let sources = mark_test_files(vec![
        Source::new("a.rs", "fn f() { s.expose(); x.map(Secret::expose); }\n#[cfg(test)]\nmod tests { fn g() { s.expose(); } }"),
        Source::new("base/secret.rs", "pub fn expose(&self) -> &T { &self.0 }"),
    ]);
    assert_eq!(list_expose_sites(&sources), "a.rs: 2\n");
    none(check_expose_sites(&sources, "# comment\na.rs: 2\n"));
    assert_eq!(check_expose_sites(&sources, "a.rs: 1\n").len(), 1);
    assert_eq!(check_expose_sites(&sources, "").len(), 1);
    assert_eq!(check_expose_sites(&sources, "a.rs: 2\ngone.rs: 1\n").len(), 1);
}
