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
        let mut list = Vec::new();
        for item in self {
            list.push(item.told());
        }
        Value::List(list)
    }
}

fn tree(entries: &[(&str, &dyn Told)]) -> Value {
    let mut tree = Vec::new();
    for (key, told) in entries {
        tree.push(((*key).to_owned(), told.told()));
    }
    Value::Tree(tree)
}

impl Told for Metrics {
    fn told(&self) -> Value {
        tree(&[
            ("epoch", &self.epoch),
            ("step", &self.step),
            ("trainLoss", &self.train_loss),
            ("testLoss", &self.test_loss),
            ("trainAccuracy", &self.train_accuracy),
            ("testAccuracy", &self.test_accuracy),
        ])
    }
}

impl Told for LayerValues {
    fn told(&self) -> Value {
        tree(&[
            ("weight", &self.weight),
            ("bias", &self.bias),
            ("activation", &self.activation),
        ])
    }
}

impl Told for DataValues {
    fn told(&self) -> Value {
        tree(&[
            ("inputs", &self.inputs),
            ("targets", &self.targets),
            ("train", &self.train),
            ("test", &self.test),
        ])
    }
}

impl Told for HistoryValues {
    fn told(&self) -> Value {
        tree(&[
            ("step", &self.step),
            ("oldest", &self.oldest),
            ("newest", &self.newest),
            ("branches", &self.branches),
        ])
    }
}

impl Told for TraceLayer {
    fn told(&self) -> Value {
        tree(&[
            ("z", &self.z),
            ("a", &self.a),
            ("delta", &self.delta),
            ("dWeight", &self.d_weight),
            ("dBias", &self.d_bias),
        ])
    }
}

impl Told for TraceValues {
    fn told(&self) -> Value {
        tree(&[
            ("input", &self.input),
            ("target", &self.target),
            ("layers", &self.layers),
            ("output", &self.output),
            ("loss", &self.loss),
        ])
    }
}

impl Told for RowValues {
    fn told(&self) -> Value {
        tree(&[
            ("index", &self.index),
            ("stage", &self.stage),
            ("kind", &self.kind),
            ("layer", &self.layer),
            ("unit", &self.unit),
            ("part", &self.part),
            ("place", &self.place),
            ("text", &self.text),
            ("exact", &self.exact),
            ("terms", &self.terms),
            ("value", &self.value),
        ])
    }
}
