//! Clicking and moving the pointer.

use std::{cell::Cell, time::Instant};

use fantoccini::{
    actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
};
use tokio::task::spawn_blocking;

use super::wait::TIMEOUT;
use crate::{
    Result, Window, display,
    drag::{DragEnd, Dragged, drag},
};

/// Whether another element may cover the point that the pointer moves to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covered {
    Allowed,
    Refused,
}

impl Window {
    /// Clicks the element with this `data-testid` once it can be clicked.
    pub async fn click(&self, testid: &str) -> Result {
        self.click_with(testid, "").await
    }

    /// Clicks the element that [`Window::find_with`] finds once it can be clicked and no longer moves: a dialog whose
    /// content has just changed would move away under the pointer.
    pub async fn click_with(&self, testid: &str, rest: &str) -> Result {
        let script = "const { left, top } = arguments[0].getBoundingClientRect();
            return [Math.round(left), Math.round(top)]";
        let last = Cell::new(None);
        self.until(format!("{testid}{rest} can be clicked"), || async {
            let element = self.find_with(testid, rest).await?;
            let place = self.script(script, vec![serde_json::to_value(&element)?]).await.ok();
            let place: Option<(i64, i64)> = place.and_then(|place| serde_json::from_value(place).ok());
            let moves = last.replace(place) != place;
            // A button with the focus is `aria-disabled` where it would otherwise be disabled.
            let ignores_clicks = element.attr("aria-disabled").await.ok().flatten().as_deref() == Some("true");
            if moves || ignores_clicks || !element.is_enabled().await.unwrap_or(false) {
                return Ok(None);
            }
            let clicked = self.click_element(&element).await.ok();
            if clicked.is_none() {
                // Something may cover it for a moment, it may be rendered again, or be at an edge, beneath a scrollbar.
                let script = "arguments[0].scrollIntoView({ block: 'center', inline: 'center' })";
                self.script(script, vec![serde_json::to_value(&element)?]).await.ok();
            }
            Ok(clicked)
        })
        .await
    }

    /// Clicks an element if nothing covers its centre.
    async fn click_element(&self, element: &Element) -> Result {
        let unscaled = (display::scale()? - 1.0).abs() < f64::EPSILON;
        if unscaled {
            return Ok(element.click().await?);
        }
        // WebKitWebDriver's own click takes the page's pixels for the window's.
        let script = "const [element] = arguments;
            const { left, top, width, height } = element.getBoundingClientRect();
            const [x, y] = [left + width / 2, top + height / 2];
            return element.contains(document.elementFromPoint(x, y)) ? [x, y] : null";
        let centre = self.script(script, vec![serde_json::to_value(element)?]).await?;
        let (x, y) = serde_json::from_value::<Option<(f64, f64)>>(centre)?.ok_or("something covers the element")?;
        self.press(x, y).await
    }

    async fn press(&self, x: f64, y: f64) -> Result {
        let press = pointer_at(x, y)?
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        Ok(self.client.perform_actions(press).await?)
    }

    /// Presses the pointer at the centre of an element, whichever element of the page receives the press.
    pub async fn press_at(&self, testid: &str, rest: &str) -> Result {
        let (x, y) = self.centre(testid, rest, Covered::Allowed).await?;
        self.press(x, y).await
    }

    /// Moves the pointer to the centre of an element, once nothing covers it.
    pub async fn point_at(&self, testid: &str, rest: &str) -> Result {
        let (x, y) = self.centre(testid, rest, Covered::Refused).await?;
        Ok(self.client.perform_actions(pointer_at(x, y)?).await?)
    }

    /// Drags something from another program to the centre of an element and drops it there.
    pub async fn drag_to(&self, testid: &str, rest: &str, what: &Dragged) -> Result<DragEnd> {
        let (x, y) = self.centre(testid, rest, Covered::Allowed).await?;
        let scale = display::scale()?;
        let pid = self.driver.app().ok_or("the app has ended")?.as_raw_nonzero().get();
        let point = ((x * scale) as i16, (y * scale) as i16);
        let (what, pid, deadline) = (what.clone(), pid.try_into()?, Instant::now() + TIMEOUT);
        spawn_blocking(move || drag(&what, pid, point, deadline)).await?
    }

    /// The centre of an element, or of its first line if it spans several; scrolled into view if something covers it.
    async fn centre(&self, testid: &str, rest: &str, covered: Covered) -> Result<(f64, f64)> {
        let script = "const [element, needsPointer] = arguments;
            const centre = () => {
                const box = element.getClientRects()[0];
                return box && [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
            };
            const isReached = (point) => point && element.contains(document.elementFromPoint(...point));
            if (isReached(centre())) return centre();
            element.scrollIntoView({ block: 'center', inline: 'center' });
            return !needsPointer || isReached(centre()) ? centre() : null";
        // The pointer would miss an element that still moves, such as a dialog after the window was resized.
        let last = Cell::new(None);
        self.until(format!("{testid}{rest} is visible and no longer moves"), || async {
            let element = self.find_with(testid, rest).await?;
            let arguments = vec![serde_json::to_value(&element)?, (covered == Covered::Refused).into()];
            let now: Option<(f64, f64)> = serde_json::from_value(self.script(script, arguments).await?)?;
            Ok(now.filter(|now| last.replace(Some(*now)) == Some(*now)))
        })
        .await
    }
}

/// Moves the pointer to a point of the page.
fn pointer_at(x: f64, y: f64) -> Result<MouseActions> {
    let scale = display::scale()?;
    let (x, y) = (x * scale, y * scale);
    Ok(MouseActions::new("pointer".to_owned()).then(PointerAction::MoveTo { duration: None, x, y }))
}
