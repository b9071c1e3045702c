//! The command line tool, run as people run it.

use std::process::{Command, Output};

fn authpipe(arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
    for name in ["AUTHPIPE_KEY", "AUTHPIPE_VAULT", "AUTHPIPE_BASE_URL", "AUTHPIPE_MODE", "AUTHPIPE_ENVIRONMENT"] {
        command.env_remove(name);
    }
    command.args(arguments).envs(environment.iter().copied()).output().expect("the tool runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_generated_key_goes_to_standard_output_alone_and_is_new_each_time() {
    let (first, second) = (authpipe(&["key", "generate"], &[]), authpipe(&["key", "generate"], &[]));
    let key = out(&first).trim().to_owned();
    assert!(key.starts_with("apk1_") && !key.contains(char::is_whitespace), "{key}");
    assert!(err(&first).contains("AUTHPIPE_KEY") && !err(&first).contains(&key));
    assert_ne!(key, out(&second).trim());
    let json: serde_json::Value = serde_json::from_str(&out(&authpipe(&["key", "generate", "--json"], &[]))).unwrap();
    assert!(json["key"].as_str().unwrap().starts_with("apk1_"));
}

#[test]
fn the_catalogue_is_listed_and_shown() {
    let list = out(&authpipe(&["providers", "list"], &[]));
    assert!(list.contains("microsoft-onedrive\tOneDrive"), "{list}");
    let show = out(&authpipe(&["providers", "show", "microsoft-onedrive"], &[]));
    for scope in [
        "User.Read",
        "Files.Read",
        "Files.Read.All",
        "Files.ReadWrite",
        "Files.ReadWrite.All",
        "Sites.Read.All",
        "Sites.ReadWrite.All",
        "offline_access",
    ] {
        assert!(show.contains(&format!("  {scope}\t")), "{scope}: {show}");
    }
    for variable in [
        "  audience\torganizations (default), common, consumers\n",
        "  authority\torganizations, common, consumers, or a GUID\n",
        "  cloud\tchina, global (default), us_government, us_government_dod\n",
    ] {
        assert!(show.contains(variable), "{show}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&out(&authpipe(&["providers", "show", "microsoft-onedrive", "--json"], &[]))).unwrap();
    assert_eq!(json["id"], "microsoft-onedrive");
    let doctor = out(&authpipe(&["doctor", "microsoft-onedrive"], &[("AUTHPIPE_BASE_URL", "https://app.example/api/authpipe")]));
    assert!(doctor.contains("https://app.example/api/authpipe/oauth/callback/microsoft-onedrive"), "{doctor}");
    assert!(doctor.contains("groupMembershipClaims"), "{doctor}");
    let json =
        authpipe(&["doctor", "microsoft-onedrive", "--json"], &[("AUTHPIPE_BASE_URL", "https://app.example/api/authpipe")]);
    let json: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["redirect_uri"], "https://app.example/api/authpipe/oauth/callback/microsoft-onedrive");
    assert!(json["setup"].as_array().unwrap().len() > 3);
}

/// The callback path of a config ends in its id, which is not always the provider's.
#[test]
fn doctor_names_the_redirect_uri_of_the_config() {
    let base = [("AUTHPIPE_BASE_URL", "https://app.example/api/authpipe/")];
    let named = out(&authpipe(&["doctor", "microsoft-onedrive", "--config", "onedrive-eu"], &base));
    assert!(named.contains("redirect URI: https://app.example/api/authpipe/oauth/callback/onedrive-eu\n"), "{named}");
    let somewhere = out(&authpipe(&["doctor", "microsoft-onedrive", "--config", "onedrive-eu"], &[]));
    assert!(somewhere.contains("redirect URI: <AUTHPIPE_BASE_URL>/oauth/callback/onedrive-eu "), "{somewhere}");
    let wrong = authpipe(&["doctor", "microsoft-onedrive", "--config", "../x"], &base);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).starts_with("error [invalid_id]: "), "{}", err(&wrong));
}

