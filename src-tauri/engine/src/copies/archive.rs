//! Reading an image's archive to its end: whether it is whole, and whether it holds the image that it should.
//!
//! One streaming pass over whatever an engine writes (moby `image/tarexport`, containerd's OCI layout with layers as they
//! were pulled, Podman's `docker-archive`). Nothing is unpacked to the disk, and memory stays bounded.

use std::{
    collections::HashMap,
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
};

use flate2::write::MultiGzDecoder;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::grammar::Reference;

/// What manifests and configurations may take together at most; a real one is some kilobytes.
const LARGEST_JSON: u64 = 32 * 1024 * 1024;
/// How many links may lead to a layer.
const MOST_LINKS: usize = 8;
const CHUNK: usize = 64 * 1024;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Reads an archive to its end, and fails with what is wrong with it unless it holds this image with these tags, each
/// layer as its digest says. `image` is the ID: the digest of the configuration, or with the containerd store that of
/// the manifest.
pub fn check(archive: impl Read, image: &str, tags: &[String]) -> io::Result<()> {
    let contents = Contents::read(archive)?;
    let manifest: Vec<ManifestItem> = contents.json("manifest.json")?;
    for item in &manifest {
        contents.check(item)?;
    }
    let is_config = |item: &ManifestItem| contents.file(&item.config).is_ok_and(|file| file.digest == image);
    if !manifest.iter().any(is_config) && contents.file(blob(image)).is_err() {
        return Err(wrong(format!("it does not hold {image}")));
    }
    let named: Vec<String> =
        manifest.iter().flat_map(|item| item.tags.iter().flatten()).map(|tag| familiar(tag)).collect();
    match tags.iter().find(|tag| !named.contains(&familiar(tag))) {
        Some(tag) => Err(wrong(format!("it does not name {tag}"))),
        None => Ok(()),
    }
}

/// `manifest.json` holds one for each image.
#[derive(Deserialize)]
struct ManifestItem {
    #[serde(rename = "Config")]
    config: String,
    #[serde(rename = "RepoTags")]
    tags: Option<Vec<String>>,
    #[serde(rename = "Layers")]
    layers: Vec<String>,
}

#[derive(Deserialize)]
struct Configuration {
    rootfs: RootFs,
}

#[derive(Deserialize)]
struct RootFs {
    diff_ids: Vec<String>,
}

/// What an archive holds, by path.
struct Contents {
    entries: HashMap<PathBuf, Entry>,
}

enum Entry {
    File(File),
    Link(PathBuf),
}

struct File {
    /// Of the content as it stands in the archive.
    digest: String,
    /// Of what it unpacks to, for a compressed layer.
    unpacked: Option<String>,
    /// The content of what may be JSON.
    json: Vec<u8>,
}

impl Contents {
    fn read(archive: impl Read) -> io::Result<Self> {
        let mut entries = HashMap::new();
        let mut json_left = LARGEST_JSON;
        let mut archive = tar::Archive::new(archive);
        for entry in archive.entries()? {
            let entry = entry?;
            let path = normal(&entry.path()?);
            let kind = entry.header().entry_type();
            let target = entry.link_name()?.map(|target| target.into_owned()).unwrap_or_default();
            if kind.is_symlink() {
                let folder = path.parent().unwrap_or(Path::new(""));
                entries.insert(path.clone(), Entry::Link(normal(&folder.join(target))));
            } else if kind.is_hard_link() {
                entries.insert(path, Entry::Link(normal(&target)));
            } else if kind.is_file() {
                let file = read_file(entry, json_left)?;
                json_left = json_left.saturating_sub(file.json.len() as u64);
                check_name(&path, &file)?;
                entries.insert(path, Entry::File(file));
            }
        }
        // What the archive's reader leaves unread is where the compression ends with a checksum.
        io::copy(&mut archive.into_inner(), &mut io::sink())?;
        Ok(Self { entries })
    }

    fn file(&self, path: impl AsRef<Path>) -> io::Result<&File> {
        let mut path = normal(path.as_ref());
        for _ in 0..=MOST_LINKS {
            match self.entries.get(&path) {
                Some(Entry::File(file)) => return Ok(file),
                Some(Entry::Link(target)) => path.clone_from(target),
                None => break,
            }
        }
        Err(wrong(format!("{} is missing", path.display())))
    }

    fn json<T: for<'a> Deserialize<'a>>(&self, path: &str) -> io::Result<T> {
        serde_json::from_slice(&self.file(path)?.json).map_err(|error| wrong(format!("{path}: {error}")))
    }

    /// Whether each layer is what the configuration says.
    fn check(&self, item: &ManifestItem) -> io::Result<()> {
        let diff_ids = self.json::<Configuration>(&item.config)?.rootfs.diff_ids;
        if diff_ids.len() != item.layers.len() {
            return Err(wrong(format!("{} layers instead of {}", item.layers.len(), diff_ids.len())));
        }
        for (path, diff_id) in item.layers.iter().zip(&diff_ids) {
            let layer = self.file(path)?;
            if layer.digest != *diff_id && layer.unpacked.as_ref() != Some(diff_id) {
                return Err(wrong(format!("the layer {diff_id} has another content")));
            }
        }
        Ok(())
    }
}

