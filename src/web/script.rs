//! The methods that scripts call. Every argument is checked here; a refusal is an `Error`
//! that names what was wrong and what is allowed.

use js_sys::{Array, Float32Array};
use strum::VariantNames;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::dom::error;
use super::figure::Figure;
use super::plain::{self, plain};
use crate::app::Action;
use crate::app::document::MAX_FRAGMENT;
use crate::lab::words::word;
use crate::lab::{Grain, Problem};

/// Largest side of a map.
const MOST_CELLS: f64 = 512.0;
/// Most updates or epochs of one call.
const MOST_STEPS: f64 = 10_000_000.0;
/// The largest number of a step or a sample that is looked for.
const FURTHEST: f64 = 9_007_199_254_740_991.0;
/// Most rows of one prediction.
const MOST_ROWS: u32 = 100_000;
/// How deep a state's tree may be.
const DEEPEST: u32 = 8;
/// Most entries of a state's tree.
const MOST_ENTRIES: u32 = 4_096;

#[wasm_bindgen]
impl Figure {
    /// `{v, seed, config}`, with `step` once there is one.
    #[wasm_bindgen(js_name = getState)]
    pub fn get_state(&mut self) -> JsValue {
        plain(&self.session.document().to_value())
    }

    /// Takes a whole state over.
    ///
    /// # Errors
    /// Something in it is not allowed; everything stays as it was.
    #[wasm_bindgen(js_name = setState)]
    pub fn set_state(&mut self, state: &JsValue) -> Result<(), JsValue> {
        let mut budget = MOST_ENTRIES;
        if !is_small(state, DEEPEST, &mut budget) {
            return Err(error(&format!(
                "state: it is not a plain tree of at most {DEEPEST} levels and {MOST_ENTRIES} entries"
            )));
        }
        let state = plain::tree(state).map_err(|reason| error(&format!("state: {reason}")))?;
        let effects = self
            .session
            .set_state(&state)
            .map_err(|problem| refusal(&problem))?;
        self.take(effects);
        Ok(())
    }

    /// Starts to play.
    pub fn play(&mut self) {
        self.act(Action::Play);
    }

    /// Stops playing.
    pub fn pause(&mut self) {
        self.act(Action::Pause);
    }

    /// Back to step 0 with the same initial weights.
    pub fn reset(&mut self) {
        self.act(Action::Restart);
    }

    /// Goes on by `n` of `unit`, and tells the metrics. Where training meets a number that
    /// is not finite it stops at that step, and `glass-error` says why.
    ///
    /// # Errors
    /// An argument is not allowed.
    pub fn step(&mut self, unit: &JsValue, n: &JsValue) -> Result<JsValue, JsValue> {
        let grain = grain("step", unit)?;
        let n = whole("step: n", n, 1.0, MOST_STEPS)?;
        self.act(Action::Step(grain, n as u64));
        Ok(self.metrics())
    }

    /// Goes back by `n` of `unit`, and tells the metrics.
    ///
    /// # Errors
    /// An argument is not allowed.
    pub fn back(&mut self, unit: &JsValue, n: &JsValue) -> Result<JsValue, JsValue> {
        let grain = grain("back", unit)?;
        let n = whole("back: n", n, 1.0, MOST_STEPS)?;
        self.act(Action::Back(grain, n as u64));
        Ok(self.metrics())
    }

    /// Goes to a step of the present line, or to its nearest end; tells the metrics.
    ///
    /// # Errors
    /// The step is not a whole number.
    pub fn seek(&mut self, step: &JsValue) -> Result<JsValue, JsValue> {
        let step = whole("seek: step", step, 0.0, FURTHEST)?;
        self.act(Action::Seek(step as u64));
        Ok(self.metrics())
    }

    /// `{step, oldest, newest, branches}`.
    #[must_use]
    pub fn history(&self) -> JsValue {
        plain(&self.session.lab().history())
    }

    /// `{input, target, layers: [{z, a, delta, dWeight, dBias}], output, loss}` of a sample.
    ///
    /// # Errors
    /// There is no such sample.
    pub fn trace(&self, sample: &JsValue) -> Result<JsValue, JsValue> {
        let sample = whole("trace: sample", sample, 0.0, FURTHEST)?;
        let trace = self.session.lab().trace(sample as usize);
        trace
            .map(|trace| plain(&trace))
            .map_err(|problem| refusal(&problem))
    }

    /// The rows of the present sample's tape.
    pub fn tape(&mut self) -> JsValue {
        let len = self.session.lab().tape().len;
        plain(&self.session.lab_mut().rows(0..len))
    }

    /// `{epoch, step, trainLoss, testLoss, trainAccuracy, testAccuracy}`.
    pub fn metrics(&mut self) -> JsValue {
        plain(&self.session.metrics())
    }

    /// `[{weight: number[units][inputs], bias: number[units], activation}]`.
    #[must_use]
    pub fn weights(&self) -> JsValue {
        plain(&self.session.lab().layers())
    }

    /// Replaces all weights and biases.
    ///
    /// # Errors
    /// The shape differs, an activation differs, or a number is not finite; nothing is
    /// changed.
    #[wasm_bindgen(js_name = setWeights)]
    pub fn set_weights(&mut self, layers: &JsValue) -> Result<(), JsValue> {
        let layers = plain::layers(layers).map_err(|reason| {
            error(&format!(
                "layers: {reason}; expected [{{weight: number[][], bias: number[]}}]"
            ))
        })?;
        let now = self.session.lab().layers();
        for (index, (layer, now)) in layers.iter().zip(&now).enumerate() {
            if let Some(name) = layer
                .activation
                .as_deref()
                .filter(|name| *name != now.activation)
            {
                return Err(refusal(&Problem::new(
                    &format!("layers[{index}].activation"),
                    name,
                    format!("{} (setState changes activations)", now.activation),
                )));
            }
        }
        let layers: Vec<_> = layers
            .into_iter()
            .map(|layer| (layer.weight, layer.bias))
            .collect();
        let effects = self
            .session
            .set_layers(&layers)
            .map_err(|problem| refusal(&problem))?;
        self.take(effects);
        Ok(())
    }

