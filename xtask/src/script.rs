//! A script as it is downloaded: without comments and the white space that only readers need,
//! and with short names for what is its own.
//!
//! The script is cut into the tokens of the language, which stay the same ones: what is left out
//! between two of them would not have told them apart, and a line's end stays wherever it might
//! have ended a statement.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};

/// The script, with the same meaning in fewer bytes.
///
/// # Errors
/// When it is not well-formed, or has a regular expression: those are not looked into.
pub fn minified(script: &str) -> Result<String> {
    let tokens = tokens(script)?;
    let short = short_names(&tokens);
    let mut out = String::with_capacity(script.len());
    let mut before = Token::default();
    for token in tokens {
        if token.line && ends_line(before, token) {
            out.push('\n');
        } else if (token.space || token.line) && needs_space(before, token) {
            out.push(' ');
        }
        let name = Some(token).filter(|token| token.kind == Kind::Word);
        let name = name.and_then(|token| short.get(token.text));
        out.push_str(name.map_or(token.text, String::as_str));
        before = token;
    }
    out.push('\n');
    Ok(out)
}

/// Short names for what nobody else can name: what the script declares at its top without
/// exporting it, as a function or alone, the private members of its classes, and numbered names.
///
/// Every word that is such a name takes the new one, those of narrower scopes too, and the new
/// one stands nowhere yet: so each still means what it meant. A name that may also be that of a
/// property stays.
fn short_names<'a>(tokens: &[Token<'a>]) -> BTreeMap<&'a str, String> {
    let words = || tokens.iter().filter(|token| token.kind == Kind::Word);
    let taken: BTreeSet<&str> = words().map(|token| token.text).collect();
    let mut names: BTreeSet<&str> = taken
        .iter()
        .copied()
        .filter(|word| word.starts_with('#'))
        .collect();
    for (at, keyword) in tokens.iter().enumerate() {
        let declares =
            ["const", "let", "function"].contains(&keyword.text) && keyword.within.is_none();
        let exports = tokens[..at]
            .iter()
            .rev()
            .take(2)
            .any(|before| before.text == "export");
        let named = tokens.get(at + 1).filter(|name| name.kind == Kind::Word);
        names.extend(named.filter(|_| declares && !exports).map(|name| name.text));
    }
    // Names with a number are of wasm-bindgen's making, and local below the top: no browser has
    // such a name.
    let numbered = |word: &&str| {
        word.starts_with(char::is_alphabetic) && word.ends_with(|c: char| c.is_ascii_digit())
    };
    let top = words().filter(|token| token.within.is_none());
    let top: BTreeSet<&str> = top.map(|token| token.text).collect();
    names.extend(taken.difference(&top).copied().filter(numbered));
    for (before, token) in tokens.iter().zip(tokens.iter().skip(1)) {
        if may_be_property(before, token) && !token.text.starts_with('#') {
            names.remove(token.text);
        }
    }
    let count = |name: &str| words().filter(|token| token.text == name).count();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_cached_key(|name| Reverse(count(name)));
    let mut fresh = (0..)
        .map(letters)
        .filter(|name| !KEYWORDS.contains(&name.as_str()));
    let mut short = BTreeMap::new();
    for name in names {
        let mark = if name.starts_with('#') { "#" } else { "" };
        let new = fresh
            .by_ref()
            .map(|letters| format!("{mark}{letters}"))
            .find(|new| !taken.contains(new.as_str()));
        short.insert(name, new.unwrap_or_default());
    }
    short
}

/// Whether a name that stands after another token may be that of a property: of an object's
/// literal, its pattern or a class all that does not follow on an operator.
fn may_be_property(before: &Token<'_>, name: &Token<'_>) -> bool {
    let member = before.kind != Kind::Mark || "{,;}*".contains(before.text) || name.line;
    let members = matches!(name.within, Some(Bracket::Object | Bracket::Class));
    (before.kind == Kind::Mark && before.text == ".") || (members && member)
}

/// The keywords of two letters: there are none of one.
const KEYWORDS: [&str; 6] = ["as", "do", "if", "in", "is", "of"];

/// A name for each number, the shorter ones first.
fn letters(number: usize) -> String {
    let letter = |number: usize| {
        char::from(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"[number % 52])
    };
    let first = (number / 52)
        .checked_sub(1)
        .map(letters)
        .unwrap_or_default();
    format!("{first}{}", letter(number))
}

/// The smallest part of a script that means something.
#[derive(Debug, Clone, Copy, Default)]
struct Token<'a> {
    kind: Kind,
    text: &'a str,
    /// Whether white space stands before it.
    space: bool,
    /// Whether a line ends before it.
    line: bool,
    /// The innermost bracket that is open around it.
    within: Option<Bracket>,
}

