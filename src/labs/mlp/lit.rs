//! What the pictures show at a row of the tape: which numbers exist by then, what moves,
//! and what stands back.

use super::Mlp;
use super::pass::{PassState, at, gradient, sent};
use super::tape::{Kind, Parameter, Row, Stage};
use crate::chart::Emphasis;
use crate::chart::graph::{Edge, Value};
use crate::nn::Spec;

/// How far along its edge a product waits for the others, to be summed with them.
const GATHERED: f64 = 0.8;
/// Up to so many waiting products show their numbers.
const FEW: usize = 4;

/// The state of the network's picture.
#[derive(Debug)]
pub(super) struct Lit {
    /// The layers, first hidden to output.
    pub(super) layers: Vec<LitLayer>,
    /// Whether the loss is known by now.
    pub(super) loss: bool,
}

/// The state of one layer.
#[derive(Debug)]
pub(super) struct LitLayer {
    /// Its units.
    pub(super) units: Vec<LitUnit>,
    /// The edges, unit by unit.
    pub(super) edges: Vec<Edge>,
}

/// The state of one unit.
#[derive(Debug)]
pub(super) struct LitUnit {
    /// Whether `z`, `a` and `δ` are known by now.
    pub(super) z: bool,
    pub(super) a: bool,
    pub(super) delta: bool,
    /// How strongly it is drawn.
    pub(super) emphasis: Emphasis,
    /// Its bias.
    pub(super) bias: Value,
}

/// Back for blame, active for what goes forward, `share` of the way gone.
fn strength(back: bool, share: f64) -> Emphasis {
    if back {
        Emphasis::Back(share)
    } else {
        Emphasis::Active(share)
    }
}

impl Lit {
    /// The plain state; while the tape is walked, everything held back and nothing known yet.
    fn new(mlp: &Mlp, walked: bool) -> Self {
        let network = mlp.network();
        let emphasis = if walked {
            Emphasis::Dim
        } else {
            Emphasis::Normal
        };
        let mut layers = Vec::new();
        for layer in 0..network.layer_count() {
            let (mut units, mut edges) = (Vec::new(), Vec::new());
            let weights = network.params().get(network.weight_range(layer));
            for weight in weights.unwrap_or_default() {
                let mut edge = Edge::new(f64::from(*weight));
                edge.weight.emphasis = emphasis;
                edges.push(edge);
            }
            for bias in network.biases(layer) {
                let mut bias = Value::new(f64::from(*bias));
                bias.emphasis = emphasis;
                units.push(LitUnit {
                    z: !walked,
                    a: !walked,
                    delta: false,
                    emphasis,
                    bias,
                });
            }
            layers.push(LitLayer { units, edges });
        }
        Self {
            layers,
            loss: !walked,
        }
    }

    fn edge(&mut self, spec: &Spec, layer: usize, unit: usize, input: usize) -> &mut Edge {
        &mut self.layers[layer].edges[unit * spec.fan_in(layer) + input]
    }

    fn unit(&mut self, at: &Parameter) -> &mut LitUnit {
        &mut self.layers[at.layer].units[at.unit]
    }

    fn value(&mut self, spec: &Spec, at: &Parameter) -> &mut Value {
        match at.input {
            Some(input) => &mut self.edge(spec, at.layer, at.unit, input).weight,
            None => &mut self.unit(at).bias,
        }
    }

    /// What stays to be seen of a row that is done.
    fn done(&mut self, pass: &PassState, spec: &Spec, row: &Row, stage: Stage) {
        let at = &row.at;
        match row.kind {
            Kind::Product | Kind::Bias if stage == Stage::Forward => {
                self.value(spec, at).emphasis = Emphasis::Normal;
            }
            Kind::PreActivation => self.unit(at).z = true,
            Kind::Activation => {
                self.unit(at).a = true;
                self.unit(at).emphasis = Emphasis::Normal;
            }
            Kind::Loss => self.loss = true,
            Kind::Delta => self.unit(at).delta = true,
            Kind::WeightGradient | Kind::BiasGradient if stage == Stage::Backward => {
                let gradient = gradient(pass.trace.layer(at.layer), at.unit, at.input);
                let value = self.value(spec, at);
                value.gradient = Some(gradient.into());
                value.emphasis = Emphasis::Normal;
            }
            Kind::Mean => self.updating(pass, spec, at, 0.0),
            Kind::Update => self.updating(pass, spec, at, 1.0),
            _ => {}
        }
    }

