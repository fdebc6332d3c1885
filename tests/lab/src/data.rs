//! Test data for engines: dangling and intermediate images, hostile text, thousands of images.

use std::{io::Write, ops::Range};

use serde_json::{Value, json};
use slipway_engine::Result;
use slipway_engine::practice::images::{Layer, Recipe, digest};
use slipway_engine::practice::recipes::architecture;

use crate::{Cli, failed};

/// HTML, a script, terminal escape sequences, and characters that reverse the text direction.
pub const HOSTILE: &str =
    "<b>bold</b><script>document.title='owned'</script>\u{1b}[31mred\u{1b}]52;c;b3duZWQ=\u{7}\u{202e}desrever\u{202c}";

/// Builds `reference` with the legacy builder, where each step leaves an intermediate image; returns the image's ID.
pub async fn built_with_intermediates(docker: &Cli, reference: &str) -> Result<String> {
    let dockerfile = "FROM ubuntu:16.04\nRUN echo one > /one\nRUN echo two > /two\nLABEL step=three\n";
    docker.run(&["pull", "-q", "ubuntu:16.04"]).await?;
    docker.run_with(&["build", "-q", "-t", reference, "-"], dockerfile.as_bytes()).await
}

/// Creates an image that lost its tag to a newer one; returns its ID.
pub async fn dangling(docker: &Cli) -> Result<String> {
    let name = |tag: &str| format!("slipway-lab/dangling:{tag}");
    let import = async |content: &str, tag: &str| {
        let archive = Layer::new("").file("content", 0o644, content.to_owned()).tar()?;
        docker.run_with(&["import", "-", &name(tag)], &archive).await
    };
    let older = import("older", "latest").await?;
    // Not imported with that tag: Docker 26's containerd store would delete the older image.
    import("newer", "newer").await?;
    docker.run(&["tag", &name("newer"), &name("latest")]).await?;
    docker.run(&["rmi", &name("newer")]).await?;
    Ok(older)
}

/// Creates an image whose labels, comment, author, command and file names are [`HOSTILE`]; returns its reference.
pub async fn hostile(docker: &Cli) -> Result<&'static str> {
    let reference = "slipway-lab/hostile:latest";
    let file_name = HOSTILE.replace('/', "\u{2215}");
    let layer = Layer::new(HOSTILE).file(&file_name, 0o644, HOSTILE);
    let recipe = Recipe::new(architecture(), "2026-09-01T12:00:00Z", HOSTILE)
        .layers([layer.clone()])
        .config("Labels", json!({ "hostile": HOSTILE, HOSTILE: "name" }), HOSTILE)
        .config("Env", json!([format!("HOSTILE={HOSTILE}")]), HOSTILE)
        .config("Cmd", json!([HOSTILE]), HOSTILE)
        .comment(HOSTILE);
    let image = recipe.build()?;
    let archive = archive(&layer.tar()?, &[(vec![reference.to_owned()], image.config.bytes.to_vec())])?;
    docker.run_with(&["load", "-q"], &archive).await?;
    Ok(reference)
}

/// Copies a file whose name and content are [`HOSTILE`] into the container.
pub async fn hostile_change(docker: &Cli, container: &str) -> Result<()> {
    let file_name = format!("changed {}", HOSTILE.replace('/', "\u{2215}"));
    let archive = Layer::new("").file(&file_name, 0o644, HOSTILE).tar()?;
    docker.run_with(&["cp", "-", &format!("{container}:/")], &archive).await.map(drop)
}

/// A layer for [`load_images`].
pub struct LayerSpec<'a> {
    /// The Dockerfile instruction.
    pub created_by: &'a str,
    /// The size of the layer's only file. A layer of zero bytes has an empty folder instead.
    pub bytes: usize,
}

