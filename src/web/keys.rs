//! What a key means.

use web_sys::{Element, Event};

use super::dom;
use super::events::{LINE_STRIDE, LINE_TURN};
use super::figure::Figure;
use super::lens::Lens;
use super::page::Wish;
use crate::app::Action;
use crate::app::cursor::{Way, is_button};
use crate::lab::{Grain, Panel};
use crate::num::Within;
use crate::scene::Part;

/// How far an arrow key moves the probe, in units of the scene.
const STRIDE: f64 = 10.0;
/// The same with Shift.
const SMALL_STRIDE: f64 = 1.0;
/// What is moved by keys of its own.
const SLIDER: &str = "input[type=range], [role=slider]";

/// A key that means something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Left,
    Right,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Escape,
    /// A key that writes a sign.
    Sign(char),
    Other,
}

/// The keys by the names that browsers give them.
const KEYS: [(&str, Key); 10] = [
    ("ArrowLeft", Key::Left),
    ("ArrowRight", Key::Right),
    ("ArrowUp", Key::Up),
    ("ArrowDown", Key::Down),
    ("PageUp", Key::PageUp),
    ("PageDown", Key::PageDown),
    ("Home", Key::Home),
    ("End", Key::End),
    ("Enter", Key::Enter),
    ("Escape", Key::Escape),
];

impl Key {
    fn named(name: &str) -> Self {
        let mut signs = name.chars();
        if let (Some(sign), None) = (signs.next(), signs.next()) {
            return Self::Sign(sign);
        }
        let known = KEYS.iter().find(|(known, _)| *known == name);
        known.map_or(Self::Other, |(_, key)| *key)
    }

    /// What an arrow adds, to the right and downwards.
    fn arrow(self) -> Option<(f64, f64)> {
        match self {
            Self::Left => Some((-1.0, 0.0)),
            Self::Right => Some((1.0, 0.0)),
            Self::Up => Some((0.0, -1.0)),
            Self::Down => Some((0.0, 1.0)),
            _ => None,
        }
    }
}

/// A key that is pressed on an element.
struct Press<'a> {
    key: Key,
    target: &'a Element,
    shift: bool,
    alt: bool,
    /// Control or Meta.
    control: bool,
}

impl Press<'_> {
    /// Whether a key is held that makes it the browser's.
    fn is_modified(&self) -> bool {
        self.control || self.alt
    }

    /// How far an arrow key moves a number.
    fn number_stride(&self) -> f64 {
        match (self.shift, self.alt) {
            (true, _) => 1.0,
            (_, true) => 0.01,
            _ => 0.1,
        }
    }

    /// How far an arrow key moves what is pointed at in a picture.
    fn stride(&self) -> f64 {
        if self.shift { SMALL_STRIDE } else { STRIDE }
    }
}

