//! `authpipe providers` and `authpipe provider`: finding a provider, linting a definition of one's own, and registering an application.

use std::process::{Command, Output};

use serde_json::Value;

fn authpipe(arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_authpipe"));
    for name in ["AUTHPIPE_BASE_URL", "AUTHPIPE_MODE", "AUTHPIPE_CLIENT_ID", "AUTHPIPE_CLIENT_SECRET", "AUTHPIPE_PROXY"] {
        command.env_remove(name);
    }
    command.args(arguments).envs(variables.iter().copied()).output().unwrap()
}

fn out(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_provider_is_found_by_a_part_of_its_name_or_its_category() {
    for (text, expected) in
        [("hubsp", "hubspot\tHubSpot\tuser, api_key"), ("Gmail", "google-mail\tGmail\t"), ("opnai", "openai\tOpenAI\t")]
    {
        let found = out(&authpipe(&["providers", "search", text], &[]));
        assert!(found.contains(expected), "{text}: {found}");
        assert!(found.lines().count() < 5, "{text}: {found}");
    }
    let of_category = out(&authpipe(&["providers", "list", "--category", "crm"], &[]));
    let by_category = out(&authpipe(&["providers", "search", "crm"], &[]));
    assert!(of_category.lines().count() > 10 && of_category.lines().all(|line| by_category.contains(line)));
    assert_eq!(out(&authpipe(&["providers", "search", "no-such-thing-at-all"], &[])), "");
    let rows = json(&authpipe(&["providers", "list", "--json"], &[]));
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 400, "{}", rows.len());
    let lead = rows.iter().find(|row| row["id"] == "squarespace").unwrap();
    assert_eq!((&lead["verified"], &lead["category"]), (&Value::Bool(false), &Value::String("commerce".into())));
    let show = out(&authpipe(&["providers", "show", "squarespace"], &[]));
    assert!(show.contains("checked: 2026-11-30 against one project (a lead, not verified)\n"), "{show}");
}

