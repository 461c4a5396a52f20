//! Names for the things that a mark or a hit area stands for.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// What a mark or a hit area stands for. Layers count from 0 at the first layer after the
/// inputs, the output layer included; units and inputs count from 0 in their layer.
///
/// Written and read as text, for example `weight-0-1-0`, so that an element of the page
/// can carry it in an attribute.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// A unit's tile.
    Unit {
        /// Layer of the unit.
        layer: usize,
        /// Unit in the layer.
        unit: usize,
    },
    /// A unit's bias.
    Bias {
        /// Layer of the unit.
        layer: usize,
        /// Unit in the layer.
        unit: usize,
    },
    /// The weight into `unit` from number `input` of the layer before.
    Weight {
        /// Layer of the receiving unit.
        layer: usize,
        /// Receiving unit.
        unit: usize,
        /// Sending unit or feature of the layer before.
        input: usize,
    },
    /// An input: one feature.
    Input {
        /// Feature among the chosen features.
        feature: usize,
    },
    /// The prediction ŷ of an output unit, written out.
    Output {
        /// Unit in the output layer.
        unit: usize,
    },
    /// The target y of an output unit, written out.
    Target {
        /// Unit in the output layer.
        unit: usize,
    },
    /// The loss, written out.
    Loss,
    /// The heading of a layer.
    Layer(usize),
    /// The button that adds a hidden layer.
    AddLayer,
    /// The button that removes this hidden layer.
    RemoveLayer(usize),
    /// The button that adds a unit to this layer.
    AddUnit(usize),
    /// The button that removes a unit from this layer.
    RemoveUnit(usize),
    /// The plotting area itself, under everything else.
    Plot,
    /// A sample, by its index in the data set.
    Sample(u32),
    /// The probe in the plane.
    Probe,
    /// A first-layer unit drawn as its line in the plane.
    UnitLine(usize),
    /// The handle that moves this unit's line.
    MoveLine(usize),
    /// The handle that turns this unit's line.
    TurnLine(usize),
    /// A class in a legend.
    Class(usize),
    /// A series in a chart's legend.
    Series(usize),
    /// One point of a chart's series.
    ChartPoint {
        /// Series of the point.
        series: usize,
        /// Point in the series.
        index: u32,
    },
    /// A row of the tape.
    TapeRow(u32),
    /// The marked point on a curve.
    CurvePoint,
    /// A handle to drag, by number.
    Handle(usize),
}

/// How each kind is called, and how many numbers it has, in the order of [`Part::key`].
const KINDS: [(&str, u8); 24] = [
    ("unit", 2),
    ("bias", 2),
    ("weight", 3),
    ("input", 1),
    ("output", 1),
    ("target", 1),
    ("loss", 0),
    ("layer", 1),
    ("add-layer", 0),
    ("remove-layer", 1),
    ("add-unit", 1),
    ("remove-unit", 1),
    ("plot", 0),
    ("sample", 1),
    ("probe", 0),
    ("unit-line", 1),
    ("move-line", 1),
    ("turn-line", 1),
    ("class", 1),
    ("series", 1),
    ("chart-point", 2),
    ("tape-row", 1),
    ("curve-point", 0),
    ("handle", 1),
];

