//! Small helpers over the document's nodes.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleDeclaration, Element, HtmlElement, HtmlInputElement};

use crate::scene::{Part, format};

// What there is in every page, called by its name: no handle of the window or the document goes
// through here for it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;

    /// A new element.
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub(super) fn create(name: &str) -> Element;

    #[wasm_bindgen(js_name = matchMedia)]
    fn match_media(query: &str) -> JsValue;

    /// An element's style as it is worked out.
    #[wasm_bindgen(js_name = getComputedStyle)]
    pub(super) fn computed_style(element: &Element) -> Option<CssStyleDeclaration>;

    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: JsValue;
}

// Properties are asked for and set by their names: each with a function of its own would weigh
// something here and in the glue.

/// A property; `undefined` where there is none.
pub(super) fn property(of: &JsValue, name: &str) -> JsValue {
    // Only what is no object fails.
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

/// A property that is a number; NaN where there is none.
pub(super) fn number(of: &JsValue, name: &str) -> f64 {
    property(of, name).as_f64().unwrap_or(f64::NAN)
}

/// A property that is a text; empty where there is none.
pub(super) fn text(of: &JsValue, name: &str) -> String {
    string(&property(of, name))
}

/// The text that a value is; empty where it is none.
pub(super) fn string(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// Whether a property is there and is so.
pub(super) fn is(of: &JsValue, name: &str) -> bool {
    property(of, name).as_bool() == Some(true)
}

/// Sets a property.
pub(super) fn put(of: &JsValue, name: &str, value: &JsValue) {
    // As in `property`.
    let _ = Reflect::set(of, &name.into(), value);
}

/// Sets a property to a text.
pub(super) fn put_text(of: &JsValue, name: &str, text: &str) {
    put(of, name, &text.into());
}

/// Sets a property to a number.
pub(super) fn put_number(of: &JsValue, name: &str, number: f64) {
    put(of, name, &number.into());
}

/// The window; there always is one where an element lives.
pub(super) fn window() -> JsValue {
    WINDOW.with(JsValue::clone)
}

/// Seconds on a clock that never goes back.
pub(super) fn now() -> f64 {
    milliseconds() / 1000.0
}

/// Device pixels to one CSS pixel.
pub(super) fn density() -> f64 {
    number(&window(), "devicePixelRatio")
}

/// Whether a media query holds now.
pub(super) fn holds(query: &str) -> bool {
    is(&match_media(query), "matches")
}

/// All elements under `root` that match, in the order of the document.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let mut found = Vec::new();
    if let Ok(list) = root.query_selector_all(selector) {
        let list = Array::from(&list);
        for index in 0..list.length() {
            // What a selector finds is an element.
            found.push(list.get(index).unchecked_into());
        }
    }
    found
}

/// The first element under `root` that matches.
pub(super) fn one(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok()?
}

/// The element of a slot under `root`, where the panel that it belongs to is shown.
pub(super) fn slot(root: &Element, name: &str) -> Option<Element> {
    one(root, &format!("[data-slot={name}]"))
}

/// The element of a slot that the page's own HTML always has under `root`.
pub(super) fn part(root: &Element, name: &str) -> Element {
    slot(root, name).unwrap_or_else(|| root.clone())
}

/// The nearest element from `element` outward that matches.
pub(super) fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok()?
}

/// Whether an element is, or lies in, one that matches.
pub(super) fn lies_in(element: &Element, selector: &str) -> bool {
    around(element, selector).is_some()
}

/// Whether an attribute of an element has a value.
pub(super) fn says(element: &Element, name: &str, value: &str) -> bool {
    element.get_attribute(name).as_deref() == Some(value)
}

/// An attribute of an element; empty where it has none.
pub(super) fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Whether an element has an attribute.
pub(super) fn has(element: &Element, name: &str) -> bool {
    element.get_attribute(name).is_some()
}

/// Whether an element is a field to type in, to drag or to tick.
pub(super) fn is_input(element: &Element) -> bool {
    matches(element, "input")
}

/// Whether an element is a field of a type.
pub(super) fn is_field(element: &Element, kind: &str) -> bool {
    is_input(element) && text(element, "type") == kind
}

