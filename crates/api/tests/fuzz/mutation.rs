//! Small damage to an input: bytes that are lost, doubled or changed, and JSON with something else in one place.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

#[derive(Debug, Clone)]
enum Mutation {
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    /// Goes on with another seed from there.
    Splice(Index, Index),
    /// Puts something odd in the place of one value of a line of JSON.
    Replace(Index, Index, Index),
}

/// One of the seeds with some damage.
pub fn of_one(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (any::<Index>(), prop::collection::vec(mutation(), 1..4)).prop_map(move |(seed, mutations)| {
        let seed = seed.get(&seeds).clone();
        mutations.iter().fold(seed, |bytes, mutation| mutation.apply(bytes, &seeds))
    })
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, bits)| Mutation::Flip(at, bits)),
        (any::<Index>(), prop::collection::vec(any::<u8>(), 1..8))
            .prop_map(|(at, new)| Mutation::Insert(at, new)),
        (any::<Index>(), 1..40_usize).prop_map(|(at, count)| Mutation::Remove(at, count)),
        any::<(Index, Index)>().prop_map(|(at, other)| Mutation::Splice(at, other)),
        any::<(Index, Index, Index)>().prop_map(|(line, place, odd)| Mutation::Replace(line, place, odd)),
    ]
}

impl Mutation {
    fn apply(&self, mut bytes: Vec<u8>, seeds: &[Vec<u8>]) -> Vec<u8> {
        let place = |at: &Index| at.index(bytes.len() + 1);
        match self {
            Self::Flip(at, bits) => {
                let place = place(at);
                bytes.get_mut(place).into_iter().for_each(|byte| *byte ^= bits);
            }
            Self::Insert(at, new) => {
                let place = place(at);
                bytes.splice(place..place, new.iter().copied());
            }
            Self::Remove(at, count) => {
                let place = place(at);
                let end = (place + count).min(bytes.len());
                bytes.drain(place..end);
            }
            Self::Splice(at, other) => {
                bytes.truncate(place(at));
                let other = other.get(seeds);
                bytes.extend_from_slice(&other[other.len() / 2..]);
            }
            Self::Replace(line, place, odd) => return replace(&bytes, *line, *place, *odd),
        }
        bytes
    }
}

fn replace(bytes: &[u8], line: Index, place: Index, odd: Index) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = bytes.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let line = line.index(lines.len());
    let line = &mut lines[line];
    let start = line.iter().position(|byte| *byte == b'{').unwrap_or(line.len());
    if let Ok(mut value) = serde_json::from_slice::<Value>(&line[start..]) {
        let mut left = place.index(count(&value));
        set(&mut value, &mut left, &odd.get(&odd_values()).clone());
        line.truncate(start);
        line.extend(value.to_string().into_bytes());
    }
    lines.join(&b'\n')
}

fn odd_values() -> [Value; 12] {
    [
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("\u{202e}\0\u{ffff}"),
        json!("\u{e9}".repeat(300)),
        json!([]),
        json!([null, {}]),
        json!({}),
        json!({"example.com/last-applied": "x", "a-snippet": "secret", "": "\u{10ffff}"}),
    ]
}

fn count(value: &Value) -> usize {
    1 + children(value).map(count).sum::<usize>()
}

fn children(value: &Value) -> impl Iterator<Item = &Value> {
    let (list, map) = (value.as_array(), value.as_object());
    list.into_iter().flatten().chain(map.into_iter().flat_map(serde_json::Map::values))
}

/// Replaces the value at this place, counted in depth.
fn set(value: &mut Value, left: &mut usize, new: &Value) -> bool {
    if *left == 0 {
        value.clone_from(new);
        return true;
    }
    *left -= 1;
    match value {
        Value::Array(list) => list.iter_mut().any(|child| set(child, left, new)),
        Value::Object(map) => map.values_mut().any(|child| set(child, left, new)),
        _ => false,
    }
}