#[test]
fn a_misspelt_provider_is_met_with_a_suggestion_and_exit_code_1() {
    let output = authpipe(&["providers", "show", "onedrive"], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err(&output), "error [provider_unknown]: Unknown provider \"onedrive\".\nDid you mean \"microsoft-onedrive\"?\n");
}

#[test]
fn wrong_usage_is_exit_code_2() {
    assert_eq!(authpipe(&["no-such-command"], &[]).status.code(), Some(2));
    assert_eq!(authpipe(&["--help"], &[]).status.code(), Some(0));
}

/// A program reads one line of JSON, whatever was wrong.
#[test]
fn wrong_usage_is_told_as_json_where_json_was_asked_for() {
    for (arguments, part) in [
        (&["--json"][..], "command"),
        (&["vault", "--json"], "requires a subcommand"),
        (&["vault", "nope", "--json"], "'nope'"),
        (&["vault", "backup", "--json"], "--to <TO>"),
        (&["audit", "retain", "--days", "x", "--json"], "invalid value 'x'"),
        (&["--json", "vault", "status", "--vault", "a", "--vault", "b"], "multiple times"),
    ] {
        let output = authpipe(arguments, &[]);
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{arguments:?}");
        let told: serde_json::Value = serde_json::from_str(&err(&output)).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        assert_eq!(told["error"]["code"], "invalid_request");
        let message = told["error"]["message"].as_str().unwrap();
        assert!(message.contains(part) && !message.contains("Usage"), "{arguments:?}: {message}");
        assert!(told["error"]["hint"].as_str().unwrap().contains("--help"));
        assert_eq!(err(&output).lines().count(), 1);
    }
    let help = authpipe(&["vault", "--help", "--json"], &[]);
    assert!(help.status.success() && out(&help).contains("Usage"), "help is an answer");
}

#[test]
fn a_variable_that_is_misspelt_is_told() {
    let output = authpipe(&["vault", "status"], &[("AUTHPIPE_VALUT", "sqlite:./a.db"), ("AUTHPIPE_MODE", "development")]);
    let told = "warning: the variable AUTHPIPE_VALUT is read by nothing; did you mean AUTHPIPE_VAULT?\n";
    assert!(err(&output).starts_with(told), "{}", err(&output));
    // Whoever asked for JSON reads nothing else.
    let output =
        authpipe(&["vault", "status", "--json"], &[("AUTHPIPE_VALUT", "sqlite:./a.db"), ("AUTHPIPE_MODE", "development")]);
    let told: serde_json::Value = serde_json::from_str(&err(&output)).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    assert!(told["error"]["code"].is_string(), "{told}");
    assert_eq!(
        told["warnings"],
        serde_json::json!(["the variable AUTHPIPE_VALUT is read by nothing; did you mean AUTHPIPE_VAULT?"])
    );
}

/// Each command has a memory of its own, in which there is nothing.
#[test]
fn a_vault_in_memory_is_no_vault_of_a_command() {
    let key = out(&authpipe(&["key", "generate"], &[])).trim().to_owned();
    let environment = [("AUTHPIPE_KEY", key.as_str()), ("AUTHPIPE_MODE", "development"), ("AUTHPIPE_VAULT", "memory:")];
    for arguments in [&["vault", "status"][..], &["doctor"], &["key", "rotate"], &["user", "erase", "t", "u", "--yes"]] {
        let output = authpipe(arguments, &environment);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains("in the memory of its process"), "{arguments:?}: {}", err(&output));
    }
}

