//! What an entry may be called, what it may hold, and why there may be none. The keychains of macOS and Windows speak through `keyring-core`,
//! whose own stand-in speaks here; a real Secret Service is asked in `in_a_keychain`.

use keyring_core::api::CredentialStoreApi as _;
use keyring_core::mock;

use super::*;
use crate::base::Secret;

/// Reads an entry out of a keychain that does this.
fn found(keychain: impl FnOnce(&Entry) -> Result<Zeroizing<String>, Fault> + Send + 'static) -> Result<Source> {
    read_from("acme/authpipe", move |entry, _| keychain(entry), PATIENCE)
}

fn holding(text: &str) -> Result<Source> {
    let text = Zeroizing::new(text.to_owned());
    found(move |_| Ok(text))
}

fn refusal(outcome: Result<Source>) -> Error {
    let error = outcome.err().expect("it is refused");
    assert!(error.message().contains("acme/authpipe"), "{error}");
    error
}

#[test]
fn an_entry_gives_its_key() {
    let text = LocalRootKey::make();
    for content in [text.expose().clone(), format!("{}\n", text.expose())] {
        let Ok(Source::Local(key)) = holding(&content) else { panic!("it is refused") };
        assert_eq!(key.id(), LocalRootKey::parse(text.expose()).unwrap().id());
    }
}

#[test]
fn what_is_no_key_is_refused_and_not_repeated() {
    let text: Secret<String> = LocalRootKey::make();
    for (content, code, what) in [
        ("", ErrorCode::KeyMissing, "no vault key"),
        (" \n", ErrorCode::KeyMissing, "no vault key"),
        (&text.expose()[..52], ErrorCode::ConfigInvalid, "is cut off"),
        (&text.expose()[..21], ErrorCode::ConfigInvalid, "is cut off"),
        (&format!("{}A", text.expose()), ErrorCode::ConfigInvalid, "is too long"),
        ("correct horse battery staple", ErrorCode::ConfigInvalid, "does not begin with"),
    ] {
        let error = refusal(holding(content));
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message().contains(what), "{error}");
        assert!(content.len() < 16 || !format!("{error} {error:?}").contains(&content[..16]), "{error}");
    }
}

#[test]
fn each_reason_has_its_error() {
    let reason = || Box::new(std::io::Error::other("org.example.reason")) as Box<dyn StdError + Send + Sync>;
    let cases: [(Fault, ErrorCode, &str); 6] = [
        (Fault::Absent, ErrorCode::ConfigInvalid, "is not there"),
        (Fault::Several, ErrorCode::ConfigInvalid, "more than once"),
        (Fault::Denied, ErrorCode::ConfigInvalid, "may not be read by this program"),
        (Fault::NoText, ErrorCode::ConfigInvalid, "holds no text"),
        (Fault::Locked, ErrorCode::KeyServiceUnavailable, "is locked"),
        (Fault::Away(reason()), ErrorCode::KeyServiceUnavailable, "does not answer"),
    ];
    for (fault, code, what) in cases {
        let error = refusal(found(move |_| Err(fault)));
        assert_eq!(error.code(), code, "{error}");
        assert!(error.message().contains(what) && error.hint().is_some(), "{error}");
        assert!(!error.to_string().contains("org.example"), "{error}");
    }
}

/// Nobody sits before the screen of a server, and a window waits there for ever.
#[test]
fn a_keychain_that_gives_no_answer_counts_as_locked() {
    let (hold, held) = mpsc::channel::<()>();
    let keychain = move |_: &Entry, _: Duration| {
        let _ = held.recv();
        Err(Fault::Absent)
    };
    let error = refusal(read_from("acme/authpipe", keychain, Duration::ZERO));
    assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable, "{error}");
    drop(hold);
}

#[test]
fn a_name_is_a_service_and_an_account() {
    for name in ["", "acme", "acme/", "/authpipe", "acme/authpipe/3", "acme /authpipe", "acme/auth;pipe", "acme/é"] {
        let error = read_from(name, |_, _| panic!("nothing is asked"), PATIENCE).err().expect(name);
        assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{name}");
        assert!(error.hint().unwrap().contains("like this: keychain:"), "{error}");
    }
    let entry = Entry::parse("com.acme.app/root-key@1").unwrap();
    assert_eq!((entry.service.as_str(), entry.account.as_str()), ("com.acme.app", "root-key@1"));
}

