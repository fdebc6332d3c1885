//! The jobs that read the layers of an image, from the engine or from an archive on this machine, into the cache.

use std::{
    fs::File,
    path::{Path, PathBuf},
    time::SystemTime,
};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use http_body_util::BodyStream;
use hyper::{Method, body::Incoming};

use super::{
    archive::{self, Contents},
    cache::Cache,
    failure::file_failed,
    image_config::{HistoryEntry, ImageConfig},
    manifest,
    pipe::{self, CancellableReader},
    stack,
};
use crate::{
    connect::Engine,
    error::{Error, ErrorCode, Result},
    images,
    inventory::LayerColours,
    jobs::Report,
    persist::blocking,
    wire::{HistoryStep, ImageStore, LayersPhase, LayersProgress, Outcome, Progress},
};

/// The maximum size of the cache; the least recently used entries are removed first.
const MAX_CACHE: u64 = 2 * 1024 * 1024 * 1024;

pub(super) async fn image(cache: &Cache, engine: &Engine, image: &str, report: &Report) -> Result<Outcome> {
    report_progress(report, LayersPhase::Preparing, 0, None);
    let started = SystemTime::now();
    let composed = images::rootfs(engine, image).await?;
    let id = composed.id.clone();
    let missing: Vec<&String> = composed.layers.iter().filter(|layer| !cache.has_layer(layer)).collect();
    let contents = if missing.is_empty() {
        Contents::default()
    } else {
        // The containerd store sends layers as they were pulled, so the number of bytes is unknown.
        let expected = (engine.info().store != ImageStore::Containerd).then_some(composed.size);
        let path = format!("/images/{id}/get");
        // The engine answers once it has prepared the whole archive.
        let archive = unless_cancelled(report, engine.body(Method::GET, &path, &[])).await?;
        download(cache, archive, expected, report).await?
    };
    if let Some(layer) = composed.layers.iter().find(|layer| !cache.has_layer(layer)) {
        return Err(Error::new(ErrorCode::LayerMissing).with("layer", layer));
    }
    let cached = || cache.read_image(&id).ok().filter(|cached| cached.layers == composed.layers);
    let config = match manifest::image_with_layers(&contents, &composed.layers).or_else(cached) {
        Some(config) => config,
        // Other images have all of these layers. Without an export there is no configuration, the only exact source.
        None => {
            config_from_history(&composed.layers, images::detail(engine, &id, &LayerColours::default()).await?.history)
        }
    };
    store_images(cache, vec![(id.clone(), config)], started, report).await?;
    Ok(Outcome::Image { id, reference: None })
}

/// Derives an image's configuration from the history that the API returns.
fn config_from_history(layers: &[String], history: Vec<HistoryStep>) -> ImageConfig {
    let mut next = 0;
    let mut entry = |step: HistoryStep| {
        // An image may have the same layer several times.
        let offset = step.layer.and_then(|digest| layers[next..].iter().position(|layer| *layer == digest));
        let layer = offset.map(|offset| next + offset);
        next = layer.map_or(next, |layer| layer + 1);
        HistoryEntry { created_by: step.created_by, comment: step.comment, created: step.created, layer }
    };
    let history = history.into_iter().rev().map(&mut entry).collect();
    ImageConfig { image: String::new(), references: Vec::new(), layers: layers.to_vec(), history }
}

async fn download(cache: &Cache, archive: Incoming, expected: Option<u64>, report: &Report) -> Result<Contents> {
    let progress = report.clone();
    let mut read = 0;
    let chunks = chunks(archive).inspect(move |chunk| {
        read += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        report_progress(&progress, LayersPhase::Reading, read, expected);
    });
    let cache = cache.clone();
    pipe::read_stream(chunks, report, move |pipe| {
        archive::read(pipe, &cache, &|digest| cache.has_layer(&format!("sha256:{digest}")))
    })
    .await
}

fn chunks(body: Incoming) -> impl Stream<Item = Result<Bytes>> {
    BodyStream::new(body).filter_map(async |frame| match frame {
        Ok(frame) => frame.into_data().ok().map(Ok),
        Err(error) => Some(Err(Error::new(ErrorCode::EngineLost).with_message(error.to_string()))),
    })
}

pub(super) async fn archive(cache: &Cache, path: &Path, report: &Report) -> Result<Outcome> {
    report_progress(report, LayersPhase::Preparing, 0, None);
    let started = SystemTime::now();
    let images = {
        let (path, cache, report) = (path.to_owned(), cache.clone(), report.clone());
        blocking(move || read_file(path, &cache, report)).await??
    };
    let images = images.into_iter().map(|image| (image.image.clone(), image)).collect();
    let images = store_images(cache, images, started, report).await?;
    Ok(Outcome::Archive { images })
}

fn read_file(path: PathBuf, cache: &Cache, report: Report) -> Result<Vec<ImageConfig>> {
    let file = File::open(&path).map_err(file_failed(&path))?;
    let metadata = file.metadata().map_err(file_failed(&path))?;
    if !metadata.is_file() {
        return Err(Error::new(ErrorCode::FileFailed).with("path", path.display().to_string()));
    }
    let expected = metadata.len();
    let progress = report.clone();
    let mut read = 0;
    let on_read = Box::new(move |count| {
        read += count;
        report_progress(&progress, LayersPhase::Reading, read, Some(expected));
    });
    // The names of the layers in a file from anywhere are not trusted.
    let contents = archive::read(CancellableReader { reader: file, path, report, on_read }, cache, &|_| false)?;
    manifest::images(&contents)
}

/// Merges each image's layers, and stores the images in the cache.
async fn store_images(
    cache: &Cache,
    images: Vec<(String, ImageConfig)>,
    started: SystemTime,
    report: &Report,
) -> Result<Vec<String>> {
    report.progress(Progress::Layers(LayersProgress { phase: LayersPhase::Comparing, ..LayersProgress::default() }));
    let (cache, report) = (cache.clone(), report.clone());
    blocking(move || {
        for (id, image) in &images {
            store_image(&cache, id, image, &|| report.is_cancelled())?;
        }
        // What cannot be removed is removed next time.
        cache.trim(MAX_CACHE, started).unwrap_or_else(|error| tracing::warn!(%error, "could not trim the layer cache"));
        Ok(images.into_iter().map(|(id, _)| id).collect())
    })
    .await?
}

/// Merges an image's layers, all of which are cached, and stores the image in the cache.
pub(super) fn store_image(cache: &Cache, id: &str, image: &ImageConfig, is_cancelled: &dyn Fn() -> bool) -> Result<()> {
    if !cache.has_stack(&image.layers) {
        let folders: Vec<PathBuf> = image.layers.iter().filter_map(|layer| cache.layer(layer)).collect();
        let folder = cache.new_folder()?;
        stack::write(&folders, folder.path(), is_cancelled).inspect_err(|error| {
            if error.code == ErrorCode::FileFailed {
                cache.remove(&image.layers);
            }
        })?;
        cache.store_stack(folder, &image.layers)?;
    }
    cache.store_image(id, image)
}

async fn unless_cancelled<T>(report: &Report, work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        () = report.cancelled() => Err(Error::new(ErrorCode::Cancelled)),
        result = work => result,
    }
}

fn report_progress(report: &Report, phase: LayersPhase, read: u64, expected: Option<u64>) {
    // The archive's headers are not part of the expected size.
    let expected = expected.map(|expected| expected.max(read));
    report.progress(Progress::Layers(LayersProgress { phase, read, expected }));
}
