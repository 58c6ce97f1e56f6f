//! Files that a command reads and writes. What it is to write is looked at before the work begins.

use super::console::{Console, Exit};
use crate::tasks::TaskError;
use std::fs;
use std::path::{Path, PathBuf};

/// A file's bytes, or a complaint.
pub(super) fn read(path: &Path, console: &mut Console<'_>) -> Result<Vec<u8>, Exit> {
    fs::read(path).map_err(|cause| console.complain_of(&TaskError::File { path: path.to_owned(), cause }, ""))
}

/// Writes a file, or complains.
pub(super) fn write(path: &Path, bytes: &[u8], console: &mut Console<'_>) -> Result<(), Exit> {
    fs::write(path, bytes)
        .map_err(|cause| console.complain_of(&TaskError::File { path: path.to_owned(), cause }, ""))
}

/// Writes a file whole or not at all: beside its place first, then moved there. What is no file, such as `/dev/null`, is
/// written to as it is.
pub(super) fn write_whole(path: &Path, bytes: &[u8], console: &mut Console<'_>) -> Result<(), Exit> {
    if is_device(path) {
        return write(path, bytes, console);
    }
    // A link stays a link: what it leads to is replaced.
    let place = real_path(path).unwrap_or_else(|| path.to_owned());
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let beside = place.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &place));
    written.map_err(|cause| {
        drop(fs::remove_file(&beside));
        console.complain_of(&TaskError::File { path: path.to_owned(), cause }, "")
    })
}

/// Refuses outputs that cannot be written or would overwrite what the command reads, so that nobody waits for a plan that has
/// no place to go.
pub(super) fn check_outputs(
    inputs: &[&Path],
    outputs: &[&Path],
    console: &mut Console<'_>,
) -> Result<(), Exit> {
    for (number, output) in outputs.iter().enumerate() {
        if let Some(wrong) = wrong_with(output, inputs, &outputs[..number]) {
            console.complain(&format!("{}: {wrong}", output.display()));
            return Err(Exit::BadInput);
        }
    }
    Ok(())
}

fn wrong_with(output: &Path, inputs: &[&Path], earlier: &[&Path]) -> Option<String> {
    if output.is_dir() {
        return Some("this is a folder; name a file in it".to_owned());
    }
    let folder = folder_of(output);
    if !folder.is_dir() {
        return Some(format!(
            "there is no folder `{}`; make it first, or correct the path",
            folder.display()
        ));
    }
    let real = real_path(output)?;
    let same = |other: &&&Path| real_path(other).is_some_and(|o| o == real);
    if inputs.iter().find(same).is_some() {
        return Some("this file is read by the same command; name another one to write".to_owned());
    }
    let twice = earlier.iter().find(same).is_some() && !is_device(&real);
    twice.then(|| "two outputs have this name; give each its own".to_owned())
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        Some(_) | None => Path::new("."),
    }
}

/// Where a path leads in the end, also of a file that is still to be made.
fn real_path(path: &Path) -> Option<PathBuf> {
    let made = || Some(fs::canonicalize(folder_of(path)).ok()?.join(path.file_name()?));
    fs::canonicalize(path).ok().or_else(made)
}

/// A terminal, a pipe, `/dev/null`: several things may go there.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| !m.is_file())
}
