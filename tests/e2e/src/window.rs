use std::{cell::Cell, future::Future, path::PathBuf, time::Duration};

use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    elements::Element,
    key::Key,
};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Signal, kill_process, test_kill_process};
use serde_json::{Value, json};

use crate::{
    Result,
    driver::{Driver, Rights, Start, Surroundings, binary},
    ui,
};

/// How long a thing may take to come about; an engine on a busy machine is slow at times.
const PATIENCE: Duration = Duration::from_secs(45);
/// How often it is looked for.
const GLANCE: Duration = Duration::from_millis(50);

/// Whether an element may be covered by another one where the pointer goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Covered {
    Allowed,
    Refused,
}

/// The app's window.
pub struct Window {
    client: Client,
    driver: Driver,
}

impl Window {
    /// Starts the app and waits until its page stands.
    ///
    /// # Errors
    /// When the app cannot be started.
    pub async fn open(surroundings: Surroundings) -> Result<Self> {
        Self::begin(surroundings, Rights::Own, Start::Later).await
    }

    /// The same with the rights that are told.
    ///
    /// # Errors
    /// When the app cannot be started.
    pub async fn open_with(surroundings: Surroundings, rights: Rights) -> Result<Self> {
        Self::begin(surroundings, rights, Start::Later).await
    }

    /// The same as somebody does who has never started it.
    ///
    /// # Errors
    /// When the app cannot be started.
    pub async fn open_first(surroundings: Surroundings) -> Result<Self> {
        Self::begin(surroundings, Rights::Own, Start::First).await
    }

    /// As [`Window::open`], with further environment variables.
    ///
    /// # Errors
    /// When the app cannot be started.
    pub async fn open_in(surroundings: Surroundings, environment: &[(&str, &str)]) -> Result<Self> {
        Self::drive(Driver::start(&surroundings, Rights::Own, Start::Later, environment).await?).await
    }

    async fn begin(surroundings: Surroundings, rights: Rights, start: Start) -> Result<Self> {
        Self::drive(Driver::start(&surroundings, rights, start, &[]).await?).await
    }

