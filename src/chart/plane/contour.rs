//! Level lines of a field by marching squares.

use crate::scene::Point;

/// From this jump between two cells on the straight line between their values does not say where
/// the zero lies.
const STEEP: f64 = 0.05;
/// How often a steep side is halved: then its crossing is known to a quarter of a pixel.
const HALVINGS: usize = 4;

/// A field with a border: the values at the middles of the cells, and around them those
/// on the edge of the plane, continued in a straight line, so that level lines reach the
/// frame.
pub(super) struct Grid {
    cols: usize,
    rows: usize,
    values: Vec<f64>,
}

impl Grid {
    /// The grid of `value(col, row)`, rows from the top.
    pub(super) fn new(cols: usize, rows: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let (w, h) = (cols + 2, rows + 2);
        let mut values = vec![0.0; w * h];
        for row in 0..rows {
            let line = &mut values[(row + 1) * w..(row + 2) * w];
            for col in 0..cols {
                line[col + 1] = value(col, row);
            }
            let beyond = |edge: f64, inner: f64| edge + (edge - inner) / 2.0;
            line[0] = beyond(line[1], line[if cols > 1 { 2 } else { 1 }]);
            line[w - 1] = beyond(line[cols], line[if cols > 1 { cols - 1 } else { cols }]);
        }
        for col in 0..w {
            let at = |row: usize| values[row * w + col];
            let top = at(1) + (at(1) - at(if rows > 1 { 2 } else { 1 })) / 2.0;
            let last = if rows > 1 { rows - 1 } else { rows };
            let bottom = at(rows) + (at(rows) - at(last)) / 2.0;
            values[col] = top;
            values[(h - 1) * w + col] = bottom;
        }
        Self {
            cols: w,
            rows: h,
            values,
        }
    }

    /// The lines along which the grid is zero, as chains of points in 0..=1 x 0..=1 from
    /// the top left corner; a closed line ends where it begins. Where the two values of a side
    /// are [`STEEP`] or more apart, `exact` is asked for those in between; it may know none.
    pub(super) fn zero_lines(&self, exact: &dyn Fn(&[Point]) -> Vec<f64>) -> Vec<Vec<Point>> {
        let mut joints = Joints::new(self);
        for row in 0..self.rows - 1 {
            for col in 0..self.cols - 1 {
                self.cross(col, row, &mut joints);
            }
        }
        let mut chains = joints.chains(self);
        // A sigmoid that is sure of itself goes from one end to the other inside a cell, and a
        // step always does.
        for _ in 0..HALVINGS {
            let mut middles = Vec::new();
            for side in chains.iter().flatten() {
                if side.steep {
                    middles.push(side.ends[0].toward(side.ends[1], 0.5));
                }
            }
            let mut found = exact(&middles).into_iter().zip(middles);
            for side in chains.iter_mut().flatten() {
                if side.steep
                    && let Some((value, middle)) = found.next()
                {
                    let end = usize::from((value >= 0.0) != (side.values[0] >= 0.0));
                    (side.ends[end], side.values[end]) = (middle, value);
                }
            }
        }
        let mut lines = Vec::new();
        for chain in &chains {
            lines.push(chain.iter().map(Side::crossing).collect());
        }
        lines
    }

    fn value(&self, col: usize, row: usize) -> f64 {
        self.values[row * self.cols + col]
    }

    /// Joins the crossings on the four sides of one square. Each side has a number: 2n
    /// for the one that runs right from node n, 2n + 1 for the one that runs down.
    fn cross(&self, col: usize, row: usize, joints: &mut Joints) {
        let node = row * self.cols + col;
        let (top, left) = (2 * node, 2 * node + 1);
        let (right, bottom) = (2 * (node + 1) + 1, 2 * (node + self.cols));
        let corners = [
            self.value(col, row),
            self.value(col + 1, row),
            self.value(col + 1, row + 1),
            self.value(col, row + 1),
        ];
        let mut code = 0;
        for (i, corner) in corners.into_iter().enumerate() {
            code |= usize::from(corner >= 0.0) << i;
        }
        match code {
            1 | 14 => joints.join(left, top),
            2 | 13 => joints.join(top, right),
            3 | 12 => joints.join(left, right),
            4 | 11 => joints.join(right, bottom),
            6 | 9 => joints.join(top, bottom),
            7 | 8 => joints.join(left, bottom),
            5 | 10 => {
                // A saddle: the middle decides which corners belong together.
                let middle = corners[0] + corners[1] + corners[2] + corners[3];
                if (middle >= 0.0) == (code == 5) {
                    joints.join(top, right);
                    joints.join(left, bottom);
                } else {
                    joints.join(left, top);
                    joints.join(right, bottom);
                }
            }
            _ => {}
        }
    }

