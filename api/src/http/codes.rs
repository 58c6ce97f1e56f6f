//! /errors: what each code means, as `type` of every report promises.

use super::ApiError;
use super::extract::Path;
use crate::wire::ErrorDocument;
use axum::http::header;
use axum::response::IntoResponse;

/// Every code with its cause and remedy, as people read it.
const PAGE: &str = include_str!("../../../docs/errors.md");

/// Explain an error code.
///
/// The address in `type` of every report leads here.
#[utoipa::path(
    get, path = "/errors/{code}", tag = "service",
    params(("code" = String, Path, description = "A code of a report, or of one of its `errors`", example = "not-found")),
    responses(
        (status = 200, description = "Cause and remedy", content_type = "text/plain", body = String),
        (status = 404, description = "No such code", content_type = "application/problem+json", body = ErrorDocument),
    )
)]
pub async fn explain(Path(code): Path<String>) -> Result<impl IntoResponse, ApiError> {
    match meaning(&code) {
        Some(text) => Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)),
        None => Err(ApiError::NotFound { what: "error code", id: code }),
    }
}

/// What the page says of a code: of a report as a whole (a row of its table), of a defect (a section), or both.
fn meaning(code: &str) -> Option<String> {
    let row = rows(PAGE).find(|row| row.code == code);
    let section = PAGE.split("\n### ").skip(1).find_map(|s| s.strip_prefix(code)?.strip_prefix('\n'));
    let section = section.map(|s| s.split("\n## ").next().unwrap_or(s).trim());
    let mut said = Vec::new();
    said.extend(row.map(|r| format!("Status: {}. Cause: {}. Remedy: {}.", r.status, r.cause, r.remedy)));
    said.extend(section.map(str::to_owned));
    (!said.is_empty()).then(|| format!("{code}\n\n{}\n", said.join("\n\n")))
}

/// A row of the table of codes.
struct Row<'a> {
    code: &'a str,
    status: &'a str,
    cause: &'a str,
    remedy: &'a str,
}

fn rows(page: &str) -> impl Iterator<Item = Row<'_>> {
    page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.split(" | ").collect();
        let [code, status, cause, remedy] = cells.as_slice() else { return None };
        Some(Row { code: code.trim_end_matches('`'), status, cause, remedy: remedy.trim_end_matches(" |") })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::error::one_of_each;
    use engine::model::DefectCode;
    use std::collections::BTreeSet;

    /// `(code, status)` of everything that can go wrong as a whole.
    fn emitted() -> BTreeSet<(String, String)> {
        one_of_each().into_iter().map(|r| (r.code, r.status.to_string())).collect()
    }

    #[test]
    fn every_code_of_a_report_is_explained_and_every_explained_code_is_emitted() {
        let explained: BTreeSet<_> =
            rows(PAGE).map(|row| (row.code.to_owned(), row.status.to_owned())).collect();
        assert_eq!(explained, emitted());
    }

    #[test]
    fn the_page_of_the_service_names_every_code_with_its_status() {
        let page = include_str!("../../../docs/http-api.md");
        let mut told = BTreeSet::new();
        for line in page.lines() {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            if let [status, codes, _] = cells.as_slice()
                && status.parse::<u16>().is_ok()
            {
                told.extend(
                    codes.split(", ").map(|c| (c.trim_matches('`').to_owned(), (*status).to_owned())),
                );
            }
        }
        // Only the command line reads extracts.
        let served: BTreeSet<_> = emitted().into_iter().filter(|(code, _)| code != "extract").collect();
        assert_eq!(told, served);
    }

    #[test]
    fn every_code_has_its_address() {
        for (code, _) in emitted() {
            assert!(meaning(&code).is_some_and(|m| m.contains("Remedy: ")), "{code}");
        }
        for code in DefectCode::ALL {
            let text = meaning(code.as_str()).unwrap_or_default();
            assert!(text.contains("Cause: ") && text.contains("Remedy: "), "{}: {text}", code.as_str());
            assert!(!text.contains('|'), "{text}");
        }
        assert_eq!(meaning("nothing"), None);
        assert_eq!(meaning(""), None);
    }
}