    async fn drive(driver: Driver) -> Result<Self> {
        let options = json!({ "binary": binary()?, "args": [] });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities([("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect());
        let client = tokio::time::timeout(PATIENCE, builder.connect(&driver.address()))
            .await
            .map_err(|_| "the app does not let itself be driven")??;
        let window = Self { client, driver };
        window.find("engine-status").await?;
        Ok(window)
    }

    /// Closes it, and waits until the app has ended: one that starts before would hand over to it and go.
    ///
    /// # Errors
    /// When it is gone already, or stays.
    pub async fn close(self) -> Result {
        let app = self.driver.app();
        self.client.clone().close().await?;
        let ending = async {
            let mut again = tokio::time::interval(GLANCE);
            while app.is_some_and(|app| test_kill_process(app).is_ok()) {
                again.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, ending).await.map_err(|_| "the app does not end".into())
    }

    /// Sends the app a signal, as a terminal or a logout does, and waits until it has ended, and with it all that it had
    /// started.
    ///
    /// # Errors
    /// When it is gone already, or something stays.
    pub async fn end_by(self, signal: Signal) -> Result {
        let started = self.driver.processes();
        if started.len() < 2 {
            return Err("the processes of the app's page are not seen".into());
        }
        kill_process(self.driver.app().ok_or("the app has ended already")?, signal)?;
        let left = || started.iter().filter(|process| process.is_running()).collect::<Vec<_>>();
        let ending = async {
            let mut again = tokio::time::interval(GLANCE);
            while !left().is_empty() {
                again.tick().await;
            }
        };
        tokio::time::timeout(PATIENCE, ending).await.map_err(|_| format!("these do not end: {:?}", left()).into())
    }

    /// Waits for the visible element with this `data-testid`, `rest` narrowing it down as CSS does.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find_with(&self, testid: &str, rest: &str) -> Result<Element> {
        let css = format!("[data-testid=\"{testid}\"]{rest}");
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

    /// See [`Window::find_with`].
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find(&self, testid: &str) -> Result<Element> {
        self.find_with(testid, "").await
    }

    /// All elements with this `data-testid` that are there now.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn all(&self, testid: &str, rest: &str) -> Result<Vec<Element>> {
        self.elements(&format!("[data-testid=\"{testid}\"]{rest}")).await
    }

    async fn elements(&self, css: &str) -> Result<Vec<Element>> {
        loop {
            match self.client.find_all(Locator::Css(css)).await {
                // One went while the driver made its list.
                Err(error) if error.is_stale_element_reference() => {}
                found => return Ok(found?),
            }
        }
    }

    /// Clicks an element once it is there and lets itself be clicked.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn click_with(&self, testid: &str, rest: &str) -> Result {
        self.until(format!("{testid}{rest} can be clicked"), || async {
            let element = self.find_with(testid, rest).await?;
            if !element.is_enabled().await.unwrap_or(false) {
                return Ok(None);
            }
            let clicked = element.click().await.ok();
            if clicked.is_none() {
                // Something may lie over it for a moment, or it may be drawn anew; or the foot covers half of it.
                let script = "arguments[0].scrollIntoView({ block: 'center' })";
                self.script(script, vec![serde_json::to_value(&element)?]).await.ok();
            }
            Ok(clicked)
        })
        .await
    }

    /// See [`Window::click_with`].
    ///
    /// # Errors
    /// When it does not come.
    pub async fn click(&self, testid: &str) -> Result {
        self.click_with(testid, "").await
    }

    /// Presses the pointer where the middle of an element is, whatever of the page takes it there.
    ///
    /// # Errors
    /// When the element does not come.
    pub async fn press_at(&self, testid: &str, rest: &str) -> Result {
        let (x, y) = self.middle(testid, rest, Covered::Allowed).await?;
        let pressing = MouseActions::new("pointer".to_owned())
            .then(PointerAction::MoveTo { duration: None, x, y })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        Ok(self.client.perform_actions(pressing).await?)
    }

    /// Moves the pointer to the middle of an element, scrolling it into view first where something covers it.
    ///
    /// # Errors
    /// When the element does not appear, or stays covered.
    pub async fn point_at(&self, testid: &str, rest: &str) -> Result {
        let (x, y) = self.middle(testid, rest, Covered::Refused).await?;
        let moving = MouseActions::new("pointer".to_owned()).then(PointerAction::MoveTo { duration: None, x, y });
        Ok(self.client.perform_actions(moving).await?)
    }

    /// The middle of an element, or of its first line where it spans several.
    async fn middle(&self, testid: &str, rest: &str, covered: Covered) -> Result<(f64, f64)> {
        let script = "const [element, needsPointer] = arguments;
            const middle = () => {
                const box = element.getClientRects()[0];
                return box && [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
            };
            const isReached = (point) => point && element.contains(document.elementFromPoint(...point));
            if (!needsPointer || isReached(middle())) return middle();
            element.scrollIntoView({ block: 'center', inline: 'nearest' });
            return isReached(middle()) ? middle() : null";
        // What still moves, such as a dialog after the window's size has changed, would be missed.
        let last = Cell::new(None);
        self.until(format!("{testid}{rest} stands still in sight"), || async {
            let element = self.find_with(testid, rest).await?;
            let arguments = vec![serde_json::to_value(&element)?, (covered == Covered::Refused).into()];
            let now: Option<(f64, f64)> = serde_json::from_value(self.script(script, arguments).await?)?;
            Ok(now.filter(|now| last.replace(Some(*now)) == Some(*now)))
        })
        .await
    }

    /// Empties a field and types into it.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn fill(&self, testid: &str, text: &str) -> Result {
        let field = self.find(testid).await?;
        self.retype(&field, text).await?;
        self.until(format!("{testid} holds {text:?}"), || async {
            Ok((field.prop("value").await?.as_deref() == Some(text)).then_some(()))
        })
        .await
    }

    async fn retype(&self, field: &Element, text: &str) -> Result {
        self.empty(field).await?;
        if !text.is_empty() {
            field.send_keys(text).await?;
        }
        Ok(())
    }

    /// WebDriver's own "clear" tells the page nothing in WebKit.
    async fn empty(&self, field: &Element) -> Result {
        field.clear().await?;
        let told = "arguments[0].dispatchEvent(new Event('input', { bubbles: true }))";
        self.script(told, vec![serde_json::to_value(field)?]).await.map(drop)
    }

    /// Types into whatever has the focus.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn type_keys(&self, text: &str) -> Result {
        let typing = text.chars().fold(KeyActions::new("keyboard".to_owned()), |keys, character| {
            let value = if character == '\n' { Key::Enter.into() } else { character };
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        Ok(self.client.perform_actions(typing).await?)
    }

    /// Presses Escape, as one does to close a dialog.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn press_escape(&self) -> Result {
        let value = Key::Escape.into();
        let pressing =
            KeyActions::new("keyboard".to_owned()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
        Ok(self.client.perform_actions(pressing).await?)
    }

    /// Presses a key together with Control.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn press_with_control(&self, value: char) -> Result {
        let control = Key::Control.into();
        let pressing = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: control });
        Ok(self.client.perform_actions(pressing).await?)
    }

    /// Types into the terminal in front.
    ///
    /// # Errors
    /// When there is none.
    pub async fn type_in_terminal(&self, text: &str) -> Result {
        self.click("console-terminal").await?;
        self.type_keys(text).await
    }

    /// Fills the first row of a field that holds several, adding that row when there is none.
    ///
    /// # Errors
    /// When the field does not come.
    pub async fn fill_first_row(&self, testid: &str, text: &str) -> Result {
        if self.all(testid, " input").await?.is_empty() {
            self.click_with(testid, " > button").await?;
        }
        let field = self.find_with(testid, " input").await?;
        self.retype(&field, text).await
    }

