//! How long to wait: before the next attempt, and until silence is taken for death.

/// Milliseconds since the epoch, by the browser's clock, or between two such times.
pub type Milliseconds = f64;

/// Silence after which a connection is taken for dead, at least.
const SHORTEST_SILENCE: Milliseconds = 40_000.0;

/// The longest wait that a server may ask for, in seconds.
const LONGEST_ASKED: u64 = 120;

/// Silence after which a connection is taken for dead, where heartbeats come every `heartbeat` milliseconds.
pub fn silence(heartbeat: Option<u64>) -> Milliseconds {
    let heartbeat = heartbeat.and_then(|heartbeat| u32::try_from(heartbeat).ok()).unwrap_or_default();
    SHORTEST_SILENCE.max(2.5 * f64::from(heartbeat))
}

/// How long to wait before attempt `attempt` (0 is the first), spread by `chance` in 0..1.
pub fn before(attempt: u32, chance: f64) -> Milliseconds {
    let spread = 0.8 + 0.4 * chance;
    (300.0 * 2_f64.powi(attempt.min(6).cast_signed()) * spread).min(15_000.0)
}

/// How long to wait where the server asked for so many seconds, spread by `chance` in 0..1.
pub fn asked(seconds: Option<u64>, chance: f64) -> Milliseconds {
    let seconds = u32::try_from(seconds.unwrap_or_default().min(LONGEST_ASKED)).unwrap_or_default();
    f64::from(seconds) * 1_000.0 * (1.0 + 0.1 * chance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_is_measured_by_the_servers_heartbeat() {
        assert!((silence(None) - 40_000.0).abs() < 1.0);
        assert!((silence(Some(15_000)) - 40_000.0).abs() < 1.0);
        assert!((silence(Some(60_000)) - 150_000.0).abs() < 1.0);
    }

    #[test]
    fn attempts_come_soon_at_first_and_never_rarely() {
        assert!(before(0, 1.0) <= 500.0);
        assert!(before(3, 0.5) > before(1, 0.5));
        assert!(before(100, 1.0) <= 15_000.0);
    }

    #[test]
    fn what_the_server_asked_for_is_waited_within_bounds() {
        assert!((asked(None, 1.0)).abs() < 1.0);
        assert!((asked(Some(5), 0.0) - 5_000.0).abs() < 1.0);
        assert!(asked(Some(u64::MAX), 1.0) <= 132_000.0);
    }
}
