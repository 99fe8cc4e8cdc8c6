//! The Content-Security-Policy: the page runs its own code and nobody else's.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

/// The policy for a page: scripts of this service, and the inline ones that the page was built with.
pub(super) fn for_page(html: &str, frame_ancestors: &str) -> String {
    let hash = |script: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)));
    let own = ["'self'", "'wasm-unsafe-eval'"].map(str::to_owned);
    let sources: Vec<String> = own.into_iter().chain(inline_scripts(html).map(hash)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src 'self'; \
         img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'self'; form-action 'none'; \
         frame-ancestors {frame_ancestors}",
        sources.join(" ")
    )
}

/// What stands in script elements without a source of their own, as browsers hash it.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|element| {
        let (attributes, rest) = element.split_once('>')?;
        let (script, _) = rest.split_once("</script")?;
        let has_source = attributes.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
        (!has_source && !script.trim().is_empty()).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_scripts_are_allowed_by_their_hash_and_no_others() {
        let html =
            "<script type=\"module\">alert(1)</script>\n<script src=\"a.js\"></script><script></script>";
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["alert(1)"]);
        let policy = for_page(html, "'none'");
        assert!(policy.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"), "{policy}");
        assert!(policy.ends_with("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe-inline"));
    }
}
