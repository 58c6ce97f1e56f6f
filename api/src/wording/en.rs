//! English.

use super::Language;
use super::quantity::{Scene, amount, minutes, points};
use engine::explain::{Reason, Relaxation, Relaxing};
use engine::model::VisitMode;
use engine::plan::Task;
use engine::rules::{Detail, Finding};
use engine::schedule::Cause;
use osm_data::units::Seconds;

/// A finding as a sentence.
pub fn finding(scene: Scene<'_>, f: &Finding) -> String {
    let who = scene.subjects(f);
    let much = amount(f.amount, Language::English);
    let (visit, person, patient, shift) = (who.visit(), who.person(), who.patient(), who.shift());
    let slot = who.slot.map_or_else(String::new, |k| format!(" (slot {k})"));
    let p = scene.problem;
    match f.detail {
        Detail::SlotMissing => format!("Visit {visit}{slot} has nobody, though others come to it."),
        Detail::SlotRepeated => format!("Visit {visit}{slot} stands in {much} stops too many."),
        Detail::UnknownShift(_) => "The plan names a shift that the problem does not have.".to_owned(),
        Detail::RouteRepeated => format!("The plan has a second route for shift {shift}."),
        Detail::UnknownTask(stop) => {
            format!("Stop {stop} of shift {shift} names something that the problem does not have.")
        }
        Detail::WrongRole(role) => {
            format!("{person} is {} and cannot fill visit {visit}{slot}.", p.roles.name(role))
        }
        Detail::MissingSkill(skill) => {
            format!("{person} lacks the skill {} that visit {visit}{slot} needs.", p.skills.name(skill))
        }
        Detail::SamePerson(other) => format!("{person} fills two slots of visit {visit}: also slot {other}."),
        Detail::StartsApart => format!("The participants of visit {visit}{slot} start {much} apart."),
        Detail::Refused => format!("Patient {patient} has refused {person}, who comes to visit {visit}."),
        Detail::NobodyResponsible => {
            format!("No team is responsible for patient {patient} when visit {visit} starts.")
        }
        Detail::NotInTeam(team) => {
            format!("{person} is not in team {}, which visit {visit}{slot} asks for.", scene.team(team))
        }
        Detail::NotInMission(mission) => format!(
            "{person} is in no team with the mission {}, which visit {visit}{slot} asks for.",
            p.missions.name(mission)
        ),
        Detail::OutsideWindow(window) => {
            format!("Visit {visit} starts {much} outside its nearest window {}.", scene.window(window))
        }
        Detail::TooEarlyToArrive => {
            format!("{person} ({shift}) is there {much} too late for the next stop{}.", to_visit(visit))
        }
        Detail::NoRoad { from, to } => {
            format!("No road leads from {} to {} in shift {shift}.", scene.place(from), scene.place(to))
        }
        Detail::WrongPlace(place) => {
            format!("A stop of shift {shift} belongs at {}, and is stated elsewhere.", scene.place(place))
        }
        Detail::PlaceOfNobody => format!("A stop of shift {shift} is stated where {person} is not."),
        Detail::UnknownPlace(_) => {
            format!("A stop of shift {shift} names a place that the problem does not have.")
        }
        Detail::BeforeShift => format!("{person} would have to start {much} before shift {shift}."),
        Detail::BeyondOvertime => format!("Shift {shift} of {person} ends {much} beyond its overtime limit."),
        Detail::BreakMissing(k) => format!("Break {k} of shift {shift} ({person}) is not held."),
        Detail::BreakRepeated(k) => format!("Break {k} of shift {shift} ({person}) is held twice."),
        Detail::BreakOutsideWindow(k) => {
            format!("Break {k} of shift {shift} ({person}) starts {much} outside its window.")
        }
        Detail::StretchTooLong(from) => format!(
            "{person} works {much} too long without a break from {} on (shift {shift}).",
            scene.time(from)
        ),
        Detail::BlockMissing(k) => {
            format!("The blocked time {} of shift {shift} is not kept.", block(scene, f, k))
        }
        Detail::BlockRepeated(k) => {
            format!("The blocked time {} of shift {shift} stands twice.", block(scene, f, k))
        }
        Detail::BlockMoved(k) => {
            format!("The blocked time {} of shift {shift} is moved by {much}.", block(scene, f, k))
        }
        Detail::BlockElsewhere(k) => {
            format!("The blocked time {} of shift {shift} is held at another place.", block(scene, f, k))
        }
        Detail::NotRested(until) => {
            format!("{person} is not rested before {}: {much} too early.", scene.time(until))
        }
        Detail::RestTooShort(before) => {
            format!("{person} rests {much} too little between shifts {} and {shift}.", scene.shift(before))
        }
        Detail::FirstNotPlanned(link) => {
            let (first, second) = scene.link(link);
            format!("Visit {second} needs visit {first} before it, which is not planned.")
        }
        Detail::GapTooShort(link) => {
            let (first, second) = scene.link(link);
            format!("Visit {second} starts {much} too soon after visit {first}.")
        }
        Detail::GapTooLong(link) => {
            let (first, second) = scene.link(link);
            format!("Visit {second} starts {much} too late after visit {first}.")
        }
        Detail::NobodyInBoth(link) => {
            let (first, second) = scene.link(link);
            format!("Nobody takes part in both visits {first} and {second}, though somebody must.")
        }
        Detail::SomebodyInBoth(link, staff) => {
            let (first, second) = scene.link(link);
            format!(
                "{} takes part in both visits {first} and {second}, though nobody may.",
                scene.staff(staff)
            )
        }
        Detail::MemberAbsent(crew) => {
            format!("{person} shares a vehicle with crew {} and is not at visit {visit}.", scene.crew(crew))
        }
        Detail::ComesFromElsewhere(crew) => {
            format!("Crew {} does not come to visit {visit} from one place.", scene.crew(crew))
        }
        Detail::AheadOfCrew(crew) => {
            format!(
                "{person} starts at visit {visit} before the last of crew {} can be there.",
                scene.crew(crew)
            )
        }
        Detail::AccompaniesApart => format!("{person} does not arrive at visit {visit} with the crew."),
        Detail::AccompaniesNobody => format!("{person} accompanies nobody at visit {visit}."),
        Detail::PinnedPerson(staff) => format!("Visit {visit}{slot} is locked to {}.", scene.staff(staff)),
        Detail::PinnedDay(day) => format!("Visit {visit} is locked to {}.", scene.day(day)),
        Detail::PinnedStart(start) => format!("Visit {visit} is locked to {}.", scene.time(start)),
        Detail::DueMissed(due) => {
            format!("Acute visit {visit} starts {much} after it was due, {}.", scene.time(due))
        }
        Detail::DueLeftOut(due) => format!("Acute visit {visit} is left out though due {}.", scene.time(due)),
        Detail::AcuteWait(from) => format!("Acute visit {visit} waits {much} from {}.", scene.time(from)),
        Detail::Overdue(due) => format!("Visit {visit} starts {much} after its date, {}.", scene.time(due)),
        Detail::MandatoryLeftOut => format!("Mandatory visit {visit} is left out."),
        Detail::OptionalLeftOut => format!("Optional visit {visit} is left out."),
        Detail::DeputyComes(contact) => {
            format!("{person}, a deputy of {}, comes to visit {visit}{slot}.", scene.staff(contact))
        }
        Detail::ContactMissed(contact) => {
            format!(
                "{person} comes to visit {visit}{slot} instead of the fixed contact {}.",
                scene.staff(contact)
            )
        }
        Detail::NewFace => format!("Patient {patient} has not met {person}."),
        Detail::NotWishedFor => {
            format!("Patient {patient} wishes for other people than {person} at visit {visit}.")
        }
        Detail::Avoided => format!("Patient {patient} would rather not meet {person} at visit {visit}."),
        Detail::NoSharedLanguage => {
            format!("{person} and patient {patient} share no language (visit {visit}).")
        }
        Detail::OtherGender => {
            format!("Patient {patient} wishes for another gender than {person}'s (visit {visit}).")
        }
        Detail::OutsideWishedTimes => {
            format!("Visit {visit} starts {much} outside the times patient {patient} wishes.")
        }
        Detail::OutsideSoftWindows => format!("Visit {visit} starts {much} outside its soft windows."),
        Detail::Overtime => format!("{person} works {much} of overtime (shift {shift})."),
        Detail::TravelTime => format!("{person} travels {much} (shift {shift})."),
        Detail::TravelLength => format!("{person} drives {much} (shift {shift})."),
        Detail::Waiting => format!("{person} waits {much}{}.", before_visit(visit)),
        Detail::JointWaiting => format!("{person} waits {much} for others{}.", before_visit(visit)),
        Detail::Load { available } => {
            format!("{person} is busy for {much} of {} (shift {shift}).", minutes(available))
        }
        Detail::PromiseLeftOut => format!("Visit {visit} was promised and is left out."),
        Detail::PromiseOtherDay => format!("Visit {visit} was promised for another day."),
        Detail::PromiseMoved => format!("Visit {visit} starts {much} from the time promised."),
        Detail::PromiseOtherPerson(staff) => {
            format!("{} was promised for visit {visit}{slot}; {person} comes.", scene.staff(staff))
        }
    }
}

