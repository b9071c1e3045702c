//! Client assertions: JWTs signed with the key of a registered certificate (RFC 7523 §3).

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rustls::pki_types::{CertificateDer, SignatureVerificationAlgorithm};
use serde_json::Value;

use crate::clock::unix_seconds;
use crate::identity::error::{AadError, aad};
use crate::identity::tenant::Segment;
use crate::jwt::SignedToken;
use crate::state::{Core, State};
use crate::tls::read_certificate;
use crate::world::{App, FederatedCredential};

/// Judges an assertion of an application for the token endpoint of `tenant`.
pub(super) fn check(core: &Core, state: &State, app: &App, assertion: &str, tenant: &str) -> Result<(), AadError> {
    let malformed = || aad(700027).detail("[Reason - The assertion is malformed.]");
    let token = SignedToken::read(assertion).ok_or_else(malformed)?;
    if token.claims["iss"] != app.client_id.as_str() && !app.federated.is_empty() {
        return check_federated(core, app, &token);
    }
    let SignedToken { header, claims, signed, signature } = &token;

    let algorithm: &dyn SignatureVerificationAlgorithm = match header["alg"].as_str() {
        Some("RS256") => webpki::aws_lc_rs::RSA_PKCS1_2048_8192_SHA256,
        Some("PS256") => webpki::aws_lc_rs::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
        _ => return Err(aad(700027).detail("[Reason - The algorithm is not allowed.]")),
    };
    let certificate = find_certificate(app, header).ok_or_else(|| aad(700027).detail("[Reason - The key was not found.]"))?;
    let entity = webpki::EndEntityCert::try_from(&certificate).map_err(|_| malformed())?;
    entity
        .verify_signature(algorithm, signed.as_bytes(), signature)
        .map_err(|_| aad(700027).detail("[Reason - The key used is not the registered one.]"))?;

    if claims["iss"] != app.client_id.as_str() || claims["sub"] != app.client_id.as_str() {
        return Err(aad(700021));
    }
    if !claims["aud"].as_str().is_some_and(|audience| is_own_endpoint(core, state, audience, tenant)) {
        return Err(aad(700023));
    }
    let sandbox_time = core.clock.unix_seconds();
    let real_time = unix_seconds(std::time::SystemTime::now());
    let valid = within(&token, sandbox_time) || (state.world.settings.accept_real_time_assertions && within(&token, real_time));
    if valid { Ok(()) } else { Err(aad(700024)) }
}

/// A token of another issuer: the application must have a credential that names its issuer, subject and audience, byte for byte.
fn check_federated(core: &Core, app: &App, token: &SignedToken<'_>) -> Result<(), AadError> {
    let is = |claim: &str, value: &str| token.text(claim) == Some(value);
    let fits = |known: &&FederatedCredential| is("iss", &known.issuer) && is("sub", &known.subject) && is("aud", &known.audience);
    let known = app.federated.iter().find(fits).ok_or_else(|| aad(70021))?;
    if token.header["alg"] != "RS256" || !token.is_signed_by(std::slice::from_ref(&known.key)) {
        return Err(aad(700027).detail("[Reason - The key used is not the registered one.]"));
    }
    if within(token, core.clock.unix_seconds()) { Ok(()) } else { Err(aad(700024)) }
}

/// The registered certificate whose thumbprint the header names; padding and both base64 alphabets are tolerated.
fn find_certificate(app: &App, header: &Value) -> Option<CertificateDer<'static>> {
    let (named, algorithm) = match (header["x5t#S256"].as_str(), header["x5t"].as_str()) {
        (Some(named), _) => (named, &SHA256),
        (None, Some(named)) => (named, &SHA1_FOR_LEGACY_USE_ONLY),
        (None, None) => return None,
    };
    let named = named.trim_end_matches('=');
    let named = URL_SAFE_NO_PAD.decode(named).or_else(|_| STANDARD_NO_PAD.decode(named)).ok()?;
    let known = app.certificates.iter().filter_map(|pem| read_certificate(pem));
    known.into_iter().find(|der| digest(algorithm, der).as_ref() == named)
}

/// Whether `aud` is the token endpoint that was asked, under any of the sandbox's origins and names of the organisation.
fn is_own_endpoint(core: &Core, state: &State, audience: &str, tenant: &str) -> bool {
    let Some(path) = core.origins().iter().find_map(|origin| audience.strip_prefix(origin.as_str())) else {
        return false;
    };
    let named = path.strip_prefix('/').and_then(|path| path.strip_suffix("/oauth2/v2.0/token"));
    named.is_some_and(|named| {
        let asked = Segment::resolve(&state.world, tenant);
        asked.is_some() && Segment::resolve(&state.world, named) == asked
    })
}

fn within(token: &SignedToken<'_>, now: u64) -> bool {
    /// Clocks of clients and service may differ; the provider tolerates five minutes for the beginning.
    const SKEW_SECONDS: f64 = 300.0;
    let now = now as f64;
    token.seconds("exp").is_some_and(|exp| now < exp) && token.seconds("nbf").is_none_or(|nbf| nbf <= now + SKEW_SECONDS)
}
