//! What a hand changed in mid-training. With it, seed and settings tell every weight: who
//! follows a document trains from the start and makes the same changes at the same steps.
//!
//! In a link, `until=20:train.rate:0.3` says that up to step 20 the rate was another one
//! than now, and `edits=20:weight-0-1-0:0.5` that a weight was set there.

use super::phrase::pieces;
use crate::lab::{Config, Problem, Setting};
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

/// A change by hand, with its step.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    step: u64,
    what: What,
}

/// What was changed.
#[derive(Debug, Clone, PartialEq)]
enum What {
    /// A setting, by its key, to another one than this that was in force until the step.
    Setting(&'static str, String),
    /// A weight or bias, to this number, before the step was taken.
    Number(Part, Real),
}

impl What {
    fn is_setting_of(&self, other: &str) -> bool {
        matches!(self, Self::Setting(key, _) if *key == other)
    }
}

/// The changes by hand, each kind in the order of its steps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    until: Vec<Change>,
    edits: Vec<Change>,
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
        let after = |changes: &[Change]| {
            let next = changes.iter().find(|change| change.step > step);
            next.map(|change| change.step)
        };
        match (after(&self.until), after(&self.edits)) {
            (Some(until), Some(edit)) => Some(until.min(edit)),
            (until, edit) => until.or(edit),
        }
    }

    /// The last step at which something was changed.
    #[must_use]
    pub fn last(&self) -> u64 {
        let last = |changes: &[Change]| changes.last().map_or(0, |change| change.step);
        last(&self.until).max(last(&self.edits))
    }

    /// The settings in force from `step` on, where those of today are `now`.
    #[must_use]
    pub fn settings_at(&self, step: u64, now: &Config) -> Config {
        let mut config = now.clone();
        // Of several for one key, the earliest counts.
        for until in self.until.iter().rev() {
            if let What::Setting(key, text) = &until.what
                && until.step > step
            {
                // The text was a setting of this key.
                let _ = config.set_text(key, text);
            }
        }
        config
    }

    /// The weights and biases that were set, each with its step and number.
    #[must_use]
    pub fn edits(&self) -> Vec<(u64, Part, Real)> {
        let mut edits = Vec::new();
        for edit in &self.edits {
            if let What::Number(part, value) = edit.what {
                edits.push((edit.step, part, value));
            }
        }
        edits
    }

    /// At `step` the settings `before` gave way to others.
    pub fn changed(&mut self, step: u64, before: &Config, after: &Config) {
        if step == 0 {
            return;
        }
        for control in before.controls() {
            let key = control.key;
            let setting = before.get(key);
            if control.is_view() || setting == after.get(key) {
                continue;
            }
            let mut text = setting.map(Setting::text).unwrap_or_default();
            let from = self.until.iter().filter(|until| until.step >= step);
            let mut known = from.filter(|until| until.what.is_setting_of(key));
            if let Some(until) = known.next() {
                match &until.what {
                    What::Setting(_, later) if until.step > step => text.clone_from(later),
                    _ => continue,
                }
            }
            let what = What::Setting(key, text);
            add(&mut self.until, Change { step, what });
        }
    }

    /// At `step` a number was set.
    pub fn edited(&mut self, step: u64, part: Part, value: Real) {
        let first = place(&self.edits, step);
        for edit in self.edits.iter_mut().skip(first) {
            if let What::Number(of, number) = &mut edit.what
                && edit.step == step
                && *of == part
            {
                *number = value;
                return;
            }
        }
        if self.edits.len() < MOST {
            let what = What::Number(part, value);
            add(&mut self.edits, Change { step, what });
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
        let mut text = String::new();
        for until in self.until.iter().rev() {
            if let What::Setting(key, later) = &until.what {
                let before = next.get(key).cloned();
                // As in `settings_at`.
                let _ = next.set_text(key, later);
                if next.get(key) != before.as_ref() {
                    if !text.is_empty() {
                        format::put_before(&mut text, &BETWEEN.to_string());
                    }
                    format::put_before(&mut text, &entry(until.step, key, later));
                }
            }
        }
        text
    }

    /// The weights' part as a text.
    #[must_use]
    pub fn edits_text(&self) -> String {
        let mut told = Vec::new();
        for (step, part, value) in &self.edits() {
            told.push(entry(*step, &part.to_string(), &format::plain_real(*value)));
        }
        format::joined(&told, &BETWEEN.to_string())
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
            if let What::Setting(key, text) = &until.what
                && let Err(problem) = scratch.set_text(key, text)
            {
                return Err(Problem {
                    key: "until".to_owned(),
                    ..problem
                });
            }
            add(&mut all, until);
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
            add(&mut all, edit);
        }
        self.edits = all;
        Ok(())
    }
}

/// An entry as [`parts`] reads it.
fn entry(step: u64, subject: &str, value: &str) -> String {
    format!("{step}{WITHIN}{subject}{WITHIN}{value}")
}

/// Where the changes of `step` and later ones begin.
fn place(all: &[Change], step: u64) -> usize {
    let earlier = all.iter().rposition(|change| change.step < step);
    earlier.map_or(0, |last| last + 1)
}

/// Puts a change behind those of its step and of earlier ones.
fn add(all: &mut Vec<Change>, change: Change) {
    let at = place(all, change.step + 1);
    all.insert(at, change);
}

fn read_until(entry: &str, controls: &Config) -> Option<Change> {
    let (step, key, value) = parts(entry).filter(|(step, ..)| *step > 0)?;
    let control = controls.controls().iter().find(|c| c.key == key)?;
    let what = What::Setting(control.key, value.to_owned());
    (!control.is_view()).then_some(Change { step, what })
}

fn read_edit(entry: &str) -> Option<Change> {
    let (step, part, value) = parts(entry)?;
    let part: Part = part.parse().ok()?;
    let value = read::number(value)? as Real;
    let fits = value.is_finite() && matches!(part, Part::Weight { .. } | Part::Bias { .. });
    let what = What::Number(part, value);
    fits.then_some(Change { step, what })
}

/// Step, subject and value of an entry.
fn parts(entry: &str) -> Option<(u64, &str, &str)> {
    let (step, rest) = entry.split_once(WITHIN)?;
    let (subject, value) = rest.split_once(WITHIN)?;
    // Where the machine's word is too short for a step, the step is too far anyway.
    let step = step.parse::<usize>().ok()? as u64;
    (step <= super::document::MAX_STEP).then_some((step, subject, value))
}
