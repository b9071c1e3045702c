//! What is read and written of a grant.

use super::super::renewal::renewal_name;
use super::*;
use crate::model::grant::Material;

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    plaintext: Option<String>,
    record: Option<Expected>,
}

#[derive(Deserialize)]
struct Expected {
    subject: String,
    user_id: Option<UserId>,
    /// Absent: the record is not read.
    renewal: Option<String>,
    /// Where requests are signed.
    token_secret: Option<String>,
}

/// The record of a grant, of whatever version.
fn read_grant(plaintext: &[u8], columns: Columns<'_>) -> Result<GrantSecrets, UnknownShape> {
    match super::read_grant(plaintext, columns, 1)? {
        Content::Live(secrets) => Ok(*secrets),
        Content::Ended { .. } => Err(UnknownShape),
    }
}

/// The frozen records: an old one renews as it always did, and one that says how is written alike.
#[test]
fn frozen_records_renew_as_they_did_when_they_were_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/vault");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let texts = files.filter(|path| path.extension().is_some_and(|end| end == "json")).map(std::fs::read_to_string);
    let (mut old, mut current, mut refused) = (0, 0, 0);
    let provider = ProviderId::parse("microsoft-onedrive").unwrap();
    for file in texts.map(|text| serde_json::from_str::<serde_json::Value>(&text.unwrap()).unwrap()) {
        if file["kind"] != "envelope" {
            continue;
        }
        let file: File = serde_json::from_value(file).unwrap();
        for Case { name, plaintext, record } in file.cases {
            let (Some(plaintext), Some(expected)) = (plaintext, record) else { continue };
            let plaintext = from_hex(&plaintext);
            let subject = SubjectKind::parse(&expected.subject).unwrap();
            let label = Label::empty();
            let columns = Columns { subject, user_id: expected.user_id.as_ref(), ..columns(&label, &provider) };
            let read = read_grant(&plaintext, columns);
            let Some(renewal) = expected.renewal else {
                assert!(read.is_err(), "{name}");
                refused += 1;
                continue;
            };
            let secrets = read.expect(&name);
            assert_eq!(renewal_name(secrets.material.renewal()), renewal, "{name}");
            if let Material::OAuth(tokens) = &secrets.material {
                let secret = tokens.token_secret.as_ref().map(|secret| secret.expose());
                assert_eq!(secret, expected.token_secret.as_ref(), "{name}");
            }
            let again = write_grant(&secrets, columns);
            let rewritten = read_grant(&again, columns).expect(&name);
            assert_eq!(renewal_name(rewritten.material.renewal()), renewal, "{name}");
            let before = serde_json::from_slice::<serde_json::Value>(&plaintext).unwrap();
            if before["material"]["renewal"].is_null() {
                old += 1;
            } else {
                // But for its version and what that binds, it is written as it was.
                let mut after = serde_json::from_slice::<serde_json::Value>(&again).unwrap();
                after.as_object_mut().unwrap().remove("columns");
                after["v"] = before["v"].clone();
                assert_eq!(after, before, "{name}");
                current += 1;
            }
        }
    }
    assert!(old >= 6 && current >= 5 && refused >= 2, "{old} {current} {refused}");
}

#[test]
fn a_record_opens_for_its_owner_only() {
    let secrets = GrantSecrets {
        material: Material::Fields(vec![("value".to_owned(), "key".into())]),
        destination: Destination {
            issuer: None,
            token_endpoint: String::new(),
            client_id: String::new(),
            api_origins: vec![],
            variables: BTreeMap::new(),
        },
        account: None,
        status: GrantStatus::Active,
        reason: None,
        created_by: None,
        pending_since: None,
        pending_claims: None,
        paused_by: None,
        paused_with: None,
        failed_at: None,
        provider_details: None,
        paused_under: Vec::new(),
        evidence: None,
    };
    let (ours, theirs) = (UserId::parse("ours").unwrap(), UserId::parse("theirs").unwrap());
    let label = Label::empty();
    let provider = ProviderId::parse("microsoft-onedrive").unwrap();
    let ours = Columns { user_id: Some(&ours), ..columns(&label, &provider) };
    let theirs = Columns { user_id: Some(&theirs), ..ours };
    let plaintext = write_grant(&secrets, ours);
    assert!(read_grant(&plaintext, ours).is_ok());
    assert!(read_grant(&plaintext, theirs).is_err());
    let hook = Columns { credential_type: CredentialType::WebhookSecret, ..ours };
    assert!(read_grant(&plaintext, hook).is_err(), "its row says that it is another kind of secret");
    let plaintext = write_grant(&secrets, hook);
    assert!(read_grant(&plaintext, hook).is_ok());
    assert!(read_grant(&plaintext, ours).is_err(), "it does not go to an API");
}

fn columns<'a>(label: &'a Label, provider: &'a ProviderId) -> Columns<'a> {
    Columns {
        subject: SubjectKind::User,
        user_id: None,
        label,
        provider,
        credential_type: CredentialType::ApiKey,
        revision: 7,
        fence: 2,
        account_hash: Some(&AccountHash::Unnamed([0xA1; 32])),
    }
}

