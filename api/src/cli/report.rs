//! Answers as text for people.

use crate::wire::{Analysis, Figures, Plan, ProvenBound, Relaxation, RoadRoute, Stop, StopTask, Verdict};
use crate::wording::{Language, turn};
use osm_data::address::{Coordinates, OfficialReport};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Seconds as hours and minutes.
pub fn hours(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    if minutes < 60 {
        format!("{minutes} min")
    } else {
        format!("{} h {:02} min", minutes / 60, minutes % 60)
    }
}

/// The time of day in a moment: `08:05` of `2026-11-23T08:05`.
pub fn clock(moment: &str) -> &str {
    moment.split('T').nth(1).map_or(moment, |t| t.get(..5).unwrap_or(t))
}

/// Parts of a whole in per cent.
fn share(part: u32, whole: u32) -> String {
    if whole == 0 {
        "–".to_owned()
    } else {
        format!("{} %", (u64::from(part) * 100 + u64::from(whole) / 2) / u64::from(whole))
    }
}

/// A way as people read it: how long, over which roads, turn by turn; with every bend of its line when asked for.
pub fn route(found: &RoadRoute, with_geometry: bool, language: Language) -> String {
    let (Some(seconds), Some(metres)) = (found.seconds, found.metres) else {
        return "no road\n".to_owned();
    };
    let mut text = format!("seconds {seconds}\nmetres {metres}\n");
    if !found.via.is_empty() {
        text.push_str(&format!("via {}\n", found.via.join(", ")));
    }
    for (end, snapped) in [("from", found.from), ("to", found.to)] {
        text.push_str(&format!("{end} {} m off the road\n", snapped.metres));
    }
    for step in &found.steps {
        let _ = writeln!(text, "{:>7} m {:>5} s  {}", step.metres, step.seconds, turn(step, language));
    }
    if with_geometry {
        let line: Vec<String> =
            found.geometry.iter().map(|[lon, lat]| format!("{lat:.6},{lon:.6}")).collect();
        text.push_str(&format!("geometry {}\n", line.join(" ")));
    }
    text
}

/// What a planner asks first of a plan.
pub fn summary(plan: &Plan) -> String {
    let mut text = String::new();
    let none = Figures::default();
    let f = plan.figures.as_ref().unwrap_or(&none);
    let _ = writeln!(
        text,
        "{} of {} visits planned for {} of {} shifts; {} left out ({} of them mandatory)",
        f.planned, f.visits, f.routes, f.shifts, f.left_out, f.left_out_mandatory
    );
    if f.acute > 0 {
        let _ = writeln!(text, "acute: {} of {} in time", f.acute_in_time, f.acute);
    }
    let _ = writeln!(
        text,
        "joint visits: {}; care {}, travel {} ({:.1} km), handling {}, waiting {}, overtime {}",
        f.joint,
        hours(f.care_seconds),
        hours(f.travel_seconds),
        f.travel_metres as f64 / 1000.0,
        hours(f.handling_seconds),
        hours(f.waiting_seconds),
        hours(f.overtime_seconds)
    );
    let _ = writeln!(
        text,
        "continuity: fixed contact at {} of {} ({}), deputy at {}, {} first meetings",
        f.contact_kept,
        f.contact_slots,
        share(f.contact_kept, f.contact_slots),
        f.contact_deputy,
        f.new_faces
    );
    if let Some(bound) = &plan.bound {
        text.push_str(&proven(bound));
    }
    for u in &plan.unplanned {
        let _ = writeln!(text, "left out {}: {}", u.visit, u.summary);
        if let Some(r) = &u.relaxation {
            let _ = writeln!(text, "    {}: {}", remedy(r), r.sentence);
        }
    }
    for w in &plan.warnings {
        let _ = writeln!(text, "note: {}", w.sentence);
    }
    text
}

/// What is said of the smallest change: that it was tried and fits, or that nothing that was tried does.
fn remedy(change: &Relaxation) -> &'static str {
    if change.code == "after-horizon" { "nothing that was tried makes it fit" } else { "would fit" }
}

/// Who does what: one line a person and shift.
pub fn rounds(plan: &Plan, roles: &BTreeMap<&str, &str>) -> String {
    let mut text = String::new();
    let width = plan.routes.iter().filter_map(|r| r.staff.as_ref()).map(String::len).max().unwrap_or(0);
    for route in &plan.routes {
        let from = route.departure.as_ref().map_or("", |m| clock(&m.0));
        let until = route.end.as_ref().map_or("", |m| clock(&m.0));
        let who = route.staff.as_deref().unwrap_or(&route.shift);
        // Ids often say the role already.
        let role = roles
            .get(who)
            .copied()
            .filter(|r| !who.contains(r))
            .map_or(String::new(), |r| format!("{r:<22}"));
        let _ = write!(text, "  {who:<width$} {role} {from}–{until}  ");
        let stops: Vec<String> = route.stops.iter().map(brief).collect();
        let _ = writeln!(text, "{}", stops.join("  "));
    }
    text
}