/// What a bracket is opened for.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Bracket {
    Round,
    Square,
    /// The body of a class.
    Class,
    /// An object's literal or pattern.
    Object,
    /// Statements.
    Block,
    /// Code in a template.
    Template,
}

impl Bracket {
    /// What a bracket that stands after `before` is opened for. `class`: one was named and has
    /// no body yet.
    fn opened(bracket: char, before: Token<'_>, class: bool) -> Self {
        let block = [
            "", ")", ";", "{", "}", ">", "else", "try", "catch", "finally", "do",
        ];
        match bracket {
            '(' => Self::Round,
            '[' => Self::Square,
            _ if class => Self::Class,
            _ if block.contains(&before.text) => Self::Block,
            _ => Self::Object,
        }
    }

    const fn closes(self) -> char {
        match self {
            Self::Round => ')',
            Self::Square => ']',
            _ => '}',
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A text, or a part of a template up to where code begins or it ends.
    Text,
    /// One character of punctuation.
    #[default]
    Mark,
}

/// Whether a line's end between two tokens may end a statement.
fn ends_line(before: Token<'_>, next: Token<'_>) -> bool {
    let goes_on = before.kind == Kind::Mark && "{([,;:?=<>&|^~!.".contains(before.text);
    let closes = next.kind == Kind::Mark && "})],;.:=".contains(next.text);
    !goes_on && !closes
}

/// Whether two tokens would be others without white space between them.
fn needs_space(before: Token<'_>, next: Token<'_>) -> bool {
    match (before.kind, next.kind) {
        (Kind::Word, Kind::Word) => true,
        // `a + +b`
        (Kind::Mark, Kind::Mark) => before.text == next.text && "+-".contains(next.text),
        // `1 .toFixed()`
        (Kind::Word, Kind::Mark) => {
            next.text == "." && before.text.starts_with(|c: char| c.is_ascii_digit())
        }
        _ => false,
    }
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$' || c == '#'
}

fn tokens(script: &str) -> Result<Vec<Token<'_>>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut open: Vec<Bracket> = Vec::new();
    let mut class = false;
    let (mut rest, mut space, mut line) = (script, false, false);
    while let Some(first) = rest.chars().next() {
        if let Some(length) = white_space(rest)? {
            space = true;
            line |= rest[..length].contains('\n');
            rest = &rest[length..];
            continue;
        }
        let before = tokens.last().copied().unwrap_or_default();
        let template = first == '`' || (first == '}' && open.last() == Some(&Bracket::Template));
        let (kind, length) = match first {
            _ if is_part(first) => (Kind::Word, rest.find(|c| !is_part(c)).unwrap_or(rest.len())),
            '"' | '\'' => (Kind::Text, 1 + text_length(&rest[1..], first)?),
            _ if template => (Kind::Text, 1 + text_length(&rest[1..], '`')?),
            _ => (Kind::Mark, first.len_utf8()),
        };
        let (text, after) = rest.split_at(length);
        if ")]}".contains(first) {
            let opened = open.pop().context("a bracket closes nothing")?;
            ensure!(opened.closes() == first, "{opened:?} is closed by {first}");
        }
        tokens.push(Token {
            kind,
            text,
            space,
            line,
            within: open.last().copied(),
        });
        if "([{".contains(first) {
            open.push(Bracket::opened(first, before, class));
            class &= first != '{';
        }
        if template && text.ends_with("${") {
            open.push(Bracket::Template);
        }
        class |= text == "class" && before.text != ".";
        ensure!(
            first != '/' || is_value(before),
            "a regular expression is not looked into"
        );
        (rest, space, line) = (after, false, false);
    }
    ensure!(open.is_empty(), "{open:?} is not closed");
    Ok(tokens)
}

/// The length of the white space or the comment that a script begins with.
fn white_space(script: &str) -> Result<Option<usize>> {
    let length = if script.starts_with("//") {
        script.find('\n').unwrap_or(script.len())
    } else if script.starts_with("/*") {
        script.find("*/").context("a comment does not end")? + 2
    } else {
        script
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(script.len())
    };
    Ok(Some(length).filter(|&length| length > 0))
}

/// Whether a token ends a value, so that a slash after it divides.
fn is_value(token: Token<'_>) -> bool {
    let keywords = [
        "await",
        "case",
        "delete",
        "do",
        "else",
        "in",
        "instanceof",
        "new",
        "of",
        "return",
        "throw",
        "typeof",
        "void",
        "yield",
    ];
    match token.kind {
        Kind::Word => !keywords.contains(&token.text),
        Kind::Text => false,
        Kind::Mark => token.text == ")" || token.text == "]",
    }
}

/// The length of a text to the quote that ends it, or of a template to where code begins.
fn text_length(text: &str, quote: char) -> Result<usize> {
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Ok(at + 1);
        }
        if quote == '`' && text[at..].starts_with("${") {
            return Ok(at + 2);
        }
        if character == '\\' {
            characters.next();
        }
    }
    bail!("a text does not end")
}

