//! Swedish.

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
    let much = amount(f.amount, Language::Swedish);
    let (visit, person, patient, shift) = (who.visit(), who.person(), who.patient(), who.shift());
    let slot = who.slot.map_or_else(String::new, |k| format!(" (plats {k})"));
    let p = scene.problem;
    match f.detail {
        Detail::SlotMissing => format!("Besök {visit}{slot} saknar medarbetare, fast andra kommer dit."),
        Detail::SlotRepeated => format!("Besök {visit}{slot} står i {much} stopp för mycket."),
        Detail::UnknownShift(_) => "Planen nämner ett pass som inte finns i underlaget.".to_owned(),
        Detail::RouteRepeated => format!("Planen har två rutter för pass {shift}."),
        Detail::UnknownTask(stop) => {
            format!("Stopp {stop} i pass {shift} nämner något som inte finns i underlaget.")
        }
        Detail::WrongRole(role) => {
            format!("{person} är {} och kan inte fylla besök {visit}{slot}.", p.roles.name(role))
        }
        Detail::MissingSkill(skill) => {
            format!("{person} saknar kompetensen {} som besök {visit}{slot} kräver.", p.skills.name(skill))
        }
        Detail::SamePerson(other) => {
            format!("{person} fyller två platser i besök {visit}: även plats {other}.")
        }
        Detail::StartsApart => format!("Deltagarna i besök {visit}{slot} börjar {much} ifrån varandra."),
        Detail::Refused => format!("Patient {patient} har avböjt {person}, som kommer till besök {visit}."),
        Detail::NobodyResponsible => {
            format!("Inget team har vårdansvaret för patient {patient} när besök {visit} börjar.")
        }
        Detail::NotInTeam(team) => {
            format!("{person} hör inte till team {}, som besök {visit}{slot} kräver.", scene.team(team))
        }
        Detail::NotInMission(mission) => format!(
            "{person} hör inte till något team med uppdraget {}, som besök {visit}{slot} kräver.",
            p.missions.name(mission)
        ),
        Detail::OutsideWindow(window) => {
            format!("Besök {visit} börjar {much} utanför närmaste tidsfönster {}.", scene.window(window))
        }
        Detail::TooEarlyToArrive => {
            format!("{person} ({shift}) är framme {much} för sent till nästa stopp{}.", to_visit(visit))
        }
        Detail::NoRoad { from, to } => {
            format!("Ingen väg leder från {} till {} i pass {shift}.", scene.place(from), scene.place(to))
        }
        Detail::WrongPlace(place) => {
            format!("Ett stopp i pass {shift} hör hemma vid {} men anges på annan plats.", scene.place(place))
        }
        Detail::PlaceOfNobody => format!("Ett stopp i pass {shift} anges där {person} inte är."),
        Detail::UnknownPlace(_) => {
            format!("Ett stopp i pass {shift} nämner en plats som inte finns i underlaget.")
        }
        Detail::BeforeShift => format!("{person} måste börja {much} före pass {shift}."),
        Detail::BeyondOvertime => format!("Pass {shift} för {person} slutar {much} efter övertidsgränsen."),
        Detail::BreakMissing(k) => format!("Rast {k} i pass {shift} ({person}) hålls inte."),
        Detail::BreakRepeated(k) => format!("Rast {k} i pass {shift} ({person}) hålls två gånger."),
        Detail::BreakOutsideWindow(k) => {
            format!("Rast {k} i pass {shift} ({person}) börjar {much} utanför sitt tidsfönster.")
        }
        Detail::StretchTooLong(from) => {
            format!("{person} arbetar {much} för länge utan rast från {} (pass {shift}).", scene.time(from))
        }
        Detail::BlockMissing(k) => {
            format!("Den upptagna tiden {} i pass {shift} hålls inte.", block(scene, f, k))
        }
        Detail::BlockRepeated(k) => {
            format!("Den upptagna tiden {} i pass {shift} står två gånger.", block(scene, f, k))
        }
        Detail::BlockMoved(k) => {
            format!("Den upptagna tiden {} i pass {shift} är flyttad {much}.", block(scene, f, k))
        }
        Detail::BlockElsewhere(k) => {
            format!("Den upptagna tiden {} i pass {shift} hålls på annan plats.", block(scene, f, k))
        }
        Detail::NotRested(until) => {
            format!("{person} har inte vilat färdigt förrän {}: {much} för tidigt.", scene.time(until))
        }
        Detail::RestTooShort(before) => {
            format!("{person} vilar {much} för lite mellan pass {} och {shift}.", scene.shift(before))
        }
        Detail::FirstNotPlanned(link) => {
            let (first, second) = scene.link(link);
            format!("Besök {second} kräver besök {first} före sig, och det är inte planerat.")
        }
        Detail::GapTooShort(link) => {
            let (first, second) = scene.link(link);
            format!("Besök {second} börjar {much} för tidigt efter besök {first}.")
        }
        Detail::GapTooLong(link) => {
            let (first, second) = scene.link(link);
            format!("Besök {second} börjar {much} för sent efter besök {first}.")
        }
        Detail::NobodyInBoth(link) => {
            let (first, second) = scene.link(link);
            format!("Ingen deltar i både besök {first} och {second}, fast någon måste.")
        }
        Detail::SomebodyInBoth(link, staff) => {
            let (first, second) = scene.link(link);
            format!("{} deltar i både besök {first} och {second}, fast ingen får.", scene.staff(staff))
        }
        Detail::MemberAbsent(crew) => {
            format!("{person} åker med besättning {} och är inte med på besök {visit}.", scene.crew(crew))
        }
        Detail::ComesFromElsewhere(crew) => {
            format!("Besättning {} kommer inte till besök {visit} från en och samma plats.", scene.crew(crew))
        }
        Detail::AheadOfCrew(crew) => {
            format!(
                "{person} börjar vid besök {visit} innan den sista i besättning {} kan vara där.",
                scene.crew(crew)
            )
        }
        Detail::AccompaniesApart => {
            format!("{person} kommer inte till besök {visit} samtidigt som besättningen.")
        }
        Detail::AccompaniesNobody => format!("{person} följer inte med någon till besök {visit}."),
        Detail::PinnedPerson(staff) => format!("Besök {visit}{slot} är låst till {}.", scene.staff(staff)),
        Detail::PinnedDay(day) => format!("Besök {visit} är låst till {}.", scene.day(day)),
        Detail::PinnedStart(start) => format!("Besök {visit} är låst till {}.", scene.time(start)),
        Detail::DueMissed(due) => {
            format!("Akut besök {visit} börjar {much} efter senaste tid {}.", scene.time(due))
        }
        Detail::DueLeftOut(due) => {
            format!("Akut besök {visit} får inte plats fast det ska göras senast {}.", scene.time(due))
        }
        Detail::AcuteWait(from) => format!("Akut besök {visit} väntar {much} från {}.", scene.time(from)),
        Detail::Overdue(due) => format!("Besök {visit} börjar {much} efter sitt datum {}.", scene.time(due)),
        Detail::MandatoryLeftOut => format!("Besök {visit}, som måste göras, får inte plats."),
        Detail::OptionalLeftOut => format!("Besök {visit}, som kan vänta, får inte plats."),
        Detail::DeputyComes(contact) => {
            format!("{person}, ersättare för {}, kommer till besök {visit}{slot}.", scene.staff(contact))
        }
        Detail::ContactMissed(contact) => {
            format!(
                "{person} kommer till besök {visit}{slot} i stället för den fasta kontakten {}.",
                scene.staff(contact)
            )
        }
        Detail::NewFace => format!("Patient {patient} har inte träffat {person}."),
        Detail::NotWishedFor => format!("Patient {patient} önskar andra än {person} vid besök {visit}."),
        Detail::Avoided => format!("Patient {patient} vill helst inte träffa {person} vid besök {visit}."),
        Detail::NoSharedLanguage => {
            format!("{person} och patient {patient} har inget gemensamt språk (besök {visit}).")
        }
        Detail::OtherGender => {
            format!("Patient {patient} önskar ett annat kön än {person}s (besök {visit}).")
        }
        Detail::OutsideWishedTimes => {
            format!("Besök {visit} börjar {much} utanför de tider som patient {patient} önskar.")
        }
        Detail::OutsideSoftWindows => {
            format!("Besök {visit} börjar {much} utanför sina önskade tidsfönster.")
        }
        Detail::Overtime => format!("{person} arbetar {much} övertid (pass {shift})."),
        Detail::TravelTime => format!("{person} reser {much} (pass {shift})."),
        Detail::TravelLength => format!("{person} kör {much} (pass {shift})."),
        Detail::Waiting => format!("{person} väntar {much}{}.", before_visit(visit)),
        Detail::JointWaiting => format!("{person} väntar {much} på andra{}.", before_visit(visit)),
        Detail::Load { available } => {
            format!("{person} är upptagen {much} av {} (pass {shift}).", minutes(available))
        }
        Detail::PromiseLeftOut => format!("Besök {visit} är lovat och får inte plats."),
        Detail::PromiseOtherDay => format!("Besök {visit} är lovat en annan dag."),
        Detail::PromiseMoved => format!("Besök {visit} börjar {much} från utlovad tid."),
        Detail::PromiseOtherPerson(staff) => {
            format!("{} är utlovad till besök {visit}{slot}; {person} kommer.", scene.staff(staff))
        }
    }
}

