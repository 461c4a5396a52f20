//! A unit's sum, term by term: each weight, what it meets, the product, and how the
//! products pile up to the pre-activation `z`, or to the blame from the next layer.

use super::axes::{NAME, SMALL, crisp, fitted};
use crate::num::order;
use crate::scene::read;
use crate::scene::{
    Anchor, Baseline, Palette, Part, Point, ROUNDING, Rect, Scene, decades, finite, format,
    text_width,
};

/// Everything that the picture of a unit's sum shows.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// Width in CSS pixels, at least 260.
    pub width: f64,
    /// Height in CSS pixels; terms that have no room are drawn as one.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// What the inputs are called over their column: `x`, `a` behind a hidden layer, `δ`
    /// where blame is summed.
    pub input_name: &'a str,
    /// The inputs in their order.
    pub terms: &'a [Term<'a>],
    /// The bias, where the sum has one.
    pub bias: Option<Bias>,
    /// Whether there is a sample: products pile up to `z`, instead of weights alone.
    pub pinned: bool,
    /// The sum's name, for example `z`.
    pub sum_name: &'a str,
    /// The sum, once it is known.
    pub sum: Option<f64>,
    /// The unit.
    pub unit: Part,
    /// Whether the bars are of gradients, in neutral ink, instead of values.
    pub neutral: bool,
    /// The word for the terms that have no row of their own, for example `others`.
    pub more: &'a str,
}

/// One input of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term<'a> {
    /// Its name, for example `x₁`.
    pub name: &'a str,
    /// The weight's part.
    pub part: Part,
    /// The weight.
    pub weight: f64,
    /// What comes in.
    pub input: Option<f64>,
    /// Their product, once it is known.
    pub product: Option<f64>,
}

/// A unit's bias.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bias {
    /// Its part.
    pub part: Part,
    /// Its value.
    pub value: f64,
    /// Whether it has been added.
    pub added: bool,
}

/// The height of a row.
const ROW: f64 = 21.0;
/// The height of the line over the columns.
const HEAD: f64 = 22.0;
/// Where the names begin.
const LEFT: f64 = 2.0;
/// The least and the most width of a column of numbers.
const NUMBER: (f64, f64) = (54.0, 70.0);

/// The most decimals of a summand; smaller numbers are written by powers of ten.
const MOST_DECIMALS: f64 = 6.0;

/// The height at which so many rows have room: terms, the bias, the sum.
#[must_use]
pub fn height_for(rows: usize) -> f64 {
    HEAD + ROW * rows as f64 + 8.0
}

/// A row of the picture: a term, several together, or the bias.
struct Line {
    name: String,
    part: Option<Part>,
    weight: Option<f64>,
    input: Option<f64>,
    product: Option<f64>,
    /// What its bar covers.
    stretch: Option<(f64, f64)>,
}

/// The terms that have room: all of them, or the largest and the rest together.
fn lines(terms: &Terms<'_>) -> Vec<Line> {
    let room = ((terms.height - HEAD - 8.0) / ROW).floor() as usize;
    let below = 1 + usize::from(terms.bias.is_some());
    let room = room.saturating_sub(below).max(2);
    let all = terms.terms;
    let mut hidden = Vec::new();
    let mut together = Some(0.0);
    if all.len() > room {
        let mut sizes = Vec::new();
        for term in all {
            sizes.push(-(term.weight * term.input.unwrap_or(1.0)).abs());
        }
        // The largest first.
        for &i in order::places(&sizes).iter().skip(room - 1) {
            hidden.push(i);
            together = match (together, all.get(i).and_then(|term| term.product)) {
                (Some(sum), Some(product)) => Some(sum + product),
                _ => None,
            };
        }
    }
    let mut lines = Vec::new();
    for (i, term) in all.iter().enumerate() {
        if !hidden.contains(&i) {
            lines.push(Line {
                name: term.name.to_owned(),
                part: Some(term.part),
                weight: Some(term.weight),
                input: term.input,
                product: term.product,
                stretch: None,
            });
        }
    }
    if !hidden.is_empty() {
        let mut name = hidden.len().to_string();
        name.push(' ');
        name.push_str(terms.more);
        lines.push(Line {
            name,
            part: None,
            weight: None,
            input: None,
            product: together,
            stretch: None,
        });
    }
    lines
}

/// Adds the bias, which is a weight without input, or a summand without factors; and says what
/// the bars cover: products pile up to z; weights by themselves begin at zero.
fn pile(terms: &Terms<'_>, lines: &mut Vec<Line>) {
    let mut total = 0.0;
    for line in &mut *lines {
        line.stretch = if terms.pinned {
            total += line.product.unwrap_or_default();
            line.product.map(|product| (total - product, total))
        } else {
            line.weight.map(|weight| (0.0, weight))
        };
    }
    if let Some(bias) = terms.bias {
        let value = Some(bias.value);
        let shown = bias.added || !terms.pinned;
        lines.push(Line {
            name: "b".to_owned(),
            part: Some(bias.part),
            weight: value.filter(|_| !terms.pinned),
            input: None,
            product: value.filter(|_| terms.pinned),
            stretch: shown.then_some((total, total + bias.value)),
        });
    }
}

