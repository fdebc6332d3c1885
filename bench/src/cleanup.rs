//! Clean-up: plans over thousands of images, and the picture of them.

use std::{sync::Arc, time::Instant};

use bollard::query_parameters::ListImagesOptions;
use futures_util::{StreamExt, TryStreamExt, stream};
use slipway_e2e::Result;
use slipway_engine::{
    Session,
    connect::{Engine, Environment},
    wire::{CleanupChoice, Endpoint, EndpointSource, Update},
};
use slipway_lab::{Lab, LabOptions, data};

use crate::{
    engine::milliseconds,
    figures::{Row, Series},
    work::{open, run_in_page},
};

/// The number of images to plan for, and of layers that each has of its own.
const IMAGES: usize = 5_000;
const OWN_LAYERS: usize = 4;
/// The number of images in one archive, which is built in memory.
const BATCH: usize = 500;
/// How many requests the app sends concurrently; the bare requests do the same.
const REQUESTS: usize = 8;
const FIRST_PLANS: usize = 3;
const CHANGES: usize = 20;

/// The number of images in the picture.
const PICTURE_IMAGES: usize = 2_000;
const OPENINGS: usize = 5;

/// Measures the first plan, which inspects every image, and the plan after each further selected image.
pub async fn plan() -> Result<[Row; 2]> {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    for first in (0..IMAGES).step_by(BATCH) {
        data::many_apart(&docker, first..first + BATCH, OWN_LAYERS).await?;
    }
    let mut first = Series::new("app", "ms");
    let mut bare = Series::new("the engine's own answers", "ms");
    let mut updated = Series::new("app", "ms");
    for number in 0..FIRST_PLANS {
        // The two take turns at being first.
        for by_app in [number % 2 == 0, number % 2 == 1] {
            if !by_app {
                bare.values.push(inspect_all(&lab.docker_host()).await?);
                continue;
            }
            let (session, images) = start_session(&lab.docker_host()).await?;
            let start = Instant::now();
            session.layer_forest(|_, _| ()).await?;
            session.plan(&CleanupChoice { images: images[..1].to_vec(), ..CleanupChoice::default() }).await?;
            first.values.push(milliseconds(start));
            if number == 0 {
                // Half of the images are selected, then one more each time.
                for more in 0..CHANGES {
                    let images = images[..IMAGES / 2 + more].to_vec();
                    let choice = CleanupChoice { only_here: images.clone(), images, ..CleanupChoice::default() };
                    let start = Instant::now();
                    let plan = session.plan(&choice).await?;
                    updated.values.push(milliseconds(start));
                    if plan.items.len() != choice.images.len() {
                        return Err("the plan does not contain the selected images".into());
                    }
                }
            }
        }
    }
    let name = "first plan over 5,000 images of 20,000 layers ÷ the engine's answers to the same questions";
    Ok([
        Row::ratio(name, "1.2", first, bare),
        Row { name: "its plan anew after one tick, 2,500 ticked", aim: "16 ms", value: updated, parts: Vec::new() },
    ])
}

/// Starts a session and waits until it has listed the images; returns their IDs too.
async fn start_session(docker_host: &str) -> Result<(Arc<Session>, Vec<String>)> {
    let environment = Environment {
        docker_host: Some(docker_host.to_owned()),
        docker_context: None,
        data_folder: None,
        cache_folder: None,
        ..Environment::from_environment()
    };
    let session = Arc::new(Session::start(environment));
    let listed = session.updates().any(|update| async move {
        matches!(update, Update::Inventory { inventory } if inventory.loaded && inventory.images.len() == IMAGES)
    });
    if !listed.await {
        return Err("the images were not listed".into());
    }
    let mut images: Vec<String> = session.inventory().with(|contents| contents.images.keys().cloned().collect());
    images.sort();
    Ok((session, images))
}

/// Sends the requests of a first plan and discards the responses.
async fn inspect_all(docker_host: &str) -> Result<f64> {
    let engine = Engine::connect(Endpoint {
        address: docker_host.to_owned(),
        source: EndpointSource::DockerHost,
        name: String::new(),
        tls: None,
    })
    .await?;
    let docker = engine.docker();
    let images = docker.list_images(None::<ListImagesOptions>).await?;
    let start = Instant::now();
    stream::iter(images)
        .map(|image| async move {
            docker.inspect_image(&image.id).await?;
            docker.image_history(&image.id).await
        })
        .buffer_unordered(REQUESTS)
        .try_for_each(|_| async { Ok(()) })
        .await?;
    Ok(milliseconds(start))
}

/// Measures the picture's first paint and its frames while it is zoomed.
pub async fn picture() -> Result<[Row; 2]> {
    let lab = Lab::start(LabOptions::default()).await?;
    data::many_sharing(&lab.docker(), PICTURE_IMAGES).await?;
    let mut painted = Series::new("app", "ms");
    let mut frames = Series::new("app", "ms");
    for _ in 0..OPENINGS {
        let window = open(&lab).await?;
        let taken = run_in_page(&window, include_str!("page/picture.js"), vec![]).await?;
        painted.values.push(serde_json::from_value(taken)?);
        let times = run_in_page(&window, include_str!("page/zoom.js"), vec![]).await?;
        frames.values.extend(serde_json::from_value::<Vec<f64>>(times)?);
        window.close().await?;
    }
    Ok([
        Row {
            name: "clean-up picture of 2,000 images: click to first paint, all of them read",
            aim: "",
            value: painted,
            parts: Vec::new(),
        },
        Row { name: "a frame of it while it is zoomed", aim: "16 ms", value: frames, parts: Vec::new() },
    ])
}
