//! The output over the plane: the map and its contours.

use super::{Plane, Surface, contour};
use crate::chart::{Field, field};
use crate::num::Real;
use crate::scene::{
    ColorMap, ImageMark, Mapping, Mark, Paint, Palette, Part, Point, Rect, Scene, Segment, Stroke,
};

/// How many pixels a cell becomes in each direction where decisions are shown: their
/// borders then look smooth.
const FINER: usize = 3;
/// Flat steps of a discretised map on which nothing is decided.
const BANDS: u32 = 8;
/// How far the map goes along the ramp: it is a tint, and the ends are left to the samples,
/// which otherwise would drown in a map that is sure of them.
const TINT: f64 = 0.62;
/// The same for class colours, as a share between the surface and the colour.
const CLASS_TINT: f64 = 0.5;

/// The colours in which the plane's signed surface is painted, as the colour bar shows
/// them too.
pub(super) fn colors(palette: &Palette, discretize: bool, threshold: Option<f64>) -> ColorMap {
    let bands = match (discretize, threshold) {
        (false, _) => None,
        (true, Some(_)) => Some(2),
        (true, None) => Some(BANDS),
    };
    ColorMap::signed(palette, bands, TINT)
}

/// Paints the map.
pub(super) fn map(scene: &mut Scene, plane: &Plane<'_>, plot: Rect, palette: &Palette) {
    match plane.surface {
        Surface::Empty => {}
        Surface::Signed {
            field,
            mapping,
            threshold,
        } => {
            let colors = colors(palette, plane.discretize, threshold);
            if plane.discretize && field.is_whole() {
                // The cut lies where the decision changes, wherever the ramp's middle is.
                let cut = Mapping {
                    mid: threshold.unwrap_or(mapping.mid),
                    ..mapping
                };
                let (w, h, values) = refined(&field);
                let mut rgba = vec![0; 4 * w * h];
                colors.paint(values.into_iter(), &cut, &mut rgba);
                image(scene, plot, (w, h), rgba);
            } else {
                field::paint(scene, plot, &field, &mapping, &colors, 1.0, Part::Plot);
            }
        }
        Surface::Classes { fields } => classes(scene, plane, plot, fields, palette),
    }
}

fn image(scene: &mut Scene, rect: Rect, (w, h): (usize, usize), rgba: Vec<u8>) {
    scene.marks.push(Mark::Image(ImageMark {
        rect,
        w: w as u32,
        h: h as u32,
        rgba: rgba.into(),
        smooth: true,
        opacity: 1.0,
        part: Some(Part::Plot),
    }));
}

/// Mixes the class colours by probability, or takes that of the most probable class.
fn classes(
    scene: &mut Scene,
    plane: &Plane<'_>,
    plot: Rect,
    fields: &[Field<'_>],
    palette: &Palette,
) {
    let Some(first) = same_shape(fields) else {
        return;
    };
    let colors: Vec<[f64; 3]> = (0..fields.len())
        .map(|class| {
            let color = palette.class(class, fields.len());
            let color = palette.surface.mix(color, CLASS_TINT);
            [f64::from(color.r), f64::from(color.g), f64::from(color.b)]
        })
        .collect();
    let finer: Vec<(usize, usize, Vec<f64>)> = if plane.discretize {
        fields.iter().map(refined).collect()
    } else {
        Vec::new()
    };
    let (w, h) = finer
        .first()
        .map_or((first.cols, first.rows), |fine| (fine.0, fine.1));
    let mut rgba = Vec::with_capacity(4 * w * h);
    let mut lines: Vec<&[Real]> = Vec::with_capacity(fields.len());
    for row in 0..h {
        if !plane.discretize {
            lines.clear();
            lines.extend(fields.iter().map(|field| field.row(row)));
        }
        for col in 0..w {
            let mut mixed = [0.0_f64; 3];
            if plane.discretize {
                let at = row * w + col;
                mixed = colors[argmax(finer.iter().map(|fine| fine.2[at]))];
            } else {
                let mut sum = 0.0;
                for (line, color) in lines.iter().zip(&colors) {
                    let share = f64::from(line[col]).max(0.0);
                    sum += share;
                    for (channel, part) in mixed.iter_mut().zip(color) {
                        *channel += share * part;
                    }
                }
                // Outputs that are no probabilities (a step, a sigmoid for each class)
                // need not sum to one.
                for channel in &mut mixed {
                    *channel /= sum.max(1e-6);
                }
            }
            let [r, g, b] = mixed.map(|channel| channel.round() as u8);
            rgba.extend_from_slice(&[r, g, b, 255]);
        }
    }
    image(scene, plot, (w, h), rgba);
}

fn same_shape<'a, 'b>(fields: &'b [Field<'a>]) -> Option<&'b Field<'a>> {
    let first = fields.first()?;
    fields
        .iter()
        .all(|field| field.is_whole() && field.cols == first.cols && field.rows == first.rows)
        .then_some(first)
}

