//! Level lines of a field by marching squares.

use crate::num::Within;
use crate::scene::{Point, Segment};

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
    /// The grid of the values in so many rows and columns, from the top; those of the border,
    /// which is one cell wide, are replaced.
    pub(super) fn new(mut values: Vec<f64>, rows: usize, cols: usize) -> Self {
        for row in 1..rows - 1 {
            extend(&mut values, row * cols, 1, cols - 2);
        }
        for col in 0..cols {
            extend(&mut values, col, cols, rows - 2);
        }
        Self { cols, rows, values }
    }

    /// Adds the lines along which the grid is zero, in 0..=1 x 0..=1 from the top left corner;
    /// a closed line ends where it begins. Where the two values of a side are [`STEEP`] or more
    /// apart, `exact` is asked for those in between; it may know none.
    pub(super) fn zero_lines(
        &self,
        exact: &dyn Fn(&[Point]) -> Vec<f64>,
        segments: &mut Vec<Segment>,
    ) {
        let mut joints = Joints {
            neighbours: Vec::new(),
            crossed: Vec::new(),
        };
        let sides = 2 * self.values.len();
        joints.neighbours.resize(sides, [NONE; 2]);
        for row in 0..self.rows - 1 {
            for col in 0..self.cols - 1 {
                self.cross(col, row, &mut joints);
            }
        }
        let mut sides = joints.follow(self);
        // A sigmoid that is sure of itself goes from one end to the other inside a cell, and a
        // step always does.
        for _ in 0..HALVINGS {
            let mut middles = Vec::new();
            for side in &sides {
                if side.steep {
                    middles.push(side.ends[0].toward(side.ends[1], 0.5));
                }
            }
            let values = exact(&middles);
            let mut known = middles.iter().zip(values);
            for side in &mut sides {
                if side.steep
                    && let Some((&middle, value)) = known.next()
                {
                    let end = usize::from((value >= 0.0) != (side.values[0] >= 0.0));
                    (side.ends[end], side.values[end]) = (middle, value);
                }
            }
        }
        let mut chain = Vec::new();
        for side in &sides {
            chain.push(side.crossing());
            if side.last {
                rounded(&chain, segments);
                chain.clear();
            }
        }
    }

    /// Joins the crossings on the four sides of one square. Each side has a number: 2n
    /// for the one that runs right from node n, 2n + 1 for the one that runs down.
    fn cross(&self, col: usize, row: usize, joints: &mut Joints) {
        let node = row * self.cols + col;
        let below = node + self.cols;
        let (top, left) = (2 * node, 2 * node + 1);
        let (right, bottom) = (2 * (node + 1) + 1, 2 * below);
        let (mut code, mut sum) = (0, 0.0);
        for (i, &corner) in [node, node + 1, below + 1, below].iter().enumerate() {
            let value = self.value(corner);
            code |= usize::from(value >= 0.0) << i;
            sum += value;
        }
        let (from, to) = match code {
            1 | 14 => (left, top),
            2 | 13 => (top, right),
            3 | 12 => (left, right),
            4 | 11 => (right, bottom),
            6 | 9 => (top, bottom),
            7 | 8 => (left, bottom),
            // A saddle: the middle decides which corners belong together.
            5 | 10 if (sum >= 0.0) == (code == 5) => {
                joints.join(top, right);
                (left, bottom)
            }
            5 | 10 => {
                joints.join(left, top);
                (right, bottom)
            }
            _ => return,
        };
        joints.join(from, to);
    }

    fn value(&self, node: usize) -> f64 {
        self.values.get(node).copied().unwrap_or_default()
    }

    /// The side with this number.
    fn side(&self, number: u32) -> Side {
        let (node, down) = (number as usize / 2, number as usize % 2);
        let other = node + if down == 1 { self.cols } else { 1 };
        let point = |node: usize| {
            let (row, col) = (node.checked_div(self.cols), node.checked_rem(self.cols));
            Point::new(
                place(col.unwrap_or_default(), self.cols),
                place(row.unwrap_or_default(), self.rows),
            )
        };
        let values = [self.value(node), self.value(other)];
        Side {
            ends: [point(node), point(other)],
            values,
            steep: (values[0] - values[1]).abs() >= STEEP,
            last: false,
        }
    }
}

