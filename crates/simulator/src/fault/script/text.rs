//! A script as it is written: its keys, and the values that they take.

use std::str::FromStr;
use std::time::Duration;

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::effect;
use crate::call::{Target, Verb};
use crate::fault::{Rule, Share};
use crate::matching::Match;
use crate::resource::Resource;

/// Past a day a duration is a mistake.
const LONGEST: Duration = Duration::from_hours(24);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptText {
    rules: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct RuleText {
    when: Option<Value>,
    from: Option<Value>,
    until: Option<Value>,
    after: Option<Value>,
    share: Option<Value>,
    times: Option<Value>,
    cut_watches: Option<Value>,
    effect: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatchText {
    verb: Option<Value>,
    resource: Option<Value>,
    namespace: Option<Value>,
    name: Option<Value>,
    path: Option<Value>,
}

/// Reads the rules of a script, none of them understood yet.
pub(super) fn rules(script: Value) -> Result<Vec<Value>, String> {
    const ACCEPTED: &str = "expected a list of rules under the key rules";
    match table::<ScriptText>(script, ACCEPTED)?.rules {
        Some(Value::Array(rules)) => Ok(rules),
        _ => Err(ACCEPTED.to_owned()),
    }
}

/// Reads a rule, or says in one line what is wrong with it.
pub(super) fn rule(value: Value) -> Result<Rule, String> {
    let text: RuleText = table(value, "expected a rule such as {when: {verb: get}, effect: reset}")?;
    let from = scalar("from", text.from, duration)?.unwrap_or_default();
    let until = scalar("until", text.until, duration)?;
    if until.is_some_and(|until| until <= from) {
        return Err("until: expected a later time than that of from".to_owned());
    }
    let after = scalar("after", text.after, |text| parse(text, "expected a number of requests, such as 2"))?;
    let share = scalar("share", text.share, |text| text.parse().map_err(|error| format!("{error}")))?;
    let times = scalar("times", text.times, |text| parse(text, "expected a number of requests from 1"))?;
    let cut_watches = scalar("cutWatches", text.cut_watches, |text| parse(text, "expected true or false"))?;
    Ok(Rule {
        when: requests(text.when)?,
        effect: effect::read(text.effect)?,
        from,
        until,
        after: after.unwrap_or_default(),
        share: share.unwrap_or(Share::ALL),
        times,
        cuts_watches: cut_watches.unwrap_or_default(),
    })
}

/// Reads which requests are meant. What can match none of them is a mistake.
fn requests(value: Option<Value>) -> Result<Match, String> {
    let Some(value) = value else {
        return Ok(Match::any());
    };
    let text: MatchText = table(value, "expected requests such as {verb: get, resource: ingresses}")
        .map_err(|problem| format!("when: {problem}"))?;
    let verb = scalar("when.verb", text.verb, |text| one_of(text, Verb::ALL, Verb::as_str))?;
    let resource =
        scalar("when.resource", text.resource, |text| one_of(text, Resource::ALL, Resource::plural))?;
    let namespace = scalar("when.namespace", text.namespace, name)?;
    let object = scalar("when.name", text.name, name)?;
    let path = scalar("when.path", text.path, path)?;
    if path.is_some() && (resource.is_some() || namespace.is_some() || object.is_some()) {
        return Err("when: expected either path, or resource, namespace and name".to_owned());
    }
    if object.is_some() && verb.is_some_and(|verb| !verb.names_an_object()) {
        return Err("when: expected name beside one of the verbs get, update, patch, delete".to_owned());
    }
    if namespace.is_some() && resource.is_some_and(|resource| !resource.is_namespaced()) {
        return Err("when: expected namespaces to be picked by name, as they are in no namespace".to_owned());
    }
    let mut requests = Match::any();
    if let Some(verb) = verb {
        requests = requests.verb(verb);
    }
    if let Some(resource) = resource {
        requests = requests.resource(resource);
    }
    if let Some(namespace) = namespace {
        requests = requests.namespace(&namespace);
    }
    if let Some(object) = object {
        requests = requests.name(&object);
    }
    Ok(match path {
        Some(path) => requests.path(&path),
        None => requests,
    })
}

/// Reads keys and values.
pub(super) fn table<T: DeserializeOwned>(value: Value, accepted: &str) -> Result<T, String> {
    // A list would be taken for the values alone.
    if !value.is_object() {
        return Err(accepted.to_owned());
    }
    serde_json::from_value(value).map_err(|error| error.to_string().replace('`', ""))
}

/// Reads the value under a key as the text that was written there.
pub(super) fn scalar<T>(
    key: &str,
    value: Option<Value>,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, String> {
    let text = match value {
        None => return Ok(None),
        Some(Value::String(text)) => text,
        Some(value) => value.to_string(),
    };
    read(&text).map(Some).map_err(|accepted| format!("{key} {text:?}: {accepted}"))
}

/// A duration above zero and of a day at most.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let duration = text.parse::<SignedDuration>().ok().and_then(|duration| duration.try_into().ok());
    duration
        .filter(|duration: &Duration| !duration.is_zero() && *duration <= LONGEST)
        .ok_or_else(|| "expected a duration such as 500ms, 10s or 1m30s, at most 24h".to_owned())
}

pub(super) fn parse<T: FromStr>(text: &str, accepted: &str) -> Result<T, String> {
    text.parse().map_err(|_| accepted.to_owned())
}

fn one_of<T: Copy, const N: usize>(
    text: &str,
    choices: [T; N],
    name: impl Fn(T) -> &'static str,
) -> Result<T, String> {
    let choice = choices.into_iter().find(|choice| name(*choice) == text);
    choice.ok_or_else(|| format!("expected one of {}", choices.map(name).join(", ")))
}

fn name(text: &str) -> Result<String, String> {
    let of_names = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    if text.is_empty() || !text.bytes().all(of_names) {
        return Err("expected a name of lower-case letters, digits, hyphens and dots".to_owned());
    }
    Ok(text.to_owned())
}

fn path(text: &str) -> Result<String, String> {
    if !text.starts_with('/') {
        return Err("expected a path such as /readyz".to_owned());
    }
    match Target::parse(text) {
        Target::Path(path) => Ok(path),
        Target::Collection { .. } | Target::Object { .. } => {
            Err("expected a path that is no resource's; verb, resource, namespace and name pick those"
                .to_owned())
        }
    }
}
