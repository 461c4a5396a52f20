//! The chain rule written out: a parameter's gradient as products of numbers along the
//! paths from the loss.

use super::Mlp;
use super::describe::{sender, subscript, unit as unit_label};
use super::pass::{at, gradient, sent};
use super::printed::Digits;
use super::tape::Parameter;
use crate::lab::experiment::RowValues;
use crate::lab::words::word;
use crate::nn::{Activation, Optimizer, Trace};
use crate::scene::{Part, format};
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

    /// Adds a factor; its name is what the pieces say together.
    fn times(&mut self, name: &[&str], factor: f64) {
        if !self.factors.is_empty() {
            self.names += "·";
        }
        for piece in name {
            self.names += piece;
        }
        self.factors.push(factor);
    }

    /// Leads one piece further back.
    fn leads_to(&mut self, name: &str) {
        self.place += " ← ";
        self.place += name;
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
    let mut rows = Vec::new();
    let ways = chain.ways();
    let mut count = ways.len();
    for layer in parameter.layer..chain.last() {
        count *= chain.units(layer).len();
    }
    if count <= MOST_PATHS {
        chain.written("path", chain.paths(ways), &mut rows);
    } else {
        let mut note = chain.row("note", 0);
        note.text = format!("{count} {}", word("lens.chain.many"));
        note.exact.clone_from(&note.text);
        rows.push(note);
        chain.written("group", chain.groups(), &mut rows);
    }
    rows
}

impl Chain<'_> {
    fn last(&self) -> usize {
        self.trace.layers.len() - 1
    }

    fn delta(&self, layer: usize, unit: usize) -> f64 {
        at(&self.trace.layer(layer).delta, unit)
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
            0..self.trace.layer(layer).a.len()
        }
    }

    /// The ways from the loss to the sums of the outputs through which paths lead.
    fn ways(&self) -> Vec<Path> {
        let mut ways = Vec::new();
        for output in self.units(self.last()) {
            ways.append(&mut self.by_loss(output));
        }
        ways
    }

    /// The ways from the loss to the sum of an output: `∂L/∂ŷ · ∂ŷ/∂z`, with softmax by each
    /// output that the loss speaks of; the error term in one piece where they do not come to
    /// it.
    fn by_loss(&self, output: usize) -> Vec<Path> {
        let last = self.last();
        let here = self.trace.layer(last);
        let delta = self.delta(last, output);
        let number = subscript(last + 1);
        let name = |unit| unit_label(self.mlp, last, unit);
        let mut whole = Path::new(output, name(output));
        if self.by_rule() {
            whole.times(&["(ŷ − y)"], delta);
            return vec![whole];
        }
        let softmax = self.mlp.setup.spec.activation(last) == Activation::Softmax;
        let coupled = softmax && here.a.len() > 1;
        let (mut ways, mut sum) = (Vec::new(), 0.0);
        for unit in 0..here.a.len() {
            let blame = at(&here.blame, unit);
            let own = unit == output;
            if coupled && blame == 0.0 || !coupled && !own {
                continue;
            }
            let mut way = Path::new(output, name(unit));
            // ∂ŷⱼ/∂zₖ = ŷⱼ (1 − ŷⱼ) for j = k, else −ŷⱼ ŷₖ.
            let (answer, slope) = if coupled {
                let rest = f64::from(own) - at(&here.a, output);
                (name(unit), at(&here.a, unit) * rest)
            } else {
                ("ŷ".to_owned(), at(&here.slope, output))
            };
            way.times(&["∂L/∂", &answer], blame);
            way.times(&["∂", &answer, "/∂z", &number], slope);
            if !own {
                way.leads_to(&whole.place);
            }
            sum += way.value();
            ways.push(way);
        }
        if (sum - delta).abs() <= LOOSE * delta.abs() {
            return ways;
        }
        whole.times(&["∂L/∂z", &number], delta);
        vec![whole]
    }

    /// `path` one layer back, from its unit of `layer` to unit `from` before it.
    fn back(&self, path: &Path, layer: usize, from: usize) -> Path {
        let weight = self.mlp.network().weight(layer, path.unit, from).into();
        let slope = at(&self.trace.layer(layer - 1).slope, from);
        let mut path = path.clone();
        path.unit = from;
        path.leads_to(&unit_label(self.mlp, layer - 1, from));
        path.times(&["w", &subscript(layer + 1)], weight);
        path.times(&["φ′(z", &subscript(layer), ")"], slope);
        path
    }

    /// Every path from the loss to the parameter's unit, `paths` being their first pieces.
    fn paths(&self, mut paths: Vec<Path>) -> Vec<Path> {
        for layer in (self.parameter.layer + 1..self.trace.layers.len()).rev() {
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
            let delta = self.delta(layer + 1, next);
            path.times(&["∂L/∂z", &subscript(layer + 2)], delta);
            groups.push(self.back(&path, layer + 1, unit));
        }
        groups
    }

    /// Adds a row of each path, and one of their sum where there are several.
    fn written(&self, kind: &'static str, mut paths: Vec<Path>, rows: &mut Vec<RowValues>) {
        let Parameter { layer, unit, input } = self.parameter;
        let total = f64::from(gradient(self.trace.layer(layer), unit, input));
        let letter = if input.is_some() { "w" } else { "b" };
        let left = format!("∂L/∂{letter}{} = ", subscript(layer + 1));
        let single = paths.len() == 1;
        let kind = if single { "chain" } else { kind };
        let mut sum = Path::new(unit, String::new());
        for path in &mut paths {
            if let Some(input) = input {
                let sender = sender(self.mlp, layer, input);
                path.leads_to(&sender);
                let value = at(sent(self.trace, layer), input);
                match layer {
                    0 => path.times(&[&sender], value),
                    _ => path.times(&["a", &subscript(layer)], value),
                }
            }
            let value = if single { total } else { path.value() };
            path.names += " = ";
            if single && !self.by_rule() {
                format::put_before(&mut path.names, &left);
            }
            rows.push(self.stated(kind, sum.factors.len(), path, value));
            sum.factors.push(value);
        }
        if !single {
            sum.names = left;
            rows.push(self.stated("sum", sum.factors.len(), &sum, total));
        }
    }

    /// A row of numbers, which are summed where it is the sum.
    fn stated(&self, kind: &'static str, index: usize, path: &Path, value: f64) -> RowValues {
        let mut row = self.row(kind, index);
        row.text.clone_from(&path.names);
        row.exact.clone_from(&path.names);
        for (text, digits) in [
            (&mut row.text, Digits::Short),
            (&mut row.exact, Digits::All),
        ] {
            match &path.factors[..] {
                terms if kind == "sum" => digits.sum(terms, value, text),
                [_] => {
                    digits.write(value, text);
                }
                factors => digits.product(factors, value, text),
            }
        }
        row.place.clone_from(&path.place);
        row.terms.clone_from(&path.factors);
        row.value = value;
        row
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
