//! Turn restrictions: what the tags of a restriction relation mean to a mode of travel.

use super::conditional::{UnreadRules, clauses};
use super::{HourSpan, TravelMode, opening_hours};
use crate::pbf::Tags;

/// What a restriction orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TurnRule {
    /// Coming from `from` over `via` one may not go on to `to`.
    Forbidden,
    /// Coming from `from` over `via` one may go on to `to` alone.
    Only,
}

/// Whether and how a relation binds a mode of travel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestrictionUse {
    /// It is no turn restriction at all.
    Unrelated,
    /// It binds.
    Binds {
        /// What it orders.
        rule: TurnRule,
        /// When; empty: always.
        hours: Vec<HourSpan>,
    },
    /// It binds other vehicles only, by its key, by `except` or by a condition.
    OtherModes,
    /// It holds under a condition that is not understood or not modelled; not applied.
    Conditional,
    /// Its value is not known (`yield`).
    UnknownValue,
}

/// Names of a mode in `except` and in keys, the most specific first; and whether a restriction without a mode binds
/// it.
const fn names(mode: TravelMode) -> (&'static [&'static str], bool) {
    match mode {
        TravelMode::Car => (&["motorcar", "motor_vehicle", "vehicle"], true),
        TravelMode::Bicycle => (&["bicycle", "vehicle"], true),
        TravelMode::Foot => (&["foot"], false),
    }
}

/// What a relation with these tags means to a mode: one entry, or several where it carries several restrictions, a
/// plain and a conditional one or several clauses.
pub fn restriction_uses(tags: &Tags<'_>, mode: TravelMode) -> Vec<RestrictionUse> {
    let kind = tags.get("type").unwrap_or_default();
    if kind != "restriction" && !kind.starts_with("restriction:") {
        return vec![RestrictionUse::Unrelated];
    }
    let (names, bound_by_all) = names(mode);
    let frees = |list: &str| list.split(';').any(|freed| names.contains(&freed.trim()));
    if tags.get("except").is_some_and(frees) {
        return vec![RestrictionUse::OtherModes];
    }
    // An older form names the mode in the type, `type=restriction:hgv`; the newer one in the key.
    let own_kind = kind.strip_prefix("restriction:").map_or(bound_by_all, |named| names.contains(&named));
    let mut found = Vec::new();
    // The most specific key that speaks decides, with its plain and its conditional form.
    for name in names {
        take(tags, &format!("restriction:{name}"), &mut found);
        if !found.is_empty() {
            return found;
        }
    }
    if own_kind {
        take(tags, "restriction", &mut found);
    }
    if found.is_empty() {
        let for_others = !own_kind || tags.iter().any(|(key, _)| key.starts_with("restriction:"));
        found.push(if for_others { RestrictionUse::OtherModes } else { RestrictionUse::UnknownValue });
    }
    found
}

/// What `key` and its conditional form say.
fn take(tags: &Tags<'_>, key: &str, found: &mut Vec<RestrictionUse>) {
    if let Some(value) = tags.get(key) {
        found.push(match (rule_of(value), old_hours(tags)) {
            // Whoever waits for green may turn.
            _ if value.trim().ends_with("_on_red") => RestrictionUse::Conditional,
            (None, _) => RestrictionUse::UnknownValue,
            (Some(_), OldHours::NotUnderstood) => RestrictionUse::Conditional,
            (Some(rule), OldHours::None) => RestrictionUse::Binds { rule, hours: Vec::new() },
            (Some(rule), OldHours::Hours(hours)) => RestrictionUse::Binds { rule, hours },
        });
    }
    let Some(text) = tags.get(&format!("{key}:conditional")) else { return };
    let mut unread = UnreadRules::default();
    let clauses = clauses(text, &mut unread);
    if clauses.is_empty() && unread == UnreadRules::default() {
        // Every clause is for others: `no_left_turn @ (weight>3.5)`.
        found.push(RestrictionUse::OtherModes);
    }
    for clause in clauses {
        found.push(match rule_of(clause.value) {
            // A turn barred to those with business there is no turn that anybody would bar.
            _ if clause.business => RestrictionUse::Conditional,
            Some(rule) => RestrictionUse::Binds { rule, hours: clause.hours.unwrap_or_default() },
            None if clause.value == "none" => RestrictionUse::Conditional,
            None => RestrictionUse::UnknownValue,
        });
    }
    let not_applied = unread.not_understood + unread.set_aside;
    found.extend((0..not_applied).map(|_| RestrictionUse::Conditional));
}

enum OldHours {
    None,
    Hours(Vec<HourSpan>),
    NotUnderstood,
}

/// Hours in the form used before conditional tags: `day_on`, `day_off`, `hour_on`, `hour_off`.
fn old_hours(tags: &Tags<'_>) -> OldHours {
    let keys = ["day_on", "day_off", "hour_on", "hour_off"].map(|key| tags.get(key));
    if keys.iter().all(Option::is_none) {
        return OldHours::None;
    }
    let day = |name: &str| name.get(..2).map(str::to_owned);
    let days = match (keys[0].and_then(day), keys[1].and_then(day)) {
        (Some(from), Some(to)) => format!("{from}-{to} "),
        (None, None) => String::new(),
        _ => return OldHours::NotUnderstood,
    };
    let (Some(from), Some(to)) = (keys[2], keys[3]) else { return OldHours::NotUnderstood };
    match opening_hours::parse(&format!("{days}{from}-{to}")) {
        Some(hours) => OldHours::Hours(hours.spans),
        None => OldHours::NotUnderstood,
    }
}

