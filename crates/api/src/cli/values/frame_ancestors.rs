//! The sites that may show the dashboard in a frame.

/// Reads the sources of the Content-Security-Policy's `frame-ancestors`.
pub(crate) fn frame_ancestors(text: &str) -> Result<String, String> {
    let is_source = |source: &str| {
        source.bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"".contains(&byte))
            && (!source.contains('\'') || matches!(source, "'none'" | "'self'"))
    };
    let sources: Vec<&str> = text.split_ascii_whitespace().collect();
    if !sources.is_empty() && sources.iter().all(|source| is_source(source)) {
        Ok(sources.join(" "))
    } else {
        Err("expected 'none', 'self' or origins such as https://portal.example.com, separated by spaces"
            .to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_cannot_end_the_directive() {
        assert_eq!(frame_ancestors("'none'").as_deref(), Ok("'none'"));
        assert_eq!(frame_ancestors(" 'self'  https://a.example ").as_deref(), Ok("'self' https://a.example"));
        for text in ["", "'self'; script-src *", "a,b", "'unsafe-inline'", "a\nb;c", "é"] {
            assert!(frame_ancestors(text).is_err(), "{text:?}");
        }
    }
}
