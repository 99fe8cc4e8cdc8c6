//! The flags that bound what one client may ask for.

use std::num::NonZeroU16;

use clap::Args;
use kube_ingress_dash_core::limit::Quota;

use super::values::{self, MaxRate};
use crate::client::TrustedProxy;

/// What one client may ask for, and who one client is.
#[derive(Debug, Clone, Args)]
pub struct LimitFlags {
    /// How many requests one client may make in the long run, such as 10/s, 600/m or 1/h; 0 is any number.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_RATE_LIMIT",
        value_name = "RATE",
        allow_negative_numbers = true,
        default_value = "10/s"
    )]
    pub rate_limit: MaxRate,

    /// How many requests one client may make at once.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_RATE_BURST",
        value_name = "NUMBER",
        allow_negative_numbers = true,
        default_value = "100",
        value_parser = values::number::<NonZeroU16>(NonZeroU16::MIN..=NonZeroU16::MAX)
    )]
    pub rate_burst: NonZeroU16,

    /// The proxies whose X-Forwarded-For names the client, as networks or addresses; private is all private networks.
    ///
    /// It is used for limits only. Where users have private addresses themselves, name the proxies' own: whoever is
    /// taken for a proxy can claim to be anybody.
    #[arg(
        long,
        env = "KUBE_INGRESS_DASH_TRUSTED_PROXIES",
        value_name = "NETWORK,…",
        value_delimiter = ',',
        value_parser = values::trusted_proxy
    )]
    pub trusted_proxies: Vec<TrustedProxy>,
}

impl LimitFlags {
    /// What one client may ask for, if that is limited.
    pub fn quota(&self) -> Option<Quota> {
        match self.rate_limit {
            MaxRate::Unlimited => None,
            MaxRate::At(rate) => Some(Quota { rate, burst: self.rate_burst }),
        }
    }
}
