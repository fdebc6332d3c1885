//! What the other tests rely on: the lab itself.

use std::path::Path;

use slipway_engine::practice::daemon::answers;
use slipway_lab::{Cut, Lab, LabOptions, PASSWORD, Store, USER, data};

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

#[tokio::test]
async fn the_tutorials_pull_shows_five_layers_and_the_lab_leaves_nothing_behind() {
    let lab = lab().await;
    let docker = lab.docker();
    let printed = docker.run(&["pull", "ubuntu:14.04"]).await.unwrap();
    assert!(
        printed.starts_with("14.04: Pulling from library/ubuntu"),
        "the first line names the repository: {printed}"
    );
    assert_eq!(printed.matches(": Pulling fs layer").count(), 5, "ubuntu:14.04 has five layers: {printed}");
    assert!(
        printed.contains("Status: Downloaded newer image for ubuntu:14.04"),
        "the status is the last line: {printed}"
    );

    let release = docker.run(&["run", "--rm", "ubuntu:14.04", "bash", "-c", "cat /etc/os-release"]).await.unwrap();
    assert!(release.contains(r#"VERSION="14.04.5 LTS, Trusty Tahr""#), "the tutorial's os-release: {release}");
    docker.run(&["run", "-d", "--name", "left-running", "ubuntu:14.04", "sleep", "1000"]).await.unwrap();

    let (socket, folder) = (lab.socket().to_owned(), lab.folder());
    let bridge = Path::new("/sys/class/net").join(lab.bridge());
    let cgroup = lab.bridge().to_owned();
    assert!(bridge.exists(), "the engine has a bridge of its own: {}", bridge.display());
    drop(lab);
    assert!(!answers(&socket).await, "the engine has ended");
    assert!(!folder.parent().unwrap().exists(), "its files are deleted: {}", folder.display());
    assert!(!bridge.exists(), "its bridge is removed");
    let mounts = std::fs::read_to_string("/proc/self/mounts").unwrap();
    assert!(!mounts.contains(folder.to_str().unwrap()), "no mount is left: {mounts}");
    assert!(!contains_folder(Path::new("/sys/fs/cgroup"), &cgroup), "no cgroup is left");
    let processes = processes_that_mention(folder.to_str().unwrap());
    assert!(processes.is_empty(), "no process is left: {processes:?}");
}

#[tokio::test]
async fn two_tags_name_one_image_and_missing_images_are_denied_as_on_docker_hub() {
    let lab = lab().await;
    let docker = lab.docker();
    for reference in ["ubuntu:16.04", "ubuntu", "nginx", "redis"] {
        docker.run(&["pull", "-q", reference]).await.unwrap();
    }
    let id = async |reference: &str| docker.run(&["inspect", "-f", "{{.Id}}", reference]).await.unwrap();
    assert_eq!(id("ubuntu:16.04").await, id("ubuntu:latest").await, "one image under two tags");
    let layers = async |reference: &str| docker.run(&["inspect", "-f", "{{.RootFS.Layers}}", reference]).await.unwrap();
    let (nginx, redis) = (layers("nginx").await, layers("redis").await);
    let base = &nginx[..nginx.len().min(200)];
    assert!(redis.starts_with(base), "redis shares nginx's base layers: {nginx} {redis}");

    // The containerd store has messages of its own: Docker 26 reports both as a denial, 28 both as not found.
    let messages: &[(&str, &str)] = match lab.store() {
        Store::Classic => &[("pull access denied for nosuch", "manifest for ubuntu:99.99 not found")],
        Store::Containerd => &[
            ("pull access denied for nosuch", "pull access denied for ubuntu"),
            ("docker.io/library/nosuch:latest: not found", "docker.io/library/ubuntu:99.99: not found"),
        ],
    };
    let repository = docker.output(&["pull", "nosuch"]).await.unwrap().err;
    let tag = docker.output(&["pull", "ubuntu:99.99"]).await.unwrap().err;
    let reported =
        messages.iter().any(|(of_repository, of_tag)| repository.contains(of_repository) && tag.contains(of_tag));
    assert!(reported, "a missing repository and a missing tag: {repository} {tag}");
    let platform = docker.output(&["pull", "--platform", "linux/s390x", "multiarch"]).await.unwrap();
    let no_platform = ["no matching manifest", "no match for platform in manifest"];
    let reported = no_platform.iter().any(|message| platform.err.contains(message));
    assert!(reported, "a missing platform: {}", platform.err);
    docker.run(&["pull", "-q", "--platform", "linux/arm64", "multiarch"]).await.unwrap();
    let architecture = docker.run(&["inspect", "-f", "{{.Architecture}}", "multiarch"]).await.unwrap();
    assert_eq!(architecture, "arm64", "the requested platform is pulled");
}

#[tokio::test]
async fn a_web_server_responds_on_its_published_port_and_stops_at_once() {
    let lab = lab().await;
    let docker = lab.docker();
    docker.run(&["run", "-d", "--name", "webserver", "-p", "127.0.0.1::80", "nginx"]).await.unwrap();
    let address = docker.run(&["port", "webserver", "80"]).await.unwrap();
    let change = "echo '<h1>Hello, Docker!</h1>' > /usr/share/nginx/html/index.html";
    docker.run(&["exec", "webserver", "bash", "-c", change]).await.unwrap();
    let page = fetch(&address).await;
    assert!(page.contains("<h1>Hello, Docker!</h1>"), "the changed page is served: {page}");
    let started = std::time::Instant::now();
    docker.run(&["stop", "webserver"]).await.unwrap();
    assert!(started.elapsed().as_secs() < 5, "the server reacts to its stop signal: {:?}", started.elapsed());
}

#[tokio::test]
async fn each_registry_has_its_fault() {
    let lab = lab().await;
    let docker = lab.docker();

    let password = lab.password().await.unwrap();
    let reference = format!("{}/redis", password.address());
    let refused = docker.output(&["pull", &reference]).await.unwrap();
    assert!(refused.err.contains("no basic auth credentials"), "without a login: {}", refused.err);
    docker
        .run_with(&["login", "-u", USER, "--password-stdin", &password.address()], PASSWORD.as_bytes())
        .await
        .unwrap();
    docker.run(&["pull", "-q", &reference]).await.expect("with a login the image is pulled");

    let limited = lab.limited().unwrap();
    let refused = docker.output(&["pull", &format!("{}/library/redis", limited.address())]).await.unwrap();
    // The classic store repeats the registry's message, the containerd store its status.
    let limit = match lab.store() {
        Store::Classic => "toomanyrequests",
        Store::Containerd => "429 Too Many Requests",
    };
    assert!(refused.err.contains(limit), "the rate limit is reported: {}", refused.err);

    let untrusted = lab.untrusted().unwrap();
    let refused = docker.output(&["pull", &format!("{}/library/redis", untrusted.address())]).await.unwrap();
    assert!(refused.err.contains("x509"), "the certificate is not trusted: {}", refused.err);

    let slow = lab.slow(500_000).unwrap();
    let started = std::time::Instant::now();
    docker.run(&["pull", "-q", &format!("{}/library/nginx", slow.address())]).await.unwrap();
    assert!(
        started.elapsed().as_secs() >= 4,
        "2 MB that the engine lacks take 4 s at 0.5 MB/s: {:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn an_engine_retries_when_a_connection_breaks_once() {
    let lab = lab().await;
    let cut = lab.cut(Cut { after: 1_500_000, times: Some(1) }).unwrap();
    let reference = format!("{}/library/ubuntu:14.04", cut.address());
    let pulled = lab.docker().output(&["pull", &reference]).await.unwrap();
    assert_eq!(cut.breaks_left(), 0, "the connection did break");
    if lab.store() == Store::Containerd && pulled.code != 0 {
        // Depending on where in the layer the connection breaks, containerd retries or gives up.
        assert!(pulled.err.contains("connection reset by peer"), "the reason is reported: {}", pulled.err);
        lab.docker().run(&["pull", &reference]).await.expect("the next pull succeeds on a working connection");
    } else {
        assert_eq!(pulled.code, 0, "the engine itself retries: {}", pulled.err);
    }
}

#[tokio::test]
async fn an_engine_keeps_its_images_when_it_is_stopped_or_killed() {
    let mut lab = lab().await;
    lab.docker().run(&["pull", "-q", "redis"]).await.unwrap();
    lab.stop_engine().await.unwrap();
    assert!(!answers(lab.socket()).await, "a stopped engine does not respond");
    lab.start_engine().await.unwrap();
    lab.docker().run(&["inspect", "redis"]).await.expect("it kept its images");
    lab.kill_engine().unwrap();
    assert!(!answers(lab.socket()).await, "a killed engine does not respond");
    lab.start_engine().await.unwrap();
    lab.docker().run(&["inspect", "redis"]).await.expect("its images survive a crash");
    let folder = lab.folder();
    drop(lab);
    assert!(!folder.exists(), "an engine that was stopped in between leaves nothing behind either");
}

#[tokio::test]
async fn test_data_is_as_documented() {
    let lab = lab().await;
    let docker = lab.docker();
    let dangling = data::dangling(&docker).await.unwrap();
    let listed = docker.run(&["images", "-q", "--no-trunc", "-f", "dangling=true"]).await.unwrap();
    assert_eq!(listed, dangling, "exactly the image that lost its tag is dangling");

    data::built_with_intermediates(&docker, "built:1").await.unwrap();
    let count = async |args: &[&str]| docker.run(args).await.unwrap().lines().count();
    let (top, all) = (count(&["images", "-q"]).await, count(&["images", "-aq"]).await);
    assert_eq!(all - top, 2, "each step but the last left an intermediate image");

    let hostile = data::hostile(&docker).await.unwrap();
    let label = docker.run(&["inspect", "-f", r#"{{index .Config.Labels "hostile"}}"#, hostile]).await.unwrap();
    assert_eq!(label, data::HOSTILE, "the engine keeps hostile text unchanged");

    data::many(&docker, 500).await.unwrap();
    assert_eq!(count(&["images", "-q", "slipway-lab/many-*"]).await, 500, "as many images as requested");
}

#[tokio::test]
async fn podman_runs_beside_the_engine_and_pulls_from_the_same_mirror() {
    let lab = lab().await;
    let podman = lab.podman().await.unwrap();
    let docker = podman.docker();
    docker.run(&["pull", "ubuntu:14.04"]).await.unwrap();
    let printed = docker.run(&["run", "--rm", "ubuntu:14.04", "echo", "afloat"]).await.unwrap();
    assert_eq!(printed, "afloat", "Podman runs what it pulled");
    let folder = podman.socket().parent().unwrap().to_owned();
    drop(podman);
    assert!(!folder.exists(), "Podman leaves nothing behind: {}", folder.display());
}

fn contains_folder(folder: &Path, name: &str) -> bool {
    let folders = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    folders
        .filter(|path| path.is_dir() && !path.is_symlink())
        .any(|path| path.ends_with(name) || contains_folder(&path, name))
}

fn processes_that_mention(text: &str) -> Vec<String> {
    let entries = std::fs::read_dir("/proc").expect("Linux has /proc").flatten();
    let commands = entries.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
    commands.filter(|command| command.contains(text)).collect()
}

async fn fetch(address: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("the port is published");
    stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await.expect("the server listens");
    let mut page = String::new();
    stream.read_to_string(&mut page).await.expect("the server responds");
    page
}
