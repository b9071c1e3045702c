//! Requests and answers as a vendor documents them, and a server that knows these and nothing else.

use std::collections::BTreeMap;

use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::judge::{Answer, Asked};
use super::reading::Reading;
use super::verified::Keys;

/// What a vendor documents of a sign-in, and what is to come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Documented {
    /// The file's name without `.json`: a provider has one for each of its places.
    #[serde(skip)]
    pub(super) file: String,
    pub(super) provider: String,
    /// The pages that were read.
    pub(super) read: Vec<String>,
    pub(super) reading: Reading,
    /// What of it the pages do not say, and where it is from instead.
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) kind: Kind,
    /// What the application asks for.
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    #[serde(default)]
    pub(super) bot_scopes: Vec<String>,
    /// What the config says for variables, and what the person who signs in chooses.
    #[serde(default)]
    pub(super) variables: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) chosen: BTreeMap<String, String>,
    /// Whether the application has no secret.
    #[serde(default)]
    pub(super) public: bool,
    /// The fields of a key that somebody pastes.
    #[serde(default)]
    pub(super) fields: BTreeMap<String, String>,
    /// The whole address of the page, with its parameters; a key needs none.
    #[serde(default)]
    pub(super) authorize: String,
    /// The parameters with which the vendor sends somebody back.
    #[serde(default = "usual_callback")]
    pub(super) callback: Value,
    /// Where the vendor publishes the keys that sign ID tokens.
    pub(super) jwks: Option<String>,
    /// What is asked until the credential is stored.
    #[serde(default)]
    pub(super) sign_in: Vec<Exchange>,
    pub(super) judged: Judged,
    pub(super) probe: Option<Exchange>,
    pub(super) refresh: Option<Refresh>,
    /// A refresh that the vendor refuses for good.
    pub(super) refresh_ended: Option<Exchange>,
    /// The same sign-in on another device, where the vendor has that.
    pub(super) device: Option<DeviceFlow>,
    /// What is asked when what was connected is deleted, where the vendor lets tokens be revoked.
    pub(super) revoke: Option<Revoke>,
    /// What is asked before somebody is sent to the page: the temporary credentials of OAuth 1.0a.
    pub(super) temporary: Option<Exchange>,
}

/// What a vendor documents of revoking the tokens of the sign-in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {
    /// The pages that were read.
    pub(super) read: Vec<String>,
    pub(super) reading: Reading,
    #[serde(default)]
    pub(super) note: String,
    pub(super) exchanges: Vec<Exchange>,
    /// What the application is told.
    #[serde(default = "usual_outcome")]
    pub(super) told: String,
}

fn usual_outcome() -> String {
    "revoked".to_owned()
}

/// What a vendor documents of a sign-in on another device (RFC 8628).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeviceFlow {
    /// The pages that were read.
    pub(super) read: Vec<String>,
    pub(super) reading: Reading,
    #[serde(default)]
    pub(super) note: String,
    pub(super) start: Exchange,
    /// What the person is shown.
    pub(super) shown: Shown,
    /// One after another, up to the tokens.
    pub(super) polls: Vec<Poll>,
    /// Each is the end of a sign-in of its own.
    pub(super) refused: Vec<Poll>,
    pub(super) header: String,
}

/// What the person is shown, and how often is polled.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shown {
    pub(super) user_code: String,
    pub(super) verification_uri: String,
    pub(super) verification_uri_complete: Option<String>,
    /// In seconds.
    pub(super) interval: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Poll {
    pub(super) exchange: Exchange,
    /// What is asked besides until the credential is stored.
    #[serde(default)]
    pub(super) then: Vec<Exchange>,
    /// What the application is told: the status.
    pub(super) told: String,
}

fn usual_callback() -> Value {
    json!({ "code": "a-code", "state": "{state}" })
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    #[default]
    User,
    Installation,
    Key,
    /// A person, who signs in with OAuth 1.0a (RFC 5849).
    Signed,
}

