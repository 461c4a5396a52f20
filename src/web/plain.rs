//! Plain values as scripts have them, in both directions. A refusal says what was found and what
//! was expected there.

use std::fmt;

use js_sys::{Array, ArrayBuffer, Map, Object, Reflect, Symbol, Uint8Array};
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Serialize, Serializer};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::lab::Value;
use crate::lab::value::MAX_ENTRIES;

#[wasm_bindgen]
extern "C" {
    /// What the browser makes of anything as a text.
    #[wasm_bindgen(js_name = String)]
    fn text_of(value: &JsValue) -> String;
}

/// A value as plain JSON.
pub(super) fn plain<T: Serialize + ?Sized>(value: &T) -> JsValue {
    let Ok(made) = value.serialize(Plain);
    made
}

/// Sets a property of an object that we have made.
pub(super) fn put(object: &Object, key: &str, value: &JsValue) {
    // Of a plain object it cannot fail.
    let _ = Reflect::set(object, &key.into(), value);
}

/// The refusal of a value of another type.
fn wrong(value: &JsValue, expected: &str) -> String {
    let found = if is_nothing(value) {
        "unit value".to_owned()
    } else if let Some(flag) = value.as_bool() {
        format!("boolean `{flag}`")
    } else if let Some(number) = value.as_f64() {
        let whole = number.is_finite() && number.floor() == number;
        format!("floating point `{number}{}`", if whole { ".0" } else { "" })
    } else if let Some(text) = value.as_string() {
        format!("string {text:?}")
    } else if is_bytes(value) {
        "byte array".to_owned()
    } else {
        format!("{value:?}")
    };
    format!("Error: invalid type: {found}, expected {expected}")
}

fn is_bytes(value: &JsValue) -> bool {
    value.has_type::<Uint8Array>() || value.has_type::<ArrayBuffer>()
}

/// What a list, or anything else that can be walked through, holds.
///
/// # Errors
/// It is none.
fn list(value: &JsValue) -> Result<Array, String> {
    if let Some(list) = value.dyn_ref::<Array>() {
        return Ok(list.clone());
    }
    match js_sys::try_iter(value) {
        Ok(Some(_)) => Ok(Array::from(value)),
        Ok(None) => Err(wrong(value, "a sequence")),
        Err(reason) => Err(text_of(&reason)),
    }
}

/// A list of numbers.
///
/// # Errors
/// It is no list, or something in it is no number.
fn numbers(value: &JsValue) -> Result<Vec<f64>, String> {
    let mut numbers = Vec::new();
    for item in list(value)?.iter() {
        numbers.push(item.as_f64().ok_or_else(|| wrong(&item, "f64"))?);
    }
    Ok(numbers)
}

/// Rows of numbers.
///
/// # Errors
/// As for the lists in it.
pub(super) fn rows(value: &JsValue) -> Result<Vec<Vec<f64>>, String> {
    let mut rows = Vec::new();
    for item in list(value)?.iter() {
        rows.push(numbers(&item)?);
    }
    Ok(rows)
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
    for layer in list(value)?.iter() {
        if !layer.is_object() {
            return Err(wrong(&layer, "struct Layer"));
        }
        let weight = field(&layer, "weight");
        let weight = weight.map(|weight| rows(&weight)).transpose()?;
        let bias = field(&layer, "bias");
        let bias = bias.map(|bias| numbers(&bias)).transpose()?;
        let name = field(&layer, "activation").filter(|name| !is_nothing(name));
        activations.push(name.map(|name| text(&name)).transpose()?);
        let missing = |name: &str| format!("Error: missing field `{name}`");
        layers.push((
            weight.ok_or_else(|| missing("weight"))?,
            bias.ok_or_else(|| missing("bias"))?,
        ));
    }
    Ok((layers, activations))
}

/// A property of an object, where it has it.
fn field(object: &JsValue, name: &str) -> Option<JsValue> {
    let key = JsValue::from_str(name);
    let field = Reflect::get(object, &key).ok()?;
    (!field.is_undefined() || key.js_in(object)).then_some(field)
}

/// Whether a value is `null` or `undefined`.
fn is_nothing(value: &JsValue) -> bool {
    value.is_null() || value.is_undefined()
}

fn text(value: &JsValue) -> Result<String, String> {
    value.as_string().ok_or_else(|| wrong(value, "a string"))
}

