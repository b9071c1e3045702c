//! ID tokens with real signatures: the equivalents of the Basic Relying Party modules of the OpenID conformance suite that
//! concern the ID token, and the known attacks on signed tokens (RFC 8725 §2).

mod signing;

use std::sync::LazyLock;

use aws_lc_rs::rsa::PublicKeyComponents;
use aws_lc_rs::signature::KeyPair as _;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::base::encoding::to_base64url;
use crate::base::{Secret, Timestamp};
use crate::protocol::id_token::{IdTokenExpectation, IdTokenProblem, VerifiedIdToken, judge_id_token};
use crate::protocol::jwks::Jwks;
use signing::{
    ADMIN, ISSUER, KEYS, NOW, TID, claims, ec_jwk, ed_jwk, jwks, merge, rsa_jwk, token, token_of, usual_keys, usual_token,
};

static NONCE: LazyLock<Secret<String>> = LazyLock::new(|| Secret::from("the-nonce"));
// `HS256` and `none` as a careless definition would list them.
static ALGORITHMS: LazyLock<[String; 4]> = LazyLock::new(|| ["RS256", "ES256", "HS256", "none"].map(str::to_owned));

fn judge_with<'a>(
    token: &Secret<String>,
    keys: &Jwks,
    change: impl FnOnce(&mut IdTokenExpectation<'a>),
) -> Result<VerifiedIdToken, IdTokenProblem> {
    let mut expectation = IdTokenExpectation {
        client_id: "client",
        nonce: Some(&NONCE),
        issuer_template: "https://login.example/{organisation}/v2.0",
        algorithms: &*ALGORITHMS,
        organisation_claim: Some("tid"),
        person_claim: "oid",
        display_claim: Some("name"),
        now: Timestamp::from_unix_seconds(NOW),
    };
    change(&mut expectation);
    judge_id_token(token, keys, &expectation)
}

fn judge(token: &Secret<String>) -> Result<VerifiedIdToken, IdTokenProblem> {
    judge_with(token, &usual_keys(), |_| {})
}

#[track_caller]
fn assert_refused(result: Result<VerifiedIdToken, IdTokenProblem>, rule: &'static str) {
    assert_eq!(result.err(), Some(IdTokenProblem::Rejected(rule)));
}

#[test]
fn a_right_token_names_the_account() {
    let verified = judge(&usual_token(json!({}))).unwrap();
    assert_eq!(verified.issuer, ISSUER);
    assert_eq!(verified.account.organisation.as_deref(), Some(TID));
    assert_eq!(verified.account.person.as_deref(), Some("person-1"));
    assert_eq!(verified.account.display.as_deref(), Some("Ada Lovelace"));
    assert!(!format!("{verified:?}").contains("Ada"));
}

#[test]
fn a_role_is_proved_by_its_value_only() {
    let admin = [ADMIN.to_owned()];
    let judge = |wids: Value| judge(&usual_token(json!({ "wids": wids }))).unwrap();
    assert!(judge(json!(["b79fbf4d-3ef9-4689-8143-76b194e85509", ADMIN])).claim_contains("wids", &admin));
    assert!(judge(json!(ADMIN)).claim_contains("wids", &admin));
    for wids in [
        json!(["b79fbf4d-3ef9-4689-8143-76b194e85509"]),
        json!([]),
        json!(null),
        json!(true),
        json!(format!("x{ADMIN}")),
        json!([[ADMIN]]),
        json!({ ADMIN: ADMIN }),
        json!(ADMIN.to_ascii_uppercase()),
    ] {
        assert!(!judge(wids.clone()).claim_contains("wids", &admin), "{wids}");
    }
    assert!(!judge(json!([ADMIN])).claim_contains("wids", &[]));
    assert!(!judge(json!([ADMIN])).claim_contains("roles", &admin));
}

