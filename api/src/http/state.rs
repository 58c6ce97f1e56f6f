//! What every handler shares.

use super::ApiError;
use crate::config::Config;
use crate::jobs::{Archive, JobBoard, Limits};
use crate::osrm::Osrm;
use crate::storage::{IdMaker, TooLarge};
use crate::tasks::{Loaded, Map};
use crate::wire::Plan;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;

/// Documents of more bytes than this are read one at a time: in memory each takes many times its length.
const LARGE: usize = 4 << 20;

/// Settings, map, jobs and what is kept. A clone shares all of it.
#[derive(Clone)]
pub struct AppState(Arc<Shared>);

struct Shared {
    config: Config,
    map: Option<Arc<Map>>,
    /// OSRM's form, where it is switched on.
    osrm: Option<Arc<Osrm>>,
    jobs: JobBoard,
    archive: Arc<Archive>,
    /// Permits for work that keeps a thread busy (tables, verdicts, explanations).
    busy: Arc<Semaphore>,
    /// The one permit to read a large document.
    large: Arc<Semaphore>,
    streams: Arc<Semaphore>,
}

impl AppState {
    /// Starts the workers; nothing is kept yet.
    pub fn new(config: Config, map: Option<Arc<Map>>) -> Self {
        let limits = Limits { workers: config.plan_workers, queue: config.plan_queue, keep: config.keep };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Shared {
            jobs: JobBoard::start(limits),
            archive: Arc::new(Archive::new(config.keep, config.keep_bytes)),
            busy: Arc::new(Semaphore::new(cores.max(2))),
            large: Arc::new(Semaphore::new(1)),
            streams: Arc::new(Semaphore::new(config.event_streams)),
            osrm: map.as_ref().filter(|_| config.osrm).map(|map| Arc::new(Osrm::new(Arc::clone(map)))),
            map,
            config,
        }))
    }

    /// Keeps a plan made elsewhere (the demonstration), and answers with its id.
    ///
    /// # Errors
    /// [`TooLarge`] when it would not fit even alone.
    pub fn keep(&self, loaded: Loaded, plan: Plan) -> Result<String, TooLarge> {
        let problem = self.archive().keep_problem(loaded)?;
        Ok(self.archive().keep_plan(problem, plan, false)?.id.clone())
    }

    pub(super) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(super) fn jobs(&self) -> &JobBoard {
        &self.0.jobs
    }

    pub(super) fn archive(&self) -> &Arc<Archive> {
        &self.0.archive
    }

    pub(super) fn ids(&self) -> &IdMaker {
        self.0.archive.ids()
    }

    pub(super) fn map(&self) -> Option<Arc<Map>> {
        self.0.map.clone()
    }

    pub(super) fn osrm(&self) -> Option<Arc<Osrm>> {
        self.0.osrm.clone()
    }

    /// Room for one more event stream; `None` when there is none.
    pub(super) fn stream_permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.0.streams).try_acquire_owned().ok()
    }

    /// As [`Self::run`], for work that reads a document of `bytes` bytes.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        bytes: usize,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let turn = if bytes > LARGE {
            Some(Arc::clone(&self.0.large).acquire_owned().await.map_err(|_| ApiError::Internal)?)
        } else {
            None
        };
        self.run(move || {
            let _turn = turn;
            work()
        })
        .await
    }

    /// Runs work that keeps a thread busy, away from the threads that answer. Only so much of it at a time: the rest waits,
    /// within the time limit of the request. Work that nobody waits for any more still counts until it is done.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permit = Arc::clone(&self.0.busy).acquire_owned().await.map_err(|_| ApiError::Internal)?;
        let done = spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.unwrap_or(Err(ApiError::Internal))
    }
}
