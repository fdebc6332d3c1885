//! What removals took away, for good: one line of JSON for each image and step, appended as it happens.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use super::folder::{create_private, failed, now, write_synced};
use crate::{
    error::{Error, Result},
    inventory::Contents,
    wire::{ImageKind, KeptEngine, RecordForm, RemovalRecord, RemovalResult},
};

/// How many lines are kept at least; at twice as many the older ones go.
const KEPT: usize = 2000;

/// The file of records. Lines are only ever appended, until there are too many; lines of one removal that concern the
/// same image are one record.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    kept: usize,
    writing: Mutex<()>,
}

/// A removal that takes place: what records of it have in common.
#[derive(Debug, Clone)]
pub struct Removing {
    /// When it began, in milliseconds since 1970. Records of one removal have the same.
    pub when: i64,
    /// On which engine.
    pub engine: KeptEngine,
    /// The docker command that does it.
    pub command: String,
    /// Everything there was before it.
    pub contents: Contents,
    /// The copies that were kept before it, by the image's ID.
    pub copies: HashMap<String, String>,
}

impl Removing {
    /// A removal that begins now.
    pub fn begins(engine: KeptEngine, command: String, contents: Contents, copies: HashMap<String, String>) -> Self {
        Self { when: now(), engine, command, contents, copies }
    }
}

/// What one step of a removal took away, image by image. An intermediate image that went along is told with the image
/// that it was a parent of.
pub fn record(removing: &Removing, result: &RemovalResult) -> Vec<RemovalRecord> {
    let contents = &removing.contents;
    let mut records: Vec<RemovalRecord> = Vec::new();
    let mut parents = Vec::new();
    let mut of = |image: &str| -> Option<usize> {
        if let Some(index) = records.iter().position(|record| record.image == image) {
            return Some(index);
        }
        records.push(empty(removing, image)?);
        Some(records.len() - 1)
    };
    let mut lost: Vec<(usize, &String)> = Vec::new();
    for name in &result.untagged {
        if let Some(index) = contents.image(name).and_then(|image| of(&image.id)) {
            lost.push((index, name));
        }
    }
    let mut gone = Vec::new();
    for id in &result.deleted {
        // Layers are told among the images; only images are in the inventory.
        match contents.images.get(id) {
            Some(image) if image.kind == ImageKind::Intermediate => parents.push(id.clone()),
            Some(image) => gone.extend(of(&image.id)),
            None => {}
        }
    }
    for (index, name) in lost {
        let record = &mut records[index];
        let names = if name.contains('@') { &mut record.digests } else { &mut record.tags };
        names.push(crate::images::Reference::parse(name).map_or_else(|_| name.clone(), |name| name.familiar()));
    }
    for index in gone {
        let record = &mut records[index];
        record.deleted = true;
        // Engines differ in which digests they tell of; all of them are gone.
        record.digests = contents.images[&record.image].digests.clone();
    }
    if let Some(record) = records.iter_mut().rfind(|record| record.deleted) {
        record.parents = parents;
    }
    records
}

fn empty(removing: &Removing, image: &str) -> Option<RemovalRecord> {
    let image = removing.contents.images.get(image)?;
    Some(RemovalRecord {
        when: removing.when,
        engine: removing.engine.clone(),
        image: image.id.clone(),
        deleted: false,
        tags: Vec::new(),
        digests: Vec::new(),
        parents: Vec::new(),
        labels: image.labels.clone(),
        size: image.size,
        created: image.created,
        command: removing.command.clone(),
        copy: removing.copies.get(&image.id).cloned(),
    })
}

