//! Walking the tape by time: how many rows a stretch of time owes at a pace, and what is
//! said on the way.

use std::ops::Range;

use super::phrase;
use crate::lab::experiment::{RowValues, TapeState};
use crate::lab::words::{find_under, word};
use crate::lab::{Experiment, View};
use crate::num::Within;
use crate::scene::{Part, format};

/// The longest stretch of time that one frame makes up for, in seconds.
const LONGEST_GAP: f64 = 0.25;
/// The pace at which a whole pass takes a second.
pub const FASTEST: f64 = 10.0;

/// The clock of the walk.
#[derive(Debug, Clone, Default)]
pub struct Walker {
    walking: bool,
    last: Option<f64>,
    /// How far the row under way has run.
    along: f64,
    /// Rows are shown as done or not at all.
    pub(super) cuts: bool,
}

/// Rows a second at a pace of 0 to [`FASTEST`]: one a second, up to a whole pass of `pass`
/// rows a second, with equal ratios between.
#[must_use]
pub fn rate(pace: f64, pass: usize) -> f64 {
    libm::exp((pace / FASTEST).within(0.0, 1.0) * libm::log(pass.max(1) as f64))
}

impl Walker {
    /// Whether it walks.
    #[must_use]
    pub fn is_walking(&self) -> bool {
        self.walking
    }

    /// Starts where the last row has run so far.
    pub fn start(&mut self, progress: f64) {
        self.walking = true;
        self.last = None;
        self.along = progress;
    }

    /// Stops.
    pub fn stop(&mut self) {
        self.walking = false;
    }

    /// How far the row under way has run.
    #[must_use]
    pub fn progress(&self) -> f64 {
        if self.cuts { 1.0 } else { self.along }
    }

    /// How many rows begin until `now` seconds at `rate` rows a second.
    pub fn due(&mut self, now: f64, rate: f64) -> u64 {
        let gap = self
            .last
            .map_or(0.0, |last| (now - last).within(0.0, LONGEST_GAP));
        self.last = Some(now);
        self.along += gap * rate;
        let rows = self.along.floor();
        self.along -= rows;
        rows as u64
    }
}

/// The stage that every pass begins with.
pub const FIRST_STAGE: &str = "forward";

/// The stage of the last row done; none before the first.
#[must_use]
pub fn stage(tape: &TapeState) -> Option<&'static str> {
    let now = tape.cursor.checked_sub(1)?;
    let begun = tape.stages.iter().rev().find(|(_, first)| *first <= now);
    begun.map(|(name, _)| *name)
}

/// How many rows a stage of the tape has.
#[must_use]
pub fn stage_rows(tape: &TapeState, stage: Option<&'static str>) -> usize {
    stage.map_or(0, |stage| span(tape, stage).len())
}

/// The rows of a stage; none at the tape's end where it has no such stage.
fn span(tape: &TapeState, stage: &str) -> Range<usize> {
    let place = tape.stages.iter().position(|(name, _)| *name == stage);
    let first = |place: usize| tape.stages.get(place).map_or(tape.len, |(_, first)| *first);
    place.map_or(tape.len..tape.len, |place| first(place)..first(place + 1))
}

/// That a sample's pass is done, and whose comes now.
#[must_use]
pub fn passed(lab: &dyn Experiment, tape: &TapeState, view: &View) -> String {
    phrase("{tape.passed}. {0}", &[&whose(lab, tape, view)])
}