// Basic RP: idtoken-sig-rs256, idtoken-sig-es256, and the other asymmetric algorithms.
#[test]
fn every_listed_asymmetric_algorithm_verifies() {
    let keys = jwks(&[rsa_jwk(&KEYS.rsa, json!({ "kid": "r" })), ec_jwk(json!({ "kid": "e" })), ed_jwk(json!({ "kid": "d" }))]);
    for (algorithm, kid) in [("RS256", "r"), ("PS256", "r"), ("ES256", "e"), ("EdDSA", "d"), ("Ed25519", "d")] {
        let token = token(json!({ "alg": algorithm, "kid": kid }), claims(json!({})));
        let listed = [algorithm.to_owned()];
        assert!(judge_with(&token, &keys, |e| e.algorithms = &listed).is_ok(), "{algorithm}");
        assert_refused(judge_with(&token, &keys, |e| e.algorithms = &[]), "alg");
    }
}

// Basic RP: idtoken-invalid-signature.
#[test]
fn a_wrong_signature_is_refused() {
    let header = json!({ "alg": "RS256", "kid": "k1" }).to_string();
    assert_refused(judge(&token_of(&header, &claims(json!({})).to_string(), "other RS256")), "signature");
    assert_refused(judge(&token_of(&header, &claims(json!({})).to_string(), "PS256")), "signature");
    assert_refused(judge(&token_of(&header, &claims(json!({})).to_string(), "none")), "signature");
    let good = usual_token(json!({}));
    let parts: Vec<&str> = good.expose().split('.').collect();
    let other = to_base64url(claims(json!({ "oid": "somebody-else" })).to_string().as_bytes());
    assert_refused(judge(&Secret::new(format!("{}.{other}.{}", parts[0], parts[2]))), "signature");
    assert_refused(judge(&Secret::new(format!("{}.{}.{}=", parts[0], parts[1], parts[2]))), "signature");
    assert_refused(judge(&Secret::new(format!("{}.{}.", parts[0], parts[1]))), "signature");
}

// Basic RP: idtoken-sig-none. RFC 8725 §2.1.
#[test]
fn none_and_hmac_with_the_public_key_are_refused_even_if_listed() {
    for alg in ["none", "None", "NONE", ""] {
        assert_refused(judge(&token(json!({ "alg": alg, "kid": "k1" }), claims(json!({})))), "alg");
    }
    assert_refused(judge(&token(json!({ "kid": "k1" }), claims(json!({})))), "alg");
    let parts = PublicKeyComponents::<Vec<u8>>::from(KEYS.rsa.public_key());
    let jwk = rsa_jwk(&KEYS.rsa, json!({ "kid": "k1" })).to_string();
    for secret in [parts.n.as_slice(), jwk.as_bytes(), b"client-secret", b""] {
        let header = to_base64url(json!({ "alg": "HS256", "kid": "k1" }).to_string().as_bytes());
        let message = format!("{header}.{}", to_base64url(claims(json!({})).to_string().as_bytes()));
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret);
        let tag = aws_lc_rs::hmac::sign(&key, message.as_bytes());
        assert_refused(judge(&Secret::new(format!("{message}.{}", to_base64url(tag.as_ref())))), "alg");
    }
}

// Basic RP: kid-absent-single-jwks, kid-absent-multiple-jwks; key rotation.
#[test]
fn the_key_is_the_one_that_is_named() {
    let without = token(json!({ "alg": "RS256" }), claims(json!({})));
    let named = usual_token(json!({}));
    let (one, other) = (rsa_jwk(&KEYS.rsa, json!({ "kid": "k1" })), rsa_jwk(&KEYS.other_rsa, json!({ "kid": "k0" })));
    let nameless = rsa_jwk(&KEYS.rsa, json!({}));
    let unknown = Some(IdTokenProblem::UnknownKey);

    assert!(judge_with(&without, &jwks(std::slice::from_ref(&one)), |_| {}).is_ok());
    assert!(judge_with(&without, &jwks(&[one.clone(), ec_jwk(json!({}))]), |_| {}).is_ok(), "only one fits");
    assert_refused(judge_with(&without, &jwks(&[other.clone(), one.clone()]), |_| {}), "kid");
    assert!(judge_with(&named, &jwks(&[other.clone(), one.clone()]), |_| {}).is_ok());
    assert!(
        judge_with(&named, &jwks(&[rsa_jwk(&KEYS.other_rsa, json!({ "kid": "k1" })), one]), |_| {}).is_ok(),
        "two of one name"
    );
    assert_eq!(judge_with(&named, &jwks(&[other]), |_| {}).err(), unknown, "rotated");
    assert_eq!(judge_with(&named, &jwks(&[nameless]), |_| {}).err(), unknown);
    assert_eq!(judge_with(&named, &jwks(&[]), |_| {}).err(), unknown);
    assert_eq!(judge_with(&without, &jwks(&[ec_jwk(json!({}))]), |_| {}).err(), unknown);
    assert_refused(
        judge_with(&named, &jwks(&[rsa_jwk(&KEYS.rsa, json!({ "kid": "k1", "alg": "PS256" }))]), |_| {}),
        "the key is for another algorithm",
    );
    assert_refused(judge_with(&named, &jwks(&[ec_jwk(json!({ "kid": "k1" }))]), |_| {}), "the key is for another algorithm");
    assert_eq!(judge_with(&named, &jwks(&[rsa_jwk(&KEYS.rsa, json!({ "kid": "k1", "use": "enc" }))]), |_| {}).err(), unknown);
    assert_refused(judge(&token(json!({ "alg": "RS256", "kid": 1 }), claims(json!({})))), "kid");
}

