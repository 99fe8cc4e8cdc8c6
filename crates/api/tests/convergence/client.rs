//! One client: it connects, reads, leaves and comes back, each in its manner.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use kube_ingress_dash_model::board::Board;
use kube_ingress_dash_model::event::ResetReason;
use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use crate::connection::{Connection, Opening};
use crate::history::{History, by_key, difference};
use crate::protocol::{Asked, Protocol};
use crate::scenario::{Manner, Persona};

/// How many old states a client remembers.
const MEMORIES: usize = 8;

/// What a client shows: by the rules, and by the code that runs in browsers.
#[derive(Debug, Clone)]
pub struct Screen {
    pub protocol: Protocol,
    pub browser: Board,
}

pub struct Client {
    address: SocketAddr,
    persona: Persona,
    screen: Arc<Mutex<Screen>>,
    memories: Vec<Screen>,
    dice: StdRng,
    /// Whether the time of faults is over: everybody stays and reads.
    calm: watch::Receiver<bool>,
}

impl Client {
    pub fn new(
        address: SocketAddr,
        persona: Persona,
        seed: u64,
        history: &Arc<Mutex<History>>,
        calm: watch::Receiver<bool>,
    ) -> Self {
        let protocol = Protocol::new(persona.selection.clone(), Arc::clone(history));
        let screen = Arc::new(Mutex::new(Screen { protocol, browser: Board::default() }));
        let dice = StdRng::seed_from_u64(seed);
        Self { address, persona, screen, memories: Vec::new(), dice, calm }
    }

    pub fn screen(&self) -> Arc<Mutex<Screen>> {
        Arc::clone(&self.screen)
    }

    /// Goes on until it is aborted, or until a rule of the protocol is broken.
    pub async fn run(mut self) -> String {
        loop {
            let (asked, opening) = self.opening();
            self.screen.lock().protocol.connect(asked.clone());
            let followed = async {
                let mut connection = Connection::open(self.address, &opening).await?;
                self.follow(&mut connection).await
            };
            if let Err(broken) = followed.await {
                let Persona { manner, selection } = &self.persona;
                return format!("the client {manner:?} of {selection:?}, which asked {asked:?}: {broken}");
            }
            self.screen.lock().protocol.disconnect();
            let longest = if self.persona.manner == Manner::Sleepy { 2500 } else { 700 };
            self.pause(longest).await;
        }
    }

    async fn follow(&mut self, connection: &mut Connection) -> Result<(), String> {
        let longest = match self.persona.manner {
            Manner::Witness => u64::MAX / 4,
            Manner::Restless | Manner::Sleepy => 1500,
            Manner::Slow => 8000,
        };
        let leaves =
            Instant::now() + Duration::from_millis(self.dice.random_range(0..longest).min(3_600_000));
        loop {
            if self.persona.manner == Manner::Slow && self.dice.random_bool(0.2) {
                self.pause(800).await;
            }
            let is_calm = *self.calm.borrow_and_update();
            tokio::select! {
                frame = connection.next() => match frame? {
                    Some(frame) => self.take(&frame)?,
                    None => return Ok(()),
                },
                () = sleep_until(leaves), if !is_calm => return Ok(()),
                _ = self.calm.changed(), if !is_calm => {}
            }
        }
    }

    fn take(&mut self, frame: &crate::sse::Frame) -> Result<(), String> {
        let mut screen = self.screen.lock();
        let Some(event) = screen.protocol.take(frame)? else {
            return Ok(());
        };
        let is_complete = screen.browser.apply(event).complete;
        if is_complete && let Some(wrong) = difference(screen.protocol.rows(), &by_key(screen.browser.rows()))
        {
            return Err(format!("the browser's board is not what the protocol says: {wrong}"));
        }
        if screen.protocol.is_following()
            && self.persona.manner == Manner::Sleepy
            && self.dice.random_bool(0.1)
        {
            let memory = Screen { protocol: screen.protocol.away(), browser: screen.browser.clone() };
            let place = if self.memories.len() < MEMORIES {
                self.memories.len()
            } else {
                self.dice.random_range(0..MEMORIES)
            };
            self.memories.truncate(MEMORIES - 1);
            self.memories.insert(place.min(self.memories.len()), memory);
        }
        Ok(())
    }

    fn opening(&mut self) -> (Asked, Opening) {
        if self.persona.manner == Manner::Sleepy
            && !*self.calm.borrow()
            && self.dice.random_bool(0.4)
            && !self.memories.is_empty()
        {
            let memory = self.dice.random_range(0..self.memories.len());
            self.screen.lock().clone_from(&self.memories[memory]);
        }
        let opening = Opening {
            namespaces: self
                .persona
                .selection
                .as_ref()
                .map(|names| names.iter().map(String::as_str).collect::<Vec<_>>().join(",")),
            position: None,
            in_url: self.dice.random(),
            small_window: self.persona.manner == Manner::Slow,
        };
        let last = self.screen.lock().protocol.last().cloned();
        let Some(last) = last else {
            return (Asked::Anew(ResetReason::Initial), opening);
        };
        if self.persona.manner == Manner::Sleepy && self.dice.random_bool(0.2) {
            let (text, reason) = self.rubbish(last.epoch.as_str());
            return (Asked::Anew(reason), Opening { position: Some(text), ..opening });
        }
        let position = Some(last.to_string());
        let asked = if last.sequence == 0 { Asked::Anew(ResetReason::Expired) } else { Asked::From(last) };
        (asked, Opening { position, ..opening })
    }

    fn rubbish(&mut self, epoch: &str) -> (String, ResetReason) {
        use ResetReason::{Expired, Initial, UnknownEpoch};
        let all = [
            (format!("{epoch}.0"), Expired),
            (format!("{epoch}.18446744073709551615"), Expired),
            (format!("{epoch}.99999999999999999999"), Expired),
            (format!("{epoch}.-1"), Expired),
            (format!("{epoch}."), Expired),
            (epoch.to_owned(), UnknownEpoch),
            (format!("{epoch}x.2"), UnknownEpoch),
            ("another.5".to_owned(), UnknownEpoch),
            (".".to_owned(), UnknownEpoch),
            ("x".repeat(2000), UnknownEpoch),
            (String::new(), Initial),
        ];
        all[self.dice.random_range(0..all.len())].clone()
    }

    /// Does nothing for a while, unless the time of faults ends.
    async fn pause(&mut self, longest: u64) {
        let length = Duration::from_millis(self.dice.random_range(0..longest));
        let mut calm = self.calm.clone();
        tokio::select! {
            () = sleep(length) => {}
            _ = calm.wait_for(|calm| *calm) => {}
        }
    }
}
