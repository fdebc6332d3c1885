//! Processor time and memory of processes, as the kernel reports them.

use procfs::process::{Process, all_processes};
use slipway_e2e::Result;

/// A process and all its descendants, which for a window include WebKit's processes.
pub struct ProcessTree(Vec<Process>);

impl ProcessTree {
    /// The current tree of the process.
    pub fn of(pid: u32) -> Result<Self> {
        let all: Vec<(Process, i32)> = all_processes()?
            .filter_map(|process| {
                // A process that ends meanwhile is skipped.
                let process = process.ok()?;
                let parent = process.stat().ok()?.ppid;
                Some((process, parent))
            })
            .collect();
        let mut tree = vec![Process::new(pid.try_into()?)?];
        let mut next = 0;
        while let Some(parent) = tree.get(next).map(Process::pid) {
            for (process, _) in all.iter().filter(|(_, known)| *known == parent) {
                tree.push(Process::new(process.pid())?);
            }
            next += 1;
        }
        Ok(Self(tree))
    }

    /// The number of processes.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// The processor time so far, in seconds.
    pub fn processor_seconds(&self) -> Result<f64> {
        let mut ticks = 0;
        for process in &self.0 {
            let stat = process.stat()?;
            ticks += stat.utime + stat.stime;
        }
        Ok(ticks as f64 / procfs::ticks_per_second() as f64)
    }

    /// The memory in megabytes, as proportional set size: shared pages are divided among the processes that share them.
    pub fn memory(&self) -> Result<f64> {
        let mut bytes = 0;
        for process in &self.0 {
            for map in process.smaps_rollup()?.memory_map_rollup {
                bytes += map.extension.map.get("Pss").copied().unwrap_or_default();
            }
        }
        Ok(bytes as f64 / 1e6)
    }
}
