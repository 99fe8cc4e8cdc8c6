//! An `EventSource` that is closed when it is dropped.

use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::position::Position;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

/// What an open stream brings.
pub enum Message {
    /// An event of the protocol.
    Frame(Frame),
    /// An event that this page cannot read.
    Malformed,
    /// The connection ended.
    Ended,
}

/// An event as it came.
pub struct Frame {
    /// What it says.
    pub event: Event,
    /// The position that its reader stands at with it; null within a full state.
    pub position: Option<Position>,
    /// The JSON that it was read from.
    pub data: String,
}

/// A stream and the closures that it calls.
pub struct Source {
    stream: EventSource,
    _listeners: Vec<Closure<dyn FnMut(MessageEvent)>>,
    _on_error: Closure<dyn FnMut()>,
}

impl Source {
    /// Opens a stream and passes on what it brings.
    pub fn open(url: &str, take: impl Fn(Message) + Clone + 'static) -> Result<Self, JsValue> {
        let stream = EventSource::new(url)?;
        let mut listeners = Vec::new();
        for name in Event::NAMES {
            let take = take.clone();
            let listener = Closure::new(move |message: MessageEvent| {
                if let Some(message) = read(name, &message) {
                    take(message);
                }
            });
            stream.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref())?;
            listeners.push(listener);
        }
        let on_error = Closure::new(move || take(Message::Ended));
        stream.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { stream, _listeners: listeners, _on_error: on_error })
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        self.stream.set_onerror(None);
        self.stream.close();
    }
}

fn read(name: &str, message: &MessageEvent) -> Option<Message> {
    let data = message.data().as_string().unwrap_or_default();
    let event = Event::deserialize(name, &mut serde_json::Deserializer::from_str(&data));
    match event {
        Ok(event) => event.map(|event| Message::Frame(Frame { event, position: position(message), data })),
        Err(_) => Some(Message::Malformed),
    }
}

/// The last position that the stream has given. Sequence 0 stands for a full state that is not complete, from which
/// nothing can be resumed.
fn position(message: &MessageEvent) -> Option<Position> {
    message.last_event_id().parse().ok().filter(|position: &Position| position.sequence > 0)
}
