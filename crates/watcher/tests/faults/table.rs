//! The table of all cases names tests that exist.

use std::path::Path;

#[test]
fn every_case_of_the_table_has_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = std::fs::read_to_string(root.join("docs/fault-cases.md")).unwrap();
    let mut cases = 0;
    for row in table.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [number, case, test, against] = cells[..] else { panic!("{row}") };
        let Some(test) = test.strip_prefix('`').and_then(|test| test.strip_suffix('`')) else { continue };
        if !number.is_empty() {
            cases += 1;
            assert_eq!((number, case.is_empty()), (cases.to_string().as_str(), false), "{row}");
        }
        assert!(!against.is_empty(), "{row}");
        let (path, name) = test.split_once("::").unwrap_or((test, ""));
        let source =
            std::fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(name.is_empty() || source.contains(&format!("fn {name}(")), "{test}");
    }
    assert_eq!(cases, 30);
}