    /// Waits until the command line within the element `within` (the whole window when empty) reads `command`.
    ///
    /// # Errors
    /// When it does not come about, with the command as it was.
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

    async fn texts(&self, css: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.textContent.trim())";
        Ok(serde_json::from_value(self.script(script, vec![json!(css)]).await?)?)
    }

    /// Waits until there are so many such elements.
    ///
    /// # Errors
    /// When it does not come about.
    pub async fn until_count(&self, testid: &str, rest: &str, count: usize) -> Result {
        self.until(format!("there are {count} of {testid}{rest}"), || async {
            Ok((self.all(testid, rest).await?.len() == count).then_some(()))
        })
        .await
    }

    /// Waits until the field, found by CSS, is said to be wrong by this code, and gives the words. What counts is what a
    /// screen reader takes for the field's description.
    ///
    /// # Errors
    /// When it does not come about.
    pub async fn until_problem(&self, field: &str, code: &str) -> Result<String> {
        let script = "const described = document.querySelector(arguments[0])?.getAttribute('aria-describedby') ?? '';
            const parts = described.split(' ').map((id) => document.getElementById(id)).filter(Boolean);
            const problems = parts.flatMap((part) => [...part.querySelectorAll(`[data-code=\"${arguments[1]}\"]`)]);
            return problems[0]?.textContent.trim() ?? null";
        let words = self
            .until(format!("{field} is described by {code}"), || async {
                let found = self.script(script, vec![json!(field), json!(code)]).await?;
                Ok(found.as_str().map(str::to_owned))
            })
            .await?;
        Ok(words)
    }

    /// What is typed into a field.
    ///
    /// # Errors
    /// When the field does not come.
    pub async fn value(&self, testid: &str) -> Result<String> {
        Ok(self.find(testid).await?.prop("value").await?.unwrap_or_default())
    }

    /// The visible text of an element.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn text(&self, testid: &str) -> Result<String> {
        Ok(self.find(testid).await?.text().await?)
    }

    /// Waits until an element's text holds `part`.
    ///
    /// # Errors
    /// When it does not come about, with the text as it was.
    pub async fn until_text(&self, testid: &str, part: &str) -> Result<String> {
        let waiting = self.until(format!("{testid} holds {part:?}"), || async {
            let text = self.text(testid).await?;
            Ok(text.contains(part).then_some(text))
        });
        match waiting.await {
            Ok(text) => Ok(text),
            Err(error) => Err(format!("{error}; it holds {:?}", self.text(testid).await).into()),
        }
    }

    /// Runs a function's body in the page.
    ///
    /// # Errors
    /// What it throws.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(body, arguments).await?)
    }

    /// Runs a function's body in the page that calls its last argument when it is done.
    ///
    /// # Errors
    /// What it throws.
    pub async fn script_async(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(body, arguments).await?)
    }

    /// The faults that axe-core finds on the page as it is now.
    ///
    /// # Errors
    /// When it cannot be looked at.
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

    /// Loads the page anew, and waits until it stands.
    ///
    /// # Errors
    /// When it does not come back.
    pub async fn reload(&self) -> Result {
        self.client.refresh().await?;
        self.find("engine-status").await.map(drop)
    }

    /// Sets the window's size in pixels.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn resize(&self, width: u32, height: u32) -> Result {
        Ok(self.client.set_window_size(width, height).await?)
    }

    /// Keeps a picture of the window as `target/e2e/<name>.png`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn picture(&self, name: &str) -> Result {
        // The page as it stands now, not the frame before.
        let painted = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()))";
        self.script_async(painted, vec![]).await?;
        let folder = pictures()?;
        std::fs::create_dir_all(&folder)?;
        Ok(std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await?)?)
    }

    /// Looks again and again until `look` finds something.
    ///
    /// # Errors
    /// When `what` does not come about in time; a picture of the window is kept then.
    pub async fn until<T, Looking>(&self, what: impl Into<String>, mut look: impl FnMut() -> Looking) -> Result<T>
    where
        Looking: Future<Output = Result<Option<T>>>,
    {
        let looking = async {
            let mut again = tokio::time::interval(GLANCE);
            loop {
                again.tick().await;
                if let Some(found) = look().await? {
                    return Ok(found);
                }
            }
        };
        match tokio::time::timeout(PATIENCE, looking).await {
            Ok(found) => found,
            Err(_) => {
                self.picture("failed").await?;
                Err(format!("did not come about: {}", what.into()).into())
            }
        }
    }
}

fn pictures() -> Result<PathBuf> {
    let binary = binary()?;
    Ok(binary.ancestors().nth(2).ok_or("the binary lies outside a target folder")?.join("e2e"))
}
