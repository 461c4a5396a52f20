//! What a click means, what is done in a field. Everything ends as an action of the session, or as
//! the opening and closing of something on the page.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

use super::dom;
use super::figure::{Figure, described};
use super::page::Wish;
use super::picture;
use super::pointer::is_finger;
use crate::app::{Action, walker};
use crate::lab::words::word;
use crate::lab::{Grain, Panel};
use crate::scene::Part;

/// How far a button moves a line, in units of the scene.
pub(super) const LINE_STRIDE: f64 = 6.0;
/// By how much a button turns a line, in radians.
pub(super) const LINE_TURN: f64 = 0.0872;

#[wasm_bindgen]
impl Figure {
    /// Hears one of the browser's events; `target` is the innermost element it happened on.
    pub fn hear(&mut self, event: &Event, target: &JsValue) {
        let Some(target) = target.dyn_ref::<Element>() else {
            return;
        };
        match dom::text(event, "type").as_str() {
            "click" => self.click(event, target),
            "input" => self.input(target),
            "change" => self.change(target),
            "toggle" => self.repaint(),
            "scroll" => {
                if let Some(tape) = self.tape.as_mut().filter(|tape| tape.holds(target)) {
                    tape.scrolled();
                    self.rewalk();
                }
            }
            "keydown" => self.key(event, target),
            "focusin" => self.focus_in(target),
            "focusout" => self.focus_out(target),
            "touchstart" => self.touch(event, target),
            _ => self.pointer(event, target),
        }
    }
}

impl Figure {
    fn click(&mut self, event: &Event, target: &Element) {
        self.page.hush();
        if self.page.is_explaining() && !dom::lies_in(target, ".help, [data-act=explain]") {
            self.page.explain(None);
        }
        if let Some(button) = dom::around(target, "[data-act]") {
            // A box to tick speaks by its change.
            if !dom::is_input(&button) {
                self.press(&dom::attribute(&button, "data-act"), &button);
            }
            return;
        }
        if let Some(tape) = &self.tape
            && let Some(row) = tape.row_at(target)
        {
            self.go_to_row(row);
            return;
        }
        let Some(panel) = panel_of(target) else {
            return;
        };
        let part = self.part_at(panel, event, target);
        if self.drag.take().is_none_or(|drag| !drag.moved) {
            self.choose(panel, part, event);
        }
    }

    /// The part that a click means: by the place of the pointer, or by the button that a
    /// key has pressed.
    fn part_at(&self, panel: Panel, event: &Event, target: &Element) -> Option<Part> {
        if is_pointed(event) {
            let finger = is_finger(event);
            let at = self.touched.filter(|_| finger);
            let (x, y) = at.or_else(|| self.point(panel, event))?;
            let part = self.picture(panel)?.hit(x, y, finger);
            if part.is_some() {
                return part;
            }
        }
        dom::part_of(target)
    }

    /// Does what choosing a part of a picture means.
    fn choose(&mut self, panel: Panel, part: Option<Part>, event: &Event) {
        let action = match part {
            Some(Part::AddLayer) => Action::AddLayer,
            Some(Part::RemoveLayer(layer)) => Action::RemoveLayer(layer),
            Some(Part::AddUnit(layer)) => Action::AddUnit(layer),
            Some(Part::RemoveUnit(layer)) => Action::RemoveUnit(layer),
            Some(part) if panel == Panel::Network && part.is_parameter() => {
                let at = self.point(panel, event).filter(|_| is_pointed(event));
                return self.edit(part, at);
            }
            Some(part) if panel == Panel::Lens && part.is_parameter() => {
                self.open_part(part);
                return;
            }
            Some(Part::Unit { .. }) if panel == Panel::Lens => return,
            Some(part @ Part::Unit { .. }) => return self.open_unit(part),
            Some(Part::UnitLine(unit) | Part::MoveLine(unit) | Part::TurnLine(unit)) => {
                Action::Select(Some(Part::Unit { layer: 0, unit }))
            }
            Some(Part::Sample(sample)) => {
                let sample = sample as usize;
                let pinned = self.session.view().pinned != Some(sample);
                self.act(Action::Pin(pinned.then_some(sample)));
                return self.tell_pin(Part::Sample(sample as u32), pinned);
            }
            Some(Part::Probe | Part::Plot) if panel == Panel::Plane => {
                let there = self.locate(panel, event);
                // The pinned point itself lets go.
                let pinned = part == Some(Part::Probe) && self.session.view().point.is_some();
                return self.pin_point(there.filter(|_| !pinned));
            }
            _ if panel == Panel::Network => Action::Select(None),
            _ => return,
        };
        self.act(action);
    }