#[test]
fn the_status_of_a_vault_needs_its_key_and_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = format!("sqlite:{}", folder.path().join("vault.db").display());
    let key = out(&authpipe(&["key", "generate"], &[])).trim().to_owned();
    let absent =
        authpipe(&["vault", "status"], &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")]);
    assert_eq!(absent.status.code(), Some(1), "{}", err(&absent));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "asking made something");
    let file = folder.path().join("vault.db");
    let with_slashes = format!("sqlite://{}", file.display());
    std::fs::write(&file, "").unwrap();
    for vault in [&vault, &with_slashes] {
        let empty = authpipe(
            &["vault", "status"],
            &[("AUTHPIPE_VAULT", vault), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")],
        );
        assert!(err(&empty).contains("the file is empty."), "{}", err(&empty));
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!((files, std::fs::metadata(&file).unwrap().len()), (vec![file.clone()], 0), "asking made a vault of a file");
    }
    std::fs::remove_file(&file).unwrap();
    let absent = authpipe(
        &["vault", "status"],
        &[("AUTHPIPE_VAULT", &with_slashes), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")],
    );
    assert!(err(&absent).contains("There is no vault at"), "{}", err(&absent));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "asking made something");

    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let options = authpipe::Options {
            vault: Some(vault.clone()),
            keys: vec![authpipe::Secret::from(key.as_str())],
            environment: Some("test".into()),
            ..authpipe::Options::default()
        };
        let authpipe = authpipe::Authpipe::new(options).unwrap();
        authpipe.ready().await.unwrap();
        authpipe.close().await.unwrap();
    });
    let good = authpipe(
        &["vault", "status", "--json"],
        &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")],
    );
    let json: serde_json::Value = serde_json::from_str(&out(&good)).unwrap_or_else(|_| panic!("{}", err(&good)));
    assert_eq!(json["readable"], true);

    let copy = folder.path().join("copy.db");
    let copied = authpipe(
        &["vault", "backup", "--to", copy.to_str().unwrap()],
        &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")],
    );
    assert_eq!((copied.status.code(), out(&copied)), (Some(0), format!("vault\t{vault}\nbackup\t{}\n", copy.display())));
    let vault_of_copy = format!("sqlite:{}", copy.display());
    let opens =
        authpipe(&["vault", "status", "--vault", &vault_of_copy], &[("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")]);
    assert!(out(&opens).contains("key\topens it"), "{}", err(&opens));
    let again = authpipe(
        &["vault", "backup", "--to", copy.to_str().unwrap(), "--json"],
        &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "test")],
    );
    assert_eq!((again.status.code(), out(&again)), (Some(1), String::new()));
    assert!(err(&again).contains("it exists already"), "{}", err(&again));

    let other = out(&authpipe(&["key", "generate"], &[])).trim().to_owned();
    let wrong =
        authpipe(&["vault", "status"], &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &other), ("AUTHPIPE_ENVIRONMENT", "test")]);
    assert_eq!(wrong.status.code(), Some(1));
    assert!(err(&wrong).starts_with("error [key_mismatch]") && !err(&wrong).contains(&other), "{}", err(&wrong));
    let none = authpipe(&["vault", "status"], &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_ENVIRONMENT", "test")]);
    assert!(err(&none).contains("key_missing"), "{}", err(&none));
}

