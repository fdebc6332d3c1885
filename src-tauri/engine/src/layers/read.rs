//! The job: an image's archive from the engine, or one on this machine, to what is remembered of it.

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
    failure::on_disk,
    manifest::{self, Described, Step},
    pipe::{self, Stoppable},
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

/// What is remembered at most; what was used longest ago goes first.
const REMEMBERED: u64 = 2 * 1024 * 1024 * 1024;

pub(super) async fn image(cache: &Cache, engine: &Engine, image: &str, report: &Report) -> Result<Outcome> {
    tell(report, LayersPhase::Preparing, 0, None);
    let started = SystemTime::now();
    let composed = images::rootfs(engine, image).await?;
    let id = composed.id.clone();
    let missing: Vec<&String> = composed.layers.iter().filter(|layer| !cache.has_layer(layer)).collect();
    let contents = if missing.is_empty() {
        Contents::default()
    } else {
        // The containerd store sends layers as they were pulled, so that nothing foretells how many bytes there are.
        let expected = (engine.info().store != ImageStore::Containerd).then_some(composed.size);
        let path = format!("/images/{id}/get");
        // Nothing is answered before the engine has prepared all of it.
        let archive = unless_cancelled(report, engine.body(Method::GET, &path, &[])).await?;
        receive(cache, archive, expected, report).await?
    };
    if let Some(layer) = composed.layers.iter().find(|layer| !cache.has_layer(layer)) {
        return Err(Error::new(ErrorCode::LayerMissing).with("layer", layer));
    }
    let known = || cache.remembered(&id).ok().filter(|known| known.layers == composed.layers);
    let described = match manifest::of_layers(&contents, &composed.layers).or_else(known) {
        Some(described) => described,
        // All layers are other images' as well: without an export there is no configuration, which alone is certain.
        None => by_history(&composed.layers, images::detail(engine, &id, &LayerColours::default()).await?.history),
    };
    let kept = vec![(id.clone(), described)];
    keep(cache, kept, started, report).await?;
    Ok(Outcome::Image { id, reference: None })
}

/// An image without its configuration: what the API tells of its history.
fn by_history(layers: &[String], history: Vec<HistoryStep>) -> Described {
    let mut next = 0;
    let mut step = |step: HistoryStep| {
        // The same layer may stand in several places.
        let place = step.layer.and_then(|digest| layers[next..].iter().position(|layer| *layer == digest));
        let layer = place.map(|place| next + place);
        next = layer.map_or(next, |layer| layer + 1);
        Step { created_by: step.created_by, comment: step.comment, created: step.created, layer }
    };
    let history = history.into_iter().rev().map(&mut step).collect();
    Described { image: String::new(), references: Vec::new(), layers: layers.to_vec(), history }
}

async fn receive(cache: &Cache, archive: Incoming, expected: Option<u64>, report: &Report) -> Result<Contents> {
    let told = report.clone();
    let mut read = 0;
    let chunks = chunks(archive).inspect(move |chunk| {
        read += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        tell(&told, LayersPhase::Reading, read, expected);
    });
    let cache = cache.clone();
    pipe::through(chunks, report, move |pipe| {
        archive::read(pipe, &cache, &|digest| cache.has_layer(&format!("sha256:{digest}")))
    })
    .await
}

fn chunks(body: Incoming) -> impl Stream<Item = Result<Bytes>> {
    BodyStream::new(body).filter_map(async |frame| match frame {
        Ok(frame) => frame.into_data().ok().map(Ok),
        Err(error) => Some(Err(Error::new(ErrorCode::EngineLost).saying(error.to_string()))),
    })
}

pub(super) async fn archive(cache: &Cache, path: &Path, report: &Report) -> Result<Outcome> {
    tell(report, LayersPhase::Preparing, 0, None);
    let started = SystemTime::now();
    let (path, of_cache, of_report) = (path.to_owned(), cache.clone(), report.clone());
    let images = blocking(move || {
        let file = File::open(&path).map_err(on_disk(&path))?;
        let metadata = file.metadata().map_err(on_disk(&path))?;
        if !metadata.is_file() {
            return Err(Error::new(ErrorCode::FileFailed).with("path", path.display().to_string()));
        }
        let expected = metadata.len();
        let told = of_report.clone();
        let mut read = 0;
        let told = Box::new(move |count| {
            read += count;
            tell(&told, LayersPhase::Reading, read, Some(expected));
        });
        // What somebody drops on the window is not believed how it names its layers.
        let contents = archive::read(Stoppable { reader: file, path, report: of_report, told }, &of_cache, &|_| false)?;
        manifest::images(&contents)
    })
    .await??;
    let kept = images.into_iter().map(|image| (image.image.clone(), image)).collect();
    let images = keep(cache, kept, started, report).await?;
    Ok(Outcome::Archive { images })
}

/// Lays each image's layers upon each other, and remembers all.
async fn keep(
    cache: &Cache,
    images: Vec<(String, Described)>,
    started: SystemTime,
    report: &Report,
) -> Result<Vec<String>> {
    report.progress(Progress::Layers(LayersProgress { phase: LayersPhase::Comparing, ..LayersProgress::default() }));
    let (cache, report) = (cache.clone(), report.clone());
    blocking(move || {
        for (id, image) in &images {
            keep_image(&cache, id, image, &|| report.is_cancelled())?;
        }
        // What cannot be removed is removed next time.
        cache.trim(REMEMBERED, started).unwrap_or_else(|error| tracing::warn!(%error, "old layers stay"));
        Ok(images.into_iter().map(|(id, _)| id).collect())
    })
    .await?
}

/// Lays an image's layers, which are all known, upon each other, and remembers it.
pub(super) fn keep_image(cache: &Cache, id: &str, image: &Described, is_cancelled: &dyn Fn() -> bool) -> Result<()> {
    if !cache.has_stack(&image.layers) {
        let folders: Vec<PathBuf> = image.layers.iter().filter_map(|layer| cache.layer(layer)).collect();
        let folder = cache.new_folder()?;
        stack::write(&folders, folder.path(), is_cancelled).inspect_err(|error| {
            if error.code == ErrorCode::FileFailed {
                cache.forget(&image.layers);
            }
        })?;
        cache.keep_stack(folder, &image.layers)?;
    }
    cache.keep_image(id, image)
}

async fn unless_cancelled<T>(report: &Report, work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::select! {
        () = report.cancelled() => Err(Error::new(ErrorCode::Cancelled)),
        result = work => result,
    }
}

fn tell(report: &Report, phase: LayersPhase, read: u64, expected: Option<u64>) {
    // Headers come on top of the layers that were foretold.
    let expected = expected.map(|expected| expected.max(read));
    report.progress(Progress::Layers(LayersProgress { phase, read, expected }));
}
