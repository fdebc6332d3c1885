//! What removals took away, for good: one line of JSON for each image and step, appended as it happens.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use parking_lot::Mutex;

use super::folder::failed;
use crate::{
    command_line,
    error::{Error, Result},
    inventory::Contents,
    persist::{create_private, write_atomic},
    wire::{Action, ImageKind, KeptEngine, RecordForm, RemovalRecord, RemovalResult},
};

/// How many lines are kept at least; at twice as many the older ones go.
const KEPT: usize = 2000;

/// How long a command may be, in bytes, for each of its records to have the whole of it. Of a longer one, each has its own step
/// alone: a thousand records of a command of a thousand images would be tens of megabytes.
const WHOLE: usize = 1000;

/// The file of records. Lines are only ever appended, until there are too many; lines of one removal that concern the
/// same image are one record.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    kept: usize,
    /// How many lines there are, once they were counted; held while one writes.
    lines: Mutex<Option<usize>>,
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
    /// By which `repository@digest` a mirror had an image, by ID.
    pub mirrored: HashMap<String, String>,
}

/// Records a removal while it goes on.
#[derive(Debug)]
pub struct Recording {
    removing: Removing,
    records: Option<Arc<Records>>,
}

impl Recording {
    /// Records a removal in a file; without one, nowhere.
    pub fn new(removing: Removing, records: Option<Arc<Records>>) -> Self {
        Self { removing, records }
    }

    /// Records what a step took away. It is gone whether or not that can be written down.
    pub fn done(&self, result: &RemovalResult) {
        let Some(records) = &self.records else { return };
        if let Err(error) = records.append(&record(&self.removing, result)) {
            tracing::warn!(%error, target = result.target, "a removal is not recorded");
        }
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
        records.push(empty(removing, image, &result.target)?);
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
        names.push(crate::grammar::Reference::parse(name).map_or_else(|_| name.clone(), |name| name.familiar()));
    }
    for index in gone {
        let record = &mut records[index];
        record.deleted = true;
        // Engines differ in which digests they tell of; all of them are gone.
        record.digests = contents.images[&record.image].digests.clone();
        // The engine has forgotten that one long since.
        let mirrored = removing.mirrored.get(&record.image).filter(|reference| !record.digests.contains(reference));
        record.digests.extend(mirrored.cloned());
    }
    if let Some(record) = records.iter_mut().rfind(|record| record.deleted) {
        record.parents = parents;
    }
    records
}

fn empty(removing: &Removing, image: &str, target: &str) -> Option<RemovalRecord> {
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
        command: command(removing, target),
        copy: removing.copies.get(&image.id).cloned(),
    })
}

fn command(removing: &Removing, target: &str) -> String {
    if removing.command.len() <= WHOLE {
        removing.command.clone()
    } else {
        command_line::render(&Action::RemoveImages { targets: vec![target.to_owned()] }).text
    }
}

