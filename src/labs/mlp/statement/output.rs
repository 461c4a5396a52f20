//! What the rows of the output layer say: softmax, the loss, and what it blames.

use super::curve::softplus;
use super::{Facts, Statement};
use crate::lab::words::word;
use crate::labs::mlp::pass::{at, wide};
use crate::labs::mlp::printed::{Digits, Number};
use crate::labs::mlp::tape::is_direct;
use crate::nn::{Activation, CLAMP, LayerTrace, Loss};
use crate::num::{Real, Within};

/// From here on 1 and an exponential are so far apart that one of them hardly counts.
const FAR: f64 = 30.0;

/// An output unit.
pub(super) struct Output<'a> {
    facts: &'a Facts<'a>,
    here: &'a LayerTrace,
    unit: usize,
    /// `ŷ`.
    p: f64,
    /// `ŷ` and `1 − ŷ`; of a softmax without the rounding that makes them 0 or 1.
    own: f64,
    rest: f64,
    y: f64,
    /// The hinge's `t`.
    t: f64,
    /// The number of outputs, as the losses' `K`.
    k: f64,
    /// The loss as it counts: with one output cross-entropy is binary cross-entropy.
    loss: Loss,
    /// Whether loss and activation are taken together.
    fused: bool,
    /// Whether the outputs are a softmax of several.
    coupled: bool,
}

/// The output's pre-activations, less the largest of them.
fn below_largest(facts: &Facts<'_>) -> Vec<f64> {
    let z = &facts.layer(facts.spec.layers.len() - 1).z;
    let most = z.iter().fold(Real::NEG_INFINITY, |most, z| most.max(*z));
    let mut below = wide(z);
    for z in &mut below {
        *z -= f64::from(most);
    }
    below
}

/// The exponentials of the output's softmax, each less the largest `z`.
pub(super) fn exponentials(facts: &Facts<'_>) -> Vec<f64> {
    let mut all = below_largest(facts);
    for z in &mut all {
        *z = libm::exp(*z);
    }
    all
}

/// One of the numbers; 0 where there is none.
fn number(all: &[f64], unit: usize) -> f64 {
    all.get(unit).copied().unwrap_or_default()
}

pub(super) fn exponential(facts: &Facts<'_>, unit: usize, out: &mut Statement) {
    let away = number(&below_largest(facts), unit);
    let shown = out.put("e^(z − max z) = e^(#)", away);
    out.equals(libm::exp(shown), libm::exp(away));
    out.comes_from(&[away]);
}

/// `ŷ` of a softmax.
pub(super) fn softmax(facts: &Facts<'_>, unit: usize, out: &mut Statement) {
    let all = exponentials(facts);
    let total: f64 = all.iter().sum();
    let own = number(&all, unit);
    let part = out.put("#/", own);
    let whole = out.put("#", total);
    out.equals(part / whole, at(&facts.trace.output, unit));
    out.comes_from(&[own, total]);
}

/// What the loss takes for a probability where it cuts `value` off at its bounds.
fn cut(value: Real) -> Option<Real> {
    let inside = value.within(CLAMP, 1.0 - CLAMP);
    (inside != value).then_some(inside)
}

/// `−ln` of a chance, of which `miss` is what it lacks to 1.
fn surprise(chance: f64, miss: f64) -> f64 {
    if miss < 1e-4 {
        // By its series, where the logarithm would lose its digits.
        miss + miss * miss * (0.5 + miss / 3.0)
    } else {
        unlikely(chance)
    }
}

/// `−ln` of a chance that may have rounded to nothing.
fn unlikely(chance: f64) -> f64 {
    -libm::log(chance.max(f64::MIN_POSITIVE))
}

/// Writes `−ln(1.23×10⁻⁹)`, and tells what that comes to.
fn logarithm(chance: &Number, out: &mut Statement) -> f64 {
    out.say("−ln(");
    out.say(&chance.text);
    out.say(")");
    -libm::log(chance.value)
}

