//! A row of the tape as a statement: its formula with numbers, rounded for reading or in
//! full, its terms and its value.

mod curve;
mod output;
mod update;

use super::Mlp;
use super::describe::sender;
use super::pass::{PassState, at, gradient, sent};
use super::printed::{Digits, add};
use super::tape::{Kind, Parameter, Row};
use crate::lab::words::word;
use crate::nn::{Activation, LayerTrace, Optimizer, Spec, Trace, TrainConfig};
use crate::num::Real;
use curve::curve;
use output::Output;

/// Sums of up to so many products are written out in full.
const WRITTEN_OUT: usize = 4;

/// The change of the batch's mean loss by one update.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Outcome {
    /// To first order: `Σ ∂L/∂w · Δw`.
    pub(super) predicted: f64,
    /// As the losses before and after tell.
    pub(super) actual: f64,
}

/// Everything that a statement reads.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    mlp: &'a Mlp,
    /// The sample's pass, and the update's numbers.
    pass: &'a PassState,
    /// The network's shape.
    spec: &'a Spec,
    /// How it learns.
    config: &'a TrainConfig,
    trace: &'a Trace,
}

/// What a row says, written from left to right: each number tells what it says in print, from
/// which the total is worked out again.
#[derive(Debug)]
pub(super) struct Statement {
    /// Formula, numbers, value.
    pub(super) text: String,
    /// The numbers that the value comes from, in their order.
    pub(super) terms: Vec<f64>,
    /// The value.
    pub(super) value: f64,
    digits: Digits,
}

impl Statement {
    /// Writes words or symbols.
    fn say(&mut self, words: &str) {
        self.text += words;
    }

    /// Takes back all but the first so many bytes.
    fn back_to(&mut self, len: usize) {
        self.text = self.text.get(..len).unwrap_or_default().to_owned();
    }

    /// Writes words around a number, and tells what it says in print: `#` stands for it, `@` for
    /// it after a plus, a minus or a point, `$` for it under a line, a root or an exponent.
    fn put(&mut self, words: &str, value: f64) -> f64 {
        let number = self.digits.number(value);
        for sign in words.chars() {
            match sign {
                '#' => self.text += &number.text,
                '@' => number.operand(&mut self.text),
                '$' => number.whole(&mut self.text),
                _ => self.text.push(sign),
            }
        }
        number.value
    }

    /// Writes the numbers with plus signs between them.
    fn series(&mut self, terms: &[f64]) -> f64 {
        self.digits.series(terms, &mut self.text)
    }

    /// Writes a count.
    fn count(&mut self, count: usize) {
        add(&mut self.text, format_args!("{count}"));
    }

    /// Writes a remark of the table of words.
    fn remark(&mut self, key: &str) {
        self.say(word(key));
    }

    /// The numbers that the value comes from.
    // One copy for many callers.
    #[inline(never)]
    fn comes_from(&mut self, terms: &[f64]) {
        self.terms = terms.to_vec();
    }

    /// Ends with the value, and whether it is what was worked out from printed numbers.
    fn equals(&mut self, worked: f64, value: f64) {
        self.digits.equals(worked, value, &mut self.text);
        self.value = value;
    }

    /// Ends with a value that nothing in print comes to.
    fn is(&mut self, value: f64) {
        self.put("#", value);
        self.value = value;
    }

    /// Ends with a product.
    fn product(&mut self, factors: &[f64], value: f64) {
        self.digits.product(factors, value, &mut self.text);
        self.comes_from(factors);
        self.value = value;
    }

    /// Ends with a sum, if there is more than one term.
    fn sum(&mut self, terms: &[f64], total: f64) {
        if terms.len() > 1 {
            self.digits.sum(terms, total, &mut self.text);
        } else {
            self.put("#", total);
        }
        self.comes_from(terms);
        self.value = total;
    }
}

impl<'a> Facts<'a> {
    pub(super) fn new(mlp: &'a Mlp, pass: &'a PassState) -> Self {
        Self {
            mlp,
            pass,
            spec: &mlp.setup.spec,
            config: &mlp.setup.train,
            trace: &pass.trace,
        }
    }

