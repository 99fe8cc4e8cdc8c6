//! `SelfSubjectAccessReview`: what a client asks to learn what it may do before it does it.

use serde_json::Value;

use crate::access::{Access, Account};
use crate::resource::Resource;

/// The path that reviews are posted to.
pub(crate) const PATH: &str = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/// Answers the review with its status filled in. What the server does not serve is not allowed.
pub(crate) fn review(access: &Access, account: &Account, mut request: Value) -> Value {
    let attributes = &request["spec"]["resourceAttributes"];
    let allowed = if attributes.is_object() {
        let text = |field: &str| attributes[field].as_str().unwrap_or_default();
        let namespace = Some(text("namespace")).filter(|namespace| !namespace.is_empty());
        Resource::find(text("group"), text("resource"))
            .is_some_and(|resource| access.allows(&account.rules, resource, namespace))
    } else {
        request["spec"]["nonResourceAttributes"].is_object()
    };
    request["kind"] = "SelfSubjectAccessReview".into();
    request["apiVersion"] = "authorization.k8s.io/v1".into();
    request["status"] = serde_json::json!({"allowed": allowed});
    request
}
