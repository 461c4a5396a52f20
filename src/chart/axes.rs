//! Axes: names with units, ticks, frames.

/// A quantity along one side of a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis<'a> {
    /// What it is, for example `links`.
    pub name: &'a str,
    /// In what it is counted, for example `per 100 words`; may be empty.
    pub unit: &'a str,
    /// The value at the left or lower end.
    pub min: f64,
    /// The value at the right or upper end.
    pub max: f64,
}

impl Axis<'_> {
    /// Name and unit: `links per 100 words`, `area (m²)`, `x₁`.
    #[must_use]
    pub fn title(&self) -> String {
        if self.unit.is_empty() {
            self.name.to_owned()
        } else if self.unit.starts_with("per ") {
            format!("{} {}", self.name, self.unit)
        } else {
            format!("{} ({})", self.name, self.unit)
        }
    }
}
