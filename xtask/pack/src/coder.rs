//! An arithmetic coder of single bits: what is likely takes a small part of a bit.
//!
//! Both sides narrow one interval of 32 bits; a byte leaves it once its two ends agree on it.

use core::slice;

/// What carries bits from the packing side to the unpacking side.
pub(crate) trait Bits {
    /// Carries a bit that is one with a probability of `one` / 65536, `one` being from 1 to
    /// 65535. On the unpacking side `bit` says nothing, and the one that was packed is returned.
    fn carry(&mut self, one: u32, bit: bool) -> bool;
}

/// The interval, both ends in it.
#[derive(Debug, Clone, Copy)]
struct Interval {
    low: u32,
    high: u32,
}

impl Interval {
    const WHOLE: Self = Self {
        low: 0,
        high: u32::MAX,
    };

    /// The last place that stands for a one.
    fn middle(self, one: u32) -> u32 {
        let width = u64::from(self.high - self.low);
        self.low + ((width * u64::from(one)) >> 16) as u32
    }

    /// Keeps the part up to `middle` for a one, else the part above it. Without a branch, for
    /// nothing tells beforehand which it is.
    fn narrow(&mut self, middle: u32, bit: bool) {
        let ones = u32::from(bit).wrapping_neg();
        self.high = (middle & ones) | (self.high & !ones);
        self.low = (self.low & ones) | (middle.wrapping_add(1) & !ones);
    }

    /// The byte that both ends begin with, once; no later bit can change it.
    fn leave(&mut self) -> Option<u8> {
        let byte = (self.high >> 24) as u8;
        if (self.low ^ self.high) >> 24 != 0 {
            return None;
        }
        self.low <<= 8;
        self.high = self.high << 8 | 255;
        Some(byte)
    }
}

/// The packing side.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
pub(crate) struct Writer {
    interval: Interval,
    bytes: Vec<u8>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Writer {
    /// A writer that has carried nothing.
    #[must_use]
    pub(crate) fn new() -> Self {
        Self {
            interval: Interval::WHOLE,
            bytes: Vec::new(),
        }
    }

    /// What the bits have become.
    #[must_use]
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend(self.interval.high.to_be_bytes());
        self.bytes
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Bits for Writer {
    fn carry(&mut self, one: u32, bit: bool) -> bool {
        let middle = self.interval.middle(one);
        self.interval.narrow(middle, bit);
        while let Some(byte) = self.interval.leave() {
            self.bytes.push(byte);
        }
        bit
    }
}

/// The unpacking side. What is read beyond the end is zero.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    interval: Interval,
    /// Where in the interval what was packed lies.
    at: u32,
    bytes: slice::Iter<'a, u8>,
}

impl<'a> Reader<'a> {
    /// A reader of what a [`Writer`] made.
    #[must_use]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut reader = Self {
            interval: Interval::WHOLE,
            at: 0,
            bytes: bytes.iter(),
        };
        for _ in 0..4 {
            reader.read();
        }
        reader
    }

    fn read(&mut self) {
        self.at = self.at << 8 | self.bytes.next().map_or(0, |&byte| u32::from(byte));
    }
}

impl Bits for Reader<'_> {
    #[inline]
    fn carry(&mut self, one: u32, _: bool) -> bool {
        let middle = self.interval.middle(one);
        let bit = self.at <= middle;
        self.interval.narrow(middle, bit);
        while self.interval.leave().is_some() {
            self.read();
        }
        bit
    }
}

#[cfg(test)]
mod tests {
    use super::{Bits, Reader, Writer};

    /// Bits with their probabilities: each of the likely and the unlikely, right and wrong.
    fn bits() -> Vec<(u32, bool)> {
        let mut state = 1_u32;
        let mut draw = || {
            state = state.wrapping_mul(0x9E37_79B1).wrapping_add(12_345);
            state >> 16
        };
        (0..100_000)
            .map(|_| {
                let one = draw().clamp(1, 65_535);
                (one, draw() < one)
            })
            .chain([(1, true), (65_535, false)].repeat(1000))
            .collect()
    }

    #[test]
    fn bits_come_back() {
        let mut writer = Writer::new();
        for (one, bit) in bits() {
            writer.carry(one, bit);
        }
        let bytes = writer.finish();
        let mut reader = Reader::new(&bytes);
        for (one, bit) in bits() {
            assert_eq!(reader.carry(one, false), bit);
        }
    }

    #[test]
    fn what_is_foreseen_costs_little() {
        let mut writer = Writer::new();
        for _ in 0..80_000 {
            writer.carry(65_000, true);
        }
        // 80,000 times log2(65536 / 65000), in bytes.
        let cost = 118.5;
        let length = writer.finish().len() as f64;
        assert!((length - cost).abs() < 8.0, "{length} bytes for {cost}");
    }
}
