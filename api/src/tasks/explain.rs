//! Any plan → why it is as it is.

use super::plan_writer::{level, score};
use super::{Loaded, TaskError, plan_reader};
use crate::wire::{
    AlternativeDocument, Analysis, PlannedVisit, Reason, Relaxation, RuleScore, Share, Unplanned,
};
use crate::wording::{self, Language, Scene};
use engine::explain::{LeftOut, alternatives, analyse, why_left_out};
use engine::model::{Defect, DefectCode, InvalidProblem, ShiftIdx, VisitIdx};
use engine::plan::Plan;
use engine::rules::{RuleId, Score, Weights};

/// What to explain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Ids of visits to find alternatives for.
    pub visits: Vec<String>,
    /// At most so many alternatives a visit. Whoever asks is refused more than [`MOST_ALTERNATIVES`] at the door.
    pub alternatives: usize,
    /// In which language.
    pub language: Language,
}

/// The most alternatives that may be asked for: more than anybody reads, and each takes time.
pub const MOST_ALTERNATIVES: usize = 20;

/// At most so many visits left out are explained by trying; the rest are named. Trying takes time.
pub const MOST_EXPLAINED: usize = 100;

/// Explains a plan document, whoever made it.
///
/// # Errors
/// [`TaskError::InvalidPlan`] with every defect of the plan document; [`TaskError::InvalidQuestion`] for unknown visits.
pub fn explain(loaded: &Loaded, plan: &[u8], question: &Question) -> Result<Analysis, TaskError> {
    let read = plan_reader::read(loaded, plan)?;
    let problem = &loaded.problem;
    let asked = asked(loaded, &question.visits)?;
    let weights = &loaded.settings.weights;
    let found = analyse(problem, weights, &read.plan, MOST_EXPLAINED);
    let scene = Scene { problem, days: &loaded.days };
    let language = question.language;
    let mut unplanned: Vec<Unplanned> = found.left_out.iter().map(|l| left_out(scene, l, language)).collect();
    let told = found.left_out.len();
    unplanned.extend(found.unexplained.iter().map(|&visit| {
        if asked.contains(&visit) {
            left_out(scene, &why_left_out(problem, weights, &read.plan, visit), language)
        } else {
            unexplained(scene, visit, told, language)
        }
    }));
    let planned = asked
        .into_iter()
        .map(|visit| planned_visit(loaded, &read.plan, visit, question.alternatives, language))
        .collect();
    Ok(Analysis {
        score: score(&found.verdict.score),
        by_staff: shares(found.by_staff.iter().map(|(staff, s)| (scene.staff(*staff), s))),
        by_patient: shares(found.by_patient.iter().map(|(p, s)| (problem.patients[*p].id.as_str(), s))),
        unplanned,
        planned,
    })
}

/// Every visit left out of a plan, with its reasons and the smallest change that would bring it in.
pub(super) fn unplanned(
    loaded: &Loaded,
    weights: &Weights,
    plan: &Plan,
    language: Language,
) -> Vec<Unplanned> {
    let scene = Scene { problem: &loaded.problem, days: &loaded.days };
    let found = analyse(&loaded.problem, weights, plan, explained_with_a_plan(loaded.problem.shifts.len()));
    let told = found.left_out.len();
    let explained = found.left_out.iter().map(|l| left_out(scene, l, language));
    explained.chain(found.unexplained.iter().map(|v| unexplained(scene, *v, told, language))).collect()
}

/// So many visits left out are explained with a plan. Every visit is tried in every shift: in a region of a thousand shifts a hundred
/// explanations take minutes, and whoever asked for ten seconds of search waits for a plan, not for them.
fn explained_with_a_plan(shifts: usize) -> usize {
    (4_000 / shifts.max(1)).clamp(5, MOST_EXPLAINED)
}

fn asked(loaded: &Loaded, ids: &[String]) -> Result<Vec<VisitIdx>, TaskError> {
    let mut found = Vec::new();
    let mut defects = Vec::new();
    for (number, id) in ids.iter().enumerate() {
        match loaded.problem.visits.enumerate().find(|(_, v)| v.id == *id) {
            Some((visit, _)) => found.push(visit),
            None => defects.push(Defect {
                code: DefectCode::UnknownId,
                place: format!("/visits/{number}"),
                cause: format!("the problem has no visit `{}`", id.chars().take(60).collect::<String>()),
                remedy: "name a visit of the problem".to_owned(),
            }),
        }
    }
    if defects.is_empty() { Ok(found) } else { Err(TaskError::InvalidQuestion(InvalidProblem { defects })) }
}

