//! Where every part of the network graph stands: from the counts of units and the size
//! alone, so that nothing moves while values change.

use super::numbers;
use crate::chart::legend::ROW;
use crate::num::Within;
use crate::scene::{Anchor, Cubic, Part, Point, Rect};

/// What the layout depends on besides the size.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    /// Number of inputs.
    pub inputs: usize,
    /// Units of the hidden layers and, last, of the output layer.
    pub layers: Vec<usize>,
    /// Width of the longest input label at 12 px.
    pub label_width: f64,
    /// Whether the buttons for layers and units are there.
    pub editable: bool,
    /// The rows that the key takes at most, [`key_rows`](super::key_rows).
    pub key_rows: usize,
}

impl Outline {
    /// The units of the tallest column, at least one.
    fn most(&self) -> usize {
        let mut most = self.inputs.max(1);
        for &units in &self.layers {
            most = most.max(units);
        }
        most
    }
}

/// How much a unit can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Its name over the tile, its bias as a number below it.
    Full,
    /// Its bias as a number below the tile.
    Number,
    /// Its bias as a bar below the tile; names and numbers only in focus.
    Bar,
}

/// Where every part stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// How much each unit shows.
    pub detail: Detail,
    /// The input tiles.
    pub inputs: Vec<Rect>,
    /// The unit tiles, by layer.
    pub units: Vec<Vec<Rect>>,
    /// The bias chips, by layer.
    pub biases: Vec<Vec<Rect>>,
    /// For each layer, the places of the numbers on the edges into it, in the order of the
    /// edges; `None` where they do not fit without overlap.
    pub numbers: Vec<Option<Vec<Rect>>>,
    /// The heading over each column, inputs first: names above, buttons below.
    pub headings: Vec<Rect>,
    /// Whether error terms stand over the units' names instead of after them.
    pub(super) stacked: bool,
    /// How far apart the columns stand.
    pub(super) pitch: f64,
    /// The buttons for layers and units.
    pub buttons: Vec<(Part, Rect)>,
    /// What belongs to each output unit: its name or class, ŷ and y. Right of the tile
    /// where there is room, else in the strip at the bottom, for the first output alone,
    /// with y below the unit where that is free.
    pub readouts: Vec<Rect>,
    /// Where the loss is written.
    pub loss: Rect,
    /// The rows of the key.
    pub key: Rect,
    /// The room for labels left of the inputs.
    pub label_room: f64,
}

/// The smallest side of a button, in CSS pixels (WCAG 2.2, 2.5.8).
const BUTTON: f64 = 24.0;
/// The pitch of columns from which names and rows of buttons fit over them.
const WIDE: f64 = 88.0;
/// The pitch of columns below which a unit has no room for numbers.
const TIGHT: f64 = 46.0;
/// The pitch of columns below which an error term stands in a line of its own over the
/// unit's name, instead of after it.
const STACKED: f64 = 96.0;
/// The side of a tile that has room for one number.
const SPOKEN: f64 = 36.0;
/// The widest pitch: further apart, columns fall apart.
const WIDEST: f64 = 230.0;
/// The largest tile where rows are as close as [`height_for`] puts them.
const LARGEST_TILE: f64 = 80.0;
/// The largest tile of all.
const HUGE_TILE: f64 = 132.0;
/// The height of a row from which on tiles grow beyond [`LARGEST_TILE`].
const TALL: f64 = 150.0;
pub(super) const MARGIN: f64 = 8.0;
/// The height of a bias chip and its distance from the tile.
pub(super) const CHIP: (f64, f64) = (15.0, 3.0);
const CHIP_WIDTH: f64 = 58.0;
/// The same for the bar that replaces the chip.
const BAR: (f64, f64) = (3.0, 2.0);
/// The height of the line with a unit's name over its tile.
const NAME: f64 = 14.0;
/// The height of that line and of the error term over it.
pub(super) const STACK: f64 = 26.0;
/// The row for the read-outs that have no room beside the outputs.
const READOUT_ROW: f64 = 20.0;
/// The room right of the outputs for their read-outs.
const READOUT: f64 = 76.0;

/// A good height for a graph of this outline in this width.
#[must_use]
pub fn height_for(outline: &Outline, width: f64) -> f64 {
    let columns = Columns::new(outline, width, LARGEST_TILE);
    let most = outline.most();
    // What a unit wants at least, and more where there are few.
    let cell = match most {
        1..=3 => 120.0,
        4 => 92.0,
        5..=6 => 76.0,
        7..=8 => 60.0,
        9..=10 => 48.0,
        _ => 32.0,
    };
    // A column so narrow that its tiles are small needs no tall cells.
    let spare = if columns.pitch < STACKED { 64.0 } else { 40.0 };
    let cell = f64::min(cell, columns.tile + spare).max(24.0);
    let rows = (most as f64 * cell).max(180.0);
    (columns.heading + rows + columns.strip + MARGIN).ceil()
}

