//! Glassnet's arithmetic against PyTorch's.
//!
//! The files in `tests/oracle/` hold what PyTorch computed in double precision for fixed
//! inputs; `tests/oracle/make.py` is the script that wrote them and `tests/oracle/README.md`
//! says how to remake them. Compared are
//!
//! - every activation and its slope, from −1000 to 1000;
//! - every loss with its `∂L/∂z`, extreme logits included;
//! - 200 random networks (depth 0 to 6, every activation, output activation, loss and
//!   optimizer, L1 and L2): predictions, loss, penalty, gradient, the whole trace of a
//!   sample, the parameters after 1 and 3 updates; and the mean of a batch's traces against
//!   its gradient;
//! - every optimizer, with and without L1 and L2: the parameters after 1, 5 and 20 updates,
//!   on the full batch and on small batches in a given order.
//!
//! A number may be off by 1e-5 of itself, and near zero by 1e-6 (activations and losses:
//! 1e-7), or by 1e-5 of the largest of its layer where that is less. With the feature `f64` the same files
//! are held to 2e-8: they have nine digits. A randomised ReLU's slope in training is our own
//! draw; its gradient there is compared with that of a network without it that does the same
//! for one sample, and with PyTorch's at the mean slope.
//!
//! `cargo test --test oracle -- --nocapture` prints the worst error of each section.

use glassnet::data::Split;
use glassnet::nn::{
    Activation, LayerSpec, Loss, Network, Optimizer, RANDOM_LEAK, Set, Spec, Task, Trace,
    TrainConfig, Trainer, trace,
};
use glassnet::num::rng::Seed;
use glassnet::num::{Matrix, Real};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

#[cfg(not(feature = "f64"))]
const TOLERANCE: f64 = 1e-5;
#[cfg(feature = "f64")]
const TOLERANCE: f64 = 2e-8;

/// Below this a number's error is measured as if the number were this large.
const NEAR_ZERO: f64 = 0.1;

/// The same for activations and for the loss of a sample, which are easier to get right.
const NEARER_ZERO: f64 = NEAR_ZERO / 10.0;

// ------------------------------------------------------------------ the files

/// One layer's weights (a row a unit) and biases, or their gradients.
#[derive(Deserialize)]
struct Layer {
    w: Vec<Vec<f64>>,
    b: Vec<f64>,
}

#[derive(Deserialize)]
struct ActivationsFile {
    x: Vec<f64>,
    activations: BTreeMap<String, Curve>,
}

#[derive(Deserialize)]
struct Curve {
    f: Vec<f64>,
    derivative: Vec<f64>,
}

#[derive(Deserialize)]
struct LossCase {
    loss: Loss,
    output: Activation,
    z: Vec<f64>,
    target: Vec<f64>,
    prediction: Vec<f64>,
    value: f64,
    delta: Vec<f64>,
}

/// A network and its samples.
#[derive(Deserialize)]
struct Problem {
    inputs: usize,
    activations: Vec<Activation>,
    loss: Loss,
    params: Vec<Layer>,
    x: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
}

#[derive(Deserialize)]
struct NetworkCase {
    #[serde(flatten)]
    problem: Problem,
    config: TrainConfig,
    sample: u32,
    prediction: Vec<Vec<f64>>,
    value: f64,
    penalty: f64,
    gradients: Vec<Layer>,
    trace: TraceAnswer,
    after: BTreeMap<u64, Vec<Layer>>,
}

#[derive(Deserialize)]
struct TraceAnswer {
    layers: Vec<LayerAnswer>,
    loss: f64,
}

#[derive(Deserialize)]
struct LayerAnswer {
    z: Vec<f64>,
    a: Vec<f64>,
    delta: Vec<f64>,
    blame: Vec<f64>,
    #[serde(flatten)]
    gradient: Layer,
}

#[derive(Deserialize)]
struct Run {
    net: String,
    config: TrainConfig,
    /// The size of the batches, which follow one another in the order of the samples; none
    /// for the full batch.
    batch: Option<usize>,
    after: BTreeMap<u64, Vec<Layer>>,
}

fn file(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/oracle")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the committed file");
    serde_json::from_str(&text).expect("JSON")
}

