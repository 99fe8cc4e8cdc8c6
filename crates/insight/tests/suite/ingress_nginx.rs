//! What ingress-nginx does in its own way.

use kube_ingress_dash_insight::Facts;
use kube_ingress_dash_insight::route::{CaveatKind, Dialect, Outcome, Reason, Verdict};
use kube_ingress_dash_model::ingress::{Backend, Ingress, ResourceReference};

use crate::sample::{Build, answer, ingress, ranking, served_by, served_by_ingress_nginx, verdicts};

fn of(url: &str, rows: &[Ingress]) -> String {
    answer(url, rows, &served_by_ingress_nginx())
}

/// <https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/#example>
#[test]
fn the_longest_expression_is_tried_first() {
    let rows = [
        ingress("shop/one").prefix("test.com", "/foo/bar", "service1").prefix(
            "test.com",
            "/foo/bar/",
            "service2",
        ),
        ingress("shop/two").nginx("rewrite-target", "/$1").route(
            "test.com",
            "/foo/bar/(.+)",
            "ImplementationSpecific",
            "service3",
        ),
    ];
    assert_eq!(of("test.com/foo/bar/1", &rows), "service3");
    let ranking = ranking("test.com/foo/bar/1", &rows, &Facts::default());
    assert_eq!(ranking.decided_by, Reason::LongestExpression);
    assert!(ranking.steps.iter().any(|step| step.reason == Reason::RegularExpressions));
    assert_eq!(of("test.com/foo/bar", &rows), "service1");
}

/// <https://kubernetes.github.io/ingress-nginx/user-guide/ingress-path-matching/#warning>
#[test]
fn an_expression_may_come_before_the_path_that_is_meant() {
    let rows = [ingress("shop/three")
        .nginx("use-regex", "true")
        .route("test.com", "/foo/bar/bar", "ImplementationSpecific", "exact")
        .route("test.com", "/foo/bar/[A-Z0-9]{3}", "ImplementationSpecific", "expression")];
    assert_eq!(of("test.com/foo/bar/bar", &rows), "expression");
    assert_eq!(of("test.com/foo/bar/xy", &rows), "404");
}

#[test]
fn one_ingress_makes_every_path_of_the_host_an_expression() {
    let plain = ingress("shop/plain").route("a.example.com", "/cart", "Exact", "cart");
    let elsewhere = ingress("shop/elsewhere").route("b.example.com", "/cart", "Exact", "b");
    let asking =
        ingress("shop/asking").nginx("use-regex", "true").prefix("a.example.com", "/api/v[0-9]", "api");
    let rows = [plain.clone(), elsewhere.clone()];
    assert_eq!(of("a.example.com/CARTS/1", &rows), "404");
    let rows = [plain, elsewhere, asking];
    assert_eq!(of("a.example.com/CARTS/1", &rows), "cart");
    assert_eq!(of("a.example.com/api/v2/x", &rows), "api");
    assert_eq!(of("b.example.com/CARTS/1", &rows), "404");
}

#[test]
fn a_target_that_is_the_path_itself_rewrites_nothing() {
    let older = ingress("shop/older").prefix("a.example.com", "/", "root");
    let target = |target| {
        ingress("shop/web").created(9).nginx("rewrite-target", target).prefix(
            "a.example.com",
            "/cart",
            "cart",
        )
    };
    assert_eq!(of("a.example.com/carts", &[older.clone(), target("/cart")]), "root");
    assert_eq!(of("a.example.com/carts", &[older, target("/")]), "cart");
}

/// The first Ingress of a host gives its location `/`, and that is no path of it.
#[test]
fn the_first_ingress_of_a_host_makes_expressions_even_without_a_path() {
    let first = ingress("shop/first").nginx("use-regex", "true").without_paths("a.example.com");
    let web = ingress("shop/web").created(9).route("a.example.com", "/cart", "Exact", "cart");
    assert_eq!(of("a.example.com/carts", &[web.clone(), first.clone()]), "cart");
    assert_eq!(of("a.example.com/carts", &[web, first.created(10)]), "404");
    let alone = ingress("shop/web").nginx("rewrite-target", "/cart").prefix("a.example.com", "/cart", "cart");
    assert_eq!(of("a.example.com/carts", &[alone]), "cart");
    let any_host = ingress("shop/first").nginx("use-regex", "true").without_paths("*");
    let web = ingress("shop/web").created(9).route("*", "/cart", "Exact", "cart");
    assert_eq!(of("a.example.com/carts", &[any_host, web]), "404");
}