/// A request and its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    /// Method and address, with its query.
    pub(super) request: String,
    /// Headers that it must have. `authorization` must be absent where it is not listed.
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// The content: exactly these parameters, as a form or as JSON.
    form: Option<BTreeMap<String, String>>,
    json: Option<BTreeMap<String, String>>,
    /// The request is signed with HMAC-SHA1, and the header has these parameters besides those that all such requests have (RFC 5849 §3.1).
    oauth: Option<BTreeMap<String, String>>,
    /// So long after what went before it, in seconds.
    #[serde(default)]
    pub(super) after_seconds: u64,
    #[serde(default = "usual_status")]
    status: u16,
    /// The answer: JSON, or a text as it is. A text `{now}+3600` in it is a point in time. An `id_token` that is an object is signed as one that holds these claims.
    answer: Value,
}

fn usual_status() -> u16 {
    200
}

/// What is to come of the sign-in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Judged {
    /// How the token is sent: name in lower case, colon, value. Empty where each request is signed.
    #[serde(default)]
    pub(super) header: String,
    /// Headers that go with it, in lower case.
    #[serde(default)]
    pub(super) further: BTreeMap<String, String>,
    /// In seconds; null: nobody says.
    pub(super) expires_in: Option<u64>,
    /// In order of the alphabet.
    pub(super) scopes: Vec<String>,
    pub(super) origins: Vec<String>,
    pub(super) organisation: Option<String>,
    pub(super) person: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Refresh {
    pub(super) exchange: Exchange,
    pub(super) header: String,
}

/// A server that answers what is documented and expected next, in any order, and writes down all else.
pub(super) struct Script {
    pub(super) expected: Vec<Exchange>,
    pub(super) wrong: Vec<String>,
    /// What stands for each placeholder.
    pub(super) values: BTreeMap<String, String>,
    jwks: Option<(String, RsaKeyPair)>,
    /// The secrets of signed requests.
    pub(super) keys: Keys,
}

impl Script {
    pub(super) fn new(jwks: Option<String>) -> Script {
        let jwks = jwks.map(|url| (url, RsaKeyPair::generate(KeySize::Rsa2048).unwrap()));
        Script { expected: Vec::new(), wrong: Vec::new(), values: BTreeMap::new(), jwks, keys: Keys::default() }
    }

    pub(super) fn answer(&mut self, asked: &Asked) -> Answer {
        let query = if asked.query.is_empty() { String::new() } else { format!("?{}", asked.query) };
        let line = format!("{} {}{query}", asked.method, asked.url);
        if let Some((url, key)) = &self.jwks
            && line == format!("GET {url}")
        {
            return Answer { status: 200, body: key_set(key).to_string() };
        }
        let Some(at) = self.expected.iter().position(|exchange| filled(&exchange.request, &self.values) == line) else {
            self.wrong.push(format!("{line} {}", asked.body));
            return Answer { status: 418, body: "{}".to_owned() };
        };
        let exchange = self.expected.remove(at);
        if let Err(why) = self.judge(&exchange, asked) {
            self.wrong.push(format!("{line}: {why}"));
            return Answer { status: 418, body: "{}".to_owned() };
        }
        let mut answer = exchange.answer.clone();
        if let Some(claims) = answer.get("id_token").filter(|claims| claims.is_object()) {
            answer["id_token"] = json!(self.sign(claims.clone()));
        }
        in_so_many_seconds(&mut answer);
        let body = answer.as_str().map_or_else(|| answer.to_string(), str::to_owned);
        if exchange.oauth.is_some() {
            self.keys.issued(&body);
        }
        Answer { status: exchange.status, body }
    }

