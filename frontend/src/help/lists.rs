//! The help's lists. `docs/query.md` says the same of the query, at length.

/// Keys of the table, of the domains and of what opens over them, and what they do.
pub(super) const TABLE: [(&str, &str); 8] = [
    ("j ↓", "Next row"),
    ("k ↑", "Row before"),
    ("Home End", "First row, last row"),
    ("Page ↑↓", "A page up or down; Space as well"),
    ("↵", "Open the details"),
    ("← →", "Fold and unfold groups and domains"),
    ("Tab", "Through the links and buttons of the row"),
    ("Esc", "Close what is open; empty the search"),
];

/// How terms are written.
pub(super) const GRAMMAR: [(&str, &str); 9] = [
    ("checkout prod", "both words, anywhere"),
    ("ns:shop,pay", "either value"),
    ("-class:nginx", "not this one"),
    ("\"*.pay, eu\"", "in quotes, spaces, commas and stars mean themselves"),
    ("host:*.shop.*", "* is any run of letters"),
    ("name:=web", "the whole value; ns, class, tls and label always match whole ones"),
    ("https://shop.example.com/cart", "a pasted URL: what can answer it"),
    ("tls:no -ns:dev", "without TLS, outside of dev"),
    ("changed:<10m svc:cart", "changed within ten minutes, and leads to cart"),
];

/// What the fields are about.
pub(super) const FIELDS: [(&str, &str); 14] = [
    ("ns:", "namespace"),
    ("name:", "name"),
    ("class:", "ingress class; class:none has none"),
    ("host:", "host; with a full name, wildcards that cover it as well"),
    ("path:", "path"),
    ("svc:", "service"),
    ("tls:", "yes, partial, no, edge, or the name of a Secret"),
    ("address:", "address of the load balancer; address:none has none"),
    ("label:", "label:team or label:team=shop"),
    ("annotation:", "annotation:key or annotation:key=value"),
    ("age:", "age:<7d or age:>30d"),
    ("changed:", "changed:<10m"),
    ("finding:", "error, warning, notice, any, none, or a kind such as tls-missing"),
    ("url:", "url:HOST/PATH"),
];
