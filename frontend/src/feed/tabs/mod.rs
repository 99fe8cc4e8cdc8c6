//! One stream for all windows of a browser: over HTTP/1.1 an origin has six connections, and a stream holds one.
//!
//! The windows that are seen queue up for a lock. The one that holds it streams, and tells the others what comes. These
//! begin with the list, like everybody, and go on with what they are told; where that does not join on, they ask for
//! the list again. When the window with the lock is closed or hidden, the next one resumes from its own position.
//! Where a browser has no locks or no channels, each window streams for itself.

mod lock;
mod place;
mod told;

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::browser;
use lock::Lock;
pub(super) use place::{Place, place};
pub(super) use told::Told;

/// What comes of having joined the others.
pub(super) enum News {
    /// It is this window's turn to stream.
    Promoted,
    /// Another window has told something.
    Told(Told),
}

/// This window among the others.
pub(super) struct Tabs {
    take: Rc<dyn Fn(News)>,
    membership: Option<Membership>,
    /// Whether other windows have been heard, so that telling is worth the work.
    has_company: bool,
}

struct Membership {
    channel: Channel,
    lock: Lock,
}

impl Tabs {
    /// A window that has not joined; `take` gets what comes of it when it has.
    pub(super) fn new(take: impl Fn(News) + 'static) -> Self {
        Self { take: Rc::new(take), membership: None, has_company: false }
    }

    /// Queues up for the stream, and listens until then.
    pub(super) fn join(&mut self) {
        if self.membership.is_some() {
            return;
        }
        let base = browser::url("");
        let name = ["kube-ingress-dash-stream:", &base].concat();
        let take = Rc::clone(&self.take);
        let Ok(channel) = Channel::open(&name, move |told| take(News::Told(told))) else { return };
        let take = Rc::clone(&self.take);
        let Ok(lock) = Lock::request(&name, move || take(News::Promoted)) else { return };
        // From here on this window wants to hear what comes, though it may have to read the list first.
        channel.post(&Told::Hello);
        self.membership = Some(Membership { channel, lock });
    }

    /// Leaves the stream to the others.
    pub(super) fn leave(&mut self) {
        self.membership = None;
    }

    /// Whether this window streams by itself, for the others or for lack of others.
    pub(super) fn leads(&self) -> bool {
        self.membership.as_ref().is_none_or(|membership| membership.lock.is_held())
    }

    /// Another window has been heard.
    pub(super) fn meet(&mut self) {
        self.has_company = true;
    }

    /// Tells the other windows, if there are any.
    pub(super) fn tell(&self, told: &Told) {
        if let Some(membership) = &self.membership
            && (self.has_company || *told == Told::Hello)
        {
            membership.channel.post(told);
        }
    }

    /// Whether there are other windows to be told something.
    pub(super) fn has_audience(&self) -> bool {
        self.has_company && self.membership.as_ref().is_some_and(|membership| membership.lock.is_held())
    }
}

/// A channel that all windows of the page hear.
struct Channel {
    channel: BroadcastChannel,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    fn open(name: &str, take: impl Fn(Told) + 'static) -> Result<Self, JsValue> {
        if !browser::has("BroadcastChannel") {
            return Err(JsValue::UNDEFINED);
        }
        let channel = BroadcastChannel::new(name)?;
        let on_message = Closure::new(move |message: MessageEvent| {
            // A window of another build may say what this one does not understand.
            let told = message.data().as_string().and_then(|text| serde_json::from_str(&text).ok());
            if let Some(told) = told {
                take(told);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Ok(Self { channel, _on_message: on_message })
    }

    fn post(&self, told: &Told) {
        if let Ok(text) = serde_json::to_string(told) {
            let _closed = self.channel.post_message(&JsValue::from_str(&text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
