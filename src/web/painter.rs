//! Marks on a canvas. Every mark says every style that it uses, and the sheet compares it
//! with what the canvas holds, so that nothing of one mark leaks into the next and nothing
//! is set twice.
//!
//! Outlines are what costs: a browser without a graphics card draws a few hundred curves in
//! as long as a whole frame may last. Hence two kinds of marks are kept as pictures of their
//! own while they stay the same: the network's edges, which lie under everything else, and
//! a plane's samples.

use js_sys::JsString;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageData};

use super::{dom, patch};
use crate::scene::{
    Anchor, Cap, Color, Dash, ImageMark, Mark, Paint, Part, PathMark, Pixels, Point, Rect, Scene,
    Segment, Shape, Stroke, SymbolMark, TextMark, format,
};

/// Pixels of border around an image in the atlas.
const PADDING: u32 = 1;
/// Widest row of the atlas, in pixels.
const ATLAS_WIDTH: u32 = 1024;
/// From this many on, marks of a kind are kept as a picture of their own.
const MANY: usize = 40;

#[wasm_bindgen]
extern "C" {
    /// The context's settings that take a text, so that the text is converted once and not
    /// for every mark; and what cannot fail for finite numbers and canvases that are not empty,
    /// so that nothing is caught.
    #[wasm_bindgen(extends = CanvasRenderingContext2d, js_name = CanvasRenderingContext2D)]
    #[derive(Debug)]
    type Pen;

    #[wasm_bindgen(method, js_name = putImageData)]
    fn show(this: &Pen, data: &ImageData, x: f64, y: f64);

    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    fn set_fill(this: &Pen, style: &JsString);

    #[wasm_bindgen(method, setter, js_name = strokeStyle)]
    fn set_stroke(this: &Pen, style: &JsString);

    #[wasm_bindgen(method, setter, js_name = font)]
    fn set_typeface(this: &Pen, font: &JsString);

    #[wasm_bindgen(method, js_name = setLineDash)]
    fn set_dashes(this: &Pen, dashes: &[f64]);

    #[wasm_bindgen(method, js_name = setTransform)]
    fn set_matrix(this: &Pen, a: f64, b: f64, c: f64, d: f64, left: f64, top: f64);

    #[wasm_bindgen(method, js_name = arc)]
    fn turn(this: &Pen, x: f64, y: f64, radius: f64, from: f64, to: f64);

    #[wasm_bindgen(method, js_name = roundRect)]
    fn round(this: &Pen, x: f64, y: f64, w: f64, h: f64, radius: f64);

    #[wasm_bindgen(method, js_name = fillText)]
    fn write(this: &Pen, text: &str, x: f64, y: f64);

    #[wasm_bindgen(method, js_name = strokeText)]
    fn outline(this: &Pen, text: &str, x: f64, y: f64);

    #[wasm_bindgen(method, js_name = drawImage)]
    fn lay(this: &Pen, canvas: &HtmlCanvasElement, x: f64, y: f64, w: f64, h: f64);

    #[wasm_bindgen(method, js_name = drawImage)]
    fn lay_part(
        this: &Pen,
        canvas: &HtmlCanvasElement,
        left: f64,
        top: f64,
        wide: f64,
        high: f64,
        x: f64,
        y: f64,
        w: f64,
        h: f64,
    );

    /// The canvas that gives the context, where the browser has one of that kind.
    #[wasm_bindgen(extends = HtmlCanvasElement, js_name = HTMLCanvasElement)]
    type Canvas;

    #[wasm_bindgen(method, js_name = getContext)]
    fn context(this: &Canvas, kind: &str) -> Option<Pen>;
}

/// Paints scenes on a panel's two canvases, again and again.
#[derive(Debug)]
pub(super) struct Painter {
    /// The network's edges, under everything else.
    base: Sheet,
    base_marks: Vec<Mark>,
    top: Sheet,
    /// A plane's samples, off the page.
    stamp: Sheet,
    stamp_marks: Vec<Mark>,
    atlas: Atlas,
    family: String,
    size: (u32, u32),
    /// How many marks were kept in the last picture, and its zoom; (0, 0) where nothing of
    /// it is left.
    known: (usize, f64),
}