fn to_visit(visit: &str) -> String {
    if visit == "?" { String::new() } else { format!(", visit {visit}") }
}

fn before_visit(visit: &str) -> String {
    if visit == "?" { String::new() } else { format!(" before visit {visit}") }
}

/// What a block is called.
fn block<'a>(scene: Scene<'a>, f: &Finding, number: usize) -> &'a str {
    let shift = f.subjects.iter().find_map(|s| match s {
        engine::rules::Subject::Shift(shift) => scene.problem.shifts.get(*shift),
        engine::rules::Subject::Visit(_)
        | engine::rules::Subject::Slot(_)
        | engine::rules::Subject::Patient(_)
        | engine::rules::Subject::Staff(_) => None,
    });
    shift.and_then(|s| s.blocks.get(number)).map_or("?", |b| b.label.as_str())
}

/// Why a person, on one day, does not fill a slot.
pub fn reason(scene: Scene<'_>, reason: &Reason) -> String {
    let p = scene.problem;
    match *reason {
        Reason::WrongRole(role) => format!("has the role {}", p.roles.name(role)),
        Reason::LacksSkill(skill) => format!("lacks the skill {}", p.skills.name(skill)),
        Reason::Refused => "has been refused by the patient".to_owned(),
        Reason::NotInTeam(team) => format!("is not in team {}", scene.team(team)),
        Reason::NotInMission(mission) => {
            format!("is in no team with the mission {}", p.missions.name(mission))
        }
        Reason::NobodyResponsible => "no team is responsible for the patient then".to_owned(),
        Reason::LockedToPerson(staff) => format!("the slot is locked to {}", scene.staff(staff)),
        Reason::LockedToDay(day) => format!("the visit is locked to {}", scene.day(day)),
        Reason::LockedToStart(start) => format!("the visit is locked to {}", scene.time(start)),
        Reason::NoWindow { nearest, off_by } => {
            format!(
                "no window meets the shift; the nearest, {}, is {} off",
                scene.window(nearest),
                minutes(off_by)
            )
        }
        Reason::NoRoad { from, to } => {
            format!("no road leads from {} to {}", scene.place(from), scene.place(to))
        }
        Reason::LinkedVisitLeftOut(link) => format!("visit {} before it is not planned", scene.link(link).0),
        Reason::LinkedVisitTimes(link) => {
            let (first, second) = scene.link(link);
            format!("the tie between {first} and {second} leaves no moment")
        }
        Reason::LinkedVisitPeople(link) => {
            let (first, second) = scene.link(link);
            format!("the tie between {first} and {second} asks for others")
        }
        Reason::NotEvenAlone { cause, at, by } => {
            format!("would not fit an empty day: {}{}", hindrance(scene, cause, at), by_how_much(by))
        }
        Reason::DayFull { cause, at, by } => {
            format!("the day is full: {}{}", hindrance(scene, cause, at), by_how_much(by))
        }
        Reason::DayBroken(cause) => {
            format!("the day fits no times already: {}", hindrance(scene, cause, None))
        }
        Reason::BreaksRule(rule) => format!("would break the rule {}", rule.as_str()),
        Reason::PartnerMissing(slot) => format!("could come, but nobody can fill slot {slot}"),
        Reason::NoCommonTime => "could come, but never when the others can".to_owned(),
        Reason::Fits(cost) if cost > 0 => {
            format!("would fit, at {} more than leaving it out", points(cost, Language::English))
        }
        Reason::Fits(cost) => format!("would fit, and save {}", points(-cost, Language::English)),
    }
}