#[tokio::test]
async fn the_tool_rotates_the_root_key_and_says_when_the_old_one_may_go() {
    let app = crate::support::App::start().await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    let vault = format!("sqlite:{}", app.vault_path().display());
    let (old, new) = (app.key.expose().clone(), out(&authpipe(&["key", "generate"], &[])).trim().to_owned());
    let run = |arguments: &[&str], keys: &str| {
        let output =
            authpipe(arguments, &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", keys), ("AUTHPIPE_ENVIRONMENT", "development")]);
        assert!(!out(&output).contains("apk1_") && !err(&output).contains("apk1_"), "no key is printed");
        output
    };
    let root_keys = |output: &std::process::Output| -> serde_json::Value {
        let json: serde_json::Value = serde_json::from_str(&out(output)).unwrap_or_else(|_| panic!("{}", err(output)));
        json["root_keys"].clone()
    };
    let before = run(&["key", "status", "--json"], &old);
    assert_eq!((before.status.code(), &root_keys(&before)[0]["state"]), (Some(0), &"primary".into()), "{}", err(&before));
    let (id, keys) = (root_keys(&before)[0]["id"].clone(), root_keys(&before)[0]["keys"].as_u64().unwrap());
    assert!(keys > 0);

    // Early, in the wrong order, and in the right one.
    let early = run(&["vault", "status"], &new);
    assert_eq!(early.status.code(), Some(1));
    assert!(err(&early).contains(&id.as_str().unwrap()[..4]) && err(&early).contains("key_mismatch"), "{}", err(&early));
    let early = run(&["key", "status"], &new);
    assert_eq!(early.status.code(), Some(1), "{}", out(&early));
    assert!(out(&early).contains("needed, missing"), "{}", out(&early));
    let offered = run(&["key", "rotate"], &format!("{old},{new}"));
    assert_eq!(offered.status.code(), Some(0), "{}", err(&offered));
    assert!(out(&offered).contains("offered\t0 keys"), "{}", out(&offered));
    let status = run(&["vault", "status", "--json"], &format!("{old},{new}"));
    assert!(root_keys(&status).as_array().unwrap().iter().all(|root| root["may_go"] == false), "{}", out(&status));

    let rotated = run(&["key", "rotate", "--json"], &format!("{new},{old}"));
    assert_eq!(rotated.status.code(), Some(0), "{}", err(&rotated));
    let json: serde_json::Value = serde_json::from_str(&out(&rotated)).unwrap();
    assert_eq!((json["rewrapped"].as_u64(), json["left"].as_u64()), (Some(keys), Some(0)));
    for given in [format!("{new},{old}"), new.clone()] {
        let status = run(&["key", "status", "--json"], &given);
        assert_eq!(status.status.code(), Some(0), "{}", err(&status));
        for root in root_keys(&status).as_array().unwrap() {
            let is_old = root["id"] == id;
            let expected = if is_old { ("retired", 0, true) } else { ("primary", keys, false) };
            let found = (root["state"].as_str().unwrap(), root["keys"].as_u64().unwrap(), root["may_go"].as_bool().unwrap());
            assert_eq!(found, expected);
        }
        assert_eq!(run(&["vault", "status"], &given).status.code(), Some(0));
    }
    let said = out(&run(&["key", "status"], &new));
    assert!(said.contains("may go") && said.contains("machines that are off"), "{said}");
    let other = out(&run(&["key", "status"], &format!("{new},{old}")));
    assert!(other.contains("machines that are off"), "{other}");
    assert_eq!(run(&["vault", "status"], &old).status.code(), Some(1));
}

/// A process that was killed on another machine is waited for, by its name, until somebody says that it has ended.
#[tokio::test]
async fn the_tool_names_the_process_that_a_root_key_waits_for_and_goes_on_without_it() {
    let app = crate::support::App::start().await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    let vault = format!("sqlite:{}", app.vault_path().display());
    let (old, new) = (app.key.expose().clone(), out(&authpipe(&["key", "generate"], &[])).trim().to_owned());
    let run = |arguments: &[&str]| {
        let keys = format!("{new},{old}");
        authpipe(arguments, &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &keys), ("AUTHPIPE_ENVIRONMENT", "development")])
    };
    let unseen = "ab".repeat(16);
    let row =
        "INSERT INTO processes SELECT x'abababababababababababababababab', json_array(root_key_id), 4102444800000 FROM root_keys";
    app.open_database().execute(row, []).unwrap();
    let waits = run(&["key", "rotate"]);
    let told = err(&waits);
    assert_eq!(waits.status.code(), Some(1), "{told}");
    assert!(told.contains(&format!("Process {unseen} (heard of last at 2100-01-01T00:00:00")), "{told}");
    assert!(told.contains("authpipe key rotate --without PROCESS"), "{told}");
    let status = out(&run(&["key", "status"]));
    assert!(status.contains(&format!("process\t{unseen}\t")) && status.contains("runs elsewhere, or has ended"), "{status}");
    let mistyped = run(&["key", "rotate", "--without", "abab"]);
    assert!(err(&mistyped).contains("No other process abab has"), "{}", err(&mistyped));
    let rotated = run(&["key", "rotate", "--without", &unseen]);
    assert_eq!(rotated.status.code(), Some(0), "{}", err(&rotated));
    let status = out(&run(&["key", "status"]));
    assert!(status.contains("may go") && !status.contains("process\t"), "{status}");
    let again = run(&["key", "rotate", "--without", &unseen]);
    assert!(again.status.success() && err(&again).contains(&format!("Process {unseen} is not waited for")), "{}", err(&again));
}

