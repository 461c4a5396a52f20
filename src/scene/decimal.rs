//! The decimal digits of doubles, exactly: what reads numbers and what prints them both stand
//! on it.
//!
//! A double is a whole number times a power of two, so its digits end. The standard library's
//! printers of shortest and of rounded numbers are ten times as large in the module.

use std::cmp::Ordering;

/// The number `0.d₁d₂d₃… · 10^point`, without zeros at either end; zero has no digits. The order
/// of the fields makes the derived order that of the numbers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal {
    pub(super) point: i32,
    pub(super) digits: Vec<u8>,
}

/// The point of zero, below that of every double.
const NOTHING: i32 = -2000;
/// More digits than it takes to tell any double from the next.
const TELLING: usize = 20;
/// What a part of nine digits counts up to.
const PART: u64 = 1_000_000_000;

impl Decimal {
    /// Of these digits, which begin with no zero.
    pub(super) fn new(digits: Vec<u8>, point: i32) -> Self {
        let mut decimal = Self { point, digits };
        decimal.trim();
        decimal
    }

    /// A double's magnitude; of more than `most` digits the later ones only show in that a 1
    /// stands for them.
    pub(super) fn exact(value: f64, most: usize) -> Self {
        let (mantissa, exponent) = parts(value);
        Self::times_power_of_two(mantissa, exponent, most)
    }

    /// What lies halfway between a double's magnitude and the next one's.
    pub(super) fn halfway(value: f64, most: usize) -> Self {
        let (mantissa, exponent) = parts(value);
        Self::times_power_of_two(2 * mantissa + 1, exponent - 1, most)
    }

    /// The fewest digits that tell a finite number's magnitude from those of all others of its
    /// precision, `f32::MANTISSA_DIGITS` or `f64::MANTISSA_DIGITS`; of several the nearest ones,
    /// halfway the larger ones.
    pub(super) fn shortest(value: f64, precision: u32) -> Self {
        let exact = Self::exact(value, TELLING);
        if value == 0.0 {
            return exact;
        }
        let (mantissa, exponent) = parts(value);
        let least = if precision == f32::MANTISSA_DIGITS {
            -149
        } else {
            -1074
        };
        let spare = (53 - precision as i32).max(least - exponent);
        let (mantissa, exponent) = (mantissa >> spare, exponent + spare);
        // Below a power of two the numbers lie twice as close.
        let below = if mantissa == 1 << (precision - 1) && exponent > least {
            Self::times_power_of_two(4 * mantissa - 1, exponent - 2, TELLING)
        } else {
            Self::times_power_of_two(2 * mantissa - 1, exponent - 1, TELLING)
        };
        let above = Self::times_power_of_two(2 * mantissa + 1, exponent - 1, TELLING);
        // Halfway points are read as the even number.
        let widest = if mantissa.is_multiple_of(2) {
            Ordering::Equal
        } else {
            Ordering::Less
        };
        let tells = |digits: &Self| below.cmp(digits) <= widest && digits.cmp(&above) <= widest;
        // No number between the two has fewer digits than they share.
        let mut count = 1;
        if below.point == above.point {
            let pairs = below.digits.iter().zip(&above.digits);
            count = pairs.take_while(|(a, b)| a == b).count().max(1);
        }
        loop {
            let rest = exact.digits.get(count).copied().unwrap_or(0);
            for up in [rest >= 5, true] {
                let mut digits = exact.clone();
                digits.cut(count, up);
                if tells(&digits) {
                    return digits;
                }
            }
            count += 1;
        }
    }

    fn times_power_of_two(mantissa: u64, exponent: i32, most: usize) -> Self {
        // Nine digits a part, the first on the left; the first three stand before the point.
        let low = mantissa % PART;
        let high = mantissa / PART;
        // A step to the left takes up to one part more.
        let more = (exponent.max(0) as usize).div_ceil(29);
        let mut parts = Vec::new();
        while parts.len() < more {
            parts.push(0);
        }
        let mut point = 27 + 9 * more as i32;
        for part in [high / PART, high % PART, low] {
            parts.push(part as u32);
        }
        let mut left = exponent;
        while left > 0 {
            let step = left.min(29);
            left -= step;
            let mut carry = 0;
            for part in parts.iter_mut().rev() {
                carry += u64::from(*part) << step;
                *part = (carry % PART) as u32;
                carry /= PART;
            }
        }
        while left < 0 {
            // A part's unit is a multiple of the ninth power of two and no higher one.
            let step = (-left).min(9);
            left += step;
            let mut carry = 0;
            for part in &mut parts {
                let rest = *part & ((1 << step) - 1);
                *part = (*part >> step) + carry;
                carry = (PART as u32 >> step) * rest;
            }
            if carry > 0 {
                parts.push(carry);
            }
        }
        let mut digits = Vec::with_capacity(most.min(64) + 10);
        let mut rest = false;
        for mut part in parts {
            if digits.len() >= most {
                rest |= part != 0;
                continue;
            }
            let mut nine = [0; 9];
            for digit in nine.iter_mut().rev() {
                *digit = (part % 10) as u8;
                part /= 10;
            }
            for digit in nine {
                if digit == 0 && digits.is_empty() {
                    point -= 1;
                } else {
                    digits.push(digit);
                }
            }
        }
        if rest {
            digits.push(1);
        }
        Self::new(digits, point)
    }

    /// The power of ten of the first digit.
    pub(super) fn exponent(&self) -> i32 {
        match self.point {
            NOTHING => 0,
            point => point - 1,
        }
    }

    /// Rounds to so many digits, halfway to the even one.
    pub(super) fn round(&mut self, count: i32) {
        let count = count.max(-1);
        let up = match self.digits.get(count as usize..) {
            Some([5]) => count > 0 && self.digits[count as usize - 1] % 2 == 1,
            Some([first, ..]) => *first >= 5,
            _ => false,
        };
        self.cut(count.max(0) as usize, up);
    }

    /// Keeps so many digits and, with `up`, adds one to the last of them.
    fn cut(&mut self, count: usize, up: bool) {
        self.digits.truncate(count);
        if up {
            while self.digits.last() == Some(&9) {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(digit) => *digit += 1,
                None => {
                    self.digits.push(1);
                    self.point += 1;
                }
            }
        }
        self.trim();
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = NOTHING;
        }
    }

    /// Writes `12.50`, with so many digits after the point.
    pub(super) fn write_plain(&self, to: &mut String, decimals: usize) {
        self.write(to, self.point, decimals);
    }

    /// Writes `1.25e1`, with so many digits after the point.
    pub(super) fn write_power(&self, to: &mut String, decimals: usize) {
        let exponent = self.exponent();
        self.write(to, self.point - exponent, decimals);
        to.push('e');
        super::format::add_whole(to, exponent);
    }

    /// Writes the digits with the point elsewhere.
    fn write(&self, to: &mut String, point: i32, decimals: usize) {
        for place in -point.max(1)..decimals as i32 {
            if place == 0 {
                to.push('.');
            }
            // What lies before the first digit or after the last one is zero.
            let digit = self.digits.get((point + place) as usize);
            to.push(char::from(b'0' + digit.copied().unwrap_or(0)));
        }
    }
}

/// A double's magnitude as a whole number times a power of two.
fn parts(value: f64) -> (u64, i32) {
    let bits = value.abs().to_bits();
    let fraction = bits & ((1 << 52) - 1);
    match (bits >> 52) as i32 {
        0 => (fraction, -1074),
        biased => (fraction | 1 << 52, biased - 1075),
    }
}
