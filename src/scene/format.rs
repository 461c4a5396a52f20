//! Numbers as text: true minus signs, three to four significant digits for reading, fixed
//! widths for what changes while one looks.

use std::fmt::{Arguments, Display, LowerExp};

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

/// A number as a field holds it: the shortest text that reads back as the same number, with
/// a power of ten where that is shorter, `1e-8`; −0 is 0.
#[must_use]
pub fn typed(value: f64) -> String {
    shorter(value.to_string(), format!("{value:e}"))
}

/// [`typed`] for a number in single precision, as weights are.
#[must_use]
pub fn typed_single(value: f32) -> String {
    shorter(value.to_string(), format!("{value:e}"))
}

fn shorter(plain: String, power: String) -> String {
    match plain.as_str() {
        "-0" => "0".to_owned(),
        _ if power.len() < plain.len() => power,
        _ => plain,
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
    let digits = digits.max(1);
    // The exponent after rounding: 9.996 with three digits is 10.0, not 10.00.
    let rounded = format!("{:.*e}", digits - 1, value.abs());
    let (mantissa, exponent) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-3..5).contains(&exponent) {
        let sign = if value < 0.0 { "\u{2212}" } else { "" };
        return format!("{sign}{mantissa}×10{}", superscript(exponent));
    }
    let decimals = digits as i32 - 1 - exponent;
    fixed(value, decimals.max(0) as usize)
}

/// A number with this many decimals. What rounds to zero has no sign.
#[must_use]
pub fn fixed(value: f64, decimals: usize) -> String {
    if let Some(word) = special(value) {
        return word.to_owned();
    }
    let text = format!("{:.decimals$}", value.abs());
    if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        format!("{MINUS}{text}")
    } else {
        text
    }
}

/// The same with a plus sign before what is positive. `+0.50`, `−0.50`, `0.00`.
#[must_use]
pub fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    if value > 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        format!("+{text}")
    } else {
        text
    }
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
        format!("{value:.0e}").replace('-', "\u{2212}")
    } else if size < 9.995 {
        fixed(value, 2)
    } else if size < 99.95 {
        fixed(value, 1)
    } else if size < 9999.5 {
        fixed(value, 0)
    } else {
        let digits = usize::from(size < 9.95e9);
        format!("{value:.digits$e}").replace('-', "\u{2212}")
    }
}

/// Every digit that tells the number from its neighbours (f32 or f64), in the shortest
/// form that reads back as the same bits.
#[must_use]
pub fn full<T: Copy + Display + LowerExp + Into<f64>>(value: T) -> String {
    shortest(
        value.into(),
        format_args!("{value}"),
        format_args!("{value:e}"),
    )
}

/// The number in one of its two forms.
fn shortest(value: f64, plain: Arguments<'_>, power: Arguments<'_>) -> String {
    if let Some(word) = special(value) {
        return word.to_owned();
    }
    let size = value.abs();
    let text = if size == 0.0 || (1e-5..1e15).contains(&size) {
        plain
    } else {
        power
    };
    text.to_string().replace('-', "\u{2212}")
}

/// A share of one as a percentage with this many decimals, `97.5 %` with a narrow space; with
/// more of them where a part would read as nothing or as all, `99.96 %`.
#[must_use]
pub fn percent(share: f64, decimals: usize) -> String {
    let mut text = fixed(share * 100.0, decimals);
    if share > 0.0 && share < 1.0 {
        for more in decimals..9 {
            let longer = fixed(share * 100.0, more);
            if !longer.trim_matches(['0', '.']).is_empty() && !longer.starts_with("100") {
                text = longer;
                break;
            }
        }
    }
    format!("{text}\u{202F}%")
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
    for byte in exponent.to_string().bytes() {
        // What is no figure is the sign.
        let figure = usize::from(byte.wrapping_sub(b'0'));
        text.push_str(RAISED.get(figure).copied().unwrap_or("⁻"));
    }
    text
}
