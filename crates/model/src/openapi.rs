//! What the OpenAPI document says of the types that are written as text.

use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::key::IngressKey;
use crate::position::Position;

impl PartialSchema for Position {
    fn schema() -> RefOr<Schema> {
        text(
            "A point in the stream of one run of the server, written EPOCH.SEQUENCE.",
            "^[0-9A-Za-z]{1,32}\\.[0-9]+$",
        )
    }
}

impl ToSchema for Position {}

impl PartialSchema for IngressKey {
    fn schema() -> RefOr<Schema> {
        text("The namespace and the name of an Ingress, written namespace/name.", "^[^/]+/[^/]+$")
    }
}

impl ToSchema for IngressKey {}

fn text(description: &str, pattern: &str) -> RefOr<Schema> {
    let text = ObjectBuilder::new().schema_type(Type::String);
    text.description(Some(description)).pattern(Some(pattern)).into()
}
