//! Walking the tape: where one stands within a batch, and how far a grain leads.
//!
//! A batch's walk is one pass for each of its samples and then the update. The weights
//! change when the walk is finished, by the same step that training takes.

use super::tape::{Kind, Row, Stage, pass_rows, update_rows};
use crate::lab::Grain;
use crate::nn::{Spec, TrainConfig};

/// Most moves that are remembered to be taken back exactly.
const TRAIL: usize = 1_000;

/// A position: so many updates done, and so many rows of the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Updates done.
    pub(super) step: u64,
    /// Rows done of the walk to the next update.
    pub(super) cursor: usize,
}

/// A move by the ladder, to be taken back.
#[derive(Debug, Clone, Copy)]
struct Move {
    grain: Grain,
    n: u64,
    before: Place,
    after: Place,
}

/// The rows of one batch's walk, and how far it has been walked.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    pass: Vec<Row>,
    update: Vec<Row>,
    /// Rows done.
    pub(super) cursor: usize,
    /// How far the last row done has run, 0 to 1, while it is animated.
    pub(super) progress: f64,
    trail: Vec<Move>,
}

impl Walk {
    /// The walk of a network of this shape under these settings, not begun. Without a
    /// label there is no loss, and so nothing to send back.
    pub(super) fn new(spec: &Spec, config: &TrainConfig, labelled: bool) -> Self {
        let mut pass = pass_rows(spec, config);
        while !labelled && pass.last().is_some_and(|row| row.stage() > Stage::Forward) {
            pass.pop();
        }
        Self {
            pass,
            update: update_rows(spec, config),
            cursor: 0,
            progress: 1.0,
            trail: Vec::new(),
        }
    }

    /// Rows of one sample's pass.
    pub(super) fn pass_len(&self) -> usize {
        self.pass.len()
    }

    /// Rows of the whole walk over `samples` samples.
    pub(super) fn len(&self, samples: usize) -> usize {
        samples * self.pass.len() + self.update.len()
    }

    /// Name and first row of each stage in the first `len` rows of a tape that ends with
    /// the update.
    pub(super) fn stages(&self, len: usize) -> Vec<(&'static str, usize)> {
        let mut stages = Vec::new();
        for stage in [Stage::Forward, Stage::Loss, Stage::Backward, Stage::Update] {
            let before = |row: &&Row| row.stage() < stage;
            let first = self.pass.iter().take_while(before).count();
            let end = match stage {
                Stage::Update => len,
                _ => self.pass.len(),
            };
            if first < end {
                stages.push((stage.into(), first));
            }
        }
        stages
    }

    /// Row `index`.
    pub(super) fn row(&self, index: usize, samples: usize) -> Option<&Row> {
        let passes = samples * self.pass.len();
        if index < passes {
            self.pass.get(index.checked_rem(self.pass.len())?)
        } else {
            self.update.get(index - passes)
        }
    }

    /// The number of the sample in which row `index` stands. Rows of the update stand with
    /// the last sample.
    fn number(&self, index: usize, samples: usize) -> usize {
        (index / self.pass.len().max(1)).min(samples.saturating_sub(1))
    }

    /// The number of the sample whose pass is under way or was done last.
    pub(super) fn sample(&self, samples: usize) -> usize {
        self.number(self.cursor.saturating_sub(1), samples)
    }

    /// How many numbers of the first layer the update has moved, the one under way in part.
    pub(super) fn moved(&self, samples: usize) -> f64 {
        let done = self.cursor.saturating_sub(samples * self.pass.len());
        let rows = &self.update[..done.min(self.update.len())];
        let moves = |row: &&Row| row.kind == Kind::Update && row.at.layer == 0;
        let count = rows.iter().filter(moves).count() as f64;
        match rows.last() {
            Some(row) if moves(&row) => count - 1.0 + self.progress,
            _ => count,
        }
    }

    /// Whether rows `a` and `b` stand in the same piece of size `grain`.
    fn together(&self, grain: Grain, a: usize, b: usize, samples: usize) -> bool {
        let (Some(first), Some(second)) = (self.row(a, samples), self.row(b, samples)) else {
            return false;
        };
        let (here, there) = (first.stage(), second.stage());
        let sample = self.number(a, samples) == self.number(b, samples)
            && (here == Stage::Update) == (there == Stage::Update);
        let stage = sample && here == there;
        let (first, second) = (first.unit(), second.unit());
        match grain {
            Grain::Term => a == b,
            Grain::Unit => stage && first == second,
            Grain::Layer => stage && first.0 == second.0,
            Grain::Stage => stage,
            Grain::Sample => sample,
            Grain::Batch | Grain::Epoch => true,
        }
    }

    /// Where one piece of size `grain` from the cursor on ends.
    pub(super) fn next(&self, grain: Grain, samples: usize) -> usize {
        let end = self.len(samples);
        let start = self.cursor;
        (start + 1..end)
            .find(|at| !self.together(grain, start, *at, samples))
            .unwrap_or(end)
    }

    /// Where the piece of size `grain` that ends at `cursor` (which is not 0) begins.
    pub(super) fn previous(&self, grain: Grain, cursor: usize, samples: usize) -> usize {
        (0..cursor)
            .rev()
            .find(|at| !self.together(grain, cursor - 1, *at, samples))
            .map_or(0, |at| at + 1)
    }

    /// Remembers a move.
    pub(super) fn went(&mut self, grain: Grain, n: u64, before: Place, after: Place) {
        if self.trail.len() == TRAIL {
            self.trail = self.trail.get(1..).unwrap_or_default().to_vec();
        }
        self.trail.push(Move {
            grain,
            n,
            before,
            after,
        });
    }

    /// Where the last move began, when it led by `grain` to `place`; with the number of its
    /// pieces. It is forgotten then.
    pub(super) fn take_back(&mut self, grain: Grain, place: Place) -> Option<(Place, u64)> {
        let last = self.trail.last()?;
        if last.grain != grain || last.after != place {
            return None;
        }
        let (before, n) = (last.before, last.n);
        self.trail.pop();
        Some((before, n))
    }

    /// Back to before the first row; moves cannot be taken back any more.
    pub(super) fn clear(&mut self) {
        self.cursor = 0;
        self.forget();
    }

    /// Moves cannot be taken back any more.
    pub(super) fn forget(&mut self) {
        self.progress = 1.0;
        self.trail.clear();
    }

    /// Goes to where another walk stood, over `before` samples, where the rows up to there
    /// are the same in this one over `now` samples.
    pub(super) fn resume(&mut self, other: &Self, before: usize, now: usize) {
        let same = |index| {
            other.row(index, before) == self.row(index, now)
                && other.number(index, before) == self.number(index, now)
        };
        if other.cursor < self.len(now) && (0..other.cursor).all(same) {
            self.cursor = other.cursor;
        }
    }
}
