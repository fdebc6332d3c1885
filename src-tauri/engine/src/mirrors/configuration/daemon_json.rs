use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    grammar::mirror::{Mirror, is_same_mirror},
    wire::MirrorLine,
};

/// dockerd's directive. A running engine reads it again on SIGHUP (moby `daemon/reload.go`).
pub(super) const DIRECTIVE: &str = "registry-mirrors";

/// A `daemon.json`, with each entry as it is written.
pub(super) struct DaemonJson {
    indent: String,
    entries: Vec<(String, Box<RawValue>)>,
    mirrors: Vec<String>,
}

impl Default for DaemonJson {
    fn default() -> Self {
        Self { indent: "  ".to_owned(), entries: Vec::new(), mirrors: Vec::new() }
    }
}

impl DaemonJson {
    /// Parses the text of a file, which may be empty. The error is the parser's message.
    pub(super) fn parse(text: &str) -> std::result::Result<Self, String> {
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let Entries(entries) = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let mirrors = match entries.iter().find(|(name, _)| name == DIRECTIVE) {
            Some((_, list)) => serde_json::from_str(list.get()).map_err(|error| format!("{DIRECTIVE}: {error}"))?,
            None => Vec::new(),
        };
        let indent = text.lines().skip(1).find(|line| line.trim_start().starts_with('"'));
        let indent = indent.map(|line| line[..line.len() - line.trim_start().len()].to_owned());
        Ok(Self { indent: indent.unwrap_or_else(|| "  ".to_owned()), entries, mirrors })
    }

    /// The mirrors in the file.
    pub(super) fn mirrors(&self) -> &[String] {
        &self.mirrors
    }

    /// The value of an entry that is a string.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.entries.iter().find(|(entry, _)| entry == name)?;
        serde_json::from_str(value.get()).ok()
    }

    /// The lines of the file with these mirrors added to its own.
    pub(super) fn with(&self, mirrors: &[Mirror]) -> Vec<MirrorLine> {
        let addresses = mirrors.iter().map(Mirror::to_string);
        let new: Vec<String> =
            addresses.filter(|mirror| !self.mirrors.iter().any(|own| is_same_mirror(own, mirror))).collect();
        let is_new_entry = !self.entries.iter().any(|(name, _)| name == DIRECTIVE);
        let mut entries: Vec<Vec<MirrorLine>> = Vec::new();
        for (name, value) in &self.entries {
            entries.push(if name == DIRECTIVE { self.list(&new, false) } else { self.entry(name, value) });
        }
        if is_new_entry && !new.is_empty() {
            entries.push(self.list(&new, true));
        }
        let count = entries.len();
        for lines in entries.iter_mut().take(count.saturating_sub(1)) {
            if let Some(last) = lines.last_mut() {
                last.text.push(',');
            }
        }
        let is_empty = self.entries.is_empty();
        let brace = |text: &str| MirrorLine { text: text.to_owned(), added: is_empty && count > 0 };
        [brace("{")].into_iter().chain(entries.into_iter().flatten()).chain([brace("}")]).collect()
    }

    fn entry(&self, name: &str, value: &RawValue) -> Vec<MirrorLine> {
        let name = serde_json::Value::from(name);
        let text = format!("{}{name}: {}", self.indent, value.get());
        text.lines().map(|line| MirrorLine { text: line.to_owned(), added: false }).collect()
    }

    fn list(&self, new: &[String], is_new: bool) -> Vec<MirrorLine> {
        let bracket = |text: String| MirrorLine { text, added: is_new };
        let own = self.mirrors.iter().map(|mirror| (mirror, false));
        let all: Vec<_> = own.chain(new.iter().map(|mirror| (mirror, true))).collect();
        let lines = all.iter().enumerate().map(|(index, (mirror, added))| MirrorLine {
            text: format!(
                "{0}{0}{1}{2}",
                self.indent,
                serde_json::Value::from(mirror.as_str()),
                if index + 1 < all.len() { "," } else { "" }
            ),
            added: *added,
        });
        [bracket(format!("{}\"{DIRECTIVE}\": [", self.indent))]
            .into_iter()
            .chain(lines)
            .chain([bracket(format!("{}]", self.indent))])
            .collect()
    }
}

/// The entries of a JSON object, in order.
struct Entries(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