#[cfg(test)]
mod tests {
    use super::{letters, minified};

    fn small(script: &str) -> String {
        minified(script).expect("a script").trim_end().to_owned()
    }

    #[test]
    fn what_only_readers_need_goes() {
        let script = "/** One. */\nf( 1, // Two.\n  [ x ]  )\n  .g ;\n/* Three.\n */ if (x) {\n  y = 2;\n}\n";
        assert_eq!(small(script), "f(1,[x]).g;if(x){y=2;}");
    }

    #[test]
    fn texts_and_templates_stay_as_they_are() {
        let script = "f( \"a  // \\\" b\" , '  /* ' , `c  ${ x  +  `d  ${ {} } }` } // ` ) ;";
        let small = small(script);
        assert_eq!(
            small,
            "f(\"a  // \\\" b\",'  /* ',`c  ${x+`d  ${{}} }`} // `);"
        );
    }

    #[test]
    fn a_line_ends_where_it_may_end_a_statement() {
        assert_eq!(small("a = b\nc++\n(d)"), "a=b\nc++\n(d)");
        assert_eq!(small("return\nx"), "return\nx");
        assert_eq!(small("{ a }\nlet [b] = c"), "{a}\nlet[b]=c");
        assert_eq!(small("a =\n  b\n  ?.c;\n"), "a=b\n?.c;");
    }

    #[test]
    fn what_would_be_another_token_stays_apart() {
        let script = "a + +b - -c; d ? .5 : 1 .x; typeof e in f; g ??= h; i?.[0]";
        let same = "a+ +b- -c;d?.5:1 .x;typeof e in f;g??=h;i?.[0]";
        assert_eq!(small(script), same);
    }

    #[test]
    fn what_the_script_alone_can_name_is_named_shortly() {
        let script = "let count = 0;\nfunction add(a) { count += a; }\nexport function far() { add(count); }";
        let short = "let b=0;function c(a){b+=a;}\nexport function far(){c(b);}";
        assert_eq!(small(script), short);
        let script = "class A { #own = 1; own() { return #own in this && `${this.#own}`; } }";
        let short = "class A{#a=1;own(){return #a in this&&`${this.#a}`;}}";
        assert_eq!(small(script), short);
        let script = "export function f(arg0, a12) { return arg0 + a12 + x.y1; }";
        assert_eq!(small(script), "export function f(b,a){return b+a+x.y1;}");
    }

    #[test]
    fn what_may_be_a_property_keeps_its_name() {
        for script in [
            "let name=1;f(x.name);",
            "let name=1;f({name:2});",
            "let name=1;f({name});",
            "let name=1;f({name(){}});",
            "let name=1;const{x,name:z}=y;",
            "let name=1;class A{name=2;}",
            "let name=1;class A{f(){}\nstatic name(){}}",
            "let name=1;export{name};",
        ] {
            assert_eq!(small(script).matches("name").count(), 2, "{script}");
        }
        let value = "let name=1;f({x:name,y:[name]},name);if(y){name=2;}";
        assert_eq!(small(value), "let a=1;f({x:a,y:[a]},a);if(y){a=2;}");
    }

    #[test]
    fn new_names_are_no_keywords() {
        assert_eq!(letters(51), "Z");
        assert_eq!(letters(52), "aa");
        let names: Vec<String> = (0..3000).map(|number| format!("let n{number};")).collect();
        let small = small(&names.concat());
        let names: Vec<&str> = small
            .split(';')
            .filter_map(|part| part.strip_prefix("let "))
            .collect();
        assert_eq!(names.len(), 3000);
        assert!(
            !names
                .iter()
                .any(|name| ["do", "if", "in", "for", "let", "new", "try", "var"].contains(name))
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for script in ["x = /a/;", "f(}", "f(", "'a", "`${", "/* a", "return /b/"] {
            assert!(minified(script).is_err(), "{script}");
        }
        assert_eq!(small("a / b / (c) / d"), "a/b/(c)/d");
    }
}
