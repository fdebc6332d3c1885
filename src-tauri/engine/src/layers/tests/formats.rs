//! One image, as each engine writes it.

use serde_json::json;

use super::{
    Read,
    archives::{Archive, append, bytes, digest, gzip, hex, tar_of, whiteout, zstd},
    read,
};
use crate::error::ErrorCode;

fn image() -> Archive {
    // The last layer is empty, as `RUN true` of BuildKit leaves one.
    Archive::of(&[vec![bytes("a", 1, 3000), bytes("b", 2, 500)], vec![whiteout("b")], vec![]])
}

fn is_the_image(read: &Read, how: &str) {
    assert_eq!(read.images.len(), 1, "{how}: one image");
    assert_eq!(read.id(), digest(&image().config), "{how}: its ID is its configuration's digest");
    let whole = read.whole();
    assert_eq!((whole.size, whole.visible, whole.wasted), (3500, 3000, 500), "{how}: bytes");
    let layers: Vec<_> = whole.steps.iter().filter_map(|step| Some(step.layer.as_ref()?.digest.clone())).collect();
    let expected: Vec<_> = image().layers.iter().map(|layer| digest(layer)).collect();
    assert_eq!(layers, expected, "{how}: its layers' diff IDs, in order");
    assert_eq!(whole.steps[0].created_by, "COPY 0 /", "{how}: the instruction that made the first");
    assert_eq!(whole.steps[0].created, 1_767_323_045, "{how}: and when");
}

/// `<id>/layer.tar` and a link instead of a second copy, as Docker up to 24 writes.
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

/// `<digest>.tar`, and links that nobody needs.
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

/// An OCI layout: the index leads to an index, with an attestation and a platform that is not there.
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
fn every_engines_archive_gives_the_same_image() {
    let image = image();
    for (how, archive) in [
        ("Docker 25", image.docker()),
        ("Docker 24", legacy()),
        ("the containerd store, gzip", tar_of(&image.docker_files(gzip))),
        ("the containerd store, zstd", tar_of(&image.docker_files(zstd))),
        ("Podman", podman()),
        ("an OCI layout", oci()),
    ] {
        is_the_image(&read(&archive).unwrap_or_else(|error| panic!("{how}: {error}")), how);
        for (packed, pack) in [("gzip", gzip as fn(&[u8]) -> Vec<u8>), ("zstd", zstd)] {
            let how = format!("{how}, {packed}");
            is_the_image(&read(&pack(&archive)).unwrap_or_else(|error| panic!("{how}: {error}")), &how);
        }
    }
    let named = read(&oci()).expect("it is sound");
    assert_eq!(named.whole().references, ["1"], "the name that the layout gives it");
    assert_eq!(read(&image.docker()).expect("it is sound").whole().references, ["test/image:1"], "a tag");
}

#[test]
fn an_archive_may_hold_several_images() {
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
    let read = read(&tar_of(&files)).expect("it is sound");
    let mut ids: Vec<_> = read.images.iter().map(|image| image.image.clone()).collect();
    ids.sort();
    let mut expected = [digest(&one.config), digest(&other.config)];
    expected.sort();
    assert_eq!(ids, expected, "both");
    let layers = std::fs::read_dir(read.folder.path().join("1/layers")).unwrap().count();
    assert_eq!(layers, 2, "the layer that both have is kept once");
}

#[test]
fn what_the_manifest_names_must_be_there_and_true() {
    let image = image();
    let code = |files: &[(String, Vec<u8>)]| read(&tar_of(files)).map(drop).map_err(|error| error.code);
    let files = image.docker_files(gzip);
    assert_eq!(code(&files[1..]), Err(ErrorCode::LayerMissing), "a layer is missing");
    let mut changed = files.clone();
    changed[0].1 = gzip(&image.layers[1]);
    assert_eq!(code(&changed), Err(ErrorCode::DigestMismatch), "another layer under its name");
    let mut none = files.clone();
    none.pop();
    assert_eq!(code(&none), Err(ErrorCode::ArchiveInvalid), "no manifest");
    let mut no_config = files.clone();
    no_config.remove(files.len() - 2);
    assert_eq!(code(&no_config), Err(ErrorCode::ArchiveInvalid), "no configuration");
    assert_eq!(code(&[]), Err(ErrorCode::ArchiveInvalid), "an archive of nothing");
    for other in [&b"PK\x03\x04 some zip"[..], b"", b"{}", &[0x1f, 0x8b, 8], &gzip(b"text")] {
        let found = read(other).map(drop).map_err(|error| error.code);
        assert_eq!(found, Err(ErrorCode::ArchiveInvalid), "no archive: {other:?}");
    }
}
