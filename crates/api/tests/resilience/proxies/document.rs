//! The configurations that the documentation shows.

const DOCUMENT: &str = include_str!("../../../../../docs/proxies.md");

/// The only block of the document in this language.
pub(super) fn block(language: &str) -> String {
    let mut blocks =
        DOCUMENT.split("\n```").filter_map(|part| part.strip_prefix(language)?.strip_prefix('\n'));
    let block = blocks.next().unwrap_or_else(|| panic!("no block of {language}"));
    assert!(blocks.next().is_none(), "two blocks of {language}");
    block.to_owned()
}

/// The text with another in place of each of these, which it must contain.
pub(super) fn with(mut text: String, replacements: &[(&str, &str)]) -> String {
    for (old, new) in replacements {
        assert!(text.contains(old), "the document shows no {old}");
        text = text.replace(old, new);
    }
    text
}
