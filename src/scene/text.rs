//! Widths of text without a font: estimates on the wide side.

/// The font stack of every picture; the page may replace it.
pub const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/// About how wide `text` is at `size` CSS pixels, after the advance widths of a wide sans
/// serif (DejaVu Sans): other system fonts are narrower, so nothing that fits by this
/// measure is cut off.
#[must_use]
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// The advance width of a character in ems.
fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' | 'I' => 0.29,
        ' ' | '.' | ',' | ':' | ';' | '\u{A0}' | '·' => 0.32,
        '\u{202F}' => 0.2,
        'f'
        | 't'
        | 'r'
        | '('
        | ')'
        | '['
        | ']'
        | '/'
        | '-'
        | '⁰'..='⁹'
        | '₀'..='₉'
        | '¹'
        | '²'
        | '³'
        | '⁻' => 0.41,
        '\u{2003}' => 1.0,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.98,
        '\u{2212}' | '+' | '=' | '×' | '<' | '>' | '≈' | '→' | '∞' => 0.84,
        'c' | 's' | 'z' | 'k' | 'v' | 'x' | 'y' | 'J' => 0.59,
        'A'..='Z' | 'Σ' | 'φ' | '∂' => 0.75,
        _ => 0.64,
    }
}
