//! What a lab tells as plain values: one kind of tree for all of it, so that whatever writes
//! values down needs to know nothing else.

use serde::ser::{Serialize, Serializer};

use super::Value;
use super::experiment::{
    DataValues, HistoryValues, LayerValues, Metrics, RowValues, TraceLayer, TraceValues,
};

/// A tree that grows entry by entry.
#[derive(Debug)]
pub struct Tree(Vec<(String, Value)>);

impl Tree {
    fn put(&mut self, key: &str, value: Value) {
        self.0.push((key.to_owned(), value));
    }

    fn number(&mut self, key: &str, number: f64) {
        self.put(key, Value::Number(number));
    }

    /// A number that may be missing.
    fn maybe(&mut self, key: &str, number: Option<f64>) {
        self.put(key, number.map_or(Value::Null, Value::Number));
    }

    fn text(&mut self, key: &str, text: &str) {
        self.put(key, Value::Text(text.to_owned()));
    }

    fn numbers(&mut self, key: &str, numbers: &[f64]) {
        self.put(key, list(numbers));
    }
}

/// Places among the samples as a list.
#[must_use]
pub fn places(places: &[u32]) -> Value {
    let mut list = Vec::new();
    for place in places {
        list.push(Value::Number((*place).into()));
    }
    Value::List(list)
}

/// Rows of numbers as a list of lists.
#[must_use]
pub fn rows(rows: &[Vec<f64>]) -> Value {
    let mut lists = Vec::new();
    for row in rows {
        lists.push(list(row));
    }
    Value::List(lists)
}

fn list(numbers: &[f64]) -> Value {
    let mut list = Vec::new();
    for number in numbers {
        list.push(Value::Number(*number));
    }
    Value::List(list)
}

/// What can be told as a tree.
pub trait Told {
    /// Adds its entries.
    fn tell(&self, tree: &mut Tree);
}

/// Something as a tree.
// One copy for many callers.
#[inline(never)]
#[must_use]
pub fn value(told: &dyn Told) -> Value {
    let mut tree = Tree(Vec::new());
    told.tell(&mut tree);
    Value::Tree(tree.0)
}

/// Several things as a list of trees.
#[must_use]
pub fn values<T: Told>(all: &[T]) -> Value {
    let mut list = Vec::new();
    for told in all {
        list.push(value(told));
    }
    Value::List(list)
}

impl Told for Metrics {
    fn tell(&self, tree: &mut Tree) {
        tree.number("epoch", self.epoch as f64);
        tree.number("step", self.step as f64);
        tree.maybe("trainLoss", self.train_loss);
        tree.maybe("testLoss", self.test_loss);
        tree.maybe("trainAccuracy", self.train_accuracy);
        tree.maybe("testAccuracy", self.test_accuracy);
    }
}

impl Told for LayerValues {
    fn tell(&self, tree: &mut Tree) {
        tree.put("weight", rows(&self.weight));
        tree.numbers("bias", &self.bias);
        tree.text("activation", self.activation);
    }
}

impl Told for DataValues {
    fn tell(&self, tree: &mut Tree) {
        tree.put("inputs", rows(&self.inputs));
        tree.put("targets", rows(&self.targets));
        tree.put("train", places(&self.train));
        tree.put("test", places(&self.test));
    }
}

impl Told for HistoryValues {
    fn tell(&self, tree: &mut Tree) {
        tree.number("step", self.step as f64);
        tree.number("oldest", self.oldest as f64);
        tree.number("newest", self.newest as f64);
        tree.number("branches", self.branches as f64);
    }
}

impl Told for TraceLayer {
    fn tell(&self, tree: &mut Tree) {
        tree.numbers("z", &self.z);
        tree.numbers("a", &self.a);
        tree.numbers("delta", &self.delta);
        tree.put("dWeight", rows(&self.d_weight));
        tree.numbers("dBias", &self.d_bias);
    }
}

impl Told for TraceValues {
    fn tell(&self, tree: &mut Tree) {
        tree.numbers("input", &self.input);
        tree.numbers("target", &self.target);
        tree.put("layers", values(&self.layers));
        tree.numbers("output", &self.output);
        tree.number("loss", self.loss);
    }
}

impl Told for RowValues {
    fn tell(&self, tree: &mut Tree) {
        tree.number("index", self.index as f64);
        tree.text("stage", self.stage);
        tree.text("kind", self.kind);
        tree.maybe("layer", self.layer.map(|layer| layer as f64));
        tree.maybe("unit", self.unit.map(|unit| unit as f64));
        tree.text("part", &self.part);
        tree.text("place", &self.place);
        tree.text("text", &self.text);
        tree.text("exact", &self.exact);
        tree.numbers("terms", &self.terms);
        tree.number("value", self.value);
    }
}

macro_rules! serialized {
    ($($told:ty),*) => {
        $(impl Serialize for $told {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                value(self).serialize(serializer)
            }
        })*
    };
}

serialized!(
    DataValues,
    HistoryValues,
    LayerValues,
    Metrics,
    RowValues,
    TraceValues
);
