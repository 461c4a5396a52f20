//! The network's real buttons: one for every unit and number of the picture, at its place
//! in the picture, so that keyboard and screen reader have what the pointer has; and the
//! field in which a number is edited where it stands.

use web_sys::Element;

use super::dom;
use super::look::Look;
use crate::app::cursor::{Walk, Way, is_button};
use crate::app::{Session, phrase};
use crate::lab::experiment::LayerValues;
use crate::lab::words::word;
use crate::num::Within;
use crate::scene::{Area, Part, Rect, Scene, format, read};

/// Width of the editing field, in units of a scene.
const EDITOR_WIDTH: f64 = 112.0;
/// Height of the editing field, in units of a scene.
const EDITOR_HEIGHT: f64 = 28.0;
/// Smallest side of a button, in units of a scene.
const SMALLEST: f64 = 24.0;

/// The buttons over the network's picture.
#[derive(Debug)]
pub(super) struct Network {
    overlay: Element,
    editor: Option<Editor>,
    walk: Walk,
    /// The unit whose numbers have buttons.
    open: Option<(usize, usize)>,
    /// Where the keyboard is, or would begin.
    cursor: Option<Part>,
    buttons: Vec<Button>,
    /// CSS pixels to one unit of a scene, when the buttons took their places.
    scale: f64,
}

#[derive(Debug)]
struct Button {
    part: Part,
    node: Element,
    place: Option<Rect>,
}

/// The field in which a number is edited.
#[derive(Debug)]
struct Editor {
    frame: Element,
    field: Element,
    label: Option<Element>,
    /// What is edited, and its value before.
    now: Option<(Part, f64)>,
}

impl Network {
    /// The buttons in the network's panel under `root`, if it has one.
    pub(super) fn new(root: &Element) -> Option<Self> {
        Some(Self {
            overlay: dom::slot(root, "overlay")?,
            editor: Editor::new(root),
            walk: Walk::default(),
            open: None,
            cursor: None,
            buttons: Vec::new(),
            scale: 1.0,
        })
    }

    /// Whether `target` lies among the buttons.
    pub(super) fn holds(&self, target: &Element) -> bool {
        self.overlay.contains(Some(target))
    }

    /// Keeps the buttons in step with the network's shape and its picture.
    pub(super) fn sync(&mut self, session: &Session, scene: &Scene, look: &Look) {
        let values = session.lab().layers();
        let inputs = values.first().map_or(0, LayerValues::inputs);
        let mut layers = Vec::new();
        for layer in &values {
            layers.push(layer.bias.len());
        }
        let walk = Walk::new(inputs, &layers, true);
        if walk != self.walk {
            self.walk = walk;
            self.open = None;
            self.close();
            let cursor = self
                .cursor
                .filter(|cursor| self.walk.parts().contains(cursor));
            self.cursor = cursor.or(self.walk.start());
            self.build(session);
        }
        let grown = self.scale != look.scale;
        self.scale = look.scale;
        for button in &mut self.buttons {
            let place = scene.place(button.part);
            if grown || place != button.place {
                button.place = place;
                button.stand(look);
            }
        }
    }

    /// Says anew what each button stands for, with its number now.
    pub(super) fn rename(&self, session: &Session) {
        for button in self.buttons.iter().filter(|b| !is_button(b.part)) {
            button.name(session);
        }
    }

    /// Makes the buttons anew; the keyboard's focus stays on its part.
    fn build(&mut self, session: &Session) {
        let had_focus = self.buttons.iter().any(|b| dom::has_focus(&b.node));
        dom::label(&self.overlay, "");
        self.buttons.clear();
        let mut parts = self.walk.parts().to_vec();
        if let Some((layer, unit)) = self.open {
            parts.append(&mut self.walk.inside(layer, unit));
        }
        for &part in &parts {
            let button = Button::new(part, &self.overlay);
            button.name(session);
            self.buttons.push(button);
        }
        self.mark();
        if had_focus {
            self.focus();
        }
    }

    /// Makes the cursor's button the region's one tab stop.
    fn mark(&self) {
        for button in &self.buttons {
            let stop = self.cursor == Some(button.part);
            dom::put_number(&button.node, "tabIndex", if stop { 0.0 } else { -1.0 });
        }
    }

    /// Puts the keyboard's focus on the cursor.
    pub(super) fn focus(&self) {
        if let Some(button) = self.buttons.iter().find(|b| self.cursor == Some(b.part)) {
            dom::focus(&button.node);
        }
    }

    /// Moves the keyboard; tells the part it comes to.
    pub(super) fn walk(&mut self, session: &Session, way: Way) -> Option<Part> {
        let next = self.walk.go(self.cursor?, way);
        self.go(session, next);
        self.focus();
        Some(next)
    }

    /// Puts the cursor on a part; a unit's numbers have buttons while one of them, or the
    /// unit that was opened, has the cursor.
    pub(super) fn go(&mut self, session: &Session, part: Part) {
        let open = match part {
            Part::Weight { layer, unit, .. } | Part::Bias { layer, unit } => Some((layer, unit)),
            Part::Unit { layer, unit } => self.open.filter(|open| *open == (layer, unit)),
            _ => None,
        };
        self.cursor = Some(part);
        if open == self.open {
            self.mark();
        } else {
            self.open = open;
            self.build(session);
        }
        if let Some(button) = self.buttons.iter().find(|button| button.part == part) {
            button.name(session);
        }
    }

    /// Closes a unit that was opened.
    pub(super) fn leave(&mut self, session: &Session) {
        if self.open.take().is_some() {
            self.build(session);
        }
    }

