//! What a click, a key, a pointer means. Everything ends as an action of the session, or as
//! the opening and closing of something on the page.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent, PointerEvent,
};

use super::dom;
use super::figure::Figure;
use super::lens::Lens;
use super::page::Wish;
use crate::app::Action;
use crate::app::cursor::{Way, is_button};
use crate::lab::words::word;
use crate::lab::{Grain, Panel};
use crate::scene::{Part, Rect};

/// How far an arrow key moves the probe, in units of the scene.
const STRIDE: f64 = 10.0;
/// The same with Shift.
const SMALL_STRIDE: f64 = 1.0;
/// What is moved by keys of its own.
const SLIDER: &str = "input[type=range], [role=slider]";
/// How far a button moves a line, in units of the scene.
const LINE_STRIDE: f64 = 6.0;
/// By how much a button turns a line, in radians.
const LINE_TURN: f64 = 0.0872;

/// A drag in the plane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drag {
    part: Part,
    from: [f64; 2],
    pointer: i32,
    /// Whether it has moved: a click that follows means nothing then.
    moved: bool,
}

#[wasm_bindgen]
impl Figure {
    /// Hears one of the browser's events; `target` is the innermost element it happened on.
    pub fn hear(&mut self, event: &Event, target: &JsValue) {
        let Some(target) = target.dyn_ref::<Element>() else {
            return;
        };
        match event.type_().as_str() {
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
            "keydown" => {
                if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
                    self.key(key, target);
                }
            }
            "focusin" => self.focus_in(target),
            "focusout" => self.focus_out(target),
            "touchstart" => self.touch(event, target),
            _ => {
                if let Some(pointer) = event.dyn_ref::<PointerEvent>() {
                    self.pointer(pointer, target);
                }
            }
        }
    }
}

