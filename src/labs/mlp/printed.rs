//! Numbers in print that still add up: each number of a statement has its own three to
//! four significant digits, and a sign of equality is `=` only where what is printed
//! comes to what is printed, within the last digit.

use std::fmt::{self, Write as _};

use crate::num::Real;
use crate::scene::format;
use crate::scene::read;

/// How many digits a statement shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// Three to four significant ones, for reading.
    Short,
    /// Every digit that tells the number from its neighbours.
    All,
}

/// A number, or a few in brackets, as printed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    /// The text.
    pub(super) text: String,
    /// What the text says, which is a little off the number that was printed.
    pub(super) value: f64,
    /// Half of the last digit that is shown.
    half: f64,
    /// Whether it is written with a power of ten.
    scientific: bool,
}

/// Significant digits for reading; a total is shown with the second where it agrees with
/// the printed terms only then.
const KEPT: [usize; 2] = [4, 3];
/// Zeros after the point are left out down to so many decimals, where nothing is lost.
const FEWEST_DECIMALS: i32 = 2;
/// What a sum of printed numbers that cancel may be off zero by the arithmetic alone.
const NOTHING: f64 = 1e-15;

impl Number {
    /// `value` with so many significant digits, or with every digit.
    fn new(value: f64, digits: Option<usize>) -> Self {
        if value == 0.0 || !value.is_finite() {
            let text = match digits {
                None if value == 0.0 => "0".to_owned(),
                _ => format::fixed(value, FEWEST_DECIMALS as usize),
            };
            return Self {
                text,
                value,
                half: NOTHING,
                scientific: false,
            };
        }
        let raw = match digits {
            Some(digits) => format::rounded_power(value, digits - 1),
            None if (value as Real).is_normal() => format::power_real(value as Real),
            // Worked out wider than training's numbers reach.
            None => format::rounded_power(value, 8),
        };
        let (mantissa, exponent) = raw.split_once('e').unwrap_or((&raw, "0"));
        let exponent: i32 = exponent.parse().unwrap_or(0);
        let shown = read::number(&raw).unwrap_or(value);
        // A whole number shows its last digit: 1159, but not 6900 for three digits of it.
        let reach = digits.map_or(-5..9, |digits| -4..digits as i32);
        let plain = reach.contains(&exponent);
        let (base, power) = if plain {
            (shown, 0)
        } else {
            (read::number(mantissa).unwrap_or(shown), exponent)
        };
        let count = mantissa.bytes().filter(u8::is_ascii_digit).count() as i32;
        let mut decimals = (count - 1 - if plain { exponent } else { 0 }).max(0);
        let mut text = format::fixed(base, decimals as usize);
        // A digit that rounding made zero stays: −0.1599 is −0.160, and not −0.16.
        if digits.is_some() && (shown - value).abs() <= 1e-6 * value.abs() {
            while decimals > FEWEST_DECIMALS && text.ends_with('0') {
                text.pop();
                decimals -= 1;
            }
        }
        if power != 0 {
            text += "×10";
            text += &format::superscript(power);
        }
        let mut half = "5e".to_owned();
        format::add_whole(&mut half, power - decimals - 1);
        let half = read::number(&half).unwrap_or(0.0);
        Self {
            text,
            value: shown,
            half,
            scientific: power != 0,
        }
    }

    /// Whether `worked` is nearer to this number than half of the last digit that is shown.
    fn is(&self, worked: f64) -> bool {
        worked == self.value || (worked - self.value).abs() < self.half * (1.0 - 1e-9)
    }

    /// Writes the number after a plus, a minus or a point: a negative one in brackets.
    pub(super) fn operand(&self, text: &mut String) {
        self.bracketed(self.text.starts_with(format::MINUS), text);
    }

    /// Writes the number under a line, a root or an exponent: a power of ten in brackets too.
    pub(super) fn whole(&self, text: &mut String) {
        let is_negative = self.text.starts_with(format::MINUS);
        self.bracketed(is_negative || self.scientific, text);
    }

