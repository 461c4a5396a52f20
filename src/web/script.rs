//! The methods that scripts call. Every argument is checked here; a refusal is an `Error`
//! that names what was wrong and what is allowed.

use js_sys::{Array, Float32Array};
use strum::VariantNames;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::dom::{error, string};
use super::figure::Figure;
use super::plain::{self, Asked, plain, told, tree};
use crate::app::document::MAX_FRAGMENT;
use crate::app::{Action, Effects};
use crate::lab::words::word;
use crate::lab::{Grain, Kind, Problem, Setting, Value};
use crate::scene::format;

/// Largest side of a map.
const MOST_CELLS: i64 = 512;
/// Most updates or epochs of one call.
const MOST_STEPS: i64 = 10_000_000;
/// The largest number of a step or a sample that is looked for.
const FURTHEST: i64 = 9_007_199_254_740_991;
/// Most rows of one prediction.
const MOST_ROWS: u32 = 100_000;
/// How deep a state's tree may be.
const DEEPEST: u32 = 8;
/// Most entries of a state's tree.
const MOST_ENTRIES: u32 = 4_096;

#[wasm_bindgen]
impl Figure {
    /// Calls a method of the script interface with what a script gave:
    ///
    /// | method | what it gives or does |
    /// |---|---|
    /// | `getState()` | `{v, seed, config}`, with `step` once there is one |
    /// | `setState(state)` | takes a whole state over |
    /// | `play()`, `pause()` | starts and stops playing |
    /// | `reset()` | goes back to step 0 with the same initial weights |
    /// | `step(unit, n)`, `back(unit, n)` | goes on and back by `n` of `unit`; the metrics |
    /// | `seek(step)` | goes to a step of the present line, or to its nearest end; the metrics |
    /// | `history()` | `{step, oldest, newest, branches}` |
    /// | `trace(sample)` | `{input, target, layers: [{z, a, delta, dWeight, dBias}], output, loss}` |
    /// | `tape()` | the rows of the present sample's tape |
    /// | `metrics()` | `{epoch, step, trainLoss, testLoss, trainAccuracy, testAccuracy}` |
    /// | `weights()` | `[{weight: number[units][inputs], bias: number[units], activation}]` |
    /// | `setWeights(layers)` | replaces all weights and biases |
    /// | `predict(rows)` | outputs after the output activation for rows of raw inputs |
    /// | `data()` | `{inputs, targets, train: number[], test: number[]}` |
    /// | `nextBatch()` | the sample indices of the next update |
    /// | `gradients()` | the mean gradient of the next update, in the shape of `weights()` |
    /// | `maps(size)` | every unit's map of `size` by `size`, a `Float32Array` a layer |
    /// | `toURL()` | the absolute address of the state |
    ///
    /// Where training meets a number that is not finite it stops at that step, and
    /// `glass-error` says why. The arrays of `maps` stay as they are during the next three
    /// calls, then they are filled again.
    ///
    /// # Errors
    /// A value is not allowed: everything stays as it was.
    pub fn call(&mut self, method: &str, given: &Array) -> Result<JsValue, JsValue> {
        let (first, second) = (&given.get(0), &given.get(1));
        let action = match method {
            "getState" => return Ok(plain(&self.session.document().to_value())),
            "setState" => return self.set_state(first),
            "play" => Action::Play,
            "pause" => Action::Pause,
            "reset" => Action::Restart,
            "step" | "back" => {
                let grain = grain(method, first)?;
                let n = whole(&format!("{method}: n"), second, 1, MOST_STEPS)?;
                match method {
                    "step" => Action::Step(grain, n),
                    _ => Action::Back(grain, n),
                }
            }
            "seek" => Action::Seek(whole("seek: step", first, 0, FURTHEST)?),
            "history" => return Ok(told(&self.session.lab().history())),
            "trace" => {
                let last = self.session.lab().data_len().saturating_sub(1);
                let sample = whole("trace: sample", first, 0, last as i64)?;
                return match self.session.lab().trace(sample as usize) {
                    Ok(trace) => Ok(told(&trace)),
                    Err(problem) => Err(refusal(&problem)),
                };
            }
            "tape" => {
                let len = self.session.lab().tape().len;
                return Ok(told(&self.session.lab_mut().rows(0..len)));
            }
            "metrics" => return Ok(told(&self.session.metrics())),
            "weights" => return Ok(told(&self.session.lab().layers())),
            "setWeights" => return self.set_weights(first),
            "predict" => return self.predict(first),
            "data" => return Ok(told(&self.session.lab().data())),
            "nextBatch" => return Ok(told(&self.session.lab().next_batch())),
            "gradients" => return Ok(told(&self.session.lab_mut().gradients())),
            "maps" => {
                let size = whole("maps: size", first, 1, MOST_CELLS)?;
                let maps = self.session.lab_mut().maps(size as usize);
                return Ok(self.given.fill(&maps).into());
            }
            "toURL" => {
                return match self.to_url() {
                    Some(url) => Ok(url.into()),
                    None => Err(error(&format!("toURL: {}", word("ui.share.long")))),
                };
            }
            _ => return Ok(JsValue::NULL),
        };
        let quiet = matches!(action, Action::Play | Action::Pause | Action::Restart);
        self.act(action);
        if quiet {
            return Ok(JsValue::NULL);
        }
        Ok(told(&self.session.metrics()))
    }
}

