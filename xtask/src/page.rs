//! The release page: built by Trunk into `dist/`, weighed, and checked to work under any path.

use std::fs;
use std::io::Write;
use std::mem;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use flate2::{Compression, write::GzEncoder};

use crate::command::{Captured, capture, command, root};
use crate::module::Slim;
use crate::start::Start;
use crate::{glue, module, packing, script};

/// What the page (HTML, CSS, JavaScript, wasm) may weigh, in bytes after gzip.
pub const LIMIT: u64 = 150_000;

/// The folder of the built page.
#[must_use]
pub fn folder() -> PathBuf {
    root().join("dist")
}

/// Builds the release page into [`folder`]. The tools must be there ([`crate::tools`]).
///
/// The module is what rustc and LLVM make of it, without a pass by wasm-opt: so the page is the
/// same on a machine with and without binaryen. What is never used goes, and the rest is packed.
///
/// # Errors
/// When Trunk cannot be started or its page cannot be rewritten. Whether the build succeeded stands in the result.
pub fn build() -> Result<Captured> {
    let start = Start::read()?;
    built(Some(&start), |_| ())
}

/// Builds the release page so that each function pushes its place to a list `marked` of the
/// window when it is called. Returns the functions' names.
///
/// # Errors
/// When it cannot be built.
pub fn build_marked() -> Result<Vec<String>> {
    let mut names = Vec::new();
    let captured = built(None, |slim| {
        let all = "imports[\"\"] = {";
        slim.glue = slim
            .glue
            .replace(all, &format!("{all} k(place) {{ marked.push(place); }},"));
        names = mem::take(&mut slim.names);
    })?;
    ensure!(captured.success, "{}", captured.output.trim_end());
    Ok(names)
}

fn built(start: Option<&Start>, change: impl FnOnce(&mut Slim)) -> Result<Captured> {
    let mut trunk = command("trunk");
    trunk.args(["build", "--release", "--offline"]);
    let captured = capture(&mut trunk, "page")?;
    if captured.success {
        let path = folder().join("index.html");
        let html = fs::read_to_string(&path)?;
        fs::write(path, without_instructions(&html))?;
        let [bindings, wasm, element] =
            ["glassnet.js", "glassnet_bg.wasm", "glass-net.js"].map(|name| folder().join(name));
        let script = glue::used(&fs::read_to_string(&bindings)?)?;
        let mut slim = module::slim(&script, &fs::read(&wasm)?, start)?;
        change(&mut slim);
        fs::write(&bindings, script::minified(&slim.glue)?)?;
        fs::write(&wasm, packing::packed(&slim.module, &slim.ends)?)?;
        let script = fs::read_to_string(&element)?;
        fs::write(&element, script::minified(&script)?)?;
    }
    Ok(captured)
}

/// The page without the lines that only told Trunk what to compile.
fn without_instructions(html: &str) -> String {
    let lines = html.lines().filter(|line| !line.contains("rel=\"rust\""));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// One file of the page and its weight.
#[derive(Debug, Clone)]
pub struct Weight {
    /// Its path below `dist/`.
    pub name: String,
    /// Its size in bytes.
    pub raw: u64,
    /// Its size in bytes after gzip at the strongest level.
    pub gzip: u64,
}

impl Weight {
    /// Whether browsers need it for the page: the types for editors and the icon stand beside it.
    #[must_use]
    pub fn is_page(&self) -> bool {
        let end = self.name.rsplit('.').next();
        !self.name.ends_with(".d.ts") && matches!(end, Some("html" | "css" | "js" | "wasm"))
    }
}

/// Weighs every file of the built page, in the order of their names.
///
/// # Errors
/// When a file cannot be read.
pub fn weigh() -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in files(&folder())? {
        let bytes = fs::read(&path)?;
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&bytes)?;
        let name = path.strip_prefix(folder()).unwrap_or(&path);
        weights.push(Weight {
            name: name.display().to_string(),
            raw: bytes.len() as u64,
            gzip: gzip.finish()?.len() as u64,
        });
    }
    Ok(weights)
}

/// Holds the built page against what a static host needs.
///
/// # Errors
/// When the page is heavier than [`LIMIT`] or an HTML file names something by an absolute address.
pub fn check(weights: &[Weight]) -> Result<()> {
    for weight in weights
        .iter()
        .filter(|weight| weight.name.ends_with(".html"))
    {
        let path = folder().join(&weight.name);
        let html = fs::read_to_string(&path).context(weight.name.clone())?;
        if let Some(address) = absolute_address(&html) {
            bail!(
                "{} loads {address}: only relative addresses work under any path",
                weight.name
            );
        }
    }
    let total = total(weights);
    ensure!(
        total < LIMIT,
        "the page weighs {total} bytes gzip; the limit is {LIMIT}"
    );
    Ok(())
}

/// What the page weighs in bytes after gzip.
#[must_use]
pub fn total(weights: &[Weight]) -> u64 {
    let page = weights.iter().filter(|weight| weight.is_page());
    page.map(|weight| weight.gzip).sum()
}

/// A table of the files' weights with their sum.
#[must_use]
pub fn table(weights: &[Weight]) -> String {
    let mut table = format!("{:<32} {:>9} {:>9}\n", "dist/", "bytes", "gzip");
    for Weight { name, raw, gzip } in weights {
        table += &format!("{name:<32} {raw:>9} {gzip:>9}\n");
    }
    let page = weights.iter().filter(|weight| weight.is_page());
    let raw: u64 = page.map(|weight| weight.raw).sum();
    let gzip = total(weights);
    table
        + &format!(
            "{:<32} {raw:>9} {gzip:>9}",
            "HTML, CSS, JavaScript and wasm"
        )
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} is missing", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The first address in a `src` attribute, or in the `href` of a `<link>`, that names a host or
/// starts at the host's root. Ordinary links of the text may lead anywhere.
fn absolute_address(html: &str) -> Option<&str> {
    html.split('<').skip(1).find_map(|tag| {
        let tag = tag.split('>').next()?;
        let attribute = if tag.starts_with("link") {
            "href=\""
        } else {
            "src=\""
        };
        let address = tag.split(attribute).nth(1)?.split('"').next()?;
        let absolute = address.starts_with('/') || address.contains("://");
        absolute.then_some(address)
    })
}

#[cfg(test)]
mod tests {
    use super::{absolute_address, without_instructions};

    #[test]
    fn what_told_trunk_what_to_compile_is_left_out() {
        let html = "<head>\n<link data-trunk rel=\"rust\" href=\"../Cargo.toml\">\n</head>\n";
        assert_eq!(without_instructions(html), "<head>\n</head>\n");
    }

    #[test]
    fn addresses_that_start_at_a_host_are_found() {
        let relative = "<link href=\"style.css\"><script src=\"./a.js\"></script><a href=\"https://b.example/\">";
        assert_eq!(absolute_address(relative), None);
        assert_eq!(absolute_address("<script src=\"/a.js\">"), Some("/a.js"));
        assert_eq!(
            absolute_address("<link rel=icon href=\"/a.ico\">"),
            Some("/a.ico")
        );
        assert_eq!(
            absolute_address("<img src=\"https://b.example/c\">"),
            Some("https://b.example/c")
        );
        assert_eq!(
            absolute_address("<script src=\"//b.example/c\">"),
            Some("//b.example/c")
        );
    }
}