// RFC 8725 §3.10: what the header offers is not looked at.
#[test]
fn keys_in_the_header_are_ignored() {
    let jwk = rsa_jwk(&KEYS.other_rsa, json!({ "kid": "k1" }));
    let header =
        json!({ "alg": "RS256", "kid": "k1", "jwk": jwk, "jku": "https://evil.example/keys", "x5u": "https://evil.example/c" });
    assert_refused(judge(&token_of(&header.to_string(), &claims(json!({})).to_string(), "other RS256")), "signature");
    assert!(judge(&token(header, claims(json!({})))).is_ok());
}

#[test]
fn headers_that_cannot_be_honoured_are_refused() {
    let with = |more: Value| judge(&token(merge(json!({ "alg": "RS256", "kid": "k1" }), more), claims(json!({}))));
    assert_refused(with(json!({ "crit": ["exp"], "exp": 1 })), "crit");
    assert_refused(with(json!({ "crit": [] })), "crit");
    for typ in [json!("at+jwt"), json!("logout+jwt"), json!(""), json!(7)] {
        assert_refused(with(json!({ "typ": typ })), "typ");
    }
    for typ in ["jwt", "JWT", "application/jwt"] {
        assert!(with(json!({ "typ": typ })).is_ok());
    }
    let payload = claims(json!({})).to_string();
    for header in [r#"{"alg":"RS256","alg":"none"}"#, r#"{"alg":"none","alg":"RS256"}"#, "[]", "", "x", "null"] {
        assert_refused(judge(&token_of(header, &payload, "RS256")), "header");
    }
}

#[test]
fn claims_that_two_readers_could_read_differently_are_refused() {
    let header = r#"{"alg":"RS256","kid":"k1"}"#;
    for payload in [r#"{"aud":"client","aud":"evil"}"#, r#"{"iss":"a","x":{"y":1,"y":2}}"#, "[]", "", "\"x\"", "{} "] {
        let result = judge(&token_of(header, payload, "RS256"));
        assert_refused(result, if payload == "{} " { "the organisation's claim" } else { "claims" });
    }
}

