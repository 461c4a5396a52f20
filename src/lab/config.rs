//! A configuration: what differs from a table of controls' defaults.

use std::fmt;

use super::control::{Control, Setting};
use super::value::Value;
use crate::scene::format;

/// How much of a foreign key or value a message repeats.
const QUOTE_LIMIT: usize = 60;

/// Something that a link, a file or a script asked for and that is not allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {value} is not allowed; expected {}{allowed}", if *.is_unknown { KEYS } else { "" })]
pub struct Problem {
    /// The key, as it was given.
    pub key: String,
    /// The value, as it was given, cut to a readable length.
    pub value: String,
    /// What is allowed there; the known keys where the key itself is not known.
    pub allowed: String,
    /// Whether the key itself is not known.
    pub is_unknown: bool,
}

/// What stands before the known keys where a problem is told.
const KEYS: &str = "one of the keys ";

impl Problem {
    /// A problem with `value` at `key`; long texts are cut.
    #[must_use]
    pub fn new(key: &str, value: &str, allowed: impl Into<String>) -> Self {
        Self::of(key, value, allowed.into(), false)
    }

    /// A problem as it is written here, without a text of its own for each of its parts.
    pub(crate) fn written(
        key: &str,
        value: fmt::Arguments<'_>,
        allowed: fmt::Arguments<'_>,
    ) -> Self {
        Self::of(key, &fmt::format(value), fmt::format(allowed), false)
    }

    fn of(key: &str, value: &str, allowed: String, is_unknown: bool) -> Self {
        Self {
            key: cut(key),
            value: cut(value),
            allowed,
            is_unknown,
        }
    }

    /// A problem with a key that is none of the `known` ones, a list with commas.
    #[must_use]
    pub fn unknown(key: &str, value: &str, known: String) -> Self {
        Self::of(key, value, known, true)
    }
}

/// A text as a message repeats it: short, and never invisible.
fn cut(text: &str) -> String {
    let mut short = String::new();
    let plain = text.chars().filter(|c| !c.is_control());
    for (count, c) in plain.enumerate() {
        if count == QUOTE_LIMIT {
            short.push('…');
            break;
        }
        short.push(c);
    }
    if short.is_empty() {
        return "(nothing)".to_owned();
    }
    short
}

/// Settings by key, in the table's order; only those that differ from the defaults are told.
#[derive(Debug, Clone)]
pub struct Config {
    controls: &'static [Control],
    settings: Vec<Setting>,
}

impl PartialEq for Config {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings
    }
}

impl Config {
    /// The defaults of `controls`.
    #[must_use]
    pub fn new(controls: &'static [Control]) -> Self {
        let mut settings = Vec::new();
        for control in controls {
            settings.push(control.default_setting());
        }
        Self { controls, settings }
    }

