//! Which content coding an answer has, by what its client accepts.

use actix_web::HttpRequest;
use actix_web::http::header::{
    AcceptEncoding, ContentEncoding, Encoding, Header as _, Preference, Quality, QualityItem,
};

use super::Compression;

/// How the bytes of an answer are coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Compressed.
    Compressed(Compression),
    /// As they are.
    Identity,
}

/// The client accepts none of the codings that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAcceptable;

/// From the one that is preferred among equals: what is small and cheap to make.
const CODINGS: [Coding; 4] = [
    Coding::Compressed(Compression::Zstd),
    Coding::Compressed(Compression::Gzip),
    Coding::Compressed(Compression::Brotli),
    Coding::Identity,
];

/// The coding that the client likes best. Without a word on the matter, or a word that cannot be understood, it is sent
/// the bytes as they are.
pub(crate) fn negotiate(request: &HttpRequest) -> Result<Coding, NotAcceptable> {
    let accepted = AcceptEncoding::parse(request).map(|header| header.0).unwrap_or_default();
    if accepted.is_empty() {
        return Ok(Coding::Identity);
    }
    let liked = CODINGS.into_iter().rev().filter_map(|coding| Some((quality(coding, &accepted)?, coding)));
    match liked.max_by_key(|(quality, _)| *quality) {
        Some((quality, coding)) if quality > Quality::ZERO => Ok(coding),
        _ if quality(Coding::Identity, &accepted).is_none() => Ok(Coding::Identity),
        _ => Err(NotAcceptable),
    }
}

/// How much the client likes the coding, if it says so of this coding or of all that it does not name.
fn quality(coding: Coding, accepted: &[QualityItem<Preference<Encoding>>]) -> Option<Quality> {
    let own = Preference::Specific(Encoding::Known(coding.name()));
    let of = |preference: &Preference<Encoding>| {
        accepted.iter().find(|accepted| accepted.item == *preference).map(|accepted| accepted.quality)
    };
    of(&own).or_else(|| of(&Preference::Any))
}

impl Coding {
    fn name(self) -> ContentEncoding {
        match self {
            Self::Compressed(compression) => compression.content_encoding(),
            Self::Identity => ContentEncoding::Identity,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::ACCEPT_ENCODING;
    use actix_web::test::TestRequest;

    const ZSTD: Result<Coding, NotAcceptable> = Ok(Coding::Compressed(Compression::Zstd));
    const BROTLI: Result<Coding, NotAcceptable> = Ok(Coding::Compressed(Compression::Brotli));
    const GZIP: Result<Coding, NotAcceptable> = Ok(Coding::Compressed(Compression::Gzip));
    const IDENTITY: Result<Coding, NotAcceptable> = Ok(Coding::Identity);

    #[test]
    fn the_client_gets_what_it_likes_best() {
        for (header, expected) in [
            ("gzip, deflate, br, zstd", ZSTD),
            ("gzip, deflate, br", GZIP),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", BROTLI),
            ("zstd;q=0.1, gzip;q=0.2", GZIP),
            ("BR", BROTLI),
            ("*", ZSTD),
            ("zstd;q=0, *", GZIP),
            ("*;q=0, gzip", GZIP),
            ("identity, gzip;q=0.5", IDENTITY),
            ("identity, gzip", GZIP),
            ("identity;q=0.5, gzip;q=0.4, *;q=0", IDENTITY),
            ("identity;q=0, gzip;q=0.001", GZIP),
            ("gzip;q=0, br;q=0, zstd;q=0", IDENTITY),
            ("deflate, compress", IDENTITY),
            ("", IDENTITY),
            ("identity;q=0", Err(NotAcceptable)),
            ("*;q=0", Err(NotAcceptable)),
            ("deflate, identity;q=0", Err(NotAcceptable)),
            ("identity;q=0, *", ZSTD),
        ] {
            let request = TestRequest::default().insert_header((ACCEPT_ENCODING, header)).to_http_request();
            assert_eq!(negotiate(&request), expected, "{header}");
        }
        assert_eq!(negotiate(&TestRequest::default().to_http_request()), IDENTITY);
    }
}
