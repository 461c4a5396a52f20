//! Which samples train a network and which test it.

use crate::num::rng::{Seed, Stream};
use crate::num::{Real, Within, order};

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
    let mut draws = Vec::new();
    for sample in 0..n {
        draws.push(seed.stream(Stream::Split, sample as u64).unit());
    }
    let share = (n as Real * train_fraction.within(0.0, 1.0)).round();
    // A fraction that is not a number becomes 0 here.
    let first = (share as usize).max(1);
    let mut split = Split::default();
    for (place, sample) in order::places(&draws).iter().enumerate() {
        let set = if place < first {
            &mut split.train
        } else {
            &mut split.test
        };
        set.push(*sample as u32);
    }
    split
}
