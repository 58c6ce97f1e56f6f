//! The ways of getting about that a road graph can be built for.

/// How somebody travels. A road graph and a table are of one mode; a map file may hold several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TravelMode {
    /// A private car of ordinary size.
    #[default]
    Car,
    /// An ordinary bicycle, pushed where riding is not allowed.
    Bicycle,
    /// On foot, with a bag.
    Foot,
}

impl TravelMode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::Car, Self::Bicycle, Self::Foot];

    /// The name on the command line and in map files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Car => "car",
            Self::Bicycle => "bicycle",
            Self::Foot => "foot",
        }
    }

    /// What people do with roads.
    pub const fn passed(self) -> &'static str {
        match self {
            Self::Car => "driven",
            Self::Bicycle => "cycled",
            Self::Foot => "walked",
        }
    }

    /// The number in map files.
    pub const fn code(self) -> u32 {
        match self {
            Self::Car => 1,
            Self::Bicycle => 2,
            Self::Foot => 3,
        }
    }

    /// The mode of a number in a map file.
    pub const fn from_code(code: u32) -> Option<Self> {
        match code {
            1 => Some(Self::Car),
            2 => Some(Self::Bicycle),
            3 => Some(Self::Foot),
            _ => None,
        }
    }

    /// The mode of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name() == name)
    }
}