/// Serializers of some languages write null for what they leave out.
#[test]
fn what_is_null_is_not_there() {
    let one_key = jwks(&[rsa_jwk(&KEYS.rsa, json!({ "kid": null, "use": null, "alg": null }))]);
    let judge = |null: &[&str]| {
        let mut payload = claims(json!({}));
        null.iter().for_each(|name| payload[*name] = Value::Null);
        judge_with(&token_of(r#"{"alg":"RS256","typ":null,"kid":null}"#, &payload.to_string(), "RS256"), &one_key, |_| {})
    };
    assert!(judge(&["azp", "nbf", "at_hash", "name"]).is_ok());
    for name in ["iss", "aud", "exp", "iat", "nonce", "sub"] {
        assert_refused(judge(&[name]), name);
    }
}

#[test]
fn segments_and_sizes_are_judged_before_anything_is_decoded() {
    for text in ["", ".", "..", "a", "a.b", "a.b.c.d", "a.b.c.d.e"] {
        let rule = if text.matches('.').count() == 2 { "header" } else { "segments" };
        assert_refused(judge(&Secret::from(text)), rule);
    }
    // The letters are not base64url, so that decoding them would be another refusal.
    assert_refused(judge(&Secret::new(format!("{}.a.a", "!".repeat(4 * 1024 + 1)))), "size");
    assert_refused(judge(&Secret::new(format!("a.{}.a", "!".repeat(32 * 1024 + 1)))), "size");
    assert_refused(judge(&Secret::new(format!("a.a.{}", "!".repeat(64 * 1024)))), "size");
    assert_refused(judge(&Secret::new(".".repeat(64 * 1024 + 1))), "size");
    assert!(judge(&usual_token(json!({ "groups": vec!["0123456789"; 1500] }))).is_ok());
}

// Basic RP: idtoken-invalid-iss, idtoken-missing-iss.
#[test]
fn iss_is_the_template_with_the_token_s_own_organisation() {
    for iss in [
        json!(null),
        json!(""),
        json!(7),
        json!([ISSUER]),
        json!(format!("{ISSUER}/")),
        json!(ISSUER.to_uppercase()),
        json!("https://login.example/{organisation}/v2.0"),
        json!("https://evil.example/v2.0"),
        json!(ISSUER.replace("https", "http")),
        json!("https://login.example/ffffffff-4e5f-4a6b-8c7d-9e0f1a2b3c4d/v2.0"),
    ] {
        assert_refused(judge(&usual_token(json!({ "iss": iss }))), "iss");
    }
    for tid in [
        json!(null),
        json!(""),
        json!(7.5),
        json!("a/b"),
        json!("a b"),
        json!("{organisation}"),
        json!("é"),
        json!("x".repeat(129)),
        json!([TID]),
    ] {
        let iss = format!("https://login.example/{}/v2.0", tid.as_str().unwrap_or_default());
        assert_refused(judge(&usual_token(json!({ "tid": tid, "iss": iss }))), "the organisation's claim");
    }
    let fixed = |more: Value| judge_with(&usual_token(more), &usual_keys(), |e| e.issuer_template = "https://accounts.example");
    assert!(fixed(json!({ "iss": "https://accounts.example" })).is_ok());
    let personal = fixed(json!({ "iss": "https://accounts.example", "tid": null })).unwrap();
    assert_eq!(personal.account.organisation, None);
    assert_refused(fixed(json!({})), "iss");
    assert_refused(
        judge_with(&usual_token(json!({})), &usual_keys(), |e| e.organisation_claim = None),
        "the organisation's claim",
    );
}

// Basic RP: idtoken-invalid-aud, idtoken-missing-aud; Core §3.1.3.7 rules 3 to 5.
#[test]
fn aud_and_azp_name_this_client() {
    let table = [
        (json!({ "aud": "client" }), None),
        (json!({ "aud": ["client"] }), None),
        (json!({ "aud": ["client"], "azp": "client" }), None),
        (json!({ "aud": ["other", "client"], "azp": "client" }), None),
        (json!({ "aud": null }), Some("aud")),
        (json!({ "aud": "" }), Some("aud")),
        (json!({ "aud": "Client" }), Some("aud")),
        (json!({ "aud": "client2" }), Some("aud")),
        (json!({ "aud": [] }), Some("aud")),
        (json!({ "aud": ["other"] }), Some("aud")),
        (json!({ "aud": ["client", 7] }), Some("aud")),
        (json!({ "aud": { "client": "client" } }), Some("aud")),
        (json!({ "aud": ["client", "other"] }), Some("azp")),
        (json!({ "aud": ["client", "other"], "azp": "other" }), Some("azp")),
        (json!({ "aud": "client", "azp": "other" }), Some("azp")),
        (json!({ "aud": "client", "azp": "" }), Some("azp")),
        (json!({ "aud": "client", "azp": ["client"] }), Some("azp")),
    ];
    for (more, rule) in table {
        let result = judge(&usual_token(more.clone()));
        assert_eq!(result.err(), rule.map(IdTokenProblem::Rejected), "{more}");
    }
}

// Basic RP: idtoken-missing-iat, and exp; RFC 7519 §4.1.4 to §4.1.6.
#[test]
fn times_are_judged_against_the_time_given() {
    let table = [
        (json!({ "exp": NOW - 59, "iat": NOW - 3600 }), None),
        (json!({ "exp": NOW - 60, "iat": NOW - 3600 }), Some("exp")),
        (json!({ "exp": NOW + 60 }), None),
        (json!({ "exp": 1_790_000_060.5 }), None),
        (json!({ "exp": 1e300 }), None),
        (json!({ "exp": null }), Some("exp")),
        (json!({ "exp": "1790003600" }), Some("exp")),
        (json!({ "exp": -1 }), Some("exp")),
        (json!({ "exp": 0 }), Some("exp")),
        (json!({ "iat": null }), Some("iat")),
        (json!({ "iat": NOW + 300 }), None),
        (json!({ "iat": NOW + 301 }), Some("iat")),
        (json!({ "iat": 1e300 }), Some("iat")),
        (json!({ "iat": "1790000000" }), Some("iat")),
        (json!({ "iat": NOW + 100, "exp": NOW + 100 }), Some("iat")),
        (json!({ "nbf": null }), None),
        (json!({ "nbf": NOW + 300 }), None),
        (json!({ "nbf": NOW + 301 }), Some("nbf")),
        (json!({ "nbf": [] }), Some("nbf")),
    ];
    for (more, rule) in table {
        let result = judge(&usual_token(more.clone()));
        assert_eq!(result.err(), rule.map(IdTokenProblem::Rejected), "{more}");
    }
}

// Basic RP: nonce-invalid, and a missing one.
#[test]
fn the_nonce_is_the_session_s() {
    for nonce in [json!(null), json!(""), json!("other"), json!("the-nonce "), json!("the-nonc"), json!(["the-nonce"]), json!(0)]
    {
        assert_refused(judge(&usual_token(json!({ "nonce": nonce }))), "nonce");
    }
    let (without, empty) = (usual_token(json!({ "nonce": null })), Secret::from(""));
    assert!(judge_with(&without, &usual_keys(), |e| e.nonce = None).is_ok());
    assert_refused(judge_with(&without, &usual_keys(), |e| e.nonce = Some(&empty)), "nonce");
}

// Basic RP: idtoken-missing-sub.
#[test]
fn subject_and_person_are_texts_that_can_be_compared() {
    for bad in [
        json!(null),
        json!(""),
        json!(7.5),
        json!(true),
        json!(["x"]),
        json!("x".repeat(256)),
        json!("a\u{0}b"),
        json!("a b"),
        json!("a\u{a0}b"),
    ] {
        assert_refused(judge(&usual_token(json!({ "sub": bad }))), "sub");
        assert_refused(judge(&usual_token(json!({ "oid": bad }))), "the person's claim");
    }
    // Some providers number their people.
    let numbered = judge(&usual_token(json!({ "sub": 58318, "oid": u64::MAX }))).unwrap();
    assert_eq!(numbered.account.person.as_deref(), Some("18446744073709551615"));
    let by_sub = judge_with(&usual_token(json!({ "oid": null, "name": 7 })), &usual_keys(), |e| e.person_claim = "sub").unwrap();
    assert_eq!((by_sub.account.person.as_deref(), by_sub.account.display), (Some("pairwise-sub"), None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_judged_without_panic(text in "\\PC{0,80}", a in "[A-Za-z0-9_-]{0,40}", b in "[A-Za-z0-9_-]{0,40}") {
        prop_assert!(judge(&Secret::from(text.as_str())).is_err());
        let segments = [a.as_str(), &b, &a].join(".");
        prop_assert!(judge(&Secret::new(segments)).is_err());
    }

    #[test]
    fn any_signed_claims_are_judged_without_panic(name in "(iss|aud|azp|exp|iat|nbf|nonce|sub|oid|tid|name)", text in "\\PC{0,20}", number in any::<f64>()) {
        for value in [json!(text), json!(number), json!([text, number]), json!({ &text: number })] {
            let _ = judge(&usual_token(json!({ &name: value })));
        }
    }

    #[test]
    fn one_changed_byte_is_refused(position in any::<prop::sample::Index>(), to in "[A-Za-z0-9_-]") {
        let good = usual_token(json!({}));
        let mut bytes = good.expose().clone().into_bytes();
        let index = position.index(bytes.len());
        let to = to.as_bytes()[0];
        prop_assume!(bytes[index] != b'.' && bytes[index] != to);
        bytes[index] = to;
        prop_assert!(judge(&Secret::new(String::from_utf8(bytes).unwrap())).is_err());
    }
}
