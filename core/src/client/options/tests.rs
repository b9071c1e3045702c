//! Options name the place of the vault, and two that name one place share it.

use super::*;
use crate::base::ErrorCode;
use crate::vault::LocalRootKey;

#[test]
fn a_vaults_file_is_the_one_that_would_be_opened() {
    let table = [
        (None, Some("./authpipe.db")),
        (Some("sqlite:a/b.db"), Some("a/b.db")),
        (Some("sqlite:///a/b.db"), Some("/a/b.db")),
        (Some("memory:"), None),
    ];
    for (vault, file) in table {
        let options = Options { vault: vault.map(str::to_owned), ..Options::default() };
        assert_eq!(options.vault_file().unwrap().as_deref(), file.map(std::path::Path::new), "{vault:?}");
    }
    for vault in ["sqlite:", "authpipe.db", ""] {
        let options = Options { vault: Some(vault.to_owned()), ..Options::default() };
        assert_eq!(options.vault_file().unwrap_err().code(), ErrorCode::ConfigInvalid, "{vault:?}");
    }
}

/// What is for development is refused elsewhere, and what names nothing is nowhere taken for nothing.
#[test]
fn origins_of_a_sandbox_are_for_development_and_for_configs_that_are_there() {
    let origins = || BTreeMap::from([("login".to_owned(), "http://127.0.0.1:1".to_owned())]);
    let with = |id: &str, mode| {
        let input = ProviderInput { client_id: "c".into(), client_secret: Some("s".into()), ..ProviderInput::default() };
        Options {
            mode,
            danger_origins: BTreeMap::from([(id.to_owned(), origins())]),
            providers: BTreeMap::from([("microsoft-onedrive".to_owned(), input)]),
            ..Options::default()
        }
    };
    let refused = |options| judge(options).map(drop).unwrap_err().to_string();
    judge(with("microsoft-onedrive", Some(Mode::Development))).map(drop).unwrap();
    for mode in [None, Some(Mode::Production)] {
        assert!(refused(with("microsoft-onedrive", mode)).contains("danger_origins works in development mode only"));
    }
    let text = refused(with("microsoft-onedrvie", Some(Mode::Development)));
    assert!(text.contains("danger_origins names the config \"microsoft-onedrvie\", which is not among the providers"), "{text}");
    let text = refused(with("Not an id", Some(Mode::Development)));
    assert!(text.contains("names the config \"…\""), "{text}");
    let clock = Options { test_clock: Some(TestClock::new()), ..Options::default() };
    assert!(refused(clock).contains("test_clock works in development mode only"));
}

/// An option that is wrong is `config_invalid`, whatever kind of name it is.
#[test]
fn a_name_that_can_be_none_is_an_option_that_is_wrong() {
    let named = |name: &str| {
        let input = ProviderInput { client_id: "c".into(), ..ProviderInput::default() };
        judge(Options { providers: BTreeMap::from([(name.to_owned(), input)]), ..Options::default() }).map(drop).unwrap_err()
    };
    for name in ["microsoft_onedrive", "Microsoft-OneDrive", " microsoft-onedrive", "microsoft onedrive"] {
        let error = named(name);
        assert_eq!(
            (error.code(), error.hint()),
            (ErrorCode::ConfigInvalid, Some("Did you mean \"microsoft-onedrive\"?")),
            "{name}"
        );
    }
    let error = named("Canary_1");
    assert_eq!((error.code(), error.hint()), (ErrorCode::ConfigInvalid, None));
    assert!(
        error.message().starts_with("A name in providers must be 1 to 64 characters") && !error.message().contains("anary"),
        "{error}"
    );
    let options = Options { environment: Some("a b".to_owned()), ..Options::default() };
    assert_eq!(judge(options).map(drop).unwrap_err().code(), ErrorCode::ConfigInvalid);
}

/// Whoever reads `microsoft-onedrive` in a log or a message means the catalogue's, with its hosts.
#[test]
fn a_definition_of_ones_own_does_not_go_by_the_name_of_one_in_the_catalogue() {
    let with = |config: &str, id: Option<&str>| {
        let mut definition =
            serde_json::json!({ "name": "Mine", "auth": ["api_key"], "api": { "origins": ["https://api.mine.example"] } });
        if let Some(id) = id {
            definition["id"] = id.into();
        }
        let input = ProviderInput { definition: Some(definition), ..ProviderInput::default() };
        judge(Options { providers: BTreeMap::from([(config.to_owned(), input)]), ..Options::default() }).map(drop)
    };
    with("mine", None).unwrap();
    with("mine", Some("mine-too")).unwrap();
    for (config, id) in [("mine", Some("microsoft-onedrive")), ("microsoft-onedrive", None)] {
        let error = with(config, id).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(error.message().contains("is a provider of the catalog"), "{error}");
    }
}

