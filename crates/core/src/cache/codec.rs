//! How a value is written to Redis. When it was stored is not written: its age is the time it was given less the
//! time that Redis says is left, so that no clock of two hosts has to agree and none may jump.

use std::time::Duration;

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};

use super::stored::Stored;
use super::{Lifetime, Value};
use crate::redis::{Held, milliseconds, seal};

const FOUND: u8 = 1;
const ABSENT: u8 = 0;
/// The kind and two times in milliseconds.
const HEADER: usize = 1 + 8 + 8;

/// How many bytes a value takes beside its content.
pub(super) const OVERHEAD: usize = seal::OVERHEAD + HEADER;

pub(super) fn encode(key: &str, stored: &Stored) -> Bytes {
    let mut body = BytesMut::with_capacity(HEADER + stored.value.len());
    let (kind, content) = match &stored.value {
        Value::Found(bytes) => (FOUND, &bytes[..]),
        Value::Absent => (ABSENT, &[][..]),
    };
    body.put_u8(kind);
    body.put_u64(milliseconds(stored.lifetime.fresh));
    body.put_u64(milliseconds(stored.lifetime.stale));
    body.put_slice(content);
    seal::seal(key, &body)
}

/// The value, unless it is not what [`encode`] wrote under this key.
pub(super) fn decode(key: &str, held: Held) -> Option<Stored> {
    let mut body = seal::open(key, held.bytes)?;
    let kind = body.try_get_u8().ok()?;
    let lifetime = Lifetime {
        fresh: Duration::from_millis(body.try_get_u64().ok()?),
        stale: Duration::from_millis(body.try_get_u64().ok()?),
    };
    let value = match kind {
        FOUND => Value::Found(body),
        ABSENT => Value::Absent,
        _ => return None,
    };
    // Somebody else gave it no end, or a later one.
    let age = lifetime.total().checked_sub(held.remaining?)?;
    Some(Stored { value, lifetime, age })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFETIME: Lifetime = Lifetime { fresh: Duration::from_mins(1), stale: Duration::from_mins(10) };

    fn stored(value: Value) -> Stored {
        Stored { value, lifetime: LIFETIME, age: Duration::ZERO }
    }

    fn held(stored: &Stored, remaining: Option<Duration>) -> Held {
        Held { bytes: encode("web", stored), remaining }
    }

    #[test]
    fn a_value_comes_back_with_the_age_that_redis_tells() {
        for value in [Value::Found(Bytes::from_static(b"body")), Value::Found(Bytes::new()), Value::Absent] {
            let expected = Stored { age: Duration::from_secs(40), ..stored(value) };
            let remaining = Duration::from_secs(11 * 60 - 40);
            assert_eq!(decode("web", held(&expected, Some(remaining))), Some(expected));
        }
    }

    #[test]
    fn a_value_whose_end_was_changed_is_not_believed() {
        let stored = stored(Value::Absent);
        assert_eq!(decode("web", held(&stored, None)), None);
        assert_eq!(decode("web", held(&stored, Some(LIFETIME.total() + Duration::from_millis(1)))), None);
    }

    #[test]
    fn a_sealed_body_of_another_form_is_no_value() {
        for body in [&b""[..], &[1; 16], &[7; 17]] {
            let held = Held { bytes: seal::seal("web", body), remaining: Some(Duration::from_secs(1)) };
            assert_eq!(decode("web", held), None, "{body:?}");
        }
    }
}
