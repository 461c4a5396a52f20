//! What stands over the columns: the layers' names, activations, and the buttons that add
//! and remove units and layers.

use super::layout::Layout;
use super::{Editing, Graph};
use crate::chart::axes::{NAME, SMALL, crisp, fitted};
use crate::num::Within;
use crate::scene::{Anchor, Baseline, Palette, Part, Point, Rect, Scene, text_width};

/// How much a name keeps clear of the middle of the button beside it, in CSS pixels.
const CLEAR: f64 = 12.0;
/// How far a name may step aside for that button, in CSS pixels.
const ASIDE: f64 = 12.0;

/// As many of the last words of a name as fit: `hidden layer 2`, `layer 2`, `2`.
fn shortened(name: &str, width: f64) -> &str {
    let mut rest = name;
    while text_width(rest, NAME) > width {
        match rest.split_once(' ') {
            Some((_, words)) => rest = words,
            None => return "",
        }
    }
    rest
}

/// Draws headings and buttons.
pub(super) fn draw(scene: &mut Scene, graph: &Graph<'_>, layout: &Layout, palette: &Palette) {
    for (column, place) in layout.headings.iter().enumerate() {
        let wide = place.h > 30.0 && layout.is_wide();
        let layer = column.checked_sub(1);
        let (name, detail) = match layer.and_then(|layer| graph.layers.get(layer)) {
            None => (graph.inputs_name, ""),
            Some(layer) => (layer.name, layer.activation),
        };
        let hidden = column > 0 && column < graph.layers.len();
        // The button that removes the layer stands at the right of its name.
        let button = layer
            .filter(|_| wide)
            .and_then(|layer| layout.button_place(Part::RemoveLayer(layer)));
        let middle = place.center().x;
        let (name, shift) = match button {
            None => (shortened(name, place.w), 0.0),
            Some(button) => {
                let free = button.center().x - middle - CLEAR;
                let name = shortened(name, 2.0 * free + ASIDE);
                let over = text_width(name, NAME) / 2.0 - free;
                (name, over.within(0.0, ASIDE))
            }
        };
        let mut line = |text: &str, x: f64, y: f64, size: f64, color| {
            scene
                .write(Point::new(x, y), text, size, color)
                .set(Anchor::Middle, Baseline::Alphabetic);
            if let Some(layer) = layer {
                scene.stands_for(Part::Layer(layer));
            }
        };
        line(name, middle - shift, 16.0, NAME, palette.ink);
        if wide && !detail.is_empty() {
            let detail = fitted(detail, SMALL, place.w);
            line(&detail, middle, 32.0, SMALL, palette.muted);
        }
        if let Some(layer) = layer {
            let height = if wide { 34.0 } else { 18.0 };
            let area = Rect::new(place.x, 0.0, place.w, height);
            scene.target_rect(&area, Part::Layer(layer), 3);
            if wide && hidden && graph.editing.is_some() {
                count(scene, graph, layout, layer, middle, palette);
            }
        }
    }
    if let Some(editing) = &graph.editing {
        for (part, rect) in &layout.buttons {
            button(scene, graph, editing, *part, rect, palette);
        }
    }
}

/// How many units a layer has.
fn units(graph: &Graph<'_>, layer: usize) -> usize {
    graph.layers.get(layer).map_or(0, |layer| layer.units.len())
}

/// The number of units between the two buttons that change it.
fn count(
    scene: &mut Scene,
    graph: &Graph<'_>,
    layout: &Layout,
    layer: usize,
    middle: f64,
    palette: &Palette,
) {
    if let Some(rect) = layout.button_place(Part::AddUnit(layer)) {
        let at = Point::new(middle, rect.center().y);
        let units = units(graph, layer).to_string();
        scene
            .write(at, units, NAME, palette.ink)
            .set(Anchor::Middle, Baseline::Middle);
    }
}

fn button(
    scene: &mut Scene,
    graph: &Graph<'_>,
    editing: &Editing<'_>,
    part: Part,
    rect: &Rect,
    palette: &Palette,
) {
    let hidden = graph.layers.len().saturating_sub(1);
    let enabled = match part {
        Part::AddLayer => hidden < editing.most_layers,
        Part::AddUnit(layer) => units(graph, layer) < editing.most_units,
        Part::RemoveUnit(layer) => units(graph, layer) > 1,
        _ => true,
    };
    if part == Part::AddLayer && !enabled {
        // Over the outputs nothing says what it would add.
        return;
    }
    let hot = enabled && graph.hovered == Some(part);
    let quiet = matches!(part, Part::RemoveLayer(_));
    let border = if hot { palette.ink } else { palette.hairline };
    let frame = rect.grown(-2.0);
    if hot || !quiet {
        scene
            .rect(&frame, frame.h / 2.0)
            .fill(palette.surface)
            .outline(border, 1.0);
    }
    let color = match (enabled, hot || !quiet) {
        (false, _) => palette.hairline,
        (true, true) => palette.ink,
        (true, false) => palette.muted,
    };
    let center = rect.center();
    let center = Point::new(crisp(center.x), crisp(center.y));
    let mut bar = |dx: f64, dy: f64| {
        scene.line(center.moved(-dx, -dy), center.moved(dx, dy), color, 1.25);
    };
    if part == Part::AddLayer && rect.w > rect.h {
        scene
            .write(
                rect.center(),
                fitted(editing.add_layer, SMALL, rect.w - 12.0),
                SMALL,
                color,
            )
            .set(Anchor::Middle, Baseline::Middle);
    } else if quiet {
        bar(3.5, 3.5);
        bar(3.5, -3.5);
    } else {
        bar(4.0, 0.0);
        if !matches!(part, Part::RemoveUnit(_)) {
            bar(0.0, 4.0);
        }
    }
    scene.stands_for(part);
    if enabled {
        scene.target_rect(rect, part, 4);
    }
}
