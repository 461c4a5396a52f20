//! The tape as a picture: the rows around the present one.

use super::Mlp;
use crate::chart::tape::{self, Row, State};
use crate::lab::Frame;
use crate::lab::words::word;
use crate::scene::Scene;

/// The rows around the present one.
pub(super) fn scene(mlp: &mut Mlp, frame: &Frame<'_>) -> Scene {
    let state = mlp.tape_state();
    let room = tape::capacity(frame.height);
    let now = state.cursor.saturating_sub(1);
    let first = now.saturating_sub(room);
    let values = mlp.tape_rows(first..now.saturating_add(room));
    let stages: Vec<String> = values
        .iter()
        .map(|row| word(&format!("stage.{}", row.stage)).to_owned())
        .collect();
    let rows: Vec<Row<'_>> = values
        .iter()
        .zip(&stages)
        .map(|(row, stage)| Row {
            index: row.index as u32,
            stage,
            place: &row.place,
            text: &row.text,
            state: match (row.index + 1).cmp(&state.cursor) {
                std::cmp::Ordering::Less => State::Done,
                std::cmp::Ordering::Equal => State::Now,
                std::cmp::Ordering::Greater => State::Ahead,
            },
        })
        .collect();
    let description = rows
        .iter()
        .find(|row| row.state == State::Now)
        .map_or("", |row| row.text);
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
