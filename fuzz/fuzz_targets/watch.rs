#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kube_ingress_dash_fuzz::watch::check(bytes));
