//! The flags of the calls to the API server: how many there are, how long they may take, and what happens when they fail.

use std::num::NonZeroU32;
use std::time::Duration;

use clap::Args;
use kube_ingress_dash_core::delays::Growth;
use kube_ingress_dash_core::stack::Settings;
use kube_ingress_dash_core::{breaker, retry};

use super::values;

/// Waits between attempts are spread by so much either way.
const JITTER: f64 = 0.2;

/// How the API server is called.
#[derive(Debug, Clone, Args)]
pub struct KubeFlags {
    /// Calls a second to the API server, in the long run.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_KUBE_QPS",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value = "50",
        value_parser = values::number::<NonZeroU32>(NonZeroU32::MIN..=TEN_THOUSAND)
    )]
    pub kube_qps: NonZeroU32,

    /// Calls to the API server at once, after a quiet time.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_KUBE_BURST",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value = "100",
        value_parser = values::number::<NonZeroU32>(NonZeroU32::MIN..=TEN_THOUSAND)
    )]
    pub kube_burst: NonZeroU32,

    /// The bound of a call that somebody waits for, with all its attempts.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_KUBE_TIMEOUT",
        value_name = "DURATION",
        default_value = "30s",
        value_parser = values::duration
    )]
    pub kube_timeout: Duration,

    /// The bound of each attempt, of each page of a list and of the opening of a watch.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_KUBE_ATTEMPT_TIMEOUT",
        value_name = "DURATION",
        default_value = "8s",
        value_parser = values::duration
    )]
    pub kube_attempt_timeout: Duration,

    /// How often a call that somebody waits for is made at most; 1 is never again.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_RETRY_ATTEMPTS",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value_t = 3,
        value_parser = values::number::<u32>(1..=10)
    )]
    pub retry_attempts: u32,

    /// The wait before the second attempt, spread by 20 %.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_RETRY_INITIAL",
        value_name = "DURATION",
        default_value = "1s",
        value_parser = values::duration
    )]
    pub retry_initial: Duration,

    /// What each wait is multiplied by to give the next.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_RETRY_MULTIPLIER",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value = "2",
        value_parser = values::number::<f64>(1.0..=10.0)
    )]
    pub retry_multiplier: f64,

    /// The longest wait between attempts.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_RETRY_MAX",
        value_name = "DURATION",
        default_value = "30s",
        value_parser = values::duration
    )]
    pub retry_max: Duration,

    /// The share of failed calls that opens the circuit breaker.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_BREAKER_FAILURE_RATE",
        value_name = "SHARE",
        allow_negative_numbers = true,
        default_value = "0.5",
        value_parser = values::number::<f64>(0.01..=1.0)
    )]
    pub breaker_failure_rate: f64,

    /// How far back calls count for the circuit breaker.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_BREAKER_WINDOW",
        value_name = "DURATION",
        default_value = "30s",
        value_parser = values::duration
    )]
    pub breaker_window: Duration,

    /// How long the circuit breaker stays open before one call finds out whether the API server has recovered.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_BREAKER_WAIT",
        value_name = "DURATION",
        default_value = "60s",
        value_parser = values::duration
    )]
    pub breaker_wait: Duration,

    /// With fewer calls in its window the circuit breaker never opens.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_BREAKER_MIN_CALLS",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value_t = 10,
        value_parser = values::number::<u32>(1..=100_000)
    )]
    pub breaker_min_calls: u32,
}

const TEN_THOUSAND: NonZeroU32 = NonZeroU32::MIN.saturating_add(9_999);

impl KubeFlags {
    /// Says which flags make no sense together, if any do not.
    pub(crate) fn check(&self) -> Result<(), String> {
        let (initial, max) = (self.retry_initial, self.retry_max);
        if initial > max {
            return Err(format!(
                "--retry-initial {initial:?}: expected no more than --retry-max, which is {max:?}"
            ));
        }
        // What is cut off with the whole call cannot be told from what its caller gave up.
        let (attempt, whole) = (self.kube_attempt_timeout, self.kube_timeout);
        if attempt >= whole {
            return Err(format!(
                "--kube-attempt-timeout {attempt:?}: expected less than --kube-timeout, which is {whole:?}"
            ));
        }
        Ok(())
    }

    /// The same for the guards of the calls.
    pub(crate) fn settings(&self) -> Settings {
        let mut settings = Settings {
            timeout: self.kube_timeout,
            retry: retry::Settings {
                attempts: self.retry_attempts,
                growth: Growth {
                    initial: self.retry_initial,
                    multiplier: self.retry_multiplier,
                    max: self.retry_max,
                    jitter: JITTER,
                },
            },
            breaker: breaker::Settings {
                failure_rate: self.breaker_failure_rate,
                window: self.breaker_window,
                wait: self.breaker_wait,
                minimum_calls: self.breaker_min_calls,
            },
            ..Settings::default()
        };
        settings.throttle.rate = self.kube_qps;
        settings.throttle.burst = self.kube_burst;
        settings.attempt.timeout = self.kube_attempt_timeout;
        settings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        flags: KubeFlags,
    }

    #[test]
    fn a_part_is_shorter_than_the_whole() {
        let check = |words: &[&str]| Line::parse_from([&["test"], words].concat()).flags.check();
        assert_eq!(check(&["--retry-initial", "30s", "--kube-attempt-timeout", "29s"]), Ok(()));
        assert_eq!(
            check(&["--retry-initial", "1m"]),
            Err("--retry-initial 60s: expected no more than --retry-max, which is 30s".to_owned())
        );
        assert!(check(&["--kube-timeout", "2s"]).unwrap_err().starts_with("--kube-attempt-timeout 8s: "));
    }

    #[test]
    fn without_a_word_the_guards_have_their_own_defaults() {
        assert_eq!(Line::parse_from(["test"]).flags.settings(), Settings::default());
    }
}
