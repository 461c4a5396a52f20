//! What every lab offers to the session: settings, steps, numbers, pictures, edits.

use super::config::{Config, Problem};
use super::control::Control;
use crate::num::Real;
use crate::scene::{Palette, Part, Scene};

/// A panel: one picture with a name, which an embed can show alone.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    strum::EnumString,
    strum::EnumIter,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Panel {
    /// The network graph.
    Network,
    /// The input space with the decision boundary, or the curve of a 1-D regression.
    Plane,
    /// Loss over epochs.
    Loss,
    /// Accuracy over epochs.
    Accuracy,
    /// What is selected, opened: a unit with its inputs and its activation's curve, or a
    /// weight or bias with its loss slice.
    Lens,
    /// The rows of the tape around the present one.
    Tape,
}

/// How far one step goes.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    strum::EnumString,
    strum::VariantNames,
    strum::VariantArray,
    strum::IntoStaticStr,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Grain {
    /// One term of the tape.
    Term,
    /// All terms of one unit in one stage.
    Unit,
    /// All units of one layer in one stage.
    Layer,
    /// One of the four stages.
    Stage,
    /// One sample's pass, or the update.
    Sample,
    /// One optimizer update.
    Batch,
    /// To the end of the current pass over the training set.
    Epoch,
}

/// The numbers that say how training stands. Losses are without the penalty of the
/// regularisers; accuracies are fractions, `None` where there are no classes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Metrics {
    /// Finished passes over the training set.
    pub epoch: u64,
    /// Optimizer updates done.
    pub step: u64,
    /// Mean loss over the training set.
    pub train_loss: Option<f64>,
    /// Mean loss over the test set.
    pub test_loss: Option<f64>,
    /// Share of the training set that is classified rightly.
    pub train_accuracy: Option<f64>,
    /// Share of the test set that is classified rightly.
    pub test_accuracy: Option<f64>,
}

/// One layer's numbers as scripts see them.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerValues {
    /// `weight[unit][input]`.
    pub weight: Vec<Vec<f64>>,
    /// `bias[unit]`.
    pub bias: Vec<f64>,
    /// The activation's name.
    pub activation: &'static str,
}

impl LayerValues {
    /// How many inputs each unit has.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.weight.first().map_or(0, Vec::len)
    }
}

/// The data set as scripts see it.
#[derive(Debug, Clone, PartialEq)]
pub struct DataValues {
    /// Raw inputs, `[sample][input]`.
    pub inputs: Vec<Vec<f64>>,
    /// Targets, `[sample][output]`: 0 or 1, one-hot, or a number.
    pub targets: Vec<Vec<f64>>,
    /// Which samples train.
    pub train: Vec<u32>,
    /// Which samples test.
    pub test: Vec<u32>,
}

/// A number that can be read and edited where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What it is, in words: `weight from x1 to unit 2 of hidden layer 1`.
    pub label: String,
    /// Its value now.
    pub value: f64,
    /// Whether it may be edited.
    pub editable: bool,
}

/// What stands at the input units while it is pinned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pin {
    /// A sample, by its index in the data set.
    Sample(usize),
    /// A point of the plane (of one input: the first number alone), without a target.
    Point([f64; 2]),
}

/// The steps that can come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryValues {
    /// The step where one stands.
    pub step: u64,
    /// The earliest step that can come back.
    pub oldest: u64,
    /// The last step of the present line.
    pub newest: u64,
    /// How often training went on from an earlier step and left the later ones behind.
    pub branches: u64,
}

/// One layer of a trace as scripts see it.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceLayer {
    /// The pre-activations, by unit.
    pub z: Vec<f64>,
    /// The activations, by unit.
    pub a: Vec<f64>,
    /// The error terms `∂L/∂z`, by unit.
    pub delta: Vec<f64>,
    /// `∂L/∂w`, `[unit][input]`.
    pub d_weight: Vec<Vec<f64>>,
    /// `∂L/∂b`, by unit.
    pub d_bias: Vec<f64>,
}

