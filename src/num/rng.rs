//! Seeded randomness without state to keep: every draw of the program is a pure function
//! of a seed, a purpose and an index.
//!
//! The generator is PCG-XSH-RR 64/32 (M. E. O'Neill, "PCG: a family of simple fast
//! space-efficient statistically good algorithms for random number generation", 2014)
//! from `rand_pcg`, whose output is fixed by its definition. The distributions on top are
//! ours and not those of the `rand` crate, because `rand` may change which values its
//! distributions give from one version to the next, and a link must keep its bits for as
//! long as links live.

use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng as _;
use serde::{Deserialize, Serialize};

/// The one number that a document carries: every stream of random numbers follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seed(pub u32);

/// What a stream of random numbers is for. Streams do not overlap, so changing one
/// control (the noise, say) never reshuffles what belongs to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stream {
    /// Where the samples of a data set lie; the index is the sample.
    Data,
    /// How far noise moves them; the index is the sample.
    Noise,
    /// Which samples train and which test.
    Split,
    /// The first weights; the index is the layer.
    Init,
    /// The order of the training samples; the index is the epoch.
    Shuffle,
    /// Random activations in training (randomised ReLU); the index is the step.
    Activation,
}

impl Stream {
    /// The number that stands for the stream in the hash. Released: never change one.
    const fn id(self) -> u64 {
        match self {
            Self::Data => 1,
            Self::Noise => 2,
            Self::Split => 3,
            Self::Init => 4,
            Self::Shuffle => 5,
            Self::Activation => 6,
        }
    }
}

/// The finaliser of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014, in Stafford's variant 13): a bijection of the 64-bit numbers
/// in which every input bit reaches every output bit.
#[inline]
const fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Seed {
    /// The generator for one purpose and one index (the sample, the layer, the epoch, the
    /// step; 0 where there is only one). The same three arguments give the same numbers
    /// on every machine.
    ///
    /// With `h = mix(seed | id(stream) << 32)` and `k = mix(h ^ index)`, the PCG starts
    /// in state `k` on PCG stream `mix(k)`.
    #[must_use]
    #[inline]
    pub fn stream(self, stream: Stream, index: u64) -> Rng {
        let purpose = mix(u64::from(self.0) | (stream.id() << 32));
        let key = mix(purpose ^ index);
        Rng(Pcg32::new(key, mix(key)))
    }
}

/// A generator of random numbers, given by [`Seed::stream`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rng(Pcg32);

