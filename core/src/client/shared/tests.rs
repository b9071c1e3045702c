//! Handles share a core where everything that decides is the same, and no others do.

use super::*;
use crate::client::options::{Mode, Options, judge};
use crate::net::PrivateHost;

fn judged() -> Judged {
    let options = Options {
        vault: Some("memory:".into()),
        keys: vec![crate::vault::LocalRootKey::make()],
        mode: Some(Mode::Development),
        ..Options::default()
    };
    judge(options).unwrap()
}

#[test]
fn whatever_decides_where_secrets_go_tells_two_cores_apart() {
    type Change = fn(&mut Judged);
    let changes: [(&str, Change); 11] = [
        ("mode", |judged| judged.net.development = false),
        ("allowedPrivateHosts", |judged| {
            judged.net.allowed_private_hosts.push(PrivateHost { host: "git.corp.example".into(), port: 8443 })
        }),
        ("extraCaFile", |judged| judged.net.extra_ca_pem = Some(b"one".to_vec())),
        ("another extraCaFile", |judged| judged.net.extra_ca_pem = Some(b"two".to_vec())),
        ("proxy", |judged| judged.net.proxy = Some(Proxy::new("http://proxy.example/".parse().unwrap()))),
        ("proxy's user", |judged| judged.net.proxy = Some(Proxy::new("http://u:p@proxy.example/".parse().unwrap()))),
        ("hosts without the proxy", |judged| {
            judged.net.proxy = Some(Proxy::except("http://proxy.example/".parse().unwrap(), "corp.example"));
        }),
        ("testClock", |judged| judged.has_test_clock = true),
        ("anchorFile", |judged| judged.anchor_file = Some("one".into())),
        ("another anchorFile", |judged| judged.anchor_file = Some("two".into())),
        ("an anchor of one's own", |judged| judged.anchor = Some(Arc::new(AnchorFile::new("one".into())))),
    ];
    let plain = judged();
    let mut seen = vec![fingerprint(&plain.configs, &plain)];
    for (name, change) in changes {
        let mut other = judged();
        change(&mut other);
        let found = fingerprint(&other.configs, &other);
        assert!(!seen.contains(&found), "{name}");
        seen.push(found);
    }
    let same = judged();
    assert_eq!(fingerprint(&same.configs, &same), seen[0]);
}

#[test]
fn a_forked_child_frees_nothing_of_an_inherited_core() {
    let mut inherited = Core::obtain(&judged()).unwrap();
    Arc::get_mut(&mut inherited).unwrap().origin = Origin::elsewhere();
    let ours = Core::obtain(&judged()).unwrap();
    let engines = [&inherited, &ours].map(|core| Arc::downgrade(&core.engine));
    drop((inherited, ours));
    assert_eq!(engines.map(|engine| engine.upgrade().is_some()), [true, false]);
}

#[tokio::test]
async fn a_defect_is_not_a_closed_handle() {
    let core = Core::obtain(&judged()).unwrap();
    let error = core.run(async { if true { panic!("a defect") } else { Ok(()) } }).await.unwrap_err();
    assert_eq!(error.code(), ErrorCode::Internal);
    assert!(core.run(async { Ok(()) }).await.is_ok(), "the next call is not touched");
}
