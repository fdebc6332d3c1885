//! A remote machine: an sshd on loopback with keys of its own, and an `ssh` configured for it. The user's own keys and
//! settings are not used: OpenSSH finds them through passwd, so other settings are passed on the command line.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use slipway_engine::Result;
use slipway_engine::{
    host::find_program,
    practice::process::{Isolation, Launch, Process},
};
use tokio::net::TcpStream;
use tokio::process::Command;

use crate::failed;

const TIMEOUT: Duration = Duration::from_secs(20);

/// An sshd that accepts root with one key, until it is dropped.
#[derive(Debug)]
pub struct SshServer {
    _server: Process,
    address: SocketAddr,
    folder: PathBuf,
}

impl SshServer {
    pub(crate) async fn start(address: SocketAddr, folder: PathBuf, settings: &str) -> Result<Self> {
        let io = |error: std::io::Error| failed("sshd", &error);
        let file = |name: &str| folder.join(name);
        // sshd's privilege separation directory; the package's service would create it in /run.
        fs::create_dir_all(file("run/sshd")).map_err(io)?;
        for key in ["host", "user"] {
            generate(&file(key)).await?;
        }
        let host_key = fs::read_to_string(file("host.pub")).map_err(io)?;
        let (host, port) = (address.ip(), address.port());
        let server = format!(
            "ListenAddress {host}:{port}\nHostKey {}\nAuthorizedKeysFile {}\nPidFile none\nUsePAM no\nStrictModes no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n{settings}\n",
            file("host").display(),
            file("user.pub").display(),
        );
        let client = format!(
            "IdentityFile {}\nIdentitiesOnly yes\nUserKnownHostsFile {}\nGlobalKnownHostsFile none\n\
             StrictHostKeyChecking yes\n",
            file("user").display(),
            file("known_hosts").display(),
        );
        let ssh = find_program("ssh").ok_or_else(|| failed("ssh", &"not installed"))?;
        let ssh_script = format!("#!/bin/sh\nexec {} -F {} \"$@\"\n", ssh.display(), file("client").display());
        fs::create_dir_all(file("bin")).map_err(io)?;
        for (name, content) in [
            ("server", server),
            ("client", client),
            ("known_hosts", format!("[{host}]:{port} {host_key}")),
            ("bin/ssh", ssh_script),
        ] {
            fs::write(file(name), content).map_err(io)?;
        }
        fs::set_permissions(file("bin/ssh"), fs::Permissions::from_mode(0o755)).map_err(io)?;

        // sshd executes itself for each connection, by its absolute path.
        let sshd = find_program("sshd").ok_or_else(|| failed("sshd (package openssh-server)", &"not installed"))?;
        let launch = Launch {
            isolation: Some(Isolation { replaced: vec![(file("run"), "/run".into())], ..Isolation::default() }),
            ..Launch::new(sshd, file("sshd.log")).args(["-D", "-e", "-f"]).args([file("server")])
        };
        let mut server = Process::start(&launch)?;
        server.ready(TIMEOUT, async || TcpStream::connect(address).await.ok()).await?;
        Ok(Self { _server: server, address, folder })
    }

    /// The address of an engine on the remote machine, as in `DOCKER_HOST`.
    pub fn docker_host(&self, socket: &Path) -> String {
        format!("ssh://root@{}{}", self.address, socket.display())
    }

    /// A folder with the `ssh` configured for this server, to prepend to `PATH`.
    pub fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// The only accepted private key.
    pub fn key(&self) -> PathBuf {
        self.folder.join("user")
    }
}

impl Drop for SshServer {
    fn drop(&mut self) {
        // The next lab that leases this one's number has a folder of the same name.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

async fn generate(key: &Path) -> Result<()> {
    let mut program = Command::new("ssh-keygen");
    let output = program.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(key).output().await;
    let output = output.map_err(|error| failed("ssh-keygen", &error))?;
    let printed = [output.stdout, output.stderr].concat();
    if output.status.success() { Ok(()) } else { Err(failed("ssh-keygen", &String::from_utf8_lossy(&printed))) }
}
