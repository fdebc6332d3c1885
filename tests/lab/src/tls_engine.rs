//! An engine behind TLS.

use std::net::TcpListener;
use std::path::PathBuf;

use slipway_engine::Result;
use slipway_engine::connect::Surroundings;

use crate::{Authority, Lab, LabOptions, failed};

/// A dockerd that listens with TLS as well, and what is needed to talk to it.
pub struct TlsEngine {
    /// The engine, which has a socket, too.
    pub lab: Lab,
    /// Where it speaks TLS, as `DOCKER_HOST` takes it.
    pub address: String,
    /// Who it trusts, and who vouches for it.
    pub ours: Authority,
    /// For certificates; it is gone with this.
    pub folder: PathBuf,
}

impl TlsEngine {
    /// Starts it.
    ///
    /// # Errors
    /// When there is no port, or the engine does not start.
    pub async fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .map_err(|error| failed("port", &error))?
            .port();
        let folder = std::env::temp_dir().join(format!("slipway-guarded-{}-{port}", std::process::id()));
        let ours = Authority::new()?;
        let server = folder.join("server");
        ours.write_server(&server, "127.0.0.1")?;
        let address = format!("tcp://127.0.0.1:{port}");
        let mut flags = vec!["-H".into(), address.clone().into(), "--tlsverify".into()];
        for (flag, file) in [("--tlscacert", "ca.pem"), ("--tlscert", "cert.pem"), ("--tlskey", "key.pem")] {
            flags.extend([flag.into(), server.join(file).into()]);
        }
        let lab = Lab::start(LabOptions { daemon_flags: flags, ..LabOptions::default() }).await?;
        Ok(Self { lab, address, ours, folder })
    }

    /// As the environment would say it, with the certificates in that folder.
    pub fn surroundings(&self, certificates: &str) -> Surroundings {
        Surroundings {
            docker_host: Some(self.address.clone()),
            docker_tls_verify: true,
            docker_cert_path: Some(self.folder.join(certificates)),
            ..Surroundings::default()
        }
    }
}

impl Drop for TlsEngine {
    fn drop(&mut self) {
        // Whether it goes is of no consequence to what was tested.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
