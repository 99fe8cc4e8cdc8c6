//! Fault scripts: what is written down happens.

use kube_ingress_dash_simulator::Script;

use crate::client::{SHOP, cluster, get};

/// The blocks of YAML in the documentation.
fn documented() -> Vec<String> {
    let text = include_str!("../../../../docs/faults.md");
    let blocks = text.split("```yaml\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_of_the_documentation_is_a_script() {
    assert!(!documented().is_empty());
    for example in documented() {
        Script::parse(&example).unwrap_or_else(|error| panic!("{error} in:\n{example}"));
    }
}

#[tokio::test]
async fn a_script_plays_in_its_order() {
    let simulator = cluster().await;
    let script = "
        rules:
        - when: {verb: list, namespace: shop}
          times: 1
          effect: {answer: {code: 429, retryAfter: 1, text: Slow down.}}
        - when: {resource: ingresses}
          after: 1
          share: 1/2
          effect: {answer: 503}";
    simulator.faults().play(script.parse().unwrap());
    let answer = get(&simulator, SHOP).await;
    assert_eq!((answer.code, answer.header("retry-after")), (429, "1"));
    assert_eq!(answer.body, "Slow down.");
    for expected in [200, 200, 503, 200, 503] {
        assert_eq!(get(&simulator, SHOP).await.code, expected);
    }
    assert_eq!(get(&simulator, "/readyz").await.code, 200);
}
