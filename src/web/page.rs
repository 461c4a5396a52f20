//! The element's nodes: texts that change, fields, notices.

use web_sys::{Element, ShadowRoot};

use super::dom;
use crate::app::{Session, panel, phrase, slider, walker};
use crate::lab::words::word;
use crate::lab::{Config, Control, Metrics, Setting};
use crate::scene::{format, read};

/// The nodes inside an element's shadow root.
#[derive(Debug)]
pub(super) struct Page {
    /// The outermost element.
    pub root: Element,
    texts: Vec<Text>,
    fields: Vec<Field>,
    seed: Option<Element>,
    notices: Element,
    notices_html: String,
    line_tools: Option<Element>,
    toast: Option<Element>,
    explained: Option<(Element, Element)>,
    announced: bool,
}

/// A text that changes.
#[derive(Debug)]
struct Text {
    name: String,
    node: Element,
    now: String,
    /// Marked for a moment at every change that the reader made.
    flips: bool,
}

/// A form field of a control.
#[derive(Debug)]
struct Field {
    control: &'static Control,
    item: Option<String>,
    layer: Option<usize>,
    /// A menu is asked and set as the fields are.
    node: Element,
    form: Form,
}

/// How a field is set.
#[derive(Debug)]
enum Form {
    Check,
    Radio,
    Number,
    /// A slider, with its stops.
    Range(Vec<f64>),
    Menu,
}

/// What the reader has set a field to.
#[derive(Debug)]
pub(super) struct Wish {
    /// The control.
    pub key: &'static str,
    /// What to set it to, as a link writes it.
    pub text: String,
}

impl Page {
    /// Puts an empty page into the shadow root.
    pub(super) fn root(shadow: &ShadowRoot) -> Element {
        let root = dom::create("div");
        dom::put_text(&root, "className", "root");
        dom::set(&root, "part", "root");
        shadow.replace_children_with_node_1(&root);
        root
    }

    /// Fills the page with its HTML and finds its nodes.
    pub(super) fn build(root: Element, html: &str, session: &Session) -> Self {
        dom::fill(&root, html);
        let mut texts = Vec::new();
        for node in dom::all(&root, "[data-text]") {
            texts.push(Text {
                name: dom::attribute(&node, "data-text"),
                now: dom::text(&node, "textContent"),
                flips: false,
                node,
            });
        }
        let mut fields = Vec::new();
        for node in dom::all(&root, "[data-key]") {
            if let Some(field) = Field::new(node, session.config()) {
                fields.push(field);
            }
        }
        Self {
            texts,
            fields,
            seed: dom::one(&root, "[data-seed]"),
            notices: dom::part(&root, "notices"),
            notices_html: String::new(),
            line_tools: dom::slot(&root, "line-tools"),
            toast: dom::slot(&root, "toast"),
            explained: None,
            announced: false,
            root,
        }
    }

