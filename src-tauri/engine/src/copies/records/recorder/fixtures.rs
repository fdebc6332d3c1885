//! A removal for tests.

use super::*;
use crate::{
    images::fixtures::{contents, id, image},
    wire::JobState,
};

/// The removal of two images, one of which has an unnamed parent and a kept copy.
pub fn context() -> RemovalContext {
    let digest = format!("web@{}", id("d"));
    let images = vec![
        image("a", &["web:1", "web:2", &digest], Some("b")),
        image("b", &[], None),
        image("c", &["other:1"], None),
    ];
    RemovalContext {
        when: 17,
        engine: KeptEngine::default(),
        command: "docker rmi web:1 web:2".to_owned(),
        contents: contents(images, vec![]),
        copies: HashMap::from([(id("a"), "copy-1".to_owned())]),
        mirrored: HashMap::new(),
    }
}

/// A step that was done.
pub fn result(untagged: &[&str], deleted: &[String]) -> RemovalResult {
    RemovalResult {
        target: String::new(),
        state: JobState::Done,
        untagged: untagged.iter().map(|name| (*name).to_owned()).collect(),
        deleted: deleted.to_vec(),
        error: None,
    }
}
