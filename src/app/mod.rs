//! The application without a browser: session, actions, effects, document, player, panel.

pub mod cursor;
pub mod document;
pub mod panel;
pub mod past;
mod phrase;
pub mod player;
pub mod session;
pub mod slider;
pub mod walker;

pub use document::Document;
pub use past::Past;
pub use phrase::{phrase, pieces, split};
pub use session::{Action, Effects, Session};
