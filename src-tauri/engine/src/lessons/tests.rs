//! Every step done and not done, and every wrong turn, from contents written by hand.

use serde_json::json;

use super::{
    belongings::Belongings,
    course::{LESSONS, definition},
    evidence::Evidence,
    facts::{FactCache, Query},
    lesson_images::LessonImages,
    observations::{RunFlags, is_relevant},
    outline::{
        LessonOutline, QuizQuestion,
        StepState::{self, Done, Open, Wrong},
    },
    progress::{Baseline, Progress},
    reset::reset,
};
use crate::{
    grammar::id::short_id,
    images::fixtures::{contents, id as id_of, image},
    inventory::{Contents, EventKind, fixtures::event},
    wire::{
        Action, Change, ChangeKind, ChangeNoise, CleanupStep, Container,
        ContainerState::{self, Exited, Running},
        HistoryStep, Image, ImageStore, Lesson, LessonId, LessonState, Port, Verdict,
    },
};

const SHELL: &str = "practice/shell:1.0";
const WEB: &str = "practice/web:1.0";
const PAGE: &str = "/usr/share/www/index.html";
const IN_SHELL: RunFlags = RunFlags { interactive: true, tty: true, remove: false, shell: true };

/// An engine, and a learner who has started the lesson.
struct Scene {
    images: LessonImages,
    contents: Contents,
    progress: Progress,
    facts: FactCache,
}

impl Scene {
    fn new(images: Vec<Image>, containers: Vec<Container>) -> Self {
        let progress = Progress { begun: true, baseline: Some(Baseline::default()), ..Progress::default() };
        let contents = contents(images, containers);
        Self { images: LessonImages::PRACTICE, contents, progress, facts: FactCache::default() }
    }

    /// Replaces the images and containers on the engine.
    fn replace(&mut self, images: Vec<Image>, containers: Vec<Container>) {
        let store = self.contents.store;
        self.contents = Contents { store, ..contents(images, containers) };
    }

    fn belongings(&self, lesson: LessonId) -> Belongings {
        (definition(lesson).belongings)(self.images)
    }

    /// Observes what is on the engine, as each update does.
    fn observe(&mut self, lesson: LessonId) {
        let belongings = self.belongings(lesson);
        self.progress.observations.observe(&self.contents, &belongings);
        self.progress.observations.record_flags(&self.facts.flags);
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence::new(self.images, &self.contents, &self.progress, &self.facts)
    }

    fn outline(&self, lesson: LessonId) -> LessonOutline {
        definition(lesson).outline(&self.evidence())
    }

    /// The lesson for the page.
    fn lesson(&self, id: LessonId) -> Lesson {
        definition(id).to_wire(id, self.outline(id), &self.evidence())
    }

    fn state(&mut self, lesson: LessonId, id: &str) -> StepState {
        self.observe(lesson);
        let outline = self.outline(lesson);
        outline.steps.iter().find(|step| step.id == id).unwrap_or_else(|| panic!("{id} is a step")).state
    }

    fn question(&self, lesson: LessonId, id: &str) -> Option<QuizQuestion> {
        self.outline(lesson).questions().remove(id)
    }

    /// The right answer to a question that can be asked.
    fn answer(&self, lesson: LessonId, id: &str) -> Vec<String> {
        let question = self.question(lesson, id).unwrap_or_else(|| panic!("{id} can be asked"));
        question.right().into_iter().map(str::to_owned).collect()
    }

    fn complete(&mut self, step: &str) {
        self.progress.done.insert(step.to_owned());
    }

    fn flags(&mut self, container: &str, flags: RunFlags) {
        self.facts.flags.insert(container_id(container), Some(flags));
    }

    fn layers(&mut self, image: &str, layers: &[&str]) {
        let layers = layers.iter().map(|layer| id_of(layer)).collect();
        self.facts.layers.insert(id_of(image), Some(layers));
    }

    fn diff(&mut self, container: &str, changes: &[(&str, ChangeKind)]) {
        let change = |(path, kind): &(&str, ChangeKind)| Change { path: (*path).to_owned(), kind: *kind, noise: None };
        self.facts.snapshot.diffs.insert(container_id(container), Some(changes.iter().map(change).collect()));
    }

