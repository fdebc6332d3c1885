//! Reading what the window shows.

use std::path::PathBuf;

use serde_json::json;

use crate::{Result, Window, driver::binary, ui};

impl Window {
    /// The value of a field.
    pub async fn value(&self, testid: &str) -> Result<String> {
        Ok(self.find(testid).await?.prop("value").await?.unwrap_or_default())
    }

    /// The visible text of an element.
    pub async fn text(&self, testid: &str) -> Result<String> {
        Ok(self.find(testid).await?.text().await?)
    }

    /// Whether the element that has the focus matches this CSS.
    pub async fn has_focus(&self, css: &str) -> Result<bool> {
        let script = "return document.activeElement?.matches(arguments[0]) ?? false";
        Ok(self.script(script, vec![json!(css)]).await? == true)
    }

    pub(super) async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent.trim())";
        Ok(serde_json::from_value(self.script(script, vec![json!(css)]).await?)?)
    }

    /// The violations that axe-core finds on the page as it is now.
    pub async fn axe(&self) -> Result<Vec<String>> {
        if self.script("return 'axe' in window", vec![]).await? == false {
            let axe = std::fs::read_to_string(ui().join("node_modules/axe-core/axe.min.js"))?;
            self.script(&axe, vec![]).await?;
        }
        let script = "const done = arguments[0];
            axe.run(document, { preload: false, resultTypes: ['violations'] }).then(({ violations }) => done(
                violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) =>
                    `${id}: ${html.slice(0, 200)} ${failureSummary}`))), (error) => done([String(error)]))";
        Ok(serde_json::from_value(self.script_async(script, vec![]).await?)?)
    }

    /// Saves a screenshot of the window as `target/e2e/<name>.png`.
    pub async fn screenshot(&self, name: &str) -> Result {
        // Two frames later the page as it is now has been painted, not the frame before.
        let painted = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))";
        self.script_async(painted, vec![]).await?;
        let folder = screenshots()?;
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await?)?)
    }
}

fn screenshots() -> Result<PathBuf> {
    let binary = binary()?;
    Ok(binary.ancestors().nth(2).ok_or("the binary is not in a target folder")?.join("e2e"))
}
