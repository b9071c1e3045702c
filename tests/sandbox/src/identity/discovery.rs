//! OpenID configuration, signing keys, instance discovery.

use serde_json::json;

use crate::identity::error::aad;
use crate::identity::tenant::Segment;
use crate::ledger::Kind;
use crate::message::{Call, Reply};
use crate::server::describe;
use crate::state::Core;

/// Issuer for the organisation of a segment; aliases have the provider's literal placeholder.
fn issuer(origin: &str, segment: &Segment) -> String {
    match segment {
        Segment::Tenant(id) => format!("{origin}/{id}/v2.0"),
        Segment::Common | Segment::Organizations => format!("{origin}/{{tenantid}}/v2.0"),
    }
}

pub(super) fn configuration(core: &Core, call: &Call, tenant: &str) -> Reply {
    let seq = core.ledger.add(describe(call, Kind::Discovery));
    let Some(segment) = Segment::resolve(&core.state().world, tenant) else {
        return Reply::json(400, &aad(90002).body(core, &call.origin)).entry(seq);
    };
    let base = format!("{}/{tenant}", call.origin);
    let document = json!({
        "issuer": issuer(&call.origin, &segment),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "userinfo_endpoint": format!("{}/oidc/userinfo", call.origin),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_modes_supported": ["query", "form_post"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "request_uri_parameter_supported": false,
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "oid"],
        "tenant_region_scope": null,
        "cloud_instance_name": "sandbox",
        "cloud_graph_host_name": "localhost",
        "msgraph_host": "localhost",
    });
    Reply::json(200, &document).entry(seq)
}

pub(super) fn keys(core: &Core, call: &Call, tenant: &str) -> Reply {
    let seq = core.ledger.add(describe(call, Kind::Discovery));
    let state = core.state();
    let Some(segment) = Segment::resolve(&state.world, tenant) else {
        return Reply::json(400, &aad(90002).body(core, &call.origin)).entry(seq);
    };
    Reply::json(200, &state.keys.jwks(&issuer(&call.origin, &segment))).entry(seq)
}

/// The document by which older clients check an authority.
pub(super) fn instance(core: &Core, call: &Call) -> Reply {
    let seq = core.ledger.add(describe(call, Kind::Discovery));
    let host = call.header("host").unwrap_or("localhost");
    let endpoint = format!("{}/common/v2.0/.well-known/openid-configuration", call.origin);
    let document = json!({
        "tenant_discovery_endpoint": endpoint,
        "api-version": "1.1",
        "metadata": [{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }],
    });
    Reply::json(200, &document).entry(seq)
}
