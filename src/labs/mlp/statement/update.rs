//! What the rows of the update say: the batch's gradient, what the optimizer makes of it,
//! and what that does to the loss. The formulas are those of [`Optimizer`].

use super::{Facts, Statement, WRITTEN_OUT};
use crate::lab::Pin;
use crate::labs::mlp::pass::at;
use crate::labs::mlp::printed::Number;
use crate::labs::mlp::tape::{Kind, Parameter, Row};
use crate::nn::{ADAGRAD_EPSILON, Explanation, Optimizer, TrainConfig};
use crate::num::Real;
use crate::scene::format::superscript;

/// What the rows of one parameter read.
struct Cell<'a> {
    facts: &'a Facts<'a>,
    config: &'a TrainConfig,
    update: &'a Explanation,
    parameter: Parameter,
    index: usize,
    /// The parameter before the update, and its mean gradient.
    before: f64,
    gradient: f64,
    /// What the optimizer remembers after the update: the first moment and the second, 0 for
    /// one that it does not remember.
    first: f64,
    second: f64,
}

/// What `row` of the update says.
pub(super) fn state(row: &Row, facts: &Facts<'_>, update: &Explanation, out: &mut Statement) {
    let (parameter, config) = (row.at, facts.config);
    let index = parameter.index(facts.spec);
    let cell = Cell {
        facts,
        config,
        update,
        parameter,
        index,
        before: at(&update.before, index),
        gradient: at(&update.gradient, index),
        first: at(&update.moments_after.first, index),
        second: at(&update.moments_after.second, index),
    };
    match row.kind {
        Kind::Mean => cell.mean(out),
        Kind::Penalty => {
            let factor = f64::from(config.l2);
            out.remark(if config.optimizer == Optimizer::Adamw {
                "tape.decay"
            } else {
                "tape.penalty"
            });
            out.say("λ·w = ");
            out.product(&[factor, cell.before], factor * cell.before);
        }
        Kind::FirstMoment => cell.first(out),
        Kind::SecondMoment => cell.second(out),
        Kind::FirstUnbiased => cell.unbiased("m̂ = m/(1 − β₁", cell.first, config.beta1, out),
        Kind::SecondUnbiased => cell.unbiased("ŝ = s/(1 − β₂", cell.second, config.beta2, out),
        Kind::Stepped => cell.step(at(&update.stepped, index), out),
        Kind::Update if config.l1 > 0.0 && parameter.input.is_some() => cell.shrunk(out),
        Kind::Update => cell.step(at(&update.after, index), out),
        _ => outcome(facts, out),
    }
}

