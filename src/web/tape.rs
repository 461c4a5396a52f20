//! The tape's rows: a list of which only what is seen stands in the document, kept in step
//! with the walk.

use std::ops::Range;

use web_sys::Element;

use super::dom;
use super::figure::{described, pointed};
use super::look::Look;
use super::page::Page;
use crate::app::{Session, panel, phrase, split, walker};
use crate::lab::experiment::{RowValues, TapeState};
use crate::lab::words::word;
use crate::num::order;
use crate::scene::{Part, format};

/// The least width of the list, the lines that a statement takes there at most, and the
/// height of a row; lengths in units of a scene.
const ROWS: [(f64, u32, f64); 3] = [(440.0, 1, 23.0), (340.0, 2, 38.0), (0.0, 3, 54.0)];
/// Rows in the document beyond those that are seen.
const SPARE: usize = 2;
/// The least part of a row that the slider shows: its step.
const SOME: &str = "0.05";
/// Seconds between two showings while training plays.
const PAUSE: f64 = 0.25;

/// The classes of rows that are done, under way, and ahead: of the first row of a place, and of
/// the others.
const CLASSES: [[&str; 2]; 3] = [
    ["line", "line same"],
    ["line present", "line present same"],
    ["line ahead", "line ahead same"],
];

/// The tape's panel.
#[derive(Debug)]
pub(super) struct Tape {
    panel: Element,
    view: Element,
    space: Element,
    list: Element,
    scrub: Element,
    links: Element,
    /// Says that no row of what was pointed at is in sight.
    away: Option<Element>,
    is_away: bool,
    shares: Element,
    share_button: Element,
    stages: Vec<Element>,
    lines: Vec<Line>,
    /// The height of a row and of the list, and how far it is scrolled, in CSS pixels.
    row: f64,
    height: f64,
    top: f64,
    /// Whether the list keeps the present row in sight.
    follows: bool,
    /// Whether a scrolling of our own is still to be told of.
    scrolls: bool,
    tape: TapeState,
    /// The rows that are shown, and what they say.
    read: Range<usize>,
    values: Vec<RowValues>,
    /// How far the last row done is shown to have run.
    shown: f64,
    /// The row that has the keyboard, and the row under the pointer.
    active: Option<usize>,
    hovered: Option<usize>,
    /// What was pointed at last, and its rows.
    pointed: Option<Part>,
    linked: Vec<usize>,
    /// The weight or bias whose shares are shown, and the row of its mean.
    shared: Option<Part>,
    shared_at: usize,
    opened: bool,
    last: f64,
    /// Whether what stands around the list is to follow it, and whether the place is another.
    around: Option<bool>,
    /// What the slider and the buttons of the stages were told last: to tell them the same
    /// again would cost the browser a layout.
    told: Option<(bool, usize, Option<&'static str>)>,
}

/// One row in the document.
#[derive(Debug)]
struct Line {
    node: Element,
    place: Element,
    /// The statement but for its result, which may be shortened, and the result.
    text: [Element; 2],
    /// What stands there.
    heading: String,
    statement: String,
    now: Shown,
}

/// What a row shows beside its texts.
#[derive(Debug, Clone, Copy, Default)]
struct Shown {
    /// The row; none for a heading.
    index: Option<usize>,
    class: &'static str,
    linked: bool,
    active: bool,
    len: usize,
}

impl Tape {
    /// The panel under `root`, if it has one.
    pub(super) fn new(root: &Element) -> Option<Self> {
        let panel = dom::one(root, ".tape")?;
        let share_button = dom::one(&panel, "[data-act=shares]")?;
        Some(Self {
            view: dom::part(&panel, "rows"),
            space: dom::part(&panel, "rows-space"),
            list: dom::part(&panel, "rows-lines"),
            scrub: dom::part(&panel, "scrub"),
            links: dom::part(&panel, "links"),
            away: None,
            is_away: false,
            shares: dom::part(&panel, "shares"),
            share_button,
            stages: dom::all(&panel, "[data-stage]"),
            panel,
            lines: Vec::new(),
            row: ROWS[0].2,
            height: 0.0,
            top: 0.0,
            follows: true,
            scrolls: false,
            tape: TapeState::default(),
            read: 0..0,
            values: Vec::new(),
            shown: 1.0,
            active: None,
            hovered: None,
            pointed: None,
            linked: Vec::new(),
            shared: None,
            shared_at: 0,
            opened: false,
            last: 0.0,
            around: None,
            told: None,
        })
    }

