//! Fault scripts, read from their files.

use kube_ingress_dash_simulator::Script;

/// Reads the fault script in a file.
pub(crate) fn faults(path: &str) -> Result<Script, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("expected a file with a fault script (docs/faults.md): {error}"))?;
    Script::parse(&text).map_err(|error| error.to_string())
}
