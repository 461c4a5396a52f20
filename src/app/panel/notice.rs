//! What the page has to say: problems of a link, a training that stopped, a link that is
//! being worked towards.

use maud::html;

use super::icon::{Icon, icon};
use crate::app::Session;
use crate::lab::words::word;

/// The most problems that are listed; of more, their number is said.
const MOST: usize = 6;

/// The notices as HTML; empty where there is nothing to say.
#[must_use]
pub fn notices(session: &Session) -> String {
    let problems = session.problems();
    html! {
        @if let Some(stopped) = session.stopped() {
            div.notice.stopped role="alert" aria-labelledby="t-stopped" {
                h2 id="t-stopped" { (word("stopped.title")) }
                p { (stopped.message) }
                div.bar {
                    button.main type="button" data-act="recover" { (word("stopped.back")) }
                    button type="button" data-act="recover-slower" { (word("stopped.slower")) }
                }
            }
        }
        @if let Some(target) = session.target() {
            div.notice.waiting role="status" {
                p { (word("waiting")) " " span data-text="target" { (target) } }
                button type="button" data-act="pause" { (word("waiting.stop")) }
            }
        }
        @if !problems.is_empty() {
            div.notice.problems role="alert" aria-labelledby="t-problems" {
                h2 id="t-problems" { (word("problems.title")) }
                ul {
                    @for problem in problems.iter().take(MOST) {
                        li {
                            code { (problem.key) } " "
                            @if problem.is_unknown {
                                (word("problems.unknown"))
                            } @else {
                                (word("problems.not")) " " code { (problem.value) } "; "
                                (word("problems.expected")) " " (problem.allowed) "."
                            }
                        }
                    }
                    @if problems.len() > MOST {
                        li { (word("problems.more")) " " (problems.len() - MOST) "." }
                    }
                }
                @if let Some(unknown) = problems.iter().find(|problem| problem.is_unknown) {
                    details {
                        summary { (word("problems.known")) }
                        p { (unknown.allowed) "." }
                    }
                }
                button.round type="button" data-act="dismiss" aria-label=(word("ui.close")) {
                    (icon(Icon::Close))
                }
            }
        }
    }
    .into_string()
}