/// One sample's forward and backward pass as scripts see it.
#[derive(Debug, Clone, PartialEq)]
pub struct TraceValues {
    /// The features.
    pub input: Vec<f64>,
    /// The targets.
    pub target: Vec<f64>,
    /// The layers, first hidden to output.
    pub layers: Vec<TraceLayer>,
    /// The predictions.
    pub output: Vec<f64>,
    /// The sample's loss, without penalty.
    pub loss: f64,
}

/// One row of the tape.
#[derive(Debug, Clone, PartialEq)]
pub struct RowValues {
    /// Its place on the tape, from 0.
    pub index: usize,
    /// `forward`, `loss`, `backward` or `update`.
    pub stage: &'static str,
    /// What it states: `product`, `sum`, `bias` and so on.
    pub kind: &'static str,
    /// The layer, from 0 after the inputs; none for the loss.
    pub layer: Option<usize>,
    /// The unit in its layer.
    pub unit: Option<usize>,
    /// The part of the network's picture that it speaks of.
    pub part: String,
    /// The unit's name, as the heading of its rows.
    pub place: String,
    /// The statement, rounded for reading.
    pub text: String,
    /// The statement with every digit.
    pub exact: String,
    /// The numbers that the value comes from.
    pub terms: Vec<f64>,
    /// The value.
    pub value: f64,
}

/// One sample's part in the gradient of a weight or bias.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The sample's index in the data set.
    pub sample: u32,
    /// `∂L/∂w` of this sample alone: a positive one pushes the weight down.
    pub gradient: f64,
}

/// The loss as one weight or bias sweeps while all others stay.
#[derive(Debug, Clone, PartialEq)]
pub struct SliceValues {
    /// What the loss is averaged over: `sample`, `batch` or `training`.
    pub scope: &'static str,
    /// How many samples those are.
    pub samples: usize,
    /// `[value of the parameter, loss]`, in the order of the values.
    pub points: Vec<[f64; 2]>,
    /// The parameter now.
    pub value: f64,
    /// The loss there.
    pub loss: f64,
    /// The slope there: the gradient of that same loss, without penalty.
    pub slope: f64,
    /// `[value, loss]` where the next update takes this parameter, the others left as they
    /// are; none where that update is not finite.
    pub next: Option<[f64; 2]>,
}

/// The tape as a whole: how long it is and where one stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TapeState {
    /// Rows of the present sample's tape.
    pub len: usize,
    /// Rows done.
    pub cursor: usize,
    /// How far the last row done has run, 0 to 1.
    pub progress: f64,
    /// Where the tape's first row stands in the walk to the next update.
    pub start: usize,
    /// Rows of one sample's pass.
    pub pass: usize,
    /// Rows of that walk.
    pub walk: usize,
    /// The present sample.
    pub sample: Option<usize>,
    /// Its number in the batch and the batch's size; none for a pinned sample.
    pub in_batch: Option<(usize, usize)>,
    /// Name and first row of each stage.
    pub stages: Vec<(&'static str, usize)>,
    /// The first layer's numbers that the update has moved so far, the one under way in part.
    pub moved: f64,
    /// What the update before this tape came to, while no row is done.
    pub finished: Option<String>,
}

/// Why training stopped by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// The sentence for the reader.
    pub message: String,
    /// The last step at which the loss on the training set was finite too.
    pub good_step: u64,
    /// The last step at which it was no larger than where training began.
    pub calm_step: u64,
}

/// What the reader looks at or points to; no part of the training.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct View {
    /// Under the pointer.
    pub hovered: Option<Part>,
    /// Has the keyboard focus.
    pub focused: Option<Part>,
    /// Opened.
    pub selected: Option<Part>,
    /// The probe, in data coordinates.
    pub probe: Option<[f64; 2]>,
    /// The pinned sample's index.
    pub pinned: Option<usize>,
    /// The pinned point, where no sample is pinned.
    pub point: Option<[f64; 2]>,
    /// The epoch under the pointer in a chart.
    pub chart_x: Option<f64>,
}

