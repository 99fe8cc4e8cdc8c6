//! The way of one request: fault rules, identity, access, then the verb; counted whatever the answer is.

use std::convert::Infallible;
use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use serde_json::{Map, Value, json};

use crate::access::{Access, Account};
use crate::call::{Call, Target, Verb};
use crate::counts::Ledger;
use crate::fault::{Effect, Faults};
use crate::object::{Key, Object};
use crate::query::Query;
use crate::representation::Representation;
use crate::resource::Resource;
use crate::selector::Selection;
use crate::status::Status;
use crate::store::Store;
use crate::watch::{Timing, Watch};
use crate::write::{self, Mode, Part};
use crate::{discovery, list, metrics, review};

/// The largest request body, as in the API server.
const MAX_BODY: usize = 3 * 1024 * 1024;

const PATCH_TYPES: [&str; 3] = [
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
];

pub(crate) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("connection reset on purpose")]
pub(crate) struct Dropped;

/// All that requests share. It outlives the listener, so a restarted server has the same data.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) store: Arc<Store>,
    pub(crate) access: RwLock<Access>,
    pub(crate) faults: Faults,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) timing: Timing,
}

impl Api {
    pub(crate) async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Dropped> {
        let query = Query::parse(request.uri().query());
        let Some(call) = Call::parse(request.method(), request.uri().path(), &query) else {
            return Ok(failure(&Status::method_not_allowed()));
        };
        match self.faults.take(&call) {
            None => {}
            Some(Effect::Delay(delay)) => tokio::time::sleep(delay).await,
            Some(Effect::Hang) => std::future::pending().await,
            Some(Effect::Reset) => return Err(Dropped),
            Some(Effect::Status { code, retry_after }) => {
                let status = Status::injected(code);
                let status = retry_after.map_or(status.clone(), |wait| status.with_retry_after(wait));
                self.ledger.record(&call, code.as_u16());
                return Ok(failure(&status));
            }
        }
        let answer = self.serve(&call, &query, request).await;
        let response = answer.unwrap_or_else(|status| failure(&status));
        self.ledger.record(&call, response.status().as_u16());
        Ok(response)
    }

