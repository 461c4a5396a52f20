//! The lens: what is opened in the network, beside it.

use maud::{Markup, html};

use super::field::{help, select};
use super::icon::{Icon, icon};
use super::page::canvas;
use crate::lab::words::word;
use crate::lab::{Control, Kind};

/// The lens's panel. With `empty` it stands there even while nothing is open, and says how
/// to open something.
pub(super) fn lens(controls: &[Control], empty: bool) -> Markup {
    let slice = controls.iter().find(|control| control.key == "view.slice");
    let handle = html! {
        div.handle role="slider" tabindex="0" data-slot="lens-handle" aria-labelledby="l-lens" hidden {}
    };
    html! {
        div.figure.lens part="panel lens" role="group" aria-labelledby="t-lens"
            data-slot="lens" data-empty[empty] hidden[!empty] {
            div.heading {
                h2 id="t-lens" data-text="lens.title" { (word("panel.lens")) }
                button.round type="button" data-act="close-lens"
                    aria-label=(word("lens.close")) title=(word("lens.close")) {
                    (icon(Icon::Close))
                }
            }
            p.how { (word("panel.lens.empty")) }
            div.lens-tools data-slot="lens-tools" hidden {
                label for="g-lens" aria-hidden="true" data-text="lens.letter" {}
                label.unseen id="l-lens" for="g-lens" data-text="lens.name" {}
                input.number id="g-lens" type="number" step="any" autocomplete="off"
                    inputmode="decimal" aria-labelledby="l-lens" data-slot="lens-field";
                @if let Some(Control { kind: Kind::Choice(names), .. }) = slice {
                    div.inline {
                        label for="f-view-slice" { (word("view.slice")) }
                        (select("view.slice", names, None))
                        (help("view.slice"))
                    }
                }
            }
            (canvas("lens", &handle))
            div.chain data-slot="lens-chain" hidden {
                p {
                    b id="l-chain" data-text="lens.chain" {} " "
                    button type="button" data-act="lens-digits" aria-pressed="false" {
                        (word("lens.digits"))
                    }
                }
                ol tabindex="0" data-slot="lens-paths" aria-labelledby="l-chain" {}
            }
            details.shares data-slot="lens-shares" hidden {
                summary data-text="lens.shares" {}
                ol data-slot="lens-samples" {}
            }
        }
    }
}
