//! Tiles: inputs and units with their maps, values and biases.

use super::edges;
use super::focus::Focus;
use super::layout::{Detail, Layout};
use super::numbers;
use super::{Graph, Input, Unit};
use crate::chart::axes::{self, NAME, SMALL, fitted};
use crate::chart::{Emphasis, Field, field};
use crate::num::Within;
use crate::scene::{
    Anchor, Baseline, ColorMap, Mapping, Palette, Part, Point, Rect, Scene, finite, format,
    text_width,
};

/// Draws all tiles.
pub(super) fn draw(
    scene: &mut Scene,
    graph: &Graph<'_>,
    layout: &Layout,
    focus: &Focus,
    palette: &Palette,
) {
    let asides = match layout.detail {
        Detail::Full if graph.has_gradients() => numbers::all_asides(layout),
        _ => Vec::new(),
    };
    let brush = Brush {
        palette,
        colors: ColorMap::signed(palette, None, 1.0),
        layout,
        graph,
        in_focus: focus.part(),
        asides,
    };
    for (feature, (input, rect)) in graph.inputs.iter().zip(&layout.inputs).enumerate() {
        let place = Place {
            rect,
            part: Part::Input { feature },
            opacity: focus.tile(0, feature, input.emphasis),
        };
        brush.input(scene, input, &place, feature);
    }
    for (l, layer) in graph.layers.iter().enumerate() {
        for (u, unit) in layer.units.iter().enumerate() {
            let part = Part::Unit { layer: l, unit: u };
            let Some(rect) = layout.place(part) else {
                continue;
            };
            let mut place = Place {
                rect: &rect,
                part,
                opacity: focus.tile(l + 1, u, unit.emphasis),
            };
            brush.unit(scene, unit, &place);
            // Every unit has a bias, and a place for it.
            place.part = Part::Bias { layer: l, unit: u };
            let chip = layout.place(place.part).unwrap_or(rect);
            place.rect = &chip;
            brush.bias(scene, unit, &place, l, u);
        }
    }
}

struct Brush<'a> {
    palette: &'a Palette,
    colors: ColorMap,
    layout: &'a Layout,
    graph: &'a Graph<'a>,
    in_focus: Option<Part>,
    /// By layer, where the biases' second numbers stand.
    asides: Vec<Vec<Rect>>,
}

/// Where something stands, what it stands for, and how strongly it is drawn.
struct Place<'a> {
    rect: &'a Rect,
    part: Part,
    opacity: f64,
}