/// The columns: where they begin and how far apart they stand.
struct Columns {
    left: f64,
    pitch: f64,
    /// The widest tile that leaves room for the edges.
    tile: f64,
    /// Whether the read-outs stand right of the outputs.
    beside: bool,
    label_room: f64,
    /// The height of what stands over the tiles.
    heading: f64,
    /// The height of the strip at the bottom: the key and what has no room beside the outputs.
    strip: f64,
}

impl Columns {
    fn new(outline: &Outline, width: f64, largest: f64) -> Self {
        let count = outline.layers.len() + 1;
        let gaps = (count - 1).max(1) as f64;
        let label_room = (outline.label_width + 8.0)
            .min(width * if width < 480.0 { 0.14 } else { 0.18 })
            .max(24.0);
        let room = |right: f64| width - 2.0 * MARGIN - label_room - right;
        // Half of a pitch is tile, half is gap; the tiles at both ends are whole.
        let share = |room: f64| room / (gaps + 0.5);
        let beside = width >= 480.0 && share(room(READOUT)) >= 60.0;
        let room = room(if beside { READOUT } else { 6.0 });
        let readout = if beside { 0.0 } else { READOUT_ROW };
        // In narrow columns more of it is tile, as long as that gives the numbers room.
        let share = share(room);
        let tile = (share * 0.62).min(SPOKEN).max(share * 0.46);
        let tile = tile.within(4.0, largest);
        let pitch = ((room - tile) / gaps).min(WIDEST);
        let spare = room - tile - pitch * (count - 1) as f64;
        Self {
            left: MARGIN + label_room + spare / 2.0,
            pitch,
            tile,
            beside,
            label_room,
            heading: match (pitch >= WIDE, outline.editable) {
                (true, true) => 66.0,
                (true, false) => 38.0,
                (false, true) => 18.0 + 3.0 * BUTTON + 4.0,
                (false, false) => 20.0,
            },
            strip: 6.0 + readout + outline.key_rows as f64 * ROW,
        }
    }
}

/// The places of all parts in a picture of this size.
#[must_use]
pub fn layout(outline: &Outline, width: f64, height: f64) -> Layout {
    let mut columns = Columns::new(outline, width, LARGEST_TILE);
    let (heading, strip) = (columns.heading, columns.strip);
    let most = outline.most();
    let room = (height - heading - strip).max(20.0);
    let cell = room / most as f64;
    // Room that nothing else needs makes the maps large.
    let largest = (LARGEST_TILE + 0.5 * (cell - TALL)).min(HUGE_TILE);
    if largest > LARGEST_TILE {
        let larger = Columns::new(outline, width, largest);
        if larger.heading == heading {
            columns = larger;
        }
    }

    let number = CHIP.0 + CHIP.1;
    let stacked = columns.pitch < STACKED;
    let name = if stacked { STACK } else { NAME };
    let detail = if columns.pitch < TIGHT || cell < 52.0 {
        Detail::Bar
    } else if cell < 56.0 + name {
        Detail::Number
    } else {
        Detail::Full
    };
    let (above, below) = match detail {
        Detail::Full => (name, number),
        Detail::Number => (0.0, number),
        Detail::Bar => (0.0, BAR.0 + BAR.1),
    };
    let close = detail == Detail::Bar || stacked;
    let gap = if close { 4.0 } else { 8.0 };
    let tile = columns.tile.min((cell - above - below - gap).max(2.0));
    // Tiles that are limited by the height stay in the middle of their column.
    let left = columns.left + (columns.tile - tile) / 2.0;

    let widest = above + below + tile + 56.0;
    let column = |index: usize, count: usize, tiles: &mut Vec<Rect>| {
        let step = (room / count.max(1) as f64).min(widest);
        let top = heading + (room - step * count as f64) / 2.0;
        let slack = (step - above - below - tile) / 2.0;
        let x = left + columns.pitch * index as f64;
        for i in 0..count {
            let y = top + step * i as f64 + slack + above;
            tiles.push(Rect::new(x, y, tile, tile));
        }
    };

    let rows = outline.key_rows as f64 * ROW;
    let mut layout = Layout {
        detail,
        inputs: Vec::new(),
        units: Vec::new(),
        biases: Vec::new(),
        numbers: Vec::new(),
        headings: Vec::new(),
        stacked: stacked && detail == Detail::Full,
        pitch: columns.pitch,
        buttons: Vec::new(),
        readouts: Vec::new(),
        loss: Rect::default(),
        key: Rect::new(MARGIN, height - 3.0 - rows, width - 2.0 * MARGIN, rows),
        label_room: columns.label_room,
    };
    column(0, outline.inputs, &mut layout.inputs);
    for (layer, &count) in outline.layers.iter().enumerate() {
        let (mut tiles, mut chips) = (Vec::new(), Vec::new());
        column(layer + 1, count, &mut tiles);
        for tile in &tiles {
            chips.push(bias(tile, detail, columns.pitch));
        }
        layout.units.push(tiles);
        layout.biases.push(chips);
    }
    layout.head(outline, &columns, tile, left, heading);
    layout.read_out(&columns, width, height, height - strip + 2.0);
    for layer in 0..outline.layers.len() {
        let places = numbers::places(&layout, layer);
        layout.numbers.push(places);
    }
    layout
}