#[test]
fn an_ingress_that_has_no_path_left_makes_no_expressions() {
    let older =
        ingress("shop/older").prefix("a.example.com", "/", "root").prefix("a.example.com", "/cart", "cart");
    let younger =
        ingress("shop/younger").created(9).nginx("use-regex", "true").prefix("a.example.com", "/", "younger");
    assert_eq!(of("a.example.com/carts", &[older, younger]), "root");
}

/// A plain prefix gets its slash after the order is made.
#[test]
fn expressions_are_ordered_by_their_paths_as_written() {
    let first = ingress("shop/first").nginx("rewrite-target", "/").prefix("a.example.com", "/cart", "first");
    let second = ingress("shop/second").created(9).prefix("a.example.com", "/c.rt", "second");
    assert_eq!(of("a.example.com/cart/1", &[first.clone(), second]), "first");
    let longer = ingress("shop/second").created(9).prefix("a.example.com", "/c.rt/1", "longer");
    assert_eq!(of("a.example.com/cart/1", &[first, longer]), "longer");
}

#[test]
fn what_is_left_out_for_an_older_one_loses_as_that_one_does() {
    let host = "a.example.com";
    let ingresses = [
        ingress("shop/first")
            .nginx("use-regex", "true")
            .prefix(host, "/cart", "cart")
            .prefix(host, "/", "root"),
        ingress("shop/second").created(9).prefix(host, "/", "again").prefix(host, "/pay", "pay"),
        ingress("shop/third").created(10).prefix(host, "/cart", "same").prefix(host, "/pay", "pay-again"),
    ];
    let ranking = ranking("a.example.com/cart/1", &ingresses, &served_by_ingress_nginx());
    let expected = [
        ("cart", Verdict::Wins),
        ("same", Verdict::Younger),
        ("root", Verdict::LaterExpression),
        ("again", Verdict::LaterExpression),
        ("pay", Verdict::PathDiffers),
        ("pay-again", Verdict::PathDiffers),
    ];
    assert_eq!(verdicts(&ranking), expected.map(|(backend, verdict)| (backend.to_owned(), verdict)));
    let sentences: Vec<_> = ranking.steps.iter().map(|step| step.sentence.as_str()).collect();
    assert!(sentences.contains(&"/cart/1 matches 4 of 6 paths."), "{sentences:?}");
}

#[test]
fn an_exact_root_is_tried_after_the_location_that_every_host_has() {
    let root = ingress("shop/web").nginx("use-regex", "true").route("a.example.com", "/", "Exact", "root");
    let ranking = ranking("a.example.com/", std::slice::from_ref(&root), &served_by_ingress_nginx());
    assert_eq!(verdicts(&ranking), [("root".to_owned(), Verdict::LaterExpression)]);
    assert_eq!(of("a.example.com/", &[root.clone().default_backend("pay")]), "default pay");
    assert_eq!(
        of("a.example.com/", &[root.clone(), ingress("shop/b").prefix("a.example.com", "/", "prefix")]),
        "prefix"
    );
    let plain = ingress("shop/web").route("a.example.com", "/", "Exact", "root");
    assert_eq!(of("a.example.com/", &[plain]), "root");
}

#[test]
fn what_becomes_of_many_roots_and_expressions_is_said_once() {
    let mut rows: Vec<_> =
        (0..50).map(|name| ingress(&format!("shop/{name}")).prefix("*", "/", "root")).collect();
    rows.push(ingress("shop/all").default_backend("all"));
    let roots = ranking("a.example.com/pay", &rows, &served_by_ingress_nginx());
    let told = roots.steps.iter().filter(|step| step.sentence.contains("has no rules"));
    assert_eq!(told.count(), 1, "{:#?}", roots.steps);

    let mut web = ingress("shop/web").nginx("use-regex", "true");
    for number in 0..50 {
        web = web.route("a.example.com", &format!("/pay(?={number})"), "ImplementationSpecific", "web");
    }
    let unreadable = ranking("a.example.com/pay", &[web], &served_by_ingress_nginx());
    assert_eq!(unreadable.caveats.len(), 1, "{:#?}", unreadable.caveats);
}