    /// Outputs after the output activation for rows of raw inputs.
    ///
    /// # Errors
    /// There are too many rows, one has another length than the inputs, or a number is not
    /// finite.
    pub fn predict(&mut self, rows: &JsValue) -> Result<JsValue, JsValue> {
        let count = rows.dyn_ref::<Array>().map(Array::length);
        if count.is_none_or(|count| count > MOST_ROWS) {
            return Err(error(&format!(
                "predict: expected an array of at most {MOST_ROWS} rows"
            )));
        }
        let rows = plain::rows(rows)
            .map_err(|_| error("predict: expected number[][], an array of numbers for each row"))?;
        let outputs = self
            .session
            .lab_mut()
            .predict(&rows)
            .map_err(|problem| refusal(&problem))?;
        Ok(plain(&outputs))
    }

    /// `{inputs, targets, train: number[], test: number[]}`.
    #[must_use]
    pub fn data(&self) -> JsValue {
        plain(&self.session.lab().data())
    }

    /// The sample indices of the next update.
    #[wasm_bindgen(js_name = nextBatch)]
    #[must_use]
    pub fn next_batch(&self) -> JsValue {
        plain(&self.session.lab().next_batch())
    }

    /// The mean gradient of the next update, in the shape of `weights()`.
    pub fn gradients(&mut self) -> JsValue {
        plain(&self.session.lab_mut().gradients())
    }

    /// Every unit's map on a grid of `size` by `size`, a `Float32Array` a layer. The arrays
    /// stay as they are during the next three calls, then they are filled again.
    ///
    /// # Errors
    /// The size is not allowed.
    pub fn maps(&mut self, size: &JsValue) -> Result<Array, JsValue> {
        let size = whole("maps: size", size, 1.0, MOST_CELLS)?;
        let maps = self.session.lab_mut().maps(size as usize);
        Ok(self.given.fill(&maps))
    }

    /// The absolute address of the state.
    ///
    /// # Errors
    /// More was changed by hand than a link holds.
    #[wasm_bindgen(js_name = toURL)]
    pub fn to_url(&mut self) -> Result<String, JsValue> {
        let fragment = self.session.document().to_fragment();
        if fragment.len() > MAX_FRAGMENT {
            return Err(error(&format!("toURL: {}", word("ui.share.long"))));
        }
        Ok(self.link.url(&fragment))
    }
}

/// The arrays given to scripts, filled again in turn: to allocate them anew would take longer
/// than to compute what is in them.
#[derive(Debug, Default)]
pub(super) struct Given {
    rounds: [Vec<Float32Array>; 4],
    turn: usize,
}

impl Given {
    /// The layers as arrays of their own.
    fn fill(&mut self, layers: &[&[f32]]) -> Array {
        self.turn = (self.turn + 1) % self.rounds.len();
        let arrays = &mut self.rounds[self.turn];
        let lengths = arrays.iter().map(Float32Array::length);
        if !lengths.eq(layers.iter().map(|layer| layer.len() as u32)) {
            *arrays = layers
                .iter()
                .map(|layer| Float32Array::new_with_length(layer.len() as u32))
                .collect();
        }
        for (array, layer) in arrays.iter().zip(layers) {
            array.copy_from(layer);
        }
        arrays.iter().map(JsValue::from).collect()
    }
}

/// A grain of the ladder by name.
fn grain(method: &str, unit: &JsValue) -> Result<Grain, JsValue> {
    unit.as_string()
        .and_then(|unit| unit.parse().ok())
        .ok_or_else(|| {
            let allowed = format!("one of {}", Grain::VARIANTS.join(", "));
            refusal(&Problem::new(
                &format!("{method}: unit"),
                &shown(unit),
                allowed,
            ))
        })
}

/// A whole number from `least` to `most`.
fn whole(name: &str, value: &JsValue, least: f64, most: f64) -> Result<f64, JsValue> {
    value
        .as_f64()
        .filter(|number| number.floor() == *number && (least..=most).contains(number))
        .ok_or_else(|| {
            let allowed = format!("a whole number from {least} to {most}");
            refusal(&Problem::new(name, &shown(value), allowed))
        })
}

/// A value from a script as a message repeats it.
fn shown(value: &JsValue) -> String {
    match (value.as_string(), value.as_f64()) {
        (Some(text), _) => format!("\"{text}\""),
        (_, Some(number)) => number.to_string(),
        _ => value.js_typeof().as_string().unwrap_or_default(),
    }
}

fn refusal(problem: &Problem) -> JsValue {
    error(&problem.to_string())
}

/// Whether a value from a script is a tree that can be walked: not too deep, which a cycle
/// always is, and not too large.
fn is_small(value: &JsValue, depth: u32, budget: &mut u32) -> bool {
    if !value.is_object() {
        return true;
    }
    let Some(left) = depth.checked_sub(1) else {
        return false;
    };
    let entries = match value.dyn_ref::<Array>() {
        Some(list) if list.length() > *budget => return false,
        Some(list) => list.clone(),
        None => js_sys::Object::values(value.unchecked_ref()),
    };
    let Some(rest) = budget.checked_sub(entries.length()) else {
        return false;
    };
    *budget = rest;
    entries.iter().all(|entry| is_small(&entry, left, budget))
}
