//! /v1/plans: ordered, fetched, judged, explained.

use super::extract::{Json as JsonBody, Path, Query};
use super::{ApiError, AppState, Unmet};
use crate::jobs::{NewJob, Order, PlanRecord, ProblemRecord, Wanted, now, planning};
use crate::tasks::{self, Language, Loaded, Map, PlanOptions, Question};
use crate::wire::{Analysis, CheckOrder, ErrorDocument, Job, KeptPlan, Plan, PlanOrder, Verdict};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::sync::Arc;
use std::time::Duration;
use utoipa::IntoParams;

/// Order a plan.
///
/// Starts a job and answers at once with it; Location names it. Follow `/v1/jobs/{id}/events`, or ask for the job, until it
/// has a plan. The same problem, seed and iterations (with time enough) give the same plan as the command line.
#[utoipa::path(
    post, path = "/v1/plans", tag = "plans",
    request_body = PlanOrder,
    responses(
        (status = 202, description = "Queued; Location names the job", body = Job),
        (status = 404, description = "No such problem", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "The problem has defects, or the order cannot be met", content_type = "application/problem+json", body = ErrorDocument),
        (status = 429, description = "Too many jobs wait; Retry-After says when to try again", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn order(
    State(state): State<AppState>,
    JsonBody(order): JsonBody<PlanOrder>,
) -> Result<impl IntoResponse, ApiError> {
    let config = state.config();
    let longest = config.plan_time_max;
    let time_limit = match (order.time_limit_seconds, order.iterations) {
        (Some(seconds), _) => Duration::from_secs(u64::from(seconds)),
        // Iterations alone decide, so that the plan depends on nothing else; the longest time is there to end a mistake.
        (None, Some(_)) => longest,
        (None, None) => config.plan_time,
    };
    if time_limit.is_zero() || time_limit > longest {
        return Err(ApiError::Unprocessable {
            code: Unmet::TimeLimit,
            place: "/timeLimitSeconds",
            detail: format!(
                "a search of {} s is asked for; from 1 to {} s is allowed",
                time_limit.as_secs(),
                longest.as_secs()
            ),
            remedy: "state another timeLimitSeconds, or raise ROND_PLAN_SECONDS_MAX".to_owned(),
        });
    }
    let wanted = wanted(order.bound, order.front)?;
    let options = PlanOptions {
        seed: order.seed,
        threads: Some(config.plan_threads),
        language: language(order.language.as_deref())?,
    };
    let iterations = order.iterations;
    let (archive, map) = (Arc::clone(state.archive()), state.map());
    let problem = state
        .read(length(order.problem.as_deref()), {
            let state = state.clone();
            move || {
                let stated = find(&state, order.problem_id, order.problem, map.as_deref())?;
                if order.preset.is_none() && order.weights.is_none() {
                    return stated.keep(&state);
                }
                // Other prices make another problem: kept under an id of its own, so that verdict and explanation of the plan
                // use the prices that it was made with.
                let mut document = stated.loaded().document.clone();
                let policy = document.policy.get_or_insert_default();
                policy.preset = order.preset.or(policy.preset);
                policy.weights = order.weights.or(policy.weights.take());
                let text = serde_json::to_vec(&document).map_err(|_| ApiError::Internal)?;
                Ok(state.archive().keep_problem(tasks::load(&text, map.as_deref())?)?)
            }
        })
        .await?;
    let work = planning(
        Arc::clone(&archive),
        Arc::clone(&problem),
        Order { wanted, time_limit, iterations, options },
    );
    let job = NewJob { id: archive.ids().make("j"), problem: problem.id.clone(), created: now(), work };
    let job = state
        .jobs()
        .submit(job)
        .map_err(|full| ApiError::QueueFull { waiting: full.waiting, retry_after: time_limit })?;
    let location = format!("/v1/jobs/{}", job.id);
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], Json(job)))
}

fn wanted(bound: bool, front: Option<usize>) -> Result<Wanted, ApiError> {
    let refused = |detail: String, remedy: &str| {
        Err(ApiError::Unprocessable {
            code: Unmet::Front,
            place: "/front",
            detail,
            remedy: remedy.to_owned(),
        })
    };
    match (bound, front) {
        (false, None) => Ok(Wanted::Plan),
        (true, None) => Ok(Wanted::Bound),
        (true, Some(_)) => {
            refused("`bound` and `front` are asked for at once".to_owned(), "order them one after the other")
        }
        (false, Some(count)) if (2..=tasks::MOST_CHOICES).contains(&count) => Ok(Wanted::Front(count)),
        (false, Some(count)) => refused(
            format!("{count} positions are asked for"),
            "ask for 2 to 33, or leave `front` out for one plan",
        ),
    }
}

/// A problem named by id, or stated in place and not kept yet.
enum Stated {
    Kept(Arc<ProblemRecord>),
    InPlace(Box<Loaded>),
}

impl Stated {
    fn loaded(&self) -> &Loaded {
        match self {
            Self::Kept(record) => &record.loaded,
            Self::InPlace(loaded) => loaded,
        }
    }

    fn keep(self, state: &AppState) -> Result<Arc<ProblemRecord>, ApiError> {
        match self {
            Self::Kept(record) => Ok(record),
            Self::InPlace(loaded) => Ok(state.archive().keep_problem(*loaded)?),
        }
    }
}

fn length(document: Option<&RawValue>) -> usize {
    document.map_or(0, |text| text.get().len())
}

