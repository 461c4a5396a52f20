//! The icons: drawn in the ink of the text around them, hidden from screen readers.

use maud::{Markup, html};

/// An icon of 16 units by 16.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Icon {
    Play,
    Pause,
    Forward,
    Back,
    Reset,
    Weights,
    Data,
    Share,
    Close,
}

impl Icon {
    /// The outline; closed shapes are filled.
    const fn path(self) -> (&'static str, bool) {
        match self {
            Self::Play => ("M4 2.5 13.5 8 4 13.5Z", true),
            Self::Pause => ("M3.5 2.5h3v11h-3ZM9.5 2.5h3v11h-3Z", true),
            Self::Forward => ("M3 3 10 8 3 13ZM11 3h2v10h-2Z", true),
            Self::Back => ("M13 3 6 8 13 13ZM3 3h2v10h-2Z", true),
            Self::Reset => ("M3.2 6.2A5.2 5.2 0 1 1 2.8 9.4M2.8 2.6V6.4H6.6", false),
            Self::Weights => ("M3 4.5 13 11.5M3 11.5 13 4.5M3 3v10M13 3v10", false),
            Self::Data => (
                "M3.5 4v.01M8 3v.01M12.5 5v.01M5 8.5v.01M10.5 8v.01M3.5 12.5v.01M8.5 12.5v.01M13 12v.01",
                false,
            ),
            Self::Share => (
                "M6.5 9.5 9.5 6.5M7 4.5 8.8 2.8A3.1 3.1 0 0 1 13.2 7.2L11.5 9M9 11.5 7.2 13.2A3.1 3.1 0 0 1 2.8 8.8L4.5 7",
                false,
            ),
            Self::Close => ("M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5", false),
        }
    }
}

/// The icon as inline SVG; presentation attributes only, which a strict policy allows.
pub(super) fn icon(icon: Icon) -> Markup {
    let (path, filled) = icon.path();
    let width = if icon == Icon::Data { "2.4" } else { "1.4" };
    html! {
        svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" class="icon" {
            @if filled {
                path d=(path) fill="currentColor" {}
            } @else {
                path d=(path) fill="none" stroke="currentColor" stroke-width=(width)
                    stroke-linecap="round" stroke-linejoin="round" {}
            }
        }
    }
}
