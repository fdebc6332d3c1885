//! The changes of containers, their contents before and after, and committing them, on live engines.

use slipway_engine::api::{HELPER_LABEL, HELPER_NAME};
use slipway_engine_tests::prelude::*;

struct Bench {
    docker: Cli,
    engine: Engine,
}

impl Bench {
    async fn at(host: String, docker: Cli) -> Self {
        let endpoint = Endpoint { address: host, source: EndpointSource::DockerHost, name: String::new(), tls: None };
        let engine = Engine::connect(endpoint).await.expect("the engine answers");
        for image in ["ubuntu:14.04", "nginx", "redis"] {
            docker.run(&["pull", "-q", image]).await.expect("the image is pulled");
        }
        Self { docker, engine }
    }

    /// Runs a container with a volume, and a script in it.
    async fn changed(&self, name: &str, script: &str) {
        let args = ["run", "-d", "--init", "--name", name, "-v", "/data", "nginx", "sleep", "1000"];
        self.docker.run(&args).await.expect("it runs");
        self.docker.run(&["exec", name, "bash", "-ec", script]).await.expect("it is changed");
    }

    async fn sides(&self, path: &str) -> (Option<FileState>, Option<FileState>) {
        let content = changes::content(&self.engine, "web", path).await;
        let content = content.unwrap_or_else(|error| panic!("{path} cannot be read: {error}"));
        (content.before, content.after)
    }

    /// A helper container as another Slipway that was killed leaves it; its ID.
    async fn helper_container_of_another(&self) -> String {
        let (label, name) = (format!("{HELPER_LABEL}=1"), format!("{HELPER_NAME}1-0"));
        self.docker.run(&["create", "--label", &label, "--name", &name, "redis"]).await.expect("it is created")
    }

    async fn assert_no_helper_container(&self) {
        let filter = format!("label={HELPER_LABEL}");
        let left = self.docker.run(&["ps", "-aq", "--filter", &filter]).await.expect("the containers are listed");
        assert_eq!(left, "", "no helper container is left");
    }
}

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

fn text(state: Option<FileState>) -> String {
    match state.expect("it exists on this side").content {
        FileContent::Text { text, .. } => text,
        other => panic!("text was expected, not {other:?}"),
    }
}

const SCRIPT: &str = "
    echo '<h1>Hello, Docker!</h1>' > /usr/share/nginx/html/index.html
    mkdir /srv/new; echo new > /srv/new/file
    rm /etc/os-release
    ln -s ../there /srv/link
    mkfifo -m 640 /srv/pipe
    head -c 3000000 /dev/zero > /srv/large
    printf '\\177ELF\\000' > /srv/binary; chmod 4755 /srv/binary
    printf '船台' > '/srv/na me+船%41'
    chmod 600 /usr/bin/nginx
    echo data > /data/file
";

#[tokio::test]
async fn changes_have_their_contents_before_and_after() {
    let lab = lab().await;
    changed(&Bench::at(lab.docker_host(), lab.docker()).await, false).await;
    let podman = lab.podman().await.expect("podman starts");
    changed(&Bench::at(podman.docker_host(), podman.docker()).await, true).await;
}

