//! A web lock, which one window of a browser holds at a time. `web-sys` has it only behind a flag of the compiler.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

/// A lock that is asked for or held. Dropping it gives it to the next window.
pub(super) struct Lock {
    abort: AbortController,
    is_held: Rc<Cell<bool>>,
    release: Rc<RefCell<Option<Function>>>,
    _granted: Closure<dyn FnMut(JsValue) -> JsValue>,
}

impl Lock {
    /// Queues up for the lock of this name; `granted` is called when it is this window's.
    pub(super) fn request(name: &str, granted: impl Fn() + 'static) -> Result<Self, JsValue> {
        let locks = Reflect::get(window().navigator().as_ref(), &JsValue::from_str("locks"))?;
        if locks.is_undefined() {
            return Err(locks);
        }
        let request: Function = Reflect::get(&locks, &JsValue::from_str("request"))?.dyn_into()?;
        let abort = AbortController::new()?;
        let options = Object::new();
        Reflect::set(&options, &JsValue::from_str("signal"), &abort.signal())?;
        let is_held = Rc::new(Cell::new(false));
        let release = Rc::new(RefCell::new(None));
        let (holds, releases) = (Rc::clone(&is_held), Rc::clone(&release));
        let take = Rc::new(move || {
            holds.set(true);
            granted();
        });
        let take_it = Rc::clone(&take);
        // The lock is held until this promise is resolved.
        let granted: Closure<dyn FnMut(JsValue) -> JsValue> = Closure::new(move |_: JsValue| -> JsValue {
            take_it();
            let held = Promise::new(&mut |resolve, _| {
                releases.replace(Some(resolve));
            });
            held.into()
        });
        let (options, callback): (&JsValue, &JsValue) = (options.as_ref(), granted.as_ref());
        let over: Promise = request.call3(&locks, &JsValue::from_str(name), options, callback)?.dyn_into()?;
        let signal = abort.signal();
        spawn_local(async move {
            // Where there may be no locks, as in a frame without an origin, each window is the first.
            if JsFuture::from(over).await.is_err() && !signal.aborted() {
                take();
            }
        });
        Ok(Self { abort, is_held, release, _granted: granted })
    }

    pub(super) fn is_held(&self) -> bool {
        self.is_held.get()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.abort.abort();
        if let Some(release) = self.release.take() {
            let _undefined = release.call0(&JsValue::UNDEFINED);
        }
    }
}
