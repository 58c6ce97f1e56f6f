//! Starts the service.

use super::args::Serve;
use super::console::{Console, Exit};
use super::run::open_map;
use crate::config::Config;
use crate::http::{self, AppState};
use crate::tasks::{Loaded, Map};
use crate::wire::Plan;
use std::sync::Arc;

/// Runs `rond serve` until it is told to stop.
pub(super) fn serve(args: &Serve, console: &mut Console<'_>) -> Exit {
    let config = match config(console) {
        Ok(config) => Config {
            listen: args.listen.unwrap_or(config.listen),
            map: args.map.clone().or(config.map.clone()),
            osrm: args.osrm || config.osrm,
            ..config
        },
        Err(exit) => return exit,
    };
    if config.osrm && config.map.is_none() {
        console.complain("OSRM's form answers from a map; name one with --map FILE.rond");
        return Exit::BadInput;
    }
    match open_map(config.map.as_deref(), console) {
        Ok(map) => run(config, map, None, console),
        Err(exit) => exit,
    }
}

/// The settings of the environment, or a complaint.
pub(super) fn config(console: &mut Console<'_>) -> Result<Config, Exit> {
    Config::from_process().map_err(|e| {
        console.complain(&e.to_string());
        Exit::BadInput
    })
}

/// Serves, with a plan to begin with if there is one.
pub(super) fn run(
    config: Config,
    map: Option<Map>,
    first: Option<(Loaded, Plan)>,
    console: &mut Console<'_>,
) -> Exit {
    http::log_to_stderr(&config);
    if map.is_none() {
        console
            .say("no map: documents must state travel times (start with --map FILE.rond for times by road)");
    }
    let state = AppState::new(config, map.map(Arc::new));
    if let Some((loaded, plan)) = first
        && let Err(e) = state.keep(loaded, plan)
    {
        console.say(&format!("the plan is not shown on the page: {e}"));
    }
    let served = http::serve(state, |address| {
        console.say(&format!(
            "the page is at http://{address}/, the API at http://{address}/api-docs/; stop with Ctrl-C"
        ));
    });
    match served {
        Ok(()) => Exit::Ok,
        Err(e) => {
            console.complain(&e.to_string());
            match e {
                http::ServeError::Listen { .. } => Exit::BadInput,
                http::ServeError::System(_) => Exit::Internal,
            }
        }
    }
}
