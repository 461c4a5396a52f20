//! Pictures of a network and its data: numbers in, a [`crate::scene::Scene`] out. Every
//! module has an input struct of plain numbers, `draw` for the scene, `layout` where
//! others must know what stands where, and `height_for` where the picture knows better
//! than the page how tall it should be.

mod axes;
pub mod curve;
mod field;
pub mod graph;
mod legend;
pub mod lens;
pub mod line;
pub mod map;
pub mod plane;
pub mod shares;
pub mod tape;
pub mod terms;

pub use axes::Axis;
pub use field::{Field, Kept, Rows};

/// How strongly something is drawn, and whether something is moving along it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Emphasis {
    /// As it is.
    #[default]
    Normal,
    /// Held back, because something else is in focus.
    Dim,
    /// In focus: for an edge, its product has run the share 0..=1 of the way forward; a
    /// unit has filled to that share.
    Active(f64),
    /// In focus: the blame has run the share 0..=1 of the way back, in neutral ink.
    Back(f64),
}

impl Emphasis {
    /// How far from the start of an edge has come what moves along it, 0..=1.
    pub(crate) fn along(self) -> Option<f64> {
        match self {
            Self::Active(progress) => Some(progress.clamp(0.0, 1.0)),
            Self::Back(progress) => Some((1.0 - progress).clamp(0.0, 1.0)),
            Self::Normal | Self::Dim => None,
        }
    }

    /// Whether something is in focus, or moving along it.
    pub(crate) fn is_strong(self) -> bool {
        matches!(self, Self::Active(_) | Self::Back(_))
    }
}
