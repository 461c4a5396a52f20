//! The chain rule written out: a parameter's gradient as products of numbers along the
//! paths from the loss.

use super::Mlp;
use super::describe::{subscript, unit as unit_label};
use super::printed::Digits;
use super::tape::Parameter;
use crate::lab::experiment::RowValues;
use crate::lab::words::word;
use crate::nn::{Optimizer, Trace};
use crate::scene::Part;

/// Up to so many paths stand one by one.
const MOST_PATHS: usize = 64;
/// How far the product of two factors may be from the error term that they stand for,
/// relative to it, before the error term stands in one piece: where an output ends at 0 or
/// 1, only the two together mean something.
const LOOSE: f64 = 1e-3;

/// A product of named numbers.
#[derive(Debug, Clone, Default)]
struct Product {
    names: Vec<String>,
    factors: Vec<f64>,
}

impl Product {
    fn times(mut self, name: String, factor: f64) -> Self {
        self.names.push(name);
        self.factors.push(factor);
        self
    }

    fn value(&self) -> f64 {
        self.factors.iter().product()
    }
}

/// The network with one sample's pass.
struct Chain<'a> {
    mlp: &'a Mlp,
    trace: &'a Trace,
    parameter: Parameter,
}

/// The parameter that a part is, if it is one of this network.
pub(super) fn parameter(mlp: &Mlp, part: Part) -> Option<Parameter> {
    let found = match part {
        Part::Weight { layer, unit, input } => Parameter {
            layer,
            unit,
            input: Some(input),
        },
        Part::Bias { layer, unit } => Parameter {
            layer,
            unit,
            input: None,
        },
        _ => return None,
    };
    let spec = &mlp.setup.spec;
    let exists = spec
        .layers
        .get(found.layer)
        .is_some_and(|layer| found.unit < layer.units)
        && found
            .input
            .is_none_or(|input| input < spec.fan_in(found.layer));
    exists.then_some(found)
}

/// The gradient of a parameter for one sample as rows of products.
pub(super) fn rows(mlp: &Mlp, trace: &Trace, part: Part) -> Vec<RowValues> {
    let Some(parameter) = parameter(mlp, part) else {
        return Vec::new();
    };
    let chain = Chain {
        mlp,
        trace,
        parameter,
    };
    let count = chain.count();
    if count <= MOST_PATHS {
        return chain.written("path", chain.paths());
    }
    let mut rows = chain.written("group", chain.groups());
    let text = format!("{count} {}", word("lens.chain.many"));
    let note = RowValues {
        kind: "note",
        exact: text.clone(),
        text,
        ..chain.row()
    };
    rows.insert(0, note);
    rows
}

