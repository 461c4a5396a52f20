//! What is in focus, and with it what it is connected to; everything else is dimmed.

use super::Graph;
use crate::chart::Emphasis;
use crate::scene::Part;

/// Opacity of an edge out of focus.
const DIM_EDGE: f64 = 0.16;
/// Opacity of a tile out of focus.
const DIM_TILE: f64 = 0.35;

/// The part in focus: under the pointer, else with the keyboard's focus, else chosen.
pub(super) struct Focus {
    part: Option<Part>,
}

impl Focus {
    pub(super) fn of(graph: &Graph<'_>) -> Self {
        let counts = |part: &Part| {
            matches!(
                part,
                Part::Unit { .. }
                    | Part::Bias { .. }
                    | Part::Weight { .. }
                    | Part::Input { .. }
                    | Part::Output { .. }
            )
        };
        let last = graph.layers.len().saturating_sub(1);
        let part = [graph.hovered, graph.focused, graph.selected]
            .into_iter()
            .flatten()
            .find(counts)
            .map(|part| match part {
                Part::Output { unit } => Part::Unit { layer: last, unit },
                part => part,
            });
        Self { part }
    }

    /// The part in focus, if any.
    pub(super) fn part(&self) -> Option<Part> {
        self.part
    }

    /// Whether this edge is in focus: the one chosen, or one of a unit's own.
    pub(super) fn holds_edge(&self, layer: usize, unit: usize, input: usize) -> bool {
        match self.part {
            Some(Part::Unit { layer: l, unit: u }) => {
                (layer == l && unit == u) || (layer == l + 1 && input == u)
            }
            Some(Part::Weight {
                layer: l,
                unit: u,
                input: i,
            }) => (layer, unit, input) == (l, u, i),
            Some(Part::Input { feature }) => layer == 0 && input == feature,
            _ => false,
        }
    }

    fn holds_unit(&self, layer: usize, unit: usize) -> bool {
        match self.part {
            Some(Part::Unit { layer: l, unit: u }) => {
                (layer, unit) == (l, u) || layer + 1 == l || layer == l + 1
            }
            Some(Part::Bias { layer: l, unit: u }) => (layer, unit) == (l, u),
            Some(Part::Weight {
                layer: l,
                unit: u,
                input: i,
            }) => (layer, unit) == (l, u) || (layer + 1 == l && unit == i),
            Some(Part::Input { .. }) => layer == 0,
            _ => false,
        }
    }

    fn holds_input(&self, feature: usize) -> bool {
        match self.part {
            Some(Part::Unit { layer, .. }) => layer == 0,
            Some(Part::Weight { layer, input, .. }) => layer == 0 && input == feature,
            Some(Part::Input { feature: f }) => f == feature,
            _ => false,
        }
    }

    /// The opacity of an edge.
    pub(super) fn edge(&self, layer: usize, unit: usize, input: usize, emphasis: Emphasis) -> f64 {
        let held = self.part.is_none() || self.holds_edge(layer, unit, input);
        tone(held, emphasis, DIM_EDGE)
    }

    /// The opacity of a unit's tile.
    pub(super) fn unit(&self, layer: usize, unit: usize, emphasis: Emphasis) -> f64 {
        let held = self.part.is_none() || self.holds_unit(layer, unit);
        tone(held, emphasis, DIM_TILE)
    }

    /// The opacity of an input's tile.
    pub(super) fn input(&self, feature: usize, emphasis: Emphasis) -> f64 {
        let held = self.part.is_none() || self.holds_input(feature);
        tone(held, emphasis, DIM_TILE)
    }
}

fn tone(held: bool, emphasis: Emphasis, dim: f64) -> f64 {
    match emphasis {
        Emphasis::Active(_) | Emphasis::Back(_) => 1.0,
        Emphasis::Normal if held => 1.0,
        Emphasis::Normal | Emphasis::Dim => dim,
    }
}