#[test]
fn the_root_of_any_host_is_that_of_a_default_backend_without_rules() {
    let root = ingress("shop/root").prefix("*", "/", "root").route("*", "/cart", "Exact", "cart");
    let catch_all = ingress("shop/all").created(9).default_backend("all");
    let rows = [root, catch_all];
    assert_eq!(of("a.example.com/pay", &rows), "default all");
    assert_eq!(of("a.example.com/cart", &rows), "cart");
    let ranking = ranking("a.example.com/pay", &rows, &served_by_ingress_nginx());
    assert_eq!(
        verdicts(&ranking),
        [
            ("all".to_owned(), Verdict::Wins),
            ("root".to_owned(), Verdict::RootOfDefaultBackend),
            ("cart".to_owned(), Verdict::PathDiffers)
        ]
    );
}

#[test]
fn paths_are_compared_decoded_and_without_dots() {
    let rows = [ingress("shop/web").prefix("a.example.com", "/cart/1", "cart")];
    for path in ["/c%61rt/1", "/cart%2F1/x", "//cart//1", "/cart/./1", "/pay/../cart/1"] {
        assert_eq!(of(&format!("a.example.com{path}"), &rows), "cart", "{path}");
    }
    assert_eq!(of("a.example.com/cart/../1", &rows), "404");
    assert_eq!(answer("a.example.com//cart/1", &rows, &served_by("example.com/other")), "404");
}

#[test]
fn a_path_that_ends_in_a_slash_is_redirected_to() {
    let caveats = |url: &str, rows: &[Ingress]| {
        let ranking = ranking(url, rows, &served_by_ingress_nginx());
        ranking.caveats.iter().map(|caveat| caveat.kind).collect::<Vec<_>>()
    };
    for path_type in ["Exact", "Prefix"] {
        let slash = ingress("shop/web").route("a.example.com", "/cart/", path_type, "cart");
        assert_eq!(caveats("a.example.com/cart", std::slice::from_ref(&slash)), [CaveatKind::SlashRedirect]);
        assert_eq!(caveats("a.example.com/cart/", std::slice::from_ref(&slash)), []);
        let exact = ingress("shop/other").route("a.example.com", "/cart", "Exact", "exact");
        assert_eq!(caveats("a.example.com/cart", &[slash.clone(), exact]), []);
        let regex = ingress("shop/other").nginx("use-regex", "true").prefix("a.example.com", "/pay", "pay");
        assert_eq!(caveats("a.example.com/cart", &[slash, regex]), []);
    }
}

/// <https://github.com/kubernetes/ingress-nginx/issues/10090>
#[test]
fn what_nginx_refuses_is_said() {
    let is_refused = |rows: &[Ingress]| {
        let ranking = ranking("a.example.com/cart", rows, &served_by_ingress_nginx());
        ranking.caveats.iter().any(|caveat| caveat.kind == CaveatKind::RefusedConfiguration)
    };
    let route = |name: &str, second, path: &str, path_type: &str| {
        ingress(&format!("shop/{name}")).created(second).route("a.example.com", path, path_type, name)
    };
    let (prefix, slash) = (route("prefix", 1, "/cart", "Prefix"), route("slash", 2, "/cart/", "Prefix"));
    assert!(is_refused(&[prefix.clone(), slash]));
    let (exact, again) = (route("exact", 2, "/cart", "Exact"), route("again", 3, "/cart", "Exact"));
    assert!(is_refused(&[prefix.clone(), exact.clone(), again.clone()]));
    assert!(!is_refused(&[exact.clone(), again]));
    assert!(!is_refused(&[prefix, exact]));
}

#[test]
fn a_dot_of_an_expression_is_any_letter() {
    let rows = [ingress("shop/web").nginx("use-regex", "true").prefix("a.example.com", "/v1.0/x", "web")];
    assert_eq!(of("a.example.com/v1-0/x", &rows), "web");
    assert_eq!(of("a.example.com/v1/x", &rows), "404");
}

#[test]
fn an_expression_that_cannot_be_read_here_is_said_to_be_open() {
    let rows = [ingress("shop/web")
        .nginx("use-regex", "true")
        .route("a.example.com", "/(?!admin)", "ImplementationSpecific", "guarded")
        .prefix("a.example.com", "/", "root")];
    let ranking = ranking("a.example.com/admin", &rows, &served_by_ingress_nginx());
    assert_eq!(
        verdicts(&ranking),
        [("root".to_owned(), Verdict::Wins), ("guarded".to_owned(), Verdict::UnreadableExpression)]
    );
    assert_eq!(
        ranking.caveats.iter().map(|caveat| caveat.kind).collect::<Vec<_>>(),
        [CaveatKind::UnreadableExpression]
    );
}

