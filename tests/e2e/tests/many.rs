//! Ten thousand images.

use serde_json::{Value, json};
use slipway_e2e::{Environment, Result, Window};
use slipway_lab::{Lab, LabOptions, data};

const IMAGES: usize = 10_000;
/// The number of images with names.
const NAMED: usize = 1_000;
/// The upper limit of rows in the page; a window of 1000 pixels shows about 25.
const MAX_ROWS: u64 = 200;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_images_scroll_and_filter() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    data::many(&docker, NAMED).await?;
    data::many_dangling(&docker, IMAGES - NAMED).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find("image-row").await?;
    window.find_with("images-table", &format!("[aria-rowcount='{}']", IMAGES + 1)).await?;
    sort_by_name(&window).await?;

    let observed = scroll_to_the_end(&window).await?;
    assert!(
        observed["most"].as_u64().is_some_and(|most| most < MAX_ROWS),
        "only rows near the viewport are in the page: {observed}"
    );
    assert!(observed["blank"] == 0, "no frame shows an empty table: {observed}");
    window.find_with("image-row", &format!("[aria-rowindex='{}']", IMAGES + 1)).await?;
    window.screenshot("many-end").await?;

    window.fill("images-filter", "many-0042").await?;
    window.until_count("image-row", "", 10).await?;
    window.find_with("image-row", "[data-reference='slipway-lab/many-00427:v7']").await?;
    window.screenshot("many-filtered").await?;
    window.fill("images-filter", "").await?;
    window.find_with("images-table", &format!("[aria-rowcount='{}']", IMAGES + 1)).await?;

    docker.run(&["rmi", "slipway-lab/many-00000:v0"]).await?;
    window.find_with("images-table", &format!("[aria-rowcount='{IMAGES}']")).await?;
    window.close().await
}

/// Sorts by name in descending order, images without a name last.
async fn sort_by_name(window: &Window) -> Result {
    for order in ["ascending", "descending"] {
        window.click_with("images-table", " [role=columnheader]:nth-child(2) button").await?;
        window.find_with("images-table", &format!(" [role=columnheader]:nth-child(2)[aria-sort={order}]")).await?;
    }
    let last = NAMED - 1;
    let first = format!("[data-reference='slipway-lab/many-{last:05}:v{}'][aria-rowindex='2']", last % 10);
    window.find_with("image-row", &first).await.map(drop)
}

/// Scrolls from the first row to the last in a hundred frames; returns the maximum number of rows in the page and the
/// number of frames without a visible row.
async fn scroll_to_the_end(window: &Window) -> Result<Value> {
    let script = "const [frames, done] = arguments;
        const table = document.querySelector('[data-testid=images-table]');
        const end = table.scrollHeight - table.clientHeight;
        const observed = { most: 0, blank: 0 };
        let frame = 0;
        function observe() {
            const box = table.getBoundingClientRect();
            const rows = [...table.querySelectorAll('[data-testid=image-row]')];
            const visible = rows.filter((row) => row.getBoundingClientRect().bottom > box.top + 33
                && row.getBoundingClientRect().top < box.bottom);
            observed.most = Math.max(observed.most, rows.length);
            if (visible.length === 0) observed.blank += 1;
        }
        function step() {
            if (frame > 0) observe();
            if (frame === frames) return done(observed);
            frame += 1;
            table.scrollTop = end * frame / frames;
            requestAnimationFrame(step);
        }
        table.scrollTop = 0;
        requestAnimationFrame(step)";
    window.script_async(script, vec![json!(100)]).await
}