    fn judge(&mut self, exchange: &Exchange, asked: &Asked) -> Result<(), String> {
        for (name, value) in &exchange.headers {
            let found = asked.headers.get(name).map_or("", String::as_str);
            same(name, found, filled(value, &self.values).as_str())?;
        }
        if let Some(parameters) = &exchange.oauth {
            let sent = self.keys.verify(asked)?;
            let expected = parameters.iter().map(|(name, value)| (name.clone(), filled(value, &self.values))).collect();
            same("the parameters of the signature", sent, expected)?;
        } else if !exchange.headers.contains_key("authorization") {
            same("authorization", asked.headers.get("authorization"), None)?;
        }
        let kind = asked.headers.get("content-type").map_or("", String::as_str);
        let sent: BTreeMap<String, String> = if exchange.json.is_some() {
            same("the content type", kind, "application/json")?;
            serde_json::from_str(&asked.body).map_err(|error| error.to_string())?
        } else {
            if exchange.form.is_some() {
                same("the content type", kind, "application/x-www-form-urlencoded")?;
            }
            form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect()
        };
        // RFC 7636 §4.6: the verifier is whatever was hashed into the challenge.
        if let Some(verifier) = sent.get("code_verifier") {
            let hashed = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes());
            let challenge = self.values.get("code_challenge").cloned();
            same("the verifier's hash", Some(URL_SAFE_NO_PAD.encode(hashed)), challenge)?;
            self.values.insert("code_verifier".to_owned(), verifier.clone());
        }
        let expected = exchange.form.as_ref().or(exchange.json.as_ref());
        let expected = expected.into_iter().flatten().map(|(name, value)| (name.clone(), filled(value, &self.values))).collect();
        same_pairs("the content", &sent, &expected)
    }

    /// The claims, signed with RS256 (RFC 7515 §3.1), that the token was issued a moment ago for this client.
    fn sign(&self, mut claims: Value) -> String {
        let (_, key) = self.jwks.as_ref().expect("the file names the address of the keys");
        let now = now();
        claims["iat"] = json!(now);
        claims["exp"] = json!(now + 3600);
        for value in claims.as_object_mut().unwrap().values_mut() {
            if let Some(text) = value.as_str() {
                *value = json!(filled(text, &self.values));
            }
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": "RS256", "kid": "a-key", "typ": "JWT" })), part(&claims));
        let mut signature = vec![0; key.public_modulus_len()];
        let random = aws_lc_rs::rand::SystemRandom::new();
        key.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Puts a point in time, in seconds since 1970, in the place of a text such as `{now}+3600`.
fn in_so_many_seconds(answer: &mut Value) {
    for value in answer.as_object_mut().into_iter().flat_map(serde_json::Map::values_mut) {
        if let Some(seconds) = value.as_str().and_then(|text| text.strip_prefix("{now}+")) {
            *value = json!(now() + seconds.parse::<u64>().unwrap());
        }
    }
}

fn now() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
}

fn key_set(key: &RsaKeyPair) -> Value {
    let public = key.public_key();
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let modulus = part(public.modulus().big_endian_without_leading_zero());
    let exponent = part(public.exponent().big_endian_without_leading_zero());
    json!({ "keys": [{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": "a-key", "n": modulus, "e": exponent }] })
}

pub(super) fn filled(text: &str, values: &BTreeMap<String, String>) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

pub(super) fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, and not {expected:?}")) }
}

/// The same names with the same values; scopes in any order, with the same separator.
pub(super) fn same_pairs(
    what: &str,
    found: &BTreeMap<String, String>,
    expected: &BTreeMap<String, String>,
) -> Result<(), String> {
    let ordered = |pairs: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), if name.ends_with("scope") { in_order(value) } else { value.clone() }))
            .collect()
    };
    same(what, ordered(found), ordered(expected))
}

fn in_order(scopes: &str) -> String {
    let separator = if scopes.contains(' ') { " " } else { "," };
    let mut list: Vec<&str> = scopes.split(separator).collect();
    list.sort_unstable();
    list.join(separator)
}