impl Painter {
    /// A painter on the two canvases in `holder` that lie on each other; `None` where the
    /// browser gives no 2-D context.
    pub(super) fn new(holder: &Element) -> Option<Self> {
        let sheet = |selector| Sheet::new(dom::one(holder, selector)?.unchecked_into());
        Some(Self {
            base: sheet(".under")?,
            base_marks: Vec::new(),
            top: sheet(".over")?,
            stamp: Sheet::new(canvas())?,
            stamp_marks: Vec::new(),
            atlas: Atlas::new()?,
            family: String::new(),
            size: (0, 0),
            known: (0, 0.0),
        })
    }

    /// Takes the size of the scenes that are to be painted, at `zoom` device pixels to a unit,
    /// and the font, at the moment of painting: a new size empties a canvas.
    pub(super) fn fit(&mut self, width: f64, height: f64, zoom: f64, family: &str) {
        let pixels = |length: f64| (length * zoom).round() as u32;
        let size = (pixels(width), pixels(height));
        if self.size == size && self.family == family {
            return;
        }
        self.size = size;
        family.clone_into(&mut self.family);
        self.top.resize(size);
        self.forget();
    }

    /// Paints a scene over what was there, at `zoom` device pixels to a unit. With
    /// `patient`, many edges may stay as they were painted last. `before` is the scene that
    /// was painted last, where there is one.
    pub(super) fn paint(
        &mut self,
        scene: &Scene,
        before: Option<&Scene>,
        zoom: f64,
        patient: bool,
    ) {
        let many = scene.ground >= MANY || (scene.ground > 0 && !self.base_marks.is_empty());
        let ground = if many { scene.ground } else { 0 };
        let parts = scene.marks.split_at_checked(ground);
        let (under, over) = parts.unwrap_or_default();
        self.paint_base(scene, under, zoom, patient);
        let fresh = self.atlas.load(over);
        let run = symbols(over);
        // Of many marks on many kept edges few change from one moment to the next.
        let (kept, scale) = self.known;
        let before = before.filter(|_| !fresh && kept > 0 && ground > 0 && scale == zoom);
        let patch = before.and_then(|before| {
            let patch = patch::between(before.marks.get(kept..)?, over)?;
            Some(patch::snapped(&patch, zoom))
        });
        self.known = (ground, zoom);
        match &patch {
            Some(patch) if patch.w <= 0.0 => return,
            Some(patch) => self.top.open(patch),
            None => self.top.begin(scene, zoom),
        }
        let mut image = 0;
        for (i, mark) in over.iter().enumerate() {
            let aside = patch
                .as_ref()
                .is_some_and(|patch| !patch::touches(mark, patch));
            match mark {
                Mark::Image(_) if aside => image += 1,
                _ if aside => {}
                Mark::Image(mark) => {
                    if let Some(slot) = self.atlas.slots.get(image) {
                        self.top.image(mark, &self.atlas.canvas, *slot);
                    }
                    image += 1;
                }
                _ if run.contains(&i) => {
                    if i == run.start {
                        let symbols = over.get(run.clone()).unwrap_or_default();
                        self.stamp(scene, symbols, zoom);
                    }
                }
                _ => self.top.mark(mark, &self.family),
            }
        }
        if patch.is_some() {
            self.top.close();
        }
    }

    fn paint_base(&mut self, scene: &Scene, marks: &[Mark], zoom: f64, patient: bool) {
        if marks.is_empty() {
            self.clear_base();
            return;
        }
        let known = self.base_marks.len() == marks.len();
        if known && (patient || self.base_marks == marks) {
            return;
        }
        if self.base_marks.is_empty() {
            self.base.resize(self.size);
        } else if self.amend(marks) {
            return;
        }
        self.base_marks = marks.to_vec();
        self.base.begin(scene, zoom);
        for mark in marks {
            self.base.mark(mark, &self.family);
        }
    }

