//! The access tags: the more specific one decides, whatever a more general one says.

use crate::pbf::Tags;

/// Keys from the most specific to the most general, for cars.
const CAR_KEYS: [&str; 4] = ["motorcar", "motor_vehicle", "vehicle", "access"];

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

/// What the access tags say to cars; `None` when they say nothing or nothing known.
pub(super) fn car_access(tags: &Tags<'_>) -> Option<Access> {
    CAR_KEYS.iter().find_map(|key| value_of(tags.get(key)?))
}

/// As [`car_access`], looking only at tags that speak of vehicles: on a footpath `access=yes` invites no car.
pub(super) fn explicit_car_access(tags: &Tags<'_>) -> Option<Access> {
    CAR_KEYS[..3].iter().find_map(|key| value_of(tags.get(key)?))
}

/// What tags for one direction alone say (`motor_vehicle:backward=no`); `direction` is `forward` or `backward`.
pub(super) fn directed_car_access(tags: &Tags<'_>, direction: &str) -> Option<Access> {
    // Almost no way has such a tag: look once before building keys.
    tags.iter().find(|(key, _)| key.ends_with(direction))?;
    CAR_KEYS.iter().find_map(|key| value_of(tags.get(&format!("{key}:{direction}"))?))
}

/// The meaning of a value; of a list (`customers;delivery`) the most permissive member counts.
fn value_of(value: &str) -> Option<Access> {
    value.split(';').filter_map(|one| single_value(one.trim())).max()
}

fn single_value(value: &str) -> Option<Access> {
    match value {
        "yes" | "permissive" | "designated" | "official" | "public" | "allowed" => Some(Access::Yes),
        // Private, destination, customers and delivery roads are where people live: a visitor may drive there.
        // That they must not be driven through is a matter of cost, see `car::LOCAL_PERCENT`.
        "private" | "destination" | "customers" | "delivery" | "permit" | "residents" | "employees"
        | "students" | "staff" | "discouraged" | "visitors" | "parking" => Some(Access::Local),
        "no" | "agricultural" | "forestry" | "military" | "emergency" | "psv" | "bus" | "taxi" | "hov"
        | "hgv" | "bicycle" | "foot" | "use_sidepath" | "dismount" | "restricted" | "prohibited" | "none"
        | "service" | "maintenance" | "forest" | "farm" => Some(Access::No),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specific_key_beats_the_general_one() {
        let tags = [("access", "no"), ("motor_vehicle", "destination"), ("motorcar", "yes")];
        assert_eq!(car_access(&Tags(&tags)), Some(Access::Yes));
        assert_eq!(car_access(&Tags(&tags[..2])), Some(Access::Local));
        assert_eq!(car_access(&Tags(&tags[..1])), Some(Access::No));
        assert_eq!(car_access(&Tags(&[])), None);
    }

    #[test]
    fn an_unknown_value_leaves_the_word_to_the_next_key() {
        let tags = [("motorcar", "variable"), ("vehicle", "no")];
        assert_eq!(car_access(&Tags(&tags)), Some(Access::No));
    }

    #[test]
    fn of_a_list_the_most_permissive_member_counts() {
        assert_eq!(car_access(&Tags(&[("access", "agricultural;forestry")])), Some(Access::No));
        assert_eq!(car_access(&Tags(&[("access", "no;delivery")])), Some(Access::Local));
    }
}
