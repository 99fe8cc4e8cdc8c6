//! One file and the ways to send it.

use std::borrow::Cow;

use actix_web::http::header::{
    AcceptEncoding, CONTENT_ENCODING, ContentEncoding, ETAG, Encoding, EntityTag, Header as _, HeaderValue,
    VARY,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use actix_web_lab::header::{CacheControl, CacheDirective};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use mime_guess::mime;
use sha2::{Digest as _, Sha256};

use super::Source;
use crate::entity_tag;

/// A year, which stands for ever.
const FOR_EVER: u32 = 31_536_000;
/// How many hexadecimal digits of a digest a name has at least, if it has any.
const SHORTEST_DIGEST: usize = 8;

/// A file that is ready to be sent.
#[derive(Debug, Clone)]
pub(super) struct File {
    content: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    media_type: String,
    tag: EntityTag,
    lifetime: Lifetime,
}

/// How long browsers may keep a file without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lifetime {
    /// Its name changes with its content.
    Immutable,
    /// They ask each time.
    Revalidated,
}

impl File {
    pub(super) fn new(path: &str, source: Source) -> Self {
        let guess = mime_guess::from_path(path).first_or_octet_stream();
        let is_text = guess.type_() == mime::TEXT;
        let media_type = if is_text { format!("{guess}; charset=utf-8") } else { guess.to_string() };
        let lifetime = if has_digest(path) { Lifetime::Immutable } else { Lifetime::Revalidated };
        Self {
            tag: tag(&source.content),
            content: bytes(source.content),
            brotli: source.brotli.map(bytes),
            gzip: source.gzip.map(bytes),
            media_type,
            lifetime,
        }
    }

    pub(super) fn answer(&self, request: &HttpRequest) -> HttpResponse {
        self.answer_with(request, |_| {})
    }

    /// The answer, with headers of the caller's on the file and on the news that it has not changed alike.
    pub(super) fn answer_with(
        &self,
        request: &HttpRequest,
        add_headers: impl FnOnce(&mut HttpResponseBuilder),
    ) -> HttpResponse {
        let unchanged = entity_tag::is_known(request, &self.tag);
        let mut answer = if unchanged { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        answer.insert_header((ETAG, self.tag.to_string()));
        answer.insert_header(self.lifetime.header());
        answer.insert_header((VARY, HeaderValue::from_static("accept-encoding")));
        add_headers(&mut answer);
        if unchanged {
            return answer.finish();
        }
        answer.content_type(self.media_type.as_str());
        let (encoding, body) = self.encoded(request);
        if encoding != ContentEncoding::Identity {
            answer.insert_header((CONTENT_ENCODING, encoding.as_str()));
        }
        answer.body(body)
    }

    fn encoded(&self, request: &HttpRequest) -> (ContentEncoding, Bytes) {
        let variants = [
            (ContentEncoding::Brotli, self.brotli.as_ref()),
            (ContentEncoding::Gzip, self.gzip.as_ref()),
            (ContentEncoding::Identity, Some(&self.content)),
        ];
        let present = variants.into_iter().filter_map(|(encoding, body)| Some((encoding, body?)));
        let accepted = AcceptEncoding::parse(request).ok().and_then(|accepted| {
            let supported: Vec<Encoding> =
                present.clone().map(|(encoding, _)| Encoding::Known(encoding)).collect();
            accepted.negotiate(supported.iter())
        });
        let accepted = accepted.unwrap_or(Encoding::identity());
        present
            .into_iter()
            .find(|(encoding, _)| Encoding::Known(*encoding) == accepted)
            .map_or((ContentEncoding::Identity, self.content.clone()), |(encoding, body)| {
                (encoding, body.clone())
            })
    }
}

impl Lifetime {
    fn header(self) -> CacheControl {
        CacheControl(match self {
            Self::Immutable => {
                vec![CacheDirective::Public, CacheDirective::MaxAge(FOR_EVER), CacheDirective::Immutable]
            }
            Self::Revalidated => vec![CacheDirective::NoCache],
        })
    }
}

/// The tag is weak, as the same file is sent in several encodings.
fn tag(content: &[u8]) -> EntityTag {
    EntityTag::new_weak(BASE64_URL_SAFE_NO_PAD.encode(&Sha256::digest(content)[..12]))
}

/// Whether the name holds a digest, as in `app-0a1b2c3d4e5f6071_bg.wasm`.
fn has_digest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, _)) = name.rsplit_once('.') else {
        return false;
    };
    let mut words = stem.split(['-', '_', '.']).skip(1);
    words.any(|word| word.len() >= SHORTEST_DIGEST && word.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn bytes(content: Cow<'static, [u8]>) -> Bytes {
    match content {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => Bytes::from(content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_digest_live_for_ever() {
        for name in [
            "app-0a1b2c3d4e5f6071.js",
            "app-0a1b2c3d4e5f6071_bg.wasm",
            "style-deadbeef.css",
            "x/a.deadbeef.js",
        ] {
            assert!(has_digest(name), "{name}");
        }
        for name in
            ["index.html", "favicon.svg", "deadbeef.js", "app-dead.js", "app-deadbeef", "my-favourite.js"]
        {
            assert!(!has_digest(name), "{name}");
        }
    }
}