fn brief(stop: &Stop) -> String {
    let at = stop.start.as_ref().map_or("", |m| clock(&m.0));
    match stop.task {
        StopTask::Visit => format!("{at} {}", stop.visit.as_deref().unwrap_or("?")),
        StopTask::Accompany => format!("{at} ({})", stop.visit.as_deref().unwrap_or("?")),
        StopTask::Break => format!("{at} break"),
        StopTask::Block => format!("{at} block"),
    }
}

/// What became of the rows of an official address file, every unusable one with its line.
pub fn official_rows(report: &OfficialReport) -> String {
    let coordinates = match report.coordinates {
        Coordinates::Wgs84 => "WGS 84",
        Coordinates::Sweref99 => "SWEREF 99 TM",
    };
    let (encoding, separator) = (report.encoding.name(), report.separator);
    let mut text = format!(
        "address file ({encoding}, {separator}, {coordinates}): {} rows, {} used, {} unusable\n",
        report.rows,
        report.used,
        report.defects.len()
    );
    if let Some((count, first)) = report.outside {
        let _ = writeln!(text, "  {count} rows lie outside the extract, the first in line {first}");
    }
    for (line, defect) in &report.defects {
        let _ = writeln!(text, "  line {line} {defect}");
    }
    text
}

/// The judgement of a plan: broken rules one by one, prices by rule.
pub fn verdict(verdict: &Verdict) -> String {
    let mut text = String::new();
    for finding in verdict.findings.iter().filter(|f| f.level == "hard") {
        let _ = writeln!(text, "broken: {:<14} {}", finding.rule, finding.sentence);
    }
    if verdict.keeps_rules {
        let _ = writeln!(text, "every hard rule is kept");
    } else {
        let _ = writeln!(text, "{} broken hard rule(s)", verdict.score.hard);
    }
    let _ = writeln!(
        text,
        "price: {} points ({:.0} minutes of travel)",
        verdict.score.cost,
        verdict.score.cost as f64 / 6000.0
    );
    for rule in verdict.score.by_rule.iter().filter(|r| r.level == "soft" && r.amount != 0) {
        let _ = writeln!(text, "  {:<14} {:>12}", rule.rule, rule.amount);
    }
    if !verdict.left_out.is_empty() {
        let _ = writeln!(text, "left out: {}", verdict.left_out.join(", "));
    }
    for w in &verdict.warnings {
        let _ = writeln!(text, "note: {}", w.sentence);
    }
    text
}

/// Why a plan is as it is.
pub fn analysis(analysis: &Analysis) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "price: {} points", analysis.score.cost);
    for rule in analysis.score.by_rule.iter().filter(|r| r.amount != 0) {
        let _ = writeln!(text, "  {:<14} {:>12}", rule.rule, rule.amount);
    }
    for (title, shares) in [("by staff member", &analysis.by_staff), ("by patient", &analysis.by_patient)] {
        let _ = writeln!(text, "{title}");
        for share in shares {
            let parts: Vec<String> =
                share.by_rule.iter().map(|r| format!("{} {}", r.rule, r.amount)).collect();
            let _ = writeln!(text, "  {:<14} {}", share.id, parts.join(", "));
        }
    }
    for u in &analysis.unplanned {
        let _ = writeln!(text, "left out {}: {}", u.visit, u.summary);
        let several = u.reasons.iter().any(|r| r.slot.is_some_and(|slot| slot > 0));
        let mut slot = None;
        for r in &u.reasons {
            if several && r.slot != slot {
                slot = r.slot;
                let _ = writeln!(text, "  {}", slot.map_or("as a whole".to_owned(), |s| format!("slot {s}")));
            }
            let _ = writeln!(text, "    {}", r.sentence);
        }
        if let Some(r) = &u.relaxation {
            let _ = writeln!(text, "    {}: {}", remedy(r), r.sentence);
        }
    }
    for p in &analysis.planned {
        let staff: Vec<&str> = p.staff.iter().map(|s| s.as_deref().unwrap_or("–")).collect();
        let _ = match &p.start {
            Some(start) => writeln!(
                text,
                "{} is planned on {} at {} with {}; instead it could be",
                p.visit,
                start.0.get(..10).unwrap_or_default(),
                clock(&start.0),
                staff.join(", ")
            ),
            None => writeln!(text, "{} is left out; it could be", p.visit),
        };
        for a in &p.alternatives {
            let _ = writeln!(text, "    {}", a.sentence);
        }
        if p.alternatives.is_empty() {
            let _ = writeln!(text, "    nothing else was found (or asked for)");
        }
    }
    text
}

/// What is proven, in a line.
fn proven(bound: &ProvenBound) -> String {
    if bound.optimal {
        return format!("price {} points: proven optimal\n", bound.cost);
    }
    let apart = if bound.relaxed.is_empty() {
        String::new()
    } else {
        format!("; left out of account: {}", bound.relaxed.join(", "))
    };
    format!(
        "price {} points; no plan costs less than {}: at most {:.2} % of it could be saved{apart}\n",
        bound.cost, bound.lower_bound, bound.gap_percent
    )
}
