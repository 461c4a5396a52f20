//! Every weight, bias and gradient as a table in which each number can be changed.

use maud::{Markup, html};

use crate::lab::experiment::LayerValues;
use crate::lab::words::word;
use crate::scene::Part;

/// The tables of all layers as HTML; `inputs` are the names of the features. The numbers
/// are filled in afterwards: a field carries its part in `data-part`, a gradient in
/// `data-gradient`.
#[must_use]
pub fn tables(layers: &[LayerValues], inputs: &[String]) -> String {
    let mut markup = Vec::new();
    let mut before = inputs.to_vec();
    for (layer, values) in layers.iter().enumerate() {
        let name = layer_name(layer, layers.len());
        markup.push(table(layer, &name, values, &before));
        before = (1..=values.bias.len())
            .map(|unit| format!("{} {unit}", word("ui.unit")))
            .collect();
    }
    html! { @for table in &markup { (table) } }.into_string()
}

/// `Hidden layer 2`, or the output.
fn layer_name(layer: usize, count: usize) -> String {
    if layer + 1 == count {
        word("ui.output-layer").to_owned()
    } else {
        format!("{} {}", word("ui.hidden-layer"), layer + 1)
    }
}

fn table(layer: usize, name: &str, values: &LayerValues, before: &[String]) -> Markup {
    let cell = |part: Part, label: String| {
        html! {
            td {
                input type="number" step="any" autocomplete="off" data-part=(part) aria-label=(label);
                span data-gradient=(part) {}
            }
        }
    };
    html! {
        table {
            caption { (name) ", " (word(values.activation)) }
            thead {
                tr {
                    th scope="col" { (word("ui.unit")) }
                    @for input in before { th scope="col" { (word("ui.from")) " " (input) } }
                    th scope="col" { (word("ui.bias")) }
                }
            }
            tbody {
                @for unit in 0..values.bias.len() {
                    tr {
                        th scope="row" { (unit + 1) }
                        @for (input, from) in before.iter().enumerate() {
                            (cell(
                                Part::Weight { layer, unit, input },
                                format!("{name}, {} {}, {} {from}", word("ui.unit"), unit + 1, word("ui.weight-from")),
                            ))
                        }
                        (cell(
                            Part::Bias { layer, unit },
                            format!("{name}, {} {}, {}", word("ui.unit"), unit + 1, word("ui.bias")),
                        ))
                    }
                }
            }
        }
    }
}
