//! What the controllers of the demo say about an Ingress, in their own words.

use serde_json::Value;

use super::dice::Dice;
use super::outline::Class;

/// What one Event tells.
pub(crate) struct Note {
    /// `Normal` or `Warning`.
    pub(crate) kind: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) message: String,
    /// The component that tells it.
    pub(crate) source: &'static str,
}

impl Note {
    fn new(source: &'static str, kind: &'static str, reason: &'static str, message: String) -> Self {
        Self { kind, reason, message, source }
    }
}

/// What the Ingress's controller says when it has read it; some controllers say nothing.
pub(crate) fn synchronized(dice: &mut Dice, ingress: &Value) -> Option<Note> {
    let metadata = &ingress["metadata"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = format!("{}/{}", text(&metadata["namespace"]), text(&metadata["name"]));
    let fine = dice.chance(0.9);
    Some(match (Class::named(ingress["spec"]["ingressClassName"].as_str()), fine) {
        (Class::Nginx, _) => {
            Note::new("nginx-ingress-controller", "Normal", "Sync", "Scheduled for sync".to_owned())
        }
        (Class::Internal, true) => Note::new(
            "nginx-ingress-controller",
            "Normal",
            "AddedOrUpdated",
            format!("Configuration for {name} was added or updated"),
        ),
        (Class::Internal, false) => Note::new(
            "nginx-ingress-controller",
            "Warning",
            "Rejected",
            format!("Configuration for {name} was rejected: all hosts are taken by other resources"),
        ),
        (Class::Alb, true) => {
            Note::new("ingress", "Normal", "SuccessfullyReconciled", "Successfully reconciled".to_owned())
        }
        (Class::Alb, false) => {
            let host = text(&ingress["spec"]["rules"][0]["host"]);
            let problem = format!("no certificate found for host: {host}");
            let message = format!("Failed build model due to ingress: {name}: {problem}");
            Note::new("ingress", "Warning", "FailedBuildModel", message)
        }
        (Class::Traefik | Class::Haproxy | Class::None, _) => return None,
    })
}

/// What cert-manager says when it has made the certificate that the Ingress asks for.
pub(crate) fn certificate(ingress: &Value) -> Option<Note> {
    let issuer = &ingress["metadata"]["annotations"]["cert-manager.io/cluster-issuer"];
    let secret = ingress["spec"]["tls"][0]["secretName"].as_str().filter(|_| issuer.is_string())?;
    let message = format!("Successfully created Certificate \"{secret}\"");
    Some(Note::new("cert-manager-ingress-shim", "Normal", "CreateCertificate", message))
}