    fn text(&mut self, container: &str, text: &str) {
        self.facts.snapshot.texts.insert((container_id(container), PAGE.to_owned()), Some(text.to_owned()));
    }

    fn event(&mut self, lesson: LessonId, kind: EventKind, action: &str, id: &str, attributes: &[(&str, &str)]) {
        let belongings = self.belongings(lesson);
        self.progress.observations.observe_event(&event(kind, action, id, attributes), &belongings);
    }
}

fn container_id(name: &str) -> String {
    container(name, "", ContainerState::Running).id
}

fn container(name: &str, image: &str, state: ContainerState) -> Container {
    let fixture = crate::images::fixtures::container(name, image);
    Container { state, command: "bash".to_owned(), tty: true, ..fixture }
}

fn published(container: Container, port: u16) -> Container {
    let port = Port { container: 80, protocol: "tcp".to_owned(), host: Some(port), address: "0.0.0.0".to_owned() };
    Container { ports: vec![port], ..container }
}

fn shell() -> Image {
    image("shell", &[SHELL], None)
}

fn web() -> Image {
    image("web", &[WEB], None)
}

#[test]
fn steps_of_pull() {
    let id = LessonId::Pull;
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.state(id, "pull"), Open, "the image does not exist");
    scene.replace(vec![image("other", &["practice/shell:latest"], None)], vec![]);
    assert_eq!(scene.state(id, "pull"), Wrong("other-tag"), "another version was pulled");
    scene.progress.baseline.as_mut().unwrap().images.insert(id_of("other"));
    assert_eq!(scene.state(id, "pull"), Open, "a version that existed before is no wrong turn");
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "pull"), Done, "the image exists");
    assert_eq!(scene.state(id, "sibling"), Open, "the sibling does not");
    scene.replace(vec![shell(), image("sibling", &["practice/shell:1.1"], None)], vec![]);
    assert_eq!(scene.state(id, "sibling"), Done, "the sibling exists");
    scene.progress.begun = false;
    assert_eq!(scene.state(id, "pull"), Open, "a lesson that was not started is not checked");
    scene.complete("pull");
    scene.replace(vec![], vec![]);
    assert_eq!(scene.state(id, "pull"), Done, "a done step stays done");
    let docker_hub = Scene { images: LessonImages::DOCKER_HUB, ..Scene::new(vec![], vec![]) };
    let steps: Vec<&str> = docker_hub.outline(id).steps.iter().map(|step| step.id).collect();
    assert_eq!(steps, ["pull", "look"], "no sibling is known on Docker Hub");
}

#[test]
fn the_quiz_asks_about_layers() {
    let id = LessonId::Pull;
    let mut scene = Scene::new(vec![shell(), image("a", &["a:1"], None), image("b", &["b:1"], None)], vec![]);
    assert_eq!(scene.question(id, "layer-count"), None, "a question needs its facts");
    assert!(scene.evidence().into_queries().is_empty(), "evidence alone queries nothing");
    let evidence = scene.evidence();
    drop(definition(id).outline(&evidence));
    assert!(evidence.into_queries().contains(&Query::Layers(id_of("shell"))), "the lesson queries the layers");

    scene.layers("shell", &["one", "two", "three"]);
    scene.layers("a", &["one", "other"]);
    scene.layers("b", &["another"]);
    let step = |size: u64, layer: Option<&str>| HistoryStep {
        image: None,
        tags: Vec::new(),
        created_by: String::new(),
        comment: String::new(),
        created: 0,
        size,
        layer: layer.map(id_of),
        colour_key: None,
    };
    let history = vec![step(0, None), step(5, Some("three")), step(70, Some("two")), step(6, Some("one"))];
    scene.facts.history.insert(id_of("shell"), Some(history));
    assert_eq!(scene.answer(id, "layer-count"), ["3"], "the image's count of layers");
    assert_eq!(scene.answer(id, "shares"), ["a:1"], "the only image that shares a layer");
    assert_eq!(scene.question(id, "layer-size"), None, "this question is asked only if no image shares a layer");
    scene.layers("a", &["other"]);
    assert_eq!(scene.question(id, "shares"), None, "without a shared layer there is no right answer");
    let largest = short_id(&id_of("two"));
    assert_eq!(scene.answer(id, "layer-size"), [largest], "the largest layer is asked about instead");
}

