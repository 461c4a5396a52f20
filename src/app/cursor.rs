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
    columns: Vec<Vec<Part>>,
    inputs: usize,
    layers: Vec<usize>,
}

impl Walk {
    /// The walk over `inputs` features and the layers' units, the output layer last. With
    /// `editable`, the buttons for units and layers stand at the end of their columns.
    #[must_use]
    pub fn new(inputs: usize, layers: &[usize], editable: bool) -> Self {
        let mut columns = vec![(0..inputs).map(|feature| Part::Input { feature }).collect()];
        for (layer, &units) in layers.iter().enumerate() {
            let mut column: Vec<Part> = (0..units).map(|unit| Part::Unit { layer, unit }).collect();
            if editable && layer + 1 < layers.len() {
                column.extend([
                    Part::AddUnit(layer),
                    Part::RemoveUnit(layer),
                    Part::RemoveLayer(layer),
                ]);
            } else if editable {
                column.push(Part::AddLayer);
            }
            columns.push(column);
        }
        Self {
            columns,
            inputs,
            layers: layers.to_vec(),
        }
    }

    /// Every part of the columns, from left to right and down.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        self.columns.iter().flatten().copied()
    }

    /// Where the keyboard begins.
    #[must_use]
    pub fn start(&self) -> Option<Part> {
        self.columns
            .get(1)
            .or(self.columns.first())
            .and_then(|column| column.first().copied())
    }

    /// The numbers that belong to a unit, its weights first, then its bias.
    #[must_use]
    pub fn inside(&self, layer: usize, unit: usize) -> Vec<Part> {
        if self.layers.get(layer).is_none_or(|units| unit >= *units) {
            return Vec::new();
        }
        let before = if layer == 0 {
            self.inputs
        } else {
            self.layers[layer - 1]
        };
        (0..before)
            .map(|input| Part::Weight { layer, unit, input })
            .chain([Part::Bias { layer, unit }])
            .collect()
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
        match way {
            Way::Up => inside[row.saturating_sub(1)],
            Way::Down => inside[(row + 1).min(last)],
            Way::First => inside[0],
            Way::Last => inside[last],
            Way::Out => Part::Unit { layer, unit },
            Way::In => at,
            Way::Left | Way::Right => self.go_along(Part::Unit { layer, unit }, way),
        }
    }

    fn go_along(&self, at: Part, way: Way) -> Part {
        let place = self
            .columns
            .iter()
            .enumerate()
            .find_map(|(x, column)| column.iter().position(|part| *part == at).map(|y| (x, y)));
        let Some((x, y)) = place else {
            return self.start().unwrap_or(at);
        };
        let column = &self.columns[x];
        // From a unit to the unit in its row or the last one, from a button likewise.
        let alike = |part: &&Part| is_button(**part) == is_button(at);
        let row = column.iter().take(y).filter(alike).count();
        let beside = |x: usize| {
            let column = &self.columns[x];
            let near = column.iter().filter(alike).take(row + 1).last();
            near.or(column.last()).copied().unwrap_or(at)
        };
        match (way, at) {
            (Way::Up, _) => column[y.saturating_sub(1)],
            (Way::Down, _) => column[(y + 1).min(column.len() - 1)],
            (Way::Left, _) if x > 0 => beside(x - 1),
            (Way::Right, _) if x + 1 < self.columns.len() => beside(x + 1),
            (Way::First, _) => self.columns[0].first().copied().unwrap_or(at),
            (Way::Last, _) => self
                .columns
                .last()
                .and_then(|c| c.last())
                .copied()
                .unwrap_or(at),
            (Way::In, Part::Unit { layer, unit }) => {
                self.inside(layer, unit).first().copied().unwrap_or(at)
            }
            _ => at,
        }
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
        assert!(walk.parts().any(|part| part == Part::AddLayer));
        assert_eq!(walk.go(unit(0, 1), Way::Down), Part::AddUnit(0));
        assert_eq!(walk.inside(1, 0).len(), 3);
        assert_eq!(walk.inside(7, 0), Vec::new());
    }
}
