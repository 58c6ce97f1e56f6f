//! The access tags: the more specific one decides, whatever a more general one says.

use super::by_hour::{ByHour, Heading, rules};
use super::conditional::UnreadRules;
use super::hours::{HourSpan, uncovered};
use super::{TravelMode, opening_hours};
use crate::pbf::Tags;

/// Whether one may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// Closed.
    No,
    /// Open to those who have business there: residents, visitors, deliveries. No way through for others.
    Local,
    /// Open to all.
    Yes,
}

/// Keys from the most specific to the most general, each with its form for one direction before it; the first
/// `explicit` of them name the mode or its kind, the rest everybody.
struct Keys {
    forward: &'static [&'static str],
    backward: &'static [&'static str],
    explicit: usize,
}

const CAR: Keys = Keys {
    forward: &[
        "motorcar:forward",
        "motorcar",
        "motor_vehicle:forward",
        "motor_vehicle",
        "vehicle:forward",
        "vehicle",
        "access:forward",
        "access",
    ],
    backward: &[
        "motorcar:backward",
        "motorcar",
        "motor_vehicle:backward",
        "motor_vehicle",
        "vehicle:backward",
        "vehicle",
        "access:backward",
        "access",
    ],
    explicit: 6,
};

const BICYCLE: Keys = Keys {
    forward: &["bicycle:forward", "bicycle", "vehicle:forward", "vehicle", "access:forward", "access"],
    backward: &["bicycle:backward", "bicycle", "vehicle:backward", "vehicle", "access:backward", "access"],
    // `vehicle=yes` on a footway is said to cars and bicycles alike, `bicycle=yes` to bicycles.
    explicit: 4,
};

const FOOT: Keys = Keys {
    forward: &["foot:forward", "foot", "access:forward", "access"],
    backward: &["foot:backward", "foot", "access:backward", "access"],
    explicit: 2,
};

const fn keys(mode: TravelMode) -> &'static Keys {
    match mode {
        TravelMode::Car => &CAR,
        TravelMode::Bicycle => &BICYCLE,
        TravelMode::Foot => &FOOT,
    }
}

/// What the access tags say to a mode, whatever the direction and the hour; `None` when they say nothing or nothing
/// known.
pub(super) fn plain_access(tags: &Tags<'_>, mode: TravelMode) -> Option<Access> {
    keys(mode).forward.iter().skip(1).step_by(2).find_map(|key| value_of(tags.get(key)?, mode))
}

/// What the access tags say to a mode in one direction, with what they say by the hour; `None` when they say nothing
/// understood. With `explicit_only`, only tags count that name the mode or its kind: on a footpath `access=yes`
/// invites no car.
pub(super) fn access(
    tags: &Tags<'_>,
    mode: TravelMode,
    heading: Heading,
    explicit_only: bool,
    unread: &mut UnreadRules,
) -> Option<ByHour<Option<Access>>> {
    let all = keys(mode);
    let names = match heading {
        Heading::Forward => all.forward,
        Heading::Backward => all.backward,
    };
    let names = if explicit_only { &names[..all.explicit] } else { names };
    let read = |value: &str, business: bool| match value_of(value, mode) {
        Some(Access::Yes | Access::Local) if business => Some(Access::Local),
        // `no @ destination` would bar those who live there; nobody means that.
        Some(Access::No) if business => None,
        other => other,
    };
    rules(tags, names, heading, read, unread)
}

/// What access tags and `opening_hours` grant a mode in one direction.
pub(super) struct Granted {
    /// Whether one may pass.
    pub admitted: ByHour<bool>,
    /// Whether only those may who have business there.
    pub local: bool,
}

/// What the tags grant a mode in one direction; with `invited_only` it must be named, else silence is consent.
pub(super) fn granted(
    tags: &Tags<'_>,
    mode: TravelMode,
    heading: Heading,
    invited_only: bool,
    unread: &mut UnreadRules,
) -> Granted {
    let said = access(tags, mode, heading, invited_only, unread).unwrap_or(ByHour::constant(None));
    let unsaid = if invited_only { Access::No } else { Access::Yes };
    let access = said.map(|access| access.unwrap_or(unsaid));
    let local = is_local(&access);
    // Whether a road is a way through does not change by the hour here; where it should, that is told.
    let otherwise =
        |(value, _): &&(Access, Vec<HourSpan>)| *value != Access::No && (*value == Access::Local) != local;
    if heading == Heading::Forward || tags.iter().any(|(key, _)| key.ends_with(":backward:conditional")) {
        unread.set_aside += access.at_hours.iter().filter(otherwise).count() as u32;
    }
    let mut admitted = access.map(|access| access != Access::No);
    keep_hours(tags, heading, &mut admitted, unread);
    Granted { admitted, local }
}

/// Open to those alone who have business there: always, or whenever it is open at all.
pub(super) fn is_local(granted: &ByHour<Access>) -> bool {
    let opened_for = granted.at_hours.iter().map(|(access, _)| *access).max();
    granted.always == Access::Local || (granted.always == Access::No && opened_for == Some(Access::Local))
}

