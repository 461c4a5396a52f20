//! The multi-layer perceptron: dense layers on data in the plane.

mod chain;
mod controls;
mod describe;
mod edit;
mod fields;
mod history;
mod ladder;
mod lens;
mod lit;
mod pass;
pub mod presets;
mod printed;
mod setup;
mod share;
mod slice;
mod statement;

mod tape;
mod tape_picture;
mod timeline;
mod view;
mod walk;

pub use controls::{CONTROLS, MAX_LAYERS, PAGE_UNITS};
use setup::{InitSetup, Setup};
use timeline::Timeline;
use walk::Walk;

use crate::data::{self, Dataset, Split};
use crate::lab::experiment::{
    DataValues, HistoryValues, LayerValues, Reading, RowValues, Share, SliceValues, Stopped,
    TapeState, TraceValues,
};
use crate::lab::{Config, Control, Experiment, Frame, Grain, Metrics, Panel, Pin, Problem, View};
use crate::nn::{Activation, Checkpoint, Diverged, Loss, Network, Set, Trainer, What};
use crate::num::{Matrix, Real, Within, entry};
use crate::scene::{Part, Scene, format};
use fields::Fields;
use history::{History, Moment};
use pass::{PassState, wide};
use std::ops::Range;
use strum::VariantNames;
use tape::Parameter;

/// Multiply-adds of an update that is worked out again to tell what it came to, at most.
const MOST_RECALLED: u64 = 4_000_000;

/// The experiment.
#[derive(Debug)]
pub struct Mlp {
    setup: Setup,
    seed: u32,
    config: Config,
    dataset: Dataset,
    split: Split,
    trainer: Trainer,
    /// Step 0.
    start: Checkpoint,
    history: History,
    /// How training stood when it last moved on: what the charts end with, whatever hands
    /// have changed since.
    charted: Option<Moment>,
    fields: Fields,
    timeline: Timeline,
    walk: Walk,
    /// What is walked instead of the batch.
    pinned: Option<Pin>,
    pass: Option<PassState>,
    finished: Option<String>,
    /// How training stands, while the weights stay as they are.
    moment: Option<Moment>,
    /// The loss slice that was shown last.
    slice: Option<slice::Kept>,
    /// A unit's pre-activations over the training set, of these very weights.
    training_z: Option<((usize, usize), Vec<Real>)>,
    /// The shares that were shown last, of these very weights.
    shares: Option<(Part, Vec<Share>)>,
}

/// A trainer at step 0, with the initial weights.
fn trainer(setup: &Setup, dataset: &Dataset, split: &Split) -> Trainer {
    let InitSetup {
        init, scale, seed, ..
    } = setup.init;
    let mut network = Network::new(setup.spec.clone(), init, scale, 0.0, seed);
    if let Some(weights) = &setup.init.weights {
        network.set_params(weights);
    }
    Trainer::new(
        network,
        &data::features(&dataset.inputs, &setup.data.features),
        &dataset.targets,
        split.clone(),
        setup.train,
        setup.seed,
    )
}

