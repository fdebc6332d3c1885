use std::{io, io::Seek};

use bollard::query_parameters::ImportImageOptionsBuilder;
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt, stream};
use tokio::sync::mpsc;

use super::{
    Copies,
    failure::damaged,
    transfer::{CHANNEL_CAPACITY, check_file, decompress, report_progress},
};
use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::id::{full_id, short_id},
    jobs::Report,
    persist::blocking,
    wire::{CopyMetadata, CopyStage, Outcome},
};

/// `zstd -dc FILE | docker load`: restores an image with its tags, and with its ID where the image store is of the same kind.
/// The whole file is read and verified first. As with `docker load`, a tag is taken from an image that has it by now.
///
/// # Errors
/// [`ErrorCode::CopyNotFound`]; [`ErrorCode::CopyDamaged`], before anything is loaded; [`ErrorCode::ImageDiffers`] if the
/// engine has loaded another image; [`ErrorCode::Cancelled`]; the engine's, by code.
pub async fn restore(engine: &Engine, id: &str, copies: &Copies, report: &Report) -> Result<Outcome> {
    let metadata = copies.metadata(id)?;
    let mut file = copies.open(id)?;
    let path = copies.archive_path(id);
    let to_check = file.try_clone().map_err(|error| Error::file(&path, &error))?;
    check_file(to_check, metadata.clone(), report, |error| damaged(id, &error)).await?;
    file.rewind().map_err(|error| Error::file(&path, &error))?;
    let loaded = tokio::select! {
        biased;
        () = report.cancelled() => return Err(Error::new(ErrorCode::Cancelled)),
        loaded = load(engine, file, metadata.archive_bytes, report) => loaded?,
    };
    let is_other_store = metadata.engine.store.is_some_and(|store| !store.has_ids_of(engine.info().store));
    let id = if is_other_store { id_in_other_store(engine, &metadata, loaded).await? } else { metadata.image.clone() };
    verify(engine, &id, &metadata).await?;
    Ok(Outcome::Image { id, reference: metadata.tags.into_iter().next() })
}

/// Loads an archive. Returns the ID of an image that came without a name, where the engine prints it.
async fn load(engine: &Engine, file: std::fs::File, total: u64, report: &Report) -> Result<Option<String>> {
    let (sender, receiver) = mpsc::channel(CHANNEL_CAPACITY);
    let reading = blocking(move || decompress(file, &sender));
    let archive = with_progress(receiver, total, report.clone());
    let options = ImportImageOptionsBuilder::default().quiet(true).build();
    let mut messages = std::pin::pin!(engine.docker().import_image_stream(options, archive, None));
    let mut unnamed = None;
    while let Some(message) = messages.try_next().await? {
        for line in message.stream.iter().flat_map(|text| text.lines()) {
            unnamed = line.strip_prefix("Loaded image ID: ").map(full_id).or(unnamed);
            report.line(line);
        }
    }
    reading.await?;
    Ok(unnamed)
}

/// The ID that an image has in another image store than the one it was kept in: that of its first tag, or the one that the
/// engine printed. An image's ID is its configuration's digest in one, its manifest's in the other.
async fn id_in_other_store(engine: &Engine, metadata: &CopyMetadata, unnamed: Option<String>) -> Result<String> {
    let id = match metadata.tags.first() {
        Some(tag) => inspect(engine, tag).await?.map(|image| image.id()),
        None => unnamed,
    };
    id.ok_or_else(|| Error::new(ErrorCode::ImageDiffers).with("image", short_id(&metadata.image)))
}

/// The received chunks as a stream that reports its progress.
fn with_progress(
    receiver: mpsc::Receiver<io::Result<Bytes>>,
    total: u64,
    report: Report,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let mut done = 0;
    stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|chunk| (chunk, receiver)) }).inspect_ok(
        move |chunk: &Bytes| {
            done += chunk.len() as u64;
            report_progress(&report, CopyStage::Loading, done, Some(total));
        },
    )
}

/// Fails unless the image and all its tags are on the engine.
async fn verify(engine: &Engine, id: &String, metadata: &CopyMetadata) -> Result<()> {
    for name in std::iter::once(id).chain(&metadata.tags) {
        let found = inspect(engine, name).await?.map(|image| image.id());
        if found.as_ref() != Some(id) {
            return Err(Error::new(ErrorCode::ImageDiffers)
                .with("image", short_id(id))
                .with("found", found.as_deref().map(short_id).unwrap_or_default())
                .with_message(name));
        }
    }
    Ok(())
}
