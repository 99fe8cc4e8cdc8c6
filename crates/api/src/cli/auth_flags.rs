//! The flags that say who is let in, and what they may see.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::auth::IdentityHeaders;

/// Who is let in, and what they may see.
#[derive(Debug, Clone, Args)]
pub struct AuthFlags {
    /// How the service learns who asks: not at all, from a proxy in front of it, or by a password.
    #[arg(long, env = "KUBE_INGRESS_DASH_AUTH", value_name = "METHOD", value_enum, default_value_t)]
    pub auth: AuthMethod,

    /// The header with the proxy's user, and after a comma the one with the groups. [default:
    /// X-Forwarded-User,X-Forwarded-Groups]
    #[arg(long, env = "KUBE_INGRESS_DASH_AUTH_PROXY_HEADER", value_name = "USER[,GROUPS]")]
    pub auth_proxy_header: Option<IdentityHeaders>,

    /// A file with the secret that the proxy must send as X-Auth-Proxy-Secret; without one, whoever connects from
    /// loopback is believed. [default: none]
    #[arg(long, env = "KUBE_INGRESS_DASH_AUTH_PROXY_SECRET_FILE", value_name = "FILE")]
    pub auth_proxy_secret_file: Option<PathBuf>,

    /// A file of users with their passwords' hashes, as htpasswd -B writes it, and of programs with their tokens'
    /// digests. [default: none]
    #[arg(long, env = "KUBE_INGRESS_DASH_AUTH_BASIC_FILE", value_name = "FILE")]
    pub auth_basic_file: Option<PathBuf>,

    /// A file of rules that say which groups and users may see which namespaces. [default: everybody sees all]
    #[arg(long, env = "KUBE_INGRESS_DASH_NAMESPACE_ACCESS", value_name = "FILE")]
    pub namespace_access: Option<PathBuf>,
}

/// How the service learns who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum AuthMethod {
    /// Whoever can reach the service sees everything.
    #[default]
    None,
    /// A proxy in front of the service says who its user is.
    Proxy,
    /// Users log in with a password, programs with a token.
    Basic,
}

impl AuthFlags {
    /// Says which flags make no sense together, if any do not: rights that nobody is asked for would protect nothing.
    pub(crate) fn check(&self) -> Result<(), String> {
        use AuthMethod::{Basic, None as Nobody, Proxy};

        let alone = |flag: &str, method: &str| Err(format!("{flag} is of no use without --auth {method}"));
        match self.auth {
            Nobody if self.namespace_access.is_some() => alone("--namespace-access", "proxy or --auth basic"),
            Nobody | Basic if self.auth_proxy_header.is_some() => alone("--auth-proxy-header", "proxy"),
            Nobody | Basic if self.auth_proxy_secret_file.is_some() => {
                alone("--auth-proxy-secret-file", "proxy")
            }
            Nobody | Proxy if self.auth_basic_file.is_some() => alone("--auth-basic-file", "basic"),
            Basic if self.auth_basic_file.is_none() => {
                Err("--auth basic: --auth-basic-file is missing, which says who may log in".to_owned())
            }
            Nobody | Proxy | Basic => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        flags: AuthFlags,
    }

    fn check(words: &str) -> Result<(), String> {
        Line::parse_from(["test"].into_iter().chain(words.split_ascii_whitespace())).flags.check()
    }

    #[test]
    fn each_method_has_flags_of_its_own() {
        for words in [
            "",
            "--auth proxy",
            "--auth proxy --auth-proxy-secret-file s --auth-proxy-header Remote-User --namespace-access a",
            "--auth basic --auth-basic-file b --namespace-access a",
        ] {
            assert_eq!(check(words), Ok(()), "{words}");
        }
        for (words, expected) in [
            ("--namespace-access a", "--namespace-access is of no use without --auth proxy or --auth basic"),
            ("--auth-proxy-header a", "--auth-proxy-header is of no use without --auth proxy"),
            (
                "--auth basic --auth-basic-file b --auth-proxy-header a",
                "--auth-proxy-header is of no use without",
            ),
            ("--auth-proxy-secret-file a", "--auth-proxy-secret-file is of no use without --auth proxy"),
            ("--auth-basic-file b", "--auth-basic-file is of no use without --auth basic"),
            ("--auth proxy --auth-basic-file b", "--auth-basic-file is of no use without --auth basic"),
            ("--auth basic", "--auth basic: --auth-basic-file is missing"),
        ] {
            assert!(check(words).unwrap_err().starts_with(expected), "{words}");
        }
    }
}
