//! The glass box's pictures and their numbers: the tape and the graph stage by stage
//! against golden SVG and against a second computation; lens, slice, chain and shares.

#[path = "glass/golden.rs"]
mod golden;
#[path = "glass/independent.rs"]
mod independent;
#[path = "glass/lens.rs"]
mod lens;
#[path = "glass/motion.rs"]
mod motion;

use glassnet::app::{Action, Session};
use glassnet::lab::experiment::RowValues;
use glassnet::lab::{Frame, Grain, Panel, Pin};
use glassnet::scene::{Mark, Palette, Part, Scene};

/// A session at a link, trained by some updates, with a sample pinned.
fn session(link: &str, updates: u64, pinned: Option<usize>) -> Session {
    let mut session = Session::open(link);
    session
        .lab_mut()
        .step(Grain::Batch, updates)
        .expect("these settings train");
    if let Some(sample) = pinned {
        session.update(Action::Pin(Some(sample)));
        assert_eq!(session.pin(), Some(Pin::Sample(sample)));
    }
    session
}

fn scene(session: &mut Session, panel: Panel, (width, height): (f64, f64)) -> Scene {
    let palette = Palette::light();
    let frame = Frame {
        width,
        height,
        palette: &palette,
    };
    session.scene(panel, &frame)
}

/// All rows of the present sample's tape.
fn rows(session: &mut Session) -> Vec<RowValues> {
    let len = session.lab_mut().tape().len;
    session.lab_mut().rows(0..len)
}

/// The texts that stand for a part.
fn texts(scene: &Scene, part: Part) -> Vec<String> {
    scene
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Text(text) if text.part == Some(part) => Some(text.text.clone()),
            _ => None,
        })
        .collect()
}

/// A printed number read back, true minus sign and powers of ten included.
fn number(text: &str) -> f64 {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '−' | '⁻' => '-',
            '⁰'..='⁹' => char::from(b'0' + (c as u32 - 0x2070) as u8),
            '¹' => '1',
            '²' => '2',
            '³' => '3',
            c => c,
        })
        .collect();
    plain
        .replace("×10", "e")
        .trim()
        .parse()
        .unwrap_or_else(|_| panic!("{text:?} is no number"))
}
