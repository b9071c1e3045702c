//! The sandbox's own certificate authority and the certificates it makes.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::StartError;
use crate::keys::SigningKey;

/// A certificate authority that lives as long as the sandbox.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: CertificateDer<'static>,
    pem: String,
}

/// What a server certificate should be like; everything but `Valid` is for tests of refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerCertificate {
    /// For `localhost` and `127.0.0.1`, issued by the authority whose PEM is offered.
    Valid,
    /// For the right names, but signed by itself.
    SelfSigned,
    /// Issued by the authority, but its validity ended in 2021.
    Expired,
    /// Issued by the authority for `other.example` only.
    WrongHost,
}

impl Authority {
    pub(crate) fn make() -> Result<Authority, StartError> {
        let key = KeyPair::generate().map_err(StartError::certificate)?;
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Authpipe sandbox authority (for tests only)");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let certificate = params.self_signed(&key).map_err(StartError::certificate)?;
        Ok(Authority { pem: certificate.pem(), der: certificate.der().clone(), issuer: Issuer::new(params, key) })
    }

    /// The authority's certificate in PEM.
    pub(crate) fn pem(&self) -> &str {
        &self.pem
    }

    /// A server configuration with HTTP/1.1 only and a certificate of the asked kind.
    pub(crate) fn server_config(&self, kind: ServerCertificate) -> Result<Arc<ServerConfig>, StartError> {
        let key = KeyPair::generate().map_err(StartError::certificate)?;
        let names = match kind {
            ServerCertificate::WrongHost => vec!["other.example".to_owned()],
            _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
        };
        let mut params = CertificateParams::new(names).map_err(StartError::certificate)?;
        params.distinguished_name.push(DnType::CommonName, "localhost");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let now = time::OffsetDateTime::now_utc();
        params.not_before = now - time::Duration::days(1);
        params.not_after = now + time::Duration::days(365);
        if kind == ServerCertificate::Expired {
            params.not_before = rcgen::date_time_ymd(2020, 1, 1);
            params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        }
        let certificate = match kind {
            ServerCertificate::SelfSigned => params.self_signed(&key),
            _ => params.signed_by(&key, &self.issuer),
        }
        .map_err(StartError::certificate)?;
        let mut chain = vec![certificate.der().clone()];
        if kind != ServerCertificate::SelfSigned {
            chain.push(self.der.clone());
        }
        let private = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(StartError::certificate)?
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .map_err(StartError::certificate)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

/// A certificate and its private key, both in PEM, for `private_key_jwt`.
#[derive(Clone, Debug)]
pub struct AppCertificate {
    /// The X.509 certificate.
    pub certificate_pem: String,
    /// The RSA private key, PKCS #8.
    pub private_key_pem: String,
    /// SHA-1 thumbprint in upper-case hexadecimal, as MSAL for Python wants it.
    pub thumbprint_sha1: String,
    /// SHA-256 thumbprint in upper-case hexadecimal.
    pub thumbprint_sha256: String,
}

impl AppCertificate {
    /// Makes a self-signed RSA certificate named `common_name`, valid for a year.
    pub(crate) fn make(common_name: &str) -> Result<AppCertificate, StartError> {
        let der = PrivatePkcs8KeyDer::from(SigningKey::make().pkcs8());
        let key = KeyPair::from_pkcs8_der_and_sign_algo(&der, &rcgen::PKCS_RSA_SHA256).map_err(StartError::certificate)?;
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, common_name);
        let now = time::OffsetDateTime::now_utc();
        params.not_before = now - time::Duration::days(1);
        params.not_after = now + time::Duration::days(365);
        let certificate = params.self_signed(&key).map_err(StartError::certificate)?;
        Ok(AppCertificate {
            thumbprint_sha1: hex(
                aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY, certificate.der()).as_ref()
            ),
            thumbprint_sha256: hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, certificate.der()).as_ref()),
            certificate_pem: certificate.pem(),
            private_key_pem: key.serialize_pem(),
        })
    }
}

/// Reads the first certificate of a PEM text.
pub(crate) fn read_certificate(pem: &str) -> Option<CertificateDer<'static>> {
    CertificateDer::from_pem_slice(pem.as_bytes()).ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