    // One copy for many callers.
    #[inline(never)]
    fn layer(&self, layer: usize) -> &LayerTrace {
        self.trace.layer(layer)
    }

    /// What sends into `layer`: the features, or the activations of the layer before.
    fn sent(&self, layer: usize) -> &[Real] {
        sent(self.trace, layer)
    }

    fn weight(&self, layer: usize, unit: usize, input: usize) -> f64 {
        let parameter = Parameter {
            layer,
            unit,
            input: Some(input),
        };
        self.parameter(parameter)
    }

    fn bias(&self, layer: usize, unit: usize) -> f64 {
        let parameter = Parameter {
            layer,
            unit,
            input: None,
        };
        self.parameter(parameter)
    }

    /// A parameter before the update.
    fn parameter(&self, parameter: Parameter) -> f64 {
        at(self.mlp.network().params(), parameter.index(self.spec))
    }

    fn products(&self, layer: usize, unit: usize) -> Vec<f64> {
        let mut products = Vec::new();
        for (input, x) in self.sent(layer).iter().enumerate() {
            products.push(self.weight(layer, unit, input) * f64::from(*x));
        }
        products
    }

    /// Whether the output learns by the perceptron's rule, which follows no gradient.
    fn by_rule(&self) -> bool {
        self.config.optimizer == Optimizer::Perceptron
    }

    fn is_output(&self, layer: usize) -> bool {
        layer + 1 == self.spec.layers.len()
    }

    /// Writes the name of an input or a unit: layer 0 are the features, layer 1 the first layer.
    fn name(&self, layer: usize, unit: usize, out: &mut Statement) {
        out.say(&sender(self.mlp, layer, unit));
    }
}

/// What `row` says of `facts`.
pub(super) fn statement(row: &Row, facts: &Facts<'_>, digits: Digits) -> Statement {
    let mut out = Statement {
        text: String::new(),
        terms: Vec::new(),
        value: f64::NAN,
        digits,
    };
    state(row, facts, &mut out);
    out
}

fn state(row: &Row, facts: &Facts<'_>, out: &mut Statement) {
    let Parameter { layer, unit, input } = row.at;
    let other = input.unwrap_or_default();
    match row.kind {
        Kind::Product => {
            let w = facts.weight(layer, unit, other);
            let x = at(facts.sent(layer), other);
            out.say("w·");
            facts.name(layer, other, out);
            out.say(" = ");
            out.product(&[w, x], w * x);
        }
        Kind::Sum => {
            let products = facts.products(layer, unit);
            out.say(if layer == 0 {
                "Σ w·x = "
            } else {
                "Σ w·a = "
            });
            out.sum(&products, products.iter().sum());
        }
        Kind::Bias => {
            let b = facts.bias(layer, unit);
            out.say("b = ");
            out.sum(&[b], b);
        }
        Kind::PreActivation => pre_activation(facts, layer, unit, out),
        Kind::Exponential => output::exponential(facts, unit, out),
        Kind::ExponentialSum => {
            let all = output::exponentials(facts);
            out.say("Σ e^(z − max z) = ");
            out.sum(&all, all.iter().sum());
        }
        Kind::Activation => activation(facts, layer, unit, out),
        Kind::LossTerm => Output::new(facts, unit).loss_term(out),
        Kind::Loss => output::loss(facts, out),
        Kind::OutputBlame => Output::new(facts, unit).blame(out),
        Kind::BlameProduct => {
            let w = facts.weight(layer + 1, other, unit);
            let delta = at(&facts.layer(layer + 1).delta, other);
            out.say("w·δ(");
            facts.name(layer + 2, other, out);
            out.say(") = ");
            out.product(&[w, delta], w * delta);
        }
        Kind::Blame => {
            let mut terms = Vec::new();
            for (next, delta) in facts.layer(layer + 1).delta.iter().enumerate() {
                terms.push(facts.weight(layer + 1, next, unit) * f64::from(*delta));
            }
            out.say("blame from the next layer = Σ w·δ = ");
            out.sum(&terms, at(&facts.layer(layer).blame, unit));
        }
        Kind::Slope => slope(facts, layer, unit, out),
        Kind::Delta if facts.is_output(layer) => Output::new(facts, unit).delta(out),
        Kind::Delta => {
            let here = facts.layer(layer);
            let factors = [at(&here.blame, unit), at(&here.slope, unit)];
            out.say("δ = blame·φ′(z) = ");
            out.product(&factors, at(&here.delta, unit));
        }
        Kind::WeightGradient => {
            let here = facts.layer(layer);
            let factors = [at(&here.delta, unit), at(facts.sent(layer), other)];
            out.say(if facts.by_rule() {
                "(ŷ − y)·"
            } else {
                "∂L/∂w = δ·"
            });
            facts.name(layer, other, out);
            out.say(" = ");
            out.product(&factors, gradient(here, unit, input).into());
        }
        Kind::BiasGradient => {
            let value = at(&facts.layer(layer).d_bias, unit);
            out.say(if facts.by_rule() {
                "ŷ − y = "
            } else {
                "∂L/∂b = δ = "
            });
            out.sum(&[value], value);
        }
        _ => match facts.pass.explanation() {
            Some(update) => update::state(row, facts, update, out),
            None => out.say("the update is not a finite number"),
        },
    }
}

