//! Turn restrictions: what the tags of a restriction relation mean to a car.

use crate::pbf::Tags;

/// Modes whose exception frees a car, and whose own restriction binds it.
const CAR_MODES: [&str; 3] = ["motorcar", "motor_vehicle", "vehicle"];

/// What a restriction orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnRule {
    /// Coming from `from` over `via` one may not go on to `to`.
    Forbidden,
    /// Coming from `from` over `via` one may go on to `to` alone.
    Only,
}

/// Whether and how a relation binds a car.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestrictionUse {
    /// It is no turn restriction at all.
    Unrelated,
    /// It binds.
    Binds(TurnRule),
    /// It binds other vehicles only, by its key or by `except`.
    OtherModes,
    /// It holds at certain hours only; not applied.
    Conditional,
    /// Its value is not known (`no_fun`).
    UnknownValue,
}

/// What a relation with these tags means to a car.
pub fn restriction_use(tags: &Tags<'_>) -> RestrictionUse {
    let kind = tags.get("type").unwrap_or_default();
    if kind != "restriction" && !kind.starts_with("restriction:") {
        return RestrictionUse::Unrelated;
    }
    let frees_cars = |list: &str| list.split(';').any(|mode| CAR_MODES.contains(&mode.trim()));
    if tags.get("except").is_some_and(frees_cars) {
        return RestrictionUse::OtherModes;
    }
    // An older form names the mode in the type, `type=restriction:hgv`; the newer one in the key.
    let own_mode = kind.strip_prefix("restriction:").is_none_or(|mode| CAR_MODES.contains(&mode));
    let specific = CAR_MODES.iter().find_map(|mode| tags.get(&format!("restriction:{mode}")));
    let value = specific.or_else(|| tags.get("restriction").filter(|_| own_mode));
    match value {
        Some(value) => rule_of(value).map_or(RestrictionUse::UnknownValue, RestrictionUse::Binds),
        None if tags.iter().any(|(k, _)| k.ends_with(":conditional")) => RestrictionUse::Conditional,
        None if tags.iter().any(|(k, _)| k.starts_with("restriction:")) || !own_mode => {
            RestrictionUse::OtherModes
        }
        None => RestrictionUse::UnknownValue,
    }
}

fn rule_of(value: &str) -> Option<TurnRule> {
    match value.trim() {
        "no_left_turn" | "no_right_turn" | "no_straight_on" | "no_u_turn" | "no_entry" | "no_exit"
        | "no_turn" => Some(TurnRule::Forbidden),
        "only_left_turn" | "only_right_turn" | "only_straight_on" | "only_u_turn" => Some(TurnRule::Only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(tags: &[(&str, &str)]) -> RestrictionUse {
        let mut all = vec![("type", "restriction")];
        all.extend_from_slice(tags);
        restriction_use(&Tags(&all))
    }

    #[test]
    fn a_restriction_binds_unless_it_is_for_others_or_by_the_hour() {
        assert_eq!(meaning(&[("restriction", "no_left_turn")]), RestrictionUse::Binds(TurnRule::Forbidden));
        assert_eq!(meaning(&[("restriction", "only_straight_on")]), RestrictionUse::Binds(TurnRule::Only));
        assert_eq!(
            meaning(&[("restriction:motorcar", "no_u_turn")]),
            RestrictionUse::Binds(TurnRule::Forbidden)
        );
        assert_eq!(meaning(&[("restriction:hgv", "no_u_turn")]), RestrictionUse::OtherModes);
        assert_eq!(
            meaning(&[("restriction", "no_u_turn"), ("except", "psv; motorcar")]),
            RestrictionUse::OtherModes
        );
        assert_eq!(
            meaning(&[("restriction", "no_u_turn"), ("except", "psv")]),
            RestrictionUse::Binds(TurnRule::Forbidden)
        );
        assert_eq!(
            meaning(&[("restriction:conditional", "no_left_turn @ (07:00-09:00)")]),
            RestrictionUse::Conditional
        );
        assert_eq!(meaning(&[("restriction", "no_fun")]), RestrictionUse::UnknownValue);
        assert_eq!(restriction_use(&Tags(&[("type", "route")])), RestrictionUse::Unrelated);
    }
}
