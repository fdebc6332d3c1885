//! hyper's pooled client on top of [`Dialer`].

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, combinators::UnsyncBoxBody};
use hyper::{Method, Request, Response, Uri, body::Incoming};
use hyper_util::{
    client::legacy::{
        Client, Error,
        connect::{Connected, Connection},
    },
    rt::{TokioExecutor, TokioIo},
};

use super::dial::{ByteStream, Dialer};

/// The body of a request on a pooled connection.
pub type RequestBody = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// Sends requests on pooled connections.
pub type PooledClient = Client<Connector, RequestBody>;

/// A client for the dialer's endpoint.
pub fn client(dialer: &Arc<Dialer>) -> PooledClient {
    Client::builder(TokioExecutor::new()).build(Connector(Arc::clone(dialer)))
}

/// Sends a request on a pooled connection. An engine may close an idle connection at the moment it is reused: a GET,
/// which has no body and changes nothing, is then sent once more.
pub async fn send(client: &PooledClient, request: Request<RequestBody>) -> Result<Response<Incoming>, Error> {
    if request.method() != Method::GET {
        return client.request(request).await;
    }
    let (parts, _) = request.into_parts();
    let get = || Request::from_parts(parts.clone(), empty_body());
    match client.request(get()).await {
        Err(error) if !error.is_connect() => client.request(get()).await,
        response => response,
    }
}

/// The body of a request that has none.
pub fn empty_body() -> RequestBody {
    Empty::new().map_err(Into::into).boxed_unsync()
}

/// A [`Dialer`] as the connector that hyper's client needs.
#[derive(Clone)]
pub struct Connector(Arc<Dialer>);

impl tower_service::Service<Uri> for Connector {
    type Response = PooledStream;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<PooledStream>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        let dialer = Arc::clone(&self.0);
        Box::pin(async move { Ok(PooledStream(TokioIo::new(dialer.dial().await?))) })
    }
}

/// A [`ByteStream`] with hyper's traits.
pub struct PooledStream(TokioIo<ByteStream>);

impl Connection for PooledStream {
    fn connected(&self) -> Connected {
        Connected::new()
    }
}

impl hyper::rt::Read for PooledStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: hyper::rt::ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl hyper::rt::Write for PooledStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
