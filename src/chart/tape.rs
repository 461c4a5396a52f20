//! The tape: some of its rows, the present one marked, what is still to come held back.

use super::axes::{NAME, SMALL, fitted};
use crate::scene::{Anchor, Baseline, Palette, Part, Point, Rect, Scene, text_width};

/// Everything that the picture of the tape shows.
#[derive(Clone, Debug)]
pub struct Tape<'a> {
    /// Width in CSS pixels, at least 240.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What one sees.
    pub title: &'a str,
    /// The same for a screen reader.
    pub description: &'a str,
    /// The rows, in their order; those that have no room are left out at both ends.
    pub rows: &'a [Row<'a>],
    /// What to write where there are no rows.
    pub empty: &'a str,
}

/// A row of the tape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// Its place on the tape.
    pub index: u32,
    /// Its stage, as a heading.
    pub stage: &'a str,
    /// What it speaks of, for example `h₁`; may be empty.
    pub place: &'a str,
    /// The statement.
    pub text: &'a str,
    /// Whether it is done.
    pub state: State,
}

/// How far a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Done before the present one.
    Done,
    /// The row where one stands.
    Now,
    /// Still to come.
    Ahead,
}

/// The height of a line of text.
const LINE: f64 = 17.0;
/// The room above and below a row's text.
const PAD: f64 = 2.5;
/// The height of a stage's heading.
const HEADING: f64 = 30.0;
/// Where places begin, and where statements begin.
const PLACE: f64 = 14.0;
const TEXT: f64 = 62.0;
/// How much of the room lies over the present row.
const BEFORE: f64 = 0.55;

/// About how many rows have room in a picture of this height, if none is broken.
#[must_use]
pub fn capacity(height: f64) -> usize {
    (height / (LINE + 2.0 * PAD)).ceil().max(1.0) as usize
}

/// A row with its lines.
struct Block<'a> {
    row: &'a Row<'a>,
    lines: Lines,
    /// Whether its stage begins with it.
    heading: bool,
    /// Whether its place is another one than that of the row before.
    place: bool,
}

impl Block<'_> {
    /// The height without the heading.
    #[inline(never)]
    fn body(&self) -> f64 {
        LINE * self.lines.count as f64 + 2.0 * PAD
    }

    fn height(&self) -> f64 {
        // Halves and whole numbers: their sum is exact in any order.
        self.body() + if self.heading { HEADING } else { 0.0 }
    }
}

/// The picture as a scene.
#[must_use]
pub fn draw(tape: &Tape<'_>, palette: &Palette) -> Scene {
    let mut scene = Scene::sheet(
        tape.width,
        tape.height,
        tape.title,
        tape.description,
        palette.surface,
    );
    if tape.rows.is_empty() {
        let text = fitted(tape.empty, NAME, tape.width - 4.0);
        scene.write(Point::new(2.0, 20.0), text, NAME, palette.muted);
        return scene;
    }
    let blocks = shown(tape);
    let mut y = 0.0;
    for (i, block) in blocks.iter().enumerate() {
        // The first row tells its stage and place even where both began before.
        let first = i == 0;
        if block.heading || first {
            heading(&mut scene, tape, block.row, y, palette);
            y += HEADING;
        }
        let h = block.body();
        let area = Rect::new(0.0, y, tape.width, h);
        row(
            &mut scene,
            block,
            area,
            block.place || block.heading || first,
            palette,
        );
        y += h;
    }
    scene
}

/// The rows that have room, around the present one.
fn shown<'a>(tape: &Tape<'a>) -> Vec<Block<'a>> {
    let room = (tape.width - TEXT - 8.0).max(60.0);
    let block = |i: usize| {
        let row = &tape.rows[i];
        let before = i.checked_sub(1).map(|i| &tape.rows[i]);
        Block {
            row,
            lines: Lines::of(row.text, room),
            heading: before.is_some_and(|before| before.stage != row.stage),
            place: before.is_some_and(|before| before.place != row.place),
        }
    };
    let last_done = tape.rows.iter().rposition(|row| row.state != State::Ahead);
    let now = last_done.unwrap_or(0);
    let budget = tape.height - HEADING;
    let mut used = block(now).height();
    let (mut first, mut end) = (now, now + 1);
    for pass in 0..3 {
        // At the end of the tape the room below is for more of what came before.
        if pass == 2 && end < tape.rows.len() {
            break;
        }
        let up = pass != 1;
        let budget = if pass == 0 { budget * BEFORE } else { budget };
        while if up { first > 0 } else { end < tape.rows.len() } {
            let height = block(if up { first - 1 } else { end }).height();
            if used + height > budget {
                break;
            }
            used += height;
            if up {
                first -= 1;
            } else {
                end += 1;
            }
        }
    }
    let mut blocks = Vec::new();
    for i in first..end {
        blocks.push(block(i));
    }
    blocks
}