impl View {
    /// The point that the reader looks at: the pinned one, else the probe.
    #[must_use]
    pub fn looked_at(&self) -> Option<&[f64; 2]> {
        self.point.as_ref().or(self.probe.as_ref())
    }
}

/// The frame that a picture is made for.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// The colours.
    pub palette: &'a Palette,
}

/// One lab's experiment.
pub trait Experiment {
    /// The table of the lab's controls.
    fn controls(&self) -> &'static [Control];

    /// What `auto` stands for at `key` now; `None` where the lab chooses nothing itself.
    fn automatic(&self, key: &str) -> Option<&'static str>;

    /// What in `config` cannot stand together, key by key; empty when all can.
    fn check(&self, config: &Config) -> Vec<Problem>;

    /// Whether the network that `config` asks for has a unit, weight or bias.
    fn has(&self, config: &Config, part: Part) -> bool;

    /// Whether going from one configuration to another leaves data and weights as they are.
    fn keeps(&self, from: &Config, to: &Config) -> bool;

    /// Takes over `seed` and `config`, resetting only what the change must reset; what
    /// cannot stand together falls back to its default. Tells whether training was reset
    /// to step 0.
    fn configure(&mut self, seed: u32, config: &Config) -> bool;

    /// Back to step 0 with the same initial weights.
    fn restart(&mut self);

    /// Trains by `n` of `grain`.
    ///
    /// # Errors
    /// A number became non-finite; the experiment stands at the last good step.
    fn step(&mut self, grain: Grain, n: u64) -> Result<(), Stopped>;

    /// Goes back by `n` of `grain`, as far as there are steps that can come back.
    fn back(&mut self, grain: Grain, n: u64);

    /// Goes to a step of the present line, or to its nearest end.
    fn seek(&mut self, step: u64);

    /// The steps that can come back.
    fn history(&self) -> HistoryValues;

    /// The step at which training last left the line of steps for another.
    fn branched_at(&self) -> u64;

    /// Walks the tape of this sample or point instead of those of the batch.
    fn pin(&mut self, pin: Option<Pin>);

    /// Goes to a row of the walk to the next update, or to the last one.
    fn seek_row(&mut self, cursor: usize);

    /// How far the last row done has run, 0 to 1, while it is animated.
    fn set_progress(&mut self, progress: f64);

    /// Rows done of the walk to the next update.
    fn cursor(&self) -> usize;

    /// The tape of the present sample.
    fn tape(&self) -> TapeState;

    /// The rows of the present sample's tape that speak of a part: of a weight or bias,
    /// or of all that belongs to a unit.
    fn rows_of(&self, part: Part) -> Vec<usize>;

    /// Works out what the last update came to, so that the tape tells it, wherever the step
    /// was come from; nothing where that would take long, or other settings were in force.
    fn recall(&mut self);

    /// Some rows of the present sample's tape.
    fn rows(&mut self, range: std::ops::Range<usize>) -> Vec<RowValues>;

    /// The gradient of a weight or bias for the walked sample as products along the paths
    /// from the loss: one row a path where there are few (`kind` is `chain` for the only
    /// one, else `path`), one row a unit of the next layer where there are many (`group`),
    /// and, under several, their `sum`. `place` names the path, `terms` are its factors.
    /// Empty for another part, and where a point without a target is walked.
    fn chain(&mut self, part: Part) -> Vec<RowValues>;

    /// What each sample of the next batch adds to the gradient of a weight or bias, the
    /// largest first; the mean of the shares is the gradient. Empty for another part.
    fn shares(&mut self, part: Part) -> Vec<Share>;

    /// The loss slice of a weight or bias over what `view.slice` names; none for another
    /// part. Where no sample is walked, the slice of the sample is that of the batch.
    fn slice(&mut self, part: Part) -> Option<&SliceValues>;