    /// Whether `target` lies in the list.
    pub(super) fn holds(&self, target: &Element) -> bool {
        self.view.contains(Some(target))
    }

    /// Whether `target` is the slider along the tape.
    pub(super) fn is_scrub(&self, target: &Element) -> bool {
        self.scrub == *target
    }

    /// The place that the slider says, in rows of the walk; with `cuts`, a whole number.
    pub(super) fn scrubbed(&self, cuts: bool) -> f64 {
        let mut row = dom::number_in(&self.scrub).max(0.0);
        if cuts {
            row = row.round();
            // No row of a later sample's pass is the end of the pass before.
            if self.tape.start > 0 {
                row = row.max(1.0);
            }
        }
        self.tape.start as f64 + row
    }

    /// The row of the walk whose statement stands at `target`.
    pub(super) fn row_at(&self, target: &Element) -> Option<usize> {
        let line = dom::around(target, "[role=option]")?;
        let line = self.lines.iter().find(|l| l.node == line)?;
        line.now.index
    }

    /// Takes the size that the page gives; tells whether its rows are others for it.
    pub(super) fn measure(&mut self, look: &Look) -> bool {
        let before = (self.height, self.row);
        self.height = dom::number(&self.view, "clientHeight");
        let width = dom::number(&self.view, "clientWidth") / look.scale;
        let (_, lines, row) = *ROWS
            .iter()
            .find(|(least, ..)| width >= *least)
            .unwrap_or(&ROWS[0]);
        self.row = (row * look.scale).round();
        dom::length(&self.list, "--row", self.row);
        dom::style(&self.list, "--lines", &lines.to_string());
        let wrap = if lines == 1 { "nowrap" } else { "normal" };
        dom::style(&self.list, "--wrap", wrap);
        let count = if self.height > 0.0 {
            (self.height / self.row) as usize + SPARE
        } else {
            0
        };
        while self.lines.len() > count {
            if let Some(line) = self.lines.pop() {
                line.node.remove();
            }
        }
        while self.lines.len() < count {
            self.lines.push(Line::new(&self.list));
        }
        if let Some(row) = self.active.filter(|_| !self.follows && count > 0) {
            self.reveal(row);
        }
        before != (self.height, self.row)
    }

    /// The list was scrolled.
    pub(super) fn scrolled(&mut self) {
        // To ask where it stands makes the browser lay it out: not after our own scrolling.
        if std::mem::take(&mut self.scrolls) {
            return;
        }
        let top = dom::number(&self.view, "scrollTop").trunc();
        if (top - self.top).abs() > 1.0 {
            self.top = top;
            self.follows = false;
        }
    }

    /// Folds the panel up, or out again.
    pub(super) fn fold(&mut self, button: &Element) {
        let folded = !dom::has(&self.panel, "data-folded");
        dom::flag(&self.panel, "data-folded", folded);
        dom::tell(button, "aria-expanded", !folded);
        let name = if folded { "tape.unfold" } else { "tape.fold" };
        dom::name(button, word(name));
    }

    /// Whether a row lies under the pointer.
    pub(super) fn is_hovered(&self) -> bool {
        self.hovered.is_some()
    }

    /// Keeps the list in step with the session; costs nothing where nobody looks.
    /// With `same`, the statements are those of the last time.
    pub(super) fn sync(&mut self, session: &mut Session, now: f64, same: bool) {
        if self.come(session, now, same) {
            self.show_rows(session);
        }
    }

