//! Why a visit is left out, and what would bring it in: stable codes, and sentences.

use super::{Language, Scene, en, sv};
use engine::explain::{LeftOut, Reason, Relaxation, Relaxing};

/// The stable code of a reason.
pub const fn reason_code(reason: &Reason) -> &'static str {
    match reason {
        Reason::WrongRole(_) => "wrong-role",
        Reason::LacksSkill(_) => "lacks-skill",
        Reason::Refused => "refused",
        Reason::NotInTeam(_) => "not-in-team",
        Reason::NotInMission(_) => "not-in-mission",
        Reason::NobodyResponsible => "nobody-responsible",
        Reason::LockedToPerson(_) => "locked-to-person",
        Reason::LockedToDay(_) => "locked-to-day",
        Reason::LockedToStart(_) => "locked-to-start",
        Reason::NoWindow { .. } => "no-window",
        Reason::NoRoad { .. } => "no-road",
        Reason::LinkedVisitLeftOut(_) => "linked-visit-left-out",
        Reason::LinkedVisitTimes(_) => "linked-visit-times",
        Reason::LinkedVisitPeople(_) => "linked-visit-people",
        Reason::NotEvenAlone { .. } => "not-even-alone",
        Reason::DayFull { .. } => "day-full",
        Reason::DayBroken(_) => "day-broken",
        Reason::BreaksRule(_) => "breaks-rule",
        Reason::PartnerMissing(_) => "partner-missing",
        Reason::NoCommonTime => "no-common-time",
        Reason::Fits(_) => "fits",
    }
}

/// The stable code of a change.
pub const fn relaxing_code(change: &Relaxing) -> &'static str {
    match change {
        Relaxing::Nothing => "nothing",
        Relaxing::WidenWindow { .. } => "widen-window",
        Relaxing::Overtime { .. } => "overtime",
        Relaxing::LeaveOut(_) => "leave-out",
        Relaxing::Move { .. } => "move",
        Relaxing::OtherMode { .. } => "other-mode",
        Relaxing::AllowTeam { .. } => "allow-team",
        Relaxing::GiveSkill { .. } => "give-skill",
        Relaxing::AfterHorizon => "after-horizon",
    }
}

/// A reason as a sentence.
pub fn reason(scene: Scene<'_>, reason: &Reason, language: Language) -> String {
    match language {
        Language::Swedish => sv::reason(scene, reason),
        Language::English => en::reason(scene, reason),
    }
}

/// A change that makes a visit fit, as a sentence.
pub fn relaxation(scene: Scene<'_>, relaxation: &Relaxation, language: Language) -> String {
    match language {
        Language::Swedish => sv::relaxation(scene, relaxation),
        Language::English => en::relaxation(scene, relaxation),
    }
}

/// What keeps a visit out, over all candidates: how many of them for which reason, most often first. People who lack the
/// role, the skill or the team come last: that they cannot come surprises nobody.
pub fn summary(left_out: &LeftOut, language: Language) -> String {
    let mut counts: Vec<(bool, usize, &'static str, &Reason)> = Vec::new();
    for candidate in &left_out.candidates {
        let Some(first) = candidate.reasons.first() else { continue };
        let code = reason_code(first);
        match counts.iter_mut().find(|c| c.2 == code) {
            Some(known) => known.1 += 1,
            None => counts.push((is_ordinary(first), 1, code, first)),
        }
    }
    counts.sort_by_key(|c| (c.0, usize::MAX - c.1, c.2));
    let parts: Vec<String> = counts
        .iter()
        .map(|(_, number, _, first)| match language {
            Language::Swedish => format!("{number} × {}", sv::in_short(first)),
            Language::English => format!("{number} × {}", en::in_short(first)),
        })
        .collect();
    let head = match (language, left_out.candidates.is_empty()) {
        (Language::Swedish, true) => "inga pass att välja bland".to_owned(),
        (Language::English, true) => "there is no shift to choose from".to_owned(),
        (Language::Swedish, false) => format!("av {} möjliga (person och dag): ", left_out.candidates.len()),
        (Language::English, false) => {
            format!("of {} candidates (person and day): ", left_out.candidates.len())
        }
    };
    format!("{head}{}", parts.join(", "))
}

/// Whether a reason only says that the visit is not for this person.
const fn is_ordinary(reason: &Reason) -> bool {
    matches!(
        reason,
        Reason::WrongRole(_) | Reason::LacksSkill(_) | Reason::NotInTeam(_) | Reason::NotInMission(_)
    )
}