impl Rng {
    /// A number in `[0, 1)`: a multiple of 2⁻³², all equally likely. One draw.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) * (1.0 / 4_294_967_296.0)
    }

    /// A number in `[low, high)`. One draw.
    #[inline(never)]
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A number from the normal distribution with mean 0 and variance 1, by the cosine
    /// half of the Box-Muller transform: `√(−2 ln u) cos 2πv`. Always two draws, so that
    /// what comes after does not depend on the value. Never beyond ±6.7.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        // Half a step up keeps u above zero, where the logarithm has no value.
        let u = self.unit() + 0.5 / 4_294_967_296.0;
        let v = self.unit();
        (-2.0 * libm::log(u)).sqrt() * libm::cos(core::f64::consts::TAU * v)
    }

    /// A whole number in `0..bound`, all equally likely (D. Lemire, "Fast random integer
    /// generation in an interval", 2019); 0 for a bound of 0. One draw, rarely more.
    #[inline]
    pub fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        loop {
            let scaled = u64::from(self.0.next_u32()) * u64::from(bound);
            // The 2³² mod bound smallest fractions would favour some results: draw again.
            // That number is below the bound, so the division is rarely needed.
            let fraction = scaled as u32;
            if fraction >= bound || fraction >= bound.wrapping_neg() % bound {
                return (scaled >> 32) as u32;
            }
        }
    }

    /// Puts the items in an order of which all are equally likely (Fisher and Yates, in
    /// Durstenfeld's form: from the last place down).
    #[inline]
    pub fn shuffle(&mut self, items: &mut [u32]) {
        let mut rest = items;
        while let [before @ .., last] = rest
            && !before.is_empty()
        {
            let places = u32::try_from(before.len() + 1).unwrap_or(u32::MAX);
            // Or the last place itself: its item stays.
            if let Some(item) = before.get_mut(self.below(places) as usize) {
                core::mem::swap(item, last);
            }
            rest = before;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links live on these numbers (written down from a second implementation of the
    /// definitions above, in another language): if this fails, the code is wrong.
    #[test]
    fn the_numbers_of_a_seed_never_change() {
        let mut rng = Seed(7).stream(Stream::Data, 0);
        assert_eq!(rng.unit(), 0.598_030_442_371_964_5);
        assert_eq!(rng.unit(), 0.651_123_138_843_104_2);
        assert_eq!(rng.unit(), 0.626_787_371_933_460_2);
        assert_eq!(rng.normal(), 0.507_747_943_008_804_5);
        assert_eq!(rng.normal(), 1.220_536_529_888_990_8);
        assert_eq!(rng.normal(), 0.062_747_975_778_292_61);
        let wholes: Vec<u32> = (0..8).map(|_| rng.below(10)).collect();
        assert_eq!(wholes, [7, 8, 3, 2, 3, 9, 1, 2]);
        let mut order: Vec<u32> = (0..8).collect();
        rng.shuffle(&mut order);
        assert_eq!(order, [5, 0, 4, 1, 7, 3, 2, 6]);
    }

    #[test]
    fn seeds_streams_and_indices_give_different_numbers() {
        let streams = [
            Stream::Data,
            Stream::Noise,
            Stream::Split,
            Stream::Init,
            Stream::Shuffle,
            Stream::Activation,
        ];
        let mut firsts = std::collections::BTreeSet::new();
        let mut drawn = 0;
        for seed in [0, 1, 2, u32::MAX] {
            for stream in streams {
                for index in [0, 1, 2, 3, u64::from(u32::MAX), u64::MAX] {
                    let mut rng = Seed(seed).stream(stream, index);
                    let pair = (rng.unit().to_bits(), rng.unit().to_bits());
                    firsts.insert(pair);
                    drawn += 1;
                }
            }
        }
        assert_eq!(firsts.len(), drawn);
    }

    #[test]
    fn moments_are_those_of_the_distributions_within_and_across_streams() {
        let count = 40_000;
        let within = |draw: &mut dyn FnMut(u64) -> f64| {
            let values: Vec<f64> = (0..count).map(draw).collect();
            let mean = values.iter().sum::<f64>() / count as f64;
            let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
            (mean, variance / count as f64)
        };
        let close = |(mean, variance): (f64, f64), m: f64, v: f64| {
            assert!((mean - m).abs() < 0.02, "mean {mean}, not {m}");
            assert!((variance - v).abs() < 0.03, "variance {variance}, not {v}");
        };
        let mut rng = Seed(1).stream(Stream::Data, 0);
        close(within(&mut |_| rng.unit()), 0.5, 1.0 / 12.0);
        close(within(&mut |_| rng.normal()), 0.0, 1.0);
        let first = |i| Seed(1).stream(Stream::Noise, i).normal();
        close(within(&mut |i| first(i)), 0.0, 1.0);
        let seeds = |i| Seed(i as u32).stream(Stream::Init, 0).unit();
        close(within(&mut |i| seeds(i)), 0.5, 1.0 / 12.0);
    }

    #[test]
    fn below_stays_below_and_is_fair() {
        let mut rng = Seed(3).stream(Stream::Shuffle, 0);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[rng.below(6) as usize] += 1;
        }
        assert!(
            counts.iter().all(|&c| (9_600..10_400).contains(&c)),
            "{counts:?}"
        );
        assert_eq!((rng.below(0), rng.below(1)), (0, 0));
        assert!((0..1000).all(|_| rng.below(u32::MAX) < u32::MAX));
    }

    #[test]
    fn a_shuffle_keeps_every_item_and_reaches_every_order() {
        let mut seen = std::collections::BTreeMap::new();
        for epoch in 0..6_000 {
            let mut items = [0, 1, 2];
            Seed(5).stream(Stream::Shuffle, epoch).shuffle(&mut items);
            *seen.entry(items).or_insert(0) += 1;
        }
        assert_eq!(seen.len(), 6);
        assert!(seen.values().all(|&n| (850..1150).contains(&n)), "{seen:?}");
        Seed(5).stream(Stream::Shuffle, 0).shuffle(&mut []);
    }
}
