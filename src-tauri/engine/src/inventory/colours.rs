//! The colour keys of layers: one key for each layer, in a pull and in an image.
//!
//! A pull names its layers by the digest of the download, an image by that of the unpacked layer (the diff ID), and no API
//! maps one to the other. What is known is their order: see [`LayerColours::learn`].

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
};

use parking_lot::{Mutex, MutexGuard};

use crate::persist::JsonFile;

/// The file's name in the app's data folder.
const FILE: &str = "layer-colours.json";
/// The number of names that are remembered; the oldest are forgotten first. About 33 bytes each in the file.
const MAX_NAMES: usize = 8192;
/// Layer names with their keys, oldest first.
type Pairs = Vec<(String, String)>;
/// The number of hex digits of a digest that are stored. Pulls report no more.
const DIGITS: usize = 12;

/// The colour key of each layer; by default that is the layer's own digest.
#[derive(Debug, Default)]
pub struct LayerColours {
    file: Option<JsonFile<Pairs>>,
    keys: Mutex<ColourKeys>,
}

#[derive(Debug, Default)]
struct ColourKeys {
    by_name: HashMap<String, String>,
    /// The names in `by_name`, oldest first.
    names: VecDeque<String>,
}

impl LayerColours {
    /// Reads the file in this folder; without a folder nothing outlives the session.
    pub fn open(folder: Option<&Path>) -> Self {
        let (file, pairs) = folder.map(|folder| JsonFile::<Pairs>::at(folder.join(FILE)).open()).unwrap_or_default();
        let mut keys = ColourKeys::default();
        for (name, key) in pairs {
            keys.remember(name, key);
        }
        Self { file, keys: Mutex::new(keys) }
    }

    /// The colour key of a layer, 12 hex digits: the same for the same layer, whether given by diff ID or by the ID in a pull.
    pub fn key(&self, layer: &str) -> String {
        self.keys().key(layer)
    }

    /// Learns from a finished pull: the layers that it reported, and those of the pulled image, both base first.
    ///
    /// Engines report a layer that occurs twice only once: then the numbers differ, and the layers cannot be mapped.
    pub fn learn(&self, pulled: &[&str], layers: &[String]) {
        if pulled.len() != layers.len() {
            return;
        }
        let mut keys = self.keys();
        let new = pulled.iter().zip(layers).filter(|(pulled, layer)| keys.pair(pulled, layer)).count();
        if new > 0
            && let Some(Err(error)) = self.file.as_ref().map(|file| file.write(&keys.pairs()))
        {
            tracing::warn!(%error, "the colours of layers cannot be saved");
        }
    }

    fn keys(&self) -> MutexGuard<'_, ColourKeys> {
        self.keys.lock()
    }
}

impl ColourKeys {
    fn key(&self, layer: &str) -> String {
        let name = short(layer);
        self.by_name.get(name).map_or(name, String::as_str).to_owned()
    }

    /// Gives a download the key of its layer. A layer keeps its key if it is downloaded from another registry with other
    /// compression. Returns whether anything changed.
    fn pair(&mut self, pulled: &str, layer: &str) -> bool {
        let (pulled, layer) = (short(pulled), short(layer));
        let (name, key) = match self.by_name.get(layer) {
            None => (layer, self.key(pulled)),
            Some(key) if key != pulled && !self.by_name.contains_key(pulled) => (pulled, key.clone()),
            Some(_) => return false,
        };
        self.remember(name.to_owned(), key);
        true
    }

    fn remember(&mut self, name: String, key: String) {
        if self.by_name.insert(name.clone(), key).is_none() {
            self.names.push_back(name);
        }
        while self.names.len() > MAX_NAMES {
            if let Some(oldest) = self.names.pop_front() {
                self.by_name.remove(&oldest);
            }
        }
    }

    fn pairs(&self) -> Pairs {
        let pair = |name: &String| Some((name.clone(), self.by_name.get(name)?.clone()));
        self.names.iter().filter_map(pair).collect()
    }
}

/// The first digits of a digest or ID.
fn short(digest: &str) -> &str {
    let hex = digest.strip_prefix("sha256:").unwrap_or(digest);
    hex.get(..DIGITS).unwrap_or(hex)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn digest(start: &str) -> String {
        format!("sha256:{start:0<64}")
    }

    #[test]
    fn a_pull_and_its_image_have_the_same_keys() {
        let colours = LayerColours::default();
        assert_eq!(colours.key(&digest("abc")), "abc000000000", "an unknown layer is its own key");
        colours.learn(&["aaaaaaaaaaaa", "bbbbbbbbbbbb"], &[digest("1"), digest("2")]);
        assert_eq!(colours.key(&digest("1")), colours.key("aaaaaaaaaaaa"), "the first layer");
        assert_eq!(colours.key(&digest("2")), colours.key("bbbbbbbbbbbb"), "the second layer");
        assert_ne!(colours.key(&digest("1")), colours.key(&digest("2")), "different keys");
    }

    #[test]
    fn a_layer_with_other_compression_keeps_its_key() {
        let colours = LayerColours::default();
        colours.learn(&["aaaaaaaaaaaa"], &[digest("1")]);
        colours.learn(&["bbbbbbbbbbbb"], &[digest("1")]);
        assert_eq!(colours.key(&digest("1")), "aaaaaaaaaaaa", "the layer keeps its key");
        assert_eq!(colours.key("bbbbbbbbbbbb"), "aaaaaaaaaaaa", "and so does its other download");
    }

    #[test]
    fn nothing_is_learned_if_the_numbers_differ() {
        let colours = LayerColours::default();
        colours.learn(&["aaaaaaaaaaaa", "bbbbbbbbbbbb"], &[digest("1"), digest("2"), digest("1")]);
        assert_eq!(colours.key(&digest("1")), "100000000000", "a pull reports a layer that occurs twice only once");
        assert_eq!(colours.key(&digest("2")), "200000000000", "so no layer can be mapped");
    }

    #[test]
    fn keys_are_saved_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let within = folder.path().join("not created yet");
        let name = |number: usize| format!("{number:012x}");
        let colours = LayerColours::open(Some(&within));
        colours.learn(&["aaaaaaaaaaaa"], &[digest("1")]);
        assert_eq!(LayerColours::open(Some(&within)).key(&digest("1")), "aaaaaaaaaaaa", "after a restart, too");
        let pulled: Vec<String> = (0..MAX_NAMES).map(|number| name(2 * number)).collect();
        let layers: Vec<String> = (0..MAX_NAMES).map(|number| name(2 * number + 1)).collect();
        colours.learn(&pulled.iter().map(String::as_str).collect::<Vec<_>>(), &layers);
        let again = LayerColours::open(Some(&within));
        assert_eq!(again.key(&digest("1")), "100000000000", "the oldest is forgotten");
        assert_eq!(again.key(&name(2 * MAX_NAMES - 1)), name(2 * MAX_NAMES - 2), "the newest is not");
        let size = fs::metadata(within.join(FILE)).expect("the file").len();
        assert!(size < 300_000, "the file is small: {size}");
    }

    #[test]
    fn an_invalid_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "{").expect("it is written");
        let colours = LayerColours::open(Some(folder.path()));
        colours.learn(&["aaaaaaaaaaaa"], &[digest("1")]);
        assert_eq!(LayerColours::open(Some(folder.path())).key(&digest("1")), "aaaaaaaaaaaa", "written again");
    }
}
