//! Every transcendental function the crate uses, as scalars and over [`Lanes`].

use super::Real;
use super::lanes::Lanes;

#[cfg(feature = "f64")]
use libm::{
    cos as libm_cos, erf as libm_erf, exp as libm_exp, expm1 as libm_expm1, log as libm_log,
    log1p as libm_log1p, sin as libm_sin, tanh as libm_tanh,
};
#[cfg(not(feature = "f64"))]
use libm::{
    cosf as libm_cos, erff as libm_erf, expf as libm_exp, expm1f as libm_expm1,
    log1pf as libm_log1p, logf as libm_log, sinf as libm_sin, tanhf as libm_tanh,
};

macro_rules! scalar {
    ($(#[$doc:meta] $name:ident = $lanes:path;)*) => {$(
        #[$doc]
        #[inline]
        #[must_use]
        pub fn $name(x: Real) -> Real {
            $lanes(Lanes::splat(x)).to_array()[0]
        }
    )*};
}

scalar! {
    /// The exponential function.
    exp = Lanes::exp;
    /// `exp(x) - 1`, accurate near zero.
    exp_m1 = Lanes::exp_m1;
    /// The natural logarithm.
    ln = Lanes::ln;
    /// `ln(1 + x)`, accurate near zero.
    ln_1p = Lanes::ln_1p;
    /// The hyperbolic tangent.
    tanh = Lanes::tanh;
    /// The logistic function `1 / (1 + exp(-x))`.
    sigmoid = Lanes::sigmoid;
    /// `ln(1 + exp(x))`, without overflow.
    softplus = Lanes::softplus;
    /// The error function.
    erf = Lanes::erf;
    /// The sine of an angle in radians.
    sin = Lanes::sin;
    /// The cosine of an angle in radians.
    cos = Lanes::cos;
}

impl Lanes {
    /// The exponential function.
    #[inline]
    #[must_use]
    pub fn exp(self) -> Self {
        self.map(libm_exp)
    }

    /// `exp(x) - 1`, accurate near zero.
    #[inline]
    #[must_use]
    pub fn exp_m1(self) -> Self {
        self.map(libm_expm1)
    }

    /// The natural logarithm.
    #[inline]
    #[must_use]
    pub fn ln(self) -> Self {
        self.map(libm_log)
    }

    /// `ln(1 + x)`, accurate near zero.
    #[inline]
    #[must_use]
    pub fn ln_1p(self) -> Self {
        self.map(libm_log1p)
    }

    /// The hyperbolic tangent.
    #[inline]
    #[must_use]
    pub fn tanh(self) -> Self {
        self.map(libm_tanh)
    }

    /// The logistic function `1 / (1 + exp(-x))`.
    #[inline]
    #[must_use]
    pub fn sigmoid(self) -> Self {
        Self::splat(1.0) / (Self::splat(1.0) + (-self).exp())
    }

    /// `ln(1 + exp(x))`, without overflow.
    #[inline]
    #[must_use]
    pub fn softplus(self) -> Self {
        self.max(Self::ZERO) + (-self.abs()).exp().ln_1p()
    }

    /// The error function.
    #[inline]
    #[must_use]
    pub fn erf(self) -> Self {
        self.map(libm_erf)
    }

    /// The sine of an angle in radians.
    #[inline]
    #[must_use]
    pub fn sin(self) -> Self {
        self.map(libm_sin)
    }

    /// The cosine of an angle in radians.
    #[inline]
    #[must_use]
    pub fn cos(self) -> Self {
        self.map(libm_cos)
    }
}
