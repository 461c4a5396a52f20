//! The table of weights, biases and gradients.

use web_sys::{Element, HtmlDetailsElement, HtmlInputElement};

use super::dom::{self, is_same};
use crate::app::{Session, panel};
use crate::lab::experiment::LayerValues;
use crate::scene::{Part, format};

/// Seconds between two showings while training plays.
const PAUSE: f64 = 0.25;

/// The table under the network.
#[derive(Debug)]
pub(super) struct Tables {
    frame: HtmlDetailsElement,
    body: Element,
    shape: Vec<(usize, usize, &'static str)>,
    heads: Vec<String>,
    cells: Vec<Cell>,
    last: f64,
}

/// A number's field and its gradient's text.
#[derive(Debug)]
struct Cell {
    part: Part,
    field: HtmlInputElement,
    gradient: Option<Element>,
}

impl Tables {
    /// The table under `root`, if there is one.
    pub(super) fn new(root: &Element) -> Option<Self> {
        Some(Self {
            frame: dom::one(root, "[data-slot=tables]")?,
            body: dom::one(root, "[data-slot=tables-body]")?,
            shape: Vec::new(),
            heads: Vec::new(),
            cells: Vec::new(),
            last: 0.0,
        })
    }

    /// Whether `target` is one of the fields; which part it edits.
    pub(super) fn part_of(&self, target: &Element) -> Option<Part> {
        self.cells
            .iter()
            .find(|cell| is_same(&cell.field, target))
            .map(|cell| cell.part)
    }

    /// Shows the numbers, where somebody looks.
    pub(super) fn sync(&mut self, session: &mut Session, now: f64) {
        if !self.frame.open() || (session.is_playing() && now - self.last < PAUSE) {
            return;
        }
        self.last = now;
        let layers = session.lab().layers();
        let gradients = session.lab_mut().gradients();
        let inputs = inputs(session, layers.first().map_or(0, LayerValues::inputs));
        let shape: Vec<_> = layers
            .iter()
            .map(|layer| (layer.inputs(), layer.bias.len(), layer.activation))
            .collect();
        if shape != self.shape || inputs != self.heads {
            self.body.set_inner_html(&panel::tables(&layers, &inputs));
            self.cells = cells(&self.body);
            self.shape = shape;
            self.heads = inputs;
        }
        for cell in &self.cells {
            cell.show(&layers, &gradients);
        }
    }
}

/// The names of the network's inputs.
fn inputs(session: &Session, count: usize) -> Vec<String> {
    (0..count)
        .map(|feature| {
            session
                .lab()
                .describe(Part::Input { feature }, session.view())
                .unwrap_or_default()
        })
        .collect()
}

fn cells(body: &Element) -> Vec<Cell> {
    use wasm_bindgen::JsCast;
    dom::all(body, "[data-part]")
        .into_iter()
        .filter_map(|node| {
            let part = node.get_attribute("data-part")?.parse().ok()?;
            Some(Cell {
                part,
                gradient: node.next_element_sibling(),
                field: node.dyn_into().ok()?,
            })
        })
        .collect()
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
            let text = format::typed_single(value as f32);
            // What is being typed is left alone.
            let typing = self.field.matches(":focus").unwrap_or(false);
            if !typing && self.field.value() != text {
                self.field.set_value(&text);
            }
        }
        let (Some(node), Some(value)) = (&self.gradient, number(gradients, self.part)) else {
            return;
        };
        let mark = match value {
            v if v > 0.0 => "▲ ",
            v if v < 0.0 => "▼ ",
            _ => "",
        };
        let text = format!("{mark}{}", format::reading(value));
        if node.text_content().as_deref() != Some(&text) {
            node.set_text_content(Some(&text));
        }
    }
}
