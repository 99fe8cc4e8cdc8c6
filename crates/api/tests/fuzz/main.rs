//! What the fuzzers of `fuzz/` hold, in every run of the tests: with their seeds, with mutations of those, and with
//! any bytes at all. `./just fuzz` goes on from there for as long as one wants.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(unreachable_pub, reason = "the modules are those of a test")]

mod mutation;
mod seeds;
#[path = "../../../../fuzz/src/lib.rs"]
mod ways_in;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

fn hold(name: &str, check: fn(&[u8])) {
    let seeds = seeds::of(name);
    for (_, seed) in &seeds {
        check(seed);
    }
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::default() });
    let bytes = seeds.into_iter().map(|(_, seed)| seed).collect();
    let inputs = prop_oneof![4 => mutation::of_one(bytes), 1 => prop::collection::vec(any::<u8>(), 0..200)];
    let held = runner.run(&inputs, |input| {
        check(&input);
        Ok(())
    });
    if let Err(failure) = held {
        panic!("{name}: {failure}");
    }
}

macro_rules! ways_in {
    ($($name:ident),*) => {
        $(
            #[test]
            fn $name() {
                hold(stringify!($name), ways_in::$name::check);
            }
        )*
    };
}

ways_in!(board, object, position, query, request, retry_after, watch);
