//! Where connections to the API server are driven: on the runtime on which the transport was made, and not on that of
//! whoever asks first. A worker that answers HTTP requests has a runtime of its own, and a watch may come later over a
//! connection that it opened.

use hyper::rt::Executor;
use tokio::runtime::Handle;

/// Runs what it is given on one runtime.
#[derive(Debug, Clone)]
pub(super) struct Home(Handle);

impl Home {
    /// On the current runtime.
    pub(super) fn here() -> Self {
        Self(Handle::current())
    }
}

impl<F> Executor<F> for Home
where
    F: Future<Output = ()> + Send + 'static,
{
    fn execute(&self, work: F) {
        self.0.spawn(work);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread::current;
    use tokio::runtime::Builder;
    use tokio::sync::oneshot;

    #[test]
    fn work_that_others_bring_is_done_at_home() {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("home").build().unwrap();
        let home = runtime.block_on(async { Home::here() });
        let elsewhere = Builder::new_current_thread().build().unwrap();
        let place = elsewhere.block_on(async {
            let (tell, told) = oneshot::channel();
            home.execute(async move {
                let _ = tell.send(current().name().map(str::to_owned));
            });
            told.await.unwrap()
        });
        assert_eq!(place.as_deref(), Some("home"));
    }
}