/// The larger of a size and the size of a value, where there is one.
fn larger(size: f64, value: Option<f64>) -> f64 {
    match value {
        Some(value) if finite(value) => size.max(value.abs()),
        _ => size,
    }
}

/// The width of a column with this number, for two digits.
fn room_for(value: Option<f64>) -> f64 {
    value.map_or(0.0, |value| {
        text_width(&format::significant(value, 2), NAME) + 6.0
    })
}

/// The picture as a scene.
#[must_use]
pub fn draw(terms: &Terms<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        terms.width,
        terms.height,
        terms.title,
        terms.description,
        palette.surface,
    );
    let mut lines = lines(terms);
    let pinned = terms.pinned;
    let mut widest = text_width(terms.sum_name, NAME).max(18.0);
    // As wide as two digits of each number need.
    let (mut column, most) = NUMBER;
    let mut largest = larger(0.0, terms.sum);
    largest = larger(largest, terms.bias.map(|bias| bias.value));
    for line in &lines {
        widest = widest.max(text_width(&line.name, NAME));
        column = column.max(room_for(line.weight)).max(room_for(line.input));
        largest = larger(largest, line.product);
    }
    let (widest, column) = (widest.min(84.0), column.min(most));
    pile(terms, &mut lines);
    // Of the sum's bar and of the others.
    let mut ends = vec![0.0, terms.sum.unwrap_or_default()];
    for line in &lines {
        if let Some((from, to)) = line.stretch {
            ends.extend_from_slice(&[from, to]);
        }
    }
    let (mut low, mut high) = (0.0_f64, 0.0_f64);
    for &end in &ends {
        if finite(end) {
            (low, high) = (low.min(end), high.max(end));
        }
    }
    let first = LEFT + widest + column;
    let numbers = if pinned {
        [first, first + column, first + 2.0 * column + 6.0]
    } else {
        [first, first, first]
    };
    let left = numbers[2] + 14.0;
    let body = ROW * (lines.len() as f64 + 1.0);
    let brush = Brush {
        palette,
        numbers,
        bars: Rect::new(left, HEAD, (terms.width - left - 6.0).max(20.0), body),
        low,
        span: (high - low).max(1e-12),
        pinned,
        neutral: terms.neutral,
        column,
        decimals: decimals(largest),
    };
    brush.head(&mut scene, terms.input_name);
    let zero = crisp(brush.at(0.0));
    scene.line(
        Point::new(zero, HEAD - 2.0),
        Point::new(zero, brush.bars.bottom() + 2.0),
        palette.muted,
        1.0,
    );
    for (row, line) in lines.iter().enumerate() {
        brush.row(&mut scene, middle(row), line);
    }
    if pinned {
        brush.connect(&mut scene, terms, &lines);
        brush.sum(&mut scene, terms, &lines);
    }
    scene
}

/// The middle of a row.
#[inline(never)]
fn middle(row: usize) -> f64 {
    HEAD + ROW * (row as f64 + 0.5)
}

struct Brush<'a> {
    palette: &'a Palette,
    /// The right ends of weight, input and product.
    numbers: [f64; 3],
    /// Where the bars are.
    bars: Rect,
    /// The value at their left end, and how far the right one is from it.
    low: f64,
    span: f64,
    pinned: bool,
    neutral: bool,
    /// The width of a column of numbers.
    column: f64,
    /// Decimals of the products, the bias and the sum, so that they add up in print; none
    /// where all of them are tiny.
    decimals: Option<usize>,
}

/// As many decimals as give the largest number three significant digits.
fn decimals(largest: f64) -> Option<usize> {
    if largest == 0.0 {
        return Some(2);
    }
    let decimals = 2.0 - decades(largest, ROUNDING).floor();
    (decimals <= MOST_DECIMALS).then(|| decimals.max(1.0) as usize)
}

