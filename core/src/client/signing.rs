//! Signs the requests of a caller with a credential of OAuth 1.0a (RFC 5849 §3).

use url::Url;

use crate::base::{Error, ErrorCode, Result};
use crate::model::credential::{Credential, Sending};
use crate::model::http::SecretHeader;
use crate::model::signer::SignatureStamp;
use crate::protocol::oauth1::{SignedRequest, sign};

/// What of a request is signed.
#[derive(Clone, Copy, Debug)]
pub struct RequestToSign<'a> {
    /// The method, such as `GET`.
    pub method: &'a str,
    /// The whole address, with its query.
    pub url: &'a str,
    /// The content, where it is of the type `application/x-www-form-urlencoded`, as it is sent. Any other content is not signed; then it is
    /// empty.
    pub form: &'a str,
}

impl Credential {
    /// The header that signs a request: of OAuth 1.0a, for this one request, as its time and its random number are good once.
    ///
    /// [`further_headers`](crate::CredentialParts::further_headers) go with it. It is sent with exactly this method, address and form: what a client adds to the query afterwards is not signed, and the provider
    /// refuses it. After a redirect it is signed anew, for the new address.
    ///
    /// # Errors
    /// - `invalid_request`: the credential signs nothing, and has [`headers`](Credential::headers); the address is none, or is at none of
    ///   `api_origins`; the method is none.
    pub fn sign(&self, request: &RequestToSign<'_>) -> Result<SecretHeader> {
        let signer = match &self.sending {
            Sending::Signed(signer) => signer,
            Sending::Nowhere(why) => return Err(why.error()),
            _ => {
                let message = "This credential signs nothing: it is sent as it is.";
                return Err(Error::new(ErrorCode::InvalidRequest, message).with_hint("Send its headers."));
            }
        };
        let method = request.method.to_ascii_uppercase();
        if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Error::new(ErrorCode::InvalidRequest, "The method of a request to sign must be a word such as GET."));
        }
        let url = Url::parse(request.url).map_err(|_| Error::new(ErrorCode::InvalidRequest, "The address to sign is no URL."))?;
        let origin = url.origin().ascii_serialization();
        // A signature for another host would be of no use there, and shows the token to it (SR-30).
        if !self.api_origins.contains(&origin) {
            let allowed = if self.api_origins.is_empty() { "no origin".to_owned() } else { self.api_origins.join(", ") };
            let message = format!("This credential is for {allowed} and signs nothing for {origin}.");
            return Err(
                Error::new(ErrorCode::InvalidRequest, message).with_hint("Use a client without Authpipe for other hosts.")
            );
        }
        let signed = SignedRequest { method: &method, url: &url, form: request.form, further: &[] };
        Ok(sign(&signer.signer, &signed, &SignatureStamp::make(&*signer.clock)))
    }
}
