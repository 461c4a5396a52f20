//! A unit's sum, term by term: each weight, what it meets, the product, and how the
//! products pile up to the pre-activation `z`, or to the blame from the next layer.

use super::axes::{NAME, SMALL, crisp, fitted};
use crate::num::order;
use crate::scene::read;
use crate::scene::{
    Anchor, Area, Baseline, Color, Paint, Palette, Part, Point, Rect, Scene, Stroke, TextMark,
    format, text_width,
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
/// The least and the most width of a column of numbers.
const NUMBER: (f64, f64) = (54.0, 70.0);

/// The most decimals of a summand; smaller numbers are written by powers of ten.
const MOST_DECIMALS: f64 = 6.0;

/// The height at which so many rows have room: terms, the bias, the sum.
#[must_use]
pub fn height_for(rows: usize) -> f64 {
    HEAD + ROW * rows as f64 + 8.0
}

/// A row of the picture: a term, or several together.
struct Line {
    name: String,
    part: Option<Part>,
    weight: Option<f64>,
    input: Option<f64>,
    product: Option<f64>,
}

/// The rows that have room: all terms, or the largest and the rest together.
fn lines(terms: &Terms<'_>) -> Vec<Line> {
    let room = ((terms.height - HEAD - 8.0) / ROW).floor() as usize;
    let below = 1 + usize::from(terms.bias.is_some());
    let room = room.saturating_sub(below).max(2);
    let line = |term: &Term<'_>| Line {
        name: term.name.to_owned(),
        part: Some(term.part),
        weight: Some(term.weight),
        input: term.input,
        product: term.product,
    };
    if terms.terms.len() <= room {
        return terms.terms.iter().map(line).collect();
    }
    let size = |term: &Term<'_>| {
        let known = term.input.map(|input| (term.weight * input).abs());
        known.unwrap_or(term.weight.abs())
    };
    let all: Vec<usize> = (0..terms.terms.len()).collect();
    let largest_first = order::ascending(&all, |i| -size(&terms.terms[*i]));
    let (kept, rest) = largest_first.split_at(room - 1);
    let mut lines: Vec<Line> = all
        .iter()
        .filter(|i| kept.contains(i))
        .map(|i| line(&terms.terms[*i]))
        .collect();
    lines.push(Line {
        name: format!("{} {}", rest.len(), terms.more),
        part: None,
        weight: None,
        input: None,
        product: rest.iter().map(|i| terms.terms[*i].product).sum(),
    });
    lines
}

/// Where the columns stand.
struct Columns {
    name: f64,
    /// The right ends of weight, input and product.
    numbers: [f64; 3],
    bars: Rect,
}

/// The picture as a scene.
#[must_use]
pub fn draw(terms: &Terms<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::new(terms.width, terms.height, terms.title, terms.description);
    scene.rect(scene.bounds(), 0.0, Paint::fill(palette.surface));
    let lines = lines(terms);
    let pinned = terms.pinned;
    let widest = lines
        .iter()
        .map(|line| text_width(&line.name, NAME))
        .fold(text_width(terms.sum_name, NAME).max(18.0), f64::max)
        .min(84.0);
    let decimals = decimals(
        lines
            .iter()
            .filter_map(|line| line.product)
            .chain(terms.bias.map(|bias| bias.value))
            .chain(terms.sum),
    );
    // As wide as two digits of each number need.
    let (least, most) = NUMBER;
    let column = lines
        .iter()
        .flat_map(|line| [line.weight, line.input])
        .flatten()
        .map(|value| text_width(&format::significant(value, 2), NAME) + 6.0)
        .fold(least, f64::max)
        .min(most);
    let name = 2.0;
    let first = name + widest + column;
    let numbers = if pinned {
        [first, first + column, first + 2.0 * column + 6.0]
    } else {
        [first, first, first]
    };
    let left = numbers[2] + 14.0;
    let below = if terms.bias.is_some() { 2.0 } else { 1.0 };
    let body = ROW * (lines.len() as f64 + below);
    let columns = Columns {
        name,
        numbers,
        bars: Rect::new(left, HEAD, (terms.width - left - 6.0).max(20.0), body),
    };
    let brush = Brush {
        palette,
        columns,
        pinned,
        neutral: terms.neutral,
        column,
        decimals,
    };
    brush.head(&mut scene, terms.input_name);
    brush.body(&mut scene, terms, &lines);
    scene
}