async fn changed(bench: &Bench, podman: bool) {
    bench.changed("web", &format!("mkdir -p /srv\n{SCRIPT}")).await;
    let found = changes::diff(&bench.engine, "web").await.expect("the container exists").changes;
    let of = |path: &str| found.iter().find(|change| change.path == path).unwrap_or_else(|| panic!("no {path}"));
    let counts = |change: &Change| (change.kind, change.noise);
    assert_eq!(counts(of("/usr/share/nginx/html/index.html")), (ChangeKind::Changed, None), "a changed file");
    let folder = found.iter().find(|change| change.path == "/usr/share/nginx/html").map(counts);
    // Podman does not list folders that only contain a change.
    let parent = (ChangeKind::Changed, Some(ChangeNoise::Parent));
    assert!(folder.is_none_or(|folder| folder == parent), "its folder: {folder:?}");
    assert_eq!(counts(of("/srv/new/file")), (ChangeKind::Added, None), "an added file");
    assert_eq!(counts(of("/etc/os-release")), (ChangeKind::Deleted, None), "a deleted file");
    assert_eq!(counts(of("/usr/bin/nginx")), (ChangeKind::Changed, None), "another mode is a change");
    let data = found.iter().find(|change| change.path == "/data");
    assert!(data.is_none_or(|data| data.noise == Some(ChangeNoise::Mount)), "a mount point is noise: {data:?}");
    assert!(!found.iter().any(|change| change.path == "/data/file"), "a file in a volume is not a change");
    assert!(found.is_sorted_by(|one, other| one.path < other.path), "sorted by path, each once");

    let (before, after) = bench.sides("/usr/share/nginx/html/index.html").await;
    assert!(text(before).contains("Welcome to nginx!"), "the page in the image");
    assert_eq!(text(after), "<h1>Hello, Docker!</h1>\n", "the page in the container");
    let (before, after) = bench.sides("/srv/new/file").await;
    assert_eq!((before, text(after)), (None, "new\n".to_owned()), "an added file did not exist before");
    let (before, after) = bench.sides("/etc/os-release").await;
    assert!(text(before).contains("Debian") && after.is_none(), "a deleted file is only in the image");
    let link = bench.sides("/srv/link").await.1.expect("it exists");
    let written = if podman { "/there" } else { "../there" };
    assert_eq!((link.kind, link.link_target.as_str()), (FileKind::Symlink, written), "a dangling link is a link");
    let pipe = bench.sides("/srv/pipe").await.1.expect("it exists");
    assert_eq!((pipe.kind, pipe.mode.as_str()), (FileKind::Special, "prw-r-----"), "a pipe is never read");
    let large = bench.sides("/srv/large").await.1.expect("it exists");
    assert_eq!(
        (large.size, large.content),
        (3_000_000, FileContent::TooLarge),
        "a file that is too large to be fetched"
    );
    let binary = bench.sides("/srv/binary").await.1.expect("it exists");
    let head = "7f 45 4c 46 00".to_owned();
    assert_eq!((binary.mode.as_str(), binary.content), ("-rwsr-xr-x", FileContent::Binary { head }), "a program");
    let strange = bench.sides("/srv/na me+船%41").await.1;
    assert_eq!(text(strange), "船台", "a name with special characters");
    let (before, after) = bench.sides("/usr/bin/nginx").await;
    let modes = (before.expect("before").mode, after.expect("after").mode);
    assert_eq!(modes, ("-rwxr-xr-x".to_owned(), "-rw-------".to_owned()), "the modes before and after");
    let folder = bench.sides("/srv/new").await.1.expect("it exists");
    assert_eq!((folder.kind, folder.content), (FileKind::Folder, FileContent::None), "a folder has no content");

    undecoded_names(bench).await;
    replaced_and_owned(bench, podman).await;

    for path in ["/data/file", "/data", "/nowhere", "relative"] {
        let error = changes::content(&bench.engine, "web", path).await.expect_err("it is not a change");
        assert_eq!(error.code, ErrorCode::PathNotFound, "{path} exists on neither side: {error}");
    }
    let error = changes::content(&bench.engine, "nowhere", "/x").await.expect_err("no such container");
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a container that does not exist: {error}");
    bench.assert_no_helper_container().await;
    if !podman {
        let volumes = bench.docker.run(&["volume", "ls", "-q"]).await.expect("the volumes are listed");
        assert_eq!(volumes.lines().count(), 1, "the container's own volume is the only one: {volumes}");
    }
}

