//! What a process costs the machine, as the kernel tells it.

use std::time::Duration;

use rustix::param::clock_ticks_per_second;

use crate::outcome::Result;
use crate::table::float;

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
        processor: processor_time(id)?.max(processor_ticks(id)?),
        descriptors: std::fs::read_dir(format!("/proc/{id}/fd"))?.count(),
        threads: number("Threads:")?,
    })
}

/// What the process and the threads that it no longer has were given, in ticks of the kernel's clock.
fn processor_ticks(id: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name of the program, in parentheses, may hold spaces.
    let (_, fields) = stat.rsplit_once(')').ok_or("a field is missing in /proc")?;
    let ticks: u64 =
        fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
    Ok(Duration::from_secs_f64(float(ticks) / float(clock_ticks_per_second())))
}

/// The sum over the threads that it has, in nanoseconds: ticks are coarse.
fn processor_time(id: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir(format!("/proc/{id}/task"))? {
        let times = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += times.split_whitespace().next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}
