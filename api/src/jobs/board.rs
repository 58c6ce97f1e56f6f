//! All jobs: those that wait, those that run, and a bounded number of those that have ended.

use super::Reporter;
use crate::wire::{ErrorDocument, Job, JobState};
use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use tokio::sync::watch;

/// What a job does: reports on the way, answers with the id of the stored plan. Runs on a worker's own thread.
pub type Work = Box<dyn FnOnce(&mut Reporter) -> Result<String, ErrorDocument> + Send>;

/// How much the board takes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Jobs that run at the same time.
    pub workers: usize,
    /// Jobs that may wait.
    pub queue: usize,
    /// Ended jobs that are remembered.
    pub keep: usize,
}

/// A job to be.
pub struct NewJob {
    /// Its id, not used before.
    pub id: String,
    /// The problem it plans.
    pub problem: String,
    /// When it was asked for, as the document writes it.
    pub created: String,
    /// What it does.
    pub work: Work,
}

/// No room for a further job.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{waiting} jobs wait already")]
pub struct QueueFull {
    /// Jobs in the queue.
    pub waiting: usize,
}

/// Why a job was not stopped.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CancelError {
    /// No such job, or forgotten since.
    #[error("no such job")]
    Unknown,
    /// Finished or failed already.
    #[error("the job has ended")]
    Ended(Box<Job>),
}

/// The board and its workers. When the last clone is dropped, waiting jobs are cancelled, running ones asked to stop.
#[derive(Clone)]
pub struct JobBoard(Arc<Owner>);

struct Owner(Arc<Shared>);

struct Shared {
    board: Mutex<Board>,
    wake: Condvar,
    limits: Limits,
}

#[derive(Default)]
struct Board {
    queue: VecDeque<(String, Work)>,
    entries: HashMap<String, Entry>,
    /// Ended jobs, the one that ended first in front.
    ended: VecDeque<String>,
    closing: bool,
}

struct Entry {
    state: watch::Sender<Job>,
    cancel: Arc<AtomicBool>,
}

impl JobBoard {
    /// Starts the workers. Each is a thread of its own, so that a search never holds up an answer.
    pub fn start(limits: Limits) -> Self {
        let shared = Arc::new(Shared { board: Mutex::default(), wake: Condvar::new(), limits });
        for number in 0..limits.workers {
            let shared = Arc::clone(&shared);
            let worker = thread::Builder::new().name(format!("planner-{number}"));
            worker.spawn(move || shared.work()).expect("the system starts threads while the program starts");
        }
        Self(Arc::new(Owner(shared)))
    }

    /// Queues a job.
    ///
    /// # Errors
    /// [`QueueFull`] when as many wait as may.
    pub fn submit(&self, job: NewJob) -> Result<Job, QueueFull> {
        let shared = &self.0.0;
        let mut board = shared.lock();
        if board.closing || board.queue.len() >= shared.limits.queue {
            return Err(QueueFull { waiting: board.queue.len() });
        }
        let document = Job {
            id: job.id.clone(),
            problem: job.problem,
            state: JobState::Queued,
            created: job.created,
            waiting_behind: Some(count(board.queue.len())),
            cancel_requested: false,
            plan: None,
            front: Vec::new(),
            progress: None,
            error: None,
        };
        let (state, _) = watch::channel(document.clone());
        board.entries.insert(job.id.clone(), Entry { state, cancel: Arc::default() });
        board.queue.push_back((job.id, job.work));
        drop(board);
        shared.wake.notify_one();
        Ok(document)
    }

    /// The present state of a job.
    pub fn get(&self, id: &str) -> Option<Job> {
        self.0.0.lock().entries.get(id).map(|entry| entry.state.borrow().clone())
    }

    /// The present state of a job and every later one; states in between may be skipped when they follow fast.
    pub fn follow(&self, id: &str) -> Option<watch::Receiver<Job>> {
        self.0.0.lock().entries.get(id).map(|entry| entry.state.subscribe())
    }

