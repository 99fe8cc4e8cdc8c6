//! What the build of the browser client left in `dist/`, as part of the binary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use rust_embed::Embed;
use sha2::{Digest as _, Sha256};

use super::Source;

/// The files themselves.
#[derive(Embed)]
#[folder = "../../dist"]
#[allow_missing = true]
#[exclude = ".*"]
struct WebApp;

/// The same files as the build script compressed them, with `.br` or `.gz` behind their names.
#[derive(Embed)]
#[folder = "$OUT_DIR/compressed"]
#[allow_missing = true]
struct Compressed;

static BUILD: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    let mut files: Vec<Cow<'static, str>> = WebApp::iter().collect();
    files.sort();
    for path in &files {
        digest.update(path.as_bytes());
        digest.update(WebApp::get(path).map(|file| file.metadata.sha256_hash()).unwrap_or_default());
    }
    if files.is_empty() { String::new() } else { BASE64_URL_SAFE_NO_PAD.encode(&digest.finalize()[..9]) }
});

/// The files by their path.
pub(super) fn sources() -> BTreeMap<String, Source> {
    WebApp::iter()
        .filter_map(|path| {
            let source = Source {
                content: WebApp::get(&path)?.data,
                brotli: Compressed::get(&format!("{path}.br")).map(|file| file.data),
                gzip: Compressed::get(&format!("{path}.gz")).map(|file| file.data),
            };
            Some((path.into_owned(), source))
        })
        .collect()
}

/// A digest of all files and their names; empty without any.
pub(super) fn build() -> &'static str {
    &BUILD
}