#[test]
fn steps_of_shell_with_rm() {
    let id = LessonId::Shell;
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.state(id, "run"), Wrong("no-image"), "the image has to be pulled first");
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "run"), Open, "nothing was run");
    scene.replace(vec![shell(), web()], vec![container("w", "web", Running)]);
    assert_eq!(scene.state(id, "run"), Wrong("other-image"), "a shell of another image was run");
    for (name, flags, expected) in [
        ("a", RunFlags { shell: false, ..IN_SHELL }, Wrong("no-shell")),
        ("b", RunFlags { interactive: false, ..IN_SHELL }, Wrong("no-interactive")),
        ("c", RunFlags { tty: false, ..IN_SHELL }, Wrong("no-tty")),
        ("d", IN_SHELL, Wrong("no-rm")),
        ("e", RunFlags { remove: true, ..IN_SHELL }, Done),
    ] {
        scene.replace(vec![shell()], vec![container(name, "shell", Running)]);
        scene.observe(id);
        scene.flags(name, flags);
        assert_eq!(scene.state(id, "run"), expected, "run with {flags:?}");
    }
    scene.complete("run");

    assert_eq!(scene.state(id, "file"), Open, "its changes were not read");
    scene.diff("e", &[("/root/.bash_history", ChangeKind::Added)]);
    assert_eq!(scene.state(id, "file"), Open, "a shell's own file does not count");
    scene.diff("e", &[("/tmp/hello", ChangeKind::Added)]);
    assert_eq!(scene.state(id, "file"), Wrong("other-file"), "another file was written");
    scene.diff("e", &[("/root/hello", ChangeKind::Added)]);
    assert_eq!(scene.state(id, "file"), Done, "the file was written");
    let evidence = scene.evidence();
    drop(definition(id).outline(&evidence));
    assert!(evidence.polls(), "the container is polled for the file");

    assert_eq!(scene.state(id, "leave"), Open, "the container runs");
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "leave"), Done, "the container was removed on exit");
    assert_eq!(scene.state(id, "file"), Wrong("not-running"), "no container runs to write the file in");
    scene.event(id, EventKind::Container, "kill", &container_id("e"), &[]);
    assert_eq!(scene.state(id, "leave"), Wrong("killed"), "the container was killed");
}

#[test]
fn steps_of_shell_without_rm() {
    let id = LessonId::Shell;
    let mut scene = Scene::new(vec![shell()], vec![container("k", "shell", Running)]);
    scene.flags("k", IN_SHELL);
    assert_eq!(scene.state(id, "keep"), Wrong("running"), "the shell has to be exited");
    assert_eq!(scene.state(id, "remove"), Open, "the container is not to be removed before that");
    scene.replace(vec![shell()], vec![container("k", "shell", Exited)]);
    assert_eq!(scene.state(id, "keep"), Done, "the container exited and exists");
    scene.complete("keep");
    assert_eq!(scene.state(id, "remove"), Open, "the container exists");
    scene.replace(vec![shell()], vec![container("k", "shell", Running)]);
    assert_eq!(scene.state(id, "remove"), Wrong("running"), "the container was started again");
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "remove"), Done, "the container was removed");
}

