//! A value on every cell of a grid over the plane, and its picture.

use std::cell::RefCell;

use crate::num::Real;
use crate::scene::{ColorMap, Mapping, Part, Pixels, Rect, Scene};

/// A grid of values over a rectangle: `cols x rows` cells, each value taken at the middle
/// of its cell, row after row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field<'a> {
    /// `cols · rows` values.
    pub values: &'a [Real],
    /// Cells along x1.
    pub cols: usize,
    /// Cells along x2.
    pub rows: usize,
    /// Which row comes first.
    pub order: Rows,
    /// Where its picture is kept while its values stay as they are.
    pub kept: Option<&'a Kept>,
}

/// The picture of a field as it was painted last. Who changes the field's values forgets it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept(RefCell<Option<Picture>>);

/// A painted field, with what it depends on beside the values.
#[derive(Clone, Debug, PartialEq)]
struct Picture {
    size: (usize, usize),
    mapping: Mapping,
    colors: ColorMap,
    rgba: Pixels,
}

impl Kept {
    /// The values have changed.
    pub fn forget(&mut self) {
        *self.0.get_mut() = None;
    }
}

/// Which row of a [`Field`] comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The row with the largest x2, as on the screen.
    TopFirst,
    /// The row with the smallest x2, as on the axis.
    BottomFirst,
}

impl<'a> Field<'a> {
    /// Whether the grid has cells and as many values as it says.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.cols > 0 && self.rows > 0 && self.values.len() == self.cols * self.rows
    }

    /// Row `row` counted from the top of the screen.
    #[must_use]
    pub fn row(&self, row: usize) -> &'a [Real] {
        let row = match self.order {
            Rows::TopFirst => row,
            Rows::BottomFirst => self.rows - 1 - row,
        };
        let cells = row * self.cols..(row + 1) * self.cols;
        self.values.get(cells).unwrap_or_default()
    }
}

/// Cells for each CSS pixel beyond which nobody sees a difference.
const FINEST: f64 = 1.5;

/// Paints the field over `rect`, thinned where it is much finer than the pixels.
pub(crate) fn paint(
    scene: &mut Scene,
    rect: &Rect,
    field: &Field<'_>,
    mapping: &Mapping,
    colors: &ColorMap,
    opacity: f64,
    part: Part,
) {
    if !field.is_whole() {
        return;
    }
    let stride =
        |cells: usize, pixels: f64| ((cells as f64 / (FINEST * pixels)).round() as usize).max(1);
    let (dx, dy) = (stride(field.cols, rect.w), stride(field.rows, rect.h));
    let (w, h) = (field.cols.div_ceil(dx), field.rows.div_ceil(dy));
    let mut kept = field.kept.map(|kept| kept.0.borrow_mut());
    let known = kept
        .as_deref()
        .and_then(Option::as_ref)
        .filter(|old| old.size == (w, h) && old.mapping == *mapping && old.colors == *colors);
    let rgba = if let Some(known) = known {
        known.rgba.clone()
    } else {
        let rgba = pixels(field, (dx, dy), (w, h), mapping, colors);
        if let Some(kept) = &mut kept {
            **kept = Some(Picture {
                size: (w, h),
                mapping: *mapping,
                colors: colors.clone(),
                rgba: rgba.clone(),
            });
        }
        rgba
    };
    scene
        .image(rect, w, h, rgba)
        .opacity(opacity)
        .stands_for(part);
}

/// The colours of every `dx`th column and `dy`th row, `w` by `h` of them.
pub(super) fn pixels(
    field: &Field<'_>,
    (dx, dy): (usize, usize),
    (w, h): (usize, usize),
    mapping: &Mapping,
    colors: &ColorMap,
) -> Pixels {
    let mut rgba = vec![0; 4 * w * h];
    for (i, line) in rgba.chunks_exact_mut((4 * w).max(1)).enumerate() {
        let cells = field.row(i * dy).chunks(dx.max(1));
        let first = cells.filter_map(|cells| cells.first().copied());
        colors.paint(first, mapping, line);
    }
    rgba.into()
}
