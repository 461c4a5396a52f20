//! Small helpers over the document's nodes.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, Window};

/// The window; there always is one where an element lives.
pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

/// Seconds on a clock that never goes back.
pub(super) fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now() / 1000.0)
}

/// Device pixels to one CSS pixel.
pub(super) fn density() -> f64 {
    window().map_or(1.0, |window| window.device_pixel_ratio())
}

/// The document.
pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// All elements under `root` that match, in the order of the document.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(list) = root.query_selector_all(selector) else {
        return Vec::new();
    };
    (0..list.length())
        .filter_map(|i| list.item(i)?.dyn_into().ok())
        .collect()
}

/// The first element under `root` that matches.
pub(super) fn one<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}

/// The nearest element from `element` outward that matches.
pub(super) fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok()?
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

/// Sets one property of an element's own style.
pub(super) fn style(element: &HtmlElement, name: &str, value: &str) {
    // As above.
    let _ = element.style().set_property(name, value);
}

/// A number as a length in CSS pixels.
pub(super) fn px(value: f64) -> String {
    format!("{value:.1}px")
}

/// An error for the script that called.
pub(super) fn error(message: &str) -> JsValue {
    js_sys::Error::new(message).into()
}