    fn bracketed(&self, needed: bool, text: &mut String) {
        if needed {
            text.push('(');
        }
        *text += &self.text;
        if needed {
            text.push(')');
        }
    }

    /// Two numbers in brackets, to stand for their sum.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut text = "(".to_owned();
        text += &self.text;
        text += " + ";
        other.operand(&mut text);
        text += ")";
        Self {
            text,
            value: self.value + other.value,
            half: 0.0,
            scientific: false,
        }
    }
}

impl Digits {
    /// The number as printed.
    pub(super) fn number(self, value: f64) -> Number {
        Number::new(value, (self == Self::Short).then_some(KEPT[0]))
    }

    /// Writes `value`, and tells what it says in print.
    pub(super) fn write(self, value: f64, text: &mut String) -> f64 {
        self.follow(0, "", value, text)
    }

    /// Whether `worked` (worked out from printed numbers) is `total` as it is printed, and
    /// how that is.
    fn total(self, worked: f64, total: f64) -> (bool, Number) {
        let mut number = self.number(total);
        let mut same = number.is(worked);
        if !same && self == Self::Short {
            let shorter = Number::new(total, Some(KEPT[1]));
            if shorter.scientific == number.scientific && shorter.is(worked) {
                (same, number) = (true, shorter);
            }
        }
        (same, number)
    }

    /// Whether `worked` is `total` in print.
    pub(super) fn agrees(self, worked: f64, total: f64) -> bool {
        self.total(worked, total).0
    }

    /// Writes ` = total` where `worked` (worked out from printed numbers) is what is printed,
    /// else ` ≈ total`.
    pub(super) fn equals(self, worked: f64, total: f64, text: &mut String) {
        let (same, number) = self.total(worked, total);
        *text += if same { " = " } else { " ≈ " };
        *text += &number.text;
    }

    /// Writes `1.20 + (−0.30) = 0.90`.
    pub(super) fn sum(self, terms: &[f64], total: f64, text: &mut String) {
        let worked = self.series(terms, text);
        self.equals(worked, total, text);
    }

    /// Writes `0.412·(−0.80)·0.0031 = −0.001022`.
    pub(super) fn product(self, factors: &[f64], value: f64, text: &mut String) {
        let mut worked = 1.0;
        for (place, factor) in factors.iter().enumerate() {
            worked *= self.follow(place, "·", *factor, text);
        }
        self.equals(worked, value, text);
    }

    /// Writes the numbers with plus signs between them, and tells what they come to.
    pub(super) fn series(self, terms: &[f64], text: &mut String) -> f64 {
        let mut worked = 0.0;
        for (place, term) in terms.iter().enumerate() {
            worked += self.follow(place, " + ", *term, text);
        }
        worked
    }

    /// Writes the number at a place of a row of numbers with a sign between them.
    fn follow(self, place: usize, sign: &str, value: f64, text: &mut String) -> f64 {
        let number = self.number(value);
        if place > 0 {
            *text += sign;
            number.operand(text);
        } else {
            *text += &number.text;
        }
        number.value
    }
}

/// Words and a number as it is read beside a picture.
pub(super) fn reading(words: &str, value: f64) -> String {
    let mut text = words.to_owned();
    add_reading(&mut text, value);
    text
}

/// Writes a number as it is read beside a picture.
// One copy for many callers.
#[inline(never)]
pub(super) fn add_reading(text: &mut String, value: f64) {
    *text += &format::reading(value);
}

