//! Why a question is not answered, in OSRM's codes.

use serde_json::{Value, json};

/// OSRM's codes of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The path is not `/{service}/v{version}/{profile}/{coordinates}`.
    InvalidUrl,
    /// There is no such service.
    InvalidService,
    /// There is no such version of it.
    InvalidVersion,
    /// The parts of the question do not fit each other.
    InvalidOptions,
    /// Coordinates or options cannot be read.
    InvalidQuery,
    /// A value is none that it could have.
    InvalidValue,
    /// No road is near a coordinate.
    NoSegment,
    /// No road leads there.
    NoRoute,
    /// A trace fits no roads.
    NoMatch,
    /// More is asked than is answered at once.
    TooBig,
    /// OSRM answers this, we do not.
    NotImplemented,
}

impl Code {
    /// As OSRM writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidUrl => "InvalidUrl",
            Self::InvalidService => "InvalidService",
            Self::InvalidVersion => "InvalidVersion",
            Self::InvalidOptions => "InvalidOptions",
            Self::InvalidQuery => "InvalidQuery",
            Self::InvalidValue => "InvalidValue",
            Self::NoSegment => "NoSegment",
            Self::NoRoute => "NoRoute",
            Self::NoMatch => "NoMatch",
            Self::TooBig => "TooBig",
            Self::NotImplemented => "NotImplemented",
        }
    }
}

/// A question that is not answered, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", code.name())]
pub struct Refusal {
    /// OSRM's code.
    pub code: Code,
    /// The reason in words; OSRM's own where it has some.
    pub message: String,
}

impl Refusal {
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The body of the answer.
    pub fn body(&self) -> Value {
        json!({"code": self.code.name(), "message": self.message})
    }
}
