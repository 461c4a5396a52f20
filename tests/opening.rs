//! The opening scene, as the page opens it.

use glassnet::app::{Action, Session};
use glassnet::lab::Grain;

#[test]
fn the_default_network_learns_the_two_lines_from_nearly_every_seed() {
    let reached: Vec<u32> = (1..=50)
        .filter(|seed| {
            let mut session = Session::open(&format!("seed={seed}"));
            session.update(Action::Step(Grain::Epoch, 300));
            session.metrics().test_accuracy >= Some(0.97)
        })
        .collect();
    assert!(reached.len() >= 48, "only seeds {reached:?}");
}

#[test]
fn the_first_frame_says_something_and_the_lines_are_found_within_seconds() {
    let mut session = Session::open("");
    let start = session.metrics();
    assert!(
        start.test_accuracy < Some(0.8),
        "it is not learned before play"
    );
    session.update(Action::Step(Grain::Epoch, 100));
    assert!(session.metrics().test_accuracy >= Some(0.97));
}
