//! Playing: how many updates a stretch of time owes at a speed.

use crate::num::Within;
use crate::scene::read;

/// The longest stretch of time that one frame makes up for, in seconds. A tab that was
/// asleep does not wake to hours of work.
const LONGEST_GAP: f64 = 0.25;

/// The clock of play and pause.
#[derive(Debug, Clone, Default)]
pub struct Player {
    playing: bool,
    last: Option<f64>,
    debt: f64,
}

/// A playing speed in optimizer updates a second; `f64::INFINITY` for as fast as it goes.
#[must_use]
pub fn steps_per_second(speed: &str, steps_per_epoch: u64) -> f64 {
    match speed.split_once('-') {
        Some((count, unit)) => {
            let count = read::number(count).unwrap_or(1.0);
            if unit.starts_with("epoch") {
                count * steps_per_epoch as f64
            } else {
                count
            }
        }
        None => f64::INFINITY,
    }
}

impl Player {
    /// Whether it plays.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.playing
    }

    /// Starts; the first update is due at once.
    pub fn play(&mut self) {
        self.playing = true;
        self.last = None;
        self.debt = 1.0;
    }

    /// Stops.
    pub fn pause(&mut self) {
        self.playing = false;
    }

    /// How many updates are due at `now` seconds when `rate` a second are wanted; what is
    /// not done of them is forgotten, so that a slow machine plays slower and never freezes.
    pub fn due(&mut self, now: f64, rate: f64) -> u64 {
        let gap = self
            .last
            .map_or(0.0, |last| (now - last).within(0.0, LONGEST_GAP));
        self.last = Some(now);
        if rate.is_infinite() {
            return u64::MAX;
        }
        self.debt += gap * rate;
        let due = self.debt.floor();
        self.debt -= due;
        due as u64
    }
}
