use std::{collections::HashMap, sync::Arc};

use super::Records;
use crate::{
    command_line,
    error::Result,
    grammar::Reference,
    inventory::Contents,
    wire::{Action, ImageKind, KeptEngine, RemovalRecord, RemovalResult},
};

/// The longest command, in bytes, that each record of a removal stores whole. Of a longer one each stores only its own
/// step: a thousand records of a command with a thousand images would be tens of megabytes.
const MAX_COMMAND: usize = 1000;

/// What the records of one removal have in common.
#[derive(Debug, Clone)]
pub struct RemovalContext {
    /// The start of the removal, in milliseconds since 1970; the same for all its records.
    pub when: i64,
    /// The engine.
    pub engine: KeptEngine,
    /// The equivalent docker command.
    pub command: String,
    /// The inventory before the removal.
    pub contents: Contents,
    /// The IDs of the copies kept before the removal, by image ID.
    pub copies: HashMap<String, String>,
    /// The `repository@digest` by which a mirror had an image, by image ID.
    pub mirrored: HashMap<String, String>,
}

/// Records the steps of a removal.
#[derive(Debug)]
pub struct Recorder {
    context: RemovalContext,
    records: Option<Arc<Records>>,
}

impl Recorder {
    /// A recorder that appends to a file; without one it records nothing.
    pub fn new(context: RemovalContext, records: Option<Arc<Records>>) -> Self {
        Self { context, records }
    }

    /// Records that a step is about to begin, so that it is known even if Slipway is killed before the engine answers.
    ///
    /// # Errors
    /// Those of [`Records::append`].
    pub fn begin(&self, target: &str) -> Result<()> {
        let Some(records) = &self.records else { return Ok(()) };
        records.append(&intended_record(&self.context, target).into_iter().collect::<Vec<_>>())
    }

    /// Records what a step removed; nothing, if it failed.
    ///
    /// # Errors
    /// Those of [`Records::append`].
    pub fn finish(&self, result: &RemovalResult) -> Result<()> {
        let Some(records) = &self.records else { return Ok(()) };
        let mut removed = removal_records(&self.context, result);
        // A line about the image itself ends what `begin` wrote.
        if let Some(intended) = intended_record(&self.context, &result.target)
            && !removed.iter().any(|record| record.image == intended.image)
        {
            removed.extend(empty(&self.context, &intended.image, &result.target));
        }
        records.append(&removed)
    }
}

/// The record of a step that has not ended: the image with the names that it would lose. `None` for an unknown image.
fn intended_record(context: &RemovalContext, target: &str) -> Option<RemovalRecord> {
    let contents = &context.contents;
    let image = contents.image(target).or_else(|| contents.images.get(target))?;
    let by_id = image.id == target || !image.tags.iter().chain(&image.digests).any(|name| name == target);
    let named = |names: &[String]| names.iter().filter(|name| by_id || *name == target).cloned().collect();
    let record = empty(context, &image.id, target)?;
    Some(RemovalRecord { interrupted: true, tags: named(&image.tags), digests: named(&image.digests), ..record })
}

/// The records of one step of a removal, one for each image. Deleted intermediate images belong to the record of the image
/// whose parents they were.
pub fn removal_records(context: &RemovalContext, result: &RemovalResult) -> Vec<RemovalRecord> {
    let contents = &context.contents;
    let mut records: Vec<RemovalRecord> = Vec::new();
    let mut parents = Vec::new();
    let mut index_of = |image: &str| -> Option<usize> {
        if let Some(index) = records.iter().position(|record| record.image == image) {
            return Some(index);
        }
        records.push(empty(context, image, &result.target)?);
        Some(records.len() - 1)
    };
    let mut untagged: Vec<(usize, &String)> = Vec::new();
    for name in &result.untagged {
        if let Some(index) = contents.image(name).and_then(|image| index_of(&image.id)) {
            untagged.push((index, name));
        }
    }
    let mut deleted = Vec::new();
    for id in &result.deleted {
        // The engine lists layers among the images; the inventory has only images.
        match contents.images.get(id) {
            Some(image) if image.kind == ImageKind::Intermediate => parents.push(id.clone()),
            Some(image) => deleted.extend(index_of(&image.id)),
            None => {}
        }
    }
    for (index, name) in untagged {
        let record = &mut records[index];
        let names = if name.contains('@') { &mut record.digests } else { &mut record.tags };
        names.push(Reference::parse(name).map_or_else(|_| name.clone(), |name| name.familiar()));
    }
    for index in deleted {
        let record = &mut records[index];
        record.deleted = true;
        // Engines differ in which digests they report; all of them are removed.
        record.digests = contents.images[&record.image].digests.clone();
        // The engine forgot the mirror's digest together with the mirror's name.
        let mirrored = context.mirrored.get(&record.image).filter(|reference| !record.digests.contains(reference));
        record.digests.extend(mirrored.cloned());
    }
    if let Some(record) = records.iter_mut().rfind(|record| record.deleted) {
        record.parents = parents;
    }
    records
}

fn empty(context: &RemovalContext, image: &str, target: &str) -> Option<RemovalRecord> {
    let image = context.contents.images.get(image)?;
    Some(RemovalRecord {
        when: context.when,
        engine: context.engine.clone(),
        image: image.id.clone(),
        deleted: false,
        interrupted: false,
        tags: Vec::new(),
        digests: Vec::new(),
        parents: Vec::new(),
        labels: image.labels.clone(),
        size: image.size,
        created: image.created,
        command: command(context, target),
        copy: context.copies.get(&image.id).cloned(),
    })
}

fn command(context: &RemovalContext, target: &str) -> String {
    if context.command.len() <= MAX_COMMAND {
        context.command.clone()
    } else {
        command_line::render(&Action::RemoveImages { targets: vec![target.to_owned()] }).text
    }
}

#[cfg(test)]
pub(in crate::copies) mod fixtures;
#[cfg(test)]
mod tests;
