//! For layers that wait before they call: the service that was polled ready is the one to call.

/// Takes the service that was polled ready, and leaves a clone in its place, which is to be polled anew.
pub(crate) fn take_ready<S: Clone>(service: &mut S) -> S {
    let clone = service.clone();
    std::mem::replace(service, clone)
}