impl Records {
    /// The records in this file, which is made with the first one.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), kept: KEPT, writing: Mutex::default() }
    }

    /// Adds records; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed), [`ErrorCode::CopyNoSpace`](crate::ErrorCode::CopyNoSpace)
    pub fn append(&self, records: &[RemovalRecord]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        self.try_append(records).map_err(|error| failed(&self.path, &error))
    }

    fn try_append(&self, records: &[RemovalRecord]) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            create_private(folder)?;
        }
        let mut text = Vec::new();
        for record in records {
            serde_json::to_writer(&mut text, record)?;
            text.push(b'\n');
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        if is_torn(&mut file)? {
            text.insert(0, b'\n');
        }
        file.write_all(&text)?;
        file.sync_data()?;
        self.shorten()
    }

    /// Leaves the older lines out once there are too many.
    fn shorten(&self) -> io::Result<()> {
        let lines: Vec<Vec<u8>> = BufReader::new(File::open(&self.path)?).split(b'\n').collect::<io::Result<_>>()?;
        if lines.len() < self.kept * 2 {
            return Ok(());
        }
        let newest = lines[lines.len() - self.kept..].iter().flat_map(|line| line.iter().chain(b"\n"));
        write_synced(&self.path, &newest.copied().collect::<Vec<u8>>())
    }

    /// All records, newest first. A line that was torn off is left out.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed)
    pub fn list(&self) -> Result<Vec<RemovalRecord>> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(&self.path, &error)),
        };
        let mut records: Vec<RemovalRecord> = Vec::new();
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(record) => join(&mut records, record),
                Err(error) => tracing::warn!(%error, path = %self.path.display(), "a record cannot be read"),
            }
        }
        records.reverse();
        Ok(records)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether the last line has no end: Slipway ended while it was being written.
fn is_torn(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != [b'\n'])
}

/// Adds a record to those before it: what the same removal took of the same image belongs together.
fn join(records: &mut Vec<RemovalRecord>, record: RemovalRecord) {
    let same = |earlier: &&mut RemovalRecord| earlier.when == record.when && earlier.image == record.image;
    let recent = records.iter_mut().rev().take_while(|earlier| earlier.when == record.when);
    let Some(earlier) = recent.into_iter().find(|earlier| same(earlier)) else { return records.push(record) };
    let unite = |ours: &mut Vec<String>, theirs: Vec<String>| {
        let all: BTreeSet<String> = ours.drain(..).chain(theirs).collect();
        ours.extend(all);
    };
    earlier.deleted |= record.deleted;
    unite(&mut earlier.tags, record.tags);
    unite(&mut earlier.digests, record.digests);
    unite(&mut earlier.parents, record.parents);
}

/// Records to be taken elsewhere, in the order in which they come.
///
/// # Errors
/// None that a person could cause.
pub fn export(records: &[RemovalRecord], form: RecordForm) -> Result<String> {
    match form {
        RecordForm::Json => {
            let text = serde_json::to_string_pretty(records).map_err(|error| Error::internal(error.to_string()))?;
            Ok(format!("{text}\n"))
        }
        RecordForm::Text => Ok(records.iter().map(in_words).collect::<Vec<_>>().join("\n")),
    }
}

/// A record as lines of `name: value`, with the names that the JSON has.
fn in_words(record: &RemovalRecord) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            // Names and labels are other people's text: they make no lines of their own.
            let value: String =
                value.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
            // A String takes all that is written to it.
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    line("when", &rfc3339(record.when));
    line("image", &record.image);
    line("deleted", if record.deleted { "yes" } else { "no, only its names" });
    record.tags.iter().for_each(|tag| line("tag", tag));
    record.digests.iter().for_each(|digest| line("digest", digest));
    record.parents.iter().for_each(|parent| line("parent", parent));
    record.labels.iter().for_each(|(name, value)| line("label", &format!("{name}={value}")));
    line("size", &record.size.to_string());
    line("created", &rfc3339(record.created.saturating_mul(1000)));
    line("command", &record.command);
    line("copy", record.copy.as_deref().unwrap_or_default());
    line("engine", &format!("{} {} {}", record.engine.address, record.engine.host_name, record.engine.version));
    text
}

/// An instant in milliseconds since 1970, in UTC.
fn rfc3339(instant: i64) -> String {
    let instant = time::OffsetDateTime::from_unix_timestamp(instant / 1000).ok();
    let format = &time::format_description::well_known::Rfc3339;
    instant.and_then(|instant| instant.format(format).ok()).unwrap_or_default()
}
