//! What processes cost, as the kernel tells it.

use procfs::process::{Process, all_processes};
use slipway_e2e::Result;

/// A process and all that it started: for a window, WebKit's processes.
pub struct Family(Vec<Process>);

impl Family {
    /// As it stands now.
    ///
    /// # Errors
    /// When the process is gone.
    pub fn of(pid: u32) -> Result<Self> {
        let everybody: Vec<(Process, i32)> = all_processes()?
            .filter_map(|process| {
                // One that ends meanwhile is none of ours.
                let process = process.ok()?;
                let parent = process.stat().ok()?.ppid;
                Some((process, parent))
            })
            .collect();
        let mut family = vec![Process::new(pid.try_into()?)?];
        let mut next = 0;
        while let Some(parent) = family.get(next).map(Process::pid) {
            for (process, _) in everybody.iter().filter(|(_, known)| *known == parent) {
                family.push(Process::new(process.pid())?);
            }
            next += 1;
        }
        Ok(Self(family))
    }

    /// How many they are.
    pub fn size(&self) -> usize {
        self.0.len()
    }

    /// Processor time so far, in seconds.
    ///
    /// # Errors
    /// When one of them is gone.
    pub fn processor_seconds(&self) -> Result<f64> {
        let mut ticks = 0;
        for process in &self.0 {
            let stat = process.stat()?;
            ticks += stat.utime + stat.stime;
        }
        Ok(ticks as f64 / procfs::ticks_per_second() as f64)
    }

    /// Memory in megabytes: what they share with others is divided among all who share it.
    ///
    /// # Errors
    /// When one of them is gone.
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
