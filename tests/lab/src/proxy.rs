//! A TCP proxy whose connections are slow or break.

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

/// When connections are reset.
#[derive(Debug, Clone, Copy)]
pub struct Cut {
    /// The bytes from the server that pass before the reset.
    pub after: u64,
    /// How many connections break before the later ones work; `None` for all.
    pub times: Option<u32>,
}

/// A proxy in front of a registry, until it is dropped.
#[derive(Debug)]
pub struct Proxy {
    server: Server,
    /// How many connections will still break.
    breaks: Arc<AtomicU32>,
}

impl Proxy {
    /// Starts a proxy that transfers so many bytes per second over all connections together.
    pub fn slow(upstream: &str, bytes_per_second: u32) -> Result<Self> {
        let limit = Arc::new(RateLimit { bytes_per_second, free_at: Mutex::new(Instant::now()) });
        Self::start(upstream, Arc::default(), move || Fault::Slow(Arc::clone(&limit)))
    }

    /// Starts a proxy whose connections break.
    pub fn cut(upstream: &str, cut: Cut) -> Result<Self> {
        let left = Arc::new(AtomicU32::new(cut.times.unwrap_or(u32::MAX)));
        let endless = cut.times.is_none();
        let breaks = Arc::clone(&left);
        Self::start(upstream, breaks, move || Fault::Cut { after: cut.after, left: Arc::clone(&left), endless })
    }

    /// How many connections will still break; meaningless if all do.
    pub fn breaks_left(&self) -> u32 {
        self.breaks.load(Ordering::Relaxed)
    }

    /// Host and port, as in an image reference.
    pub fn address(&self) -> String {
        self.server.address().to_string()
    }

    fn start(upstream: &str, breaks: Arc<AtomicU32>, fault: impl Fn() -> Fault + Send + 'static) -> Result<Self> {
        let upstream = upstream.to_owned();
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, move |client| {
            let (upstream, fault) = (upstream.clone(), fault());
            async move {
                // Only the client needs to learn of a connection that fails.
                let _ = connect(client, &upstream, fault).await;
            }
        })?;
        Ok(Self { server, breaks })
    }
}

/// What happens to bytes from the server.
enum Fault {
    Slow(Arc<RateLimit>),
    Cut { after: u64, left: Arc<AtomicU32>, endless: bool },
}

/// A rate limit, and when the next bytes may be sent.
struct RateLimit {
    bytes_per_second: u32,
    free_at: Mutex<Instant>,
}

impl RateLimit {
    async fn wait_for(&self, bytes: usize) {
        let mut free_at = self.free_at.lock().await;
        let start = (*free_at).max(Instant::now());
        *free_at = start + Duration::from_secs_f64(bytes as f64 / f64::from(self.bytes_per_second));
        let until = *free_at;
        drop(free_at);
        sleep_until(until).await;
    }
}

async fn connect(client: TcpStream, upstream: &str, fault: Fault) -> std::io::Result<()> {
    let server = TcpStream::connect(upstream).await?;
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let up = tokio::spawn(forward(from_client, to_server));
    let down = match fault {
        Fault::Slow(limit) => forward_slowly(from_server, to_client, &limit).await,
        Fault::Cut { after, left, endless } => forward_until_cut(from_server, to_client, after, &left, endless).await,
    };
    up.abort();
    down
}

async fn forward(mut from: OwnedReadHalf, mut to: OwnedWriteHalf) -> std::io::Result<u64> {
    tokio::io::copy(&mut from, &mut to).await
}

async fn forward_slowly(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, limit: &RateLimit) -> std::io::Result<()> {
    // Twenty writes a second, so that the data flows evenly.
    let mut buffer = vec![0; (limit.bytes_per_second as usize / 20).clamp(256, 64 * 1024)];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return Ok(());
        }
        limit.wait_for(length).await;
        to.write_all(&buffer[..length]).await?;
    }
}

async fn forward_until_cut(
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
        // Closing without lingering sends a reset.
        return to.as_ref().set_zero_linger();
    }
    tokio::io::copy(&mut from, &mut to).await.map(drop)
}
