//! Writes the element's style sheet as the module carries it: without comments and indentation.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

const SHEET: &str = "www/glass-net.css";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SHEET}");
    let sheet = fs::read_to_string(SHEET)?;
    let folder = env::var("OUT_DIR")?;
    let small = minifier::css::minify(&sheet)?.to_string();
    fs::write(Path::new(&folder).join("glass-net.css"), small)?;
    Ok(())
}