    async fn serve(
        &self,
        call: &Call,
        query: &Query,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Status> {
        let access = self.access.read().unwrap_or_else(PoisonError::into_inner).clone();
        let account = access.identify(header(&request, AUTHORIZATION))?;
        access.authorize(&account, call)?;
        match &call.target {
            Target::Path(path) => self.serve_path(call.verb, path, &access, &account, request).await,
            Target::Collection { resource, namespace } => {
                self.serve_collection(call, *resource, namespace.as_deref(), query, request).await
            }
            Target::Object { resource, namespace, name, status } => {
                let key = Key {
                    resource: *resource,
                    namespace: namespace.clone().unwrap_or_default(),
                    name: name.clone(),
                };
                if namespace.is_none() && resource.is_namespaced() {
                    return Err(Status::unknown_path());
                }
                let part = if *status { Part::Status } else { Part::Main };
                self.serve_object(call.verb, key, part, query, request).await
            }
        }
    }

    async fn serve_path(
        &self,
        verb: Verb,
        path: &str,
        access: &Access,
        account: &Account,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Status> {
        match (verb, path) {
            (Verb::Create, review::PATH) => {
                let body = Value::Object(object(&read_body(request).await?)?);
                Ok(json_answer(StatusCode::CREATED, review::review(access, account, body).to_string()))
            }
            (Verb::Get, "/metrics") => Ok(text_answer(metrics::encode(&self.ledger.read()))),
            (Verb::Get, path) if discovery::is_health(path) => Ok(text_answer("ok".to_owned())),
            (Verb::Get, path) => discovery::describe(path)
                .map(|answer| json_answer(StatusCode::OK, answer.to_string()))
                .ok_or_else(Status::unknown_path),
            _ => Err(Status::unknown_path()),
        }
    }

    async fn serve_collection(
        &self,
        call: &Call,
        resource: Resource,
        namespace: Option<&str>,
        query: &Query,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Status> {
        let representation = Representation::negotiate(header(&request, ACCEPT), query)?;
        let select = || {
            Selection::parse(resource, namespace, query.text("labelSelector"), query.text("fieldSelector"))
        };
        match call.verb {
            Verb::List => {
                let list = list::list(&self.store, &select()?, query, representation)?;
                Ok(json_answer(StatusCode::OK, list))
            }
            Verb::Watch => {
                let watch = Watch::open(&self.store, select()?, query, representation, self.timing)?;
                let stream = watch.stream(self.ledger.open_watch(call));
                let body = StreamBody::new(stream.map(|chunk| Ok(Frame::data(chunk))));
                Ok(answer(StatusCode::OK, "application/json", body.boxed_unsync()))
            }
            Verb::Create if !resource.is_namespaced() || namespace.is_some() => {
                let mode = mode(query)?;
                let content = object(&read_body(request).await?)?;
                let object = write::create(&self.store, resource, namespace, content, mode)?;
                Ok(object_answer(StatusCode::CREATED, &object, representation))
            }
            Verb::DeleteCollection if namespace.is_some() => {
                let deleted = write::delete_selected(&self.store, &select()?)?;
                let list =
                    representation.encode_list(resource, Map::new(), deleted.iter().map(AsRef::as_ref));
                Ok(json_answer(StatusCode::OK, list))
            }
            _ => Err(Status::method_not_allowed()),
        }
    }

    async fn serve_object(
        &self,
        verb: Verb,
        key: Key,
        part: Part,
        query: &Query,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Status> {
        let representation = Representation::negotiate(header(&request, ACCEPT), query)?;
        let mode = mode(query)?;
        let object = match (verb, part) {
            (Verb::Get, _) => {
                let object = self.store.read().get(&key).cloned();
                object.ok_or_else(|| Status::not_found(key.resource, &key.name))?
            }
            (Verb::Update, part) => {
                let content = object(&read_body(request).await?)?;
                write::update(&self.store, key, part, content, mode)?
            }
            (Verb::Patch, part) => self.patch(key, part, mode, request).await?,
            (Verb::Delete, Part::Main) => {
                let body = read_body(request).await?;
                let options = if body.is_empty() { Map::new() } else { object(&body)? };
                let deleted = write::delete(&self.store, &key, &Value::Object(options), mode)?;
                if key.resource.is_namespaced() {
                    return Ok(json_answer(StatusCode::OK, success(&deleted).to_string()));
                }
                deleted
            }
            _ => return Err(Status::method_not_allowed()),
        };
        Ok(object_answer(StatusCode::OK, &object, representation))
    }

    async fn patch(
        &self,
        key: Key,
        part: Part,
        mode: Mode,
        request: Request<Incoming>,
    ) -> Result<Arc<Object>, Status> {
        let content_type = header(&request, CONTENT_TYPE).unwrap_or_default();
        let content_type = content_type.split(';').next().unwrap_or_default().trim().to_owned();
        if !PATCH_TYPES.contains(&content_type.as_str()) {
            return Err(Status::unsupported_media_type(&PATCH_TYPES));
        }
        let content = object(&read_body(request).await?)?;
        if content_type == "application/apply-patch+yaml" {
            return write::apply(&self.store, key, part, content, mode);
        }
        write::patch(&self.store, key, part, Value::Object(content), mode)
    }
}

fn header(request: &Request<Incoming>, name: HeaderName) -> Option<&str> {
    request.headers().get(name)?.to_str().ok()
}

async fn read_body(request: Request<Incoming>) -> Result<Bytes, Status> {
    let content_type = header(&request, CONTENT_TYPE).unwrap_or_default();
    if content_type.starts_with("application/vnd.kubernetes.protobuf") {
        return Err(Status::unsupported_media_type(&["application/json"]));
    }
    let body = Limited::new(request.into_body(), MAX_BODY).collect().await;
    body.map(http_body_util::Collected::to_bytes).map_err(|_| Status::too_large())
}

fn object(body: &[u8]) -> Result<Map<String, Value>, Status> {
    serde_json::from_slice(body).map_err(|error| {
        Status::bad_request(format!("error decoding the body of the request as a JSON object: {error}"))
    })
}

fn mode(query: &Query) -> Result<Mode, Status> {
    match query.text("dryRun") {
        "" => Ok(Mode::Commit),
        "All" => Ok(Mode::DryRun),
        other => Err(Status::bad_request(format!("dryRun: Unsupported value: {other:?}"))),
    }
}

fn success(deleted: &Object) -> Value {
    let uid = deleted.content().get("metadata").map(|metadata| metadata["uid"].clone());
    let resource = deleted.key.resource;
    json!({
        "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success",
        "details": {
            "name": deleted.key.name, "group": resource.group(), "kind": resource.plural(), "uid": uid,
        },
    })
}

fn object_answer(code: StatusCode, object: &Object, representation: Representation) -> Response<Body> {
    let mut body = Vec::new();
    representation.encode(object, true, &mut body);
    json_answer(code, body)
}

fn failure(status: &Status) -> Response<Body> {
    let mut response = json_answer(status.code(), status.to_json().to_string());
    if let Some(seconds) = status.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn json_answer(code: StatusCode, body: impl Into<Bytes>) -> Response<Body> {
    answer(code, "application/json", Full::new(body.into()).boxed_unsync())
}

fn text_answer(body: String) -> Response<Body> {
    answer(StatusCode::OK, "text/plain; charset=utf-8", Full::new(body.into()).boxed_unsync())
}

fn answer(code: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = code;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response.headers_mut().insert("cache-control", HeaderValue::from_static("no-cache, private"));
    response
}
