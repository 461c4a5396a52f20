//! The session without a page, for runtimes that have none: the parity test holds the module
//! under node against the native build with it.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::dom::error;
use super::plain::{self, plain};
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
    let taken = plain::tree(state).and_then(|state| {
        let effects = session.set_state(&state);
        effects.map_err(|problem| problem.to_string())
    });
    taken.map_err(|reason| error(&reason))?;
    session.update(Action::Step(Grain::Epoch, u64::from(epochs)));
    let (layers, metrics) = (session.lab().layers(), session.metrics());
    Ok(plain(&Value::List(vec![layers.told(), metrics.told()])))
}
