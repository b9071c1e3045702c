//! AWS Signature Version 4 of the one form of request that is sent: a POST to `/` without a query, all of whose headers are signed.
//!
//! By hand: the crate `aws-sigv4` brings eighteen others for what is a few HMACs here.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use url::Url;
use zeroize::Zeroizing;

use super::access_key::AccessKey;
use crate::base::encoding::to_hex;
use crate::base::{Secret, Timestamp};

/// What is signed.
pub(super) struct Signing<'a> {
    pub(super) credentials: &'a AccessKey,
    pub(super) region: &'a str,
    pub(super) service: &'a str,
    pub(super) url: &'a Url,
    pub(super) target: &'a str,
    pub(super) content_type: &'a str,
    pub(super) body: &'a [u8],
    pub(super) now: Timestamp,
}

/// What is sent besides.
pub(super) struct Signed {
    pub(super) headers: Vec<(String, String)>,
    pub(super) authorization: Secret<String>,
}

/// Signs a request.
pub(super) fn sign(signing: &Signing<'_>) -> Signed {
    let Stamp { day, time } = stamp(signing.now);
    let mut headers = vec![("x-amz-date".to_owned(), time.clone()), ("x-amz-target".to_owned(), signing.target.to_owned())];
    if let Some(token) = &signing.credentials.session_token {
        headers.push(("x-amz-security-token".to_owned(), token.expose().clone()));
    }
    let mut signed = headers.clone();
    signed.push(("content-type".to_owned(), signing.content_type.to_owned()));
    signed.push(("host".to_owned(), host(signing.url)));
    signed.sort();
    let names: Vec<_> = signed.iter().map(|(name, _)| name.as_str()).collect();
    let names = names.join(";");
    let lines: String = signed.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    let canonical = format!("POST\n/\n\n{lines}\n{names}\n{}", to_hex(&Sha256::digest(signing.body)));
    let scope = format!("{day}/{}/{}/aws4_request", signing.region, signing.service);
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{}", to_hex(&Sha256::digest(canonical)));
    let secret = Zeroizing::new(format!("AWS4{}", signing.credentials.secret.expose()).into_bytes());
    let mut key = hmac(&secret, day.as_bytes());
    for part in [signing.region, signing.service, "aws4_request"] {
        key = hmac(key.as_slice(), part.as_bytes());
    }
    let signature = to_hex(hmac(key.as_slice(), text.as_bytes()).as_slice());
    let authorization =
        format!("AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={signature}", signing.credentials.id);
    Signed { headers, authorization: Secret::new(authorization) }
}

/// The header `host` as the client sends it.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// When something was signed.
struct Stamp {
    /// `20260129`
    day: String,
    /// `20260129T134500Z`
    time: String,
}

fn stamp(now: Timestamp) -> Stamp {
    let now = OffsetDateTime::from_unix_timestamp(now.unix_seconds()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let day = format!("{:04}{:02}{:02}", now.year(), u8::from(now.month()), now.day());
    let time = format!("{day}T{:02}{:02}{:02}Z", now.hour(), now.minute(), now.second());
    Stamp { day, time }
}

fn hmac(key: &[u8], message: &[u8]) -> Zeroizing<[u8; 32]> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length (RFC 2104 §2)")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any bytes are a key");
    mac.update(message);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed(session_token: Option<&str>, url: &str) -> Signed {
        let credentials = AccessKey {
            id: "AKIDEXAMPLE".to_owned(),
            secret: Secret::from("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
            session_token: session_token.map(Secret::from),
        };
        sign(&Signing {
            credentials: &credentials,
            region: "us-east-1",
            service: "kms",
            url: &Url::parse(url).unwrap(),
            target: "TrentService.Decrypt",
            content_type: "application/x-amz-json-1.1",
            body: br#"{"KeyId":"k"}"#,
            now: Timestamp::from_unix_seconds(1_440_938_160),
        })
    }

    /// Made with botocore's own signer (`SigV4Auth`) of the same requests.
    #[test]
    fn a_signature_is_that_of_aws_own_tools() {
        let cases = [
            (
                None,
                "https://kms.us-east-1.amazonaws.com/",
                "content-type;host;x-amz-date;x-amz-target",
                "3fbf6d4bba8d994444baef208016abf6464df0527beebecc2263516c5f62dad3",
            ),
            (
                Some("session/token=="),
                "http://127.0.0.1:5000/",
                "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
                "b070cd3f842ac094049585dcd3cfd89b6a4c326cea414bbf5c3e650845f3cd5a",
            ),
        ];
        for (token, url, names, signature) in cases {
            let expected = format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request, SignedHeaders={names}, \
                 Signature={signature}"
            );
            assert_eq!(signed(token, url).authorization.expose(), &expected);
        }
    }
}