#[test]
fn a_check_names_the_redirect_uri_and_the_steps_and_sends_nothing_unasked() {
    let base = [("AUTHPIPE_BASE_URL", "https://app.example/api/authpipe/")];
    let said = out(&authpipe(&["provider", "check", "gumroad"], &base));
    for part in [
        "redirect URI: https://app.example/api/authpipe/oauth/callback/gumroad\n",
        "1. Register an OAuth application at Gumroad",
        "client: not tried; set AUTHPIPE_CLIENT_ID",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let keys = out(&authpipe(&["provider", "check", "twilio"], &base));
    assert!(keys.contains("redirect URI: none") && keys.contains("the values username, password"), "{keys}");
    let own = out(&authpipe(&["provider", "check", "microsoft-onedrive", "--config", "eu"], &base));
    assert!(own.contains("/oauth/callback/eu\n") && own.contains("groupMembershipClaims"), "{own}");
    let read = out(&authpipe(&["provider", "check", "hubspot"], &base));
    assert!(read.contains("1. In a HubSpot developer account, create an app"), "the steps at its own portal: {read}");
    let rows = json(&authpipe(&["provider", "check", "hubspot", "--json"], &base));
    assert_eq!(
        (&rows["client"], &rows["redirect_uri"]),
        (&Value::Null, &Value::String("https://app.example/api/authpipe/oauth/callback/hubspot".into()))
    );
    assert!(rows["setup"].as_array().unwrap().len() >= 4);
    let unknown = authpipe(&["provider", "check", "hubspott"], &[]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("Did you mean \"hubspot\"?"));
}

#[test]
fn a_definition_of_ones_own_is_linted_with_line_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = "id = \"acme\"\nname = \"Acme\"\nauth = [\"api_key\"]\n\n[api]\norigins = [\"https://api.acme.example\"]\n";
    let fine = write("acme.toml", good);
    assert_eq!(out(&authpipe(&["providers", "lint", &fine], &[])), "");
    let files = [
        fine,
        write("unknown.toml", &good.replace("origins", "orignis")),
        write("http.toml", &good.replace("https", "http").replace("\"acme\"", "\"http\"")),
        write("grammar.toml", &good.replace("api.acme", "{shop}.acme").replace("\"acme\"", "\"grammar\"")),
        write("twice.toml", good),
        write("taken.toml", &good.replace("\"acme\"", "\"openai\"")),
        write("include.toml", &format!("include = \"base.toml\"\n{good}")),
        folder.path().join("absent.toml").to_str().unwrap().to_owned(),
    ];
    let arguments: Vec<&str> = ["providers", "lint"].into_iter().chain(files.iter().map(String::as_str)).collect();
    let output = authpipe(&arguments, &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for expected in [
        "unknown.toml:6: Unknown field `orignis`. Did you mean \"origins\"?",
        "http.toml:6: api.origins[0] must be https. Write https://",
        "grammar.toml:6: api.origins[0] uses a variable that is not declared. Declare it under [variables]",
        "twice.toml:1: The id \"acme\" is that of ",
        "taken.toml:1: The id \"openai\" is that of a provider of the catalogue. Give it another id",
        "include.toml:1: Unknown field `include`.",
        "absent.toml: The file cannot be read",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert_eq!(said.lines().count(), 7, "{said}");
    let rows = json(&authpipe(&[&arguments[..], &["--json"]].concat(), &[]));
    assert_eq!((rows.as_array().unwrap().len(), &rows[0]["line"], &rows[6]["line"]), (7, &Value::from(6), &Value::Null));
    // What providers on one platform share lies in a file of its own, as in the catalogue.
    std::fs::create_dir(folder.path().join("shared")).unwrap();
    let api = "[api]\norigins = [\"https://api.acme.example\"]\n";
    let sharing = good.replace(api, "");
    write("shared/api.toml", api);
    let shares = write("shares.toml", &format!("#:include shared/api.toml\n{sharing}"));
    assert_eq!(out(&authpipe(&["providers", "lint", &shares], &[])), "");
    write("shared/bent.toml", &format!("# Bent.\n{}", api.replace("origins", "orignis")));
    for (included, expected) in [
        ("shared/absent.toml", "shares.toml:2: shared/absent.toml cannot be read: "),
        ("../api.toml", "shares.toml:2: ../api.toml is not below the folder of this file. Name a file"),
        ("/etc/api.toml", "shares.toml:2: /etc/api.toml is not below the folder of this file."),
        ("shared/bent.toml", "shares.toml:2: shared/bent.toml, line 3: Unknown field `orignis`. Did you mean"),
    ] {
        let shares = write("shares.toml", &format!("# Ours.\n#:include {included}\n{sharing}"));
        let output = authpipe(&["providers", "lint", &shares], &[]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.code() == Some(1) && said.contains(expected), "{expected}: {said}");
    }
    // What the pages show is JSON.
    let output = authpipe(&["providers", "lint", &write("own.json", "{ \"name\": \"CRM\" }")], &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.code() == Some(1) && said.contains("own.json:1: This is JSON, and"), "{said}");
    // One fault hides the next.
    let both = write("both.toml", &good.replace("https", "http").replace("\n\n", "\ndocs = \"ftp://x\"\n\n"));
    let output = authpipe(&["providers", "lint", &both], &[]);
    assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("The first fault of each is told"), "{output:?}");
}

/// What is registered at a provider must be right: an address that is none is not printed as one.
#[test]
fn a_base_url_that_is_none_is_refused_and_an_incomplete_client_told_by_its_variables() {
    for wrong in ["junk", "http://public.example/x", "https://app.example/x?a=b"] {
        for arguments in [&["doctor", "slack"][..], &["provider", "check", "slack"]] {
            let output = authpipe(arguments, &[("AUTHPIPE_BASE_URL", wrong)]);
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{wrong}: {said}");
            assert!(said.contains("[config_invalid]: AUTHPIPE_BASE_URL"), "{wrong}: {said}");
        }
    }
    let local = out(&authpipe(&["doctor", "slack"], &[("AUTHPIPE_BASE_URL", "http://localhost:3000/api/authpipe")]));
    assert!(local.contains("http://localhost:3000/api/authpipe/oauth/callback/slack"), "{local}");
    let variables = [("AUTHPIPE_BASE_URL", "https://app.example/x"), ("AUTHPIPE_CLIENT_ID", "id")];
    let output = authpipe(&["provider", "check", "slack"], &variables);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("has no client secret") && said.contains("Set AUTHPIPE_CLIENT_ID and AUTHPIPE_CLIENT_SECRET"),
        "{said}"
    );
    assert!(!said.contains("ProviderInput"), "{said}");
}

#[test]
fn who_finds_nothing_hears_of_it() {
    let nothing = authpipe(&["providers", "search", "zzzzzz", "--json"], &[]);
    assert_eq!((json(&nothing), nothing.status.code()), (Value::Array(vec![]), Some(0)));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("No provider of the catalogue fits"), "{nothing:?}");
    let near = authpipe(&["providers", "search", "hubspott"], &[]);
    assert!(out(&near).starts_with("hubspot\t") && String::from_utf8_lossy(&near.stderr).contains("nearly is"), "{near:?}");
}