/// 你好 and 世界 in GBK, as names and as contents, which engines list alike.
const GBK: &str = r#"
    mkdir /root/gbk; cd /root/gbk
    printf '\304\343\272\303\n' > "$(printf '\304\343\272\303.txt')"
    printf '\312\300\275\347\n' > "$(printf '\312\300\275\347.txt')"
    mkdir "$(printf '\312\300\275\347')"; echo in > "$(printf '\312\300\275\347/in')"
    printf '\377\376h\000i\000' > utf-16
    touch "$(printf 'a\nb')"
"#;

async fn undecoded_names(bench: &Bench) {
    bench.docker.run(&["exec", "web", "bash", "-ec", GBK]).await.expect("it is changed");
    let found = changes::diff(&bench.engine, "web").await.expect("the container exists").changes;
    assert!(found.is_sorted_by(|one, other| one.path < other.path), "each path is one of its own");
    let decoded = |text: &str| {
        let of_text = |change: &&Change| change.decoded.as_ref().is_some_and(|decoded| decoded.text == text);
        found.iter().find(of_text).unwrap_or_else(|| panic!("no {text} in {found:?}")).path.clone()
    };
    for (name, expected) in [("你好.txt", "你好\n"), ("世界.txt", "世界\n")] {
        let state = bench.sides(&decoded(&format!("/root/gbk/{name}"))).await.1.expect("it exists");
        let content = FileContent::Text { text: expected.to_owned(), encoding: "GBK".to_owned() };
        assert_eq!(state.content, content, "{name} is read by its bytes, and decoded");
    }
    assert_eq!(text(bench.sides(&decoded("/root/gbk/世界/in")).await.1), "in\n", "a file in such a folder");
    let utf_16 = bench.sides("/root/gbk/utf-16").await.1.expect("it exists").content;
    let content = FileContent::Text { text: "\u{feff}hi".to_owned(), encoding: "UTF-16LE".to_owned() };
    assert_eq!(utf_16, content, "text of Windows");
    assert!(found.iter().any(|change| change.path == "/root/gbk/a\nb"), "a line end in a name is kept: {found:?}");
}

async fn replaced_and_owned(bench: &Bench, podman: bool) {
    let script = "chown 1000:1001 /etc/passwd; rm /etc/group; mkdir /etc/group; touch /etc/group/x
        chmod 711 /usr/share/nginx; ln -s loop /root/loop";
    bench.docker.run(&["exec", "web", "bash", "-ec", script]).await.expect("it is changed");
    let (before, after) = bench.sides("/etc/passwd").await;
    let owners = (before.expect("before").owner, after.expect("after").owner);
    let expected = if podman { ("", "") } else { ("0:0", "1000:1001") };
    assert_eq!((&owners.0[..], &owners.1[..]), expected, "the owners before and after, where the engine says them");
    let (before, after) = bench.sides("/etc/group").await;
    let kinds = (before.expect("before").kind, after.expect("after").kind);
    assert_eq!(kinds, (FileKind::File, FileKind::Folder), "a file that a folder replaced");
    if podman {
        return;
    }
    let found = changes::diff(&bench.engine, "web").await.expect("the container exists").changes;
    let noise = |path: &str| found.iter().find(|change| change.path == path).map(|change| change.noise);
    assert_eq!(noise("/etc/group"), Some(None), "it is more than the parent of what is in it");
    assert_eq!(noise("/usr/share/nginx"), Some(None), "so is a folder whose own mode changed");
    assert_eq!(noise("/usr/share"), Some(Some(ChangeNoise::Parent)), "a parent is still one");
    let link = bench.sides("/root/loop").await.1.expect("it exists");
    assert_eq!((link.kind, link.link_target.as_str()), (FileKind::Symlink, "loop"), "a link to itself");
}

