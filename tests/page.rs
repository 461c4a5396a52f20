//! The page as HTML: every control is there, named and explained, and what comes from a
//! link is shown as text.

use std::collections::HashSet;

use glassnet::app::panel::{self, Parts};
use glassnet::app::{Action, Session};
use glassnet::lab::words::find;
use glassnet::lab::{Control, Frame, Kind, Panel};
use glassnet::labs::mlp::CONTROLS;
use glassnet::labs::mlp::presets::PRESETS;
use glassnet::scene::{Palette, svg};

fn whole() -> String {
    panel::page(&Parts::all(true), CONTROLS)
}

/// The names that a control offers.
fn names(kind: &Kind) -> &'static [&'static str] {
    match kind {
        Kind::Choice(names) => names,
        Kind::List { item, .. } => names(item),
        _ => &[],
    }
}

/// Draws are chosen by buttons, the network's shape and weights in its picture, the kind of
/// a loss slice in the lens.
fn has_a_field(control: &Control) -> bool {
    !control.key.ends_with(".draw") && !matches!(control.key, "model.hidden" | "model.weights")
}

#[test]
fn every_control_has_a_field_a_name_and_an_explanation() {
    let html = whole();
    for control in CONTROLS.iter().filter(|control| has_a_field(control)) {
        let key = control.key;
        assert!(
            html.contains(&format!("data-key=\"{key}\"")),
            "{key} has no field"
        );
        assert!(find(key).is_some(), "{key} has no name");
        let help = find(&format!("{key}.help")).unwrap_or_else(|| panic!("{key} has no help"));
        assert!(help.len() > 20, "{key}: {help}");
    }
}

#[test]
fn every_choice_has_a_name_for_readers() {
    for control in CONTROLS
        .iter()
        .filter(|control| control.key != "data.features")
    {
        for name in names(&control.kind) {
            let own = format!("{}.{name}", control.key);
            assert!(find(&own).or(find(name)).is_some(), "{own} has no name");
        }
    }
    for preset in PRESETS {
        for key in [
            format!("preset.{}", preset.name),
            format!("preset.{}.help", preset.name),
        ] {
            assert!(find(&key).is_some(), "{key} is missing");
        }
    }
}

#[test]
fn no_identifier_stands_twice_and_no_reference_leads_nowhere() {
    let html = whole();
    let values = |name: &str| -> Vec<String> {
        html.split(&format!(" {name}=\""))
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    };
    let ids = values("id");
    let known: HashSet<&String> = ids.iter().collect();
    assert_eq!(ids.len(), known.len(), "an identifier stands twice");
    for attribute in [
        "for",
        "aria-labelledby",
        "aria-describedby",
        "aria-controls",
    ] {
        for value in values(attribute) {
            for id in value.split_whitespace() {
                assert!(
                    known.contains(&id.to_owned()),
                    "{attribute}={id} leads nowhere"
                );
            }
        }
    }
}

#[test]
fn the_page_has_nothing_inline_that_a_strict_policy_blocks() {
    let html = whole();
    for word in [
        " style=",
        "<script",
        "<style",
        " onclick=",
        "javascript:",
        "http://",
        "https://",
    ] {
        assert!(!html.contains(word), "{word} is in the page");
    }
}

#[test]
fn no_word_is_missing() {
    let html = whole();
    for key in [
        "ui.", "panel.", "help.", "group.", "view.", "train.", "model.", "data.",
    ] {
        let shown = html
            .split('>')
            .skip(1)
            .filter_map(|rest| rest.split('<').next())
            .find(|text| text.starts_with(key));
        assert_eq!(shown, None, "a key is shown in place of its word");
    }
}

#[test]
fn an_element_shows_what_it_is_asked_for_and_nothing_else() {
    let parts = Parts {
        panels: vec![Panel::Plane],
        controls: vec!["play"],
        whole: false,
    };
    let html = panel::page(&parts, CONTROLS);
    assert!(html.contains("data-canvas=\"plane\"") && html.contains("data-act=\"toggle\""));
    for other in [
        "data-canvas=\"network\"",
        "data-act=\"reset\"",
        "data-number",
        "train.rate",
        "<h1",
    ] {
        assert!(!html.contains(other), "{other} is shown");
    }
}

#[test]
fn what_a_link_says_is_shown_as_text() {
    let session = Session::open("data.kind=<img src=x onerror=alert(1)>&<b>=1");
    let html = panel::notices(&session);
    assert!(html.contains("&lt;img src=x"), "{html}");
    assert!(!html.contains("<img") && !html.contains("<b>"), "{html}");
}

#[test]
fn controls_that_mean_nothing_are_hidden() {
    let mut session = Session::open("");
    assert!(!panel::is_shown("train.momentum", session.config()));
    session.update(Action::Set {
        key: "train.optimizer".to_owned(),
        text: "nesterov".to_owned(),
    });
    assert!(panel::is_shown("train.momentum", session.config()));
    assert!(!panel::is_shown("model.scale", session.config()));
    session.update(Action::Set {
        key: "data.kind".to_owned(),
        text: "sine".to_owned(),
    });
    assert!(!panel::is_shown("view.lines", session.config()));
    assert!(panel::is_disabled("data.features", "x2", session.config()));
    assert!(!panel::is_on("data.features", "x2", session.config()));
}

#[test]
fn with_one_input_only_what_is_drawn_is_explained() {
    let palette = Palette::light();
    let frame = Frame {
        width: 420.0,
        height: 420.0,
        palette: &palette,
    };
    for (link, classes, shares) in [
        ("", false, true),
        ("&model.hidden=", false, false),
        ("&model.output=tanh", false, false),
        ("&train.task=classification", true, false),
        (
            "&train.task=classification&model.output=identity&train.loss=mse",
            true,
            true,
        ),
    ] {
        let mut session = Session::open(&format!("data.kind=sine{link}"));
        assert_eq!(session.problems(), &[], "{link}");
        let drawn = svg::render(&session.scene(Panel::Plane, &frame));
        let words = |key| drawn.contains(&format!(">{}<", find(key).expect("words")));
        assert_eq!(drawn.contains(">zero or above<"), classes, "{link}");
        assert_eq!(words("panel.curve.train"), !classes, "{link}");
        assert_eq!(words("panel.curve.part"), shares, "{link}");
        let note = panel::plane_note(session.config());
        let thin = find("panel.curve.thin").expect("words");
        assert_eq!(note.contains(thin), shares, "{link}");
    }
}

#[test]
fn every_preset_is_known_by_its_settings() {
    for preset in PRESETS {
        let session = Session::open(preset.fragment);
        assert_eq!(session.problems(), &[], "{}", preset.name);
        assert_eq!(panel::chosen_preset(session.config()), Some(preset.name));
    }
}

#[test]
fn layers_come_and_go_with_their_activation() {
    let mut session = Session::open("model.hidden=3,2&model.activation=relu,tanh");
    session.update(Action::AddLayer);
    assert_eq!(
        session.config().choices("model.activation"),
        ["relu", "tanh", "tanh"]
    );
    session.update(Action::RemoveLayer(0));
    assert_eq!(
        session.config().choices("model.activation"),
        ["tanh", "tanh"]
    );
    assert_eq!(session.config().numbers("model.hidden"), [2.0, 2.0]);
    session.update(Action::SplitActivation(false));
    assert_eq!(session.config().choices("model.activation"), ["tanh"]);
    assert_eq!(session.problems(), &[]);
}