/// The members tell which turn is meant, so that of the value only its beginning counts (`no_left_turn`,
/// `only_straight_on`, and words that nobody has heard before).
fn rule_of(value: &str) -> Option<TurnRule> {
    let value = value.trim();
    if value.starts_with("no_") {
        Some(TurnRule::Forbidden)
    } else if value.starts_with("only_") {
        Some(TurnRule::Only)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uses(tags: &[(&str, &str)], mode: TravelMode) -> Vec<RestrictionUse> {
        let mut all = vec![("type", "restriction")];
        all.extend_from_slice(tags);
        restriction_uses(&Tags(&all), mode)
    }

    fn car(tags: &[(&str, &str)]) -> RestrictionUse {
        let mut all = uses(tags, TravelMode::Car);
        assert_eq!(all.len(), 1, "{tags:?}");
        all.remove(0)
    }

    fn always(rule: TurnRule) -> RestrictionUse {
        RestrictionUse::Binds { rule, hours: Vec::new() }
    }

    fn at(rule: TurnRule, hours: &str) -> RestrictionUse {
        RestrictionUse::Binds { rule, hours: opening_hours::parse(hours).unwrap().spans }
    }

    #[test]
    fn a_restriction_binds_unless_it_is_for_others() {
        assert_eq!(car(&[("restriction", "no_left_turn")]), always(TurnRule::Forbidden));
        assert_eq!(car(&[("restriction", "only_straight_on")]), always(TurnRule::Only));
        assert_eq!(car(&[("restriction:motorcar", "no_u_turn")]), always(TurnRule::Forbidden));
        assert_eq!(car(&[("restriction:hgv", "no_u_turn")]), RestrictionUse::OtherModes);
        assert_eq!(
            car(&[("restriction", "no_u_turn"), ("except", "psv; motorcar")]),
            RestrictionUse::OtherModes
        );
        assert_eq!(car(&[("restriction", "no_u_turn"), ("except", "psv")]), always(TurnRule::Forbidden));
        assert_eq!(car(&[("restriction", "no_weird_zigzags")]), always(TurnRule::Forbidden));
        assert_eq!(car(&[("restriction", "yield")]), RestrictionUse::UnknownValue);
        assert_eq!(car(&[("restriction", "no_right_turn_on_red")]), RestrictionUse::Conditional);
        assert_eq!(
            restriction_uses(&Tags(&[("type", "route")]), TravelMode::Car),
            vec![RestrictionUse::Unrelated]
        );
    }

    #[test]
    fn hours_are_read_in_both_forms() {
        assert_eq!(
            car(&[("restriction:conditional", "no_left_turn @ (07:00-09:00)")]),
            at(TurnRule::Forbidden, "07:00-09:00")
        );
        assert_eq!(
            car(&[
                ("restriction", "no_u_turn"),
                ("day_on", "Monday"),
                ("day_off", "Friday"),
                ("hour_on", "7:00"),
                ("hour_off", "9:00")
            ]),
            at(TurnRule::Forbidden, "Mo-Fr 07:00-09:00")
        );
        assert_eq!(
            car(&[("restriction", "no_u_turn"), ("hour_on", "early"), ("hour_off", "9")]),
            RestrictionUse::Conditional
        );
        assert_eq!(
            car(&[("restriction:conditional", "no_left_turn @ (weight>3.5)")]),
            RestrictionUse::OtherModes
        );
        for not_applied in ["no_left_turn @ (full moon)", "no_left_turn @ snow"] {
            assert_eq!(car(&[("restriction:conditional", not_applied)]), RestrictionUse::Conditional);
        }
    }

    #[test]
    fn a_relation_may_carry_several_restrictions() {
        let both = [
            ("restriction", "no_left_turn"),
            ("restriction:conditional", "no_right_turn @ (07:00-09:00); only_straight_on @ (Sa)"),
        ];
        assert_eq!(
            uses(&both, TravelMode::Car),
            vec![
                always(TurnRule::Forbidden),
                at(TurnRule::Forbidden, "07:00-09:00"),
                at(TurnRule::Only, "Sa")
            ]
        );
    }

    #[test]
    fn restrictions_bind_bicycles_and_leave_walkers_alone() {
        let by_mode = |tags: &[(&str, &str)]| {
            TravelMode::ALL.map(|mode| matches!(uses(tags, mode)[0], RestrictionUse::Binds { .. }))
        };
        assert_eq!(by_mode(&[("restriction", "no_left_turn")]), [true, true, false]);
        assert_eq!(by_mode(&[("restriction", "no_left_turn"), ("except", "bicycle")]), [true, false, false]);
        assert_eq!(by_mode(&[("restriction:foot", "no_left_turn")]), [false, false, true]);
    }

    proptest! {
        #[test]
        fn no_relation_is_a_panic(value in "\\PC{0,30}", hours in "\\PC{0,12}") {
            for key in ["restriction", "restriction:conditional", "restriction:motorcar:conditional", "except"] {
                for mode in TravelMode::ALL {
                    uses(&[(key, &value), ("restriction", "no_exit"), ("day_on", &hours), ("hour_off", &hours)], mode);
                }
            }
        }
    }
}
