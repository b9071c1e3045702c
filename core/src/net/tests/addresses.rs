//! No private address is dialled, by name, by number or through a proxy (SR-33).

use super::*;

/// Spellings of addresses that are not the public internet (SR-33). `url` refuses some by itself.
const SPELLINGS: &str = "127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.1 0x7f.0.0.1 0177.0.0.1 017700000001 0177.1 0x7F.0X0.0.0x1 \
    127.0.0.1. 127%2e0%2e0%2e1 １２７.0.0.1 127。0。0。1 ⑫7.0.0.1 %31%32%37.0.0.1 0 0.0.0.0 0x0 00 0.0 localhost LOCALHOST localhost. \
    ｌocalhost localhost%2e 10.0.0.1 10.1 0xa.1 012.1 167772161 172.16.0.1 172.31.255.255 192.168.0.1 192.168.1 0xc0a80001 3232235521 \
    100.64.0.1 100.127.255.255 169.254.169.254 0xa9fea9fe 2852039166 0251.0376.0251.0376 169.254.43518 168.63.129.16 192.0.0.8 192.0.2.1 192.88.99.1 \
    198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 4294967295 [::] [::1] [0:0:0:0:0:0:0:1] [::0001] [::ffff:127.0.0.1] \
    [::ffff:7f00:1] [::ffff:169.254.169.254] [::ffff:10.0.0.1] [0:0:0:0:0:ffff:a00:1] [::127.0.0.1] [::7f00:1] [64:ff9b::127.0.0.1] [64:ff9b::7f00:1] \
    [64:ff9b::a9fe:a9fe] [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a00:1::1] [2001::1] [2001:0:7f00:1::] [2001:db8::1] [100::1] [fc00::1] \
    [fd00:ec2::254] [fe80::1] [fec0::1] [ff02::1] [3fff::1] user@127.0.0.1 provider.example@10.0.0.1 127.0.0.1\\@provider.example";

#[tokio::test]
async fn addresses_that_are_not_public_are_refused_in_every_spelling() {
    // Whatever is looked up is loopback too, so a spelling that passes for a name is caught when it is dialled.
    let names = Names::giving(&[&["127.0.0.1", "::1"]]);
    let trap = Server::answering(OK).await;
    let net = production(NetPolicy::default(), &names);
    let mut judged = 0;
    for spelling in SPELLINGS.split_whitespace() {
        for (scheme, port) in [("https", trap.port()), ("http", trap.port()), ("https", 443)] {
            judged += 1;
            let Ok(url) = url::Url::parse(&format!("{scheme}://{spelling}:{port}/latest/meta-data")) else { continue };
            let failure = net.send(get(url), AMPLE).await.unwrap_err();
            assert_eq!(failure, NetFailure::Blocked, "{scheme}://{spelling}:{port}");
        }
    }
    assert!(judged >= 3 * 80, "{judged}");
    assert_eq!(trap.connections(), 0);
    assert!(
        names.asked().iter().all(|name| name == "localhost."),
        "literal addresses are judged without a look: {:?}",
        names.asked()
    );
}

