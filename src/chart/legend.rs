//! Legends: rows of symbols with names, and the bar of a signed ramp.

use super::axes::{SMALL, fitted};
use crate::scene::{
    Anchor, Area, Baseline, ColorMap, ImageMark, Mapping, Mark, Paint, Palette, Part, Point, Rect,
    Scene, Shape, Stroke, TextMark, Tick, format, text_width, ticks,
};

/// The height of a row of symbols, in CSS pixels.
pub(crate) const ROW: f64 = 18.0;
/// The height of a colour bar with its ticks, in CSS pixels.
pub(crate) const BAR: f64 = 26.0;
const GAP: f64 = 14.0;

/// A symbol with its name.
pub(crate) struct Item {
    /// The symbol's shape and paint; `None` for words alone.
    pub(crate) symbol: Option<(Shape, Paint)>,
    /// The line instead of a symbol.
    pub(crate) line: Option<Stroke>,
    /// The name.
    pub(crate) label: String,
    /// What a click on it means.
    pub(crate) part: Option<Part>,
}

impl Item {
    /// A sign that does nothing when it is clicked.
    pub(crate) fn new(symbol: Option<(Shape, Paint)>, line: Option<Stroke>, label: &str) -> Self {
        Self {
            symbol,
            line,
            label: label.to_owned(),
            part: None,
        }
    }

    /// The width of what stands before the name.
    fn sign(&self) -> f64 {
        if self.line.is_some() {
            26.0
        } else if self.symbol.is_some() {
            14.0
        } else {
            0.0
        }
    }

    fn width(&self) -> f64 {
        self.sign() + text_width(&self.label, SMALL)
    }
}

/// Each item's place: its left end and its row, broken where a row of `width` is full.
fn flow(items: &[Item], width: f64) -> Vec<(f64, usize)> {
    let (mut x, mut row) = (0.0, 0);
    items
        .iter()
        .map(|item| {
            let wide = item.width();
            if x > 0.0 && x + wide > width {
                (x, row) = (0.0, row + 1);
            }
            let place = (x, row);
            x += wide + GAP;
            place
        })
        .collect()
}

/// How many rows the items take in this width.
pub(crate) fn rows(items: &[Item], width: f64) -> usize {
    flow(items, width).last().map_or(0, |&(_, row)| row + 1)
}

/// The width of the items in one row.
pub(crate) fn width(items: &[Item]) -> f64 {
    items.iter().map(|item| item.width() + GAP).sum::<f64>() - GAP
}

/// The items with those that explain the marks of samples that push a weight, in as many
/// rows as without them, so that nothing moves: where there is no room, what is no class
/// and no line gives way. `pushes` are the words for up, down, and up in short.
pub(crate) fn with_pushes(
    mut items: Vec<Item>,
    [up, down, short]: [&str; 3],
    width: f64,
    palette: &Palette,
) -> Vec<Item> {
    let most = rows(&items, width);
    for up in [up, up, short] {
        let marks = [(Shape::ArrowUp, up), (Shape::ArrowDown, down)];
        items.extend(marks.map(|(shape, label)| {
            let paint = Paint::fill(palette.ink);
            Item::new(Some((shape, paint)), None, label)
        }));
        if rows(&items, width) <= most {
            break;
        }
        items.retain(|item| item.part.is_some() || item.line.is_some());
    }
    items
}

/// Draws the items from the point `at`, the top left corner, in rows of `width`.
pub(crate) fn draw(scene: &mut Scene, palette: &Palette, at: Point, width: f64, items: &[Item]) {
    for (item, (x, row)) in items.iter().zip(flow(items, width)) {
        let middle = at.moved(x, (row as f64 + 0.5) * ROW);
        let text_at = middle.moved(item.sign(), 0.0);
        if let Some((shape, paint)) = item.symbol {
            scene.symbol(shape, middle.moved(4.5, 0.0), 4.2, paint);
        }
        if let Some(pen) = item.line {
            scene.line(middle, middle.moved(20.0, 0.0), pen);
        }
        let label = fitted(&item.label, SMALL, width - 14.0);
        scene.text(
            TextMark::new(text_at, label, SMALL, palette.muted)
                .set(Anchor::Start, Baseline::Middle),
        );
        if let Some(part) = item.part {
            let area = Rect::new(
                middle.x - 3.0,
                middle.y - ROW / 2.0,
                item.width() + 6.0,
                ROW,
            );
            scene.target(Area::Rect(area), part, 2);
        }
    }
}

