//! Plays a provider strictly: whatever is not as its facts say is written down, and answered with a status that nobody takes for anything.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::facts::{Key, Plays, ProbePlace};

/// A request, as it came in.
pub(super) struct Asked {
    pub(super) method: String,
    /// Scheme, host and path.
    pub(super) url: String,
    pub(super) query: String,
    /// Names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: String,
}

pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn json(status: u16, body: &Value) -> Answer {
        Answer { status, body: body.to_string() }
    }
}

/// A provider, and what it has given out.
pub(super) struct Provider {
    pub(super) slug: String,
    pub(super) plays: Plays,
    /// The challenge (RFC 7636 §4.2) and the redirect URI with which somebody was sent here.
    pub(super) challenge: Option<String>,
    pub(super) redirect_uri: String,
    pub(super) scope: String,
    /// How many pairs were issued.
    issued: usize,
    /// Somebody has taken back what was given.
    pub(super) is_revoked: bool,
    /// Nonces that were taken.
    pub(super) nonces: BTreeSet<String>,
    /// What was asked: `code`, `refresh`, `probe`, `key_probe`, `revoke`; `temporary`, `token`, `identity`.
    pub(super) asked: Vec<&'static str>,
    /// What was not as the facts say.
    pub(super) wrong: Vec<String>,
}