/// Where one stands on the tape, as it is read aloud: what the last row states, after the
/// stages that have ended since one stood in `before`.
#[must_use]
pub fn sentence(lab: &mut dyn Experiment, before: Option<&'static str>) -> String {
    let tape = lab.tape();
    let Some(now) = tape.cursor.checked_sub(1) else {
        let step = lab.metrics_step().to_string();
        return match tape.finished {
            Some(outcome) => phrase("{tape.done} {0}: {1}", &[&step, &outcome]),
            None => phrase("{ui.step} {0}", &[&step]),
        };
    };
    let Some(row) = row(lab, now) else {
        return String::new();
    };
    let at = |name: &str| tape.stages.iter().position(|(stage, _)| *stage == name);
    let mut said = String::new();
    if let Some(before) = before
        && before != row.stage
    {
        match (at(before), at(row.stage)) {
            (Some(from), Some(to)) if from < to => {
                for (ended, _) in tape.stages.iter().take(to).skip(from) {
                    over(lab, ended, &mut said);
                }
            }
            _ => over(lab, before, &mut said),
        }
    }
    said += stage_name(row.stage);
    if span(&tape, row.stage).end == now + 1 {
        said += ", ";
        said += word("tape.end");
    }
    let colon = if row.place.is_empty() { "" } else { ": " };
    for piece in [". ", &row.place, colon, &row.text] {
        said += piece;
    }
    said
}

/// One row of the tape; none beyond its end.
pub fn row(lab: &mut dyn Experiment, at: usize) -> Option<RowValues> {
    lab.rows(at..at + 1).pop()
}

/// The name of a stage.
#[must_use]
pub fn stage_name(stage: &str) -> &'static str {
    find_under("stage", stage).unwrap_or_default()
}

/// Says that a stage is done: of the loss, also what it is.
pub fn over(lab: &mut dyn Experiment, stage: &str, said: &mut String) {
    let tape = lab.tape();
    let end = span(&tape, stage).end;
    for piece in [stage_name(stage), ": ", word("tape.over")] {
        *said += piece;
    }
    if stage == "loss"
        && let Some(row) = row(lab, end.saturating_sub(1))
    {
        *said += ", ";
        *said += &row.text;
    }
    *said += ". ";
}

/// A row's statement but for its result, and its result, which is to be seen even where
/// there is no room for all of it.
#[must_use]
pub fn parts(statement: &str) -> (&str, &str) {
    let bytes = statement.as_bytes();
    let (mut sign, mut comma) = (None, None);
    for place in 0..bytes.len() {
        let rest = bytes.get(place..).unwrap_or_default();
        if rest.starts_with(b" = ") || rest.starts_with(" ≈ ".as_bytes()) {
            sign = Some(place);
        } else if rest.starts_with(b", ") {
            comma = Some(place);
        }
    }
    let end = sign.or(comma);
    end.and_then(|end| statement.split_at_checked(end))
        .unwrap_or((statement, ""))
}

/// Whom the tape is about: the pinned sample or point, or one of the next batch.
#[must_use]
pub fn whose(lab: &dyn Experiment, tape: &TapeState, view: &View) -> String {
    let sample = tape
        .sample
        .and_then(|sample| lab.describe(Part::Sample(sample as u32), view));
    match (tape.in_batch, sample) {
        (Some((number, count)), Some(sample)) => phrase(
            "{tape.next} {0} {tape.of} {1}: {2}",
            &[&(number + 1).to_string(), &count.to_string(), &sample],
        ),
        (_, Some(sample)) => phrase("{tape.pinned}: {0}", &[&sample]),
        _ => word("tape.point-pinned").to_owned(),
    }
}

/// A pace in words.
#[must_use]
pub fn pace_text((rate, pass): (f64, usize)) -> String {
    if rate > 0.999 * pass as f64 {
        return word("tape.pass-second").to_owned();
    }
    let unit = if rate < 1.05 {
        "tape.one-second"
    } else {
        "tape.a-second"
    };
    let number = format::significant(rate, if rate < 10.0 { 2 } else { 3 });
    let number = number.strip_suffix(".0").unwrap_or(&number);
    format!("{number} {}", word(unit))
}

/// Where one stands, as the slider of the tape says it.
#[must_use]
pub fn place_text(tape: &TapeState) -> String {
    let Some(stage) = stage(tape) else {
        return word("tape.begin").to_owned();
    };
    let (row, rows) = (tape.cursor.to_string(), tape.len.to_string());
    let args: [&str; 3] = [&row, &rows, stage_name(stage)];
    phrase("{tape.row} {0} {tape.of} {1}, {2}", &args)
}
