//! The steps behind: checkpoints at growing distances, and replay between them, so that
//! any earlier step comes back bit for bit within a bounded memory.

use crate::nn::{Checkpoint, Diverged, Spec, TrainConfig, Trainer};
use crate::num::Real;

/// Memory for checkpoints and changes, in bytes.
const MEMORY: usize = 16 << 20;
/// Most checkpoints, however small they are.
const MOST: usize = 512;

/// Something that was done by hand at a step, before the step was taken.
#[derive(Debug, Clone, PartialEq)]
enum Change {
    /// Parameters were edited; these are all of them.
    Params(Vec<Real>),
    /// Training went on under other settings.
    Settings(Settings),
}

/// What a step depends on beside the parameters and the data.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Settings {
    config: TrainConfig,
    /// The activations; the shape is the same on the whole line.
    spec: Spec,
}

impl Settings {
    pub(super) fn of(trainer: &Trainer) -> Self {
        Self {
            config: *trainer.config(),
            spec: trainer.network().spec().clone(),
        }
    }

    fn are_those_of(&self, trainer: &Trainer) -> bool {
        self.config == *trainer.config() && self.spec == *trainer.network().spec()
    }

    fn give_to(&self, trainer: &mut Trainer) {
        trainer.set_config(self.config);
        trainer.set_activations(&self.spec);
    }
}

/// The line of steps that leads to the present, and how often it was left for another.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    checkpoints: Vec<Checkpoint>,
    stride: u64,
    /// The settings at the first checkpoint.
    first: Settings,
    changes: Vec<(u64, Change)>,
    newest: u64,
    branches: u64,
    /// The step at which it was left last.
    branched_at: u64,
}

impl Timeline {
    /// A line that begins where `trainer` stands.
    pub(super) fn new(trainer: &Trainer) -> Self {
        Self {
            checkpoints: vec![trainer.checkpoint()],
            stride: 1,
            first: Settings::of(trainer),
            changes: Vec::new(),
            newest: trainer.step_index(),
            branches: 0,
            branched_at: 0,
        }
    }

    /// The earliest step that can come back.
    pub(super) fn oldest(&self) -> u64 {
        self.checkpoints.first().map_or(0, |first| first.step)
    }

    /// The last step of the line.
    pub(super) fn newest(&self) -> u64 {
        self.newest
    }

    /// How often training went on from an earlier step, leaving the later ones behind.
    pub(super) fn branches(&self) -> u64 {
        self.branches
    }

    /// The step at which training left the line last.
    pub(super) fn branched_at(&self) -> u64 {
        self.branched_at
    }

    /// Up to which step what is to come are the line's own steps: those of `trainer`, which
    /// stands on the line, under the settings under which it went on from there, and before
    /// anything was changed by hand: who follows a link from here knows of no such change.
    pub(super) fn follows(&self, trainer: &Trainer) -> u64 {
        let here = trainer.step_index();
        if here >= self.newest || !self.settings_at(here + 1).are_those_of(trainer) {
            return here;
        }
        let change = self.changes.iter().find(|(at, _)| *at > here);
        change.map_or(self.newest, |(at, _)| at - 1)
    }

    /// The settings in force when the line reached `step`, before changes there.
    fn settings_at(&self, step: u64) -> &Settings {
        let mut settings = &self.first;
        for (at, change) in &self.changes {
            if let Change::Settings(changed) = change
                && *at < step
            {
                settings = changed;
            }
        }
        settings
    }

    /// Whether the step before `trainer`'s ran under the settings that it has.
    pub(super) fn ran_as(&self, trainer: &Trainer) -> bool {
        self.settings_at(trainer.step_index()).are_those_of(trainer)
    }

    /// The learning rate of the update that led to `step`.
    pub(super) fn rate_before(&self, step: u64) -> Real {
        self.settings_at(step).config.rate
    }

    /// Leaves what lies after `step`, if there is anything; tells whether there was.
    fn branch(&mut self, step: u64) -> bool {
        if step >= self.newest {
            return false;
        }
        self.end_at(step);
        self.branches += 1;
        self.branched_at = step;
        true
    }

    /// Forgets what lies after `step`.
    pub(super) fn end_at(&mut self, step: u64) {
        while self.checkpoints.last().is_some_and(|last| last.step > step) {
            self.checkpoints.pop();
        }
        while self.changes.last().is_some_and(|(at, _)| *at > step) {
            self.changes.pop();
        }
        self.newest = step;
    }