fn left_out(scene: Scene<'_>, found: &LeftOut, language: Language) -> Unplanned {
    let visit = &scene.problem.visits[found.visit];
    let mut reasons = Vec::new();
    for candidate in &found.candidates {
        for reason in &candidate.reasons {
            let shift = &scene.problem.shifts[candidate.shift];
            let person = scene.staff(shift.staff);
            reasons.push(Reason {
                code: wording::reason_code(reason).to_owned(),
                slot: Some(candidate.slot as u32),
                staff: Some(person.to_owned()),
                shift: Some(shift.id.clone()),
                sentence: format!("{person} ({}): {}", shift.id, wording::reason(scene, reason, language)),
            });
        }
    }
    Unplanned {
        visit: visit.id.clone(),
        patient: scene.problem.patients[visit.patient].id.clone(),
        summary: wording::summary(found, language),
        reasons,
        relaxation: found.relaxations.first().map(|r| Relaxation {
            code: wording::relaxing_code(&r.change).to_owned(),
            sentence: wording::relaxation(scene, r, language),
        }),
    }
}

fn unexplained(scene: Scene<'_>, visit: VisitIdx, told: usize, language: Language) -> Unplanned {
    let visit = &scene.problem.visits[visit];
    Unplanned {
        visit: visit.id.clone(),
        patient: scene.problem.patients[visit.patient].id.clone(),
        summary: match language {
            Language::Swedish => {
                format!(
                    "inte förklarat: bara de {told} viktigaste är det; fråga efter besöket för att få skälen"
                )
            }
            Language::English => {
                format!(
                    "not explained: only the {told} that matter most are; ask about the visit for its reasons"
                )
            }
        },
        ..Unplanned::default()
    }
}

fn parts(score: &Score) -> Vec<RuleScore> {
    let stated = RuleId::ALL.iter().filter(|rule| score.of(**rule) != 0);
    stated
        .map(|rule| RuleScore {
            rule: rule.as_str().to_owned(),
            level: level(*rule),
            amount: score.of(*rule),
        })
        .collect()
}

fn shares<'a>(all: impl Iterator<Item = (&'a str, &'a Score)>) -> Vec<Share> {
    all.map(|(id, score)| Share { id: id.to_owned(), by_rule: parts(score) }).collect()
}

fn planned_visit(
    loaded: &Loaded,
    plan: &Plan,
    visit: VisitIdx,
    at_most: usize,
    language: Language,
) -> PlannedVisit {
    let problem = &loaded.problem;
    let scene = Scene { problem, days: &loaded.days };
    let placed = &plan.placements(problem)[visit];
    let person = |shift: ShiftIdx| scene.staff(problem.shifts[shift].staff).to_owned();
    let start = placed
        .iter()
        .enumerate()
        .find_map(|(k, s)| s.map(|(_, stop)| stop.start.back(problem.visits[visit].slots[k].offset)));
    let found = alternatives(problem, &loaded.settings.weights, plan, visit, at_most);
    PlannedVisit {
        visit: problem.visits[visit].id.clone(),
        start: start.map(|t| loaded.days.text(t)),
        staff: placed.iter().map(|s| s.map(|(shift, _)| person(shift))).collect(),
        alternatives: found
            .iter()
            .map(|a| {
                let staff: Vec<String> = a.shifts.iter().map(|s| person(*s)).collect();
                let cost = a.price.cost();
                let price = wording::points(cost.abs(), language);
                let names = staff.join(", ");
                let at = scene.time(a.start);
                let sentence = match (language, cost >= 0) {
                    (Language::Swedish, true) => format!("{names} kl. {at}: {price} dyrare"),
                    (Language::Swedish, false) => format!("{names} kl. {at}: {price} billigare"),
                    (Language::English, true) => format!("{names} at {at}: {price} more"),
                    (Language::English, false) => format!("{names} at {at}: {price} less"),
                };
                AlternativeDocument {
                    start: Some(loaded.days.text(a.start)),
                    staff: staff.into_iter().map(Some).collect(),
                    points: cost,
                    by_rule: parts(&a.price),
                    sentence,
                }
            })
            .collect(),
    }
}