/// Closes a way outside its `opening_hours`: a passage, a park, a ferry.
pub(super) fn keep_hours(
    tags: &Tags<'_>,
    heading: Heading,
    admitted: &mut ByHour<bool>,
    unread: &mut UnreadRules,
) {
    let mut again = UnreadRules::default();
    let unread = if heading == Heading::Forward { unread } else { &mut again };
    let Some(text) = tags.get("opening_hours") else { return };
    match opening_hours::parse(text) {
        Some(hours) => {
            unread.set_aside += hours.holidays;
            let closed = uncovered(&hours.spans);
            if !closed.is_empty() {
                admitted.at_hours.push((false, closed));
            }
        }
        None => unread.not_understood += 1,
    }
}

/// The meaning of a value; of a list (`customers;delivery`) the most permissive member counts.
fn value_of(value: &str, mode: TravelMode) -> Option<Access> {
    value.split(';').filter_map(|one| single_value(one.trim(), mode)).max()
}

fn single_value(value: &str, mode: TravelMode) -> Option<Access> {
    match value {
        "yes" | "permissive" | "designated" | "public" | "allowed" => Some(Access::Yes),
        // Of a cycleway or footway the old word for `designated`; of a road that officials alone may drive there.
        "official" => Some(if mode == TravelMode::Car { Access::No } else { Access::Yes }),
        // Private, destination, customers and delivery roads are where people live: a visitor may drive there, but
        // not through. OSRM closes private roads in part; a nurse visits those who live on them.
        "private" | "destination" | "customers" | "delivery" | "permit" | "permits" | "residents"
        | "resident" | "employees" | "students" | "staff" | "discouraged" | "visitors" | "parking"
        | "license" => Some(Access::Local),
        // The law sends cyclists and walkers to the path beside the road; whoever lives on the road still gets there.
        "use_sidepath" if mode != TravelMode::Car => Some(Access::Local),
        // Pushed: for a bicycle that is the matter of the walker, see `bicycle`.
        "no" | "agricultural" | "forestry" | "military" | "emergency" | "emergency_vehicle" | "psv"
        | "bus" | "minibus" | "taxi" | "share_taxi" | "hov" | "hgv" | "use_sidepath" | "dismount"
        | "restricted" | "prohibited" | "none" | "service" | "maintenance" | "forest" | "farm"
        | "impassable" | "closed" | "railway" => Some(Access::No),
        "bicycle" => Some(if mode == TravelMode::Bicycle { Access::Yes } else { Access::No }),
        "foot" => Some(if mode == TravelMode::Foot { Access::Yes } else { Access::No }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn car(tags: &[(&str, &str)]) -> Option<Access> {
        plain_access(&Tags(tags), TravelMode::Car)
    }

    #[test]
    fn the_specific_key_beats_the_general_one() {
        let tags = [("access", "no"), ("motor_vehicle", "destination"), ("motorcar", "yes")];
        assert_eq!(car(&tags), Some(Access::Yes));
        assert_eq!(car(&tags[..2]), Some(Access::Local));
        assert_eq!(car(&tags[..1]), Some(Access::No));
        assert_eq!(car(&[]), None);
        assert_eq!(plain_access(&Tags(&tags), TravelMode::Foot), Some(Access::No));
    }

    #[test]
    fn an_unknown_value_leaves_the_word_to_the_next_key() {
        assert_eq!(car(&[("motorcar", "variable"), ("vehicle", "no")]), Some(Access::No));
        assert_eq!(car(&[("access", "unknown")]), None);
    }

    #[test]
    fn of_a_list_the_most_permissive_member_counts() {
        assert_eq!(car(&[("access", "agricultural;forestry")]), Some(Access::No));
        assert_eq!(car(&[("access", "no;delivery")]), Some(Access::Local));
    }

    #[test]
    fn a_specific_key_beats_a_general_one_for_one_direction() {
        // Rows of OSRM's features/car/access.feature.
        let both = |tags: &[(&str, &str)]| {
            let mut unread = UnreadRules::default();
            let mut one = |heading| {
                let access = access(&Tags(tags), TravelMode::Car, heading, false, &mut unread);
                access.and_then(|a| a.always).unwrap_or(Access::Yes) != Access::No
            };
            (one(Heading::Forward), one(Heading::Backward))
        };
        assert_eq!(both(&[("access", "yes"), ("access:forward", "no")]), (false, true));
        assert_eq!(both(&[("access:forward", "yes"), ("motorcar", "no")]), (false, false));
        assert_eq!(both(&[("motorcar", "yes"), ("motorcar:forward", "no")]), (false, true));
        assert_eq!(both(&[("access:forward", "no"), ("motorcar", "yes")]), (true, true));
        assert_eq!(both(&[("motorcar", "no"), ("motorcar:forward", "yes")]), (true, false));
        assert_eq!(both(&[("access:forward", "no"), ("motorcar:backward", "no")]), (false, false));
        assert_eq!(both(&[("access:forward", "no"), ("motorcar:forward", "yes")]), (true, true));
        assert_eq!(both(&[("access:backward", "yes"), ("motorcar:backward", "no")]), (true, false));
    }
}