    /// Pins a point of the plane, or lets go of what is pinned.
    pub(super) fn pin_point(&mut self, point: Option<[f64; 2]>) {
        self.act(point.map_or(Action::Pin(None), Action::PinPoint));
        self.tell_pin(Part::Probe, point.is_some());
    }

    /// Says what is pinned now, or that nothing is.
    pub(super) fn tell_pin(&mut self, part: Part, pinned: bool) {
        let sentence = if pinned {
            described(&self.session, part)
        } else {
            word("announce.free").to_owned()
        };
        self.page.announce(&sentence);
    }

    /// Opens a unit, or closes it when it is open.
    fn open_unit(&mut self, part: Part) {
        let open = self.session.view().selected == Some(part);
        self.act(Action::Select((!open).then_some(part)));
        self.show_opened();
        if let Some(network) = &mut self.network {
            network.go(&self.session, part);
            if open {
                network.leave(&self.session);
            }
        }
    }

    /// Opens the editor on a number; playing pauses, so that it stays what is typed.
    pub(super) fn edit(&mut self, part: Part, at: Option<(f64, f64)>) {
        self.stop();
        let at = if self.open_part(part) { None } else { at };
        let picture = picture::of(&self.pictures, Panel::Network);
        if let (Some(network), Some(picture)) = (&mut self.network, picture) {
            network.go(&self.session, part);
            if network.edit(&self.session, &picture.scene, &self.look, part, at) {
                self.act(Action::Focus(Some(part)));
            }
        }
    }

    /// Pauses where it plays.
    pub(super) fn stop(&mut self) {
        if self.session.is_playing() {
            self.act(Action::Pause);
        }
    }

    /// Sets the number behind a part; playing pauses, so that it stays.
    pub(super) fn edit_still(&mut self, part: Part, value: f64) {
        self.stop();
        self.act(Action::Edit(part, value));
    }

    /// Does what a button means.
    fn press(&mut self, act: &str, button: &Element) {
        let anew = match act {
            "reset" => Some(Action::Restart),
            "new-weights" => Some(Action::NewWeights),
            "new-data" => Some(Action::NewData),
            "new-seed" => Some(Action::NewSeed),
            _ => None,
        };
        if let Some(action) = anew {
            return self.begin(action);
        }
        match act {
            "toggle" => self.toggle(),
            "pause" => self.act(Action::Pause),
            "forward" => self.climb(true, false),
            "back" => self.climb(false, false),
            "walk" => self.act(Action::Walk),
            "stage" | "jump" | "shares" | "share-of" | "fold" => self.press_tape(act, button),
            "share" => match self.to_url() {
                Some(url) => self.answer("copy", url.into()),
                None => self.page.say(word("ui.share.long"), true),
            },
            "help" => self.open_help(),
            "close-help" => {
                if let Some(dialog) = self.dialog() {
                    dialog.close();
                }
            }
            "explain" => self.page.explain(Some(button)),
            "close-lens" => self.close_lens(),
            "lens-digits" => {
                if let Some(lens) = &mut self.lens {
                    lens.toggle_digits(button);
                }
                self.repaint();
            }
            "pin" => {
                if let Some(Part::Sample(sample)) = dom::part_of(button) {
                    self.act(Action::Pin(Some(sample as usize)));
                }
            }
            "dismiss" => self.act(Action::DismissProblems),
            "recover" => self.act(Action::Recover(None)),
            "recover-slower" => {
                self.act(Action::Recover(Some(0.1)));
                self.act(Action::Play);
            }
            "line-back" => _ = self.move_line(-LINE_STRIDE),
            "line-on" => _ = self.move_line(LINE_STRIDE),
            "line-left" => _ = self.turn_line(-LINE_TURN),
            "line-right" => _ = self.turn_line(LINE_TURN),
            _ => {}
        }
    }

    pub(super) fn toggle(&mut self) {
        self.act(Action::Toggle);
        if !self.session.is_playing() {
            self.announce_metrics();
        }
    }

    /// Starts anew, and says from where.
    pub(super) fn begin(&mut self, action: Action) {
        self.act(action);
        self.announce_metrics();
    }

    /// One step by the ladder.
    pub(super) fn climb(&mut self, on: bool, coarser: bool) {
        self.act(if on {
            Action::Forward { coarser }
        } else {
            Action::Backward { coarser }
        });
        if self.session.grain(coarser) == Grain::Epoch {
            self.announce_metrics();
        }
    }

