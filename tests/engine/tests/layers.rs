//! The layers of images on live engines, compared with the file system of a container and the image's history.
#![allow(clippy::unwrap_used)] // In a test's own functions, too.

use std::{fs::File, process::Stdio};

use sha2::{Digest, Sha256};
use slipway_engine::layers::Layers;
use slipway_engine_tests::prelude::*;

const ALL: LayerPage = LayerPage { offset: 0, limit: 1000 };

/// Adds, overwrites, deletes and links files, copies one by a change of its mode, and deletes and recreates a folder.
const DOCKERFILE: &str = "
FROM nginx
RUN mkdir -p /data/sub && cd /data && head -c 300000 /dev/zero > big && head -c 1000 /dev/zero > sub/small && \
    ln sub/small sub/linked && ln -s ../big sub/link && chmod 4755 sub/small && mkfifo -m 640 pipe && mkdir -m 1777 tmp
ENV A=1
RUN rm /data/big && rm -r /data/sub && mkdir /data/sub && echo new > /data/sub/new
RUN chmod 600 /usr/bin/nginx && head -c 5000 /dev/zero > '/data/\u{8239} \u{53f0}'
LABEL b=c
";

struct Bench {
    docker: Cli,
    engine: Engine,
    layers: Layers,
    folder: std::path::PathBuf,
}

impl Bench {
    async fn at(host: String, docker: Cli, folder: &Path) -> Self {
        let endpoint = Endpoint { address: host, source: EndpointSource::DockerHost, name: String::new(), tls: None };
        let engine = Engine::connect(endpoint).await.expect("the engine answers");
        docker.run(&["pull", "-q", "nginx"]).await.expect("the image is pulled");
        std::fs::create_dir_all(folder).unwrap();
        Self { docker, engine, layers: Layers::new(Some(&folder.join("cache"))), folder: folder.to_owned() }
    }

    async fn build(&self, name: &str, dockerfile: &str) {
        self.docker.run_with(&["build", "-q", "-t", name, "-"], dockerfile.as_bytes()).await.expect("it is built");
    }

    /// Reads an image, and returns its ID and the reported phases.
    async fn read(&self, image: &str) -> (String, Vec<LayersPhase>) {
        let listener = Listener::default();
        let outcome = self.layers.read_image(&self.engine, image, &listener.report()).await;
        match outcome.unwrap_or_else(|error| panic!("reading {image} failed: {error}")) {
            Outcome::Image { id, .. } => (id, listener.phases()),
            other => panic!("an image was read, not {other:?}"),
        }
    }

    async fn summary(&self, image: &str) -> ImageLayers {
        self.layers.image(image, &LayerColours::default()).await.expect("the cache can be read").expect("it was read")
    }

    /// All paths of a tree except the root.
    async fn tree(&self, image: &str, layer: Option<u32>) -> Vec<LayerNode> {
        let view = LayerView { image: image.to_owned(), layer };
        let (mut all, mut folders) = (Vec::new(), vec![0]);
        while let Some(folder) = folders.pop() {
            let found = self.layers.children(view.clone(), folder, LayerOrder::Name, ALL).await.expect("it was read");
            assert_eq!(found.total as usize, found.nodes.len(), "no folder has more than one page");
            folders.extend(found.nodes.iter().filter(|node| node.children > 0).map(|node| node.id));
            all.extend(found.nodes);
        }
        all
    }