fn read<T: DeserializeOwned>(value: &Value) -> T {
    serde_json::from_value(value.clone()).expect("the shape that make.py writes")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

// ---------------------------------------------------------------- the measure

/// The largest error seen, as a share of the number (or of the floor near zero).
#[derive(Default)]
struct Worst {
    error: f64,
    at: String,
    compared: usize,
}

impl Worst {
    fn hold(&mut self, ours: &[Real], theirs: &[f64], floor: f64, at: &str) {
        assert_eq!(ours.len(), theirs.len(), "{at}: as many numbers as theirs");
        self.compared += ours.len();
        for (i, (&ours, &theirs)) in ours.iter().zip(theirs).enumerate() {
            let off = (f64::from(ours) - theirs).abs() / theirs.abs().max(floor);
            let error = if off.is_nan() { f64::INFINITY } else { off };
            if error > self.error {
                self.error = error;
                self.at = format!("{at}[{i}]: ours {ours:e}, theirs {theirs:e}");
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.compared += other.compared;
        if other.error > self.error {
            self.error = other.error;
            self.at = other.at;
        }
    }

    fn report(&self, section: &str) {
        let Self {
            error,
            at,
            compared,
        } = self;
        eprintln!("{section}: {compared} numbers, worst error {error:.1e} at {at}");
        assert!(*error <= TOLERANCE, "{section}: {error:e} at {at}");
    }
}

/// The floor of numbers that belong together: their largest, within reason.
fn scale(numbers: &[f64]) -> f64 {
    let largest = numbers.iter().fold(0.0, |max: f64, x| max.max(x.abs()));
    largest.clamp(1e-4, NEAR_ZERO)
}

fn matrix(rows: &[Vec<f64>]) -> Matrix {
    let columns = rows.first().map_or(0, Vec::len);
    Matrix::from_fn(rows.len(), columns, |r, c| rows[r][c] as Real)
}

fn reals(numbers: &[f64]) -> Vec<Real> {
    numbers.iter().map(|&x| x as Real).collect()
}

fn doubles(numbers: &[Real]) -> Vec<f64> {
    numbers.iter().map(|&x| f64::from(x)).collect()
}

/// A matrix row by row.
fn by_rows(matrix: &Matrix) -> Vec<Real> {
    matrix.transpose().as_slice().to_vec()
}

/// All parameters, read one by one.
fn params(network: &Network) -> Vec<Real> {
    let mut params = Vec::new();
    for (l, layer) in network.spec().layers.iter().enumerate() {
        for u in 0..layer.units {
            params.extend((0..network.spec().fan_in(l)).map(|i| network.weight(l, u, i)));
        }
        params.extend((0..layer.units).map(|u| network.bias(l, u)));
    }
    params
}

/// The same of the file's layers.
fn flat(layers: &[Layer]) -> Vec<f64> {
    let one = |layer: &Layer| [layer.w.concat(), layer.b.clone()].concat();
    layers.iter().flat_map(one).collect()
}

impl Problem {
    fn network(&self) -> Network {
        let layers = self.params.iter().zip(&self.activations);
        let mut network = Network::zeros(Spec {
            inputs: self.inputs,
            layers: layers
                .map(|(layer, &activation)| LayerSpec {
                    units: layer.b.len(),
                    activation,
                })
                .collect(),
        });
        for (l, layer) in self.params.iter().enumerate() {
            for (u, row) in layer.w.iter().enumerate() {
                for (i, &w) in row.iter().enumerate() {
                    network.set_weight(l, u, i, w as Real);
                }
                network.set_bias(l, u, layer.b[u] as Real);
            }
        }
        network
    }

    /// A trainer whose sample `place[i]` is the file's sample `i`.
    fn trainer(&self, config: TrainConfig, place: &[u32]) -> Trainer {
        let (mut x, mut y) = (self.x.clone(), self.y.clone());
        for (i, &to) in place.iter().enumerate() {
            x[to as usize].clone_from(&self.x[i]);
            y[to as usize].clone_from(&self.y[i]);
        }
        let split = Split {
            train: (0..).take(x.len()).collect(),
            test: Vec::new(),
        };
        let config = TrainConfig {
            task: Task::Regression,
            loss: self.loss,
            ..config
        };
        Trainer::new(
            self.network(),
            &matrix(&x),
            &matrix(&y),
            split,
            config,
            Seed(11),
        )
    }

    fn in_place(&self) -> Vec<u32> {
        (0..).take(self.x.len()).collect()
    }
}

/// Trains on, and holds the parameters against theirs after each of the steps they name.
fn hold_updates(
    worst: &mut Worst,
    trainer: &mut Trainer,
    after: &BTreeMap<u64, Vec<Layer>>,
    at: &str,
) {
    for (&step, layers) in after {
        trainer
            .run(step - trainer.step_index())
            .expect("no divergence");
        let (ours, theirs) = (params(trainer.network()), flat(layers));
        worst.hold(
            &ours,
            &theirs,
            scale(&theirs),
            &format!("{at} after {step}"),
        );
        if trainer.config().l1 > 0.0 {
            for (ours, theirs) in ours.iter().zip(theirs) {
                let both = (*ours == 0.0) == (theirs == 0.0);
                assert!(
                    both,
                    "{at} after {step}: L1 reaches zero exactly, as theirs"
                );
            }
        }
    }
}

// --------------------------------------------------------------- the sections

fn hold_activations(value: &Value) -> Worst {
    let file: ActivationsFile = read(value);
    let mut worst = Worst::default();
    let column: Vec<Vec<f64>> = file.x.iter().map(|&x| vec![x]).collect();
    let x = reals(&file.x);
    for (name, curve) in &file.activations {
        let activation: Activation = name.parse().expect("a name of ours");
        let mut unit = Network::zeros(Spec::dense(1, &[], activation, 1, activation));
        unit.set_weight(0, 0, 0, 1.0);
        let slopes: Vec<Real> = x
            .iter()
            .map(|&x| trace(&unit, Loss::HalfSquared, &[x], &[0.0]).layers[0].slope[0])
            .collect();
        let f: Vec<Real> = x.iter().map(|&x| activation.f(x)).collect();
        let derivative: Vec<Real> = x.iter().map(|&x| activation.derivative(x)).collect();
        let predicted = unit.predict(&matrix(&column));
        for (ours, theirs, floor, what) in [
            (&f[..], &curve.f, NEARER_ZERO, "f"),
            (predicted.as_slice(), &curve.f, NEARER_ZERO, "of a unit"),
            (&derivative, &curve.derivative, NEAR_ZERO, "derivative"),
            (&slopes, &curve.derivative, NEAR_ZERO, "slope of a unit"),
        ] {
            worst.hold(ours, theirs, floor, &format!("{name} {what}"));
        }
    }
    worst
}

fn hold_loss(value: &Value) -> Worst {
    let case: LossCase = read(value);
    let k = case.z.len();
    // One layer of weights 1 on the diagonal: its pre-activations are its inputs.
    let unit_row = |u: usize| (0..k).map(|i| f64::from(u8::from(i == u))).collect();
    let problem = Problem {
        inputs: k,
        activations: vec![case.output],
        loss: case.loss,
        params: vec![Layer {
            w: (0..k).map(unit_row).collect(),
            b: vec![0.0; k],
        }],
        x: vec![case.z.clone()],
        y: vec![case.target.clone()],
    };
    let trainer = problem.trainer(TrainConfig::default(), &[0]);
    let trace = trace(
        trainer.network(),
        case.loss,
        &reals(&case.z),
        &reals(&case.target),
    );
    let score = trainer.evaluate(Set::Train).loss.expect("a sample");
    let gradient = trainer.gradients();
    let biases = &gradient[trainer.network().bias_range(0)];
    let at = format!(
        "{} of {} at {:?} for {:?}",
        case.loss, case.output, case.z, case.target
    );
    let mut worst = Worst::default();
    for (ours, theirs, floor, what) in [
        (
            &trace.output[..],
            &case.prediction,
            NEARER_ZERO,
            "prediction",
        ),
        (&[trace.loss], &vec![case.value], NEARER_ZERO, "value"),
        (&[score], &vec![case.value], NEARER_ZERO, "score"),
        (&trace.layers[0].delta, &case.delta, NEAR_ZERO, "delta"),
        (biases, &case.delta, NEAR_ZERO, "gradient"),
    ] {
        worst.hold(ours, theirs, floor, &format!("{what}, {at}"));
    }
    worst
}

/// Whether training draws the slopes of this network.
fn is_random(problem: &Problem) -> bool {
    problem.activations.contains(&Activation::RandomizedRelu)
}

fn hold_network(value: &Value) -> Worst {
    let case: NetworkCase = read(value);
    let (problem, mut worst) = (&case.problem, Worst::default());
    let config = TrainConfig {
        batch: problem.x.len(),
        ..case.config
    };
    let mut trainer = problem.trainer(config, &problem.in_place());
    let network = trainer.network();
    let at = format!("{:?} with {}", problem.activations, problem.loss);

    let predicted = by_rows(&network.predict(&matrix(&problem.x)));
    worst.hold(
        &predicted,
        &case.prediction.concat(),
        NEAR_ZERO,
        &format!("prediction, {at}"),
    );
    let score = trainer.evaluate(Set::Train).loss.expect("a sample");
    worst.hold(&[score], &[case.value], NEARER_ZERO, &format!("loss, {at}"));
    worst.hold(
        &[trainer.penalty()],
        &[case.penalty],
        NEARER_ZERO,
        &format!("penalty, {at}"),
    );

    let sample = case.sample as usize;
    let (x, y) = (reals(&problem.x[sample]), reals(&problem.y[sample]));
    let trace = trace(network, problem.loss, &x, &y);
    worst.hold(
        &[trace.loss],
        &[case.trace.loss],
        NEARER_ZERO,
        &format!("traced loss, {at}"),
    );
    assert_eq!(trace.layers.len(), case.trace.layers.len());
    for (l, (ours, theirs)) in trace.layers.iter().zip(&case.trace.layers).enumerate() {
        for (ours, theirs, what) in [
            (&ours.z, &theirs.z, "z"),
            (&ours.a, &theirs.a, "a"),
            (&ours.delta, &theirs.delta, "delta"),
            (&ours.blame, &theirs.blame, "blame"),
            (&ours.d_bias, &theirs.gradient.b, "d_bias"),
            (
                &by_rows(&ours.d_weight),
                &theirs.gradient.w.concat(),
                "d_weight",
            ),
        ] {
            worst.hold(
                ours,
                theirs,
                scale(theirs),
                &format!("{what} of layer {l}, {at}"),
            );
        }
    }

    let gradient = trainer.gradients();
    let share = 1.0 / problem.x.len() as f64;
    let traces: Vec<_> = trainer
        .next_batch()
        .iter()
        .map(|&i| trainer.trace(i))
        .collect();
    for (l, theirs) in case.gradients.iter().enumerate() {
        let weights = &gradient[network.weight_range(l)];
        let biases = &gradient[network.bias_range(l)];
        let mut mean = vec![0.0; weights.len() + biases.len()];
        for trace in &traces {
            let layer = &trace.layers[l];
            let d = by_rows(&layer.d_weight)
                .into_iter()
                .chain(layer.d_bias.iter().copied());
            for (mean, d) in mean.iter_mut().zip(d) {
                *mean += share * f64::from(d);
            }
        }
        let ours = [weights, biases].concat();
        worst.hold(
            &ours,
            &mean,
            scale(&mean),
            &format!("mean of traces of layer {l}, {at}"),
        );
        if !is_random(problem) {
            let rows = theirs.w.concat();
            worst.hold(
                weights,
                &rows,
                scale(&rows),
                &format!("∂L/∂w of layer {l}, {at}"),
            );
            worst.hold(
                biases,
                &theirs.b,
                scale(&theirs.b),
                &format!("∂L/∂b of layer {l}, {at}"),
            );
        }
    }
    if !is_random(problem) {
        let at = format!("{}, {at}", case.config.optimizer);
        hold_updates(&mut worst, &mut trainer, &case.after, &at);
    }
    worst
}

fn hold_run(nets: &Value, value: &Value) -> Worst {
    let run: Run = read(value);
    let problem: Problem = read(&nets[&run.net]);
    let config = TrainConfig {
        batch: run.batch.unwrap_or(problem.x.len()),
        ..run.config
    };
    // The order of the first epoch follows from the seed alone: with it known, the samples
    // are put where that order meets them one after another.
    let mut rehearsal = problem.trainer(config, &problem.in_place());
    let mut order = Vec::new();
    while order.len() < problem.x.len() {
        order.extend(rehearsal.next_batch());
        rehearsal.step().expect("no divergence");
    }
    let mut trainer = problem.trainer(config, &order);
    let mut worst = Worst::default();
    let at = format!(
        "{} on {} in batches of {}, {}",
        config.optimizer, run.net, config.batch, value["config"]
    );
    hold_updates(&mut worst, &mut trainer, &run.after, &at);
    worst
}

fn all(cases: &Value, hold: impl Fn(&Value) -> Worst) -> Worst {
    let mut worst = Worst::default();
    for case in list(cases) {
        worst.merge(hold(case));
    }
    worst
}

// ------------------------------------------------------------------ the tests

#[test]
fn activations_and_their_slopes_are_pytorchs() {
    hold_activations(&file("activations.json")).report("activations");
}

#[test]
fn losses_and_their_derivatives_are_pytorchs() {
    all(&file("losses.json")["cases"], hold_loss).report("losses");
}

#[test]
fn two_hundred_networks_predict_blame_and_move_as_pytorchs() {
    let file = file("networks.json");
    assert_eq!(list(&file["cases"]).len(), 200);
    all(&file["cases"], hold_network).report("networks");
}

#[test]
fn twenty_updates_of_every_optimizer_are_pytorchs() {
    let file = file("optimizers.json");
    let of = |name: &str| {
        let of = |run: &&Value| run["config"]["optimizer"] == name;
        let runs: Vec<Value> = list(&file["runs"]).iter().filter(of).cloned().collect();
        assert!(!runs.is_empty(), "{name} has runs");
        Value::from(runs)
    };
    for name in <Optimizer as strum::VariantNames>::VARIANTS {
        all(&of(name), |run| hold_run(&file["nets"], run)).report(name);
    }
}

/// For one sample a randomised ReLU multiplies each unit by 1 or by the drawn slope. Another
/// network does the same with identity units whose outgoing weights have the factor in them;
/// gives that network, and the slope that each layer drew, where it shows.
fn without_randomness(network: &Network, trace: &Trace) -> (Network, Vec<Option<Real>>) {
    let mut spec = network.spec().clone();
    let mut slopes = vec![None; spec.layers.len()];
    for layer in &mut spec.layers {
        if layer.activation == Activation::RandomizedRelu {
            layer.activation = Activation::Identity;
        }
    }
    let mut plain = Network::zeros(spec);
    plain.set_params(network.params());
    for (l, layer) in trace.layers.iter().enumerate() {
        if network.spec().layers[l].activation != Activation::RandomizedRelu {
            continue;
        }
        for (u, (&z, &a)) in layer.z.iter().zip(&layer.a).enumerate() {
            if z > 0.0 {
                assert!(a == z, "above zero it is the identity");
                continue;
            }
            slopes[l] = Some(a / z);
            for next in 0..network.spec().layers[l + 1].units {
                plain.set_weight(l + 1, next, u, a / z * network.weight(l + 1, next, u));
            }
        }
    }
    (plain, slopes)
}

#[test]
fn a_randomised_relu_trains_with_one_slope_a_layer_drawn_every_step() {
    let (mut worst, mut drawn) = (Worst::default(), Vec::new());
    for value in list(&file("networks.json")["cases"]) {
        let case: NetworkCase = read(value);
        let (problem, layers) = (&case.problem, case.problem.activations.len());
        let last = problem.activations[layers - 1];
        if !is_random(problem) || last == Activation::RandomizedRelu {
            continue;
        }
        let mut trainer = problem.trainer(case.config, &problem.in_place());
        for _ in 0..2 {
            let mut seen: Vec<Option<Real>> = vec![None; layers];
            for (sample, (x, y)) in (0..).zip(problem.x.iter().zip(&problem.y)) {
                let ours = trainer.trace(sample);
                let (plain, slopes) = without_randomness(trainer.network(), &ours);
                let theirs = trace(&plain, problem.loss, &reals(x), &reals(y));
                for (l, (ours, theirs)) in ours.layers.iter().zip(&theirs.layers).enumerate() {
                    let (z, delta) = (doubles(&theirs.z), doubles(&theirs.delta));
                    let at = format!("layer {l} of {:?}", problem.activations);
                    worst.hold(&ours.z, &z, NEAR_ZERO, &at);
                    worst.hold(&ours.delta, &delta, scale(&delta), &at);
                }
                for (seen, slope) in seen.iter_mut().zip(slopes) {
                    let (Some(slope), before) = (slope, *seen) else {
                        continue;
                    };
                    let off = (slope - before.unwrap_or(slope)).abs();
                    assert!(off < 1e-4, "one slope for all units and samples of a step");
                    *seen = Some(slope);
                }
            }
            drawn.extend(seen.into_iter().flatten());
            trainer.step().expect("no divergence");
        }
    }
    worst.report("randomised ReLU in training");
    let (low, high) = RANDOM_LEAK;
    assert!(drawn.iter().all(|s| (low - 1e-4..high + 1e-4).contains(s)));
    drawn.sort_by(Real::total_cmp);
    drawn.dedup_by(|a, b| (*a - *b).abs() < 1e-5);
    // Every trainer here has the same seed: two steps of six layers are all there is.
    assert_eq!(drawn.len(), 12, "different slopes: {drawn:?}");
}

/// The places of the numbers under `value`, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Number(_) => found.push(at.to_owned()),
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{i}"), found);
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                places(item, &format!("{at}/{key}"), found);
            }
        }
        _ => {}
    }
}

