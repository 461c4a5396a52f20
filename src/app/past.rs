//! What a hand changed in mid-training. With it, seed and settings tell every weight: who
//! follows a document trains from the start and makes the same changes at the same steps.
//!
//! In a link, `until=20:train.rate:0.3` says that up to step 20 the rate was another one
//! than now, and `edits=20:weight-0-1-0:0.5` that a weight was set there.

use super::phrase::pieces;
use crate::lab::{Config, Problem};
use crate::num::Real;
use crate::scene::Part;
use crate::scene::{format, read};

/// Between two changes of a text.
const BETWEEN: char = ';';
/// Between a change's step, what was changed, and the value.
const WITHIN: char = ':';

/// What an entry of the settings' part may be.
const UNTIL: &str = "step:key:value, as in 20:train.rate:0.3, of a setting that leaves the weights";
/// What an entry of the weights' part may be.
const EDITS: &str = "step:part:number, as in 20:weight-0-1-0:0.5 or 20:bias-0-1:0";

/// Most numbers set by hand that are remembered.
const MOST: usize = 50_000;

/// A setting that was in force until a step.
#[derive(Debug, Clone, PartialEq)]
struct Until {
    step: u64,
    key: &'static str,
    text: String,
}

/// A weight or bias that was set at a step, before the step was taken.
#[derive(Debug, Clone, PartialEq)]
struct Edit {
    step: u64,
    part: Part,
    value: Real,
}

/// The changes by hand, each kind in the order of its steps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    until: Vec<Until>,
    edits: Vec<Edit>,
    /// Whether there was more than is remembered.
    lost: bool,
}

