//! The icons: drawn in the ink of the text around them, hidden from screen readers.

use super::template::put;

/// The icons, of 16 units by 16: name, outline, and the width of its line; the shapes of those
/// that have none are closed and filled.
const ICONS: [(&str, &str, &str); 9] = [
    ("play", "M4 2.5 13.5 8 4 13.5Z", ""),
    ("pause", "M3.5 2.5h3v11h-3ZM9.5 2.5h3v11h-3Z", ""),
    ("forward", "M3 3 10 8 3 13ZM11 3h2v10h-2Z", ""),
    ("back", "M13 3 6 8 13 13ZM3 3h2v10h-2Z", ""),
    (
        "reset",
        "M3.2 6.2A5.2 5.2 0 1 1 2.8 9.4M2.8 2.6V6.4H6.6",
        "1.4",
    ),
    (
        "new-weights",
        "M3 4.5 13 11.5M3 11.5 13 4.5M3 3v10M13 3v10",
        "1.4",
    ),
    (
        "new-data",
        "M3.5 4v.01M8 3v.01M12.5 5v.01M5 8.5v.01M10.5 8v.01M3.5 12.5v.01M8.5 12.5v.01M13 12v.01",
        "2.4",
    ),
    (
        "share",
        "M6.5 9.5 9.5 6.5M7 4.5 8.8 2.8A3.1 3.1 0 0 1 13.2 7.2L11.5 9M9 11.5 7.2 13.2A3.1 3.1 0 0 1 2.8 8.8L4.5 7",
        "1.4",
    ),
    ("close", "M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5", "1.4"),
];

/// The icon as inline SVG; presentation attributes only, which a strict policy allows.
pub(super) fn icon(html: &mut String, name: &str) {
    let known = ICONS.iter().find(|(known, ..)| *known == name);
    let Some((_, path, width)) = known else {
        return;
    };
    let ink = if width.is_empty() {
        "fill='currentColor'"
    } else {
        "fill='none' stroke='currentColor' stroke-width='{1}' \
        stroke-linecap='round' stroke-linejoin='round'"
    };
    let template = format!(
        "<svg viewBox='0 0 16 16' aria-hidden='true' focusable='false' class='icon'>\
        <path d='{{0}}' {ink}></path></svg>"
    );
    put(html, &template, &[path, width]);
}
