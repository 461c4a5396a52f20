//! Activations worked out from printed numbers, in double precision: what tells `=` from
//! `≈` in print. Training's own are in [`Activation`].

use crate::labs::mlp::printed::Digits;
use crate::nn::{Activation, LEAK};

/// Closer to zero than this, differences of exponentials lose digits to their series.
const NEAR: f64 = 1e-4;

/// Activation and slope at a printed `z`; `leak` is randomised ReLU's slope below zero.
/// Not a number where nothing here is exact enough to tell.
pub(super) fn curve(function: Activation, leak: f64, z: f64) -> (f64, f64) {
    let sigmoid = |z: f64| 1.0 / (1.0 + libm::exp(-z));
    let rectifier = |leak: f64| {
        if z > 0.0 { (z, 1.0) } else { (leak * z, leak) }
    };
    match function {
        Activation::Step => (f64::from(u8::from(z >= 0.0)), 0.0),
        Activation::Identity => (z, 1.0),
        Activation::Sigmoid | Activation::Softmax => {
            let a = sigmoid(z);
            (a, a * sigmoid(-z))
        }
        Activation::Tanh => {
            let rest = libm::exp(-2.0 * z.abs());
            let a = if z.abs() < NEAR {
                z - z * z * z / 3.0
            } else {
                ((1.0 - rest) / (1.0 + rest)).copysign(z)
            };
            (a, 4.0 * rest / ((1.0 + rest) * (1.0 + rest)))
        }
        Activation::Relu => rectifier(0.0),
        // As it is written: the nearest single is a little off.
        Activation::LeakyRelu => rectifier(Digits::All.number(LEAK.into()).value),
        Activation::RandomizedRelu => rectifier(leak),
        Activation::Elu if z > 0.0 => (z, 1.0),
        Activation::Elu => {
            let a = if z > -NEAR {
                z + z * z / 2.0 + z * z * z / 6.0
            } else {
                libm::exp(z) - 1.0
            };
            (a, libm::exp(z))
        }
        Activation::Softplus => (softplus(z), sigmoid(z)),
        Activation::Silu => {
            let s = sigmoid(z);
            (z * s, s * (1.0 + z * sigmoid(-z)))
        }
        Activation::Gelu => {
            let (below, density) = normal(z);
            (z * below, below + z * density)
        }
    }
}

/// The normal distribution up to `z`, and its density there: the series of Marsaglia 2004,
/// equation 3, which has digits enough from −5 on.
fn normal(z: f64) -> (f64, f64) {
    let density = libm::exp(-z * z / 2.0) / (2.0 * core::f64::consts::PI).sqrt();
    if z.abs() > 5.0 {
        return (if z > 8.0 { 1.0 } else { f64::NAN }, density);
    }
    let (mut term, mut sum) = (z, z);
    for k in 1..80 {
        term *= z * z / f64::from(2 * k + 1);
        sum += term;
    }
    (0.5 + density * sum, density)
}

/// `ln(1 + e^s)`.
pub(super) fn softplus(s: f64) -> f64 {
    let rest = libm::exp(-s.abs());
    let log = if rest < NEAR * NEAR {
        rest
    } else {
        libm::log(1.0 + rest)
    };
    s.max(0.0) + log
}

/// Whether the slope has a jump where `z` is 0, so that a convention gives it there.
pub(super) fn has_kink(function: Activation) -> bool {
    matches!(
        function,
        Activation::Relu | Activation::LeakyRelu | Activation::RandomizedRelu
    )
}