impl Provider {
    pub(super) fn new(slug: &str, plays: Plays) -> Provider {
        Provider {
            slug: slug.to_owned(),
            plays,
            challenge: None,
            redirect_uri: String::new(),
            scope: String::new(),
            issued: 0,
            is_revoked: false,
            nonces: BTreeSet::new(),
            asked: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// A value that names this provider, so that a request is known by what it carries.
    pub(super) fn value(&self, kind: &str, number: impl ToString) -> String {
        mark(&self.slug, kind, number)
    }

    fn refresh_token(&self) -> String {
        let number = if self.plays.rotation == "reusable" { 1 } else { self.issued };
        self.value("rt", number)
    }

    pub(super) fn answer(&mut self, asked: &Asked) -> Answer {
        let is_signed = asked.headers.get("authorization").is_some_and(|value| value.contains("oauth_signature="));
        let judged = match &self.plays.token {
            _ if self.plays.revoke.as_ref().is_some_and(|it| it.url == asked.url && it.method == asked.method) => {
                self.revoke(asked)
            }
            _ if self.plays.signed.is_some() && is_signed => self.signed_request(asked),
            Some(token) if token.url == asked.url => self.token(asked),
            _ => self.api(asked),
        };
        judged.unwrap_or_else(|why| {
            self.wrong.push(format!("{}: {} {}: {why}", self.slug, asked.method, asked.url));
            Answer { status: 418, body: "{}".to_owned() }
        })
    }

    fn token(&mut self, asked: &Asked) -> Result<Answer, String> {
        let token = self.plays.token.clone().ok_or("no token endpoint")?;
        same("the method", &asked.method, "POST")?;
        same("the query", &asked.query, "")?;
        let kind = asked.headers.get("content-type").cloned().unwrap_or_default();
        let mut sent: BTreeMap<String, String> = if token.content == "json" {
            same("the content type", &kind, "application/json")?;
            serde_json::from_str(&asked.body).map_err(|error| error.to_string())?
        } else {
            same("the content type", &kind, "application/x-www-form-urlencoded")?;
            form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect()
        };
        if asked.body.contains("a-code-that-was-never-issued") {
            return Ok(self.made_up_code(asked, &token.client));
        }
        let (id, secret) = (self.value("id", 0), self.value("secret", 0));
        let authorization = asked.headers.get("authorization").cloned().unwrap_or_default();
        if token.client == "basic" {
            same("the client", &authorization, &format!("Basic {}", base64(&format!("{id}:{secret}"))))?;
            sent.remove("client_id");
        } else {
            same("the authorization", &authorization, "")?;
            same("client_id", &take(&mut sent, "client_id"), &id)?;
            // A client without a secret sends none; one that comes is among the further parameters below.
            if token.client != "id" {
                same("client_secret", &take(&mut sent, "client_secret"), &secret)?;
            }
        }
        let grant = take(&mut sent, "grant_type");
        match grant.as_str() {
            "authorization_code" => {
                self.asked.push("code");
                same("code", &take(&mut sent, "code"), &self.value("code", 0))?;
                same("redirect_uri", &take(&mut sent, "redirect_uri"), &self.redirect_uri)?;
                let verifier = sent.remove("code_verifier");
                let challenge = verifier.map(|verifier| URL_SAFE_NO_PAD.encode(sha256(verifier.as_bytes())));
                same("code_verifier", &format!("{challenge:?}"), &format!("{:?}", self.challenge))?;
            }
            "refresh_token" => {
                self.asked.push("refresh");
                same("refresh_token", &take(&mut sent, "refresh_token"), &self.refresh_token())?;
            }
            other => return Err(format!("the grant {other}")),
        }
        let mut expected = token.parameters.clone();
        if grant == "refresh_token" {
            expected.extend(token.refresh_parameters.clone());
        }
        same("the further parameters", &format!("{sent:?}"), &format!("{expected:?}"))?;
        if self.is_revoked {
            return Ok(Answer::json(400, &json!({ "error": "invalid_grant" })));
        }
        self.issued += 1;
        let mut body = json!({
            "access_token": self.value("at", self.issued), "token_type": "Bearer", "expires_in": 3600, "scope": self.scope });
        if self.issued == 1 || self.plays.rotation != "reusable" {
            body["refresh_token"] = json!(self.refresh_token());
        }
        if !token.wrapped_in.is_empty() {
            body = json!({ "status": 0, token.wrapped_in: body });
        }
        Ok(Answer::json(200, &body))
    }

    /// RFC 7009 §2.1, or as the vendor has it.
    fn revoke(&mut self, asked: &Asked) -> Result<Answer, String> {
        let revoke = self.plays.revoke.clone().ok_or("nothing is revoked here")?;
        let asked_before = self.asked.iter().filter(|kind| **kind == "revoke").count();
        let kind = revoke.tokens.get(asked_before).ok_or("it was asked too often")?;
        self.asked.push("revoke");
        same("the method", &asked.method, &revoke.method)?;
        let in_query = revoke.content == "query";
        same("the query", if in_query { "" } else { &asked.query }, "")?;
        let token = if kind == "refresh" { self.refresh_token() } else { self.value("at", self.issued) };
        let (id, secret) = (self.value("id", 0), self.value("secret", 0));
        let named = |name: &str| revoke.names.get(name).cloned().unwrap_or_else(|| name.to_owned());
        let mut expected = BTreeMap::new();
        let authorization = match (revoke.content.as_str(), revoke.client.as_str()) {
            ("bearer", _) => format!("Bearer {token}"),
            (_, "basic") => format!("Basic {}", base64(&format!("{id}:{secret}"))),
            _ => String::new(),
        };
        same("the authorization", asked.headers.get("authorization").map_or("", String::as_str), &authorization)?;
        if revoke.content == "bearer" {
            same("the content", &asked.body, "")?;
        } else {
            expected.insert(revoke.parameter.clone(), token);
            if revoke.hint {
                expected.insert("token_type_hint".to_owned(), format!("{kind}_token"));
            }
            if matches!(revoke.client.as_str(), "post" | "id") {
                expected.insert(named("client_id"), id);
            }
            if revoke.client == "post" {
                expected.insert(named("client_secret"), secret);
            }
            let sent: BTreeMap<String, String> = match revoke.content.as_str() {
                "json" => serde_json::from_str(&asked.body).map_err(|error| error.to_string())?,
                "query" => form_urlencoded::parse(asked.query.as_bytes()).into_owned().collect(),
                _ => form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect(),
            };
            same("what is sent", &format!("{sent:?}"), &format!("{expected:?}"))?;
        }
        for (name, value) in &revoke.headers {
            same(name, asked.headers.get(name).map_or("", String::as_str), value)?;
        }
        Ok(Answer::json(revoke.status, &revoke.answer))
    }

    /// RFC 6749 §5.2: a client that is not taken is told so, and one that is hears of its code.
    fn made_up_code(&self, asked: &Asked, client: &str) -> Answer {
        let secret = self.value("secret", 0);
        let is_taken = match client {
            "basic" => {
                asked.headers.get("authorization")
                    == Some(&format!("Basic {}", base64(&format!("{}:{secret}", self.value("id", 0)))))
            }
            "id" => asked.body.contains(&self.value("id", 0)),
            _ => asked.body.contains(&secret),
        };
        let error = if is_taken { "invalid_grant" } else { "invalid_client" };
        Answer::json(if is_taken { 400 } else { 401 }, &json!({ "error": error }))
    }

    fn api(&mut self, asked: &Asked) -> Result<Answer, String> {
        let with_query = if asked.query.is_empty() { asked.url.clone() } else { format!("{}?{}", asked.url, asked.query) };
        let is = |probe: Option<&str>| probe == Some(with_query.as_str());
        if let Some(key) = self.plays.key.clone().filter(|key| !key.query.is_empty()) {
            return self.api_with_key_in_address(asked, &key);
        }
        let key = self.plays.key.clone().filter(|_| is(self.plays.key_probe.as_deref()));
        let by_key = key.map(|key| (key.header.clone(), key.header_value(&self.key_fields())));
        // It is asked once, before anybody can probe.
        let look_up = self.plays.look_up.clone().filter(|look_up| look_up.url == with_query && !self.asked.contains(&"look_up"));
        let by_token =
            self.token_header(self.issued).filter(|_| look_up.is_some() || is(self.plays.probe.as_ref().map(ProbePlace::url)));
        let header = |expected: &(String, String)| asked.headers.get(&expected.0) == Some(&expected.1);
        let kind = match (&by_key, &by_token) {
            (Some(expected), _) if header(expected) => "key_probe",
            (_, Some(expected)) if header(expected) => "probe",
            (None, None) => return Err("it has no such address".to_owned()),
            (by_key, by_token) => return Err(format!("the credential is not in {by_key:?} {by_token:?}")),
        };
        self.asked.push(if look_up.is_some() { "look_up" } else { kind });
        same("the method", &asked.method, "GET")?;
        for (name, value) in &self.plays.api.headers {
            same(name, asked.headers.get(name).map_or("", String::as_str), value)?;
        }
        if let Some(look_up) = look_up {
            return Ok(Answer::json(200, &look_up.answer));
        }
        for (name, value) in self.further_headers() {
            same(&name, asked.headers.get(&name).map_or("", String::as_str), &value)?;
        }
        Ok(Answer::json(if self.is_revoked { 401 } else { 200 }, &json!({})))
    }

    /// An API that takes keys in the address only, and would not look at a header.
    fn api_with_key_in_address(&mut self, asked: &Asked, key: &Key) -> Result<Answer, String> {
        let probe = self.plays.key_probe.clone().ok_or("it has no such address")?;
        let mut expected = url::Url::parse(&probe).map_err(|error| error.to_string())?;
        expected.query_pairs_mut().extend_pairs(key.parameters(&self.key_fields()));
        let url = url::Url::parse(&format!("{}?{}", asked.url, asked.query)).map_err(|error| error.to_string())?;
        same("the address with the key", url.as_str(), expected.as_str())?;
        same("the authorization", asked.headers.get("authorization").map_or("", String::as_str), "")?;
        same("the method", &asked.method, "GET")?;
        self.asked.push("key_probe");
        Ok(Answer::json(if self.is_revoked { 401 } else { 200 }, &json!({})))
    }

    /// The header of the token that was issued as this one, and its value.
    pub(super) fn token_header(&self, number: usize) -> Option<(String, String)> {
        let api = &self.plays.api;
        Some((api.header.clone()?, api.value.as_ref()?.replace("{token}", &self.value("at", number))))
    }

    /// The headers beside the token.
    pub(super) fn further_headers(&self) -> BTreeMap<String, String> {
        let id = self.value("id", 0);
        self.plays.api.further.iter().map(|(name, value)| (name.clone(), value.replace("{id}", &id))).collect()
    }

    /// A key that somebody could paste.
    pub(super) fn key_fields(&self) -> BTreeMap<String, String> {
        let fields = self.plays.key.iter().flat_map(|key| &key.fields);
        fields.map(|name| (name.clone(), self.value("key", name))).collect()
    }
}

pub(super) fn mark(slug: &str, kind: &str, number: impl ToString) -> String {
    format!("{kind}_play_{slug}_{}", number.to_string())
}

/// Whose request it is, by any value that it carries.
pub(super) fn whose(asked: &Asked) -> Option<String> {
    let basic = |value: &String| String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok();
    let decoded = asked.headers.values().filter_map(basic);
    let texts = asked.headers.values().cloned().chain(decoded).chain([asked.body.clone(), asked.query.clone()]);
    texts.into_iter().find_map(|text| Some(text.split_once("_play_")?.1.split_once('_')?.0.to_owned()))
}

fn take(sent: &mut BTreeMap<String, String>, name: &str) -> String {
    sent.remove(name).unwrap_or_default()
}

pub(super) fn same(what: &str, found: &str, expected: &str) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what} is {found}, and not {expected}")) }
}

pub(super) fn base64(text: &str) -> String {
    STANDARD.encode(text)
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, bytes).as_ref().to_vec()
}