#[test]
fn steps_of_list() {
    let id = LessonId::List;
    let second_tag = "practice/shell:mine";
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.state(id, "tag"), Wrong("no-image"), "the image to tag does not exist");
    scene.progress.baseline.as_mut().unwrap().tags.insert(SHELL.to_owned());
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "tag"), Open, "the image has one tag");
    scene.replace(vec![image("shell", &[SHELL, "shell:mine"], None)], vec![]);
    assert_eq!(scene.state(id, "tag"), Wrong("other-name"), "the image got another tag");
    scene.replace(vec![shell(), image("other", &[second_tag], None)], vec![]);
    assert_eq!(scene.state(id, "tag"), Wrong("other-image"), "another image has the tag");
    let both = || image("shell", &[SHELL, second_tag], None);
    scene.replace(vec![both(), image("other", &["a:1"], None)], vec![]);
    assert_eq!(scene.state(id, "tag"), Done, "one image has both tags");
    assert_eq!(scene.answer(id, "same-id"), [SHELL, second_tag], "both tags of the image");
    assert_eq!(scene.answer(id, "filter"), ["2"], "the repository has two lines");
    assert_eq!(scene.state(id, "untag"), Open, "the tag was not added yet");
    scene.complete("tag");
    assert_eq!(scene.state(id, "untag"), Open, "both tags exist");
    scene.replace(vec![image("shell", &[second_tag], None)], vec![]);
    assert_eq!(scene.state(id, "untag"), Wrong("wrong-tag"), "the wrong tag was removed");
    scene.replace(vec![], vec![]);
    assert_eq!(scene.state(id, "untag"), Wrong("image-gone"), "both tags were removed");
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "untag"), Done, "the image still exists");
    assert_eq!(scene.state(id, "same-id"), Wrong("tag-gone"), "the question cannot be asked without the second tag");
    scene.complete("untag");
    assert_eq!(scene.answer(id, "untag-frees"), ["0"], "removing a tag frees nothing");
}

#[test]
fn steps_of_dangling() {
    let id = LessonId::Dangling;
    let notes = "practice/notes:1.0";
    let mut scene = Scene::new(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "build"), Open, "nothing was built");
    scene.replace(vec![shell(), image("first", &[notes], None)], vec![]);
    assert_eq!(scene.state(id, "build"), Done, "the image exists");
    scene.complete("build");
    assert_eq!(scene.state(id, "rebuild"), Open, "the image was built once");
    scene.event(id, EventKind::Image, "tag", &id_of("first"), &[("name", notes)]);
    assert_eq!(scene.state(id, "rebuild"), Wrong("same-content"), "the same image got the name again");
    scene.replace(vec![shell(), image("second", &[notes], None), image("first", &["kept:1"], None)], vec![]);
    assert_eq!(scene.state(id, "rebuild"), Wrong("still-named"), "the first image has another name");
    scene.replace(vec![shell(), image("second", &[notes], None)], vec![]);
    assert_eq!(scene.state(id, "rebuild"), Wrong("gone"), "the first image was removed");
    let both = || vec![shell(), image("second", &[notes], None), image("first", &[], None)];
    scene.replace(both(), vec![]);
    assert_eq!(scene.state(id, "rebuild"), Done, "the first image lost its name");
    let lost = short_id(&id_of("first"));
    assert_eq!(scene.answer(id, "find"), [lost], "the first image is dangling");
    assert_eq!(scene.answer(id, "count"), ["1"], "no other image is dangling");
    assert_eq!(scene.state(id, "remove"), Open, "the image was not rebuilt yet");
    scene.complete("rebuild");
    assert_eq!(scene.state(id, "remove"), Open, "the dangling image exists");
    scene.replace(both(), vec![container("c", "first", Exited)]);
    assert_eq!(scene.state(id, "remove"), Wrong("in-use"), "a container uses the dangling image");
    scene.replace(vec![shell(), image("first", &[], None)], vec![]);
    assert_eq!(scene.state(id, "remove"), Wrong("named-removed"), "the tagged image was removed instead");
    scene.replace(vec![shell(), image("second", &[notes], None)], vec![]);
    assert_eq!(scene.state(id, "remove"), Done, "the dangling image was removed");
}