fn heading(scene: &mut Scene, tape: &Tape<'_>, row: &Row<'_>, y: f64, palette: &Palette) {
    let at = Point::new(PLACE, y + HEADING - 9.0);
    let right = PLACE + text_width(row.stage, SMALL) + 12.0;
    scene.write(at, row.stage, SMALL, palette.ink).bold();
    let level = (y + HEADING - 13.0).floor() + 0.5;
    scene.line(
        Point::new(right, level),
        Point::new(tape.width, level),
        palette.hairline,
        1.0,
    );
}

fn row(scene: &mut Scene, block: &Block<'_>, area: Rect, place: bool, palette: &Palette) {
    let part = Part::TapeRow(block.row.index);
    let now = block.row.state == State::Now;
    let color = match block.row.state {
        State::Ahead => palette.muted,
        State::Done | State::Now => palette.ink,
    };
    if now {
        scene.rect(&area, 0.0).fill(palette.ramp[4]);
        scene.stands_for(part);
        let bar = Rect::new(area.x, area.y, 3.0, area.h);
        scene.rect(&bar, 0.0).fill(palette.ink);
    }
    let mut write = |x: f64, down: f64, text: &str, bold: bool| {
        let at = Point::new(x, area.y + PAD + down);
        scene
            .write(at, text, NAME, color)
            .set(Anchor::Start, Baseline::Middle)
            .stands_for(part);
        if bold {
            scene.bold();
        }
    };
    if place && !block.row.place.is_empty() {
        let name = fitted(block.row.place, NAME, TEXT - PLACE - 4.0);
        write(PLACE, LINE / 2.0, &name, false);
    }
    let (mut left, mut down) = (TEXT, LINE / 2.0);
    for line in block.lines.full.split('\n') {
        write(left, down, line, now);
        left = TEXT + INDENT;
        down += LINE;
    }
    scene.target_rect(&area, part, 1);
}

/// The indent of a row's lines after the first.
const INDENT: f64 = 14.0;
/// A line shorter than this share of the room is not left so: the next piece is broken.
const SHORT: f64 = 0.4;

/// A text in lines no wider than `room`.
struct Lines {
    room: f64,
    /// The full lines, each with a break after it.
    full: String,
    /// The line after them.
    last: String,
    count: usize,
}

impl Lines {
    /// `text`, broken before a sign of equality where that leaves no short line, else at spaces.
    fn of(text: &str, room: f64) -> Self {
        let mut lines = Self {
            room,
            full: String::new(),
            last: String::new(),
            count: 1,
        };
        let mut words = text.split(' ');
        let mut piece = words.next().unwrap_or_default().to_owned();
        for word in words {
            if matches!(word, "=" | "≈") {
                lines.add(&piece);
                piece.clear();
            } else {
                piece.push(' ');
            }
            piece.push_str(word);
        }
        lines.add(&piece);
        lines.full.push_str(&lines.last);
        lines
    }

    fn add(&mut self, piece: &str) {
        if wide(piece) > self.room || !self.place(piece, true) {
            for word in piece.split(' ') {
                self.place(word, false);
            }
        }
    }

    /// Adds a piece to the last line or begins another; a `whole` one may have to be broken.
    fn place(&mut self, piece: &str, whole: bool) -> bool {
        let first = self.last.is_empty();
        let mut longer = self.last.clone();
        if !first {
            longer.push(' ');
        }
        longer.push_str(piece);
        let indent = if self.count > 1 { INDENT } else { 0.0 };
        if first || wide(&longer) <= self.room - indent {
            self.last = longer;
            return true;
        }
        let breaks = wide(&self.last) >= SHORT * self.room && wide(piece) <= self.room - INDENT;
        if whole && !breaks {
            return false;
        }
        self.full.push_str(&self.last);
        self.full.push('\n');
        piece.clone_into(&mut self.last);
        self.count += 1;
        true
    }
}

/// Bold letters are wider than the measure's.
fn wide(text: &str) -> f64 {
    text_width(text, NAME) * 1.04
}
