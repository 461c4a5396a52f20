//! A row of the tape as a statement: its formula with numbers, rounded for reading or in
//! full, its terms and its value.

mod curve;
mod output;
mod update;

use super::printed::Digits;
use super::tape::{Parameter, Row};
use crate::lab::words::word;
use crate::nn::{Activation, Explanation, LayerTrace, Optimizer, Spec, Trace, TrainConfig};
use crate::num::Real;
use curve::curve;

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
    /// The network's shape.
    pub(super) spec: &'a Spec,
    /// How it learns.
    pub(super) config: &'a TrainConfig,
    /// Its parameters before the update.
    pub(super) params: &'a [Real],
    /// The sample's pass.
    pub(super) trace: &'a Trace,
    /// The update, where it is finite.
    pub(super) update: Option<&'a Explanation>,
    /// Each batch sample's gradient, in the batch's order.
    pub(super) shares: &'a [Vec<Real>],
    /// Whether the pinned sample is in the batch, where one is pinned.
    pub(super) pinned: Option<bool>,
    /// What the update did to the loss.
    pub(super) outcome: Option<Outcome>,
    /// The name of input or unit: layer 0 are the features, layer 1 the first layer.
    pub(super) names: &'a dyn Fn(usize, usize) -> String,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    /// Formula, numbers, value.
    pub(super) text: String,
    /// The numbers that the value comes from, in their order.
    pub(super) terms: Vec<f64>,
    /// The value.
    pub(super) value: f64,
}

impl Statement {
    fn new(text: String, terms: &[f64], value: f64) -> Self {
        Self {
            text,
            terms: terms.to_vec(),
            value,
        }
    }
}

impl Facts<'_> {
    fn layer(&self, layer: usize) -> &LayerTrace {
        &self.trace.layers[layer]
    }

    /// What sends into `layer`: the features, or the activations of the layer before.
    fn sent(&self, layer: usize) -> &[Real] {
        match layer {
            0 => &self.trace.input,
            _ => &self.trace.layers[layer - 1].a,
        }
    }

    fn weight(&self, layer: usize, unit: usize, input: usize) -> f64 {
        let parameter = Parameter {
            layer,
            unit,
            input: Some(input),
        };
        self.params[parameter.index(self.spec)].into()
    }

    fn bias(&self, layer: usize, unit: usize) -> f64 {
        let parameter = Parameter {
            layer,
            unit,
            input: None,
        };
        self.params[parameter.index(self.spec)].into()
    }

    fn products(&self, layer: usize, unit: usize) -> Vec<f64> {
        self.sent(layer)
            .iter()
            .enumerate()
            .map(|(input, x)| self.weight(layer, unit, input) * f64::from(*x))
            .collect()
    }

    /// Whether the output learns by the perceptron's rule, which follows no gradient.
    fn by_rule(&self) -> bool {
        self.config.optimizer == Optimizer::Perceptron
    }

    fn is_output(&self, layer: usize) -> bool {
        layer + 1 == self.spec.layers.len()
    }

    /// `a` for a hidden unit, `ŷ` for an output.
    fn activation_name(&self, layer: usize, unit: usize) -> String {
        if self.is_output(layer) {
            (self.names)(layer + 1, unit)
        } else {
            "a".to_owned()
        }
    }
}

/// What `row` says of `facts`.
pub(super) fn statement(row: Row, facts: &Facts<'_>, digits: Digits) -> Statement {
    match row {
        Row::Product { layer, unit, input } => {
            let (w, x) = (
                facts.weight(layer, unit, input),
                f64::from(facts.sent(layer)[input]),
            );
            let name = (facts.names)(layer, input);
            product(digits, &format!("w·{name}"), &[w, x], w * x)
        }
        Row::Sum { layer, unit } => {
            let products = facts.products(layer, unit);
            let total = products.iter().sum();
            let name = if layer == 0 { "Σ w·x" } else { "Σ w·a" };
            sum(digits, name, &products, total)
        }
        Row::Bias { layer, unit } => {
            let b = facts.bias(layer, unit);
            Statement::new(format!("b = {}", digits.text(b)), &[b], b)
        }
        Row::PreActivation { layer, unit } => pre_activation(facts, layer, unit, digits),
        Row::Exponential { unit } => output::exponential(facts, unit, digits),
        Row::ExponentialSum => {
            let all = output::exponentials(facts);
            sum(digits, "Σ e^(z − max z)", &all, all.iter().sum())
        }
        Row::Activation { layer, unit } => activation(facts, layer, unit, digits),
        Row::LossTerm { unit } => output::loss_term(facts, unit, digits),
        Row::Loss => output::loss(facts, digits),
        Row::OutputBlame { unit } => output::blame(facts, unit, digits),
        Row::BlameProduct { layer, unit, next } => {
            let w = facts.weight(layer + 1, next, unit);
            let delta = f64::from(facts.layer(layer + 1).delta[next]);
            let name = format!("w·δ({})", (facts.names)(layer + 2, next));
            product(digits, &name, &[w, delta], w * delta)
        }
        Row::Blame { layer, unit } => {
            let terms: Vec<f64> = (0..facts.spec.layers[layer + 1].units)
                .map(|next| {
                    facts.weight(layer + 1, next, unit)
                        * f64::from(facts.layer(layer + 1).delta[next])
                })
                .collect();
            let total = facts.layer(layer).blame[unit].into();
            sum(digits, "blame from the next layer = Σ w·δ", &terms, total)
        }
        Row::Slope { layer, unit } => slope(facts, layer, unit, digits),
        Row::Delta { layer, unit } if facts.is_output(layer) => output::delta(facts, unit, digits),
        Row::Delta { layer, unit } => {
            let here = facts.layer(layer);
            let factors = [here.blame[unit].into(), here.slope[unit].into()];
            let value = here.delta[unit].into();
            product(digits, "δ = blame·φ′(z)", &factors, value)
        }
        Row::WeightGradient { layer, unit, input } => {
            let delta = f64::from(facts.layer(layer).delta[unit]);
            let x = f64::from(facts.sent(layer)[input]);
            let value = facts.layer(layer).d_weight[(unit, input)].into();
            let what = if facts.by_rule() {
                "(ŷ − y)"
            } else {
                "∂L/∂w = δ"
            };
            let name = format!("{what}·{}", (facts.names)(layer, input));
            product(digits, &name, &[delta, x], value)
        }
        Row::BiasGradient { layer, unit } => {
            let value = f64::from(facts.layer(layer).d_bias[unit]);
            let what = if facts.by_rule() {
                "ŷ − y"
            } else {
                "∂L/∂b = δ"
            };
            let text = format!("{what} = {}", digits.text(value));
            Statement::new(text, &[value], value)
        }
        _ => facts.update.map_or_else(
            || {
                let text = "the update is not a finite number".to_owned();
                Statement::new(text, &[], f64::NAN)
            },
            |update| update::statement(row, facts, update, digits),
        ),
    }
}

