//! A control as data: its address, what it may be set to, and how a setting is written.

use super::config::Problem;
use super::value::Value;
use crate::num::Within;
use crate::scene::{format, read};
use strum::{IntoEnumIterator, VariantNames};

/// The part of the control panel in which a control stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter, strum::IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum Group {
    /// What the network learns from.
    Data,
    /// The network's shape.
    Model,
    /// How it learns.
    Training,
    /// How the pictures are drawn.
    View,
}

/// One control. Its `key` is its address everywhere: in the link, in JSON, in a lesson,
/// in the table of words (label, and `key.help`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Control {
    /// The dotted path, for example `train.rate`.
    pub key: &'static str,
    /// Where it stands in the panel.
    pub group: Group,
    /// What it may be set to.
    pub kind: Kind,
    /// The default, as written in a link.
    pub default: &'static str,
}

/// What a control may be set to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// On or off.
    Switch,
    /// A whole number in a closed range.
    Integer {
        /// Least allowed.
        min: i64,
        /// Greatest allowed.
        max: i64,
    },
    /// A finite number in a closed range; `log` where the slider's scale is logarithmic.
    Number {
        /// Least allowed.
        min: f64,
        /// Greatest allowed.
        max: f64,
        /// Whether equal slider distances are equal ratios. A log scale that allows 0
        /// has it at the slider's end.
        log: bool,
    },
    /// One of a closed set of names.
    Choice(&'static [&'static str]),
    /// A list of items of one kind.
    List {
        /// What each item may be.
        item: &'static Kind,
        /// Fewest items.
        min: usize,
        /// Most items.
        max: usize,
        /// Whether an item may stand only once.
        distinct: bool,
        /// Whether a list of one is written as that item alone in JSON.
        single: bool,
    },
}

/// A value that a control's kind has allowed.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// Of a switch.
    Flag(bool),
    /// Of a number or a whole number.
    Number(f64),
    /// Of a choice.
    Choice(&'static str),
    /// Of a list.
    List(Vec<Setting>),
}

impl Control {
    /// Whether it changes what is seen, and nothing of data, network or training.
    #[must_use]
    pub fn is_view(&self) -> bool {
        self.group == Group::View
    }

    /// That a value is not allowed here.
    pub(super) fn refuse(&self, value: &str) -> Problem {
        Problem::new(self.key, value, self.kind.allowed())
    }

    /// The default as a setting.
    #[must_use]
    pub fn default_setting(&self) -> Setting {
        self.kind
            .parse(self.default)
            .unwrap_or(Setting::Flag(false))
    }
}