/// Writes `ln(1 + e^(z))` at `z`, or at `−z`, and tells what that comes to.
fn softplus_of(z: f64, negative: bool, out: &mut Statement) -> f64 {
    let name = if negative { "−z" } else { "z" };
    let shown = out.digits.number(z).value;
    out.say("ln(1 + e^(");
    out.say(name);
    if shown > FAR {
        out.say(")) ≈ ");
        out.say(name);
        return shown;
    }
    let far = shown < -FAR;
    out.put(
        if far {
            ")) ≈ e^(#)"
        } else {
            ")) = ln(1 + e^(#))"
        },
        z,
    );
    if far {
        libm::exp(shown)
    } else {
        softplus(shown)
    }
}

impl<'a> Output<'a> {
    pub(super) fn new(facts: &'a Facts<'a>, unit: usize) -> Self {
        let outputs = facts.spec.outputs();
        let activation = facts.spec.output_activation();
        let y = at(&facts.trace.target, unit);
        let p = at(&facts.trace.output, unit);
        let coupled = activation == Activation::Softmax && outputs > 1;
        let (mut own, mut rest) = (p, 1.0 - p);
        if coupled {
            let all = exponentials(facts);
            own = number(&all, unit);
            rest = 0.0;
            for (other, part) in all.iter().enumerate() {
                if other != unit {
                    rest += part;
                }
            }
            let total = own + rest;
            own /= total;
            rest /= total;
        }
        Self {
            facts,
            here: facts.layer(facts.spec.layers.len() - 1),
            unit,
            p,
            own,
            rest,
            y,
            t: 2.0 * y - 1.0,
            k: outputs as f64,
            loss: match facts.config.loss {
                Loss::CrossEntropy if outputs == 1 => Loss::Bce,
                loss => loss,
            },
            fused: facts.config.loss.fuses(activation, outputs),
            coupled,
        }
    }

    /// Writes `/3` where the loss is a mean over several outputs.
    fn share(&self, out: &mut Statement) {
        if self.k > 1.0 {
            out.say("/");
            out.count(self.here.a.len());
        }
    }

    /// Writes `ŷ − y` in numbers, and tells what that is in print.
    fn away(&self, out: &mut Statement) -> f64 {
        let shown = out.put("# − ", self.p);
        shown - out.put("@", self.y)
    }

    /// The term of the loss, before any mean.
    fn term(&self, out: &mut Statement) {
        let (p, y) = (self.p, self.y);
        out.comes_from(&[p, y]);
        match self.loss {
            Loss::HalfSquared | Loss::Mse => {
                let factor = if self.loss == Loss::HalfSquared {
                    out.say("½·");
                    0.5
                } else {
                    1.0
                };
                out.say("(");
                let away = self.away(out);
                out.say(")²");
                out.equals(factor * away * away, factor * (p - y) * (p - y));
            }
            Loss::CrossEntropy if y == 0.0 => {
                out.say("−y·ln ŷ = ");
                out.is(0.0);
                out.say(", ");
                out.remark("tape.no-y");
            }
            Loss::Bce | Loss::CrossEntropy => self.log_term(out),
            Loss::Hinge => {
                out.comes_from(&[p, self.t]);
                let words = if self.t > 0.0 {
                    "max(0, 1 − 1·@)"
                } else {
                    "max(0, 1 − (−1)·@)"
                };
                let worked = 1.0 - self.t * out.put(words, p);
                out.equals(worked.max(0.0), (1.0 - self.t * p).max(0.0));
            }
        }
    }