impl Figure {
    fn click(&mut self, event: &Event, target: &Element) {
        self.page.hush();
        let explains = dom::around(target, ".help, [data-act=explain]").is_some();
        if self.page.is_explaining() && !explains {
            self.page.explain(None);
        }
        if let Some(button) = dom::around(target, "[data-act]") {
            let act = button.get_attribute("data-act").unwrap_or_default();
            // A box to tick speaks by its change.
            if button.dyn_ref::<HtmlInputElement>().is_none() {
                self.press(&act, &button);
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
        if std::mem::take(&mut self.drag).is_none_or(|drag| !drag.moved) {
            self.choose(panel, part, event);
        }
    }

    /// The part that a click means: by the place of the pointer, or by the button that a
    /// key has pressed.
    fn part_at(&self, panel: Panel, event: &Event, target: &Element) -> Option<Part> {
        let button = || target.get_attribute("data-part")?.parse().ok();
        match event.dyn_ref::<MouseEvent>() {
            Some(mouse) if mouse.detail() > 0 => {
                let picture = self.picture(panel)?;
                let finger = is_finger(mouse);
                let at = self.touched.filter(|_| finger);
                let (x, y) = at.or_else(|| self.point(panel, mouse))?;
                picture.hit(x, y, finger).or_else(button)
            }
            _ => button(),
        }
    }

    fn point(&self, panel: Panel, mouse: &MouseEvent) -> Option<(f64, f64)> {
        let (x, y) = (f64::from(mouse.client_x()), f64::from(mouse.client_y()));
        Some(self.picture(panel)?.point(&self.look, x, y))
    }

    /// Does what choosing a part of a picture means.
    fn choose(&mut self, panel: Panel, part: Option<Part>, event: &Event) {
        match part {
            Some(Part::AddLayer) => self.act(Action::AddLayer),
            Some(Part::RemoveLayer(layer)) => self.act(Action::RemoveLayer(layer)),
            Some(Part::AddUnit(layer)) => self.act(Action::AddUnit(layer)),
            Some(Part::RemoveUnit(layer)) => self.act(Action::RemoveUnit(layer)),
            Some(part @ (Part::Weight { .. } | Part::Bias { .. })) if panel == Panel::Network => {
                let at = event
                    .dyn_ref::<MouseEvent>()
                    .filter(|mouse| mouse.detail() > 0)
                    .and_then(|mouse| self.point(panel, mouse));
                self.edit(part, at);
            }
            Some(part @ (Part::Weight { .. } | Part::Bias { .. })) if panel == Panel::Lens => {
                self.open_part(part);
            }
            Some(Part::Unit { .. }) if panel == Panel::Lens => {}
            Some(part @ Part::Unit { .. }) => self.open_unit(part),
            Some(Part::UnitLine(unit) | Part::MoveLine(unit) | Part::TurnLine(unit)) => {
                self.act(Action::Select(Some(Part::Unit { layer: 0, unit })));
            }
            Some(Part::Sample(sample)) => {
                let sample = sample as usize;
                let pinned = self.session.view().pinned != Some(sample);
                self.act(Action::Pin(pinned.then_some(sample)));
                self.tell_pin(Part::Sample(sample as u32), pinned);
            }
            Some(Part::Probe | Part::Plot) if panel == Panel::Plane => {
                let there = event
                    .dyn_ref::<MouseEvent>()
                    .and_then(|mouse| self.locate(panel, mouse));
                // The pinned point itself lets go.
                let pinned = part == Some(Part::Probe) && self.session.view().point.is_some();
                self.pin_point(there.filter(|_| !pinned));
            }
            _ if panel == Panel::Network => self.act(Action::Select(None)),
            _ => {}
        }
    }

    /// Pins a point of the plane, or lets go of what is pinned.
    fn pin_point(&mut self, point: Option<[f64; 2]>) {
        self.act(point.map_or(Action::Pin(None), Action::PinPoint));
        self.tell_pin(Part::Probe, point.is_some());
    }

    /// Says what is pinned now, or that nothing is.
    fn tell_pin(&mut self, part: Part, pinned: bool) {
        let sentence = if pinned {
            self.session.lab().describe(part, self.session.view())
        } else {
            Some(word("announce.free").to_owned())
        };
        self.page.announce(&sentence.unwrap_or_default());
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
    fn edit(&mut self, part: Part, at: Option<(f64, f64)>) {
        if self.session.is_playing() {
            self.act(Action::Pause);
        }
        let at = if self.open_part(part) { None } else { at };
        let picture = self.pictures.iter().find(|p| p.panel == Panel::Network);
        if let (Some(network), Some(picture)) = (&mut self.network, picture) {
            network.go(&self.session, part);
            if network.edit(&self.session, &picture.scene, &self.look, part, at) {
                self.act(Action::Focus(Some(part)));
            }
        }
    }

    /// Does what a button means.
    fn press(&mut self, act: &str, button: &Element) {
        match act {
            "toggle" => self.toggle(),
            "pause" => self.act(Action::Pause),
            "forward" => self.climb(true, false),
            "back" => self.climb(false, false),
            "walk" => self.act(Action::Walk),
            "stage" | "jump" | "shares" | "share-of" | "fold" => self.press_tape(act, button),
            "reset" => self.begin(Action::Restart),
            "new-weights" => self.begin(Action::NewWeights),
            "new-data" => self.begin(Action::NewData),
            "new-seed" => self.begin(Action::NewSeed),
            "share" => match self.to_url() {
                Ok(url) => self.answer("copy", url.into()),
                Err(_) => self.page.say(word("ui.share.long"), true),
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
                let part = button.get_attribute("data-part");
                if let Some(Ok(Part::Sample(sample))) = part.map(|part| part.parse()) {
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

    fn toggle(&mut self) {
        self.act(Action::Toggle);
        if !self.session.is_playing() {
            self.announce_metrics();
        }
    }

    /// Starts anew, and says from where.
    fn begin(&mut self, action: Action) {
        self.act(action);
        self.announce_metrics();
    }

    /// One step by the ladder.
    fn climb(&mut self, on: bool, coarser: bool) {
        self.act(if on {
            Action::Forward { coarser }
        } else {
            Action::Backward { coarser }
        });
        if self.session.grain(coarser) == Grain::Epoch {
            self.announce_metrics();
        }
    }

    fn step_once(&mut self, grain: Grain) {
        if self.session.is_playing() {
            self.act(Action::Pause);
        }
        self.act(Action::Step(grain, 1));
        self.announce_metrics();
    }

    fn open_help(&self) {
        if let Some(dialog) = self.dialog() {
            // It fails only where it is open already.
            let _ = dialog.show_modal();
        }
    }

    /// A field changes under the hand: sliders, the editor, the table.
    fn input(&mut self, target: &Element) {
        if let Some(tape) = self.tape.as_ref().filter(|tape| tape.is_scrub(target)) {
            let rows = tape.scrubbed(super::look::wants_no_motion());
            self.act(Action::Scrub(rows));
            return;
        }
        if let Some(step) = self.timeline.as_ref().and_then(|t| t.sought(target)) {
            self.seek_soon(step);
            return;
        }
        let editing = self
            .network
            .as_ref()
            .filter(|network| network.is_editor(target));
        if let Some(network) = editing {
            if let (Some((part, _)), Some(value)) = (network.edited(), network.typed()) {
                self.act(Action::Edit(part, value));
            }
            return;
        }
        if self.edit_cell(target) || self.lens_input(target) {
            return;
        }
        let slides = target
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| input.type_() == "range");
        if slides {
            self.set(target);
        }
    }

    /// A cell of the table changes: the network follows at once.
    fn edit_cell(&mut self, target: &Element) -> bool {
        let Some(part) = self
            .tables
            .as_ref()
            .and_then(|tables| tables.part_of(target))
        else {
            return false;
        };
        let value = target
            .dyn_ref::<HtmlInputElement>()
            .map(HtmlInputElement::value_as_number)
            .filter(|value| value.is_finite());
        if let Some(value) = value {
            self.act(Action::Edit(part, value));
        }
        true
    }

    /// A field has been set.
    fn change(&mut self, target: &Element) {
        if let Some(select) = target
            .dyn_ref::<HtmlSelectElement>()
            .filter(|s| s.has_attribute("data-preset"))
        {
            self.act(Action::Preset(select.value()));
            return;
        }
        if target.get_attribute("data-act").as_deref() == Some("per-layer") {
            let apart = target
                .dyn_ref::<HtmlInputElement>()
                .is_some_and(HtmlInputElement::checked);
            self.act(Action::SplitActivation(apart));
            return;
        }
        let Some(input) = target.dyn_ref::<HtmlInputElement>() else {
            self.set(target);
            return;
        };
        if let Some((part, before)) = self.before.filter(|_| self.part_in(target).is_some()) {
            self.settle(part, crate::scene::read::number(&input.value()), before);
            if let Some(now) = self.session.lab().read(part) {
                input.set_value(&(now.value as f32).to_string());
                self.before = Some((part, now.value));
            }
        } else if input.type_() != "range" {
            self.set(target);
        }
    }

    /// The weight or bias whose number stands in a field of the lens or of the table.
    fn part_in(&self, target: &Element) -> Option<Part> {
        let tables = self.tables.as_ref();
        let lens = self.lens.as_ref().filter(|lens| lens.is_field(target));
        let cell = tables.and_then(|tables| tables.part_of(target));
        cell.or_else(|| lens?.parameter())
    }

    /// Sets the control of a field to what the field says; what says nothing is shown again
    /// as it was.
    fn set(&mut self, target: &Element) {
        match self.page.wish(target, self.session.config()) {
            Some(wish) => self.obey(wish),
            None => self.refresh(),
        }
    }

    fn obey(&mut self, wish: Wish) {
        self.act(Action::Set {
            key: wish.key,
            text: wish.text,
        });
        self.refresh();
    }

    /// An arrow key in a number's field goes on to the next stop of its slider.
    fn field_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let up = match event.key().as_str() {
            "ArrowUp" => true,
            "ArrowDown" => false,
            _ => return false,
        };
        match self.page.nudge(target, up, self.session.config()) {
            Some(wish) => {
                self.obey(wish);
                true
            }
            None => false,
        }
    }

    fn focus_in(&mut self, target: &Element) {
        if let Some(part) = self.part_in(target) {
            let now = self.session.lab().read(part);
            self.before = now.map(|now| (part, now.value));
        }
        if target.matches("[data-act=share-of]").unwrap_or(false) {
            self.act(Action::Focus(part_named(target)));
        }
        let held = self
            .network
            .as_ref()
            .is_some_and(|network| network.holds(target));
        let part: Option<Part> = target
            .get_attribute("data-part")
            .filter(|_| held)
            .and_then(|part| part.parse().ok());
        if let Some(part) = part {
            if let Some(network) = &mut self.network {
                network.go(&self.session, part);
            }
            // What the keyboard comes to counts, not where the pointer was left.
            if target.matches(":focus-visible").unwrap_or(false) {
                self.act(Action::Hover(None));
            }
            self.act(Action::Focus(Some(part)));
        }
    }

    fn focus_out(&mut self, target: &Element) {
        if let Some(tape) = &mut self.tape
            && tape.holds(target)
        {
            tape.choose(None, &mut self.session);
            self.act(Action::Focus(None));
        }
        if target
            .matches("[data-act=share-of], [data-act=jump]")
            .unwrap_or(false)
        {
            if let Some(tape) = &mut self.tape {
                tape.choose(None, &mut self.session);
            }
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
            Some(Panel::Plane) => {
                self.probe_at = None;
                self.act(Action::Probe(None));
            }
            Some(Panel::Loss | Panel::Accuracy) => self.act(Action::PointChart(None)),
            _ => {}
        }
    }
}

/// The tape.
impl Figure {
    /// Goes to where a row of the tape is done, and puts the keyboard there.
    fn go_to_row(&mut self, row: usize) {
        if let Some(tape) = &mut self.tape {
            let at = tape.done(row);
            tape.choose(Some(row), &mut self.session);
            self.act(Action::SeekRow(at));
        }
    }

    /// Puts the keyboard on a row of the tape, or away; its part is lit.
    fn choose_row(&mut self, row: Option<usize>) {
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
                let stage = button.get_attribute("data-stage").unwrap_or_default();
                let at = tape.begun(&stage);
                tape.choose(None, &mut self.session);
                self.act(Action::SeekRow(at));
                let lab = self.session.lab_mut();
                let sentence = crate::app::walker::sentence(lab, None);
                self.page.announce(&sentence);
            }
            "jump" => {
                let row = button.get_attribute("data-jump");
                if let Some(first) = row.and_then(|row| row.parse().ok()) {
                    let row = tape.next_linked(first);
                    tape.choose(Some(row), &mut self.session);
                    let pointed = tape.pointed();
                    self.act(Action::Focus(pointed));
                    self.rewalk();
                    let said = self.session.lab_mut().rows(row..row + 1).pop();
                    let said = said.map_or_else(String::new, |row| row.text);
                    self.page.announce(&said);
                }
            }
            "shares" => tape.open_shares(&mut self.session),
            "share-of" => {
                if let Some(Part::Sample(sample)) = part_named(button) {
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

    /// Alt with an arrow: one step by the ladder, with Shift by the next coarser grain.
    fn ladder_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let on = match event.key().as_str() {
            "ArrowRight" => true,
            "ArrowLeft" => false,
            _ => return false,
        };
        let others = event.ctrl_key() || event.meta_key();
        let slider = target.matches(SLIDER).unwrap_or(false);
        if !event.alt_key() || others || slider || dom::around(target, "dialog").is_some() {
            return false;
        }
        self.climb(on, event.shift_key());
        true
    }

    /// Alt with an arrow on a slider moves it as the arrow alone does: the keys on a slider
    /// are its own.
    fn slider_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let range = target.dyn_ref::<HtmlInputElement>();
        let Some(range) = range.filter(|range| event.alt_key() && range.type_() == "range") else {
            return false;
        };
        let by = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1.0,
            "ArrowLeft" | "ArrowDown" => -1.0,
            _ => return false,
        };
        range.set_value_as_number(range.value_as_number() + by);
        self.input(target);
        true
    }

    fn tape_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let Some(tape) = &self.tape else {
            return false;
        };
        let scrub = tape.is_scrub(target);
        if event.ctrl_key() || event.meta_key() || (event.alt_key() && !scrub) {
            return false;
        }
        if scrub {
            let action = match event.key().as_str() {
                "ArrowRight" | "ArrowUp" => Action::Step(Grain::Term, 1),
                "ArrowLeft" | "ArrowDown" => Action::Back(Grain::Term, 1),
                "PageUp" => Action::Step(Grain::Stage, 1),
                "PageDown" => Action::Back(Grain::Stage, 1),
                _ => return false,
            };
            self.act(action);
            return true;
        }
        if !tape.holds(target) {
            return false;
        }
        let here = tape.here();
        let row = match event.key().as_str() {
            // The first key only shows where the keyboard is.
            "ArrowDown" | "ArrowUp" if tape.active().is_none() => here,
            "ArrowDown" => here + 1,
            "ArrowUp" => here.saturating_sub(1),
            "PageDown" => here + tape.page(),
            "PageUp" => here.saturating_sub(tape.page()),
            "Home" => 0,
            "End" => usize::MAX,
            "ArrowRight" => tape.stage_from(here, true),
            "ArrowLeft" => tape.stage_from(here, false),
            "Enter" => {
                self.go_to_row(here);
                return true;
            }
            " " => {
                self.act(Action::Walk);
                return true;
            }
            "Escape" => {
                self.choose_row(None);
                return true;
            }
            _ => return false,
        };
        self.choose_row(Some(row));
        true
    }

    /// The pointer over the tape; tells whether it was there.
    fn point_tape(&mut self, event: &PointerEvent, target: &Element) -> bool {
        let Some(tape) = &mut self.tape else {
            return false;
        };
        let share = dom::around(target, "[data-act=share-of]");
        let inside = tape.holds(target);
        if !inside && share.is_none() {
            return false;
        }
        let part = match event.type_().as_str() {
            "pointermove" if inside => {
                let row = tape.row_at(target);
                tape.hover(row, &mut self.session)
            }
            "pointermove" => share.and_then(|share| part_named(&share)),
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

/// The part that an element stands for.
fn part_named(element: &Element) -> Option<Part> {
    element.get_attribute("data-part")?.parse().ok()
}

/// Keys.
impl Figure {
    fn key(&mut self, event: &KeyboardEvent, target: &Element) {
        let handled = self.ladder_key(event, target)
            || self.tape_key(event, target)
            || self.slider_key(event, target)
            || self.editor_key(event, target)
            || self.network_key(event, target)
            || self.plane_key(event, target)
            || self.lens_key(event, target)
            || self.chart_key(event, target)
            || self.field_key(event, target)
            || self.common_key(event, target);
        if handled {
            event.prevent_default();
        }
    }

    fn editor_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let Some(network) = self
            .network
            .as_mut()
            .filter(|network| network.is_editor(target))
        else {
            return false;
        };
        let Some((part, before)) = network.edited() else {
            return false;
        };
        let sign = match event.key().as_str() {
            "Enter" => {
                let value = network.typed();
                network.close();
                network.focus();
                self.settle(part, value, before);
                return true;
            }
            "Escape" => {
                network.close();
                network.focus();
                self.act(Action::Edit(part, before));
                return true;
            }
            "ArrowUp" => 1.0,
            "ArrowDown" => -1.0,
            _ => return false,
        };
        if let Some(value) = network.nudge(sign * stride(event)) {
            self.act(Action::Edit(part, value));
        }
        true
    }

    /// Ends the typing of a number: one that is refused brings the old one back, and what
    /// is allowed is said.
    fn settle(&mut self, part: Part, typed: Option<f64>, before: f64) {
        let now = |figure: &Self| figure.session.lab().read(part).map(|reading| reading.value);
        let value = typed.unwrap_or(f64::NAN);
        if now(self).is_some_and(|now| now as f32 == value as f32) {
            return;
        }
        self.act(Action::Edit(part, value));
        if now(self).is_none_or(|now| now as f32 != value as f32) {
            let sentence = self.session.problems().first().map(ToString::to_string);
            self.act(Action::Edit(part, before));
            let sentence = sentence.unwrap_or_default();
            self.page.say(&sentence, false);
            self.said = Some(sentence);
        }
    }

    fn network_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let Some(network) = self
            .network
            .as_mut()
            .filter(|network| network.holds(target))
        else {
            return false;
        };
        if has_modifier(event) {
            return false;
        }
        let cursor = network.cursor();
        let way = match event.key().as_str() {
            "ArrowLeft" => Way::Left,
            "ArrowRight" => Way::Right,
            "ArrowUp" => Way::Up,
            "ArrowDown" => Way::Down,
            "Home" => Way::First,
            "End" => Way::Last,
            "Escape" => return self.leave_unit(cursor),
            "Enter" => return self.enter(cursor),
            "+" | "=" => return self.resize(cursor, Action::AddUnit),
            "-" => return self.resize(cursor, Action::RemoveUnit),
            _ => return false,
        };
        network.walk(&self.session, way);
        // What the keyboard is on counts now, not where the pointer was left.
        self.act(Action::Hover(None));
        true
    }

    fn enter(&mut self, cursor: Option<Part>) -> bool {
        match cursor {
            Some(part @ (Part::Weight { .. } | Part::Bias { .. })) => {
                self.edit(part, None);
                true
            }
            Some(part @ Part::Unit { .. }) => {
                self.act(Action::Select(Some(part)));
                self.show_opened();
                if let Some(network) = &mut self.network {
                    network.walk(&self.session, Way::In);
                }
                true
            }
            // The button itself does the rest.
            _ => false,
        }
    }

    fn leave_unit(&mut self, cursor: Option<Part>) -> bool {
        let inside = matches!(cursor, Some(Part::Weight { .. } | Part::Bias { .. }));
        let selected = self.session.view().selected;
        if !inside && selected.is_none() {
            return false;
        }
        if let Some(Part::Weight { layer, unit, .. } | Part::Bias { layer, unit }) = selected
            && inside
        {
            self.act(Action::Select(Some(Part::Unit { layer, unit })));
            return true;
        }
        if let Some(network) = &mut self.network {
            if inside {
                network.walk(&self.session, Way::Out);
            }
            network.leave(&self.session);
        }
        self.act(Action::Select(None));
        true
    }

    fn resize(&mut self, cursor: Option<Part>, action: fn(usize) -> Action) -> bool {
        let hidden = self.session.config().numbers("model.hidden").len();
        let layer = match cursor {
            Some(
                Part::Unit { layer, .. }
                | Part::Bias { layer, .. }
                | Part::Weight { layer, .. }
                | Part::AddUnit(layer)
                | Part::RemoveUnit(layer),
            ) if layer < hidden => layer,
            _ => return false,
        };
        self.act(action(layer));
        true
    }

    fn plane_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        if !has_keys_of(target, "plane") || has_modifier(event) {
            return false;
        }
        let stride = if event.shift_key() {
            SMALL_STRIDE
        } else {
            STRIDE
        };
        let (dx, dy) = match event.key().as_str() {
            "ArrowLeft" => (-stride, 0.0),
            "ArrowRight" => (stride, 0.0),
            "ArrowUp" => (0.0, -stride),
            "ArrowDown" => (0.0, stride),
            "Enter" => {
                let (point, pinned) = (self.session.view().probe, self.session.view().point);
                if point.is_some() || pinned.is_some() {
                    self.pin_point(point.filter(|_| pinned.is_none()));
                }
                return true;
            }
            "[" => return self.pin(-1),
            "]" => return self.pin(1),
            "," => return self.move_line(-LINE_STRIDE),
            "." => return self.move_line(LINE_STRIDE),
            "<" => return self.turn_line(-LINE_TURN),
            ">" => return self.turn_line(LINE_TURN),
            digit if matches!(digit.as_bytes(), [b'1'..=b'9']) => {
                let unit = usize::from(digit.as_bytes()[0] - b'1');
                return self.choose_line(unit);
            }
            "Escape" => {
                self.probe_at = None;
                self.act(Action::Probe(None));
                if self.session.pin().is_some() {
                    self.pin_point(None);
                }
                self.act(Action::Select(None));
                return true;
            }
            _ => return false,
        };
        self.act(Action::Pin(None));
        self.move_probe(dx, dy);
        true
    }

    fn pin(&mut self, by: i64) -> bool {
        self.act(Action::Probe(None));
        self.act(Action::PinNext(by));
        if let Some(sample) = self.session.view().pinned {
            self.tell_pin(Part::Sample(sample as u32), true);
        }
        true
    }

    fn move_probe(&mut self, dx: f64, dy: f64) {
        let Some(picture) = self.picture(Panel::Plane) else {
            return;
        };
        let plot = picture
            .scene
            .place(Part::Plot)
            .unwrap_or(picture.scene.bounds());
        let (x, y) = match self.probe_at {
            Some((x, y)) => (x + dx, y + dy),
            None => (plot.center().x, plot.center().y),
        };
        // A hair inside, so that rounding never puts it out.
        let inside = plot.grown(-0.01);
        let (x, y) = (
            x.clamp(inside.x, inside.right()),
            y.clamp(inside.y, inside.bottom()),
        );
        let at = self.session.lab().locate(&picture.frame(&self.look), x, y);
        self.probe_at = Some((x, y));
        self.act(Action::Probe(at));
        let sentence = self
            .session
            .lab()
            .describe(Part::Probe, self.session.view());
        self.page.announce(&sentence.unwrap_or_default());
    }

    fn chart_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let panel = match () {
            () if has_keys_of(target, "loss") => Panel::Loss,
            () if has_keys_of(target, "accuracy") => Panel::Accuracy,
            () => return false,
        };
        let stride = if event.shift_key() {
            SMALL_STRIDE
        } else {
            STRIDE
        };
        let dx = match event.key().as_str() {
            "ArrowLeft" => -stride,
            "ArrowRight" => stride,
            "Escape" => {
                self.probe_at = None;
                self.act(Action::PointChart(None));
                return true;
            }
            _ => return false,
        };
        let Some(picture) = self.picture(panel) else {
            return false;
        };
        let plot = picture
            .scene
            .place(Part::Plot)
            .unwrap_or(picture.scene.bounds());
        let x = self.probe_at.map_or(plot.right(), |(x, _)| x + dx);
        let x = x.clamp(plot.x, plot.right());
        let epoch = self
            .session
            .lab()
            .epoch_at(panel, &picture.frame(&self.look), x);
        self.probe_at = Some((x, 0.0));
        self.act(Action::PointChart(epoch));
        true
    }

    fn common_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        if event.key() == "Escape" && self.page.is_explaining() {
            self.page.explain(None);
            return true;
        }
        if has_modifier(event) || dom::around(target, "dialog").is_some() {
            return false;
        }
        let typing = target
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| matches!(input.type_().as_str(), "number" | "text"));
        let pictures = dom::around(target, "[data-canvas]").is_some();
        // A picture's part plays on Space like the picture; a button in it is a button.
        let part = target.get_attribute("data-part");
        let button = part
            .and_then(|part| part.parse().ok())
            .is_some_and(is_button);
        let native = button
            || !pictures && dom::around(target, "button, input, select, summary, a").is_some();
        match event.key().as_str() {
            " " if !native && !typing => self.toggle(),
            "?" => self.help_for(target),
            "b" if !typing => self.step_once(Grain::Batch),
            "e" if !typing => self.step_once(Grain::Epoch),
            "t" if !typing => self.act(Action::Walk),
            "l" if !typing => {
                let on = !self.session.config().flag("view.lecture");
                self.obey(Wish {
                    key: "view.lecture".to_owned(),
                    text: on.to_string(),
                });
            }
            "r" if !typing => self.begin(Action::Restart),
            _ => return false,
        }
        true
    }

