//! An API server, or whatever stands before it, may wish anything in `Retry-After`.

use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use kube_ingress_dash_core::retry::retry_after;

/// The bytes are the header's value.
pub fn check(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
    let headers = HeaderMap::from_iter([(RETRY_AFTER, value)]);
    let longest = Duration::from_mins(2);
    for now in [SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + Duration::from_mins(29_876_108)] {
        if let Some(wish) = retry_after(&headers, now, longest) {
            assert!(!wish.is_zero() && wish <= longest, "{wish:?}");
        }
    }
}
