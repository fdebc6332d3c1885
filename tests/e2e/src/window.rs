//! The app's window, driven through WebDriver.
//!
//! Whatever waits here fails after [`TIMEOUT`], says what it waited for, and keeps a screenshot.

mod find;
mod inspect;
mod keyboard;
mod pointer;
mod wait;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Signal, kill_process, test_kill_process};
use serde_json::{Value, json};

use crate::{
    Result, display,
    driver::{Driver, Environment, FileAccess, Profile, binary},
    window::wait::{TIMEOUT, poll},
};

/// The app's window.
pub struct Window {
    client: Client,
    driver: Driver,
}

impl Window {
    /// Starts the app and waits until its page is shown.
    pub async fn open(environment: Environment) -> Result<Self> {
        Self::start(environment, FileAccess::Inherited, Profile::Used, &[]).await
    }

    /// Starts the app with limited access to files.
    pub async fn open_with_access(environment: Environment, access: FileAccess) -> Result<Self> {
        Self::start(environment, access, Profile::Used, &[]).await
    }

    /// Starts the app for somebody who has never started it before.
    pub async fn open_first_run(environment: Environment) -> Result<Self> {
        Self::start(environment, FileAccess::Inherited, Profile::Fresh, &[]).await
    }

    /// Starts the app with further environment variables.
    pub async fn open_with_variables(environment: Environment, variables: &[(&str, &str)]) -> Result<Self> {
        Self::start(environment, FileAccess::Inherited, Profile::Used, variables).await
    }

    async fn start(
        environment: Environment,
        access: FileAccess,
        profile: Profile,
        variables: &[(&str, &str)],
    ) -> Result<Self> {
        let driver = Driver::start(&environment, access, profile, variables).await?;
        let options = json!({ "binary": binary()?, "args": [] });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities([("webkitgtk:browserOptions".to_owned(), options)].into_iter().collect());
        let client = tokio::time::timeout(TIMEOUT, builder.connect(&driver.address()))
            .await
            .map_err(|_| "the app does not accept a WebDriver session")??;
        let window = Self { client, driver };
        window.find("engine-status").await?;
        if let Some((width, height)) = display::largest_size()? {
            window.resize(width, height).await?;
        }
        Ok(window)
    }

    /// Closes the window and waits until the app has ended: an instance that starts before then would hand over to this
    /// one and exit.
    pub async fn close(self) -> Result {
        let app = self.driver.app();
        self.client.clone().close().await?;
        let is_running = || app.is_some_and(|app| test_kill_process(app).is_ok());
        poll(|| !is_running()).await.map_err(|_| "the app does not end".into())
    }

    /// Sends the app a signal, as a terminal or a logout does, and waits until it and all processes it started have
    /// ended.
    pub async fn end_by(self, signal: Signal) -> Result {
        let started = self.driver.processes();
        if started.len() < 2 {
            return Err("the processes of the app's page are not visible".into());
        }
        kill_process(self.driver.app().ok_or("the app has ended already")?, signal)?;
        let running = || started.iter().filter(|process| process.is_running()).collect::<Vec<_>>();
        poll(|| running().is_empty()).await.map_err(|_| format!("these do not end: {:?}", running()).into())
    }

    /// Runs a function body in the page.
    pub async fn script(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(body, arguments).await?)
    }

    /// Runs a function body in the page that calls its last argument when it is done.
    pub async fn script_async(&self, body: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(body, arguments).await?)
    }

    /// Reloads the page and waits until it is shown.
    pub async fn reload(&self) -> Result {
        self.client.refresh().await?;
        self.find("engine-status").await.map(drop)
    }

    /// Sets the window's size in pixels, as far as the screen allows, and waits until the page has followed, so that the
    /// next press finds its target.
    pub async fn resize(&self, width: u32, height: u32) -> Result {
        let (most_width, most_height) = display::largest_size()?.unwrap_or((width, height));
        let (width, height) = (width.min(most_width), height.min(most_height));
        self.client.set_window_size(width, height).await?;
        let scale = display::scale()?;
        self.until(format!("the page is as wide as a window of {width} pixels"), || async {
            let shown = self.script("return innerWidth", vec![]).await?.as_f64().unwrap_or_default();
            Ok(((shown * scale - f64::from(width)).abs() < 2.0).then_some(()))
        })
        .await
    }
}