    /// The value that the parameter under the lens takes when the handle of its slice
    /// ([`Part::Handle`]) is dragged to the horizontal place `x` of the picture; none while
    /// the lens shows no slice.
    fn lens_value(&mut self, view: &View, frame: &Frame<'_>, x: f64) -> Option<f64>;

    /// A good height for the lens's picture in this width: what is selected decides.
    fn lens_height(&self, view: &View, width: f64) -> f64;

    /// One sample's forward and backward pass.
    ///
    /// # Errors
    /// There is no such sample.
    fn trace(&self, sample: usize) -> Result<TraceValues, Problem>;

    /// A checksum over the bits of all parameters.
    fn checksum(&self) -> u32;

    /// How training stands.
    fn metrics(&mut self) -> Metrics;

    /// Optimizer updates done.
    fn metrics_step(&self) -> u64;

    /// Optimizer updates in one pass over the training set.
    fn steps_per_epoch(&self) -> u64;

    /// Rough count of multiply-adds of one optimizer update, to bound work before it is begun.
    fn step_cost(&self) -> u64;

    /// Weights and biases by layer.
    fn layers(&self) -> Vec<LayerValues>;

    /// Replaces all weights and biases, `[layer] = (weight[unit][input], bias[unit])`.
    ///
    /// # Errors
    /// The shape differs or a number is not finite; nothing is changed.
    fn set_layers(&mut self, layers: &[(Vec<Vec<f64>>, Vec<f64>)]) -> Result<(), Problem>;

    /// Outputs after the output activation for rows of raw inputs.
    ///
    /// # Errors
    /// A row has another length than the data's inputs, or a number is not finite.
    fn predict(&mut self, rows: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, Problem>;

    /// The data set.
    fn data(&self) -> DataValues;

    /// How many samples the data set has.
    fn data_len(&self) -> usize;

    /// Whether the loss on the training set is a finite number here.
    ///
    /// # Errors
    /// It is not; tells since when.
    fn sound(&mut self) -> Result<(), Stopped>;

    /// Every weight and bias.
    fn numbers(&self) -> Vec<(Part, Real)>;

    /// The sample indices of the next update.
    fn next_batch(&self) -> Vec<u32>;

    /// The mean gradient of the next update's loss, without penalty.
    fn gradients(&mut self) -> Vec<LayerValues>;

    /// Every unit's map on a grid of `size` x `size` cells over the plane, by layer (first
    /// hidden to output): `[unit][row][column]`, each value taken at the middle of its
    /// cell, row 0 at the top, where x2 is largest.
    fn maps(&mut self, size: usize) -> Vec<&[Real]>;

    /// The picture of one panel.
    fn scene(&mut self, panel: Panel, view: &View, frame: &Frame<'_>) -> Scene;

    /// A good height for a panel's picture in this width, where the picture knows better
    /// than the page, in CSS pixels.
    fn height(&self, panel: Panel, width: f64) -> Option<f64>;

    /// The number behind a part of a picture.
    fn read(&self, part: Part) -> Option<Reading>;

    /// Sets the number behind a part of a picture.
    ///
    /// # Errors
    /// The part cannot be edited or the number is not finite; nothing is changed.
    fn edit(&mut self, part: Part, value: f64) -> Result<(), Problem>;

    /// Data coordinates of a point of the plane's picture, if it lies inside the axes.
    fn locate(&self, frame: &Frame<'_>, x: f64, y: f64) -> Option<[f64; 2]>;

    /// Moves a dragged `part` of the plane from one data point to another.
    fn drag(&mut self, part: Part, from: [f64; 2], to: [f64; 2]);

    /// The epoch at a horizontal place of a chart's picture.
    fn epoch_at(&self, panel: Panel, frame: &Frame<'_>, x: f64) -> Option<f64>;

    /// The sentence that tells what stands at `part`, for a tooltip or a screen reader.
    fn describe(&self, part: Part, view: &View) -> Option<String>;
}
