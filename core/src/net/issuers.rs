//! Remembers who has issued the certificates that are not trusted here, so that whoever operates the application reads whose file is missing.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// So many hosts are remembered: an application has few providers, and whoever answers with ever new names fills no memory.
const MOST: usize = 64;

/// A longer name is cut off.
const LONGEST: usize = 100;

/// By host, who has issued the certificate that it has shown last, where that is not trusted.
#[derive(Debug, Default)]
pub(crate) struct Issuers(Mutex<HashMap<String, String>>);

impl Issuers {
    /// Who would have to be trusted for what this host has shown last; `None`: it was trusted, or names nobody.
    pub(crate) fn of(&self, host: &str) -> Option<String> {
        self.known().get(host).cloned()
    }

    fn note(&self, host: &str, issuer: Option<String>) {
        let mut known = self.known();
        let Some(issuer) = issuer else {
            known.remove(host);
            return;
        };
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(host.to_owned(), issuer);
    }

    // Whatever a panic has left is a whole entry or none.
    fn known(&self) -> MutexGuard<'_, HashMap<String, String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// TLS by the authorities of the system and these, as `reqwest` would set it up. `None`: there is no authority, or one cannot be read.
pub(super) fn configure(authorities: &[CertificateDer<'static>], issuers: &Arc<Issuers>) -> Option<ClientConfig> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let inner = judge(authorities, provider.clone())?;
    let noting = Noting { inner, issuers: issuers.clone() };
    let versions = [&rustls::version::TLS13, &rustls::version::TLS12];
    let builder = ClientConfig::builder_with_provider(provider).with_protocol_versions(&versions).ok()?;
    let mut config = builder.dangerous().with_custom_certificate_verifier(Arc::new(noting)).with_no_client_auth();
    config.alpn_protocols = vec![
        #[cfg(feature = "http2")]
        b"h2".to_vec(),
        b"http/1.1".to_vec(),
    ];
    Some(config)
}

fn judge(authorities: &[CertificateDer<'static>], provider: Arc<CryptoProvider>) -> Option<Arc<dyn ServerCertVerifier>> {
    if authorities.is_empty() {
        return Some(Arc::new(Verifier::new(provider).ok()?));
    }
    // Android's own verifier takes no others.
    #[cfg(not(target_os = "android"))]
    return Some(Arc::new(Verifier::new_with_extra_roots(authorities.iter().cloned(), provider).ok()?));
    #[cfg(target_os = "android")]
    None
}

/// Judges nothing by itself: it notes who has issued what another one refuses.
#[derive(Debug)]
struct Noting {
    inner: Arc<dyn ServerCertVerifier>,
    issuers: Arc<Issuers>,
}

impl ServerCertVerifier for Noting {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let judged = self.inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        let last = intermediates.last().unwrap_or(end_entity);
        let issuer = judged.as_ref().err().and_then(|_| issuer(last));
        self.issuers.note(&server_name.to_str(), issuer);
        judged
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Who has issued a certificate, as RFC 4514 writes names: what is no plain character in it is a question mark, and so is what makes a text an
/// address. Whoever answers in between chooses the name.
fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let issuer = Certificate::from_der(certificate).ok()?.tbs_certificate.issuer.to_string();
    let is_plain = |c: char| c.is_alphanumeric() || " =,.-_&'()+".contains(c);
    let name: String = issuer.chars().take(LONGEST).map(|c| if is_plain(c) { c } else { '?' }).collect();
    (!name.trim().is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{CertificateParams, DnType, KeyPair};

    fn issued_by(name: &str) -> CertificateDer<'static> {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        params.distinguished_name.remove(DnType::CommonName);
        params.distinguished_name.push(DnType::CommonName, name);
        params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().clone()
    }

    #[test]
    fn a_name_is_short_and_of_plain_characters() {
        assert_eq!(issuer(&issued_by("Corp Inspection CA")).unwrap(), "CN=Corp Inspection CA");
        assert_eq!(issuer(&issued_by("Gesellschaft für Äpfel")).unwrap(), "CN=Gesellschaft für Äpfel");
        let hostile = issuer(&issued_by("<b>\n\u{202e}\u{27e8}key\u{27e9}\"")).unwrap();
        assert!(hostile.starts_with("CN=") && !hostile.contains(['<', '\n', '\u{202e}', '\u{27e8}', '"']), "{hostile}");
        let address = issuer(&issued_by("renew at https://evil.example/x or a@evil.example")).unwrap();
        assert!(!address.contains(['/', ':', '@']), "{address}");
        assert_eq!(issuer(&issued_by(&"x".repeat(5000))).unwrap().chars().count(), LONGEST);
        assert_eq!(issuer(&CertificateDer::from(vec![1, 2, 3])), None);
    }

    #[test]
    fn few_hosts_are_remembered_and_each_by_what_it_has_shown_last() {
        let issuers = Issuers::default();
        for number in 0..10 * MOST {
            issuers.note(&format!("h{number}.example"), Some("CN=a".to_owned()));
            assert!(issuers.known().len() <= MOST);
        }
        issuers.note("h.example", Some("CN=b".to_owned()));
        assert_eq!(issuers.of("h.example").as_deref(), Some("CN=b"));
        issuers.note("h.example", None);
        assert_eq!(issuers.of("h.example"), None);
    }
}