    /// The table of controls that this configuration sets.
    #[must_use]
    pub fn controls(&self) -> &'static [Control] {
        self.controls
    }

    /// Sets `key` from a link's text.
    ///
    /// # Errors
    /// The key is unknown or the text not allowed there; nothing is changed.
    pub fn set_text(&mut self, key: &str, text: &str) -> Result<(), Problem> {
        let Some((control, setting)) = self.find(key) else {
            return Err(self.unknown(key, text));
        };
        match control.kind.parse(text) {
            Some(new) => *setting = new,
            None => return Err(control.refuse(&format::quoted(text))),
        }
        Ok(())
    }

    /// Sets `key` from a JSON value.
    ///
    /// # Errors
    /// The key is unknown or the value not allowed there; nothing is changed.
    pub fn set_value(&mut self, key: &str, value: &Value) -> Result<(), Problem> {
        let Some((control, setting)) = self.find(key) else {
            return Err(self.unknown(key, &value.short()));
        };
        match control.kind.read(value) {
            Some(new) => *setting = new,
            None => return Err(control.refuse(&value.short())),
        }
        Ok(())
    }

    fn unknown(&self, key: &str, value: &str) -> Problem {
        let mut keys = Vec::new();
        for control in self.controls {
            keys.push(control.key);
        }
        Problem::unknown(key, value, format::joined(&keys, ", "))
    }

    /// Sets every leaf of a nested tree; what is not allowed is left out and listed.
    pub fn set_tree(&mut self, tree: &Value) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.walk(tree, "", &mut problems);
        problems
    }

    fn walk(&mut self, value: &Value, path: &str, problems: &mut Vec<Problem>) {
        match value {
            Value::Tree(entries)
                if self.is_group(path) || !entries.is_empty() && !self.has(path) =>
            {
                for (name, entry) in entries {
                    let mut key = path.to_owned();
                    if !key.is_empty() {
                        key += ".";
                    }
                    key += name;
                    self.walk(entry, &key, problems);
                }
            }
            _ if path.is_empty() => {
                problems.push(Problem::new("config", &value.short(), "an object"));
            }
            _ => {
                if let Err(problem) = self.set_value(path, value) {
                    problems.push(problem);
                }
            }
        }
    }

    fn has(&self, key: &str) -> bool {
        self.index(key).is_some()
    }

    /// Whether `path` leads to controls without being one; the empty one leads to all.
    fn is_group(&self, path: &str) -> bool {
        let inside = |key: &str| {
            key.strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('.'))
        };
        path.is_empty() || self.controls.iter().any(|control| inside(control.key))
    }

    /// The entries that differ from the defaults: control and setting, in table order.
    #[must_use]
    pub fn entries(&self) -> Vec<(&'static Control, &Setting)> {
        let mut entries = Vec::new();
        for (control, setting) in self.controls.iter().zip(&self.settings) {
            if *setting != control.default_setting() {
                entries.push((control, setting));
            }
        }
        entries
    }

    /// The nested tree of what differs from the defaults: a tree for each group of keys, which
    /// stand together in the table.
    #[must_use]
    pub fn tree(&self) -> Value {
        let mut groups: Vec<(String, Value)> = Vec::new();
        for (control, setting) in self.entries() {
            let (group, key) = control.key.split_once('.').unwrap_or((control.key, ""));
            if groups.last().is_none_or(|(last, _)| last != group) {
                groups.push((group.to_owned(), Value::Tree(Vec::new())));
            }
            if let Some((_, Value::Tree(tree))) = groups.last_mut() {
                tree.push((key.to_owned(), setting.value(&control.kind)));
            }
        }
        Value::Tree(groups)
    }

    /// The setting of `key`, the default where nothing else is set.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Setting> {
        self.settings.get(self.index(key)?)
    }

    /// Whether two configurations of the same controls agree in all of these that count.
    #[must_use]
    pub fn agrees(&self, other: &Self, counts: fn(&Control) -> bool) -> bool {
        for (place, control) in self.controls.iter().enumerate() {
            if counts(control) && self.settings.get(place) != other.settings.get(place) {
                return false;
            }
        }
        true
    }

    /// The number at `key`; 0 where there is none.
    #[must_use]
    pub fn number(&self, key: &str) -> f64 {
        let setting = self.get(key);
        setting.and_then(Setting::number).unwrap_or_default()
    }

    /// The switch at `key`; off where there is none.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.get(key) == Some(&Setting::Flag(true))
    }

    /// The name chosen at `key`; empty where there is none.
    #[must_use]
    pub fn choice(&self, key: &str) -> &'static str {
        let setting = self.get(key);
        setting.and_then(Setting::name).unwrap_or_default()
    }

    /// The names listed at `key`.
    #[must_use]
    pub fn choices(&self, key: &str) -> Vec<&'static str> {
        let mut names = Vec::new();
        for item in self.items(key) {
            if let Some(name) = item.name() {
                names.push(name);
            }
        }
        names
    }

    /// The numbers listed at `key`.
    #[must_use]
    pub fn numbers(&self, key: &str) -> Vec<f64> {
        let mut numbers = Vec::new();
        for item in self.items(key) {
            if let Some(number) = item.number() {
                numbers.push(number);
            }
        }
        numbers
    }

    fn items(&self, key: &str) -> &[Setting] {
        match self.get(key) {
            Some(Setting::List(items)) => items,
            _ => &[],
        }
    }

    /// Back to the default.
    pub fn clear(&mut self, key: &str) {
        if let Some((control, setting)) = self.find(key) {
            *setting = control.default_setting();
        }
    }

    fn find(&mut self, key: &str) -> Option<(&'static Control, &mut Setting)> {
        let index = self.index(key)?;
        Some((self.controls.get(index)?, self.settings.get_mut(index)?))
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.controls.iter().position(|control| control.key == key)
    }
}
