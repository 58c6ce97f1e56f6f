//! What can be wrong with a file of a benchmark family.

use thiserror::Error;

/// What is wrong, where, and what to do about it. `at` is a line or a path into the JSON.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum FormatError {
    /// Broken gzip.
    #[error("the file is gzip but does not unpack: {0}; fetch it again")]
    Unpack(String),
    /// More than can be meant.
    #[error("the file holds more than {limit} MB; no instance of these families is that large")]
    TooLarge {
        /// In 10⁶ bytes.
        limit: u64,
    },
    /// Not UTF-8.
    #[error("the file is no text from byte {0} on; is this the right file, and the right --format?")]
    NotText(usize),
    /// Not JSON, or not of this family's shape.
    #[error("{0}; is the file whole, and is this the right --format?")]
    Json(String),
    /// Something is not there.
    #[error("{at}: there is no {what}; is the file whole, and is this the right --format?")]
    Missing {
        /// Where it should be.
        at: String,
        /// What it is.
        what: &'static str,
    },
    /// A word where a number belongs, or the other way round.
    #[error("{at}: `{found}` stands where {wanted} belongs; correct it")]
    Word {
        /// Where.
        at: String,
        /// What is there.
        found: String,
        /// What belongs there.
        wanted: &'static str,
    },
    /// A number that cannot be.
    #[error("{at}: {value} is {fault}; correct it")]
    Number {
        /// Where.
        at: String,
        /// As it stands.
        value: String,
        /// Why not.
        fault: &'static str,
    },
    /// Not so many as there should be.
    #[error("{at}: there are {found} {what} where {wanted} belong; is the file whole?")]
    Count {
        /// Where.
        at: String,
        /// Of what.
        what: &'static str,
        /// So many.
        found: usize,
        /// Should be.
        wanted: usize,
    },
    /// An id that stands for two things.
    #[error("{at}: `{id}` stands there twice; give each its own")]
    Twice {
        /// Where the second is.
        at: String,
        /// The id.
        id: String,
    },
    /// An id that stands for nothing.
    #[error("{at}: there is no `{id}`; correct it or add it")]
    Unknown {
        /// Where.
        at: String,
        /// The id.
        id: String,
    },
    /// A window that closes before it opens and the like.
    #[error("{at}: {first} to {second} runs backwards; correct it")]
    Backwards {
        /// Where.
        at: String,
        /// From.
        first: String,
        /// To.
        second: String,
    },
    /// What the family allows but Rond cannot do.
    #[error("{at}: {what} is more than Rond can plan; leave it out")]
    Unsupported {
        /// Where.
        at: String,
        /// What.
        what: String,
    },
    /// What remains.
    #[error("the instance makes no problem: {0}")]
    Flaw(#[from] engine::routing::Flaw),
}
