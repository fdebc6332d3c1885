//! One person's work with one engine at a time.
//!
//! A part that answers by itself (jobs, consoles, layers, lessons) is reached by its accessor; what needs the engine that
//! answers now, or several parts, is a method of [`Session`]: an action in `perform`, a question in `queries`.
//!
//! Why: `docs/decisions/003-actions-are-data.md`.

mod perform;
mod preview;
mod queries;

use std::sync::Arc;

use futures_util::{Stream, StreamExt, stream};
use parking_lot::Mutex;
use tokio::task::JoinHandle;
use tokio_stream::wrappers::WatchStream;

use crate::{
    cleanup::DiskScan,
    connect::{CliDefaults, Engine, Environment, Link},
    console::Consoles,
    copies::{Copies, Records},
    error::Result,
    grammar::Pins,
    inventory::{Inventory, LayerColours, MirrorProvenance},
    jobs::Jobs,
    layers::Layers,
    lessons::Lessons,
    practice::Supervisor,
    registry::Credentials,
    settings::SettingsFile,
    wire::Update,
};

/// One person's work with one engine at a time.
///
/// Everything goes on while nobody looks: a page that comes back subscribes again and finds its jobs and consoles.
pub struct Session {
    link: Arc<Link>,
    inventory: Arc<Inventory>,
    jobs: Arc<Jobs>,
    consoles: Arc<Consoles>,
    credentials: Credentials,
    colours: LayerColours,
    copies: Option<Copies>,
    records: Option<Arc<Records>>,
    provenance: Arc<MirrorProvenance>,
    disk_scan: DiskScan,
    settings: Option<SettingsFile>,
    /// `None` until they could be read.
    pins: Mutex<Option<Pins>>,
    layers: Layers,
    lessons: Arc<Lessons>,
    practice: Arc<Supervisor>,
    keeping: Vec<JoinHandle<()>>,
}

impl Session {
    /// Begins to look for an engine. Must be called within a tokio runtime.
    pub fn start(environment: Environment) -> Self {
        let credentials =
            Credentials::from_folder(&environment.docker_config).with_variable(environment.docker_auth_config.clone());
        let colours = LayerColours::open(environment.data_folder.as_deref());
        let lessons = Arc::new(Lessons::open(environment.data_folder.as_deref()));
        let data = environment.data_folder.clone();
        let provenance = Arc::new(MirrorProvenance::open(data.as_deref()));
        let settings = data.as_deref().map(SettingsFile::in_folder);
        let copies = data.as_ref().map(|folder| Copies::new(folder.join("copies")));
        let records = data.map(|folder| Arc::new(Records::new(folder.join("records.jsonl"))));
        let layers = Layers::new(environment.cache_folder.as_deref().map(|folder| folder.join("layers")).as_deref());
        let practice = Arc::new(Supervisor::new(environment.practice.clone()));
        let link = Arc::new(Link::new(environment));
        let inventory = Arc::new(Inventory::new(Arc::clone(&provenance)));
        let keeping = vec![
            tokio::spawn({
                let link = Arc::clone(&link);
                async move { link.maintain().await }
            }),
            tokio::spawn({
                let (link, inventory) = (Arc::clone(&link), Arc::clone(&inventory));
                async move { inventory.follow(&link).await }
            }),
            tokio::spawn({
                let (link, inventory, lessons) = (Arc::clone(&link), Arc::clone(&inventory), Arc::clone(&lessons));
                async move { lessons.follow(&link, &inventory).await }
            }),
            tokio::spawn({
                let (practice, engines) = (Arc::clone(&practice), link.engines());
                async move { practice.follow(engines).await }
            }),
        ];
        if let Some(copies) = copies.clone() {
            // A half-written copy of an earlier run is in nobody's way meanwhile.
            tokio::task::spawn_blocking(move || {
                copies.sweep().unwrap_or_else(|error| tracing::warn!(%error, "unfinished copies stay"));
            });
        }
        Self {
            link,
            inventory,
            jobs: Arc::new(Jobs::default()),
            consoles: Arc::new(Consoles::new()),
            credentials,
            colours,
            copies,
            records,
            provenance,
            disk_scan: DiskScan::default(),
            settings,
            pins: Mutex::default(),
            layers,
            lessons,
            practice,
            keeping,
        }
    }

    /// Everything as it stands, then every change of it.
    pub fn updates(&self) -> impl Stream<Item = Update> + Send + use<> {
        stream::select_all([
            self.link.updates().boxed(),
            self.inventory.updates().boxed(),
            self.jobs.updates().boxed(),
            WatchStream::new(self.consoles.watch()).map(|consoles| Update::Consoles { consoles }).boxed(),
            self.lessons.updates().boxed(),
            self.practice.updates().boxed(),
        ])
    }

    /// The connection.
    pub fn link(&self) -> &Link {
        &self.link
    }

    /// The images and containers.
    pub fn inventory(&self) -> &Arc<Inventory> {
        &self.inventory
    }

    /// The jobs.
    pub fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// The consoles.
    pub fn consoles(&self) -> &Arc<Consoles> {
        &self.consoles
    }

    /// What is in images' layers.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// The course.
    pub fn lessons(&self) -> &Lessons {
        &self.lessons
    }

    /// Asks the engine whether it still answers, if there is one: a person turns to the window.
    pub fn check_engine(&self) {
        if let Ok(engine) = self.engine() {
            engine.check();
        }
    }

    /// What the docker CLI would add to a command now.
    fn cli_defaults(&self) -> CliDefaults {
        let engine = self.engine().ok();
        CliDefaults::read(self.link.search_scope().0, engine.as_ref().map(|engine| &engine.info().endpoint))
    }

    /// The engine that answers now.
    ///
    /// # Errors
    /// [`ErrorCode::EngineUnreachable`]
    pub fn engine(&self) -> Result<Arc<Engine>> {
        self.link.engine()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.keeping.iter().for_each(JoinHandle::abort);
    }
}
