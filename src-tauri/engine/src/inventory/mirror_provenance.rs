//! The mirrors that images were pulled through. It is persistent, since an engine forgets the digest together with the
//! mirror's name.

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
};

use parking_lot::{Mutex, MutexGuard};

use crate::persist::JsonFile;

/// The file's name in the app's data folder.
const FILE: &str = "mirrored.json";
/// Image IDs with their `repository@digest`, oldest first.
type Pairs = Vec<(String, String)>;

/// The number of images that are remembered; the oldest are forgotten first.
const MAX_IMAGES: usize = 2048;

/// The `repository@digest` by which a mirror had an image, by image ID. An ID identifies the image's content, so that this
/// holds on every engine.
#[derive(Debug, Default)]
pub struct MirrorProvenance {
    file: Option<JsonFile<Pairs>>,
    entries: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    references: HashMap<String, String>,
    /// The IDs in `references`, oldest first.
    images: VecDeque<String>,
}

impl MirrorProvenance {
    /// Reads the file in this folder; without a folder nothing outlives the session.
    pub fn open(folder: Option<&Path>) -> Self {
        let (file, pairs) = folder.map(|folder| JsonFile::<Pairs>::at(folder.join(FILE)).open()).unwrap_or_default();
        let mut entries = Entries::default();
        for (image, reference) in pairs {
            entries.remember(image, reference);
        }
        Self { file, entries: Mutex::new(entries) }
    }

    /// Remembers the `repository@digest` of an image, by ID.
    pub fn remember(&self, image: &str, reference: &str) {
        let mut entries = self.entries();
        if entries.references.get(image).is_some_and(|known| known == reference) {
            return;
        }
        entries.remember(image.to_owned(), reference.to_owned());
        if let Some(Err(error)) = self.file.as_ref().map(|file| file.write(&entries.pairs())) {
            tracing::warn!(%error, "the provenance of an image cannot be saved");
        }
    }

    /// The `repository@digest` by which a mirror had an image.
    pub fn reference(&self, image: &str) -> Option<String> {
        self.entries().references.get(image).cloned()
    }

    /// All of them, by image ID.
    pub fn references(&self) -> HashMap<String, String> {
        self.entries().references.clone()
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock()
    }
}

impl Entries {
    /// The newest reference counts, and is the last to be forgotten.
    fn remember(&mut self, image: String, reference: String) {
        if self.references.insert(image.clone(), reference).is_some() {
            self.images.retain(|known| *known != image);
        }
        self.images.push_back(image);
        while self.images.len() > MAX_IMAGES {
            if let Some(oldest) = self.images.pop_front() {
                self.references.remove(&oldest);
            }
        }
    }

    fn pairs(&self) -> Pairs {
        let pair = |image: &String| Some((image.clone(), self.references.get(image)?.clone()));
        self.images.iter().filter_map(pair).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn references_are_saved_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let within = folder.path().join("not created yet");
        let provenance = MirrorProvenance::open(Some(&within));
        provenance.remember("sha256:1", "mirror.example/library/ubuntu@sha256:a");
        provenance.remember("sha256:1", "other.example/library/ubuntu@sha256:a");
        let again = MirrorProvenance::open(Some(&within));
        let newest = Some("other.example/library/ubuntu@sha256:a".to_owned());
        assert_eq!(again.reference("sha256:1"), newest, "the last one, after a restart, too");
        assert_eq!(again.reference("sha256:2"), None, "another image has none");
        let mut entries = Entries::default();
        (0..=MAX_IMAGES).for_each(|number| entries.remember(number.to_string(), "a@sha256:b".to_owned()));
        assert_eq!((entries.references.len(), entries.images.len()), (MAX_IMAGES, MAX_IMAGES), "the number is bounded");
        assert!(!entries.references.contains_key("0"), "the oldest is forgotten");
    }

    #[test]
    fn an_invalid_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "{").expect("it is written");
        let provenance = MirrorProvenance::open(Some(folder.path()));
        provenance.remember("sha256:1", "a@sha256:b");
        let again = MirrorProvenance::open(Some(folder.path()));
        assert_eq!(again.reference("sha256:1").as_deref(), Some("a@sha256:b"), "written again");
    }
}