    /// Parameters were edited where `trainer` stands.
    pub(super) fn edited(&mut self, trainer: &Trainer) {
        let step = trainer.step_index();
        self.branch(step);
        let edit = Change::Params(trainer.network().params().to_vec());
        match self.changes.last_mut() {
            Some((at, last @ Change::Params(_))) if *at == step => *last = edit,
            _ => self.changes.push((step, edit)),
        }
        let kept: usize = self.changes.len() * size_of_val(trainer.network().params());
        if kept > MEMORY {
            *self = Self {
                branches: self.branches,
                branched_at: self.branched_at,
                ..Self::new(trainer)
            };
        }
    }

    /// Takes `n` steps and keeps what is needed to come back; `n` must not be 0. The line's
    /// own steps ([`Timeline::follows`]) are taken along it; any other leaves it.
    ///
    /// # Errors
    /// See [`Trainer::step`].
    pub(super) fn run(&mut self, trainer: &mut Trainer, n: u64) -> Result<(), Box<Diverged>> {
        let end = trainer.step_index() + n;
        let along = self.follows(trainer).min(end);
        self.replay(trainer, along);
        let start = trainer.step_index();
        if start == end {
            return Ok(());
        }
        self.branch(start);
        // Changes at this very step count as in force for the steps to come.
        if !self.settings_at(start + 1).are_those_of(trainer) {
            let now = Change::Settings(Settings::of(trainer));
            self.changes.push((start, now));
        }
        let result = self.run_to(trainer, end);
        self.newest = trainer.step_index();
        result
    }

    fn run_to(&mut self, trainer: &mut Trainer, end: u64) -> Result<(), Box<Diverged>> {
        while trainer.step_index() < end {
            let last = self.checkpoints.last().map_or(0, |last| last.step);
            let due = last + self.stride;
            let next = end.min(due.max(trainer.step_index() + 1));
            trainer.run(next - trainer.step_index()).map_err(Box::new)?;
            if next >= due {
                self.keep(trainer);
            }
        }
        Ok(())
    }

    fn keep(&mut self, trainer: &Trainer) {
        self.checkpoints.push(trainer.checkpoint());
        let each = 3 * size_of_val(trainer.network().params()) + size_of::<Checkpoint>();
        let most = (MEMORY / each.max(1)).clamp(8, MOST);
        if self.checkpoints.len() > most {
            // The first stays; of the others every second goes.
            let kept = self.checkpoints.len().div_ceil(2);
            for place in 1..kept {
                self.checkpoints.swap(place, 2 * place);
            }
            self.checkpoints.truncate(kept);
            self.stride *= 2;
        }
    }

    /// Puts `trainer` at `step` of the line, or at its nearest end. The settings stay what
    /// they are.
    pub(super) fn seek(&self, trainer: &mut Trainer, step: u64) {
        let step = step.max(self.oldest()).min(self.newest);
        let settings = Settings::of(trainer);
        self.restore(trainer, &|checkpoint| checkpoint.step <= step);
        self.replay(trainer, step);
        settings.give_to(trainer);
    }

    /// Puts `trainer` at the first step of `epoch`, or at the line's nearest end.
    pub(super) fn seek_epoch(&self, trainer: &mut Trainer, epoch: u64) {
        let settings = Settings::of(trainer);
        self.restore(trainer, &|checkpoint| {
            (checkpoint.epoch, checkpoint.seen) <= (epoch, 0)
        });
        while trainer.epoch_index() < epoch && trainer.step_index() < self.newest {
            self.replay(trainer, trainer.step_index() + 1);
        }
        settings.give_to(trainer);
    }

    /// Restores the last checkpoint that is not too late, with the changes made there.
    fn restore(&self, trainer: &mut Trainer, fits: &dyn Fn(&Checkpoint) -> bool) {
        let Some(mut checkpoint) = self.checkpoints.first() else {
            return;
        };
        for later in &self.checkpoints {
            if fits(later) {
                checkpoint = later;
            }
        }
        trainer.restore(checkpoint);
        self.settings_at(checkpoint.step).give_to(trainer);
        self.apply_changes(trainer);
    }

    /// Takes the steps up to `step` again, with the changes made between.
    fn replay(&self, trainer: &mut Trainer, step: u64) {
        while trainer.step_index() < step {
            let here = trainer.step_index();
            let later = self.changes.iter().find(|(at, _)| *at > here);
            let stop = later.map_or(step, |(at, _)| step.min(*at));
            if trainer.run(stop - here).is_err() {
                // The steps were finite the first time, and the same bits are so again.
                return;
            }
            self.apply_changes(trainer);
        }
    }

    /// Makes the changes that were made by hand where `trainer` stands.
    fn apply_changes(&self, trainer: &mut Trainer) {
        let here = trainer.step_index();
        for (_, change) in self.changes.iter().filter(|(at, _)| *at == here) {
            match change {
                Change::Params(params) => trainer.network_mut().set_params(params),
                Change::Settings(settings) => settings.give_to(trainer),
            }
        }
    }
}
