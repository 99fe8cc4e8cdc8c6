//! The way to the API server: one connection pool, one stack of guards around it, and a client for each purpose.

mod connect;
mod guarded;
mod home;
mod pages;
mod token_file;
mod wish;

pub use connect::{ClientError, ClientOptions, Connection, connect, identity, transport};
pub use guarded::Clients;
pub(crate) use pages::Pages;