    /// The side with this number.
    fn side(&self, number: usize) -> Side {
        let (node, down) = (number / 2, number % 2);
        let (col, row) = (node % self.cols, node / self.cols);
        let (col2, row2) = (col + 1 - down, row + down);
        let values = [self.value(col, row), self.value(col2, row2)];
        Side {
            ends: [
                Point::new(place(col, self.cols), place(row, self.rows)),
                Point::new(place(col2, self.cols), place(row2, self.rows)),
            ],
            values,
            steep: (values[0] - values[1]).abs() >= STEEP,
        }
    }
}

/// The side of a square, or the part of it that the zero lies on.
struct Side {
    ends: [Point; 2],
    values: [f64; 2],
    steep: bool,
}

impl Side {
    /// Where the straight line between the values is zero.
    fn crossing(&self) -> Point {
        let [a, b] = self.values;
        let share = if a == b {
            0.5
        } else {
            (a / (a - b)).clamp(0.0, 1.0)
        };
        self.ends[0].toward(self.ends[1], share)
    }
}

/// Where node `index` of `count` lies in 0..=1: the first and last on the edges, the
/// others in the middles of their cells.
fn place(index: usize, count: usize) -> f64 {
    let cells = (count - 2) as f64;
    ((index as f64 - 0.5) / cells).clamp(0.0, 1.0)
}

/// Which crossings are neighbours on a line: at most two each.
struct Joints {
    neighbours: Vec<[u32; 2]>,
    crossed: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Joints {
    fn new(grid: &Grid) -> Self {
        Self {
            neighbours: vec![[NONE; 2]; 2 * grid.values.len()],
            crossed: Vec::new(),
        }
    }

    fn join(&mut self, a: usize, b: usize) {
        for (from, to) in [(a, b), (b, a)] {
            let slots = &mut self.neighbours[from];
            if slots[0] == NONE {
                slots[0] = to as u32;
                self.crossed.push(from as u32);
            } else {
                slots[1] = to as u32;
            }
        }
    }

    /// Follows the joints, first from the loose ends, then around the closed lines.
    fn chains(mut self, grid: &Grid) -> Vec<Vec<Side>> {
        let crossed = std::mem::take(&mut self.crossed);
        let mut chains = Vec::new();
        for open in [true, false] {
            for &start in &crossed {
                let slots = self.neighbours[start as usize];
                let ends = slots.iter().filter(|&&next| next != NONE).count();
                if ends > 0 && (!open || ends == 1) {
                    chains.push(self.follow(start, grid));
                }
            }
        }
        chains
    }

    fn follow(&mut self, start: u32, grid: &Grid) -> Vec<Side> {
        let mut chain = vec![grid.side(start as usize)];
        let mut here = start;
        while let Some(next) = self.leave(here) {
            self.forget(next, here);
            chain.push(grid.side(next as usize));
            here = next;
        }
        chain
    }

    /// Takes one way out of `here`.
    fn leave(&mut self, here: u32) -> Option<u32> {
        let slots = &mut self.neighbours[here as usize];
        let slot = slots.iter_mut().find(|next| **next != NONE)?;
        Some(std::mem::replace(slot, NONE))
    }

    fn forget(&mut self, at: u32, neighbour: u32) {
        let slots = &mut self.neighbours[at as usize];
        if let Some(slot) = slots.iter_mut().find(|next| **next == neighbour) {
            *slot = NONE;
        }
    }
}

/// The chain with its corners cut once (Chaikin 1974), ends kept: what stairs a step
/// function leaves on the grid become a line.
pub(super) fn rounded(chain: &[Point]) -> Vec<Point> {
    let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else {
        return Vec::new();
    };
    let closed = first == last && chain.len() > 2;
    let mut points = Vec::with_capacity(2 * chain.len() + 2);
    if !closed {
        points.push(first);
    }
    for pair in chain.windows(2) {
        points.push(pair[0].toward(pair[1], 0.25));
        points.push(pair[0].toward(pair[1], 0.75));
    }
    if closed {
        points.push(points[0]);
    } else {
        points.push(last);
    }
    points
}