/// What is asked for as a state, as rows, and as layers.
const STATE: Asked = Asked("state: ", "");
const ROWS: Asked = Asked("predict: ", "");
const LAYERS: Asked = Asked(
    "layers: ",
    "; expected [{weight: number[][], bias: number[]}]",
);

impl Figure {
    fn set_state(&mut self, state: &JsValue) -> Result<JsValue, JsValue> {
        let mut budget = MOST_ENTRIES;
        if !is_small(state, DEEPEST, &mut budget) {
            return Err(error(&format!(
                "state: it is not a plain tree of at most {DEEPEST} levels and {MOST_ENTRIES} entries"
            )));
        }
        let state = tree(state, &STATE)?;
        let effects = self.session.set_state(&state);
        self.took(effects)
    }

    /// Takes the effects of what a script has changed.
    fn took(&mut self, effects: Result<Effects, Problem>) -> Result<JsValue, JsValue> {
        match effects {
            Ok(effects) => {
                self.take(effects);
                Ok(JsValue::NULL)
            }
            Err(problem) => Err(refusal(&problem)),
        }
    }

    /// The shape, and the activations where they are said, have to be those of the network.
    fn set_weights(&mut self, layers: &JsValue) -> Result<JsValue, JsValue> {
        let layers = tree(layers, &LAYERS)?;
        let (layers, activations) = plain::layers(&layers, &LAYERS)?;
        let now = self.session.lab().layers();
        for (index, (name, now)) in activations.iter().zip(&now).enumerate() {
            if let Some(name) = name
                && name != now.activation
            {
                return Err(refusal(&Problem::new(
                    &format!("layers[{index}].activation"),
                    name,
                    format!("{} (setState changes activations)", now.activation),
                )));
            }
        }
        let effects = self.session.set_layers(&layers);
        self.took(effects)
    }

    fn predict(&mut self, rows: &JsValue) -> Result<JsValue, JsValue> {
        let count = rows.dyn_ref::<Array>().map(Array::length);
        if count.is_none_or(|count| count > MOST_ROWS) {
            return Err(error(&format!(
                "predict: expected an array of at most {MOST_ROWS} rows"
            )));
        }
        // One sentence for whatever is wrong with them.
        let rows = tree(rows, &ROWS).and_then(|rows| plain::rows(&rows, &ROWS));
        let Ok(rows) = rows else {
            return Err(error(
                "predict: expected number[][], an array of numbers for each row",
            ));
        };
        match self.session.lab_mut().predict(&rows) {
            Ok(outputs) => Ok(told(&outputs)),
            Err(problem) => Err(refusal(&problem)),
        }
    }

    /// The absolute address of the state; none where more was changed by hand than a link
    /// holds.
    pub(super) fn to_url(&self) -> Option<String> {
        let fragment = self.session.document().to_fragment();
        (fragment.len() <= MAX_FRAGMENT).then(|| self.link.url(&fragment))
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
        arrays.truncate(layers.len());
        let given = Array::new();
        for (index, layer) in layers.iter().enumerate() {
            let length = layer.len() as u32;
            if arrays
                .get(index)
                .is_none_or(|array| array.length() != length)
            {
                arrays.truncate(index);
                arrays.push(Float32Array::new_with_length(length));
            }
            if let Some(array) = arrays.get(index) {
                array.copy_from(layer);
                given.push(array);
            }
        }
        given
    }
}

/// A grain of the ladder by name.
fn grain(method: &str, unit: &JsValue) -> Result<Grain, JsValue> {
    string(unit).parse().map_err(|_| {
        let allowed = Kind::Choice(Grain::VARIANTS).allowed();
        refusal(&Problem::new(
            &format!("{method}: unit"),
            &shown(unit),
            allowed,
        ))
    })
}

/// A whole number from `min` to `max`.
fn whole(name: &str, value: &JsValue, min: i64, max: i64) -> Result<u64, JsValue> {
    let kind = Kind::Integer { min, max };
    let number = Value::Number(value.as_f64().unwrap_or(f64::NAN));
    match kind.read(&number) {
        Some(Setting::Number(number)) => Ok(number as u64),
        _ => Err(refusal(&Problem::new(name, &shown(value), kind.allowed()))),
    }
}

/// A value from a script as a message repeats it.
fn shown(value: &JsValue) -> String {
    match (value.as_string(), value.as_f64()) {
        (Some(text), _) => format!("\"{text}\""),
        (_, Some(number)) if number.is_infinite() => {
            let sign = if number < 0.0 { "-" } else { "" };
            format!("{sign}Infinity")
        }
        (_, Some(number)) => format::plain(number),
        _ if value.is_null() => "null".to_owned(),
        _ => string(&value.js_typeof()),
    }
}

/// A problem as the error that a script gets.
pub(super) fn refusal(problem: &Problem) -> JsValue {
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
