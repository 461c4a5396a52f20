//! Numbers as text: true minus signs, three to four significant digits for reading, fixed
//! widths for what changes while one looks.

use super::decimal::Decimal;
use crate::num::Real;

/// The true minus sign.
pub const MINUS: char = '\u{2212}';
/// A space as wide as a figure.
pub const FIGURE_SPACE: char = '\u{2007}';

/// A number for reading: three significant digits, four from 1000 on, powers of ten when
/// it is very small or very large. `0.762`, `−12.3`, `1234`, `4.56×10⁻⁵`.
#[must_use]
pub fn reading(value: f64) -> String {
    significant(value, 3)
}

/// Every digit that tells the number from its neighbours, without a power of ten: what the
/// standard library's `{}` writes, to the byte.
#[must_use]
pub fn plain(value: f64) -> String {
    shortest(value, f64::MANTISSA_DIGITS, false)
}

/// [`plain`] for a number in single precision, as weights are.
#[must_use]
pub fn plain_single(value: f32) -> String {
    shortest(value.into(), f32::MANTISSA_DIGITS, false)
}

/// [`plain`] for a number of the training.
#[must_use]
pub fn plain_real(value: Real) -> String {
    shortest(value.into(), Real::MANTISSA_DIGITS, false)
}

/// The same as a power of ten, `1e-5`: what `{:e}` writes, to the byte.
#[must_use]
pub fn power(value: f64) -> String {
    shortest(value, f64::MANTISSA_DIGITS, true)
}

/// [`power`] for a number of the training.
#[must_use]
pub fn power_real(value: Real) -> String {
    shortest(value.into(), Real::MANTISSA_DIGITS, true)
}

/// A number as code writes it, `1.0` or `1e16`: what `{:?}` writes, to the byte.
#[must_use]
pub fn literal(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        return power(value);
    }
    let mut text = plain(value);
    if size.fract() == 0.0 {
        text.push_str(".0");
    }
    text
}

/// So many decimals: what `{:.decimals$}` writes, to the byte.
#[must_use]
pub fn rounded(value: f64, decimals: usize) -> String {
    text(value, &to_decimals(value, decimals), decimals, false)
}

/// So many digits after the first and a power of ten: what `{:.decimals$e}` writes, to the byte.
#[must_use]
pub fn rounded_power(value: f64, decimals: usize) -> String {
    let mut digits = Decimal::exact(value, decimals + 2);
    digits.round(decimals as i32 + 1);
    text(value, &digits, decimals, true)
}

/// The digits down to so many decimals.
fn to_decimals(value: f64, decimals: usize) -> Decimal {
    // As many as may stand before the point.
    let whole = if value.abs() < 1e15 { 16 } else { 310 };
    let mut digits = Decimal::exact(value, whole + decimals + 1);
    digits.round(digits.point + decimals as i32);
    digits
}

fn shortest(value: f64, precision: u32, power: bool) -> String {
    let digits = Decimal::shortest(value, precision);
    let point = if power { 1 } else { digits.point };
    let decimals = match digits.digits.len() {
        0 => 0,
        count => count as i32 - point,
    };
    text(value, &digits, decimals.max(0) as usize, power)
}

/// A number's sign and digits; `NaN` and `inf` have none.
fn text(value: f64, digits: &Decimal, decimals: usize, power: bool) -> String {
    let mut text = String::new();
    if value.is_nan() {
        text.push_str("NaN");
        return text;
    }
    if value.is_sign_negative() {
        text.push('-');
    }
    if value.is_infinite() {
        text.push_str("inf");
    } else if power {
        digits.write_power(&mut text, decimals);
    } else {
        digits.write_plain(&mut text, decimals);
    }
    text
}

/// A number as a field holds it: the shortest text that reads back as the same number, with
/// a power of ten where that is shorter, `1e-8`; −0 is 0.
#[must_use]
pub fn typed(value: f64) -> String {
    shorter(value, f64::MANTISSA_DIGITS)
}

/// [`typed`] for a number in single precision, as weights are.
#[must_use]
pub fn typed_single(value: f32) -> String {
    shorter(value.into(), f32::MANTISSA_DIGITS)
}

fn shorter(value: f64, precision: u32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let plain = shortest(value, precision, false);
    let power = shortest(value, precision, true);
    if power.len() < plain.len() {
        power
    } else {
        plain
    }
}

