//! Ten thousand images.

use serde_json::{Value, json};
use slipway_e2e::{Result, Surroundings, Window};
use slipway_lab::{Lab, LabOptions, data};

const IMAGES: usize = 10_000;
/// More rows than this are not in the page at any time; a window of 1000 pixels shows about 25.
const FEW: u64 = 200;
/// The longest that a frame may keep the next one waiting while rows fly past, on a machine without a graphics card.
const SMOOTH: f64 = 250.0;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_images_scroll_and_filter() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    data::many(&docker, IMAGES).await?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find("image-row").await?;
    window.find_with("images-table", &format!("[aria-rowcount='{}']", IMAGES + 1)).await?;
    sort_by_name(&window).await?;

    let seen = scroll_to_the_end(&window).await?;
    assert!(seen["most"].as_u64().is_some_and(|most| most < FEW), "only rows in sight are in the page: {seen}");
    assert!(seen["blank"] == 0, "no frame of the way shows an empty table: {seen}");
    assert!(seen["longest"].as_f64().is_some_and(|longest| longest < SMOOTH), "the way is smooth: {seen}");
    window.find_with("image-row", "[data-reference='slipway-lab/many-09999:v9']").await?;
    window.picture("many-end").await?;

    window.fill("images-filter", "many-0420").await?;
    window.until_count("image-row", "", 10).await?;
    window.find_with("image-row", "[data-reference='slipway-lab/many-04207:v7']").await?;
    window.picture("many-filtered").await?;
    window.fill("images-filter", "").await?;
    window.find_with("images-table", &format!("[aria-rowcount='{}']", IMAGES + 1)).await?;

    docker.run(&["rmi", "slipway-lab/many-00000:v0"]).await?;
    window.find_with("images-table", &format!("[aria-rowcount='{IMAGES}']")).await?;
    window.close().await
}

async fn sort_by_name(window: &Window) -> Result {
    let first = "[data-reference='slipway-lab/many-00000:v0'][aria-rowindex='2']";
    window
        .until("the first by name comes first", || async {
            if !window.all("image-row", first).await?.is_empty() {
                return Ok(Some(()));
            }
            window.click_with("images-table", " [role=columnheader]:nth-child(2) button").await?;
            Ok(None)
        })
        .await
}

/// Scrolls from the first row to the last within a hundred frames; tells the most rows that were in the page, the frames
/// without any in sight, and the longest frame in milliseconds.
async fn scroll_to_the_end(window: &Window) -> Result<Value> {
    let script = "const [table, frames, done] = [document.querySelector('[data-testid=images-table]'), ...arguments];
        const seen = { most: 0, blank: 0, longest: 0 };
        let frame = 0, before = performance.now();
        function look() {
            const box = table.getBoundingClientRect();
            const rows = [...table.querySelectorAll('[data-testid=image-row]')];
            const sight = rows.filter((row) => row.getBoundingClientRect().bottom > box.top + 33
                && row.getBoundingClientRect().top < box.bottom);
            seen.most = Math.max(seen.most, rows.length);
            if (sight.length === 0) seen.blank += 1;
        }
        function step(now) {
            if (frame > 0) { look(); seen.longest = Math.max(seen.longest, now - before); }
            before = now;
            if (frame === frames) return done(seen);
            frame += 1;
            table.scrollTop = (table.scrollHeight - table.clientHeight) * frame / frames;
            requestAnimationFrame(step);
        }
        table.scrollTop = 0;
        requestAnimationFrame(step)";
    window.script_async(script, vec![json!(100)]).await
}
