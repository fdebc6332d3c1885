//! A random engine that has been used for a while; the same seed results in the same.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use slipway_engine::practice::{
    images::{Layer, digest},
    recipes::architecture,
};
use slipway_lab::Cli;

use crate::storage::Storage;

/// Performs random operations on an engine.
pub struct World {
    docker: Cli,
    buildkit: Cli,
    random: fastrand::Rng,
    count: usize,
    /// Loaded chains of layers that later images may start with.
    chains: Vec<Vec<Piece>>,
    storage: Storage,
    /// A file for an archive.
    archive: PathBuf,
}

/// A layer of an image to be loaded.
#[derive(Clone)]
struct Piece {
    tar: Vec<u8>,
    /// Lines of history without a layer before it.
    empty_before: usize,
}

impl World {
    /// `folder` is for files of its own.
    pub fn new(docker: Cli, storage: Storage, folder: &Path, seed: u64) -> Self {
        Self {
            buildkit: docker.clone().with_buildkit(),
            docker,
            random: fastrand::Rng::with_seed(seed),
            count: 0,
            chains: Vec::new(),
            storage,
            archive: folder.join("again.tar"),
        }
    }

    pub fn storage(&self) -> &Storage {
        &self.storage
    }

    pub fn random(&mut self) -> &mut fastrand::Rng {
        &mut self.random
    }

    /// Performs one operation. The engine may refuse it: a name is in use, an image is gone.
    pub async fn step(&mut self) {
        match self.random.u8(0..100) {
            0..30 => self.load().await,
            30..52 => self.build().await,
            52..56 => self.build_with_buildkit().await,
            56..68 => self.commit().await,
            68..78 => self.tag().await,
            78..88 => self.container(false).await,
            88..92 => self.container(true).await,
            92..95 => self.pull_by_digest().await,
            95..98 => self.load_again().await,
            _ => self.lose_image().await,
        }
    }

    /// A random image of `docker images -q`, if there is any.
    async fn image(&mut self) -> Option<String> {
        let listed = self.docker.run(&["images", "-q", "--no-trunc"]).await.ok()?;
        let ids: Vec<&str> = listed.lines().collect();
        self.random.choice(ids).map(str::to_owned)
    }

    /// A name that may be taken already.
    fn name(&mut self) -> String {
        format!("slipway-lab/{}:{}", self.random.char('a'..='f'), self.random.u8(1..4))
    }

    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    /// A layer with a file of random size; sometimes without any bytes.
    fn layer(&mut self) -> Layer {
        let number = self.next();
        let bytes = if self.random.u8(0..4) == 0 { 0 } else { self.random.usize(1..60_000) };
        let layer = Layer::new(format!("COPY file-{number} /"));
        if bytes == 0 {
            return layer.directory(&format!("folder-{number}"), 0o755);
        }
        layer.file(&format!("file-{number}"), 0o644, vec![b'x'; bytes])
    }

    /// Loads an image: a chain that was loaded before, or part of it, with new layers on it.
    async fn load(&mut self) {
        let earlier = self.random.choice(0..self.chains.len()).map(|index| self.chains[index].clone());
        let mut chain = earlier.unwrap_or_default();
        chain.truncate(self.random.usize(0..=chain.len()));
        for _ in 0..self.random.usize(1..4) {
            let Ok(tar) = self.layer().tar() else { continue };
            let empty_before = if self.random.bool() { self.random.usize(0..3) } else { 0 };
            chain.push(Piece { tar, empty_before });
        }
        let names = if self.random.u8(0..4) == 0 { vec![] } else { vec![self.name()] };
        let archive = archive(&chain, &names, self.next());
        let _ = self.docker.run_with(&["load", "-q"], &archive).await;
        self.chains.push(chain);
    }

    /// Builds with the legacy builder: each step is an image.
    async fn build(&mut self) {
        let Some(base) = self.image().await else { return };
        let context = self.context(&base);
        let name = self.name();
        let _ = self.docker.run_with(&["build", "-q", "-t", &name, "-"], &context).await;
    }

    async fn build_with_buildkit(&mut self) {
        // BuildKit accepts base images by name only.
        let Ok(listed) = self.docker.run(&["images", "--format", "{{.Repository}}:{{.Tag}}"]).await else { return };
        let names: Vec<&str> = listed.lines().filter(|name| !name.contains("<none>")).collect();
        let Some(base) = self.random.choice(names).map(str::to_owned) else { return };
        let context = self.context(&base);
        let name = self.name();
        let _ = self.buildkit.run_with(&["build", "-q", "-t", &name, "-"], &context).await;
    }

    /// A Dockerfile and the files that it copies.
    fn context(&mut self, base: &str) -> Vec<u8> {
        let mut dockerfile = format!("FROM {base}\n");
        let mut files = Layer::new("");
        for _ in 0..self.random.usize(1..5) {
            let number = self.next();
            match self.random.u8(0..5) {
                0 => dockerfile += &format!("LABEL number={number}\n"),
                1 => dockerfile += &format!("ENV NUMBER={number}\n"),
                2 => dockerfile += &format!("WORKDIR /folder-{number}\n"),
                _ => {
                    files = files.file(&format!("f{number}"), 0o644, vec![b'y'; self.random.usize(0..30_000)]);
                    dockerfile += &format!("COPY f{number} /built/\n");
                }
            }
        }
        files.file("Dockerfile", 0o644, dockerfile).tar().unwrap_or_default()
    }

