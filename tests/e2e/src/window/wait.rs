//! Waiting for conditions, never for a span of time.

use std::{future::Future, time::Duration};

use serde_json::json;
use tokio::time::{error::Elapsed, interval, timeout};

use crate::{Result, Window};

/// How long a condition may take to hold; an engine on a busy machine is slow at times.
pub(super) const TIMEOUT: Duration = Duration::from_secs(45);
/// How often a condition is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Waits until the condition holds.
pub(crate) async fn poll(holds: impl Fn() -> bool) -> std::result::Result<(), Elapsed> {
    let polling = async {
        let mut ticks = interval(POLL_INTERVAL);
        while !holds() {
            ticks.tick().await;
        }
    };
    timeout(TIMEOUT, polling).await
}

impl Window {
    /// Calls `check` repeatedly until it returns something; `what` names the condition if it never holds.
    pub async fn until<T, F>(&self, what: impl Into<String>, mut check: impl FnMut() -> F) -> Result<T>
    where
        F: Future<Output = Result<Option<T>>>,
    {
        let polling = async {
            let mut ticks = interval(POLL_INTERVAL);
            loop {
                ticks.tick().await;
                if let Some(found) = check().await? {
                    return Ok(found);
                }
            }
        };
        match timeout(TIMEOUT, polling).await {
            Ok(found) => found,
            Err(_) => {
                self.screenshot("failed").await?;
                Err(format!("timed out waiting for: {}", what.into()).into())
            }
        }
    }

    /// Waits until this many elements match.
    pub async fn until_count(&self, testid: &str, rest: &str, count: usize) -> Result {
        self.until(format!("there are {count} of {testid}{rest}"), || async {
            Ok((self.all(testid, rest).await?.len() == count).then_some(()))
        })
        .await
    }

    /// Waits until an element's text contains `part`, and returns the text.
    pub async fn until_text(&self, testid: &str, part: &str) -> Result<String> {
        let waiting = self.until(format!("{testid} contains {part:?}"), || async {
            let text = self.text(testid).await?;
            Ok(text.contains(part).then_some(text))
        });
        match waiting.await {
            Ok(text) => Ok(text),
            Err(error) => Err(format!("{error}; it contains {:?}", self.text(testid).await).into()),
        }
    }

    /// Waits until an element contains `part`, also where WebDriver has no text for it because it is truncated.
    pub async fn until_contains(&self, testid: &str, part: &str) -> Result {
        let script = "return document.querySelector(arguments[0])?.textContent ?? ''";
        let css = json!(format!("[data-testid=\"{testid}\"]"));
        let reading = self.until(format!("{testid} contains {part:?}"), || async {
            let text = self.script(script, vec![css.clone()]).await?;
            Ok(text.as_str().is_some_and(|text| text.contains(part)).then_some(()))
        });
        reading.await
    }

    /// Waits until the command line within the element `within` (the whole window if empty) reads `command`.
    pub async fn until_command(&self, within: &str, command: &str) -> Result {
        let css = match within {
            "" => "[data-testid=command-line]".to_owned(),
            _ => format!("[data-testid=\"{within}\"] [data-testid=command-line]"),
        };
        let reading = self.until(format!("the command reads {command:?}"), || async {
            let texts = self.texts(&css).await?;
            Ok(texts.iter().any(|text| text == command).then_some(()))
        });
        match reading.await {
            Ok(()) => Ok(()),
            Err(error) => Err(format!("{error}; it reads {:?}", self.texts(&css).await?).into()),
        }
    }

    /// Waits until the field, found by CSS, is described by a problem with this code, and returns the problem's text.
    /// What counts is what a screen reader takes as the field's description.
    pub async fn until_problem(&self, field: &str, code: &str) -> Result<String> {
        let script = "const described = document.querySelector(arguments[0])?.getAttribute('aria-describedby') ?? '';
            const parts = described.split(' ').map((id) => document.getElementById(id)).filter(Boolean);
            const problems = parts.flatMap((part) => [...part.querySelectorAll(`[data-code=\"${arguments[1]}\"]`)]);
            return problems[0]?.textContent.trim() ?? null";
        self.until(format!("{field} is described by {code}"), || async {
            let found = self.script(script, vec![json!(field), json!(code)]).await?;
            Ok(found.as_str().map(str::to_owned))
        })
        .await
    }
}
