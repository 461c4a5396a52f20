//! The chain rule written out: a parameter's gradient as products of numbers along the
//! paths from the loss.

use super::Mlp;
use super::describe::{sender, subscript, unit as unit_label};
use super::pass::{gradient, sent};
use super::printed::Digits;
use super::tape::Parameter;
use crate::lab::experiment::RowValues;
use crate::lab::words::word;
use crate::nn::{Activation, Optimizer, Trace};
use crate::scene::Part;
use std::ops::Range;

/// Up to so many paths stand one by one.
const MOST_PATHS: usize = 64;
/// How far the product of two factors may be from the error term that they stand for,
/// relative to it, before the error term stands in one piece: where an output ends at 0 or
/// 1, only the two together mean something.
const LOOSE: f64 = 1e-3;

/// A path from the loss, with the product of the numbers along it.
#[derive(Debug, Clone)]
struct Path {
    /// The unit to which it leads.
    unit: usize,
    /// The units on the way.
    place: String,
    /// What the factors are called, with points between them.
    names: String,
    factors: Vec<f64>,
}

impl Path {
    // One copy for many callers.
    #[inline(never)]
    fn new(unit: usize, place: String) -> Self {
        Self {
            unit,
            place,
            names: String::new(),
            factors: Vec::new(),
        }
    }