fn pre_activation(facts: &Facts<'_>, layer: usize, unit: usize, out: &mut Statement) {
    let mut products = facts.products(layer, unit);
    let b = facts.bias(layer, unit);
    let z = at(&facts.layer(layer).z, unit);
    out.say("z = ");
    if products.len() > WRITTEN_OUT {
        out.say("Σ + b = ");
        return out.sum(&[products.iter().sum(), b], z);
    }
    let mut worked = out.digits.number(b).value;
    for (input, x) in facts.sent(layer).iter().enumerate() {
        let weight = facts.weight(layer, unit, input);
        let w = out.put(if input == 0 { "#" } else { "@" }, weight);
        worked += w * out.put("·@ + ", (*x).into());
    }
    out.put("@", b);
    out.equals(worked, z);
    products.push(b);
    out.terms = products;
}

fn activation(facts: &Facts<'_>, layer: usize, unit: usize, out: &mut Statement) {
    let here = facts.layer(layer);
    let function = facts.spec.activation(layer);
    // `a` for a hidden unit, `ŷ` for an output.
    if facts.is_output(layer) {
        facts.name(layer + 1, unit, out);
    } else {
        out.say("a");
    }
    out.say(" = ");
    if function == Activation::Softmax {
        return output::softmax(facts, unit, out);
    }
    let z = at(&here.z, unit);
    out.say(function.label());
    let shown = out.put("(#)", z);
    let mut leak = 0.0;
    if function == Activation::RandomizedRelu && z < 0.0 {
        // The slope is drawn for each step: without it nobody could follow.
        leak = out.put(" = #·", at(&here.slope, unit));
        out.put("@", z);
    }
    out.equals(curve(function, leak, shown).0, at(&here.a, unit));
    out.comes_from(&[z]);
}

fn slope(facts: &Facts<'_>, layer: usize, unit: usize, out: &mut Statement) {
    let here = facts.layer(layer);
    let (z, slope) = (at(&here.z, unit), at(&here.slope, unit));
    let function = facts.spec.activation(layer);
    out.say("φ′(z) = ");
    out.say(function.label());
    let shown = out.put("′(#)", z);
    let drawn = function == Activation::RandomizedRelu && z <= 0.0;
    let worked = if drawn {
        out.digits.number(slope).value
    } else {
        curve(function, 0.0, shown).1
    };
    out.equals(worked, slope);
    if z == 0.0 && curve::has_kink(function) {
        out.remark("tape.kink");
    }
    out.comes_from(&[z]);
}