#[tokio::test]
async fn a_container_whose_image_was_removed_still_has_its_own_side() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench
        .docker
        .run_with(&["build", "-q", "-t", "gone", "-"], b"FROM nginx\nLABEL gone=1\n")
        .await
        .expect("it is built");
    bench
        .docker
        .run(&["run", "--name", "web", "gone", "bash", "-c", "mkdir -p /srv; echo new > /srv/new"])
        .await
        .expect("it ran");
    bench.docker.run(&["rmi", "-f", "gone"]).await.expect("its image is removed by force");
    let found = changes::diff(&bench.engine, "web").await.expect("the container exists").changes;
    assert!(found.iter().any(|change| change.path == "/srv/new"), "its changes are listed: {found:?}");
    let content = changes::content(&bench.engine, "web", "/srv/new").await.expect("it can be read");
    assert!(content.image_missing && content.before.is_none(), "nothing is known of the image: {content:?}");
    assert_eq!(text(content.after), "new\n", "the container's side is shown");
}

#[tokio::test]
async fn a_container_without_changes_has_none() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["create", "--name", "fresh", "ubuntu:14.04"]).await.expect("it is created");
    let found = changes::diff(&bench.engine, "fresh").await.expect("null is accepted");
    assert!(found.changes.is_empty(), "no changes: {found:?}");
    let error = changes::diff(&bench.engine, "nowhere").await.expect_err("no such container");
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a container that does not exist: {error}");
}

#[tokio::test]
async fn helper_containers_are_hidden_and_removed() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["run", "-d", "--init", "--name", "web", "redis"]).await.expect("it runs");
    let left = bench.helper_container_of_another().await;
    let listed = api::containers::list(&bench.engine).await.expect("they are listed");
    assert_eq!(listed.len(), 1, "the helper container is not listed: {listed:?}");
    assert_eq!(api::containers::one(&bench.engine, &left).await, Ok(None), "nor found by its ID");

    // Two requests at a time, as when two rows are opened, and one that is dropped, as when its page is closed.
    let fetch = async || changes::content(&bench.engine, "web", "/usr/bin/redis-server").await;
    drop(tokio::time::timeout(std::time::Duration::from_millis(40), fetch()).await);
    let (one, other) = tokio::join!(fetch(), fetch());
    for content in [one, other] {
        assert!(
            text(content.expect("the requests are independent").after).contains("Ready to accept"),
            "the content of the program"
        );
    }
    let removed = async {
        let filter = format!("label={HELPER_LABEL}");
        while !bench.docker.run(&["ps", "-aq", "--filter", &filter]).await.expect("listed").is_empty() {
            fetch().await.expect("each request removes abandoned helper containers");
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), removed).await.expect("the abandoned one is removed");
    let volumes = bench.docker.run(&["volume", "ls", "-q"]).await.expect("the volumes are listed");
    assert_eq!(volumes.lines().count(), 1, "only the volume of the running container is left: {volumes}");
}

#[tokio::test]
async fn a_container_whose_image_has_the_label_is_not_a_helper() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["pull", "-q", "redis"]).await.expect("it is pulled");
    let dockerfile = format!("FROM redis\nLABEL {HELPER_LABEL}=1\nVOLUME /kept\n");
    bench.docker.run_with(&["build", "-q", "-t", "labelled", "-"], dockerfile.as_bytes()).await.expect("it is built");
    bench.docker.run(&["run", "-d", "--init", "--name", "web", "redis"]).await.expect("it runs");
    let theirs = bench.docker.run(&["create", "--name", "theirs", "labelled"]).await.expect("it is created");
    let listed = api::containers::list(&bench.engine).await.expect("they are listed");
    assert!(listed.iter().any(|container| container.name == "theirs"), "it is listed: {listed:?}");
    let one = api::containers::one(&bench.engine, &theirs).await.expect("it is found");
    assert!(one.is_some(), "it is found by its ID, too");

    // Once an abandoned helper container has been removed, the sweep is done.
    let (label, name) = (format!("{HELPER_LABEL}=1"), format!("{HELPER_NAME}1-0"));
    let left = bench.docker.run(&["create", "--label", &label, "--name", &name, "redis"]).await.expect("it is created");
    let swept = async {
        while bench.docker.output(&["inspect", &left]).await.expect("docker runs").code == 0 {
            changes::content(&bench.engine, "web", "/usr/bin/redis-server").await.expect("each request sweeps first");
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), swept).await.expect("the abandoned one is removed");
    let exists = bench.docker.output(&["inspect", &theirs]).await.expect("docker runs").code == 0;
    assert!(exists, "it is kept with its volume");
}

