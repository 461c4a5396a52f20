//! Which samples train a network and which test it.

use crate::num::order::ascending;
use crate::num::rng::{Seed, Stream};
use crate::num::{Real, Within};

/// Two sets of sample indices that share none and together hold all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Split {
    /// The samples that training sees.
    pub train: Vec<u32>,
    /// The samples that it never sees.
    pub test: Vec<u32>,
}

/// Puts the samples in the order of a random number that each draws for itself (from a
/// stream of its own, so neither the points nor the noise have a say in it) and gives the
/// first `train_fraction`, rounded, to training: a larger fraction only moves samples from
/// the test set to the training set, and more samples leave those that were there on their
/// side, but for a few about the place of the cut.
///
/// With at least one sample there is at least one to train on; the test set may be empty.
#[must_use]
#[inline]
pub fn split(n: usize, train_fraction: Real, seed: Seed) -> Split {
    let samples: Vec<u32> = (0..n)
        .map_while(|sample| u32::try_from(sample).ok())
        .collect();
    let draw = |sample: &u32| {
        let mut rng = seed.stream(Stream::Split, u64::from(*sample));
        rng.unit()
    };
    let mut order = ascending(&samples, draw);
    let share = (n as Real * train_fraction.within(0.0, 1.0)).round();
    // A fraction that is not a number becomes 0 here.
    let first = (share as usize).max(1).min(order.len());
    let test = order.split_off(first);
    Split { train: order, test }
}
