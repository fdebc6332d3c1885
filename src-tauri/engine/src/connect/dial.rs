use std::{
    future::Future,
    io,
    path::Path,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use hyper::Uri;
use hyper_util::{
    client::legacy::connect::{Connected, Connection},
    rt::TokioIo,
};
use parking_lot::Mutex;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf},
    net::TcpStream,
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
};

use super::Address;
use crate::{
    error::{Error, ErrorCode, Result},
    wire::{Endpoint, TlsFiles},
};

/// Bytes both ways to an engine, however they travel.
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
    /// [`ErrorCode::AddressInvalid`]; [`ErrorCode::TlsFailed`] when its certificates cannot be read.
    pub fn new(endpoint: &Endpoint) -> Result<Self> {
        let address = Address::parse(&endpoint.address)?;
        let tls = endpoint.tls.as_ref().map(tls_config).transpose().map_err(|error| {
            Error::new(ErrorCode::TlsFailed).with("address", &endpoint.address).saying(error.to_string())
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
                    .set_tcp_keepalive(&TcpKeepalive::new().with_time(SILENCE).with_interval(SILENCE))?;
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
                Ok(Box::new(SshStream::open(destination, *port, socket.as_deref())?))
            }
            #[allow(unreachable_patterns, reason = "which arms are left depends on the system")]
            _ => Err(io::Error::new(io::ErrorKind::Unsupported, "this kind of address does not exist on this system")),
        }
    }
}

/// Reads `ca.pem`, `cert.pem` and `key.pem` as the docker CLI does; without `ca.pem` the system's roots count.
fn tls_config(files: &TlsFiles) -> io::Result<Arc<rustls::ClientConfig>> {
    let folder = Path::new(&files.folder);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let builder = if files.verify {
        let authority = folder.join("ca.pem");
        let roots = if authority.exists() {
            let mut roots = rustls::RootCertStore::empty();
            for certificate in certificates(&authority)? {
                roots.add(certificate).map_err(io::Error::other)?;
            }
            roots
        } else {
            system_roots()
        };
        builder.with_root_certificates(roots)
    } else {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(unverified::AnyCertificate(provider)))
    };
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let config = if certificate.exists() && key.exists() {
        let key = PrivateKeyDer::from_pem_file(&key).map_err(io::Error::other)?;
        builder.with_client_auth_cert(certificates(&certificate)?, key).map_err(io::Error::other)?
    } else {
        builder.with_no_client_auth()
    };
    Ok(Arc::new(config))
}

/// The authorities that this system trusts.
pub(crate) fn system_roots() -> rustls::RootCertStore {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

fn certificates(file: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(file)
        .map_err(io::Error::other)?
        .collect::<std::result::Result<_, _>>()
        .map_err(io::Error::other)
}

/// For contexts with `SkipTLSVerify` and for `DOCKER_TLS` without `DOCKER_TLS_VERIFY`: the user's own choice.
mod unverified {
    use std::sync::Arc;

    use rustls::{
        DigitallySignedStruct, Error, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    };
    use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

    #[derive(Debug)]
    pub struct AnyCertificate(pub Arc<CryptoProvider>);

    impl ServerCertVerifier for AnyCertificate {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.0.signature_verification_algorithms.supported_schemes()
        }
    }
}

/// After how much silence the other side is asked whether it is still there: a network that went away while the computer slept
/// tells nobody.
const SILENCE: Duration = Duration::from_secs(15);
/// How much of what ssh complains of is kept, in bytes.
const COMPLAINT: usize = 4096;
/// How long ssh may take to say why, once its output has ended.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// The standard streams of an ssh process that speaks for a far engine; the process ends with the stream.
struct SshStream {
    input: ChildStdin,
    output: ChildStdout,
    /// Whether anything has come. If not, the output's end is a failure, and the complaint says why.
    heard: bool,
    complaint: Pin<Box<dyn Future<Output = String> + Send>>,
    _ssh: Child,
}

impl SshStream {
    fn open(destination: &str, port: Option<u16>, socket: Option<&str>) -> io::Result<Self> {
        let mut command = Command::new("ssh");
        command.args(["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T"]);
        command.args(["-o", &format!("ServerAliveInterval={}", SILENCE.as_secs()), "-o", "ServerAliveCountMax=3"]);
        if let Some(port) = port {
            command.args(["-p", &port.to_string()]);
        }
        command.args(["--", destination, "docker"]);
        if let Some(socket) = socket {
            command.args(["--host", &shell_words::quote(&format!("unix://{socket}"))]);
        }
        command.args(["system", "dial-stdio"]);
        let mut ssh = command
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        match (ssh.stdin.take(), ssh.stdout.take(), ssh.stderr.take()) {
            (Some(input), Some(output), Some(stderr)) => {
                Ok(Self { input, output, heard: false, complaint: Box::pin(complaint(stderr)), _ssh: ssh })
            }
            _ => Err(io::Error::other("ssh was started without its streams")),
        }
    }
}

/// What ssh complains of, to be asked for when its output has ended. It is read from the start, so that ssh never waits.
fn complaint(mut stderr: ChildStderr) -> impl Future<Output = String> + Send {
    let said = Arc::new(Mutex::new(Vec::new()));
    let reading = tokio::spawn({
        let said = Arc::clone(&said);
        async move {
            let mut chunk = [0; 1024];
            while let Ok(read @ 1..) = stderr.read(&mut chunk).await {
                let mut said = said.lock();
                let room = COMPLAINT - said.len();
                said.extend_from_slice(&chunk[..read.min(room)]);
            }
        }
    });
    async move {
        // An ssh that keeps its connection for others (`ControlPersist`) never closes this.
        let _ = tokio::time::timeout(LAST_WORDS, reading).await;
        let said = said.lock();
        String::from_utf8_lossy(&said).trim().to_owned()
    }
}

impl AsyncRead for SshStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.output).poll_read(cx, buf))?;
        if !self.heard && buf.filled().len() == before {
            let said = ready!(self.complaint.as_mut().poll(cx));
            self.heard = true;
            return Poll::Ready(Err(io::Error::other(said)));
        }
        self.heard = true;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for SshStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.input).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.input).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.input).poll_shutdown(cx)
    }
}

/// A [`Dialer`] as hyper's pooled client wants it.
#[derive(Clone)]
pub struct Connector(pub Arc<Dialer>);

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

/// A [`ByteStream`] in hyper's clothes.
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
