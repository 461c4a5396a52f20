//! Opaque colours in sRGB, and mixing that looks even.

use super::read;
use crate::num::Within;

/// An opaque sRGB colour; opacity belongs to the mark that uses it. Aligned to a word, so that
/// it is copied as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(4))]
pub struct Color {
    /// Red, 0..=255.
    pub r: u8,
    /// Green, 0..=255.
    pub g: u8,
    /// Blue, 0..=255.
    pub b: u8,
}

impl Color {
    /// The colour `0xRRGGBB`.
    #[must_use]
    pub const fn hex(rgb: u32) -> Self {
        let [_, r, g, b] = rgb.to_be_bytes();
        Self { r, g, b }
    }

    /// `#RRGGBB`, as SVG and canvas write it.
    #[must_use]
    pub fn css(self) -> String {
        let mut text = String::from("#");
        for &byte in &[self.r, self.g, self.b] {
            for &digit in &[byte >> 4, byte & 15] {
                let zero = if digit < 10 { b'0' } else { b'A' - 10 };
                text.push(char::from(zero + digit));
            }
        }
        text
    }

    /// Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(r, g, b)` and `rgba(...)` with numbers
    /// from 0 to 255, the forms in which browsers give back a colour. Opacity is dropped.
    /// `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(digits) = text.strip_prefix('#') {
            return Self::parse_hex(digits);
        }
        let body = text
            .strip_prefix("rgba(")
            .or_else(|| text.strip_prefix("rgb("))?
            .strip_suffix(')')?;
        // After a stroke stands the opacity.
        let body = body.split_once('/').map_or(body, |(numbers, _)| numbers);
        let (mut rgb, mut known) = (0, 0);
        for parts in body.split(',') {
            for part in parts.split(' ') {
                if !part.is_empty() && known < 3 {
                    // A float to integer cast saturates: both ends clamp by themselves.
                    let channel = read::number(part)?.round() as u8;
                    rgb = rgb << 8 | u32::from(channel);
                    known += 1;
                }
            }
        }
        (known == 3).then(|| Self::hex(rgb))
    }

    fn parse_hex(digits: &str) -> Option<Self> {
        let mut value = 0;
        for digit in digits.chars() {
            value = value << 4 | digit.to_digit(16)?;
        }
        match digits.len() {
            3 => {
                let spread = (value & 0xF00) << 8 | (value & 0xF0) << 4 | value & 0xF;
                Some(Self::hex(17 * spread))
            }
            6 => Some(Self::hex(value)),
            8 => Some(Self::hex(value >> 8)),
            _ => None,
        }
    }

    /// The plain average in sRGB: the share `t` of the way to `other`. Right for short
    /// ways, for example between neighbouring stops of a ramp.
    #[must_use]
    pub fn blend(self, other: Self, t: f64) -> Self {
        let mix = |a: u8, b: u8| {
            let (a, b) = (f64::from(a), f64::from(b));
            (a + (b - a) * t).round().within(0.0, 255.0) as u8
        };
        Self {
            r: mix(self.r, other.r),
            g: mix(self.g, other.g),
            b: mix(self.b, other.b),
        }
    }

    /// The share `t` of the way to `other` in OKLab (Ottosson 2020), where equal ways look
    /// equally long.
    #[must_use]
    pub fn mix(self, other: Self, t: f64) -> Self {
        let (a, b) = (self.oklab(), other.oklab());
        let between = |i: usize| a[i] + (b[i] - a[i]) * t;
        Self::from_oklab([between(0), between(1), between(2)])
    }

    /// Contrast ratio by WCAG 2.2, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn linear(self) -> [f64; 3] {
        let linear = |byte: u8| {
            let v = f64::from(byte) / 255.0;
            if v <= 0.04045 {
                v / 12.92
            } else {
                libm::exp(2.4 * libm::log((v + 0.055) / 1.055))
            }
        };
        [linear(self.r), linear(self.g), linear(self.b)]
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn oklab(self) -> [f64; 3] {
        let [r, g, b] = self.linear();
        // The third root, far more exact than a byte; the logarithm is there already.
        let root = |v: f64| libm::exp(libm::log(v) / 3.0);
        let l = root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
        let m = root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
        let s = root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
        [
            0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        ]
    }

    fn from_oklab([l, a, b]: [f64; 3]) -> Self {
        let cube = |v: f64| v * v * v;
        let x = cube(l + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
        let y = cube(l - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
        let z = cube(l - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
        let byte = |v: f64| {
            let v = if v <= 0.003_130_8 {
                12.92 * v
            } else {
                1.055 * libm::exp(libm::log(v) / 2.4) - 0.055
            };
            (v * 255.0).round().within(0.0, 255.0) as u8
        };
        Self {
            r: byte(4.076_741_662_1 * x - 3.307_711_591_3 * y + 0.230_969_929_2 * z),
            g: byte(-1.268_438_004_6 * x + 2.609_757_401_1 * y - 0.341_319_396_5 * z),
            b: byte(-0.004_196_086_3 * x - 0.703_418_614_7 * y + 1.707_614_701_0 * z),
        }
    }
}
