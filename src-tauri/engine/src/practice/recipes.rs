//! The practice images: small, with enough layers to look at, and labelled as what they are.
//!
//! They are built from the distribution's static busybox and bash. Nothing in them claims to be a distribution.

use std::path::Path;

use bytes::Bytes;
use serde_json::{Value, json};

use super::images::{Layer, Recipe, incompressible};
use crate::{
    error::{Error, ErrorCode, Result},
    host::find_program,
};

/// The applets of busybox that the images link by name.
const APPLETS: &str = "[ ash awk base64 basename cat chgrp chmod chown clear cmp cp cut date dd df diff dirname du echo \
    ed egrep env expr false find fold free grep gunzip gzip head hexdump hostname httpd id ifconfig ip kill killall less \
    link ln ls md5sum mkdir mkfifo mknod mktemp more mount mv nc netstat nl nslookup od paste pgrep pidof ping printf ps \
    pwd readlink realpath reset rm rmdir route sed seq sh sha256sum sleep sort stat strings stty su sync tac tail tar tee \
    telnet test time timeout top touch tr traceroute true tty umount uname uniq unlink unzip uptime vi watch wc wget \
    which whoami xargs xxd yes zcat";

const CREATED: &str = "2026-01-15T08:00:00Z";
const AUTHOR: &str = "Slipway";
const MB: usize = 1_000_000;

/// One image's repository, tags and recipe.
#[derive(Debug, Clone)]
pub struct PracticeImage {
    /// The repository's name.
    pub repository: &'static str,
    /// All tags of this image.
    pub tags: &'static [&'static str],
    /// What it is built from.
    pub recipe: Recipe,
}