/// What the systems' own keychains answer is told apart.
#[test]
fn a_keychain_of_the_system_is_understood() {
    use keyring_core::Error as Said;
    let store = mock::Store::new().unwrap();
    let entry = Entry::parse("acme/authpipe").unwrap();
    let ask = |set: Option<Said>| {
        let kept = store.build("acme", "authpipe", None).unwrap();
        if let Some(error) = set {
            kept.as_any().downcast_ref::<mock::Cred>().unwrap().set_error(error);
        }
        native::read_in(&*store, &entry)
    };
    assert!(matches!(ask(None), Err(Fault::Absent)));
    let kept = store.build("acme", "authpipe", None).unwrap();
    kept.set_password("apk1_text").unwrap();
    assert_eq!(ask(None).unwrap().as_str(), "apk1_text");
    let other = Entry::parse("acme/other").unwrap();
    assert!(matches!(native::read_in(&*store, &other), Err(Fault::Absent)));
    assert!(matches!(ask(Some(Said::NoStorageAccess("no".into()))), Err(Fault::Denied)));
    assert!(matches!(ask(Some(Said::Ambiguous(Vec::new()))), Err(Fault::Several)));
    assert!(matches!(ask(Some(Said::PlatformFailure("no".into()))), Err(Fault::Away(_))));
    kept.set_secret(&[0xFF; 32]).unwrap();
    assert!(matches!(ask(None), Err(Fault::NoText)));
}

/// A real Secret Service, which `cargo xtask test keychain` starts: GNOME Keyring on a bus of its own.
#[cfg(target_os = "linux")]
mod in_a_keychain {
    use std::process::Command;

    use super::*;

    fn run(program: &str, arguments: &[&str], input: &str) -> String {
        use std::io::Write as _;
        use std::process::Stdio;
        let mut child =
            Command::new(program).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect(program);
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{program} {arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// As somebody puts it there; the attributes besides make another item of it.
    fn store(account: &str, besides: &[&str], text: &str) {
        let named = ["store", "--label=Authpipe", "service", "acme", "username", account];
        run("secret-tool", &[&named[..], besides].concat(), text);
    }

    fn ask(account: &str) -> Result<Source> {
        read(&format!("acme/{account}"), &Variables::of(&[]))
    }

    fn code(outcome: Result<Source>) -> Option<ErrorCode> {
        outcome.err().map(|error| error.code())
    }

    /// One after the other: they lock and unlock one keychain.
    #[test]
    #[ignore = "cargo xtask test keychain starts the service"]
    fn the_secret_service_gives_what_was_put_there_or_says_why_not() {
        assert_eq!(code(ask("absent")), Some(ErrorCode::ConfigInvalid));
        let text = LocalRootKey::make();
        store("authpipe", &[], text.expose());
        let Ok(Source::Local(key)) = ask("authpipe") else { panic!("{:?}", ask("authpipe").err()) };
        assert_eq!(key.id(), LocalRootKey::parse(text.expose()).unwrap().id());

        store("short", &[], &text.expose()[..40]);
        assert!(ask("short").err().unwrap().message().contains("is cut off"));
        store("empty", &[], "");
        assert_eq!(code(ask("empty")), Some(ErrorCode::KeyMissing));
        store("twice", &["number", "1"], text.expose());
        store("twice", &["number", "2"], text.expose());
        assert!(ask("twice").err().unwrap().message().contains("more than once"));

        // Inside of a runtime too, where a blocking client would panic.
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        assert!(runtime.block_on(async { ask("authpipe") }).is_ok());

        nothing_stays_that_a_forked_child_would_inherit();

        // Locked, and nobody there to unlock it.
        let lock = ["--session", "--dest=org.freedesktop.secrets", "--print-reply", "/org/freedesktop/secrets"];
        let login = "array:objpath:/org/freedesktop/secrets/collection/login";
        run("dbus-send", &[&lock[..], &["org.freedesktop.Secret.Service.Lock", login]].concat(), "");
        let entry = Entry::parse("acme/authpipe").unwrap();
        let asked = read_from("acme/authpipe", secret_service::read, Duration::from_secs(2));
        let error = asked.err().unwrap_or_else(|| panic!("{} opens", entry.name()));
        assert_eq!(error.code(), ErrorCode::KeyServiceUnavailable, "{error}");
        assert!(error.message().contains("is locked"), "{error}");
    }

    /// Neither a thread nor a descriptor.
    fn nothing_stays_that_a_forked_child_would_inherit() {
        let descriptors = || std::fs::read_dir("/proc/self/fd").unwrap().count();
        let before = descriptors();
        assert!(ask("authpipe").is_ok());
        assert_eq!(descriptors(), before);
        let tasks = std::fs::read_dir("/proc/self/task").unwrap();
        let names: Vec<_> = tasks.filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok()).collect();
        let strange = names.iter().any(|name| ["zbus", "async-io", "tokio"].iter().any(|part| name.contains(part)));
        assert!(!strange, "{names:?}");
    }

    /// A service of the system has no session.
    #[test]
    #[ignore = "cargo xtask test keychain starts the service"]
    fn without_a_session_there_is_no_keychain() {
        let own = "--exact";
        let name = "key_sources::keychain::tests::in_a_keychain::a_process_without_a_session";
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([own, name, "--nocapture", "--include-ignored"]).env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        let output = command.env("AUTHPIPE_TEST_WORK", "no session").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("@KeyServiceUnavailable"), "{said}");
    }

    /// The other side: not a test, unless something says so.
    #[test]
    fn a_process_without_a_session() {
        if std::env::var_os("AUTHPIPE_TEST_WORK").is_some() {
            println!("@{:?}", code(ask("authpipe")).unwrap());
        }
    }
}