    pub(super) fn step_once(&mut self, grain: Grain) {
        self.stop();
        self.act(Action::Step(grain, 1));
        self.announce_metrics();
    }

    pub(super) fn open_help(&self) {
        if let Some(dialog) = self.dialog() {
            // It fails only where it is open already.
            let _ = dialog.show_modal();
        }
    }

    /// A field changes under the hand: sliders, the editor, the table.
    pub(super) fn input(&mut self, target: &Element) {
        if let Some(tape) = self.tape.as_ref().filter(|tape| tape.is_scrub(target)) {
            let rows = tape.scrubbed(self.look.still);
            self.act(Action::Scrub(rows));
            return;
        }
        if let Some(step) = self.timeline.as_ref().and_then(|t| t.sought(target)) {
            self.seek_soon(step);
            return;
        }
        let network = self.network.as_ref();
        if let Some(network) = network.filter(|network| network.is_editor(target)) {
            if let (Some((part, _)), Some(value)) = (network.edited(), network.typed()) {
                self.act(Action::Edit(part, value));
            }
            return;
        }
        if self.edit_cell(target) || self.lens_input(target) {
            return;
        }
        if dom::is_field(target, "range") {
            self.set(target);
        }
    }

    /// A cell of the table changes: the network follows at once.
    fn edit_cell(&mut self, target: &Element) -> bool {
        let cell = self.tables.as_ref().and_then(|tables| tables.cell(target));
        let Some((part, field)) = cell else {
            return false;
        };
        let value = dom::number_in(field);
        if value.is_finite() {
            self.act(Action::Edit(part, value));
        }
        true
    }

    /// A field has been set.
    fn change(&mut self, target: &Element) {
        if dom::has(target, "data-preset") {
            self.act(Action::Preset(dom::value(target)));
            return;
        }
        if !dom::is_input(target) {
            self.set(target);
            return;
        }
        if dom::says(target, "data-act", "per-layer") {
            self.act(Action::SplitActivation(dom::is(target, "checked")));
            return;
        }
        if let Some((part, before)) = self.before.filter(|_| self.part_in(target).is_some()) {
            self.settle(
                part,
                crate::scene::read::number(&dom::value(target)),
                before,
            );
            if let Some(now) = self.number_of(part) {
                dom::write_number(target, now);
                self.before = Some((part, now));
            }
        } else if dom::text(target, "type") != "range" {
            self.set(target);
        }
    }

    /// The weight or bias whose number stands in a field of the lens or of the table.
    fn part_in(&self, target: &Element) -> Option<Part> {
        let cell = self.tables.as_ref().and_then(|tables| tables.cell(target));
        match cell {
            Some((part, _)) => Some(part),
            None => {
                let lens = self.lens.as_ref()?;
                lens.parameter().filter(|_| lens.is_field(target))
            }
        }
    }

    /// Sets the control of a field to what the field says; what says nothing is shown again
    /// as it was.
    fn set(&mut self, target: &Element) {
        match self.page.wish(target, self.session.config()) {
            Some(wish) => self.obey(wish),
            None => self.refresh(),
        }
    }

    pub(super) fn obey(&mut self, wish: Wish) {
        self.act(Action::Set {
            key: wish.key.to_owned(),
            text: wish.text,
        });
        self.refresh();
    }

    fn focus_in(&mut self, target: &Element) {
        if let Some(part) = self.part_in(target) {
            self.before = self.number_of(part).map(|now| (part, now));
        }
        if dom::matches(target, "[data-act=share-of]") {
            self.act(Action::Focus(dom::part_of(target)));
        }
        if let Some(network) = &mut self.network
            && network.holds(target)
            && let Some(part) = dom::part_of(target)
        {
            network.go(&self.session, part);
            // What the keyboard comes to counts, not where the pointer was left.
            if dom::matches(target, ":focus-visible") {
                self.act(Action::Hover(None));
            }
            self.act(Action::Focus(Some(part)));
        }
    }

    fn focus_out(&mut self, target: &Element) {
        if let Some(tape) = &mut self.tape
            && (tape.holds(target) || dom::matches(target, "[data-act=share-of], [data-act=jump]"))
        {
            tape.choose(None, &mut self.session);
            self.act(Action::Focus(None));
        }
        if let Some(network) = &mut self.network {
            let edits = network.is_editor(target);
            let (edited, value) = (network.edited().filter(|_| edits), network.typed());
            if edits {
                network.close();
            }
            if edits || network.holds(target) {
                self.act(Action::Focus(None));
            }
            if let Some((part, before)) = edited {
                self.settle(part, value, before);
            }
        }
        match panel_of(target) {
            Some(Panel::Plane) => self.away(),
            Some(Panel::Loss | Panel::Accuracy) => self.act(Action::PointChart(None)),
            _ => {}
        }
    }

