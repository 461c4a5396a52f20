//! Scales from values to pixels, and round ticks.

use super::format;

/// A mapping from values to pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Equal differences take equal ways.
    Linear {
        /// The values at the two ends.
        domain: [f64; 2],
        /// The pixels at the two ends; may run backward.
        range: [f64; 2],
    },
    /// Equal ratios take equal ways; values must be positive.
    Log {
        /// The values at the two ends, positive.
        domain: [f64; 2],
        /// The pixels at the two ends; may run backward.
        range: [f64; 2],
    },
}

impl Scale {
    /// A linear scale. A domain without extent is widened by half a unit on both sides.
    #[must_use]
    pub fn linear(domain: [f64; 2], range: [f64; 2]) -> Self {
        let domain = if domain[0] == domain[1] {
            [domain[0] - 0.5, domain[1] + 0.5]
        } else {
            domain
        };
        Self::Linear { domain, range }
    }

    /// A logarithmic scale. Ends that are not positive become the smallest that can be
    /// shown beside the other one.
    #[must_use]
    pub fn log(domain: [f64; 2], range: [f64; 2]) -> Self {
        let high = if domain[1] > 0.0 { domain[1] } else { 1.0 };
        let low = if domain[0] > 0.0 && domain[0] < high {
            domain[0]
        } else {
            high / 10.0
        };
        Self::Log {
            domain: [low, high],
            range,
        }
    }

    /// The values at the two ends.
    #[must_use]
    pub fn domain(&self) -> [f64; 2] {
        match *self {
            Self::Linear { domain, .. } | Self::Log { domain, .. } => domain,
        }
    }

    /// The pixels at the two ends.
    #[must_use]
    pub fn range(&self) -> [f64; 2] {
        match *self {
            Self::Linear { range, .. } | Self::Log { range, .. } => range,
        }
    }

    /// The pixel of a value. On a logarithmic scale, what is not positive lies at the low
    /// end.
    #[must_use]
    pub fn at(&self, value: f64) -> f64 {
        let [low, high] = self.domain();
        let [from, to] = self.range();
        let share = match self {
            Self::Linear { .. } => (value - low) / (high - low),
            Self::Log { .. } if value <= 0.0 => 0.0,
            Self::Log { .. } => libm::log(value / low) / libm::log(high / low),
        };
        from + (to - from) * share
    }

    /// The value at a pixel.
    #[must_use]
    pub fn invert(&self, pixel: f64) -> f64 {
        let [low, high] = self.domain();
        let [from, to] = self.range();
        let share = (pixel - from) / (to - from);
        match self {
            Self::Linear { .. } => low + (high - low) * share,
            Self::Log { .. } => low * libm::exp(share * libm::log(high / low)),
        }
    }

    /// The same scale over a domain widened to round numbers: whole steps of about
    /// `count`, or whole decades.
    #[must_use]
    pub fn nice(self, count: usize) -> Self {
        match self {
            Self::Linear { domain, range } => {
                let step = nice_step((domain[1] - domain[0]).abs(), count);
                let low = (domain[0] / step + 1e-9).floor() * step;
                let high = (domain[1] / step - 1e-9).ceil() * step;
                Self::linear([low, high], range)
            }
            Self::Log { domain, range } => {
                let low = power_of_ten_times(1.0, (libm::log10(domain[0]) + 1e-9).floor() as i32);
                let high = power_of_ten_times(1.0, (libm::log10(domain[1]) - 1e-9).ceil() as i32);
                Self::log([low, high], range)
            }
        }
    }

    /// Round ticks, about `count` of them, inside the domain.
    #[must_use]
    pub fn ticks(&self, count: usize) -> Vec<Tick> {
        match self {
            Self::Linear { domain, .. } => ticks(domain[0], domain[1], count),
            Self::Log { domain, .. } => log_ticks(*domain, count),
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
    if !(high - low).is_finite() || high == low {
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
    (first..=last)
        .map(|i| {
            let value = power_of_ten_times(i as f64 * factor, exponent);
            let label = if (-5..6).contains(&exponent) {
                format::fixed(value, decimals)
            } else {
                format::significant(value, 3)
            };
            Tick { value, label }
        })
        .collect()
}

/// The step as 1, 2 or 5 and a power of ten.
fn step_parts(span: f64, count: usize) -> (f64, i32) {
    let rough = span / count.max(1) as f64;
    if !rough.is_finite() || rough <= 0.0 {
        return (1.0, 0);
    }
    let exponent = libm::log10(rough).floor() as i32;
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
        (libm::log10(low) + 1e-9).floor() as i32,
        (libm::log10(high) - 1e-9).ceil() as i32,
    );
    let decades = (to - from).max(1) as usize;
    let every = decades.div_ceil(count.max(1)) as i32;
    let mut all = Vec::new();
    for exponent in from..=to {
        for factor in [1.0, 2.0, 5.0] {
            let value = power_of_ten_times(factor, exponent);
            if value < low * (1.0 - 1e-9) || value > high * (1.0 + 1e-9) {
                continue;
            }
            let written = if factor == 1.0 {
                exponent.rem_euclid(every) == 0
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
