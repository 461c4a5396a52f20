//! What the page has to say: problems of a link, a training that stopped, a link that is
//! being worked towards.

use super::template::put;
use crate::app::Session;

const STOPPED: &str = "\
    <div class='notice stopped' role='alert' aria-labelledby='t-stopped'>\
    <h2 id='t-stopped'>{stopped.title}</h2><p>{0}</p><div class='bar'>\
    <button class='main' type='button' data-act='recover'>{stopped.back}</button>\
    <button type='button' data-act='recover-slower'>{stopped.slower}</button></div></div>";

const WAITING: &str = "\
    <div class='notice waiting' role='status'>\
    <p>{waiting} <span data-text='target'>{0}</span></p>\
    <button type='button' data-act='pause'>{waiting.stop}</button></div>";

const PROBLEMS: [&str; 2] = [
    "<div class='notice problems' role='alert' aria-labelledby='t-problems'>\
    <h2 id='t-problems'>{problems.title}</h2><ul>",
    "<button class='round' type='button' data-act='dismiss' aria-label='{ui.close}'>\
    {#close}</button></div>",
];

const KNOWN: &str = "<details><summary>{problems.known}</summary><p>{0}.</p></details>";

/// The most problems that are listed; of more, their number is said.
const MOST: usize = 6;

/// The notices as HTML; empty where there is nothing to say.
#[must_use]
pub fn notices(session: &Session) -> String {
    let mut html = String::new();
    if let Some(stopped) = session.stopped() {
        put(&mut html, STOPPED, &[&stopped.message]);
    }
    if let Some(target) = session.target() {
        put(&mut html, WAITING, &[&target.to_string()]);
    }
    let problems = session.problems();
    if !problems.is_empty() {
        put(&mut html, PROBLEMS[0], &[]);
        for problem in problems.iter().take(MOST) {
            let sentence = if problem.is_unknown {
                "<li><code>{0}</code> {problems.unknown}</li>"
            } else {
                "<li><code>{0}</code> {problems.not} <code>{1}</code>; {problems.expected} {2}.</li>"
            };
            let args: [&str; 3] = [&problem.key, &problem.value, &problem.allowed];
            put(&mut html, sentence, &args);
        }
        if problems.len() > MOST {
            let more = (problems.len() - MOST).to_string();
            put(&mut html, "<li>{problems.more} {0}.</li>", &[&more]);
        }
        html += "</ul>";
        if let Some(unknown) = problems.iter().find(|problem| problem.is_unknown) {
            put(&mut html, KNOWN, &[&unknown.allowed]);
        }
        put(&mut html, PROBLEMS[1], &[]);
    }
    html
}
