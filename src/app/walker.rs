//! Walking the tape by time: how many rows a stretch of time owes at a pace, and what is
//! said on the way.

use std::ops::Range;

use crate::lab::experiment::TapeState;
use crate::lab::words::word;
use crate::lab::{Experiment, View};
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
    libm::exp((pace / FASTEST).clamp(0.0, 1.0) * libm::log(pass.max(1) as f64))
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
            .map_or(0.0, |last| (now - last).clamp(0.0, LONGEST_GAP));
        self.last = Some(now);
        self.along += gap * rate;
        let rows = self.along.floor();
        self.along -= rows;
        rows as u64
    }
}

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
    format!("{}. {}", word("tape.passed"), whose(lab, tape, view))
}

/// Where one stands on the tape, as it is read aloud: what the last row states, after the
/// stage that has just ended.
#[must_use]
pub fn sentence(lab: &mut dyn Experiment, before: Option<&'static str>) -> String {
    let tape = lab.tape();
    let Some(now) = tape.cursor.checked_sub(1) else {
        return match tape.finished {
            Some(outcome) => format!("{} {}: {outcome}", word("tape.done"), lab.metrics_step()),
            None => format!("{} {}", word("ui.step"), lab.metrics_step()),
        };
    };
    let row = lab.rows(now..now + 1).pop();
    let (stage, place, text) =
        row.map_or_else(Default::default, |row| (row.stage, row.place, row.text));
    let mut said = before
        .filter(|ended| *ended != stage)
        .map_or_else(String::new, |ended| over(lab, ended));
    let ends = tape.cursor == tape.len || tape.stages.iter().any(|(_, first)| *first == now + 1);
    said += word(&format!("stage.{stage}"));
    if ends {
        said += &format!(", {}", word("tape.end"));
    }
    let colon = if place.is_empty() { "" } else { ": " };
    format!("{said}. {place}{colon}{text}")
}

/// That a stage is done: of the loss, also what it is.
pub fn over(lab: &mut dyn Experiment, stage: &str) -> String {
    let tape = lab.tape();
    let end = span(&tape, stage).end;
    let last = match stage {
        "loss" => lab.rows(end.saturating_sub(1)..end).pop(),
        _ => None,
    };
    let (colon, text) = last.map_or(("", String::new()), |row| (", ", row.text));
    let key = format!("stage.{stage}");
    format!("{}: {}{colon}{text}. ", word(&key), word("tape.over"))
}

/// A row's statement but for its result, and its result, which is to be seen even where
/// there is no room for all of it.
#[must_use]
pub fn parts(statement: &str) -> (&str, &str) {
    let last = |sign| statement.rfind(sign);
    let end = last(" = ").max(last(" ≈ ")).or_else(|| last(", "));
    statement.split_at(end.unwrap_or(statement.len()))
}

/// Whom the tape is about: the pinned sample or point, or one of the next batch.
#[must_use]
pub fn whose(lab: &dyn Experiment, tape: &TapeState, view: &View) -> String {
    let sample = tape
        .sample
        .and_then(|sample| lab.describe(Part::Sample(sample as u32), view));
    match (tape.in_batch, sample) {
        (Some((number, count)), Some(sample)) => format!(
            "{} {} {} {count}: {sample}",
            word("tape.next"),
            number + 1,
            word("tape.of")
        ),
        (_, Some(sample)) => format!("{}: {sample}", word("tape.pinned")),
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
    format!("{} {}", number.trim_end_matches(".0"), word(unit))
}

/// Where one stands, as the slider of the tape says it.
#[must_use]
pub fn place_text(tape: &TapeState) -> String {
    let Some(stage) = stage(tape) else {
        return word("tape.begin").to_owned();
    };
    format!(
        "{} {} {} {}, {}",
        word("tape.row"),
        tape.cursor,
        word("tape.of"),
        tape.len,
        word(&format!("stage.{stage}"))
    )
}
