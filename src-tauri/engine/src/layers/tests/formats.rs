//! One image in the archive format of each engine.

use serde_json::json;

use super::{
    ReadArchive,
    archives::{Archive, append, bytes, bzip2, digest, gzip, hex, tar_of, whiteout, xz, zstd},
    read,
};
use crate::error::ErrorCode;

fn image() -> Archive {
    // The last layer is empty, as `RUN true` of BuildKit leaves one.
    Archive::of(&[vec![bytes("a", 1, 3000), bytes("b", 2, 500)], vec![whiteout("b")], vec![]])
}

fn assert_is_the_image(read: &ReadArchive, format: &str) {
    assert_eq!(read.images.len(), 1, "{format}: one image");
    assert_eq!(read.id(), digest(&image().config), "{format}: its ID is its configuration's digest");
    let summary = read.summary();
    assert_eq!((summary.size, summary.visible, summary.wasted), (3500, 3000, 500), "{format}: bytes");
    let layers: Vec<_> = summary.steps.iter().filter_map(|step| Some(step.layer.as_ref()?.digest.clone())).collect();
    let expected: Vec<_> = image().layers.iter().map(|layer| digest(layer)).collect();
    assert_eq!(layers, expected, "{format}: its layers' diff IDs, in order");
    assert_eq!(summary.steps[0].created_by, "COPY 0 /", "{format}: the instruction that created the first layer");
    assert_eq!(summary.steps[0].created, 1_767_323_045, "{format}: its time");
}

/// `<id>/layer.tar` with a link instead of a second copy, as Docker up to 24 writes it.
fn legacy() -> Vec<u8> {
    let image = image();
    let mut archive = tar::Builder::new(Vec::new());
    let mut file = |name: &str, content: &[u8]| {
        append(&mut archive, tar::EntryType::Regular, name, "", content, 0o644);
    };
    let config = format!("{}.json", hex(&image.config));
    file(&config, &image.config);
    for (id, layer) in ["one", "two"].iter().zip(&image.layers) {
        file(&format!("{id}/VERSION"), b"1.0");
        file(&format!("{id}/json"), b"{\"id\":\"x\"}");
        file(&format!("{id}/layer.tar"), layer);
    }
    file("base/layer.tar", &image.layers[2]);
    let layers = ["one/layer.tar", "two/layer.tar", "three/layer.tar"];
    let manifest = json!([{ "Config": config, "RepoTags": null, "Layers": layers }]);
    file("manifest.json", manifest.to_string().as_bytes());
    file("repositories", b"{}");
    append(&mut archive, tar::EntryType::Symlink, "three/layer.tar", "../base/layer.tar", b"", 0o777);
    archive.into_inner().unwrap()
}

/// `<digest>.tar` and unused links.
fn podman() -> Vec<u8> {
    let image = image();
    let mut archive = tar::Builder::new(Vec::new());
    let name = |layer: &[u8]| format!("{}.tar", hex(layer));
    for layer in &image.layers {
        append(&mut archive, tar::EntryType::Regular, &name(layer), "", layer, 0o644);
        let link = format!("{}/layer.tar", &hex(layer)[..8]);
        append(&mut archive, tar::EntryType::Symlink, &link, &format!("../{}", name(layer)), b"", 0o777);
    }
    let config = format!("{}.json", hex(&image.config));
    append(&mut archive, tar::EntryType::Regular, &config, "", &image.config, 0o644);
    let layers: Vec<_> = image.layers.iter().map(|layer| name(layer)).collect();
    let manifest = json!([{ "Config": config, "RepoTags": [], "Layers": layers }]).to_string();
    append(&mut archive, tar::EntryType::Regular, "manifest.json", "", manifest.as_bytes(), 0o644);
    archive.into_inner().unwrap()
}

