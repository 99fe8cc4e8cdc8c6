//! A queue between the browser's calls and their consequences.
//!
//! What a closure posts is read when the closure has returned, so that its reader may drop it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::task::spawn_local;

/// Where messages wait; clones are the same one.
pub(super) struct Inbox<T>(Rc<Waiting<T>>);

type Reader<T> = Box<dyn FnMut(T)>;

struct Waiting<T> {
    messages: RefCell<VecDeque<T>>,
    reader: RefCell<Option<Reader<T>>>,
    is_being_read: Cell<bool>,
}

impl<T: 'static> Inbox<T> {
    /// Adds a message, which is read soon after the browser's present call.
    pub(super) fn post(&self, message: T) {
        self.0.messages.borrow_mut().push_back(message);
        if !self.0.is_being_read.replace(true) {
            let inbox = self.clone();
            spawn_local(async move { inbox.read() });
        }
    }

    /// Begins to read.
    pub(super) fn open(&self, reader: impl FnMut(T) + 'static) {
        self.0.reader.replace(Some(Box::new(reader)));
    }

    fn read(&self) {
        while let Some(message) = self.next() {
            if let Some(reader) = self.0.reader.borrow_mut().as_mut() {
                reader(message);
            }
        }
        self.0.is_being_read.set(false);
    }

    fn next(&self) -> Option<T> {
        self.0.messages.borrow_mut().pop_front()
    }
}

impl<T> Clone for Inbox<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> Default for Inbox<T> {
    fn default() -> Self {
        Self(Rc::new(Waiting {
            messages: RefCell::default(),
            reader: RefCell::default(),
            is_being_read: Cell::default(),
        }))
    }
}