/// Whoever asks a cloud for this machine's own credentials reaches the fixed addresses, and the one that the operator has named.
#[tokio::test]
async fn metadata_is_asked_at_its_fixed_addresses_and_nowhere_else() {
    let names = Names::giving(&[&["169.254.169.254"]]);
    let service = Server::answering(OK).await;
    let named = url::Url::parse(&format!("http://127.0.0.1:{}/", service.port())).unwrap();
    let mut proxied = NetPolicy::of_metadata(Some(&named));
    proxied.proxy = Some(Proxy::new("http://127.0.0.1:9/".parse().unwrap()));
    for policy in [NetPolicy::of_metadata(Some(&named)), proxied] {
        let net = production(policy, &names);
        assert_eq!(net.send(get(named.join("token").unwrap()), AMPLE).await.unwrap().status, 200, "directly");
    }
    for (policy, allowed) in [(NetPolicy::of_metadata(None), true), (NetPolicy::default(), false)] {
        for text in
            ["http://169.254.169.254/", "http://169.254.170.2/v2", "http://169.254.170.23/v1", "http://[fd00:ec2::254]/latest"]
        {
            assert_eq!(policy.judge(&url::Url::parse(text).unwrap()).is_ok(), allowed, "{text}");
        }
    }
    let net = production(NetPolicy::of_metadata(None), &names);
    for text in [
        named.as_str(),
        "https://169.254.169.254/",
        "http://169.254.169.254:8080/",
        "http://169.254.169.253/",
        "http://10.0.0.1/",
        "http://8.8.8.8/",
        "https://provider.example/",
        "http://metadata.google.internal/",
        "http://localhost/",
        "http://127.0.0.1/",
        "http://user@169.254.169.254/",
    ] {
        let failure = net.send(get(url::Url::parse(text).unwrap()), AMPLE).await.unwrap_err();
        assert_eq!(failure, NetFailure::Blocked, "{text}");
    }
    assert_eq!(service.connections(), 2);
    assert_eq!(names.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn other_schemes_plain_http_and_user_names_are_refused() {
    let names = Names::giving(&[&["8.8.8.8"]]);
    let trap = Server::answering(OK).await;
    for development in [false, true] {
        let net = production(NetPolicy { development, ..NetPolicy::default() }, &names);
        let port = trap.port();
        let mut urls = vec![
            "http://provider.example/".to_owned(),
            "http://8.8.8.8/".to_owned(),
            "ftp://provider.example/".to_owned(),
            "file:///etc/passwd".to_owned(),
            "javascript:alert(1)".to_owned(),
            "data:text/plain,x".to_owned(),
            "https://user@provider.example/".to_owned(),
            "https://user:pass@provider.example/".to_owned(),
            format!("http://user@127.0.0.1:{port}/"),
            format!("http://localhost.:{port}/"),
            format!("http://provider.localhost:{port}/"),
            format!("ws://127.0.0.1:{port}/"),
        ];
        if !development {
            urls.push(trap.url("/").to_string());
        }
        for url in urls {
            assert_eq!(net.send(get(&url), AMPLE).await.unwrap_err(), NetFailure::Blocked, "{url}");
        }
    }
    assert_eq!((trap.connections(), names.asked().len()), (0, 0));
}

#[tokio::test]
async fn development_reaches_literal_loopback_only() {
    let server = Server::answering(OK).await;
    let names = Names::giving(&[&["127.0.0.1"]]);
    let net = production(NetPolicy { development: true, ..NetPolicy::default() }, &names);
    for host in ["127.0.0.1", "localhost", "LocalHost", "127.1"] {
        assert_eq!(
            net.send(get(format!("http://{host}:{}/", server.port())), AMPLE).await.map(|answer| answer.status),
            Ok(200),
            "{host}"
        );
    }
    assert!(names.asked().is_empty(), "localhost is known without a look");
    for host in ["provider.example", "10.0.0.1", "192.168.0.1", "[::ffff:127.0.0.1]", "169.254.169.254", "0.0.0.0"] {
        let failure = net.send(get(format!("https://{host}:{}/", server.port())), AMPLE).await.unwrap_err();
        assert_eq!(failure, NetFailure::Blocked, "{host}");
    }
    assert_eq!(server.connections(), 4);
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_not_dialled() {
    let trap = Server::answering(OK).await;
    for answer in [
        &["127.0.0.1"][..],
        &["::1", "127.0.0.1"],
        &["10.0.0.1"],
        &["169.254.169.254"],
        &["64:ff9b::7f00:1"],
        &["::ffff:127.0.0.1"],
    ] {
        let names = Names::giving(&[answer]);
        let failure = production(NetPolicy::default(), &names)
            .send(get(format!("https://provider.example:{}/", trap.port())), AMPLE)
            .await
            .unwrap_err();
        assert_eq!(failure, NetFailure::Blocked, "{answer:?}");
        assert_eq!(names.asked(), ["provider.example"]);
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn of_several_addresses_only_the_public_ones_are_left() {
    use reqwest::dns::Resolve as _;
    let lookup = Names::giving(&[&["127.0.0.1", "8.8.8.8", "10.0.0.1", "2606:4700::1111", "fe80::1"]]);
    let judge = resolver::Judge { trust: Trust::Public, lookup, proxy: None };
    let left: Vec<_> =
        judge.resolve("provider.example".parse().unwrap()).await.map_err(|_| ()).unwrap().map(|a| a.ip().to_string()).collect();
    assert_eq!(left, ["8.8.8.8", "2606:4700::1111"]);
}

#[tokio::test]
async fn with_a_proxy_no_other_name_is_looked_up() {
    use reqwest::dns::Resolve as _;
    let lookup = Names::giving(&[&["10.0.0.1"]]);
    let judge = resolver::Judge { trust: Trust::Public, lookup: lookup.clone(), proxy: Some("proxy.corp.example".into()) };
    assert!(judge.resolve("provider.example".parse().unwrap()).await.is_err());
    assert!(judge.resolve("proxy.corp.example".parse().unwrap()).await.is_ok(), "the operator's proxy may be private");
    assert_eq!(lookup.asked(), ["proxy.corp.example"]);
}

#[tokio::test]
async fn a_listed_private_host_is_reached_at_its_port_and_judged_at_each_connection() {
    let authority = Authority::make();
    let server = Server::answering_tls(authority.server("git.corp.example", |_| {}), OK).await;
    let other = Server::answering_tls(authority.server("git.corp.example", |_| {}), OK).await;
    // The second look leads elsewhere: rebinding.
    let names = Names::giving(&[&["127.0.0.1"], &["169.254.169.254"], &["127.0.0.1"]]);
    let policy = NetPolicy {
        allowed_private_hosts: vec![PrivateHost { host: "git.corp.example".into(), port: server.port() }],
        extra_ca_pem: Some(authority.pem().into_bytes()),
        ..NetPolicy::default()
    };
    let net = production(policy, &names);
    let url = format!("https://git.corp.example:{}/", server.port());
    assert_eq!(net.send(get(&url), AMPLE).await.map(|answer| answer.status), Ok(200));
    assert_eq!(net.send(get(&url), AMPLE).await.unwrap_err(), NetFailure::Blocked);
    assert_eq!(net.send(get(&url), AMPLE).await.map(|answer| answer.status), Ok(200));
    for elsewhere in [
        format!("https://git.corp.example:{}/", other.port()),
        format!("https://sub.git.corp.example:{}/", server.port()),
        format!("https://git.corp.example.:{}/", server.port()),
        format!("https://127.0.0.1:{}/", server.port()),
        format!("http://git.corp.example:{}/", server.port()),
    ] {
        assert_eq!(net.send(get(&elsewhere), AMPLE).await.unwrap_err(), NetFailure::Blocked, "{elsewhere}");
    }
    assert_eq!((server.connections(), other.connections()), (2, 0));
}

#[tokio::test]
async fn a_configured_proxy_gets_public_hosts_only_and_literal_addresses_are_still_judged() {
    let proxy = Server::answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await;
    let direct = Server::answering(OK).await;
    let names = Names::giving(&[&["127.0.0.1"]]);
    let policy = NetPolicy {
        development: true,
        proxy: Some(Proxy::new(parse_proxy(&format!("http://user:pw-canary@proxy.corp.example:{}", proxy.port())).unwrap())),
        ..NetPolicy::default()
    };
    assert!(!format!("{policy:?}").contains("canary"));
    let net = production(policy, &names);
    let refused = NetFailure::Proxy(ProxyFailure::Refuses);
    assert_eq!(net.send(get("https://provider.example/"), AMPLE).await.unwrap_err(), refused);
    let sent = proxy.requests().remove(0);
    assert!(sent.starts_with("CONNECT provider.example:443 HTTP/1.1\r\n"), "{sent}");
    assert_eq!(names.asked(), ["proxy.corp.example"], "the provider's name is the proxy's to look up");
    assert_eq!(net.send(get("https://10.0.0.1/"), AMPLE).await.unwrap_err(), NetFailure::Blocked);
    assert_eq!(net.send(get(direct.url("/")), AMPLE).await.map(|answer| answer.status), Ok(200), "loopback goes direct");
    assert_eq!((proxy.connections(), direct.connections()), (1, 1));
}

#[tokio::test]
async fn what_is_reached_without_the_proxy_is_judged_as_ever() {
    let proxy = Server::answering("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n").await;
    let trap = Server::answering(OK).await;
    let names = Names::giving(&[&["127.0.0.1"]]);
    let url = format!("http://127.0.0.1:{}", proxy.port());
    let except =
        |hosts: &str| NetPolicy { proxy: Some(Proxy::except(parse_proxy(&url).unwrap(), hosts)), ..NetPolicy::default() };
    let net = production(except("corp.example, 10.0.0.0/8,1.2.3.4"), &names);
    let send = async |host: &str| net.send(get(format!("https://{host}:{}/", trap.port())), AMPLE).await.unwrap_err();
    for direct in ["corp.example", "git.corp.example"] {
        assert_eq!(send(direct).await, NetFailure::Blocked, "{direct} is dialled here, and its address is private");
    }
    assert_eq!(send("10.1.2.3").await, NetFailure::Blocked);
    assert_eq!(proxy.connections(), 0);
    for proxied in ["notcorp.example", "corp.example.org", "1.2.3.5"] {
        assert_eq!(send(proxied).await, NetFailure::Proxy(ProxyFailure::WantsPassword), "{proxied}");
    }
    assert_eq!((proxy.connections(), trap.connections()), (3, 0));
    let net = production(except("*"), &names);
    assert_eq!(net.send(get("https://provider.example/"), AMPLE).await.unwrap_err(), NetFailure::Blocked);
    assert_eq!(proxy.connections(), 3);
}

#[tokio::test]
async fn a_port_where_nothing_listens_and_a_proxy_that_is_not_there_are_told_apart() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let net = development();
    assert_eq!(net.send(get(format!("http://127.0.0.1:{gone}/")), AMPLE).await.unwrap_err(), NetFailure::Refused);
    for proxy in [format!("http://127.0.0.1:{gone}"), "http://proxy.corp.example:3128".to_owned()] {
        let policy = NetPolicy { proxy: Some(Proxy::new(parse_proxy(&proxy).unwrap())), ..NetPolicy::default() };
        let failure = production(policy, &Names::giving(&[])).send(get("https://provider.example/"), AMPLE).await.unwrap_err();
        assert_eq!(failure, NetFailure::Proxy(ProxyFailure::Absent), "{proxy}");
    }
}

/// Runs itself again in a process whose environment names a proxy.
#[tokio::test]
async fn system_proxies_are_ignored() {
    const TRAP: &str = "AUTHPIPE_TEST_PROXY_TRAP";
    let server = Server::answering(OK).await;
    if std::env::var_os(TRAP).is_some() {
        assert_eq!(development().send(get(server.url("/")), AMPLE).await.map(|answer| answer.status), Ok(200));
        let nowhere = production(NetPolicy::default(), &Names::giving(&[]));
        assert_eq!(nowhere.send(get("https://provider.example/"), AMPLE).await.unwrap_err(), NetFailure::NameUnknown);
        return;
    }
    let proxy = server.url("/").to_string();
    let mut child = tokio::task::spawn_blocking(move || {
        let mut command = std::process::Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", "net::tests::addresses::system_proxies_are_ignored"])
            .env(TRAP, "1")
            .env_remove("NO_PROXY")
            .env_remove("no_proxy");
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            command.env(name, &proxy);
        }
        command.output().unwrap()
    })
    .await
    .unwrap();
    let output = String::from_utf8(std::mem::take(&mut child.stdout)).unwrap();
    assert!(child.status.success() && output.contains("1 passed"), "{output}");
    assert_eq!(server.connections(), 0);
}
