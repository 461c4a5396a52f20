//! The output over the plane: the map and its contours.

use super::{Exact, Plane, Surface, contour};
use crate::chart::{Field, field};
use crate::num::{Real, entry};
use crate::scene::{ColorMap, Mapping, Palette, Part, Point, Rect, Scene, Segment, Stroke};

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
pub(super) fn map(scene: &mut Scene, plane: &Plane<'_>, plot: &Rect, palette: &Palette) {
    match &plane.surface {
        Surface::Empty => {}
        Surface::Signed {
            field,
            mapping,
            threshold,
        } => {
            let colors = colors(palette, plane.discretize, *threshold);
            // The cut lies where the decision changes, wherever the ramp's middle is.
            let cut = threshold.filter(|_| plane.discretize);
            let mapping = Mapping {
                mid: cut.unwrap_or(mapping.mid),
                ..*mapping
            };
            field::paint(scene, plot, field, &mapping, &colors, 1.0, Part::Plot);
        }
        Surface::Classes { fields } => classes(scene, plane, plot, fields, palette),
    }
}

/// Mixes the class colours by probability, or takes that of the most probable class.
fn classes(
    scene: &mut Scene,
    plane: &Plane<'_>,
    plot: &Rect,
    fields: &[Field<'_>],
    palette: &Palette,
) {
    let Some(first) = same_shape(fields) else {
        return;
    };
    let mut colors = Vec::new();
    for class in 0..fields.len() {
        let color = palette.class(class, fields.len());
        colors.push(palette.surface.mix(color, CLASS_TINT));
    }
    let mut rgba = Vec::with_capacity(4 * first.values.len());
    for row in 0..first.rows {
        for col in 0..first.cols {
            // Red, green and blue, and what they are made of: the sum of the shares, or the
            // largest of them.
            let mut cell = [0.0_f64; 4];
            for (class, (field, color)) in fields.iter().zip(&colors).enumerate() {
                let value = field
                    .row(row)
                    .get(col)
                    .map_or(0.0, |value| f64::from(*value));
                let color = [color.r.into(), color.g.into(), color.b.into(), 1.0];
                if !plane.discretize {
                    let share = value.max(0.0);
                    for (channel, part) in cell.iter_mut().zip(&color) {
                        *channel += share * part;
                    }
                } else if class == 0 || value > cell[3] {
                    cell = color;
                    // What is not a number is less than all that are.
                    cell[3] = value.max(f64::NEG_INFINITY);
                }
            }
            // A sigmoid for each class need not sum to one.
            let whole = if plane.discretize {
                1.0
            } else {
                cell[3].max(1e-6)
            };
            for channel in &cell[..3] {
                rgba.push((channel / whole).round() as u8);
            }
            rgba.push(255);
        }
    }
    scene
        .image(plot, first.cols, first.rows, rgba.into())
        .stands_for(Part::Plot);
}

fn same_shape<'a, 'b>(fields: &'b [Field<'a>]) -> Option<&'b Field<'a>> {
    let first = fields.first()?;
    fields
        .iter()
        .all(|field| field.is_whole() && field.cols == first.cols && field.rows == first.rows)
        .then_some(first)
}

/// The stroke of the decision's border.
pub(super) fn border(palette: &Palette) -> Stroke {
    Stroke::new(palette.ink, 2.25).round()
}

/// The decision's border: ink with a halo, so that it stands on every colour. Whether there is any.
pub(super) fn contours(
    scene: &mut Scene,
    plane: &Plane<'_>,
    plot: &Rect,
    palette: &Palette,
) -> bool {
    let (fields, level) = match &plane.surface {
        Surface::Signed {
            field,
            threshold: Some(level),
            ..
        } => (core::slice::from_ref(field), Some(*level)),
        Surface::Classes { fields } => (*fields, None),
        _ => return false,
    };
    let Some(first) = same_shape(fields) else {
        return false;
    };
    let [x, y] = [plane.x.domain(), plane.y.domain()];
    let mut segments = Vec::new();
    // Every border of the last class is also the border of another one.
    for class in 0..fields.len().saturating_sub(1).max(1) {
        // In so many rows and columns, how far the output is above its threshold, or the class
        // ahead of the others.
        let leads = |rows: usize, cols: usize, output: &dyn Fn(usize, usize, usize) -> Real| {
            let mut leads = Vec::with_capacity(rows * cols);
            for row in 0..rows {
                for col in 0..cols {
                    let mut rival = level.unwrap_or(f64::MIN);
                    for other in 0..fields.len() {
                        if level.is_none() && other != class {
                            rival = rival.max(f64::from(output(row, col, other)));
                        }
                    }
                    leads.push(f64::from(output(row, col, class)) - rival);
                }
            }
            leads
        };
        // A border of one cell around the field's.
        let (rows, cols) = (first.rows + 2, first.cols + 2);
        let inside = |place: usize, count: usize| place.saturating_sub(1).min(count - 1);
        let values = leads(rows, cols, &|row, col, class| {
            let field = fields.get(class).unwrap_or(first);
            let line = field.row(inside(row, first.rows));
            line.get(inside(col, first.cols))
                .copied()
                .unwrap_or_default()
        });
        let grid = contour::Grid::new(values, rows, cols);
        let exact = |places: &[Point]| {
            let Some(Exact(outputs)) = plane.exact else {
                return Vec::new();
            };
            let mut inputs = Vec::new();
            for at in places {
                let across = x[0] + (x[1] - x[0]) * at.x;
                inputs.push(vec![across, y[1] + (y[0] - y[1]) * at.y]);
            }
            let found = outputs(&inputs);
            leads(places.len(), 1, &|place, _, class| {
                entry(&found, place, class)
            })
        };
        grid.zero_lines(&exact, &mut segments);
    }
    for segment in &mut segments {
        if let Segment::Move(p) | Segment::Line(p) = segment {
            *p = Point::new(plot.x + plot.w * p.x, plot.y + plot.h * p.y);
        }
    }
    if segments.is_empty() {
        return false;
    }
    scene
        .path(segments.clone())
        .outline(palette.surface, 4.5)
        .round()
        .opacity(0.75);
    scene
        .path(segments)
        .stroke(&border(palette))
        .stands_for(Part::Plot);
    true
}