/// An expression that would need much memory or time is not tried.
#[test]
fn a_hostile_expression_is_left_alone() {
    let hostile = "/((((a{1000}){1000}){1000}){1000})";
    let rows = [ingress("shop/web").nginx("use-regex", "true").route(
        "a.example.com",
        hostile,
        "ImplementationSpecific",
        "hostile",
    )];
    let ranking = ranking("a.example.com/aaaa", &rows, &served_by_ingress_nginx());
    assert_eq!(verdicts(&ranking)[0].1, Verdict::UnreadableExpression);
}

/// <https://kubernetes.github.io/ingress-nginx/how-it-works/#building-the-nginx-model>
#[test]
fn of_equal_paths_the_oldest_wins_and_of_the_same_age_the_last_by_name() {
    let web = |name: &str| ingress(&format!("shop/{name}")).prefix("a.example.com", "/", name);
    assert_eq!(of("a.example.com/", &[web("a").created(1), web("b").created(2)]), "a");
    assert_eq!(of("a.example.com/", &[web("a").created(2), web("b").created(1)]), "b");
    assert_eq!(of("a.example.com/", &[web("a").created(1), web("b").created(1)]), "b");
    let rows = [web("a").nginx("use-regex", "true").created(2), web("b").created(1)];
    let ranking = ranking("a.example.com/", &rows, &served_by_ingress_nginx());
    assert_eq!(ranking.decided_by, Reason::Oldest);
    assert_eq!(verdicts(&ranking), [("b".to_owned(), Verdict::Wins), ("a".to_owned(), Verdict::Younger)]);
}

#[test]
fn implementation_specific_is_a_prefix() {
    let rows = [ingress("shop/web").route("a.example.com", "/cart", "ImplementationSpecific", "cart")];
    assert_eq!(of("a.example.com/cart/1", &rows), "cart");
    assert_eq!(of("a.example.com/carts", &rows), "404");
    assert_eq!(ranking("a.example.com/cart", &rows, &served_by_ingress_nginx()).caveats, []);
}

/// <https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary>
#[test]
fn canaries_share_the_requests_of_the_same_path() {
    let primary = ingress("shop/web").prefix("a.example.com", "/", "web").created(5);
    let canary = |name: &str, path: &str| {
        let canary =
            ingress(&format!("shop/{name}")).nginx("canary", "true").prefix("a.example.com", path, name);
        canary.nginx("canary-weight", "20").created(1)
    };
    let rows = [primary, canary("beta", "/"), canary("lost", "/cart")];
    let ranking = ranking("a.example.com/cart", &rows, &Facts::default());
    assert_eq!(
        verdicts(&ranking),
        [
            ("web".to_owned(), Verdict::Wins),
            ("beta".to_owned(), Verdict::Shares),
            ("lost".to_owned(), Verdict::CanaryOfAnother)
        ]
    );
    let Outcome::Route { canaries, .. } = &ranking.outcome else { unreachable!("{ranking:?}") };
    assert_eq!(canaries.iter().map(|canary| canary.terms.weight).collect::<Vec<_>>(), [Some(20)]);
    assert!(ranking.steps.last().unwrap().sentence.contains("20 % of the requests"), "{:?}", ranking.steps);
    let alone = self::ranking("a.example.com/cart", &[canary("lost", "/cart")], &served_by_ingress_nginx());
    assert_eq!(alone.outcome, Outcome::ControllerDefault);
    assert_eq!(verdicts(&alone), [("lost".to_owned(), Verdict::CanaryOfAnother)]);
}

#[test]
fn to_another_controller_a_canary_is_an_ingress_like_others() {
    let canary = ingress("shop/beta").nginx("canary", "true").prefix("a.example.com", "/", "beta");
    assert_eq!(answer("a.example.com/", &[canary], &served_by("traefik.io/ingress-controller")), "beta");
}

