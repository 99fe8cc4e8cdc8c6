//! The flags of HTTPS.

use std::path::{Path, PathBuf};

use clap::Args;

/// Whether the page is served by HTTPS.
#[derive(Debug, Clone, Args)]
pub struct TlsFlags {
    /// A file of certificates in PEM form, the server's own first: --listen is then HTTPS; --metrics-listen stays HTTP.
    /// [default: none]
    #[arg(long, env = "KUBE_INGRESS_DASH_TLS_CERT", value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,

    /// The file of its private key in PEM form. Both files are read again when they change. [default: none]
    #[arg(long, env = "KUBE_INGRESS_DASH_TLS_KEY", value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
}

impl TlsFlags {
    /// Says which flag makes no sense without the other, if one does not.
    pub(crate) fn check(&self) -> Result<(), String> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(_), None) => Err("--tls-cert is of no use without --tls-key".to_owned()),
            (None, Some(_)) => Err("--tls-key is of no use without --tls-cert".to_owned()),
            _ => Ok(()),
        }
    }

    /// The files of the certificate and of its key, if the page is served by HTTPS.
    pub(crate) fn files(&self) -> Option<(&Path, &Path)> {
        self.tls_cert.as_deref().zip(self.tls_key.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        flags: TlsFlags,
    }

    #[test]
    fn a_certificate_and_its_key_come_together() {
        let check = |words: &[&str]| Line::parse_from([&["test"], words].concat()).flags.check();
        assert_eq!(check(&[]), Ok(()));
        assert_eq!(check(&["--tls-cert", "a", "--tls-key", "b"]), Ok(()));
        assert!(check(&["--tls-cert", "a"]).unwrap_err().starts_with("--tls-cert is of no use without"));
        assert!(check(&["--tls-key", "b"]).unwrap_err().starts_with("--tls-key is of no use without"));
    }
}
