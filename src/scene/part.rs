//! Names for the things that a mark or a hit area stands for.

use std::fmt;
use std::str::FromStr;

/// What a mark or a hit area stands for. Layers count from 0 at the first layer after the
/// inputs, the output layer included; units and inputs count from 0 in their layer.
///
/// Written and read as text, for example `weight-0-1-0`, so that an element of the page
/// can carry it in an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

impl Part {
    /// The kind's name and its numbers, in the order of the fields.
    fn spelled(self) -> (&'static str, [usize; 3], usize) {
        let one = |a| ([a, 0, 0], 1);
        let (name, (numbers, count)) = match self {
            Self::Unit { layer, unit } => ("unit", ([layer, unit, 0], 2)),
            Self::Bias { layer, unit } => ("bias", ([layer, unit, 0], 2)),
            Self::Weight { layer, unit, input } => ("weight", ([layer, unit, input], 3)),
            Self::Input { feature } => ("input", one(feature)),
            Self::Output { unit } => ("output", one(unit)),
            Self::Target { unit } => ("target", one(unit)),
            Self::Loss => ("loss", ([0; 3], 0)),
            Self::Layer(layer) => ("layer", one(layer)),
            Self::AddLayer => ("add-layer", ([0; 3], 0)),
            Self::RemoveLayer(layer) => ("remove-layer", one(layer)),
            Self::AddUnit(layer) => ("add-unit", one(layer)),
            Self::RemoveUnit(layer) => ("remove-unit", one(layer)),
            Self::Plot => ("plot", ([0; 3], 0)),
            Self::Sample(index) => ("sample", one(index as usize)),
            Self::Probe => ("probe", ([0; 3], 0)),
            Self::UnitLine(unit) => ("unit-line", one(unit)),
            Self::MoveLine(unit) => ("move-line", one(unit)),
            Self::TurnLine(unit) => ("turn-line", one(unit)),
            Self::Class(class) => ("class", one(class)),
            Self::Series(series) => ("series", one(series)),
            Self::ChartPoint { series, index } => ("chart-point", ([series, index as usize, 0], 2)),
            Self::TapeRow(row) => ("tape-row", one(row as usize)),
            Self::CurvePoint => ("curve-point", ([0; 3], 0)),
            Self::Handle(handle) => ("handle", one(handle)),
        };
        (name, numbers, count)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, numbers, count) = self.spelled();
        f.write_str(name)?;
        numbers[..count].iter().try_for_each(|n| write!(f, "-{n}"))
    }
}

/// The text names no part.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no part of a picture")]
pub struct UnknownPart(pub String);

impl FromStr for Part {
    type Err = UnknownPart;

    fn from_str(text: &str) -> Result<Self, UnknownPart> {
        let unknown = || UnknownPart(text.to_owned());
        let pieces: Vec<&str> = text.split('-').collect();
        let words = pieces
            .iter()
            .take_while(|piece| !piece.starts_with(|c: char| c.is_ascii_digit()))
            .count();
        let numbers = pieces[words..]
            .iter()
            .map(|piece| piece.parse::<u32>().map(|n| n as usize))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| unknown())?;
        let part = match (pieces[..words].join("-").as_str(), numbers.as_slice()) {
            ("unit", &[layer, unit]) => Self::Unit { layer, unit },
            ("bias", &[layer, unit]) => Self::Bias { layer, unit },
            ("weight", &[layer, unit, input]) => Self::Weight { layer, unit, input },
            ("input", &[feature]) => Self::Input { feature },
            ("output", &[unit]) => Self::Output { unit },
            ("target", &[unit]) => Self::Target { unit },
            ("loss", &[]) => Self::Loss,
            ("layer", &[layer]) => Self::Layer(layer),
            ("add-layer", &[]) => Self::AddLayer,
            ("remove-layer", &[layer]) => Self::RemoveLayer(layer),
            ("add-unit", &[layer]) => Self::AddUnit(layer),
            ("remove-unit", &[layer]) => Self::RemoveUnit(layer),
            ("plot", &[]) => Self::Plot,
            ("sample", &[index]) => Self::Sample(index as u32),
            ("probe", &[]) => Self::Probe,
            ("unit-line", &[unit]) => Self::UnitLine(unit),
            ("move-line", &[unit]) => Self::MoveLine(unit),
            ("turn-line", &[unit]) => Self::TurnLine(unit),
            ("class", &[class]) => Self::Class(class),
            ("series", &[series]) => Self::Series(series),
            ("chart-point", &[series, index]) => Self::ChartPoint {
                series,
                index: index as u32,
            },
            ("tape-row", &[row]) => Self::TapeRow(row as u32),
            ("curve-point", &[]) => Self::CurvePoint,
            ("handle", &[handle]) => Self::Handle(handle),
            _ => return Err(unknown()),
        };
        Ok(part)
    }
}
