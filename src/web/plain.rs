//! Plain values as scripts have them, in both directions, by serde-wasm-bindgen. A refusal says
//! what was found and what was expected there.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::lab::Value;

/// A value for scripts, as plain JSON.
pub(super) fn plain(value: &Value) -> JsValue {
    value
        .serialize(&Serializer::json_compatible())
        .unwrap_or(JsValue::NULL)
}

fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value.clone()).map_err(|reason| reason.to_string())
}

/// Rows of numbers.
///
/// # Errors
/// It is no list of lists of numbers.
pub(super) fn rows(value: &JsValue) -> Result<Vec<Vec<f64>>, String> {
    read(value)
}

/// A tree of plain values; its depth is not looked at.
///
/// # Errors
/// Something in it is not plain, or it is too large.
pub(super) fn tree(value: &JsValue) -> Result<Value, String> {
    read(value)
}

/// One layer, as a script gives it.
#[derive(Deserialize)]
struct Layer {
    weight: Vec<Vec<f64>>,
    bias: Vec<f64>,
    activation: Option<String>,
}

/// Each layer's `weight[unit][input]` and `bias[unit]`.
type Layers = Vec<(Vec<Vec<f64>>, Vec<f64>)>;

/// Layers with their weights and biases, and the name of each one's activation where it is said.
///
/// # Errors
/// A part of them is missing, or is something else.
pub(super) fn layers(value: &JsValue) -> Result<(Layers, Vec<Option<String>>), String> {
    let mut layers = Vec::new();
    let mut activations = Vec::new();
    for layer in read::<Vec<Layer>>(value)? {
        layers.push((layer.weight, layer.bias));
        activations.push(layer.activation);
    }
    Ok((layers, activations))
}
