//! Sliders: the stops at which a number can be set by dragging. The number field beside a
//! slider allows everything between.

use crate::lab::Kind;

/// Mantissas of the stops of a logarithmic slider.
const MANTISSAS: [f64; 6] = [1.0, 1.5, 2.0, 3.0, 5.0, 7.0];
/// The smallest stop above zero of a logarithmic slider.
const SMALLEST: f64 = 1e-5;
/// The largest stop of a logarithmic slider; more is for those who type it.
const LARGEST: f64 = 10.0;
/// Steps of a slider with an even scale.
const EVEN_STEPS: u32 = 20;
/// From this ratio of greatest to least on, whole numbers are spaced by ratio.
const WIDE: i64 = 50;

/// The stops of a slider for `kind`, rising; empty where a slider makes no sense.
#[must_use]
pub fn stops(kind: &Kind) -> Vec<f64> {
    match *kind {
        Kind::Number {
            min,
            max,
            log: true,
        } => {
            let mut stops = Vec::new();
            if min == 0.0 {
                stops.push(0.0);
            }
            decades(&mut stops, min.max(SMALLEST), max.min(LARGEST));
            stops
        }
        Kind::Number {
            min,
            max,
            log: false,
        } => {
            let mut stops = Vec::new();
            for i in 0..=EVEN_STEPS {
                stops.push(tidy(
                    min + (max - min) * f64::from(i) / f64::from(EVEN_STEPS),
                ));
            }
            stops
        }
        Kind::Integer { min, max } if min > 0 && max / min >= WIDE => {
            let (mut all, mut stops) = (Vec::new(), Vec::new());
            decades(&mut all, min as f64, max as f64);
            for stop in &all {
                if stop.floor() == *stop {
                    stops.push(*stop);
                }
            }
            if stops.last().is_some_and(|last| *last < max as f64) {
                stops.push(max as f64);
            }
            stops
        }
        Kind::Integer { min, max } => {
            let mut stops = Vec::new();
            for n in min..=max {
                stops.push(n as f64);
            }
            stops
        }
        _ => Vec::new(),
    }
}

/// The index of the stop nearest to `value`, near by ratio where the stops are.
#[must_use]
pub fn nearest(stops: &[f64], value: f64) -> usize {
    stops
        .windows(2)
        .take_while(|pair| {
            let middle = if pair[0] > 0.0 && pair[1] / pair[0] > 1.2 {
                (pair[0] * pair[1]).sqrt()
            } else {
                f64::midpoint(pair[0], pair[1])
            };
            value > middle
        })
        .count()
}

/// Adds the stops between `least` and `greatest`, so many a decade.
fn decades(stops: &mut Vec<f64>, least: f64, greatest: f64) {
    for exponent in -6..=4 {
        for mantissa in &MANTISSAS {
            let stop = power(*mantissa, exponent);
            if (least..=greatest).contains(&stop) {
                stops.push(stop);
            }
        }
    }
}

/// `mantissa` times ten to `exponent`, as the nearest number to its decimal text.
fn power(mantissa: f64, exponent: i32) -> f64 {
    let (whole, tenths) = (mantissa * 10.0, exponent - 1);
    let scale = (0..tenths.unsigned_abs()).fold(1.0, |scale, _| scale * 10.0);
    if tenths < 0 {
        whole / scale
    } else {
        whole * scale
    }
}

/// Without the dust of binary fractions: four decimals.
fn tidy(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::{nearest, stops};
    use crate::lab::Kind;

    #[test]
    fn a_logarithmic_slider_keeps_plain_decimals() {
        let stops = stops(&Kind::Number {
            min: 1e-6,
            max: 1000.0,
            log: true,
        });
        assert_eq!(stops.first(), Some(&1e-5));
        assert_eq!(stops.last(), Some(&10.0));
        for plain in [0.001, 0.03, 0.1, 0.3, 1.0, 1.5] {
            assert!(stops.contains(&plain), "{plain} is no stop");
        }
    }

    #[test]
    fn a_penalty_can_be_nothing() {
        let stops = stops(&Kind::Number {
            min: 0.0,
            max: 10.0,
            log: true,
        });
        assert_eq!(&stops[..2], &[0.0, 1e-5]);
    }

    #[test]
    fn every_stop_is_nearest_to_itself() {
        for kind in [
            Kind::Number {
                min: 0.0,
                max: 10.0,
                log: true,
            },
            Kind::Number {
                min: 0.1,
                max: 0.9,
                log: false,
            },
            Kind::Integer { min: 1, max: 5000 },
            Kind::Integer { min: 10, max: 5000 },
        ] {
            let stops = stops(&kind);
            for (i, stop) in stops.iter().enumerate() {
                assert_eq!(nearest(&stops, *stop), i, "{kind:?} {stop}");
                assert_eq!(stops.windows(2).filter(|w| w[0] >= w[1]).count(), 0);
            }
        }
    }
}
