//! The network graph: inputs, layers of unit tiles with their maps, edges, numbers.

mod edges;
mod focus;
mod heading;
mod key;
mod layout;
mod numbers;
mod readout;
mod tiles;

use super::{Emphasis, Field};
use crate::scene::{Mapping, Palette, Part, Scene, text_width};
use focus::Focus;
pub use key::rows as key_rows;
pub use layout::{Detail, Layout, Outline, height_for, layout};

/// Everything that the network graph shows.
#[derive(Clone, Debug)]
pub struct Graph<'a> {
    /// Width in CSS pixels, at least 280.
    pub width: f64,
    /// Height in CSS pixels; [`height_for`] gives a good one.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// The features that go in.
    pub inputs: Vec<Input<'a>>,
    /// The hidden layers and, last, the output layer.
    pub layers: Vec<Layer<'a>>,
    /// What was expected and lost, one entry an output unit, while a sample is pinned.
    pub readout: Option<Readout>,
    /// The heading over the inputs.
    pub inputs_name: &'a str,
    /// The words of the key under the graph.
    pub words: Words<'a>,
    /// The buttons for layers and units; `None` for a graph that only shows.
    pub editing: Option<Editing<'a>>,
    /// Under the pointer.
    pub hovered: Option<Part>,
    /// With the keyboard's focus: gets the focus ring.
    pub focused: Option<Part>,
    /// Chosen: stays in focus.
    pub selected: Option<Part>,
}

/// The words of the key to the edges, in the reader's language; an empty one is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Words<'a> {
    /// The solid line, for example `positive weight`.
    pub positive: &'a str,
    /// The dashed line, for example `negative weight`.
    pub negative: &'a str,
    /// What the width says, for example `wider: larger`.
    pub width: &'a str,
    /// Which of a tile's two numbers is which, for example `z above, a below`.
    pub tile: &'a str,
    /// What the marks of gradients say, up and down, for example `L rises with it` and
    /// `L falls`.
    pub gradients: [&'a str; 2],
}

/// How far the network may be changed by the buttons over it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Editing<'a> {
    /// The most hidden layers.
    pub most_layers: usize,
    /// The most units in a hidden layer.
    pub most_units: usize,
    /// The words on the button that adds a layer, for example `+ layer`.
    pub add_layer: &'a str,
}

/// One feature.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Its short name, for example `x₁` or `links`.
    pub label: &'a str,
    /// What it means, for example `exclamation marks`; empty where nothing is known.
    pub meaning: &'a str,
    /// Its value over the plane, where the inputs are a plane.
    pub map: Option<(Field<'a>, Mapping)>,
    /// Its value for the pinned sample.
    pub value: Option<f64>,
    /// How strongly it is drawn.
    pub emphasis: Emphasis,
}

/// A layer: its units and the edges into them.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The layer's name, for example `hidden 1`.
    pub name: &'a str,
    /// The activation's name, for example `tanh`.
    pub activation: &'a str,
    /// Its units.
    pub units: Vec<Unit<'a>>,
    /// The edges into the units: all of unit 0 in the order of the layer before, then all
    /// of unit 1, and so on.
    pub edges: Vec<Edge>,
}

/// A unit.
#[derive(Clone, Copy, Debug)]
pub struct Unit<'a> {
    /// Its short name, for example `h₁` or `ŷ`.
    pub label: &'a str,
    /// Its activation over the plane.
    pub map: Option<(Field<'a>, Mapping)>,
    /// Its bias.
    pub bias: Value,
    /// Its pre-activation for the pinned sample.
    pub z: Option<f64>,
    /// Its activation for the pinned sample.
    pub a: Option<f64>,
    /// Its error term for the pinned sample.
    pub delta: Option<f64>,
    /// How strongly it is drawn; `Active` fills the tile to that share.
    pub emphasis: Emphasis,
}

