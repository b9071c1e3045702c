//! Explains a failure of the handshake with the server: a sentence and a hint.

use std::io;

use rustls::CertificateError;

/// Why there is no TLS, or none with the right server.
pub(super) struct Problem {
    /// What it is.
    pub(super) what: &'static str,
    /// What to do.
    pub(super) hint: &'static str,
}

/// What is wrong, by what the driver says.
pub(super) fn read(error: &tokio_postgres::Error) -> Problem {
    let source = std::error::Error::source(error);
    let judged = source.and_then(|source| source.downcast_ref::<io::Error>()).and_then(io::Error::get_ref);
    let judged = judged.and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let (what, hint) = match judged {
        Some(rustls::Error::InvalidCertificate(why)) => match why {
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                ("its certificate is that of another host", "Write the host as its certificate does.")
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                ("its certificate has expired", "Renew it on the server.")
            }
            // Of two authorities of one name, the other's signature.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => (
                "no authority that is known here has signed its certificate",
                "Name the file of its authority: ?sslrootcert=/etc/ssl/db-ca.pem.",
            ),
            _ => ("its certificate is not valid", "Look at the certificate of the server."),
        },
        Some(_) => ("the handshake failed", "Look at the server's settings for TLS; 1.2 is the least."),
        None => ("it has none", "Switch TLS on at the server, or say ?sslmode=disable where the way to it is safe."),
    };
    Problem { what, hint }
}