impl Mlp {
    /// The experiment of `seed` and `config` at step 0.
    #[must_use]
    pub fn new(seed: u32, config: &Config) -> Self {
        let (setup, _) = Setup::resolve(seed, config);
        let (dataset, split) = setup.data.make();
        let trainer = trainer(&setup, &dataset, &split);
        let mut mlp = Self {
            fields: Fields::new(&setup, &dataset),
            start: trainer.checkpoint(),
            timeline: Timeline::new(&trainer),
            walk: Walk::new(&setup.spec, &setup.train, true),
            pinned: None,
            pass: None,
            finished: None,
            moment: None,
            slice: None,
            training_z: None,
            shares: None,
            setup,
            seed,
            config: config.clone(),
            dataset,
            split,
            trainer,
            history: History::default(),
            charted: None,
        };
        mlp.record();
        mlp
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &Network {
        self.trainer.network()
    }

    /// Weights or data changed: pictures and passes made before no longer hold.
    fn changed(&mut self) {
        self.fields.stale();
        self.training_z = None;
        self.shares = None;
        self.pass = None;
        self.moment = None;
    }

    /// Training moved on, or back.
    fn trained(&mut self) {
        self.charted = None;
        self.changed();
    }

    /// The last point of the charts: only training adds points, so that it is worked out
    /// before a hand changes anything, and kept.
    fn charted(&mut self) -> Moment {
        let moment = match self.charted {
            Some(moment) => moment,
            None => self.moment(),
        };
        self.charted = Some(moment);
        moment
    }

    /// A hand changes the weights: the charts end where they stood, and the timeline knows.
    fn put_params(&mut self, params: &[Real]) {
        self.charted();
        self.trainer.network_mut().set_params(params);
        self.timeline.edited(&self.trainer);
        self.walk.forget();
        self.finished = None;
        self.changed();
    }

    /// How training stands now, as a point of the charts.
    fn moment(&mut self) -> Moment {
        if let Some(moment) = self.moment {
            return moment;
        }
        let moment = self.evaluated();
        self.moment = Some(moment);
        moment
    }

    fn evaluated(&mut self) -> Moment {
        let train = self.trainer.evaluate(Set::Train);
        let test = self.trainer.evaluate(Set::Test);
        let wide = |value: Option<Real>| value.map(f64::from);
        Moment {
            epoch: self.epochs(),
            of: self.setup.train.loss,
            loss: [wide(train.loss), wide(test.loss)],
            accuracy: [wide(train.accuracy), wide(test.accuracy)],
        }
    }

    /// Epochs done, with the fraction of the one under way.
    fn epochs(&self) -> f64 {
        let share = self.trainer.seen() as f64 / self.split.train.len().max(1) as f64;
        self.trainer.epoch_index() as f64 + share
    }

    /// Samples of one update.
    fn batch(&self) -> usize {
        self.setup.train.batch.min(self.split.train.len()).max(1)
    }

    /// A switch among the settings.
    fn view_flag(&self, key: &str) -> bool {
        self.config.flag(key)
    }

    fn record(&mut self) {
        let moment = self.evaluated();
        self.history.push(moment);
    }

    /// The sentence for a stop.
    fn stopped(&self, diverged: &Diverged) -> Stopped {
        Stopped {
            message: describe::diverged(diverged),
            good_step: self.last_step_below(Real::MAX),
            calm_step: self.calm_step(),
        }
    }

    /// The last step up to here at which the loss on the training set is no larger than
    /// where the line begins.
    fn calm_step(&self) -> u64 {
        let mut then = self.trainer.clone();
        self.timeline.seek(&mut then, self.timeline.oldest());
        let first = then.evaluate(Set::Train).loss;
        self.last_step_below(first.unwrap_or(Real::MAX))
    }

    /// A step up to here at which the loss on the training set is at most `limit`, while it
    /// is larger right after; the first of the line where there is none.
    fn last_step_below(&self, limit: Real) -> u64 {
        let mut then = self.trainer.clone();
        let mut is_good = |step| {
            self.timeline.seek(&mut then, step);
            let loss = then.evaluate(Set::Train).loss;
            loss.is_none_or(|loss| loss <= limit)
        };
        let mut bad = self.trainer.step_index();
        if is_good(bad) {
            return bad;
        }
        let oldest = self.timeline.oldest();
        let (mut good, mut stride) = (bad, 1);
        while good > oldest && !is_good(good) {
            bad = good;
            good = good.saturating_sub(stride).max(oldest);
            stride *= 2;
        }
        while bad - good > 1 {
            let middle = good + (bad - good) / 2;
            if is_good(middle) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        good
    }

    /// The first layer in which a training sample's numbers are not finite.
    fn unsound_layer(&self) -> usize {
        let all = |values: &[Real]| values.iter().all(|value| value.is_finite());
        for sample in &self.split.train {
            for (place, layer) in self.trainer.trace(*sample).layers.iter().enumerate() {
                if !all(&layer.z) || !all(&layer.a) {
                    return place;
                }
            }
        }
        self.setup.spec.layers.len() - 1
    }

    /// Rows of raw inputs as the network's features.
    fn features_of(&self, rows: &[Vec<f64>]) -> Matrix {
        let mut inputs = Vec::new();
        for axis in 0..self.dataset.axes.len() {
            for row in rows {
                inputs.push(row.get(axis).copied().unwrap_or_default() as Real);
            }
        }
        self.features(inputs)
    }

    /// Raw inputs, axis by axis, as the network's features.
    fn features(&self, inputs: Vec<Real>) -> Matrix {
        fields::features(&self.setup, &self.dataset, inputs)
    }

    /// A flat parameter vector by layers.
    fn by_layer(&self, values: &[Real]) -> Vec<LayerValues> {
        let network = self.trainer.network();
        let mut layers = Vec::new();
        for layer in 0..network.layer_count() {
            let mut weight = Vec::new();
            let weights = values.get(network.weight_range(layer)).unwrap_or_default();
            for row in weights.chunks(self.setup.spec.fan_in(layer).max(1)) {
                weight.push(wide(row));
            }
            layers.push(LayerValues {
                weight,
                bias: wide(values.get(network.bias_range(layer)).unwrap_or_default()),
                activation: Activation::VARIANTS[self.setup.spec.activation(layer) as usize],
            });
        }
        layers
    }
}

fn rows_of(matrix: &Matrix) -> Vec<Vec<f64>> {
    let mut rows = Vec::new();
    for row in 0..matrix.nrows() {
        let mut values = Vec::new();
        for column in 0..matrix.ncols() {
            values.push(f64::from(entry(matrix, row, column)));
        }
        rows.push(values);
    }
    rows
}

impl Experiment for Mlp {
    fn controls(&self) -> &'static [Control] {
        CONTROLS
    }

    fn automatic(&self, key: &str) -> Option<&'static str> {
        let setup = &self.setup;
        Some(match key {
            "train.loss" => Loss::VARIANTS[setup.train.loss as usize],
            "train.task" => setup.data.task.into(),
            "model.output" => Activation::VARIANTS[setup.spec.output_activation() as usize],
            _ => return None,
        })
    }

