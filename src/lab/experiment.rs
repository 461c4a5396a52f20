//! What every lab offers to the session: settings, steps, numbers, pictures, edits.

use serde::Serialize;

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
}

/// How far one step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Grain {
    /// One optimizer update.
    Batch,
    /// To the end of the current pass over the training set.
    Epoch,
}

/// The numbers that say how training stands. Losses are without the penalty of the
/// regularisers; accuracies are fractions, `None` where there are no classes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
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
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LayerValues {
    /// `weight[unit][input]`.
    pub weight: Vec<Vec<f64>>,
    /// `bias[unit]`.
    pub bias: Vec<f64>,
    /// The activation's name.
    pub activation: &'static str,
}

/// The data set as scripts see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
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

/// Why training stopped by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Stopped {
    /// The sentence for the reader.
    pub message: String,
    /// The last step whose numbers were all finite; the experiment stands there.
    pub good_step: u64,
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
    /// The epoch under the pointer in a chart.
    pub chart_x: Option<f64>,
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

    /// What in `config` cannot stand together, key by key; empty when all can.
    fn check(&self, config: &Config) -> Vec<Problem>;

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
