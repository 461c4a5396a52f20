//! The application without a browser: session, actions, effects, document, player, panel.

pub mod document;
pub mod player;
pub mod session;

pub use document::Document;
pub use session::{Action, Effect, Session};
