//! What the OpenAPI document says of what has no type of its own in the service: the parameters and the refusals that
//! routes share, and the form of an event of the stream. It is derived, and no value of these types is ever made.

#![expect(dead_code, reason = "read by derives alone")]

use std::collections::BTreeMap;

use kube_ingress_dash_model::event::Event;
use kube_ingress_dash_model::problem::Problem;
use utoipa::openapi::{Object, ObjectBuilder, Ref, RefOr, Response, Type};
use utoipa::{IntoParams, IntoResponses, ToSchema};

/// The parameter that selects rows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Namespaces {
    /// The namespaces that are asked for, separated by commas, at most 250; none are all.
    #[param(style = Form, explode = false)]
    namespaces: Option<Vec<String>>,
}

/// The parameter that filters rows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// What rows must be, in the language of the search box, in up to 128 words and values; nothing is all.
    #[param(max_length = 4096, example = "ns:shop,pay -tls:no checkout")]
    q: Option<String>,
}

/// The parameter that names a URL.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AskedUrl {
    /// A URL, with its scheme or without. Port, query and fragment decide nothing; without a path it is `/`.
    #[param(max_length = 4096, example = "https://shop.example.com/cart")]
    url: String,
}

/// The parameter that chooses the lines of a CSV.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CsvLines {
    /// What a line is about: an Ingress, or a host and a path of one.
    #[param(inline)]
    rows: Option<CsvLine>,
}

/// What a line of a CSV is about.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
pub(crate) enum CsvLine {
    Ingresses,
    Routes,
}

/// One event of the stream. The body is a sequence of them, as Server-Sent Events write them.
#[derive(ToSchema)]
pub(crate) struct StreamedEvent {
    /// The name of the event; new ones may come.
    event: String,
    /// Where the client stands once it has this event.
    id: Option<String>,
    /// What happened.
    #[schema(schema_with = event_as_text)]
    data: String,
}

fn event_as_text() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .content_media_type("application/json")
        .content_schema(Some(Ref::from_schema_name(<Event as ToSchema>::name())))
        .build()
}

/// A parameter or a name is unknown, repeated or malformed; the problem says which.
#[derive(IntoResponses)]
#[response(status = 400, content_type = "application/problem+json")]
pub(crate) struct MalformedRequest(Problem);

/// It is not known who asks; the problem says what is missing. Only where the server asks for a login.
#[derive(IntoResponses)]
#[response(
    status = 401,
    content_type = "application/problem+json",
    headers(("WWW-Authenticate" = String, description = "How to log in, where this server itself asks for it"))
)]
pub(crate) struct LoginNeeded(Problem);

/// There is no such Ingress, or it is not among those that the server shows.
#[derive(IntoResponses)]
#[response(status = 404, content_type = "application/problem+json")]
pub(crate) struct UnknownIngress(Problem);

/// The answer cannot be encoded as `Accept-Encoding` demands.
#[derive(IntoResponses)]
#[response(status = 406, content_type = "application/problem+json")]
pub(crate) struct NotAcceptable(Problem);

/// The client asks for more than it may.
#[derive(IntoResponses)]
#[response(
    status = 429,
    content_type = "application/problem+json",
    headers(
        ("Retry-After" = u64, description = "Seconds after which to try again"),
        ("RateLimit" = String, description = "What is left of the quota"),
        ("RateLimit-Policy" = String, description = "The quota"),
    )
)]
pub(crate) struct TooManyRequests(Problem);

/// Too many lists are being filtered for others.
#[derive(IntoResponses)]
#[response(
    status = 503,
    content_type = "application/problem+json",
    headers(("Retry-After" = u64, description = "Seconds after which to try again"))
)]
pub(crate) struct TooManyLists(Problem);

/// The server ends, or has as many streams as it may.
#[derive(IntoResponses)]
#[response(
    status = 503,
    content_type = "application/problem+json",
    headers(("Retry-After" = u64, description = "Seconds after which to try again"))
)]
pub(crate) struct Overload(Problem);

/// The Kubernetes API server did not answer as hoped.
#[derive(IntoResponses)]
pub(crate) enum Upstream {
    /// The server's account lacks the right to read it.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(Problem),
    /// The API server refuses for a reason that does not pass by itself.
    #[response(status = 502, content_type = "application/problem+json")]
    Permanent(Problem),
    /// The API server fails, for a while.
    #[response(
        status = 503,
        content_type = "application/problem+json",
        headers(("Retry-After" = u64, description = "Seconds after which to try again"))
    )]
    Transient(Problem),
    /// The API server does not answer in time.
    #[response(status = 504, content_type = "application/problem+json")]
    Silent(Problem),
}

/// What the routes about one Ingress answer when they do not show it.
pub(crate) struct IngressNotShown;

impl IntoResponses for IngressNotShown {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let each = [
            MalformedRequest::responses(),
            LoginNeeded::responses(),
            UnknownIngress::responses(),
            NotAcceptable::responses(),
            TooManyRequests::responses(),
            Upstream::responses(),
            Failure::responses(),
        ];
        each.into_iter().flatten().collect()
    }
}

/// What any route may answer.
#[derive(IntoResponses)]
pub(crate) enum Failure {
    /// The Host header names somebody else, as it does when a foreign name was pointed at a loopback address.
    #[response(status = 421, content_type = "application/problem+json")]
    HostNotAllowed(Problem),
    /// A fault of the server.
    #[response(status = 500, content_type = "application/problem+json")]
    Fault(Problem),
}