    /// The explanation of the control that has the focus, or else the help.
    fn help_for(&mut self, target: &Element) {
        let row = dom::around(target, "[data-row], .inline");
        match row.and_then(|row| dom::one::<Element>(&row, "[data-act=explain]")) {
            Some(button) => self.page.explain(Some(&button)),
            None => self.open_help(),
        }
    }
}

/// The pointer.
impl Figure {
    fn pointer(&mut self, event: &PointerEvent, target: &Element) {
        if self.point_tape(event, target) {
            return;
        }
        let Some(panel) = panel_of(target) else {
            return;
        };
        match event.type_().as_str() {
            "pointerdown" => self.pointer_down(panel, event),
            "pointermove" => self.pointer_move(panel, event),
            // A finger that is lifted leaves what it has pointed at.
            "pointerleave"
                if target.has_attribute("data-canvas") && event.pointer_type() != "touch" =>
            {
                self.pointer_away(panel);
            }
            "pointercancel" => {
                self.drag = None;
                self.pointer_away(panel);
            }
            _ => {}
        }
    }

    fn pointer_down(&mut self, panel: Panel, event: &PointerEvent) {
        self.drag = None;
        if event.button() != 0 {
            return;
        }
        self.touched = self.point(panel, event);
        if panel == Panel::Lens {
            self.grip(event);
            return;
        }
        let finger = is_finger(event);
        if finger {
            self.point_at(panel, event);
        }
        let Some(part) = self.draggable(panel, event, finger) else {
            return;
        };
        let Some(from) = self.locate(panel, event) else {
            return;
        };
        let pointer = event.pointer_id();
        if let Some(picture) = self.picture(panel) {
            // A pointer that is gone by now cannot be held, and need not be.
            let _ = picture.holder.set_pointer_capture(pointer);
        }
        self.drag = Some(Drag {
            part,
            from,
            pointer,
            moved: false,
        });
    }

