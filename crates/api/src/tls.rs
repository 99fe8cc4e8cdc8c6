//! HTTPS: the certificate and its key, which are renewed without a restart.
//!
//! HTTP/1.1 alone is spoken here. What bounds a client that stopped reading is its connection (`connections`), and in
//! HTTP/2 a client can stop one stream while it goes on to take others.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys, ServerConfig};

use crate::reread::{NamedFile, Reread};

/// A certificate and its key, as they are now; clones share them.
#[derive(Debug, Clone)]
pub struct Tls(Reread<CertifiedKey>);

impl Tls {
    /// Reads both files, and goes on to do so on the current tokio runtime.
    ///
    /// # Errors
    /// One line that names the flag, the file and what is wrong with it.
    pub fn open(certificate: &Path, key: &Path) -> Result<Self, String> {
        let files = [NamedFile::new("--tls-cert", certificate), NamedFile::new("--tls-key", key)];
        let [of_certificate, of_key] = files.clone();
        let understand = move |[certificate, key]: [&str; 2]| {
            let chain = chain(certificate).map_err(|problem| of_certificate.told(&problem))?;
            let key = private_key(key).map_err(|problem| of_key.told(&problem))?;
            let provider = ring::default_provider();
            CertifiedKey::from_der(chain, key, &provider).map_err(|error| match error {
                Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
                    of_key.told("it is not the key of the certificate that --tls-cert names")
                }
                Error::General(_) => of_key.told(KEY),
                _ => of_certificate.told(CERTIFICATES),
            })
        };
        Reread::open_together(files, understand).map(Self)
    }

    /// How connections are accepted.
    pub(crate) fn server(&self) -> Result<ServerConfig, Error> {
        let provider: Arc<CryptoProvider> = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        Ok(builder.with_no_client_auth().with_cert_resolver(Arc::new(self.clone())))
    }
}

impl ResolvesServerCert for Tls {
    fn resolve(&self, _client: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.current())
    }
}

const CERTIFICATES: &str = "expected certificates in PEM form, the server's own first";
const KEY: &str = "expected a private key in PEM form, RSA, ECDSA or Ed25519, without a password";

fn chain(text: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    certificates.ok().filter(|found| !found.is_empty()).ok_or_else(|| CERTIFICATES.to_owned())
}

fn private_key(text: &str) -> Result<PrivateKeyDer<'static>, String> {
    PrivateKeyDer::from_pem_slice(text.as_bytes()).map_err(|_| KEY.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tempfile::TempDir;

    /// The folder of a certificate and its key.
    struct Folder(TempDir);

    impl Folder {
        fn new() -> Self {
            Self(TempDir::new().unwrap())
        }

        fn write(&self, certificate: &str, key: &str) {
            std::fs::write(self.0.path().join("tls.crt"), certificate).unwrap();
            std::fs::write(self.0.path().join("tls.key"), key).unwrap();
        }

        fn open(&self) -> Result<Tls, String> {
            Tls::open(&self.0.path().join("tls.crt"), &self.0.path().join("tls.key"))
        }
    }

    struct Pair {
        certificate: String,
        key: String,
        der: CertificateDer<'static>,
    }

    fn pair() -> Pair {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        Pair {
            certificate: made.cert.pem(),
            key: made.signing_key.serialize_pem(),
            der: made.cert.der().clone(),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_renewed_pair_takes_the_place_of_the_old_and_a_broken_one_does_not() {
        let folder = Folder::new();
        let (first, second, third) = (pair(), pair(), pair());
        folder.write(&first.certificate, &first.key);
        let tls = folder.open().unwrap();
        let shown = || tls.0.current().cert.first().unwrap().clone();
        assert_eq!(shown(), first.der);

        let changed = tls.0.changed();
        folder.write(&second.certificate, &second.key);
        changed.await;
        assert_eq!(shown(), second.der);

        for (certificate, key) in
            [(&*third.certificate, &*second.key), ("", &*third.key), (&*third.certificate, "rubbish")]
        {
            folder.write(certificate, key);
            assert!(tokio::time::timeout(Duration::from_mins(1), tls.0.changed()).await.is_err());
            assert_eq!(shown(), second.der);
        }
        let changed = tls.0.changed();
        folder.write(&third.certificate, &third.key);
        changed.await;
        assert_eq!(shown(), third.der);
    }

    #[tokio::test]
    async fn what_is_no_pair_is_one_line_that_names_the_file_and_nothing_of_the_key() {
        let folder = Folder::new();
        let (one, other) = (pair(), pair());
        let damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        let empty_key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        for (certificate, key, flag, problem) in [
            ("", &*one.key, "--tls-cert", CERTIFICATES),
            (&*one.key, &*one.key, "--tls-cert", CERTIFICATES),
            (damaged, &*one.key, "--tls-cert", CERTIFICATES),
            (&*one.certificate, &*one.certificate, "--tls-key", KEY),
            (&*one.certificate, "hunter2", "--tls-key", KEY),
            (&*one.certificate, empty_key, "--tls-key", KEY),
            (
                &*one.certificate,
                &*other.key,
                "--tls-key",
                "it is not the key of the certificate that --tls-cert names",
            ),
        ] {
            folder.write(certificate, key);
            let file = if flag == "--tls-cert" { "tls.crt" } else { "tls.key" };
            let line = folder.open().unwrap_err();
            assert_eq!(line, format!("{flag} {:?}: {problem}", folder.0.path().join(file)));
        }
        let line = Tls::open(Path::new("/nonexistent"), Path::new("/nonexistent")).unwrap_err();
        assert_eq!(line, "--tls-cert \"/nonexistent\": the file cannot be read: entity not found");
    }
}