    /// Takes the session's place on the tape over, before its rows are shown; tells whether
    /// anybody looks.
    pub(super) fn come(&mut self, session: &Session, now: f64, same: bool) -> bool {
        if self.lines.is_empty() || (session.is_playing() && now - self.last < PAUSE) {
            return false;
        }
        self.last = now;
        let tape = session.lab().tape();
        let place = |tape: &TapeState| (tape.start, tape.cursor);
        let moved = place(&tape) != place(&self.tape);
        let other = tape.len != self.tape.len || tape.sample != self.tape.sample;
        if other || !same {
            self.read = 0..0;
        }
        if moved && !session.is_walking() {
            self.follows = true;
        }
        self.tape = tape;
        self.point(session, other);
        if other {
            let height = self.item_count() as f64 * self.row;
            dom::length(&self.space, "height", height);
            self.active = self.active.filter(|row| *row < self.tape.len);
        }
        if moved || other || self.follows {
            self.follow();
        }
        self.around = Some(moved || other || self.around == Some(true));
        true
    }

    /// The rows and the headings of the stages.
    fn item_count(&self) -> usize {
        self.tape.len + self.tape.stages.len()
    }

    /// The row's place among rows and headings.
    fn item(&self, row: usize) -> usize {
        let mut item = row;
        for (_, first) in &self.tape.stages {
            item += usize::from(*first <= row);
        }
        item
    }

    /// The row at a place, or the stage whose heading stands there.
    fn at(&self, item: usize) -> Result<usize, &'static str> {
        let mut before = 0;
        for (number, (name, first)) in self.tape.stages.iter().enumerate() {
            if first + number == item {
                return Err(name);
            }
            before += usize::from(first + number < item);
        }
        Ok(item - before)
    }

    /// Scrolls so that a row is seen, with its neighbours.
    fn reveal(&mut self, row: usize) {
        let at = self.item(row) as f64 * self.row;
        let margin = if self.height > 5.0 * self.row {
            self.row
        } else {
            0.0
        };
        let seen =
            (at - margin).max(0.0) >= self.top && at + self.row + margin <= self.top + self.height;
        // The list stands still while rows pass, and then turns over like a page.
        let top = if seen {
            self.top
        } else {
            (at - 2.0 * margin).max(0.0)
        };
        let most = (self.item_count() as f64 * self.row - self.height).max(0.0);
        let top = top.min(most).round();
        if (top - self.top).abs() > 0.5 {
            self.top = top;
            self.scrolls = true;
            dom::put_number(&self.view, "scrollTop", top);
            // Another row has come under the pointer.
            self.hovered = None;
        }
    }

    /// Keeps the present row in sight, unless the reader looks elsewhere.
    fn follow(&mut self) {
        if self.follows {
            self.reveal(self.tape.cursor.saturating_sub(1));
        } else {
            let at = self.item(self.tape.cursor.saturating_sub(1)) as f64 * self.row;
            self.follows = (self.top..self.top + self.height - self.row).contains(&at);
        }
    }

    /// Notes what is pointed at in the pictures, and finds its rows.
    fn point(&mut self, session: &Session, other: bool) {
        let pointed = pointed(session).filter(|part| {
            matches!(
                part,
                Part::Weight { .. }
                    | Part::Bias { .. }
                    | Part::Unit { .. }
                    | Part::Input { .. }
                    | Part::Output { .. }
                    | Part::Target { .. }
                    | Part::Loss
            )
        });
        let pointed = pointed.or(self.pointed);
        if pointed == self.pointed && !other {
            return;
        }
        self.pointed = pointed;
        let Some(part) = pointed else {
            return;
        };
        self.linked = session.lab().rows_of(part);
        let mut found: Vec<(&str, usize, usize)> = Vec::new();
        for row in &self.linked {
            let begun = self.tape.stages.iter().rfind(|(_, first)| first <= row);
            let Some((name, _)) = begun else { continue };
            match found.last_mut() {
                Some((last, _, count)) if last == name => *count += 1,
                _ => found.push((name, *row, 1)),
            }
        }
        let name = match session.lab().read(part) {
            Some(reading) => reading.label,
            None => described(session, part),
        };
        let (name, _) = split(&name, ',');
        dom::fill(&self.links, &panel::links(name, &found));
        self.away = dom::one(&self.links, "[data-away]");
        self.is_away = false;
    }

