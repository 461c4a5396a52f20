//! A row of the tape as a statement: its formula with numbers, rounded for reading or in
//! full, its terms and its value.

use super::printed::{Digits, Printed, multiplied};
use super::tape::{Parameter, Row, is_direct};
use crate::nn::{Activation, Explanation, LayerTrace, Loss, Optimizer, Spec, Trace, TrainConfig};
use crate::num::Real;

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
            let text = format!("b = {}", Printed::new(digits, &[b]).number(b));
            Statement::new(text, &[b], b)
        }
        Row::PreActivation { layer, unit } => pre_activation(facts, layer, unit, digits),
        Row::Exponential { unit } => exponential(facts, unit, digits),
        Row::ExponentialSum => {
            let all = exponentials(facts);
            sum(digits, "Σ e^(z − max z)", &all, all.iter().sum())
        }
        Row::Activation { layer, unit } => activation(facts, layer, unit, digits),
        Row::LossTerm { unit } => loss_term(facts, unit, digits),
        Row::Loss => loss(facts, digits),
        Row::OutputBlame { unit } => output_blame(facts, unit, digits),
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
        Row::Slope { layer, unit } => {
            let z = f64::from(facts.layer(layer).z[unit]);
            let slope = f64::from(facts.layer(layer).slope[unit]);
            let printed = Printed::new(digits, &[z, slope]);
            let name = facts.spec.layers[layer].activation.label();
            let text = format!(
                "φ′(z) = {name}′({}) = {}",
                printed.number(z),
                printed.number(slope)
            );
            Statement::new(text, &[z], slope)
        }
        Row::Delta { layer, unit } => delta(facts, layer, unit, digits),
        Row::WeightGradient { layer, unit, input } => {
            let delta = f64::from(facts.layer(layer).delta[unit]);
            let x = f64::from(facts.sent(layer)[input]);
            let value = facts.layer(layer).d_weight[(unit, input)].into();
            let name = format!("∂L/∂w = δ·{}", (facts.names)(layer, input));
            product(digits, &name, &[delta, x], value)
        }
        Row::BiasGradient { layer, unit } => {
            let value = f64::from(facts.layer(layer).d_bias[unit]);
            let text = format!(
                "∂L/∂b = δ = {}",
                Printed::new(digits, &[value]).number(value)
            );
            Statement::new(text, &[value], value)
        }
        Row::Mean(_)
        | Row::Penalty(_)
        | Row::FirstMoment(_)
        | Row::SecondMoment(_)
        | Row::Update(_)
        | Row::Outcome => facts.update.map_or_else(
            || {
                Statement::new(
                    "the update is not a finite number".to_owned(),
                    &[],
                    f64::NAN,
                )
            },
            |update| update_statement(row, facts, update, digits),
        ),
    }
}

fn product(digits: Digits, name: &str, factors: &[f64], value: f64) -> Statement {
    let text = multiplied(digits, factors, value);
    Statement::new(format!("{name} = {text}"), factors, value)
}