/// The width that the bar's name takes at its left.
pub(crate) fn bar_name_width(name: &str) -> f64 {
    if name.is_empty() {
        0.0
    } else {
        text_width(name, SMALL) + 10.0
    }
}

/// Draws the ramp with its name at the left and ticks below, in the rectangle from `at`
/// with this width and the height [`BAR`]. An end beyond which there are values says so.
pub(crate) fn bar(
    scene: &mut Scene,
    palette: &Palette,
    at: Point,
    width: f64,
    name: &str,
    (mapping, beyond): (&Mapping, [bool; 2]),
    colors: &ColorMap,
) {
    let named = bar_name_width(name);
    scene.text(
        TextMark::new(at.moved(0.0, 7.0), name, SMALL, palette.muted)
            .set(Anchor::Start, Baseline::Middle),
    );
    let strip = Rect::new(at.x + named, at.y + 3.0, (width - named).max(40.0), 8.0);
    let cells = 128_u32;
    let mut rgba = vec![0; 4 * cells as usize];
    let places = (0..cells).map(|i| (f64::from(i) + 0.5) / f64::from(cells) * 2.0 - 1.0);
    colors.paint(places, &Mapping::symmetric(1.0), &mut rgba);
    scene.marks.push(Mark::Image(ImageMark {
        rect: strip,
        w: cells,
        h: 1,
        rgba: rgba.into(),
        smooth: false,
        opacity: 1.0,
        part: None,
    }));
    scene.rect(
        strip,
        0.0,
        Paint::stroke(Stroke::new(palette.hairline, 1.0)),
    );
    for tick in bar_ticks(mapping, beyond, strip.w) {
        let x = strip.x + strip.w * (mapping.signed(tick.value) + 1.0) / 2.0;
        let top = Point::new(x, strip.bottom());
        scene.line(top, top.moved(0.0, 3.0), Stroke::new(palette.muted, 1.0));
        let half = text_width(&tick.label, SMALL) / 2.0;
        let x = x.clamp(half, (scene.width - half).max(half));
        scene.text(
            TextMark::new(
                Point::new(x, strip.bottom() + 4.0),
                tick.label,
                SMALL,
                palette.muted,
            )
            .set(Anchor::Middle, Baseline::Top),
        );
    }
}

/// Round ticks that include the middle where the ramp is even; else the two ends and the
/// middle. The ends that there are values beyond are among them, and say it.
fn bar_ticks(mapping: &Mapping, beyond: [bool; 2], width: f64) -> Vec<Tick> {
    let mut ticks = even_ticks(mapping, beyond, width);
    let [low, high] = beyond;
    if let Some(first) = ticks.first_mut().filter(|_| low) {
        first.label.insert_str(0, "≤ ");
    }
    if let Some(last) = ticks.last_mut().filter(|_| high) {
        last.label.insert_str(0, "≥ ");
    }
    ticks
}

fn even_ticks(mapping: &Mapping, beyond: [bool; 2], width: f64) -> Vec<Tick> {
    let (below, above) = (mapping.mid - mapping.low, mapping.high - mapping.mid);
    let slack = 1e-9 * (below.abs() + above.abs());
    if (below - above).abs() <= slack {
        for count in [4, 2] {
            let round = ticks(mapping.low, mapping.high, count);
            let has = |value: f64| round.iter().any(|t| (t.value - value).abs() <= slack);
            let ends = (!beyond[0] || has(mapping.low)) && (!beyond[1] || has(mapping.high));
            if has(mapping.mid) && ends && round.len() > 2 && width >= 36.0 * round.len() as f64 {
                return round;
            }
        }
    }
    [mapping.low, mapping.mid, mapping.high]
        .into_iter()
        .map(|value| Tick {
            value,
            label: format::reading(value),
        })
        .collect()
}
