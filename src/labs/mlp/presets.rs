//! Named configurations worth a look, each a link's fragment.

/// A configuration with a name; its label and its line of text stand in the table of
/// words under `preset.NAME` and `preset.NAME.help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// The name.
    pub name: &'static str,
    /// The document, as a link writes it.
    pub fragment: &'static str,
}

/// The presets, in the order of the menu.
pub static PRESETS: &[Preset] = &[
    preset("spam", ""),
    preset(
        "neuron",
        "data.kind=gaussians&model.hidden=&model.output=relu&model.weights=0.3,0.7,0&train.loss=half-squared&point=0.5,0.8",
    ),
    preset(
        "perceptron",
        "model.hidden=&train.optimizer=perceptron&train.rate=0.1&train.batch=1&view.speed=2-epochs&data.kind=gaussians",
    ),
    preset(
        "perceptron-xor",
        "model.hidden=&train.optimizer=perceptron&train.rate=0.1&train.batch=1&view.speed=2-epochs&data.kind=xor",
    ),
    preset("xor", "data.kind=xor&model.hidden=4"),
    preset(
        "linear",
        "data.kind=circle&model.hidden=4,4&model.activation=identity",
    ),
    preset("circle", "data.kind=circle&model.hidden=4"),
    preset(
        "circle-features",
        "data.kind=circle&model.hidden=&data.features=x1^2,x2^2",
    ),
    preset(
        "symmetry",
        "data.kind=circle&model.hidden=4&model.init=zeros",
    ),
    preset(
        "deep-sigmoid",
        "data.kind=circle&model.hidden=6,6,6,6&model.activation=sigmoid",
    ),
    preset("spiral", "data.kind=spiral&model.hidden=8,8&train.rate=0.1"),
    preset("softmax", "data.kind=three-gaussians&model.hidden="),
    preset(
        "sine",
        "data.kind=sine&model.hidden=4&train.optimizer=adam&train.rate=0.03",
    ),
    preset(
        "plane",
        "data.kind=multi-gaussian&model.hidden=8,8&train.optimizer=adam&train.rate=0.01",
    ),
];

const fn preset(name: &'static str, fragment: &'static str) -> Preset {
    Preset { name, fragment }
}

/// The preset of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.name == name)
}
