//! Seeded chance, so that the same seed makes the same cluster.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A source of choices that its seed determines.
#[derive(Debug)]
pub(crate) struct Dice(StdRng);

/// What choices are for; those of one stream do not depend on how many another has made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    Namespaces,
    Ingresses,
    IngressClasses,
    Life,
    Events,
}

impl Dice {
    pub(crate) fn new(seed: u64, stream: Stream) -> Self {
        let stream: u64 = match stream {
            Stream::Namespaces => 0,
            Stream::Ingresses => 1,
            Stream::Life => 2,
            // Far from the others, which lie side by side with those of the next seed.
            Stream::Events => 1 << 63,
            Stream::IngressClasses => (1 << 63) + 1,
        };
        Self(StdRng::seed_from_u64(seed.wrapping_mul(3).wrapping_add(stream)))
    }

    /// True with this probability, from 0 to 1.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.0.random_bool(probability)
    }

    /// A number from `low` to `high`, both possible.
    pub(crate) fn between(&mut self, low: usize, high: usize) -> usize {
        self.0.random_range(low..=high)
    }

    /// A fraction from 0 up to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        self.0.random()
    }

    /// One of the choices, of which there must be some.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.between(0, choices.len() - 1)]
    }

    /// One of the choices, each as likely as its weight says; the weights are not all zero.
    pub(crate) fn weighted<T: Copy>(&mut self, choices: &[(usize, T)]) -> T {
        let total: usize = choices.iter().map(|(weight, _)| weight).sum();
        let mut rest = self.between(0, total - 1);
        for (weight, choice) in choices {
            if rest < *weight {
                return *choice;
            }
            rest -= weight;
        }
        choices[choices.len() - 1].1
    }

    /// Hexadecimal digits.
    pub(crate) fn hex(&mut self, digits: usize) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        (0..digits).map(|_| char::from(DIGITS[self.between(0, 15)])).collect()
    }

    /// The name of an Event about an object.
    pub(crate) fn event_name(&mut self, object: &str) -> String {
        crate::fields::event_name(object, &mut self.0)
    }

    pub(crate) fn uid(&mut self) -> String {
        crate::fields::random_uid(&mut self.0)
    }
}
