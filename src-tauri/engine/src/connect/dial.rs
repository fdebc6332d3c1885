//! Byte streams to an engine, whatever carries them.

mod ssh;
mod tls;

use std::{io, sync::Arc, time::Duration};

use rustls_pki_types::ServerName;
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

use self::ssh::SshStream;
pub(crate) use self::tls::system_roots;
use super::Address;
use crate::{
    error::{Error, ErrorCode, Result},
    wire::Endpoint,
};

/// How long a connection may be silent before the other side is probed: a network that disappears while the computer
/// sleeps closes nothing.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// A bidirectional byte stream to an engine.
pub type ByteStream = Box<dyn Duplex>;

/// Something that can be read from and written to.
pub trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// Opens byte streams to one endpoint.
pub struct Dialer {
    address: Address,
    tls: Option<Arc<rustls::ClientConfig>>,
}

impl Dialer {
    /// # Errors
    /// [`ErrorCode::AddressInvalid`]; [`ErrorCode::TlsFailed`] if the endpoint's certificates cannot be read.
    pub fn new(endpoint: &Endpoint) -> Result<Self> {
        let address = Address::parse(&endpoint.address)?;
        let tls = endpoint.tls.as_ref().map(tls::client_config).transpose().map_err(|error| {
            Error::new(ErrorCode::TlsFailed).with("address", &endpoint.address).with_message(error.to_string())
        })?;
        Ok(Self { address, tls })
    }

    pub fn address(&self) -> &Address {
        &self.address
    }

    pub async fn dial(&self) -> io::Result<ByteStream> {
        match &self.address {
            #[cfg(unix)]
            Address::Unix(path) => Ok(Box::new(tokio::net::UnixStream::connect(path).await?)),
            #[cfg(windows)]
            Address::Pipe(name) => Ok(Box::new(tokio::net::windows::named_pipe::ClientOptions::new().open(name)?)),
            Address::Tcp { host, port } => {
                let stream = TcpStream::connect((host.as_str(), *port)).await?;
                stream.set_nodelay(true)?;
                SockRef::from(&stream)
                    .set_tcp_keepalive(&TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE))?;
                match &self.tls {
                    None => Ok(Box::new(stream)),
                    Some(config) => {
                        let name = ServerName::try_from(host.clone()).map_err(io::Error::other)?;
                        let connector = tokio_rustls::TlsConnector::from(Arc::clone(config));
                        Ok(Box::new(connector.connect(name, stream).await?))
                    }
                }
            }
            Address::Ssh { destination, port, socket } => {
                Ok(Box::new(SshStream::open(destination, *port, socket.as_deref(), KEEPALIVE)?))
            }
            #[allow(unreachable_patterns, reason = "which arms remain depends on the system")]
            _ => Err(io::Error::new(io::ErrorKind::Unsupported, "this kind of address does not exist on this system")),
        }
    }
}
