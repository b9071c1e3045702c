//! A machine without certificate authorities, as a slim container is, says so at the start instead of at the first refresh.

use std::collections::BTreeMap;

use authpipe::{Authpipe, Mode, Options, ProviderInput, Secret};

/// Set for the child, which has no authorities.
const CHILD: &str = "AUTHPIPE_TEST_SLIM_CONTAINER";

fn production() -> Options {
    let input =
        ProviderInput { client_id: "client".into(), client_secret: Some(Secret::from("secret")), ..ProviderInput::default() };
    Options {
        mode: Some(Mode::Production),
        vault: Some("memory:".into()),
        keys: vec![authpipe::make_root_key()],
        environment: Some("production".into()),
        providers: BTreeMap::from([("microsoft-onedrive".into(), input)]),
        background: false,
        ..Options::default()
    }
}

#[tokio::test]
async fn ready_tells_that_no_provider_can_be_verified() {
    let ready = async |options: Options| Authpipe::new(options).unwrap().ready().await;
    if std::env::var_os(CHILD).is_some() {
        let error = ready(production()).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "config_invalid: This machine has no certificate authorities, so no provider can be verified. \
             Install the system's ca-certificates, or name a file of them in extra_ca_file."
        );
        // Where nobody is asked, nothing is missing.
        ready(Options { providers: BTreeMap::new(), ..production() }).await.unwrap();
        ready(Options { mode: Some(Mode::Development), ..production() }).await.unwrap();
        return;
    }
    // What a library finds by the environment belongs to the whole process, so this is tried in another one.
    let folder = tempfile::tempdir().unwrap();
    let nothing = folder.path().join("none.pem");
    std::fs::write(&nothing, "").unwrap();
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "slim_container::ready_tells_that_no_provider_can_be_verified", "--nocapture"])
        .env(CHILD, "1")
        .env("SSL_CERT_FILE", &nothing)
        .env("SSL_CERT_DIR", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout).into_owned() + &String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success() && said.contains("1 passed"), "{said}");
}
