//! Every unit's activation at many points at once: what the tiles of the graph show.

use super::pass::{BLOCK, Pass, mean_leaks};
use super::{Network, Packed, Spec};
use crate::num::Real;
use crate::num::kernels::{WIDEST, rows};
use crate::num::lanes::LANES;
use core::ops::Range;

/// The activations of every unit at a list of points, in buffers that are kept.
#[derive(Clone, Debug)]
pub struct Maps {
    spec: Spec,
    points: usize,
    /// One buffer a layer, unit by unit, the points of a unit side by side.
    layers: Vec<Vec<Real>>,
    pass: Pass,
    leaks: Vec<Real>,
}

impl Maps {
    /// Buffers for networks of this shape at this many points.
    #[must_use]
    #[inline]
    pub fn new(spec: &Spec, points: usize) -> Self {
        let mut layers = Vec::new();
        for layer in &spec.layers {
            layers.push(vec![0.0; layer.units * points]);
        }
        Self {
            spec: spec.clone(),
            points,
            layers,
            pass: Pass::new(spec),
            leaks: mean_leaks(spec),
        }
    }

    /// The shape of the networks that the buffers are for.
    #[must_use]
    #[inline]
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// How many points there are.
    #[must_use]
    #[inline]
    pub fn points(&self) -> usize {
        self.points
    }

    /// Evaluates every unit at every point; `features` holds the points' features.
    /// Allocates nothing.
    ///
    /// # Panics
    /// Where the network or the points are not those that the buffers are for.
    pub fn compute(&mut self, network: &Network, features: &Packed) {
        assert!(
            *network.spec() == self.spec && features.len() == self.points,
            "the maps are for another network or another number of points"
        );
        for (first, input) in features.blocks() {
            self.pass
                .forward(WIDEST, false, network.padded(), &self.leaks, input);
            let block = first..(first + BLOCK).min(self.points);
            for (layer, map) in self.layers.iter_mut().enumerate() {
                let rows = rows::<WIDEST>(self.pass.values(WIDEST, layer));
                for (map, row) in map.chunks_exact_mut(self.points.max(1)).zip(rows) {
                    let map = map.get_mut(block.clone()).unwrap_or_default();
                    let (whole, rest) = map.as_chunks_mut::<LANES>();
                    for (out, value) in whole.iter_mut().zip(row) {
                        *out = value.to_array();
                    }
                    if let Some(value) = row.get(whole.len()) {
                        rest.copy_from_slice(&value.to_array()[..rest.len()]);
                    }
                }
            }
        }
    }

    /// The activations of one layer, unit by unit: `units * points` numbers.
    #[must_use]
    #[inline]
    pub fn layer(&self, layer: usize) -> &[Real] {
        self.layers
            .get(layer)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The activations of one unit, one number a point.
    #[must_use]
    #[inline]
    pub fn unit(&self, layer: usize, unit: usize) -> &[Real] {
        let range: Range<usize> = unit * self.points..(unit + 1) * self.points;
        self.layer(layer).get(range).unwrap_or_default()
    }
}
