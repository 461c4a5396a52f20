//! What a lab tells as plain values: one kind of tree for all of it, so that whatever writes
//! values down needs to know nothing else.

use super::Value;
use super::experiment::{
    DataValues, HistoryValues, LayerValues, Metrics, RowValues, TraceLayer, TraceValues,
};

/// What can be told as plain values.
pub trait Told {
    /// The values: numbers, texts, lists and trees.
    fn told(&self) -> Value;
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Told for $number {
            fn told(&self) -> Value {
                Value::Number(*self as f64)
            }
        })*
    };
}

numbers!(f64, u32, u64, usize);

impl Told for &str {
    fn told(&self) -> Value {
        Value::Text((*self).to_owned())
    }
}

impl Told for String {
    fn told(&self) -> Value {
        Value::Text(self.clone())
    }
}

/// What is missing is null.
impl<T: Told> Told for Option<T> {
    fn told(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::told)
    }
}

impl<T: Told> Told for Vec<T> {
    fn told(&self) -> Value {
        list(self)
    }
}

/// The items of a list, of whatever kind.
trait Items {
    fn item(&self, place: usize) -> Option<&dyn Told>;
}

impl<T: Told> Items for Vec<T> {
    fn item(&self, place: usize) -> Option<&dyn Told> {
        Some(self.get(place)?)
    }
}

fn list(items: &dyn Items) -> Value {
    let mut list = Vec::new();
    while let Some(item) = items.item(list.len()) {
        list.push(item.told());
    }
    Value::List(list)
}

/// A tree of values, each under its key; the keys stand in a row, with spaces between.
fn tree(keys: &str, values: &[&dyn Told]) -> Value {
    let mut tree = Vec::new();
    for (key, value) in keys.split(' ').zip(values) {
        tree.push((key.to_owned(), value.told()));
    }
    Value::Tree(tree)
}

impl Told for Metrics {
    fn told(&self) -> Value {
        tree(
            "epoch step trainLoss testLoss trainAccuracy testAccuracy",
            &[
                &self.epoch,
                &self.step,
                &self.train_loss,
                &self.test_loss,
                &self.train_accuracy,
                &self.test_accuracy,
            ],
        )
    }
}

impl Told for LayerValues {
    fn told(&self) -> Value {
        tree(
            "weight bias activation",
            &[&self.weight, &self.bias, &self.activation],
        )
    }
}

impl Told for DataValues {
    fn told(&self) -> Value {
        tree(
            "inputs targets train test",
            &[&self.inputs, &self.targets, &self.train, &self.test],
        )
    }
}

impl Told for HistoryValues {
    fn told(&self) -> Value {
        tree(
            "step oldest newest branches",
            &[&self.step, &self.oldest, &self.newest, &self.branches],
        )
    }
}

impl Told for TraceLayer {
    fn told(&self) -> Value {
        tree(
            "z a delta dWeight dBias",
            &[&self.z, &self.a, &self.delta, &self.d_weight, &self.d_bias],
        )
    }
}

impl Told for TraceValues {
    fn told(&self) -> Value {
        tree(
            "input target layers output loss",
            &[
                &self.input,
                &self.target,
                &self.layers,
                &self.output,
                &self.loss,
            ],
        )
    }
}

impl Told for RowValues {
    fn told(&self) -> Value {
        tree(
            "index stage kind layer unit part place text exact terms value",
            &[
                &self.index,
                &self.stage,
                &self.kind,
                &self.layer,
                &self.unit,
                &self.part,
                &self.place,
                &self.text,
                &self.exact,
                &self.terms,
                &self.value,
            ],
        )
    }
}
