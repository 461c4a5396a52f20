//! Small helpers over the document's nodes.

use js_sys::Array;
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
    pub(super) fn computed_style(element: &Element) -> Option<Style>;

    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: JsValue;
}

// Properties are asked for and set by their names: each with a function of its own would weigh
// something here and in the glue. Only of what is no object this fails, which no caller has.
#[wasm_bindgen]
extern "C" {
    /// A property; `undefined` where there is none.
    #[wasm_bindgen(js_namespace = Reflect, js_name = get)]
    pub(super) fn property(of: &JsValue, name: &str) -> JsValue;

    /// A property that is a number; NaN where there is none.
    #[wasm_bindgen(js_namespace = Reflect, js_name = get)]
    pub(super) fn number(of: &JsValue, name: &str) -> f64;

    /// Whether a property is there and is so.
    #[wasm_bindgen(js_namespace = Reflect, js_name = get)]
    pub(super) fn is(of: &JsValue, name: &str) -> bool;

    /// Sets a property.
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    pub(super) fn put(of: &JsValue, name: &str, value: &JsValue);

    /// Sets a property to a text.
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    pub(super) fn put_text(of: &JsValue, name: &str, text: &str);

    /// Sets a property to a number.
    #[wasm_bindgen(js_namespace = Reflect, js_name = set)]
    pub(super) fn put_number(of: &JsValue, name: &str, number: f64);
}

#[wasm_bindgen]
extern "C" {
    /// An element's methods that cannot fail for the page's own selectors and names, so that
    /// nothing is caught.
    #[wasm_bindgen(extends = Element, js_name = Element)]
    #[derive(Debug)]
    type Tag;

    #[wasm_bindgen(method, js_name = querySelector)]
    fn first(this: &Tag, selector: &str) -> Option<Element>;

    #[wasm_bindgen(method, js_name = querySelectorAll)]
    fn every(this: &Tag, selector: &str) -> JsValue;

    #[wasm_bindgen(method, js_name = closest)]
    fn nearest(this: &Tag, selector: &str) -> Option<Element>;

    #[wasm_bindgen(method, js_name = matches)]
    fn fits(this: &Tag, selector: &str) -> bool;

    #[wasm_bindgen(method, js_name = setAttribute)]
    fn note(this: &Tag, name: &str, value: &str);

    #[wasm_bindgen(method, js_name = toggleAttribute)]
    fn toggle(this: &Tag, name: &str, on: bool);

    #[wasm_bindgen(method, js_name = appendChild)]
    fn take(this: &Tag, child: &Element);

    #[wasm_bindgen(method, js_name = focus)]
    fn focus(this: &Tag);

    /// The same of a style.
    #[wasm_bindgen(extends = CssStyleDeclaration, js_name = CSSStyleDeclaration)]
    #[derive(Debug)]
    pub(super) type Style;

    /// One of its properties; empty where it has none.
    #[wasm_bindgen(method, js_name = getPropertyValue)]
    pub(super) fn told(this: &Style, name: &str) -> String;

    #[wasm_bindgen(method, js_name = setProperty)]
    fn tell(this: &Style, name: &str, value: &str);
}

/// An element with the methods above.
fn tag(element: &Element) -> &Tag {
    element.unchecked_ref()
}

/// A property that is a text; empty where there is none.
pub(super) fn text(of: &JsValue, name: &str) -> String {
    string(&property(of, name))
}

/// The text that a value is; empty where it is none.
pub(super) fn string(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
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
    let list = Array::from(&tag(root).every(selector));
    let mut found = Vec::new();
    for index in 0..list.length() {
        // What a selector finds is an element.
        found.push(list.get(index).unchecked_into());
    }
    found
}

/// The first element under `root` that matches.
pub(super) fn one(root: &Element, selector: &str) -> Option<Element> {
    tag(root).first(selector)
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
    tag(element).nearest(selector)
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
    tag(element).focus();
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
    tag(element).toggle(name, on);
}

/// Sets an attribute.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    tag(element).note(name, value);
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
    style.unchecked_ref::<Style>().tell(name, value);
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
    tag(parent).take(&made);
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
    tag(element).fits(selector)
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