/// Sets what lies before and after a line of so many cells, `step` apart, the first of them one
/// step after `start`.
fn extend(values: &mut [f64], start: usize, step: usize, cells: usize) {
    let mut beyond = |from: usize, edge: usize, inner: usize| {
        let value = |cell: usize| values.get(start + cell * step).copied();
        let (edge, inner) = (
            value(edge).unwrap_or_default(),
            value(inner).unwrap_or_default(),
        );
        if let Some(from) = values.get_mut(start + from * step) {
            *from = edge + (edge - inner) / 2.0;
        }
    };
    beyond(0, 1, cells.min(2));
    beyond(cells + 1, cells, cells.saturating_sub(1).max(1));
}

/// The side of a square, or the part of it that the zero lies on.
struct Side {
    ends: [Point; 2],
    values: [f64; 2],
    steep: bool,
    /// Whether its line ends with it.
    last: bool,
}

impl Side {
    /// Where the straight line between the values is zero.
    fn crossing(&self) -> Point {
        let [a, b] = self.values;
        let share = if a == b {
            0.5
        } else {
            (a / (a - b)).within(0.0, 1.0)
        };
        self.ends[0].toward(self.ends[1], share)
    }
}

/// Where node `index` of `count` lies in 0..=1: the first and last on the edges, the
/// others in the middles of their cells.
fn place(index: usize, count: usize) -> f64 {
    let cells = (count - 2) as f64;
    ((index as f64 - 0.5) / cells).within(0.0, 1.0)
}

/// Which crossings are neighbours on a line: at most two each.
struct Joints {
    neighbours: Vec<[u32; 2]>,
    crossed: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Joints {
    fn join(&mut self, a: usize, b: usize) {
        self.lead(a, b);
        self.lead(b, a);
    }

    fn lead(&mut self, from: usize, to: usize) {
        let Some(slots) = self.neighbours.get_mut(from) else {
            return;
        };
        if slots[0] == NONE {
            slots[0] = to as u32;
            self.crossed.push(from as u32);
        } else {
            slots[1] = to as u32;
        }
    }

    /// Follows the joints, first from the loose ends, then around the closed lines: the sides
    /// of one line after the other.
    fn follow(mut self, grid: &Grid) -> Vec<Side> {
        let mut sides = Vec::new();
        for open in 0..2 {
            for &start in &self.crossed {
                let Some(slots) = self.neighbours.get(start as usize) else {
                    continue;
                };
                let loose = slots.contains(&NONE);
                if *slots == [NONE; 2] || (open == 0 && !loose) {
                    continue;
                }
                let mut here = start;
                loop {
                    let mut side = grid.side(here);
                    // One way out of here, and the same way back.
                    let Some(slots) = self.neighbours.get_mut(here as usize) else {
                        break;
                    };
                    let slot = usize::from(slots[0] == NONE);
                    let next = std::mem::replace(&mut slots[slot], NONE);
                    side.last = next == NONE;
                    sides.push(side);
                    // Beyond the end there is none.
                    let Some(slots) = self.neighbours.get_mut(next as usize) else {
                        break;
                    };
                    slots[usize::from(slots[0] != here)] = NONE;
                    here = next;
                }
            }
        }
        sides
    }
}

/// Adds the chain with its corners cut once (Chaikin 1974), ends kept: what stairs a step
/// function leaves on the grid become a line.
fn rounded(chain: &[Point], segments: &mut Vec<Segment>) {
    let (Some(&first), Some(&last)) = (chain.first(), chain.last()) else {
        return;
    };
    let closed = first == last && chain.len() > 2;
    let start = if closed {
        first.toward(chain[1], 0.25)
    } else {
        first
    };
    segments.push(Segment::Move(start));
    let mut before = first;
    for (i, &point) in chain.iter().enumerate().skip(1) {
        if i > 1 || !closed {
            segments.push(Segment::Line(before.toward(point, 0.25)));
        }
        segments.push(Segment::Line(before.toward(point, 0.75)));
        before = point;
    }
    segments.push(Segment::Line(if closed { start } else { last }));
}