    /// The part at the pointer, if it can be dragged.
    fn draggable(&self, panel: Panel, event: &MouseEvent, finger: bool) -> Option<Part> {
        let (x, y) = self.point(panel, event)?;
        self.picture(panel)?.hit(x, y, finger).filter(|part| {
            matches!(
                part,
                Part::MoveLine(_) | Part::TurnLine(_) | Part::UnitLine(_)
            )
        })
    }

    fn pointer_move(&mut self, panel: Panel, event: &PointerEvent) {
        if let Some(drag) = self.drag.filter(|drag| drag.pointer == event.pointer_id()) {
            if event.buttons() == 0 {
                self.drag = None;
            } else if drag.part == Part::Handle(0) {
                self.slide(event);
                self.drag = Some(Drag {
                    moved: true,
                    ..drag
                });
            } else if let Some(to) = self.locate(panel, event) {
                self.act(Action::Drag(drag.part, drag.from, to));
                self.drag = Some(Drag {
                    from: to,
                    moved: true,
                    ..drag
                });
            }
            return;
        }
        self.point_at(panel, event);
    }

    /// Points at what lies under the pointer.
    fn point_at(&mut self, panel: Panel, event: &MouseEvent) {
        let Some((x, y)) = self.point(panel, event) else {
            return;
        };
        let Some(picture) = self.picture(panel) else {
            return;
        };
        let part = picture.hit(x, y, false).filter(|part| *part != Part::Plot);
        let frame = picture.frame(&self.look);
        let cursor = match part {
            None
            | Some(
                Part::Input { .. }
                | Part::Layer(_)
                | Part::Class(_)
                | Part::Series(_)
                | Part::CurvePoint,
            ) => "",
            Some(Part::MoveLine(_) | Part::TurnLine(_) | Part::UnitLine(_) | Part::Handle(_)) => {
                "move"
            }
            Some(_) => "pick",
        };
        if picture.holder.get_attribute("data-cursor").as_deref() != Some(cursor) {
            dom::set(&picture.holder, "data-cursor", cursor);
        }
        match panel {
            Panel::Plane => {
                let at = self.session.lab().locate(&frame, x, y);
                self.act(Action::Hover(part));
                self.act(Action::Probe(at));
                self.probe_at = at.map(|_| (x, y));
            }
            Panel::Loss | Panel::Accuracy => {
                let epoch = self.session.lab().epoch_at(panel, &frame, x);
                self.act(Action::PointChart(epoch));
            }
            Panel::Network | Panel::Lens | Panel::Tape => self.act(Action::Hover(part)),
        }
    }

