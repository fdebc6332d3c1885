//! One image in the archive format of each engine.

use serde_json::json;

use super::{
    ReadArchive,
    archives::{Archive, append, bytes, digest, gzip, hex, tar_of, whiteout, zstd},
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
    let blob = |bytes: &[u8]| (format!("blobs/sha256/{}", hex(bytes)), bytes.to_vec());
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
    ] {
        assert_is_the_image(&read(&archive).unwrap_or_else(|error| panic!("{format}: {error}")), format);
        for (packed, pack) in [("gzip", gzip as fn(&[u8]) -> Vec<u8>), ("zstd", zstd)] {
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
    for other in [&b"PK\x03\x04 some zip"[..], b"", b"{}", &[0x1f, 0x8b, 8], &gzip(b"text")] {
        let found = read(other).map(drop).map_err(|error| error.code);
        assert_eq!(found, Err(ErrorCode::ArchiveInvalid), "not an archive: {other:?}");
    }
}
