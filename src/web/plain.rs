//! Plain values as scripts have them. They go out by serde-wasm-bindgen; what comes in is read
//! here, for serde's refusals would bring the standard library's printers of numbers along, a
//! twentieth of the page. A refusal is an error for the script: it says what was found and what
//! was expected there.

use js_sys::{Array, ArrayBuffer, Object, Symbol};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

use super::dom::{error, string};
use crate::lab::{Told, Value};

/// A value for scripts, as plain JSON.
pub(super) fn plain(value: &Value) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

/// What is told, as plain JSON.
pub(super) fn told(what: &dyn Told) -> JsValue {
    plain(&what.told())
}

/// What a script is asked for: the words before and after what a refusal says of it.
pub(super) struct Asked(pub &'static str, pub &'static str);

impl Asked {
    fn refusal(&self, found: &str, expected: &str) -> JsValue {
        let Self(before, after) = self;
        error(&format!(
            "{before}{found} where {expected} was expected{after}"
        ))
    }

    fn unlike(&self, value: &Value, expected: &str) -> JsValue {
        self.refusal(&value.short(), expected)
    }
}

/// A tree of plain values; neither its depth nor its size is looked at. Typed arrays are lists.
///
/// # Errors
/// Something in it is not plain.
pub(super) fn tree(value: &JsValue, asked: &Asked) -> Result<Value, JsValue> {
    if value.is_null() || value.is_undefined() {
        return Ok(Value::Null);
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Flag(flag));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Value::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(Value::Text(text));
    }
    if Array::is_array(value) || ArrayBuffer::is_view(value) {
        let mut list = Vec::new();
        for item in Array::from(value) {
            list.push(tree(&item, asked)?);
        }
        return Ok(Value::List(list));
    }
    // Sets and maps are no plain objects: they are iterated over.
    if !value.is_object() || Symbol::iterator().js_in(value) {
        let found = string(&value.js_typeof());
        return Err(asked.refusal(&found, "plain JSON"));
    }
    let mut tree = Vec::new();
    for entry in Object::entries(value.unchecked_ref()) {
        let entry: Array = entry.unchecked_into();
        let key = string(&entry.get(0));
        tree.push((key, self::tree(&entry.get(1), asked)?));
    }
    Ok(Value::Tree(tree))
}

fn numbers(value: &Value, asked: &Asked) -> Result<Vec<f64>, JsValue> {
    let Value::List(items) = value else {
        return Err(asked.unlike(value, "a list of numbers"));
    };
    let mut numbers = Vec::new();
    for item in items {
        let Value::Number(number) = item else {
            return Err(asked.unlike(item, "a number"));
        };
        numbers.push(*number);
    }
    Ok(numbers)
}

/// Rows of numbers.
///
/// # Errors
/// It is no list of lists of numbers.
pub(super) fn rows(value: &Value, asked: &Asked) -> Result<Vec<Vec<f64>>, JsValue> {
    let Value::List(items) = value else {
        return Err(asked.unlike(value, "a list of rows"));
    };
    let mut rows = Vec::new();
    for item in items {
        rows.push(numbers(item, asked)?);
    }
    Ok(rows)
}

/// Each layer's `weight[unit][input]` and `bias[unit]`.
type Layers = Vec<(Vec<Vec<f64>>, Vec<f64>)>;

/// Layers with their weights and biases, and the name of each one's activation where it is said.
///
/// # Errors
/// A part of them is missing, or is something else.
pub(super) fn layers(
    value: &Value,
    asked: &Asked,
) -> Result<(Layers, Vec<Option<String>>), JsValue> {
    let Value::List(items) = value else {
        return Err(asked.unlike(value, "a list of layers"));
    };
    let mut layers = Vec::new();
    let mut activations = Vec::new();
    for layer in items {
        let part = |name: &str| layer.get(name).unwrap_or(&Value::Null);
        layers.push((rows(part("weight"), asked)?, numbers(part("bias"), asked)?));
        activations.push(match part("activation") {
            Value::Null => None,
            Value::Text(name) => Some(name.clone()),
            other => return Err(asked.unlike(other, "an activation's name")),
        });
    }
    Ok((layers, activations))
}
