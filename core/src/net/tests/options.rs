//! The client does what the operator's options say, and refuses options that say nothing.

use std::path::Path;

use super::*;

#[test]
fn private_hosts_are_read_strictly() {
    for (text, expected) in [
        ("git.corp.example:8443", ("git.corp.example", 8443)),
        ("Git.Corp.Example:443", ("git.corp.example", 443)),
        ("localhost:3000", ("localhost", 3000)),
        ("10.0.0.5:443", ("10.0.0.5", 443)),
        ("0xa.5:443", ("10.0.0.5", 443)),
        ("[fd00::1]:8443", ("[fd00::1]", 8443)),
    ] {
        assert_eq!(parse_private_host(text).unwrap(), PrivateHost { host: expected.0.to_owned(), port: expected.1 }, "{text}");
    }
    for text in [
        "",
        ":",
        ":443",
        "git.corp.example",
        "git.corp.example:",
        "git.corp.example:0",
        "git.corp.example:65536",
        "git.corp.example:x",
        "https://git.corp.example:443",
        "git.corp.example:443/x",
        "u@git.corp.example:443",
        "git.corp.example:443?x",
        "a b:443",
        "*:443",
        "*.corp.example:443",
        "[fd00::1]",
        "fd00::1:443",
        "169.254.169.254:80",
        "0.0.0.0:80",
        "[::ffff:10.0.0.1]:443",
        "[fe80::1]:443",
        "224.0.0.1:80",
    ] {
        let error = parse_private_host(text).map(|read| panic!("{text} was read as {read:?}")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(error.message().starts_with("allowed_private_hosts "), "{error}");
    }
}

#[test]
fn options_are_read_strictly() {
    for text in
        ["", "proxy:3128", "socks5://proxy:1080", "ftp://proxy/", "http://", "http://u:canary@proxy/path", "http://proxy/?canary"]
    {
        let error = parse_proxy(text).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{text}");
        assert!(!format!("{error}{error:?}").contains("canary"));
    }
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let authority = Authority::make().pem();
    let good = file("good.pem", &format!("{authority}{}", Authority::make().pem()));
    let policy = NetPolicy::from_options(
        false,
        &["git.corp.example:8443".into()],
        Some(&good),
        GivenProxy { url: Some("http://proxy:3128"), not_for: None },
    )
    .unwrap();
    assert!(Net::new(policy).prepare().is_ok());
    for path in [
        file("empty.pem", ""),
        file("text.pem", "no certificate"),
        file("cut.pem", &authority[..authority.len() / 2]),
        file("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        folder.path().join("absent.pem"),
    ] {
        let error = NetPolicy::from_options(false, &[], Some(&path), GivenProxy::default()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(error.message().starts_with("extra_ca_file "), "{error}");
    }
    assert!(read_ca_file(Path::new("/")).is_err());
}
