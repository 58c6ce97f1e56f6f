//! The page: files that are part of the program, nothing from elsewhere.

use super::ApiError;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "ui/"]
struct Page;

/// Serves `/` and the files it needs.
pub async fn page(headers: HeaderMap, request: Request) -> Response {
    let path = request.uri().path();
    let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
    match Page::get(name) {
        Some(file) => send(&headers, &file),
        None => ApiError::NoRoute(path.to_owned()).into_response(),
    }
}

/// The names of all files, for the routes.
pub fn names() -> impl Iterator<Item = String> {
    Page::iter().map(|name| name.into_owned())
}

/// Sends a file, or says that the reader has it already.
fn send(headers: &HeaderMap, file: &EmbeddedFile) -> Response {
    let hash = file.metadata.sha256_hash();
    let tag = hash[..8].iter().fold(String::from("\""), |tag, byte| format!("{tag}{byte:02x}")) + "\"";
    let about = [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "no-cache".to_owned())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    let kind = match file.metadata.mimetype() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    (about, [(header::CONTENT_TYPE, kind)], file.data.to_vec()).into_response()
}
