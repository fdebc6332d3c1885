//! The names of an image, and which of them a removal takes.

use crate::{
    grammar::Reference,
    wire::{Image, ImageStore},
};

/// All names of an image that can be parsed: tags, then digests.
pub(super) fn references(image: &Image) -> Vec<Reference> {
    image.tags.iter().chain(&image.digests).filter_map(|name| Reference::parse(name).ok()).collect()
}

/// The reference that a target stands for, if it is one of the image's names; `None` for an ID.
pub(super) fn reference_of(image: &Image, target: &str) -> Option<Reference> {
    let reference = Reference::parse(target).ok()?.with_default_tag();
    references(image).iter().any(|own| is_same_name(own, &reference)).then_some(reference)
}

/// Whether a name stands for one of an image's own. A digest alone decides, whatever tag precedes it.
pub(super) fn is_same_name(own: &Reference, name: &Reference) -> bool {
    own.same_repository(name)
        && match name.digest() {
            Some(digest) => own.digest() == Some(digest),
            None => own.digest().is_none() && own.tag() == name.tag(),
        }
}

/// The names without the digests in repositories that have a tag, too.
pub(super) fn without_tagged_digests(references: Vec<Reference>) -> Vec<Reference> {
    let tagged: Vec<Reference> = references.iter().filter(|name| name.digest().is_none()).cloned().collect();
    let counts = |name: &Reference| name.digest().is_none() || !tagged.iter().any(|tag| tag.same_repository(name));
    references.into_iter().filter(counts).collect()
}

/// The names left after one is removed. With the last tag of a repository its digests are removed, too.
pub(super) fn without(mut references: Vec<Reference>, name: &Reference) -> Vec<Reference> {
    references.retain(|own| !is_same_name(own, name));
    let tagged = references.iter().any(|reference| reference.digest().is_none() && reference.same_repository(name));
    if name.digest().is_none() && !tagged { without_repository(references, name) } else { references }
}

pub(super) fn without_repository(mut references: Vec<Reference>, name: &Reference) -> Vec<Reference> {
    references.retain(|own| !own.same_repository(name));
    references
}

/// moby's `isSingleReference`: at most one tag, and digests in its repository only.
pub(super) fn is_single(references: &[Reference]) -> bool {
    let (digests, tags): (Vec<&Reference>, Vec<&Reference>) =
        references.iter().partition(|reference| reference.digest().is_some());
    match tags.as_slice() {
        [] => digests.first().is_some_and(|first| digests.iter().all(|digest| digest.same_repository(first))),
        [tag] => digests.iter().all(|digest| digest.same_repository(tag)),
        _ => false,
    }
}

/// The names that an image loses when a target is removed: all of them by ID, and outside the classic store all in the
/// repository by digest.
pub(super) fn lost_names(store: ImageStore, references: &[Reference], name: Option<&Reference>) -> Vec<Reference> {
    let left = match name {
        None => Vec::new(),
        Some(name) if name.digest().is_some() && store != ImageStore::Classic => {
            without_repository(references.to_vec(), name)
        }
        Some(name) => without(references.to_vec(), name),
    };
    references.iter().filter(|own| !left.contains(own)).cloned().collect()
}
