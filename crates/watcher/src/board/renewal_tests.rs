//! What is found when facts change, whatever happens to rows meanwhile.

use std::collections::BTreeMap;

use kube_ingress_dash_insight::{Facts, Index, IngressClass};
use kube_ingress_dash_model::finding::FindingKind;
use kube_ingress_dash_model::ingress::Ingress;
use kube_ingress_dash_model::key::IngressKey;
use proptest::prelude::*;

use super::insight_tests::*;
use super::tests::*;
use super::*;
use crate::viewer::Sight;

/// A class that no row names, and that is the default or not.
fn facts(is_default: bool) -> Facts {
    let class = IngressClass { controller: "k8s.io/ingress-nginx".to_owned(), is_default };
    Facts { classes: Some([("nginx".to_owned(), class)].into()), ..Facts::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn what_is_found_is_what_is_found_anew_by_the_facts_that_came_last(
        before in prop::collection::vec(operation(), 0..12),
        meanwhile in prop::collection::vec(operation(), 0..12),
        after in prop::collection::vec(operation(), 0..12),
        is_default in any::<bool>(),
    ) {
        let mut board = Board::new(epoch(), 10_000, &plan_of(&NAMESPACES), Narrowing::default(), at(0));
        let mut cursor = board.reader().snapshot(&everything()).follow();
        let mut told = BTreeMap::new();
        for operation in before {
            step(&mut board, operation);
        }
        let renewal = Renewal::of(&board.reader(), facts(is_default));
        for operation in meanwhile {
            step(&mut board, operation);
        }
        board.renew(renewal);
        for operation in std::iter::once(None).chain(after.into_iter().map(Some)) {
            if let Some(operation) = operation {
                step(&mut board, operation);
            }
            let rows = rows(&board);
            let anew = found_by(Index::new(facts(is_default)), &rows);
            for (key, found) in &anew {
                prop_assert_eq!(rows[key].findings(Sight::Whole), found.all, "{}", key);
                prop_assert_eq!(rows[key].findings(Sight::Restricted), found.own, "{}", key);
            }
            follow(&mut cursor, &mut told);
            prop_assert!(told.iter().eq(anew.iter().map(|(key, found)| (key, &found.all)).collect::<BTreeMap<_, _>>()));
            let totals = anew.values().map(|found| found.all).collect();
            prop_assert_eq!(board.reader().finding_totals(&everything()), totals);
        }
    }
}

#[test]
fn other_facts_change_what_is_found_and_not_the_row() {
    let mut board = board_of(&["shop"], 100);
    let nginx = Ingress { class: Some("nginx".to_owned()), ..ingress("shop", "known", "1") };
    let edge = Ingress { class: Some("edge".to_owned()), ..ingress("shop", "unknown", "1") };
    let listed = [&nginx, &edge].map(|ingress| Row::new(ingress).unwrap()).to_vec();
    board.apply(in_namespace("shop", ChangeKind::Listed(listed)), at(1));
    let mut cursor = board.reader().snapshot(&everything()).follow();

    board.renew(Renewal::of(&board.reader(), facts(true)));
    assert_eq!(drain(&mut cursor), ["+unknown"], "the other row reads as before");
    let row = board.reader().row(&everything(), &IngressKey::new("shop", "unknown")).unwrap();
    assert!(row.findings.has_kind(FindingKind::ClassUnknown));
    assert_eq!(Ingress { findings: edge.findings, ..row }, edge);

    board.renew(Renewal::of(&board.reader(), facts(true)));
    assert_eq!(drain(&mut cursor), [""; 0], "the same is found");
    board.renew(Renewal::of(&board.reader(), Facts::default()));
    assert_eq!(drain(&mut cursor), ["+unknown"]);
}
