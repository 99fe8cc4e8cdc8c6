//! Whether the process's own loops still turn: what a liveness probe asks, whatever the API server does.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::task::JoinHandle;
use tokio::time::Instant;

const BEAT: Duration = Duration::from_secs(1);
/// A loop that has not turned for so long hangs. A busy machine delays a beat, but not by this much.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// A beat on the runtime where the watches run; it stops with the last clone.
#[derive(Debug, Clone)]
pub struct Pulse {
    last: Arc<Mutex<Instant>>,
    _beating: Arc<Beating>,
}

#[derive(Debug)]
struct Beating(JoinHandle<()>);

impl Drop for Beating {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Pulse {
    /// Starts to beat on the current tokio runtime.
    pub fn start() -> Self {
        let last = Arc::new(Mutex::new(Instant::now()));
        let beating = tokio::spawn(beat(Arc::clone(&last)));
        Self { last, _beating: Arc::new(Beating(beating)) }
    }

    /// Whether the runtime has run lately.
    pub(crate) fn beats(&self) -> bool {
        self.last.lock().elapsed() < LONGEST_PAUSE
    }
}

async fn beat(last: Arc<Mutex<Instant>>) {
    loop {
        tokio::time::sleep(BEAT).await;
        *last.lock() = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_beats_while_the_runtime_runs_and_is_missed_when_it_does_not() {
        let pulse = Pulse::start();
        tokio::time::sleep(Duration::from_mins(5)).await;
        assert!(pulse.beats());
        let hanging = Beating(tokio::spawn(std::future::pending()));
        let pulse = Pulse { last: Arc::new(Mutex::new(Instant::now())), _beating: Arc::new(hanging) };
        tokio::time::sleep(Duration::from_mins(5)).await;
        assert!(!pulse.beats());
    }
}
