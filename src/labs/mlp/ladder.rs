//! One ladder of steps, term to epoch, forward and back; and the tape at each of them.

use std::ops::Range;

use super::pass::{PassState, UpdateState, at, flat_gradient};
use super::printed::Digits;
use super::statement::{Facts, Outcome, statement};
use super::tape::{Row, Stage};
use super::walk::Place;
use super::{Mlp, describe, edit, history};
use crate::lab::experiment::{RowValues, TapeState};
use crate::lab::{Grain, Pin};
use crate::nn::{self, Diverged, Trace};
use crate::scene::Part;

/// Most rows that one call gives.
const MOST_ROWS: usize = 100_000;

impl Mlp {
    /// How many samples the walk passes: the pinned one, or the next batch.
    pub(super) fn walked(&self) -> usize {
        match self.pinned {
            Some(_) => 1,
            None => self.trainer.next_batch().len(),
        }
    }

    /// The sample with this number in the walk; none for a pinned point.
    pub(super) fn walked_sample(&self, number: usize) -> Option<u32> {
        match self.pinned {
            Some(Pin::Sample(sample)) => Some(sample as u32),
            Some(Pin::Point(_)) => None,
            None => self.trainer.next_batch().get(number).copied(),
        }
    }

    /// The sample whose pass is under way or was done last; none for a pinned point.
    pub(super) fn present_sample(&self) -> Option<usize> {
        let number = self.walk.sample(self.walked());
        self.walked_sample(number).map(|sample| sample as usize)
    }

    fn place(&self) -> Place {
        Place {
            step: self.trainer.step_index(),
            cursor: self.walk.cursor,
        }
    }

    /// Goes `n` pieces of `grain` forward.
    pub(super) fn forward(&mut self, grain: Grain, n: u64) -> Result<(), Box<Diverged>> {
        let before = self.place();
        self.walk.progress = 1.0;
        let result = match grain {
            Grain::Batch => self.run_steps(n),
            Grain::Epoch => (0..n).try_for_each(|_| self.run_epoch()),
            _ => (0..n).try_for_each(|_| self.walk_on(grain)),
        };
        if result.is_ok() && n > 0 {
            let after = self.place();
            self.walk.went(grain, n, before, after);
        }
        result
    }

    /// Goes `n` pieces of `grain` back: a move that was just made to exactly where it
    /// began, else to the beginnings of pieces.
    pub(super) fn backward(&mut self, grain: Grain, n: u64) {
        self.walk.progress = 1.0;
        self.finished = None;
        let mut left = n;
        while left > 0 {
            let here = self.place();
            if let Some((before, pieces)) = self.walk.take_back(grain, here) {
                self.timeline.seek(&mut self.trainer, before.step);
                self.walk.cursor = before.cursor;
                if pieces > left {
                    self.go_again(grain, pieces - left, before);
                    return;
                }
                left -= pieces;
                continue;
            }
            self.walk_back(grain);
            if self.place() == here {
                return;
            }
            left -= 1;
        }
    }

    /// Goes the first `n` pieces of a move again that began at `before`, where one stands;
    /// every step of it is known.
    fn go_again(&mut self, grain: Grain, n: u64, before: Place) {
        match grain {
            Grain::Batch => {
                self.timeline.seek(&mut self.trainer, before.step + n);
                self.walk.cursor = 0;
            }
            Grain::Epoch => {
                let epoch = self.trainer.epoch_index() + n;
                self.timeline.seek_epoch(&mut self.trainer, epoch);
                self.walk.cursor = 0;
            }
            // The steps were finite the first time.
            _ => drop((0..n).try_for_each(|_| self.walk_on(grain))),
        }
        self.finished = None;
        let after = self.place();
        self.walk.went(grain, n, before, after);
    }

    /// One piece of the tape forward; the end of the walk is the update.
    fn walk_on(&mut self, grain: Grain) -> Result<(), Box<Diverged>> {
        let samples = self.walked();
        let next = self.walk.next(grain, samples);
        if next < self.walk.len(samples) {
            self.walk.cursor = next;
            return Ok(());
        }
        let outcome = self.last_row_text();
        self.run_steps(1)?;
        self.pass = None;
        self.finished = outcome;
        Ok(())
    }

    fn walk_back(&mut self, grain: Grain) {
        let step = self.trainer.step_index();
        match grain {
            Grain::Epoch => {
                let begun = self.walk.cursor > 0 || self.trainer.seen() > 0;
                let epoch = self.trainer.epoch_index();
                let target = if begun {
                    epoch
                } else {
                    epoch.saturating_sub(1)
                };
                self.timeline.seek_epoch(&mut self.trainer, target);
                self.walk.cursor = 0;
            }
            Grain::Batch => {
                if self.walk.cursor == 0 {
                    self.timeline
                        .seek(&mut self.trainer, step.saturating_sub(1));
                }
                self.walk.cursor = 0;
            }
            _ => {
                let mut cursor = self.walk.cursor;
                if cursor == 0 {
                    if step == self.timeline.oldest() {
                        return;
                    }
                    self.timeline.seek(&mut self.trainer, step - 1);
                    cursor = self.walk.len(self.walked());
                }
                let samples = self.walked();
                self.walk.cursor = self.walk.previous(grain, cursor, samples);
            }
        }
    }

