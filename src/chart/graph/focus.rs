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
        let last = graph.layers.len().saturating_sub(1);
        for part in &[graph.hovered, graph.focused, graph.selected] {
            let part = match *part {
                Some(Part::Output { unit }) => Some(Part::Unit { layer: last, unit }),
                part => part,
            };
            if let Some(
                Part::Unit { .. } | Part::Bias { .. } | Part::Weight { .. } | Part::Input { .. },
            ) = part
            {
                return Self { part };
            }
        }
        Self { part: None }
    }

    /// The part in focus, if any.
    pub(super) fn part(&self) -> Option<Part> {
        self.part
    }

    /// Whether this edge is in focus: the one chosen, or one of a tile's own.
    pub(super) fn holds_edge(&self, layer: usize, unit: usize, input: usize) -> bool {
        let tile = match self.part {
            Some(Part::Unit { layer, unit }) => (layer + 1, unit),
            Some(Part::Input { feature }) => (0, feature),
            part => return part == Some(Part::Weight { layer, unit, input }),
        };
        tile == (layer + 1, unit) || tile == (layer, input)
    }

    /// Whether this tile is in focus: the one chosen, one beside it, or an end of the edge
    /// chosen.
    fn holds_tile(&self, column: usize, index: usize) -> bool {
        let this = |layer: usize, unit: usize| (column, index) == (layer + 1, unit);
        match self.part {
            Some(Part::Unit { layer, unit }) => {
                this(layer, unit) || column.abs_diff(layer + 1) == 1
            }
            Some(Part::Input { feature }) => (column, index) == (0, feature) || column == 1,
            Some(Part::Bias { layer, unit }) => this(layer, unit),
            Some(Part::Weight { layer, unit, input }) => {
                this(layer, unit) || (column, index) == (layer, input)
            }
            _ => false,
        }
    }

    /// The opacity of an edge.
    pub(super) fn edge(&self, layer: usize, unit: usize, input: usize, emphasis: Emphasis) -> f64 {
        let held = self.part.is_none() || self.holds_edge(layer, unit, input);
        tone(held, emphasis, DIM_EDGE)
    }

    /// The opacity of a tile: of an input in column 0, of a unit in the column after its layer's
    /// number.
    pub(super) fn tile(&self, column: usize, index: usize, emphasis: Emphasis) -> f64 {
        let held = self.part.is_none() || self.holds_tile(column, index);
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