    /// The next of the rows of what was pointed at, among those of its stage: after the one
    /// that has the keyboard, or the first.
    pub(super) fn next_linked(&self, first: usize) -> usize {
        let later = self.tape.stages.iter().find(|(_, begins)| *begins > first);
        let end = later.map_or(self.tape.len, |(_, begins)| *begins);
        let after = self.active.unwrap_or(usize::MAX);
        let next = self.linked.iter().find(|row| **row > after);
        match next {
            Some(row) if *row > first && *row < end => *row,
            _ => first,
        }
    }

    /// The place on the tape, and the row whose shares are shown: the same on the tape of
    /// any sample that is pinned instead of the batch's last.
    pub(super) fn kept(&self) -> (usize, usize) {
        (self.tape.cursor, self.shared_at)
    }

    /// What was pointed at last.
    pub(super) fn pointed(&self) -> Option<Part> {
        self.pointed
    }

    fn range(&self) -> Range<usize> {
        let first = (self.top / self.row) as usize;
        first..(first + self.lines.len()).min(self.item_count())
    }

    fn show_rows(&mut self, session: &mut Session) {
        let items = self.range();
        let mut range = 0..0;
        for item in items.clone() {
            if let Ok(row) = self.at(item) {
                let first = if range.is_empty() { row } else { range.start };
                range = first..row + 1;
            }
        }
        if range != self.read {
            self.values = session.lab_mut().rows(range.clone());
            self.read = range.clone();
            let offset = items.start as f64 * self.row;
            dom::style(
                &self.list,
                "transform",
                &format!("translateY({}px)", format::plain(offset)),
            );
        }
        let cursor = self.tape.cursor;
        let mut values = self.values.iter();
        let mut before = "";
        for (number, item) in items.clone().enumerate() {
            let mut shown = Shown {
                class: "stage-title",
                ..Shown::default()
            };
            let (heading, statement) = match self.at(item) {
                Err(stage) => ("", walker::stage_name(stage)),
                Ok(index) => {
                    let Some(RowValues { place, text, .. }) = values.next() else {
                        return;
                    };
                    let begins = number == 0 || place != before;
                    // A row is done, or the one under way, or ahead.
                    let state = 1 + (index + 1).cmp(&cursor) as isize;
                    let class = CLASSES[state as usize][usize::from(!begins)];
                    shown = Shown {
                        index: Some(index),
                        class,
                        linked: self.linked.binary_search(&index).is_ok(),
                        active: self.active == Some(index),
                        len: self.tape.len,
                    };
                    (place.as_str(), text.as_str())
                }
            };
            before = heading;
            if let Some(line) = self.lines.get_mut(number) {
                line.show(shown, heading, statement);
            }
        }
        for line in self.lines.iter_mut().skip(items.len()) {
            let nothing = Shown {
                class: "none",
                ..Shown::default()
            };
            line.show(nothing, "", "");
        }
        if self.shown != self.tape.progress {
            self.shown = self.tape.progress;
            dom::style(&self.list, "--p", &format::rounded(self.shown, 3));
        }
        let away = !self.linked.iter().any(|row| range.contains(row));
        if let Some(node) = self.away.as_ref().filter(|_| away != self.is_away) {
            dom::flag(node, "hidden", !away);
        }
        self.is_away = away;
        self.mark_active();
    }

    /// Tells which row has the keyboard, while it is in the document.
    fn mark_active(&self) {
        let name = "aria-activedescendant";
        let mut id = String::new();
        if let Some(row) = self.active
            && self.lines.iter().any(|line| line.now.index == self.active)
        {
            id = format!("tape-row-{row}");
        }
        if dom::attribute(&self.view, name) != id {
            if id.is_empty() {
                dom::flag(&self.view, name, false);
            } else {
                dom::set(&self.view, name, &id);
            }
        }
    }

