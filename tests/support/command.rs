//! The program as it is typed, in this process.

use api::cli::{Console, Exit, run};
use std::ffi::OsString;
use tempfile::TempDir;

/// What one command did.
pub struct Ran {
    /// How it ended.
    pub exit: Exit,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `rond` with these arguments, into no terminal, on 2026-11-22.
///
/// # Panics
/// When the program writes anything but UTF-8.
pub fn rond(arguments: &[&str]) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let today = "2026-11-22".to_owned();
    let mut console = Console { out: &mut out, err: &mut err, terminal: false, colour: false, today };
    let all = std::iter::once("rond").chain(arguments.iter().copied()).map(OsString::from);
    let exit = run(all, &mut console);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran { exit, out: text(out), err: text(err) }
}

/// The path of a file in a scratch folder.
///
/// # Panics
/// When the folder's path is not UTF-8.
pub fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().expect("a plain path").to_owned()
}