    /// Paints over the kept edges what few differ and none of them fainter than before;
    /// tells whether that was enough. An edge that is not among the marks runs over the
    /// others, in a halo that hides what is kept of it.
    fn amend(&mut self, marks: &[Mark]) -> bool {
        for mark in &self.base_marks {
            if edge(mark).is_none() && !marks.contains(mark) {
                return false;
            }
        }
        // The mark and its place among the kept ones. Both lists have nearly the same order:
        // the next edge is looked for behind the last one that was found.
        let mut over: Vec<(&Mark, Option<usize>)> = Vec::new();
        let mut next = 0;
        for mark in marks {
            let mut found = None;
            if let Some((part, path)) = edge(mark) {
                let parts = self.base_marks.split_at_checked(next);
                let (before, behind) = parts.unwrap_or_default();
                let is_it = |old: &Mark| edge(old).is_some_and(|(other, _)| other == part);
                found = behind.iter().position(is_it).map(|index| next + index);
                found = found.or_else(|| before.iter().position(is_it));
                if let Some(index) = found {
                    next = index + 1;
                    if let Some((_, old)) = self.base_marks.get(index).and_then(edge) {
                        if old == path {
                            continue;
                        }
                        if old.paint.opacity > path.paint.opacity || old.segments != path.segments {
                            return false;
                        }
                    }
                }
            } else if self.base_marks.contains(mark) {
                continue;
            }
            over.push((mark, found));
            if over.len() > MANY {
                return false;
            }
        }
        let Some(Mark::Rect(sheet)) = marks.first() else {
            return false;
        };
        let Some(surface) = sheet.paint.fill else {
            return false;
        };
        for &(mark, found) in &over {
            let kept = found.and_then(|index| self.base_marks.get_mut(index));
            if let (Some(kept), Some((_, path))) = (kept, edge(mark)) {
                let before = edge(kept).map_or(0.0, |(_, old)| width_of(old));
                let wide = before.max(width_of(path)) + 0.6;
                self.base.wipe(path, surface, wide);
                *kept = mark.clone();
            } else {
                self.base_marks.push(mark.clone());
            }
            self.base.mark(mark, &self.family);
        }
        true
    }

    /// Puts the picture of many symbols on the sheet; paints it only when they differ from
    /// those of the last time.
    fn stamp(&mut self, scene: &Scene, marks: &[Mark], zoom: f64) {
        if self.stamp_marks != marks {
            if self.stamp_marks.is_empty() {
                self.stamp.resize(self.size);
            }
            self.stamp_marks = marks.to_vec();
            self.stamp.begin(scene, zoom);
            for mark in marks {
                self.stamp.mark(mark, &self.family);
            }
        }
        self.top.lay(&self.stamp.canvas, scene);
    }

    /// Everything kept is stale.
    fn forget(&mut self) {
        self.known = (0, 0.0);
        self.clear_base();
        if !self.stamp_marks.is_empty() {
            self.stamp.resize((0, 0));
            self.stamp_marks.clear();
        }
    }

    fn clear_base(&mut self) {
        if !self.base_marks.is_empty() {
            self.base.resize((0, 0));
            self.base_marks.clear();
        }
    }
}

/// The path of a mark that stands for a part, and that part.
fn edge(mark: &Mark) -> Option<(Part, &PathMark)> {
    match mark {
        Mark::Path(path) => Some((path.part?, path)),
        _ => None,
    }
}

/// The width of a path's outline.
fn width_of(path: &PathMark) -> f64 {
    path.paint.stroke.map_or(0.0, |stroke| stroke.width)
}

/// The first long run of symbols; empty where there is none.
fn symbols(marks: &[Mark]) -> std::ops::Range<usize> {
    let mut start = 0;
    for (end, mark) in marks.iter().enumerate() {
        if !matches!(mark, Mark::Symbol(_)) {
            if end - start >= MANY {
                return start..end;
            }
            start = end + 1;
        }
    }
    if marks.len() - start < MANY {
        return 0..0;
    }
    start..marks.len()
}

/// A canvas, and what its context holds.
#[derive(Debug)]
struct Sheet {
    canvas: HtmlCanvasElement,
    pen: Pen,
    held: Held,
    colors: Vec<(Color, JsString)>,
    fonts: Vec<((u16, f64), JsString)>,
}

/// The styles that a context holds, as far as they are known.
#[derive(Debug, Default)]
struct Held {
    fill: Option<Color>,
    stroke: Option<Color>,
    width: Option<f64>,
    cap: Option<Cap>,
    dash: Option<[f64; 2]>,
    opacity: Option<f64>,
    font: Option<(u16, f64)>,
    anchor: Option<Anchor>,
    smooth: Option<bool>,
}

/// The dashes of a line without any.
const SOLID: [f64; 2] = [0.0; 2];

/// Notes a style; tells whether the context does not hold it yet.
fn differs<T: PartialEq>(held: &mut Option<T>, wanted: T) -> bool {
    let wanted = Some(wanted);
    if *held == wanted {
        return false;
    }
    *held = wanted;
    true
}