    /// The number of a weight or bias now.
    pub(super) fn number_of(&self, part: Part) -> Option<f64> {
        Some(self.session.lab().read(part)?.value)
    }

    /// Ends the typing of a number: one that is refused brings the old one back, and what
    /// is allowed is said.
    pub(super) fn settle(&mut self, part: Part, typed: Option<f64>, before: f64) {
        let value = typed.unwrap_or(f64::NAN);
        let is_there = |now: Option<f64>| now.is_some_and(|now| now as f32 == value as f32);
        if is_there(self.number_of(part)) {
            return;
        }
        self.act(Action::Edit(part, value));
        if !is_there(self.number_of(part)) {
            let sentence = self.session.problems().first().map(ToString::to_string);
            self.act(Action::Edit(part, before));
            let sentence = sentence.unwrap_or_default();
            self.page.say(&sentence, false);
            self.said = Some(sentence);
        }
    }
}

/// The tape.
impl Figure {
    /// Goes to where a row of the tape is done, and puts the keyboard there.
    pub(super) fn go_to_row(&mut self, row: usize) {
        if let Some(tape) = &mut self.tape {
            let at = tape.done(row);
            tape.choose(Some(row), &mut self.session);
            self.act(Action::SeekRow(at));
        }
    }

    /// Puts the keyboard on a row of the tape, or away; its part is lit.
    pub(super) fn choose_row(&mut self, row: Option<usize>) {
        if let Some(tape) = &mut self.tape {
            let part = tape.choose(row, &mut self.session);
            self.act(Action::Focus(part));
            self.rewalk();
        }
    }

    fn press_tape(&mut self, act: &str, button: &Element) {
        let Some(tape) = &mut self.tape else {
            return;
        };
        match act {
            "stage" => {
                let at = tape.begun(&dom::attribute(button, "data-stage"));
                tape.choose(None, &mut self.session);
                self.act(Action::SeekRow(at));
                let lab = self.session.lab_mut();
                let sentence = walker::sentence(lab, None);
                self.page.announce(&sentence);
            }
            "jump" => {
                if let Ok(first) = dom::attribute(button, "data-jump").parse() {
                    let row = tape.next_linked(first);
                    tape.choose(Some(row), &mut self.session);
                    let pointed = tape.pointed();
                    self.act(Action::Focus(pointed));
                    self.rewalk();
                    let said = walker::row(self.session.lab_mut(), row);
                    let said = said.as_ref().map_or("", |row| row.text.as_str());
                    self.page.announce(said);
                }
            }
            "shares" => tape.open_shares(&mut self.session),
            "share-of" => {
                if let Some(Part::Sample(sample)) = dom::part_of(button) {
                    let (cursor, row) = tape.kept();
                    self.act(Action::Pin(Some(sample as usize)));
                    self.act(Action::SeekRow(cursor));
                    self.show_tape(false, true);
                    self.choose_row(Some(row));
                    self.tell_pin(Part::Sample(sample), true);
                }
            }
            _ => {
                tape.fold(button);
                self.measure();
            }
        }
    }

    /// The pointer over the tape; tells whether it was there.
    pub(super) fn point_tape(&mut self, event: &Event, target: &Element) -> bool {
        let Some(tape) = &mut self.tape else {
            return false;
        };
        let share = dom::around(target, "[data-act=share-of]");
        let inside = tape.holds(target);
        if !inside && share.is_none() {
            return false;
        }
        let part = match dom::text(event, "type").as_str() {
            "pointermove" if inside => {
                let row = tape.row_at(target);
                tape.hover(row, &mut self.session)
            }
            "pointermove" => share.and_then(|share| dom::part_of(&share)),
            "pointerleave" | "pointercancel" => tape.hover(None, &mut self.session),
            _ => return true,
        };
        if self.session.view().hovered != part {
            self.act(Action::Hover(part));
        }
        self.rewalk();
        true
    }
}

/// The panel whose picture an element lies in.
pub(super) fn panel_of(target: &Element) -> Option<Panel> {
    let canvas = dom::around(target, "[data-canvas]")?;
    dom::attribute(&canvas, "data-canvas").parse().ok()
}

/// Whether a pointer has made a click, not a key.
fn is_pointed(event: &Event) -> bool {
    dom::number(event, "detail") > 0.0
}
