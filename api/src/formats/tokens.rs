//! Numbers out of words, with the line that they stand in.

use super::FormatError;

/// A finite number.
///
/// # Errors
/// [`FormatError::Word`]; `NaN` and `inf` are words.
pub(super) fn number(word: &str, line: usize) -> Result<f64, FormatError> {
    match word.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(wrong(word, line, "a number")),
    }
}

/// A whole number from 0 to 2³² − 1.
///
/// # Errors
/// [`FormatError::Word`].
pub(super) fn count(word: &str, line: usize) -> Result<u32, FormatError> {
    word.parse::<u32>().map_err(|_| wrong(word, line, "a whole number"))
}

/// "This word stands where that belongs."
pub(super) fn wrong(word: &str, line: usize, wanted: &'static str) -> FormatError {
    FormatError::Word { at: place(line), found: shorten(word), wanted }
}

/// A line as people count.
pub(super) fn place(line: usize) -> String {
    format!("line {line}")
}

/// At most forty characters of a word, so that a message stays a line.
pub(super) fn shorten(word: &str) -> String {
    word.chars().take(40).collect()
}