/// A number with this many significant digits; whole numbers below 100,000 keep all
/// theirs, and powers of ten are used below 0.001 and from 100,000 on.
#[must_use]
pub fn significant(value: f64, digits: usize) -> String {
    if let Some(word) = special(value) {
        return word.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = digits.max(1) as i32;
    // The exponent after rounding: 9.996 with three digits is 10.0, not 10.00.
    let mut rounded = Decimal::exact(value, digits as usize + 1);
    rounded.round(digits);
    let exponent = rounded.exponent();
    let plain = (-3..5).contains(&exponent);
    let decimals = digits - 1 - exponent;
    if plain && decimals < 0 {
        return fixed(value, 0);
    }
    let mut text = String::new();
    if value < 0.0 {
        text.push(MINUS);
    }
    if plain {
        rounded.write_plain(&mut text, decimals as usize);
        return text;
    }
    rounded.point = 1;
    rounded.write_plain(&mut text, digits as usize - 1);
    text.push_str("×10");
    text.push_str(&superscript(exponent));
    text
}

/// A number with this many decimals. What rounds to zero has no sign.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    with_sign(value, decimals, false)
}

/// The same with a plus sign before what is positive. `+0.50`, `−0.50`, `0.00`.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    with_sign(value, decimals, true)
}

fn with_sign(value: f64, decimals: usize, plus: bool) -> String {
    if let Some(word) = special(value) {
        return word.to_owned();
    }
    let digits = to_decimals(value, decimals);
    let mut text = String::new();
    if digits.digits.is_empty() {
        // No sign.
    } else if value < 0.0 {
        text.push(MINUS);
    } else if plus {
        text.push('+');
    }
    digits.write_plain(&mut text, decimals);
    text
}

/// The same, filled up on the left with figure spaces to `width` characters, for columns
/// and read-outs that must not jump.
#[must_use]
pub fn padded(value: f64, decimals: usize, width: usize) -> String {
    pad(&fixed(value, decimals), width)
}

/// Fills `text` up on the left with figure spaces to `width` characters.
#[must_use]
pub fn pad(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.chars().count());
    let mut padded: String = std::iter::repeat_n(FIGURE_SPACE, missing).collect();
    padded.push_str(text);
    padded
}

/// At most six characters for a place where space is dear, as on an edge: two decimals
/// below 10, one below 100, none below 10,000, then `1.2e5`; `3e−3` for what two decimals
/// would take for zero.
#[must_use]
pub fn compact(value: f64) -> String {
    if let Some(word) = special(value) {
        return word.to_owned();
    }
    let size = value.abs();
    if (1e-99..0.005).contains(&size) {
        with_minus(&rounded_power(value, 0))
    } else if size < 9.995 {
        fixed(value, 2)
    } else if size < 99.95 {
        fixed(value, 1)
    } else if size < 9999.5 {
        fixed(value, 0)
    } else {
        with_minus(&rounded_power(value, usize::from(size < 9.95e9)))
    }
}

/// Every digit that tells the number from its neighbours, in the shortest form that reads back
/// as the same bits.
#[must_use]
pub fn full(value: f64) -> String {
    if let Some(word) = special(value) {
        return word.to_owned();
    }
    let size = value.abs();
    let power = size != 0.0 && !(1e-5..1e15).contains(&size);
    with_minus(&shortest(value, f64::MANTISSA_DIGITS, power))
}

/// With true minus signs.
fn with_minus(text: &str) -> String {
    let mut printed = String::new();
    for sign in text.chars() {
        printed.push(if sign == '-' { MINUS } else { sign });
    }
    printed
}

/// Writes a whole number: what `{}` writes, to the byte.
pub(crate) fn add_whole(to: &mut String, number: i32) {
    if number < 0 {
        to.push('-');
    }
    to.push_str(&number.unsigned_abs().to_string());
}

/// Puts a letter or a sign before a number.
#[inline(never)]
pub(crate) fn put_before(number: &mut String, sign: &str) {
    let mut text = sign.to_owned();
    text += number;
    *number = text;
}

/// A text in quotation marks, with escapes for what cannot be seen: what `{:?}` writes.
// Letter by letter: the standard library's printer cuts texts, and what it would say where it
// cannot is more code than all of this.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for letter in text.chars() {
        if letter == '\'' {
            quoted.push(letter);
            continue;
        }
        for sign in letter.escape_debug() {
            quoted.push(sign);
        }
    }
    quoted.push('"');
    quoted
}