impl Records {
    /// The records in this file, which is made with the first one.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), kept: KEPT, lines: Mutex::default() }
    }

    /// Adds records; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`ErrorCode::FileFailed`](crate::ErrorCode::FileFailed), [`ErrorCode::CopyNoSpace`](crate::ErrorCode::CopyNoSpace)
    pub fn append(&self, records: &[RemovalRecord]) -> Result<()> {
        if records.is_empty() {
            return Ok(());
        }
        let mut lines = self.lines.lock();
        self.try_append(records, &mut lines).map_err(|error| failed(&self.path, &error))
    }

    fn try_append(&self, records: &[RemovalRecord], lines: &mut Option<usize>) -> io::Result<()> {
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
        let there = match *lines {
            Some(before) => before + records.len(),
            None => BufReader::new(File::open(&self.path)?).split(b'\n').count(),
        };
        *lines = Some(if there < self.kept * 2 { there } else { self.shorten()? });
        Ok(())
    }

    /// Leaves the older lines out; answers how many are left.
    fn shorten(&self) -> io::Result<usize> {
        let text = fs::read(&self.path)?;
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let newest = &lines[lines.len().saturating_sub(self.kept)..];
        write_atomic(&self.path, &newest.concat())?;
        Ok(newest.len())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        images::fixtures::{contents, id, image},
        wire::JobState,
    };

    fn removing() -> Removing {
        let digest = format!("web@{}", id("d"));
        let images = vec![
            image("a", &["web:1", "web:2", &digest], Some("b")),
            image("b", &[], None),
            image("c", &["other:1"], None),
        ];
        let copies = HashMap::from([(id("a"), "copy-1".to_owned())]);
        let command = "docker rmi web:1 web:2".to_owned();
        Removing {
            when: 17,
            engine: KeptEngine::default(),
            command,
            contents: contents(images, vec![]),
            copies,
            mirrored: HashMap::new(),
        }
    }

    fn result(untagged: &[&str], deleted: &[String]) -> RemovalResult {
        RemovalResult {
            target: String::new(),
            state: JobState::Done,
            untagged: untagged.iter().map(|name| (*name).to_owned()).collect(),
            deleted: deleted.to_vec(),
            error: None,
        }
    }

    #[test]
    fn an_images_names_and_parents_stand_with_it() {
        let removing = removing();
        let records = record(&removing, &result(&["docker.io/library/web:1"], &[]));
        assert_eq!(records.len(), 1, "one image is concerned");
        assert_eq!((records[0].deleted, &records[0].tags), (false, &vec!["web:1".to_owned()]), "it lost a name");
        assert_eq!(records[0].digests, [] as [String; 0], "but no digest");

        let layer = id("layer");
        let records = record(&removing, &result(&["web:2"], &[id("a"), layer, id("b")]));
        assert_eq!(records.len(), 1, "a layer is no image, and a parent has no record of its own: {records:?}");
        assert!(records[0].deleted, "the image went");
        assert_eq!(records[0].digests, [format!("web@{}", id("d"))], "with its digest, which the engine did not tell");
        assert_eq!(records[0].parents, [id("b")], "and its parent");
        assert_eq!(records[0].copy.as_deref(), Some("copy-1"), "the copy of it is named");
        assert_eq!(record(&removing, &result(&[], &[])), [], "nothing went, nothing is recorded");
    }

    #[test]
    fn where_it_came_from_is_recorded_though_the_engine_has_forgotten() {
        let through = "mirror.example/library/other@sha256:1".to_owned();
        let removing = Removing { mirrored: HashMap::from([(id("c"), through.clone())]), ..removing() };
        let records = record(&removing, &result(&["other:1"], &[id("c")]));
        assert_eq!(records[0].digests, [through], "it can be pulled again by that");
        let records = record(&removing, &result(&["other:1"], &[]));
        assert_eq!(records[0].digests, [] as [String; 0], "what is still there has not lost it");
    }

    #[test]
    fn steps_of_one_removal_are_one_record_and_the_newest_come_first() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path().join("within/records.jsonl"));
        assert_eq!(records.list(), Ok(Vec::new()), "there is no file at first");
        let mut removing = removing();
        records.append(&record(&removing, &result(&["web:1"], &[]))).unwrap();
        records.append(&record(&removing, &result(&["other:1"], &[id("c")]))).unwrap();
        records.append(&record(&removing, &result(&["web:2"], &[id("a"), id("b")]))).unwrap();
        removing.when = 18;
        records.append(&record(&removing, &result(&["web:1"], &[]))).unwrap();
        let listed = records.list().unwrap();
        let told: Vec<_> = listed.iter().map(|record| (record.when, record.image.clone(), record.deleted)).collect();
        let expected = [(18, id("a"), false), (17, id("c"), true), (17, id("a"), true)];
        assert_eq!(told, expected, "another removal is another record");
        assert_eq!(listed[2].tags, ["web:1", "web:2"], "both steps are in it");
        assert_eq!(listed[2].parents, [id("b")], "with what went along");
    }

    #[test]
    fn a_torn_line_takes_no_other_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path().join("records.jsonl"));
        let removing = removing();
        records.append(&record(&removing, &result(&["web:1"], &[]))).unwrap();
        let whole = fs::read(records.path()).unwrap();
        fs::write(records.path(), [whole.as_slice(), &whole[..40]].concat()).unwrap();
        records.append(&record(&removing, &result(&["other:1"], &[]))).unwrap();
        let images: Vec<String> = records.list().unwrap().into_iter().map(|record| record.image).collect();
        assert_eq!(images, [id("c"), id("a")], "the line before and the line after are read");
    }

    #[test]
    fn the_file_does_not_grow_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let records = Records { kept: 3, ..Records::new(folder.path().join("records.jsonl")) };
        let mut removing = removing();
        for when in 0..20 {
            removing.when = when;
            records.append(&record(&removing, &result(&["web:1"], &[]))).unwrap();
            let lines = fs::read_to_string(records.path()).unwrap().lines().count();
            assert!(lines < 6, "never twice as many as are kept: {lines}");
        }
        let newest: Vec<i64> = records.list().unwrap().iter().take(3).map(|record| record.when).collect();
        assert_eq!(newest, [19, 18, 17], "the newest stay");
    }

    #[test]
    fn exported_text_has_no_lines_but_ours() {
        let mut records = record(&removing(), &result(&["web:2"], &[id("a")]));
        records[0].labels.insert("evil".to_owned(), "x\ndeleted: no".to_owned());
        let text = export(&records, RecordForm::Text).unwrap();
        assert!(text.starts_with("when: 1970-01-01T00:00:00Z\n"), "an instant in UTC: {text}");
        assert!(text.contains("label: evil=x deleted: no\n"), "a label makes no line of its own: {text}");
        let json = export(&records, RecordForm::Json).unwrap();
        assert_eq!(serde_json::from_str::<Vec<RemovalRecord>>(&json).unwrap(), records, "the JSON reads back");
    }
}