impl Brush<'_> {
    fn input(&self, scene: &mut Scene, input: &Input<'_>, place: &Place<'_>, feature: usize) {
        let rect = place.rect;
        self.tile(scene, place, &input.map);
        if let Emphasis::Active(progress) = input.emphasis {
            self.fill(scene, rect, progress);
        }
        let room = self.layout.label_room - 4.0;
        let label = fitted(input.label, NAME, room);
        let faint = place.opacity.max(0.45);
        let middle = rect.center();
        scene
            .write(
                Point::new(rect.x - 7.0, middle.y),
                label,
                NAME,
                self.palette.ink,
            )
            .set(Anchor::End, Baseline::Middle)
            .opacity(faint)
            .stands_for(place.part);
        // Below the tile, where the next leaves room.
        let next = self.layout.inputs.get(feature + 1);
        let apart = next.is_none_or(|next| next.y - rect.bottom() >= 2.0 * SMALL);
        if apart && !input.meaning.is_empty() {
            let meaning = fitted(input.meaning, LEAST, rect.right() + 14.0);
            let half = text_width(&meaning, LEAST) / 2.0;
            let at = Point::new(middle.x.max(half + 2.0), rect.bottom() + 9.0);
            scene
                .write(at, meaning, LEAST, self.palette.muted)
                .set(Anchor::Middle, Baseline::Middle)
                .opacity(faint);
        }
        self.written(scene, "", input.value, 1.0, place);
        let area = Rect::new(rect.x - room - 7.0, rect.y, rect.w + room + 7.0, rect.h);
        scene.target_rect(&area, place.part, 3);
    }

    fn unit(&self, scene: &mut Scene, unit: &Unit<'_>, place: &Place<'_>) {
        let rect = place.rect;
        self.tile(scene, place, &unit.map);
        match unit.emphasis {
            Emphasis::Active(progress) => self.fill(scene, rect, progress),
            Emphasis::Back(_) => self.ring(scene, rect),
            Emphasis::Normal | Emphasis::Dim => {}
        }
        self.written(scene, "a ", unit.a, 1.0, place);
        // On a small tile the two together would leave nothing of the map.
        if rect.h >= TWO || self.in_focus == Some(place.part) {
            self.written(scene, "z ", unit.z, 0.0, place);
        }
        if self.layout.detail == Detail::Full {
            let at = Point::new(rect.x, rect.y - 5.0);
            scene
                .write(at, unit.label, SMALL, self.palette.muted)
                .opacity(place.opacity.max(0.45))
                .stands_for(place.part);
            if let Some(delta) = unit.delta {
                let (place, anchor) = self.layout.delta(rect, unit.label);
                edges::slope(scene, delta, &place, anchor, self.palette);
            }
        }
        scene.target_rect(rect, place.part, 3);
    }

    /// The map in its frame, or an empty frame.
    fn tile(&self, scene: &mut Scene, place: &Place<'_>, map: &Option<(Field<'_>, Mapping)>) {
        let Place {
            rect,
            part,
            opacity,
        } = place;
        scene.rect(rect, 0.0).fill(self.palette.surface);
        if let Some((field, mapping)) = map {
            field::paint(scene, rect, field, mapping, &self.colors, *opacity, *part);
        }
        let (color, width) = if self.graph.selected == Some(*part) {
            (self.palette.ink, 2.0)
        } else if self.graph.hovered == Some(*part) {
            (self.palette.ink, 1.25)
        } else {
            (self.palette.muted, if map.is_some() { 0.75 } else { 1.0 })
        };
        scene
            .rect(rect, 0.0)
            .outline(color, width)
            .opacity(*opacity)
            .stands_for(*part);
    }

    /// Veils what a unit has not yet filled.
    fn fill(&self, scene: &mut Scene, rect: &Rect, progress: f64) {
        let open = rect.h * (1.0 - progress.within(0.0, 1.0));
        let veil = Rect::new(rect.x, rect.y, rect.w, open);
        scene
            .rect(&veil, 0.0)
            .fill(self.palette.surface)
            .opacity(0.8);
        self.ring(scene, rect);
    }

    fn ring(&self, scene: &mut Scene, rect: &Rect) {
        scene
            .rect(&rect.grown(2.0), 2.0)
            .outline(self.palette.ink, 2.0);
    }

    /// A value on a plate inside the tile, at the share `down` of its height; in the
    /// longest form that fits, or not at all.
    fn written(
        &self,
        scene: &mut Scene,
        name: &str,
        value: Option<f64>,
        down: f64,
        place: &Place<'_>,
    ) {
        let tile = place.rect;
        let Some(text) = value.and_then(|value| shown(name, value, tile)) else {
            return;
        };
        let h = 14.0;
        let plate = Rect::new(tile.x, tile.y + down * (tile.h - h), tile.w, h);
        scene
            .rect(&plate, 0.0)
            .fill(self.palette.surface)
            .opacity(0.85);
        let tight = text_width(&text, SMALL) > tile.w - 2.0;
        let size = if tight { LEAST } else { SMALL };
        scene
            .write(plate.center(), text, size, self.palette.ink)
            .set(Anchor::Middle, Baseline::Middle)
            .opacity(place.opacity)
            .stands_for(place.part);
    }

    fn bias(&self, scene: &mut Scene, unit: &Unit<'_>, place: &Place<'_>, layer: usize, u: usize) {
        let bias = unit.bias.value;
        let color = edges::color(self.palette, bias);
        let &Place {
            rect,
            part,
            opacity,
        } = place;
        if self.layout.detail == Detail::Bar {
            // From the middle to the right for a positive bias, to the left for a negative.
            let share = edges::strength(bias);
            let length = rect.w / 2.0 * share;
            let left = bias < 0.0 && finite(bias);
            let x = rect.center().x + if left { -length } else { 0.0 };
            scene
                .rect(rect, 0.0)
                .fill(self.palette.hairline)
                .opacity(opacity)
                .rect(&Rect::new(x, rect.y, length, rect.h), 0.0)
                .fill(color)
                .opacity(opacity)
                .stands_for(part)
                .target_rect(&rect.grown(2.0), part, 3);
            return;
        }
        let hot = self.graph.hovered == Some(part) || self.graph.selected == Some(part);
        let (border, width) = if hot {
            (self.palette.ink, 1.25)
        } else {
            (self.palette.hairline, 1.0)
        };
        scene
            .rect(rect, 3.0)
            .fill(self.palette.surface)
            .outline(border, width)
            .opacity(opacity)
            .rect(
                &Rect::new(rect.x + 3.0, rect.y + 3.5, 3.0, rect.h - 7.0),
                1.0,
            )
            .fill(color)
            .opacity(opacity)
            .target_rect(rect, part, 3);
        // Beside the box where all of the layer have the room, else in it and in focus alone.
        let aside = self.asides.get(layer).and_then(|places| places.get(u));
        let place = Rect::new(rect.x + 8.0, rect.y + 1.0, rect.w - 9.0, rect.h - 2.0);
        let ghost = unit.bias.ghost.filter(|_| aside.is_some());
        let (digits, old) = numbers::apart(bias, ghost, place.w - 2.0);
        let held = self.in_focus == Some(part)
            || self.in_focus == Some(Part::Unit { layer, unit: u })
            || unit.bias.emphasis.is_strong();
        // As with the weights, the old value takes the place of the gradient.
        if let Some(aside) = aside {
            if let Some(old) = old {
                edges::struck(scene, old, aside, Anchor::Start, self.palette);
            } else if let Some(gradient) = unit.bias.gradient {
                edges::slope(scene, gradient, aside, Anchor::Start, self.palette);
            }
        } else if let (Some(gradient), None) = (unit.bias.gradient, unit.bias.ghost)
            && held
            && self.layout.detail == Detail::Full
        {
            return edges::slope(scene, gradient, &place, Anchor::Middle, self.palette);
        }
        let mut text = digits.clone();
        format::put_before(&mut text, "b ");
        if text_width(&text, SMALL) > place.w - 2.0 {
            text = digits;
        }
        scene
            .write(place.center(), text, SMALL, self.palette.ink)
            .set(Anchor::Middle, Baseline::Middle)
            .opacity(opacity)
            .stands_for(part);
    }
}

