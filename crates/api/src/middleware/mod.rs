//! What every request passes on its way in and every answer on its way out.

mod authenticate;
mod headers;
mod hosts;
mod measure;
mod problems;
mod rate_limit;

pub(crate) use authenticate::{OpenPath, authenticate};
pub(crate) use headers::add_headers;
pub use hosts::AllowedHosts;
pub(crate) use hosts::check_host;
pub(crate) use measure::measure;
pub(crate) use problems::explain;
pub use rate_limit::RateLimit;
pub(crate) use rate_limit::limit_rate;