    /// Asks a job to stop: a waiting one is cancelled at once, a running one keeps its best plan so far.
    ///
    /// # Errors
    /// [`CancelError`] when there is nothing to stop. Cancelling a cancelled job again is no error.
    pub fn cancel(&self, id: &str) -> Result<Job, CancelError> {
        let shared = &self.0.0;
        let mut board = shared.lock();
        let entry = board.entries.get(id).ok_or(CancelError::Unknown)?;
        let now = entry.state.borrow().clone();
        match now.state {
            JobState::Finished | JobState::Failed => return Err(CancelError::Ended(Box::new(now))),
            JobState::Cancelled => return Ok(now),
            JobState::Queued | JobState::Running => {}
        }
        entry.cancel.store(true, Ordering::Relaxed);
        entry.state.send_modify(|job| job.cancel_requested = true);
        if let Some(at) = board.queue.iter().position(|(waiting, _)| waiting == id) {
            board.queue.remove(at);
            shared.end(&mut board, id, |job| job.state = JobState::Cancelled);
            board.tell_positions();
        }
        board.entries.get(id).map(|entry| entry.state.borrow().clone()).ok_or(CancelError::Unknown)
    }

    /// Jobs that wait, and jobs that run.
    pub fn load(&self) -> (u32, u32) {
        let board = self.0.0.lock();
        (count(board.queue.len()), count(board.entries.len() - board.queue.len() - board.ended.len()))
    }

    /// Takes on nothing more: waiting jobs are cancelled, running ones asked to stop.
    pub fn close(&self) {
        self.0.close();
    }
}

impl Owner {
    fn close(&self) {
        let mut board = self.0.lock();
        board.closing = true;
        for (id, _) in std::mem::take(&mut board.queue) {
            self.0.end(&mut board, &id, |job| job.state = JobState::Cancelled);
        }
        for entry in board.entries.values() {
            entry.cancel.store(true, Ordering::Relaxed);
        }
        drop(board);
        self.0.wake.notify_all();
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.close();
    }
}

