//! Scales from values to pixels, and round ticks.

use super::{finite, format};

/// A mapping from values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    domain: [f64; 2],
    range: [f64; 2],
    /// Whether equal ratios take equal ways, instead of equal differences.
    log: bool,
}

impl Scale {
    /// A linear scale. A domain without extent is widened by half a unit on both sides.
    #[must_use]
    // Wanted by every picture with axes, where a call is shorter.
    #[inline(never)]
    pub fn linear(domain: [f64; 2], range: [f64; 2]) -> Self {
        let domain = if domain[0] == domain[1] {
            [domain[0] - 0.5, domain[1] + 0.5]
        } else {
            domain
        };
        Self {
            domain,
            range,
            log: false,
        }
    }

    /// A logarithmic scale. Ends that are not positive become the smallest that can be
    /// shown beside the other one.
    #[must_use]
    // As above.
    #[inline(never)]
    pub fn log(domain: [f64; 2], range: [f64; 2]) -> Self {
        let high = if domain[1] > 0.0 { domain[1] } else { 1.0 };
        let low = if domain[0] > 0.0 && domain[0] < high {
            domain[0]
        } else {
            high / 10.0
        };
        Self {
            domain: [low, high],
            range,
            log: true,
        }
    }

    /// The values at the two ends.
    #[must_use]
    pub fn domain(&self) -> [f64; 2] {
        self.domain
    }

    /// The pixels at the two ends; may run backward.
    #[must_use]
    pub fn range(&self) -> [f64; 2] {
        self.range
    }

    /// The pixel of a value. On a logarithmic scale, what is not positive lies at the low
    /// end.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let [low, high] = self.domain;
        let [from, to] = self.range;
        let share = if !self.log {
            (value - low) / (high - low)
        } else if value <= 0.0 {
            0.0
        } else {
            libm::log(value / low) / libm::log(high / low)
        };
        from + (to - from) * share
    }

    /// The value at a pixel.
    #[must_use]
    pub fn invert(&self, pixel: f64) -> f64 {
        let [low, high] = self.domain;
        let [from, to] = self.range;
        let share = (pixel - from) / (to - from);
        if self.log {
            low * libm::exp(share * libm::log(high / low))
        } else {
            low + (high - low) * share
        }
    }

    /// The same scale over a domain widened to round numbers: whole steps of about
    /// `count`, or whole decades.
    #[must_use]
    pub fn nice(self, count: usize) -> Self {
        let [low, high] = self.domain;
        if self.log {
            let low = power_of_ten_times(1.0, decades(low, 1e-9).floor() as i32);
            let high = power_of_ten_times(1.0, decades(high, -1e-9).ceil() as i32);
            Self::log([low, high], self.range)
        } else {
            let step = nice_step((high - low).abs(), count);
            let low = (low / step + 1e-9).floor() * step;
            let high = (high / step - 1e-9).ceil() * step;
            Self::linear([low, high], self.range)
        }
    }

    /// Round ticks, about `count` of them, inside the domain.
    #[must_use]
    pub fn ticks(&self, count: usize) -> Vec<Tick> {
        if self.log {
            log_ticks(self.domain, count)
        } else {
            ticks(self.domain[0], self.domain[1], count)
        }
    }
}

/// A tick: its value and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it is.
    pub value: f64,
    /// The value as text; empty for a tick between the written ones.
    pub label: String,
}

/// The step 1, 2 or 5 times a power of ten that divides `span` into about `count` parts.
#[must_use]
pub fn nice_step(span: f64, count: usize) -> f64 {
    let (factor, exponent) = step_parts(span, count);
    power_of_ten_times(factor, exponent)
}

/// Round ticks in `min..=max`, about `count` steps apart, all with the same decimals.
#[must_use]
pub fn ticks(min: f64, max: f64, count: usize) -> Vec<Tick> {
    let (low, high) = (min.min(max), min.max(max));
    if !finite(high - low) || high == low {
        return Vec::new();
    }
    let (factor, exponent) = step_parts(high - low, count);
    let step = power_of_ten_times(factor, exponent);
    let (first, last) = (
        (low / step - 1e-9).ceil() as i64,
        (high / step + 1e-9).floor() as i64,
    );
    let decimals = (-exponent).max(0) as usize;
    let last = last.min(first.saturating_add(200));
    let mut all = Vec::new();
    for i in first..=last {
        let value = power_of_ten_times(i as f64 * factor, exponent);
        let label = if (-5..6).contains(&exponent) {
            format::fixed(value, decimals)
        } else {
            format::significant(value, 3)
        };
        all.push(Tick { value, label });
    }
    all
}

/// More than what rounding does to a decimal logarithm.
pub(crate) const ROUNDING: f64 = 1e-12;

/// The decimal logarithm, with some slack for a power of ten that rounding has moved.
#[inline(never)]
pub(crate) fn decades(value: f64, slack: f64) -> f64 {
    libm::log(value) / std::f64::consts::LN_10 + slack
}

/// The step as 1, 2 or 5 and a power of ten.
fn step_parts(span: f64, count: usize) -> (f64, i32) {
    let rough = span / count.max(1) as f64;
    if !finite(rough) || rough <= 0.0 {
        return (1.0, 0);
    }
    let exponent = decades(rough, ROUNDING).floor() as i32;
    let rest = rough / power_of_ten_times(1.0, exponent);
    let factor = if rest < 1.5 {
        1.0
    } else if rest < 3.5 {
        2.0
    } else if rest < 7.5 {
        5.0
    } else {
        return (1.0, exponent + 1);
    };
    (factor, exponent)
}

/// `factor · 10^exponent`, dividing for negative exponents: 3 · 10⁻¹ is then the number
/// nearest to 0.3.
fn power_of_ten_times(factor: f64, exponent: i32) -> f64 {
    // Exact up to 10²², and without the tables of a general power.
    let power = (0..exponent.abs().min(400)).fold(1.0, |power, _| 10.0 * power);
    if exponent < 0 {
        factor / power
    } else {
        factor * power
    }
}

/// Decades, written out where there is room; with few decades also 2 and 5 in between.
fn log_ticks([low, high]: [f64; 2], count: usize) -> Vec<Tick> {
    let (from, to) = (
        decades(low, 1e-9).floor() as i32,
        decades(high, -1e-9).ceil() as i32,
    );
    let decades = (to - from).max(1) as usize;
    let every = decades.div_ceil(count.max(1)) as i32;
    let mut all = Vec::new();
    for exponent in from..to + 1 {
        for &factor in &[1.0, 2.0, 5.0] {
            let value = power_of_ten_times(factor, exponent);
            if value < low * (1.0 - 1e-9) || value > high * (1.0 + 1e-9) {
                continue;
            }
            let written = if factor == 1.0 {
                exponent.checked_rem(every) == Some(0)
            } else {
                decades * 3 <= count + 1
            };
            let label = if !written {
                String::new()
            } else if (-4..6).contains(&exponent) {
                format::fixed(value, (-exponent).max(0) as usize)
            } else {
                format::significant(value, 1)
            };
            if written || decades <= 6 {
                all.push(Tick { value, label });
            }
        }
    }
    all
}
