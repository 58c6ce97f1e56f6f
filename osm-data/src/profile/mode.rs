//! The ways of getting about that a road graph can be built for.

/// How somebody travels. A road graph, a map file and a table are of one mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TravelMode {
    /// A private car of ordinary size.
    #[default]
    Car,
}

impl TravelMode {
    /// The name on the command line and in map files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Car => "car",
        }
    }

    /// The number in map files.
    pub const fn code(self) -> u32 {
        match self {
            Self::Car => 1,
        }
    }

    /// The mode of a number in a map file.
    pub const fn from_code(code: u32) -> Option<Self> {
        match code {
            1 => Some(Self::Car),
            _ => None,
        }
    }
}