    /// The file system of a container of the image, as the engine exports it.
    async fn exported(&self, image: &str) -> BTreeMap<String, Entry> {
        self.docker.run(&["create", "--name", "exported", image, "x"]).await.expect("a container is created");
        let file = self.folder.join("exported.tar");
        self.docker.run(&["export", "-o", file.to_str().unwrap(), "exported"]).await.expect("it is exported");
        self.docker.run(&["rm", "exported"]).await.expect("it is removed");
        let mut archive = tar::Archive::new(File::open(file).unwrap());
        let entries = archive.entries().unwrap().map(|entry| {
            let entry = entry.unwrap();
            let path = format!("/{}", entry.path().unwrap().display());
            let kind = entry.header().entry_type();
            let link = entry.link_name().unwrap().map(|link| link.display().to_string()).unwrap_or_default();
            let entry = Entry {
                kind: match kind {
                    tar::EntryType::Directory => LayerNodeKind::Folder,
                    tar::EntryType::Symlink => LayerNodeKind::Symlink,
                    tar::EntryType::Fifo => LayerNodeKind::Pipe,
                    _ => LayerNodeKind::File,
                },
                // The archive chooses which of a file's names has the bytes.
                size: (kind == tar::EntryType::Regular).then_some(entry.size()),
                mode: entry.header().mode().unwrap() & 0o7777,
                owner: (entry.header().uid().unwrap() as u32, entry.header().gid().unwrap() as u32),
                link: if kind == tar::EntryType::Symlink { link } else { String::new() },
            };
            (path.trim_end_matches('/').to_owned(), entry)
        });
        entries.filter(|(path, _)| !path.is_empty() && !is_engine_file(path)).collect()
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Entry {
    kind: LayerNodeKind,
    size: Option<u64>,
    mode: u32,
    owner: (u32, u32),
    link: String,
}

/// Whether engines add the path to every container.
fn is_engine_file(path: &str) -> bool {
    let files =
        ["/.dockerenv", "/etc/hostname", "/etc/hosts", "/etc/mtab", "/etc/resolv.conf", "/etc", "/run/.containerenv"];
    files.contains(&path) || ["/dev", "/proc", "/sys"].iter().any(|folder| path.starts_with(folder))
}

/// The permission bits of a mode as `ls -l` prints it.
fn bits(letters: &str) -> u32 {
    let letters: Vec<char> = letters.chars().skip(1).collect();
    let plain = letters.iter().enumerate().map(|(place, letter)| match letter {
        '-' | 'S' | 'T' => 0,
        _ => 1 << (8 - place),
    });
    let special = [(2, 0o4000), (5, 0o2000), (8, 0o1000)];
    let special = special.iter().filter(|(place, _)| "sStT".contains(letters[*place])).map(|(_, bit)| *bit);
    plain.chain(special).sum()
}

#[derive(Clone, Default)]
struct Listener {
    phases: Arc<Mutex<Vec<LayersPhase>>>,
    cancellation: CancellationToken,
}

impl Listener {
    fn report(&self) -> Report {
        let phases = Arc::clone(&self.phases);
        let listen = move |event| {
            if let JobEvent::Progress(Progress::Layers(progress)) = event {
                phases.lock().unwrap().push(progress.phase);
            }
        };
        Report::new(listen, self.cancellation.clone())
    }

    fn phases(&self) -> Vec<LayersPhase> {
        let mut phases = self.phases.lock().unwrap().clone();
        phases.dedup();
        phases
    }
}

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

#[tokio::test]
async fn a_built_image_has_the_files_of_its_container() {
    let lab = lab().await;
    compare(&Bench::at(lab.docker_host(), lab.docker(), &lab.folder().join("layers")).await).await;
}

#[tokio::test]
async fn an_image_built_by_podman_has_the_files_of_its_container() {
    let lab = lab().await;
    let podman = lab.podman().await.expect("podman starts");
    compare(&Bench::at(podman.docker_host(), podman.docker(), &lab.folder().join("layers")).await).await;
}

async fn compare(bench: &Bench) {
    bench.build("wasteful", DOCKERFILE).await;
    assert_eq!(
        bench.layers.image("sha256:0", &LayerColours::default()).await,
        Ok(None),
        "an image is unknown before it is read"
    );
    let (id, phases) = bench.read("wasteful").await;
    let expected = [LayersPhase::Preparing, LayersPhase::Reading, LayersPhase::Comparing];
    assert_eq!(phases, expected, "the reported phases");

    let tree = bench.tree(&id, None).await;
    let found: BTreeMap<String, Entry> = tree
        .iter()
        .filter(|node| !is_engine_file(&node.path))
        .map(|node| {
            let kind = if node.kind == LayerNodeKind::HardLink { LayerNodeKind::File } else { node.kind };
            let entry = Entry {
                kind,
                size: (kind == LayerNodeKind::File).then_some(node.size),
                mode: bits(&node.mode),
                owner: (node.uid, node.gid),
                link: if kind == LayerNodeKind::Symlink { node.link_target.clone() } else { String::new() },
            };
            (node.path.clone(), entry)
        })
        .collect();
    let mut exported = bench.exported("wasteful").await;
    for (path, entry) in &mut exported {
        if entry.kind == LayerNodeKind::File && entry.size.is_none() {
            entry.size = found.get(path).and_then(|found| found.size);
        }
    }
    for (path, entry) in &exported {
        assert_eq!(found.get(path), Some(entry), "{path} is the same in the container");
    }
    let paths = |tree: &BTreeMap<String, Entry>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&found), paths(&exported), "no path is missing in the container");
    assert!(found.len() > 20, "enough paths are compared: {}", found.len());

