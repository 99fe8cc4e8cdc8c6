//! Resource versions as words, for clients that must read nothing into them: neither a number nor an order.
//!
//! Within the server they are numbers. They become words on their way out and numbers again on their way in.

use bytes::Bytes;

const BEFORE: &[u8] = b"\"resourceVersion\":\"";
const LETTERS: u64 = 26;

/// The same text with words for versions. No version comes apart over two texts.
pub(crate) fn written(text: &Bytes) -> Bytes {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = &text[..];
    while let Some(start) = rest.windows(BEFORE.len()).position(|part| part == BEFORE) {
        let (before, version) = rest.split_at(start + BEFORE.len());
        let digits = version.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, after) = version.split_at(digits);
        out.extend_from_slice(before);
        match std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()) {
            Some(version) => out.extend_from_slice(word(version).as_bytes()),
            None => out.extend_from_slice(digits),
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out.into()
}

/// The version that a word stands for, in digits. "0" means any version; what is no word stays what it is, with a
/// letter before it, since a number is no version here.
pub(crate) fn read(word: &str) -> String {
    if matches!(word, "" | "0") {
        return word.to_owned();
    }
    number(word).map_or_else(|| format!("x{word}"), |number| number.to_string())
}

/// Later versions come earlier in the alphabet.
fn word(version: u64) -> String {
    let mut left = u64::MAX - version;
    let mut letters = Vec::new();
    while left > 0 {
        letters.push(b'a' + u8::try_from(left % LETTERS).unwrap_or_default());
        left /= LETTERS;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

fn number(word: &str) -> Option<u64> {
    let digit = |letter: u8| letter.is_ascii_lowercase().then(|| u64::from(letter - b'a'));
    let digits = word.bytes().map(digit);
    let left =
        digits.into_iter().try_fold(0_u64, |left, digit| left.checked_mul(LETTERS)?.checked_add(digit?))?;
    Some(u64::MAX - left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_become_words_and_versions_again() {
        let text = Bytes::from_static(
            b"{\"resourceVersion\":\"7\",\"a\":[{\"resourceVersion\":\"812\"}],\"b\":\"7\"}",
        );
        let text = String::from_utf8(written(&text).to_vec()).unwrap();
        let parts: Vec<&str> = text.split('"').collect();
        assert_eq!((read(parts[3]), read(parts[9])), ("7".to_owned(), "812".to_owned()), "{text}");
        assert!(text.ends_with("\"b\":\"7\"}"), "{text}");
        assert!(word(8) < word(7));
    }

    #[test]
    fn a_number_is_no_version() {
        assert_eq!(
            (read("0"), read("7"), read("zzzzzzzzzzzzzzzzzzzz")),
            ("0".into(), "x7".into(), "xzzzzzzzzzzzzzzzzzzzz".into())
        );
    }
}