/// A tree of plain values; its depth is not looked at.
///
/// # Errors
/// Something in it is not plain, or it is too large.
pub(super) fn tree(value: &JsValue) -> Result<Value, String> {
    if is_nothing(value) {
        return Ok(Value::Null);
    }
    if let Some(flag) = value.as_bool() {
        return Ok(Value::Flag(flag));
    }
    if value.is_bigint() {
        let number = i64::try_from(value.clone()).map(|whole| whole as f64);
        let number = number.or_else(|big| u64::try_from(big).map(|whole| whole as f64));
        return number.map(Value::Number).map_err(|_| {
            "Error: Couldn't deserialize i64 or u64 from a BigInt outside i64::MIN..u64::MAX bounds"
                .to_owned()
        });
    }
    if let Some(number) = value.as_f64() {
        // No negative nothing.
        return Ok(Value::Number(number + 0.0));
    }
    if let Some(text) = value.as_string() {
        return Ok(Value::Text(text));
    }
    if let Some(list) = value.dyn_ref::<Array>() {
        if list.length() as usize > MAX_ENTRIES {
            return Err("Error: a list longer than 20000 entries".to_owned());
        }
        let mut items = Vec::new();
        for item in list.iter() {
            items.push(tree(&item)?);
        }
        return Ok(Value::List(items));
    }
    let pairs = if value.has_type::<Map>() {
        Array::from(value)
    } else if !value.is_object() || is_bytes(value) || Symbol::iterator().js_in(value) {
        return Err(wrong(value, "plain JSON"));
    } else {
        Object::entries(value.unchecked_ref())
    };
    if pairs.length() as usize > MAX_ENTRIES {
        return Err("Error: an object with more than 20000 entries".to_owned());
    }
    let mut entries = Vec::new();
    for pair in pairs.iter() {
        let pair: Array = pair.unchecked_into();
        entries.push((text(&pair.get(0))?, tree(&pair.get(1))?));
    }
    Ok(Value::Tree(entries))
}

/// Makes what serde tells of a value into one for scripts: a missing one is `null`, a whole
/// number a number, a variant what it holds.
struct Plain;

/// A list, or an object with the key of its next entry, under construction.
struct Growing<T> {
    made: T,
    key: JsValue,
}

/// Why a value cannot be made, which does not happen: without reasons the results are no larger
/// than the values.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl serde::ser::Error for Never {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        panic!("a value for scripts refuses to be told: {reason}")
    }
}

type Made = Result<JsValue, Never>;

macro_rules! numbers {
    ($($name:ident($kind:ty);)*) => {
        $(fn $name(self, number: $kind) -> Made {
            Ok(JsValue::from_f64(number as f64))
        })*
    };
}

impl Serializer for Plain {
    type Ok = JsValue;
    type Error = Never;
    type SerializeSeq = Growing<Array>;
    type SerializeTuple = Growing<Array>;
    type SerializeTupleStruct = Growing<Array>;
    type SerializeTupleVariant = Growing<Array>;
    type SerializeMap = Growing<Object>;
    type SerializeStruct = Growing<Object>;
    type SerializeStructVariant = Growing<Object>;

    numbers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
    }

    fn serialize_bool(self, flag: bool) -> Made {
        Ok(flag.into())
    }

    fn serialize_char(self, letter: char) -> Made {
        self.serialize_str(letter.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Made {
        Ok(text.into())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Made {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_unit(self) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Made {
        self.serialize_str(name)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Made {
        value.serialize(self)
    }

    fn collect_seq<I>(self, items: I) -> Made
    where
        I: IntoIterator<Item: Serialize>,
    {
        let made = Array::new();
        for item in items {
            made.push(&item.serialize(Plain)?);
        }
        Ok(made.into())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Growing<Array>, Never> {
        Ok(Growing {
            made: Array::new(),
            key: JsValue::UNDEFINED,
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Growing<Array>, Never> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Growing<Array>, Never> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Growing<Array>, Never> {
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Growing<Object>, Never> {
        Ok(Growing {
            made: Object::new(),
            key: JsValue::UNDEFINED,
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Growing<Object>, Never> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Growing<Object>, Never> {
        self.serialize_map(None)
    }
}

macro_rules! lists {
    ($($kind:ident::$add:ident;)*) => {
        $(impl $kind for Growing<Array> {
            type Ok = JsValue;
            type Error = Never;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.made.push(&value.serialize(Plain)?);
                Ok(())
            }

            fn end(self) -> Made {
                Ok(self.made.into())
            }
        })*
    };
}

lists! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

macro_rules! objects {
    ($($kind:ident;)*) => {
        $(impl $kind for Growing<Object> {
            type Ok = JsValue;
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                key: &'static str,
                value: &T,
            ) -> Result<(), Never> {
                put(&self.made, key, &value.serialize(Plain)?);
                Ok(())
            }

            fn end(self) -> Made {
                Ok(self.made.into())
            }
        })*
    };
}

objects! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for Growing<Object> {
    type Ok = JsValue;
    type Error = Never;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.key = key.serialize(Plain)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        // As in `put`.
        let _ = Reflect::set(&self.made, &self.key, &value.serialize(Plain)?);
        Ok(())
    }

    fn end(self) -> Made {
        Ok(self.made.into())
    }
}
