//! What the pictures show at a row of the tape: which numbers exist by then, what moves,
//! and what stands back.

use super::Mlp;
use super::ladder::PassState;
use super::tape::{Parameter, Row, Stage};
use crate::chart::Emphasis;
use crate::chart::graph::{Edge, Value};
use crate::nn::Spec;

/// How far along its edge a product waits for the others, to be summed with them.
const GATHERED: f64 = 0.8;
/// Up to so many waiting products show their numbers.
const FEW: usize = 4;

/// The state of the network's picture while the tape is walked.
#[derive(Debug)]
pub(super) struct Lit {
    /// By layer and unit: whether `z`, `a` and `δ` are known by now.
    pub(super) z: Vec<Vec<bool>>,
    pub(super) a: Vec<Vec<bool>>,
    pub(super) delta: Vec<Vec<bool>>,
    /// By layer and unit.
    pub(super) units: Vec<Vec<Emphasis>>,
    /// By layer: the edges unit by unit.
    pub(super) edges: Vec<Vec<Edge>>,
    /// By layer and unit.
    pub(super) biases: Vec<Vec<Value>>,
    /// By feature.
    pub(super) inputs: Vec<Emphasis>,
    /// Whether the loss is known by now.
    pub(super) loss: bool,
}

impl Lit {
    /// Everything held back, nothing known yet.
    fn dark(mlp: &Mlp, spec: &Spec) -> Self {
        let network = mlp.network();
        let dim = |value| Value {
            emphasis: Emphasis::Dim,
            ..Value::new(value)
        };
        let by_unit = |unit: fn() -> bool| -> Vec<Vec<bool>> {
            let layers = spec.layers.iter();
            layers.map(|layer| vec![unit(); layer.units]).collect()
        };
        let layers = 0..spec.layers.len();
        Self {
            z: by_unit(|| false),
            a: by_unit(|| false),
            delta: by_unit(|| false),
            units: spec
                .layers
                .iter()
                .map(|layer| vec![Emphasis::Dim; layer.units])
                .collect(),
            edges: layers
                .clone()
                .map(|layer| {
                    network.params()[network.weight_range(layer)]
                        .iter()
                        .map(|w| Edge {
                            weight: dim(f64::from(*w)),
                            carries: None,
                        })
                        .collect()
                })
                .collect(),
            biases: layers
                .map(|layer| {
                    let biases = network.biases(layer).iter();
                    biases.map(|b| dim(f64::from(*b))).collect()
                })
                .collect(),
            inputs: vec![Emphasis::Normal; spec.inputs],
            loss: false,
        }
    }

    fn edge(&mut self, spec: &Spec, layer: usize, unit: usize, input: usize) -> &mut Edge {
        &mut self.edges[layer][unit * spec.fan_in(layer) + input]
    }

    fn value(&mut self, spec: &Spec, parameter: Parameter) -> &mut Value {
        let Parameter { layer, unit, input } = parameter;
        match input {
            Some(input) => &mut self.edge(spec, layer, unit, input).weight,
            None => &mut self.biases[layer][unit],
        }
    }

    /// What stays to be seen of a row that is done.
    fn done(&mut self, mlp: &Mlp, spec: &Spec, row: Row, stage: Stage) {
        match row {
            Row::Product { layer, unit, input } if stage == Stage::Forward => {
                self.edge(spec, layer, unit, input).weight.emphasis = Emphasis::Normal;
            }
            Row::Bias { layer, unit } if stage == Stage::Forward => {
                self.biases[layer][unit].emphasis = Emphasis::Normal;
            }
            Row::PreActivation { layer, unit } => self.z[layer][unit] = true,
            Row::Activation { layer, unit } => {
                self.a[layer][unit] = true;
                self.units[layer][unit] = Emphasis::Normal;
            }
            Row::Loss => self.loss = true,
            Row::Delta { layer, unit } => self.delta[layer][unit] = true,
            Row::WeightGradient { layer, unit, input } if stage == Stage::Backward => {
                if let Some(pass) = mlp.walked_pass() {
                    let gradient = pass.trace.layers[layer].d_weight[(unit, input)];
                    let weight = &mut self.edge(spec, layer, unit, input).weight;
                    weight.gradient = Some(gradient.into());
                    weight.emphasis = Emphasis::Normal;
                }
            }
            Row::BiasGradient { layer, unit } if stage == Stage::Backward => {
                if let Some(pass) = mlp.walked_pass() {
                    let bias = &mut self.biases[layer][unit];
                    bias.gradient = Some(pass.trace.layers[layer].d_bias[unit].into());
                    bias.emphasis = Emphasis::Normal;
                }
            }
            Row::Mean(parameter) => self.updating(mlp, spec, parameter, 0.0),
            Row::Update(parameter) => self.updating(mlp, spec, parameter, 1.0),
            _ => {}
        }
    }

    /// A parameter on its way from before the update to after, `share` of it gone.
    fn updating(&mut self, mlp: &Mlp, spec: &Spec, parameter: Parameter, share: f64) {
        let update = mlp
            .walked_pass()
            .and_then(|pass| pass.update.as_ref()?.explanation.as_ref());
        if let Some(update) = update {
            let index = parameter.index(spec);
            let (before, after) = (
                f64::from(update.before[index]),
                f64::from(update.after[index]),
            );
            let gradient = f64::from(update.gradient[index]);
            let value = self.value(spec, parameter);
            value.value = if share < 1.0 {
                before + (after - before) * share
            } else {
                after
            };
            value.ghost = (share > 0.0).then_some(before);
            value.gradient = (share < 1.0).then_some(gradient);
            value.emphasis = Emphasis::Normal;
        }
    }

