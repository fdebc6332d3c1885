//! A layer keeps its colour: one key for each layer, whether a pull or an image tells of it.
//!
//! A pull names its layers by the digest of what is downloaded, an image by that of what is unpacked (its diff ID), and no
//! API tells which belongs to which. What can be told is the order: see [`LayerColours::learn`].

use std::{
    collections::{HashMap, VecDeque},
    fs, io,
    path::{Path, PathBuf},
};

use parking_lot::{Mutex, MutexGuard};

/// The file's name in the app's data folder.
const FILE: &str = "layer-colours.json";
/// How many names are remembered; the oldest are forgotten first. About 33 bytes each in the file.
const MOST: usize = 8192;
/// How many hex digits of a digest are kept. An engine's pulls tell no more.
const DIGITS: usize = 12;

/// Which colour key each layer has. Layers that nothing was learnt of are their own keys.
#[derive(Debug, Default)]
pub struct LayerColours {
    file: Option<PathBuf>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    keys: HashMap<String, String>,
    /// The names in `keys`, oldest first.
    names: VecDeque<String>,
}

impl LayerColours {
    /// What was remembered in this folder; nothing is remembered without one. A file that cannot be read counts as none.
    pub fn open(folder: Option<&Path>) -> Self {
        let file = folder.map(|folder| folder.join(FILE));
        let pairs: Vec<(String, String)> = file
            .as_deref()
            .and_then(|file| fs::read(file).ok())
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default();
        let mut known = Known::default();
        for (name, key) in pairs {
            known.remember(name, key);
        }
        Self { file, known: Mutex::new(known) }
    }

    /// The key of a layer's colour, 12 hex digits: the same for the same layer, whether it is named by its diff ID or by the
    /// ID that a pull shows.
    pub fn key(&self, layer: &str) -> String {
        self.known().key(layer)
    }

    /// Learns from a pull that has ended: the layers as it named them, and those of the image that it brought, both base
    /// first.
    ///
    /// Engines name a layer that occurs twice once only: then the numbers differ, and nothing can be said of any.
    pub fn learn(&self, pulled: &[&str], layers: &[String]) {
        if pulled.len() != layers.len() {
            return;
        }
        let mut known = self.known();
        let new = pulled.iter().zip(layers).filter(|(pulled, layer)| known.pair(pulled, layer)).count();
        if new > 0
            && let Some(Err(error)) = self.file.as_deref().map(|file| known.save(file))
        {
            tracing::warn!(%error, "the colours of layers cannot be kept");
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock()
    }
}

impl Known {
    fn key(&self, layer: &str) -> String {
        let name = short(layer);
        self.keys.get(name).map_or(name, String::as_str).to_owned()
    }

    /// The layer has had its colour first: another registry's packing of it takes that one over. Answers whether there was
    /// anything to learn.
    fn pair(&mut self, pulled: &str, layer: &str) -> bool {
        let (pulled, layer) = (short(pulled), short(layer));
        let (name, key) = match self.keys.get(layer) {
            None => (layer, self.key(pulled)),
            Some(key) if key != pulled && !self.keys.contains_key(pulled) => (pulled, key.clone()),
            Some(_) => return false,
        };
        self.remember(name.to_owned(), key);
        true
    }

    fn remember(&mut self, name: String, key: String) {
        if self.keys.insert(name.clone(), key).is_none() {
            self.names.push_back(name);
        }
        while self.names.len() > MOST {
            if let Some(oldest) = self.names.pop_front() {
                self.keys.remove(&oldest);
            }
        }
    }

    /// Writes all anew, beside the file first, so that it is never half.
    fn save(&self, file: &Path) -> io::Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        let pairs: Vec<(&String, &String)> =
            self.names.iter().filter_map(|name| self.keys.get_key_value(name)).collect();
        let new = file.with_extension("new");
        fs::write(&new, serde_json::to_vec(&pairs)?)?;
        fs::rename(new, file)
    }
}

/// A digest's or ID's first digits.
fn short(digest: &str) -> &str {
    let hex = digest.strip_prefix("sha256:").unwrap_or(digest);
    hex.get(..DIGITS).unwrap_or(hex)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(start: &str) -> String {
        format!("sha256:{start:0<64}")
    }

    #[test]
    fn bars_and_stack_have_one_key() {
        let colours = LayerColours::default();
        assert_eq!(colours.key(&digest("abc")), "abc000000000", "a layer that nothing is known of is its own key");
        colours.learn(&["aaaaaaaaaaaa", "bbbbbbbbbbbb"], &[digest("1"), digest("2")]);
        assert_eq!(colours.key(&digest("1")), colours.key("aaaaaaaaaaaa"), "the first");
        assert_eq!(colours.key(&digest("2")), colours.key("bbbbbbbbbbbb"), "the second");
        assert_ne!(colours.key(&digest("1")), colours.key(&digest("2")), "each its own");
    }

    #[test]
    fn a_layer_that_is_packed_otherwise_elsewhere_keeps_its_colour() {
        let colours = LayerColours::default();
        colours.learn(&["aaaaaaaaaaaa"], &[digest("1")]);
        colours.learn(&["bbbbbbbbbbbb"], &[digest("1")]);
        assert_eq!(colours.key(&digest("1")), "aaaaaaaaaaaa", "it keeps the colour that it had");
        assert_eq!(colours.key("bbbbbbbbbbbb"), "aaaaaaaaaaaa", "and so does its other packing");
    }

    #[test]
    fn nothing_is_made_up_where_the_numbers_differ() {
        let colours = LayerColours::default();
        colours.learn(&["aaaaaaaaaaaa", "bbbbbbbbbbbb"], &[digest("1"), digest("2"), digest("1")]);
        assert_eq!(colours.key(&digest("1")), "100000000000", "a layer that occurs twice is told once by the pull");
        assert_eq!(colours.key(&digest("2")), "200000000000", "so none of them can be told");
    }

    #[test]
    fn it_is_remembered_and_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let within = folder.path().join("not made yet");
        let name = |number: usize| format!("{number:012x}");
        let colours = LayerColours::open(Some(&within));
        colours.learn(&["aaaaaaaaaaaa"], &[digest("1")]);
        assert_eq!(LayerColours::open(Some(&within)).key(&digest("1")), "aaaaaaaaaaaa", "by the next start as well");
        let pulled: Vec<String> = (0..MOST).map(|number| name(2 * number)).collect();
        let layers: Vec<String> = (0..MOST).map(|number| name(2 * number + 1)).collect();
        colours.learn(&pulled.iter().map(String::as_str).collect::<Vec<_>>(), &layers);
        let again = LayerColours::open(Some(&within));
        assert_eq!(again.key(&digest("1")), "100000000000", "the oldest is forgotten");
        assert_eq!(again.key(&name(2 * MOST - 1)), name(2 * MOST - 2), "the newest is not");
        let size = fs::metadata(within.join(FILE)).expect("the file").len();
        assert!(size < 300_000, "it stays small: {size}");
    }

    #[test]
    fn a_broken_file_counts_as_none() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), "{").expect("it is written");
        let colours = LayerColours::open(Some(folder.path()));
        colours.learn(&["aaaaaaaaaaaa"], &[digest("1")]);
        assert_eq!(LayerColours::open(Some(folder.path())).key(&digest("1")), "aaaaaaaaaaaa", "and is written anew");
    }
}