    /// The slider, the stages, whose tape it is, and what the last update came to, where
    /// the list has changed.
    pub(super) fn show_place(&mut self, session: &Session, page: &mut Page) {
        let Some(moved) = self.around.take() else {
            return;
        };
        let tape = &self.tape;
        let most = tape.len.min(tape.walk - 1 - tape.start);
        let value = tape.cursor as f64 - (1.0 - tape.progress);
        let now = walker::stage(tape);
        let told = Some((tape.start > 0, most, now));
        let other = moved && self.told != told;
        if other {
            self.told = told;
            // Where nothing of a later sample's pass is done, the tape is still the one before.
            dom::put_text(&self.scrub, "min", if tape.start > 0 { SOME } else { "0" });
            dom::put_number(&self.scrub, "max", most as f64);
        }
        dom::put_value(&self.scrub, &format::rounded(value.max(0.0), 2));
        page.text(
            "tape.whose",
            &walker::whose(session.lab(), tape, session.view()),
        );
        page.text("tape.pace", &walker::pace_text(session.pace()));
        let outcome = tape.finished.as_deref().unwrap_or("");
        let template = match outcome {
            "" => "",
            _ => "{tape.done} {0}: {1}",
        };
        let step = session.lab().metrics_step().to_string();
        page.text("tape.outcome", &phrase(template, &[&step, outcome]));
        if !moved {
            return;
        }
        dom::set(&self.scrub, "aria-valuetext", &walker::place_text(tape));
        if !other {
            return;
        }
        for button in &self.stages {
            let name = dom::attribute(button, "data-stage");
            let here = now == Some(&name);
            dom::set(button, "aria-current", if here { "step" } else { "false" });
            // A point without a target has no loss and nothing to blame for it; the update
            // stands behind the batch's last sample.
            let there = name == "update" || tape.stages.iter().any(|(stage, _)| *stage == name);
            dom::flag(button, "disabled", !there);
        }
    }

    /// The statement with every digit: of the row that is pointed at, or of the present one.
    pub(super) fn show_exact(&mut self, session: &mut Session, page: &mut Page) {
        if self.lines.is_empty() {
            return;
        }
        let chosen = self.hovered.or(self.active);
        if chosen.is_none() && (session.is_walking() || session.is_playing()) {
            page.text("tape.exact", "");
            return;
        }
        let index = chosen.or(self.tape.cursor.checked_sub(1));
        let row = index.and_then(|row| walker::row(session.lab_mut(), row));
        let (mut text, mut part) = ("", None);
        if let Some(row) = &row {
            text = &row.exact;
            if row.kind == "mean" {
                self.shared_at = row.index;
                part = Part::named(&row.part);
            }
        }
        page.text("tape.exact", text);
        dom::flag(&self.share_button, "hidden", part.is_none() && !self.opened);
        if part.is_some() && part != self.shared {
            self.shared = part;
            if self.opened {
                self.fill_shares(session);
            }
        }
    }

    fn fill_shares(&self, session: &mut Session) {
        if let Some(part) = self.shared {
            let shares = session.lab_mut().shares(part);
            let mut samples = Vec::new();
            for share in &shares {
                samples.push(share.sample.into());
            }
            let mut ordered = Vec::new();
            for &place in &order::places(&samples) {
                ordered.extend(shares.get(place));
            }
            dom::fill(&self.shares, &panel::shares(&ordered));
        }
    }

    /// Opens or closes the samples' shares of a gradient.
    pub(super) fn open_shares(&mut self, session: &mut Session) {
        self.opened = !self.opened && self.shared.is_some();
        if self.opened {
            self.fill_shares(session);
        }
        dom::flag(&self.shares, "hidden", !self.opened);
        dom::tell(&self.share_button, "aria-expanded", self.opened);
    }

    /// The pointer is over a row, or none; tells what the row speaks of.
    pub(super) fn hover(&mut self, row: Option<usize>, session: &mut Session) -> Option<Part> {
        self.hovered = row;
        part_of(row, session)
    }

