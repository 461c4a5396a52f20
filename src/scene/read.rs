//! Numbers from text.
//!
//! The standard library's own reader, and each that stands in for it, is larger in the module
//! than all of this floor's pictures of numbers; this one gives the same bits, by comparing
//! exact digits where a double does not decide.

use std::cmp::Ordering;

use super::decimal::Decimal;
use crate::num::math::power;

/// So many significant digits decide every double; of later ones it only counts whether any
/// differs from zero (768 digits name a halfway point; the rest is slack).
const MOST_DIGITS: usize = 800;
/// Beyond any double's power of ten.
const FAR: i64 = 1000;

/// Reads a number as a link, a file or a field writes it: `0.3`, `-1e-4`, rounded to the
/// nearest double and, halfway, to the even one. What is not finite or not a number is none.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    let (negative, size) = sign(text.trim());
    let parts = size.split_once('e').or_else(|| size.split_once('E'));
    let (mantissa, exponent) = match parts {
        Some((mantissa, power)) => (mantissa, exponent(power)?),
        None => (size, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = Vec::new();
    let mut point = exponent;
    let mut rest = false;
    for (part, shift) in [(whole, 1), (fraction, 0)] {
        for digit in part.bytes() {
            if !digit.is_ascii_digit() {
                return None;
            }
            point += shift;
            if digits.is_empty() && digit == b'0' {
                point -= 1;
            } else if digits.len() < MOST_DIGITS {
                digits.push(digit - b'0');
            } else {
                rest |= digit != b'0';
            }
        }
    }
    if whole.len() + fraction.len() == 0 {
        return None;
    }
    if rest {
        digits.push(1);
    }
    let point = point.clamp(-FAR, FAR) as i32;
    let value = nearest(&Decimal::new(digits, point));
    value
        .is_finite()
        .then_some(if negative { -value } else { value })
}

/// Whether a number begins with a minus, and what stands after its sign.
fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(size) => (true, size),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// A whole number after the `e`, far beyond any double's where it is that large.
fn exponent(text: &str) -> Option<i64> {
    let (negative, digits) = sign(text);
    if digits.is_empty() {
        return None;
    }
    let mut value = 0_i64;
    for digit in digits.bytes() {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = (10 * value + i64::from(digit - b'0')).min(1_000_000_000);
    }
    Some(if negative { -value } else { value })
}

/// The double nearest to a number; infinite where it is too large for one.
fn nearest(decimal: &Decimal) -> f64 {
    let Decimal { point, digits } = decimal;
    if *point < -330 {
        return 0.0;
    }
    if *point > 310 {
        return f64::INFINITY;
    }
    // As many digits as surely fit.
    let first = digits.iter().take(19);
    let lead = first.fold(0, |sum: u64, digit| 10 * sum + u64::from(*digit)) as f64;
    let last = point - digits.len() as i32;
    if digits.len() <= 15 && (-22..=22).contains(&last) {
        // Both numbers are exact, so that one operation rounds once.
        let power = power(10.0, last.unsigned_abs().into());
        return if last < 0 { lead / power } else { lead * power };
    }
    // Near enough to begin with; in two steps, for 10^330 is no double.
    let scale = point - digits.len().min(19) as i32;
    let half = scale / 2;
    let mut guess = lead;
    for part in [half, scale - half] {
        let power = power(10.0, part.unsigned_abs().into());
        guess = if part < 0 {
            guess / power
        } else {
            guess * power
        };
    }
    let mut guess = guess.min(f64::MAX);
    // The beginning is a few doubles off at the most; nothing that a link says may take for ever.
    for _ in 0..64 {
        let above = decimal.cmp(&Decimal::halfway(guess, MOST_DIGITS));
        let odd = guess.to_bits() & 1 == 1;
        if above == Ordering::Greater || (above == Ordering::Equal && odd) {
            guess = guess.next_up();
        } else if guess == 0.0 {
            return guess;
        } else {
            let below = guess.next_down();
            let from_below = decimal.cmp(&Decimal::halfway(below, MOST_DIGITS));
            if from_below == Ordering::Less || (from_below == Ordering::Equal && odd) {
                guess = below;
            } else {
                return guess;
            }
        }
        if guess.is_infinite() {
            break;
        }
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::number;
    use proptest::prelude::*;

    fn standard(text: &str) -> Option<f64> {
        text.parse().ok().filter(|value: &f64| value.is_finite())
    }

    fn same(text: &str) {
        assert_eq!(
            number(text).map(f64::to_bits),
            standard(text).map(f64::to_bits),
            "{text}"
        );
    }

    #[test]
    fn it_reads_as_the_standard_library_does() {
        for text in [
            "0",
            "-0",
            "1",
            "+1",
            ".5",
            "5.",
            "-.5e3",
            "1e5",
            "1E+5",
            "1e-5",
            "0.3",
            "00012.50",
            "1e400",
            "1e-400",
            "-1e-400",
            "0e999999999999",
            "9007199254740993",
            "9007199254740992.99999",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "179769313486231580793e289",
            "2.2250738585072011e-308",
            "2.2250738585072014e-308",
            "5e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "4.9e-324",
            "123456789012345678",
            "1e22",
            "1e23",
            "8.5e22",
            "0.1000000000000000055511151231257827021181583404541015625",
            "2.47032822920623272e-324",
            "",
            ".",
            "-",
            "+",
            "e5",
            "1e",
            "1e+",
            "1 2",
            "1_000",
            "0x10",
            "1.2.3",
            "--1",
            "1e5.5",
            "٣",
        ] {
            same(text);
        }
        assert_eq!(number(" 0.25\n"), Some(0.25));
        for text in ["NaN", "inf", "-infinity", "1e999"] {
            assert_eq!(number(text), None, "{text}");
        }
        let halfway = format!("9007199254740993.{}1", "0".repeat(2000));
        same(&halfway);
        same(&format!("0.{}1", "0".repeat(400)));
        same(&format!("1{}", "0".repeat(400)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50_000))]

        #[test]
        fn every_double_comes_back(bits: u64) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite());
            let text = value.to_string();
            prop_assert_eq!(number(&text).map(f64::to_bits), Some(bits));
            let text = format!("{value:e}");
            prop_assert_eq!(number(&text).map(f64::to_bits), Some(bits));
        }

        #[test]
        fn any_digits_are_read_alike(text in "[+-]?[0-9]{0,25}(\\.[0-9]{0,25})?([eE][+-]?[0-9]{1,3})?") {
            prop_assert_eq!(number(&text).map(f64::to_bits), standard(&text).map(f64::to_bits), "{}", text);
        }

        #[test]
        fn what_lies_about_halfway_is_read_alike(bits: u64, digits in 17..40_usize) {
            let value = f64::from_bits(bits);
            prop_assume!(value.is_finite() && value.next_up().is_finite());
            let text = format!("{value:.digits$e}");
            prop_assert_eq!(number(&text).map(f64::to_bits), standard(&text).map(f64::to_bits), "{}", text);
        }
    }
}