    /// Shows a text; nothing is touched where it stands already.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.write(name, value, false);
    }

    fn write(&mut self, name: &str, value: &str, mark: bool) {
        for text in self.texts.iter_mut().filter(|text| text.name == name) {
            if text.now == value {
                continue;
            }
            value.clone_into(&mut text.now);
            dom::write(&text.node, value);
            if mark {
                text.flips = !text.flips;
                dom::set(&text.node, "data-mark", if text.flips { "a" } else { "b" });
            }
        }
    }

    /// Epoch, step, losses, accuracies; what the reader changed is marked for a moment.
    pub(super) fn numbers(&mut self, metrics: &Metrics, playing: bool) {
        let share = |share: f64| format::percent(share, 1);
        self.write("epoch", &format::count(metrics.epoch), false);
        self.write("step", &format::count(metrics.step), false);
        let mut show = |name: &str, value: Option<f64>, text: fn(f64) -> String| {
            let text = value.map_or_else(|| "–".to_owned(), text);
            self.write(name, &text, !playing);
        };
        show("train-loss", metrics.train_loss, loss_text);
        show("test-loss", metrics.test_loss, loss_text);
        show("train-accuracy", metrics.train_accuracy, share);
        show("test-accuracy", metrics.test_accuracy, share);
    }

    /// Says a sentence to those who cannot see; the same one twice is said twice.
    pub(super) fn announce(&mut self, sentence: &str) {
        self.announced = !self.announced;
        let mut said = sentence.to_owned();
        if !self.announced {
            said.push('\u{A0}');
        }
        self.text("live", &said);
    }

    /// Shows every control's setting.
    pub(super) fn controls(&mut self, session: &Session) {
        let config = session.config();
        for field in &self.fields {
            field.show(session);
        }
        if let Some(field) = &self.seed {
            dom::put_number(field, "value", session.seed().into());
        }
        for row in dom::all(&self.root, "[data-row]") {
            let shown = panel::is_shown(&dom::attribute(&row, "data-row"), config);
            dom::flag(&row, "hidden", !shown);
        }
        let hidden = config.numbers("model.hidden").len();
        let apart = config.choices("model.activation").len() > 1;
        for (layer, row) in dom::all(&self.root, "[data-layer-row]").iter().enumerate() {
            dom::flag(row, "hidden", !apart || layer >= hidden);
        }
        if let Some(node) = dom::one(&self.root, "[data-act=per-layer]") {
            dom::check(&node, apart);
        }
        if let Some(node) = dom::one(&self.root, "select#f-model-activation") {
            dom::flag(&node, "disabled", apart);
        }
        let preset = panel::chosen_preset(config);
        if let Some(node) = dom::one(&self.root, "[data-preset]") {
            dom::put_value(&node, preset.unwrap_or(""));
        }
        let lesson = preset.map(|name| format!("preset.{name}.help"));
        self.text("lesson", lesson.as_deref().map_or("", word_or_nothing));
        self.text("plane.how", &panel::plane_note(config));
        let penalty = panel::penalty_note(config);
        self.text("loss.penalty", penalty);
        let how = if penalty.is_empty() {
            "panel.loss.how"
        } else {
            "panel.loss.bare"
        };
        self.text("loss.how", word(how));
        let kind = config.choice("data.kind");
        self.text("data.kind", panel::option_label("data.kind", kind));
        dom::flag(&self.root, "data-playing", session.is_playing());
        dom::flag(&self.root, "data-walking", session.is_walking());
        self.notices(session);
    }

    /// Shows what the page has to say.
    pub(super) fn notices(&mut self, session: &Session) {
        let html = panel::notices(session);
        if html == self.notices_html {
            return;
        }
        dom::fill(&self.notices, &html);
        self.notices_html = html;
    }

    /// Opens or closes the explanation that a button belongs to; closes any other.
    pub(super) fn explain(&mut self, button: Option<&Element>) {
        let before = self.explained.take();
        if let Some((button, text)) = &before {
            dom::tell(button, "aria-expanded", false);
            dom::flag(text, "hidden", true);
        }
        let Some(button) = button else {
            return;
        };
        if before.is_some_and(|(old, _)| old == *button) {
            return;
        }
        let id = dom::attribute(button, "aria-controls");
        if let Some(text) = dom::one(&self.root, &format!("#{id}")) {
            dom::tell(button, "aria-expanded", true);
            dom::flag(&text, "hidden", false);
            self.explained = Some((button.clone(), text));
        }
    }

    /// Shows the text of a panel.
    pub(super) fn text_of(&mut self, panel: &str, what: &str, value: &str) {
        let mut name = panel.to_owned();
        name.push('.');
        name += what;
        self.text(&name, value);
    }

    /// Shows what belongs to classes only where there are some.
    pub(super) fn accuracy(&mut self, classes: bool) {
        if dom::has(&self.root, "data-classes") != classes {
            dom::flag(&self.root, "data-classes", classes);
        }
    }

    /// Shows the buttons that move a line where there is one to move.
    pub(super) fn line(&mut self, movable: bool) {
        if let Some(tools) = &self.line_tools
            && dom::has(tools, "hidden") == movable
        {
            dom::flag(tools, "hidden", !movable);
        }
    }

    /// Shows a sentence over the page, for a while, or until the next click.
    pub(super) fn say(&mut self, sentence: &str, stay: bool) {
        if let Some(toast) = &self.toast {
            dom::label(toast, sentence);
            let turned = dom::says(toast, "data-mark", "a");
            dom::set(toast, "data-mark", if turned { "b" } else { "a" });
            dom::flag(toast, "data-stay", stay);
        }
    }

    /// Puts the sentence away.
    pub(super) fn hush(&mut self) {
        if let Some(toast) = &self.toast {
            dom::flag(toast, "data-mark", false);
        }
    }

    /// Whether an explanation is open.
    pub(super) fn is_explaining(&self) -> bool {
        self.explained.is_some()
    }

    /// The next stop above or below the number in the field `target`.
    pub(super) fn nudge(&self, target: &Element, up: bool, config: &Config) -> Option<Wish> {
        let field = self.field(target)?;
        let Form::Number = field.form else {
            return None;
        };
        let key = field.control.key;
        let value = config.number(key);
        let mut next = None;
        for &stop in &slider::stops(&field.control.kind) {
            if up && stop > value {
                next = Some(stop);
                break;
            }
            if !up && stop < value {
                next = Some(stop);
            }
        }
        let text = format::plain(next?);
        Some(Wish { key, text })
    }

    /// What the reader has set the field `target` to.
    pub(super) fn wish(&self, target: &Element, config: &Config) -> Option<Wish> {
        if let Some(seed) = self.seed.as_ref().filter(|seed| *seed == target) {
            return Some(Wish {
                key: "seed",
                text: dom::value(seed),
            });
        }
        let field = self.field(target)?;
        Some(Wish {
            key: field.control.key,
            text: field.text(config)?,
        })
    }

    /// The control's field that an element is, if it is one.
    fn field(&self, target: &Element) -> Option<&Field> {
        let mut fields = self.fields.iter();
        fields.find(|field| field.node == *target)
    }
}

