//! An HTTP proxy that connects to nothing.

use std::net::Ipv4Addr;

use slipway_engine::Result;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use crate::server::{Server, listen};

/// A proxy that answers each CONNECT with the status in its target: `407.example:443` with `407 Proxy Authentication
/// Required`. Once it is dropped, connections to it are refused.
#[derive(Debug)]
pub struct RefusingProxy {
    server: Server,
}

impl RefusingProxy {
    /// Starts the proxy.
    pub fn start() -> Result<Self> {
        let server = Server::start(listen(Ipv4Addr::LOCALHOST)?, |stream| async {
            // Only the client needs to learn of a connection that fails.
            let _ = answer(stream).await;
        })?;
        Ok(Self { server })
    }

    /// Its address, as in `HTTPS_PROXY`.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }
}

async fn answer(stream: TcpStream) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut request = String::new();
    let mut line = String::new();
    while stream.read_line(&mut line).await? > 2 {
        request.push_str(&line);
        line.clear();
    }
    let target = request.strip_prefix("CONNECT ").unwrap_or_default();
    let status: u16 = target.split('.').next().and_then(|label| label.parse().ok()).unwrap_or(502);
    let reason = hyper::StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let reason = reason.unwrap_or("Refused");
    let response = format!("HTTP/1.1 {status} {reason}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.get_mut().write_all(response.as_bytes()).await?;
    stream.get_mut().shutdown().await
}