fn argmax(values: impl Iterator<Item = f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (i, value) in values.enumerate() {
        if value > best.1 {
            best = (i, value);
        }
    }
    best.0
}

/// The field on a finer grid, interpolated in both directions.
fn refined(field: &Field<'_>) -> (usize, usize, Vec<f64>) {
    let (w, h) = (field.cols * FINER, field.rows * FINER);
    // For each fine cell: the coarse cell before it and the share of the way to the next.
    let places = |count: usize| -> Vec<(usize, usize, f64)> {
        (0..count * FINER)
            .map(|i| {
                let at = ((i as f64 + 0.5) / FINER as f64 - 0.5).clamp(0.0, count as f64 - 1.0);
                let before = at as usize;
                (before, (before + 1).min(count - 1), at - before as f64)
            })
            .collect()
    };
    let across = places(field.cols);
    let mut values = Vec::with_capacity(w * h);
    for (top, bottom, down) in places(field.rows) {
        let (top, bottom) = (field.row(top), field.row(bottom));
        values.extend(across.iter().map(|&(left, right, share)| {
            let mix = |a: f64, b: f64, t: f64| a + (b - a) * t;
            let at = |row: &[Real]| mix(f64::from(row[left]), f64::from(row[right]), share);
            mix(at(top), at(bottom), down)
        }));
    }
    (w, h, values)
}

/// The decision's border: ink with a halo, so that it stands on every colour.
pub(super) fn contours(scene: &mut Scene, plane: &Plane<'_>, plot: Rect, palette: &Palette) {
    let mut segments = Vec::new();
    match plane.surface {
        Surface::Signed {
            field,
            threshold: Some(level),
            ..
        } if field.is_whole() => {
            add(&contour::Grid::of_field(&field, level), plot, &mut segments);
        }
        Surface::Classes { fields } => {
            // Every border of the last class is also the border of another one.
            if let Some(first) = same_shape(fields) {
                let lines: Vec<Vec<&[Real]>> = (0..first.rows)
                    .map(|row| fields.iter().map(|field| field.row(row)).collect())
                    .collect();
                for class in 0..fields.len().saturating_sub(1) {
                    let lead = contour::Grid::new(first.cols, first.rows, |col, row| {
                        let values = lines[row].iter().map(|line| f64::from(line[col]));
                        let others = values.enumerate().filter(|&(i, _)| i != class);
                        let rival = others.fold(f64::MIN, |most, (_, value)| most.max(value));
                        f64::from(lines[row][class][col]) - rival
                    });
                    add(&lead, plot, &mut segments);
                }
            }
        }
        _ => {}
    }
    if segments.is_empty() {
        return;
    }
    let halo = Paint::stroke(Stroke::new(palette.surface, 4.5).round()).at(0.75);
    scene.path(segments.clone(), halo);
    scene.path(
        segments,
        Paint::stroke(Stroke::new(palette.ink, 2.25).round()),
    );
    scene.stands_for(Part::Plot);
}

fn add(grid: &contour::Grid, plot: Rect, segments: &mut Vec<Segment>) {
    for chain in grid.zero_lines() {
        for (i, p) in contour::rounded(&chain).into_iter().enumerate() {
            let p = Point::new(plot.x + plot.w * p.x, plot.y + plot.h * p.y);
            segments.push(if i == 0 {
                Segment::Move(p)
            } else {
                Segment::Line(p)
            });
        }
    }
}
