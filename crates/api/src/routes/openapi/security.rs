//! What the OpenAPI document says of logging in: as this server asks for it.

use kube_ingress_dash_model::client_config::AuthMode;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Components, OpenApi};

use crate::auth::Authentication;
use crate::routes::HEALTH;

/// Adds the schemes, any of which opens every route but that of the health.
pub(super) fn describe(document: &mut OpenApi, authentication: &Authentication) {
    let schemes = schemes(authentication);
    if schemes.is_empty() {
        return;
    }
    let any_of = schemes.iter().map(|(name, _)| SecurityRequirement::new(*name, Vec::<String>::new()));
    document.security = Some(any_of.collect());
    let components = document.components.get_or_insert_with(Components::default);
    for (name, scheme) in schemes {
        components.add_security_scheme(name, scheme);
    }
    let health = document.paths.paths.get_mut(HEALTH).and_then(|path| path.get.as_mut());
    if let Some(operation) = health {
        operation.security = Some(Vec::new());
    }
}

fn schemes(authentication: &Authentication) -> Vec<(&'static str, SecurityScheme)> {
    match authentication.mode() {
        AuthMode::None => Vec::new(),
        AuthMode::Proxy => {
            let header = authentication.user_header().unwrap_or_default();
            let set_by_the_proxy =
                ApiKeyValue::with_description(header, "Set by the proxy in front of this server");
            vec![("proxy", SecurityScheme::ApiKey(ApiKey::Header(set_by_the_proxy)))]
        }
        AuthMode::Basic => vec![
            ("password", SecurityScheme::Http(Http::new(HttpAuthScheme::Basic))),
            ("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer))),
        ],
    }
}