/// Who hears a key, the first one first; each tells whether it was meant for it.
const HEARERS: [fn(&mut Figure, &Press<'_>) -> bool; 10] = [
    Figure::ladder_key,
    Figure::tape_key,
    Figure::slider_key,
    Figure::editor_key,
    Figure::network_key,
    Figure::plane_key,
    Figure::lens_key,
    Figure::chart_key,
    Figure::field_key,
    Figure::common_key,
];

impl Figure {
    /// Hears a key.
    pub(super) fn key(&mut self, event: &Event, target: &Element) {
        let press = Press {
            key: Key::named(&dom::text(event, "key")),
            target,
            shift: dom::is(event, "shiftKey"),
            alt: dom::is(event, "altKey"),
            control: dom::is(event, "ctrlKey") || dom::is(event, "metaKey"),
        };
        if HEARERS.iter().any(|hears| hears(self, &press)) {
            event.prevent_default();
        }
    }

    /// Alt with an arrow: one step by the ladder, with Shift by the next coarser grain.
    fn ladder_key(&mut self, press: &Press<'_>) -> bool {
        let on = match press.key {
            Key::Right => true,
            Key::Left => false,
            _ => return false,
        };
        if !press.alt
            || press.control
            || dom::matches(press.target, SLIDER)
            || dom::lies_in(press.target, "dialog")
        {
            return false;
        }
        self.climb(on, press.shift);
        true
    }

    /// Alt with an arrow on a slider moves it as the arrow alone does: the keys on a slider
    /// are its own.
    fn slider_key(&mut self, press: &Press<'_>) -> bool {
        let Some((right, down)) = press.key.arrow().filter(|_| press.alt) else {
            return false;
        };
        let range = press.target;
        if !dom::is_field(range, "range") {
            return false;
        }
        let moved = dom::number_in(range) + (right - down);
        dom::put_number(range, "valueAsNumber", moved);
        self.input(press.target);
        true
    }

    fn tape_key(&mut self, press: &Press<'_>) -> bool {
        let Some(tape) = &self.tape else {
            return false;
        };
        let scrub = tape.is_scrub(press.target);
        if press.control || (press.alt && !scrub) {
            return false;
        }
        if scrub {
            self.act(match press.key {
                Key::Right | Key::Up => Action::Step(Grain::Term, 1),
                Key::Left | Key::Down => Action::Back(Grain::Term, 1),
                Key::PageUp => Action::Step(Grain::Stage, 1),
                Key::PageDown => Action::Back(Grain::Stage, 1),
                _ => return false,
            });
            return true;
        }
        if !tape.holds(press.target) {
            return false;
        }
        let here = tape.here();
        let row = match press.key {
            // The first key only shows where the keyboard is.
            Key::Down | Key::Up if tape.active().is_none() => here,
            Key::Down => here + 1,
            Key::Up => here.saturating_sub(1),
            Key::PageDown => here + tape.page(),
            Key::PageUp => here.saturating_sub(tape.page()),
            Key::Home => 0,
            Key::End => usize::MAX,
            Key::Right => tape.stage_from(here, true),
            Key::Left => tape.stage_from(here, false),
            Key::Enter => {
                self.go_to_row(here);
                return true;
            }
            Key::Sign(' ') => {
                self.act(Action::Walk);
                return true;
            }
            Key::Escape => {
                self.choose_row(None);
                return true;
            }
            _ => return false,
        };
        self.choose_row(Some(row));
        true
    }

    fn editor_key(&mut self, press: &Press<'_>) -> bool {
        let network = self.network.as_mut();
        let Some(network) = network.filter(|network| network.is_editor(press.target)) else {
            return false;
        };
        let Some((part, before)) = network.edited() else {
            return false;
        };
        let sign = match press.key {
            Key::Enter | Key::Escape => {
                let value = network.typed();
                network.close();
                network.focus();
                if press.key == Key::Enter {
                    self.settle(part, value, before);
                } else {
                    self.act(Action::Edit(part, before));
                }
                return true;
            }
            Key::Up => 1.0,
            Key::Down => -1.0,
            _ => return false,
        };
        if let Some(value) = network.nudge(sign * press.number_stride()) {
            self.act(Action::Edit(part, value));
        }
        true
    }

    fn network_key(&mut self, press: &Press<'_>) -> bool {
        let network = self.network.as_mut();
        let Some(network) = network.filter(|network| network.holds(press.target)) else {
            return false;
        };
        if press.is_modified() {
            return false;
        }
        let cursor = network.cursor();
        let way = match press.key {
            Key::Left => Way::Left,
            Key::Right => Way::Right,
            Key::Up => Way::Up,
            Key::Down => Way::Down,
            Key::Home => Way::First,
            Key::End => Way::Last,
            Key::Escape => return self.leave_unit(cursor),
            Key::Enter => return self.enter(cursor),
            Key::Sign('+' | '=') => return self.resize(cursor, Action::AddUnit),
            Key::Sign('-') => return self.resize(cursor, Action::RemoveUnit),
            _ => return false,
        };
        network.walk(&self.session, way);
        // What the keyboard is on counts now, not where the pointer was left.
        self.act(Action::Hover(None));
        true
    }

    fn enter(&mut self, cursor: Option<Part>) -> bool {
        match cursor {
            Some(part) if part.is_parameter() => {
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
        let inside = cursor.is_some_and(Part::is_parameter);
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

    fn plane_key(&mut self, press: &Press<'_>) -> bool {
        if keys_of(press.target) != Some(Panel::Plane) || press.is_modified() {
            return false;
        }
        match press.key {
            Key::Enter => {
                let (point, pinned) = (self.session.view().probe, self.session.view().point);
                if point.is_some() || pinned.is_some() {
                    self.pin_point(point.filter(|_| pinned.is_none()));
                }
            }
            Key::Escape => {
                self.away();
                if self.session.pin().is_some() {
                    self.pin_point(None);
                }
                self.act(Action::Select(None));
            }
            Key::Sign(sign) => {
                return match sign {
                    '[' => self.pin(-1),
                    ']' => self.pin(1),
                    ',' => self.move_line(-LINE_STRIDE),
                    '.' => self.move_line(LINE_STRIDE),
                    '<' => self.turn_line(-LINE_TURN),
                    '>' => self.turn_line(LINE_TURN),
                    '1'..='9' => self.choose_line(sign as usize - '1' as usize),
                    _ => false,
                };
            }
            key => {
                let Some((dx, dy)) = key.arrow() else {
                    return false;
                };
                let stride = press.stride();
                self.act(Action::Pin(None));
                self.move_probe(dx * stride, dy * stride);
            }
        }
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
        let plot = picture.plot();
        let (x, y) = match self.probe_at {
            Some((x, y)) => (x + dx, y + dy),
            None => (plot.center().x, plot.center().y),
        };
        // A hair inside, so that rounding never puts it out.
        let inside = plot.grown(-0.01);
        let (x, y) = (
            x.within(inside.x, inside.right()),
            y.within(inside.y, inside.bottom()),
        );
        let at = self.session.lab().locate(&picture.frame(&self.look), x, y);
        self.probe_at = Some((x, y));
        self.act(Action::Probe(at));
        self.tell_pin(Part::Probe, true);
    }

    fn chart_key(&mut self, press: &Press<'_>) -> bool {
        let Some(panel @ (Panel::Loss | Panel::Accuracy)) = keys_of(press.target) else {
            return false;
        };
        let dx = match press.key {
            Key::Left => -press.stride(),
            Key::Right => press.stride(),
            Key::Escape => {
                self.probe_at = None;
                self.act(Action::PointChart(None));
                return true;
            }
            _ => return false,
        };
        let Some(picture) = self.picture(panel) else {
            return false;
        };
        let plot = picture.plot();
        let x = self.probe_at.map_or(plot.right(), |(x, _)| x + dx);
        let x = x.within(plot.x, plot.right());
        let frame = picture.frame(&self.look);
        let epoch = self.session.lab().epoch_at(panel, &frame, x);
        self.probe_at = Some((x, 0.0));
        self.act(Action::PointChart(epoch));
        true
    }

    fn lens_key(&mut self, press: &Press<'_>) -> bool {
        let target = press.target;
        let Some(lens) = self.lens.as_ref().filter(|lens| lens.holds(target)) else {
            return false;
        };
        if press.key == Key::Escape && lens.part().is_some() {
            self.close_lens();
            return true;
        }
        let field = lens.is_field(target);
        let Some(part) = lens.parameter().filter(|_| lens.is_number(target)) else {
            return false;
        };
        let Some(value) = self.number_of(part) else {
            return false;
        };
        let end =
            |name: &str| crate::scene::read::number(&dom::attribute(target, name)).unwrap_or(value);
        let by = press.number_stride();
        let next = match press.key {
            Key::Up => value + by,
            Key::Down => value - by,
            Key::PageUp => value + 1.0,
            Key::PageDown => value - 1.0,
            _ if field => return false,
            Key::Right => value + by,
            Key::Left => value - by,
            Key::Home => end("aria-valuemin"),
            Key::End => end("aria-valuemax"),
            _ => return false,
        };
        // Without the dust of binary fractions.
        let next = (next * 1e6).round() / 1e6;
        lens.write(next);
        self.edit_still(part, next);
        true
    }

    /// An arrow key in a number's field goes on to the next stop of its slider.
    fn field_key(&mut self, press: &Press<'_>) -> bool {
        let up = match press.key {
            Key::Up => true,
            Key::Down => false,
            _ => return false,
        };
        let wish = self.page.nudge(press.target, up, self.session.config());
        wish.map(|wish| self.obey(wish)).is_some()
    }

    fn common_key(&mut self, press: &Press<'_>) -> bool {
        if press.key == Key::Escape && self.page.is_explaining() {
            self.page.explain(None);
            return true;
        }
        let target = press.target;
        if press.is_modified() || dom::lies_in(target, "dialog") {
            return false;
        }
        let Key::Sign(sign) = press.key else {
            return false;
        };
        if sign == '?' {
            self.help_for(target);
            return true;
        }
        if dom::is_field(target, "number") || dom::is_field(target, "text") {
            return false;
        }
        // A picture's part plays on Space like the picture; a button in it is a button.
        let native = || {
            dom::part_of(target).is_some_and(is_button)
                || !dom::lies_in(target, "[data-canvas]")
                    && dom::lies_in(target, "button, input, select, summary, a")
        };
        match sign {
            ' ' if !native() => self.toggle(),
            'b' => self.step_once(Grain::Batch),
            'e' => self.step_once(Grain::Epoch),
            't' => self.act(Action::Walk),
            'l' => {
                let on = !self.session.config().flag("view.lecture");
                self.obey(Wish {
                    key: "view.lecture",
                    text: on.to_string(),
                });
            }
            'r' => self.begin(Action::Restart),
            _ => return false,
        }
        true
    }

    /// The explanation of the control that has the focus, or else the help.
    fn help_for(&mut self, target: &Element) {
        let row = dom::around(target, "[data-row], .inline");
        match row.and_then(|row| dom::one(&row, "[data-act=explain]")) {
            Some(button) => self.page.explain(Some(&button)),
            None => self.open_help(),
        }
    }

    /// Closes the lens; the keyboard goes back to where it was opened.
    pub(super) fn close_lens(&mut self) {
        let part = self.lens.as_ref().and_then(Lens::part);
        self.act(Action::Select(None));
        self.follow();
        if let (Some(network), Some(part)) = (&mut self.network, part) {
            network.go(&self.session, part);
            network.focus();
        }
    }
}

/// The panel whose keys an element hears.
fn keys_of(target: &Element) -> Option<Panel> {
    dom::attribute(target, "data-keys").parse().ok()
}
