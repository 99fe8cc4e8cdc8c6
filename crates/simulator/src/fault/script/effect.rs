//! Effects as they are written in scripts.

use http::StatusCode;
use http::header::HeaderValue;
use serde::Deserialize;
use serde_json::Value;

use super::text::{duration, parse, scalar, table};
use crate::fault::{Answer, Effect, Part};

const ACCEPTED: &str = "expected one of reset, hang, truncate, stall, repeat, {delay: 500ms}, {answer: 503}, \
                        {truncate: BYTES}, {stall: BYTES}";

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct AnswerText {
    code: Option<Value>,
    retry_after: Option<Value>,
    text: Option<Value>,
    html: Option<Value>,
}

/// Reads an effect: a word, or one key with its value.
pub(super) fn read(value: Option<Value>) -> Result<Effect, String> {
    match value {
        None => Err(format!("effect is missing: {ACCEPTED}")),
        Some(Value::String(word)) => match word.as_str() {
            "reset" => Ok(Effect::Reset),
            "hang" => Ok(Effect::Hang),
            "truncate" => Ok(Effect::Truncate(Part::Half)),
            "stall" => Ok(Effect::Stall(Part::Half)),
            "repeat" => Ok(Effect::Repeat),
            _ => Err(format!("effect {word:?}: {ACCEPTED}")),
        },
        Some(Value::Object(map)) if map.len() == 1 => {
            let (key, value) = map.into_iter().next().unwrap_or_default();
            with_value(&key, value)
        }
        Some(other) => Err(format!("effect {other}: {ACCEPTED}")),
    }
}

fn with_value(key: &str, value: Value) -> Result<Effect, String> {
    match key {
        "delay" => required("effect.delay", value, duration).map(Effect::Delay),
        "truncate" => required("effect.truncate", value, bytes).map(Effect::Truncate),
        "stall" => required("effect.stall", value, bytes).map(Effect::Stall),
        "answer" => answer(value).map(Effect::Answer),
        _ => Err(format!("effect {key:?}: {ACCEPTED}")),
    }
}

fn bytes(text: &str) -> Result<Part, String> {
    parse(text, "expected a number of bytes; without one it is half of the body").map(Part::Bytes)
}

fn answer(value: Value) -> Result<Answer, String> {
    const ACCEPTED: &str = "expected a code, such as {code: 503, text: Away.}";
    if !value.is_object() {
        return required("effect.answer", value, code).map(Answer::status);
    }
    let answer: AnswerText = table(value, ACCEPTED).map_err(|problem| format!("effect.answer: {problem}"))?;
    let code = scalar("effect.answer.code", answer.code, code)?
        .ok_or_else(|| format!("effect.answer: {ACCEPTED}"))?;
    let retry_after = scalar("effect.answer.retryAfter", answer.retry_after, |text| {
        HeaderValue::from_str(text).map_err(|_| "expected text that a header can hold".to_owned())
    })?;
    let text = scalar("effect.answer.text", answer.text, |text| Ok(text.to_owned()))?;
    let html = scalar("effect.answer.html", answer.html, |html| Ok(html.to_owned()))?;
    let answer = match (text, html) {
        (None, None) => Answer::status(code),
        (Some(text), None) => Answer::text(code, text),
        (None, Some(html)) => Answer::html(code, html),
        (Some(_), Some(_)) => return Err("effect.answer: expected either text or html".to_owned()),
    };
    Ok(match retry_after {
        Some(value) => answer.retry_after(value),
        None => answer,
    })
}

fn code(text: &str) -> Result<StatusCode, String> {
    let code = text.parse().ok().filter(|code| (200..=599).contains(code));
    code.and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or_else(|| "expected an HTTP status code from 200 to 599".to_owned())
}

fn required<T>(key: &str, value: Value, read: impl FnOnce(&str) -> Result<T, String>) -> Result<T, String> {
    scalar(key, Some(value), read)?.ok_or_else(|| format!("{key} is missing"))
}