/// The kind of a reason in a few words.
pub const fn in_short(reason: &Reason) -> &'static str {
    match reason {
        Reason::WrongRole(_) => "another role",
        Reason::LacksSkill(_) => "skill lacking",
        Reason::Refused => "refused by the patient",
        Reason::NotInTeam(_) | Reason::NotInMission(_) => "another team",
        Reason::NobodyResponsible => "nobody responsible",
        Reason::LockedToPerson(_) => "locked to another person",
        Reason::LockedToDay(_) => "locked to another day",
        Reason::LockedToStart(_) => "locked to another time",
        Reason::NoWindow { .. } => "not at work in the window",
        Reason::NoRoad { .. } => "no road",
        Reason::LinkedVisitLeftOut(_) => "the visit before it is left out",
        Reason::LinkedVisitTimes(_) => "no time beside the tied visit",
        Reason::LinkedVisitPeople(_) => "the tied visit asks for others",
        Reason::NotEvenAlone { .. } => "does not fit an empty day",
        Reason::DayFull { .. } => "day full",
        Reason::DayBroken(_) => "day fits no times",
        Reason::BreaksRule(_) => "would break a rule",
        Reason::PartnerMissing(_) => "nobody for another slot",
        Reason::NoCommonTime => "no time in common with the others",
        Reason::Fits(_) => "would fit",
    }
}