impl Brush<'_> {
    /// Where a value is among the bars.
    #[inline(never)]
    fn at(&self, value: f64) -> f64 {
        self.bars.x + self.bars.w * (value - self.low) / self.span
    }

    /// A summand as printed, read back.
    fn rounded(&self, value: f64) -> f64 {
        let text = match self.decimals {
            Some(decimals) => format::rounded(value, decimals),
            None => format::rounded_power(value, 2),
        };
        read::number(&text).unwrap_or(value)
    }

    fn head(&self, scene: &mut Scene, input: &str) {
        let mut write = |column: usize, name: &str| {
            let at = Point::new(self.numbers[column], HEAD / 2.0);
            scene
                .write(at, name, SMALL, self.palette.muted)
                .set(Anchor::End, Baseline::Middle);
        };
        write(0, "w");
        if self.pinned {
            write(1, input);
            let mut product = "w·".to_owned();
            product.push_str(input);
            write(2, &product);
        }
    }

    /// A number at the right end of its column.
    fn number(&self, scene: &mut Scene, column: usize, y: f64, text: String, part: Option<Part>) {
        scene
            .write(
                Point::new(self.numbers[column], y),
                text,
                NAME,
                self.palette.ink,
            )
            .set(Anchor::End, Baseline::Middle);
        if let Some(part) = part {
            scene.stands_for(part);
        }
    }

    /// A number of the sum.
    fn summand(&self, value: f64) -> String {
        match self.decimals {
            Some(decimals) => format::fixed(value, decimals),
            None => format::reading(value),
        }
    }

    /// A number with three significant digits, or with as many as fit.
    fn factor(&self, value: f64) -> String {
        for &digits in &[3, 2, 1] {
            let text = format::significant(value, digits);
            if text_width(&text, NAME) <= self.column - 4.0 {
                return text;
            }
        }
        format::compact(value)
    }

    fn name(&self, scene: &mut Scene, text: &str, y: f64) {
        let room = self.numbers[0] - self.column + 6.0 - LEFT;
        let text = fitted(text, NAME, room);
        scene
            .write(Point::new(LEFT, y), text, NAME, self.palette.ink)
            .set(Anchor::Start, Baseline::Middle);
    }

    /// A bar from one value to another.
    fn bar(&self, scene: &mut Scene, y: f64, (from, to): (f64, f64)) {
        let (a, b) = (self.at(from), self.at(to));
        if !(finite(a) && finite(b)) {
            return;
        }
        let color = if self.neutral {
            self.palette.muted
        } else if to - from < 0.0 {
            self.palette.neg()
        } else {
            self.palette.pos()
        };
        let rect = Rect::new(a.min(b), y - 5.5, (a - b).abs().max(1.0), 11.0);
        scene.rect(&rect, 0.0).fill(color);
    }

    /// A term, several together, or the bias.
    fn row(&self, scene: &mut Scene, y: f64, line: &Line) {
        self.name(scene, &line.name, y);
        if let Some(weight) = line.weight {
            self.number(scene, 0, y, self.factor(weight), line.part);
        }
        if let Some(input) = line.input {
            self.number(scene, 1, y, self.factor(input), None);
        }
        if let Some(product) = line.product {
            // The parameter is named where it stands by itself.
            let part = line.part.filter(|_| line.weight.is_none());
            self.number(scene, 2, y, self.summand(product), part);
        }
        if let Some(stretch) = line.stretch {
            self.bar(scene, y, stretch);
        }
        if let Some(part) = line.part {
            if line.stretch.is_some() {
                scene.stands_for(part);
            }
            let area = Rect::new(0.0, y - ROW / 2.0, scene.width, ROW);
            scene.target_rect(&area, part, 1);
        }
    }

    /// The sum, under a rule.
    fn sum(&self, scene: &mut Scene, terms: &Terms<'_>, lines: &[Line]) {
        let y = middle(lines.len());
        let level = crisp(y - ROW / 2.0);
        scene.line(
            Point::new(LEFT, level),
            Point::new(terms.width - 6.0, level),
            self.palette.hairline,
            1.0,
        );
        self.name(scene, terms.sum_name, y);
        scene.bold();
        if let Some(z) = terms.sum {
            let mut worked = 0.0;
            for line in lines {
                worked += line.product.map_or(0.0, |product| self.rounded(product));
            }
            let mut text = self.summand(z);
            if self.summand(worked) != text {
                format::put_before(&mut text, "≈ ");
            }
            self.number(scene, 2, y, text, Some(terms.unit));
            scene.bold();
            self.bar(scene, y, (0.0, z));
            scene.stands_for(terms.unit);
        }
    }

    /// Hairlines from where one bar ends to where the next begins.
    fn connect(&self, scene: &mut Scene, terms: &Terms<'_>, lines: &[Line]) {
        for (row, line) in lines.iter().enumerate() {
            let next = lines.get(row + 1);
            let follows = next.map_or(terms.sum.is_some(), |next| next.stretch.is_some());
            let Some((_, end)) = line.stretch.filter(|_| follows) else {
                continue;
            };
            let x = crisp(self.at(end));
            let y = middle(row);
            if finite(x) {
                scene.line(
                    Point::new(x, y + 5.5),
                    Point::new(x, y + ROW - 5.5),
                    self.palette.muted,
                    1.0,
                );
            }
        }
    }
}