    fn pointer_away(&mut self, panel: Panel) {
        self.act(Action::Hover(None));
        match panel {
            Panel::Plane => {
                self.probe_at = None;
                self.act(Action::Probe(None));
            }
            Panel::Loss | Panel::Accuracy => self.act(Action::PointChart(None)),
            Panel::Network | Panel::Lens | Panel::Tape => {}
        }
    }

    /// A finger on something that can be dragged does not scroll the page.
    fn touch(&mut self, event: &Event, target: &Element) {
        let Some(Panel::Plane | Panel::Lens) = panel_of(target) else {
            return;
        };
        if self.drag.is_some() {
            event.prevent_default();
        }
    }

    fn locate(&self, panel: Panel, event: &MouseEvent) -> Option<[f64; 2]> {
        let (x, y) = self.point(panel, event)?;
        let frame = self.picture(panel)?.frame(&self.look);
        self.session.lab().locate(&frame, x, y)
    }
}

/// The lens.
impl Figure {
    /// Opens a weight or bias under the lens, where there is one; tells whether that moved
    /// the network's picture.
    fn open_part(&mut self, part: Part) -> bool {
        if self.lens.is_none() || self.session.view().selected == Some(part) {
            return false;
        }
        self.act(Action::Select(Some(part)));
        self.show_opened();
        if let Some(network) = &mut self.network {
            network.go(&self.session, part);
        }
        true
    }