fn product(digits: Digits, name: &str, factors: &[f64], value: f64) -> Statement {
    let text = digits.product(factors, value);
    Statement::new(format!("{name} = {text}"), factors, value)
}

fn sum(digits: Digits, name: &str, terms: &[f64], total: f64) -> Statement {
    let text = if terms.len() > 1 {
        format!("{name} = {}", digits.sum(terms, total))
    } else {
        format!("{name} = {}", digits.text(total))
    };
    Statement::new(text, terms, total)
}

fn pre_activation(facts: &Facts<'_>, layer: usize, unit: usize, digits: Digits) -> Statement {
    let products = facts.products(layer, unit);
    let (b, z) = (
        facts.bias(layer, unit),
        f64::from(facts.layer(layer).z[unit]),
    );
    if products.len() > WRITTEN_OUT {
        let total: f64 = products.iter().sum();
        return sum(digits, "z = Σ + b", &[total, b], z);
    }
    let mut text = String::from("z = ");
    let bias = digits.number(b);
    let mut worked = bias.value;
    for (input, x) in facts.sent(layer).iter().enumerate() {
        let (w, x) = (
            digits.number(facts.weight(layer, unit, input)),
            digits.number((*x).into()),
        );
        worked += w.value * x.value;
        text += &if input == 0 { w.text } else { w.operand() };
        text += &format!("·{} + ", x.operand());
    }
    text += &format!("{} {}", bias.operand(), digits.equals(worked, z));
    let terms: Vec<f64> = products.into_iter().chain([b]).collect();
    Statement::new(text, &terms, z)
}

fn activation(facts: &Facts<'_>, layer: usize, unit: usize, digits: Digits) -> Statement {
    let here = facts.layer(layer);
    let function = facts.spec.layers[layer].activation;
    let name = facts.activation_name(layer, unit);
    if function == Activation::Softmax {
        return output::softmax(facts, unit, &name, digits);
    }
    let (z, a) = (f64::from(here.z[unit]), f64::from(here.a[unit]));
    let shown = digits.number(z);
    let mut text = format!("{name} = {}({})", function.label(), shown.text);
    let mut leak = 0.0;
    if function == Activation::RandomizedRelu && z < 0.0 {
        // The slope is drawn for each step: without it nobody could follow.
        let drawn = digits.number(here.slope[unit].into());
        text += &format!(" = {}·{}", drawn.text, shown.operand());
        leak = drawn.value;
    }
    let worked = curve(function, leak, shown.value).0;
    text = format!("{text} {}", digits.equals(worked, a));
    Statement::new(text, &[z], a)
}

fn slope(facts: &Facts<'_>, layer: usize, unit: usize, digits: Digits) -> Statement {
    let here = facts.layer(layer);
    let (z, slope) = (f64::from(here.z[unit]), f64::from(here.slope[unit]));
    let function = facts.spec.layers[layer].activation;
    let shown = digits.number(z);
    let drawn = function == Activation::RandomizedRelu && z <= 0.0;
    let worked = if drawn {
        digits.number(slope).value
    } else {
        curve(function, 0.0, shown.value).1
    };
    let kink = if z == 0.0 && curve::has_kink(function) {
        word("tape.kink")
    } else {
        ""
    };
    let text = format!(
        "φ′(z) = {}′({}) {}{kink}",
        function.label(),
        shown.text,
        digits.equals(worked, slope)
    );
    Statement::new(text, &[z], slope)
}
