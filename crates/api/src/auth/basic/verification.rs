//! Verifies passwords, each of which costs a processor a tenth of a second by intent.
//!
//! It happens on threads for such work, two at once, so that the streams have processors left. Clients take turns at it,
//! so that one which floods the service with names keeps nobody else out. What was right is remembered for a minute, and
//! equal questions that come together are one. Guessing costs tokens, of the client's rate and of a bucket for each name
//! that the client tries; what was not verified costs none.

use std::num::{NonZeroU16, NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_core::dedup::{Flights, Panicked};
use kube_ingress_dash_core::limit::{Decision, Period, Quota, Rate, RateLimiter, TurnLimits, Turns};
use lru::LruCache;
use parking_lot::Mutex;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::time::Instant;

use super::super::keyed_digest::KeyedDigest;
use super::password_hash::PasswordHash;
use crate::client::Client;
use crate::middleware::RateLimit;
use crate::problem::Problem;

/// For how long a password that was right is taken without another look, unless its hash has changed.
const REMEMBERED: Duration = Duration::from_mins(1);
const MOST_REMEMBERED: NonZeroUsize = NonZeroUsize::MIN.saturating_add(9_999);
/// More do not wait: they are told to come back.
const LIMITS: TurnLimits =
    TurnLimits { at_once: 2, places: 1024, places_per_key: 32, patience: Duration::from_secs(15) };
/// How often one client may try a name.
const TRIES: Quota = Quota {
    rate: Rate { tokens: NonZeroU32::MIN.saturating_add(9), period: Period::Minute },
    burst: NonZeroU16::MIN.saturating_add(9),
};
/// So many pairs of a client and a name are remembered, in some 15 MB.
const MOST_PAIRS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99_999);

type Digest = [u8; 32];
type Tries = RateLimiter<(Client, Digest)>;

/// A password that somebody tries.
pub(super) struct Attempt<'a> {
    pub(super) client: Client,
    pub(super) user: &'a str,
    pub(super) password: SecretString,
    /// The hash that it is held against.
    pub(super) hash: &'a PasswordHash,
    /// Whether the hash is that of the user, rather than of somebody else since there is no such user.
    pub(super) exists: bool,
}

/// What was verified lately, and who tries how often.
pub(super) struct Verification {
    digest: KeyedDigest,
    remembered: Arc<Mutex<LruCache<Digest, Instant>>>,
    tries: Arc<Tries>,
    flights: Flights<Digest, bool, Problem>,
    turns: Turns<Client>,
}

impl From<Panicked> for Problem {
    fn from(_: Panicked) -> Self {
        Self::fault()
    }
}

impl Verification {
    pub(super) fn new() -> Self {
        Self {
            digest: KeyedDigest::new(),
            remembered: Arc::new(Mutex::new(LruCache::new(MOST_REMEMBERED))),
            tries: Arc::new(RateLimiter::new(TRIES, MOST_PAIRS)),
            flights: Flights::default(),
            turns: Turns::new(LIMITS),
        }
    }

    /// A number that is always the same for the same name, and that nobody can foretell.
    pub(super) fn choice(&self, user: &str) -> u64 {
        let digest = self.digest.of([user.as_bytes()]);
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// Whether this is the password of this hash. Of a user who does not exist nothing is remembered.
    ///
    /// # Errors
    /// The client tries too often, or too many logins wait.
    pub(super) async fn verify(&self, attempt: Attempt<'_>, limit: &RateLimit) -> Result<bool, Problem> {
        let Attempt { client, user, password, hash, exists } = attempt;
        let secret = password.expose_secret().as_bytes();
        let question =
            self.digest.of([user.as_bytes(), secret, hash.as_str().as_bytes(), &[u8::from(exists)]]);
        if self.is_remembered(&question) {
            return Ok(true);
        }
        let pair = (client, self.digest.of([user.as_bytes()]));
        let (tries, limit, remembered) =
            (Arc::clone(&self.tries), limit.clone(), Arc::clone(&self.remembered));
        let (turns, hash) = (self.turns.clone(), hash.clone());
        let verifying = async move {
            let place = turns.place(client).map_err(|_| Problem::TooManyLogins)?;
            let turn = place.turn().await.map_err(|_| Problem::TooManyLogins)?;
            pay(&tries, &pair, &limit)?;
            let work = tokio::task::spawn_blocking(move || {
                let is_right = hash.verify(password.expose_secret().as_bytes());
                // The turn lasts as long as the work, whoever waits for it.
                drop(turn);
                is_right
            });
            let is_right = work.await.map_err(|_| Problem::fault())?;
            if is_right && exists {
                remembered.lock().put(question, Instant::now());
            }
            Ok(is_right)
        };
        self.flights.share(question, verifying).await.outcome
    }

    fn is_remembered(&self, question: &Digest) -> bool {
        let mut remembered = self.remembered.lock();
        let is_fresh = remembered.get(question).is_some_and(|since| since.elapsed() < REMEMBERED);
        if !is_fresh {
            remembered.pop(question);
        }
        is_fresh
    }
}

fn pay(tries: &Tries, pair: &(Client, Digest), limit: &RateLimit) -> Result<(), Problem> {
    match tries.check(pair) {
        Decision::Allowed { .. } => limit.take(&pair.0),
        Decision::Refused { retry_after } => Err(Problem::TooManyTries { retry_after }),
    }
}