#[test]
fn steps_of_intermediate() {
    let id = LessonId::Intermediate;
    let steps = "practice/steps:1.0";
    let mut scene = Scene::new(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "build"), Open, "nothing was built");
    for (store, before, after) in [
        (ImageStore::Classic, Open, Wrong("buildkit")),
        (ImageStore::Podman, Open, Wrong("podman")),
        (ImageStore::Containerd, Wrong("containerd"), Wrong("containerd")),
    ] {
        scene.contents.store = store;
        scene.replace(vec![shell()], vec![]);
        assert_eq!(scene.state(id, "build"), before, "before the build in {store:?}");
        scene.replace(vec![shell(), image("steps", &[steps], None)], vec![]);
        assert_eq!(scene.state(id, "build"), after, "built without intermediate images in {store:?}");
    }
    scene.contents.store = ImageStore::Classic;
    let built = || vec![shell(), image("one", &[], Some("shell")), image("two", &[], Some("one"))];
    scene.replace([built(), vec![image("steps", &[steps], Some("two"))]].concat(), vec![]);
    assert_eq!(scene.state(id, "build"), Done, "the image has intermediate parents");
    let parent = short_id(&id_of("two"));
    assert_eq!(scene.answer(id, "show-all"), [parent], "the only image without a tag that is a parent");
    assert_eq!(scene.answer(id, "refused"), ["refused"], "the engine refuses to remove a parent");
    scene.complete("build");
    assert_eq!(scene.state(id, "remove"), Open, "the image exists");
    scene.replace(built(), vec![]);
    assert_eq!(scene.state(id, "remove"), Wrong("left"), "its parents were left");
    assert_eq!(scene.answer(id, "left"), ["1"], "the lower parent is intermediate");
    scene.replace(vec![shell()], vec![]);
    assert_eq!(scene.state(id, "remove"), Done, "the parents were removed, too");
    assert_eq!(scene.answer(id, "left"), ["0"], "no intermediate image is left");
}

#[test]
fn steps_of_change() {
    let id = LessonId::Change;
    let server = || published(container("webserver", "web", Running), 8080);
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.state(id, "run"), Wrong("no-image"), "the image has to be pulled first");
    scene.replace(vec![web()], vec![]);
    assert_eq!(scene.state(id, "run"), Open, "nothing was run");
    assert_eq!(scene.state(id, "enter"), Open, "there is no container to enter");
    for (found, expected) in [
        (published(container("other", "web", Running), 8080), Wrong("other-name")),
        (container("webserver", "shell", Running), Wrong("name-taken")),
        (container("webserver", "web", Exited), Wrong("stopped")),
        (container("webserver", "web", Running), Wrong("no-port")),
        (server(), Done),
    ] {
        let what = format!("{found:?}");
        scene.replace(vec![web(), shell()], vec![found]);
        assert_eq!(scene.state(id, "run"), expected, "with {what}");
    }
    scene.complete("run");
    assert_eq!(scene.state(id, "enter"), Open, "no shell was started in the container");
    let container = container_id("webserver");
    scene.event(id, EventKind::Container, "exec_start: ls -l", &container, &[]);
    assert_eq!(scene.state(id, "enter"), Open, "ls is not a shell");
    scene.event(id, EventKind::Container, "exec_start: sh -c exec bash", &container, &[]);
    assert_eq!(scene.state(id, "enter"), Done, "a shell counts, whichever program starts it");

    assert_eq!(scene.state(id, "edit"), Open, "its changes were not read");
    let noise = Change { path: "/run".to_owned(), kind: ChangeKind::Changed, noise: Some(ChangeNoise::Engine) };
    scene.facts.snapshot.diffs.insert(container, Some(vec![noise]));
    assert_eq!(scene.state(id, "edit"), Open, "the engine's own change does not count");
    scene.diff("webserver", &[("/index.html", ChangeKind::Added)]);
    assert_eq!(scene.state(id, "edit"), Wrong("wrong-file"), "a page elsewhere was written");
    scene.diff("webserver", &[(PAGE, ChangeKind::Deleted)]);
    assert_eq!(scene.state(id, "edit"), Wrong("deleted"), "the page was deleted");
    scene.diff("webserver", &[(PAGE, ChangeKind::Changed)]);
    scene.text("webserver", "<h1>Good day</h1>");
    assert_eq!(scene.state(id, "edit"), Wrong("no-hello"), "the page has another text");
    scene.text("webserver", "<h1>Hello, Docker!</h1>");
    assert_eq!(scene.state(id, "edit"), Done, "the page says hello");
    assert_eq!(scene.answer(id, "diff"), [PAGE], "the page was changed");
    assert_eq!(scene.answer(id, "image"), [short_id(&id_of("web"))], "the container's own image");
    scene.replace(vec![web()], vec![server()]);
    assert_eq!(scene.question(id, "image"), None, "a single image would give the answer away");

    scene.progress.observations.entered.clear();
    scene.replace(vec![web()], vec![Container { state: Exited, ..server() }]);
    assert_eq!(scene.state(id, "enter"), Wrong("not-running"), "a stopped container cannot be entered");
    assert_eq!(scene.state(id, "edit"), Wrong("not-running"), "nor can its page be changed");
}

