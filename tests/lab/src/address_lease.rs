//! A place of one's own among all the labs of the machine.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;

use slipway_engine::Result;

use crate::failed;

/// How many labs can stand side by side.
const BERTHS: u16 = 4096;

/// A number that no other lab has, and what follows from it: addresses, names, a folder.
///
/// It is taken by listening on a loopback address of that number, which the kernel gives only once, and gives back
/// whatever way the process goes.
#[derive(Debug)]
pub struct AddressLease {
    number: u16,
    listener: TcpListener,
}

impl AddressLease {
    /// Takes a free number.
    pub fn take() -> Result<Self> {
        let first = (std::process::id() % u32::from(BERTHS)) as u16;
        let mut reason = None;
        for number in (0..BERTHS).map(|step| (first + step) % BERTHS) {
            match TcpListener::bind((loopback(number), 443)) {
                Ok(listener) => return Ok(Self { number, listener }),
                Err(error) => reason = Some(error),
            }
        }
        Err(failed("no lease is free", &reason.map(|error| error.to_string()).unwrap_or_default()))
    }

    /// The listener that holds the number: port 443 of the lab's loopback address.
    pub fn listener(&self) -> Result<TcpListener> {
        self.listener.try_clone().map_err(|error| failed("lease", &error))
    }

    /// A port of the lab's loopback address.
    pub fn address(&self, port: u16) -> SocketAddr {
        (loopback(self.number), port).into()
    }

    /// An address of the lab's where nothing listens.
    pub fn nowhere(&self) -> Ipv4Addr {
        let [high, low] = self.number.to_be_bytes();
        Ipv4Addr::new(127, 89, high, low)
    }

    /// The lab's folder. Short, since a socket's path has 107 bytes at most.
    pub fn folder(&self) -> PathBuf {
        std::env::temp_dir().join(format!("slipway-lab-{}-{}", std::process::id(), self.number))
    }

    /// The name of the engine's bridge.
    pub fn bridge(&self) -> String {
        format!("slab{}", self.number)
    }

    /// The address of the bridge itself.
    pub fn gateway(&self) -> Ipv4Addr {
        let [high, low] = self.number.to_be_bytes();
        Ipv4Addr::new(10, 201 + high, low, 1)
    }

    /// The address of the bridge with its prefix length.
    pub fn bridge_address(&self) -> String {
        format!("{}/24", self.gateway())
    }

    /// The network of Podman's containers.
    pub fn podman_subnet(&self) -> String {
        let [high, low] = self.number.to_be_bytes();
        format!("10.{}.{low}.0/24", 217 + high)
    }
}

fn loopback(number: u16) -> Ipv4Addr {
    let [high, low] = number.to_be_bytes();
    Ipv4Addr::new(127, 88, high, low)
}