impl Sheet {
    fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        Some(Self {
            pen: context(&canvas)?,
            canvas,
            held: Held::default(),
            colors: Vec::new(),
            fonts: Vec::new(),
        })
    }

    /// Takes a size; the canvas is empty then, and its context as new.
    fn resize(&mut self, size: (u32, u32)) {
        resize(&self.canvas, size);
        self.held = Held::default();
        self.fonts.clear();
        dom::put_text(&self.pen, "lineJoin", "round");
        dom::put_text(&self.pen, "textBaseline", "alphabetic");
    }

    /// An empty sheet in units of the scene.
    fn begin(&self, scene: &Scene, zoom: f64) {
        self.place(zoom);
        self.pen.clear_rect(0.0, 0.0, scene.width, scene.height);
    }

    /// Empties a rectangle; until it is closed, nothing is painted beside it.
    fn open(&self, place: &Rect) {
        let Rect { x, y, w, h } = *place;
        self.pen.save();
        self.pen.begin_path();
        self.pen.rect(x, y, w, h);
        self.pen.clip();
        self.pen.clear_rect(x, y, w, h);
    }

    /// Ends what [`Sheet::open`] began; the context holds the styles of before.
    fn close(&mut self) {
        self.pen.restore();
        self.held = Held::default();
    }

    fn place(&self, zoom: f64) {
        self.pen.set_matrix(zoom, 0.0, 0.0, zoom, 0.0, 0.0);
    }

    /// Paints any mark but an image, which needs its atlas.
    fn mark(&mut self, mark: &Mark, family: &str) {
        match mark {
            Mark::Rect(mark) => {
                self.pen.begin_path();
                round_rect(&self.pen, &mark.rect, mark.radius);
                self.apply(&mark.paint);
            }
            Mark::Symbol(mark) => {
                self.pen.begin_path();
                symbol(&self.pen, mark);
                self.apply(&mark.paint);
            }
            Mark::Line(mark) => {
                self.pen.begin_path();
                self.pen.move_to(mark.from.x, mark.from.y);
                self.pen.line_to(mark.to.x, mark.to.y);
                self.apply(&mark.paint);
            }
            Mark::Path(mark) => {
                self.pen.begin_path();
                trace(&self.pen, &mark.segments);
                self.apply(&mark.paint);
            }
            Mark::Text(mark) => self.text(mark, family),
            Mark::Image(_) => {}
        }
    }

    /// Fills and outlines the current path.
    fn apply(&mut self, paint: &Paint) {
        self.opacity(paint.opacity);
        if let Some(fill) = paint.fill {
            self.fill(fill);
            self.pen.fill();
        }
        if let Some(stroke) = &paint.stroke {
            self.stroke(stroke);
        }
    }

    fn opacity(&mut self, opacity: f64) {
        if differs(&mut self.held.opacity, opacity) {
            self.pen.set_global_alpha(opacity);
        }
    }

    fn fill(&mut self, color: Color) {
        if differs(&mut self.held.fill, color) {
            self.pen.set_fill(named(&mut self.colors, color));
        }
    }

    fn outline(&mut self, color: Color, width: f64, cap: Cap, dash: Option<Dash>) {
        if differs(&mut self.held.stroke, color) {
            self.pen.set_stroke(named(&mut self.colors, color));
        }
        if differs(&mut self.held.width, width) {
            self.pen.set_line_width(width);
        }
        if differs(&mut self.held.cap, cap) {
            let name = match cap {
                Cap::Butt => "butt",
                Cap::Round => "round",
            };
            dom::put_text(&self.pen, "lineCap", name);
        }
        let dash = dash.map_or(SOLID, |dash| [dash.on, dash.off]);
        if differs(&mut self.held.dash, dash) {
            self.pen.set_dashes(if dash == SOLID { &[] } else { &dash });
        }
    }

    /// Paints over a path that was painted before, in the colour under it.
    fn wipe(&mut self, path: &PathMark, color: Color, width: f64) {
        self.pen.begin_path();
        trace(&self.pen, &path.segments);
        self.apply(&Paint {
            stroke: Some(Stroke::new(color, width)),
            ..Paint::NONE
        });
    }

    /// Outlines the current path.
    fn stroke(&mut self, stroke: &Stroke) {
        self.outline(stroke.color, stroke.width, stroke.cap, stroke.dash);
        self.pen.stroke();
    }

    /// Figures of one width are the system fonts' own: a canvas cannot ask for them.
    fn text(&mut self, mark: &TextMark, family: &str) {
        self.font(mark.weight, mark.size, family);
        self.opacity(mark.opacity);
        if differs(&mut self.held.anchor, mark.anchor) {
            self.pen.set_text_align(match mark.anchor {
                Anchor::Start => "left",
                Anchor::Middle => "center",
                Anchor::End => "right",
            });
        }
        let Point { x, y } = mark.at;
        let y = y + mark.baseline_shift();
        if let Some((color, width)) = mark.halo {
            self.outline(color, width, Cap::Round, None);
            self.pen.outline(&mark.text, x, y);
        }
        self.fill(mark.color);
        self.pen.write(&mark.text, x, y);
    }

    fn font(&mut self, weight: u16, size: f64, family: &str) {
        let key = (weight, size);
        if !differs(&mut self.held.font, key) {
            return;
        }
        if let Some((_, text)) = self.fonts.iter().find(|(known, _)| *known == key) {
            self.pen.set_typeface(text);
            return;
        }
        let text = JsString::from(format!("{weight} {}px {family}", format::plain(size)));
        self.pen.set_typeface(&text);
        self.fonts.push((key, text));
    }

    fn image(&mut self, mark: &ImageMark, atlas: &HtmlCanvasElement, slot: Slot) {
        self.opacity(mark.opacity);
        self.smooth(mark.smooth);
        let Rect { x, y, w, h } = mark.rect;
        let (left, top) = (f64::from(slot.x), f64::from(slot.y));
        let (wide, high) = (f64::from(mark.w), f64::from(mark.h));
        let pen = &self.pen;
        pen.lay_part(atlas, left, top, wide, high, x, y, w, h);
    }

    /// Lays another sheet of the same size over this one.
    fn lay(&mut self, sheet: &HtmlCanvasElement, scene: &Scene) {
        self.opacity(1.0);
        self.smooth(false);
        self.pen.lay(sheet, 0.0, 0.0, scene.width, scene.height);
    }

    fn smooth(&mut self, smooth: bool) {
        if differs(&mut self.held.smooth, smooth) {
            self.pen.set_image_smoothing_enabled(smooth);
        }
    }
}

