//! What every request passes on its way in and every answer on its way out.

mod headers;
mod hosts;
mod problems;

pub(crate) use headers::add_headers;
pub use hosts::AllowedHosts;
pub(crate) use hosts::check_host;
pub(crate) use problems::explain;