/// Where a value is put right: in the variable that gave it, or where the application gave it.
#[tokio::test]
async fn an_error_about_an_option_names_the_place_where_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.pem");
    std::fs::write(&broken, "no certificate").unwrap();
    type Row = (&'static str, &'static str, &'static str, fn(Options, &Path) -> Options);
    let table: [Row; 6] = [
        ("vault", "AUTHPIPE_VAULT", "vault", |options, _| Options { vault: Some("mysql://x".into()), ..options }),
        ("key", "AUTHPIPE_KEY", "in key", |options, _| Options { keys: vec!["apk1_short".into()], ..options }),
        ("base_url", "AUTHPIPE_BASE_URL", "base_url", |options, _| Options { base_url: Some("nowhere".into()), ..options }),
        ("environment", "AUTHPIPE_ENVIRONMENT", "environment", |options, _| Options {
            environment: Some("a b".into()),
            ..options
        }),
        ("extra_ca_file", "REQUESTS_CA_BUNDLE", "extra_ca_file", |options, broken| Options {
            extra_ca_file: Some(broken.to_owned()),
            ..options
        }),
        ("extra_ca_file", "NODE_EXTRA_CA_CERTS", "extra_ca_file", |options, broken| Options {
            extra_ca_file: Some(broken.with_extension("absent")),
            ..options
        }),
    ];
    for (option, variable, name, with) in table {
        let mut options = with(Options { mode: Some(Mode::Development), ..Options::default() }, &broken);
        let given = judge(options.clone()).map(drop).unwrap_err();
        options.from_environment.note(option, variable);
        let read = judge(options).map(drop).unwrap_err();
        let says = |error: &Error, word: &str| format!(" {}", error.message()).contains(&format!(" {word} "));
        assert!(says(&given, name) && !says(&given, variable), "{given}");
        assert!(says(&read, variable) && !says(&read, name), "{read}");
        assert_eq!((given.code(), given.hint()), (read.code(), read.hint()));
    }
}

/// What only the vault can tell is told by the same name.
#[tokio::test]
async fn what_does_not_fit_the_vault_is_told_by_the_name_under_which_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        vault: Some(format!("sqlite:{}", folder.path().join("vault.db").display())),
        keys: vec![LocalRootKey::make()],
        mode: Some(Mode::Development),
        background: false,
        ..Options::default()
    };
    let open = async |options: Options| {
        let authpipe = super::super::Authpipe::new(options).unwrap();
        let opened = authpipe.ready().await;
        authpipe.close().await.unwrap();
        opened
    };
    open(options.clone()).await.unwrap();
    let others = [
        ("key", "AUTHPIPE_KEY", Options { keys: vec![LocalRootKey::make()], ..options.clone() }),
        ("key", "AUTHPIPE_KEY", Options { keys: vec![LocalRootKey::make(), LocalRootKey::make()], ..options.clone() }),
        ("environment", "AUTHPIPE_ENVIRONMENT", Options { environment: Some("another".into()), ..options.clone() }),
    ];
    for (option, variable, mut other) in others {
        let given = open(other.clone()).await.unwrap_err().to_string();
        assert!(!given.contains("AUTHPIPE_") && given.contains(option), "{given}");
        other.from_environment.note(option, variable);
        let read = open(other).await.unwrap_err().to_string();
        assert!(read.contains(variable), "{read}");
    }
}

/// What the environment's variable holds while keys are rotated is passed on as it is.
#[test]
fn one_text_holds_several_keys() {
    let (new, old) = (LocalRootKey::make(), LocalRootKey::make());
    let roots = |keys: Vec<Secret<String>>| {
        let options = Options { keys, mode: Some(Mode::Development), ..Options::default() };
        let judged = judge(options).map_err(|error| error.to_string()).unwrap();
        let id = |root: &key_sources::Source| match root {
            key_sources::Source::Local(key) => key.id().to_owned(),
            _ => panic!("no key in a service was named"),
        };
        judged.roots.iter().map(id).collect::<Vec<_>>()
    };
    let both = Secret::new(format!("{}, {}", new.expose(), old.expose()));
    assert_eq!(roots(vec![both]), roots(vec![new.clone(), old]));
    assert_ne!(roots(vec![new.clone(), LocalRootKey::make()]), roots(vec![new]));
}
