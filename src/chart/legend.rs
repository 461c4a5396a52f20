//! Legends: rows of symbols with names, and the bar of a signed ramp.

use super::axes::{SMALL, fitted, grip};
use super::field::{self, Field, Rows};
use crate::num::{Real, Within};
use crate::scene::{
    Anchor, Baseline, Color, ColorMap, Mapping, Palette, Part, Point, Rect, Scene, Shape, Stroke,
    Tick, format, text_width, ticks,
};

/// The height of a row of symbols, in CSS pixels.
pub(crate) const ROW: f64 = 18.0;
/// The height of a colour bar with its ticks, in CSS pixels.
pub(crate) const BAR: f64 = 26.0;
const GAP: f64 = 14.0;
/// The cells of a colour bar.
const CELLS: usize = 128;

/// A sign with its name.
#[derive(Clone, Copy)]
struct Item<'a> {
    /// The symbol; `None` for a line, or for words alone.
    shape: Option<Shape>,
    /// The symbol's area.
    fill: Option<Color>,
    /// The symbol's outline, or the line instead of a symbol.
    pen: Option<Stroke>,
    /// The name.
    label: &'a str,
    /// What a click on it means.
    part: Option<Part>,
}

impl Item<'_> {
    fn is_line(&self) -> bool {
        self.shape.is_none() && self.pen.is_some()
    }

    /// The width of what stands before the name.
    fn sign(&self) -> f64 {
        if self.is_line() {
            26.0
        } else if self.shape.is_some() {
            14.0
        } else {
            0.0
        }
    }

    fn width(&self) -> f64 {
        self.sign() + text_width(self.label, SMALL)
    }
}

/// Signs with their names, in rows. As with a scene, an item is added by few numbers, and the
/// one added last can be changed.
pub(crate) struct Legend<'a> {
    items: Vec<Item<'a>>,
}

impl<'a> Legend<'a> {
    pub(crate) fn new() -> Self {
        Self { items: Vec::new() }
    }

    /// Adds words alone.
    pub(crate) fn words(&mut self, label: &'a str) -> &mut Self {
        self.items.push(Item {
            shape: None,
            fill: None,
            pen: None,
            label,
            part: None,
        });
        self
    }

    /// Adds a line with its name.
    pub(crate) fn line(&mut self, color: Color, width: f64, label: &'a str) -> &mut Self {
        self.words(label).outlined(color, width)
    }

    /// Adds a filled symbol and its name.
    pub(crate) fn symbol(&mut self, shape: Shape, fill: Color, label: &'a str) -> &mut Self {
        self.words(label);
        if let Some(item) = self.items.last_mut() {
            (item.shape, item.fill) = (Some(shape), Some(fill));
        }
        self
    }

