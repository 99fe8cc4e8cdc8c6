//! The sites that may show the dashboard in a frame.

/// Reads the sources of the Content-Security-Policy's `frame-ancestors`.
pub(crate) fn frame_ancestors(text: &str) -> Result<String, String> {
    let sources: Vec<&str> = text.split(' ').filter(|source| !source.is_empty()).collect();
    let is_source = |source: &&str| *source == "'self'" || is_origin(source);
    let allows_some = !sources.is_empty() && sources.iter().all(is_source);
    if allows_some || sources == ["'none'"] {
        Ok(sources.join(" "))
    } else {
        Err("expected 'none' alone, or 'self' and origins such as https://portal.example.com or https://*.example.com, separated by spaces"
            .to_owned())
    }
}

/// Whether it is a scheme of the web, a host, whose first label may be a star, and perhaps a port.
fn is_origin(text: &str) -> bool {
    let Some(authority) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok();
    is_port && name.strip_prefix("*.").unwrap_or(name).split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_cannot_end_the_directive() {
        assert_eq!(frame_ancestors("'none'").as_deref(), Ok("'none'"));
        assert_eq!(frame_ancestors(" 'self'  https://a.example ").as_deref(), Ok("'self' https://a.example"));
        for text in
            ["", "'self'; script-src *", "a,b", "'unsafe-inline'", "https://a\nhttps://b", "'self'\r\n", "é"]
        {
            assert!(frame_ancestors(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn sources_are_keywords_and_origins() {
        for text in [
            "'self'",
            "http://a.example:8080",
            "https://*.a.example",
            "https://localhost",
            "https://10.0.0.1",
        ] {
            assert_eq!(frame_ancestors(text).as_deref(), Ok(text));
        }
        for text in [
            "a",
            "X:",
            "*",
            "data:",
            "https:",
            "https://",
            "https://*",
            "https://a.*.example",
            "https://a..b",
            "https://a/b",
            "https://u@a",
            "https://a:",
            "https://a:+1",
            "https://a:65536",
            "https://a:1:2",
            "ftp://a.example",
            "'none' https://a",
            "'self' 'none'",
            "'SELF'",
            " ",
        ] {
            assert!(frame_ancestors(text).is_err(), "{text:?}");
        }
    }
}