fn to_visit(visit: &str) -> String {
    if visit == "?" { String::new() } else { format!(", besök {visit}") }
}

fn before_visit(visit: &str) -> String {
    if visit == "?" { String::new() } else { format!(" före besök {visit}") }
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

/// Varför någon en viss dag inte fyller en plats.
pub fn reason(scene: Scene<'_>, reason: &Reason) -> String {
    let p = scene.problem;
    match *reason {
        Reason::WrongRole(role) => format!("har rollen {}", p.roles.name(role)),
        Reason::LacksSkill(skill) => format!("saknar kompetensen {}", p.skills.name(skill)),
        Reason::Refused => "är avböjd av patienten".to_owned(),
        Reason::NotInTeam(team) => format!("hör inte till team {}", scene.team(team)),
        Reason::NotInMission(mission) => {
            format!("hör inte till något team med uppdraget {}", p.missions.name(mission))
        }
        Reason::NobodyResponsible => "inget team har vårdansvaret då".to_owned(),
        Reason::LockedToPerson(staff) => format!("platsen är låst till {}", scene.staff(staff)),
        Reason::LockedToDay(day) => format!("besöket är låst till {}", scene.day(day)),
        Reason::LockedToStart(start) => format!("besöket är låst till {}", scene.time(start)),
        Reason::NoWindow { nearest, off_by } => format!(
            "inget tidsfönster möter passet; närmaste, {}, ligger {} bort",
            scene.window(nearest),
            minutes(off_by)
        ),
        Reason::NoRoad { from, to } => {
            format!("ingen väg leder från {} till {}", scene.place(from), scene.place(to))
        }
        Reason::LinkedVisitLeftOut(link) => format!("besök {} före det är inte planerat", scene.link(link).0),
        Reason::LinkedVisitTimes(link) => {
            let (first, second) = scene.link(link);
            format!("bandet mellan {first} och {second} lämnar ingen tid")
        }
        Reason::LinkedVisitPeople(link) => {
            let (first, second) = scene.link(link);
            format!("bandet mellan {first} och {second} kräver andra personer")
        }
        Reason::NotEvenAlone { cause, at, by } => {
            format!("får inte plats ens en tom dag: {}{}", hindrance(scene, cause, at), by_how_much(by))
        }
        Reason::DayFull { cause, at, by } => {
            format!("dagen är full: {}{}", hindrance(scene, cause, at), by_how_much(by))
        }
        Reason::DayBroken(cause) => format!("dagen går redan inte ihop: {}", hindrance(scene, cause, None)),
        Reason::BreaksRule(rule) => format!("skulle bryta regeln {}", rule.as_str()),
        Reason::PartnerMissing(slot) => format!("kan komma, men ingen kan fylla plats {slot}"),
        Reason::NoCommonTime => "kan komma, men aldrig när de andra kan".to_owned(),
        Reason::Fits(cost) if cost > 0 => {
            format!("får plats, för {} mer än att utebli", points(cost, Language::Swedish))
        }
        Reason::Fits(cost) => format!("får plats och sparar {}", points(-cost, Language::Swedish)),
    }
}

/// Orsaken i några få ord.
pub const fn in_short(reason: &Reason) -> &'static str {
    match reason {
        Reason::WrongRole(_) => "annan roll",
        Reason::LacksSkill(_) => "saknar kompetens",
        Reason::Refused => "avböjd av patienten",
        Reason::NotInTeam(_) | Reason::NotInMission(_) => "annat team",
        Reason::NobodyResponsible => "inget team har vårdansvaret",
        Reason::LockedToPerson(_) => "låst till annan person",
        Reason::LockedToDay(_) => "låst till annan dag",
        Reason::LockedToStart(_) => "låst till annan tid",
        Reason::NoWindow { .. } => "arbetar inte i tidsfönstret",
        Reason::NoRoad { .. } => "ingen väg",
        Reason::LinkedVisitLeftOut(_) => "besöket före är inte planerat",
        Reason::LinkedVisitTimes(_) => "ingen tid intill det andra besöket",
        Reason::LinkedVisitPeople(_) => "det andra besöket kräver andra",
        Reason::NotEvenAlone { .. } => "får inte plats ens en tom dag",
        Reason::DayFull { .. } => "full dag",
        Reason::DayBroken(_) => "dagen går inte ihop",
        Reason::BreaksRule(_) => "skulle bryta en regel",
        Reason::PartnerMissing(_) => "ingen till en annan plats",
        Reason::NoCommonTime => "ingen gemensam tid",
        Reason::Fits(_) => "får plats",
    }
}

