//! The shape of a network.

use super::Activation;
use serde::{Deserialize, Serialize};

/// One dense layer: how many units and what each does with its pre-activation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerSpec {
    /// How many units the layer has, at least one.
    pub units: usize,
    /// The activation of all its units.
    pub activation: Activation,
}

/// The shape of a network: its inputs, its hidden layers and, last, its output layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spec {
    /// How many features a sample has, at least one.
    pub inputs: usize,
    /// The hidden layers in order and, last, the output layer; at least one.
    pub layers: Vec<LayerSpec>,
}

impl Spec {
    /// A network with one activation for all hidden layers.
    #[must_use]
    #[inline]
    pub fn dense(
        inputs: usize,
        hidden: &[usize],
        activation: Activation,
        outputs: usize,
        output: Activation,
    ) -> Self {
        let layers = hidden
            .iter()
            .map(|&units| LayerSpec { units, activation })
            .chain([LayerSpec {
                units: outputs,
                activation: output,
            }])
            .collect();
        Self { inputs, layers }
    }

    /// How many inputs a unit of `layer` has.
    #[must_use]
    #[inline]
    pub fn fan_in(&self, layer: usize) -> usize {
        match layer {
            0 => self.inputs,
            _ => self.units_of(layer - 1),
        }
    }

    /// How many units `layer` has; none where there is no such layer.
    // One copy for many callers.
    #[must_use]
    #[inline(never)]
    pub fn units_of(&self, layer: usize) -> usize {
        self.layers.get(layer).map_or(0, |layer| layer.units)
    }

    /// The activation of `layer`; the identity where there is no such layer.
    // One copy for many callers.
    #[must_use]
    #[inline(never)]
    pub fn activation(&self, layer: usize) -> Activation {
        self.layers
            .get(layer)
            .map_or(Activation::Identity, |layer| layer.activation)
    }

    /// How many outputs the network has.
    #[must_use]
    #[inline]
    pub fn outputs(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.units)
    }

    /// The activation of the output layer.
    #[must_use]
    #[inline]
    pub fn output_activation(&self) -> Activation {
        self.layers
            .last()
            .map_or(Activation::Identity, |layer| layer.activation)
    }

    /// How many units all layers have together.
    #[must_use]
    #[inline]
    pub fn units(&self) -> usize {
        self.layers.iter().map(|layer| layer.units).sum()
    }

    /// The number of weights and biases together.
    #[must_use]
    #[inline]
    pub fn parameters(&self) -> usize {
        self.offset(self.layers.len())
    }

    /// Where a layer's weights begin among the parameters; its biases follow the weights.
    ///
    /// `layer` may be the number of layers: the answer is then the number of parameters.
    #[must_use]
    #[inline]
    pub fn offset(&self, layer: usize) -> usize {
        (0..layer)
            .map(|l| self.units_of(l) * (self.fan_in(l) + 1))
            .sum()
    }

    /// Where everything of each layer is.
    #[inline]
    pub(crate) fn layout(&self) -> Vec<Layout> {
        let (mut inputs, mut row, mut weights) = (self.inputs, 0, 0);
        let mut layout = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            let biases = weights + layer.units * inputs;
            layout.push(Layout {
                activation: layer.activation,
                inputs,
                units: layer.units,
                row,
                weights,
                biases,
                end: biases + layer.units,
            });
            inputs = layer.units;
            row += layer.units;
            weights = biases + layer.units;
        }
        layout
    }
}

/// Where everything of one layer is: its units among all units, its parameters among all
/// parameters (the weights row by row, one row a unit, then the biases).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Layout {
    pub(crate) activation: Activation,
    pub(crate) inputs: usize,
    pub(crate) units: usize,
    /// The number of units in the layers before.
    pub(crate) row: usize,
    /// Where the weights begin.
    pub(crate) weights: usize,
    /// Where they end and the biases begin.
    pub(crate) biases: usize,
    /// Where the biases end.
    pub(crate) end: usize,
}

impl Layout {
    /// The layout of `layer` among those of all layers.
    // One copy for many callers.
    #[inline(never)]
    pub(crate) fn of(layout: &[Self], layer: usize) -> &Self {
        &layout[layer]
    }

    /// The registers of the layer's units among those of all units, `width` a unit.
    pub(crate) fn registers(&self, width: usize) -> core::ops::Range<usize> {
        self.row * width..(self.row + self.units) * width
    }

    /// Whether the units depend on one another, so that the layer is worked as a whole.
    #[inline]
    pub(crate) fn coupled(&self) -> bool {
        self.activation.couples(self.units)
    }
}
