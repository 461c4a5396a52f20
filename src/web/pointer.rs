//! What the pointer means over a picture, and what moves the things that it can drag.

use web_sys::{Element, Event};

use super::dom;
use super::events::panel_of;
use super::figure::{Figure, described};
use super::lens::Lens;
use crate::app::{Action, phrase};
use crate::lab::Panel;
use crate::scene::{Part, Point};

/// A drag in the plane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Drag {
    part: Part,
    from: [f64; 2],
    pointer: i32,
    /// Whether it has moved: a click that follows means nothing then.
    pub moved: bool,
}

impl Figure {
    /// Hears the pointer.
    pub(super) fn pointer(&mut self, event: &Event, target: &Element) {
        if self.point_tape(event, target) {
            return;
        }
        let Some(panel) = panel_of(target) else {
            return;
        };
        match dom::text(event, "type").as_str() {
            "pointerdown" => self.pointer_down(panel, event),
            "pointermove" => self.pointer_move(panel, event),
            // A finger that is lifted leaves what it has pointed at.
            "pointerleave" if dom::has(target, "data-canvas") && !is_finger(event) => {
                self.pointer_away(panel);
            }
            "pointercancel" => {
                self.drag = None;
                self.pointer_away(panel);
            }
            _ => {}
        }
    }