    fn check(&self, config: &Config) -> Vec<Problem> {
        Setup::resolve(self.seed, config).1
    }

    fn has(&self, config: &Config, part: Part) -> bool {
        let spec = Setup::resolve(self.seed, config).0.spec;
        let part = match part {
            // A unit is there with its bias.
            Part::Unit { layer, unit } => Part::Bias { layer, unit },
            part => part,
        };
        Parameter::of(part, &spec).is_some()
    }

    fn keeps(&self, from: &Config, to: &Config) -> bool {
        let setup = |config| Setup::resolve(self.seed, config).0;
        setup(from).keeps(&setup(to))
    }

    fn configure(&mut self, seed: u32, config: &Config) -> bool {
        let (setup, _) = Setup::resolve(seed, config);
        if !self.setup.keeps(&setup) {
            *self = Self::new(seed, config);
            return true;
        }
        let other_spec = setup.spec != self.setup.spec;
        let other_train = setup.train != self.setup.train;
        if other_spec || other_train {
            self.charted();
        }
        if other_spec {
            self.trainer.set_activations(&setup.spec);
            self.fields.reshape(self.trainer.network());
        }
        let walked = self.walked();
        let edited = self.charted != self.moment;
        if other_train {
            self.trainer.set_config(setup.train);
        }
        if other_spec || other_train {
            let labelled = !matches!(self.pinned, Some(Pin::Point(_)));
            let walk = Walk::new(&setup.spec, &setup.train, labelled);
            let before = std::mem::replace(&mut self.walk, walk);
            // The rows that were walked are the same ones: one stays where one is.
            self.walk.resume(&before, walked, self.walked());
            self.changed();
        }
        self.seed = seed;
        self.config = config.clone();
        let other_loss = self.setup.train.loss != setup.train.loss;
        self.setup = setup;
        if other_loss && !edited {
            // The same moment, measured by another loss.
            self.charted = None;
        }
        false
    }

    fn restart(&mut self) {
        self.trainer.restore(&self.start);
        self.timeline = Timeline::new(&self.trainer);
        self.walk.clear();
        self.finished = None;
        self.history.clear();
        self.record();
        self.trained();
    }

    fn step(&mut self, grain: Grain, n: u64) -> Result<(), Stopped> {
        let before = self.trainer.step_index();
        let result = self.forward(grain, n);
        if self.trainer.step_index() != before || result.is_err() {
            self.trained();
        }
        result.map_err(|diverged| self.stopped(&diverged))
    }

    fn back(&mut self, grain: Grain, n: u64) {
        let before = self.trainer.step_index();
        self.backward(grain, n);
        if self.trainer.step_index() != before {
            self.trained();
        }
    }

    fn seek(&mut self, step: u64) {
        self.walk.clear();
        self.finished = None;
        self.timeline.seek(&mut self.trainer, step);
        self.trained();
    }

    fn branched_at(&self) -> u64 {
        self.timeline.branched_at()
    }

