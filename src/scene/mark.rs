//! The marks: a closed set of shapes, each with its whole style.

use std::rc::Rc;

use super::{Color, Part, Point, Rect};

/// One thing to draw. The set is closed: the canvas painter and [`super::svg::render`]
/// each match all of it, and each item carries its whole style, so that no painter has a
/// state that could leak from one item to the next.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A rectangle, with rounded corners if asked for.
    Rect(RectMark),
    /// A data point's symbol.
    Symbol(SymbolMark),
    /// A straight line.
    Line(LineMark),
    /// A polyline, polygon or curve.
    Path(PathMark),
    /// One line of text.
    Text(TextMark),
    /// A raster of colours.
    Image(ImageMark),
}

impl Mark {
    /// What the mark stands for, where it stands for something that can be pointed at.
    #[must_use]
    pub fn part(&self) -> Option<Part> {
        match self {
            Self::Rect(mark) => mark.part,
            Self::Symbol(mark) => mark.part,
            Self::Line(mark) => mark.part,
            Self::Path(mark) => mark.part,
            Self::Text(mark) => mark.part,
            Self::Image(mark) => mark.part,
        }
    }

    /// The same, to be changed.
    pub(super) fn part_mut(&mut self) -> &mut Option<Part> {
        match self {
            Self::Rect(mark) => &mut mark.part,
            Self::Symbol(mark) => &mut mark.part,
            Self::Line(mark) => &mut mark.part,
            Self::Path(mark) => &mut mark.part,
            Self::Text(mark) => &mut mark.part,
            Self::Image(mark) => &mut mark.part,
        }
    }

    /// The opacity.
    pub(super) fn opacity_mut(&mut self) -> &mut f64 {
        match self {
            Self::Rect(mark) => &mut mark.paint.opacity,
            Self::Symbol(mark) => &mut mark.paint.opacity,
            Self::Line(mark) => &mut mark.paint.opacity,
            Self::Path(mark) => &mut mark.paint.opacity,
            Self::Text(mark) => &mut mark.opacity,
            Self::Image(mark) => &mut mark.opacity,
        }
    }

    /// How area and outline are painted, for a mark that has them.
    pub(super) fn paint_mut(&mut self) -> Option<&mut Paint> {
        match self {
            Self::Rect(mark) => Some(&mut mark.paint),
            Self::Symbol(mark) => Some(&mut mark.paint),
            Self::Line(mark) => Some(&mut mark.paint),
            Self::Path(mark) => Some(&mut mark.paint),
            Self::Text(_) | Self::Image(_) => None,
        }
    }

    /// The pen, for a mark that has one.
    pub(super) fn stroke_mut(&mut self) -> Option<&mut Stroke> {
        self.paint_mut()?.stroke.as_mut()
    }
}

/// How an area and its outline are painted; the outline is centred on the border.
#[derive(Clone, Copy, Debug)]
pub struct Paint {
    /// Colour of the area, or nothing.
    pub fill: Option<Color>,
    /// The outline, or nothing.
    pub stroke: Option<Stroke>,
    /// Opacity of the whole, 0..=1.
    pub opacity: f64,
}

impl PartialEq for Paint {
    // Half of the marks have one, where a call is shorter than what would be derived.
    #[inline(never)]
    fn eq(&self, other: &Self) -> bool {
        self.fill == other.fill && self.stroke == other.stroke && self.opacity == other.opacity
    }
}

impl Paint {
    /// Neither area nor outline.
    pub const NONE: Self = Self {
        fill: None,
        stroke: None,
        opacity: 1.0,
    };
}

/// A pen. Corners are always joined round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub color: Color,
    /// Width in CSS pixels.
    pub width: f64,
    /// Dashes, or a solid line.
    pub dash: Option<Dash>,
    /// How the ends look.
    pub cap: Cap,
}

impl Stroke {
    /// A solid line with flat ends.
    #[must_use]
    pub const fn new(color: Color, width: f64) -> Self {
        Self {
            color,
            width,
            dash: None,
            cap: Cap::Butt,
        }
    }

    /// The same, dashed.
    #[must_use]
    pub const fn dashed(mut self, on: f64, off: f64) -> Self {
        self.dash = Some(Dash { on, off });
        self
    }

    /// The same with round ends.
    #[must_use]
    pub const fn round(mut self) -> Self {
        self.cap = Cap::Round;
        self
    }
}

/// A dash pattern, lengths in CSS pixels; it begins with a dash.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash {
    /// Length of a dash.
    pub on: f64,
    /// Length of a gap.
    pub off: f64,
}

