//! Values to colours, fast: a table of 256 entries.

use super::Palette;
use crate::num::Within;

/// How a value falls on the signed ramp: `low` at the negative end, `mid` in the middle,
/// `high` at the positive end, linear on both sides of the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mapping {
    /// The value at the negative end.
    pub low: f64,
    /// The value in the middle: the threshold of a decision, or zero.
    pub mid: f64,
    /// The value at the positive end.
    pub high: f64,
}

impl Mapping {
    /// A probability: 0, 0.5, 1.
    pub const PROBABILITY: Self = Self {
        low: 0.0,
        mid: 0.5,
        high: 1.0,
    };

    /// Signed values up to `reach` on both sides of zero.
    #[must_use]
    pub const fn symmetric(reach: f64) -> Self {
        Self {
            low: -reach,
            mid: 0.0,
            high: reach,
        }
    }

    /// The value's place in -1..=1; NaN stays NaN.
    #[must_use]
    pub fn signed(&self, value: f64) -> f64 {
        let away = value - self.mid;
        let span = if away >= 0.0 {
            self.high - self.mid
        } else {
            self.mid - self.low
        };
        if away.is_nan() {
            away
        } else if span > 0.0 {
            (away / span).within(-1.0, 1.0)
        } else if away == 0.0 {
            0.0
        } else {
            away.signum()
        }
    }
}

/// A table of 256 colours over the signed range -1..=1. Entry 128 is the first of the
/// positive half, so a value exactly on the middle counts as positive, as a decision at
/// the threshold does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColorMap {
    table: [[u8; 4]; 256],
}

impl ColorMap {
    /// The palette's ramp up to `reach` in 0..=1 on both sides: below 1 it is a tint that
    /// leaves the ends to the marks on it. `bands` cuts it into that many flat steps; with
    /// two, only the ends remain.
    #[must_use]
    pub fn signed(palette: &Palette, bands: Option<u32>, reach: f64) -> Self {
        let mut table = [[0; 4]; 256];
        for (i, entry) in table.iter_mut().enumerate() {
            let mut value = (i as f64 - 127.5) / 127.5;
            if let Some(bands) = bands.filter(|&bands| bands > 1) {
                let bands = f64::from(bands);
                let band = ((value + 1.0) / 2.0 * bands).floor().min(bands - 1.0);
                value = band / (bands - 1.0) * 2.0 - 1.0;
            }
            let color = palette.signed(value * reach);
            *entry = [color.r, color.g, color.b, 255];
        }
        Self { table }
    }

    /// Writes the colours of `values` into `rgba`, four bytes each, as far as both reach.
    /// NaN is left as it is.
    pub fn paint<T: Copy + Into<f64>>(
        &self,
        mut values: impl Iterator<Item = T>,
        mapping: &Mapping,
        rgba: &mut [u8],
    ) {
        // A span of nothing makes a cliff: everything above is the end of the ramp.
        let gain = |span: f64| 127.5 / span.max(1e-30);
        let (above, below) = (
            gain(mapping.high - mapping.mid),
            gain(mapping.mid - mapping.low),
        );
        let mid = mapping.mid;
        for pixel in rgba.as_chunks_mut().0 {
            let Some(value) = values.next() else {
                return;
            };
            let away = value.into() - mid;
            let gain = if away >= 0.0 { above } else { below };
            if !away.is_nan() {
                // A float to integer cast saturates: both ends clamp by themselves.
                let index = (away * gain + 128.0) as u8;
                *pixel = self.table[usize::from(index)];
            }
        }
    }
}