impl Cell<'_> {
    /// The batch's mean gradient; where a penalty counts in it, both in brackets.
    fn shown_gradient(&self, out: &Statement) -> Number {
        let mean = out.digits.number(self.gradient);
        let penalty = f64::from(self.config.l2) * self.before;
        let apart = self.config.optimizer == Optimizer::Adamw || self.parameter.input.is_none();
        if apart || penalty == 0.0 {
            return mean;
        }
        mean.plus(&out.digits.number(penalty))
    }

    fn mean(&self, out: &mut Statement) {
        let facts = self.facts;
        if let Some(update) = &facts.pass.update {
            for share in &update.shares {
                out.terms.push(at(share, self.index));
            }
        }
        // Which weight it is: the rows that follow speak of the same.
        let is_weight = self.parameter.input.is_some();
        out.say(match facts.by_rule() {
            true if is_weight => "(ŷ − y)·",
            true => "ŷ − y",
            false if is_weight => "∂L/∂w from ",
            false => "∂L/∂b",
        });
        if let Some(input) = self.parameter.input {
            facts.name(self.parameter.layer, input, out);
        }
        let count = self.update.batch.len();
        let written = count > 1 && count <= WRITTEN_OUT && out.terms.len() == count;
        out.remark(match count {
            1 => "tape.mean-one",
            _ if written => "tape.mean-few",
            _ => "tape.mean",
        });
        if count != 1 && !written {
            out.count(count);
        }
        if let Some(Pin::Sample(sample)) = facts.mlp.pinned {
            let counts = self.update.batch.contains(&(sample as u32));
            out.remark(if counts {
                "tape.with-pinned"
            } else {
                "tape.without-pinned"
            });
        }
        if written {
            out.say(" = (");
            let worked = out.digits.series(&out.terms, &mut out.text);
            out.say(")/");
            out.count(count);
            out.equals(worked / count as f64, self.gradient);
        } else {
            out.say(" = ");
            out.is(self.gradient);
        }
    }

    /// The velocity, or Adam's first moment.
    fn first(&self, out: &mut Statement) {
        let before = at(&self.update.moments_before.first, self.index);
        let g = self.shown_gradient(out);
        let sum = matches!(
            self.config.optimizer,
            Optimizer::Momentum | Optimizer::Nesterov
        );
        let (formula, factor) = if sum {
            ("v ← μ·v + g = ", self.config.momentum)
        } else {
            ("m ← β₁·m + (1 − β₁)·g = ", self.config.beta1)
        };
        let factor = f64::from(factor);
        out.say(formula);
        let keep = out.put("#·", factor);
        let was = out.put("@ + ", before);
        let added = if sum { 1.0 } else { rest(factor, out) };
        g.operand(&mut out.text);
        out.equals(keep * was + added * g.value, self.first);
        out.comes_from(&[factor, before, self.gradient]);
    }

    /// The sum or the running mean of the squared gradients.
    fn second(&self, out: &mut Statement) {
        let before = at(&self.update.moments_before.second, self.index);
        let g = self.shown_gradient(out);
        let square = g.value * g.value;
        let (name, factor) = match self.config.optimizer {
            Optimizer::Adagrad => ("s ← s + g² = ", None),
            Optimizer::Rmsprop => ("s ← α·s + (1 − α)·g² = ", Some(self.config.alpha)),
            _ => ("s ← β₂·s + (1 − β₂)·g² = ", Some(self.config.beta2)),
        };
        out.say(name);
        let worked = if let Some(factor) = factor {
            let factor = f64::from(factor);
            out.terms.push(factor);
            let keep = out.put("#·", factor);
            let was = out.put("@ + ", before);
            keep * was + rest(factor, out) * square
        } else {
            out.put("# + ", before) + square
        };
        g.whole(&mut out.text);
        out.say("²");
        out.equals(worked, self.second);
        out.terms.push(before);
        out.terms.push(self.gradient);
    }

    /// A moment of Adam without its pull to the zero that it began with.
    fn unbiased(&self, formula: &str, moment: f64, beta: Real, out: &mut Statement) {
        let beta = f64::from(beta);
        let power = superscript(self.update.moments_after.updates as i32);
        out.say(formula);
        out.say(&power);
        let shown = out.put(") = #/(1 − ", moment);
        let keep = out.put("#", beta);
        out.say(&power);
        out.say(")");
        let value = (moment / self.grown(beta)) as Real;
        out.equals(shown / self.grown(keep), value.into());
        out.comes_from(&[moment, beta]);
    }

    /// How far a moment has grown from zero: `1 − βᵗ`.
    fn grown(&self, beta: f64) -> f64 {
        let updates = self.update.moments_after.updates as f64;
        1.0 - libm::exp(updates * libm::log(beta))
    }

    /// The optimizer's own rule, from before to `after`.
    fn step(&self, after: f64, out: &mut Statement) {
        let config = self.config;
        let is_weight = self.parameter.input.is_some();
        let (mut first, mut second) = (self.first, self.second);
        if matches!(config.optimizer, Optimizer::Adam | Optimizer::Adamw) {
            first /= self.grown(config.beta1.into());
            second /= self.grown(config.beta2.into());
        }
        let rate = f64::from(config.rate);
        let decay = if config.optimizer == Optimizer::Adamw && is_weight {
            f64::from(config.l2)
        } else {
            0.0
        };
        out.comes_from(&[self.before, rate, self.gradient]);
        if self.facts.by_rule() {
            out.remark("tape.rule-step");
        }
        out.say(if is_weight {
            "w ← w − "
        } else {
            "b ← b − "
        });
        if decay > 0.0 {
            out.say("η·λ·w − ");
        }
        out.say("η·");
        out.say(match config.optimizer {
            Optimizer::Sgd => "g",
            Optimizer::Perceptron if is_weight => "(ŷ − y)·x",
            Optimizer::Perceptron => "(ŷ − y)",
            Optimizer::Momentum => "v",
            Optimizer::Nesterov => "(g + μ·v)",
            Optimizer::Adagrad | Optimizer::Rmsprop => "g/(√s + ε)",
            Optimizer::Adam | Optimizer::Adamw => "m̂/(√ŝ + ε)",
        });
        let was = out.put(" = # − ", self.before);
        let eta = out.digits.number(rate).value;
        let mut decayed = 0.0;
        if decay > 0.0 {
            out.terms.push(decay);
            out.put("#·", rate);
            let factor = out.put("#·", decay);
            out.put("@ − ", self.before);
            decayed = eta * factor * was;
        }
        out.put("#·", rate);
        // What the rate is multiplied by.
        let g = self.shown_gradient(out);
        let mut worked = match config.optimizer {
            Optimizer::Momentum | Optimizer::Adam | Optimizer::Adamw => out.put("@", first),
            Optimizer::Nesterov => {
                out.say("(");
                out.say(&g.text);
                let keep = out.put(" + #·", config.momentum.into());
                let v = out.put("@)", first);
                g.value + keep * v
            }
            _ => {
                g.operand(&mut out.text);
                g.value
            }
        };
        if config.optimizer.has_second_moment() {
            let square = out.put("/(√$ + ", second);
            let epsilon = match config.optimizer {
                Optimizer::Adagrad => ADAGRAD_EPSILON,
                _ => config.epsilon,
            };
            let least = out.put("#)", epsilon.into());
            worked /= square.sqrt() + least;
        }
        out.equals(was - eta * worked - decayed, after);
    }

    /// L1's proximal step, after the optimizer's.
    fn shrunk(&self, out: &mut Statement) {
        let stepped = at(&self.update.stepped, self.index);
        let after = at(&self.update.after, self.index);
        let (rate, factor) = (f64::from(self.config.rate), f64::from(self.config.l1));
        out.comes_from(&[stepped, rate, factor]);
        out.say("w ← ");
        out.remark("tape.shrunk");
        out.say(" = ");
        let mut worked = 0.0;
        let mut toward = 0.0;
        if after == 0.0 {
            out.is(0.0);
            out.say(", ");
            out.remark("tape.within");
            out.say(" ");
        } else {
            let (words, sign) = if stepped < 0.0 {
                ("# + ", 1.0)
            } else {
                ("# − ", -1.0)
            };
            worked = out.put(words, stepped);
            toward = sign;
        }
        let eta = out.put("#·", rate);
        let l1 = out.put("#", factor);
        if after != 0.0 {
            out.equals(worked + toward * eta * l1, after);
        }
    }
}

/// Writes `(1 − β)·`, and tells what that is in print.
fn rest(factor: f64, out: &mut Statement) -> f64 {
    1.0 - out.put("(1 − #)·", factor)
}

fn outcome(facts: &Facts<'_>, out: &mut Statement) {
    let update = facts.pass.update.as_ref();
    let (predicted, actual) = match update.and_then(|update| update.outcome) {
        Some(outcome) => (outcome.predicted, outcome.actual),
        None => (f64::NAN, f64::NAN),
    };
    if facts.by_rule() {
        out.remark("tape.no-prediction");
    } else {
        out.remark("tape.predicted");
        out.put(" # ", predicted);
        out.remark("tape.actual");
        out.comes_from(&[predicted]);
    }
    out.say(" ");
    out.is(actual);
}
