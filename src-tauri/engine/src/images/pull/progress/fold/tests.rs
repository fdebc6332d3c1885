use proptest::prelude::*;

use super::*;
use crate::images::PullDetail;

type Message<'a> = (&'a str, &'a str, Option<(i64, i64)>);

fn event(id: &str, status: &str, detail: Option<(i64, i64)>) -> PullEvent {
    PullEvent {
        id: id.to_owned(),
        status: status.to_owned(),
        progress_detail: detail.map(|(current, total)| PullDetail { current, total }),
        ..PullEvent::default()
    }
}

/// Applies messages one second apart and returns the lines.
fn fold(fold: &mut PullFold, events: &[Message<'_>]) -> Vec<String> {
    (0..)
        .zip(events)
        .filter_map(|(second, (id, status, detail))| {
            fold.apply(&event(id, status, *detail), Duration::from_secs(second))
        })
        .collect()
}

#[test]
fn the_final_status_completes_all_layers() {
    let mut pull = PullFold::new(ImageStore::Containerd);
    let messages = [
        ("aaa", "Already exists", None),
        ("bbb", "Downloading", Some((10, 100))),
        ("bbb", "Download complete", None),
        ("", "Status: Downloaded newer image for ubuntu:14.04", None),
    ];
    fold(&mut pull, &messages);
    let states: Vec<LayerState> = pull.progress(Duration::ZERO).layers.iter().map(|layer| layer.state).collect();
    assert_eq!(states, [LayerState::Exists, LayerState::Complete], "Docker 26 reports only the end of the whole");
}

#[test]
fn a_pull_prints_what_the_cli_prints() {
    let mut pull = PullFold::new(ImageStore::Classic);
    let lines = fold(
        &mut pull,
        &[
            ("14.04", "Pulling from library/ubuntu", None),
            ("aaa", "Already exists", None),
            ("bbb", "Pulling fs layer", Some((0, 0))),
            ("bbb", "Waiting", Some((0, 0))),
            ("bbb", "Downloading", Some((10, 100))),
            ("bbb", "Downloading", Some((100, 100))),
            ("bbb", "Verifying Checksum", Some((0, 0))),
            ("bbb", "Download complete", Some((0, 0))),
            ("bbb", "Extracting", Some((50, 100))),
            ("bbb", "Pull complete", Some((0, 0))),
            ("", "Digest: sha256:147", None),
            ("", "Status: Downloaded newer image for ubuntu:14.04", None),
        ],
    );
    assert_eq!(
        lines,
        [
            "14.04: Pulling from library/ubuntu",
            "aaa: Already exists",
            "bbb: Pulling fs layer",
            "bbb: Waiting",
            "bbb: Verifying Checksum",
            "bbb: Download complete",
            "bbb: Pull complete",
            "Digest: sha256:147",
            "Status: Downloaded newer image for ubuntu:14.04",
        ],
        "progress bars are not lines"
    );
    let progress = pull.progress(Duration::from_secs(12));
    assert_eq!(progress.percent, Some(100.0), "the engine reported the end");
    assert_eq!(progress.digest.as_deref(), Some("sha256:147"), "the digest is kept");
    assert_eq!(progress.status.as_deref(), Some("Downloaded newer image for ubuntu:14.04"), "and the status");
    let states: Vec<_> = progress.layers.iter().map(|layer| (layer.id.as_str(), layer.state)).collect();
    assert_eq!(states, [("aaa", LayerState::Exists), ("bbb", LayerState::Complete)], "the tag is not a layer");
}

#[test]
fn a_cut_download_does_not_count_as_done_and_resumes_where_it_was() {
    let mut pull = PullFold::new(ImageStore::Classic);
    let lines = fold(
        &mut pull,
        &[
            ("aaa", "Pulling fs layer", None),
            ("aaa", "Downloading", Some((40, 100))),
            // The connection is cut: the engine's reader is closed, and its last message reports the total.
            ("aaa", "Downloading", Some((100, 100))),
            ("aaa", "Retrying in 5 seconds", None),
            ("aaa", "Retrying in 4 seconds", None),
        ],
    );
    assert_eq!(lines, ["aaa: Pulling fs layer", "aaa: Retrying in 5 seconds"], "one line per retry");
    let layer = &pull.progress(Duration::from_secs(5)).layers[0];
    assert_eq!((layer.downloaded, layer.retry_in, layer.retries), (40, Some(4), 1), "the state between two attempts");
    // The next attempt fails before its first byte: only the seconds say that another countdown began.
    fold(&mut pull, &[("aaa", "Retrying in 1 second", None), ("aaa", "Retrying in 10 seconds", None)]);
    assert_eq!(pull.progress(Duration::from_secs(5)).layers[0].retries, 2, "each countdown is a retry");
    fold(&mut pull, &[("aaa", "Downloading", Some((10, 60)))]);
    let layer = &pull.progress(Duration::from_secs(6)).layers[0];
    assert_eq!((layer.downloaded, layer.download_total), (50, Some(100)), "60 bytes are left, so 40 were kept");
    assert_eq!(layer.retry_in, None, "the retry has started");
    fold(&mut pull, &[("aaa", "Download complete", None)]);
    assert_eq!(pull.progress(Duration::from_secs(7)).layers[0].downloaded, 100, "now it is complete");
}

#[test]
fn states_may_be_skipped() {
    let mut pull = PullFold::new(ImageStore::Classic);
    fold(&mut pull, &[("aaa", "Extracting", Some((32, 64))), ("bbb", "Pull complete", None)]);
    let progress = pull.progress(Duration::from_secs(2));
    assert_eq!(progress.layers[0].downloaded, 64, "a layer being extracted has been downloaded");
    assert_eq!(progress.layers[1].state, LayerState::Complete, "completion needs no state before it");
}

#[test]
fn the_containerd_store_counts_seconds() {
    let mut pull = PullFold::new(ImageStore::Containerd);
    let lines = fold(
        &mut pull,
        &[
            ("aaa", "Downloading", Some((5, 10))),
            ("aaa", "Download complete", None),
            ("aaa", "Extracting", Some((3, 0))),
        ],
    );
    let layer = &pull.progress(Duration::from_secs(3)).layers[0];
    assert_eq!(
        (layer.state, layer.extracted, layer.extract_total),
        (LayerState::Extracting, 0, None),
        "no bytes are known"
    );
    assert_eq!(lines, ["aaa: Download complete"], "a count of seconds is a progress bar");
}

#[test]
fn podmans_image_and_configuration_are_not_layers() {
    let mut pull = PullFold::new(ImageStore::Podman);
    fold(
        &mut pull,
        &[
            ("aaaaaaaaaaaa", "Pulling fs layer", None),
            ("aaaaaaaaaaaa", "Downloading", Some((5, 10))),
            ("0123456789ab", "Pulling fs layer", None),
            ("aaaaaaaaaaaa", "Download complete", None),
            ("0123456789ab", "Download complete", None),
            ("fedcba987654", "Download complete", None),
        ],
    );
    assert!(pull.progress(Duration::from_secs(7)).percent < Some(100.0), "not finished yet");
    pull.finish("sha256:0123456789abcdef", Some("sha256:d".to_owned()), "Image is up to date for a:1".to_owned());
    let progress = pull.progress(Duration::from_secs(8));
    let layers: Vec<_> = progress.layers.iter().map(|layer| (layer.id.as_str(), layer.state)).collect();
    assert_eq!(layers, [("aaaaaaaaaaaa", LayerState::Complete)], "neither the configuration nor the image is a layer");
    assert_eq!(progress.percent, Some(100.0), "the end of the stream is the end of the pull");
    assert_eq!(progress.digest.as_deref(), Some("sha256:d"), "the digest that the engine did not report");
}

#[test]
fn speed_is_measured_over_a_few_seconds() {
    let mut pull = PullFold::new(ImageStore::Classic);
    for second in 0..=10_u32 {
        let event = event("aaa", "Downloading", Some((i64::from(second) * 100, 10_000)));
        pull.apply(&event, Duration::from_secs(second.into()));
    }
    let progress = pull.progress(Duration::from_secs(10));
    assert_eq!(progress.speed, Some(100), "100 bytes were received each second");
    assert_eq!(progress.seconds_left, Some(90), "9000 bytes are left");
    let stalled = pull.progress(Duration::from_secs(20));
    assert_eq!(stalled.speed, Some(0), "nothing was received in the last seconds");
    assert_eq!(stalled.seconds_left, None, "so the time left is unknown");
}

#[test]
fn the_time_left_needs_all_sizes() {
    let mut pull = PullFold::new(ImageStore::Classic);
    fold(
        &mut pull,
        &[
            ("aaa", "Downloading", Some((10, 100))),
            ("aaa", "Downloading", Some((20, 100))),
            ("aaa", "Downloading", Some((30, 100))),
        ],
    );
    assert!(pull.progress(Duration::from_secs(3)).seconds_left.is_some(), "one layer, and its size is known");
    pull.apply(&event("bbb", "Waiting", None), Duration::from_secs(3));
    assert_eq!(pull.progress(Duration::from_secs(3)).seconds_left, None, "the size of a waiting layer is unknown");
}

#[test]
fn a_failure_is_read_from_either_field() {
    let parse = |json| serde_json::from_str::<PullEvent>(json).unwrap();
    let both = parse(r#"{"errorDetail":{"message":"no"},"error":"no"}"#);
    let plain = parse(r#"{"error":"no"}"#);
    let none = parse(r#"{"status":"Downloading","progressDetail":{"hidecounts":true}}"#);
    assert_eq!(
        (both.failure(), plain.failure(), none.failure()),
        (Some("no"), Some("no"), None),
        "the engine's message"
    );
    assert_eq!(none.bytes(), None, "hidden counts have no bytes");
}

fn any_event() -> impl Strategy<Value = PullEvent> {
    let status = prop::sample::select(vec![
        "Pulling from library/ubuntu",
        "Pulling fs layer",
        "Waiting",
        "Downloading",
        "Verifying Checksum",
        "Download complete",
        "Extracting",
        "Pull complete",
        "Already exists",
        "Retrying in 5 seconds",
        "Status: Downloaded newer image",
    ]);
    (0..4_u8, status, proptest::option::of((-5..1000_i64, -5..1000_i64)))
        .prop_map(|(layer, status, detail)| event(&format!("layer{layer}"), status, detail))
}

proptest! {
    #[test]
    fn the_percentage_never_decreases(
        events in prop::collection::vec((any_event(), 0..3000_u64), 1..120),
        store in prop::sample::select(vec![ImageStore::Classic, ImageStore::Containerd, ImageStore::Podman]),
    ) {
        let mut pull = PullFold::new(store);
        let mut at = Duration::ZERO;
        let mut before = None;
        for (event, pause) in events {
            at += Duration::from_millis(pause);
            pull.apply(&event, at);
            let progress = pull.progress(at);
            prop_assert!(progress.percent >= before, "the percentage fell from {before:?} to {:?}", progress.percent);
            prop_assert!(
                progress.percent.is_none_or(|percent| (0.0..=100.0).contains(&percent)),
                "a percentage: {:?}", progress.percent
            );
            for layer in &progress.layers {
                prop_assert!(layer.download_total.is_none_or(|total| layer.downloaded <= total), "at most the total: {layer:?}");
                prop_assert!(layer.extract_total.is_none_or(|total| layer.extracted <= total), "at most the total: {layer:?}");
            }
            before = progress.percent;
        }
        pull.finish("sha256:0", None, String::new());
        prop_assert_eq!(pull.progress(at).percent, Some(100.0), "100 at the end");
    }
}