fn by_how_much(by: Seconds) -> String {
    if by == Seconds::ZERO { String::new() } else { format!(", {}", minutes(by)) }
}

/// Vad som står i vägen för ett stopp, och vilket.
fn hindrance(scene: Scene<'_>, cause: Cause, at: Option<Task>) -> String {
    let stop = match at {
        Some(Task::Visit { visit, .. } | Task::Accompany { visit }) => {
            format!("besök {}", scene.visit(visit))
        }
        Some(Task::Break { rule }) => format!("rast {rule}"),
        Some(Task::Block { block }) => format!("upptagen tid {block}"),
        None => "ett stopp".to_owned(),
    };
    match cause {
        Cause::NoSuchShift | Cause::NothingThere => "något som nämns finns inte".to_owned(),
        Cause::BreakMissing(k) => format!("rast {k} hålls inte"),
        Cause::BlockMissing(k) => format!("upptagen tid {k} hålls inte"),
        Cause::Repeated => format!("{stop} står två gånger"),
        Cause::NoRoad => format!("ingen väg leder till {stop} eller därifrån"),
        Cause::Window => format!("{stop} skulle börja efter sitt tidsfönster"),
        Cause::BreakWindow => format!("{stop} skulle börja efter sitt tidsfönster"),
        Cause::Stretch => "arbetet utan rast skulle bli för långt".to_owned(),
        Cause::Block => format!("{stop} kan inte börja i tid"),
        Cause::Overtime => "dagen skulle sluta efter övertidsgränsen".to_owned(),
        Cause::Circle => "besök skulle vänta på varandra".to_owned(),
    }
}