impl Chain<'_> {
    fn last(&self) -> usize {
        self.trace.layers.len() - 1
    }

    fn delta(&self, layer: usize, unit: usize) -> f64 {
        self.trace.layers[layer].delta[unit].into()
    }

    /// Whether the output learns by the perceptron's rule, which follows no gradient.
    fn by_rule(&self) -> bool {
        self.mlp.setup.train.optimizer == Optimizer::Perceptron
    }

    /// How many paths lead from the loss to the parameter's unit.
    fn count(&self) -> usize {
        let (first, last) = (self.parameter.layer, self.last());
        if first == last {
            return self.by_loss(self.parameter.unit).len();
        }
        let units = |layer: usize| self.trace.layers[layer].a.len();
        let between: usize = (first + 1..last).map(units).product();
        let ends: usize = (0..units(last)).map(|k| self.by_loss(k).len()).sum();
        between * ends
    }

    /// The ways from the loss to the sum of an output, each with its name: `∂L/∂ŷ · ∂ŷ/∂z`,
    /// with softmax by each output that the loss speaks of; the error term in one piece where
    /// they do not come to it.
    fn by_loss(&self, output: usize) -> Vec<(String, Product)> {
        let last = self.last();
        let here = &self.trace.layers[last];
        let delta = self.delta(last, output);
        let number = subscript(last + 1);
        let name = |unit| unit_label(self.mlp, last, unit);
        let whole = |factor: String| vec![(name(output), Product::default().times(factor, delta))];
        if self.by_rule() {
            return whole("(ŷ − y)".to_owned());
        }
        let spec = &self.mlp.setup.spec;
        let coupled =
            here.a.len() > 1 && spec.layers[last].activation == crate::nn::Activation::Softmax;
        let blame = |unit: usize| f64::from(here.blame[unit]);
        let ways: Vec<(String, Product)> = if coupled {
            // ∂ŷⱼ/∂zₖ = ŷⱼ (1 − ŷⱼ) for j = k, else −ŷⱼ ŷₖ.
            let share = |unit: usize| f64::from(here.a[unit]);
            let slope = |unit: usize| share(unit) * (f64::from(unit == output) - share(output));
            let spoken = (0..here.a.len()).filter(|unit| blame(*unit) != 0.0);
            spoken
                .map(|unit| {
                    let product = Product::default()
                        .times(format!("∂L/∂{}", name(unit)), blame(unit))
                        .times(format!("∂{}/∂z{number}", name(unit)), slope(unit));
                    let way = match unit == output {
                        true => name(output),
                        false => format!("{} ← {}", name(unit), name(output)),
                    };
                    (way, product)
                })
                .collect()
        } else {
            let product = Product::default()
                .times("∂L/∂ŷ".to_owned(), blame(output))
                .times(format!("∂ŷ/∂z{number}"), here.slope[output].into());
            vec![(name(output), product)]
        };
        let sum: f64 = ways.iter().map(|(_, product)| product.value()).sum();
        if (sum - delta).abs() <= LOOSE * delta.abs() {
            ways
        } else {
            whole(format!("∂L/∂z{number}"))
        }
    }

    /// `product` one layer back, from unit `to` of `layer` to unit `from` before it.
    fn back(&self, product: Product, layer: usize, to: usize, from: usize) -> Product {
        let weight = self.mlp.network().weight(layer, to, from).into();
        let slope = self.trace.layers[layer - 1].slope[from].into();
        product
            .times(format!("w{}", subscript(layer + 1)), weight)
            .times(format!("φ′(z{})", subscript(layer)), slope)
    }

    /// Every path from the loss to the parameter's unit: its name and its product.
    fn paths(&self) -> Vec<(String, Product)> {
        let last = self.last();
        let target = (self.parameter.layer, self.parameter.unit);
        let units = |layer: usize| {
            if layer == target.0 {
                target.1..target.1 + 1
            } else {
                0..self.trace.layers[layer].a.len()
            }
        };
        let mut paths: Vec<(usize, String, Product)> = units(last)
            .flat_map(|output| {
                let ways = self.by_loss(output).into_iter();
                ways.map(move |(name, product)| (output, name, product))
            })
            .collect();
        for layer in (target.0 + 1..=last).rev() {
            paths = paths
                .into_iter()
                .flat_map(|(to, way, product)| {
                    units(layer - 1).map(move |from| {
                        let way = format!("{way} ← {}", unit_label(self.mlp, layer - 1, from));
                        (from, way, self.back(product.clone(), layer, to, from))
                    })
                })
                .collect();
        }
        let named = paths.into_iter();
        named.map(|(_, way, product)| (way, product)).collect()
    }

    /// The paths gathered by the units of the next layer, each with its `δ`.
    fn groups(&self) -> Vec<(String, Product)> {
        let Parameter { layer, unit, .. } = self.parameter;
        (0..self.trace.layers[layer + 1].a.len())
            .map(|next| {
                let delta = self.delta(layer + 1, next);
                let product =
                    Product::default().times(format!("∂L/∂z{}", subscript(layer + 2)), delta);
                let name = format!(
                    "{} ← {}",
                    unit_label(self.mlp, layer + 1, next),
                    unit_label(self.mlp, layer, unit)
                );
                (name, self.back(product, layer + 1, next, unit))
            })
            .collect()
    }

    fn written(&self, kind: &'static str, products: Vec<(String, Product)>) -> Vec<RowValues> {
        let Parameter { layer, unit, input } = self.parameter;
        let here = &self.trace.layers[layer];
        let (symbol, sent) = match input {
            Some(input) => {
                let (name, value) = match layer {
                    0 => (
                        self.mlp.setup.data.features[input].label().to_owned(),
                        self.trace.input[input],
                    ),
                    _ => (
                        format!("a{}", subscript(layer)),
                        self.trace.layers[layer - 1].a[input],
                    ),
                };
                (
                    format!("w{}", subscript(layer + 1)),
                    Some((name, value.into())),
                )
            }
            None => (format!("b{}", subscript(layer + 1)), None),
        };
        let gradient = match input {
            Some(input) => here.d_weight[(unit, input)],
            None => here.d_bias[unit],
        };
        let single = products.len() == 1;
        let sender = input.map(|input| match layer {
            0 => self.mlp.setup.data.features[input].label().to_owned(),
            _ => unit_label(self.mlp, layer - 1, input),
        });
        let mut rows: Vec<RowValues> = Vec::with_capacity(products.len() + 1);
        for (name, product) in products {
            let product = match &sent {
                Some((name, value)) => product.times(name.clone(), *value),
                None => product,
            };
            let value = if single {
                f64::from(gradient)
            } else {
                product.value()
            };
            let left = if single && !self.by_rule() {
                format!("∂L/∂{symbol} = ")
            } else {
                String::new()
            };
            let text = |digits: Digits| {
                let numbers = match &product.factors[..] {
                    [_] => digits.text(value),
                    factors => digits.product(factors, value),
                };
                format!("{left}{} = {numbers}", product.names.join("·"))
            };
            let place = match &sender {
                Some(sender) => format!("{name} ← {sender}"),
                None => name,
            };
            rows.push(RowValues {
                index: rows.len(),
                kind: if single { "chain" } else { kind },
                place,
                text: text(Digits::Short),
                exact: text(Digits::All),
                terms: product.factors.clone(),
                value,
                ..self.row()
            });
        }
        if !single {
            let terms: Vec<f64> = rows.iter().map(|row| row.value).collect();
            let total = f64::from(gradient);
            let text = |digits: Digits| format!("∂L/∂{symbol} = {}", digits.sum(&terms, total));
            rows.push(RowValues {
                index: rows.len(),
                kind: "sum",
                text: text(Digits::Short),
                exact: text(Digits::All),
                value: total,
                terms,
                ..self.row()
            });
        }
        rows
    }

    fn row(&self) -> RowValues {
        RowValues {
            index: 0,
            stage: "backward",
            kind: "chain",
            layer: Some(self.parameter.layer),
            unit: Some(self.parameter.unit),
            part: self.parameter.part().to_string(),
            place: String::new(),
            text: String::new(),
            exact: String::new(),
            terms: Vec::new(),
            value: 0.0,
        }
    }
}
