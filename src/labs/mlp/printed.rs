//! Numbers in print that still add up: a statement's numbers are rounded together, and
//! its sign of equality is `=` only where what is printed is true to the last digit.

use crate::num::{Real, read};
use crate::scene::format;

/// How many digits a statement shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Digits {
    /// Three to four significant ones, for reading.
    Short,
    /// Every digit that tells the number from its neighbours.
    All,
}

/// The numbers of one statement, printed alike.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printed {
    /// Decimals; none where every digit is shown.
    decimals: Option<usize>,
}

/// The fewest decimals that are printed for reading.
const FEWEST_DECIMALS: i32 = 2;
/// The most decimals that are printed for reading.
const MOST_DECIMALS: i32 = 12;

impl Printed {
    /// As many decimals as give the largest of `values` three significant digits, four
    /// where several numbers share them; zeros that all of them end in are left out.
    pub(super) fn new(digits: Digits, values: &[f64]) -> Self {
        let largest = values
            .iter()
            .filter(|value| value.is_finite())
            .fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let decimals = (digits == Digits::Short).then(|| {
            let exponent = if largest > 0.0 {
                libm::floor(libm::log10(largest)) as i32
            } else {
                0
            };
            let digits = if values.len() > 1 { 3 } else { 2 };
            let mut decimals = (digits - exponent).clamp(FEWEST_DECIMALS, MOST_DECIMALS) as usize;
            while decimals > FEWEST_DECIMALS as usize
                && values.iter().all(|value| ends_in_zero(*value, decimals))
            {
                decimals -= 1;
            }
            decimals
        });
        Self { decimals }
    }

    /// The same, or with one decimal more or less where the sum of `terms` then prints as
    /// exactly `total`.
    pub(super) fn adding_up(self, terms: &[f64], total: f64) -> Self {
        let Some(decimals) = self.decimals else {
            return self;
        };
        [decimals, decimals + 1, decimals - 1]
            .into_iter()
            .filter(|decimals| (FEWEST_DECIMALS..=MOST_DECIMALS).contains(&(*decimals as i32)))
            .map(|decimals| Self {
                decimals: Some(decimals),
            })
            .find(|printed| {
                let worked = terms.iter().map(|term| printed.rounded(*term)).sum();
                printed.number(worked) == printed.number(total)
            })
            .unwrap_or(self)
    }

    /// The number as it stands alone or first.
    pub(super) fn number(self, value: f64) -> String {
        match self.decimals {
            Some(decimals) => format::fixed(value, decimals),
            None => format::full(value as Real),
        }
    }

    /// The number after an operator: a negative one in brackets.
    pub(super) fn operand(self, value: f64) -> String {
        let text = self.number(value);
        if text.starts_with(format::MINUS) {
            format!("({text})")
        } else {
            text
        }
    }

    /// The number as printed, read back.
    pub(super) fn rounded(self, value: f64) -> f64 {
        match self.decimals {
            Some(decimals) => read::number(&format!("{value:.decimals$}")).unwrap_or(value),
            None => value,
        }
    }

    /// `= total` where `worked` (worked out from printed numbers) prints the same, else
    /// `≈ total`.
    pub(super) fn equals(self, worked: f64, total: f64) -> String {
        let same = match self.decimals {
            Some(_) => self.number(worked) == self.number(total),
            None => worked == total,
        };
        format!("{} {}", if same { "=" } else { "≈" }, self.number(total))
    }

    /// `1.20 + (−0.30) = 0.90`.
    pub(super) fn sum(self, terms: &[f64], total: f64) -> String {
        let worked = terms.iter().map(|term| self.rounded(*term)).sum();
        format!(
            "{} {}",
            self.series(terms, " + "),
            self.equals(worked, total)
        )
    }

    /// The numbers with an operator between them.
    pub(super) fn series(self, values: &[f64], operator: &str) -> String {
        let mut text = String::new();
        for (i, value) in values.iter().enumerate() {
            if i == 0 {
                text += &self.number(*value);
            } else {
                text += operator;
                text += &self.operand(*value);
            }
        }
        text
    }
}

/// Significant digits of the factors of a product, and of what it comes to: one more
/// for the factors, so that what is printed mostly multiplies to what is printed.
const PRODUCT_DIGITS: (usize, usize) = (4, 3);