    /// Gives what was opened its place at once, and says that it is open.
    fn show_opened(&mut self) {
        self.follow();
        let Some(part) = self.lens.as_ref().and_then(Lens::part) else {
            return;
        };
        let (session, look) = (&mut self.session, &self.look);
        if let Some(picture) = self.pictures.iter_mut().find(|p| p.panel == Panel::Network) {
            picture.paint(session, look, false);
        }
        if let Some(lens) = &self.lens {
            lens.reveal();
        }
        let name = self.session.lab().describe(part, self.session.view());
        let name = name.unwrap_or_default();
        self.page
            .announce(&format!("{}: {name}", word("panel.lens")));
    }

    /// Closes the lens; the keyboard goes back to where it was opened.
    fn close_lens(&mut self) {
        let part = self.lens.as_ref().and_then(Lens::part);
        self.act(Action::Select(None));
        self.follow();
        if let (Some(network), Some(part)) = (&mut self.network, part) {
            network.go(&self.session, part);
            network.focus();
        }
    }

    /// Takes hold of the slice's handle, where the pointer is on it.
    fn grip(&mut self, event: &PointerEvent) {
        let finger = is_finger(event);
        let (Some((x, y)), Some(picture)) =
            (self.point(Panel::Lens, event), self.picture(Panel::Lens))
        else {
            return;
        };
        if picture.hit(x, y, finger) != Some(Part::Handle(0)) {
            return;
        }
        // As with the lines of the plane.
        let _ = picture.holder.set_pointer_capture(event.pointer_id());
        self.drag = Some(Drag {
            part: Part::Handle(0),
            from: [0.0; 2],
            pointer: event.pointer_id(),
            moved: false,
        });
        if self.session.is_playing() {
            self.act(Action::Pause);
        }
    }

