//! Ten thousand images.

use serde_json::{Value, json};
use slipway_e2e::{Result, Surroundings, Window};
use slipway_lab::{Lab, LabOptions, data};

const IMAGES: usize = 10_000;
/// So many of them have names.
const NAMED: usize = 1_000;
/// More rows than this are not in the page at any time; a window of 1000 pixels shows about 25.
const FEW: u64 = 200;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_images_scroll_and_filter() -> Result {
    let lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    data::many(&docker, NAMED).await?;
    data::many_dangling(&docker, IMAGES - NAMED).await?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find("image-row").await?;
    window.find_with("images-table", &format!("[aria-rowcount='{}']", IMAGES + 1)).await?;
    sort_by_name(&window).await?;

    let seen = scroll_to_the_end(&window).await?;
    assert!(seen["most"].as_u64().is_some_and(|most| most < FEW), "only rows in sight are in the page: {seen}");
    assert!(seen["blank"] == 0, "no frame of the way shows an empty table: {seen}");
    window.find_with("image-row", &format!("[aria-rowindex='{}']", IMAGES + 1)).await?;
    window.picture("many-end").await?;

    window.fill("images-filter", "many-0042").await?;
    window.until_count("image-row", "", 10).await?;
    window.find_with("image-row", "[data-reference='slipway-lab/many-00427:v7']").await?;
    window.picture("many-filtered").await?;
    window.fill("images-filter", "").await?;
    window.find_with("images-table", &format!("[aria-rowcount='{}']", IMAGES + 1)).await?;

    docker.run(&["rmi", "slipway-lab/many-00000:v0"]).await?;
    window.find_with("images-table", &format!("[aria-rowcount='{IMAGES}']")).await?;
    window.close().await
}

/// Names from the last to the first, what has none at the end.
async fn sort_by_name(window: &Window) -> Result {
    for order in ["ascending", "descending"] {
        window.click_with("images-table", " [role=columnheader]:nth-child(2) button").await?;
        window.find_with("images-table", &format!(" [role=columnheader]:nth-child(2)[aria-sort={order}]")).await?;
    }
    let last = NAMED - 1;
    let first = format!("[data-reference='slipway-lab/many-{last:05}:v{}'][aria-rowindex='2']", last % 10);
    window.find_with("image-row", &first).await.map(drop)
}

/// Scrolls from the first row to the last within a hundred frames; tells the most rows that were in the page and the
/// frames without any in sight.
async fn scroll_to_the_end(window: &Window) -> Result<Value> {
    let script = "const [frames, done] = arguments;
        const table = document.querySelector('[data-testid=images-table]');
        const end = table.scrollHeight - table.clientHeight;
        const seen = { most: 0, blank: 0 };
        let frame = 0;
        function look() {
            const box = table.getBoundingClientRect();
            const rows = [...table.querySelectorAll('[data-testid=image-row]')];
            const sight = rows.filter((row) => row.getBoundingClientRect().bottom > box.top + 33
                && row.getBoundingClientRect().top < box.bottom);
            seen.most = Math.max(seen.most, rows.length);
            if (sight.length === 0) seen.blank += 1;
        }
        function step() {
            if (frame > 0) look();
            if (frame === frames) return done(seen);
            frame += 1;
            table.scrollTop = end * frame / frames;
            requestAnimationFrame(step);
        }
        table.scrollTop = 0;
        requestAnimationFrame(step)";
    window.script_async(script, vec![json!(100)]).await
}
