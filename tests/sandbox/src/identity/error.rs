//! Errors of the identity platform and how they are written.

use serde_json::{Value, json};

use crate::clock::written;
use crate::message::{Reply, append_query};
use crate::random::make_guid;
use crate::state::Core;

/// An error with the provider's number.
#[derive(Clone, Debug)]
pub(crate) struct AadError {
    pub(crate) status: u16,
    pub(crate) error: &'static str,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) suberror: Option<String>,
    pub(crate) claims: Option<String>,
}

/// Table of the errors that the sandbox gives: `error` and text by number.
pub(crate) fn aad(code: u32) -> AadError {
    let (status, error, message) = match code {
        16000 => (
            400,
            "interaction_required",
            "Either multiple user identities are available for the current request or selected account is not supported for the scenario.",
        ),
        50011 => (
            400,
            "invalid_request",
            "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
        ),
        50020 => (
            400,
            "invalid_grant",
            "User account from identity provider does not exist in tenant and cannot access the application in that tenant.",
        ),
        50034 => (400, "invalid_grant", "The user account does not exist in the directory."),
        50057 => (400, "invalid_grant", "The user account is disabled."),
        50058 => (400, "login_required", "A silent sign-in request was sent but no user is signed in."),
        50076 => (
            400,
            "interaction_required",
            "Due to a configuration change made by your administrator, you must use multi-factor authentication to access the resource.",
        ),
        50147 => (400, "invalid_request", "The size of the code challenge parameter isn't valid."),
        50173 => (400, "invalid_grant", "The provided grant has expired due to it being revoked, a fresh auth token is needed."),
        50194 => (
            400,
            "invalid_request",
            "Application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported.",
        ),
        54005 => (
            400,
            "invalid_grant",
            "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
        ),
        65001 => (
            400,
            "invalid_grant",
            "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
        ),
        65004 => (400, "consent_required", "User declined to consent to access the app."),
        70000 => (400, "invalid_grant", "Provided grant is invalid or malformed."),
        70003 => (400, "unsupported_grant_type", "The app returned an unsupported grant type."),
        70008 => (
            400,
            "invalid_grant",
            "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request.",
        ),
        70011 => (400, "invalid_scope", "The provided value for the input parameter 'scope' is not valid."),
        70005 => {
            (400, "unsupported_response_type", "The provided value for the input parameter 'response_type' is not supported.")
        }
        90002 => (
            400,
            "invalid_tenant",
            "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
        ),
        90014 => (400, "invalid_request", "A required field is missing from the request body."),
        900144 => (400, "invalid_request", "The request body must contain a required parameter."),
        90023 => (400, "invalid_request", "The request parameter has an invalid value."),
        90094 => (400, "access_denied", "Admin consent is required for the permissions requested by this application."),
        500011 => (400, "invalid_resource", "The resource principal was not found in the tenant."),
        500112 => (
            400,
            "invalid_grant",
            "The reply address does not match the reply address provided when requesting the authorization code.",
        ),
        500200 => (
            400,
            "unauthorized_client",
            "User account is a personal Microsoft account. Personal Microsoft accounts are not supported for this application.",
        ),
        501481 => {
            (400, "invalid_grant", "The Code_Verifier does not match the code_challenge supplied in the authorization request.")
        }
        700005 => (400, "invalid_grant", "The provided authorization code is intended to be used against another tenant."),
        700016 => (
            400,
            "unauthorized_client",
            "Application was not found in the directory. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
        ),
        70021 => (401, "invalid_client", "No matching federated identity record found for presented assertion."),
        700021 => (401, "invalid_client", "Client assertion application identifier doesn't match 'client_id' parameter."),
        700022 => (
            400,
            "invalid_scope",
            "The provided value for the input parameter 'scope' isn't valid because it contains more than one resource.",
        ),
        700023 => (401, "invalid_client", "Client assertion audience claim does not match Realm issuer."),
        700024 => (401, "invalid_client", "Client assertion is not within its valid time range."),
        700025 => {
            (401, "invalid_client", "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.")
        }
        700027 => (
            401,
            "invalid_client",
            "The certificate with identifier used to sign the client assertion is not registered on application, or the signature is wrong.",
        ),
        700082 => (400, "invalid_grant", "The refresh token has expired due to inactivity."),
        700084 => (
            400,
            "invalid_grant",
            "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime, which cannot be extended.",
        ),
        1002012 => (
            400,
            "invalid_scope",
            "The provided value for scope is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
        ),
        7000112 => (400, "unauthorized_client", "Application is disabled."),
        7000215 => (401, "invalid_client", "Invalid client secret provided."),
        7000218 => (
            401,
            "invalid_client",
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        ),
        7000222 => (401, "invalid_client", "The provided client secret keys are expired."),
        9001023 => (
            400,
            "invalid_request",
            "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.",
        ),
        9002313 => (400, "invalid_request", "Invalid request. Request is malformed or invalid."),
        9002326 => (
            400,
            "invalid_request",
            "Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.",
        ),
        9002327 => (
            400,
            "invalid_request",
            "Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
        ),
        _ => (400, "invalid_request", "Unspecified error."),
    };
    AadError { status, error, code, message: message.to_owned(), suberror: None, claims: None }
}

impl AadError {
    pub(crate) fn suberror(mut self, suberror: &str) -> AadError {
        self.suberror = Some(suberror.to_owned());
        self
    }

    /// Adds detail to the text.
    pub(crate) fn detail(mut self, detail: impl std::fmt::Display) -> AadError {
        self.message = format!("{} {detail}", self.message);
        self
    }

    fn description(&self, core: &Core, trace: &str, correlation: &str) -> String {
        let at = written(core.clock.now());
        format!("AADSTS{}: {}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {at}", self.code, self.message)
    }

    /// The body of a token endpoint's error.
    pub(crate) fn body(&self, core: &Core, origin: &str) -> Value {
        let (trace, correlation) = (make_guid(), make_guid());
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(core, &trace, &correlation),
            "error_codes": [self.code],
            "timestamp": written(core.clock.now()),
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("{origin}/error?code={}", self.code),
        });
        if let Some(suberror) = &self.suberror {
            body["suberror"] = json!(suberror);
        }
        if let Some(claims) = &self.claims {
            body["claims"] = json!(claims);
        }
        body
    }

    /// `error_description` for a redirect.
    pub(crate) fn redirect_description(&self, core: &Core) -> String {
        self.description(core, &make_guid(), &make_guid())
    }

    /// The redirect URI with this error, for flows where the answer goes back by redirect.
    pub(crate) fn redirect(&self, core: &Core, redirect_uri: &str, more: &[(&str, &str)]) -> String {
        let description = self.redirect_description(core);
        let mut params = vec![("error", self.error), ("error_description", description.as_str())];
        params.extend_from_slice(more);
        append_query(redirect_uri, &params)
    }
}

/// The JSON body of an injected failure of a token or authorize endpoint.
pub(crate) fn fault_body(status: u16) -> Reply {
    let (error, code) = match status {
        429 => ("temporarily_unavailable", 90055),
        500..=599 => ("temporarily_unavailable", 90033),
        401 => ("invalid_client", 7000215),
        _ => ("invalid_grant", 70000),
    };
    let body = json!({
        "error": error, "error_description": format!("AADSTS{code}: injected by the sandbox"), "error_codes": [code],
        "trace_id": make_guid(), "correlation_id": make_guid(),
    });
    Reply::json(status, &body)
}