    fn times(&mut self, name: &str, factor: f64) {
        if !self.factors.is_empty() {
            self.names += "·";
        }
        self.names += name;
        self.factors.push(factor);
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

/// The gradient of a parameter for one sample as rows of products.
pub(super) fn rows(mlp: &Mlp, trace: &Trace, part: Part) -> Vec<RowValues> {
    let Some(parameter) = Parameter::of(part, &mlp.setup.spec) else {
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
    let mut note = chain.row("note", 0);
    note.exact.clone_from(&text);
    note.text = text;
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

    /// The units of a layer through which paths lead.
    fn units(&self, layer: usize) -> Range<usize> {
        let Parameter {
            layer: own, unit, ..
        } = self.parameter;
        if layer == own {
            unit..unit + 1
        } else {
            0..self.trace.layers[layer].a.len()
        }
    }

    /// How many paths lead from the loss to the parameter's unit.
    fn count(&self) -> usize {
        let last = self.last();
        let mut count = 0;
        for output in self.units(last) {
            count += self.by_loss(output).len();
        }
        for layer in self.parameter.layer..last {
            count *= self.units(layer).len();
        }
        count
    }

    /// The ways from the loss to the sum of an output: `∂L/∂ŷ · ∂ŷ/∂z`, with softmax by each
    /// output that the loss speaks of; the error term in one piece where they do not come to
    /// it.
    fn by_loss(&self, output: usize) -> Vec<Path> {
        let last = self.last();
        let here = &self.trace.layers[last];
        let delta = self.delta(last, output);
        let number = subscript(last + 1);
        let name = |unit| unit_label(self.mlp, last, unit);
        if self.by_rule() {
            let mut whole = Path::new(output, name(output));
            whole.times("(ŷ − y)", delta);
            return vec![whole];
        }
        let softmax = self.mlp.setup.spec.layers[last].activation == Activation::Softmax;
        let coupled = softmax && here.a.len() > 1;
        let (mut ways, mut sum) = (Vec::new(), 0.0);
        for unit in 0..here.a.len() {
            let blame = f64::from(here.blame[unit]);
            let own = unit == output;
            if coupled && blame == 0.0 || !coupled && !own {
                continue;
            }
            let mut way = Path::new(output, name(unit));
            // ∂ŷⱼ/∂zₖ = ŷⱼ (1 − ŷⱼ) for j = k, else −ŷⱼ ŷₖ.
            let (answer, slope) = if coupled {
                let rest = f64::from(own) - f64::from(here.a[output]);
                (name(unit), f64::from(here.a[unit]) * rest)
            } else {
                ("ŷ".to_owned(), here.slope[output].into())
            };
            way.times(&format!("∂L/∂{answer}"), blame);
            way.times(&format!("∂{answer}/∂z{number}"), slope);
            if !own {
                way.place += " ← ";
                way.place += &name(output);
            }
            sum += way.value();
            ways.push(way);
        }
        if (sum - delta).abs() <= LOOSE * delta.abs() {
            return ways;
        }
        let mut whole = Path::new(output, name(output));
        whole.times(&format!("∂L/∂z{number}"), delta);
        vec![whole]
    }

    /// `path` one layer back, from its unit of `layer` to unit `from` before it.
    fn back(&self, path: &Path, layer: usize, from: usize) -> Path {
        let weight = self.mlp.network().weight(layer, path.unit, from).into();
        let slope = self.trace.layers[layer - 1].slope[from].into();
        let mut path = path.clone();
        path.unit = from;
        path.place += " ← ";
        path.place += &unit_label(self.mlp, layer - 1, from);
        path.times(&format!("w{}", subscript(layer + 1)), weight);
        path.times(&format!("φ′(z{})", subscript(layer)), slope);
        path
    }

    /// Every path from the loss to the parameter's unit.
    fn paths(&self) -> Vec<Path> {
        let last = self.last();
        let mut paths = Vec::new();
        for output in self.units(last) {
            paths.append(&mut self.by_loss(output));
        }
        for layer in (self.parameter.layer + 1..=last).rev() {
            let mut longer = Vec::new();
            for path in &paths {
                for from in self.units(layer - 1) {
                    longer.push(self.back(path, layer, from));
                }
            }
            paths = longer;
        }
        paths
    }

    /// The paths gathered by the units of the next layer, each with its `δ`.
    fn groups(&self) -> Vec<Path> {
        let Parameter { layer, unit, .. } = self.parameter;
        let mut groups = Vec::new();
        for next in self.units(layer + 1) {
            let mut path = Path::new(next, unit_label(self.mlp, layer + 1, next));
            let name = format!("∂L/∂z{}", subscript(layer + 2));
            path.times(&name, self.delta(layer + 1, next));
            groups.push(self.back(&path, layer + 1, unit));
        }
        groups
    }

    fn written(&self, kind: &'static str, paths: Vec<Path>) -> Vec<RowValues> {
        let Parameter { layer, unit, input } = self.parameter;
        let total = f64::from(gradient(&self.trace.layers[layer], unit, input));
        let letter = if input.is_some() { 'w' } else { 'b' };
        let left = format!("∂L/∂{letter}{} = ", subscript(layer + 1));
        let single = paths.len() == 1;
        let mut rows = Vec::new();
        let mut terms = Vec::new();
        for mut path in paths {
            if let Some(input) = input {
                let sender = sender(self.mlp, layer, input);
                path.place += " ← ";
                path.place += &sender;
                let name = match layer {
                    0 => sender,
                    _ => format!("a{}", subscript(layer)),
                };
                path.times(&name, sent(self.trace, layer)[input].into());
            }
            let value = if single { total } else { path.value() };
            path.names += " = ";
            if single && !self.by_rule() {
                path.names.insert_str(0, &left);
            }
            terms.push(value);
            let kind = if single { "chain" } else { kind };
            self.put(&mut rows, kind, path, value);
        }
        if !single {
            let mut sum = Path::new(unit, String::new());
            sum.names = left;
            sum.factors = terms;
            self.put(&mut rows, "sum", sum, total);
        }
        rows
    }

    /// Adds a row of numbers, which are summed where it is the sum.
    fn put(&self, rows: &mut Vec<RowValues>, kind: &'static str, path: Path, value: f64) {
        let mut row = self.row(kind, rows.len());
        row.text = path.names.clone();
        row.exact = path.names;
        for (text, digits) in [
            (&mut row.text, Digits::Short),
            (&mut row.exact, Digits::All),
        ] {
            *text += &match &path.factors[..] {
                terms if kind == "sum" => digits.sum(terms, value),
                [_] => digits.text(value),
                factors => digits.product(factors, value),
            };
        }
        row.place = path.place;
        row.terms = path.factors;
        row.value = value;
        rows.push(row);
    }

    fn row(&self, kind: &'static str, index: usize) -> RowValues {
        RowValues {
            index,
            stage: "backward",
            kind,
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
