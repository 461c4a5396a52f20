//! The session without a page, for runtimes that have none: the parity test holds the module
//! under node against the native build with it.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::plain::{Asked, plain, tree};
use super::script::refusal;
use crate::app::{Action, Session};
use crate::lab::{Grain, Told, Value};

/// Trains a state `{v, seed, config}` for `epochs` epochs. Gives the layers with all parameters,
/// and the metrics, as the methods `weights()` and `metrics()` do.
///
/// # Errors
/// Something in the state is not allowed.
#[wasm_bindgen]
pub fn trained(state: &JsValue, epochs: u32) -> Result<JsValue, JsValue> {
    let mut session = Session::open("");
    let state = tree(state, &Asked("", ""))?;
    if let Err(problem) = session.set_state(&state) {
        return Err(refusal(&problem));
    }
    session.update(Action::Step(Grain::Epoch, u64::from(epochs)));
    let (layers, metrics) = (session.lab().layers(), session.metrics());
    Ok(plain(&Value::List(vec![layers.told(), metrics.told()])))
}