    async fn commit(&mut self) {
        let Some(base) = self.image().await else { return };
        let box_name = format!("commit-{}", self.next());
        if self.docker.run(&["create", "--name", &box_name, &base, "/none"]).await.is_err() {
            return;
        }
        if let Ok(content) = self.layer().tar() {
            let _ = self.docker.run_with(&["cp", "-", &format!("{box_name}:/")], &content).await;
        }
        let name = self.name();
        let arguments: Vec<&str> = match self.random.u8(0..3) {
            0 => vec!["commit", &box_name],
            _ => vec!["commit", &box_name, &name],
        };
        let _ = self.docker.run(&arguments).await;
        if self.random.u8(0..3) > 0 {
            let _ = self.docker.run(&["rm", &box_name]).await;
        }
    }

    async fn tag(&mut self) {
        let Some(image) = self.image().await else { return };
        let name = self.name();
        let _ = self.docker.run(&["tag", &image, &name]).await;
    }

    async fn container(&mut self, running: bool) {
        let name = format!("box-{}", self.next());
        if running {
            let _ = self.docker.run(&["run", "-d", "--name", &name, "ubuntu:16.04", "sleep", "1000"]).await;
        } else if let Some(image) = self.image().await {
            let _ = self.docker.run(&["create", "--name", &name, &image, "/none"]).await;
        }
    }

    async fn pull_by_digest(&mut self) {
        let _ = self.docker.run(&["pull", "-q", "redis"]).await;
        let Ok(digest) = self.docker.run(&["inspect", "-f", "{{index .RepoDigests 0}}", "redis"]).await else { return };
        let _ = self.docker.run(&["rmi", "redis:latest"]).await;
        let _ = self.docker.run(&["pull", "-q", &digest]).await;
    }

    /// Saves, removes and loads an image, which loses its parents.
    async fn load_again(&mut self) {
        let Some(image) = self.image().await else { return };
        let name = self.name();
        let _ = self.docker.run(&["tag", &image, &name]).await;
        let file = self.archive.display().to_string();
        if self.docker.run(&["save", "-o", &file, &name]).await.is_ok() {
            let _ = self.docker.run(&["rmi", &name]).await;
            let _ = self.docker.run(&["load", "-q", "-i", &file]).await;
            let _ = std::fs::remove_file(file);
        }
    }

    /// Removes an image by force although a stopped container uses it.
    async fn lose_image(&mut self) {
        let Ok(listed) = self.docker.run(&["ps", "-a", "-f", "status=created", "--format", "{{.Image}}"]).await else {
            return;
        };
        if let Some(image) = self.random.choice(listed.lines().collect::<Vec<_>>()).map(str::to_owned) {
            let _ = self.docker.run(&["rmi", "-f", &image]).await;
        }
    }

    /// What is stored once it is as expected, or as it is after a while: an inspection of an image holds its layers until it
    /// ends, even if the image is deleted meanwhile (moby `layer/layer_store.go`).
    pub async fn stored_once(&self, expected: impl Fn(&BTreeMap<String, u64>) -> bool) -> BTreeMap<String, u64> {
        let settling = async {
            let mut poll = tokio::time::interval(Duration::from_millis(20));
            while !expected(&self.storage.files()) {
                poll.tick().await;
            }
        };
        // The caller reports what is not as expected.
        let _ = tokio::time::timeout(Duration::from_secs(10), settling).await;
        self.storage.files()
    }
}

/// An archive for `docker load`.
fn archive(chain: &[Piece], names: &[String], number: usize) -> Vec<u8> {
    let created = "2026-09-01T12:00:00Z";
    let mut history: Vec<Value> = Vec::new();
    for piece in chain {
        for empty in 0..piece.empty_before {
            history.push(json!({ "created": created, "created_by": format!("RUN true {empty}"), "empty_layer": true }));
        }
        history.push(json!({ "created": created, "created_by": "RUN something" }));
    }
    let digests: Vec<String> = chain.iter().map(|piece| digest(&piece.tar)).collect();
    let config = json!({
        "architecture": architecture(),
        "os": "linux",
        "created": created,
        "config": { "Labels": { "number": number.to_string() } },
        "rootfs": { "type": "layers", "diff_ids": digests },
        "history": history,
    })
    .to_string();
    let config_name = format!("{}.json", digest(config.as_bytes()).trim_start_matches("sha256:"));
    let layers: Vec<String> = (0..chain.len()).map(|index| format!("{index}/layer.tar")).collect();
    let manifest = json!([{ "Config": config_name, "RepoTags": names, "Layers": layers }]).to_string();
    let mut archive = tar::Builder::new(Vec::new());
    let mut add = |path: &str, content: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, path, content).expect("a write to memory");
    };
    for (path, piece) in layers.iter().zip(chain) {
        add(path, &piece.tar);
    }
    add(&config_name, config.as_bytes());
    add("manifest.json", manifest.as_bytes());
    archive.into_inner().expect("a write to memory")
}
