//! English.

use super::Language;
use super::quantity::{Scene, amount, minutes};
use engine::rules::{Detail, Finding};

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
