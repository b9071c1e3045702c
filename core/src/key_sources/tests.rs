//! What a key may be given as.

use super::*;
use crate::vault::RootKeyError;

fn variables() -> Variables {
    Variables::of(&[])
}

fn refusal(text: &str) -> Error {
    read(&[Secret::from(text)], &[], &variables(), true).err().unwrap_or_else(|| panic!("{text} is taken"))
}

fn ids(texts: &[&str], own: &[Arc<dyn RootKey>]) -> Vec<String> {
    let texts: Vec<_> = texts.iter().map(|text| Secret::from(*text)).collect();
    let sources = read(&texts, own, &variables(), true).unwrap();
    let clock: Arc<dyn Clock> = Arc::new(crate::base::TestClock::new());
    connect(&sources, &NetPolicy::default(), &variables(), &clock).iter().map(|root| root.id().to_owned()).collect()
}

struct Own(&'static str);

#[async_trait::async_trait]
impl RootKey for Own {
    fn id(&self) -> &str {
        self.0
    }
    async fn wrap(&self, _: &Secret<[u8; 32]>, _: &[u8; 32]) -> Result<Vec<u8>, RootKeyError> {
        Err(RootKeyError::Mismatch)
    }
    async fn unwrap(&self, _: &[u8], _: &[u8; 32]) -> Result<Secret<[u8; 32]>, RootKeyError> {
        Err(RootKeyError::Mismatch)
    }
}

#[test]
fn a_name_of_a_key_in_a_service_is_its_id() {
    for name in [
        "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "aws-kms:arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
        "gcp-kms:projects/acme/locations/europe-west3/keyRings/main/cryptoKeys/authpipe",
        "gcp-kms:projects/corp.example:acme/locations/global/keyRings/r_1/cryptoKeys/k",
        "azure-kv:https://acme.vault.azure.net/keys/authpipe",
        "azure-kv:https://acme.managedhsm.azure.net/keys/authpipe/0123456789abcdef0123456789abcdef",
        "transit:https://vault.example:8200/transit/authpipe",
        "transit:https://10.1.2.3:8200/teams/acme/transit/authpipe",
    ] {
        assert_eq!(ids(&[name], &[]), [name]);
        assert_eq!(ids(&[&format!(" {name}\n")], &[]), [name]);
    }
}

#[test]
fn what_is_no_name_is_refused_with_an_example() {
    for text in [
        "aws-kms:",
        "aws-kms:alias/authpipe",
        "aws-kms:arn:aws:kms:eu-central-1:111122223333:alias/authpipe",
        "aws-kms:arn:aws:s3:eu-central-1:111122223333:key/1",
        "aws-kms:arn:aws:kms:evil.example/:111122223333:key/1",
        "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/../1",
        "gcp-kms:projects/acme/locations/europe-west3/keyRings/main",
        "gcp-kms:projects/acme/locations/europe-west3/keyRings/main/cryptoKeys/a:decrypt?x",
        "gcp-kms:projects//locations/europe-west3/keyRings/main/cryptoKeys/a",
        "azure-kv:https://acme.vault.azure.net.evil.example/keys/authpipe",
        "azure-kv:http://acme.vault.azure.net/keys/authpipe",
        "azure-kv:https://acme.vault.azure.net/secrets/authpipe",
        "azure-kv:https://acme.vault.azure.net/keys/authpipe?x=y",
        "azure-kv:https://acme.vault.azure.net:444/keys/authpipe",
        "transit:vault.example/transit/authpipe",
        "transit:https://vault.example/authpipe",
        "transit:https://user:pass@vault.example/transit/authpipe",
        "transit:https://vault.example/transit/authpipe?x",
        "transit:ftp://vault.example/transit/authpipe",
    ] {
        let error = refusal(text);
        assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{text}");
        let kind = &text[..=text.find(':').unwrap()];
        assert!(error.hint().unwrap().contains(&format!("like this: {kind}")), "{text}: {error}");
    }
    assert!(refusal("vault:whatever").message().contains("does not begin with \"apk1_\""));
}

#[test]
fn keys_of_ones_own_stand_where_they_are_named() {
    let own: Vec<Arc<dyn RootKey>> = vec![Arc::new(Own("hsm:1")), Arc::new(Own("hsm:2"))];
    let key = LocalRootKey::make();
    let local = LocalRootKey::parse(key.expose()).unwrap().id().to_owned();
    assert_eq!(ids(&[], &own), ["hsm:1", "hsm:2"]);
    assert_eq!(ids(&[key.expose()], &own), [local.as_str(), "hsm:1", "hsm:2"]);
    assert_eq!(ids(&["hsm:2", key.expose()], &own), ["hsm:2", local.as_str(), "hsm:1"]);
    assert_eq!(refusal("hsm:3").code(), ErrorCode::ConfigInvalid);
}

#[test]
fn however_somebody_writes_its_host_it_is_one_root_key() {
    for (written, id) in [
        ("transit:https://Vault.Example:443/transit/Authpipe", "transit:https://vault.example/transit/Authpipe"),
        ("azure-kv:https://ACME.vault.azure.net:443/keys/authpipe", "azure-kv:https://acme.vault.azure.net/keys/authpipe"),
    ] {
        assert_eq!(ids(&[written], &[]), [id]);
    }
}

/// Otherwise it would seem to be away for ever.
#[test]
fn a_service_that_is_never_dialled_there_is_refused_at_once() {
    let code = |text: &str, named: &[(&'static str, String)], development| {
        let source = read(&[Secret::from(text)], &[], &Variables::of(named), development);
        source.err().map(|error| error.code())
    };
    let arn = "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd";
    let invalid = Some(ErrorCode::ConfigInvalid);
    for (host, development, expected) in [
        ("http://vault.example:8200", true, invalid),
        ("http://10.1.2.3:8200", false, invalid),
        ("http://127.0.0.1:8200", false, invalid),
        ("http://127.0.0.1:8200", true, None),
        ("http://localhost:8200", true, None),
        ("https://10.1.2.3:8200", false, None),
    ] {
        assert_eq!(code(&format!("transit:{host}/transit/a"), &[], development), expected, "{host} {development}");
        let named = [("AWS_ENDPOINT_URL_STS", host.to_owned())];
        assert_eq!(code(arn, &named, development), expected, "{host} {development}");
    }
}

/// The frozen vectors show such keys, and so does memory that nobody has written.
#[test]
fn a_placeholder_is_no_key_in_production() {
    let zeros = "apk1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABenOd0";
    let ones = "apk1___________________________________________8Czwlm";
    let read_in = |texts: &[&str], development| {
        let texts: Vec<_> = texts.iter().map(|text| Secret::from(*text)).collect();
        read(&texts, &[], &variables(), development).map(drop)
    };
    let good = LocalRootKey::make();
    for text in [zeros, ones] {
        // Nor as one that only opens.
        for texts in [&[text][..], &[good.expose(), text]] {
            let error = read_in(texts, false).unwrap_err();
            assert_eq!(error.code(), ErrorCode::ConfigInvalid, "{error}");
            assert!(error.message().contains(LocalRootKey::parse(text).unwrap().id()), "{error}");
            assert!(read_in(texts, true).is_ok(), "examples and tests");
        }
    }
    assert!(read_in(&[good.expose()], false).is_ok());
}
