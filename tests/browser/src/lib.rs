//! Browsers driven by WebDriver: a page of Glassnet in Chromium, Firefox or WebKitGTK, behind
//! calls that wait for their answer. The tests (`browser-tests`) and the benchmark (`bench`) are
//! written on it.

pub mod driver;
pub mod page;
pub mod site;
