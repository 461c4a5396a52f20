//! What a generator draws from.

use super::wide;
use crate::num::Real;
use crate::num::rng::{Rng, Seed, Stream};

/// What a sample is to be recognised as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// The index of its class.
    Class(usize),
    /// The number of a regression.
    Number(f64),
}

/// The random numbers of one sample. Its place and its noise come from streams of their
/// own, indexed by the sample: neither another sample nor the amount of noise changes
/// what is drawn here.
#[derive(Debug)]
pub struct Source {
    sample: u64,
    place: Rng,
    noise: Rng,
    amount: f64,
}

impl Source {
    /// The source of sample number `sample`, under noise from 0 to 1.
    #[must_use]
    #[inline]
    pub fn new(seed: Seed, sample: u64, noise: Real) -> Self {
        Self {
            sample,
            place: seed.stream(Stream::Data, sample),
            noise: seed.stream(Stream::Noise, sample),
            amount: wide(noise),
        }
    }

    /// The sample's class, of `count`: they take turns, so every class has as many
    /// samples as the next one, or one more.
    #[must_use]
    #[inline]
    pub fn class(&self, count: u64) -> usize {
        (self.sample % count) as usize
    }

    /// A number in `[low, high)` for the sample's place.
    // One copy for all generators, here and below.
    #[inline(never)]
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.place.uniform(low, high)
    }

    /// A normal number with mean 0 and variance 1 for the sample's place.
    #[inline(never)]
    pub fn normal(&mut self) -> f64 {
        self.place.normal()
    }

    /// A push by noise: normal, with mean 0 and a standard deviation of `full` times the
    /// noise.
    #[inline(never)]
    pub fn push(&mut self, full: f64) -> f64 {
        self.noise.normal() * full * self.amount
    }
}