#[test]
fn a_taken_port_is_not_offered() {
    let mut scene = Scene::new(vec![web()], vec![published(container("other", "shell", Running), 8080)]);
    scene.facts.snapshot.ports.insert(8081, true);
    scene.facts.snapshot.ports.insert(8082, false);
    let run = &scene.lesson(LessonId::Change).steps[0];
    assert_eq!(run.values["port"], "8082", "a container publishes the first port, another program has the second");
    let Some(Action::Run(form)) = &run.action else { panic!("the step runs a container: {:?}", run.action) };
    assert_eq!(form.ports, ["8082:80"], "the form publishes the same port");
}

#[test]
fn steps_of_commit() {
    let id = LessonId::Commit;
    let (committed, rebuilt) = ("practice/web:v2", "practice/web:v3");
    let server = || published(container("webserver", "web", Running), 8080);
    let mut scene = Scene::new(vec![web()], vec![]);
    scene.layers("web", &["one", "two"]);
    assert_eq!(scene.state(id, "commit"), Wrong("no-webserver"), "there is no container to commit");
    scene.replace(vec![web()], vec![server()]);
    assert_eq!(scene.state(id, "commit"), Open, "nothing was committed");
    scene.replace(vec![web(), image("k", &["mine:v2"], None)], vec![server()]);
    let commit = id_of("k");
    scene.event(id, EventKind::Container, "commit", &container_id("webserver"), &[("imageID", &commit)]);
    assert_eq!(scene.state(id, "commit"), Wrong("other-name"), "the container was committed under another name");
    scene.replace(vec![web(), image("k", &[committed], None)], vec![server()]);
    assert_eq!(scene.state(id, "commit"), Open, "its layers were not read");
    scene.layers("k", &["other"]);
    assert_eq!(scene.state(id, "commit"), Wrong("other-image"), "an unrelated image has the name");
    scene.layers("k", &["one", "two", "three"]);
    assert_eq!(scene.state(id, "commit"), Done, "it has the web image's layers, and one more");
    assert_eq!(scene.answer(id, "history"), ["1"], "the commit added one layer");
    assert_eq!(scene.answer(id, "shares"), ["2"], "both layers of the web image are shared");

    assert_eq!(scene.state(id, "run"), Open, "the image was not run");
    scene.replace(
        vec![web(), image("k", &[committed], None)],
        vec![server(), published(container("web2", "k", Running), 8081)],
    );
    assert_eq!(scene.state(id, "run"), Done, "the container runs");

    assert_eq!(scene.state(id, "dockerfile"), Open, "nothing was built");
    scene.replace(vec![web(), image("k", &[committed, rebuilt], None)], vec![server()]);
    assert_eq!(scene.state(id, "dockerfile"), Wrong("same-image"), "the committed image got a second tag");
    scene.replace(vec![web(), image("k", &[committed], None), image("r", &[rebuilt], None)], vec![server()]);
    let step = |created_by: &str| HistoryStep {
        image: None,
        tags: Vec::new(),
        created_by: created_by.to_owned(),
        comment: String::new(),
        created: 0,
        size: 1,
        layer: None,
        colour_key: None,
    };
    for (layers, created_by, expected) in [
        (["four", "five"].as_slice(), "/bin/sh -c echo", Wrong("other-base")),
        (&["one", "two", "four"], "serve", Wrong("committed")),
        (&["one", "two", "four"], "/bin/sh -c echo '<h1>' > /index.html", Done),
        (&["one", "two", "four"], "RUN /bin/sh -c echo # buildkit", Done),
    ] {
        scene.layers("r", layers);
        scene.facts.history.insert(id_of("r"), Some(vec![step(created_by)]));
        assert_eq!(scene.state(id, "dockerfile"), expected, "created by {created_by}");
    }
}

