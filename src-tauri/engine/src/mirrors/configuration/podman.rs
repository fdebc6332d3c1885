use crate::{
    grammar::mirror::Mirror,
    wire::{MirrorFile, MirrorLine},
};

/// The lines of `registries.conf` in its version 2 (containers-registries.conf(5)).
pub(super) fn lines(mirrors: &[Mirror]) -> Vec<String> {
    let mut lines: Vec<String> =
        ["[[registry]]", r#"prefix = "docker.io""#, r#"location = "docker.io""#].map(str::to_owned).to_vec();
    for mirror in mirrors {
        lines.extend([String::new(), "[[registry.mirror]]".to_owned()]);
        lines.push(format!("location = \"{}\"", mirror.repositories().trim_end_matches('/')));
        if !mirror.is_https() {
            lines.push("insecure = true".to_owned());
        }
    }
    lines
}

/// The drop-in with these mirrors, compared with its current text.
pub(super) fn file(text: &str, mirrors: &[Mirror]) -> (MirrorFile, Vec<MirrorLine>) {
    let lines = lines(mirrors);
    let file = if text.trim().is_empty() {
        MirrorFile::Missing
    } else if lines.iter().eq(text.trim_end().lines()) {
        MirrorFile::Read
    } else {
        MirrorFile::Unknown
    };
    let added = file != MirrorFile::Read;
    (file, lines.into_iter().map(|text| MirrorLine { text, added }).collect())
}
