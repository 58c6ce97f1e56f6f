//! One-way tags of vehicles.

use super::by_hour::{ByHour, Heading, rules};
use super::classify::is_roundabout;
use super::conditional::UnreadRules;
use crate::pbf::Tags;

/// Keys for cars, the most specific first.
pub(super) const CAR_KEYS: [&str; 4] =
    ["oneway:motorcar", "oneway:motor_vehicle", "oneway:vehicle", "oneway"];

/// Keys for bicycles.
pub(super) const BICYCLE_KEYS: [&str; 3] = ["oneway:bicycle", "oneway:vehicle", "oneway"];

/// Which way the traffic may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Both,
    Ahead,
    Back,
    /// Changes with the hour: neither direction can be relied on unless a rule by the hour opens it.
    Neither,
}

/// Whether a direction is open, at what hours.
pub(super) fn open(
    tags: &Tags<'_>,
    keys: &[&str],
    heading: Heading,
    unread: &mut UnreadRules,
) -> ByHour<bool> {
    let implied = || match tags.get("highway") {
        Some("motorway") => Flow::Ahead,
        _ if is_roundabout(tags) => Flow::Ahead,
        _ => Flow::Both,
    };
    let flow = rules(tags, keys, heading, |value, _| flow(value), unread)
        .unwrap_or(ByHour::constant(None))
        .map(|flow| flow.unwrap_or_else(implied));
    flow.map(|flow| match heading {
        Heading::Forward => matches!(flow, Flow::Both | Flow::Ahead),
        Heading::Backward => matches!(flow, Flow::Both | Flow::Back),
    })
}

/// Whether one lane serves both directions in turn.
pub(super) fn alternates(tags: &Tags<'_>, keys: &[&str]) -> bool {
    tags.first_of(keys) == Some("alternating")
}

fn flow(value: &str) -> Option<Flow> {
    match value {
        "yes" | "1" | "true" => Some(Flow::Ahead),
        "-1" | "reverse" => Some(Flow::Back),
        "no" | "0" | "false" => Some(Flow::Both),
        // `alternating` says that one lane serves both in turn, not that a motorway or a circle may be driven
        // against its sense: which way is left to what the road implies.
        "reversible" => Some(Flow::Neither),
        _ => None,
    }
}