    /// The part that has the cursor.
    pub(super) fn cursor(&self) -> Option<Part> {
        self.cursor
    }

    /// Opens the editor on a number of the picture; `false` where it cannot be edited.
    pub(super) fn edit(
        &mut self,
        session: &Session,
        scene: &Scene,
        look: &Look,
        part: Part,
        at: Option<(f64, f64)>,
    ) -> bool {
        let (Some(reading), Some(editor)) = (session.lab().read(part), &mut self.editor) else {
            return false;
        };
        if !reading.editable {
            return false;
        }
        let place = number_at(scene, part)
            .or(at)
            .or_else(|| scene.place(part).map(centre))
            .unwrap_or_default();
        editor.open(part, &reading.label, reading.value, place, scene, look);
        true
    }

    /// What is being edited, and its value before.
    pub(super) fn edited(&self) -> Option<(Part, f64)> {
        self.editor.as_ref()?.now
    }

    /// Whether `target` is the editor's field.
    pub(super) fn is_editor(&self, target: &Element) -> bool {
        self.editor
            .as_ref()
            .is_some_and(|editor| editor.field == *target)
    }

    /// The number in the editor, if there is one.
    pub(super) fn typed(&self) -> Option<f64> {
        read::number(&dom::value(&self.editor.as_ref()?.field))
    }

    /// Adds to the number in the editor; tells the sum.
    pub(super) fn nudge(&self, by: f64) -> Option<f64> {
        let sum = self.typed()? + by;
        // Without the dust of binary fractions, and without losing the digits there were.
        let sum = (sum * 1e6).round() / 1e6;
        dom::put_value(&self.editor.as_ref()?.field, &format::plain(sum));
        Some(sum)
    }

    /// Closes the editor.
    pub(super) fn close(&mut self) {
        if let Some(editor) = &mut self.editor {
            editor.now = None;
            dom::flag(&editor.frame, "hidden", true);
        }
    }
}

/// Where the picture shows a part's number.
fn number_at(scene: &Scene, part: Part) -> Option<(f64, f64)> {
    scene.targets.iter().find_map(|target| match target.area {
        Area::Rect(place) if target.part == part => Some(centre(place)),
        _ => None,
    })
}

fn centre(place: Rect) -> (f64, f64) {
    (place.center().x, place.center().y)
}

impl Button {
    fn new(part: Part, overlay: &Element) -> Self {
        let node = dom::make(overlay, "button");
        dom::set(&node, "type", "button");
        dom::set(&node, "data-part", &part.to_string());
        dom::put_number(&node, "tabIndex", -1.0);
        Self {
            part,
            node,
            place: None,
        }
    }

    /// Says what the button stands for, with its number now.
    fn name(&self, session: &Session) {
        let (key, layer) = match self.part {
            Part::AddLayer => ("button.add-layer", None),
            Part::RemoveLayer(layer) => ("button.remove-layer", Some(layer)),
            Part::AddUnit(layer) => ("button.add-unit", Some(layer)),
            Part::RemoveUnit(layer) => ("button.remove-unit", Some(layer)),
            part => {
                let name = session.describe(part);
                let name = name.unwrap_or_else(|| part.to_string());
                if dom::attribute(&self.node, "aria-label") != name {
                    dom::set(&self.node, "aria-label", &name);
                }
                return;
            }
        };
        let mut name = word(key).to_owned();
        if let Some(layer) = layer {
            name.push(' ');
            name += &(layer + 1).to_string();
        }
        dom::name(&self.node, &name);
    }

    /// Takes its place over the picture.
    fn stand(&self, look: &Look) {
        let place = self.place.unwrap_or_default();
        let least = if self.is_tool() { SMALLEST } else { 0.0 };
        let grown = Rect::around(place.center(), place.w.max(least), place.h.max(least));
        dom::put_at(&self.node, grown.x * look.scale, grown.y * look.scale);
        dom::length(&self.node, "width", grown.w * look.scale);
        dom::length(&self.node, "height", grown.h * look.scale);
        // A curve's box would cover its neighbours: the picture answers there.
        let picture = matches!(self.part, Part::Weight { .. });
        dom::style(
            &self.node,
            "pointer-events",
            if picture { "none" } else { "auto" },
        );
    }

    fn is_tool(&self) -> bool {
        !matches!(
            self.part,
            Part::Weight { .. } | Part::Unit { .. } | Part::Input { .. }
        )
    }
}

impl Editor {
    fn new(root: &Element) -> Option<Self> {
        let frame = dom::slot(root, "editor")?;
        let field = dom::one(&frame, "input")?;
        Some(Self {
            field,
            label: dom::one(&frame, "label"),
            frame,
            now: None,
        })
    }

    fn open(
        &mut self,
        part: Part,
        label: &str,
        value: f64,
        (x, y): (f64, f64),
        scene: &Scene,
        look: &Look,
    ) {
        let left = (x - EDITOR_WIDTH / 2.0).within(0.0, (scene.width - EDITOR_WIDTH).max(0.0));
        let top = (y - EDITOR_HEIGHT / 2.0).within(0.0, (scene.height - EDITOR_HEIGHT).max(0.0));
        self.now = Some((part, value));
        dom::write_number(&self.field, value);
        if let Some(node) = &self.label {
            dom::label(node, &phrase("{ui.editor} {0}", &[label]));
        }
        dom::put_at(&self.frame, left * look.scale, top * look.scale);
        dom::flag(&self.frame, "hidden", false);
        dom::focus(&self.field);
        dom::select(&self.field);
    }
}