/// `0.412·(−0.80)·0.0031 = −0.00102`: a product of factors that may be of very different
/// sizes, each rounded by itself; `≈` where the printed factors come to another number
/// than the printed one.
pub(super) fn multiplied(digits: Digits, factors: &[f64], value: f64) -> String {
    let (short, total) = PRODUCT_DIGITS;
    let written = |value: f64, kept: usize| match digits {
        Digits::Short => trimmed(value, kept),
        Digits::All => format::full(value as Real),
    };
    let mut text = String::new();
    let mut worked = 1.0;
    for (i, factor) in factors.iter().enumerate() {
        let number = written(*factor, short);
        worked *= match digits {
            Digits::Short => rounded(*factor, short),
            Digits::All => *factor,
        };
        text += match i {
            0 => "",
            _ => "·",
        };
        if i > 0 && number.starts_with(format::MINUS) {
            text += &format!("({number})");
        } else {
            text += &number;
        }
    }
    // The numbers, not their texts: 0.50 and 0.500 are the same.
    let same = match digits {
        Digits::Short => rounded(worked, total) == rounded(value, total),
        Digits::All => written(worked, total) == written(value, total),
    };
    let sign = if same { "=" } else { "≈" };
    format!("{text} {sign} {}", written(value, total))
}

/// The number with so many significant digits, read back.
fn rounded(value: f64, digits: usize) -> f64 {
    read::number(&format!("{value:.*e}", digits.max(1) - 1)).unwrap_or(value)
}

/// The number with so many significant digits, without the zeros that it ends in, but for
/// two decimals. A digit that rounding made zero stays.
fn trimmed(value: f64, digits: usize) -> String {
    let mut text = format::significant(value, digits);
    let exact = (rounded(value, digits) - value).abs() <= 1e-6 * value.abs();
    while exact
        && !text.contains('×')
        && text.ends_with('0')
        && text
            .find('.')
            .is_some_and(|dot| text.len() - dot > FEWEST_DECIMALS as usize + 1)
    {
        text.pop();
    }
    text
}

/// Whether the last of so many decimals is a zero, and what follows it too: −0.1599 is
/// −0.160 with three digits, and not −0.16.
fn ends_in_zero(value: f64, decimals: usize) -> bool {
    let shorter = Printed {
        decimals: Some(decimals - 1),
    };
    (shorter.rounded(value) - value).abs() <= 1e-6 * value.abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_textbook_prints_as_in_the_textbook() {
        let values = [0.80 * 1.50, -0.60 * 0.50, 0.10, 1.00];
        let printed = Printed::new(Digits::Short, &values);
        assert_eq!(
            printed.sum(&values[..3], values[3]),
            "1.20 + (−0.30) + 0.10 = 1.00"
        );
        let worked = multiplied(Digits::Short, &[0.8, 1.5], 1.2);
        assert_eq!(worked, "0.80·1.50 = 1.20");
    }

    #[test]
    fn a_sum_that_rounding_breaks_says_so() {
        let terms = [0.333, 0.333, 0.333];
        let printed = Printed { decimals: Some(2) };
        assert_eq!(printed.sum(&terms, 0.999), "0.33 + 0.33 + 0.33 ≈ 1.00");
        let printed = Printed { decimals: Some(3) };
        assert_eq!(printed.sum(&terms, 0.999), "0.333 + 0.333 + 0.333 = 0.999");
    }

    #[test]
    fn a_digit_that_rounding_made_zero_stays() {
        let printed = |value| Printed::new(Digits::Short, &[value]).number(value);
        assert_eq!(printed(-0.159_906), "−0.160");
        assert_eq!(printed(f64::from(0.3_f32)), "0.30");
    }

    #[test]
    fn a_small_factor_keeps_its_digits_beside_a_large_one() {
        let (w, delta) = (6.930_2, 0.007_434_1);
        let worked = multiplied(Digits::Short, &[w, delta], w * delta);
        assert_eq!(worked, "6.930·0.007434 = 0.0515");
    }

    #[test]
    fn a_product_is_equal_by_its_value_and_not_by_its_zeros() {
        let worked = multiplied(Digits::Short, &[0.5, 1.000_02], 0.500_01);
        assert_eq!(worked, "0.50·1.000 = 0.500");
    }

    #[test]
    fn small_numbers_keep_three_digits() {
        let printed = Printed::new(Digits::Short, &[0.000_123]);
        assert_eq!(printed.number(0.000_123), "0.000123");
    }
}