impl Part {
    /// The place of the kind in [`KINDS`], and its numbers in the order of the fields: all that
    /// text, equality and order need to know.
    fn key(self) -> (usize, [usize; 3]) {
        let kind = match self {
            Self::Unit { .. } => 0,
            Self::Bias { .. } => 1,
            Self::Weight { .. } => 2,
            Self::Input { .. } => 3,
            Self::Output { .. } => 4,
            Self::Target { .. } => 5,
            Self::Loss => 6,
            Self::Layer(_) => 7,
            Self::AddLayer => 8,
            Self::RemoveLayer(_) => 9,
            Self::AddUnit(_) => 10,
            Self::RemoveUnit(_) => 11,
            Self::Plot => 12,
            Self::Sample(_) => 13,
            Self::Probe => 14,
            Self::UnitLine(_) => 15,
            Self::MoveLine(_) => 16,
            Self::TurnLine(_) => 17,
            Self::Class(_) => 18,
            Self::Series(_) => 19,
            Self::ChartPoint { .. } => 20,
            Self::TapeRow(_) => 21,
            Self::CurvePoint => 22,
            Self::Handle(_) => 23,
        };
        let numbers = match self {
            Self::Unit { layer, unit } | Self::Bias { layer, unit } => [layer, unit, 0],
            Self::Weight { layer, unit, input } => [layer, unit, input],
            Self::ChartPoint { series, index } => [series, index as usize, 0],
            Self::Sample(number) | Self::TapeRow(number) => [number as usize, 0, 0],
            Self::Input { feature: number }
            | Self::Output { unit: number }
            | Self::Target { unit: number }
            | Self::Layer(number)
            | Self::RemoveLayer(number)
            | Self::AddUnit(number)
            | Self::RemoveUnit(number)
            | Self::UnitLine(number)
            | Self::MoveLine(number)
            | Self::TurnLine(number)
            | Self::Class(number)
            | Self::Series(number)
            | Self::Handle(number) => [number, 0, 0],
            Self::Loss | Self::AddLayer | Self::Plot | Self::Probe | Self::CurvePoint => [0; 3],
        };
        (kind, numbers)
    }

    /// The part that a text names, if it names one: a kind, and as many numbers as it has.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        for (kind, (name, count)) in KINDS.iter().enumerate() {
            if let Some(rest) = text.strip_prefix(name)
                && let Some((numbers, found)) = numbers(rest)
            {
                return (found == *count).then(|| Self::with_key(kind, numbers));
            }
        }
        None
    }

    /// Whether it is a weight or a bias.
    #[must_use]
    pub fn is_parameter(self) -> bool {
        matches!(self, Self::Weight { .. } | Self::Bias { .. })
    }

    /// The part with this key.
    fn with_key(kind: usize, [a, b, c]: [usize; 3]) -> Self {
        let (layer, unit) = (a, b);
        match kind {
            0 => Self::Unit { layer, unit },
            1 => Self::Bias { layer, unit },
            2 => Self::Weight {
                layer,
                unit,
                input: c,
            },
            3 => Self::Input { feature: a },
            4 => Self::Output { unit: a },
            5 => Self::Target { unit: a },
            6 => Self::Loss,
            7 => Self::Layer(a),
            8 => Self::AddLayer,
            9 => Self::RemoveLayer(a),
            10 => Self::AddUnit(a),
            11 => Self::RemoveUnit(a),
            12 => Self::Plot,
            13 => Self::Sample(a as u32),
            14 => Self::Probe,
            15 => Self::UnitLine(a),
            16 => Self::MoveLine(a),
            17 => Self::TurnLine(a),
            18 => Self::Class(a),
            19 => Self::Series(a),
            20 => Self::ChartPoint {
                series: a,
                index: b as u32,
            },
            21 => Self::TapeRow(a as u32),
            22 => Self::CurvePoint,
            _ => Self::Handle(a),
        }
    }
}

impl PartialEq for Part {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Part {}

impl PartialOrd for Part {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Part {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, numbers) = self.key();
        let (name, count) = KINDS.get(kind).copied().unwrap_or_default();
        f.write_str(name)?;
        for number in numbers.iter().take(usize::from(count)) {
            write!(f, "-{number}")?;
        }
        Ok(())
    }
}

/// The text names no part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no part of a picture")]
pub struct UnknownPart(pub String);

impl FromStr for Part {
    type Err = UnknownPart;

    fn from_str(text: &str) -> Result<Self, UnknownPart> {
        Self::named(text).ok_or_else(|| UnknownPart(text.to_owned()))
    }
}

/// The numbers after a kind's name, and how many they are; none where the name goes on.
fn numbers(rest: &str) -> Option<([usize; 3], u8)> {
    let (mut numbers, mut found) = ([0; 3], 0);
    if !rest.is_empty() {
        let rest = rest.strip_prefix('-')?;
        if !rest.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        for piece in rest.split('-') {
            *numbers.get_mut(usize::from(found))? = piece.parse::<u32>().ok()? as usize;
            found += 1;
        }
    }
    Some((numbers, found))
}