/// The smallest size of a text in and under a tile, in CSS pixels.
const LEAST: f64 = SMALL - 0.5;
/// From this height on a tile shows two numbers.
const TWO: f64 = 40.0;

/// Whether tiles show two numbers and have no room for their letters.
pub(super) fn without_letters(graph: &Graph<'_>, layout: &Layout) -> bool {
    let Some(tile) = layout.units.first().and_then(|tiles| tiles.first()) else {
        return false;
    };
    if tile.h < TWO && graph.hovered.or(graph.focused).is_none() {
        return false;
    }
    let text = shown("z ", -0.888, tile);
    text.is_some_and(|text| !text.starts_with('z'))
        && graph.layers.iter().any(|layer| {
            let mut units = layer.units.iter();
            units.any(|unit| unit.z.is_some() && unit.a.is_some())
        })
}

/// A value as it fits into a tile. Tiles of one size take the same form
/// for all usual values, so that columns of tiles look alike.
fn shown(name: &str, value: f64, tile: &Rect) -> Option<String> {
    if tile.h < 28.0 {
        return None;
    }
    let room = tile.w - 2.0;
    let mut usual = false;
    // The longest first: with the name and without it, each in full and in short.
    for form in 0..4 {
        let name = if form < 2 { name } else { "" };
        let short = form % 2 == 1;
        let fits = |value: f64| {
            let mut text = if short {
                format::compact(value)
            } else {
                format::reading(value)
            };
            format::put_before(&mut text, name);
            (text_width(&text, LEAST) <= room).then_some(text)
        };
        usual = usual || fits(-0.888).is_some();
        if usual && let Some(text) = fits(value) {
            return Some(text);
        }
    }
    None
}