    let summary = bench.summary(&id).await;
    assert_eq!(summary.size, summary.visible + summary.wasted, "all bytes are visible or wasted");
    let nginx = tree.iter().find(|node| node.path == "/usr/bin/nginx").expect("nginx is in the image").size;
    // The change of its mode has copied the program.
    let wasted: BTreeMap<String, (u64, bool)> = wasted(bench, &id).await;
    let expected = [("/data/big", 300_000, false), ("/usr/bin/nginx", nginx, true), ("/data/sub/linked", 1000, false)];
    let expected: BTreeMap<String, (u64, bool)> =
        expected.into_iter().map(|(path, bytes, identical)| (path.to_owned(), (bytes, identical))).collect();
    assert_eq!(wasted, expected, "exactly the overwritten and deleted files, hard links once");
    history(bench, &id, &summary).await;
    changes(bench, &id, &summary).await;
    cached(bench, &id, &summary).await;
    from_a_file(bench, &summary).await;
    run_as_command(bench, &summary).await;
}

async fn wasted(bench: &Bench, id: &str) -> BTreeMap<String, (u64, bool)> {
    let found = bench.layers.wasted(id, ALL).await.expect("it was read");
    found.paths.into_iter().map(|path| (path.path, (path.bytes, path.pieces[0].identical))).collect()
}

/// Each layer belongs to the step that created it, and has the size that the engine reports.
async fn history(bench: &Bench, id: &str, summary: &ImageLayers) {
    let mut reported =
        images::detail(&bench.engine, id, &LayerColours::default()).await.expect("the image exists").history;
    reported.reverse();
    let instructions = |steps: Vec<&str>| steps.into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        instructions(summary.steps.iter().map(|step| step.created_by.as_str()).collect()),
        instructions(reported.iter().map(|step| step.created_by.as_str()).collect()),
        "the history is the engine's"
    );
    // Podman reports a layer's size in the archive, and the containerd store its size on disk.
    if bench.engine.info().store == ImageStore::Classic {
        for (step, reported) in summary.steps.iter().zip(&reported) {
            let size = match &step.layer {
                Some(layer) => layer.size + link_bytes(bench, id, layer.index).await,
                None => 0,
            };
            assert_eq!(size, reported.size, "the bytes of {}", step.created_by);
        }
    }
    for (step, reported) in summary.steps.iter().zip(&reported) {
        let digest = step.layer.as_ref().map(|layer| &layer.digest);
        assert!(reported.layer.as_ref().is_none_or(|layer| Some(layer) == digest), "the layer of {}", step.created_by);
    }
    let last = summary.steps.last().expect("there are steps");
    assert!(last.created_by.contains("LABEL") && last.layer.is_none(), "a label creates no layer: {last:?}");
}

/// The bytes that the engine counts for symbolic links: the length of their targets (moby `pkg/directory`, on overlay2).
async fn link_bytes(bench: &Bench, id: &str, layer: u32) -> u64 {
    let tree = bench.tree(id, Some(layer)).await;
    tree.iter().filter(|node| node.kind == LayerNodeKind::Symlink).map(|node| node.link_target.len() as u64).sum()
}

/// The changes of the layer that deletes and recreates.
async fn changes(bench: &Bench, id: &str, summary: &ImageLayers) {
    let step =
        summary.steps.iter().find(|step| step.created_by.contains("rm /data/big")).expect("it is in the history");
    let layer = step.layer.as_ref().expect("it created a layer").index;
    let tree = bench.tree(id, Some(layer)).await;
    let change = |path: &str| tree.iter().find(|node| node.path == path).map(|node| node.change);
    assert_eq!(change("/data/big"), Some(Some(ChangeKind::Deleted)), "a deleted file");
    assert_eq!(change("/data/sub/new"), Some(Some(ChangeKind::Added)), "a new file");
    assert_eq!(change("/data"), Some(None), "a folder that only contains changes");
    let sub = tree.iter().find(|node| node.path == "/data/sub").expect("the recreated folder is in the layer");
    assert!(
        sub.opaque || change("/data/sub/small") == Some(Some(ChangeKind::Deleted)),
        "its content is hidden: {sub:?}"
    );
}