/// How the ends of a line look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// Cut off at the end point.
    Butt,
    /// A half circle around the end point.
    Round,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RectMark {
    /// Where it lies.
    pub rect: Rect,
    /// Radius of the corners.
    pub radius: f64,
    /// How it is painted.
    pub paint: Paint,
    /// What it stands for.
    pub part: Option<Part>,
}

/// A symbol: a circle, or a shape of the same area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SymbolMark {
    /// Which shape.
    pub shape: Shape,
    /// Its centre.
    pub at: Point,
    /// Radius of the circle of the same area.
    pub radius: f64,
    /// How it is painted.
    pub paint: Paint,
    /// What it stands for.
    pub part: Option<Part>,
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineMark {
    /// Start.
    pub from: Point,
    /// End.
    pub to: Point,
    /// How it is painted: it has an outline and no area.
    pub paint: Paint,
    /// What it stands for.
    pub part: Option<Part>,
}

/// A path of lines and curves; areas are filled by the non-zero rule.
#[derive(Debug, PartialEq)]
pub struct PathMark {
    /// Its pieces, the first one a `Move`.
    pub segments: Vec<Segment>,
    /// How it is painted.
    pub paint: Paint,
    /// What it stands for.
    pub part: Option<Part>,
}

impl Clone for PathMark {
    // Everything but the pieces is copied as it lies there.
    fn clone(&self) -> Self {
        Self {
            segments: self.segments.clone(),
            ..*self
        }
    }
}

/// A piece of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// Begin a new piece here.
    Move(Point),
    /// A straight line to here.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Cubic(Point, Point, Point),
    /// Back to where the piece began.
    Close,
}

/// The path through the points, open.
#[must_use]
pub fn polyline(points: &[Point]) -> Vec<Segment> {
    let mut segments = Vec::new();
    for &point in points {
        segments.push(if segments.is_empty() {
            Segment::Move(point)
        } else {
            Segment::Line(point)
        });
    }
    segments
}

/// The path around the points, closed.
#[must_use]
pub fn polygon(points: &[Point]) -> Vec<Segment> {
    let mut segments = polyline(points);
    segments.push(Segment::Close);
    segments
}

/// One line of text, with figures of one width.
#[derive(Debug, PartialEq)]
pub struct TextMark {
    /// The point that `anchor` and `baseline` speak about.
    pub at: Point,
    /// The text, unescaped.
    pub text: String,
    /// Font size in CSS pixels.
    pub size: f64,
    /// Stroke weight of the font, 400 or 600.
    pub weight: u16,
    /// Colour.
    pub color: Color,
    /// Opacity, 0..=1.
    pub opacity: f64,
    /// Which point of the line is at `at`, across.
    pub anchor: Anchor,
    /// Which point of the line is at `at`, down.
    pub baseline: Baseline,
    /// Colour and width of an outline drawn under the letters.
    pub halo: Option<(Color, f64)>,
    /// What it stands for.
    pub part: Option<Part>,
}

impl Clone for TextMark {
    // Everything but the text is copied as it lies there.
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            ..*self
        }
    }
}

impl TextMark {
    /// Plain text, beginning at `at` on the baseline.
    #[must_use]
    pub fn new(at: Point, text: impl Into<String>, size: f64, color: Color) -> Self {
        Self {
            at,
            text: text.into(),
            size,
            weight: 400,
            color,
            opacity: 1.0,
            anchor: Anchor::Start,
            baseline: Baseline::Alphabetic,
            halo: None,
            part: None,
        }
    }

    /// How far below `at` the alphabetic baseline lies. Both painters use
    /// it, because engines disagree about every other baseline.
    #[must_use]
    pub fn baseline_shift(&self) -> f64 {
        match self.baseline {
            Baseline::Alphabetic => 0.0,
            Baseline::Middle => 0.35 * self.size,
            Baseline::Top => 0.8 * self.size,
        }
    }
}

/// Which point of a line of text its position names, across.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// Which point of a line of text its position names, down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// The line on which letters stand.
    Alphabetic,
    /// Half the height of capitals and figures.
    Middle,
    /// The top of tall letters.
    Top,
}

/// The bytes of a raster, shared by those that show it: the same ones are equal without
/// being read.
#[derive(Clone, Debug)]
pub struct Pixels(Rc<Vec<u8>>);

impl PartialEq for Pixels {
    fn eq(&self, other: &Self) -> bool {
        self.is(other) || self.0 == other.0
    }
}