/// An OCI layout: the index lists an index, with an attestation and a platform that the archive does not contain.
fn oci() -> Vec<u8> {
    let image = image();
    let descriptor = |bytes: &[u8]| json!({ "digest": digest(bytes), "size": bytes.len() });
    let packed: Vec<Vec<u8>> = image.layers.iter().map(|layer| zstd(layer)).collect();
    let layers: Vec<_> = packed.iter().map(|layer| descriptor(layer)).collect();
    let manifest = json!({ "schemaVersion": 2, "config": descriptor(&image.config), "layers": layers }).to_string();
    let attestation = json!({ "schemaVersion": 2, "config": descriptor(b"{}"), "layers": [] }).to_string();
    let mut attested = descriptor(attestation.as_bytes());
    attested["annotations"] = json!({ "vnd.docker.reference.type": "attestation-manifest" });
    let inner =
        json!({ "manifests": [descriptor(b"elsewhere"), descriptor(manifest.as_bytes()), attested] }).to_string();
    let mut named = descriptor(inner.as_bytes());
    named["annotations"] = json!({ "org.opencontainers.image.ref.name": "1" });
    let index = json!({ "schemaVersion": 2, "manifests": [named] }).to_string();
    let mut files = vec![("index.json".to_owned(), index.into_bytes())];
    files.extend([manifest.as_bytes(), attestation.as_bytes(), inner.as_bytes(), &image.config].map(blob));
    files.extend(packed.iter().map(|layer| blob(layer)));
    tar_of(&files)
}

/// The archive with everything in a folder.
fn within(folder: &str, archive: &[u8]) -> Vec<u8> {
    let mut outer = tar::Builder::new(Vec::new());
    append(&mut outer, tar::EntryType::Directory, &format!("{folder}/"), "", b"", 0o755);
    for entry in tar::Archive::new(archive).entries().unwrap() {
        let mut entry = entry.unwrap();
        let name = format!("{folder}/{}", String::from_utf8_lossy(&entry.path_bytes()));
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        append(&mut outer, tar::EntryType::Regular, &name, "", &content, 0o644);
    }
    outer.into_inner().unwrap()
}

fn blob(bytes: &[u8]) -> (String, Vec<u8>) {
    (format!("blobs/sha256/{}", hex(bytes)), bytes.to_vec())
}

fn descriptor(bytes: &[u8], media_type: &str) -> serde_json::Value {
    json!({ "mediaType": media_type, "digest": digest(bytes), "size": bytes.len() })
}

/// The files of an OCI layout with these images, and these other manifests.
fn layout(images: &[&Archive], others: &[serde_json::Value]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("oci-layout".to_owned(), br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec())];
    let manifest = |image: &&Archive| {
        let layer = |layer: &Vec<u8>| descriptor(layer, "application/vnd.oci.image.layer.v1.tar");
        let config = descriptor(&image.config, "application/vnd.oci.image.config.v1+json");
        json!({ "schemaVersion": 2, "config": config, "layers": image.layers.iter().map(layer).collect::<Vec<_>>() })
    };
    let manifests: Vec<Vec<u8>> =
        images.iter().map(manifest).chain(others.iter().cloned()).map(|manifest| manifest.to_string().into()).collect();
    let of_images = images.iter().flat_map(|image| image.layers.iter().chain([&image.config]));
    files.extend(of_images.chain(&manifests).map(|bytes| blob(bytes)));
    let listed: Vec<_> =
        manifests.iter().map(|manifest| descriptor(manifest, "application/vnd.oci.image.manifest.v1+json")).collect();
    files.push(("index.json".to_owned(), json!({ "schemaVersion": 2, "manifests": listed }).to_string().into()));
    files
}

/// Manifests of a signature and an SBOM about an image, of an old signature of cosign, and of a Helm chart.
fn artifacts() -> [serde_json::Value; 4] {
    let empty = descriptor(b"{}", "application/vnd.oci.empty.v1+json");
    let subject = descriptor(b"the image", "application/vnd.oci.image.manifest.v1+json");
    let image_config = descriptor(b"its configuration", "application/vnd.oci.image.config.v1+json");
    let of = |media_type: &str| json!([descriptor(b"its content", media_type)]);
    [
        json!({ "artifactType": "application/vnd.dev.sigstore.bundle.v0.3+json", "config": empty, "subject": subject,
                "layers": of("application/vnd.dev.sigstore.bundle.v0.3+json") }),
        json!({ "artifactType": "application/spdx+json", "config": empty, "layers": [empty] }),
        json!({ "config": image_config, "layers": of("application/vnd.dev.cosign.simplesigning.v1+json") }),
        json!({ "config": descriptor(b"chart", "application/vnd.cncf.helm.config.v1+json"),
                "layers": of("application/vnd.cncf.helm.chart.content.v1.tar+gzip") }),
    ]
}

fn oci_with_artifacts(image: &Archive) -> Vec<u8> {
    let mut files = layout(&[image], &artifacts());
    files.push(blob(b"{}"));
    tar_of(&files)
}

/// As the containerd store writes an image of another platform.
fn with_empty_manifest(image: &Archive) -> Vec<u8> {
    let mut files = layout(&[image], &[]);
    files.push(("manifest.json".to_owned(), b"null".to_vec()));
    tar_of(&files)
}