impl Board {
    /// Tells every waiting job how many come before it.
    fn tell_positions(&self) {
        for (before, (id, _)) in self.queue.iter().enumerate() {
            if let Some(entry) = self.entries.get(id) {
                entry.state.send_modify(|job| job.waiting_behind = Some(count(before)));
            }
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a worker does all day.
    fn work(&self) {
        while let Some((id, work, mut reporter)) = self.next() {
            tracing::info!(job = id, "planning began");
            let done = catch_unwind(AssertUnwindSafe(|| work(&mut reporter)));
            let cancelled = reporter.cancel_flag().load(Ordering::Relaxed);
            let mut board = self.lock();
            self.end(&mut board, &id, |job| match done {
                Ok(Ok(plan)) => {
                    job.state = if cancelled { JobState::Cancelled } else { JobState::Finished };
                    job.plan = Some(plan);
                }
                Ok(Err(report)) => {
                    job.state = JobState::Failed;
                    job.error = Some(report);
                }
                Err(_) => {
                    job.state = JobState::Failed;
                    job.error = Some(ErrorDocument::new(
                        500,
                        "internal",
                        "A fault in Rond",
                        "the planner stopped unexpectedly",
                        "report it with the id of the job; the same problem with another seed may go through",
                    ));
                }
            });
        }
    }

    /// Waits for a job; `None` when the board closes.
    fn next(&self) -> Option<(String, Work, Reporter)> {
        let mut board = self.lock();
        loop {
            if board.closing {
                return None;
            }
            if let Some((id, work)) = board.queue.pop_front()
                && let Some(entry) = board.entries.get(&id)
            {
                entry.state.send_modify(|job| {
                    job.state = JobState::Running;
                    job.waiting_behind = None;
                });
                let reporter = Reporter::new(entry.state.clone(), Arc::clone(&entry.cancel));
                board.tell_positions();
                return Some((id, work, reporter));
            }
            board = self.wake.wait(board).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Puts a job into a final state and forgets the job that ended longest ago, if there are too many.
    fn end(&self, board: &mut Board, id: &str, change: impl FnOnce(&mut Job)) {
        if let Some(entry) = board.entries.get(id) {
            entry.state.send_modify(|job| {
                change(job);
                job.waiting_behind = None;
            });
            tracing::info!(job = id, state = entry.state.borrow().state.as_str(), "job ended");
        }
        board.ended.push_back(id.to_owned());
        while board.ended.len() > self.limits.keep {
            if let Some(oldest) = board.ended.pop_front() {
                board.entries.remove(&oldest);
            }
        }
    }
}

fn count(jobs: usize) -> u32 {
    u32::try_from(jobs).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn board(workers: usize, queue: usize, keep: usize) -> JobBoard {
        JobBoard::start(Limits { workers, queue, keep })
    }

    fn job(
        id: &str,
        work: impl FnOnce(&mut Reporter) -> Result<String, ErrorDocument> + Send + 'static,
    ) -> NewJob {
        NewJob { id: id.to_owned(), problem: "p".to_owned(), created: String::new(), work: Box::new(work) }
    }

    /// A job that runs until it is cancelled, and says when it has begun.
    fn until_cancelled(id: &str) -> (NewJob, mpsc::Receiver<()>) {
        let (begun, has_begun) = mpsc::channel();
        let waiting = job(id, move |reporter| {
            begun.send(()).expect("the test listens");
            while !reporter.cancel_flag().load(Ordering::Relaxed) {
                thread::yield_now();
            }
            Ok("best-so-far".to_owned())
        });
        (waiting, has_begun)
    }

    /// Blocks until the job is in a final state.
    fn ended(board: &JobBoard, id: &str) -> Job {
        let mut states = board.follow(id).expect("the job is known");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime for the test");
        runtime.block_on(async { states.wait_for(|job| job.state.is_final()).await.expect("an end").clone() })
    }

    #[test]
    fn a_job_ends_with_its_plan() {
        let board = board(1, 4, 4);
        board.submit(job("a", |_| Ok("plan".to_owned()))).unwrap();
        let end = ended(&board, "a");
        assert_eq!((end.state, end.plan.as_deref()), (JobState::Finished, Some("plan")));
    }

    #[test]
    fn a_job_that_panics_fails_and_the_worker_lives_on() {
        let board = board(1, 4, 4);
        board.submit(job("a", |_| panic!("on purpose"))).unwrap();
        assert_eq!(ended(&board, "a").state, JobState::Failed);
        board.submit(job("b", |_| Ok("plan".to_owned()))).unwrap();
        assert_eq!(ended(&board, "b").state, JobState::Finished);
    }

    #[test]
    fn a_cancelled_job_keeps_its_best_plan() {
        let board = board(1, 4, 4);
        let (waiting, begun) = until_cancelled("a");
        board.submit(waiting).unwrap();
        begun.recv().unwrap();
        assert!(board.cancel("a").unwrap().cancel_requested);
        let end = ended(&board, "a");
        assert_eq!((end.state, end.plan.as_deref()), (JobState::Cancelled, Some("best-so-far")));
        assert_eq!(board.cancel("a").unwrap().state, JobState::Cancelled);
    }

    #[test]
    fn a_full_queue_refuses_and_a_waiting_job_is_cancelled_at_once() {
        let board = board(1, 2, 4);
        let (first, begun) = until_cancelled("a");
        board.submit(first).unwrap();
        begun.recv().unwrap();
        board.submit(job("b", |_| Ok("plan".to_owned()))).unwrap();
        board.submit(job("c", |_| Ok("plan".to_owned()))).unwrap();
        assert_eq!(board.submit(job("d", |_| Ok("plan".to_owned()))).unwrap_err(), QueueFull { waiting: 2 });
        assert_eq!(board.cancel("b").unwrap().state, JobState::Cancelled);
        assert_eq!(board.get("c").unwrap().waiting_behind, Some(0));
        board.cancel("a").unwrap();
        assert_eq!(ended(&board, "c").state, JobState::Finished);
    }

    #[test]
    fn the_job_that_ended_longest_ago_is_forgotten() {
        let board = board(1, 9, 2);
        for id in ["a", "b", "c"] {
            board.submit(job(id, |_| Ok("plan".to_owned()))).unwrap();
        }
        ended(&board, "c");
        assert_eq!(board.get("a"), None);
        assert!(board.get("b").is_some());
        assert_eq!(board.cancel("a").unwrap_err(), CancelError::Unknown);
    }

    #[test]
    fn an_ended_job_cannot_be_cancelled() {
        let board = board(1, 4, 4);
        board.submit(job("a", |_| Ok("plan".to_owned()))).unwrap();
        ended(&board, "a");
        assert!(matches!(board.cancel("a"), Err(CancelError::Ended(_))));
    }
}
