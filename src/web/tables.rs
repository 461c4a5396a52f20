//! The table of weights, biases and gradients.

use web_sys::Element;

use super::dom;
use super::figure::described;
use crate::app::{Session, panel};
use crate::lab::experiment::LayerValues;
use crate::scene::{Part, format};

/// Seconds between two showings while training plays.
const PAUSE: f64 = 0.25;

/// The table under the network.
#[derive(Debug)]
pub(super) struct Tables {
    frame: Element,
    body: Element,
    /// What its body was built for: the inputs' names, and each layer's sizes and activation.
    shape: String,
    cells: Vec<Cell>,
    last: f64,
}

/// A number's field and its gradient's text.
#[derive(Debug)]
struct Cell {
    part: Part,
    field: Element,
    gradient: Option<Element>,
}

impl Tables {
    /// The table under `root`, if there is one.
    pub(super) fn new(root: &Element) -> Option<Self> {
        Some(Self {
            frame: dom::slot(root, "tables")?,
            body: dom::part(root, "tables-body"),
            shape: String::new(),
            cells: Vec::new(),
            last: 0.0,
        })
    }

    /// The part that `target` edits and the field that it is, if it is one of the fields.
    pub(super) fn cell(&self, target: &Element) -> Option<(Part, &Element)> {
        let mut cells = self.cells.iter();
        let cell = cells.find(|cell| cell.field == *target)?;
        Some((cell.part, &cell.field))
    }

    /// Shows the numbers, where somebody looks.
    pub(super) fn sync(&mut self, session: &mut Session, now: f64) {
        if !dom::has(&self.frame, "open") || (session.is_playing() && now - self.last < PAUSE) {
            return;
        }
        self.last = now;
        let layers = session.lab().layers();
        let gradients = session.lab_mut().gradients();
        let inputs = inputs(session, layers.first().map_or(0, LayerValues::inputs));
        let mut shape = String::new();
        for name in &inputs {
            shape += name;
            shape.push('\n');
        }
        for layer in &layers {
            let (inputs, units) = (layer.inputs(), layer.bias.len());
            shape += &format!("\n{inputs} {units} {}", layer.activation);
        }
        if shape != self.shape {
            dom::fill(&self.body, &panel::tables(&layers, &inputs));
            self.cells = cells(&self.body);
            self.shape = shape;
        }
        for cell in &self.cells {
            cell.show(&layers, &gradients);
        }
    }
}

/// The names of the network's inputs.
fn inputs(session: &Session, count: usize) -> Vec<String> {
    let mut names = Vec::new();
    for feature in 0..count {
        names.push(described(session, Part::Input { feature }));
    }
    names
}

fn cells(body: &Element) -> Vec<Cell> {
    let mut cells = Vec::new();
    for node in dom::all(body, "[data-part]") {
        if let Some(part) = dom::part_of(&node) {
            cells.push(Cell {
                part,
                gradient: node.next_element_sibling(),
                field: node,
            });
        }
    }
    cells
}

/// The number of a part among the layers'.
fn number(layers: &[LayerValues], part: Part) -> Option<f64> {
    match part {
        Part::Weight { layer, unit, input } => {
            layers.get(layer)?.weight.get(unit)?.get(input).copied()
        }
        Part::Bias { layer, unit } => layers.get(layer)?.bias.get(unit).copied(),
        _ => None,
    }
}

impl Cell {
    fn show(&self, layers: &[LayerValues], gradients: &[LayerValues]) {
        if let Some(value) = number(layers, self.part) {
            dom::show_number(&self.field, value);
        }
        let (Some(node), Some(value)) = (&self.gradient, number(gradients, self.part)) else {
            return;
        };
        let mark = match value {
            v if v > 0.0 => "▲ ",
            v if v < 0.0 => "▼ ",
            _ => "",
        };
        let mut text = mark.to_owned();
        text += &format::reading(value);
        dom::show(node, &text);
    }
}
