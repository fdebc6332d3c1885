//! Addresses, names and folders that no other lab of the machine uses.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use slipway_engine::Result;

use crate::failed;

/// How many labs can run at the same time.
const LEASES: u16 = 4096;

/// A number that no other lab has, and the addresses, names and folder derived from it.
///
/// The number is leased by listening on a loopback address derived from it: the kernel grants that address once, and
/// releases it however the process ends.
#[derive(Debug)]
pub struct AddressLease {
    number: u16,
    listener: TcpListener,
}

impl AddressLease {
    /// Leases a free number.
    pub fn take() -> Result<Self> {
        let first = (std::process::id() % u32::from(LEASES)) as u16;
        let mut reason = None;
        for number in (0..LEASES).map(|step| (first + step) % LEASES) {
            match TcpListener::bind((loopback(number), 443)) {
                Ok(listener) => return Ok(Self { number, listener }),
                Err(error) => reason = Some(error),
            }
        }
        Err(failed("no address lease is free", &reason.map(|error| error.to_string()).unwrap_or_default()))
    }

    /// The listener that holds the lease: port 443 of the lab's loopback address.
    pub fn listener(&self) -> Result<TcpListener> {
        self.listener.try_clone().map_err(|error| failed("address lease", &error))
    }

    /// The lab's loopback address with this port.
    pub fn address(&self, port: u16) -> SocketAddr {
        (loopback(self.number), port).into()
    }

    /// An address of this lab on which nothing listens.
    pub fn unused_address(&self) -> Ipv4Addr {
        let [high, low] = self.number.to_be_bytes();
        Ipv4Addr::new(127, 89, high, low)
    }

    /// The lab's folder. The path is short, since a socket's path has at most 107 bytes.
    pub fn folder(&self) -> PathBuf {
        std::env::temp_dir().join(format!("slipway-lab-{}-{}", std::process::id(), self.number))
    }

    /// The name of the engine's bridge.
    pub fn bridge(&self) -> String {
        format!("slab{}", self.number)
    }

    /// The bridge's own address.
    pub fn gateway(&self) -> Ipv4Addr {
        let [high, low] = self.number.to_be_bytes();
        Ipv4Addr::new(10, 201 + high, low, 1)
    }

    /// The bridge's address with its prefix length.
    pub fn bridge_address(&self) -> String {
        format!("{}/24", self.gateway())
    }

    /// The subnet of Podman's containers.
    pub fn podman_subnet(&self) -> String {
        let [high, low] = self.number.to_be_bytes();
        format!("10.{}.{low}.0/24", 217 + high)
    }
}

fn loopback(number: u16) -> Ipv4Addr {
    let [high, low] = number.to_be_bytes();
    Ipv4Addr::new(127, 88, high, low)
}
