//! TLS to the server, and how its certificate is judged. libpq's `sslmode` decides; what it encrypts without asking who answers is
//! encrypted here too, and no more.

use std::path::Path;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::base::{Error, Result, paths};

use super::errors::unavailable;
use super::place::{Check, Place};

/// Makes connections over TLS.
///
/// # Errors
/// - `vault_unavailable`: the file of authorities cannot be read, or the system has none.
pub(super) fn connector(place: &Place) -> Result<MakeRustlsConnect> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let (inner, own): (Option<Arc<dyn ServerCertVerifier>>, _) = match (place.check, &place.authorities) {
        (Check::Nothing, _) => (None, Vec::new()),
        (_, Some(file)) => {
            let own = read_authorities(file)?;
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates(own.clone());
            let built = WebPkiServerVerifier::builder_with_provider(roots.into(), provider.clone()).build();
            let built = built.map_err(|_| no_authorities(file))?;
            (Some(built), own)
        }
        (_, None) => {
            let of_system = rustls_platform_verifier::Verifier::new(provider.clone());
            let of_system = of_system.map_err(|_| {
                unavailable("The certificate authorities of this system cannot be read.".to_owned())
                    .with_hint("Install ca-certificates, or name a file of them: ?sslrootcert=/etc/ssl/db-ca.pem.")
            })?;
            (Some(Arc::new(of_system)), Vec::new())
        }
    };
    let verifier = Verifier { check: place.check, inner, own, provider: provider.clone() };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| unavailable("TLS cannot be used here.".to_owned()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

/// Many times what a system trusts.
const LARGEST: u64 = 16 << 20;

fn read_authorities(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let bytes = paths::read_file(file, LARGEST).map_err(|error| {
        unavailable(format!("Cannot read {}, which sslrootcert= names: {}.", file.display(), error.kind()))
            .with_hint("Name a PEM file of certificates.")
    })?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&bytes).filter_map(std::result::Result::ok).collect();
    if found.is_empty() { Err(no_authorities(file)) } else { Ok(found) }
}

fn no_authorities(file: &Path) -> Error {
    unavailable(format!("{}, which sslrootcert= names, holds no certificate.", file.display()))
        .with_hint("Name a PEM file of certificates.")
}

/// Judges the server's certificate as `sslmode` has it.
#[derive(Debug)]
struct Verifier {
    check: Check,
    inner: Option<Arc<dyn ServerCertVerifier>>,
    /// The certificates that `sslrootcert` names.
    own: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(inner) = &self.inner else { return Ok(ServerCertVerified::assertion()) };
        // A server that has signed its certificate itself, and gives that to its clients, as PostgreSQL's documentation has it.
        if self.own.iter().any(|own| own.as_ref() == end_entity.as_ref()) {
            if self.check == Check::Name {
                rustls::client::verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
            }
            return Ok(ServerCertVerified::assertion());
        }
        match inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // The name is looked at last: what is wrong with the signature has been told before.
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.check == Check::Authority => Ok(ServerCertVerified::assertion()),
            judged => judged,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
