//! The functions in double precision: libm's, number by number.

use crate::num::lanes::Lanes;
use core::f64::consts::{FRAC_1_SQRT_2, TAU};

pub(super) fn exp(x: Lanes) -> Lanes {
    x.map(libm::exp)
}

pub(super) fn exp_m1(x: Lanes) -> Lanes {
    x.map(libm::expm1)
}

pub(super) fn ln(x: Lanes) -> Lanes {
    x.map(libm::log)
}

pub(super) fn ln_1p(x: Lanes) -> Lanes {
    x.map(libm::log1p)
}

pub(super) fn tanh(x: Lanes) -> Lanes {
    x.map(libm::tanh)
}

pub(super) fn sigmoid(x: Lanes) -> Lanes {
    x.map(|x| 1.0 / (1.0 + libm::exp(-x)))
}

pub(super) fn softplus(x: Lanes) -> Lanes {
    x.map(|x| x.max(0.0) + libm::log1p(libm::exp(-x.abs())))
}

pub(super) fn normal(x: Lanes) -> (Lanes, Lanes) {
    (
        x.map(|x| 0.5 * libm::erfc(-x * FRAC_1_SQRT_2)),
        x.map(|x| libm::exp(-0.5 * x * x) / TAU.sqrt()),
    )
}