    /// The term of a cross-entropy that counts: `−ln ŷ`, or of two classes `−ln(1 − ŷ)` where
    /// `y` is 0.
    fn log_term(&self, out: &mut Statement) {
        let binary = self.loss == Loss::Bce;
        let yes = !binary || self.y > 0.5;
        let output = self.p as Real;
        let inside = if yes { output } else { 1.0 - output };
        if let Some(bound) = cut(inside).filter(|_| !self.fused) {
            let bound = f64::from(bound);
            out.comes_from(&[bound]);
            // All its digits: with four the upper bound would be 1.
            let worked = logarithm(&Digits::All.number(bound), out);
            out.equals(worked, -libm::log(bound));
            out.say(", ");
            return out.remark("tape.cut");
        }
        let chance = if yes { self.own } else { self.rest };
        let z = at(&self.here.z, self.unit);
        let away = if yes { -z } else { z };
        let by_z = binary && self.fused && !self.coupled;
        let single = || {
            self.facts
                .trace
                .target
                .iter()
                .filter(|y| **y != 0.0)
                .count()
                == 1
        };
        let value = if by_z {
            softplus(away)
        } else if binary {
            surprise(chance, if yes { self.rest } else { self.p })
        } else if single() {
            f64::from(self.facts.trace.loss)
        } else {
            self.y * unlikely(chance)
        };
        // The plain way where it comes to the value in print.
        let start = out.text.len();
        let mut worked = if yes {
            logarithm(&out.digits.number(self.p), out)
        } else {
            let shown = out.put("−ln(1 − @)", self.p);
            -libm::log(1.0 - shown)
        };
        if !out.digits.agrees(worked, value) {
            out.back_to(start);
            worked = if by_z {
                // Where ŷ has lost the digits that count, z has them.
                softplus_of(away, yes, out)
            } else {
                logarithm(&out.digits.number(chance), out)
            };
        }
        out.equals(worked, value);
    }

    /// The output's term of the loss.
    pub(super) fn loss_term(&self, out: &mut Statement) {
        out.say("term of ");
        if self.k > 1.0 {
            self.facts
                .name(self.facts.spec.layers.len(), self.unit, out);
        } else {
            out.say("the loss");
        }
        out.say(" = ");
        self.term(out);
    }

    /// `∂L/∂ŷ` of an output, as the textbook has it where loss and activation are taken
    /// together; none where `ŷ` has rounded to the wrong end and it is beyond all numbers.
    fn derivative(&self) -> Option<f64> {
        if !self.fused {
            return Some(at(&self.here.blame, self.unit));
        }
        let value = match self.loss {
            Loss::CrossEntropy if self.y == 0.0 => 0.0,
            Loss::CrossEntropy => -self.y / self.own,
            _ if self.y > 0.5 => -1.0 / self.own / self.k,
            _ => 1.0 / self.rest / self.k,
        };
        Some(value).filter(|value| value.is_finite())
    }

    /// `∂L/∂ŷ`.
    pub(super) fn blame(&self, out: &mut Statement) {
        let (p, y) = (self.p, self.y);
        out.comes_from(&[p, y]);
        out.say("∂L/∂ŷ ");
        let Some(value) = self.derivative() else {
            out.remark("tape.no-slope");
            out.put(" #", p);
            out.value = at(&self.here.delta, self.unit);
            return;
        };
        out.say("= ");
        let log = matches!(self.loss, Loss::Bce | Loss::CrossEntropy);
        // Why it is what it is, where no formula with numbers would show it.
        let flat = if log && !self.fused && cut(self.p as Real).is_some() {
            "tape.cut-flat"
        } else if self.loss == Loss::CrossEntropy && y == 0.0 {
            out.say("−y/ŷ = ");
            "tape.no-y"
        } else if self.loss == Loss::Hinge && value == 0.0 {
            if self.t * p == 1.0 {
                "tape.hinge-kink"
            } else {
                "tape.hinge-flat"
            }
        } else {
            return self.slope_of_loss(value, out);
        };
        out.is(value);
        out.say(", ");
        out.remark(flat);
    }

