use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::{Method, body::Incoming};
use tokio::sync::mpsc;
use url::form_urlencoded;

use super::{
    Copies,
    folder::{Part, damaged, failed},
    kept_engine,
    transfer::{ON_THE_WAY, check_file, compress, tell},
};
use crate::{
    api::images::{ImageInspect, inspect},
    connect::Engine,
    error::{Error, ErrorCode, Result},
    grammar::Reference,
    jobs::Report,
    persist::blocking,
    wire::{CopyNote, CopyStage, Outcome},
};

/// `docker save TAG… | zstd -o FILE`: keeps a copy of an image with these tags, or of one without by its ID. The tags must
/// all be the image's own. It counts as kept once it has been read back.
///
/// # Errors
/// [`ErrorCode::ImageNotFound`]; [`ErrorCode::CopyNoSpace`], beforehand when the image's size does not fit;
/// [`ErrorCode::CopyDamaged`] when what arrived is not the image; [`ErrorCode::Cancelled`]; [`ErrorCode::EngineLost`].
/// Nothing is left of a copy that failed.
pub async fn keep(engine: &Engine, image: &str, tags: &[String], copies: &Copies, report: &Report) -> Result<Outcome> {
    let image = image.trim();
    let missing = |name: &str| Error::new(ErrorCode::ImageNotFound).with("reference", name);
    let inspected = inspect(engine, image).await?.ok_or_else(|| missing(image))?;
    let mut note = note(engine, inspected, tags);
    for tag in &note.tags {
        if inspect(engine, tag).await?.is_none_or(|named| named.id() != note.image) {
            return Err(missing(tag));
        }
    }
    enough(copies.free()?, note.size, copies)?;
    let part = copies.begin(&note.image)?;
    note.kept = part.kept;
    tell(report, CopyStage::Preparing, 0, Some(note.size));
    let names = if note.tags.is_empty() { vec![note.image.clone()] } else { note.tags.clone() };
    (note.archive_bytes, note.file_bytes) = save(engine, &names, &part, copies, note.size, report).await?;
    let file = part.file.try_clone().map_err(|error| failed(&part.path(), &error))?;
    check_file(file, note.clone(), report, |error| damaged(&part.id, &error)).await?;
    let (id, image) = (part.id.clone(), note.image.clone());
    blocking(move || part.finish(&note)).await??;
    report.line(copies.archive(&id).display().to_string());
    Ok(Outcome::Copy { id, image })
}

/// What is known before the archive is there.
fn note(engine: &Engine, inspected: ImageInspect, tags: &[String]) -> CopyNote {
    let command = [inspected.config.entrypoint.as_slice(), &inspected.config.cmd].concat();
    let familiar = |tag: &String| {
        Reference::parse(tag).map_or_else(|_| tag.clone(), |reference| reference.with_default_tag().familiar())
    };
    let image = inspected.into_image(engine.info().store);
    CopyNote {
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

/// What is compressed takes no more than the image does.
fn enough(free: u64, needed: u64, copies: &Copies) -> Result<()> {
    if free >= needed {
        return Ok(());
    }
    Err(Error::new(ErrorCode::CopyNoSpace)
        .with("path", copies.folder().display().to_string())
        .with("needed", megabytes(needed))
        .with("found", megabytes(free)))
}

fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}

/// Writes the engine's archive into the file. Answers the archive's bytes and the file's.
async fn save(
    engine: &Engine,
    names: &[String],
    part: &Part,
    copies: &Copies,
    size: u64,
    report: &Report,
) -> Result<(u64, u64)> {
    let file = part.file.try_clone().map_err(|error| failed(&part.path(), &error))?;
    let (pieces, arriving) = mpsc::channel(ON_THE_WAY);
    let compressing = blocking(move || compress(arriving, &file));
    let receiving = async {
        let body = engine.body(Method::GET, &path(names), &[]).await?;
        receive(body, pieces, size, report).await
    };
    let received = tokio::select! {
        biased;
        () = report.cancelled() => Err(Error::new(ErrorCode::Cancelled)),
        received = receiving => received,
    };
    let compressed = compressing.await?;
    // A full disk is why nothing more was received.
    let file_bytes = compressed.map_err(|error| {
        let figures = [("needed", size), ("found", copies.free().unwrap_or_default())];
        figures.iter().fold(failed(&part.path(), &error), |error, (name, bytes)| error.with(name, megabytes(*bytes)))
    })?;
    Ok((received?, file_bytes))
}

/// Hands over all that the engine sends. Answers how much it was.
async fn receive(mut body: Incoming, pieces: mpsc::Sender<Bytes>, size: u64, report: &Report) -> Result<u64> {
    let mut done = 0;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| Error::new(ErrorCode::EngineLost).saying(error.to_string()))?;
        let Ok(piece) = frame.into_data() else { continue };
        done += piece.len() as u64;
        if pieces.send(piece).await.is_err() {
            break;
        }
        tell(report, CopyStage::Saving, done, Some(size));
    }
    Ok(done)
}

/// All tags in one request: each name apart would hold the layers anew.
fn path(names: &[String]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(names.iter().map(|name| ("names", name)));
    format!("/images/get?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_too_small_is_told_beforehand() {
        let copies = Copies::new("/data/copies");
        assert_eq!(enough(5, 5, &copies), Ok(()), "it just fits");
        let error = enough(1_250_000, 188_000_000, &copies).expect_err("it does not fit");
        assert_eq!(error.code, ErrorCode::CopyNoSpace, "by its code");
        assert_eq!(
            (error.details["needed"].as_str(), error.details["found"].as_str(), error.details["path"].as_str()),
            ("188.0 MB", "1.2 MB", "/data/copies"),
            "with figures"
        );
    }

    #[test]
    fn all_names_are_asked_for_at_once() {
        let names = ["a:1".to_owned(), "localhost:5000/b:2".to_owned()];
        assert_eq!(path(&names), "/images/get?names=a%3A1&names=localhost%3A5000%2Fb%3A2", "in one request");
    }
}
