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
    let policy = NetPolicy {
        allowed_private_hosts: NetPolicy::read_private_hosts(&["git.corp.example:8443".into()]).unwrap(),
        extra_ca_pem: Some(read_ca_file(&good).unwrap()),
        proxy: Some(Proxy::new(parse_proxy("http://proxy:3128").unwrap())),
        ..NetPolicy::default()
    };
    let net = Net::new(policy);
    assert!(net.prepare().is_ok());
    assert!(net.kept.public.get().is_some() && net.kept.proxied.get().is_some(), "each way on which requests will go");
    for path in [
        file("empty.pem", ""),
        file("text.pem", "no certificate"),
        file("cut.pem", &authority[..authority.len() / 2]),
        file("junk.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
        folder.path().join("absent.pem"),
    ] {
        let error = read_ca_file(&path).unwrap_err();
        assert_eq!(error.code(), ErrorCode::ConfigInvalid);
        assert!(error.message().starts_with("extra_ca_file "), "{error}");
    }
    assert!(read_ca_file(Path::new("/")).is_err());
}

/// `NO_PROXY` has no standard; these are the spellings of curl, Go, Python and Java.
#[test]
fn hosts_without_the_proxy_are_read_in_the_spellings_that_are_met() {
    let direct = |list: &str, url: &str| {
        let proxy = Proxy::except(parse_proxy("http://proxy:3128").unwrap(), list);
        let policy = NetPolicy { proxy: Some(proxy), ..NetPolicy::default() };
        policy.route(&url::Url::parse(url).unwrap(), Trust::Public) != policy::Route::Proxied
    };
    let below = ["https://git.corp.example/", "https://a.b.corp.example/", "https://GIT.CORP.example/"];
    for list in [
        "corp.example",
        ".corp.example",
        "*.corp.example",
        "x.test, corp.example",
        "x.test corp.example",
        "CORP.Example",
        "corp.example.",
    ] {
        for url in below {
            assert!(direct(list, url), "{list}: {url}");
        }
        assert!(direct(list, "https://corp.example:8443/token"), "{list}");
        for url in ["https://notcorp.example/", "https://corp.example.org/", "https://corp/", "https://example/"] {
            assert!(!direct(list, url), "{list}: {url}");
        }
    }
    for (list, url, expected) in [
        ("corp.example:8443", "https://corp.example:8443/", true),
        ("corp.example:8443", "https://git.corp.example:8443/", true),
        ("corp.example:8443", "https://corp.example/", false),
        ("corp.example:443", "https://corp.example/", true),
        ("10.0.0.0/8", "https://10.1.2.3/", true),
        ("10.0.0.0/8", "https://11.1.2.3/", false),
        ("10.0.0.0/8", "https://10.corp.example/", false),
        ("8.8.8.8", "https://8.8.8.8/", true),
        ("8.8.8.8:443", "https://8.8.8.8/", true),
        ("8.8.8.8:443", "https://8.8.8.8:8443/", false),
        ("2606:4700::/32", "https://[2606:4700::1]/", true),
        ("2606:4700::1", "https://[2606:4700::1]/", true),
        ("[2606:4700::1]", "https://[2606:4700::1]/", true),
        ("[2606:4700::1]:8443", "https://[2606:4700::1]:8443/", true),
        ("[2606:4700::1]:8443", "https://[2606:4700::1]/", false),
        ("*", "https://anything.example/", true),
        ("*:8443", "https://anything.example/", false),
        ("", "https://anything.example/", false),
        (" , ,", "https://anything.example/", false),
        ("corp.example:port", "https://corp.example/", false),
    ] {
        assert_eq!(direct(list, url), expected, "{list}: {url}");
    }
}
