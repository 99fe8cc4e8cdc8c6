//! The explanation agrees with the plain reference, whatever the Ingresses.

use kube_ingress_dash_insight::route::{Candidate, Outcome, Verdict};
use kube_ingress_dash_insight::{Facts, Index, IngressClass, resolve};
use kube_ingress_dash_model::url::Url;
use proptest::prelude::*;

use crate::random::{URLS, anything, literal, several};
use crate::reference::{self, Answer};
use crate::sample::{Build, ingress};

pub(crate) fn facts() -> Facts {
    let class = |controller: &str| IngressClass { controller: controller.to_owned(), is_default: false };
    let classes = [
        ("public".to_owned(), class("k8s.io/internal-ingress-nginx")),
        ("internal".to_owned(), class("traefik.io/ingress-controller")),
    ];
    Facts { classes: Some(classes.into()), ..Facts::default() }
}

fn answer(outcome: &Outcome) -> Answer {
    match outcome {
        Outcome::Route { ingress, path, backend, canaries, .. } => Answer::Route {
            ingress: ingress.to_string(),
            path: path.clone(),
            backend: backend.clone(),
            canaries: canaries.iter().map(|canary| canary.ingress.to_string()).collect(),
        },
        Outcome::DefaultBackend { ingress, backend } => {
            Answer::Default { ingress: ingress.to_string(), backend: backend.clone() }
        }
        Outcome::ControllerDefault => Answer::Controller,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_outcome_is_that_of_the_reference(rows in several(literal(), 0..7)) {
        for text in URLS {
            let url: Url = text.parse().unwrap();
            let explanation = resolve(&url, &rows, &facts());
            let mut answers: Vec<_> = explanation
                .rankings
                .iter()
                .map(|ranking| (ranking.class.clone(), answer(&ranking.outcome)))
                .collect();
            answers.sort_by(|one, other| one.0.cmp(&other.0));
            let expected = reference::answers(url.host(), url.path().unwrap_or("/"), &rows);
            prop_assert_eq!(answers, expected, "{}: {:#?}", text, explanation);
        }
    }

    #[test]
    fn an_explanation_is_whole(rows in several(anything(), 0..7)) {
        for text in URLS {
            for ranking in resolve(&text.parse().unwrap(), &rows, &facts()).rankings {
                let winners = ranking.candidates.iter().filter(|candidate| candidate.verdict == Verdict::Wins);
                let expected = usize::from(ranking.outcome != Outcome::ControllerDefault);
                prop_assert_eq!(winners.count(), expected, "{}: {:#?}", text, ranking);
                let last = ranking.steps.iter().rfind(|step| step.remaining < 2);
                prop_assert_eq!(last.map(|step| step.reason), Some(ranking.decided_by), "{:#?}", ranking);
                let is_near = |candidate: &&Candidate| candidate.verdict >= Verdict::LessSpecificHost;
                let near = ranking.candidates.iter().filter(is_near).count();
                prop_assert!(ranking.omitted == 0 || near >= 5, "{:#?}", ranking);
            }
        }
    }

    #[test]
    fn every_text_is_answered(
        host in ".{0,12}",
        path in "[/^]?.{0,24}",
        url in "(http://)?.{0,12}/.{0,12}",
        uses_regex in any::<bool>(),
    ) {
        let row = ingress("x/a").route(&host, &path, "ImplementationSpecific", "x").tls(&[&host], "tls");
        let row = row.nginx("use-regex", &uses_regex.to_string());
        let mut index = Index::new(facts());
        index.upsert(&row);
        index.settle();
        for text in [url, format!("{host}{path}")] {
            if let Some(url) = Url::parse(&text) {
                prop_assert_eq!(index.explain(&url), resolve(&url, [&row], &facts()));
            }
        }
    }

    #[test]
    fn the_order_of_the_rows_says_nothing(mut rows in several(anything(), 0..7)) {
        let explain = |rows: &[_]| URLS.map(|text| resolve(&text.parse().unwrap(), rows, &facts()));
        let before = explain(&rows);
        rows.reverse();
        prop_assert_eq!(before, explain(&rows));
    }
}