/// In the OCI layout a file's name is its digest.
fn check_name(path: &Path, file: &File) -> io::Result<()> {
    let hex = path.strip_prefix("blobs/sha256").ok().and_then(Path::to_str);
    match hex.filter(|hex| format!("sha256:{hex}") != file.digest) {
        Some(hex) => Err(wrong(format!("the blob sha256:{hex} has another content"))),
        None => Ok(()),
    }
}

fn read_file(mut entry: impl Read, json_left: u64) -> io::Result<File> {
    let mut head = Vec::new();
    entry.by_ref().take(ZSTD.len() as u64).read_to_end(&mut head)?;
    let mut keep = matches!(head.first(), Some(b'{' | b'['));
    let mut unpacking = Unpacking::of(&head);
    let (mut digest, mut json) = (Sha256::new(), Vec::new());
    let mut content = head.chain(entry);
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = content.read(&mut buffer)?;
        let Some(chunk) = buffer.get(..length).filter(|chunk| !chunk.is_empty()) else { break };
        digest.update(chunk);
        unpacking = unpacking.and_then(|unpacking| unpacking.write(chunk));
        keep = keep && (json.len() + chunk.len()) as u64 <= json_left;
        if keep {
            json.extend_from_slice(chunk);
        }
    }
    if !keep {
        json.clear();
    }
    Ok(File { digest: named(digest), unpacked: unpacking.and_then(Unpacking::finish), json })
}

/// What a compressed layer unpacks to, as far as its digest is concerned. What cannot be unpacked is no layer.
enum Unpacking {
    Gzip(MultiGzDecoder<Sha256>),
    Zstd(zstd::stream::write::Decoder<'static, Sha256>),
}

impl Unpacking {
    fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(GZIP) {
            Some(Self::Gzip(MultiGzDecoder::new(Sha256::new())))
        } else if head == ZSTD {
            zstd::stream::write::Decoder::new(Sha256::new()).ok().map(Self::Zstd)
        } else {
            None
        }
    }

    fn write(mut self, chunk: &[u8]) -> Option<Self> {
        let written = match &mut self {
            Self::Gzip(decoder) => decoder.write_all(chunk),
            Self::Zstd(decoder) => decoder.write_all(chunk),
        };
        written.ok().map(|()| self)
    }

    fn finish(self) -> Option<String> {
        match self {
            Self::Gzip(decoder) => decoder.finish().ok(),
            Self::Zstd(mut decoder) => decoder.flush().ok().map(|()| decoder.into_inner()),
        }
        .map(named)
    }
}

fn named(digest: Sha256) -> String {
    format!("sha256:{:x}", digest.finalize())
}

fn blob(id: &str) -> PathBuf {
    Path::new("blobs/sha256").join(id.trim_start_matches("sha256:"))
}

fn familiar(tag: &str) -> String {
    Reference::parse(tag).map_or_else(|_| tag.to_owned(), |reference| reference.familiar())
}

/// A path without `.` and `..`, as deep as it can be; nothing is opened by it.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::Normal(name) => normal.push(name),
            Component::ParentDir => drop(normal.pop()),
            _ => {}
        }
    }
    normal
}

fn wrong(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use serde_json::json;

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

    /// An image of two layers as moby before 25 writes it, one of them behind a link.
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
    fn a_whole_archive_is_whole_whatever_packs_its_layers() {
        let plain: [&[u8]; 2] = [b"one layer", b"another layer"];
        let (bytes, image) = classic(plain, plain);
        assert_eq!(fault(&bytes, &image, &["a:1"]), None, "nothing is wrong");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(plain[0]).unwrap();
        let gzip = gzip.finish().unwrap();
        let zstd = zstd::encode_all(plain[1], 1).unwrap();
        let (bytes, image) = classic([&gzip, &zstd], plain);
        assert_eq!(fault(&bytes, &image, &["a:1"]), None, "layers as they were pulled are the same layers");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let plain: [&[u8]; 2] = [b"one layer", b"another layer"];
        let (whole, image) = classic(plain, plain);
        let says = |archive: &[u8], image: &str, tags: &[&str], words: &str| {
            let fault = fault(archive, image, tags).expect("it is not whole");
            assert!(fault.contains(words), "{fault:?} says {words:?}");
        };
        let (swapped, other) = classic([plain[1], plain[0]], plain);
        says(&swapped, &other, &["a:1"], "has another content");
        says(&whole, &digest(b"another image"), &["a:1"], "does not hold");
        says(&whole, &image, &["a:1", "a:2"], "does not name a:2");
        says(&whole[..whole.len() - 2048], &image, &["a:1"], "");
        says(&archive(&[], &[]), &image, &[], "manifest.json is missing");
        says(&archive(&[("manifest.json", b"[")], &[]), &image, &[], "manifest.json");
        let item = br#"[{"Config":"c.json","RepoTags":null,"Layers":[]}]"#;
        says(&archive(&[("manifest.json", item)], &[]), &image, &[], "c.json is missing");
        let loops = [("c.json", "d.json"), ("d.json", "c.json")];
        says(&archive(&[("manifest.json", item)], &loops), &image, &[], "is missing");
        let blob = format!("blobs/sha256/{}", "0".repeat(64));
        says(&archive(&[(&blob, b"x")], &[]), &image, &[], "has another content");
    }
}