    fn history(&self) -> HistoryValues {
        HistoryValues {
            step: self.trainer.step_index(),
            oldest: self.timeline.oldest(),
            newest: self.timeline.newest(),
            branches: self.timeline.branches(),
        }
    }

    fn pin(&mut self, pin: Option<Pin>) {
        self.pinned = pin.filter(|pin| match pin {
            Pin::Sample(sample) => *sample < self.dataset.len(),
            Pin::Point(point) => point.iter().all(|value| value.is_finite()),
        });
        let labelled = !matches!(self.pinned, Some(Pin::Point(_)));
        self.walk = Walk::new(&self.setup.spec, &self.setup.train, labelled);
        self.pass = None;
    }

    fn seek_row(&mut self, cursor: usize) {
        let last = self.walk.len(self.walked()) - 1;
        self.walk.cursor = cursor.min(last);
        self.walk.progress = 1.0;
        if self.walk.cursor > 0 {
            self.finished = None;
        }
    }

    fn set_progress(&mut self, progress: f64) {
        self.walk.progress = progress.within(0.0, 1.0);
    }

    fn cursor(&self) -> usize {
        self.walk.cursor
    }

    fn tape(&self) -> TapeState {
        self.tape_state()
    }

    fn rows_of(&self, part: Part) -> Vec<usize> {
        self.tape_rows_of(part)
    }

    fn recall(&mut self) {
        let step = self.trainer.step_index();
        let known = self.finished.is_some() || self.walk.cursor > 0;
        if known
            || step == self.timeline.oldest()
            || self.step_cost() > MOST_RECALLED
            || !self.timeline.ran_as(&self.trainer)
        {
            return;
        }
        self.timeline.seek(&mut self.trainer, step - 1);
        self.pass = None;
        self.finished = self.last_row_text();
        self.timeline.seek(&mut self.trainer, step);
        self.pass = None;
    }

    fn rows(&mut self, range: Range<usize>) -> Vec<RowValues> {
        self.tape_rows(range)
    }

    fn trace(&self, sample: usize) -> Result<TraceValues, Problem> {
        if sample >= self.dataset.len() {
            return Err(Problem::written(
                "sample",
                format_args!("{sample}"),
                format_args!("a sample index from 0 to {}", self.dataset.len() - 1),
            ));
        }
        Ok(pass::trace_values(&self.trainer.trace(sample as u32)))
    }

    fn chain(&mut self, part: Part) -> Vec<RowValues> {
        if matches!(self.pinned, Some(Pin::Point(_))) {
            return Vec::new();
        }
        self.prepare();
        let pass = self.pass.as_ref();
        pass.map_or_else(Vec::new, |pass| chain::rows(self, &pass.trace, part))
    }

    fn shares(&mut self, part: Part) -> Vec<Share> {
        share::shares(self, part).to_vec()
    }

    fn slice(&mut self, part: Part) -> Option<&SliceValues> {
        slice::slice(self, part)
    }

    fn lens_value(&mut self, view: &View, frame: &Frame<'_>, x: f64) -> Option<f64> {
        lens::value_at(self, view, frame, x)
    }

    fn lens_height(&self, view: &View, width: f64) -> f64 {
        lens::height_for(self, view, width)
    }

    fn checksum(&self) -> u32 {
        // FNV-1a over the parameters' bytes.
        let mut hash: u32 = 0x811c_9dc5;
        for value in self.network().params() {
            for byte in value.to_le_bytes() {
                hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
            }
        }
        hash
    }

    fn metrics(&mut self) -> Metrics {
        let moment = self.moment();
        Metrics {
            epoch: self.trainer.epoch_index(),
            step: self.trainer.step_index(),
            train_loss: moment.loss[0],
            test_loss: moment.loss[1],
            train_accuracy: moment.accuracy[0],
            test_accuracy: moment.accuracy[1],
        }
    }

    fn metrics_step(&self) -> u64 {
        self.trainer.step_index()
    }

    fn steps_per_epoch(&self) -> u64 {
        self.split.train.len().div_ceil(self.batch()) as u64
    }

    fn step_cost(&self) -> u64 {
        // Forward, blame and gradient: three passes over the weights for each sample.
        3 * (self.setup.spec.parameters() * self.batch()) as u64
    }

    fn layers(&self) -> Vec<LayerValues> {
        self.by_layer(self.trainer.network().params())
    }

    fn set_layers(&mut self, layers: &[(Vec<Vec<f64>>, Vec<f64>)]) -> Result<(), Problem> {
        let params = edit::flatten(&self.setup.spec, layers)?;
        self.put_params(&params);
        Ok(())
    }

