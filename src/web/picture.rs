//! A panel's picture: its canvas, its size, and the scene that it shows.

use web_sys::Element;

use super::dom;
use super::look::Look;
use super::painter::Painter;
use crate::app::Session;
use crate::lab::{Frame, Panel};
use crate::scene::{Part, Rect, Scene, hit_test_near};

/// The smallest width and height at which a picture says anything, in units of a scene.
const SMALLEST: (f64, f64) = (120.0, 48.0);
/// How far beside a part a finger may touch it, in units of a scene.
const FINGER: f64 = 14.0;

/// One panel on the page.
#[derive(Debug)]
pub(super) struct Picture {
    /// Which panel.
    pub panel: Panel,
    /// The element that gives the picture its place and hears its pointer.
    pub holder: Element,
    /// What it shows.
    pub scene: Scene,
    painter: Option<Painter>,
    width: f64,
    height: f64,
    /// The height that it would like to have.
    good: Option<f64>,
}

/// The picture of a panel.
pub(super) fn of(pictures: &[Picture], panel: Panel) -> Option<&Picture> {
    pictures.iter().find(|picture| picture.panel == panel)
}

impl Picture {
    /// The picture in `holder`.
    pub(super) fn new(panel: Panel, holder: Element) -> Self {
        Self {
            panel,
            painter: None,
            holder,
            scene: Scene::default(),
            width: 0.0,
            height: 0.0,
            good: None,
        }
    }

    /// Tells the page how tall the picture would like to be.
    pub(super) fn wish(&mut self, session: &Session, look: &Look) {
        let width = dom::number(&self.holder, "clientWidth") / look.scale;
        let width = width.max(SMALLEST.0);
        let good = match self.panel {
            Panel::Lens => Some(session.lens_height(width)),
            _ => session.lab().height(self.panel, width),
        };
        if good != self.good {
            self.good = good;
            match good {
                Some(good) => dom::length(&self.holder, "--good", good * look.scale),
                None => dom::style(&self.holder, "--good", ""),
            }
        }
    }

    /// Takes the size that the page gives; tells whether it is another one.
    pub(super) fn measure(&mut self, look: &Look) -> bool {
        let before = (self.width, self.height);
        self.width = dom::number(&self.holder, "clientWidth") / look.scale;
        self.height = dom::number(&self.holder, "clientHeight") / look.scale;
        before != (self.width, self.height)
    }

    /// Gives its canvases their size: a canvas that is painted on works out the page's layout
    /// first, which another one's new size makes anew.
    pub(super) fn fit(&mut self, look: &Look) {
        if !self.is_visible() {
            return;
        }
        if self.painter.is_none() {
            self.painter = Painter::new(&self.holder);
        }
        if let Some(painter) = &mut self.painter {
            painter.fit(self.width, self.height, look.zoom(), &look.font);
        }
    }

    /// Draws the session's state; with `patient`, what costs much may stay as it was.
    pub(super) fn paint(&mut self, session: &mut Session, look: &Look, patient: bool) {
        if !self.is_visible() {
            return;
        }
        self.fit(look);
        let scene = session.scene(self.panel, &self.frame(look));
        let before = std::mem::replace(&mut self.scene, scene);
        if let Some(painter) = &mut self.painter {
            painter.paint(&self.scene, Some(&before), look.zoom(), patient);
        }
    }

    /// Whether the page gives it a place.
    pub(super) fn is_visible(&self) -> bool {
        self.width >= SMALLEST.0 && self.height >= SMALLEST.1
    }

    /// The frame that its scenes are made for.
    pub(super) fn frame<'a>(&self, look: &'a Look) -> Frame<'a> {
        Frame {
            width: self.width,
            height: self.height,
            palette: &look.palette,
        }
    }

    /// The place of the plot in its scene, or else all of it.
    pub(super) fn plot(&self) -> Rect {
        self.scene.place(Part::Plot).unwrap_or(self.scene.bounds())
    }

    /// A point of the window in units of the scene.
    pub(super) fn point(&self, look: &Look, x: f64, y: f64) -> (f64, f64) {
        let place = self.holder.get_bounding_client_rect();
        (
            (x - dom::number(&place, "left")) / look.scale,
            (y - dom::number(&place, "top")) / look.scale,
        )
    }

    /// The part at a point of the scene; a finger may be a little beside it.
    pub(super) fn hit(&self, x: f64, y: f64, finger: bool) -> Option<Part> {
        hit_test_near(&self.scene, x, y, if finger { FINGER } else { 0.0 })
    }
}