#[tokio::test]
async fn the_age_of_a_helper_container_is_measured_by_the_engines_clock() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["run", "-d", "--init", "--name", "web", "redis"]).await.expect("it runs");
    let left = bench.helper_container_of_another().await;
    let info = bench.docker.run(&["info", "--format", "{{json .}}"]).await.expect("the engine answers");
    let info: serde_json::Value = serde_json::from_str(&info).expect("JSON");
    // The engine's clock is not ours: first it is an hour behind, then an hour ahead.
    for (hours, is_kept) in [(-1, true), (1, false)] {
        let mut info = info.clone();
        info["SystemTime"] = bench
            .docker
            .run(&["inspect", "-f", "{{.Created}}", &left])
            .await
            .map_or_else(|error| panic!("it does not exist: {error}"), |created| shifted(&created, hours).into());
        let gate = EngineProxy::before(lab.socket(), move |path| {
            path.ends_with("/info").then(|| (hyper::StatusCode::OK, info.clone()))
        });
        let gate = gate.expect("the gate starts");
        let endpoint = Endpoint {
            address: gate.docker_host(),
            source: EndpointSource::DockerHost,
            name: String::new(),
            tls: None,
        };
        let engine = Engine::connect(endpoint).await.expect("the engine answers");
        changes::content(&engine, "web", "/usr/bin/redis-server").await.expect("a request sweeps first");
        let exists = bench.docker.output(&["inspect", &left]).await.expect("docker runs").code == 0;
        assert_eq!(exists, is_kept, "{hours} hours from its creation by the engine's clock");
    }
}

/// A timestamp of the engine, shifted by hours.
fn shifted(timestamp: &str, hours: i64) -> String {
    use time::{Duration, OffsetDateTime, format_description::well_known::Rfc3339};
    let time = OffsetDateTime::parse(timestamp, &Rfc3339).expect("it is a timestamp");
    (time + Duration::hours(hours)).format(&Rfc3339).expect("it can be formatted")
}

