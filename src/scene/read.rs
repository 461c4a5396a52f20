//! Numbers from text.

/// Reads a number as a link, a file or a field writes it: `0.3`, `-1e-4`. What is not finite
/// or not a number is none.
#[must_use]
pub fn number(text: &str) -> Option<f64> {
    lexical_parse_float::FromLexical::from_lexical(text.trim().as_bytes())
        .ok()
        .filter(|value: &f64| value.is_finite())
}
