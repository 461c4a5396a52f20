//! A network: its shape and its parameters.

use super::score::Evaluator;
use super::spec::Layout;
use super::{Init, LayerSpec, Spec};
use crate::num::lanes::LANES;
use crate::num::rng::{Seed, Stream};
use crate::num::{Matrix, Real};
use core::ops::Range;
use nalgebra::{DMatrixView, Dyn};

/// The weights of a layer, `units x inputs`, as a view on the parameters.
pub type WeightsView<'a> =
    nalgebra::Matrix<Real, Dyn, Dyn, nalgebra::ViewStorage<'a, Real, Dyn, Dyn, Dyn, nalgebra::U1>>;

/// A dense feed-forward network.
///
/// All parameters stand in one vector, layer by layer: the weights of a layer, row by row
/// (one row a unit), then its biases.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    spec: Spec,
    layout: Vec<Layout>,
    /// The parameters, padded with zeros to whole registers.
    params: Vec<Real>,
}

impl Network {
    /// A network whose weights are drawn from `seed` (one stream a layer) and whose biases
    /// are all `init_bias`.
    #[must_use]
    #[inline]
    pub fn new(spec: Spec, init: Init, init_scale: Real, init_bias: Real, seed: Seed) -> Self {
        let mut network = Self::zeros(spec);
        for layer in 0..network.layer_count() {
            let Layout { inputs, units, .. } = *Layout::of(&network.layout, layer);
            let mut rng = seed.stream(Stream::Init, layer as u64);
            let (weights, biases) = (network.weight_range(layer), network.bias_range(layer));
            for weight in network.params.get_mut(weights).unwrap_or_default() {
                *weight = init.draw(&mut rng, inputs, units, init_scale);
            }
            let biases = network.params.get_mut(biases).unwrap_or_default();
            biases.fill(init_bias);
        }
        network
    }

    /// A network whose parameters are all zero.
    #[must_use]
    #[inline]
    pub fn zeros(spec: Spec) -> Self {
        Self {
            layout: spec.layout(),
            params: vec![0.0; spec.parameters().next_multiple_of(LANES)],
            spec,
        }
    }

    /// The shape.
    #[must_use]
    #[inline]
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// Takes over the activations of `spec`, whose shape must be this network's.
    ///
    /// # Panics
    /// Where the shapes differ.
    #[inline]
    pub(crate) fn set_activations(&mut self, spec: &Spec) {
        let same = |(a, b): (&LayerSpec, &LayerSpec)| a.units == b.units;
        let shape = self.spec.layers.len() == spec.layers.len()
            && self.spec.layers.iter().zip(&spec.layers).all(same);
        assert!(shape, "another shape");
        self.spec.layers.clone_from(&spec.layers);
    }

    /// How many layers there are, the output layer included, the inputs not.
    #[must_use]
    #[inline]
    pub fn layer_count(&self) -> usize {
        self.spec.layers.len()
    }

    /// Where a layer's weights are among the parameters, row by row.
    #[must_use]
    #[inline]
    pub fn weight_range(&self, layer: usize) -> Range<usize> {
        let at = Layout::of(&self.layout, layer);
        at.weights..at.biases
    }

    /// Where a layer's biases are among the parameters.
    #[must_use]
    #[inline]
    pub fn bias_range(&self, layer: usize) -> Range<usize> {
        let at = Layout::of(&self.layout, layer);
        at.biases..at.end
    }

    #[inline]
    fn weight_index(&self, layer: usize, unit: usize, input: usize) -> usize {
        let at = Layout::of(&self.layout, layer);
        assert!(unit < at.units && input < at.inputs, "no such weight");
        at.weights + unit * at.inputs + input
    }

    #[inline]
    fn bias_index(&self, layer: usize, unit: usize) -> usize {
        let at = Layout::of(&self.layout, layer);
        assert!(unit < at.units, "no such unit");
        at.biases + unit
    }

    #[inline]
    fn param(&self, index: usize) -> Real {
        self.params.get(index).copied().unwrap_or_default()
    }

    /// The weight of `unit` in `layer` for its input `input`.
    #[must_use]
    #[inline]
    pub fn weight(&self, layer: usize, unit: usize, input: usize) -> Real {
        self.param(self.weight_index(layer, unit, input))
    }

    /// Sets one weight.
    #[inline]
    pub fn set_weight(&mut self, layer: usize, unit: usize, input: usize, value: Real) {
        let index = self.weight_index(layer, unit, input);
        self.params[index] = value;
    }

    /// The bias of `unit` in `layer`.
    #[must_use]
    #[inline]
    pub fn bias(&self, layer: usize, unit: usize) -> Real {
        self.param(self.bias_index(layer, unit))
    }

    /// Sets one bias.
    #[inline]
    pub fn set_bias(&mut self, layer: usize, unit: usize, value: Real) {
        let index = self.bias_index(layer, unit);
        self.params[index] = value;
    }

    /// The weights of a layer, `units x inputs`.
    #[must_use]
    #[inline]
    pub fn weights(&self, layer: usize) -> WeightsView<'_> {
        let Layout { units, inputs, .. } = *Layout::of(&self.layout, layer);
        DMatrixView::from_slice_with_strides_generic(
            &self.params[self.weight_range(layer)],
            Dyn(units),
            Dyn(inputs),
            Dyn(inputs),
            nalgebra::U1,
        )
    }

    /// The biases of a layer, one a unit.
    #[must_use]
    #[inline]
    pub fn biases(&self, layer: usize) -> &[Real] {
        self.params.get(self.bias_range(layer)).unwrap_or_default()
    }

    /// The number of parameters.
    #[inline]
    fn len(&self) -> usize {
        self.layout.last().map_or(0, |layer| layer.end)
    }

    /// All parameters, layer by layer: weights row by row (one row a unit), then biases.
    #[must_use]
    #[inline]
    pub fn params(&self) -> &[Real] {
        self.params.get(..self.len()).unwrap_or_default()
    }

    /// Sets all parameters, in the order of [`Network::params`].
    ///
    /// # Panics
    /// Where the number of parameters is not that of the network.
    #[inline]
    pub fn set_params(&mut self, params: &[Real]) {
        assert!(params.len() == self.len(), "another number of parameters");
        for (own, value) in self.params.iter_mut().zip(params) {
            *own = *value;
        }
    }

    /// The parameters with their padding.
    #[inline]
    pub(crate) fn padded(&self) -> &[Real] {
        &self.params
    }

    /// The parameters with their padding, to be exchanged for others of the same length.
    #[inline]
    pub(crate) fn padded_mut(&mut self) -> &mut Vec<Real> {
        &mut self.params
    }

    /// The outputs, `samples x outputs`, for features `samples x inputs`.
    #[must_use]
    #[inline]
    pub fn predict(&self, features: &Matrix) -> Matrix {
        Evaluator::new(self.spec()).predict(self, features)
    }
}
