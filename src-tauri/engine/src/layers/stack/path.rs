//! What a path shows when layers are stacked, and what a layer does to it, by the rules of the OCI image
//! specification (`layer.md`: changesets, whiteouts, opaque whiteouts).

use crate::{
    layers::record::Record,
    wire::{ChangeKind, LayerNodeKind},
};

/// One layer's version of a path.
#[derive(Debug, Clone)]
pub(super) struct Version {
    pub layer: u16,
    /// In that layer's tree.
    pub id: u32,
    pub record: Record,
}

impl Version {
    pub(super) fn is_folder(&self) -> bool {
        self.record.is_folder()
    }
}

/// A path with its versions in all layers that have it, base first.
#[derive(Clone, Copy)]
pub(super) struct StackedPath<'a> {
    pub name: &'a [u8],
    pub versions: &'a [Version],
    /// The layers, in order, that mask what the layers below them have at this path.
    pub masks: &'a [u16],
}

impl<'a> StackedPath<'a> {
    /// The version that the merged tree shows.
    pub(super) fn shown(&self) -> Option<&'a Version> {
        self.shown_at(u16::MAX)
    }

    /// The version that is shown just below a layer.
    pub(super) fn shown_below(&self, layer: u16) -> Option<&'a Version> {
        self.shown_at(layer.checked_sub(1)?)
    }

    /// The version that is shown when only the layers up to `top` are stacked.
    fn shown_at(&self, top: u16) -> Option<&'a Version> {
        let bottom = self.masks.iter().rev().find(|mask| **mask <= top).copied().unwrap_or_default();
        let unmasked = self.versions.iter().filter(|version| (bottom..=top).contains(&version.layer));
        unmasked.fold(None, |below, version| match version.record.kind {
            LayerNodeKind::Whiteout => None,
            // Something in it was written; the folder itself is unchanged.
            LayerNodeKind::Folder if version.record.implied => {
                below.filter(|below: &&Version| below.is_folder()).or(Some(version))
            }
            _ => Some(version),
        })
    }

    /// The layers that mask what the layers below them have in this path.
    pub(super) fn inner_masks(&self) -> Vec<u16> {
        let own = self.versions.iter().filter(|version| !version.is_folder() || version.record.opaque);
        let mut masks: Vec<u16> = self.masks.iter().copied().chain(own.map(|version| version.layer)).collect();
        masks.sort_unstable();
        masks.dedup();
        masks
    }

    /// The layer that hides the version at an index: the next one that has the path or masks it.
    pub(super) fn hiding_layer(&self, index: usize) -> u16 {
        let version = &self.versions[index];
        let next = self.versions.get(index + 1).map(|next| next.layer);
        let mask = self.masks.iter().find(|mask| **mask > version.layer).copied();
        next.into_iter().chain(mask).min().unwrap_or(version.layer)
    }

    /// What a layer does to the path with its version of it, as `docker diff` lists it.
    ///
    /// A folder that remains one is changed if its mode or owner is: engines write every folder in which something has
    /// changed.
    pub(super) fn change(&self, version: &Version) -> Option<ChangeKind> {
        let record = &version.record;
        match self.shown_below(version.layer) {
            _ if record.kind == LayerNodeKind::Whiteout => Some(ChangeKind::Deleted),
            None => Some(ChangeKind::Added),
            Some(before) if record.is_folder() && before.is_folder() => {
                let permissions = |record: &Record| (record.mode, record.uid, record.gid);
                let is_same = record.implied || permissions(record) == permissions(&before.record);
                (!is_same || record.opaque).then_some(ChangeKind::Changed)
            }
            Some(_) => Some(ChangeKind::Changed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(layer: u16, record: Record) -> Version {
        Version { layer, id: u32::from(layer) + 1, record }
    }

    fn file() -> Record {
        Record { kind: LayerNodeKind::File, implied: false, mode: 0o644, ..Record::implied_folder() }
    }

    fn folder() -> Record {
        Record { implied: false, ..Record::implied_folder() }
    }

    /// The layer of the version that a path shows, with what each layer does to it.
    fn outcome(versions: &[Version], masks: &[u16]) -> (Option<u16>, Vec<Option<ChangeKind>>) {
        let path = StackedPath { name: b"x", versions, masks };
        let changes = versions.iter().map(|version| path.change(version)).collect();
        (path.shown().map(|version| version.layer), changes)
    }

    #[test]
    fn the_highest_layer_shows_unless_it_deletes_or_masks() {
        use ChangeKind::{Added, Changed, Deleted};
        let overwritten = [version(0, file()), version(2, file())];
        assert_eq!(outcome(&overwritten, &[]), (Some(2), vec![Some(Added), Some(Changed)]), "a file overwrites a file");
        let deleted = [version(0, file()), version(1, Record::whiteout())];
        assert_eq!(outcome(&deleted, &[]), (None, vec![Some(Added), Some(Deleted)]), "a whiteout deletes it");
        assert_eq!(outcome(&[version(0, file())], &[1]), (None, vec![Some(Added)]), "a mask above it hides it");
        let again = [version(0, file()), version(1, file())];
        assert_eq!(
            outcome(&again, &[1]),
            (Some(1), vec![Some(Added), Some(Changed)]),
            "a mask does not hide its own layer"
        );
    }

    #[test]
    fn a_folder_is_changed_by_its_mode_not_by_its_contents() {
        use ChangeKind::{Added, Changed};
        let implied = [version(0, folder()), version(1, Record::implied_folder())];
        assert_eq!(outcome(&implied, &[]), (Some(0), vec![Some(Added), None]), "only something in it was written");
        let same = [version(0, folder()), version(1, folder())];
        assert_eq!(outcome(&same, &[]), (Some(1), vec![Some(Added), None]), "written with the same mode");
        let mode = [version(0, folder()), version(1, Record { mode: 0o700, ..folder() })];
        assert_eq!(outcome(&mode, &[]), (Some(1), vec![Some(Added), Some(Changed)]), "another mode");
        let opaque = [version(0, folder()), version(1, Record { opaque: true, ..folder() })];
        assert_eq!(outcome(&opaque, &[]), (Some(1), vec![Some(Added), Some(Changed)]), "an opaque folder");
        let over_file = [version(0, file()), version(1, Record::implied_folder())];
        assert_eq!(outcome(&over_file, &[]), (Some(1), vec![Some(Added), Some(Changed)]), "a folder replaces a file");
    }

    #[test]
    fn what_is_not_a_transparent_folder_masks_its_contents() {
        let versions = [
            version(0, folder()),
            version(1, file()),
            version(2, Record { opaque: true, ..folder() }),
            version(3, Record::whiteout()),
        ];
        let path = StackedPath { name: b"x", versions: &versions, masks: &[2, 5] };
        assert_eq!(path.inner_masks(), [1, 2, 3, 5], "files, opaque folders, whiteouts, and the masks from outside");
    }

    #[test]
    fn the_next_layer_or_mask_hides_a_version() {
        let versions = [version(0, file()), version(3, file())];
        let hiding = |masks: &[u16], index| StackedPath { name: b"x", versions: &versions, masks }.hiding_layer(index);
        assert_eq!(hiding(&[], 0), 3, "the next version");
        assert_eq!(hiding(&[2], 0), 2, "a mask before the next version");
        assert_eq!(hiding(&[2, 4], 1), 4, "a mask above the last version");
    }
}
