//! Every unit's map over the plane, kept between frames.

use super::setup::Setup;
use crate::chart::{Field, Kept, Rows};
use crate::data::{self, Axis, Dataset};
use crate::nn::{Activation, Maps, Network, Packed};
use crate::num::{Matrix, Real, matrix};
use crate::scene::Mapping;

/// Cells along each side of the pictures' maps, at least and at most.
const SIDES: (usize, usize) = (50, 100);
/// Values that all maps have together, about: a frame while playing has no time for more, and the
/// more units there are, the smaller each is shown.
const VALUES: f64 = 160_000.0;

/// A grid of cell centres over the plane with every unit's activation there. Row 0 is at
/// the top, where x₂ is largest. One-dimensional data have one row.
#[derive(Debug)]
struct Grid {
    cols: usize,
    rows: usize,
    features: Matrix,
    packed: Packed,
    maps: Maps,
}

/// Raw inputs, axis by axis, as the network's features.
pub(super) fn features(setup: &Setup, dataset: &Dataset, inputs: Vec<Real>) -> Matrix {
    let axes = dataset.axes.len();
    let inputs = matrix(inputs.len() / axes.max(1), axes, inputs);
    data::features(&inputs, &setup.data.features)
}

/// The middle of cell `i` of `n` between the ends of an axis.
pub(super) fn cell(axis: &Axis, i: usize, n: usize) -> Real {
    axis.min + (axis.max - axis.min) * ((i as Real + 0.5) / n as Real)
}

impl Grid {
    fn new(setup: &Setup, dataset: &Dataset, cols: usize, rows: usize) -> Self {
        let mut inputs = Vec::new();
        for (input, axis) in dataset.axes.iter().enumerate() {
            for row in (0..rows).rev() {
                for col in 0..cols {
                    inputs.push(match input {
                        0 => cell(axis, col, cols),
                        _ => cell(axis, row, rows),
                    });
                }
            }
        }
        let features = features(setup, dataset, inputs);
        Self {
            cols,
            rows,
            packed: Packed::new(&features),
            features,
            maps: Maps::new(&setup.spec, cols * rows),
        }
    }
}

/// The maps that the pictures show, and those that a script asked for.
#[derive(Debug)]
pub(super) struct Fields {
    shown: Grid,
    fresh: bool,
    asked: Option<Grid>,
    /// The pictures of the inputs, and of the units by layer.
    kept: Vec<Vec<Kept>>,
}

impl Fields {
    pub(super) fn new(setup: &Setup, dataset: &Dataset) -> Self {
        let side = (VALUES / setup.spec.units().max(1) as f64).sqrt() as usize;
        let side = side.clamp(SIDES.0, SIDES.1);
        let rows = if dataset.axes.len() == 1 { 1 } else { side };
        let mut kept = vec![pictures(setup.spec.inputs)];
        for layer in &setup.spec.layers {
            kept.push(pictures(layer.units));
        }
        Self {
            shown: Grid::new(setup, dataset, side, rows),
            fresh: false,
            asked: None,
            kept,
        }
    }

    /// The network changed.
    pub(super) fn stale(&mut self) {
        self.fresh = false;
    }

    /// The activations changed: the maps are for another network.
    pub(super) fn reshape(&mut self, network: &Network) {
        self.shown.maps = Maps::new(network.spec(), self.shown.cols * self.shown.rows);
        self.asked = None;
        self.fresh = false;
    }

    /// Works out the shown maps where the network changed since.
    pub(super) fn update(&mut self, network: &Network) {
        if !self.fresh {
            self.shown.maps.compute(network, &self.shown.packed);
            for column in self.kept.iter_mut().skip(1) {
                column.iter_mut().for_each(Kept::forget);
            }
            self.fresh = true;
        }
    }

    /// Every unit's map on `size` x `size` cells, by layer.
    pub(super) fn asked(
        &mut self,
        setup: &Setup,
        dataset: &Dataset,
        network: &Network,
        size: usize,
    ) -> Vec<&[Real]> {
        if self.asked.as_ref().is_none_or(|grid| grid.cols != size) {
            self.asked = None;
        }
        let grid = self
            .asked
            .get_or_insert_with(|| Grid::new(setup, dataset, size, size));
        grid.maps.compute(network, &grid.packed);
        let mut maps = Vec::new();
        for layer in 0..network.layer_count() {
            maps.push(grid.maps.layer(layer));
        }
        maps
    }

    fn field<'a>(&'a self, values: &'a [Real], column: usize, unit: usize) -> Field<'a> {
        Field {
            values,
            cols: self.shown.cols,
            rows: self.shown.rows,
            order: Rows::TopFirst,
            kept: self.kept.get(column).and_then(|column| column.get(unit)),
        }
    }

    /// One feature over the plane.
    pub(super) fn input(&self, feature: usize) -> (Field<'_>, Mapping) {
        let cells = self.shown.features.nrows();
        let values = self.shown.features.as_slice();
        let values = values.get(feature * cells..(feature + 1) * cells);
        let values = values.unwrap_or_default();
        (self.field(values, 0, feature), reach(values))
    }

    /// One unit's activation over the plane.
    pub(super) fn unit(
        &self,
        layer: usize,
        unit: usize,
        activation: Activation,
    ) -> (Field<'_>, Mapping) {
        let values = self.shown.maps.unit(layer, unit);
        let (low, high) = activation.range();
        let mapping = if low.is_finite() && high.is_finite() {
            ramp(low.into(), high.into())
        } else {
            reach(values)
        };
        (self.field(values, layer + 1, unit), mapping)
    }
}

/// So many pictures, none of them made yet.
fn pictures(count: usize) -> Vec<Kept> {
    let mut kept = Vec::new();
    for _ in 0..count {
        kept.push(Kept::default());
    }
    kept
}

/// Values between two ends, with zero in the middle where the lower one is negative.
pub(super) fn ramp(low: f64, high: f64) -> Mapping {
    let mid = if low < 0.0 {
        0.0
    } else {
        f64::midpoint(low, high)
    };
    Mapping { low, mid, high }
}

/// Signed values up to the largest magnitude among `values`.
fn reach(values: &[Real]) -> Mapping {
    let reach = values
        .iter()
        .fold(0.0, |reach: Real, value| reach.max(value.abs()));
    // A unit that is off everywhere has no reach of its own.
    Mapping::symmetric(if reach > 1e-9 { reach.into() } else { 1.0 })
}
