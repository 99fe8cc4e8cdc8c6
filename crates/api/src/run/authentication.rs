//! Who is let in, by the command line and the files that it names.

use std::path::Path;

use crate::auth::{Accounts, Authentication, ProxySecret, open_access};
use crate::cli::{AuthFlags, AuthMethod};
use crate::reread::Reread;

/// Reads the files, and goes on to do so.
///
/// # Errors
/// One line that names the flag, the file and what is wrong, without what a file holds.
pub(super) fn open(flags: &AuthFlags) -> Result<Authentication, String> {
    let access = flags.namespace_access.as_deref();
    let access = access.map(|path| open_access("--namespace-access", path)).transpose()?;
    match flags.auth {
        AuthMethod::None => Ok(Authentication::none()),
        AuthMethod::Proxy => {
            let secret = flags.auth_proxy_secret_file.as_deref();
            let secret = secret
                .map(|path| Reread::open("--auth-proxy-secret-file", path, ProxySecret::parse))
                .transpose()?;
            let headers = flags.auth_proxy_header.clone().unwrap_or_default();
            Ok(Authentication::proxy(headers, secret, access))
        }
        AuthMethod::Basic => {
            let path = flags.auth_basic_file.as_deref().unwrap_or(Path::new(""));
            let accounts = Reread::open("--auth-basic-file", path, Accounts::parse)?;
            Ok(Authentication::basic(accounts, access))
        }
    }
}