    fn slope_of_loss(&self, value: f64, out: &mut Statement) {
        match self.loss {
            Loss::HalfSquared => {
                out.say("ŷ − y = ");
                let away = self.away(out);
                out.equals(away, value);
            }
            Loss::Mse => {
                out.say("2·(ŷ − y)");
                self.share(out);
                out.say(" = 2·(");
                let away = self.away(out);
                out.say(")");
                self.share(out);
                out.equals(2.0 * away / self.k, value);
            }
            Loss::Bce => {
                let yes = self.y > 0.5;
                let chance = if yes { self.own } else { self.rest };
                out.say(if yes {
                    "−y/ŷ"
                } else {
                    "(1 − y)/(1 − ŷ)"
                });
                self.share(out);
                out.say(" = ");
                let sign = if yes { -1.0 } else { 1.0 };
                let start = out.text.len();
                let mut worked = f64::NAN;
                // The plain way where it comes to the value in print.
                for plain in [true, false] {
                    out.back_to(start);
                    let below = if plain && !yes {
                        1.0 - out.put("1/(1 − @)", self.p)
                    } else {
                        let below = if plain { self.p } else { chance };
                        out.put(if yes { "−1/$" } else { "1/$" }, below)
                    };
                    self.share(out);
                    worked = sign / below / self.k;
                    if out.digits.agrees(worked, value) {
                        break;
                    }
                }
                out.equals(worked, value);
            }
            Loss::CrossEntropy => {
                let target = out.put("−y/ŷ = −#/", self.y);
                let shown = out.put("$", if self.fused { self.own } else { self.p });
                out.equals(-target / shown, value);
            }
            Loss::Hinge => {
                out.say("−t");
                self.share(out);
                out.say(if self.t > 0.0 { " = −1" } else { " = 1" });
                self.share(out);
                out.equals(-self.t / self.k, value);
                out.say(", ");
                out.remark("tape.hinge");
            }
        }
    }

    /// The error term.
    pub(super) fn delta(&self, out: &mut Statement) {
        let facts = self.facts;
        let value = at(&self.here.delta, self.unit);
        let whole = is_direct(facts.spec, facts.config);
        if self.coupled && !whole {
            return self.coupled_delta(value, out);
        }
        if let Some(blame) = self.derivative().filter(|_| !whole) {
            out.say("δ = ∂L/∂ŷ·φ′(z) = ");
            return out.product(&[blame, at(&self.here.slope, self.unit)], value);
        }
        out.comes_from(&[self.p, self.y]);
        out.say(if facts.by_rule() {
            word("tape.rule")
        } else {
            "δ = "
        });
        // Not the mean of the perceptron's rule, which knows no loss.
        let mean = !whole && self.k > 1.0;
        out.say(if mean { "(ŷ − y)" } else { "ŷ − y" });
        if mean {
            self.share(out);
        }
        out.say(if mean { " = (" } else { " = " });
        let mut away = self.away(out);
        if mean {
            out.say(")");
            self.share(out);
            away /= self.k;
        }
        out.equals(away, value);
        if !whole {
            out.remark("tape.cancel");
        }
    }

    /// The error term of a softmax: `∂ŷⱼ/∂z = ŷⱼ·([j = this] − ŷ)`, every output hears of
    /// every `z`.
    fn coupled_delta(&self, value: f64, out: &mut Statement) {
        let mut terms = Vec::new();
        for unit in 0..self.here.a.len() {
            let other = Output::new(self.facts, unit);
            let Some(blame) = other.derivative() else {
                out.say("δ = ");
                out.is(value);
                out.comes_from(&[self.p, self.y]);
                return;
            };
            let by_z = if unit == self.unit {
                self.own * self.rest
            } else {
                -self.own * other.own
            };
            terms.push(blame * by_z);
        }
        out.say("δ = Σ ∂L/∂ŷ·∂ŷ/∂z = ");
        out.sum(&terms, value);
    }
}

/// The sample's loss, of its terms.
pub(super) fn loss(facts: &Facts<'_>, out: &mut Statement) {
    let mut terms = Vec::new();
    let mut mean = false;
    for unit in 0..facts.spec.outputs() {
        let output = Output::new(facts, unit);
        mean = matches!(output.loss, Loss::Mse | Loss::Bce | Loss::Hinge);
        output.term(out);
        terms.push(out.value);
    }
    out.text.clear();
    let value = f64::from(facts.trace.loss);
    let count = terms.len();
    out.say("L = ");
    if !mean || count == 1 {
        return out.sum(&terms, value);
    }
    out.say("(");
    let worked = out.series(&terms);
    out.say(")/");
    out.count(count);
    out.equals(worked / count as f64, value);
    out.terms = terms;
}