    /// Trains `n` updates, keeping the charts' ladder of epochs.
    fn run_steps(&mut self, n: u64) -> Result<(), Box<Diverged>> {
        let end = self.trainer.step_index() + n;
        while self.trainer.step_index() < end {
            let left = end - self.trainer.step_index();
            self.run_slice(left)?;
        }
        Ok(())
    }

    /// Trains to the end of the epoch under way.
    fn run_epoch(&mut self) -> Result<(), Box<Diverged>> {
        let epoch = self.trainer.epoch_index();
        while self.trainer.epoch_index() == epoch {
            self.run_slice(u64::MAX)?;
        }
        Ok(())
    }

    /// Trains up to `n` updates, but no further than the end of the epoch.
    fn run_slice(&mut self, n: u64) -> Result<(), Box<Diverged>> {
        let epoch = self.trainer.epoch_index();
        let left = self.split.train.len() - self.trainer.seen();
        let mut steps = (left.div_ceil(self.batch()) as u64).min(n);
        let here = self.trainer.step_index();
        let known = self.timeline.follows(&self.trainer);
        if known > here {
            steps = steps.min(known - here);
        } else if here < self.timeline.newest() {
            self.history.cut(self.epochs());
        }
        let result = self.timeline.run(&mut self.trainer, steps);
        if self.trainer.step_index() > here {
            self.walk.cursor = 0;
            self.finished = None;
        }
        result?;
        let now = self.trainer.epoch_index();
        if now > epoch && history::next_kept(epoch) == now {
            self.record();
        }
        Ok(())
    }

    /// Works out the present sample's pass where it is not known yet.
    pub(super) fn prepare(&mut self) {
        let number = self.walk.sample(self.walked());
        if self.pass.as_ref().is_some_and(|pass| pass.number == number) {
            return;
        }
        let trace = match (self.walked_sample(number), self.pinned) {
            (Some(sample), _) => Some(self.trainer.trace(sample)),
            (None, Some(Pin::Point(point))) => Some(self.trace_point(&point)),
            _ => None,
        };
        self.pass = trace.map(|trace| PassState {
            number,
            trace,
            update: None,
        });
    }

    /// The pass of a point without a target: its forward half alone means something.
    pub(super) fn trace_point(&self, point: &[f64; 2]) -> Trace {
        let mut inputs = Vec::new();
        let own = point.get(..self.dataset.axes.len());
        edit::narrow(&mut inputs, own.unwrap_or(point));
        let features = self.features(inputs);
        let target = vec![0.0; self.setup.spec.outputs()];
        let loss = self.setup.train.loss;
        nn::trace(self.network(), loss, features.as_slice(), &target)
    }

    /// Works out what the rows of the update say, where it is not known yet.
    fn prepare_update(&mut self) {
        self.prepare();
        if self.pass.as_ref().is_none_or(|pass| pass.update.is_some()) {
            return;
        }
        let explanation = self.trainer.explain_next().ok();
        let mut after = self.trainer.clone();
        if let Some(update) = &explanation {
            after.network_mut().set_params(&update.after);
        }
        let mut shares = Vec::new();
        let (mut now, mut then) = (0.0, 0.0);
        for sample in &self.trainer.next_batch() {
            let trace = self.trainer.trace(*sample);
            now += f64::from(trace.loss);
            then += f64::from(after.trace(*sample).loss);
            shares.push(flat_gradient(&trace));
        }
        let outcome = explanation.as_ref().map(|update| {
            let count = shares.len().max(1) as f64;
            let mut predicted = 0.0;
            for (i, gradient) in update.gradient.iter().enumerate() {
                let change = at(&update.after, i) - at(&update.before, i);
                predicted += f64::from(*gradient) * change;
            }
            Outcome {
                predicted,
                actual: then / count - now / count,
            }
        });
        if let Some(pass) = &mut self.pass {
            pass.update = Some(UpdateState {
                explanation,
                shares,
                outcome,
            });
        }
    }

    /// The pass that the pictures show while the tape is walked; none before its first row.
    pub(super) fn walked_pass(&self) -> Option<&PassState> {
        self.pass.as_ref().filter(|_| self.walk.cursor > 0)
    }

    /// Whether what is looked at has a target: a pinned sample, or one that is walked.
    pub(super) fn labelled(&self) -> bool {
        match self.pinned {
            Some(pin) => matches!(pin, Pin::Sample(_)),
            None => self.walked_pass().is_some(),
        }
    }