/// Frozen: the first record that binds its columns.
const VERSION_2: &str = r#"{"v":2,"columns":{"revision":7,"fence":2,"provider":"microsoft-onedrive","credential_type":"api_key","account_hash":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"},"user_id":null,"label":"","material":{"kind":"fields","fields":[["value","key"]]},"issuer":null,"token_endpoint":"","client_id":"","api_origins":[],"variables":{},"account":null,"status":"active","reason":null,"created_by":null,"pending_since":null}"#;

#[test]
fn every_column_that_decides_is_bound() {
    let (label, provider, other) =
        (Label::empty(), ProviderId::parse("microsoft-onedrive").unwrap(), ProviderId::parse("slack").unwrap());
    let columns = columns(&label, &provider);
    let secrets = read_grant(VERSION_2.as_bytes(), columns).unwrap();
    assert_eq!(String::from_utf8(write_grant(&secrets, columns).to_vec()).unwrap(), VERSION_2);
    for changed in [
        Columns { revision: 6, ..columns },
        Columns { revision: 8, ..columns },
        Columns { fence: 3, ..columns },
        Columns { provider: &other, ..columns },
        Columns { credential_type: CredentialType::OAuthToken, ..columns },
        Columns { account_hash: Some(&AccountHash::Unnamed([0xA2; 32])), ..columns },
        Columns { account_hash: None, ..columns },
    ] {
        assert!(read_grant(VERSION_2.as_bytes(), changed).is_err());
    }
}

/// A record of version 1 does not bind its columns: of what it is for, it has its own word, unless it is of before that was stored.
#[test]
fn a_record_without_columns_says_itself_what_it_is_for() {
    let (label, provider) = (Label::empty(), ProviderId::parse("microsoft-onedrive").unwrap());
    let columns = columns(&label, &provider);
    let hook = Columns { credential_type: CredentialType::WebhookSecret, ..columns };
    let of_version_1 = |purpose: Option<&str>| {
        let mut record: serde_json::Value = serde_json::from_str(VERSION_2).unwrap();
        record["v"] = 1.into();
        record.as_object_mut().unwrap().remove("columns");
        if let Some(purpose) = purpose {
            record["purpose"] = purpose.into();
        }
        record.to_string()
    };
    for (purpose, for_an_api, for_webhooks) in [(None, true, true), (Some("webhook"), false, true), (Some("other"), false, false)]
    {
        let record = of_version_1(purpose);
        let read = [columns, hook].map(|columns| read_grant(record.as_bytes(), columns).is_ok());
        assert_eq!(read, [for_an_api, for_webhooks], "{purpose:?}");
    }
}

#[test]
fn a_record_of_a_version_that_nobody_knows_is_refused() {
    let (label, provider) = (Label::empty(), ProviderId::parse("microsoft-onedrive").unwrap());
    let read = |from: &str, to: &str| read_grant(VERSION_2.replacen(from, to, 1).as_bytes(), columns(&label, &provider));
    for version in ["\"v\":0", "\"v\":3", "\"v\":255"] {
        assert!(read("\"v\":2", version).is_err(), "{version}");
    }
    // One that calls itself older than it is, and one without what its version binds.
    assert!(read("\"v\":2", "\"v\":1").is_err());
    assert!(read("\"columns\":{", "\"other\":{").is_err());
}

fn from_hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// Frozen: what is left of a revoked grant.
const ENDED: &str = r#"{"v":2,"columns":{"revision":7,"fence":2,"provider":"microsoft-onedrive","credential_type":"api_key","account_hash":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"},"user_id":null,"label":"","material":{"kind":"fields","fields":[]},"issuer":null,"token_endpoint":"","client_id":"","api_origins":[],"variables":{},"account":null,"status":"revoked","reason":"deleted","created_by":null,"pending_since":null}"#;

#[test]
fn what_is_left_of_a_revoked_grant_says_so_whatever_its_columns_say() {
    let (label, provider) = (Label::empty(), ProviderId::parse("microsoft-onedrive").unwrap());
    let columns = columns(&label, &provider);
    assert_eq!(String::from_utf8(write_ended(Some(&StatusReason::Deleted), columns).to_vec()).unwrap(), ENDED);
    for changed in [columns, Columns { revision: 1, fence: 0, account_hash: None, ..columns }] {
        let read = super::read_grant(ENDED.as_bytes(), changed, RECORD_VERSION).unwrap();
        assert!(matches!(read, Content::Ended { revision: 7, fence: 2 }));
    }
    // A record of version 1 never said so: its status is one of its grant's.
    let version_1 = ENDED.replacen("\"v\":2", "\"v\":1", 1);
    assert!(super::read_grant(version_1.as_bytes(), columns, 1).is_err());
}

#[test]
fn a_version_that_is_retired_is_refused() {
    let (label, provider) = (Label::empty(), ProviderId::parse("microsoft-onedrive").unwrap());
    let columns = columns(&label, &provider);
    let mut version_1: serde_json::Value = serde_json::from_str(VERSION_2).unwrap();
    version_1["v"] = 1.into();
    version_1.as_object_mut().unwrap().remove("columns");
    let version_1 = version_1.to_string();
    assert!(super::read_grant(version_1.as_bytes(), columns, 1).is_ok());
    assert!(super::read_grant(version_1.as_bytes(), columns, 2).is_err());
    assert!(super::read_grant(VERSION_2.as_bytes(), columns, 2).is_ok());
}
