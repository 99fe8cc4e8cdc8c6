//! A sketch of the texts of a row, from which can be told in a nanosecond that most rows do not have a word.
//!
//! It is a Bloom filter of the pairs of neighbouring letters: a word can only be in a text that has all pairs of the
//! word. A word of one letter has none, and is what typing begins with: the letters of the row are noted one by one.

use super::part::Part;
use crate::ingress::{Backend, Ingress};

const WORDS: usize = 8;

/// Pairs of letters, as a Bloom filter of 64 bytes, and letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signature {
    pairs: [u64; WORDS],
    /// A bit for each character of ASCII, in lower case, that is in a part of the row.
    letters: u128,
}

impl Signature {
    /// The sketch of all that a bare word can find in this row.
    pub fn of(ingress: &Ingress) -> Self {
        let mut signature = Self::default();
        signature.add(&[&ingress.namespace, "/", &ingress.name]);
        for backend in ingress.backends() {
            match backend {
                Backend::Service { service, port } => signature.add(&[service, ":", port]),
                Backend::Resource { resource } => signature.add(&[&resource.name]),
            }
        }
        let paths = ingress.routes().map(|(_, path)| path.path.as_str());
        let addresses = ingress.addresses.iter().map(String::as_str);
        let texts = ingress.class.as_deref().into_iter().chain(ingress.hosts().flatten());
        texts.chain(paths).chain(addresses).for_each(|text| signature.add(&[text]));
        for part in Part::ALL {
            part.any(ingress, |text| {
                signature.add_letters(text);
                false
            });
        }
        signature
    }

    /// Whether this character of ASCII, in lower case, is in a part of the row.
    pub(super) const fn has(&self, letter: u8) -> bool {
        self.letters & (1 << letter) != 0
    }

    fn add_letters(&mut self, text: &str) {
        for letter in text.bytes().filter(u8::is_ascii) {
            self.letters |= 1 << letter.to_ascii_lowercase();
        }
    }

    /// Adds the pairs of a text that is given in parts. Letters of other scripts are left out, which are folded by
    /// character and not by byte.
    pub(super) fn add(&mut self, parts: &[&str]) {
        let mut before: Option<u8> = None;
        for byte in parts.iter().flat_map(|part| part.bytes()) {
            let byte = byte.is_ascii().then(|| byte.to_ascii_lowercase());
            if let (Some(before), Some(byte)) = (before, byte) {
                let bit = bit_of(before, byte);
                if let Some(word) = self.pairs.get_mut(bit / 64) {
                    *word |= 1 << (bit % 64);
                }
            }
            before = byte;
        }
    }

    /// Whether all of these pairs are among the other's.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.pairs.iter().zip(&other.pairs).all(|(own, others)| own & !others == 0)
    }
}

/// The place of a pair: the upper 9 bits of a product that mixes all of it into them.
const fn bit_of(before: u8, byte: u8) -> usize {
    let pair = ((before as u32) << 8) | byte as u32;
    (pair.wrapping_mul(0x9e37_79b1) >> 23) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ingress;

    fn of(text: &str) -> Signature {
        let mut signature = Signature::default();
        signature.add(&[text]);
        signature
    }

    #[test]
    fn a_part_is_within_the_whole_and_a_stranger_is_not() {
        let row = Signature::of(&ingress("shop", "checkout"));
        for part in ["ECK", "shop/check", "checkout:http", "out.example.com", "203.0", "x", "ä"] {
            assert!(of(part).is_within(&row), "{part}");
        }
        for stranger in ["zzz", "payments", "traefik"] {
            assert!(!of(stranger).is_within(&row), "{stranger}");
        }
    }
}
