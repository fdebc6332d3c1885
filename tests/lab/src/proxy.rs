//! Bad lines: a TCP proxy that is slow, or that breaks.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use slipway_engine::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::server::{Server, listen};

/// A line that breaks: after so many bytes from the server, a connection is reset.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// The bytes that pass before.
    pub after: u64,
    /// How many connections break, the later ones being whole; all of them when `None`.
    pub times: Option<u32>,
}

/// A proxy in front of a registry, until it is dropped.
#[derive(Debug)]
pub struct Proxy {
    server: Server,
    /// How many connections are still to break.
    breaks: Arc<AtomicU32>,
}

impl Proxy {
    /// A line of so many bytes per second, for all connections together.
    pub fn slow(upstream: &str, bytes_per_second: u32) -> Result<Self> {
        let pace = Arc::new(Pace { bytes_per_second, free: Mutex::new(Instant::now()) });
        Self::start(upstream, Arc::default(), move || Valve::Slow(Arc::clone(&pace)))
    }

    /// A line that breaks.
    pub fn cut(upstream: &str, cut: Cut) -> Result<Self> {
        let left = Arc::new(AtomicU32::new(cut.times.unwrap_or(u32::MAX)));
        let endless = cut.times.is_none();
        let breaks = Arc::clone(&left);
        Self::start(upstream, breaks, move || Valve::Cut { after: cut.after, left: Arc::clone(&left), endless })
    }

    /// How many connections are still to break; means nothing where all do.
    pub fn breaks_left(&self) -> u32 {
        self.breaks.load(Ordering::Relaxed)
    }

    /// Host and port, as they stand before the first slash of a reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }

    fn start(upstream: &str, breaks: Arc<AtomicU32>, valve: impl Fn() -> Valve + Send + 'static) -> Result<Self> {
        let upstream = upstream.to_owned();
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |client| {
            let (upstream, valve) = (upstream.clone(), valve());
            async move {
                // A line that cannot be laid, or breaks by itself, is one to be heard of by the client alone.
                let _ = carry(client, &upstream, valve).await;
            }
        })?;
        Ok(Self { server, breaks })
    }
}

/// What happens to bytes on their way from the server.
enum Valve {
    Slow(Arc<Pace>),
    Cut { after: u64, left: Arc<AtomicU32>, endless: bool },
}

/// When the line is free for the next bytes.
struct Pace {
    bytes_per_second: u32,
    free: Mutex<Instant>,
}

impl Pace {
    async fn pass(&self, bytes: usize) {
        let mut free = self.free.lock().await;
        let start = (*free).max(Instant::now());
        *free = start + Duration::from_secs_f64(bytes as f64 / f64::from(self.bytes_per_second));
        let until = *free;
        drop(free);
        sleep_until(until).await;
    }
}

async fn carry(client: TcpStream, upstream: &str, valve: Valve) -> std::io::Result<()> {
    let server = TcpStream::connect(upstream).await?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let up = tokio::spawn(forward(from_client, to_server));
    let down = match valve {
        Valve::Slow(pace) => slowly(from_server, to_client, &pace).await,
        Valve::Cut { after, left, endless } => until_cut(from_server, to_client, after, &left, endless).await,
    };
    up.abort();
    down
}

async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> std::io::Result<u64> {
    tokio::io::copy(&mut from, &mut to).await
}

async fn slowly(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, pace: &Pace) -> std::io::Result<()> {
    // Twenty steps a second, so that a slow line is an even one.
    let mut buffer = vec![0; (pace.bytes_per_second as usize / 20).clamp(256, 64 * 1024)];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        pace.pass(length).await;
        to.write_all(&buffer[..length]).await?;
    }
}

async fn until_cut(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    after: u64,
    left: &AtomicU32,
    endless: bool,
) -> std::io::Result<()> {
    let passed = tokio::io::copy(&mut (&mut from).take(after), &mut to).await?;
    if passed < after {
        return Ok(());
    }
    let breaks = endless || left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
    if breaks {
        // Closing with nothing to linger for is a reset.
        return to.as_ref().set_zero_linger();
    }
    tokio::io::copy(&mut from, &mut to).await.map(drop)
}