/// Another image of the same layers needs no export; one with another layer does.
async fn cached(bench: &Bench, id: &str, summary: &ImageLayers) {
    bench.build("labelled", "FROM wasteful\nLABEL more=1\n").await;
    let (labelled, phases) = bench.read("labelled").await;
    assert_ne!(labelled, id, "another image");
    assert_eq!(phases, [LayersPhase::Preparing, LayersPhase::Comparing], "its layers are cached");
    let again = bench.summary(&labelled).await;
    assert_eq!((again.size, again.wasted), (summary.size, summary.wasted), "with the same bytes");
    let layers = |summary: &ImageLayers| {
        summary.steps.iter().filter_map(|step| Some((step.created_by.clone(), step.layer.clone()?))).collect::<Vec<_>>()
    };
    assert_eq!(layers(&again), layers(summary), "with the same layers at the same steps");
    bench.build("larger", "FROM wasteful\nRUN rm /data/sub/new\n").await;
    let (larger, _) = bench.read("larger").await;
    assert_eq!(bench.summary(&larger).await.wasted, summary.wasted + 4, "with one more layer");
}

/// A file written by `docker save` has the same figures.
async fn from_a_file(bench: &Bench, summary: &ImageLayers) {
    let file = bench.folder.join("saved.tar");
    bench.docker.run(&["save", "-o", file.to_str().unwrap(), "wasteful"]).await.expect("it is saved");
    let elsewhere = Layers::new(Some(&bench.folder.join("elsewhere")));
    let outcome = elsewhere.read_archive(&file, &Report::discard()).await.expect("it is read");
    let Outcome::Archive { images } = outcome else { panic!("an archive was read, not {outcome:?}") };
    let found = elsewhere
        .image(&images[0], &LayerColours::default())
        .await
        .expect("the cache can be read")
        .expect("it was read");
    assert!(found.references.iter().any(|name| name.contains("wasteful")), "its names: {:?}", found.references);
    let same = ImageLayers { image: summary.image.clone(), references: Vec::new(), ..found };
    assert_eq!(&same, summary, "the same as read from the engine");
}

/// The equivalent command reads the same archive.
async fn run_as_command(bench: &Bench, summary: &ImageLayers) {
    let text = command_line::render(&Action::ReadLayers { image: "wasteful".to_owned() }).text;
    let output = tokio::process::Command::new("sh")
        .args(["-c", &text])
        .env("DOCKER_HOST", &bench.engine.info().endpoint.address)
        .stderr(Stdio::inherit())
        .output()
        .await
        .unwrap();
    let lines = String::from_utf8_lossy(&output.stdout).lines().count();
    assert!(output.status.success(), "{text} succeeds");
    assert!(
        lines >= summary.steps.iter().filter(|step| step.layer.is_some()).count(),
        "{text} lists the layers: {lines}"
    );
}

#[tokio::test]
async fn reading_can_be_cancelled_and_fails_with_a_code() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker(), &lab.folder().join("layers")).await;
    let error = bench.layers.read_image(&bench.engine, "nosuch", &Report::discard()).await.expect_err("no such image");
    assert_eq!(error.code, ErrorCode::ImageNotFound, "an image that does not exist: {error}");

    let listener = Listener::default();
    let cancellation = listener.cancellation.clone();
    let listen = move |event| {
        let is_reading =
            matches!(event, JobEvent::Progress(Progress::Layers(progress)) if progress.phase == LayersPhase::Reading);
        if is_reading {
            cancellation.cancel();
        }
    };
    let report = Report::new(listen, listener.cancellation.clone());
    let error = bench.layers.read_image(&bench.engine, "nginx", &report).await.expect_err("it is cancelled");
    assert_eq!(error.code, ErrorCode::Cancelled, "while the archive is read: {error}");
    let listener = Listener::default();
    listener.cancellation.cancel();
    let error = bench.layers.read_image(&bench.engine, "nginx", &listener.report()).await.expect_err("it is cancelled");
    assert_eq!(error.code, ErrorCode::Cancelled, "while the engine prepares it: {error}");
    let (id, _) = bench.read("nginx").await;
    assert_eq!(
        bench.summary(&id).await.wasted_paths,
        wasted(&bench, &id).await.len() as u64,
        "it can be read afterwards"
    );
}

