//! A registry on loopback, and pushing images to it without an engine.

use std::path::PathBuf;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HOST, LOCATION};
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::net::TcpStream;

use super::images::{Blob, Image, manifest_list};
use super::process::{Launch, Process, failed};
use crate::{
    error::{Error, ErrorCode, Result},
    host::find_program,
};

/// How long a registry may take to listen. Measured: 30 to 60 ms.
const START_TIMEOUT: Duration = Duration::from_secs(20);

/// A registry to start.
#[derive(Debug, Clone)]
pub struct Registry {
    /// The folder for its configuration and its storage.
    pub folder: PathBuf,
    /// The login that it requires, if any.
    pub password: Option<Password>,
    /// Whether the folder is deleted when the registry has ended, see [`Launch::temporary`].
    pub temporary: bool,
}

/// The one user of a registry with a password.
#[derive(Debug, Clone)]
pub struct Password {
    /// The user's name.
    pub user: String,
    /// The password.
    pub password: String,
    /// An htpasswd file (bcrypt) with the same login.
    pub file: PathBuf,
}

/// A registry that listens. Dropping it ends it and keeps its storage.
#[derive(Debug)]
pub struct RunningRegistry {
    process: Process,
    address: String,
    authorization: Option<String>,
}

impl Registry {
    /// A registry without a login.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), password: None, temporary: false }
    }

    /// Starts the registry on a free port of 127.0.0.1.
    pub async fn start(&self) -> Result<RunningRegistry> {
        let program = ["docker-registry", "registry"]
            .into_iter()
            .find(|name| find_program(name).is_some())
            .ok_or_else(|| Error::new(ErrorCode::PracticeUnavailable).with("missing", "docker-registry"))?;
        let configuration = self.folder.join("config.yml");
        std::fs::create_dir_all(&self.folder)
            .and_then(|()| std::fs::write(&configuration, self.configuration().to_string()))
            .map_err(|error| failed(program, &error))?;

        let log = self.folder.join("registry.log");
        let mut launch = Launch::new(program, &log).args(["serve".into(), configuration.into_os_string()]);
        launch.temporary = self.temporary.then(|| self.folder.clone());
        let mut process = Process::start(&launch)?;
        let address =
            process.ready(START_TIMEOUT, async || listening_address(&std::fs::read_to_string(&log).ok()?)).await?;
        let authorization = self.password.as_ref().map(|Password { user, password, .. }| {
            format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
        });
        Ok(RunningRegistry { process, address, authorization })
    }

    /// The registry's configuration: JSON, which is also YAML. The kernel chooses the port, which is read from the log.
    fn configuration(&self) -> serde_json::Value {
        let mut configuration = json!({
            "version": "0.1",
            "log": { "level": "info", "accesslog": { "disabled": true } },
            "storage": {
                "filesystem": { "rootdirectory": self.folder.join("storage") },
                "delete": { "enabled": true },
            },
            "http": { "addr": "127.0.0.1:0" },
        });
        if let Some(password) = &self.password {
            configuration["auth"] = json!({ "htpasswd": { "realm": "practice", "path": password.file } });
        }
        configuration
    }
}

/// The address in the log's line `listening on 127.0.0.1:40123`.
fn listening_address(log: &str) -> Option<String> {
    let (_, rest) = log.split_once("listening on ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':')?;
    Some(rest[..end].to_owned())
}

impl RunningRegistry {
    /// Host and port, as in a reference before the first slash.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Ends the registry.
    pub async fn stop(self) {
        self.process.stop().await;
    }

    /// Kills the registry at once.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Pushes an image under these tags. Blobs that the registry has are not sent again.
    pub async fn push(&self, repository: &str, tags: &[&str], image: &Image) -> Result<()> {
        self.push_content(repository, image).await?;
        for tag in tags {
            self.put_manifest(repository, tag, &image.manifest).await?;
        }
        Ok(())
    }

    /// Pushes images for several platforms under one tag.
    pub async fn push_platforms(&self, repository: &str, tag: &str, images: &[Image]) -> Result<()> {
        for image in images {
            self.push_content(repository, image).await?;
            self.put_manifest(repository, &image.manifest.digest, &image.manifest).await?;
        }
        self.put_manifest(repository, tag, &manifest_list(images)).await
    }

    async fn push_content(&self, repository: &str, image: &Image) -> Result<()> {
        for blob in image.layers.iter().chain([&image.config]) {
            self.push_blob(repository, blob).await?;
        }
        Ok(())
    }

    /// Pushes a blob: POST for an upload location, PUT to it (distribution specification, "Pushing a blob
    /// monolithically").
    async fn push_blob(&self, repository: &str, blob: &Blob) -> Result<()> {
        let Blob { digest, bytes, .. } = blob;
        let existing = self.send(Method::HEAD, &format!("/v2/{repository}/blobs/{digest}"), None).await?;
        if existing.status() == StatusCode::OK {
            return Ok(());
        }
        let upload = self.send(Method::POST, &format!("/v2/{repository}/blobs/uploads/"), None).await?;
        let upload = expect(upload, StatusCode::ACCEPTED)?;
        let location = upload.headers().get(LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
        let separator = if location.contains('?') { '&' } else { '?' };
        let target = format!("{location}{separator}digest={digest}");
        let content = Some(("application/octet-stream", bytes.clone()));
        expect(self.send(Method::PUT, &target, content).await?, StatusCode::CREATED).map(drop)
    }

    async fn put_manifest(&self, repository: &str, tag: &str, manifest: &Blob) -> Result<()> {
        let target = format!("/v2/{repository}/manifests/{tag}");
        let content = Some((manifest.media_type, manifest.bytes.clone()));
        expect(self.send(Method::PUT, &target, content).await?, StatusCode::CREATED).map(drop)
    }

    async fn send(&self, method: Method, target: &str, content: Option<(&str, Bytes)>) -> Result<Response<Bytes>> {
        let path = target.strip_prefix(&format!("http://{}", self.address)).unwrap_or(target);
        let mut request = Request::builder().method(method).uri(path).header(HOST, &self.address);
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        if let Some((media_type, _)) = &content {
            request = request.header(CONTENT_TYPE, *media_type);
        }
        let body = content.map(|(_, bytes)| bytes).unwrap_or_default();
        let request = request.body(Full::new(body)).map_err(|error| Error::internal(error.to_string()))?;
        exchange(&self.address, request).await.map_err(|error| failed("registry", &error))
    }
}

/// Sends one request on a connection of its own: on loopback that costs nothing.
async fn exchange(address: &str, request: Request<Full<Bytes>>) -> std::io::Result<Response<Bytes>> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(std::io::Error::other)?;
    let connection = tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(std::io::Error::other)?;
    let (head, body) = response.into_parts();
    let body = body.collect().await.map_err(std::io::Error::other)?.to_bytes();
    connection.abort();
    Ok(Response::from_parts(head, body))
}

fn expect(response: Response<Bytes>, status: StatusCode) -> Result<Response<Bytes>> {
    if response.status() == status {
        return Ok(response);
    }
    let message = String::from_utf8_lossy(response.body()).into_owned();
    Err(failed("registry", &format!("{}: {message}", response.status())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_parsed_from_the_log() {
        let address = listening_address(r#"level=info msg="listening on 127.0.0.1:40123" version=2.8"#);
        assert_eq!(address.as_deref(), Some("127.0.0.1:40123"), "without the quote after the port");
    }
}
