//! The keyboard's way through the network: columns of parts, and the edges into a unit.

use crate::scene::Part;

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the column on the left.
    Left,
    /// To the column on the right.
    Right,
    /// Up in the column.
    Up,
    /// Down in the column.
    Down,
    /// To the first part.
    First,
    /// To the last part.
    Last,
    /// Into a unit, to the edges that lead into it.
    In,
    /// Out to the unit.
    Out,
}

/// The network as the keyboard walks it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// Every part, column by column.
    parts: Vec<Part>,
    /// Where each column ends among the parts.
    ends: Vec<usize>,
    inputs: usize,
    layers: Vec<usize>,
}

impl Walk {
    /// The walk over `inputs` features and the layers' units, the output layer last. With
    /// `editable`, the buttons for units and layers stand at the end of their columns.
    #[must_use]
    pub fn new(inputs: usize, layers: &[usize], editable: bool) -> Self {
        let mut parts = Vec::new();
        for feature in 0..inputs {
            parts.push(Part::Input { feature });
        }
        let mut ends = vec![parts.len()];
        for (layer, &units) in layers.iter().enumerate() {
            for unit in 0..units {
                parts.push(Part::Unit { layer, unit });
            }
            if editable && layer + 1 < layers.len() {
                parts.push(Part::AddUnit(layer));
                parts.push(Part::RemoveUnit(layer));
                parts.push(Part::RemoveLayer(layer));
            } else if editable {
                parts.push(Part::AddLayer);
            }
            ends.push(parts.len());
        }
        Self {
            parts,
            ends,
            inputs,
            layers: layers.to_vec(),
        }
    }

    /// Every part of the columns, from left to right and down.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Where the keyboard begins: at the first unit, or else the first input.
    #[must_use]
    pub fn start(&self) -> Option<Part> {
        let unit = self.ends.first().and_then(|end| self.parts.get(*end));
        unit.or(self.parts.first()).copied()
    }

    /// The numbers that belong to a unit, its weights first, then its bias.
    #[must_use]
    pub fn inside(&self, layer: usize, unit: usize) -> Vec<Part> {
        if self.layers.get(layer).is_none_or(|units| unit >= *units) {
            return Vec::new();
        }
        let before = layer
            .checked_sub(1)
            .and_then(|below| self.layers.get(below));
        let before = *before.unwrap_or(&self.inputs);
        let mut parts = Vec::new();
        for input in 0..before {
            parts.push(Part::Weight { layer, unit, input });
        }
        parts.push(Part::Bias { layer, unit });
        parts
    }

    /// The part that one key leads to from `at`; `at` itself where there is nothing.
    #[must_use]
    pub fn go(&self, at: Part, way: Way) -> Part {
        match at {
            Part::Weight { layer, unit, .. } | Part::Bias { layer, unit } => {
                self.go_inside(at, layer, unit, way)
            }
            _ => self.go_along(at, way),
        }
    }

    fn go_inside(&self, at: Part, layer: usize, unit: usize, way: Way) -> Part {
        let inside = self.inside(layer, unit);
        let Some(row) = inside.iter().position(|part| *part == at) else {
            return self.start().unwrap_or(at);
        };
        let last = inside.len() - 1;
        let there = match way {
            Way::Up => row.saturating_sub(1),
            Way::Down => (row + 1).min(last),
            Way::First => 0,
            Way::Last => last,
            Way::In => row,
            Way::Out => return Part::Unit { layer, unit },
            Way::Left | Way::Right => return self.go_along(Part::Unit { layer, unit }, way),
        };
        inside.get(there).copied().unwrap_or(at)
    }

    fn begin(&self, column: usize) -> usize {
        column.checked_sub(1).map_or(0, |before| self.end(before))
    }

    fn end(&self, column: usize) -> usize {
        self.ends.get(column).copied().unwrap_or(self.parts.len())
    }

    /// Where in a column the buttons are, if `at` is one, or else the others.
    fn alike(&self, at: Part, column: usize) -> Vec<usize> {
        let mut alike = Vec::new();
        let parts = self.parts.iter().enumerate().take(self.end(column));
        for (there, part) in parts.skip(self.begin(column)) {
            if is_button(*part) == is_button(at) {
                alike.push(there);
            }
        }
        alike
    }

