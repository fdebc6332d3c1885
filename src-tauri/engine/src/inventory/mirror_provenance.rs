//! What was pulled through a mirror, for good: an engine forgets the digest together with the mirror's name.

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
};

use parking_lot::{Mutex, MutexGuard};

use crate::persist::JsonFile;

/// The file's name in the app's data folder.
const FILE: &str = "mirrored.json";
/// Image IDs, each with its `repository@digest`, oldest first.
type Pairs = Vec<(String, String)>;

/// How many images are remembered; the oldest are forgotten first.
const MOST: usize = 2048;

/// By which `repository@digest` a mirror had an image. An ID tells the image's content, so that this holds on every engine.
#[derive(Debug, Default)]
pub struct PulledThrough {
    file: Option<JsonFile<Pairs>>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    references: HashMap<String, String>,
    /// The IDs in `references`, oldest first.
    images: VecDeque<String>,
}

impl PulledThrough {
    /// What was remembered in this folder; nothing outlives the session without one.
    pub fn open(folder: Option<&Path>) -> Self {
        let file = folder.map(|folder| JsonFile::at(folder.join(FILE)));
        let pairs = file.as_ref().map(JsonFile::read_or_default).unwrap_or_default();
        let mut known = Known::default();
        for (image, reference) in pairs {
            known.remember(image, reference);
        }
        Self { file, known: Mutex::new(known) }
    }

    /// Remembers an image, by its ID, as `repository@digest`.
    pub fn remember(&self, image: &str, reference: &str) {
        let mut known = self.known();
        if known.references.get(image).is_some_and(|told| told == reference) {
            return;
        }
        known.remember(image.to_owned(), reference.to_owned());
        if let Some(Err(error)) = self.file.as_ref().map(|file| file.write(&known.pairs())) {
            tracing::warn!(%error, "what came through a mirror cannot be kept");
        }
    }

    /// The `repository@digest` by which a mirror had this image.
    pub fn reference(&self, image: &str) -> Option<String> {
        self.known().references.get(image).cloned()
    }

    /// All of them, by ID.
    pub fn references(&self) -> HashMap<String, String> {
        self.known().references.clone()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock()
    }
}

impl Known {
    /// The newest answer counts, and is the last to be forgotten.
    fn remember(&mut self, image: String, reference: String) {
        if self.references.insert(image.clone(), reference).is_some() {
            self.images.retain(|known| *known != image);
        }
        self.images.push_back(image);
        while self.images.len() > MOST {
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
    fn it_is_remembered_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let within = folder.path().join("not made yet");
        let pulled = PulledThrough::open(Some(&within));
        pulled.remember("sha256:1", "mirror.example/library/ubuntu@sha256:a");
        pulled.remember("sha256:1", "other.example/library/ubuntu@sha256:a");
        let again = PulledThrough::open(Some(&within));
        let newest = Some("other.example/library/ubuntu@sha256:a".to_owned());
        assert_eq!(again.reference("sha256:1"), newest, "by the next start as well, where it came from last");
        assert_eq!(again.reference("sha256:2"), None, "of another image nothing is known");
        let mut known = Known::default();
        (0..=MOST).for_each(|number| known.remember(number.to_string(), "a@sha256:b".to_owned()));
        assert_eq!((known.references.len(), known.images.len()), (MOST, MOST), "it stays small");
        assert!(!known.references.contains_key("0"), "the oldest is forgotten");
    }

    #[test]
    fn a_broken_file_counts_as_none() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "{").expect("it is written");
        let pulled = PulledThrough::open(Some(folder.path()));
        pulled.remember("sha256:1", "a@sha256:b");
        let again = PulledThrough::open(Some(folder.path()));
        assert_eq!(again.reference("sha256:1").as_deref(), Some("a@sha256:b"), "and is written anew");
    }
}
