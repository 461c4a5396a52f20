//! The tape as a picture: the rows around the present one.

use super::Mlp;
use crate::chart::tape::{self, Row, State};
use crate::lab::Frame;
use crate::lab::words::{find_under, word};
use crate::scene::Scene;
use std::cmp::Ordering;

/// The rows around the present one.
pub(super) fn scene(mlp: &mut Mlp, frame: &Frame<'_>) -> Scene {
    let state = mlp.tape_state();
    let room = tape::capacity(frame.height);
    let now = state.cursor.saturating_sub(1);
    let first = now.saturating_sub(room);
    let values = mlp.tape_rows(first..now.saturating_add(room));
    let mut rows = Vec::new();
    let mut description = "";
    for row in &values {
        let state = match (row.index + 1).cmp(&state.cursor) {
            Ordering::Less => State::Done,
            Ordering::Equal => State::Now,
            Ordering::Greater => State::Ahead,
        };
        if state == State::Now {
            description = &row.text;
        }
        rows.push(Row {
            index: row.index as u32,
            stage: find_under("stage", row.stage).unwrap_or(row.stage),
            place: &row.place,
            text: &row.text,
            state,
        });
    }
    tape::draw(
        &tape::Tape {
            width: frame.width,
            height: frame.height,
            title: word("panel.tape"),
            description,
            rows: &rows,
            empty: word("panel.tape.empty"),
        },
        frame.palette,
    )
}
