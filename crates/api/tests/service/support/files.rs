//! Files that the service reads again when they change.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use kube_ingress_dash_api::{Accounts, Authentication, IdentityHeaders, ProxySecret, Reread};
use kube_ingress_dash_watcher::viewer::NamespaceAccess;

/// A file that is removed when this is dropped.
pub struct TextFile(PathBuf);

impl TextFile {
    pub fn with(text: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("text-{}-{number}", std::process::id());
        let file = Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
        file.write(text);
        file
    }

    pub fn write(&self, text: &str) {
        std::fs::write(&self.0, text).unwrap();
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn accounts(&self) -> Reread<Accounts> {
        Reread::open("--auth-basic-file", &self.0, Accounts::parse).unwrap()
    }

    pub fn secret(&self) -> Reread<ProxySecret> {
        Reread::open("--auth-proxy-secret-file", &self.0, ProxySecret::parse).unwrap()
    }

    pub fn access(&self) -> Reread<NamespaceAccess> {
        let parse = |text: &str| NamespaceAccess::parse(text).map_err(|error| error.to_string());
        Reread::open("--namespace-access", &self.0, parse).unwrap()
    }
}

impl Drop for TextFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A proxy on loopback is believed, and these rules hold for its users.
pub fn behind_a_proxy(rules: &TextFile) -> Authentication {
    Authentication::proxy(IdentityHeaders::default(), None, Some(rules.access()))
}
