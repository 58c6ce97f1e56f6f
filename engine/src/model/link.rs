//! What ties two visits together.

use super::VisitIdx;
use osm_data::units::Seconds;

/// A tie between two visits (hard).
///
/// The gap runs from the end of the first visit's care ([`super::Visit::care_span`] after its start) to the start of the
/// second. With a gap given, the second may be planned only if the first is. A tie of persons alone holds
/// when both are planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The earlier visit.
    pub first: VisitIdx,
    /// The later visit.
    pub second: VisitIdx,
    /// Least time between; `None` when the order does not matter.
    pub min_gap: Option<Seconds>,
    /// Most time between; `None` when unlimited. Never without `min_gap`.
    pub max_gap: Option<Seconds>,
    /// Same or different people.
    pub person: PersonLink,
    /// Where the tie comes from.
    pub origin: LinkOrigin,
}

/// What a link says of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonLink {
    /// Nothing.
    Any,
    /// At least one person takes part in both (for single visits: the same person).
    Same,
    /// Nobody takes part in both.
    Different,
}

/// Where a link comes from: told apart in findings only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkOrigin {
    /// Stated as a link.
    Stated,
    /// A lock of the order.
    OrderLock,
}
