//! Sentences about jobs.

use super::Language;

impl Language {
    /// Of a plan whose search was stopped on request.
    pub const fn search_stopped(self) -> &'static str {
        match self {
            Self::Swedish => "Sökningen avbröts på begäran; detta är den bästa plan som fanns då.",
            Self::English => "The search was stopped on request; this is the best plan found until then.",
        }
    }
}