    /// Adds the symbol of each class.
    pub(crate) fn add_classes(&mut self, names: &'a [&'a str], palette: &Palette) {
        for (class, name) in names.iter().enumerate() {
            let color = palette.class(class, names.len());
            self.symbol(Shape::of_class(class), color, name)
                .stands_for(Part::Class(class));
        }
    }

    /// Adds an empty circle and its name.
    pub(crate) fn ring(&mut self, color: Color, width: f64, label: &'a str) -> &mut Self {
        self.line(color, width, label);
        if let Some(item) = self.items.last_mut() {
            item.shape = Some(Shape::Circle);
        }
        self
    }

    /// Gives the symbol an outline.
    pub(crate) fn outlined(&mut self, color: Color, width: f64) -> &mut Self {
        self.stroke(&Stroke::new(color, width))
    }

    /// Draws the outline or line with this pen.
    #[inline(never)]
    pub(crate) fn stroke(&mut self, pen: &Stroke) -> &mut Self {
        if let Some(item) = self.items.last_mut() {
            item.pen = Some(*pen);
        }
        self
    }

    /// Says what a click on the item means.
    pub(crate) fn stands_for(&mut self, part: Part) {
        if let Some(item) = self.items.last_mut() {
            item.part = Some(part);
        }
    }

    /// Leaves out the last item.
    pub(crate) fn pop(&mut self) {
        self.items.truncate(self.items.len().saturating_sub(1));
    }

    /// Leaves out the items with this name.
    pub(crate) fn drop(&mut self, label: &str) {
        self.retain(&|item| item.label != label);
    }

    fn retain(&mut self, keep: &dyn Fn(&Item<'_>) -> bool) {
        let mut kept = Vec::new();
        for item in &self.items {
            if keep(item) {
                kept.push(*item);
            }
        }
        self.items = kept;
    }

    /// Tells each item's place, its left end and its row, broken where a row of `width` is full;
    /// and how many rows there are.
    fn flow(&self, width: f64, tell: &mut dyn FnMut(&Item<'_>, f64, usize)) -> usize {
        let (mut x, mut rows) = (f64::INFINITY, 0);
        for item in &self.items {
            let wide = item.width();
            if x + wide > width && x > 0.0 {
                (x, rows) = (0.0, rows + 1);
            }
            tell(item, x, rows - 1);
            x += wide + GAP;
        }
        rows
    }

    /// How many rows the items take in this width.
    pub(crate) fn rows(&self, width: f64) -> usize {
        self.flow(width, &mut |_, _, _| {})
    }

    /// The width of the items in one row.
    pub(crate) fn width(&self) -> f64 {
        let mut width = 0.0;
        for item in &self.items {
            width += item.width() + GAP;
        }
        width - GAP
    }

    /// Adds the items that explain the marks of samples that push a weight, in as many
    /// rows as without them, so that nothing moves: where there is no room, what is no class
    /// and no line gives way. `pushes` are the words for up, down, and up in short.
    pub(crate) fn add_pushes(
        &mut self,
        [up, down, short]: [&'a str; 3],
        width: f64,
        palette: &Palette,
    ) {
        let most = self.rows(width);
        for &up in &[up, up, short] {
            self.symbol(Shape::ArrowUp, palette.ink, up).symbol(
                Shape::ArrowDown,
                palette.ink,
                down,
            );
            if self.rows(width) <= most {
                break;
            }
            self.retain(&|item| item.part.is_some() || item.is_line());
        }
    }

    /// Draws the items from the point `at`, the top left corner, in rows of `width`.
    pub(crate) fn draw(&self, scene: &mut Scene, palette: &Palette, at: Point, width: f64) {
        self.flow(width, &mut |item, x, row| {
            let middle = at.moved(x, (row as f64 + 0.5) * ROW);
            if let Some(shape) = item.shape {
                scene.symbol(shape, middle.moved(4.5, 0.0), 4.2);
                if let Some(fill) = item.fill {
                    scene.fill(fill);
                }
            }
            if let Some(pen) = &item.pen {
                if item.shape.is_none() {
                    scene.line(middle, middle.moved(20.0, 0.0), pen.color, pen.width);
                }
                scene.stroke(pen);
            }
            let label = fitted(item.label, SMALL, width - 14.0);
            scene
                .write(middle.moved(item.sign(), 0.0), label, SMALL, palette.muted)
                .set(Anchor::Start, Baseline::Middle);
            if let Some(part) = item.part {
                let area = grip(middle, item.width());
                scene.target_rect(&area, part, 2);
            }
        });
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
    scene
        .write(at.moved(0.0, 7.0), name, SMALL, palette.muted)
        .set(Anchor::Start, Baseline::Middle);
    let strip = Rect::new(at.x + named, at.y + 3.0, (width - named).max(40.0), 8.0);
    let mut places = Vec::new();
    for cell in 0..CELLS {
        places.push(((cell as f64 + 0.5) / CELLS as f64 * 2.0 - 1.0) as Real);
    }
    let ramp = Field {
        values: &places,
        cols: CELLS,
        rows: 1,
        order: Rows::TopFirst,
        kept: None,
    };
    let size = (CELLS, 1);
    let rgba = field::pixels(&ramp, (1, 1), size, &Mapping::symmetric(1.0), colors);
    scene.image(&strip, CELLS, 1, rgba).pixelated();
    scene.rect(&strip, 0.0).outline(palette.hairline, 1.0);
    for tick in &bar_ticks(mapping, beyond, strip.w) {
        let x = strip.x + strip.w * (mapping.signed(tick.value) + 1.0) / 2.0;
        let top = Point::new(x, strip.bottom());
        scene.line(top, top.moved(0.0, 3.0), palette.muted, 1.0);
        let half = text_width(&tick.label, SMALL) / 2.0;
        let x = x.within(half, (scene.width - half).max(half));
        scene
            .write(
                Point::new(x, strip.bottom() + 4.0),
                tick.label.as_str(),
                SMALL,
                palette.muted,
            )
            .set(Anchor::Middle, Baseline::Top);
    }
}

/// Round ticks that include the middle where the ramp is even; else the two ends and the
/// middle. The ends that there are values beyond are among them, and say it.
fn bar_ticks(mapping: &Mapping, beyond: [bool; 2], width: f64) -> Vec<Tick> {
    let mut ticks = even_ticks(mapping, beyond, width);
    let [low, high] = beyond;
    if let Some(first) = ticks.first_mut().filter(|_| low) {
        format::put_before(&mut first.label, "≤ ");
    }
    if let Some(last) = ticks.last_mut().filter(|_| high) {
        format::put_before(&mut last.label, "≥ ");
    }
    ticks
}

fn even_ticks(mapping: &Mapping, beyond: [bool; 2], width: f64) -> Vec<Tick> {
    let (below, above) = (mapping.mid - mapping.low, mapping.high - mapping.mid);
    let slack = 1e-9 * (below.abs() + above.abs());
    if (below - above).abs() <= slack {
        for &count in &[4, 2] {
            let round = ticks(mapping.low, mapping.high, count);
            // Whether it has what it must have: the middle, and the ends that say something.
            let [mut low, mut mid, mut high] = [!beyond[0], false, !beyond[1]];
            for tick in &round {
                low |= (tick.value - mapping.low).abs() <= slack;
                mid |= (tick.value - mapping.mid).abs() <= slack;
                high |= (tick.value - mapping.high).abs() <= slack;
            }
            let room = width >= 36.0 * round.len() as f64;
            if low && mid && high && room && round.len() > 2 {
                return round;
            }
        }
    }
    let mut ends = Vec::new();
    for &value in &[mapping.low, mapping.mid, mapping.high] {
        let label = format::reading(value);
        ends.push(Tick { value, label });
    }
    ends
}
