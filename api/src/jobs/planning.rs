//! The one kind of long task so far: problem → plan or plans, each kept under an id.

use super::{Reporter, Work};
use crate::storage::{IdMaker, Shelf, TooLarge};
use crate::tasks::{self, Loaded, PlanOptions, TaskError};
use crate::wire::{ErrorDocument, FrontEntry, KeptPlan, KeptProblem, Plan, Warning};
use engine::budget::Budget;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A problem that is kept.
#[derive(Debug)]
pub struct ProblemRecord {
    /// Its id.
    pub id: String,
    /// When it came in (UTC, RFC 3339).
    pub created: String,
    /// The document and the problem made of it.
    pub loaded: Loaded,
}

/// A plan that is kept, with the problem it answers.
#[derive(Debug)]
pub struct PlanRecord {
    /// Its id.
    pub id: String,
    /// When it was made (UTC, RFC 3339).
    pub created: String,
    /// Whether the search was stopped on request.
    pub cancelled: bool,
    /// The plan document.
    pub plan: Plan,
    /// The problem, with the prices that the plan was made with.
    pub problem: Arc<ProblemRecord>,
}

/// Problems and plans in memory, within bounds; the oldest is dropped first.
#[derive(Debug)]
pub struct Archive {
    problems: Shelf<ProblemRecord>,
    plans: Shelf<PlanRecord>,
    ids: IdMaker,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The best plan.
    Plan,
    /// The best plan, and what none can cost less than.
    Bound,
    /// Plans between short ways and known faces, at so many positions of the slider.
    Front(usize),
}

/// How to plan.
#[derive(Clone, Copy, Debug)]
pub struct Order {
    /// What is wanted.
    pub wanted: Wanted,
    /// Longest search.
    pub time_limit: Duration,
    /// Iterations in every part, if limited.
    pub iterations: Option<u64>,
    /// Seed, threads, language.
    pub options: PlanOptions,
}

/// The present moment as documents write it.
pub fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

impl Archive {
    /// An empty archive for `keep` problems and as many plans, of `bytes` each.
    pub fn new(keep: usize, bytes: usize) -> Self {
        Self { problems: Shelf::new(keep, bytes), plans: Shelf::new(keep, bytes), ids: IdMaker::default() }
    }

    /// The maker of ids.
    pub fn ids(&self) -> &IdMaker {
        &self.ids
    }

    /// Keeps a problem.
    ///
    /// # Errors
    /// [`TooLarge`] when it would not fit even alone.
    pub fn keep_problem(&self, loaded: Loaded) -> Result<Arc<ProblemRecord>, TooLarge> {
        let id = self.ids.make("p");
        let record = ProblemRecord { id: id.clone(), created: now(), loaded };
        let bytes = record.bytes();
        self.problems.put(&id, bytes, record)
    }

    /// Keeps a plan.
    ///
    /// # Errors
    /// [`TooLarge`] when it would not fit even alone.
    pub fn keep_plan(
        &self,
        problem: Arc<ProblemRecord>,
        plan: Plan,
        cancelled: bool,
    ) -> Result<Arc<PlanRecord>, TooLarge> {
        let id = self.ids.make("l");
        // A plan holds on to its problem, even when that has been dropped from the shelf of problems.
        let bytes = problem.bytes() + 400 * plan.routes.iter().map(|r| r.stops.len() + 1).sum::<usize>();
        let record = PlanRecord { id: id.clone(), created: now(), cancelled, plan, problem };
        self.plans.put(&id, bytes, record)
    }

    /// The problem with this id, if it is still kept: by itself, or by a plan that answers it.
    pub fn problem(&self, id: &str) -> Option<Arc<ProblemRecord>> {
        let by_plan = || {
            let plans = self.plans.newest(usize::MAX);
            plans.iter().find(|(_, plan)| plan.problem.id == id).map(|(_, plan)| Arc::clone(&plan.problem))
        };
        self.problems.get(id).or_else(by_plan)
    }

    /// The plan with this id, if it is still kept.
    pub fn plan(&self, id: &str) -> Option<Arc<PlanRecord>> {
        self.plans.get(id)
    }

    /// The newest problems, newest first.
    pub fn problems(&self, at_most: usize) -> Vec<KeptProblem> {
        self.problems.newest(at_most).iter().map(|(_, p)| p.summary()).collect()
    }

