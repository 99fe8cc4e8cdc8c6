//! The path as NGINX compares it with locations, and the paths that it refuses.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The path decoded, with dots resolved and slashes merged; the path itself where nothing of this applies.
///
/// <https://nginx.org/en/docs/http/ngx_http_core_module.html#location>
pub(super) fn normalized(path: &str) -> Cow<'_, str> {
    let decoded = decoded(path);
    let mut elements: Vec<&str> = Vec::new();
    let mut ends_in_slash = true;
    for element in decoded.split('/').skip(1) {
        ends_in_slash = matches!(element, "" | "." | "..");
        match element {
            "" | "." => {}
            ".." => drop(elements.pop()),
            element => elements.push(element),
        }
    }
    let mut normalized = String::with_capacity(decoded.len());
    for element in &elements {
        normalized.push('/');
        normalized.push_str(element);
    }
    if ends_in_slash || elements.is_empty() {
        normalized.push('/');
    }
    if normalized == path { Cow::Borrowed(path) } else { Cow::Owned(normalized) }
}

/// Whether NGINX answers 400 to the path: it cannot be decoded, has a zero byte, or leads above the root.
///
/// `ngx_http_parse_complex_uri` of <https://github.com/nginx/nginx/blob/master/src/http/ngx_http_parse.c>
pub(super) fn is_refused(path: &str) -> bool {
    let malformed = path.split('%').skip(1).any(|after| {
        let byte = after.as_bytes().first_chunk().copied().and_then(byte);
        byte.is_none_or(|byte| byte == 0)
    });
    malformed || leads_above_root(&decoded(path))
}

fn leads_above_root(decoded: &str) -> bool {
    let mut depth = 0_usize;
    decoded.split('/').skip(1).any(|element| {
        match element {
            "" | "." => {}
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            _ => depth += 1,
        }
        false
    })
}

/// What is no text when it is decoded is left encoded.
fn decoded(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = (*first == b'%').then(|| after.first_chunk().copied().and_then(byte)).flatten();
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    let mut decoded = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        decoded.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a text does not fail.
            let _ = write!(decoded, "%{byte:02x}");
        }
    }
    Cow::Owned(decoded)
}

fn byte([high, low]: [u8; 2]) -> Option<u8> {
    let digit = |letter: u8| char::from(letter).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::{is_refused, normalized};

    #[test]
    fn what_is_written_otherwise_is_the_same_path() {
        for path in [
            "/foo/bar",
            "//foo/bar",
            "/foo//bar",
            "/foo/./bar",
            "/x/../foo/bar",
            "/%66oo%2Fbar",
            "/../foo/bar",
        ] {
            assert_eq!(normalized(path), "/foo/bar", "{path}");
        }
        for path in ["/foo/", "/foo//", "/foo/.", "/foo/bar/..", "/foo%2f"] {
            assert_eq!(normalized(path), "/foo/", "{path}");
        }
        for path in ["/", "/.", "/..", "//", "/foo/.."] {
            assert_eq!(normalized(path), "/", "{path}");
        }
    }

    #[test]
    fn paths_that_cannot_be_decoded_or_lead_above_the_root_are_refused() {
        for path in
            ["/a%", "/a%4", "/a%zz", "/a%00b", "/..", "/../a", "/%2e%2e/a", "/a/../../b", "/a/..%2f../b"]
        {
            assert!(is_refused(path), "{path}");
        }
        for path in ["/", "/a%20b", "/%ff", "/a/..", "/a/../b", "/...", "//a/../b"] {
            assert!(!is_refused(path), "{path}");
        }
    }

    #[test]
    fn what_cannot_be_decoded_stays() {
        for path in ["/a%", "/a%4", "/a%zz", "/%ff"] {
            assert_eq!(normalized(path), path);
        }
        assert_eq!(normalized("/%66oo/%ff"), "/foo/%ff");
    }
}