#[tokio::test]
async fn the_tool_opens_everything_and_names_what_does_not_open() {
    use crate::support::{self, App};
    let app = App::start().await;
    app.connect().await;
    app.browser().connect(&support::principal("beta", "ben", authpipe::Role::Member), &authpipe_sandbox::demo::GUS).await;
    app.authpipe.close().await.unwrap();
    let (vault, key) = (format!("sqlite:{}", app.vault_path().display()), app.key.expose().clone());
    let run = |arguments: &[&str]| {
        let output =
            authpipe(arguments, &[("AUTHPIPE_VAULT", &vault), ("AUTHPIPE_KEY", &key), ("AUTHPIPE_ENVIRONMENT", "development")]);
        let json: serde_json::Value = serde_json::from_str(&out(&output)).unwrap_or_else(|_| panic!("{}", err(&output)));
        (output.status.code(), json)
    };
    let (exit, whole) = run(&["vault", "verify", "--json"]);
    assert_eq!((exit, &whole["whole"], &whole["connections"]), (Some(0), &true.into(), &2.into()), "{whole}");
    let keys = whole["keys"].as_u64().unwrap();
    assert!(keys >= 2, "{whole}");
    for (edit, unreadable_keys) in [
        ("UPDATE grants SET fence = fence + 1 WHERE tenant_id = 'acme'", 0),
        ("UPDATE keysets SET sealed = zeroblob(132) WHERE tenant_id = 'beta'", 1),
    ] {
        app.open_database().execute(edit, []).unwrap();
        let (exit, found) = run(&["vault", "verify", "--json"]);
        assert_eq!((exit, &found["whole"]), (Some(1), &false.into()), "{edit}: {found}");
        assert_eq!(found["unreadable_keys"].as_array().unwrap().len(), unreadable_keys, "{edit}: {found}");
        assert_eq!(found["unreadable_connections"].as_array().unwrap().len(), 1 + unreadable_keys, "{edit}: {found}");
        assert_eq!(found["keys"].as_u64().unwrap(), keys - unreadable_keys as u64, "{edit}: {found}");
    }
}

#[test]
fn the_sandbox_is_reached_with_its_own_options() {
    let help = authpipe(&["sandbox", "--help"], &[]);
    assert_eq!(help.status.code(), Some(0), "{}", err(&help));
    assert!(out(&help).contains("--http-port"));
    let wrong = authpipe(&["sandbox", "--no-such-option"], &[]);
    assert_eq!(wrong.status.code(), Some(2));
}

/// Where it was run says where a relative path leads, and nobody else knows.
#[tokio::test]
async fn a_vault_that_was_moved_to_a_relative_path_is_found_from_everywhere() {
    let app = crate::support::App::start().await;
    app.connect().await;
    app.authpipe.close().await.unwrap();
    let folder = app.vault_path().parent().unwrap().canonicalize().unwrap();
    let (from, key) = (format!("sqlite:{}", app.vault_path().display()), app.key.expose().clone());
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
        command.args(arguments).current_dir(&folder);
        for (name, value) in [("VAULT", &from), ("KEY", &key), ("ENVIRONMENT", &"development".to_owned())] {
            command.env(format!("AUTHPIPE_{name}"), value);
        }
        command.output().unwrap()
    };
    let copied = run(&["vault", "copy", "--to", "sqlite:./moved.db"]);
    assert_eq!(copied.status.code(), Some(0), "{}", err(&copied));
    let left = run(&["vault", "status"]);
    let place = format!("has moved to sqlite:{}/moved.db.", folder.display());
    assert!(left.status.code() == Some(1) && err(&left).contains(&place), "{}", err(&left));
}
