use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::{Method, body::Incoming};
use tokio::sync::mpsc;
use url::form_urlencoded;

use super::{
    Copies,
    failure::damaged,
    folder::PartialCopy,
    kept_engine,
    transfer::{CHANNEL_CAPACITY, check_file, compress, report_progress},
};
use crate::{
    api::images::{ImageInspect, Platform, PlatformInspect, inspect, inspect_platform},
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    jobs::Report,
    persist::blocking,
    wire::{CopyMetadata, CopyStage, Outcome},
};

/// `docker save TAG… | zstd -o FILE`: keeps a copy of an image with these tags, or by ID without any. All tags must be the
/// image's own. The copy is kept once it has been read back and verified.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`]; [`ErrorCode::CopyNoSpace`], before anything is written if the image's size does not fit; [`ErrorCode::DiskFull`];
/// [`ErrorCode::CopyDamaged`] if what was received is not the image; [`ErrorCode::Cancelled`]; [`ErrorCode::EngineLost`].
/// A failed copy is removed.
pub async fn keep(engine: &Engine, image: &str, tags: &[String], copies: &Copies, report: &Report) -> Result<Outcome> {
    let image = image.trim();
    let missing = |name: &str| Error::new(ErrorCode::ImageNotFound).with("reference", name);
    let PlatformInspect { id, inspected, foreign, .. } =
        inspect_platform(engine, image).await?.ok_or_else(|| missing(image))?;
    // Of an image of another platform, the archive has that platform's manifest alone, whose ID the copy has.
    let mut metadata = metadata(engine, inspected, tags);
    for tag in &metadata.tags {
        if inspect(engine, tag).await?.is_none_or(|named| named.id() != id) {
            return Err(missing(tag));
        }
    }
    check_space(copies.available_space()?, metadata.size, copies)?;
    let partial = copies.create(&metadata.image)?;
    metadata.kept = partial.kept;
    report_progress(report, CopyStage::Preparing, 0, Some(metadata.size));
    let names = if metadata.tags.is_empty() { vec![id] } else { metadata.tags.clone() };
    let path = path(&names, foreign.as_ref());
    (metadata.archive_bytes, metadata.file_bytes) = save(engine, &path, &partial, metadata.size, report).await?;
    let file = partial.file.try_clone().map_err(|error| Error::file(&partial.path(), &error))?;
    check_file(file, metadata.clone(), report, |error| damaged(&partial.id, &error)).await?;
    let (id, image) = (partial.id.clone(), metadata.image.clone());
    blocking(move || partial.finish(&metadata)).await??;
    report.line(copies.archive_path(&id).display().to_string());
    Ok(Outcome::Copy { id, image })
}

/// The note as far as it is known before the archive is written.
fn metadata(engine: &Engine, inspected: ImageInspect, tags: &[String]) -> CopyMetadata {
    let command = [inspected.config.entrypoint.as_slice(), &inspected.config.cmd].concat();
    let familiar = |tag: &String| {
        Reference::parse(tag).map_or_else(|_| tag.clone(), |reference| reference.with_default_tag().familiar())
    };
    let image = inspected.into_image(engine.info().store);
    CopyMetadata {
        image: image.id,
        tags: tags.iter().map(familiar).collect(),
        digests: image.digests,
        labels: image.labels,
        command,
        created: image.created,
        size: image.size,
        archive_bytes: 0,
        file_bytes: 0,
        kept: 0,
        engine: kept_engine(engine),
    }
}

/// Fails unless the image fits on the disk; its compressed copy is not larger.
fn check_space(available: u64, needed: u64, copies: &Copies) -> Result<()> {
    if available >= needed {
        return Ok(());
    }
    Err(Error::no_space(ErrorCode::CopyNoSpace, copies.folder(), needed, available))
}

/// Writes the engine's archive to the file. Returns the bytes of the archive and of the file.
async fn save(engine: &Engine, path: &str, partial: &PartialCopy, size: u64, report: &Report) -> Result<(u64, u64)> {
    let file = partial.file.try_clone().map_err(|error| Error::file(&partial.path(), &error))?;
    let (sender, receiver) = mpsc::channel(CHANNEL_CAPACITY);
    let compressing = blocking(move || compress(receiver, &file));
    let receiving = async {
        let body = engine.body(Method::GET, path, &[]).await?;
        receive(body, sender, size, report).await
    };
    let received = tokio::select! {
        biased;
        () = report.cancelled() => Err(Error::new(ErrorCode::Cancelled)),
        received = receiving => received,
    };
    let compressed = compressing.await?;
    // An error here, such as a full disk, is also why receiving ended.
    let file_bytes = compressed.map_err(|error| Error::file(&partial.path(), &error))?;
    Ok((received?, file_bytes))
}

/// Sends what the engine sends to the channel. Returns the number of bytes.
async fn receive(mut body: Incoming, sender: mpsc::Sender<Bytes>, size: u64, report: &Report) -> Result<u64> {
    let mut done = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Error::new(ErrorCode::EngineLost).with_message(error.to_string()))?;
        let Ok(chunk) = frame.into_data() else { continue };
        done += chunk.len() as u64;
        if sender.send(chunk).await.is_err() {
            break;
        }
        report_progress(report, CopyStage::Saving, done, Some(size));
    }
    Ok(done)
}

/// Requests all tags at once: an archive for each would repeat the layers.
fn path(names: &[String], foreign: Option<&Platform>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(names.iter().map(|name| ("names", name)));
    let platform = foreign.map(|platform| format!("&{}", platform.parameter())).unwrap_or_default();
    format!("/images/get?{}{platform}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_space_is_reported_before_writing() {
        let copies = Copies::new("/data/copies");
        assert_eq!(check_space(5, 5, &copies), Ok(()), "it just fits");
        let error = check_space(1_250_000, 188_000_000, &copies).expect_err("it does not fit");
        assert_eq!(error.code, ErrorCode::CopyNoSpace, "its code");
        assert_eq!(
            (error.details["needed"].as_str(), error.details["found"].as_str(), error.details["path"].as_str()),
            ("188.0 MB", "1.2 MB", "/data/copies"),
            "with both sizes"
        );
    }

    #[test]
    fn all_names_are_in_one_request() {
        let names = ["a:1".to_owned(), "localhost:5000/b:2".to_owned()];
        assert_eq!(path(&names, None), "/images/get?names=a%3A1&names=localhost%3A5000%2Fb%3A2", "repeated parameters");
    }
}
