//! Work beside the workers that answer requests.

use tokio::task::spawn_blocking;

use crate::problem::Problem;

/// Does work that waits for a lock or takes a while, on a thread for such work.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "work was not done");
        Problem::fault()
    })
}