fn bias(tile: &Rect, detail: Detail, pitch: f64) -> Rect {
    if detail == Detail::Bar {
        return Rect::new(tile.x, tile.bottom() + BAR.1, tile.w, BAR.0);
    }
    let center = tile.center().x;
    let width = CHIP_WIDTH.min(pitch - 5.0).max(tile.w);
    Rect::new(center - width / 2.0, tile.bottom() + CHIP.1, width, CHIP.0)
}

impl Layout {
    /// Whether columns are so far apart that names and rows of buttons fit over them.
    pub(super) fn is_wide(&self) -> bool {
        self.pitch >= WIDE
    }

    /// The place of a tile's `δ`, and where it is anchored: after the name, never over it; in
    /// narrow columns in a line of its own.
    pub(super) fn delta(&self, tile: &Rect, name: &str) -> (Rect, Anchor) {
        if !self.stacked {
            return (numbers::after_name(tile, name), Anchor::Start);
        }
        let width = self.pitch - 4.0;
        let most = self.key.right() + MARGIN - 2.0 - width;
        let x = (tile.center().x - width / 2.0).min(most);
        (
            Rect::new(x, tile.y - STACK - 1.0, width, 13.0),
            Anchor::Middle,
        )
    }

    /// Headings and buttons over the columns.
    fn head(&mut self, outline: &Outline, columns: &Columns, tile: f64, left: f64, height: f64) {
        let hidden = outline.layers.len().saturating_sub(1);
        let wide = self.is_wide();
        let row = height - BUTTON - 4.0;
        for index in 0..outline.layers.len() + 1 {
            let middle = left + tile / 2.0 + columns.pitch * index as f64;
            let width = columns.pitch.min(150.0) - 2.0;
            self.headings
                .push(Rect::new(middle - width / 2.0, 0.0, width, height));
            if !outline.editable || index == 0 {
                continue;
            }
            let layer = index - 1;
            if layer == hidden {
                let (y, width) = if wide { (row, 72.0) } else { (18.0, BUTTON) };
                let place = Rect::new(middle - width / 2.0, y, width, BUTTON);
                self.buttons.push((Part::AddLayer, place));
                continue;
            }
            // How far from the column's middle, and how far down.
            let buttons = if wide {
                let corner = (width / 2.0 - BUTTON / 2.0).min(50.0);
                [
                    (Part::RemoveUnit(layer), -28.0, row),
                    (Part::AddUnit(layer), 28.0, row),
                    (Part::RemoveLayer(layer), corner, 0.0),
                ]
            } else {
                [
                    (Part::RemoveLayer(layer), 0.0, 18.0),
                    (Part::AddUnit(layer), 0.0, 18.0 + BUTTON),
                    (Part::RemoveUnit(layer), 0.0, 18.0 + 2.0 * BUTTON),
                ]
            };
            for &(part, aside, y) in &buttons {
                let x = middle + aside - BUTTON / 2.0;
                self.buttons.push((part, Rect::new(x, y, BUTTON, BUTTON)));
            }
        }
    }