fn find(
    state: &AppState,
    id: Option<String>,
    problem: Option<Box<RawValue>>,
    map: Option<&Map>,
) -> Result<Stated, ApiError> {
    match (id, problem) {
        (Some(id), None) => {
            state.archive().problem(&id).map(Stated::Kept).ok_or(ApiError::NotFound { what: "problem", id })
        }
        (None, Some(text)) => Ok(Stated::InPlace(Box::new(tasks::load(text.get().as_bytes(), map)?))),
        (Some(_), Some(_)) | (None, None) => Err(ApiError::Malformed {
            detail: "exactly one of `problemId` and `problem` must be given".to_owned(),
            place: Some("/problemId".to_owned()),
        }),
    }
}

/// List plans.
///
/// The newest 50, newest first.
#[utoipa::path(get, path = "/v1/plans", tag = "plans", responses((status = 200, description = "Plans that are kept", body = [KeptPlan])))]
pub async fn list(State(state): State<AppState>) -> Json<Vec<KeptPlan>> {
    Json(state.archive().plans(50))
}

/// Get a plan.
#[utoipa::path(
    get, path = "/v1/plans/{id}", tag = "plans",
    params(("id" = String, Path, description = "Id of the plan")),
    responses(
        (status = 200, description = "The plan document, as the command line writes it", body = Plan),
        (status = 404, description = "No such plan", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn get(State(state): State<AppState>, Path(id): Path<String>) -> Result<Json<Plan>, ApiError> {
    Ok(Json(kept(&state, id)?.plan.clone()))
}

pub(super) fn kept(state: &AppState, id: String) -> Result<Arc<PlanRecord>, ApiError> {
    state.archive().plan(&id).ok_or(ApiError::NotFound { what: "plan", id })
}

/// Which language sentences are in.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InLanguage {
    /// Language of sentences: `sv` or `en`. Default: `en`.
    #[param(example = "sv")]
    pub(super) language: Option<String>,
}

pub(super) fn language(tag: Option<&str>) -> Result<Language, ApiError> {
    let Some(tag) = tag else { return Ok(Language::default()) };
    Language::from_tag(tag).ok_or_else(|| ApiError::Parameter {
        detail: format!("language `{tag}` is not spoken here; `sv` and `en` are"),
        place: "language".to_owned(),
    })
}

/// Judge a plan.
///
/// By the independent judge, which shares no arithmetic with the search.
#[utoipa::path(
    get, path = "/v1/plans/{id}/verdict", tag = "plans",
    params(("id" = String, Path, description = "Id of the plan"), InLanguage),
    responses(
        (status = 200, description = "What the rules say", body = Verdict),
        (status = 404, description = "No such plan", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn verdict(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<InLanguage>,
) -> Result<Json<Verdict>, ApiError> {
    let language = language(asked.language.as_deref())?;
    let record = kept(&state, id)?;
    state.run(move || Ok(Json(tasks::check(&record.problem.loaded, &text(&record)?, language)?))).await
}

fn text(record: &PlanRecord) -> Result<Vec<u8>, ApiError> {
    serde_json::to_vec(&record.plan).map_err(|_| ApiError::Internal)
}

/// What is asked of an explanation.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Explained {
    /// Id of a planned visit to find alternatives for. Default: none.
    visit: Option<String>,
    /// At most so many alternatives, up to 20. Default: 5.
    #[param(minimum = 0, maximum = 20)]
    alternatives: Option<usize>,
    /// Language of sentences: `sv` or `en`. Default: `en`.
    language: Option<String>,
}

/// Explain a plan.
///
/// Score by rule, by person and by patient; each visit left out with the reason for every candidate and the smallest change
/// that would make it fit; for the visit asked about, the next-best alternatives with their price.
#[utoipa::path(
    get, path = "/v1/plans/{id}/explanation", tag = "plans",
    params(("id" = String, Path, description = "Id of the plan"), Explained),
    responses(
        (status = 200, description = "Why the plan is as it is", body = Analysis),
        (status = 404, description = "No such plan", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "No such visit", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn explanation(
    State(state): State<AppState>,
    Path(id): Path<String>,
    Query(asked): Query<Explained>,
) -> Result<Json<Analysis>, ApiError> {
    let language = language(asked.language.as_deref())?;
    let alternatives = asked.alternatives.unwrap_or(5);
    if alternatives > 20 {
        return Err(ApiError::Parameter {
            detail: format!("{alternatives} alternatives are asked for; at most 20 are given"),
            place: "alternatives".to_owned(),
        });
    }
    let question = Question { visits: asked.visit.into_iter().collect(), alternatives, language };
    let record = kept(&state, id)?;
    state.run(move || Ok(Json(tasks::explain(&record.problem.loaded, &text(&record)?, &question)?))).await
}

/// Judge a plan made elsewhere.
///
/// Nothing is kept. A plan that breaks rules is an answer, not an error.
#[utoipa::path(
    post, path = "/v1/plans/check", tag = "plans",
    request_body = CheckOrder, params(InLanguage),
    responses(
        (status = 200, description = "What the rules say", body = Verdict),
        (status = 404, description = "No such problem", content_type = "application/problem+json", body = ErrorDocument),
        (status = 422, description = "Problem or plan has defects, all of them", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn check(
    State(state): State<AppState>,
    Query(asked): Query<InLanguage>,
    JsonBody(order): JsonBody<CheckOrder>,
) -> Result<Json<Verdict>, ApiError> {
    let language = language(asked.language.as_deref())?;
    let shared = state.clone();
    let bytes = length(order.problem.as_deref()).max(order.plan.get().len());
    state
        .read(bytes, move || {
            let map = shared.map();
            let stated = find(&shared, order.problem_id, order.problem, map.as_deref())?;
            Ok(Json(tasks::check(stated.loaded(), order.plan.get().as_bytes(), language)?))
        })
        .await
}
