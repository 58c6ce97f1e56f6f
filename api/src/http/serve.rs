//! Listens until it is told to stop.

use super::{AppState, app};
use crate::config::Config;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::EnvFilter;

/// How long connections may take to end once the service is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why the service could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address}: {cause}; is another program listening there? choose another with --listen"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The system gives no threads, or broke the listener.
    #[error("the service stopped: {0}")]
    System(std::io::Error),
}

/// Serves until the process is told to stop (interrupt or terminate); then cancels jobs, finishes answers (for
/// ten seconds at most) and returns.
/// Calls `ready` with the address once it listens.
///
/// # Errors
/// [`ServeError`] when it cannot listen.
pub fn serve(state: AppState, ready: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::System)?;
    let address = state.config().listen;
    let served = runtime.block_on(async {
        let listener =
            TcpListener::bind(address).await.map_err(|cause| ServeError::Listen { address, cause })?;
        ready(listener.local_addr().map_err(ServeError::System)?);
        serve_until(state, listener, told_to_stop(), GRACE).await.map_err(ServeError::System)
    });
    runtime.shutdown_timeout(Duration::from_secs(5));
    served
}

/// Serves until `stop`, and then no longer than `grace`: a connection that never ends must not keep the program alive.
async fn serve_until(
    state: AppState,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> std::io::Result<()> {
    let (begun, stopping) = oneshot::channel();
    let jobs = state.clone();
    let stop = async move {
        stop.await;
        tracing::info!("stopping");
        // Ends running searches, and with them the event streams that would keep connections open.
        jobs.jobs().close();
        // Nobody listens any more when the service has ended already.
        begun.send(()).ok();
    };
    let too_long = async move {
        match stopping.await {
            Ok(()) => tokio::time::sleep(grace).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        served = axum::serve(listener, app(state)).with_graceful_shutdown(stop).into_future() => served,
        () = too_long => {
            tracing::warn!("connections that did not end were cut");
            Ok(())
        }
    }
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminated {
            Ok(mut terminated) => {
                tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
            }
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}

/// Sends log lines to standard error. Does nothing when somebody else has done so before.
pub fn log_to_stderr(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr);
    // Fails only when a subscriber is set already, which is then the one to keep.
    if config.log_json {
        drop(lines.json().try_init());
    } else {
        drop(lines.try_init());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    #[test]
    fn a_connection_that_never_ends_does_not_keep_the_service_from_stopping() {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let state = AppState::new(Config::default(), None);
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (stop, told) = oneshot::channel::<()>();
        let told = async { drop(told.await) };
        let served = runtime.spawn(serve_until(state, listener, told, Duration::from_millis(50)));
        let mut half = TcpStream::connect(address).expect("a connection");
        half.write_all(b"GET /v1/hea").expect("half a request");
        // Connections are taken in order: when the second is answered, the first is open.
        let mut whole = TcpStream::connect(address).expect("a connection");
        whole
            .write_all(b"GET /v1/health HTTP/1.1\r\nhost: rond\r\nconnection: close\r\n\r\n")
            .expect("a request");
        let mut answer = String::new();
        whole.read_to_string(&mut answer).expect("an answer");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        stop.send(()).expect("the service runs");
        let ended = runtime.block_on(async { tokio::time::timeout(Duration::from_secs(20), served).await });
        ended.expect("it stops").expect("without a panic").expect("without an error");
    }
}
