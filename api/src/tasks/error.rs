//! Why a task could not be done: what, where, and the remedy.

use crate::wire::{DefectDocument, ErrorDocument};
use engine::model::InvalidProblem;
use std::path::PathBuf;

/// Why a task could not be done.
#[derive(Debug, thiserror::Error)]
pub enum TaskError {
    /// A problem document with defects.
    #[error("the problem document has {} defect(s)", .0.defects.len())]
    InvalidProblem(InvalidProblem),
    /// A plan document with defects.
    #[error("the plan document has {} defect(s)", .0.defects.len())]
    InvalidPlan(InvalidProblem),
    /// Another question with defects (a date, a position, a setting).
    #[error("the question has {} defect(s)", .0.defects.len())]
    InvalidQuestion(InvalidProblem),
    /// The problem states no travel times and there is no map.
    #[error(
        "the problem states no travel times and no map is given; give a map file, or state `travel` in the document"
    )]
    NeedsMap,
    /// An address is asked for and the map has none.
    #[error(
        "the map has no addresses; import an extract that has some, or add an official file with `--addresses`"
    )]
    NeedsAddresses,
    /// A file that cannot be read or written.
    #[error("{}: {cause}; check path, permissions and free space", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A map file or extract that cannot be used.
    #[error("{}: {cause}", path.display())]
    Map {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and the remedy.
        cause: String,
    },
    /// An extract that cannot be used; the text names file, place and remedy.
    #[error("{0}")]
    Extract(String),
    /// The program made a plan that its own judge refuses: a defect of the program.
    #[error(
        "the plan breaks hard rules by the program's own judge: {0}; nothing was written, please report this"
    )]
    Refused(String),
}

impl TaskError {
    /// As RFC 9457 problem details.
    pub fn to_document(&self) -> ErrorDocument {
        let (code, title, status, remedy) = match self {
            Self::InvalidProblem(_) => {
                ("invalid-problem", "The problem document has defects", 422, "correct every one of `errors`")
            }
            Self::InvalidPlan(_) => {
                ("invalid-plan", "The plan document has defects", 422, "correct every one of `errors`")
            }
            Self::InvalidQuestion(_) => {
                ("invalid-question", "The question has defects", 422, "correct every one of `errors`")
            }
            Self::NeedsMap => {
                ("needs-map", "A map is needed", 422, "give a map file, or state `travel` in the document")
            }

            Self::NeedsAddresses => (
                "needs-addresses",
                "A map with addresses is needed",
                422,
                "import an extract that has addresses, or add an official file with `rond import --addresses`",
            ),
            Self::File { .. } => {
                ("file", "A file cannot be read or written", 500, "check path, permissions and free space")
            }
            Self::Map { .. } => {
                ("map", "A map cannot be used", 500, "make the map file anew with `rond import`")
            }
            Self::Extract(_) => ("extract", "The extract cannot be used", 422, "fetch the extract again"),
            Self::Refused(_) => {
                ("refused", "The program's own judge refused the plan", 500, "report this defect")
            }
        };
        let errors = match self {
            Self::InvalidProblem(i) | Self::InvalidPlan(i) | Self::InvalidQuestion(i) => {
                i.defects.iter().map(DefectDocument::from).collect()
            }
            Self::NeedsMap
            | Self::NeedsAddresses
            | Self::File { .. }
            | Self::Map { .. }
            | Self::Extract(_)
            | Self::Refused(_) => Vec::new(),
        };
        ErrorDocument { errors, ..ErrorDocument::new(status, code, title, self.to_string(), remedy) }
    }
}
