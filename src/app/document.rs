//! The document: what a link, a JSON state or a lesson says. It holds only what differs
//! from the defaults.
//!
//! The link's form is `#v=1&data.kind=xor&model.hidden=4,2`: `key=value` pairs, the keys
//! those of the controls, lists with commas.

use crate::scene::{format, read};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Past;
use super::phrase::{pieces, split};
use crate::lab::{Config, Control, Kind, Pin, Problem, Setting, Value, named};
use crate::scene::Part;
use strum::VariantNames;

/// The form of documents that this version writes.
pub const VERSION: u32 = 1;
/// The seed where none is named.
pub const DEFAULT_SEED: u32 = 22;
/// The longest link that is read, in bytes.
pub const MAX_FRAGMENT: usize = 65_536;

/// A key beside the settings.
#[derive(Debug, Clone, Copy, strum::EnumIter, strum::VariantNames)]
#[strum(serialize_all = "lowercase")]
enum Head {
    V,
    Seed,
    Step,
    Sample,
    Point,
    Open,
    At,
    Until,
    Edits,
    Sum,
}

impl Head {
    fn name(self) -> &'static str {
        Self::VARIANTS[self as usize]
    }
}

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
            problems.push(Problem::written(
                "link",
                format_args!("{} bytes", fragment.len()),
                format_args!("at most {MAX_FRAGMENT} bytes"),
            ));
            return (document, problems);
        }
        for pair in pieces(fragment, '&') {
            let (key, text) = split(pair, '=');
            let (key, text) = (unescape(key), unescape(text));
            let result = match named(&key) {
                Some(Head::Point) => document.set_point(POINT.parse(&text), &text),
                Some(head) => {
                    let number = Value::Number(read::number(&text).unwrap_or(f64::NAN));
                    document.set_head(head, &number, &text)
                }
                None if controls.iter().any(|control| control.key == key) => {
                    document.config.set_text(&key, &text)
                }
                None => {
                    let mut known = Head::VARIANTS.to_vec();
                    for control in controls {
                        known.push(control.key);
                    }
                    Err(Problem::unknown(&key, &text, format::joined(&known, ", ")))
                }
            };
            if let Err(problem) = result {
                problems.push(problem);
            }
        }
        (document, problems)
    }

    /// The fragment without its `#`; empty for the defaults.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let mut fragment = String::new();
        let mut add = |key: &str, text: &str| {
            fragment.push('&');
            fragment += key;
            fragment.push('=');
            fragment.extend(utf8_percent_encode(text, ESCAPED));
        };
        if self.seed != DEFAULT_SEED {
            add("seed", &self.seed.to_string());
        }
        for (control, setting) in self.config.entries() {
            add(control.key, &setting.text());
        }
        for (key, value) in &self.place() {
            let text = match value {
                Value::Text(text) => text.clone(),
                Value::List(items) => match items.as_slice() {
                    [x, y] => format::joined(&[x.short(), y.short()], ","),
                    _ => String::new(),
                },
                number => number.short(),
            };
            add(key, &text);
        }
        if !fragment.is_empty() {
            format::put_before(&mut fragment, &format!("v={VERSION}"));
        }
        fragment
    }

    /// Reads `{v, seed, config}` with a position; what is not allowed is left out and listed.
    #[must_use]
    pub fn from_value(controls: &'static [Control], value: &Value) -> (Self, Vec<Problem>) {
        let mut document = Self::new(controls);
        let mut problems = Vec::new();
        let Value::Tree(entries) = value else {
            problems.push(Problem::new(
                "state",
                &value.short(),
                "an object {v, seed, config}",
            ));
            return (document, problems);
        };
        for (key, entry) in entries {
            let (head, is_config) = (named(key), key == "config");
            if (head.is_some() || is_config) && *entry == Value::Null {
                continue;
            }
            if is_config {
                problems.append(&mut document.config.set_tree(entry));
                continue;
            }
            let text = match (head, entry) {
                (Some(Head::Sum | Head::Open | Head::Until | Head::Edits), Value::Text(text)) => {
                    text.clone()
                }
                // What is no text is none of what is allowed there.
                _ => entry.short(),
            };
            let result = match head {
                Some(Head::Point) => document.set_point(POINT.read(entry), &text),
                Some(head) => document.set_head(head, entry, &text),
                None => Err(Problem::unknown(
                    key,
                    &text,
                    format!("{}, config", format::joined(Head::VARIANTS, ", ")),
                )),
            };
            if let Err(problem) = result {
                problems.push(problem);
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
        entries.append(&mut self.place());
        Value::Tree(entries)
    }

    /// The position: what stands beside version, seed and settings.
    fn place(&self) -> Vec<(String, Value)> {
        let mut entries = Vec::new();
        let mut add = |head: Head, value: Value| {
            entries.push((head.name().to_owned(), value));
        };
        if self.step > 0 {
            add(Head::Step, Value::Number(self.step as f64));
        }
        match self.pin {
            Some(Pin::Sample(sample)) => add(Head::Sample, Value::Number(sample as f64)),
            Some(Pin::Point([x, y])) => {
                add(
                    Head::Point,
                    Value::List(vec![Value::Number(x), Value::Number(y)]),
                );
            }
            None => {}
        }
        if let Some(part) = self.open {
            add(Head::Open, Value::Text(part.to_string()));
        }
        if self.at > 0 {
            add(Head::At, Value::Number(self.at as f64));
        }
        let (until, edits) = (self.past.until_text(&self.config), self.past.edits_text());
        if !until.is_empty() {
            add(Head::Until, Value::Text(until));
        }
        if !edits.is_empty() {
            add(Head::Edits, Value::Text(edits));
        }
        if let Some(sum) = self.sum {
            add(Head::Sum, Value::Text(format!("{sum:08x}")));
        }
        entries
    }

    /// Sets one of the keys that stand beside the configuration, but for the point: the numbers
    /// from `value`, the others from the text of what was given.
    fn set_head(&mut self, head: Head, value: &Value, shown: &str) -> Result<(), Problem> {
        let (min, max) = match head {
            Head::Sum => return self.set_sum(shown),
            Head::Open => return self.set_open(shown),
            Head::Until => return self.past.set_until(shown, &self.config),
            Head::Edits => return self.past.set_edits(shown),
            Head::V => (VERSION.into(), VERSION.into()),
            Head::Seed => (0, u32::MAX.into()),
            _ => (0, MAX_STEP as i64),
        };
        let kind = Kind::Integer { min, max };
        let Some(Setting::Number(number)) = kind.read(value) else {
            let allowed = match head {
                Head::V => format!("{VERSION}, the form that this version reads"),
                _ => kind.allowed(),
            };
            return Err(Problem::new(head.name(), shown, allowed));
        };
        match head {
            Head::Seed => self.seed = number as u32,
            Head::Step => self.step = number as u64,
            Head::Sample => return self.set_pin(head, shown, Pin::Sample(number as usize)),
            Head::At => self.at = number as u64,
            _ => {}
        }
        Ok(())
    }

    fn set_point(&mut self, setting: Option<Setting>, shown: &str) -> Result<(), Problem> {
        if let Some(Setting::List(items)) = setting
            && let [Setting::Number(x), Setting::Number(y)] = items.as_slice()
        {
            return self.set_pin(Head::Point, shown, Pin::Point([*x, *y]));
        }
        Err(Problem::new("point", shown, POINT.allowed()))
    }

    /// Pins a sample or a point, not both.
    fn set_pin(&mut self, head: Head, shown: &str, pin: Pin) -> Result<(), Problem> {
        let other = match (self.pin, pin) {
            (Some(Pin::Sample(_)), Pin::Point(_)) => "no point where a sample is pinned",
            (Some(Pin::Point(_)), Pin::Sample(_)) => "no sample where a point is pinned",
            _ => {
                self.pin = Some(pin);
                return Ok(());
            }
        };
        Err(Problem::new(head.name(), shown, other))
    }

    fn set_open(&mut self, text: &str) -> Result<(), Problem> {
        self.open = text.parse().ok().filter(|part| can_open(*part));
        match self.open {
            Some(_) => Ok(()),
            None => Err(Problem::new("open", text, OPEN)),
        }
    }

    fn set_sum(&mut self, text: &str) -> Result<(), Problem> {
        // No sign, though a number could have one.
        let digits = text.len() == 8 && !text.starts_with('+');
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