#[test]
fn a_lesson_is_done_when_its_steps_and_quiz_are() {
    let id = LessonId::List;
    let second_tag = "practice/shell:mine";
    let mut scene = Scene::new(vec![image("shell", &[SHELL, second_tag], None), image("a", &["a:1"], None)], vec![]);
    let record = |scene: &mut Scene| {
        scene.observe(id);
        scene.outline(id).record(&mut scene.progress)
    };
    assert!(record(&mut scene), "the first step is done");
    scene.replace(vec![shell(), image("a", &["a:1"], None)], vec![]);
    record(&mut scene);
    for step in ["same-id", "filter"] {
        scene.complete(step);
    }
    record(&mut scene);
    assert_eq!(scene.lesson(id).state, LessonState::Started, "the quiz is open");
    for name in ["untag-frees", "unique"] {
        let question = scene.question(id, name).expect("the question can be asked");
        let right: Vec<String> = question.right().into_iter().map(str::to_owned).collect();
        assert_eq!(question.judge(&right), Some(true), "the right answer");
        assert_eq!(question.judge(&[]), Some(false), "no answer");
        assert_eq!(question.judge(&["else".to_owned()]), None, "an option that is not offered");
        let answered = question.to_wire(name, Verdict::Right);
        scene.progress.answers.insert(name.to_owned(), answered);
    }
    record(&mut scene);
    assert_eq!(scene.lesson(id).state, LessonState::Done, "all steps and questions are done");
    assert!(!record(&mut scene), "nothing is new after that");
    let verdicts: Vec<Verdict> = scene.lesson(id).questions.iter().map(|question| question.verdict).collect();
    assert_eq!(verdicts, [Verdict::Right, Verdict::Right], "the questions stay as they were answered");
}

#[test]
fn options_have_a_stable_order() {
    let order = |question: QuizQuestion| -> Vec<String> {
        question.to_wire("question", Verdict::Open).choices.into_iter().map(|choice| choice.id).collect()
    };
    let worded = |wrong: [&str; 3]| order(QuizQuestion::worded("right", &wrong));
    assert_eq!(
        worded(["one", "two", "three"]),
        worded(["three", "two", "one"]),
        "the order does not depend on the arguments"
    );
    assert_eq!(order(QuizQuestion::number(3, &[10])), ["2", "3", "4", "10"], "numbers are sorted by size");
    assert_eq!(order(QuizQuestion::number(0, &[0])), ["0", "1", "2", "3"], "each number is offered once");
}

#[test]
fn a_reset_removes_only_what_the_lesson_created() {
    let id = LessonId::Commit;
    let belongings = (definition(id).belongings)(LessonImages::PRACTICE);
    let committed = "practice/web:v2";
    let mut progress = Progress { begun: true, ..Progress::default() };
    let existing = contents(vec![web()], vec![container("webserver", "web", Running)]);
    assert_eq!(reset(&existing, &belongings, &progress), (vec![], None), "the lesson was not started");

    progress.baseline = Some(Baseline {
        images: existing.images.keys().cloned().collect(),
        tags: [WEB.to_owned()].into(),
        containers: [container_id("webserver")].into(),
    });
    assert_eq!(reset(&existing, &belongings, &progress), (vec![], None), "everything existed before");

    let images = || {
        vec![
            web(),
            image("k", &[committed, "mine:1"], Some("web")),
            image("r", &["practice/web:v3"], Some("k")),
            image("f", &[], None),
            image("a", &["a:1"], None),
        ]
    };
    let later = contents(
        images(),
        vec![
            container("webserver", "web", Running),
            container("web2", "k", Running),
            container("other", "web", Running),
        ],
    );
    let (created, action) = reset(&later, &belongings, &progress);
    assert_eq!(created, ["web2", "practice/web:v3", committed], "everything with the lesson's names, children first");
    let Some(Action::CleanUp { steps, .. }) = action else { panic!("a reset is a clean-up: {action:?}") };
    let web2 = || "web2".to_owned();
    let target = |target: &str| CleanupStep::RemoveImage { target: target.to_owned() };
    let expected = [
        CleanupStep::StopContainer { container: web2() },
        CleanupStep::RemoveContainer { container: web2() },
        target("practice/web:v3"),
        target(committed),
    ];
    assert_eq!(steps, expected, "a running container is stopped first");

    let used = contents(vec![image("k", &[committed], None)], vec![container("other", "k", Exited)]);
    assert_eq!(reset(&used, &belongings, &progress).0, [] as [&str; 0], "a foreign container uses the image");
    progress.baseline.as_mut().unwrap().images.insert(id_of("old"));
    let old = contents(vec![image("old", &[committed], None)], vec![]);
    assert_eq!(
        reset(&old, &belongings, &progress).0,
        [] as [&str; 0],
        "an image that existed before is not removed with its last name"
    );
}

