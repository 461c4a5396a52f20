//! Every weight, bias and gradient as a table in which each number can be changed.

use super::template::put;
use crate::app::phrase;
use crate::lab::experiment::LayerValues;
use crate::lab::words::word;
use crate::scene::Part;

/// The tables of all layers as HTML; `inputs` are the names of the features. The numbers
/// are filled in afterwards: a field carries its part in `data-part`, a gradient in
/// `data-gradient`.
#[must_use]
pub fn tables(layers: &[LayerValues], inputs: &[String]) -> String {
    let mut html = String::new();
    let mut before = inputs.to_vec();
    for (layer, values) in layers.iter().enumerate() {
        let name = layer_name(layer, layers.len());
        table(&mut html, layer, &name, values, &before);
        before.clear();
        for unit in 1..=values.bias.len() {
            before.push(phrase("{ui.unit} {0}", &[&unit.to_string()]));
        }
    }
    html
}

/// `Hidden layer 2`, or the output.
fn layer_name(layer: usize, count: usize) -> String {
    if layer + 1 == count {
        word("ui.output-layer").to_owned()
    } else {
        phrase("{ui.hidden-layer} {0}", &[&(layer + 1).to_string()])
    }
}

/// The field of a number and the place of its gradient.
const CELL: [&str; 2] = [
    "<td><input type='number' step='any' autocomplete='off' data-part='{0}' \
    aria-label='{1}, {ui.unit} {2}, ",
    "'><span data-gradient='{0}'></span></td>",
];

fn table(html: &mut String, layer: usize, name: &str, values: &LayerValues, before: &[String]) {
    let caption = "<table><caption>{1}, {$}</caption><thead><tr><th scope='col'>{ui.unit}</th>";
    put(html, caption, &[values.activation, name]);
    for input in before {
        put(html, "<th scope='col'>{ui.from} {0}</th>", &[input]);
    }
    put(
        html,
        "<th scope='col'>{ui.bias}</th></tr></thead><tbody>",
        &[],
    );
    for unit in 0..values.bias.len() {
        let number = (unit + 1).to_string();
        put(html, "<tr><th scope='row'>{0}</th>", &[&number]);
        let mut cell = |part: Part, label: &str, from: &str| {
            let part = part.to_string();
            put(html, CELL[0], &[&part, name, &number]);
            put(html, label, &[from]);
            put(html, CELL[1], &[&part]);
        };
        for (input, from) in before.iter().enumerate() {
            let weight = Part::Weight { layer, unit, input };
            cell(weight, "{ui.weight-from} {0}", from);
        }
        cell(Part::Bias { layer, unit }, "{ui.bias}", "");
        *html += "</tr>";
    }
    *html += "</tbody></table>";
}