impl Kind {
    /// Reads a setting from a link's text; `None` where it is not allowed.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<Setting> {
        self.read(&self.meant(text)?)
    }

    /// The JSON value that a link's text means.
    fn meant(&self, text: &str) -> Option<Value> {
        Some(match self {
            Self::Switch => Value::Flag(match text {
                "true" | "1" | "on" => true,
                "false" | "0" | "off" => false,
                _ => return None,
            }),
            Self::Integer { .. } | Self::Number { .. } => Value::Number(read::number(text)?),
            Self::Choice(_) => Value::Text(text.to_owned()),
            Self::List { item, .. } => {
                // A list may stand in brackets, as in JSON.
                let inner = text
                    .strip_prefix('[')
                    .and_then(|rest| rest.strip_suffix(']'));
                let text = inner.unwrap_or(text);
                let mut items = Vec::new();
                if !text.is_empty() {
                    for part in text.split(',') {
                        items.push(item.meant(part.trim())?);
                    }
                }
                Value::List(items)
            }
        })
    }

    /// Reads a setting from a JSON value; `None` where it is not allowed.
    #[must_use]
    pub fn read(&self, value: &Value) -> Option<Setting> {
        match (self, value) {
            (Self::Switch, Value::Flag(flag)) => Some(Setting::Flag(*flag)),
            (Self::Integer { .. } | Self::Number { .. }, Value::Number(number)) => {
                self.check_number(*number)
            }
            (Self::Choice(names), Value::Text(text)) => find(names, text),
            (Self::List { .. }, Value::List(values)) => self.list(values),
            (Self::List { .. }, Value::Text(_) | Value::Number(_)) => {
                self.list(std::slice::from_ref(value))
            }
            _ => None,
        }
    }

    /// The allowed number nearest to `value`; `None` where numbers mean nothing, or this
    /// one does not.
    #[must_use]
    pub fn nearest(&self, value: f64) -> Option<f64> {
        match *self {
            _ if value.is_nan() => None,
            Self::Integer { min, max } => Some(value.round().within(min as f64, max as f64)),
            Self::Number { min, max, .. } => Some(value.within(min, max)),
            _ => None,
        }
    }

    /// What is allowed, as a phrase that completes "expected …".
    #[must_use]
    pub fn allowed(&self) -> String {
        match self {
            Self::Switch => "true or false".to_owned(),
            Self::Integer { min, max } => between("a whole number", *min as f64, *max as f64),
            Self::Number { min, max, .. } => between("a number", *min, *max),
            Self::Choice(names) => format!("one of {}", format::joined(names, ", ")),
            Self::List {
                item,
                min,
                max,
                distinct,
                ..
            } => format!(
                "a list of {min} to {max}{}, each {}",
                if *distinct {
                    " different items"
                } else {
                    " items"
                },
                item.allowed()
            ),
        }
    }

    fn check_number(&self, number: f64) -> Option<Setting> {
        let fits = match self {
            Self::Integer { min, max } => {
                number.floor() == number && (*min as f64..=*max as f64).contains(&number)
            }
            Self::Number { min, max, .. } => (*min..=*max).contains(&number),
            _ => false,
        };
        // Adding 0 turns a negative zero into the plain one, so that it is written "0".
        fits.then_some(Setting::Number(number + 0.0))
    }

    /// A list of the values, if each of them is allowed.
    fn list(&self, values: &[Value]) -> Option<Setting> {
        let Self::List {
            item,
            min,
            max,
            distinct,
            ..
        } = self
        else {
            return None;
        };
        if !(*min..=*max).contains(&values.len()) {
            return None;
        }
        let mut items = Vec::new();
        for value in values {
            let item = item.read(value)?;
            if *distinct && items.contains(&item) {
                return None;
            }
            items.push(item);
        }
        Some(Setting::List(items))
    }
}

/// `what` between two bounds, in words.
fn between(what: &str, min: f64, max: f64) -> String {
    let (min, max) = (format::plain(min), format::plain(max));
    format!("{what} from {min} to {max}")
}

/// What has a name in a closed set, if anything has.
#[must_use]
pub fn named<T: VariantNames + IntoEnumIterator>(name: &str) -> Option<T> {
    T::iter().nth(place(T::VARIANTS, name))
}

/// The place of a name among all; behind the last where it is none of them.
fn place(names: &[&str], name: &str) -> usize {
    names.iter().take_while(|known| **known != name).count()
}

fn find(names: &[&'static str], text: &str) -> Option<Setting> {
    names
        .iter()
        .find(|name| **name == text)
        .map(|name| Setting::Choice(name))
}

impl Setting {
    /// The number, where it is one.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The name chosen, where it is a choice.
    pub(super) fn name(&self) -> Option<&'static str> {
        match self {
            Self::Choice(name) => Some(name),
            _ => None,
        }
    }

    /// As a link writes it: lists with commas.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => format::plain(*number),
            Self::Choice(name) => (*name).to_owned(),
            Self::List(items) => {
                let mut text = String::new();
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        text += ",";
                    }
                    text += &item.text();
                }
                text
            }
        }
    }

    /// As JSON writes it; `kind` tells whether a list of one stands as its item.
    #[must_use]
    pub fn value(&self, kind: &Kind) -> Value {
        match self {
            Self::List(items) => {
                let (kind, single) = match kind {
                    Kind::List { item, single, .. } => (*item, *single),
                    kind => (kind, false),
                };
                if let ([only], true) = (&items[..], single) {
                    return only.value(kind);
                }
                let mut values = Vec::new();
                for item in items {
                    values.push(item.value(kind));
                }
                Value::List(values)
            }
            Self::Flag(flag) => Value::Flag(*flag),
            Self::Number(number) => Value::Number(*number),
            Self::Choice(name) => Value::Text((*name).to_owned()),
        }
    }
}