/// A weight or a bias as drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Value {
    /// The value now.
    pub value: f64,
    /// The value before the update, drawn as a ghost.
    pub ghost: Option<f64>,
    /// Its gradient: an up or down mark in neutral ink with the number.
    pub gradient: Option<f64>,
    /// How strongly it is drawn.
    pub emphasis: Emphasis,
}

impl Value {
    /// A plain value.
    #[must_use]
    pub fn new(value: f64) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }
}

/// An edge.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edge {
    /// Its weight.
    pub weight: Value,
    /// The number that runs along it: the product `w · x` forward, the blame `w · δ` back.
    pub carries: Option<f64>,
}

impl Edge {
    /// A plain weight.
    #[must_use]
    pub fn new(weight: f64) -> Self {
        Self {
            weight: Value::new(weight),
            carries: None,
        }
    }
}

/// What the output column says while a sample is pinned.
#[derive(Clone, Debug, PartialEq)]
pub struct Readout {
    /// The prediction ŷ of each output unit.
    pub outputs: Vec<f64>,
    /// The target y of each output unit.
    pub targets: Vec<f64>,
    /// The loss of the sample.
    pub loss: Option<f64>,
    /// The loss's name, for example `½(ŷ − y)²`.
    pub loss_name: String,
}

impl Graph<'_> {
    /// Whether a part is under the pointer, has the keyboard's focus, or is chosen.
    fn attends(&self, part: Part) -> bool {
        self.hovered == Some(part) || self.focused == Some(part) || self.selected == Some(part)
    }

    /// Whether gradients stand in the picture, whose marks need explaining.
    fn has_gradients(&self) -> bool {
        self.layers.iter().any(|layer| {
            layer.edges.iter().any(|edge| {
                edge.weight.gradient.is_some() || matches!(edge.weight.emphasis, Emphasis::Back(_))
            }) || layer
                .units
                .iter()
                .any(|unit| unit.delta.is_some() || unit.bias.gradient.is_some())
        })
    }

    /// The numbers of inputs and units, and what else the layout depends on.
    #[must_use]
    pub fn outline(&self) -> Outline {
        let mut layers = Vec::new();
        for layer in &self.layers {
            layers.push(layer.units.len());
        }
        let mut label_width = 0.0_f64;
        for input in &self.inputs {
            label_width = label_width.max(text_width(input.label, 12.0));
        }
        Outline {
            inputs: self.inputs.len(),
            layers,
            label_width,
            editable: self.editing.is_some(),
            key_rows: key_rows(&self.words, self.width),
        }
    }
}

/// The graph as a scene. Later things lie over earlier ones: edges, their numbers, tiles,
/// headings, the focus ring.
#[must_use]
pub fn draw(graph: &Graph<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        graph.width,
        graph.height,
        graph.title,
        graph.description,
        palette.surface,
    );
    let layout = layout(&graph.outline(), graph.width, graph.height);
    let focus = Focus::of(graph);
    let edges = edges::placed(graph, &layout);
    edges::draw(&mut scene, graph, &edges, &focus, palette);
    tiles::draw(&mut scene, graph, &layout, &focus, palette);
    edges::numbers(&mut scene, graph, &layout, &edges, &focus, palette);
    heading::draw(&mut scene, graph, &layout, palette);
    let taken = tiles::callout(&mut scene, graph, &layout, &focus, palette);
    if !taken {
        readout::draw(&mut scene, graph, &layout, &focus, palette);
    }
    key::draw(&mut scene, graph, &layout, palette);
    if let Some(part) = graph.focused
        && !matches!(part, Part::Weight { .. })
        && let Some(place) = layout.place(part)
    {
        // A button's ring stays inside its place: names and others stand close to it.
        let button = layout.button_place(part).is_some();
        let place = place.grown(if button { -1.0 } else { 3.0 });
        if !button {
            scene.rect(&place, 4.0).outline(palette.surface, 5.0);
        }
        scene.rect(&place, 4.0).outline(palette.focus, 2.0);
    }
    scene
}
