//! JSON as the world sees it: the only serde types of the workspace.
//!
//! In: bytes of a document. Out: [`Problem`] and [`Plan`] documents, checked against the published schema with every defect
//! at once, and the facts they state. The schema and `docs/problem-document.md` are made from these types.
//! Never: opens a file, decides anything about a plan.

mod addresses;
mod analysis;
mod conditions;
mod error;
pub mod facts;
mod job;
pub mod local_days;
mod moment;
mod order;
mod page;
mod parse;
mod people;
mod plan;
mod problem;
mod read;
mod roads;
mod schema;
mod shape;
mod verdict;
mod visit;

pub use addresses::*;
pub use analysis::*;
pub use conditions::*;
pub use error::{DefectDocument, ErrorDocument};
pub use job::{FrontEntry, Job, JobState, ProgressDocument};
pub use moment::{Day, Minutes, Moment};
pub use order::{CheckOrder, Health, KeptPlan, KeptProblem, PlanOrder};
pub use page::{plan_page, problem_page};
pub use parse::{MAX_BYTES, parse};
pub use people::*;
pub use plan::*;
pub use problem::*;
pub use read::{Read, in_order, read_plan, read_problem};
pub use roads::*;
pub use schema::{plan_schema, problem_schema};
pub use shape::{Shape, nearest};
pub use verdict::{Finding, RuleScore, Score, Verdict};
pub use visit::*;
