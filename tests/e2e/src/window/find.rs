//! Finding elements by their `data-testid`.

use fantoccini::{Locator, elements::Element};

use crate::{Result, Window};

impl Window {
    /// Waits for the visible element with this `data-testid`.
    pub async fn find(&self, testid: &str) -> Result<Element> {
        self.find_with(testid, "").await
    }

    /// Waits for the visible element with this `data-testid`; `rest` is CSS that narrows the selector down.
    pub async fn find_with(&self, testid: &str, rest: &str) -> Result<Element> {
        let css = selector(testid, rest);
        self.until(format!("{css} is shown"), || async {
            for element in self.elements(&css).await? {
                if element.is_displayed().await.unwrap_or(false) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Returns all elements with this `data-testid` that exist now.
    pub async fn all(&self, testid: &str, rest: &str) -> Result<Vec<Element>> {
        self.elements(&selector(testid, rest)).await
    }

    async fn elements(&self, css: &str) -> Result<Vec<Element>> {
        loop {
            match self.client.find_all(Locator::Css(css)).await {
                // An element was removed while the driver made its list.
                Err(error) if error.is_stale_element_reference() => {}
                found => return Ok(found?),
            }
        }
    }
}

fn selector(testid: &str, rest: &str) -> String {
    format!("[data-testid=\"{testid}\"]{rest}")
}
