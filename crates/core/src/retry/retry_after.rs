//! Reads the header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// How long the sender wishes to be left alone from `now` on, at most `longest`: the header holds seconds or a date.
/// None without the header, and where it is malformed or lies in the past.
pub fn retry_after(headers: &HeaderMap, now: SystemTime, longest: Duration) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wish = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // Digits that do not fit are a very long time.
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        httpdate::parse_http_date(text).ok()?.duration_since(now).ok()?
    };
    Some(wish.min(longest)).filter(|wish| !wish.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const LONGEST: Duration = Duration::from_mins(2);

    fn read(value: &[u8]) -> Option<Duration> {
        let now = httpdate::parse_http_date("Wed, 21 Oct 2026 07:28:00 GMT").unwrap();
        let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_bytes(value).unwrap())]);
        retry_after(&headers, now, LONGEST)
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(read(b"2"), Some(Duration::from_secs(2)));
        assert_eq!(read(b" 7 "), Some(Duration::from_secs(7)));
        assert_eq!(read(b"Wed, 21 Oct 2026 07:28:30 GMT"), Some(Duration::from_secs(30)));
    }

    #[test]
    fn nobody_is_waited_for_for_ever() {
        for value in [&b"1000000000000"[..], b"99999999999999999999999999", b"Wed, 21 Oct 2099 07:28:00 GMT"]
        {
            assert_eq!(read(value), Some(LONGEST));
        }
    }

    #[test]
    fn what_makes_no_sense_is_no_wish() {
        for value in
            [&b""[..], b"0", b"-5", b"1.5", b"soon", b"\xff", b"Wed, 21 Oct 2026 07:27:00 GMT", b"2, 3"]
        {
            assert_eq!(read(value), None, "{value:?}");
        }
        assert_eq!(retry_after(&HeaderMap::new(), SystemTime::now(), LONGEST), None);
    }
}