/// Writes on at the end of a text.
// One copy for many callers.
#[inline(never)]
pub(super) fn add(text: &mut String, more: fmt::Arguments<'_>) {
    // A string takes whatever is written to it.
    let _ = text.write_fmt(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Digits = Digits::Short;

    fn printed(digits: Digits, value: f64) -> String {
        digits.number(value).text
    }

    fn equals(digits: Digits, worked: f64, total: f64) -> String {
        written(&|text| digits.equals(worked, total, text))
    }

    fn sum(terms: &[f64], total: f64) -> String {
        written(&|text| SHORT.sum(terms, total, text))
    }

    fn product(factors: &[f64], value: f64) -> String {
        written(&|text| SHORT.product(factors, value, text))
    }

    fn written(write: &dyn Fn(&mut String)) -> String {
        let mut text = String::new();
        write(&mut text);
        text
    }

    #[test]
    fn the_example_of_the_textbook_prints_as_in_the_textbook() {
        let terms = [0.80 * 1.50, -0.60 * 0.50, 0.10];
        assert_eq!(sum(&terms, 1.0), "1.20 + (−0.30) + 0.10 = 1.00");
        assert_eq!(product(&[0.8, 1.5], 1.2), "0.80·1.50 = 1.20");
    }

    #[test]
    fn a_sum_that_rounding_breaks_says_so() {
        let terms = [1.000_04, 0.333_33, -1.333_04];
        assert_eq!(sum(&terms, 0.000_33), "1.000 + 0.3333 + (−1.333) ≈ 0.00033");
        assert_eq!(sum(&[1.0 / 3.0, 2.0 / 3.0], 1.0), "0.3333 + 0.6667 = 1.00");
        assert_eq!(sum(&[2.0 / 3.0; 3], 2.0), "0.6667 + 0.6667 + 0.6667 = 2.00");
    }

    #[test]
    fn a_digit_that_rounding_made_zero_stays() {
        assert_eq!(printed(SHORT, -0.159_996), "−0.1600");
        assert_eq!(printed(SHORT, f64::from(0.3_f32)), "0.30");
    }

    #[test]
    fn every_number_keeps_digits_of_its_own() {
        for (value, text) in [
            (0.0, "0.00"),
            (-0.0, "0.00"),
            (0.002_612, "0.002612"),
            (-0.000_296_4, "−0.0002964"),
            (0.000_029_64, "2.964×10⁻⁵"),
            (-1_986_211_086_336.0, "−1.986×10¹²"),
            (1159.4, "1159"),
            (9999.7, "1.000×10⁴"),
            (f64::INFINITY, "∞"),
        ] {
            assert_eq!(printed(SHORT, value), text);
        }
        let (w, delta) = (6.930_2, 0.007_434_1);
        assert_eq!(product(&[w, delta], w * delta), "6.930·0.007434 = 0.05152");
        assert_eq!(printed(Digits::All, -0.0), "0");
        assert_eq!(printed(Digits::All, 1e-7), "1×10⁻⁷");
    }

    #[test]
    fn equal_means_equal_in_print() {
        assert_eq!(
            product(&[5.162_6, -1159.1], -5982.0),
            "5.163·(−1159) ≈ −5982"
        );
        let (a, b) = (-2.756_209_1, -2.867_992);
        let worked = Digits::All.number(a).value - Digits::All.number(b).value;
        assert_eq!(equals(Digits::All, worked, 0.111_782_79), " ≈ 0.11178279");
        assert_eq!(equals(Digits::All, worked, 0.111_782_9), " = 0.1117829");
        assert_eq!(equals(SHORT, 0.1 + 0.2 - 0.3, 0.0), " = 0.00");
        assert_eq!(equals(SHORT, 0.003, 0.0), " ≈ 0.00");
    }

    #[test]
    fn what_stands_under_a_root_or_an_exponent_is_one() {
        let small = SHORT.number(1.5e-9);
        assert_eq!(written(&|text| small.whole(text)), "(1.50×10⁻⁹)");
        assert_eq!(written(&|text| small.operand(text)), "1.50×10⁻⁹");
        let both = SHORT.number(0.5).plus(&SHORT.number(-0.25));
        assert_eq!(written(&|text| both.whole(text)), "(0.50 + (−0.25))");
        assert_eq!(both.value, 0.25);
    }
}