    /// The rows of the present sample's tape that are done; none where no tape is walked.
    pub(super) fn rows_done(&self) -> Vec<Row> {
        let (start, _) = self.tape_span();
        let samples = self.walked();
        let mut rows = Vec::new();
        if self.walked_pass().is_none() {
            return rows;
        }
        for index in start..self.walk.cursor {
            if let Some(row) = self.walk.row(index, samples) {
                rows.push(*row);
            }
        }
        rows
    }

    /// How far the last row done has run, 0 to 1.
    pub(super) fn progress(&self) -> f64 {
        self.walk.progress
    }

    /// Works out what the pictures need at the present row.
    pub(super) fn prepare_pictures(&mut self) {
        if self.walk.cursor > 0 {
            if self.is_updating(self.walk.cursor - 1, self.walked()) {
                self.prepare_update();
            } else {
                self.prepare();
            }
        }
    }

    /// Where the present sample's tape begins in the walk, and its length: its pass, and
    /// the update where it is the walk's last sample.
    fn tape_span(&self) -> (usize, usize) {
        let samples = self.walked();
        let number = self.walk.sample(samples);
        let start = number * self.walk.pass_len();
        let end = if number + 1 == samples {
            self.walk.len(samples)
        } else {
            start + self.walk.pass_len()
        };
        (start, end.saturating_sub(start))
    }

    pub(super) fn tape_state(&self) -> TapeState {
        let samples = self.walked();
        let number = self.walk.sample(samples);
        let (start, len) = self.tape_span();
        TapeState {
            len,
            cursor: self.walk.cursor - start.min(self.walk.cursor),
            progress: self.walk.progress,
            start,
            pass: self.walk.pass_len(),
            walk: self.walk.len(samples),
            sample: self.present_sample(),
            in_batch: self.pinned.is_none().then_some((number, samples)),
            stages: self.walk.stages(len),
            moved: self.walk.moved(samples),
            finished: match self.walk.cursor {
                0 => self.finished.clone(),
                _ => None,
            },
        }
    }

    /// The rows of the present sample's tape that speak of a part.
    pub(super) fn tape_rows_of(&self, part: Part) -> Vec<usize> {
        let (start, len) = self.tape_span();
        let samples = self.walked();
        let last = self.setup.spec.layers.len() - 1;
        let unit = match part {
            Part::Unit { layer, unit } => Some((layer, unit)),
            Part::Output { unit } | Part::Target { unit } => Some((last, unit)),
            _ => None,
        };
        let mut rows = Vec::new();
        for index in 0..len {
            let Some(row) = self.walk.row(start + index, samples) else {
                continue;
            };
            let speaks = match (unit, part, row.part()) {
                (Some((layer, unit)), ..) => row.unit() == (Some(layer), Some(unit)),
                (None, Part::Input { feature }, Part::Weight { layer, input, .. }) => {
                    layer == 0 && input == feature
                }
                (None, part, of) => of == part,
            };
            if speaks {
                rows.push(index);
            }
        }
        rows
    }

    pub(super) fn tape_rows(&mut self, range: Range<usize>) -> Vec<RowValues> {
        let samples = self.walked();
        let (start, len) = self.tape_span();
        let first = range.start.min(len);
        let most = range.start.saturating_add(MOST_ROWS);
        let end = range.end.min(len).min(most);
        // The update stands at the tape's end.
        let last = (start + end).saturating_sub(1);
        if first < end && self.is_updating(last, samples) {
            self.prepare_update();
        } else {
            self.prepare();
        }
        let mut rows = Vec::new();
        for index in first..end {
            if let Some(row) = self.row_values(start, index, samples) {
                rows.push(row);
            }
        }
        rows
    }

    /// Whether a row of the walk belongs to the update.
    fn is_updating(&self, index: usize, samples: usize) -> bool {
        let row = self.walk.row(index, samples);
        row.is_some_and(|row| row.stage() == Stage::Update)
    }

    fn row_values(&self, start: usize, index: usize, samples: usize) -> Option<RowValues> {
        let row = self.walk.row(start + index, samples)?;
        let pass = self.pass.as_ref()?;
        let facts = Facts::new(self, pass);
        let short = statement(row, &facts, Digits::Short);
        let (layer, unit) = row.unit();
        Some(RowValues {
            index,
            stage: row.stage().into(),
            kind: row.kind.into(),
            layer,
            unit,
            part: row.part().to_string(),
            place: match (layer, unit) {
                (Some(layer), Some(unit)) => describe::unit(self, layer, unit),
                _ => String::new(),
            },
            exact: statement(row, &facts, Digits::All).text,
            text: short.text,
            terms: short.terms,
            value: short.value,
        })
    }

    /// What the update that ends the present walk comes to.
    pub(super) fn last_row_text(&mut self) -> Option<String> {
        self.prepare_update();
        let samples = self.walked();
        let last = self.walk.len(samples).checked_sub(1)?;
        Some(self.row_values(0, last, samples)?.text)
    }
}