    fn go_along(&self, at: Part, way: Way) -> Part {
        let Some(here) = self.parts.iter().position(|part| *part == at) else {
            return self.start().unwrap_or(at);
        };
        let column = self.ends.iter().filter(|end| **end <= here).count();
        // From a unit to the unit in its row or the last one, from a button likewise.
        let row = self
            .alike(at, column)
            .iter()
            .take_while(|there| **there < here)
            .count();
        let beside = |column: usize| {
            let all = self.alike(at, column);
            let near = all.get(row).or(all.last()).copied();
            near.unwrap_or(self.end(column) - 1)
        };
        let there = match way {
            Way::Up => here.max(self.begin(column) + 1) - 1,
            Way::Down => (here + 1).min(self.end(column) - 1),
            Way::Left if column > 0 => beside(column - 1),
            Way::Right if column + 1 < self.ends.len() => beside(column + 1),
            Way::First => 0,
            Way::Last => self.parts.len() - 1,
            Way::In => {
                return match at {
                    Part::Unit { layer, unit } => {
                        self.inside(layer, unit).first().copied().unwrap_or(at)
                    }
                    _ => at,
                };
            }
            _ => here,
        };
        self.parts.get(there).copied().unwrap_or(at)
    }
}

/// Whether a part is a button that changes the network's shape.
#[must_use]
pub fn is_button(part: Part) -> bool {
    matches!(
        part,
        Part::AddLayer | Part::RemoveLayer(_) | Part::AddUnit(_) | Part::RemoveUnit(_)
    )
}

#[cfg(test)]
mod tests {
    use super::{Walk, Way};
    use crate::scene::Part;

    const fn unit(layer: usize, unit: usize) -> Part {
        Part::Unit { layer, unit }
    }

    #[test]
    fn arrows_change_layer_and_unit() {
        let walk = Walk::new(2, &[3, 1], false);
        assert_eq!(walk.start(), Some(unit(0, 0)));
        assert_eq!(walk.go(unit(0, 0), Way::Down), unit(0, 1));
        assert_eq!(walk.go(unit(0, 2), Way::Down), unit(0, 2));
        assert_eq!(walk.go(unit(0, 2), Way::Right), unit(1, 0));
        assert_eq!(walk.go(unit(0, 2), Way::Left), Part::Input { feature: 1 });
        assert_eq!(
            walk.go(Part::Input { feature: 0 }, Way::Left),
            Part::Input { feature: 0 }
        );
    }

    #[test]
    fn beside_a_unit_is_a_unit_and_beside_a_button_a_button() {
        let walk = Walk::new(2, &[3, 2, 1], true);
        assert_eq!(walk.go(unit(0, 2), Way::Right), unit(1, 1));
        assert_eq!(walk.go(unit(1, 1), Way::Right), unit(2, 0));
        assert_eq!(walk.go(Part::AddUnit(0), Way::Right), Part::AddUnit(1));
        assert_eq!(walk.go(Part::AddUnit(1), Way::Right), Part::AddLayer);
    }

    #[test]
    fn enter_opens_a_unit_and_escape_leaves_it() {
        let walk = Walk::new(2, &[3, 1], false);
        let first = Part::Weight {
            layer: 1,
            unit: 0,
            input: 0,
        };
        let bias = Part::Bias { layer: 1, unit: 0 };
        assert_eq!(walk.go(unit(1, 0), Way::In), first);
        assert_eq!(walk.go(first, Way::Last), bias);
        assert_eq!(walk.go(bias, Way::Down), bias);
        assert_eq!(walk.go(bias, Way::Out), unit(1, 0));
    }

    #[test]
    fn every_number_and_button_is_reached() {
        let walk = Walk::new(2, &[2, 1], true);
        assert!(walk.parts().contains(&Part::AddLayer));
        assert_eq!(walk.go(unit(0, 1), Way::Down), Part::AddUnit(0));
        assert_eq!(walk.inside(1, 0).len(), 3);
        assert_eq!(walk.inside(7, 0), Vec::new());
    }
}