/// En ändring som ger besöket plats.
pub fn relaxation(scene: Scene<'_>, r: &Relaxation) -> String {
    let p = scene.problem;
    let change = match r.change {
        Relaxing::Nothing => "det får plats som det är".to_owned(),
        Relaxing::WidenWindow { from, to, by } => {
            format!("vidga tidsfönstret {} med {} till {}", scene.window(from), minutes(by), scene.window(to))
        }
        Relaxing::Overtime { shift, by } => {
            format!("låt pass {} vara {} efter övertidsgränsen", scene.shift(shift), minutes(by))
        }
        Relaxing::LeaveOut(visit) => format!("låt besök {} utebli i stället", scene.visit(visit)),
        Relaxing::Move { visit, to, start } => {
            format!(
                "flytta besök {} till pass {} kl. {}",
                scene.visit(visit),
                scene.shift(to),
                scene.time(start)
            )
        }
        Relaxing::OtherMode { mode, remote } => {
            let how = match mode {
                VisitMode::Home => "i hemmet",
                VisitMode::Video => "över video",
                VisitMode::Phone => "per telefon",
            };
            match remote {
                Some(slot) => format!("gör det {how}, plats {slot} på distans"),
                None => format!("gör det {how}"),
            }
        }
        Relaxing::AllowTeam { slot, staff } => {
            format!("låt {} från annat team fylla plats {slot}", scene.staff(staff))
        }
        Relaxing::GiveSkill { staff, skill } => {
            format!("låt {} komma utan kompetensen {}", scene.staff(staff), p.skills.name(skill))
        }
        Relaxing::AfterHorizon => return "planera det efter dessa dagar (inte prövat)".to_owned(),
    };
    let who: Vec<&str> =
        r.shifts.iter().filter_map(|s| p.shifts.get(*s)).map(|s| scene.staff(s.staff)).collect();
    let with = if who.is_empty() { String::new() } else { format!(", med {}", who.join(" och ")) };
    let at = r.start.map_or_else(String::new, |t| format!(" kl. {}", scene.time(t)));
    format!("{change}{with}{at}")
}
