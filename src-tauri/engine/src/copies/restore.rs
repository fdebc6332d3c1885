use std::{io, io::Seek};

use bollard::query_parameters::ImportImageOptionsBuilder;
use bytes::Bytes;
use futures_util::{Stream, TryStreamExt, stream};
use tokio::sync::mpsc;

use super::{
    Copies,
    folder::{damaged, failed},
    transfer::{ON_THE_WAY, check_file, decompress, tell},
};
use crate::{
    api::images::inspect,
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::id::short_id,
    jobs::Report,
    persist::blocking,
    wire::{CopyNote, CopyStage, Outcome},
};

/// `zstd -dc FILE | docker load`: gives an image back to the engine, with its ID and tags. The whole file is read and
/// checked first. As with `docker load`, a tag that another image has by now is taken from it.
///
/// # Errors
/// [`ErrorCode::CopyNotFound`]; [`ErrorCode::CopyDamaged`], then the engine has been given nothing;
/// [`ErrorCode::ImageDiffers`] when the engine made something else of it; [`ErrorCode::Cancelled`]; the engine's, by code.
pub async fn restore(engine: &Engine, id: &str, copies: &Copies, report: &Report) -> Result<Outcome> {
    let note = copies.note(id)?;
    let mut file = copies.open(id)?;
    let path = copies.archive(id);
    let again = file.try_clone().map_err(|error| failed(&path, &error))?;
    check_file(again, note.clone(), report, |error| damaged(id, &error)).await?;
    file.rewind().map_err(|error| failed(&path, &error))?;
    tokio::select! {
        biased;
        () = report.cancelled() => return Err(Error::new(ErrorCode::Cancelled)),
        loaded = load(engine, file, note.archive_bytes, report) => loaded?,
    }
    compare(engine, &note).await?;
    Ok(Outcome::Image { id: note.image, reference: note.tags.into_iter().next() })
}

async fn load(engine: &Engine, file: std::fs::File, total: u64, report: &Report) -> Result<()> {
    let (pieces, leaving) = mpsc::channel(ON_THE_WAY);
    let reading = blocking(move || decompress(file, &pieces));
    let archive = told(leaving, total, report.clone());
    let options = ImportImageOptionsBuilder::default().quiet(true).build();
    let mut answers = std::pin::pin!(engine.docker().import_image_stream(options, archive, None));
    while let Some(answer) = answers.try_next().await? {
        answer.stream.iter().flat_map(|text| text.lines()).for_each(|line| report.line(line));
    }
    reading.await
}

/// The pieces as they come, each told as it leaves.
fn told(
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    total: u64,
    report: Report,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    let mut done = 0;
    stream::unfold(pieces, |mut pieces| async { pieces.recv().await.map(|piece| (piece, pieces)) }).inspect_ok(
        move |piece: &Bytes| {
            done += piece.len() as u64;
            tell(&report, CopyStage::Loading, done, Some(total));
        },
    )
}

/// Whether what the engine has now is what was kept.
async fn compare(engine: &Engine, note: &CopyNote) -> Result<()> {
    for name in std::iter::once(&note.image).chain(&note.tags) {
        let found = inspect(engine, name).await?.map(|image| image.id());
        if found.as_ref() != Some(&note.image) {
            return Err(Error::new(ErrorCode::ImageDiffers)
                .with("image", short_id(&note.image))
                .with("found", found.as_deref().map(short_id).unwrap_or_default())
                .saying(name));
        }
    }
    Ok(())
}