fn by_how_much(by: Seconds) -> String {
    if by == Seconds::ZERO { String::new() } else { format!(" by {}", minutes(by)) }
}

/// What stands in the way of a stop, and which stop it is.
fn hindrance(scene: Scene<'_>, cause: Cause, at: Option<Task>) -> String {
    let stop = match at {
        Some(Task::Visit { visit, .. } | Task::Accompany { visit }) => {
            format!("visit {}", scene.visit(visit))
        }
        Some(Task::Break { rule }) => format!("break {rule}"),
        Some(Task::Block { block }) => format!("blocked time {block}"),
        None => "a stop".to_owned(),
    };
    match cause {
        Cause::NoSuchShift | Cause::NothingThere => "something named does not exist".to_owned(),
        Cause::BreakMissing(k) => format!("break {k} is not held"),
        Cause::BlockMissing(k) => format!("blocked time {k} is not kept"),
        Cause::Repeated => format!("{stop} stands there twice"),
        Cause::NoRoad => format!("no road leads to {stop} or on from it"),
        Cause::Window => format!("{stop} would start after its window"),
        Cause::BreakWindow => format!("{stop} would start after its window"),
        Cause::Stretch => "work without a break would last too long".to_owned(),
        Cause::Block => format!("{stop} could not start on time"),
        Cause::Overtime => "the day would end beyond its overtime limit".to_owned(),
        Cause::Circle => "visits would wait for each other".to_owned(),
    }
}

/// A change that makes a visit fit.
pub fn relaxation(scene: Scene<'_>, r: &Relaxation) -> String {
    let p = scene.problem;
    let change = match r.change {
        Relaxing::Nothing => "it fits as it is".to_owned(),
        Relaxing::WidenWindow { from, to, by } => {
            format!("widen the window {} by {} to {}", scene.window(from), minutes(by), scene.window(to))
        }
        Relaxing::Overtime { shift, by } => {
            format!("let shift {} last {} beyond its overtime limit", scene.shift(shift), minutes(by))
        }
        Relaxing::LeaveOut(visit) => format!("leave out visit {} instead", scene.visit(visit)),
        Relaxing::Move { visit, to, start } => {
            format!("move visit {} to shift {} at {}", scene.visit(visit), scene.shift(to), scene.time(start))
        }
        Relaxing::OtherMode { mode, remote } => {
            let how = match mode {
                VisitMode::Home => "at home",
                VisitMode::Video => "by video",
                VisitMode::Phone => "by phone",
            };
            match remote {
                Some(slot) => format!("do it {how}, slot {slot} taking part from afar"),
                None => format!("do it {how}"),
            }
        }
        Relaxing::AllowTeam { slot, staff } => {
            format!("let {} of another team fill slot {slot}", scene.staff(staff))
        }
        Relaxing::GiveSkill { staff, skill } => {
            format!("let {} come without the skill {}", scene.staff(staff), p.skills.name(skill))
        }
        Relaxing::AfterHorizon => return "plan it after these days (not tried)".to_owned(),
    };
    let who: Vec<&str> =
        r.shifts.iter().filter_map(|s| p.shifts.get(*s)).map(|s| scene.staff(s.staff)).collect();
    let with = if who.is_empty() { String::new() } else { format!(", with {}", who.join(" and ")) };
    let at = r.start.map_or_else(String::new, |t| format!(" at {}", scene.time(t)));
    format!("{change}{with}{at}")
}