    /// A parameter on its way from before the update to after, `share` of it gone.
    fn updating(&mut self, pass: &PassState, spec: &Spec, parameter: &Parameter, share: f64) {
        let Some(update) = pass.explanation() else {
            return;
        };
        let index = parameter.index(spec);
        let before = at(&update.before, index);
        let after = at(&update.after, index);
        let value = self.value(spec, parameter);
        value.emphasis = Emphasis::Normal;
        value.ghost = (share > 0.0).then_some(before);
        if share < 1.0 {
            value.value = before + (after - before) * share;
            value.gradient = Some(at(&update.gradient, index));
        } else {
            value.value = after;
            value.gradient = None;
        }
    }

    /// A product on its way to the unit, with its number until it is there: forward from the
    /// sender, or back from the unit of the next layer that blames it. Many of them would hide
    /// each other: of those that wait, each shows its number only among few.
    fn run(&mut self, spec: &Spec, pass: &PassState, row: &Row, other: usize, share: f64) {
        let Parameter { layer, unit, .. } = row.at;
        let back = row.stage() == Stage::Backward;
        let few = others(spec, row) <= FEW || share < GATHERED;
        let (sent, edge) = if back {
            let delta = at(&pass.trace.layer(layer + 1).delta, other);
            (delta, self.edge(spec, layer + 1, other, unit))
        } else {
            let sent = at(sent(&pass.trace, layer), other);
            (sent, self.edge(spec, layer, unit, other))
        };
        edge.weight.emphasis = strength(back, share);
        edge.carries = (few && share < 1.0).then_some(edge.weight.value * sent);
    }

    /// The row that is being done, `share` of it gone.
    fn current(&mut self, pass: &PassState, spec: &Spec, row: &Row, share: f64) {
        let at = &row.at;
        let back = row.stage() == Stage::Backward;
        match row.kind {
            Kind::Product | Kind::BlameProduct => {
                let last = at.input.unwrap_or_default();
                for other in 0..last {
                    self.run(spec, pass, row, other, GATHERED);
                }
                self.run(spec, pass, row, last, GATHERED * share);
            }
            Kind::Sum | Kind::Blame => {
                for other in 0..others(spec, row) {
                    let at = GATHERED + (1.0 - GATHERED) * share;
                    self.run(spec, pass, row, other, at);
                }
                self.unit(at).emphasis = strength(back, 0.0);
            }
            Kind::PreActivation => {
                for input in 0..spec.fan_in(at.layer) {
                    let edge = self.edge(spec, at.layer, at.unit, input);
                    edge.weight.emphasis = Emphasis::Active(1.0);
                }
                self.unit(at).emphasis = Emphasis::Active(0.0);
            }
            Kind::Bias => {
                self.unit(at).bias.emphasis = Emphasis::Active(share);
                self.unit(at).emphasis = Emphasis::Active(0.0);
            }
            Kind::WeightGradient | Kind::BiasGradient => {
                if at.input.is_some() {
                    self.unit(at).emphasis = Emphasis::Back(1.0);
                }
                self.value(spec, at).emphasis = Emphasis::Back(share);
            }
            Kind::Update => {
                self.updating(pass, spec, at, share);
                self.value(spec, at).emphasis = Emphasis::Active(share);
            }
            Kind::ExponentialSum | Kind::Loss | Kind::Outcome => {}
            _ if row.stage() == Stage::Update => {
                self.updating(pass, spec, at, 0.0);
                self.value(spec, at).emphasis = Emphasis::Active(1.0);
            }
            _ => self.unit(at).emphasis = strength(back, share),
        }
    }
}

/// How many send to a row's unit: forward the layer before, back the next.
fn others(spec: &Spec, row: &Row) -> usize {
    match row.stage() {
        Stage::Backward => spec.units_of(row.at.layer + 1),
        _ => spec.fan_in(row.at.layer),
    }
}

/// The state of the network's picture at the present row.
pub(super) fn lit(mlp: &Mlp) -> Lit {
    let rows = mlp.rows_done();
    let (Some(pass), Some((current, before))) = (mlp.walked_pass(), rows.split_last()) else {
        return Lit::new(mlp, false);
    };
    let spec = mlp.network().spec();
    let stage = current.stage();
    let mut lit = Lit::new(mlp, true);
    let done = if mlp.progress() >= 1.0 { &rows } else { before };
    for row in done {
        lit.done(pass, spec, row, stage);
    }
    lit.current(pass, spec, current, mlp.progress());
    lit
}
