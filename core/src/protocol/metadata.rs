//! Reads what an issuer publishes of itself (RFC 8414 §3.2, OpenID Connect Discovery §4.2).

use serde_json::Value;
use url::Url;

use super::lenient::read_answer;
use crate::model::definition::DiscoveryKind;
use crate::model::http::OutboundResponse;
use crate::model::issuer_metadata::IssuerMetadata;

/// Why a document is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MetadataFlaw {
    /// It is not there, or is no JSON object.
    Unreadable,
    /// A member that is used has several values: which of them is meant is nobody's to choose.
    Unclear(&'static str),
    /// It is another issuer's (RFC 8414 §3.3).
    OtherIssuer,
}

/// The address of an issuer's document.
pub(crate) fn metadata_address(issuer: &Url, kind: DiscoveryKind) -> Url {
    let path = issuer.path().trim_end_matches('/');
    let path = match kind {
        DiscoveryKind::Openid => format!("{path}/.well-known/openid-configuration"),
        DiscoveryKind::Oauth => format!("/.well-known/oauth-authorization-server{path}"),
    };
    let mut address = issuer.clone();
    address.set_path(&path);
    address
}

/// The members that are used.
const MEMBERS: [&str; 7] = [
    "issuer",
    "authorization_endpoint",
    "device_authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "revocation_endpoint",
    "authorization_response_iss_parameter_supported",
];

/// Reads an issuer's document. `issuer` is the definition's, and compared byte for byte.
pub(crate) fn read_metadata(response: &OutboundResponse, issuer: &str) -> Result<IssuerMetadata, MetadataFlaw> {
    // Members that nobody uses do not matter, whatever is wrong with them; a page is somebody else's.
    let body =
        Some(response).filter(|response| response.status == 200).and_then(|response| read_answer(&response.body, &MEMBERS).ok());
    let Some(body) = body.filter(|body| !body.is_in_page()) else { return Err(MetadataFlaw::Unreadable) };
    // To read one of them as absent would leave out what it asks for: that answers name their issuer (RFC 9207), or who is asked.
    if let Some(member) = MEMBERS.into_iter().find(|name| body.is_ambiguous(&format!("/{name}"))) {
        return Err(MetadataFlaw::Unclear(member));
    }
    let of = |name: &str| body.value().get(name);
    let text = |name: &str| of(name).and_then(Value::as_str);
    if text("issuer") != Some(issuer) {
        return Err(MetadataFlaw::OtherIssuer);
    }
    Ok(IssuerMetadata {
        authorization_endpoint: text("authorization_endpoint").map(str::to_owned),
        // RFC 8628 §4.
        device_authorization_endpoint: text("device_authorization_endpoint").map(str::to_owned),
        token_endpoint: text("token_endpoint").map(str::to_owned),
        jwks_uri: text("jwks_uri").map(str::to_owned),
        revocation_endpoint: text("revocation_endpoint").map(str::to_owned),
        names_issuer: of("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn a_document_is_where_its_specification_says() {
        // The examples of RFC 8414 §3 and OpenID Connect Discovery §4.
        for (issuer, kind, expected) in [
            ("https://example.com", DiscoveryKind::Oauth, "https://example.com/.well-known/oauth-authorization-server"),
            (
                "https://example.com/issuer1",
                DiscoveryKind::Oauth,
                "https://example.com/.well-known/oauth-authorization-server/issuer1",
            ),
            ("https://example.com", DiscoveryKind::Openid, "https://example.com/.well-known/openid-configuration"),
            (
                "https://example.com/issuer1",
                DiscoveryKind::Openid,
                "https://example.com/issuer1/.well-known/openid-configuration",
            ),
            ("https://example.com/a/", DiscoveryKind::Openid, "https://example.com/a/.well-known/openid-configuration"),
        ] {
            assert_eq!(metadata_address(&Url::parse(issuer).unwrap(), kind).as_str(), expected);
        }
    }

    #[test]
    fn a_document_of_another_issuer_is_not_read() {
        let read = |status, body: &str| {
            let body = Zeroizing::new(body.as_bytes().to_vec());
            read_metadata(&OutboundResponse { status, headers: Vec::new(), body, is_cut: false }, "https://a.example/x")
        };
        let good = r#"{"issuer":"https://a.example/x","token_endpoint":"https://a.example/t","device_authorization_endpoint":"https://a.example/d","revocation_endpoint":"https://a.example/r","jwks_uri":7}"#;
        let expected = IssuerMetadata {
            authorization_endpoint: None,
            device_authorization_endpoint: Some("https://a.example/d".into()),
            token_endpoint: Some("https://a.example/t".into()),
            jwks_uri: None,
            revocation_endpoint: Some("https://a.example/r".into()),
            names_issuer: false,
        };
        assert_eq!(read(200, good), Ok(expected));
        // What it says of its answers is a word of the specification's, or nothing.
        for (value, names_issuer) in [("true", true), ("false", false), ("\"true\"", false), ("1", false)] {
            let body = good.replace(":7}", &format!(r#":7,"authorization_response_iss_parameter_supported":{value}}}"#));
            assert_eq!(read(200, &body).unwrap().names_issuer, names_issuer, "{value}");
        }
        // Members that are used have one value each; the others do not matter.
        for (more, expected) in [
            (
                r#""authorization_response_iss_parameter_supported":true,"authorization_response_iss_parameter_supported":false"#,
                Some("authorization_response_iss_parameter_supported"),
            ),
            (
                r#""authorization_endpoint":"https://a.example/1","authorization_endpoint":"https://a.example/2""#,
                Some("authorization_endpoint"),
            ),
            (r#""token_endpoint":"https://a.example/other""#, Some("token_endpoint")),
            (r#""issuer":"https://b.example""#, Some("issuer")),
            (r#""scopes_supported":["a"],"scopes_supported":["b"]"#, None),
        ] {
            let body = good.replace(":7}", &format!(":7,{more}}}"));
            assert_eq!(read(200, &body).err(), expected.map(MetadataFlaw::Unclear), "{more}");
        }
        for issuer in ["https://a.example/x/", "https://A.example/x", "https://a.example", "https://a.example:443/x", ""] {
            let other = good.replace("https://a.example/x", issuer);
            assert_eq!(read(200, &other), Err(MetadataFlaw::OtherIssuer), "{issuer}");
        }
        assert_eq!(read(200, "{}"), Err(MetadataFlaw::OtherIssuer));
        for (status, body) in [(404, good), (200, "[]"), (200, "<html>"), (200, "")] {
            assert_eq!(read(status, body), Err(MetadataFlaw::Unreadable), "{status} {body}");
        }
    }
}
