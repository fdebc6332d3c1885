//! What the engine itself takes: one request, one answer, nothing in between.

use std::{path::Path, time::Instant};

use slipway_e2e::Result;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
};

/// How long the engine takes to answer a GET, in milliseconds.
///
/// # Errors
/// When it does not.
pub async fn answer_time(socket: &Path, target: &str) -> Result<f64> {
    let start = Instant::now();
    let mut stream = UnixStream::connect(socket).await?;
    let request = format!("GET {target} HTTP/1.0\r\nHost: docker\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    if !answer.starts_with(b"HTTP/1.0 200") {
        return Err(format!("{target}: {}", String::from_utf8_lossy(&answer)).into());
    }
    Ok(milliseconds(start))
}

/// Milliseconds since.
pub fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1000.0
}