    /// The newest plans, newest first.
    pub fn plans(&self, at_most: usize) -> Vec<KeptPlan> {
        self.plans.newest(at_most).iter().map(|(_, p)| p.summary()).collect()
    }
}

impl ProblemRecord {
    /// About how much memory the problem takes: facts, and eight bytes a pair of places in each travel table.
    fn bytes(&self) -> usize {
        let document = &self.loaded.document;
        let facts =
            document.visits.len() + document.patients.len() + document.shifts.len() + document.staff.len();
        let places = self.loaded.positions.len();
        let matrices = document.travel.iter().flatten().map(|(_, matrix)| 1 + matrix.by_hour.len());
        let stated = matrices.sum::<usize>() * 32 * places * places;
        let tables: usize = self.loaded.problem.travel.iter().map(|travel| travel.tables().len()).sum();
        2000 * facts + 8 * places * places * tables + stated
    }

    /// As a line of a list.
    pub fn summary(&self) -> KeptProblem {
        let document = &self.loaded.document;
        KeptProblem {
            id: self.id.clone(),
            created: self.created.clone(),
            fingerprint: self.loaded.fingerprint.clone(),
            from: document.horizon.from.clone(),
            days: document.horizon.days,
            visits: document.visits.len(),
            patients: document.patients.len(),
            staff: document.staff.len(),
            warnings: self.loaded.warnings.clone(),
        }
    }
}

impl PlanRecord {
    /// As a line of a list.
    pub fn summary(&self) -> KeptPlan {
        KeptPlan {
            id: self.id.clone(),
            problem: self.problem.id.clone(),
            created: self.created.clone(),
            cancelled: self.cancelled,
            figures: self.plan.figures.clone(),
        }
    }
}

/// The work of one job: plans, and keeps what was planned. A cancelled search keeps its best plan so far, marked by a warning.
pub fn planning(archive: Arc<Archive>, problem: Arc<ProblemRecord>, order: Order) -> Work {
    Box::new(move |reporter: &mut Reporter| {
        let began = Instant::now();
        let elapsed = || began.elapsed();
        let cancel = reporter.cancel_flag();
        let budget = Budget {
            elapsed: Some(&elapsed),
            time_limit: order.time_limit,
            iterations: order.iterations,
            cancel: Some(&cancel),
        };
        let failed = |e: TaskError| e.to_document();
        let (loaded, options) = (&problem.loaded, &order.options);
        let keep = |mut plan: Plan| {
            let cancelled = cancel.load(std::sync::atomic::Ordering::Relaxed);
            if cancelled {
                plan.warnings.push(Warning {
                    code: "cancelled".to_owned(),
                    pointer: None,
                    sentence: options.language.search_stopped().to_owned(),
                });
            }
            let kept = archive.keep_plan(Arc::clone(&problem), plan, cancelled);
            kept.map(|kept| kept.id.clone()).map_err(|e| {
                ErrorDocument::new(507, "too-large", "No room", e.to_string(), "raise ROND_KEEP_BYTES")
            })
        };
        match order.wanted {
            Wanted::Plan => keep(tasks::plan(loaded, options, &budget, reporter).map_err(failed)?),
            Wanted::Bound => {
                keep(tasks::plan_with_bound(loaded, options, &budget, &elapsed, reporter).map_err(failed)?)
            }
            Wanted::Front(count) => {
                let found = tasks::front(loaded, options, count, &budget, reporter).map_err(failed)?;
                let mut best: Option<(i64, String)> = None;
                let mut front = Vec::new();
                for choice in found {
                    let cost = choice.plan.score.as_ref().map_or(i64::MAX, |score| score.cost);
                    let plan = keep(choice.plan)?;
                    if best.as_ref().is_none_or(|&(least, _)| cost < least) {
                        best = Some((cost, plan.clone()));
                    }
                    front.push(FrontEntry {
                        plan,
                        travel_points: choice.travel,
                        inconvenience_points: choice.inconvenience,
                        left_out_or_late_points: choice.delay,
                        inconvenience_per_mille: choice.inconvenience_per_mille,
                    });
                }
                reporter.list(front);
                best.map(|(_, plan)| plan).ok_or_else(|| {
                    ErrorDocument::new(500, "internal", "A fault in Rond", "no plan was found", "report it")
                })
            }
        }
    })
}