impl Past {
    /// Whether nothing was changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.until.is_empty() && self.edits.is_empty()
    }

    /// Whether there was more than is remembered, so that the weights cannot be told.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// The first step after `step` at which something was changed.
    #[must_use]
    pub fn next(&self, step: u64) -> Option<u64> {
        let until = self.until.iter().find(|until| until.step > step);
        let edit = self.edits.iter().find(|edit| edit.step > step);
        match (until, edit) {
            (Some(until), Some(edit)) => Some(until.step.min(edit.step)),
            (until, edit) => until.map(|u| u.step).or(edit.map(|edit| edit.step)),
        }
    }

    /// The last step at which something was changed.
    #[must_use]
    pub fn last(&self) -> u64 {
        let until = self.until.last().map(|until| until.step);
        until
            .max(self.edits.last().map(|edit| edit.step))
            .unwrap_or(0)
    }

    /// The settings in force from `step` on, where those of today are `now`.
    #[must_use]
    pub fn settings_at(&self, step: u64, now: &Config) -> Config {
        let mut config = now.clone();
        // Of several for one key, the earliest counts.
        for until in self.until.iter().rev().filter(|until| until.step > step) {
            // The text was a setting of this key.
            let _ = config.set_text(until.key, &until.text);
        }
        config
    }

    /// What was set at `step`.
    pub fn edits_at(&self, step: u64) -> impl Iterator<Item = (Part, Real)> {
        let here = self.edits.iter().filter(move |edit| edit.step == step);
        here.map(|edit| (edit.part, edit.value))
    }

    /// The weights and biases that were set.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.edits.iter().map(|edit| edit.part)
    }

    /// At `step` the settings `before` gave way to others.
    pub fn changed(&mut self, step: u64, before: &Config, after: &Config) {
        if step == 0 {
            return;
        }
        for control in before.controls() {
            let key = control.key;
            let known = |until: &Until| until.key == key && until.step == step;
            let setting = before.get(key);
            if control.is_view() || setting == after.get(key) || self.until.iter().any(known) {
                continue;
            }
            let later = self.until.iter().find(|u| u.key == key && u.step > step);
            let text = match (later, setting) {
                (Some(later), _) => later.text.clone(),
                (None, Some(setting)) => setting.text(),
                (None, None) => continue,
            };
            add(&mut self.until, Until { step, key, text }, |until| {
                until.step
            });
        }
    }

    /// At `step` a number was set.
    pub fn edited(&mut self, step: u64, part: Part, value: Real) {
        let first = self.edits.partition_point(|edit| edit.step < step);
        for edit in &mut self.edits[first..] {
            if edit.step == step && edit.part == part {
                edit.value = value;
                return;
            }
        }
        if self.edits.len() < MOST {
            add(&mut self.edits, Edit { step, part, value }, |edit| {
                edit.step
            });
        } else {
            self.lost = true;
        }
    }

    /// Leaves what lies after `step`: from there on the settings `now` are in force.
    pub fn cut(&mut self, step: u64, now: &Config) {
        while self.edits.last().is_some_and(|edit| edit.step > step) {
            self.edits.pop();
        }
        if self.until.last().is_some_and(|until| until.step > step) {
            let in_force = self.settings_at(step, now);
            while self.until.last().is_some_and(|until| until.step > step) {
                self.until.pop();
            }
            self.changed(step, &in_force, now);
        }
    }

    /// The settings' part as a text; what made no difference to `now` is left out.
    #[must_use]
    pub fn until_text(&self, now: &Config) -> String {
        let mut next = now.clone();
        let mut told = String::new();
        for until in self.until.iter().rev() {
            let before = next.get(until.key);
            // As in `settings_at`.
            let _ = next.set_text(until.key, &until.text);
            if next.get(until.key) != before {
                let Until { step, key, text } = until;
                told = format!("{BETWEEN}{step}{WITHIN}{key}{WITHIN}{text}{told}");
            }
        }
        without_first(told)
    }

    /// The weights' part as a text.
    #[must_use]
    pub fn edits_text(&self) -> String {
        let mut told = String::new();
        for Edit { step, part, value } in &self.edits {
            let value = format::plain_real(*value);
            told += &format!("{BETWEEN}{step}{WITHIN}{part}{WITHIN}{value}");
        }
        without_first(told)
    }

    /// Reads the settings' part.
    ///
    /// # Errors
    /// An entry is not allowed; nothing is taken over then.
    pub fn set_until(&mut self, text: &str, controls: &Config) -> Result<(), Problem> {
        let mut scratch = Config::new(controls.controls());
        let mut all = Vec::new();
        for entry in pieces(text, BETWEEN) {
            let Some(until) = read_until(entry, controls) else {
                return Err(Problem::new("until", entry, UNTIL));
            };
            let result = scratch.set_text(until.key, &until.text);
            result.map_err(|problem| Problem {
                key: "until".to_owned(),
                ..problem
            })?;
            add(&mut all, until, |until| until.step);
        }
        self.until = all;
        Ok(())
    }

    /// Reads the weights' part.
    ///
    /// # Errors
    /// An entry is not allowed; nothing is taken over then.
    pub fn set_edits(&mut self, text: &str) -> Result<(), Problem> {
        let mut all = Vec::new();
        for entry in pieces(text, BETWEEN) {
            let Some(edit) = read_edit(entry) else {
                return Err(Problem::new("edits", entry, EDITS));
            };
            add(&mut all, edit, |edit| edit.step);
        }
        self.edits = all;
        Ok(())
    }
}

/// A text without the sign that it begins with.
fn without_first(mut told: String) -> String {
    if !told.is_empty() {
        told.remove(0);
    }
    told
}

/// Puts a change behind those of its step and of earlier ones.
fn add<T>(all: &mut Vec<T>, change: T, step: fn(&T) -> u64) {
    let at = all.partition_point(|other| step(other) <= step(&change));
    all.insert(at, change);
}

fn read_until(entry: &str, controls: &Config) -> Option<Until> {
    let (step, key, value) = parts(entry).filter(|(step, ..)| *step > 0)?;
    let control = controls.controls().iter().find(|c| c.key == key)?;
    if control.is_view() {
        return None;
    }
    let (key, text) = (control.key, value.to_owned());
    Some(Until { step, key, text })
}

fn read_edit(entry: &str) -> Option<Edit> {
    let (step, part, value) = parts(entry)?;
    let part: Part = part.parse().ok()?;
    let value = read::number(value)? as Real;
    let fits = value.is_finite() && matches!(part, Part::Weight { .. } | Part::Bias { .. });
    fits.then_some(Edit { step, part, value })
}

/// Step, subject and value of an entry.
fn parts(entry: &str) -> Option<(u64, &str, &str)> {
    let (step, rest) = entry.split_once(WITHIN)?;
    let (subject, value) = rest.split_once(WITHIN)?;
    // Where the machine's word is too short for a step, the step is too far anyway.
    let step = step.parse::<usize>().ok()? as u64;
    (step <= super::document::MAX_STEP).then_some((step, subject, value))
}