/// The sentence of a key; nothing where the table has none.
fn word_or_nothing(key: &str) -> &str {
    crate::lab::words::find(key).unwrap_or("")
}

/// A loss with as many characters at any size.
fn loss_text(loss: f64) -> String {
    if loss > 0.0 && loss < 0.000_05 {
        format::significant(loss, 2)
    } else if loss < 9.9995 {
        format::fixed(loss, 4)
    } else if loss < 999.95 {
        format::significant(loss, 5)
    } else {
        format::significant(loss, 3)
    }
}

impl Field {
    fn new(node: Element, config: &Config) -> Option<Self> {
        let key = dom::attribute(&node, "data-key");
        let mut controls = config.controls().iter();
        let control = controls.find(|control| control.key == key)?;
        let item = node.get_attribute("data-item");
        let layer = dom::attribute(&node, "data-layer").parse().ok();
        let form = match dom::text(&node, "type").as_str() {
            "checkbox" => Form::Check,
            "radio" => Form::Radio,
            "range" => Form::Range(slider::stops(&control.kind)),
            "select-one" => Form::Menu,
            _ => Form::Number,
        };
        Some(Self {
            control,
            item,
            layer,
            node,
            form,
        })
    }

    /// Shows the setting.
    fn show(&self, session: &Session) {
        let config = session.config();
        let (key, node) = (self.control.key, &self.node);
        match &self.form {
            Form::Check => match &self.item {
                Some(item) => {
                    dom::check(node, panel::is_on(key, item, config));
                    dom::flag(node, "disabled", panel::is_disabled(key, item, config));
                }
                None => {
                    let works = panel::can_work(key, config);
                    dom::check(node, works && config.flag(key));
                    dom::flag(node, "disabled", !works);
                    let help = format!("{key}.help");
                    let why = if works { "" } else { word_or_nothing(&help) };
                    dom::set(node, "title", why);
                }
            },
            Form::Radio => dom::check(node, dom::value(node) == config.choice(key)),
            Form::Number => {
                let text = format::typed(config.number(key));
                if dom::value(node) != text {
                    dom::put_value(node, &text);
                }
            }
            Form::Range(stops) => {
                let index = slider::nearest(stops, config.number(key));
                dom::put_number(node, "value", index as f64);
                let text = if key == "view.pace" {
                    walker::pace_text(session.pace())
                } else {
                    text_of(config, key)
                };
                dom::set(node, "aria-valuetext", &text);
            }
            Form::Menu => self.show_choice(session),
        }
    }

    fn show_choice(&self, session: &Session) {
        let config = session.config();
        let (key, node) = (self.control.key, &self.node);
        let chosen = match config.get(key) {
            Some(Setting::Choice(name)) => *name,
            Some(Setting::List(_)) => {
                let names = config.choices(key);
                let own = names.get(self.layer.unwrap_or(0));
                own.or(names.first()).copied().unwrap_or("")
            }
            _ => "",
        };
        dom::put_value(node, chosen);
        // What would be refused beside the other settings cannot be chosen; why not stands
        // in its title.
        for option in dom::all(node, "option")
            .iter()
            .filter(|_| self.layer.is_none())
        {
            let name = dom::attribute(option, "value");
            let mut why = String::new();
            if name != chosen {
                why = session.refusal(key, &name).unwrap_or_default();
            }
            let refused = !why.is_empty();
            if refused != dom::has(option, "disabled") {
                dom::flag(option, "disabled", refused);
                dom::set(option, "title", &why);
            }
        }
        if let Some(option) = dom::one(node, "option[value=auto]") {
            let label = match session.lab().automatic(key) {
                Some(name) => {
                    let label = panel::option_label(key, name);
                    phrase("{0} ({auto.short})", &[label])
                }
                None => word("auto").to_owned(),
            };
            dom::show(&option, &label);
        }
    }

    /// What it is set to, as a link writes it.
    fn text(&self, config: &Config) -> Option<String> {
        let node = &self.node;
        match &self.form {
            Form::Check => {
                let on = dom::is(node, "checked");
                Some(match &self.item {
                    Some(item) => panel::with_item(config, self.control, item, on),
                    None => on.to_string(),
                })
            }
            Form::Radio => dom::is(node, "checked").then(|| dom::value(node)),
            Form::Number => {
                let value = read::number(&dom::value(node))?;
                Some(format::plain(self.control.kind.nearest(value)?))
            }
            Form::Range(stops) => {
                let index: usize = dom::value(node).parse().ok()?;
                Some(format::plain(*stops.get(index)?))
            }
            Form::Menu => {
                let value = dom::value(node);
                let Some(layer) = self.layer else {
                    return Some(value);
                };
                let mut names = config.choices(self.control.key);
                *names.get_mut(layer)? = &value;
                Some(format::joined(&names, ","))
            }
        }
    }
}

fn text_of(config: &Config, key: &str) -> String {
    config.get(key).map(Setting::text).unwrap_or_default()
}