/// A colour's text from the table.
fn named(colors: &mut Vec<(Color, JsString)>, color: Color) -> &JsString {
    let known = colors.iter().position(|(known, _)| *known == color);
    let place = known.unwrap_or_else(|| {
        // Signed values take many colours; a full table starts anew.
        if colors.len() > 64 {
            colors.clear();
        }
        colors.push((color, JsString::from(color.css())));
        colors.len() - 1
    });
    &colors[place].1
}

/// The 2-D context of a canvas.
fn context(canvas: &HtmlCanvasElement) -> Option<Pen> {
    canvas.unchecked_ref::<Canvas>().context("2d")
}

/// A canvas off the page.
fn canvas() -> HtmlCanvasElement {
    dom::create("canvas").unchecked_into()
}

/// Gives a canvas a size; it is empty then.
fn resize(canvas: &HtmlCanvasElement, (width, height): (u32, u32)) {
    dom::put_number(canvas, "width", width.into());
    dom::put_number(canvas, "height", height.into());
}

fn round_rect(pen: &Pen, rect: &Rect, radius: f64) {
    if radius > 0.0 {
        pen.round(rect.x, rect.y, rect.w, rect.h, radius);
    } else {
        pen.rect(rect.x, rect.y, rect.w, rect.h);
    }
}

fn symbol(pen: &Pen, mark: &SymbolMark) {
    let Point { x, y } = mark.at;
    if mark.shape == Shape::Circle {
        pen.turn(x, y, mark.radius, 0.0, std::f64::consts::TAU);
        return;
    }
    for (i, (dx, dy)) in mark.shape.corners().iter().enumerate() {
        let (x, y) = (x + dx * mark.radius, y + dy * mark.radius);
        if i == 0 {
            pen.move_to(x, y);
        } else {
            pen.line_to(x, y);
        }
    }
    pen.close_path();
}

fn trace(pen: &Pen, segments: &[Segment]) {
    for segment in segments {
        match *segment {
            Segment::Move(to) => pen.move_to(to.x, to.y),
            Segment::Line(to) => pen.line_to(to.x, to.y),
            Segment::Cubic(a, b, to) => pen.bezier_curve_to(a.x, a.y, b.x, b.y, to.x, to.y),
            Segment::Close => pen.close_path(),
        }
    }
}