    /// Puts the keyboard on a row, or away; tells what the row speaks of.
    pub(super) fn choose(&mut self, row: Option<usize>, session: &mut Session) -> Option<Part> {
        self.active = row.map(|row| row.min(self.tape.len.saturating_sub(1)));
        if let Some(row) = self.active {
            self.follows = false;
            self.reveal(row);
        }
        part_of(self.active, session)
    }

    /// The row that has the keyboard.
    pub(super) fn active(&self) -> Option<usize> {
        self.active
    }

    /// Where the keyboard is, or would begin.
    pub(super) fn here(&self) -> usize {
        let present = self.tape.cursor.saturating_sub(1);
        self.active.unwrap_or(present)
    }

    /// Rows of one page of the list.
    pub(super) fn page(&self) -> usize {
        ((self.height / self.row) as usize).saturating_sub(2).max(1)
    }

    /// The first row of the stage after or before that of `row`.
    pub(super) fn stage_from(&self, row: usize, on: bool) -> usize {
        let mut before = 0;
        for (_, first) in &self.tape.stages {
            if *first < row {
                before = *first;
            } else if on && *first > row {
                return *first;
            }
        }
        if on { row } else { before }
    }

    /// The place in the walk of a row of this tape, done.
    pub(super) fn done(&self, row: usize) -> usize {
        self.tape.start + row + 1
    }

    /// The place in the walk at which a stage has begun; the update is that of the batch.
    pub(super) fn begun(&self, stage: &str) -> usize {
        let tape = &self.tape;
        match tape.stages.iter().find(|(name, _)| *name == stage) {
            Some((_, first)) => self.done(*first),
            None => {
                let samples = tape.in_batch.map_or(1, |(_, count)| count);
                samples * tape.pass + 1
            }
        }
    }
}

/// What a row speaks of.
fn part_of(row: Option<usize>, session: &mut Session) -> Option<Part> {
    Part::named(&walker::row(session.lab_mut(), row?)?.part)
}

impl Line {
    fn new(list: &Element) -> Self {
        let node = dom::make(list, "div");
        let place = dom::make(&node, "span");
        let text = dom::make(&node, "span");
        Self {
            place,
            text: [dom::make(&text, "span"), dom::make(&text, "span")],
            node,
            heading: String::new(),
            statement: String::new(),
            now: Shown::default(),
        }
    }

    /// Shows a row; only what differs is touched.
    fn show(&mut self, next: Shown, heading: &str, statement: &str) {
        let now = self.now;
        if self.heading != heading {
            dom::write(&self.place, heading);
            heading.clone_into(&mut self.heading);
        }
        if self.statement != statement {
            let (before, after) = (walker::parts(&self.statement), walker::parts(statement));
            if before.0 != after.0 {
                dom::write(&self.text[0], after.0);
            }
            if before.1 != after.1 {
                dom::write(&self.text[1], after.1);
            }
            statement.clone_into(&mut self.statement);
        }
        let turned = now.class != next.class;
        if turned {
            dom::put_text(&self.node, "className", next.class);
        }
        if now.linked != next.linked {
            dom::flag(&self.node, "data-linked", next.linked);
        }
        if now.active != next.active {
            dom::flag(&self.node, "data-active", next.active);
        }
        let named = (now.index, now.len) != (next.index, next.len);
        match next.index {
            Some(index) if named => {
                dom::set(&self.node, "role", "option");
                dom::set(&self.node, "id", &format!("tape-row-{index}"));
                dom::set(&self.node, "aria-posinset", &(index + 1).to_string());
                dom::set(&self.node, "aria-setsize", &next.len.to_string());
            }
            None if named || now.class.is_empty() => {
                for name in &["id", "aria-posinset", "aria-setsize", "aria-selected"] {
                    dom::flag(&self.node, name, false);
                }
                dom::set(&self.node, "role", "presentation");
            }
            _ => {}
        }
        if next.index.is_some() && (turned || named) {
            let present = CLASSES[1].contains(&next.class);
            dom::tell(&self.node, "aria-selected", present);
        }
        self.now = next;
    }
}
