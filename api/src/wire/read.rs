//! Bytes → document, with every structural defect: what the schema and the types say.

use super::parse::{defect, parse};
use super::shape::Shape;
use super::{Plan, Problem, plan_schema, problem_schema};
use engine::model::{Defect, DefectCode, InvalidProblem};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A document as far as it could be read.
#[derive(Debug)]
pub struct Read<T> {
    /// The document, mended where it had defects.
    pub document: T,
    /// What was found on the way.
    pub shape: Shape,
}

/// Reads a problem document.
///
/// # Errors
/// When nothing of it can be read on: the structural defects.
pub fn read_problem(bytes: &[u8]) -> Result<Read<Problem>, InvalidProblem> {
    read(bytes, &problem_schema())
}

/// Reads a plan document.
///
/// # Errors
/// When nothing of it can be read on: the structural defects.
pub fn read_plan(bytes: &[u8]) -> Result<Read<Plan>, InvalidProblem> {
    read(bytes, &plan_schema())
}

fn read<T: DeserializeOwned>(bytes: &[u8], schema: &Value) -> Result<Read<T>, InvalidProblem> {
    let (mut value, doubles) = parse(bytes)?;
    let mut shape = Shape::check(schema, &mut value);
    shape.defects.extend(doubles);
    match serde_json::from_value(value) {
        Ok(document) => Ok(Read { document, shape }),
        Err(e) => {
            if shape.defects.is_empty() {
                // Schema and types come from one source; should they ever part, the document is refused, not the program.
                shape.defects.push(defect(
                    DefectCode::Malformed,
                    "",
                    format!("the document does not fit the form: {e}"),
                    "compare it with docs/problem-document.md",
                ));
            }
            Err(InvalidProblem { defects: in_order(shape.defects) })
        }
    }
}

/// In the order of the form and, within lists, of the document; at most as many as help, the last one telling how many more.
pub fn in_order(mut defects: Vec<Defect>) -> Vec<Defect> {
    const SECTIONS: [&str; 13] = [
        "version",
        "horizon",
        "policy",
        "places",
        "teams",
        "staff",
        "shifts",
        "crews",
        "patients",
        "visits",
        "links",
        "roadConditions",
        "travel",
    ];
    let key = |d: &Defect| {
        let mut parts = d.place.split('/').skip(1);
        let section = parts.next().map_or(0, |s| SECTIONS.iter().position(|k| *k == s).map_or(99, |p| p + 1));
        let rest: Vec<(u64, String)> = parts.map(|p| (p.parse().unwrap_or(u64::MAX), p.to_owned())).collect();
        (section, rest)
    };
    defects.sort_by_cached_key(key);
    defects.dedup();
    let all = defects.len();
    if all > super::shape::MOST_DEFECTS {
        defects.truncate(super::shape::MOST_DEFECTS);
        defects.push(defect(
            DefectCode::TooMany,
            "",
            format!("{} more defects are not listed", all - super::shape::MOST_DEFECTS),
            "mend those listed first",
        ));
    }
    defects
}