    /// Moves the slice's handle to the pointer.
    fn slide(&mut self, event: &MouseEvent) {
        let (Some((x, _)), Some(picture)) =
            (self.point(Panel::Lens, event), self.picture(Panel::Lens))
        else {
            return;
        };
        let width = picture.frame(&self.look);
        let value = self.session.lens_value(&width, x);
        let part = self.lens.as_ref().and_then(Lens::parameter);
        if let (Some(part), Some(value)) = (part, value) {
            self.act(Action::Edit(part, value));
        }
    }

    /// The number of what is open changes in its field.
    fn lens_input(&mut self, target: &Element) -> bool {
        let Some(lens) = self.lens.as_ref().filter(|lens| lens.is_field(target)) else {
            return false;
        };
        if let (Some(part), Some(value)) = (lens.parameter(), lens.typed()) {
            if self.session.is_playing() {
                self.act(Action::Pause);
            }
            self.act(Action::Edit(part, value));
        }
        true
    }

    fn lens_key(&mut self, event: &KeyboardEvent, target: &Element) -> bool {
        let Some(lens) = self.lens.as_ref().filter(|lens| lens.holds(target)) else {
            return false;
        };
        let key = event.key();
        if key == "Escape" && lens.part().is_some() {
            self.close_lens();
            return true;
        }
        let (number, field) = (lens.is_number(target), lens.is_field(target));
        let reading = lens.parameter().and_then(|part| {
            let reading = self.session.lab().read(part)?;
            Some((part, reading.value))
        });
        let Some((part, value)) = reading.filter(|_| number) else {
            return false;
        };
        let end = |first: bool| {
            let handle = target.get_attribute(if first {
                "aria-valuemin"
            } else {
                "aria-valuemax"
            });
            handle.and_then(|end| crate::scene::read::number(&end))
        };
        let next = match key.as_str() {
            "ArrowUp" => value + stride(event),
            "ArrowDown" => value - stride(event),
            "ArrowRight" if !field => value + stride(event),
            "ArrowLeft" if !field => value - stride(event),
            "PageUp" => value + 1.0,
            "PageDown" => value - 1.0,
            "Home" | "End" if !field => end(key == "Home").unwrap_or(value),
            _ => return false,
        };
        // Without the dust of binary fractions.
        let next = (next * 1e6).round() / 1e6;
        lens.write(next);
        if self.session.is_playing() {
            self.act(Action::Pause);
        }
        self.act(Action::Edit(part, next));
        true
    }
}

