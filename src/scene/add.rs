//! Adding marks, and saying how the mark added last looks. Every adder takes a few numbers, and
//! every word on the look is a call: a picture is made of hundreds of them, and a mark handed
//! over by value would be copied field by field at each.

use super::{
    Anchor, Baseline, Cap, Color, Cubic, Dash, ImageMark, LineMark, Mark, Paint, Part, PathMark,
    Pixels, Point, Rect, RectMark, Scene, Segment, Shape, Stroke, SymbolMark, TextMark,
};

impl Scene {
    /// Adds a rectangle, still without area and outline.
    pub fn rect(&mut self, rect: &Rect, radius: f64) -> &mut Self {
        self.add(Mark::Rect(RectMark {
            rect: *rect,
            radius,
            paint: Paint::NONE,
            part: None,
        }))
    }

    /// Adds a symbol, still without area and outline.
    pub fn symbol(&mut self, shape: Shape, at: Point, radius: f64) -> &mut Self {
        self.add(Mark::Symbol(SymbolMark {
            shape,
            at,
            radius,
            paint: Paint::NONE,
            part: None,
        }))
    }

    /// Adds a path, still without area and outline.
    pub fn path(&mut self, segments: Vec<Segment>) -> &mut Self {
        self.add(Mark::Path(PathMark {
            segments,
            paint: Paint::NONE,
            part: None,
        }))
    }

    /// Adds a curve, still without outline.
    pub fn curve(&mut self, curve: &Cubic) -> &mut Self {
        self.path(vec![
            Segment::Move(curve.from),
            Segment::Cubic(curve.c1, curve.c2, curve.to),
        ])
    }

    /// Adds a straight line with flat ends.
    pub fn line(&mut self, from: Point, to: Point, color: Color, width: f64) -> &mut Self {
        self.add(Mark::Line(LineMark {
            from,
            to,
            paint: Paint::NONE,
            part: None,
        }))
        .outline(color, width)
    }

    /// Adds plain text, beginning at `at` on the baseline.
    // In line, text that is lent would be copied at each of the calls.
    #[inline(never)]
    pub fn write(
        &mut self,
        at: Point,
        text: impl Into<String>,
        size: f64,
        color: Color,
    ) -> &mut Self {
        self.text(TextMark::new(at, text, size, color))
    }

    /// Adds a line of text.
    pub fn text(&mut self, text: TextMark) -> &mut Self {
        self.add(Mark::Text(text))
    }

    /// Adds a raster of `w` columns and `h` rows of pixels, interpolated between them.
    pub fn image(&mut self, rect: &Rect, w: usize, h: usize, rgba: Pixels) -> &mut Self {
        self.add(Mark::Image(ImageMark {
            rect: *rect,
            w: w as u32,
            h: h as u32,
            rgba,
            smooth: true,
            opacity: 1.0,
            part: None,
        }))
    }

    fn add(&mut self, mark: Mark) -> &mut Self {
        self.marks.push(mark);
        self
    }

    /// Fills the area.
    pub fn fill(&mut self, color: Color) -> &mut Self {
        if let Some(paint) = self.marks.last_mut().and_then(Mark::paint_mut) {
            paint.fill = Some(color);
        }
        self
    }

    /// Draws the outline, solid and with flat ends.
    pub fn outline(&mut self, color: Color, width: f64) -> &mut Self {
        self.stroke(&Stroke::new(color, width))
    }

    /// Draws the line or outline with this pen.
    pub fn stroke(&mut self, stroke: &Stroke) -> &mut Self {
        if let Some(paint) = self.marks.last_mut().and_then(Mark::paint_mut) {
            paint.stroke = Some(*stroke);
        }
        self
    }

    /// Dashes the line or outline, lengths in CSS pixels.
    pub fn dashed(&mut self, on: f64, off: f64) -> &mut Self {
        if let Some(stroke) = self.marks.last_mut().and_then(Mark::stroke_mut) {
            stroke.dash = Some(Dash { on, off });
        }
        self
    }

    /// Gives the line or outline round ends.
    pub fn round(&mut self) -> &mut Self {
        if let Some(stroke) = self.marks.last_mut().and_then(Mark::stroke_mut) {
            stroke.cap = Cap::Round;
        }
        self
    }

    /// Sets the opacity, 0..=1.
    pub fn opacity(&mut self, opacity: f64) -> &mut Self {
        if let Some(mark) = self.marks.last_mut() {
            *mark.opacity_mut() = opacity;
        }
        self
    }

    /// Says that the mark stands for `part`.
    pub fn stands_for(&mut self, part: Part) -> &mut Self {
        if let Some(mark) = self.marks.last_mut() {
            *mark.part_mut() = Some(part);
        }
        self
    }

    /// Puts this point of the line of text at its place, across and down.
    pub fn set(&mut self, anchor: Anchor, baseline: Baseline) -> &mut Self {
        if let Some(Mark::Text(text)) = self.marks.last_mut() {
            text.anchor = anchor;
            text.baseline = baseline;
        }
        self
    }

    /// Writes in semibold.
    pub fn bold(&mut self) -> &mut Self {
        if let Some(Mark::Text(text)) = self.marks.last_mut() {
            text.weight = 600;
        }
        self
    }

    /// Draws an outline of this colour under the letters.
    pub fn haloed(&mut self, color: Color, width: f64) -> &mut Self {
        if let Some(Mark::Text(text)) = self.marks.last_mut() {
            text.halo = Some((color, width));
        }
        self
    }

    /// Shows the pixels of a raster as they are.
    pub fn pixelated(&mut self) -> &mut Self {
        if let Some(Mark::Image(image)) = self.marks.last_mut() {
            image.smooth = false;
        }
        self
    }
}