/// What a field says.
pub(super) fn value(field: &Element) -> String {
    text(field, "value")
}

/// The number that a field says; NaN where it says none.
pub(super) fn number_in(field: &Element) -> f64 {
    number(field, "valueAsNumber")
}

/// Makes a field say something.
pub(super) fn put_value(field: &Element, value: &str) {
    put_text(field, "value", value);
}

/// Ticks a box or a choice, or not.
pub(super) fn check(field: &Element, on: bool) {
    put(field, "checked", &on.into());
}

/// Fills an element with HTML.
pub(super) fn fill(element: &Element, html: &str) {
    put_text(element, "innerHTML", html);
}

/// Puts a text in place of all that an element holds.
pub(super) fn label(element: &Element, text: &str) {
    put_text(element, "textContent", text);
}

/// Gives an element the keyboard.
pub(super) fn focus(element: &Element) {
    // What stands in the page can always be focused.
    let _ = element.unchecked_ref::<HtmlElement>().focus();
}

/// Selects the text of a field.
pub(super) fn select(field: &Element) {
    field.unchecked_ref::<HtmlInputElement>().select();
}

/// Writes a text; the node that holds it stays, which the browser takes lightly.
pub(super) fn write(element: &Element, text: &str) {
    match element.first_child() {
        Some(node) => node.set_node_value(Some(text)),
        None => label(element, text),
    }
}

/// Sets or removes an attribute without a value.
pub(super) fn flag(element: &Element, name: &str, on: bool) {
    // An attribute's name from our own table is always valid.
    let _ = element.toggle_attribute_with_force(name, on);
}

/// Sets an attribute.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    // As above.
    let _ = element.set_attribute(name, value);
}

/// Sets an attribute that is `true` or `false`.
pub(super) fn tell(element: &Element, name: &str, state: bool) {
    set(element, name, if state { "true" } else { "false" });
}

/// Gives an element a title, and the name that is read aloud.
pub(super) fn name(element: &Element, name: &str) {
    set(element, "aria-label", name);
    set(element, "title", name);
}

/// Sets one property of an element's own style.
pub(super) fn style(element: &Element, name: &str, value: &str) {
    let style = element.unchecked_ref::<HtmlElement>().style();
    // As above.
    let _ = style.set_property(name, value);
}

/// Sets one property of an element's own style to a length in CSS pixels.
pub(super) fn length(element: &Element, name: &str, value: f64) {
    let mut text = format::rounded(value, 1);
    text += "px";
    style(element, name, &text);
}

/// Puts an element's corner at a place over a picture, in CSS pixels.
pub(super) fn put_at(element: &Element, left: f64, top: f64) {
    length(element, "left", left);
    length(element, "top", top);
}

/// A new element under `parent`.
pub(super) fn make(parent: &Element, name: &str) -> Element {
    let made = create(name);
    // What was just made can always be appended.
    let _ = parent.append_child(&made);
    made
}

/// The part that an element stands for.
pub(super) fn part_of(element: &Element) -> Option<Part> {
    Part::named(&attribute(element, "data-part"))
}

/// Whether an element has the keyboard.
pub(super) fn has_focus(element: &Element) -> bool {
    matches(element, ":focus")
}

/// Whether a selector matches an element.
pub(super) fn matches(element: &Element, selector: &str) -> bool {
    element.matches(selector).unwrap_or(false)
}

/// Writes a number into a field, as short as a weight is told.
pub(super) fn write_number(field: &Element, value: f64) {
    put_value(field, &format::typed_single(value as f32));
}

/// Shows a number in a field; what is being typed there is left alone.
pub(super) fn show_number(field: &Element, value: f64) {
    let text = format::typed_single(value as f32);
    if !has_focus(field) && self::value(field) != text {
        put_value(field, &text);
    }
}

/// Shows a text where it does not stand yet; tells whether it did not.
pub(super) fn show(node: &Element, text: &str) -> bool {
    let other = self::text(node, "textContent") != text;
    if other {
        label(node, text);
    }
    other
}

/// An error for the script that called.
pub(super) fn error(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