fn form(container: &str) -> CommitForm {
    CommitForm {
        container: container.to_owned(),
        repository: "nginx".to_owned(),
        tag: "v2".to_owned(),
        author: "Tao Wang <twang2218@gmail.com>".to_owned(),
        message: "修改了默认网页".to_owned(),
        pause: true,
        changes: vec![r#"CMD ["sh", "-c", "cat /usr/share/nginx/html/index.html; echo $A"]"#.into(), "ENV A=1".into()],
    }
}

#[tokio::test]
async fn a_commit_contains_the_changes_and_runs() {
    let lab = lab().await;
    commit(&Bench::at(lab.docker_host(), lab.docker()).await).await;
    let podman = lab.podman().await.expect("podman starts");
    commit(&Bench::at(podman.docker_host(), podman.docker()).await).await;
}

async fn commit(bench: &Bench) {
    let args =
        ["run", "-d", "--init", "--name", "webserver", "-v", "/data", "-e", "SECRET=hush", "nginx", "sleep", "1000"];
    bench.docker.run(&args).await.expect("it runs");
    let change = "echo '<h1>Hello, Docker!</h1>' > /usr/share/nginx/html/index.html; echo 1 > /new";
    bench.docker.run(&["exec", "webserver", "bash", "-c", change]).await.expect("it is changed");
    let preview = commit::preview(&bench.engine, "webserver").await.expect("the container exists");
    assert_eq!(
        (preview.added, preview.changed, preview.deleted),
        (1, 1, 0),
        "the relevant changes: {preview:?} of {:?}",
        changes::diff(&bench.engine, "webserver").await
    );
    let warning = |code| preview.warnings.iter().find(|warning| warning.code == code).map(|warning| &warning.details);
    let left_out = warning(ErrorCode::VolumesLeftOut).map(|details| details["paths"].as_str());
    assert_eq!(left_out, Some("/data"), "the volumes that are left out");
    let baked_in = warning(ErrorCode::EnvBakedIn).map(|details| details["names"].as_str());
    assert_eq!(baked_in, Some("SECRET"), "the names of the variables that are baked in");
    assert_eq!(preview.command, ["sleep", "1000"], "the command of the image");
    assert!(preview.size.is_some_and(|size| size > 20), "the size of the changes: {preview:?}");

    let outcome = commit::commit(&bench.engine, &form("webserver"), &Report::discard()).await.expect("committed");
    let Outcome::Image { id, reference } = outcome else { panic!("an image was expected, not {outcome:?}") };
    assert_eq!(reference.as_deref(), Some("nginx:v2"), "its name");
    let inspect = async |what: &str| bench.docker.run(&["inspect", "-f", what, "nginx:v2"]).await.expect("inspected");
    let full = inspect("{{.Id}}").await;
    assert_eq!(full.trim_start_matches("sha256:"), id.trim_start_matches("sha256:"), "the ID of the image");
    assert!(id.starts_with("sha256:"), "with its algorithm: {id}");
    assert_eq!(inspect("{{.Author}}").await, "Tao Wang <twang2218@gmail.com>", "the author is kept");
    assert!(inspect("{{.Comment}}").await.starts_with("修改了默认网页"), "the message is kept");
    let printed = bench.docker.run(&["run", "--rm", "nginx:v2"]).await.expect("the new image runs");
    assert_eq!(printed.trim(), "<h1>Hello, Docker!</h1>\n1", "with the changes and both instructions");

    let unnamed = CommitForm { repository: String::new(), tag: String::new(), ..form("webserver") };
    let outcome = commit::commit(&bench.engine, &unnamed, &Report::discard()).await.expect("committed without a name");
    assert!(matches!(outcome, Outcome::Image { reference: None, .. }), "an image without a name: {outcome:?}");
    let error = commit::commit(&bench.engine, &form("nowhere"), &Report::discard()).await.expect_err("no container");
    assert_eq!(error.code, ErrorCode::ContainerNotFound, "a container that does not exist: {error}");
}

#[tokio::test]
async fn the_engine_refuses_an_instruction_that_a_commit_cannot_include() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    bench.docker.run(&["create", "--name", "web", "nginx"]).await.expect("it is created");
    let form = CommitForm { changes: vec!["RUN true".to_owned()], ..form("web") };
    let error = commit::commit(&bench.engine, &form, &Report::discard()).await.expect_err("it cannot be included");
    assert_eq!(error.code, ErrorCode::ChangeNotAllowed, "the code: {error}");
}

#[tokio::test]
async fn a_commit_equals_that_of_the_docker_command() {
    let lab = lab().await;
    let bench = Bench::at(lab.docker_host(), lab.docker()).await;
    let args = ["run", "-dit", "--name", "web", "--hostname", "web", "-e", "A=2", "-p", "127.0.0.1::80", "nginx", "sh"];
    bench.docker.run(&args).await.expect("it runs");
    commit::commit(&bench.engine, &form("web"), &Report::discard()).await.expect("committed");
    let form = form("web");
    let mut args = vec!["commit", "-a", &form.author, "-m", &form.message];
    args.extend(form.changes.iter().flat_map(|change| ["-c", change]));
    args.extend(["web", "nginx:twin"]);
    bench.docker.run(&args).await.expect("the docker command succeeds");
    let facts = async |image| twins::image(&bench.docker, image).await.expect("inspected");
    let (ours, twin) = (facts("nginx:v2").await, facts("nginx:twin").await);
    let differing = twins::differing(&ours, &twin);
    assert!(differing.is_empty(), "the same image except for ID, name and times: {differing:#?}");
    assert!(ours.len() > 30, "enough is compared: {ours:?}");
}