#[test]
fn an_archive_of_artifacts_alone_is_named_so() {
    let error = read(&tar_of(&layout(&[], &artifacts()))).map(drop).expect_err("it has no image");
    assert_eq!(error.code, ErrorCode::ArchiveWithoutImages, "{error}");
    assert!(error.details["types"].contains("application/spdx+json"), "what it has: {error:?}");
    assert!(error.details["types"].contains("helm.chart"), "what it has: {error:?}");
}

#[test]
fn images_of_several_platforms_are_told_apart_and_this_machines_is_first() {
    let of_platform = |architecture: &str, variant: &str| {
        let mut image = Archive::of(&[vec![bytes("a", 1, 10)]]);
        let mut config: serde_json::Value = serde_json::from_slice(&image.config).unwrap();
        config["architecture"] = architecture.into();
        config["variant"] = variant.into();
        image.config = config.to_string().into_bytes();
        image
    };
    let native = if cfg!(target_arch = "aarch64") { "arm64" } else { "amd64" };
    let images = [("s390x", ""), ("arm", "v7"), (native, "")].map(|(name, variant)| of_platform(name, variant));
    let images: Vec<&Archive> = images.iter().collect();
    let found = read(&tar_of(&layout(&images, &[]))).expect("the archive is valid");
    let platforms: Vec<&str> = found.images.iter().map(|image| image.platform.as_str()).collect();
    assert_eq!(platforms, [&format!("linux/{native}"), "linux/s390x", "linux/arm/v7"], "in the archive's order");
    assert_eq!(found.summary().platform, format!("linux/{native}"), "it is the one that is shown");
    let foreign = read(&tar_of(&layout(&images[..2], &[]))).expect("the archive is valid");
    assert_eq!(foreign.summary().platform, "linux/s390x", "without it the archive's first");
}

#[test]
fn an_image_without_layers_is_empty() {
    for list in [json!(null), json!([])] {
        let config = json!({ "os": "linux", "rootfs": { "type": "layers", "diff_ids": list } }).to_string();
        let manifest = json!([{ "Config": "c.json", "RepoTags": ["nothing:1"], "Layers": list }]).to_string();
        let files = [("c.json", config), ("manifest.json", manifest)];
        let files = files.map(|(name, content)| (name.to_owned(), content.into_bytes()));
        let found = read(&tar_of(&files)).expect("the archive is valid").summary();
        assert_eq!((found.size, found.entries), (0, 0), "it has nothing: {list}");
    }
}

#[test]
fn dockers_first_format_is_read() {
    let image = image();
    let id = |index: usize| format!("{index}").repeat(64);
    let mut files = vec![("repositories".to_owned(), json!({ "old": { "1": id(2) } }).to_string().into_bytes())];
    for (index, layer) in image.layers.iter().enumerate() {
        let mut config = json!({
            "id": id(index), "created": "2014-03-02T03:04:05Z", "architecture": "amd64", "os": "linux",
            "container_config": { "Cmd": ["/bin/sh", "-c", format!("#(nop) ADD {index}")] },
        });
        if index > 0 {
            config["parent"] = id(index - 1).into();
        }
        files.push((format!("{}/json", id(index)), config.to_string().into_bytes()));
        files.push((format!("{}/layer.tar", id(index)), layer.clone()));
    }
    let found = read(&tar_of(&files)).expect("the archive is valid");
    let summary = found.summary();
    assert_eq!((summary.size, summary.visible, summary.wasted), (3500, 3000, 500), "its bytes");
    assert_eq!(
        (summary.references, summary.platform),
        (vec!["old:1".to_owned()], "linux/amd64".to_owned()),
        "its name"
    );
    assert_eq!(summary.steps[0].created_by, "/bin/sh -c #(nop) ADD 0", "the oldest step first");
    assert_ne!(found.id(), format!("sha256:{}", id(2)), "an ID of this format is not trusted");
    let without = |index: usize| {
        let files: Vec<_> =
            files.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, file)| file.clone()).collect();
        read(&tar_of(&files)).map(drop).map_err(|error| error.code)
    };
    assert_eq!(without(1), Err(ErrorCode::ArchiveInvalid), "a parent is missing");
    assert_eq!(without(2), Err(ErrorCode::LayerMissing), "a layer is missing");
}

