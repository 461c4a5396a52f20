//! Marks on a canvas. Every mark sets every style that it uses, so that nothing of one
//! leaks into the next.

use js_sys::JsString;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use super::dom;
use crate::scene::{
    Anchor, Cap, Color, ImageMark, Mark, Paint, Point, Rect, Scene, Segment, Shape, Stroke,
    SymbolMark, TextMark,
};

#[wasm_bindgen]
extern "C" {
    /// The context's settings that take a text, so that the text is converted once and not
    /// for every mark.
    #[wasm_bindgen(extends = CanvasRenderingContext2d, js_name = CanvasRenderingContext2D)]
    #[derive(Debug)]
    type Pen;

    #[wasm_bindgen(method, setter, js_name = fillStyle)]
    fn set_fill(this: &Pen, style: &JsString);

    #[wasm_bindgen(method, setter, js_name = strokeStyle)]
    fn set_stroke(this: &Pen, style: &JsString);

    #[wasm_bindgen(method, setter, js_name = font)]
    fn set_typeface(this: &Pen, font: &JsString);

    #[wasm_bindgen(method, js_name = setLineDash)]
    fn set_dashes(this: &Pen, dashes: &js_sys::Array);
}

/// Pixels of border around an image in the atlas.
const PADDING: u32 = 1;
/// Widest row of the atlas, in pixels.
const ATLAS_WIDTH: u32 = 1024;

/// A canvas with what it needs to paint scenes again and again.
#[derive(Debug)]
pub(super) struct Painter {
    pen: Pen,
    atlas: Atlas,
    colors: Vec<(Color, JsString)>,
    fonts: Vec<((u16, u64), JsString)>,
    solid: js_sys::Array,
    family: String,
}

impl Painter {
    /// A painter on `canvas`; `None` where the browser gives no 2-D context.
    pub(super) fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        Some(Self {
            pen: context(canvas)?.unchecked_into(),
            atlas: Atlas::new()?,
            colors: Vec::new(),
            fonts: Vec::new(),
            solid: js_sys::Array::new(),
            family: String::new(),
        })
    }

    /// Paints a scene over what was there, at `zoom` device pixels to a unit.
    pub(super) fn paint(&mut self, scene: &Scene, zoom: f64, family: &str) {
        if self.family != family {
            family.clone_into(&mut self.family);
            self.fonts.clear();
        }
        self.atlas.load(scene);
        self.place(zoom);
        self.pen.clear_rect(0.0, 0.0, scene.width, scene.height);
        let mut image = 0;
        for mark in &scene.marks {
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
                    self.pen.set_global_alpha(mark.opacity);
                    self.pen.begin_path();
                    self.pen.move_to(mark.from.x, mark.from.y);
                    self.pen.line_to(mark.to.x, mark.to.y);
                    self.stroke(&mark.stroke);
                }
                Mark::Path(mark) => {
                    self.pen.begin_path();
                    trace(&self.pen, &mark.segments);
                    self.apply(&mark.paint);
                }
                Mark::Text(mark) => self.text(mark, zoom),
                Mark::Image(mark) => {
                    self.image(mark, image);
                    image += 1;
                }
            }
        }
    }

    fn place(&self, zoom: f64) {
        // A finite zoom always makes a valid matrix.
        let _ = self.pen.set_transform(zoom, 0.0, 0.0, zoom, 0.0, 0.0);
    }

    /// Fills and outlines the current path.
    fn apply(&mut self, paint: &Paint) {
        self.pen.set_global_alpha(paint.opacity);
        if let Some(fill) = paint.fill {
            let style = self.color(fill);
            self.pen.set_fill(&style);
            self.pen.fill();
        }
        if let Some(stroke) = &paint.stroke {
            self.stroke(stroke);
        }
    }

    /// Outlines the current path.
    fn stroke(&mut self, stroke: &Stroke) {
        let style = self.color(stroke.color);
        self.pen.set_stroke(&style);
        self.pen.set_line_width(stroke.width);
        self.pen.set_line_join("round");
        self.pen.set_line_cap(match stroke.cap {
            Cap::Butt => "butt",
            Cap::Round => "round",
        });
        match stroke.dash {
            Some(dash) => {
                let pattern = js_sys::Array::of2(&dash.on.into(), &dash.off.into());
                self.pen.set_dashes(&pattern);
                self.pen.set_line_dash_offset(dash.offset);
            }
            None => self.pen.set_dashes(&self.solid),
        }
        self.pen.stroke();
    }

    fn text(&mut self, mark: &TextMark, zoom: f64) {
        let font = self.font(mark.weight, mark.size);
        self.pen.set_typeface(&font);
        self.pen.set_global_alpha(mark.opacity);
        self.pen.set_text_align(match mark.anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        self.pen.set_text_baseline("alphabetic");
        let (mut x, mut y) = (mark.at.x, mark.at.y);
        if mark.turn != 0.0 {
            let (sin, cos) = libm::sincos(mark.turn.to_radians());
            let (sin, cos) = (sin * zoom, cos * zoom);
            // As in `place`.
            let _ = self
                .pen
                .set_transform(cos, sin, -sin, cos, x * zoom, y * zoom);
            (x, y) = (0.0, 0.0);
        }
        y += mark.baseline_shift();
        if let Some((color, width)) = mark.halo {
            let style = self.color(color);
            self.pen.set_stroke(&style);
            self.pen.set_line_width(width);
            self.pen.set_line_join("round");
            self.pen.set_line_cap("round");
            self.pen.set_dashes(&self.solid);
            let _ = self.pen.stroke_text(&mark.text, x, y);
        }
        let style = self.color(mark.color);
        self.pen.set_fill(&style);
        let _ = self.pen.fill_text(&mark.text, x, y);
        if mark.turn != 0.0 {
            self.place(zoom);
        }
    }

    fn image(&self, mark: &ImageMark, index: usize) {
        let Some(slot) = self.atlas.slots.get(index) else {
            return;
        };
        self.pen.set_global_alpha(mark.opacity);
        self.pen.set_image_smoothing_enabled(mark.smooth);
        let _ = self
            .pen
            .draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &self.atlas.canvas,
                f64::from(slot.x),
                f64::from(slot.y),
                f64::from(mark.w),
                f64::from(mark.h),
                mark.rect.x,
                mark.rect.y,
                mark.rect.w,
                mark.rect.h,
            );
    }

    fn color(&mut self, color: Color) -> JsString {
        if let Some((_, text)) = self.colors.iter().find(|(known, _)| *known == color) {
            return text.clone();
        }
        // Signed values take many colours; a full table starts anew.
        if self.colors.len() > 64 {
            self.colors.clear();
        }
        let text = JsString::from(color.css());
        self.colors.push((color, text.clone()));
        text
    }

    fn font(&mut self, weight: u16, size: f64) -> JsString {
        let key = (weight, size.to_bits());
        if let Some((_, text)) = self.fonts.iter().find(|(known, _)| *known == key) {
            return text.clone();
        }
        let text = JsString::from(format!("{weight} {size}px {}", self.family));
        self.fonts.push((key, text.clone()));
        text
    }
}

