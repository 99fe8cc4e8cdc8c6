//! A bearer token in a file, which is replaced while the service runs.
//!
//! kube reads such files as well, but keeps the line break that an editor or `echo` left behind the token, and with it
//! no request can be made.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use http::Request;
use http::header::{AUTHORIZATION, HeaderValue};
use kube::Client;
use kube::client::Body;
use parking_lot::Mutex;
use tokio::time::Instant;
use tower::service_fn;

use super::ClientError;

/// For how long a token is used before its file is read again.
const FRESH: Duration = Duration::from_secs(10);

/// A token and the file that it came from.
pub(super) struct TokenFile {
    path: PathBuf,
    last: Mutex<Last>,
}

/// What was read last.
struct Last {
    header: HeaderValue,
    read: Instant,
    /// Whether it could not be read again.
    gone: bool,
}

impl TokenFile {
    /// Reads the file for the first time.
    pub(super) fn open(path: PathBuf) -> Result<Self, ClientError> {
        let last = Last { header: read(&path)?, read: Instant::now(), gone: false };
        Ok(Self { path, last: Mutex::new(last) })
    }

    /// The value of the header. A file that is gone or spoilt leaves the token that it had: it may have been taken away
    /// on purpose.
    fn authorization(&self) -> HeaderValue {
        let mut last = self.last.lock();
        if last.read.elapsed() >= FRESH {
            last.read = Instant::now();
            match read(&self.path) {
                Ok(header) => (last.header, last.gone) = (header, false),
                Err(error) => {
                    if !std::mem::replace(&mut last.gone, true) {
                        tracing::warn!("{error}; the token that it had is used");
                    }
                }
            }
        }
        last.header.clone()
    }

    /// The client with this token in all its requests.
    pub(super) fn around(self, transport: Client) -> Client {
        let namespace = transport.default_namespace().to_owned();
        let file = Arc::new(self);
        let service = service_fn(move |mut request: Request<Body>| {
            request.headers_mut().insert(AUTHORIZATION, file.authorization());
            let transport = transport.clone();
            async move { transport.send(request).await }
        });
        Client::new(service, namespace)
    }
}

fn read(path: &Path) -> Result<HeaderValue, ClientError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ClientError::TokenFile { path: path.to_owned(), cause: error.kind() })?;
    let header = trimmed(&text).and_then(|token| HeaderValue::try_from(format!("Bearer {token}")).ok());
    let mut header = header.ok_or_else(|| ClientError::NoToken(path.to_owned()))?;
    header.set_sensitive(true);
    Ok(header)
}

/// The token without what stands around it, if a header can carry it.
pub(super) fn trimmed(text: &str) -> Option<&str> {
    let token = text.trim();
    (!token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::NamedTempFile;

    fn temporary(name: &str, text: &str) -> NamedTempFile {
        let file = tempfile::Builder::new().prefix(name).tempfile().unwrap();
        std::fs::write(&file, text).unwrap();
        file
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_is_read_again_and_outlives_its_file() {
        let file = temporary("token", "first\n");
        let token = TokenFile::open(file.path().to_owned()).unwrap();
        let after_a_while = async || {
            tokio::time::advance(FRESH).await;
            token.authorization()
        };
        assert_eq!(token.authorization(), "Bearer first");
        std::fs::write(&file, "second\r\n").unwrap();
        assert_eq!(token.authorization(), "Bearer first");
        assert_eq!(after_a_while().await, "Bearer second");
        std::fs::write(&file, "spoilt in the middle").unwrap();
        assert_eq!(after_a_while().await, "Bearer second");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(after_a_while().await, "Bearer second");
        std::fs::write(&file, "third").unwrap();
        assert_eq!(after_a_while().await, "Bearer third");
    }

    #[test]
    fn a_file_without_a_token_is_named_and_not_repeated() {
        for text in ["", "\n", "SECRET SECRET", "SECRET\nSECRET", "SECR\u{c9}T"] {
            let file = temporary("no-token", text);
            let error = TokenFile::open(file.path().to_owned()).err().unwrap().to_string();
            assert!(error.contains("no-token") && !error.contains("SECR"), "{error}");
        }
        let error = TokenFile::open(PathBuf::from("/nonexistent/token")).err().unwrap().to_string();
        assert_eq!(error, "the token file /nonexistent/token cannot be read: entity not found");
    }
}