/// An OCI layout with an image of each platform, in an index.
fn layout(name: &str, architectures: &[&str]) -> Vec<u8> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut put = |media_type: &str, bytes: Vec<u8>| {
        let hex = format!("{:x}", Sha256::digest(&bytes));
        let descriptor = json!({ "mediaType": media_type, "digest": format!("sha256:{hex}"), "size": bytes.len() });
        files.push((format!("blobs/sha256/{hex}"), bytes));
        descriptor
    };
    let mut manifests = Vec::new();
    for architecture in architectures {
        let layer = tar_of(&[(format!("etc/{architecture}"), vec![7; 3000])]);
        let layer = put("application/vnd.oci.image.layer.v1.tar", layer);
        let config = json!({
            "os": "linux", "architecture": architecture, "config": { "Cmd": ["/x"], "Volumes": { "/data": {} } },
            "rootfs": { "type": "layers", "diff_ids": [layer["digest"]] },
            "history": [{ "created": "2026-01-02T03:04:05Z", "created_by": format!("COPY {architecture} /") }],
        });
        let config = put("application/vnd.oci.image.config.v1+json", config.to_string().into());
        let manifest_type = "application/vnd.oci.image.manifest.v1+json";
        let manifest = json!({ "schemaVersion": 2, "mediaType": manifest_type, "config": config, "layers": [layer] });
        let mut manifest = put(manifest_type, manifest.to_string().into());
        manifest["platform"] = json!({ "os": "linux", "architecture": architecture });
        manifests.push(manifest);
    }
    let index_type = "application/vnd.oci.image.index.v1+json";
    let index = json!({ "schemaVersion": 2, "mediaType": index_type, "manifests": manifests });
    let mut index = put(index_type, index.to_string().into());
    index["annotations"] = json!({ "io.containerd.image.name": name, "org.opencontainers.image.ref.name": "1" });
    files.push(("oci-layout".to_owned(), br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec()));
    files.push(("index.json".to_owned(), json!({ "schemaVersion": 2, "manifests": [index] }).to_string().into()));
    tar_of(&files)
}

fn tar_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, &content[..]).unwrap();
    }
    archive.into_inner().unwrap()
}

#[tokio::test]
async fn an_image_of_which_only_another_platform_is_here_has_layers_and_a_copy() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker(), &lab.folder().join("layers")).await;
    // Older engines load no index, and do not say which platforms are there.
    if lab.store() != Store::Containerd || !bench.engine.supports_api(48) {
        return;
    }
    let native = bench.engine.info().architecture.clone();
    let foreign = if native == "arm64" { "amd64" } else { "arm64" };
    let name = format!("{}/library/platforms:1", lab.mirror().address());
    bench.docker.run_with(&["load", "-q"], &layout(&name, &[&native, foreign, "s390x"])).await.expect("it is loaded");
    let detail = async |name: &str| {
        images::detail(&bench.engine, name, &LayerColours::default()).await.expect("the image exists")
    };
    let all = detail(&name).await;
    assert_eq!(all.architecture, native, "of several it is the engine's");
    let platforms: Vec<&str> = all.platforms.iter().map(|one| one.platform.as_str()).collect();
    assert_eq!(platforms, [&format!("linux/{native}"), &format!("linux/{foreign}"), "linux/s390x"], "all are named");
    let listed = api::images::one(&bench.engine, &all.id).await.expect("listed").expect("it exists").size;
    let sum: u64 = all.platforms.iter().map(|one| one.size).sum();
    assert!(sum <= listed, "their sizes are parts of the image's: {sum} of {listed}");

    bench.docker.run(&["push", "-q", &name]).await.expect("it is pushed");
    bench.docker.run(&["rmi", &name]).await.expect("it is removed");
    let platform = format!("linux/{foreign}");
    bench.docker.run(&["pull", "-q", "--platform", &platform, &name]).await.expect("it is pulled");
    let one = detail(&name).await;
    assert_eq!((one.architecture.as_str(), one.id), (foreign, all.id.clone()), "the platform that is here");
    assert_eq!(one.history[0].created_by, format!("COPY {foreign} /"), "with its history");
    let (id, _) = bench.read(&name).await;
    let summary = bench.summary(&id).await;
    assert_eq!((id.clone(), summary.size, summary.platform), (all.id, 3000, platform.clone()), "its layers are read");
    let paths: Vec<String> = bench.tree(&id, None).await.into_iter().map(|node| node.path).collect();
    assert!(paths.contains(&format!("/etc/{foreign}")), "its files: {paths:?}");
    let copies = slipway_engine::copies::Copies::new(bench.folder.join("copies"));
    let kept = copies::keep(&bench.engine, &name, std::slice::from_ref(&name), &copies, &Report::discard()).await;
    let kept = kept.unwrap_or_else(|error| panic!("a copy is kept: {error}"));
    assert!(matches!(kept, Outcome::Copy { .. }), "it is verified: {kept:?}");
}
