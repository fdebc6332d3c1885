//! Stand-ins for images of Docker Hub: the same names, the same number of layers, and what a tutorial uses in them.

use serde_json::json;
use slipway_engine::Result;
use slipway_engine::practice::images::{Layer, Recipe};
use slipway_engine::practice::recipes::{architecture, bash, busybox, padding, page, system, web_server};
use slipway_engine::practice::registry::RunningRegistry;

const CREATED: &str = "2026-09-01T12:00:00Z";
const MB: usize = 1_000_000;

/// What the tutorial's `cat /etc/os-release` prints.
const TRUSTY: &str = r#"NAME="Ubuntu"
VERSION="14.04.5 LTS, Trusty Tahr"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu 14.04.5 LTS"
VERSION_ID="14.04"
HOME_URL="http://www.ubuntu.com/"
SUPPORT_URL="http://help.ubuntu.com/"
BUG_REPORT_URL="http://bugs.launchpad.net/ubuntu/"
"#;

const XENIAL: &str = r#"NAME="Ubuntu"
VERSION="16.04.7 LTS (Xenial Xerus)"
ID=ubuntu
ID_LIKE=debian
PRETTY_NAME="Ubuntu 16.04.7 LTS"
VERSION_ID="16.04"
HOME_URL="http://www.ubuntu.com/"
SUPPORT_URL="http://help.ubuntu.com/"
BUG_REPORT_URL="http://bugs.launchpad.net/ubuntu/"
"#;

const BOOKWORM: &str = r#"PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
ID=debian
"#;

const WELCOME_TO_NGINX: &str = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n<body>\n\
    <h1>Welcome to nginx!</h1>\n</body>\n</html>\n";

/// Pushes all images to the mirror.
pub async fn push_all(mirror: &RunningRegistry) -> Result<()> {
    mirror.push("library/ubuntu", &["14.04"], &trusty()?.build()?).await?;
    mirror.push("library/ubuntu", &["16.04", "latest"], &xenial()?.build()?).await?;
    mirror.push("library/nginx", &["latest"], &nginx()?.build()?).await?;
    mirror.push("library/redis", &["latest"], &redis()?.build()?).await?;
    let platforms = [platform("amd64")?.build()?, platform("arm64")?.build()?];
    mirror.push_platforms("library/multiarch", "latest", &platforms).await
}

/// `ubuntu:14.04`: five layers, as in the tutorial.
fn trusty() -> Result<Recipe> {
    let finish = Layer::new("RUN mkdir -p /run/systemd && echo 'docker' > /run/systemd/container")
        .directory("run/systemd", 0o755)
        .file("run/systemd/container", 0o644, "docker\n");
    let layers =
        [busybox()?, bash()?, system("Ubuntu 14.04.5 LTS", TRUSTY), padding("var/lib/trusty.bin", 14, 3 * MB), finish];
    Ok(ubuntu().layers(layers))
}

/// `ubuntu:16.04`, also tagged `ubuntu:latest`.
fn xenial() -> Result<Recipe> {
    let layers = [busybox()?, bash()?, system("Ubuntu 16.04.7 LTS", XENIAL), padding("var/lib/xenial.bin", 16, 2 * MB)];
    Ok(ubuntu().layers(layers))
}

fn ubuntu() -> Recipe {
    recipe(architecture()).config("Cmd", json!(["/bin/bash"]), r#"CMD ["/bin/bash"]"#)
}

/// `nginx:latest`: busybox, which serves nginx's welcome page from nginx's folder.
fn nginx() -> Result<Recipe> {
    let html = "usr/share/nginx/html";
    let layers = [
        padding("usr/lib/nginx/modules.bin", 80, 2 * MB),
        web_server("usr/bin/nginx", html),
        page(html, WELCOME_TO_NGINX),
    ];
    Ok(debian()?
        .layers(layers)
        .config("ExposedPorts", json!({ "80/tcp": {} }), "EXPOSE 80")
        .config("StopSignal", json!("SIGQUIT"), "STOPSIGNAL SIGQUIT")
        .config("Cmd", json!(["nginx", "-g", "daemon off;"]), r#"CMD ["nginx" "-g" "daemon off;"]"#))
}

/// `redis:latest`: a program that runs until it is stopped, on nginx's base layers.
pub fn redis() -> Result<Recipe> {
    let server = "#!/bin/sh\ntrap 'exit 0' TERM INT\necho 'Ready to accept connections'\n\
                  while :; do sleep 3600 & wait $!; done\n";
    let layer = Layer::new("COPY redis-server /usr/bin/").file("usr/bin/redis-server", 0o755, server);
    Ok(debian()?
        .layers([padding("usr/lib/redis/modules.bin", 63, MB), layer])
        .config("ExposedPorts", json!({ "6379/tcp": {} }), "EXPOSE 6379")
        .config("Volumes", json!({ "/data": {} }), "VOLUME [/data]")
        .config("Cmd", json!(["redis-server"]), r#"CMD ["redis-server"]"#))
}

/// `multiarch:latest` for one platform: only the metadata differs, the programs are this machine's.
fn platform(architecture: &str) -> Result<Recipe> {
    let note = Layer::new("COPY architecture /etc/").file("etc/architecture", 0o644, format!("{architecture}\n"));
    Ok(recipe(architecture).layers([busybox()?, note]).config("Cmd", json!(["sh"]), r#"CMD ["sh"]"#))
}

fn debian() -> Result<Recipe> {
    Ok(recipe(architecture()).layers([busybox()?, bash()?, system("Debian GNU/Linux 12", BOOKWORM)]))
}

fn recipe(architecture: &str) -> Recipe {
    Recipe::new(architecture, CREATED, "Slipway's test lab").config(
        "Env",
        json!(["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]),
        "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    )
}
