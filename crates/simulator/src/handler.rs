//! The way of one request: fault rules, identity, access, then the verb; counted whatever the answer is.

use std::sync::{Arc, PoisonError, RwLock};

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use serde_json::{Map, Value};

use crate::access::{Access, Account};
use crate::call::{Call, Target, Verb};
use crate::counts::Ledger;
use crate::fault::{Effect, Faults, Severable, cut_off, fall_silent, repeated};
use crate::object::{Key, Object};
use crate::query::Query;
use crate::representation::Representation;
use crate::resource::Resource;
use crate::response::{
    Body, Dropped, JSON, answer, failure, json_answer, object_answer, success, text_answer,
};
use crate::selector::Selection;
use crate::status::Status;
use crate::store::Store;
use crate::watch::{Habits, Watch};
use crate::write::{self, Mode, Part};
use crate::{discovery, list, metrics, review, words};

/// The largest request body, as in the API server.
const MAX_BODY: usize = 3 * 1024 * 1024;

const PATCH_TYPES: [&str; 3] = [
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
    "application/apply-patch+yaml",
];

/// All that requests share. It outlives the listener, so a restarted server has the same data.
#[derive(Debug)]
pub(crate) struct Api {
    pub(crate) store: Arc<Store>,
    pub(crate) access: RwLock<Access>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) habits: Habits,
    pub(crate) versions_are_words: bool,
}

impl Api {
    pub(crate) async fn answer(
        self: Arc<Self>,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Dropped> {
        let mut query = Query::parse(request.uri().query());
        if self.versions_are_words {
            query.change("resourceVersion", words::read);
        }
        let Some(call) = Call::parse(request.method(), request.uri().path(), &query) else {
            return Ok(failure(&Status::method_not_allowed()));
        };
        self.ledger.arrive(&call);
        let fault = self.faults.take(&call);
        match &fault {
            Some(Effect::Delay(delay)) => tokio::time::sleep(*delay).await,
            Some(Effect::Hang) => std::future::pending().await,
            Some(Effect::Reset) => return Err(Dropped),
            Some(Effect::Answer(_) | Effect::Truncate(_) | Effect::Stall(_) | Effect::Repeat) | None => {}
        }
        let response = match &fault {
            Some(Effect::Answer(answer)) => answer.response(),
            _ => self.serve(&call, &query, request).await.unwrap_or_else(|status| failure(&status)),
        };
        let response = if self.versions_are_words { response.map(in_words) } else { response };
        self.ledger.answer(call, response.status().as_u16());
        Ok(match fault {
            Some(Effect::Truncate(part)) => response.map(|body| cut_off(body, part)),
            Some(Effect::Stall(part)) => response.map(|body| fall_silent(body, part)),
            Some(Effect::Repeat) => response.map(repeated),
            _ => response,
        })
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
            (Verb::Get, "/metrics") => Ok(text_answer(StatusCode::OK, metrics::encode(&self.ledger.read()))),
            (Verb::Get, path) if discovery::is_health(path) => Ok(text_answer(StatusCode::OK, "ok")),
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
                let watch = Watch::open(&self.store, select()?, query, representation, self.habits)?;
                let stream = watch.stream(self.ledger.open_watch(call));
                let body = StreamBody::new(stream.map(|chunk| Ok(Frame::data(chunk)))).boxed_unsync();
                let cut = Arc::clone(&self.faults).cut(call.clone());
                Ok(answer(StatusCode::OK, JSON, Severable::new(body, cut).boxed_unsync()))
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
                if key.resource != Resource::Namespaces {
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

fn in_words(body: Body) -> Body {
    body.map_frame(|frame| frame.map_data(|data| words::written(&data))).boxed_unsync()
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
