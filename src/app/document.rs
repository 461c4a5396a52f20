//! The document: what a link, a JSON state or a lesson says. It holds only what differs
//! from the defaults.
//!
//! The link's form is `#v=1&data.kind=xor&model.hidden=4,2`: `key=value` pairs, the keys
//! those of the controls, lists with commas.

use crate::scene::read;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Past;
use crate::lab::{Config, Control, Kind, Pin, Problem, Setting, Value};
use crate::scene::Part;

/// The form of documents that this version writes.
pub const VERSION: u32 = 1;
/// The seed where none is named.
pub const DEFAULT_SEED: u32 = 22;
/// The longest link that is read, in bytes.
pub const MAX_FRAGMENT: usize = 65_536;
/// The keys beside the settings.
const HEAD: &str = "v, seed, step, sample, point, open, at, until, edits, sum";
/// The furthest step that a document may ask for.
pub const MAX_STEP: u64 = 100_000_000;

/// A coordinate of a pinned point.
const COORDINATE: Kind = Kind::Number {
    min: -1e6,
    max: 1e6,
    log: false,
};
/// A pinned point.
const POINT: Kind = Kind::List {
    item: &COORDINATE,
    min: 2,
    max: 2,
    distinct: false,
    single: false,
};

/// What may be open.
pub(super) const OPEN: &str =
    "a unit, a weight or a bias of this network, as in unit-0-1, weight-0-1-0 or bias-0-1";

/// Whether a part can be opened under the lens.
pub(super) fn can_open(part: Part) -> bool {
    matches!(
        part,
        Part::Unit { .. } | Part::Weight { .. } | Part::Bias { .. }
    )
}

/// Seed, position and settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The seed of every random stream.
    pub seed: u32,
    /// Optimizer updates done.
    pub step: u64,
    /// The settings.
    pub config: Config,
    /// What is pinned.
    pub pin: Option<Pin>,
    /// What is open under the lens: a unit, a weight or a bias.
    pub open: Option<Part>,
    /// Rows done of the walk to the next update.
    pub at: u64,
    /// What was changed by hand on the way to that step.
    pub past: Past,
    /// The checksum of the parameters at that place, to tell a mismatch.
    pub sum: Option<u32>,
}

impl Document {
    /// The defaults over a table of controls.
    #[must_use]
    pub fn new(controls: &'static [Control]) -> Self {
        Self {
            seed: DEFAULT_SEED,
            step: 0,
            config: Config::new(controls),
            pin: None,
            open: None,
            at: 0,
            past: Past::default(),
            sum: None,
        }
    }

    /// Reads a link's fragment, with or without its `#`. Never fails as a whole: what is
    /// not allowed is left at its default and listed.
    #[must_use]
    pub fn from_fragment(controls: &'static [Control], fragment: &str) -> (Self, Vec<Problem>) {
        let mut document = Self::new(controls);
        let mut problems = Vec::new();
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if fragment.len() > MAX_FRAGMENT {
            problems.push(Problem::new(
                "link",
                &format!("{} bytes", fragment.len()),
                format!("at most {MAX_FRAGMENT} bytes"),
            ));
            return (document, problems);
        }
        for pair in fragment.split('&').filter(|pair| !pair.is_empty()) {
            let (key, text) = pair.split_once('=').unwrap_or((pair, ""));
            let (key, text) = (unescape(key), unescape(text));
            let result = match key.as_str() {
                "v" | "seed" | "step" | "sample" | "at" => {
                    let number = Value::Number(read::number(&text).unwrap_or(f64::NAN));
                    document.set_head(&key, &number, &text)
                }
                "point" => document.set_point(POINT.parse(&text).as_ref(), &text),
                "sum" => document.set_sum(&text),
                "open" => document.set_open(&text),
                "until" | "edits" => document.set_past(&key, &text),
                known if controls.iter().any(|control| control.key == known) => {
                    document.config.set_text(known, &text)
                }
                _ => {
                    let known: Vec<_> = controls.iter().map(|control| control.key).collect();
                    let known = format!("{HEAD}, {}", known.join(", "));
                    Err(Problem::unknown(&key, &text, known))
                }
            };
            problems.extend(result.err());
        }
        (document, problems)
    }