#[test]
fn other_formats_are_named_with_the_way_out() {
    for (bytes, format, command) in [
        (&b"PK\x03\x04 some zip"[..], "zip", "unzip"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "7z", "7z x"),
        (b"\x04\x22\x4d\x18", "lz4", "lz4 -d"),
    ] {
        let error = read(bytes).map(drop).expect_err("it is not read");
        assert_eq!(error.code, ErrorCode::ArchiveFormat, "{error}");
        assert_eq!((&error.details["format"][..], &error.details["command"][..]), (format, command), "by its name");
    }
}

#[test]
fn the_archive_of_every_engine_yields_the_same_image() {
    let image = image();
    for (format, archive) in [
        ("Docker 25", image.docker()),
        ("Docker 24", legacy()),
        ("the containerd store, gzip", tar_of(&image.docker_files(gzip))),
        ("the containerd store, zstd", tar_of(&image.docker_files(zstd))),
        ("Podman", podman()),
        ("an OCI layout", oci()),
        ("an OCI layout with artifacts", oci_with_artifacts(&image)),
        ("a folder with an OCI layout", within("layout", &oci())),
        ("a folder in a folder", within("./a/b", &image.docker())),
        ("layers compressed with xz", tar_of(&image.docker_files(xz))),
        ("an OCI layout beside a list of no images", with_empty_manifest(&image)),
    ] {
        assert_is_the_image(&read(&archive).unwrap_or_else(|error| panic!("{format}: {error}")), format);
        for (packed, pack) in [("gzip", gzip as fn(&[u8]) -> Vec<u8>), ("zstd", zstd), ("xz", xz), ("bzip2", bzip2)] {
            let format = format!("{format}, {packed}");
            assert_is_the_image(&read(&pack(&archive)).unwrap_or_else(|error| panic!("{format}: {error}")), &format);
        }
    }
    let named = read(&oci()).expect("the archive is valid");
    assert_eq!(named.summary().references, ["1"], "the name from the layout");
    assert_eq!(read(&image.docker()).expect("the archive is valid").summary().references, ["test/image:1"], "a tag");
}

#[test]
fn an_archive_may_contain_several_images() {
    let one = Archive::of(&[vec![bytes("a", 1, 10)]]);
    let other = Archive::of(&[vec![bytes("a", 1, 10)], vec![bytes("b", 1, 5)]]);
    let mut files = Vec::new();
    let mut manifest = Vec::new();
    for image in [&one, &other] {
        let mut of_image = image.docker_files(|layer| layer.to_vec());
        let listed: serde_json::Value = serde_json::from_slice(&of_image.pop().unwrap().1).unwrap();
        manifest.push(listed[0].clone());
        files.extend(of_image);
    }
    files.push(("manifest.json".to_owned(), serde_json::Value::from(manifest).to_string().into_bytes()));
    let read = read(&tar_of(&files)).expect("the archive is valid");
    let mut ids: Vec<_> = read.images.iter().map(|image| image.image.clone()).collect();
    ids.sort();
    let mut expected = [digest(&one.config), digest(&other.config)];
    expected.sort();
    assert_eq!(ids, expected, "both");
    let layers = std::fs::read_dir(read.folder.path().join("1/layers")).unwrap().count();
    assert_eq!(layers, 2, "the layer that both have is stored once");
}

#[test]
fn layers_of_the_manifest_must_exist_and_match() {
    let image = image();
    let code = |files: &[(String, Vec<u8>)]| read(&tar_of(files)).map(drop).map_err(|error| error.code);
    let files = image.docker_files(gzip);
    assert_eq!(code(&files[1..]), Err(ErrorCode::LayerMissing), "a layer is missing");
    let mut changed = files.clone();
    changed[0].1 = gzip(&image.layers[1]);
    assert_eq!(code(&changed), Err(ErrorCode::DigestMismatch), "another layer with its name");
    let mut none = files.clone();
    none.pop();
    assert_eq!(code(&none), Err(ErrorCode::ArchiveInvalid), "no manifest");
    let mut no_config = files.clone();
    no_config.remove(files.len() - 2);
    assert_eq!(code(&no_config), Err(ErrorCode::ArchiveInvalid), "no configuration");
    assert_eq!(code(&[]), Err(ErrorCode::ArchiveInvalid), "an empty archive");
    for other in [&b"some text"[..], b"", b"{}", &xz(b"text"), &bzip2(b"text"), &[0x1f, 0x8b, 8], &gzip(b"text")] {
        let found = read(other).map(drop).map_err(|error| error.code);
        assert_eq!(found, Err(ErrorCode::ArchiveInvalid), "not an archive: {other:?}");
    }
}