/// Loads images with layers of known sizes, each given by its name (empty for none) and its layers, base first.
/// Layers are shared if instruction, size and all layers below are equal.
pub async fn load_images(docker: &Cli, images: &[(&str, &[LayerSpec<'_>])]) -> Result<()> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut manifest = Vec::new();
    let mut written = std::collections::HashSet::new();
    for (number, (name, layers)) in images.iter().enumerate() {
        let mut ids = Vec::new();
        for layer in *layers {
            let file = format!("{}.bin", &digest(layer.created_by.as_bytes())[7..19]);
            let tar = match layer.bytes {
                0 => Layer::new("").directory(&file, 0o755).tar()?,
                bytes => Layer::new("").file(&file, 0o644, vec![b'.'; bytes]).tar()?,
            };
            let id = digest(&tar);
            if written.insert(id.clone()) {
                add(&mut archive, &format!("{}/layer.tar", &id[7..]), &tar)?;
            }
            ids.push(id);
        }
        let config = json!({
            "architecture": architecture(),
            "os": "linux",
            "created": format!("2026-0{}-12T08:00:00Z", 1 + number % 9),
            "config": { "Cmd": ["sh"], "Labels": { "number": number.to_string() } },
            "rootfs": { "type": "layers", "diff_ids": ids },
            "history": layers.iter().map(|layer| json!({ "created_by": layer.created_by })).collect::<Vec<_>>(),
        })
        .to_string();
        let path = format!("{number}.json");
        add(&mut archive, &path, config.as_bytes())?;
        let names: Vec<&str> = Some(*name).filter(|name| !name.is_empty()).into_iter().collect();
        let layers: Vec<String> = ids.iter().map(|id| format!("{}/layer.tar", &id[7..])).collect();
        manifest.push(json!({ "Config": path, "RepoTags": names, "Layers": layers }));
    }
    add(&mut archive, "manifest.json", Value::from(manifest).to_string().as_bytes())?;
    let archive = archive.into_inner().map_err(|error| failed("archive", &error))?;
    docker.run_with(&["load", "-q"], &archive).await.map(drop)
}

/// Loads `count` images of two layers each: one of 300 layers on one of five bases. One image in twenty has a name.
pub async fn many_sharing(docker: &Cli, count: usize) -> Result<()> {
    let steps: Vec<String> = (0..300).map(|number| format!("COPY part-{number} /srv")).collect();
    let bases: Vec<String> = (0..5).map(|number| format!("ADD rootfs-{number}.tar /")).collect();
    let specs: Vec<(String, [LayerSpec<'_>; 2])> = (0..count)
        .map(|number| {
            let step = number % 300;
            let name = if number % 20 == 0 { format!("harbour/part-{number}:1") } else { String::new() };
            let base = LayerSpec { created_by: &bases[step % 5], bytes: 900_000 };
            (name, [base, LayerSpec { created_by: &steps[step], bytes: 20_000 + 700 * step }])
        })
        .collect();
    let images: Vec<(&str, &[LayerSpec<'_>])> = specs.iter().map(|(name, layers)| (&**name, &layers[..])).collect();
    load_images(docker, &images).await
}

/// Loads images without names, each with one base layer that all share and `own` layers of its own.
pub async fn many_apart(docker: &Cli, numbers: Range<usize>, own: usize) -> Result<()> {
    let steps: Vec<Vec<String>> =
        numbers.map(|number| (0..own).map(|layer| format!("COPY {number}/{layer} /srv")).collect()).collect();
    let specs: Vec<Vec<LayerSpec<'_>>> = steps
        .iter()
        .map(|steps| {
            let base = LayerSpec { created_by: "ADD rootfs.tar /", bytes: 5_000 };
            let own = steps.iter().enumerate().map(|(layer, created_by)| LayerSpec { created_by, bytes: 100 + layer });
            std::iter::once(base).chain(own).collect()
        })
        .collect();
    let images: Vec<(&str, &[LayerSpec<'_>])> = specs.iter().map(|layers| ("", &layers[..])).collect();
    load_images(docker, &images).await
}

/// Loads `count` images, from `slipway-lab/many-00000:v0` on, that share one layer.
pub async fn many(docker: &Cli, count: usize) -> Result<()> {
    load(docker, 0..count, |number| vec![format!("slipway-lab/many-{number:05}:v{}", number % 10)]).await
}

/// Loads `count` images without names on the layer of [`many`]. This is fast: for each name, dockerd writes all names
/// again (moby `reference/store.go`, `save`).
pub async fn many_dangling(docker: &Cli, count: usize) -> Result<()> {
    // Numbers that the named images don't have.
    load(docker, 100_000..100_000 + count, |_| Vec::new()).await
}

async fn load(docker: &Cli, numbers: Range<usize>, names: impl Fn(usize) -> Vec<String>) -> Result<()> {
    let layer = Layer::new("COPY shared /").file("shared", 0o644, "one layer for all\n").tar()?;
    let diff_id = digest(&layer);
    let image = |number| (names(number), numbered(number, &diff_id).to_string().into_bytes());
    let images: Vec<_> = numbers.map(image).collect();
    docker.run_with(&["load", "-q"], &archive(&layer, &images)?).await.map(drop)
}

fn numbered(number: usize, diff_id: &str) -> Value {
    let created = format!("2026-{:02}-{:02}T{:02}:00:00Z", 1 + number % 9, 1 + number / 9 % 28, number % 24);
    json!({
        "architecture": architecture(),
        "os": "linux",
        "created": created,
        "config": { "Cmd": ["sh"], "Labels": { "number": number.to_string() } },
        "rootfs": { "type": "layers", "diff_ids": [diff_id] },
        "history": [{ "created": created, "created_by": "COPY shared /" }],
    })
}

/// An archive for `docker load` of images, given by names and config, that all consist of one layer.
fn archive(layer: &[u8], images: &[(Vec<String>, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut manifest = Vec::new();
    add(&mut archive, "layer/layer.tar", layer)?;
    for (names, config) in images {
        let name = format!("{}.json", digest(config).trim_start_matches("sha256:"));
        add(&mut archive, &name, config)?;
        manifest.push(json!({ "Config": name, "RepoTags": names, "Layers": ["layer/layer.tar"] }));
    }
    add(&mut archive, "manifest.json", Value::from(manifest).to_string().as_bytes())?;
    archive.into_inner().map_err(|error| failed("archive", &error))
}

fn add(archive: &mut tar::Builder<impl Write>, path: &str, content: &[u8]) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_mode(0o644);
    header.set_size(content.len() as u64);
    archive.append_data(&mut header, path, content).map_err(|error| failed("archive", &error))
}