/// Makes some of a case's answers a little wrong, one at a time: each must be noticed.
fn notice(case: &Value, answers: &[&str], every: usize, hold: impl Fn(&Value) -> Worst) -> usize {
    let mut tried = 0;
    for answer in answers {
        let mut found = Vec::new();
        places(&case[answer], &format!("/{answer}"), &mut found);
        for place in found.iter().step_by(every) {
            let mut wrong = case.clone();
            let number = wrong.pointer_mut(place).expect("a place that was found");
            let right = number.as_f64().expect("a number");
            // L1's zeros are compared as such, so a zero is left a zero there.
            if right == 0.0 && *answer == "after" {
                continue;
            }
            *number = (right + 3.0 * TOLERANCE * right.abs().max(NEAR_ZERO)).into();
            let error = hold(&wrong).error;
            assert!(error > TOLERANCE, "{place} was {right}, and nobody noticed");
            tried += 1;
        }
    }
    tried
}

#[test]
fn a_wrong_number_is_noticed() {
    let mut tried = notice(
        &file("activations.json"),
        &["activations"],
        50,
        hold_activations,
    );
    for case in list(&file("losses.json")["cases"]).iter().step_by(5) {
        tried += notice(case, &["prediction", "value", "delta"], 2, hold_loss);
    }
    for case in list(&file("networks.json")["cases"]) {
        let mut answers = vec!["prediction", "value", "penalty", "trace"];
        if !is_random(&read(case)) {
            answers.extend(["gradients", "after"]);
        }
        tried += notice(case, &answers, 23, hold_network);
    }
    let file = file("optimizers.json");
    for run in list(&file["runs"]) {
        tried += notice(run, &["after"], 37, |run| hold_run(&file["nets"], run));
    }
    eprintln!("{tried} wrong numbers noticed");
}

#[test]
fn no_other_configuration_would_pass() {
    let file = file("optimizers.json");
    let runs = list(&file["runs"]);
    let mut refused = 0;
    for run in runs {
        for other in runs {
            let is_decayed = run["config"]["l2"] != 0 || other["config"]["l2"] != 0;
            let are_adams = [run, other].iter().all(|run| {
                let name = run["config"]["optimizer"].as_str();
                name.is_some_and(|name| name.starts_with("adam"))
            });
            let same_place = run["net"] == other["net"] && run["batch"] == other["batch"];
            let is_other = run["config"] != other["config"] && (is_decayed || !are_adams);
            if !same_place || !is_other {
                continue;
            }
            let (mine, theirs): (Run, Run) = (read(run), read(other));
            let (mine, theirs) = (flat(&mine.after[&20]), flat(&theirs.after[&20]));
            let mut worst = Worst::default();
            worst.hold(&reals(&mine), &theirs, NEAR_ZERO, "");
            assert!(
                worst.error > 10.0 * TOLERANCE,
                "{} and {} are told apart",
                run["config"],
                other["config"]
            );
            refused += 1;
        }
    }
    assert!(refused > 1000, "{refused} pairs");
}