impl Pixels {
    /// Whether both are the same place in memory.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl From<Vec<u8>> for Pixels {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Rc::new(bytes))
    }
}

impl std::ops::Deref for Pixels {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

/// A raster of colours stretched over a rectangle.
#[derive(Debug, PartialEq)]
pub struct ImageMark {
    /// Where it lies.
    pub rect: Rect,
    /// Columns of pixels.
    pub w: u32,
    /// Rows of pixels.
    pub h: u32,
    /// `4 · w · h` bytes: red, green, blue, opacity; rows from the top.
    pub rgba: Pixels,
    /// Whether to interpolate between pixels.
    pub smooth: bool,
    /// Opacity, 0..=1.
    pub opacity: f64,
    /// What it stands for.
    pub part: Option<Part>,
}

impl Clone for ImageMark {
    // Everything but the raster is copied as it lies there.
    fn clone(&self) -> Self {
        Self {
            rgba: self.rgba.clone(),
            ..*self
        }
    }
}

/// Shapes of data points: a class is told by its shape as well as by its colour. All but
/// the arrows have the area of the circle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A triangle that points up.
    Triangle,
    /// A square on its corner.
    Diamond,
    /// A triangle that points down.
    TriangleDown,
    /// An upright cross.
    Plus,
    /// A star of five points.
    Star,
    /// A cross on its corner.
    Times,
    /// A hexagon.
    Hexagon,
    /// Two triangles, tip to tip.
    Hourglass,
    /// An arrow that points up; no class has it.
    ArrowUp,
    /// An arrow that points down; no class has it.
    ArrowDown,
}

impl Shape {
    /// The shapes in the order in which classes take them.
    pub const ALL: [Self; 10] = [
        Self::Circle,
        Self::Square,
        Self::Triangle,
        Self::Diamond,
        Self::TriangleDown,
        Self::Plus,
        Self::Star,
        Self::Times,
        Self::Hexagon,
        Self::Hourglass,
    ];

    /// The shape of class `class`; they repeat after ten.
    #[must_use]
    pub fn of_class(class: usize) -> Self {
        Self::ALL[class % Self::ALL.len()]
    }

    /// The corners around the origin for radius 1, y downward; none for the circle.
    #[must_use]
    pub fn corners(self) -> Vec<(f64, f64)> {
        let thousandths: &[(i16, i16)] = match self {
            Self::Circle => &[],
            Self::Square => &[(-886, -886), (886, -886), (886, 886), (-886, 886)],
            Self::Triangle | Self::TriangleDown => &[(0, -1555), (1347, 778), (-1347, 778)],
            Self::Diamond => &[(0, -1253), (1253, 0), (0, 1253), (-1253, 0)],
            Self::Plus => &[
                (-420, -1144),
                (420, -1144),
                (420, -420),
                (1144, -420),
                (1144, 420),
                (420, 420),
                (420, 1144),
                (-420, 1144),
                (-420, 420),
                (-1144, 420),
                (-1144, -420),
                (-420, -420),
            ],
            Self::Star => &[
                (0, -1500),
                (414, -570),
                (1427, -464),
                (670, 218),
                (882, 1214),
                (0, 705),
                (-882, 1214),
                (-670, 218),
                (-1427, -464),
                (-414, -570),
            ],
            Self::Times => &[
                (0, -594),
                (512, -1106),
                (1106, -512),
                (594, 0),
                (1106, 512),
                (512, 1106),
                (0, 594),
                (-512, 1106),
                (-1106, 512),
                (-594, 0),
                (-1106, -512),
                (-512, -1106),
            ],
            Self::ArrowUp | Self::ArrowDown => &[
                (0, -1900),
                (1300, -300),
                (400, -300),
                (400, 1900),
                (-400, 1900),
                (-400, -300),
                (-1300, -300),
            ],
            Self::Hexagon => &[
                (550, -952),
                (1100, 0),
                (550, 952),
                (-550, 952),
                (-1100, 0),
                (-550, -952),
            ],
            Self::Hourglass => &[
                (-1253, -1253),
                (1253, -1253),
                (0, 0),
                (1253, 1253),
                (-1253, 1253),
                (0, 0),
            ],
        };
        // What points down is turned by half a turn.
        let turned = matches!(self, Self::TriangleDown | Self::ArrowDown);
        let one = if turned { -1000.0 } else { 1000.0 };
        let mut corners = Vec::with_capacity(thousandths.len());
        for &(x, y) in thousandths {
            corners.push((f64::from(x) / one, f64::from(y) / one));
        }
        corners
    }
}
