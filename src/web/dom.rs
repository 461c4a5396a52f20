//! Small helpers over the document's nodes.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CssStyleDeclaration, Element, HtmlElement, HtmlInputElement, MediaQueryList, Window,
};

use crate::scene::{Part, format};

// What there is in every page, called by its name: no handle of the window or the document goes
// through here for it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn milliseconds() -> f64;

    /// A new element.
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    pub(super) fn create(name: &str) -> HtmlElement;

    #[wasm_bindgen(js_name = matchMedia)]
    fn match_media(query: &str) -> Option<MediaQueryList>;

    /// An element's style as it is worked out.
    #[wasm_bindgen(js_name = getComputedStyle)]
    pub(super) fn computed_style(element: &Element) -> Option<CssStyleDeclaration>;

    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;
}

/// The window; there always is one where an element lives.
pub(super) fn window() -> Window {
    WINDOW.with(Window::clone)
}

/// Seconds on a clock that never goes back.
pub(super) fn now() -> f64 {
    milliseconds() / 1000.0
}

/// Device pixels to one CSS pixel.
pub(super) fn density() -> f64 {
    window().device_pixel_ratio()
}

/// Whether a media query holds now.
pub(super) fn holds(query: &str) -> bool {
    match_media(query).is_some_and(|list| list.matches())
}

/// All elements under `root` that match, in the order of the document.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let mut found = Vec::new();
    if let Ok(list) = root.query_selector_all(selector) {
        for index in 0..list.length() {
            // What a selector finds is an element.
            if let Some(node) = list.item(index) {
                found.push(node.unchecked_into());
            }
        }
    }
    found
}

/// The first element under `root` that matches, taken for what the page's own HTML has there.
pub(super) fn one<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    first(root, selector).map(JsCast::unchecked_into)
}

fn first(root: &Element, selector: &str) -> Option<Element> {
    root.query_selector(selector).ok()?
}

/// The element of a slot under `root`, where the panel that it belongs to is shown.
pub(super) fn slot<T: JsCast>(root: &Element, name: &str) -> Option<T> {
    place(root, name).map(JsCast::unchecked_into)
}

fn place(root: &Element, name: &str) -> Option<Element> {
    first(root, &format!("[data-slot={name}]"))
}

/// The element of a slot that the page's own HTML always has under `root`.
pub(super) fn part<T: JsCast>(root: &Element, name: &str) -> T {
    let found = place(root, name);
    found.unwrap_or_else(|| root.clone()).unchecked_into()
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

/// The field that an element is, if it is one to type in, to drag or to tick.
pub(super) fn field(element: &Element) -> Option<&HtmlInputElement> {
    element.dyn_ref()
}

/// Whether an element is a field of a type.
pub(super) fn is_field(element: &Element, kind: &str) -> bool {
    field(element).is_some_and(|field| field.type_() == kind)
}

/// Whether two handles are of one node.
pub(super) fn is_same(a: &Element, b: &Element) -> bool {
    a == b
}

/// Writes a text; the node that holds it stays, which the browser takes lightly.
pub(super) fn write(element: &Element, text: &str) {
    match element.first_child() {
        Some(node) => node.set_node_value(Some(text)),
        None => element.set_text_content(Some(text)),
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
pub(super) fn style(element: &HtmlElement, name: &str, value: &str) {
    // As above.
    let _ = element.style().set_property(name, value);
}

/// Sets one property of an element's own style to a length in CSS pixels.
pub(super) fn length(element: &HtmlElement, name: &str, value: f64) {
    style(element, name, &(format::rounded(value, 1) + "px"));
}

/// Puts an element's corner at a place over a picture, in CSS pixels.
pub(super) fn put_at(element: &HtmlElement, left: f64, top: f64) {
    length(element, "left", left);
    length(element, "top", top);
}

/// A new element under `parent`.
pub(super) fn make(parent: &Element, name: &str) -> HtmlElement {
    let made = create(name);
    // What was just made can always be appended.
    let _ = parent.append_child(&made);
    made
}

/// The part that an element stands for.
pub(super) fn part_of(element: &Element) -> Option<Part> {
    element.get_attribute("data-part")?.parse().ok()
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
pub(super) fn write_number(field: &HtmlInputElement, value: f64) {
    field.set_value(&format::typed_single(value as f32));
}

/// Shows a number in a field; what is being typed there is left alone.
pub(super) fn show_number(field: &HtmlInputElement, value: f64) {
    let text = format::typed_single(value as f32);
    if !has_focus(field) && field.value() != text {
        field.set_value(&text);
    }
}

/// Shows a text where it does not stand yet; tells whether it did not.
pub(super) fn show(node: &Element, text: &str) -> bool {
    let other = node.text_content().as_deref() != Some(text);
    if other {
        node.set_text_content(Some(text));
    }
    other
}

/// An error for the script that called.
pub(super) fn error(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
