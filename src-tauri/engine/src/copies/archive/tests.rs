use std::io::{Cursor, Write};

use serde_json::json;
use sha2::{Digest, Sha256};

use super::*;

fn digest(content: &[u8]) -> String {
    format!("sha256:{:x}", Sha256::digest(content))
}

fn archive(files: &[(&str, &[u8])], links: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, path, *content).unwrap();
    }
    for (path, target) in links {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(tar::EntryType::Symlink);
        header.set_size(0);
        archive.append_link(&mut header, path, target).unwrap();
    }
    archive.into_inner().unwrap()
}

/// The archive of an image of two layers, one of them a link, as moby before 25 writes it.
fn classic(layers: [&[u8]; 2], diff_ids: [&[u8]; 2]) -> (Vec<u8>, String) {
    let config = json!({ "rootfs": { "type": "layers", "diff_ids": diff_ids.map(digest) } }).to_string();
    let hex = digest(config.as_bytes()).trim_start_matches("sha256:").to_owned();
    let name = format!("{hex}.json");
    let layer_paths = ["one/layer.tar", "two/layer.tar"];
    let manifest = json!([{ "Config": name, "RepoTags": ["docker.io/library/a:1"], "Layers": layer_paths }]);
    let manifest = manifest.to_string();
    let files: [(&str, &[u8]); 4] = [
        ("one/layer.tar", layers[0]),
        ("real/layer.tar", layers[1]),
        (&name, config.as_bytes()),
        ("manifest.json", manifest.as_bytes()),
    ];
    (archive(&files, &[("two/layer.tar", "../real/layer.tar")]), format!("sha256:{hex}"))
}

fn fault(archive: &[u8], image: &str, tags: &[&str]) -> Option<String> {
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    check(Cursor::new(archive), image, &tags).err().map(|error| error.to_string())
}

#[test]
fn a_complete_archive_is_valid_with_any_compression() {
    let plain: [&[u8]; 2] = [b"one layer", b"another layer"];
    let (bytes, image) = classic(plain, plain);
    assert_eq!(fault(&bytes, &image, &["a:1"]), None, "no problem");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(plain[0]).unwrap();
    let gzip = gzip.finish().unwrap();
    let zstd = zstd::encode_all(plain[1], 1).unwrap();
    let (bytes, image) = classic([&gzip, &zstd], plain);
    assert_eq!(fault(&bytes, &image, &["a:1"]), None, "compressed layers are the same layers");
}

#[test]
fn an_invalid_archive_is_rejected_with_the_reason() {
    let plain: [&[u8]; 2] = [b"one layer", b"another layer"];
    let (valid, image) = classic(plain, plain);
    let assert_fault = |archive: &[u8], image: &str, tags: &[&str], phrase: &str| {
        let fault = fault(archive, image, tags).expect("an invalid archive");
        assert!(fault.contains(phrase), "{fault:?} contains {phrase:?}");
    };
    let (swapped, other) = classic([plain[1], plain[0]], plain);
    assert_fault(&swapped, &other, &["a:1"], "has another content");
    assert_fault(&valid, &digest(b"another image"), &["a:1"], "does not hold");
    assert_fault(&valid, &image, &["a:1", "a:2"], "does not name a:2");
    assert_fault(&valid[..valid.len() - 2048], &image, &["a:1"], "");
    assert_fault(&archive(&[], &[]), &image, &[], "manifest.json is missing");
    assert_fault(&archive(&[("manifest.json", b"[")], &[]), &image, &[], "manifest.json");
    let item = br#"[{"Config":"c.json","RepoTags":null,"Layers":[]}]"#;
    assert_fault(&archive(&[("manifest.json", item)], &[]), &image, &[], "c.json is missing");
    let loops = [("c.json", "d.json"), ("d.json", "c.json")];
    assert_fault(&archive(&[("manifest.json", item)], &loops), &image, &[], "is missing");
    let blob = format!("blobs/sha256/{}", "0".repeat(64));
    assert_fault(&archive(&[(&blob, b"x")], &[]), &image, &[], "has another content");
}

#[test]
fn an_image_without_layers_is_complete() {
    // Go writes an empty list as `null`; the OCI specification wants `[]`.
    for (layers, diff_ids) in [("null", "null"), ("[]", "[]")] {
        let config = format!(r#"{{"rootfs":{{"type":"layers","diff_ids":{diff_ids}}}}}"#);
        let manifest = format!(r#"[{{"Config":"c.json","RepoTags":["a:1"],"Layers":{layers}}}]"#);
        let bytes = archive(&[("c.json", config.as_bytes()), ("manifest.json", manifest.as_bytes())], &[]);
        assert_eq!(fault(&bytes, &digest(config.as_bytes()), &["a:1"]), None, "layers {layers}");
    }
    let without = archive(&[("c.json", br#"{"rootfs":{}}"#), ("manifest.json", br#"[{"Config":"c.json"}]"#)], &[]);
    assert_eq!(fault(&without, &digest(br#"{"rootfs":{}}"#), &[]), None, "no list at all");
}
