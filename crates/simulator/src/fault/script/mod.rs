//! Fault scripts: rules written down in YAML. The format is described in docs/faults.md.

mod effect;
mod text;

use std::str::FromStr;

use super::Rule;

/// Rules in their order, with times that count from when the script begins to play.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    pub(super) rules: Vec<Rule>,
}

/// Why a script cannot be played, in one line that names the rule and what is accepted there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// It is not YAML.
    #[error("not YAML: {0}")]
    Syntax(String),
    /// It is YAML, but no script.
    #[error("{0}")]
    Content(String),
    /// One of its rules makes no sense.
    #[error("rule {number}: {problem}")]
    Rule {
        /// The place of the rule, from 1.
        number: usize,
        /// What is wrong, and what is accepted.
        problem: String,
    },
}

impl Script {
    /// Reads a script.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let options = serde_saphyr::options! { with_snippet: false };
        let tree = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| ScriptError::Syntax(on_one_line(&error.to_string())))?;
        let rules = text::rules(tree).map_err(ScriptError::Content)?.into_iter().enumerate();
        let rule = |(index, rule)| {
            text::rule(rule).map_err(|problem| ScriptError::Rule { number: index + 1, problem })
        };
        Ok(Self { rules: rules.map(rule).collect::<Result<_, _>>()? })
    }
}

impl FromStr for Script {
    type Err = ScriptError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// Errors of parsers span lines.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::time::Duration;

    use http::StatusCode;
    use http::header::HeaderValue;

    use super::*;
    use crate::call::Verb;
    use crate::fault::{Answer, Effect, Part, Share};
    use crate::matching::Match;
    use crate::resource::Resource;

    fn problem(script: &str) -> String {
        let line = Script::parse(script).unwrap_err().to_string();
        assert_eq!(line.lines().count(), 1, "{line}");
        line
    }

    #[test]
    fn a_rule_can_say_everything() {
        let script = Script::parse(
            "rules:
             - when: {verb: get, resource: ingresses, namespace: shop, name: web}
               from: 10s
               until: 1m30s
               after: 1
               share: 60%
               times: 3
               cutWatches: true
               effect: {answer: {code: 429, retryAfter: 1, text: Slow down.}}",
        );
        let when = Match::any().verb(Verb::Get).resource(Resource::Ingresses).namespace("shop").name("web");
        let answer = Answer::text(StatusCode::TOO_MANY_REQUESTS, "Slow down.");
        let rule = Rule::new(when, Effect::Answer(answer.retry_after(HeaderValue::from_static("1"))))
            .from(Duration::from_secs(10))
            .until(Duration::from_secs(90))
            .after(1)
            .share(Share::new(60, 100).unwrap())
            .times(NonZeroU32::new(3).unwrap())
            .cuts_watches();
        assert_eq!(script, Ok(Script { rules: vec![rule] }));
    }

    #[test]
    fn every_effect_can_be_written() {
        let answer = Effect::Answer;
        for (text, effect) in [
            ("reset", Effect::Reset),
            ("hang", Effect::Hang),
            ("truncate", Effect::Truncate(Part::Half)),
            ("{truncate: 100}", Effect::Truncate(Part::Bytes(100))),
            ("stall", Effect::Stall(Part::Half)),
            ("{stall: 0}", Effect::Stall(Part::Bytes(0))),
            ("{delay: 500ms}", Effect::Delay(Duration::from_millis(500))),
            ("{answer: 503}", answer(Answer::status(StatusCode::SERVICE_UNAVAILABLE))),
            ("{answer: {code: 404}}", answer(Answer::status(StatusCode::NOT_FOUND))),
            ("{answer: {code: 502, html: <h1>}}", answer(Answer::html(StatusCode::BAD_GATEWAY, "<h1>"))),
        ] {
            let script = Script::parse(&format!("rules: [{{effect: {text}}}]"));
            assert_eq!(script, Ok(Script { rules: vec![Rule::new(Match::any(), effect)] }), "{text}");
        }
        for value in ["\"-1\"", "1000000000000", "Wed, 21 Oct 2026 07:28:00 GMT", "soon"] {
            let script =
                format!("rules:\n- effect:\n    answer:\n      code: 429\n      retryAfter: {value}");
            let header = HeaderValue::from_str(value.trim_matches('"')).unwrap();
            let effect = answer(Answer::status(StatusCode::TOO_MANY_REQUESTS).retry_after(header));
            assert_eq!(Script::parse(&script), Ok(Script { rules: vec![Rule::new(Match::any(), effect)] }));
        }
    }

    #[test]
    fn a_mistake_is_one_line_that_names_the_rule_and_what_is_accepted() {
        let fine = "{effect: reset}";
        let lines: Vec<String> = [
            "{effect: reset, tims: 3}",
            "{when: {verb: get}}",
            "{when: {verb: lst}, effect: reset}",
            "{when: {resource: pods}, effect: reset}",
            "{when: {path: readyz}, effect: reset}",
            "{when: {path: /api/v1/namespaces}, effect: reset}",
            "{when: {path: /readyz, namespace: shop}, effect: reset}",
            "{when: {namespace: Shop}, effect: reset}",
            "{when: {verb: list, name: web}, effect: reset}",
            "{when: {resource: namespaces, namespace: shop}, effect: reset}",
            "{from: 10, effect: reset}",
            "{from: 10s, until: 5s, effect: reset}",
            "{times: 0, effect: reset}",
            "{after: -1, effect: reset}",
            "{share: half, effect: reset}",
            "{cutWatches: 5s, effect: reset}",
            "{effect: explode}",
            "{effect: {delay: 500ms, answer: 503}}",
            "{effect: {delay: soon}}",
            "{effect: {truncate: half}}",
            "{effect: {answer: 99}}",
            "{effect: {answer: {code: 503, retryafter: 1}}}",
            "{effect: {answer: {text: hello}}}",
            "{effect: {answer: {code: 503, retryAfter: \"a\\nb\"}}}",
            "{effect: {answer: {code: 503, text: a, html: b}}}",
            "[reset]",
            "{when: [get], effect: reset}",
            "{when: {verbs: get}, effect: reset}",
            "{effect: {delay: [1]}}",
        ]
        .into_iter()
        .map(|rule| problem(&format!("rules: [{fine}, {rule}]")))
        .chain(["rule: []", "rules: 5", "[]", "", "rules: {", "rules: []\nrules: []", "a: b: c"].map(problem))
        .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }
}
