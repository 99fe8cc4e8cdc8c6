//! Which namespaces the demo has, and how unevenly the Ingresses are spread over them: a few big ones and
//! a long tail, as in grown clusters.

use super::dice::Dice;
use super::names::{NAMESPACE_SUFFIXES, NAMESPACES};

/// The names of the first `count` namespaces, but of one at least; all are different.
pub(crate) fn names(count: usize) -> Vec<String> {
    let plain = NAMESPACES.iter().map(|name| (*name).to_owned());
    let suffixed = NAMESPACE_SUFFIXES
        .iter()
        .flat_map(|suffix| NAMESPACES.iter().map(move |name| format!("{name}-{suffix}")));
    let numbered = (1..).map(|number| format!("tenant-{number:04}"));
    plain.chain(suffixed).chain(numbered).take(count.max(1)).collect()
}

/// How many Ingresses each of `namespaces` namespaces gets; they add up to `ingresses`.
pub(crate) fn sizes(dice: &mut Dice, namespaces: usize, ingresses: usize) -> Vec<usize> {
    let weights: Vec<f64> = ranks(dice, namespaces)
        .into_iter()
        .map(|rank| (0.4 + 0.8 * dice.fraction()) * f64::from(rank + 2).powf(-1.1))
        .collect();
    let total: f64 = weights.iter().sum();
    let mut sizes = Vec::with_capacity(namespaces);
    let (mut weight_so_far, mut placed) = (0.0, 0);
    for weight in weights {
        weight_so_far += weight;
        let upto = share(ingresses, weight_so_far / total);
        sizes.push(upto - placed);
        placed = upto;
    }
    if let Some(last) = sizes.last_mut() {
        *last += ingresses - placed;
    }
    sizes
}

/// A rank for each namespace; the first one stays the biggest.
fn ranks(dice: &mut Dice, count: usize) -> Vec<u32> {
    let mut ranks: Vec<u32> = (0_u32..).take(count).collect();
    for index in (2..count).rev() {
        ranks.swap(index, dice.between(1, index));
    }
    ranks
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a fraction from 0 to 1 of a number of Ingresses that fits in memory"
)]
fn share(whole: usize, fraction: f64) -> usize {
    ((whole as f64 * fraction).round() as usize).min(whole)
}