struct Brush<'a> {
    palette: &'a Palette,
    columns: Columns,
    pinned: bool,
    neutral: bool,
    /// The width of a column of numbers.
    column: f64,
    /// Decimals of the products, the bias and the sum, so that they add up in print; none
    /// where all of them are tiny.
    decimals: Option<usize>,
}

/// As many decimals as give the largest number three significant digits.
fn decimals(values: impl Iterator<Item = f64>) -> Option<usize> {
    let largest = values
        .filter(|value| value.is_finite())
        .fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest == 0.0 {
        return Some(2);
    }
    let decimals = 2.0 - libm::floor(libm::log10(largest));
    (decimals <= MOST_DECIMALS).then(|| decimals.max(1.0) as usize)
}

impl Brush<'_> {
    /// A summand as printed, read back.
    fn rounded(&self, value: f64) -> f64 {
        let text = match self.decimals {
            Some(decimals) => format!("{value:.decimals$}"),
            None => format!("{value:.2e}"),
        };
        read::number(&text).unwrap_or(value)
    }

    fn head(&self, scene: &mut Scene, input: &str) {
        let product = format!("w·{input}");
        let names: &[&str] = if self.pinned {
            &["w", input, &product]
        } else {
            &["w"]
        };
        for (name, right) in names.iter().zip(self.columns.numbers) {
            let at = Point::new(right, HEAD / 2.0);
            scene.text(
                TextMark::new(at, *name, SMALL, self.palette.muted)
                    .set(Anchor::End, Baseline::Middle),
            );
        }
    }

    fn rule(&self, scene: &mut Scene, y: f64, width: f64) {
        let y = crisp(y);
        scene.line(
            Point::new(self.columns.name, y),
            Point::new(width, y),
            Stroke::new(self.palette.hairline, 1.0),
        );
    }

    fn number(&self, scene: &mut Scene, text: String, at: Point, part: Option<Part>, bold: bool) {
        let text =
            TextMark::new(at, text, NAME, self.palette.ink).set(Anchor::End, Baseline::Middle);
        let text = if bold { text.bold() } else { text };
        scene.text(match part {
            Some(part) => text.of(part),
            None => text,
        });
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
        (1..=3)
            .rev()
            .map(|digits| format::significant(value, digits))
            .find(|text| text_width(text, NAME) <= self.column - 4.0)
            .unwrap_or_else(|| format::compact(value))
    }

    fn name(&self, scene: &mut Scene, text: &str, y: f64, bold: bool) {
        let room = self.columns.numbers[0] - self.column + 6.0 - self.columns.name;
        let at = Point::new(self.columns.name, y);
        let mark = TextMark::new(at, fitted(text, NAME, room), NAME, self.palette.ink)
            .set(Anchor::Start, Baseline::Middle);
        scene.text(if bold { mark.bold() } else { mark });
    }

    fn color(&self, value: f64) -> Color {
        if self.neutral {
            self.palette.muted
        } else if value < 0.0 {
            self.palette.neg()
        } else {
            self.palette.pos()
        }
    }

    /// A bar from one value to another.
    fn bar(&self, scene: &mut Scene, y: f64, (from, to): (f64, f64), at: &dyn Fn(f64) -> f64) {
        let (a, b) = (at(from), at(to));
        if !(a.is_finite() && b.is_finite()) {
            return;
        }
        let rect = Rect::new(a.min(b), y - 5.5, (a - b).abs().max(1.0), 11.0);
        let paint = Paint::fill(self.color(to - from));
        scene.rect(rect, 0.0, paint);
    }

    fn body(&self, scene: &mut Scene, terms: &Terms<'_>, lines: &[Line]) {
        // Each row as the stretch that its bar covers: products pile up to z; weights by
        // themselves begin at zero.
        let mut total = 0.0;
        let mut stretches: Vec<Option<(f64, f64)>> = Vec::new();
        for line in lines {
            let step = if self.pinned { line.product } else { None };
            stretches.push(match (step, line.weight) {
                (Some(product), _) => {
                    total += product;
                    Some((total - product, total))
                }
                (None, Some(weight)) if !self.pinned => Some((0.0, weight)),
                _ => None,
            });
        }
        if let Some(bias) = terms.bias {
            stretches.push(if !self.pinned {
                Some((0.0, bias.value))
            } else if bias.added {
                Some((total, total + bias.value))
            } else {
                None
            });
        }
        stretches.push(terms.sum.map(|z| (0.0, z)));
        let ends = stretches.iter().flatten().flat_map(|(a, b)| [*a, *b]);
        let (low, high) = ends
            .filter(|end| end.is_finite())
            .fold((0.0_f64, 0.0_f64), |(low, high), end| {
                (low.min(end), high.max(end))
            });
        let span = (high - low).max(1e-12);
        let bars = self.columns.bars;
        let at = |value: f64| bars.x + bars.w * (value - low) / span;
        let zero = crisp(at(0.0));
        scene.line(
            Point::new(zero, HEAD - 2.0),
            Point::new(zero, bars.bottom() + 2.0),
            Stroke::new(self.palette.muted, 1.0),
        );
        let middle = |row: usize| HEAD + ROW * (row as f64 + 0.5);
        for (row, line) in lines.iter().enumerate() {
            let y = middle(row);
            self.name(scene, &line.name, y, false);
            if let Some(weight) = line.weight {
                let place = Point::new(self.columns.numbers[0], y);
                self.number(scene, self.factor(weight), place, line.part, false);
            }
            if let Some(input) = line.input {
                let place = Point::new(self.columns.numbers[1], y);
                self.number(scene, self.factor(input), place, None, false);
            }
            if let Some(product) = line.product {
                let place = Point::new(self.columns.numbers[2], y);
                self.number(scene, self.summand(product), place, None, false);
            }
            if let Some(stretch) = stretches[row] {
                self.bar(scene, y, stretch, &at);
                if let Some(part) = line.part {
                    scene.stands_for(part);
                }
            }
            if let Some(part) = line.part {
                let area = Rect::new(0.0, y - ROW / 2.0, terms.width, ROW);
                scene.target(Area::Rect(area), part, 1);
            }
        }
        let x = self.columns.numbers[if self.pinned { 2 } else { 0 }];
        let mut row = lines.len();
        if let Some(bias) = terms.bias {
            let y = middle(row);
            self.name(scene, "b", y, false);
            let text = if self.pinned {
                self.summand(bias.value)
            } else {
                self.factor(bias.value)
            };
            self.number(scene, text, Point::new(x, y), Some(bias.part), false);
            if let Some(stretch) = stretches[row] {
                self.bar(scene, y, stretch, &at);
                scene.stands_for(bias.part);
            }
            let area = Rect::new(0.0, y - ROW / 2.0, terms.width, ROW);
            scene.target(Area::Rect(area), bias.part, 1);
            row += 1;
        }
        self.connect(scene, &stretches, &at);
        if self.pinned {
            let y = middle(row);
            self.rule(scene, y - ROW / 2.0, terms.width - 6.0);
            self.name(scene, terms.sum_name, y, true);
            if let Some(z) = terms.sum {
                let worked = lines
                    .iter()
                    .filter_map(|line| line.product)
                    .chain(terms.bias.map(|bias| bias.value))
                    .map(|value| self.rounded(value))
                    .sum();
                let same = self.summand(worked) == self.summand(z);
                let sign = if same { "" } else { "≈ " };
                let text = format!("{sign}{}", self.summand(z));
                self.number(scene, text, Point::new(x, y), Some(terms.unit), true);
                self.bar(scene, y, (0.0, z), &at);
                scene.stands_for(terms.unit);
            }
        }
    }

    /// Hairlines from where one bar ends to where the next begins.
    fn connect(
        &self,
        scene: &mut Scene,
        stretches: &[Option<(f64, f64)>],
        at: &dyn Fn(f64) -> f64,
    ) {
        if !self.pinned {
            return;
        }
        for (row, pair) in stretches.windows(2).enumerate() {
            let (Some((_, end)), Some(_)) = (pair[0], pair[1]) else {
                continue;
            };
            let x = crisp(at(end));
            let y = HEAD + ROW * (row as f64 + 0.5);
            if x.is_finite() {
                scene.line(
                    Point::new(x, y + 5.5),
                    Point::new(x, y + ROW - 5.5),
                    Stroke::new(self.palette.muted, 1.0),
                );
            }
        }
    }
}