    fn predict(&mut self, rows: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Problem> {
        let inputs = self.dataset.axes.len();
        for (index, row) in rows.iter().enumerate() {
            if row.len() != inputs || row.iter().any(|value| !value.is_finite()) {
                let mut written = Vec::new();
                for value in row {
                    written.push(format::literal(*value));
                }
                return Err(Problem::new(
                    &format!("rows[{index}]"),
                    &format!("[{}]", format::joined(&written, ", ")),
                    format!("{inputs} finite numbers, the raw inputs"),
                ));
            }
        }
        Ok(rows_of(
            &self.trainer.network().predict(&self.features_of(rows)),
        ))
    }

    fn data(&self) -> DataValues {
        DataValues {
            inputs: rows_of(&self.dataset.inputs),
            targets: rows_of(&self.dataset.targets),
            train: self.split.train.clone(),
            test: self.split.test.clone(),
        }
    }

    fn data_len(&self) -> usize {
        self.dataset.len()
    }

    fn sound(&mut self) -> Result<(), Stopped> {
        if self.moment().loss[0].is_none_or(f64::is_finite) {
            return Ok(());
        }
        let good = self.last_step_below(Real::MAX);
        if good + 1 < self.trainer.step_index() {
            // Many steps were taken at once: the first that gave such numbers is the last.
            self.seek(good + 1);
            self.timeline.end_at(good + 1);
            self.history.cut(self.epochs());
        }
        Err(self.stopped(&Diverged {
            step: good,
            layer: self.unsound_layer(),
            what: What::Loss,
            rate: self.timeline.rate_before(good + 1),
        }))
    }

    fn numbers(&self) -> Vec<(Part, Real)> {
        let network = self.network();
        let mut numbers = Vec::new();
        for (layer, to) in network.spec().layers.iter().enumerate() {
            for unit in 0..to.units {
                for input in 0..network.spec().fan_in(layer) {
                    let weight = network.weight(layer, unit, input);
                    numbers.push((Part::Weight { layer, unit, input }, weight));
                }
            }
            for unit in 0..to.units {
                numbers.push((Part::Bias { layer, unit }, network.bias(layer, unit)));
            }
        }
        numbers
    }

    fn next_batch(&self) -> Vec<u32> {
        self.trainer.next_batch()
    }

    fn gradients(&mut self) -> Vec<LayerValues> {
        self.by_layer(&self.trainer.gradients())
    }

    fn maps(&mut self, size: usize) -> Vec<&[Real]> {
        self.fields
            .asked(&self.setup, &self.dataset, self.trainer.network(), size)
    }

    fn scene(&mut self, panel: Panel, view: &View, frame: &Frame<'_>) -> Scene {
        if matches!(panel, Panel::Network | Panel::Plane | Panel::Lens) {
            self.fields.update(self.trainer.network());
        }
        self.prepare_pictures();
        if let (Panel::Plane | Panel::Lens, Some(part)) = (panel, view.selected) {
            share::shares(self, part);
        }
        match panel {
            Panel::Network => view::network(self, view, frame),
            Panel::Plane => view::plane(self, view, frame),
            Panel::Loss | Panel::Accuracy => {
                let now = self.charted();
                view::chart(self, panel, now, view, frame)
            }
            Panel::Lens => lens::scene(self, view, frame),
            Panel::Tape => tape_picture::scene(self, frame),
        }
    }

    fn height(&self, panel: Panel, width: f64) -> Option<f64> {
        (panel == Panel::Network).then(|| view::network_height(self, width))
    }

    fn read(&self, part: Part) -> Option<Reading> {
        edit::read(self, part)
    }

    fn edit(&mut self, part: Part, value: f64) -> Result<(), Problem> {
        edit::write(self, part, value)
    }

    fn locate(&self, frame: &Frame<'_>, x: f64, y: f64) -> Option<[f64; 2]> {
        view::locate(self, frame, x, y)
    }

    fn drag(&mut self, part: Part, from: [f64; 2], to: [f64; 2]) {
        edit::drag(self, part, from, to);
    }

    fn epoch_at(&self, panel: Panel, frame: &Frame<'_>, x: f64) -> Option<f64> {
        view::epoch_at(self, panel, frame, x)
    }

    fn describe(&self, part: Part, view: &View) -> Option<String> {
        describe::part(self, part, view)
    }
}