    /// The fragment without its `#`; empty for the defaults.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let mut pairs = vec![format!("v={VERSION}")];
        if self.seed != DEFAULT_SEED {
            pairs.push(format!("seed={}", self.seed));
        }
        for (control, setting) in self.config.entries() {
            pairs.push(format!(
                "{}={}",
                control.key,
                utf8_percent_encode(&setting.text(), ESCAPED)
            ));
        }
        if self.step > 0 {
            pairs.push(format!("step={}", self.step));
        }
        match self.pin {
            Some(Pin::Sample(sample)) => pairs.push(format!("sample={sample}")),
            Some(Pin::Point([x, y])) => pairs.push(format!("point={x},{y}")),
            None => {}
        }
        if let Some(part) = self.open {
            pairs.push(format!("open={part}"));
        }
        if self.at > 0 {
            pairs.push(format!("at={}", self.at));
        }
        for (key, text) in self.past_texts() {
            pairs.push(format!("{key}={}", utf8_percent_encode(&text, ESCAPED)));
        }
        if let Some(sum) = self.sum {
            pairs.push(format!("sum={sum:08x}"));
        }
        if pairs.len() == 1 {
            return String::new();
        }
        pairs.join("&")
    }

    /// Reads `{v, seed, config}` with a position; what is not allowed is left out and listed.
    #[must_use]
    pub fn from_value(controls: &'static [Control], value: &Value) -> (Self, Vec<Problem>) {
        let mut document = Self::new(controls);
        let mut problems = Vec::new();
        let Value::Tree(entries) = value else {
            problems.push(Problem::new(
                "state",
                &value.to_string(),
                "an object {v, seed, config}",
            ));
            return (document, problems);
        };
        for (key, entry) in entries {
            match (key.as_str(), entry) {
                (known, Value::Null)
                    if HEAD.split(", ").chain(["config"]).any(|key| key == known) => {}
                ("config", tree) => problems.extend(document.config.set_tree(tree)),
                ("v" | "seed" | "step" | "sample" | "at", number) => {
                    problems.extend(document.set_head(key, number, &entry.to_string()).err());
                }
                ("point", point) => problems.extend(
                    document
                        .set_point(POINT.read(point).as_ref(), &entry.to_string())
                        .err(),
                ),
                ("sum" | "open" | "until" | "edits", value) => {
                    // What is no text is none of what is allowed there.
                    let text = match value {
                        Value::Text(text) => text.clone(),
                        other => other.to_string(),
                    };
                    let result = match key.as_str() {
                        "sum" => document.set_sum(&text),
                        "open" => document.set_open(&text),
                        key => document.set_past(key, &text),
                    };
                    problems.extend(result.err());
                }
                _ => problems.push(Problem::unknown(
                    key,
                    &entry.to_string(),
                    format!("{HEAD}, config"),
                )),
            }
        }
        (document, problems)
    }

    /// `{v, seed, config}`, with the position (`step`, `sample` or `point`, `open`, `at`,
    /// `until`, `edits`, `sum`) once there is one.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut entries = vec![
            ("v".to_owned(), Value::Number(f64::from(VERSION))),
            ("seed".to_owned(), Value::Number(f64::from(self.seed))),
            ("config".to_owned(), self.config.tree()),
        ];
        if self.step > 0 {
            entries.push(("step".to_owned(), Value::Number(self.step as f64)));
        }
        match self.pin {
            Some(Pin::Sample(sample)) => {
                entries.push(("sample".to_owned(), Value::Number(sample as f64)));
            }
            Some(Pin::Point(point)) => {
                let point = point.map(Value::Number).to_vec();
                entries.push(("point".to_owned(), Value::List(point)));
            }
            None => {}
        }
        if let Some(part) = self.open {
            entries.push(("open".to_owned(), Value::Text(part.to_string())));
        }
        if self.at > 0 {
            entries.push(("at".to_owned(), Value::Number(self.at as f64)));
        }
        for (key, text) in self.past_texts() {
            entries.push((key.to_owned(), Value::Text(text)));
        }
        if let Some(sum) = self.sum {
            entries.push(("sum".to_owned(), Value::Text(format!("{sum:08x}"))));
        }
        Value::Tree(entries)
    }

    /// Sets one of the keys that stand beside the configuration.
    fn set_head(&mut self, key: &str, value: &Value, shown: &str) -> Result<(), Problem> {
        let limit = match key {
            "v" => f64::from(VERSION),
            "seed" => f64::from(u32::MAX),
            _ => MAX_STEP as f64,
        };
        let least = if key == "v" { limit } else { 0.0 };
        let number = match value {
            Value::Number(number) if number.floor() == *number => *number,
            _ => f64::NAN,
        };
        if !(least..=limit).contains(&number) {
            let allowed = if key == "v" {
                format!("{VERSION}, the form that this version reads")
            } else {
                format!("a whole number from 0 to {limit}")
            };
            return Err(Problem::new(key, shown, allowed));
        }
        match key {
            "seed" => self.seed = number as u32,
            "step" => self.step = number as u64,
            "sample" => return self.set_pin(key, shown, Pin::Sample(number as usize)),
            "at" => self.at = number as u64,
            _ => {}
        }
        Ok(())
    }

    fn set_point(&mut self, setting: Option<&Setting>, shown: &str) -> Result<(), Problem> {
        match setting {
            Some(Setting::List(items)) => match items.as_slice() {
                [Setting::Number(x), Setting::Number(y)] => {
                    self.set_pin("point", shown, Pin::Point([*x, *y]))
                }
                _ => Err(Problem::new("point", shown, POINT.allowed())),
            },
            _ => Err(Problem::new("point", shown, POINT.allowed())),
        }
    }

    /// Pins a sample or a point, not both.
    fn set_pin(&mut self, key: &str, shown: &str, pin: Pin) -> Result<(), Problem> {
        let other = match (self.pin, pin) {
            (Some(Pin::Sample(_)), Pin::Point(_)) => "no point where a sample is pinned",
            (Some(Pin::Point(_)), Pin::Sample(_)) => "no sample where a point is pinned",
            _ => {
                self.pin = Some(pin);
                return Ok(());
            }
        };
        Err(Problem::new(key, shown, other))
    }

    fn set_open(&mut self, text: &str) -> Result<(), Problem> {
        self.open = text.parse().ok().filter(|part| can_open(*part));
        match self.open {
            Some(_) => Ok(()),
            None => Err(Problem::new("open", text, OPEN)),
        }
    }

    /// What was changed by hand, as texts.
    fn past_texts(&self) -> impl Iterator<Item = (&'static str, String)> {
        let texts = [
            ("until", self.past.until_text(&self.config)),
            ("edits", self.past.edits_text()),
        ];
        texts.into_iter().filter(|(_, text)| !text.is_empty())
    }

    fn set_past(&mut self, key: &str, text: &str) -> Result<(), Problem> {
        match key {
            "until" => self.past.set_until(text, &self.config),
            _ => self.past.set_edits(text),
        }
    }

    fn set_sum(&mut self, text: &str) -> Result<(), Problem> {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        self.sum = u32::from_str_radix(text, 16).ok().filter(|_| digits);
        match self.sum {
            Some(_) => Ok(()),
            None => Err(Problem::new("sum", text, "eight hexadecimal digits")),
        }
    }
}

/// What a fragment's value may hold as it is, beside letters and digits.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'^')
    .remove(b':')
    .remove(b';');

/// Undoes percent-encoding; what is no valid UTF-8 then stands as replacement characters.
fn unescape(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
