//! The session without a page, for runtimes that have none: the parity test holds the module
//! under node against the native build with it.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::dom::error;
use super::plain;
use crate::app::{Action, Session};
use crate::lab::Grain;

/// Trains a state `{v, seed, config}` for `epochs` epochs. Gives all parameters, layer by
/// layer, of each layer the weights unit by unit and then the biases, and after them the losses
/// over the training set and the test set, where there is one.
///
/// # Errors
/// Something in the state is not allowed.
#[wasm_bindgen]
pub fn trained(state: &JsValue, epochs: u32) -> Result<Vec<f64>, JsValue> {
    let state = plain::tree(state).map_err(|reason| error(&reason))?;
    let mut session = Session::open("");
    session
        .set_state(&state)
        .map_err(|problem| error(&problem.to_string()))?;
    session.update(Action::Step(Grain::Epoch, u64::from(epochs)));
    let metrics = session.metrics();
    let layers = session.lab().layers();
    let mut numbers = Vec::new();
    for layer in &layers {
        for unit in &layer.weight {
            numbers.extend_from_slice(unit);
        }
        numbers.extend_from_slice(&layer.bias);
    }
    numbers.extend(metrics.train_loss);
    numbers.extend(metrics.test_loss);
    Ok(numbers)
}
