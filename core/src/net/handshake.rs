//! What a failed handshake of TLS means.

use crate::model::http::TlsFailure;

/// Whether a server has judged who asks. Under TLS 1.3 it does so when the client's side has come about and the request is under way, and looks at
/// no request before (RFC 8446 §4.4.2.4): whatever has gone out was not processed.
pub(super) fn judges_client(error: &rustls::Error) -> bool {
    use rustls::AlertDescription as Alert;
    matches!(
        error,
        rustls::Error::AlertReceived(
            Alert::CertificateRequired
                | Alert::NoCertificate
                | Alert::BadCertificate
                | Alert::UnsupportedCertificate
                | Alert::CertificateRevoked
                | Alert::CertificateExpired
                | Alert::CertificateUnknown
                | Alert::UnknownCA
                | Alert::AccessDenied
                | Alert::HandshakeFailure
        )
    )
}

/// What pages of servers say that miss the certificate once the handshake is over: nginx, and Apache under TLS 1.3.
const PAGES: [&[u8]; 2] = [b"No required SSL certificate was sent", b"Cannot perform Post-Handshake Authentication"];

/// Whether an answer is such a page: nobody behind that server has seen the request.
pub(super) fn misses_certificate(status: u16, body: &[u8]) -> bool {
    let says = |words: &[u8]| body.windows(words.len()).any(|found| found == words);
    let is_page = || body.trim_ascii_start().starts_with(b"<");
    matches!(status, 400 | 403 | 495 | 496) && is_page() && PAGES.into_iter().any(says)
}

/// Why TLS did not come about; `None`: the server broke off for a reason of its own.
pub(super) fn tls(error: &rustls::Error) -> Option<TlsFailure> {
    use rustls::{AlertDescription as Alert, CertificateError, Error, InvalidMessage, PeerIncompatible};
    Some(match error {
        Error::InvalidCertificate(problem) => match problem {
            CertificateError::UnknownIssuer | CertificateError::BadSignature => TlsFailure::UnknownAuthority,
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => TlsFailure::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => TlsFailure::NotYetValid,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => TlsFailure::OtherName,
            // An authority's own certificate where a server's is needed: signed by itself, mostly.
            CertificateError::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => TlsFailure::UnknownAuthority,
            _ => TlsFailure::BadCertificate,
        },
        Error::PeerIncompatible(PeerIncompatible::ServerDoesNotSupportTls12Or13)
        | Error::AlertReceived(Alert::ProtocolVersion)
        | Error::InvalidMessage(InvalidMessage::UnknownProtocolVersion) => TlsFailure::OldVersion,
        // The second is the word of SSL 3.0 for it, which some servers still say.
        Error::AlertReceived(Alert::CertificateRequired | Alert::NoCertificate) => TlsFailure::WantsCertificate,
        // Each is said for several reasons (RFC 8446 §6.2), and none of them passes by itself.
        Error::PeerIncompatible(_)
        | Error::AlertReceived(
            Alert::HandshakeFailure
            | Alert::InsufficientSecurity
            | Alert::AccessDenied
            | Alert::UnrecognisedName
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateRevoked
            | Alert::CertificateExpired
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::IllegalParameter
            | Alert::DecodeError
            | Alert::InappropriateFallback
            | Alert::MissingExtension
            | Alert::UnsupportedExtension
            | Alert::NoApplicationProtocol,
        ) => TlsFailure::Refused,
        Error::InvalidMessage(_) => TlsFailure::NoTls,
        _ => return None,
    })
}