/// Where an image stands in the atlas.
#[derive(Debug, Clone, Copy)]
struct Slot {
    x: u32,
    y: u32,
}

/// A raster: its columns, its rows, its pixels.
type Loaded = (u32, u32, Pixels);

/// All rasters of a scene in one canvas, which one call fills.
#[derive(Debug)]
struct Atlas {
    canvas: HtmlCanvasElement,
    pen: Pen,
    slots: Vec<Slot>,
    /// What the slots hold.
    loaded: Vec<Loaded>,
    bytes: Vec<u8>,
    /// Of the bytes, in pixels.
    shape: (u32, u32),
    size: (u32, u32),
}

impl Atlas {
    fn new() -> Option<Self> {
        let canvas = canvas();
        Some(Self {
            pen: context(&canvas)?,
            canvas,
            slots: Vec::new(),
            loaded: Vec::new(),
            bytes: Vec::new(),
            shape: (0, 0),
            size: (0, 0),
        })
    }

    /// Packs the images among the marks in rows and hands them to the canvas. Each has a
    /// border of its own outermost pixels, so that smoothing never mixes in a neighbour.
    /// Tells whether anything changed.
    fn load(&mut self, marks: &[Mark]) -> bool {
        let mut images: Vec<&ImageMark> = Vec::new();
        for mark in marks {
            if let Mark::Image(image) = mark {
                images.push(image);
            }
        }
        let mut kept = images.len() == self.loaded.len();
        for (image, (w, h, rgba)) in images.iter().zip(&self.loaded) {
            kept &= (*w, *h) == (image.w, image.h) && rgba.is(&image.rgba);
        }
        if kept {
            return false;
        }
        self.loaded.clear();
        self.slots.clear();
        let (mut x, mut y, mut row, mut width) = (0, 0, 0, 0);
        for image in &images {
            self.loaded.push((image.w, image.h, image.rgba.clone()));
            let (w, h) = (image.w + 2 * PADDING, image.h + 2 * PADDING);
            if x > 0 && x + w > ATLAS_WIDTH {
                (x, y) = (0, y + row);
                row = 0;
            }
            self.slots.push(Slot {
                x: x + PADDING,
                y: y + PADDING,
            });
            x += w;
            row = row.max(h);
            width = width.max(x);
        }
        let height = y + row;
        if width == 0 || height == 0 {
            return true;
        }
        if self.size.0 < width || self.size.1 < height {
            self.shape = (0, 0);
            self.size = (self.size.0.max(width), self.size.1.max(height));
            resize(&self.canvas, self.size);
        }
        let mut changed = self.shape != (width, height);
        self.shape = (width, height);
        self.bytes.resize((width * height * 4) as usize, 0);
        for (image, slot) in images.iter().zip(&self.slots) {
            changed |= copy(image, *slot, &mut self.bytes, width as usize);
        }
        if !changed {
            return false;
        }
        let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&self.bytes), width, height);
        if let Ok(data) = data {
            self.pen.show(&data, 0.0, 0.0);
        }
        true
    }
}

/// Copies an image and its border into rows of `stride` pixels; tells whether it differs
/// from what was there.
fn copy(image: &ImageMark, slot: Slot, bytes: &mut [u8], stride: usize) -> bool {
    let (w, h) = (image.w as usize, image.h as usize);
    let (left, top) = ((slot.x - PADDING) as usize, (slot.y - PADDING) as usize);
    let mut changed = false;
    for row in 0..h + 2 {
        let from = row.saturating_sub(1).min(h - 1) * w * 4;
        let source = image.rgba.get(from..from + w * 4).unwrap_or_default();
        let to = ((top + row) * stride + left) * 4;
        let inner = bytes.get(to + 4..).unwrap_or_default();
        if inner.starts_with(source) {
            continue;
        }
        changed = true;
        put(bytes, to + 4, source);
        if let (Some(first), Some(last)) = (source.first_chunk::<4>(), source.last_chunk::<4>()) {
            put(bytes, to, first);
            put(bytes, to + 4 + w * 4, last);
        }
    }
    changed
}

/// Puts pixels over those at a place.
fn put(bytes: &mut [u8], at: usize, pixels: &[u8]) {
    let place = bytes.get_mut(at..);
    if let Some(place) = place.and_then(|place| place.get_mut(..pixels.len())) {
        place.copy_from_slice(pixels);
    }
}
