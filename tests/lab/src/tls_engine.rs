//! An engine behind TLS.

use std::net::TcpListener;
use std::path::PathBuf;

use slipway_engine::Result;
use slipway_engine::connect::Environment;

use crate::{Authority, Lab, LabOptions, failed};

/// A dockerd that also listens with TLS, and what clients need to connect.
pub struct TlsEngine {
    /// The engine, which has a socket too.
    pub lab: Lab,
    /// The address of the TLS port, as in `DOCKER_HOST`.
    pub address: String,
    /// The authority that signed the engine's certificate and whose clients it accepts.
    pub authority: Authority,
    /// A folder for certificates, deleted with this value.
    pub folder: PathBuf,
}

impl TlsEngine {
    /// Starts an engine that requires client certificates.
    pub async fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|error| failed("port", &error))?
            .port();
        let folder = std::env::temp_dir().join(format!("slipway-tls-{}-{port}", std::process::id()));
        let authority = Authority::new()?;
        let server = folder.join("server");
        authority.write_server(&server, "127.0.0.1")?;
        let address = format!("tcp://127.0.0.1:{port}");
        let mut flags = vec!["-H".into(), address.clone().into(), "--tlsverify".into()];
        for (flag, file) in [("--tlscacert", "ca.pem"), ("--tlscert", "cert.pem"), ("--tlskey", "key.pem")] {
            flags.extend([flag.into(), server.join(file).into()]);
        }
        let lab = Lab::start(LabOptions { daemon_flags: flags, ..LabOptions::default() }).await?;
        Ok(Self { lab, address, authority, folder })
    }

    /// An environment that chooses this engine, with the certificates in this subfolder.
    pub fn environment(&self, certificates: &str) -> Environment {
        Environment {
            docker_host: Some(self.address.clone()),
            docker_tls_verify: true,
            docker_cert_path: Some(self.folder.join(certificates)),
            ..Environment::default()
        }
    }
}

impl Drop for TlsEngine {
    fn drop(&mut self) {
        // A leftover folder affects no test.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
