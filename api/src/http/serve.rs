//! Listens until it is told to stop.

use super::{AppState, app};
use crate::config::Config;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

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

/// Serves until the process is told to stop (interrupt or terminate); then cancels jobs, finishes answers and returns.
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
        let stop = {
            let state = state.clone();
            async move {
                told_to_stop().await;
                tracing::info!("stopping");
                // Ends running searches, and with them the event streams that would keep connections open.
                state.jobs().close();
            }
        };
        axum::serve(listener, app(state)).with_graceful_shutdown(stop).await.map_err(ServeError::System)
    });
    runtime.shutdown_timeout(std::time::Duration::from_secs(5));
    served
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