/// The unit that the tape has come to, if it is at one.
fn walked(graph: &Graph<'_>) -> Option<(usize, usize)> {
    for (l, layer) in graph.layers.iter().enumerate() {
        for (u, unit) in layer.units.iter().enumerate() {
            if unit.emphasis.is_strong() {
                return Some((l, u));
            }
        }
    }
    None
}

/// What the unit in focus, or the one that is walked, would say if its tile had the room: its name, bias and values,
/// on a plate below or above it; in narrow columns, where a plate would hide the weights,
/// in the strip at the bottom. Says whether it took the strip.
pub(super) fn callout(
    scene: &mut Scene,
    graph: &Graph<'_>,
    layout: &Layout,
    focus: &Focus,
    palette: &Palette,
) -> bool {
    let focused = match focus.part() {
        Some(Part::Unit { layer, unit } | Part::Bias { layer, unit }) => Some((layer, unit)),
        _ => walked(graph),
    };
    let Some((layer, u)) = focused else {
        return false;
    };
    let (Some(unit), Some(tile)) = (
        graph.layers.get(layer).and_then(|layer| layer.units.get(u)),
        layout.place(Part::Unit { layer, unit: u }),
    ) else {
        return false;
    };
    if layout.detail == Detail::Full || layout.detail == Detail::Number && focus.part().is_some() {
        return false;
    }
    let narrow = layout
        .headings
        .first()
        .is_some_and(|heading| heading.w < 70.0);
    let strip = narrow && !layout.beside();
    let mut text = unit.label.to_owned();
    text.push_str("\u{2003}b ");
    text.push_str(&format::compact(unit.bias.value));
    let mut tell = |name: &str, value: Option<f64>| {
        if let Some(value) = value {
            text.push(if strip { '\u{2003}' } else { '\n' });
            text.push_str(name);
            text.push_str(&format::reading(value));
        }
    };
    tell("z ", unit.z);
    tell("a ", unit.a);
    tell("δ ", unit.delta);
    let (x, y);
    if strip {
        x = layout.readouts.first().map_or(0.0, |place| place.x);
        y = layout.loss.center().y;
    } else {
        let (mut width, mut height) = (0.0_f64, 6.0);
        for line in text.split('\n') {
            width = width.max(text_width(line, SMALL));
            height += 15.0;
        }
        width += 12.0;
        let below = tile.bottom() + 9.0;
        let top = if below + height > graph.height {
            tile.y - 6.0 - height
        } else {
            below
        };
        let left = tile.center().x - width / 2.0;
        let left = left.within(2.0, (graph.width - width - 2.0).max(2.0));
        axes::plate(scene, palette, &Rect::new(left, top, width, height));
        (x, y) = (left + 6.0, top + 3.0);
    }
    let mut down = if strip { 0.0 } else { 7.5 };
    for line in text.split('\n') {
        scene
            .write(Point::new(x, y + down), line, SMALL, palette.ink)
            .set(Anchor::Start, Baseline::Middle)
            .stands_for(Part::Unit { layer, unit: u });
        down += 15.0;
    }
    strip
}
