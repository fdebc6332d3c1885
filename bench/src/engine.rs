//! The engine's own response times: one request, one response, nothing in between.

use std::{path::Path, time::Instant};

use slipway_e2e::Result;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

/// How long the engine takes to respond to a GET request, in milliseconds.
pub async fn response_time(socket: &Path, target: &str) -> Result<f64> {
    let start = Instant::now();
    let mut stream = UnixStream::connect(socket).await?;
    let request = format!("GET {target} HTTP/1.0\r\nHost: docker\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response).await?;
    if !response.starts_with(b"HTTP/1.0 200") {
        return Err(format!("{target}: {}", String::from_utf8_lossy(&response)).into());
    }
    Ok(milliseconds(start))
}

/// Milliseconds since `start`.
pub fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
