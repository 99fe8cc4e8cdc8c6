//! What a process costs the machine, as the kernel tells it.

use std::time::Duration;

use crate::outcome::Result;

/// The cost of a process at one moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    /// Memory that it holds, in bytes.
    pub(crate) resident: u64,
    /// The most that it ever held, in bytes.
    pub(crate) peak: u64,
    /// Processor time since its start.
    pub(crate) processor: Duration,
    pub(crate) descriptors: usize,
    pub(crate) threads: u64,
}

/// The cost of the process with this id.
pub(crate) fn usage(id: u32) -> Result<Usage> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status"))?;
    let number = |name: &str| -> Result<u64> {
        let line =
            status.lines().find_map(|line| line.strip_prefix(name)).ok_or("a line is missing in /proc")?;
        let digits: String = line.chars().filter(char::is_ascii_digit).collect();
        Ok(digits.parse()?)
    };
    Ok(Usage {
        resident: number("VmRSS:")? * 1024,
        peak: number("VmHWM:")? * 1024,
        processor: processor_time(id)?,
        descriptors: std::fs::read_dir(format!("/proc/{id}/fd"))?.count(),
        threads: number("Threads:")?,
    })
}

/// The sum over its threads, in nanoseconds: the clock ticks of `/proc/ID/stat` are too coarse.
fn processor_time(id: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir(format!("/proc/{id}/task"))? {
        let times = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += times.split_whitespace().next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}