/// The practice images.
pub fn practice_images() -> Result<Vec<PracticeImage>> {
    let base = [busybox()?, bash()?, system("Slipway Practice", PRACTICE_RELEASE)];
    let padding = padding("usr/share/practice/cargo.bin", 1, 3 * MB);
    let shell = |version: &str| {
        image("A shell to practise on").layers(base.clone()).layers([padding.clone(), welcome(version)]).config(
            "Cmd",
            json!(["bash"]),
            r#"CMD ["bash"]"#,
        )
    };
    let web = image("A web server to practise on")
        .layers(base.clone())
        .layers([
            web_padding(),
            web_server("usr/bin/serve", "usr/share/www"),
            page("usr/share/www", "<h1>Slipway practice web server</h1>\n"),
        ])
        .config("ExposedPorts", json!({ "80/tcp": {} }), "EXPOSE 80")
        .config("Cmd", json!(["serve"]), r#"CMD ["serve"]"#);
    let tools = image("The shell with more in it")
        .layers(base.clone())
        .layers([padding.clone(), tools_padding(), tools()])
        .config("Cmd", json!(["bash"]), r#"CMD ["bash"]"#);
    Ok(vec![
        PracticeImage { repository: "practice/shell", tags: &["1.0"], recipe: shell("1.0") },
        PracticeImage { repository: "practice/shell", tags: &["1.1", "latest"], recipe: shell("1.1") },
        PracticeImage { repository: "practice/web", tags: &["1.0", "latest"], recipe: web },
        PracticeImage { repository: "practice/tools", tags: &["1.0", "latest"], recipe: tools },
    ])
}

/// The machine's architecture, by its name in images.
pub fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

/// busybox with its applets, and the folders that every container needs.
pub fn busybox() -> Result<Layer> {
    let folders = ["bin", "dev", "etc", "proc", "root", "run", "sys", "usr", "usr/bin", "usr/share", "var"];
    let mut layer = Layer::new("ADD busybox /");
    for folder in folders {
        layer = layer.directory(folder, 0o755);
    }
    layer = layer.directory("tmp", 0o1777).file("bin/busybox", 0o755, program("busybox")?);
    for applet in APPLETS.split_whitespace() {
        layer = layer.link(&format!("bin/{applet}"), "busybox");
    }
    Ok(layer)
}

/// bash, with Debian's prompt.
pub fn bash() -> Result<Layer> {
    Ok(Layer::new("COPY bash /bin/bash").file("bin/bash", 0o755, program("bash-static")?).file(
        "etc/bash.bashrc",
        0o644,
        "PS1='\\u@\\h:\\w\\$ '\n",
    ))
}

/// The system's name and its users.
pub fn system(name: &str, os_release: &str) -> Layer {
    Layer::new("COPY etc /etc")
        .file("etc/os-release", 0o644, os_release.to_owned())
        .file("etc/issue", 0o644, format!("{name}\n"))
        .file("etc/passwd", 0o644, "root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/:/bin/sh\n")
        .file("etc/group", 0o644, "root:x:0:\nnogroup:x:65534:\n")
        .file("etc/nsswitch.conf", 0o644, "passwd: files\ngroup: files\nhosts: files dns\n")
}

/// A file of random bytes, so that a download takes a while.
pub fn padding(path: &str, seed: u64, length: usize) -> Layer {
    Layer::new(format!("COPY {} /{path}", file_name(path))).file(path, 0o644, incompressible(seed, length))
}

/// A web server that ends at once on SIGTERM, which busybox's own ignores as the first process.
pub fn web_server(program: &str, folder: &str) -> Layer {
    let script = format!(
        "#!/bin/sh\n\
         trap 'kill \"$server\" 2>/dev/null; exit 0' TERM INT QUIT\n\
         httpd -f -p 80 -h /{folder} &\n\
         server=$!\n\
         wait\n"
    );
    Layer::new(format!("COPY {} /{program}", file_name(program))).file(program, 0o755, script)
}

/// A web server's first page.
pub fn page(folder: &str, html: &str) -> Layer {
    Layer::new(format!("COPY index.html /{folder}/")).directory(folder, 0o755).file(
        &format!("{folder}/index.html"),
        0o644,
        html.to_owned(),
    )
}

const PRACTICE_RELEASE: &str = "\
NAME=\"Slipway Practice\"
VERSION=\"1.0\"
ID=slipway-practice
PRETTY_NAME=\"Slipway Practice 1.0 (busybox and bash, not a Linux distribution)\"
VERSION_ID=\"1.0\"
";

fn image(description: &str) -> Recipe {
    let labels = json!({ "org.opencontainers.image.description": description, "slipway.practice": "true" });
    let label = format!("LABEL org.opencontainers.image.description={description:?} slipway.practice=true");
    Recipe::new(architecture(), CREATED, AUTHOR)
        .config("Env", search_path(), "ENV PATH=/usr/bin:/bin")
        .config("Labels", labels, &label)
        .comment("A practice image of Slipway")
}

fn search_path() -> Value {
    json!(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"])
}

fn welcome(version: &str) -> Layer {
    let text = format!(
        "This is practice/shell:{version}. Nothing you do here touches your own images.\n\
         这是练习镜像 practice/shell:{version}。您在这里做的一切都不会影响您自己的镜像。\n"
    );
    Layer::new("COPY WELCOME /root/WELCOME").file("root/WELCOME", 0o644, text)
}

fn web_padding() -> Layer {
    padding("usr/share/practice/web.bin", 2, 2 * MB)
}

fn tools_padding() -> Layer {
    padding("usr/share/practice/tools.bin", 3, MB)
}

/// Two scripts to look at in an image.
fn tools() -> Layer {
    Layer::new("COPY tools /usr/bin/").file("usr/bin/greet", 0o755, "#!/bin/sh\necho \"Hello, ${1:-Docker}!\"\n").file(
        "usr/bin/layers",
        0o755,
        "#!/bin/sh\ngrep ' / ' /proc/self/mountinfo | tr ':,' '\\n' | grep -c /l/\n",
    )
}

/// The content of a static program of the machine.
fn program(name: &str) -> Result<Bytes> {
    let missing = || Error::new(ErrorCode::PracticeUnavailable).with("missing", name);
    let path = find_program(name).ok_or_else(missing)?;
    std::fs::read(path).map(Bytes::from).map_err(|_| missing())
}

fn file_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}