    fn pointer_down(&mut self, panel: Panel, event: &Event) {
        self.drag = None;
        if dom::number(event, "button") != 0.0 {
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
        if let Some(part) = self.draggable(panel, event, finger)
            && let Some(from) = self.locate(panel, event)
        {
            self.hold(panel, event, part, from);
        }
    }

    /// Begins to drag a part.
    fn hold(&mut self, panel: Panel, event: &Event, part: Part, from: [f64; 2]) {
        let pointer = id_of(event);
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
    fn draggable(&self, panel: Panel, event: &Event, finger: bool) -> Option<Part> {
        let (x, y) = self.point(panel, event)?;
        self.picture(panel)?.hit(x, y, finger).filter(|part| {
            matches!(
                part,
                Part::MoveLine(_) | Part::TurnLine(_) | Part::UnitLine(_)
            )
        })
    }

    fn pointer_move(&mut self, panel: Panel, event: &Event) {
        let drag = self.drag.filter(|drag| drag.pointer == id_of(event));
        let Some(mut drag) = drag else {
            self.point_at(panel, event);
            return;
        };
        if dom::number(event, "buttons") == 0.0 {
            self.drag = None;
            return;
        }
        if drag.part == Part::Handle(0) {
            self.slide(event);
        } else if let Some(to) = self.locate(panel, event) {
            self.act(Action::Drag(drag.part, drag.from, to));
            drag.from = to;
        } else {
            return;
        }
        drag.moved = true;
        self.drag = Some(drag);
    }

    /// Points at what lies under the pointer.
    fn point_at(&mut self, panel: Panel, event: &Event) {
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
        if !dom::says(&picture.holder, "data-cursor", cursor) {
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
            Panel::Plane => self.away(),
            Panel::Loss | Panel::Accuracy => self.act(Action::PointChart(None)),
            Panel::Network | Panel::Lens | Panel::Tape => {}
        }
    }

    /// Takes the probe away.
    pub(super) fn away(&mut self) {
        self.probe_at = None;
        self.act(Action::Probe(None));
    }

    /// A finger on something that can be dragged does not scroll the page.
    pub(super) fn touch(&mut self, event: &Event, target: &Element) {
        let Some(Panel::Plane | Panel::Lens) = panel_of(target) else {
            return;
        };
        if self.drag.is_some() {
            event.prevent_default();
        }
    }

    /// The place of the pointer in a panel's scene.
    pub(super) fn point(&self, panel: Panel, event: &Event) -> Option<(f64, f64)> {
        let x = dom::number(event, "clientX").trunc();
        let y = dom::number(event, "clientY").trunc();
        // An event that a script has made may have no place.
        let picture = self.picture(panel).filter(|_| x.is_finite())?;
        Some(picture.point(&self.look, x, y))
    }

    /// The data point under the pointer.
    pub(super) fn locate(&self, panel: Panel, event: &Event) -> Option<[f64; 2]> {
        let (x, y) = self.point(panel, event)?;
        let frame = self.picture(panel)?.frame(&self.look);
        self.session.lab().locate(&frame, x, y)
    }
}

/// The lens.
impl Figure {
    /// Opens a weight or bias under the lens, where there is one; tells whether that moved
    /// the network's picture.
    pub(super) fn open_part(&mut self, part: Part) -> bool {
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
    pub(super) fn show_opened(&mut self) {
        self.follow();
        let Some(part) = self.lens.as_ref().and_then(Lens::part) else {
            return;
        };
        self.paint_picture(Panel::Network);
        if let Some(lens) = &self.lens {
            lens.reveal();
        }
        let name = described(&self.session, part);
        self.page.announce(&phrase("{panel.lens}: {0}", &[&name]));
    }

    /// The number of what is open changes in its field.
    pub(super) fn lens_input(&mut self, target: &Element) -> bool {
        let Some(lens) = self.lens.as_ref().filter(|lens| lens.is_field(target)) else {
            return false;
        };
        if let (Some(part), Some(value)) = (lens.parameter(), lens.typed()) {
            self.edit_still(part, value);
        }
        true
    }

    /// Takes hold of the slice's handle, where the pointer is on it.
    fn grip(&mut self, event: &Event) {
        let finger = is_finger(event);
        let part = self.point(Panel::Lens, event).and_then(|(x, y)| {
            let picture = self.picture(Panel::Lens)?;
            picture.hit(x, y, finger)
        });
        if part == Some(Part::Handle(0)) {
            self.hold(Panel::Lens, event, Part::Handle(0), [0.0; 2]);
            self.stop();
        }
    }

    /// Moves the slice's handle to the pointer.
    fn slide(&mut self, event: &Event) {
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
}

/// The buttons that move a first-layer unit's line, in place of dragging.
impl Figure {
    /// The unit whose line is chosen, and where its two handles are.
    pub(super) fn line(&self) -> Option<(usize, Point, Point)> {
        let Some(Part::Unit { layer: 0, unit }) = self.session.view().selected else {
            return None;
        };
        let scene = &self.picture(Panel::Plane)?.scene;
        Some((
            unit,
            scene.place(Part::MoveLine(unit))?.center(),
            scene.place(Part::TurnLine(unit))?.center(),
        ))
    }

    /// Chooses the line of a first-layer unit, where the plane shows it.
    pub(super) fn choose_line(&mut self, unit: usize) -> bool {
        let shown = self
            .picture(Panel::Plane)
            .is_some_and(|picture| picture.scene.place(Part::MoveLine(unit)).is_some());
        if shown {
            self.act(Action::Select(Some(Part::Unit { layer: 0, unit })));
        }
        shown
    }

    /// Moves the chosen line along its arrow.
    pub(super) fn move_line(&mut self, by: f64) -> bool {
        let Some((unit, foot, tip)) = self.line() else {
            return false;
        };
        let length = foot.distance(tip).max(1.0);
        self.drag_line(Part::MoveLine(unit), foot, foot.toward(tip, by / length));
        true
    }

    /// Turns the chosen line about the foot of its arrow.
    pub(super) fn turn_line(&mut self, by: f64) -> bool {
        let Some((unit, foot, tip)) = self.line() else {
            return false;
        };
        let (sin, cos) = libm::sincos(by);
        let (dx, dy) = (tip.x - foot.x, tip.y - foot.y);
        let to = foot.moved(cos * dx - sin * dy, sin * dx + cos * dy);
        self.drag_line(Part::TurnLine(unit), tip, to);
        true
    }

    fn drag_line(&mut self, part: Part, from: Point, to: Point) {
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

/// The pointer of an event.
fn id_of(event: &Event) -> i32 {
    dom::number(event, "pointerId") as i32
}

/// Whether a finger did it, which hits less exactly than a pointer.
pub(super) fn is_finger(event: &Event) -> bool {
    dom::text(event, "pointerType") == "touch"
}
