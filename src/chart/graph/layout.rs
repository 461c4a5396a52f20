//! Where every part of the network graph stands: from the counts of units and the size
//! alone, so that nothing moves while values change.

use crate::scene::{Cubic, Part, Rect};

/// What the layout depends on besides the size.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Number of inputs.
    pub inputs: usize,
    /// Units of the hidden layers and, last, of the output layer.
    pub layers: Vec<usize>,
    /// Width of the longest input label at 12 px.
    pub label_width: f64,
    /// Whether the buttons for layers and units are there.
    pub editable: bool,
}

/// Where every part stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The input tiles.
    pub inputs: Vec<Rect>,
    /// The unit tiles, by layer.
    pub units: Vec<Vec<Rect>>,
}

impl Layout {
    /// The curve of the weight into `unit` of `layer` from number `input` of the layer
    /// before, or `None` where there is no such weight.
    #[must_use]
    pub fn edge(&self, layer: usize, unit: usize, input: usize) -> Option<Cubic> {
        let _ = (layer, unit, input);
        None
    }

    /// The rectangle of a part: a tile, a bias chip, a weight's number, a button, a cell of
    /// the output column. `None` where the graph has no such part.
    #[must_use]
    pub fn place(&self, part: Part) -> Option<Rect> {
        match part {
            Part::Unit { layer, unit } => self.units.get(layer)?.get(unit).copied(),
            Part::Input { feature } => self.inputs.get(feature).copied(),
            _ => None,
        }
    }
}

/// A good height for a graph of this outline in this width.
#[must_use]
pub fn height_for(outline: &Outline, width: f64) -> f64 {
    let _ = (outline, width);
    420.0
}

/// The places of all parts in a picture of this size.
#[must_use]
pub fn layout(outline: &Outline, width: f64, height: f64) -> Layout {
    let _ = (outline, width, height);
    Layout {
        inputs: Vec::new(),
        units: Vec::new(),
    }
}
