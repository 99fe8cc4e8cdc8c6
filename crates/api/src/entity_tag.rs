//! Conditional requests: whether the client already has what it asks for.

use actix_web::HttpRequest;
use actix_web::http::header::{EntityTag, Header as _, IF_NONE_MATCH, IfNoneMatch};

/// Whether the request names this tag among those that it has. Tags are compared weakly; a header that cannot be
/// understood names none.
pub(crate) fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    if !request.headers().contains_key(IF_NONE_MATCH) {
        return false;
    }
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn knows(header: &str) -> bool {
        let request = TestRequest::default().insert_header((IF_NONE_MATCH, header)).to_http_request();
        is_known(&request, &EntityTag::new_weak("e1.7".to_owned()))
    }

    #[test]
    fn lists_stars_and_both_strengths_are_understood() {
        for header in ["W/\"e1.7\"", "\"e1.7\"", "\"e1.6\", W/\"e1.7\"", "*"] {
            assert!(knows(header), "{header}");
        }
        for header in ["W/\"e1.8\"", "e1.7", "", "\"e1.70\""] {
            assert!(!knows(header), "{header}");
        }
    }

    #[test]
    fn a_request_without_the_header_knows_nothing() {
        let request = TestRequest::default().to_http_request();
        assert!(!is_known(&request, &EntityTag::new_weak("e1.7".to_owned())));
    }
}