/// The 2-D context of a canvas.
fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

fn round_rect(pen: &Pen, rect: &Rect, radius: f64) {
    if radius > 0.0 {
        // A radius that is not negative is always valid.
        let _ = pen.round_rect_with_f64(rect.x, rect.y, rect.w, rect.h, radius);
    } else {
        pen.rect(rect.x, rect.y, rect.w, rect.h);
    }
}

fn symbol(pen: &Pen, mark: &SymbolMark) {
    let Point { x, y } = mark.at;
    if mark.shape == Shape::Circle {
        // As above.
        let _ = pen.arc(x, y, mark.radius, 0.0, std::f64::consts::TAU);
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

/// All rasters of a scene in one canvas, which one call fills.
#[derive(Debug)]
struct Atlas {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    slots: Vec<Slot>,
    bytes: Vec<u8>,
    size: (u32, u32),
}

impl Atlas {
    fn new() -> Option<Self> {
        let canvas: HtmlCanvasElement = dom::document()?
            .create_element("canvas")
            .ok()?
            .dyn_into()
            .ok()?;
        Some(Self {
            context: context(&canvas)?,
            canvas,
            slots: Vec::new(),
            bytes: Vec::new(),
            size: (0, 0),
        })
    }

    /// Packs the scene's images in rows and hands them to the canvas. Each has a border of
    /// its own outermost pixels, so that smoothing never mixes in a neighbour.
    fn load(&mut self, scene: &Scene) {
        let images = || {
            scene.marks.iter().filter_map(|mark| match mark {
                Mark::Image(image) => Some(image),
                _ => None,
            })
        };
        self.slots.clear();
        let (mut x, mut y, mut row, mut width) = (0, 0, 0, 0);
        for image in images() {
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
            return;
        }
        if self.size.0 < width || self.size.1 < height {
            self.size = (self.size.0.max(width), self.size.1.max(height));
            self.canvas.set_width(self.size.0);
            self.canvas.set_height(self.size.1);
        }
        self.bytes.resize((width * height * 4) as usize, 0);
        for (image, slot) in images().zip(&self.slots) {
            copy(image, *slot, &mut self.bytes, width as usize);
        }
        let data = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&self.bytes), width, height);
        if let Ok(data) = data {
            // Whole numbers of pixels at the origin are always valid.
            let _ = self.context.put_image_data(&data, 0.0, 0.0);
        }
    }
}

/// Copies an image and its border into rows of `stride` pixels.
fn copy(image: &ImageMark, slot: Slot, bytes: &mut [u8], stride: usize) {
    let (w, h) = (image.w as usize, image.h as usize);
    let (left, top) = ((slot.x - PADDING) as usize, (slot.y - PADDING) as usize);
    for row in 0..h + 2 {
        let from = row.saturating_sub(1).min(h - 1) * w * 4;
        let source = &image.rgba[from..from + w * 4];
        let to = ((top + row) * stride + left) * 4;
        bytes[to..to + 4].copy_from_slice(&source[..4]);
        bytes[to + 4..to + 4 + w * 4].copy_from_slice(source);
        bytes[to + 4 + w * 4..to + 8 + w * 4].copy_from_slice(&source[(w - 1) * 4..]);
    }
}
