//! Cleaning up: choose in the picture, see what will come free, run, and see that it did; in both languages.

use slipway_e2e::{Result, Surroundings, Window};
use slipway_lab::{
    Cli, Lab, LabOptions,
    data::{self, Stack},
};

const MB: usize = 1_000_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_in_chinese() -> Result {
    a_clean_up("zh-CN").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clean_up_in_english() -> Result {
    a_clean_up("en").await
}

/// Images as they gather after some months of work, of layers whose bytes are known.
async fn a_full_disk(docker: &Cli) -> Result {
    const fn of(created_by: &str, bytes: usize) -> Stack<'_> {
        Stack { created_by, bytes }
    }
    const BASE: Stack<'static> = of("ADD rootfs.tar.xz / # buildkit", 9 * MB);
    const PACKAGES: Stack<'static> =
        of("RUN /bin/sh -c apt-get update && apt-get install -y ca-certificates curl # buildkit", 4 * MB);
    const NODE: Stack<'static> = of("COPY node-v22 /usr/local # buildkit", 7 * MB);
    const PYTHON: Stack<'static> = of("COPY python-3.13 /usr/local # buildkit", 5 * MB);
    const FOLDER: Stack<'static> = of("WORKDIR /srv", 0);
    const MODULES: Stack<'static> = of("RUN /bin/sh -c npm ci --omit=dev # buildkit", 6 * MB);
    const OLD_MODULES: Stack<'static> = of("RUN /bin/sh -c npm install # buildkit", 5 * MB);
    data::stacked(
        docker,
        &[
            ("harbour/base:12", &[BASE, PACKAGES]),
            ("harbour/node:22", &[BASE, PACKAGES, NODE]),
            ("harbour/web:1.0", &[BASE, PACKAGES, NODE, FOLDER, OLD_MODULES, of("COPY dist-1.0 /srv", 2 * MB)]),
            ("harbour/web:1.1", &[BASE, PACKAGES, NODE, FOLDER, OLD_MODULES, of("COPY dist-1.1 /srv", 2 * MB + 7)]),
            ("harbour/web:1.2", &[BASE, PACKAGES, NODE, FOLDER, MODULES, of("COPY dist-1.2 /srv", 3 * MB)]),
            ("harbour/web:1.3", &[BASE, PACKAGES, NODE, FOLDER, MODULES, of("COPY dist-1.3 /srv", 3 * MB + 500)]),
            ("harbour/api:2.0", &[BASE, PACKAGES, PYTHON, of("RUN /bin/sh -c pip install -r requirements.txt", 8 * MB)]),
            ("", &[BASE, PACKAGES, PYTHON, of("RUN /bin/sh -c pip install flask", 4 * MB)]),
            ("lighthouse/tool:nightly", &[of("COPY lighthouse /", 6 * MB), of("COPY rules /etc/lighthouse", MB)]),
        ],
    )
    .await?;
    for reference in ["ubuntu:14.04", "nginx:latest", "redis:latest"] {
        docker.run(&["pull", "-q", reference]).await?;
    }
    docker.run(&["run", "-d", "--name", "shop", "nginx:latest"]).await?;
    docker.run(&["create", "--name", "yesterday", "harbour/api:2.0"]).await?;
    Ok(())
}

async fn a_clean_up(language: &'static str) -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    a_full_disk(&docker).await?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;
    window.click("nav-cleanup").await?;
    window.find("cleanup-picture").await?;
    window.find("cleanup-suggestion").await?;
    window.find_with("cleanup-part", "[data-kind=images]").await?;
    window.picture(&format!("cleanup-{language}")).await?;
    window.close().await
}