/// A share of one as a percentage with this many decimals, `97.5 %` with a narrow space; with
/// more of them where a part would read as nothing or as all, `99.96 %`.
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    let mut text = fixed(share * 100.0, decimals);
    if share > 0.0 && share < 1.0 {
        for more in decimals..9 {
            let longer = fixed(share * 100.0, more);
            if longer.bytes().any(|digit| (b'1'..=b'9').contains(&digit))
                && !longer.starts_with("100")
            {
                text = longer;
                break;
            }
        }
    }
    format!("{text}\u{202F}%")
}

/// Texts after one another with `between` between them.
#[must_use]
pub fn joined(texts: &[impl AsRef<str>], between: &str) -> String {
    let mut joined = String::new();
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            joined.push_str(between);
        }
        joined.push_str(text.as_ref());
    }
    joined
}

/// A whole number in groups of three. `12,345`.
#[must_use]
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn special(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value == f64::INFINITY {
        Some("∞")
    } else if value == f64::NEG_INFINITY {
        Some("−∞")
    } else {
        None
    }
}

/// The figures as exponents.
const RAISED: [&str; 10] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/// A whole number as an exponent. `⁻⁵`.
#[must_use]
pub fn superscript(exponent: i32) -> String {
    let mut text = String::new();
    if exponent < 0 {
        text.push('⁻');
    }
    for byte in exponent.unsigned_abs().to_string().bytes() {
        let figure = usize::from(byte.wrapping_sub(b'0'));
        text.push_str(RAISED.get(figure).copied().unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{literal, plain, plain_single, power, quoted, rounded, rounded_power};
    use proptest::prelude::*;

    /// Each way of writing beside the standard library's.
    fn same(value: f64, decimals: usize) {
        assert_eq!(plain(value), format!("{value}"));
        assert_eq!(power(value), format!("{value:e}"));
        assert_eq!(literal(value), format!("{value:?}"));
        assert_eq!(rounded(value, decimals), format!("{value:.decimals$}"));
        assert_eq!(
            rounded_power(value, decimals),
            format!("{value:.decimals$e}")
        );
        let single = value as f32;
        assert_eq!(plain_single(single), format!("{single}"));
    }

    proptest! {
        #[test]
        fn texts_are_quoted_as_the_standard_library_does(text in "(\\PC|['\"\\\\\n\t\0\u{301}\u{7f}\u{200b}])*") {
            prop_assert_eq!(quoted(&text), format!("{text:?}"));
        }
    }

    #[test]
    fn numbers_are_written_as_the_standard_library_does() {
        let special = [
            0.0,
            f64::NAN,
            f64::INFINITY,
            f64::MAX,
            f64::MIN_POSITIVE,
            5e-324,
            9.999e-5,
            1e-4,
            1e15,
            1e16,
            1e22,
            1e23,
            9_007_199_254_740_992.0,
            // Two shortest texts lie equally near.
            2_251_799_813_685_248.25,
        ];
        for value in special {
            for decimals in 0..25 {
                same(value, decimals);
                same(-value, decimals);
            }
        }
        // Where the numbers' distance changes, in either precision.
        for exponent in 0..2047_u64 {
            for mantissa in [0, 1, (1 << 52) - 1] {
                same(f64::from_bits(exponent << 52 | mantissa), 3);
            }
        }
        for exponent in 0..255_u32 {
            for mantissa in [0, 1, (1 << 23) - 1] {
                same(f32::from_bits(exponent << 23 | mantissa).into(), 6);
            }
        }
        // Halfway between two texts.
        for count in 0..20_000_u32 {
            same(f64::from(count) / 64.0, count as usize % 5);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50_000))]

        #[test]
        fn any_number_is_written_as_the_standard_library_does(bits: u64, decimals in 0..25_usize) {
            same(f64::from_bits(bits), decimals);
        }

        #[test]
        fn any_number_of_the_page_is_written_as_the_standard_library_does(
            value in -1e6..1e6_f64,
            decimals in 0..12_usize,
        ) {
            same(value, decimals);
            same(value * 1e-6, decimals);
            same((value as f32).into(), decimals);
        }
    }
}
