//! Bytes to text, unpacked on the way where they are gzip.

use super::FormatError;
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;

/// No instance has more text; protects from a file made to fill the memory.
const LIMIT: u64 = 256_000_000;

/// The text of a file, plain or gzip (told by its first two bytes, whatever its name).
///
/// # Errors
/// [`FormatError::Unpack`], [`FormatError::TooLarge`], [`FormatError::NotText`].
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, FormatError> {
    if bytes.len() as u64 > LIMIT {
        return Err(FormatError::TooLarge { limit: LIMIT / 1_000_000 });
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(|e| FormatError::NotText(e.valid_up_to()));
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(LIMIT + 1).read_to_end(&mut unpacked);
    read.map_err(|e| FormatError::Unpack(e.to_string()))?;
    if unpacked.len() as u64 > LIMIT {
        return Err(FormatError::TooLarge { limit: LIMIT / 1_000_000 });
    }
    String::from_utf8(unpacked)
        .map(Cow::Owned)
        .map_err(|e| FormatError::NotText(e.utf8_error().valid_up_to()))
}