#[test]
fn only_services_answer() {
    let mut web =
        ingress("shop/web").prefix("a.example.com", "/icons", "icons").prefix("a.example.com", "/", "web");
    let resource = ResourceReference { api_group: None, kind: "Bucket".to_owned(), name: "icons".to_owned() };
    web.rules[0].paths[0].backend = Backend::Resource { resource };
    let rows = [web];
    let ranking = ranking("a.example.com/icons", &rows, &served_by_ingress_nginx());
    assert_eq!(
        verdicts(&ranking),
        [("web".to_owned(), Verdict::Wins), ("icons".to_owned(), Verdict::BackendIsNoService)]
    );
    assert_eq!(answer("a.example.com/icons", &rows, &Facts::default()), "icons");
}

/// The server of a host is made by the oldest Ingress that names it.
#[test]
fn the_oldest_ingress_of_a_host_gives_its_default_backend_or_none() {
    let old = ingress("shop/old").prefix("a.example.com", "/old", "old").created(1);
    let young = ingress("shop/young").prefix("a.example.com", "/young", "young").created(2);
    let all = ingress("shop/all").default_backend("all");
    let rows = [old.clone(), young.clone().default_backend("rest"), all.clone()];
    assert_eq!(of("a.example.com/x", &rows), "404");
    let rows = [old.default_backend("rest"), young, all];
    assert_eq!(of("a.example.com/x", &rows), "default rest");
    assert_eq!(of("b.example.com/x", &rows), "default all");
}

#[test]
fn the_controller_is_known_by_its_class_else_by_annotations() {
    let plain = ingress("shop/web").prefix("a.example.com", "/", "web");
    let annotated = plain.clone().nginx("proxy-body-size", "8m");
    let of = |rows: &[Ingress], facts: &Facts| {
        let ranking = ranking("a.example.com/", rows, facts);
        let is_assumed = ranking.caveats.iter().any(|caveat| caveat.kind == CaveatKind::ControllerAssumed);
        (ranking.dialect, is_assumed)
    };
    let (plain, annotated) = ([plain], [annotated]);
    assert_eq!(of(&plain, &Facts::default()), (Dialect::Specification, false));
    assert_eq!(of(&annotated, &Facts::default()), (Dialect::IngressNginx, true));
    assert_eq!(of(&plain, &served_by_ingress_nginx()), (Dialect::IngressNginx, false));
    assert_eq!(of(&annotated, &served_by("example.com/other")), (Dialect::Specification, false));
}

#[test]
fn thousands_of_large_expressions_are_not_all_tried() {
    let with = |ingress: Ingress, number: usize| {
        let path = format!("/(a?){{100}}b{{{number}}}");
        ingress.route("a.example.com", &path, "ImplementationSpecific", "web")
    };
    let rows = [(1..1000).fold(ingress("shop/web").nginx("use-regex", "true"), with)];
    let url = format!("a.example.com/{}", "a".repeat(3000));
    let ranking = ranking(&url, &rows, &served_by_ingress_nginx());
    let unreadable =
        verdicts(&ranking).iter().filter(|(_, verdict)| *verdict == Verdict::UnreadableExpression).count();
    assert!(unreadable > 0, "all were tried");
    assert!(ranking.caveats.iter().any(|caveat| caveat.kind == CaveatKind::UnreadableExpression));
}

#[test]
fn an_ingress_with_several_equal_paths_is_named_once() {
    let twice = ingress("shop/twice").prefix("a.example.com", "/", "web").prefix("a.example.com", "/", "web");
    let rows = [ingress("shop/old").prefix("a.example.com", "/", "web").created(1), twice.created(2)];
    let ranking = ranking("a.example.com/", &rows, &served_by_ingress_nginx());
    let sentence =
        ranking.steps.iter().find(|step| step.reason == Reason::Oldest).map(|step| step.sentence.as_str());
    assert_eq!(sentence, Some("Equal rules are in shop/twice; shop/old is the oldest."));
}

#[test]
fn a_path_that_nginx_refuses_is_said_of_ingress_nginx_alone() {
    let row = ingress("shop/web").prefix("a.example.com", "/", "web");
    let is_told = |url, facts: &Facts| {
        let ranking = ranking(url, std::slice::from_ref(&row), facts);
        ranking.caveats.iter().any(|caveat| caveat.kind == CaveatKind::RefusedPath)
    };
    let nginx = served_by_ingress_nginx();
    assert!(is_told("a.example.com/../x", &nginx) && is_told("a.example.com/%00", &nginx));
    assert!(!is_told("a.example.com/x/..", &nginx));
    assert!(!is_told("a.example.com/../x", &Facts::default()));
}