#[test]
fn a_reset_removes_what_lost_the_lessons_name() {
    let id = LessonId::Dangling;
    let notes = "practice/notes:1.0";
    let mut scene = Scene::new(vec![image("first", &[notes], None), image("theirs", &[], None)], vec![]);
    scene.observe(id);
    scene.replace(vec![image("second", &[notes], None), image("first", &[], None), image("theirs", &[], None)], vec![]);
    scene.observe(id);
    let (mut created, _) = reset(&scene.contents, &scene.belongings(id), &scene.progress);
    created.sort();
    let mut expected = [notes.to_owned(), short_id(&id_of("first"))];
    expected.sort();
    assert_eq!(created, expected, "both images that had the name, and no other untagged image");
}

#[test]
fn a_reset_removes_shells_and_no_other_container() {
    let id = LessonId::Shell;
    let mut scene =
        Scene::new(vec![shell()], vec![container("s", "shell", Exited), container("job", "shell", Running)]);
    scene.flags("s", RunFlags { tty: false, ..IN_SHELL });
    scene.flags("job", RunFlags::default());
    scene.progress.baseline.as_mut().unwrap().tags.insert(SHELL.to_owned());
    scene.observe(id);
    let (created, _) = reset(&scene.contents, &scene.belongings(id), &scene.progress);
    assert_eq!(created, ["s"], "a container that runs no shell is not the lesson's");
}

#[test]
fn saved_progress_keeps_its_format() {
    let saved = json!({
        "begun": true,
        "finished": false,
        "done": ["run"],
        "answers": {},
        "before": { "images": ["sha256:a"], "tags": [SHELL], "containers": ["b"] },
        "seen": {
            "containers": {
                "c": {
                    "name": "shell",
                    "image": "sha256:a",
                    "order": 1,
                    "flags": { "interactive": true, "tty": true, "remove": false, "shell": true },
                },
            },
            "named": [{ "name": SHELL, "image": "sha256:a" }],
            "parents": ["sha256:d"],
            "entered": ["c"],
            "killed": ["c"],
            "commits": [{ "container": "c", "image": "sha256:e" }],
        },
    });
    let progress: Progress = serde_json::from_value(saved.clone()).unwrap();
    assert_eq!(serde_json::to_value(&progress).unwrap(), saved, "earlier versions' files are read, and stay readable");
}

#[test]
fn events_caused_by_reads_are_irrelevant() {
    use EventKind::{Container, Image, Other};
    for (kind, action, expected) in [
        (Container, "exec_start: bash", true),
        (Container, "exec", true),
        (Container, "die", true),
        (Container, "extract-to-dir", true),
        (Image, "tag", true),
        (Container, "archive-path", false),
        (Container, "exec_create: bash", false),
        (Container, "resize", false),
        (Other, "mount", false),
    ] {
        assert_eq!(is_relevant(&event(kind, action, "c", &[])), expected, "{action}");
    }
}

#[test]
fn a_lesson_that_was_not_started_checks_and_reads_nothing() {
    let scene = Scene { progress: Progress::default(), ..Scene::new(vec![], vec![]) };
    for id in LESSONS {
        let evidence = scene.evidence();
        let definition = definition(id);
        let lesson = definition.to_wire(id, definition.outline(&evidence), &evidence);
        assert_eq!(lesson.state, LessonState::New, "{id:?} was not started");
        assert!(lesson.steps.len() >= 3, "{id:?} has steps: {:?}", lesson.steps);
        assert!(lesson.steps.iter().all(|step| !step.done && step.hint.is_none()), "no step of {id:?} is checked");
        assert_eq!(lesson.questions, [], "{id:?} asks nothing");
        assert!(evidence.into_queries().is_empty(), "{id:?} reads nothing");
    }
}
