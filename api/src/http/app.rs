//! Every route on one page.

use super::{
    ApiError, AppState, addresses, calendar, codes, events, exports, health, jobs, observe, osrm, plans,
    problems, roads, schema, ui,
};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa::openapi::{Content, OpenApi as Document, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::{Config as ApiPage, SwaggerUi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Rond",
        description = "Plans rounds of doctors and nurses who care for people at home. People appear by pseudonymous ids alone. \
                       Problems, plans and jobs are kept in memory within bounds, and are gone when the service stops.\n\n\
                       Every error is `application/problem+json` (RFC 9457) with code, what, where and remedy.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    tags(
        (name = "problems", description = "Facts: who needs what, who works when, and where"),
        (name = "plans", description = "Plans: ordered, fetched, judged, explained"),
        (name = "jobs", description = "Plans in the making"),
        (name = "exports", description = "A plan for maps and paper"),
        (name = "roads", description = "Travel times, routes and addresses"),
        (name = "calendar", description = "Swedish working days"),
        (name = "service", description = "The service itself"),
    )
)]
struct Described;

fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Described::openapi())
        .routes(routes!(problems::send, problems::list))
        .routes(routes!(problems::get))
        .routes(routes!(plans::order, plans::list))
        .routes(routes!(plans::check))
        .routes(routes!(plans::get))
        .routes(routes!(plans::verdict))
        .routes(routes!(plans::explanation))
        .routes(routes!(exports::as_geojson))
        .routes(routes!(exports::sheets))
        .routes(routes!(exports::sheet))
        .routes(routes!(jobs::get, jobs::cancel))
        .routes(routes!(events::follow))
        .routes(routes!(roads::route))
        .routes(routes!(roads::nearest))
        .routes(routes!(roads::table))
        .routes(routes!(addresses::find))
        .routes(routes!(addresses::reverse))
        .routes(routes!(calendar::next_working_day))
        .routes(routes!(schema::problem))
        .routes(routes!(schema::plan))
        .routes(routes!(health::health))
        .routes(routes!(codes::explain))
}

/// The description of every route, as OpenAPI 3.1.
pub fn openapi() -> Document {
    with_failures(described().into_openapi())
}

/// Says of every route how it fails in ways that it shares with all others: too large, too slow, a fault of ours.
fn with_failures(mut document: Document) -> Document {
    let report = Content::new(Some(Ref::from_schema_name("ErrorDocument")));
    let failure = ResponseBuilder::new()
        .description("Any other failure: code, what, where and remedy")
        .content("application/problem+json", report)
        .build();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete, &mut item.patch];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.insert("default".to_owned(), RefOr::T(failure.clone()));
        }
    }
    document
}

/// The whole service, ready to be served or called.
pub fn app(state: AppState) -> Router {
    let (routes, document) = described().split_for_parts();
    let document = with_failures(document);
    let files = ui::names().fold(Router::new().route("/", get(ui::page)), |router, name| {
        router.route(&format!("/{name}"), get(ui::page))
    });
    // `none`: the page would otherwise ask a validator elsewhere about our description.
    let api_page = SwaggerUi::new("/api-docs")
        .url("/openapi.json", document)
        .config(ApiPage::default().validator_url("none").try_it_out_enabled(true));
    let routes = routes
        .merge(files)
        .route("/docs", get(|| async { Redirect::temporary("/api-docs/") }))
        .merge(api_page);
    guarded(routes, state)
}

/// What stands around every route.
fn guarded(routes: Router<AppState>, state: AppState) -> Router {
    routes
        .fallback(osrm::otherwise)
        .method_not_allowed_fallback(no_method)
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(observe::panicked))
        .layer(DefaultBodyLimit::max(state.config().body_limit))
        .layer(from_fn_with_state(state.clone(), observe::observe))
        .with_state(state)
}

async fn no_method(request: Request) -> (StatusCode, impl IntoResponse) {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    (StatusCode::METHOD_NOT_ALLOWED, ApiError::MethodNotAllowed { method, path })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::wire::ErrorDocument;
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt;

    const SECRET: &str = "the door code of patient anna";

    #[test]
    fn a_panic_in_a_handler_is_answered_in_the_usual_form_without_its_words() {
        let state = AppState::new(Config::default(), None);
        let inside = state.clone();
        let routes = Router::new()
            .route(
                "/at-once",
                get(|| async {
                    if true {
                        panic!("{SECRET}")
                    }
                }),
            )
            .route(
                "/at-work",
                get(move || async move { inside.run::<()>(|| panic!("{SECRET}")).await.map(drop) }),
            );
        let app = guarded(routes, state);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        for path in ["/at-once", "/at-work", "/at-once"] {
            let request = Request::get(path).body(Body::empty()).expect("a good request");
            let (head, body) = runtime.block_on(async {
                let response = app.clone().oneshot(request).await.expect("the service always answers");
                let (head, body) = response.into_parts();
                (head, to_bytes(body, 10_000).await.expect("a whole body"))
            });
            assert_eq!(head.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
            assert_eq!(head.headers["content-type"], "application/problem+json");
            assert!(head.headers.contains_key("x-request-id"));
            let report: ErrorDocument = serde_json::from_slice(&body).expect("a report");
            assert_eq!((report.code.as_str(), report.status), ("internal", 500));
            assert!(!String::from_utf8_lossy(&body).contains("anna"), "{report:?}");
        }
    }
}
