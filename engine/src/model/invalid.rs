//! What is wrong with facts: all of it at once, each with place, cause and remedy.

use std::fmt;

/// Facts that make no problem.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} defect(s); first: {}", defects.len(), defects.first().map(ToString::to_string).unwrap_or_default())]
pub struct InvalidProblem {
    /// Every defect found, in document order. Never empty.
    pub defects: Vec<Defect>,
}

/// One thing wrong with the facts: what, where, why, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    /// Which kind; stable, explained in docs/errors.md.
    pub code: DefectCode,
    /// Where, as a JSON pointer into the document: `/visits/3/slots/0/roles/1`.
    pub place: String,
    /// What is wrong, with the names and values.
    pub cause: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}; {}", self.code.as_str(), self.place, self.cause, self.remedy)
    }
}

macro_rules! defect_codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// The kinds of defect. The text of each is part of the interface and never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DefectCode {
            $($(#[$doc])* $name,)+
        }

        impl DefectCode {
            /// Every kind, in the order of docs/errors.md.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable text.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

defect_codes! {
    /// Not JSON, or not the form of the schema.
    Malformed = "malformed",
    /// A field that the schema does not know.
    UnknownField = "unknown-field",
    /// A field that must be there is not.
    MissingField = "missing-field",
    /// A value of the wrong type.
    WrongType = "wrong-type",
    /// A value outside its range.
    OutOfRange = "out-of-range",
    /// A text that is not a date, time or moment of Europe/Stockholm.
    BadTime = "bad-time",
    /// A version that this program does not read.
    UnknownVersion = "unknown-version",
    /// The same id twice.
    DuplicateId = "duplicate-id",
    /// A reference to something that is not in the document.
    UnknownId = "unknown-id",
    /// A list that must hold something is empty.
    Empty = "empty",
    /// A window or period that ends before it begins.
    EndsBeforeStart = "ends-before-start",
    /// Windows of one visit that overlap.
    OverlappingWindows = "overlapping-windows",
    /// Something that lies outside the horizon.
    OutsideHorizon = "outside-horizon",
    /// Two shifts of one person at the same time.
    OverlappingShifts = "overlapping-shifts",
    /// Breaks or blocks that overlap or do not fit their shift.
    BreakOutsideShift = "break-outside-shift",
    /// A shift whose breaks cannot keep the longest stretch of work.
    BreaksTooFew = "breaks-too-few",
    /// Two teams responsible for one patient at the same time.
    ResponsibilityOverlap = "responsibility-overlap",
    /// Links that contradict each other.
    LinkCycle = "link-cycle",
    /// Locks that contradict each other or the facts.
    PinConflict = "pin-conflict",
    /// A crew whose shifts do not fit together.
    CrewMismatch = "crew-mismatch",
    /// A place off the map.
    OffTheMap = "off-the-map",
    /// Latitude and longitude swapped.
    SwappedCoordinates = "swapped-coordinates",
    /// A travel table of the wrong size, or a place without a row.
    TravelTable = "travel-table",
    /// Hours of roads or travel that overlap or last no time, or conditions that contradict each other.
    RoadConditions = "road-conditions",
    /// More of something than the program takes.
    TooMany = "too-many",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_place_on_the_page_in_order() {
        let page = include_str!("../../../docs/errors.md");
        let explained: Vec<&str> = page.lines().filter_map(|l| l.strip_prefix("### ")).collect();
        let codes: Vec<&str> = DefectCode::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(explained, codes);
        for section in page.split("### ").skip(1) {
            for word in ["Cause:", "Remedy:", "Example:"] {
                assert!(section.contains(word), "{section} lacks {word}");
            }
        }
    }
}
