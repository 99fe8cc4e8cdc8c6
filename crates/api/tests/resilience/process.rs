//! What a process holds, as Linux tells it.

use std::path::PathBuf;

fn path(id: u32, file: &str) -> PathBuf {
    ["/proc", &id.to_string(), file].iter().collect()
}

/// How many file descriptors are open.
pub fn descriptors(id: u32) -> usize {
    std::fs::read_dir(path(id, "fd")).unwrap().count()
}

/// The memory that is in use, in KiB.
pub fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(path(id, "status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