/// How far an arrow key moves a number.
fn stride(event: &KeyboardEvent) -> f64 {
    match (event.shift_key(), event.alt_key()) {
        (true, _) => 1.0,
        (_, true) => 0.01,
        _ => 0.1,
    }
}

/// The buttons that move a first-layer unit's line, in place of dragging.
impl Figure {
    /// The unit whose line is chosen, and the places of its two handles.
    pub(super) fn line(&self) -> Option<(usize, Rect, Rect)> {
        let Some(Part::Unit { layer: 0, unit }) = self.session.view().selected else {
            return None;
        };
        let scene = &self.picture(Panel::Plane)?.scene;
        Some((
            unit,
            scene.place(Part::MoveLine(unit))?,
            scene.place(Part::TurnLine(unit))?,
        ))
    }

    /// Chooses the line of a first-layer unit, where the plane shows it.
    fn choose_line(&mut self, unit: usize) -> bool {
        let shown = self
            .picture(Panel::Plane)
            .is_some_and(|picture| picture.scene.place(Part::MoveLine(unit)).is_some());
        if shown {
            self.act(Action::Select(Some(Part::Unit { layer: 0, unit })));
        }
        shown
    }

    /// Moves the chosen line along its arrow.
    fn move_line(&mut self, by: f64) -> bool {
        let Some((unit, foot, tip)) = self.line() else {
            return false;
        };
        let (foot, tip) = (foot.center(), tip.center());
        let length = foot.distance(tip).max(1.0);
        self.drag_line(Part::MoveLine(unit), foot, foot.toward(tip, by / length));
        true
    }

    /// Turns the chosen line about the foot of its arrow.
    fn turn_line(&mut self, by: f64) -> bool {
        let Some((unit, foot, tip)) = self.line() else {
            return false;
        };
        let (foot, tip) = (foot.center(), tip.center());
        let (sin, cos) = libm::sincos(by);
        let (dx, dy) = (tip.x - foot.x, tip.y - foot.y);
        let to = foot.moved(cos * dx - sin * dy, sin * dx + cos * dy);
        self.drag_line(Part::TurnLine(unit), tip, to);
        true
    }

    fn drag_line(&mut self, part: Part, from: crate::scene::Point, to: crate::scene::Point) {
        let Some(picture) = self.picture(Panel::Plane) else {
            return;
        };
        let frame = picture.frame(&self.look);
        let lab = self.session.lab();
        let places = lab
            .locate(&frame, from.x, from.y)
            .zip(lab.locate(&frame, to.x, to.y));
        if let Some((from, to)) = places {
            self.act(Action::Drag(part, from, to));
        }
    }
}

/// The panel whose picture an element lies in.
fn panel_of(target: &Element) -> Option<Panel> {
    dom::around(target, "[data-canvas]")?
        .get_attribute("data-canvas")?
        .parse()
        .ok()
}

/// Whether a finger did it, which hits less exactly than a pointer.
fn is_finger(mouse: &MouseEvent) -> bool {
    mouse
        .dyn_ref::<PointerEvent>()
        .is_some_and(|pointer| pointer.pointer_type() == "touch")
}

/// Whether an element hears the keys of the panel `name`.
fn has_keys_of(target: &Element, name: &str) -> bool {
    target.get_attribute("data-keys").as_deref() == Some(name)
}

/// Whether a key is held that makes it the browser's.
fn has_modifier(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}