    /// The places of ŷ, y and the loss.
    fn read_out(&mut self, columns: &Columns, width: f64, height: f64, strip: f64) {
        if columns.beside {
            let outputs = self.units.last().map_or(&[][..], Vec::as_slice);
            let mut pitch = 64.0_f64;
            for pair in outputs.windows(2) {
                pitch = pitch.min(pair[1].y - pair[0].y);
            }
            let (mut x, mut last) = (0.0, height);
            for tile in outputs {
                let left = tile.right() + 10.0;
                let room = width - MARGIN - left;
                let center = Point::new(left + room / 2.0, tile.center().y);
                let place = Rect::around(center, room, pitch - 2.0);
                (x, last) = (place.x, place.bottom());
                self.readouts.push(place);
            }
            // Right of the last bias stands its gradient.
            let chip = self.biases.last().and_then(|chips| chips.last());
            let last = chip.map_or(last, |chip| last.max(chip.bottom()));
            let y = (last + 2.0).min(strip);
            self.loss = Rect::new(x, y, width - MARGIN - x, 20.0);
        } else {
            let half = (width - 2.0 * MARGIN) / 2.0;
            self.readouts.push(Rect::new(MARGIN, strip, half, 20.0));
            self.loss = Rect::new(MARGIN + half, strip, half, 20.0);
        }
    }

    /// Whether the read-outs stand right of the outputs.
    #[must_use]
    pub fn beside(&self) -> bool {
        self.readouts
            .first()
            .zip(self.units.last().and_then(|tiles| tiles.first()))
            .is_some_and(|(readout, tile)| readout.x > tile.x)
    }

    /// Where y stands below its output unit, while the read-outs do not stand beside it.
    #[must_use]
    pub fn below(&self, unit: usize) -> Option<Rect> {
        let chip = self.biases.last()?.get(unit).filter(|_| !self.beside())?;
        let end = match self.units.last()?.get(unit + 1) {
            Some(next) if self.detail == Detail::Full => next.y - NAME,
            Some(next) => next.y,
            None => self.loss.y,
        };
        let place = Rect::new(chip.x, chip.bottom() + 2.0, chip.w, 13.0);
        (place.bottom() <= end).then_some(place)
    }

    /// The tiles from which the edges into `layer` come.
    #[must_use]
    pub fn senders(&self, layer: usize) -> &[Rect] {
        match layer.checked_sub(1) {
            None => &self.inputs,
            Some(before) => self.units.get(before).map_or(&[], Vec::as_slice),
        }
    }

    /// The curve of the weight into `unit` of `layer` from number `input` of the layer
    /// before, or `None` where there is no such weight. Edges leave and enter a tile side
    /// by side, in the order of where they go.
    #[must_use]
    pub fn edge(&self, layer: usize, unit: usize, input: usize) -> Option<Cubic> {
        let senders = self.senders(layer);
        let receivers = self.units.get(layer)?;
        let (from, to) = (senders.get(input)?, receivers.get(unit)?);
        let port = |tile: &Rect, index: usize, count: usize| {
            let share = (index as f64 + 0.5) / count as f64 - 0.5;
            tile.center().y + share * tile.h * 0.62
        };
        let from = Point::new(from.right(), port(from, unit, receivers.len()));
        let to = Point::new(to.x, port(to, input, senders.len()));
        let bend = (to.x - from.x) * 0.45;
        Some(Cubic {
            from,
            c1: from.moved(bend, 0.0),
            c2: to.moved(-bend, 0.0),
            to,
        })
    }

    /// The rectangle of a part: a tile, a bias, a weight's number, a button, a cell of the
    /// output column. `None` where the graph has no such part.
    #[must_use]
    pub fn place(&self, part: Part) -> Option<Rect> {
        let place = match part {
            Part::Unit { layer, unit } => self.units.get(layer)?.get(unit)?,
            Part::Bias { layer, unit } => self.biases.get(layer)?.get(unit)?,
            Part::Input { feature } => self.inputs.get(feature)?,
            Part::Weight { layer, unit, input } => {
                let curve = self.edge(layer, unit, input)?;
                let index = unit * self.senders(layer).len() + input;
                let Some(places) = self.numbers.get(layer)? else {
                    let middle = curve.at(0.5);
                    return Some(Rect::around(middle, numbers::WIDTH, numbers::HEIGHT));
                };
                places.get(index)?
            }
            Part::Output { unit } | Part::Target { unit } => {
                let lower = matches!(part, Part::Target { .. });
                if let Some(place) = self.below(unit).filter(|_| lower) {
                    return Some(place);
                }
                let mut place = *self.readouts.get(unit)?;
                place.h /= 2.0;
                if lower {
                    place.y += place.h;
                }
                return Some(place);
            }
            Part::Loss => &self.loss,
            Part::Layer(layer) => {
                let heading = self.headings.get(layer + 1)?;
                return Some(Rect {
                    h: 18.0,
                    ..*heading
                });
            }
            _ => self.button_place(part)?,
        };
        Some(*place)
    }

    /// The place of a button.
    pub(super) fn button_place(&self, part: Part) -> Option<&Rect> {
        for (button, place) in &self.buttons {
            if *button == part {
                return Some(place);
            }
        }
        None
    }
}
