//! In which language the program speaks.

/// A language of the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Swedish: what run sheets speak unless told otherwise.
    Swedish,
    /// English: what the command line and JSON documents speak unless told otherwise.
    #[default]
    English,
}

impl Language {
    /// From its tag: `sv` or `en`, with or without a region.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "sv" => Some(Self::Swedish),
            "en" => Some(Self::English),
            _ => None,
        }
    }
}