    /// A product on its way to the unit, with its number until it is there. Many of them
    /// would hide each other: of those that wait, each shows its number only among few.
    fn run(&mut self, spec: &Spec, pass: &PassState, at: (usize, usize, usize), share: f64) {
        let (layer, unit, input) = at;
        let sent = match layer {
            0 => pass.trace.input[input],
            _ => pass.trace.layers[layer - 1].a[input],
        };
        let few = spec.fan_in(layer) <= FEW || share < GATHERED;
        let edge = self.edge(spec, layer, unit, input);
        edge.weight.emphasis = Emphasis::Active(share);
        edge.carries = (few && share < 1.0).then(|| edge.weight.value * f64::from(sent));
    }

    /// The same for the blame that a unit has from one of the next layer.
    fn run_back(&mut self, spec: &Spec, pass: &PassState, at: (usize, usize, usize), share: f64) {
        let (layer, unit, next) = at;
        let delta = f64::from(pass.trace.layers[layer + 1].delta[next]);
        let few = spec.layers[layer + 1].units <= FEW || share < GATHERED;
        let edge = self.edge(spec, layer + 1, next, unit);
        edge.weight.emphasis = Emphasis::Back(share);
        edge.carries = (few && share < 1.0).then_some(edge.weight.value * delta);
    }

    /// The row that is being done, `share` of it gone.
    fn current(&mut self, mlp: &Mlp, spec: &Spec, row: Row, share: f64) {
        let Some(pass) = mlp.walked_pass() else {
            return;
        };
        match row {
            Row::Product { layer, unit, input } => {
                for other in 0..input {
                    self.run(spec, pass, (layer, unit, other), GATHERED);
                }
                self.run(spec, pass, (layer, unit, input), GATHERED * share);
            }
            Row::Sum { layer, unit } => {
                for input in 0..spec.fan_in(layer) {
                    let at = GATHERED + (1.0 - GATHERED) * share;
                    self.run(spec, pass, (layer, unit, input), at);
                }
                self.units[layer][unit] = Emphasis::Active(0.0);
            }
            Row::PreActivation { layer, unit } => {
                for input in 0..spec.fan_in(layer) {
                    self.edge(spec, layer, unit, input).weight.emphasis = Emphasis::Active(1.0);
                }
                self.units[layer][unit] = Emphasis::Active(0.0);
            }
            Row::Bias { layer, unit } => {
                self.biases[layer][unit].emphasis = Emphasis::Active(share);
                self.units[layer][unit] = Emphasis::Active(0.0);
            }
            Row::Activation { layer, unit } => self.units[layer][unit] = Emphasis::Active(share),
            Row::Exponential { unit } | Row::LossTerm { unit } => {
                self.units[spec.layers.len() - 1][unit] = Emphasis::Active(share);
            }
            Row::OutputBlame { unit } => {
                self.units[spec.layers.len() - 1][unit] = Emphasis::Back(share);
            }
            Row::BlameProduct { layer, unit, next } => {
                for other in 0..next {
                    self.run_back(spec, pass, (layer, unit, other), GATHERED);
                }
                self.run_back(spec, pass, (layer, unit, next), GATHERED * share);
            }
            Row::Blame { layer, unit } => {
                for next in 0..spec.layers[layer + 1].units {
                    let at = GATHERED + (1.0 - GATHERED) * share;
                    self.run_back(spec, pass, (layer, unit, next), at);
                }
                self.units[layer][unit] = Emphasis::Back(0.0);
            }
            Row::Slope { layer, unit } | Row::Delta { layer, unit } => {
                self.units[layer][unit] = Emphasis::Back(share);
            }
            Row::WeightGradient { layer, unit, input } => {
                self.units[layer][unit] = Emphasis::Back(1.0);
                self.edge(spec, layer, unit, input).weight.emphasis = Emphasis::Back(share);
            }
            Row::BiasGradient { layer, unit } => {
                self.biases[layer][unit].emphasis = Emphasis::Back(share);
            }
            Row::Mean(parameter)
            | Row::Penalty(parameter)
            | Row::FirstMoment(parameter)
            | Row::SecondMoment(parameter)
            | Row::FirstUnbiased(parameter)
            | Row::SecondUnbiased(parameter)
            | Row::Stepped(parameter) => {
                self.updating(mlp, spec, parameter, 0.0);
                self.value(spec, parameter).emphasis = Emphasis::Active(1.0);
            }
            Row::Update(parameter) => {
                self.updating(mlp, spec, parameter, share);
                self.value(spec, parameter).emphasis = Emphasis::Active(share);
            }
            Row::ExponentialSum | Row::Loss | Row::Outcome => {}
        }
    }
}

/// The state of the network's picture at the present row; none before the first.
pub(super) fn lit(mlp: &Mlp) -> Option<Lit> {
    mlp.walked_pass()?;
    let spec = mlp.network().spec();
    let (rows, current) = mlp.rows_done();
    let stage = current.stage();
    let mut lit = Lit::dark(mlp, spec);
    for row in rows {
        lit.done(mlp, spec, row, stage);
    }
    if matches!(stage, Stage::Loss | Stage::Backward) {
        lit.inputs.fill(Emphasis::Normal);
    }
    if mlp.progress() < 1.0 {
        lit.current(mlp, spec, current, mlp.progress());
    } else {
        lit.done(mlp, spec, current, stage);
        lit.current(mlp, spec, current, 1.0);
    }
    Some(lit)
}