fn sum(digits: Digits, name: &str, terms: &[f64], total: f64) -> Statement {
    let all: Vec<f64> = terms.iter().copied().chain([total]).collect();
    let printed = Printed::new(digits, &all).adding_up(terms, total);
    let text = if terms.len() > 1 {
        format!("{name} = {}", printed.sum(terms, total))
    } else {
        format!("{name} = {}", printed.number(total))
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
    let sent = facts.sent(layer);
    let factors: Vec<f64> = (0..sent.len())
        .flat_map(|input| [facts.weight(layer, unit, input), f64::from(sent[input])])
        .collect();
    let all: Vec<f64> = factors.iter().copied().chain([b, z]).collect();
    let printed = Printed::new(digits, &all);
    let mut text = String::from("z = ");
    let mut worked = printed.rounded(b);
    for (i, pair) in factors.chunks_exact(2).enumerate() {
        worked += printed.rounded(pair[0]) * printed.rounded(pair[1]);
        text += &if i == 0 {
            printed.number(pair[0])
        } else {
            printed.operand(pair[0])
        };
        text += &format!("·{} + ", printed.operand(pair[1]));
    }
    text += &format!("{} {}", printed.operand(b), printed.equals(worked, z));
    let terms: Vec<f64> = products.into_iter().chain([b]).collect();
    Statement::new(text, &terms, z)
}

/// The exponentials of the output's softmax, each less the largest `z`.
fn exponentials(facts: &Facts<'_>) -> Vec<f64> {
    let z = &facts.layer(facts.spec.layers.len() - 1).z;
    let most = z.iter().fold(Real::NEG_INFINITY, |most, z| most.max(*z));
    z.iter().map(|z| libm::exp(f64::from(*z - most))).collect()
}

fn exponential(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let z = &facts.layer(facts.spec.layers.len() - 1).z;
    let most = z.iter().fold(Real::NEG_INFINITY, |most, z| most.max(*z));
    let away = f64::from(z[unit] - most);
    let value = libm::exp(away);
    let printed = Printed::new(digits, &[away, value]);
    let text = format!(
        "e^(z − max z) = e^({}) = {}",
        printed.number(away),
        printed.number(value)
    );
    Statement::new(text, &[away], value)
}

fn activation(facts: &Facts<'_>, layer: usize, unit: usize, digits: Digits) -> Statement {
    let a = f64::from(facts.layer(layer).a[unit]);
    let name = facts.activation_name(layer, unit);
    let function = facts.spec.layers[layer].activation;
    if function == Activation::Softmax {
        let all = exponentials(facts);
        let total: f64 = all.iter().sum();
        let printed = Printed::new(digits, &[all[unit], total, a]);
        let worked = printed.rounded(all[unit]) / printed.rounded(total);
        let text = format!(
            "{name} = {} / {} {}",
            printed.number(all[unit]),
            printed.number(total),
            printed.equals(worked, a)
        );
        return Statement::new(text, &[all[unit], total], a);
    }
    let z = f64::from(facts.layer(layer).z[unit]);
    let printed = Printed::new(digits, &[z]);
    let value = Printed::new(digits, &[a]);
    let text = format!(
        "{name} = {}({}) = {}",
        function.label(),
        printed.number(z),
        value.number(a)
    );
    Statement::new(text, &[z], a)
}

/// The number of outputs, as the losses' `K`.
fn outputs(facts: &Facts<'_>) -> f64 {
    facts.spec.outputs() as f64
}

/// An output's `ŷ`, `y`, and the hinge's `t`.
fn prediction(facts: &Facts<'_>, unit: usize) -> (f64, f64, f64) {
    let (p, y) = (facts.trace.output[unit], facts.trace.target[unit]);
    (p.into(), y.into(), 2.0 * f64::from(y) - 1.0)
}

/// The loss as it counts: with one output cross-entropy is binary cross-entropy.
fn effective_loss(facts: &Facts<'_>) -> Loss {
    match facts.config.loss {
        Loss::CrossEntropy if facts.spec.outputs() == 1 => Loss::Bce,
        loss => loss,
    }
}

/// `−ln p` without its rounding where `p` is a logistic function that ends at 0 or 1: the
/// sample's loss knows better than the printed probability.
fn surprise(facts: &Facts<'_>, p: f64) -> f64 {
    if facts.spec.outputs() == 1 {
        return facts.trace.loss.into();
    }
    -libm::log(p.max(f64::MIN_POSITIVE))
}

/// One output's term of the loss, before any mean, with the text of its right side.
fn term_of(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let (p, y, t) = prediction(facts, unit);
    match effective_loss(facts) {
        Loss::HalfSquared | Loss::Mse => {
            let half = facts.config.loss == Loss::HalfSquared;
            let square = (p - y) * (p - y);
            let value = if half { 0.5 * square } else { square };
            let printed = Printed::new(digits, &[p, y, value]);
            let away = printed.rounded(p) - printed.rounded(y);
            let worked = if half { 0.5 } else { 1.0 } * away * away;
            let text = format!(
                "{}({} − {})² {}",
                if half { "½·" } else { "" },
                printed.number(p),
                printed.operand(y),
                printed.equals(worked, value)
            );
            Statement::new(text, &[p, y], value)
        }
        Loss::Bce => {
            // y is 0 or 1: one of the two logarithms counts.
            let inside = if y > 0.5 { p } else { 1.0 - p };
            let value = surprise(facts, inside);
            let printed = Printed::new(digits, &[p, value]);
            let (inside, worked) = if y > 0.5 {
                (printed.number(p), printed.rounded(p))
            } else {
                (
                    format!("1 − {}", printed.operand(p)),
                    1.0 - printed.rounded(p),
                )
            };
            let text = format!(
                "−ln({inside}) {}",
                printed.equals(-libm::log(worked), value)
            );
            Statement::new(text, &[p, y], value)
        }
        Loss::CrossEntropy => {
            let value = if y == 0.0 {
                0.0
            } else {
                y * surprise(facts, p)
            };
            let printed = Printed::new(digits, &[p, value]);
            let worked = if y == 0.0 {
                0.0
            } else {
                -y * libm::log(printed.rounded(p))
            };
            let text = format!(
                "−{}·ln {} {}",
                Printed::new(Digits::All, &[]).number(y),
                printed.number(p),
                printed.equals(worked, value)
            );
            Statement::new(text, &[p, y], value)
        }
        Loss::Hinge => {
            let value = (1.0 - t * p).max(0.0);
            let printed = Printed::new(digits, &[p, value]);
            let worked = (1.0 - t * printed.rounded(p)).max(0.0);
            let text = format!(
                "max(0, 1 − {}·{}) {}",
                if t > 0.0 { "1" } else { "(−1)" },
                printed.operand(p),
                printed.equals(worked, value)
            );
            Statement::new(text, &[p, t], value)
        }
    }
}

fn loss_term(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let mut term = term_of(facts, unit, digits);
    let name = if facts.spec.outputs() == 1 {
        "term of the loss".to_owned()
    } else {
        format!("term of {}", (facts.names)(facts.spec.layers.len(), unit))
    };
    term.text = format!("{name} = {}", term.text);
    term
}

fn loss(facts: &Facts<'_>, digits: Digits) -> Statement {
    let terms: Vec<f64> = (0..facts.spec.outputs())
        .map(|unit| term_of(facts, unit, digits).value)
        .collect();
    let value = f64::from(facts.trace.loss);
    let mean = matches!(effective_loss(facts), Loss::Mse | Loss::Bce | Loss::Hinge);
    if !mean || terms.len() == 1 {
        return sum(digits, "L", &terms, value);
    }
    let all: Vec<f64> = terms.iter().copied().chain([value]).collect();
    let printed = Printed::new(digits, &all);
    let worked: f64 = terms.iter().map(|term| printed.rounded(*term)).sum();
    let text = format!(
        "L = ({})/{} {}",
        printed.series(&terms, " + "),
        terms.len(),
        printed.equals(worked / outputs(facts), value)
    );
    Statement::new(text, &terms, value)
}

fn output_blame(facts: &Facts<'_>, unit: usize, digits: Digits) -> Statement {
    let (p, y, t) = prediction(facts, unit);
    let k = outputs(facts);
    let value = f64::from(facts.layer(facts.spec.layers.len() - 1).blame[unit]);
    let printed = Printed::new(digits, &[p, y, value]);
    let (shown, target) = (printed.rounded(p), printed.rounded(y));
    let share = if k > 1.0 {
        format!("/{k}")
    } else {
        String::new()
    };
    let (text, worked) = match effective_loss(facts) {
        Loss::HalfSquared => (
            format!("ŷ − y = {} − {}", printed.number(p), printed.operand(y)),
            shown - target,
        ),
        Loss::Mse => (
            format!(
                "2·(ŷ − y){share} = 2·({} − {}){share}",
                printed.number(p),
                printed.operand(y)
            ),
            2.0 * (shown - target) / k,
        ),
        Loss::Bce => (
            format!(
                "(ŷ − y)/(ŷ·(1 − ŷ)){share} = ({0} − {1})/({0}·(1 − {0})){share}",
                printed.number(p),
                printed.operand(y)
            ),
            (shown - target) / (shown * (1.0 - shown)) / k,
        ),
        Loss::CrossEntropy => (
            format!("−y/ŷ = −{}/{}", printed.number(y), printed.operand(p)),
            -target / shown,
        ),
        Loss::Hinge => (
            if t * p < 1.0 {
                format!("−t{share}, since t·ŷ < 1,")
            } else {
                "0, since t·ŷ ≥ 1,".to_owned()
            },
            value,
        ),
    };
    Statement::new(
        format!("∂L/∂ŷ = {text} {}", printed.equals(worked, value)),
        &[p, y],
        value,
    )
}

fn delta(facts: &Facts<'_>, layer: usize, unit: usize, digits: Digits) -> Statement {
    let here = facts.layer(layer);
    let value = f64::from(here.delta[unit]);
    if facts.is_output(layer) {
        let (p, y, _) = prediction(facts, unit);
        if is_direct(facts.spec, facts.config) {
            let printed = Printed::new(digits, &[p, y, value]);
            let text = format!(
                "δ = ŷ − y = {} − {} {}",
                printed.number(p),
                printed.operand(y),
                printed.equals(printed.rounded(p) - printed.rounded(y), value)
            );
            return Statement::new(text, &[p, y], value);
        }
        if facts.spec.layers[layer].activation == Activation::Softmax && here.a.len() > 1 {
            // ∂ŷⱼ/∂z = ŷⱼ·([j = this] − ŷ): every output hears of every z.
            let terms: Vec<f64> = (0..here.a.len())
                .map(|j| {
                    let own = if j == unit { 1.0 } else { 0.0 };
                    f64::from(here.blame[j]) * f64::from(here.a[j]) * (own - p)
                })
                .collect();
            return sum(digits, "δ = Σ ∂L/∂ŷ·∂ŷ/∂z", &terms, value);
        }
    }
    let factors = [here.blame[unit].into(), here.slope[unit].into()];
    let name = if facts.is_output(layer) {
        "δ = ∂L/∂ŷ·φ′(z)"
    } else {
        "δ = blame·φ′(z)"
    };
    product(digits, name, &factors, value)
}

fn update_statement(
    row: Row,
    facts: &Facts<'_>,
    update: &Explanation,
    digits: Digits,
) -> Statement {
    match row {
        Row::Mean(parameter) => mean(facts, update, parameter, digits),
        Row::Penalty(parameter) => {
            let w = f64::from(update.before[parameter.index(facts.spec)]);
            let factor = f64::from(facts.config.l2);
            product(digits, "L2 penalty: λ·w", &[factor, w], factor * w)
        }
        Row::FirstMoment(parameter) | Row::SecondMoment(parameter) => {
            moment(facts, update, row, parameter, digits)
        }
        Row::Update(parameter) => change(facts, update, parameter, digits),
        _ => outcome(facts, digits),
    }
}

fn symbol(parameter: Parameter) -> char {
    if parameter.input.is_some() { 'w' } else { 'b' }
}

fn mean(
    facts: &Facts<'_>,
    update: &Explanation,
    parameter: Parameter,
    digits: Digits,
) -> Statement {
    let index = parameter.index(facts.spec);
    let value = f64::from(update.gradient[index]);
    let shares: Vec<f64> = facts
        .shares
        .iter()
        .map(|share| f64::from(share[index]))
        .collect();
    let all: Vec<f64> = shares.iter().copied().chain([value]).collect();
    let printed = Printed::new(digits, &all);
    // Which weight it is: the rows that follow speak of the same.
    let name = match parameter.input {
        Some(input) => format!("∂L/∂w from {}", (facts.names)(parameter.layer, input)),
        None => "∂L/∂b".to_owned(),
    };
    let count = update.batch.len();
    let text = if count == 1 {
        format!(
            "{name}, of the batch's one sample = {}",
            printed.number(value)
        )
    } else if shares.len() == count && count <= WRITTEN_OUT {
        let worked: f64 = shares.iter().map(|share| printed.rounded(*share)).sum();
        format!(
            "{name}, mean over the batch = ({})/{count} {}",
            printed.series(&shares, " + "),
            printed.equals(worked / count as f64, value)
        )
    } else {
        format!(
            "{name}, mean over the batch's {count} samples = {}",
            printed.number(value)
        )
    };
    Statement::new(text, &shares, value)
}

fn moment(
    facts: &Facts<'_>,
    update: &Explanation,
    row: Row,
    parameter: Parameter,
    digits: Digits,
) -> Statement {
    let index = parameter.index(facts.spec);
    let config = facts.config;
    let first = matches!(row, Row::FirstMoment(_));
    let (before, after) = if first {
        (
            update.moments_before.first[index],
            update.moments_after.first[index],
        )
    } else {
        (
            update.moments_before.second[index],
            update.moments_after.second[index],
        )
    };
    let (before, after) = (f64::from(before), f64::from(after));
    let g = penalised(facts, update, parameter);
    let gain = if first { g } else { g * g };
    let (name, keep, share) = match (config.optimizer, first) {
        (Optimizer::Momentum | Optimizer::Nesterov, _) => {
            ("v ← μ·v + g", f64::from(config.momentum), 1.0)
        }
        (Optimizer::Adagrad, _) => ("s ← s + g²", 1.0, 1.0),
        (Optimizer::Rmsprop, _) => {
            let keep = f64::from(config.alpha);
            ("s ← α·s + (1 − α)·g²", keep, 1.0 - keep)
        }
        (_, true) => {
            let keep = f64::from(config.beta1);
            ("m ← β₁·m + (1 − β₁)·g", keep, 1.0 - keep)
        }
        (_, false) => {
            let keep = f64::from(config.beta2);
            ("s ← β₂·s + (1 − β₂)·g²", keep, 1.0 - keep)
        }
    };
    let terms = [keep * before, share * gain];
    sum(digits, name, &terms, after)
}

/// The batch's mean gradient with the L2 part that counts in it.
fn penalised(facts: &Facts<'_>, update: &Explanation, parameter: Parameter) -> f64 {
    let index = parameter.index(facts.spec);
    let coupled = facts.config.optimizer != Optimizer::Adamw && parameter.input.is_some();
    let penalty = if coupled {
        f64::from(facts.config.l2) * f64::from(update.before[index])
    } else {
        0.0
    };
    f64::from(update.gradient[index]) + penalty
}

fn change(
    facts: &Facts<'_>,
    update: &Explanation,
    parameter: Parameter,
    digits: Digits,
) -> Statement {
    let index = parameter.index(facts.spec);
    let config = facts.config;
    let name = symbol(parameter);
    let (before, after) = (
        f64::from(update.before[index]),
        f64::from(update.after[index]),
    );
    let rate = f64::from(config.rate);
    let plain = matches!(config.optimizer, Optimizer::Sgd | Optimizer::Perceptron);
    let shrunk = config.l1 > 0.0 && parameter.input.is_some();
    if plain && !shrunk {
        let g = penalised(facts, update, parameter);
        let printed = Printed::new(digits, &[before, rate, g, after]);
        let worked = printed.rounded(before) - printed.rounded(rate) * printed.rounded(g);
        let text = format!(
            "{name} ← {name} − η·g = {} − {}·{} {}",
            printed.number(before),
            printed.number(rate),
            printed.operand(g),
            printed.equals(worked, after)
        );
        return Statement::new(text, &[before, rate, g], after);
    }
    let step = before - after;
    let printed = Printed::new(digits, &[before, step, after]);
    let rule = if shrunk { ", shrunk by η·λ₁" } else { "" };
    let text = format!(
        "{name} ← {name} − step = {} − {} {}{rule}",
        printed.number(before),
        printed.operand(step),
        printed.equals(printed.rounded(before) - printed.rounded(step), after)
    );
    Statement::new(text, &[before, step], after)
}

fn outcome(facts: &Facts<'_>, digits: Digits) -> Statement {
    let Outcome { predicted, actual } = facts.outcome.unwrap_or(Outcome {
        predicted: f64::NAN,
        actual: f64::NAN,
    });
    let printed = Printed::new(digits, &[predicted, actual]);
    let text = format!(
        "predicted change of the loss {} (first order), actual {}",
        printed.number(predicted),
        printed.number(actual)
    );
    Statement::new(text, &[predicted], actual)
}
