//! Each step done, not done, and each wrong turn, from contents made by hand.

use super::{
    course::{LESSONS, belongings, lesson, questions, take, tell},
    evidence::{Evidence, Looked, Want},
    lesson_images::Cast,
    observations::{Flags, matters},
    outline::{Asked, Check},
    progress::{Before, Progress},
    reset::put_back,
};
use crate::{
    grammar::id::short_id,
    images::fixtures::{contents, id as id_of, image},
    inventory::{Contents, EventKind, fixtures::event},
    wire::{
        Action, Change, ChangeKind, ChangeNoise, CleanupStep, Container, ContainerState, HistoryStep, Image,
        ImageStore, LessonId, LessonState, Port, Question, Verdict,
    },
};

const SHELL: &str = "practice/shell:1.0";
const WEB: &str = "practice/web:1.0";
const PAGE: &str = "/usr/share/www/index.html";
const IN_SHELL: Flags = Flags { interactive: true, tty: true, remove: false, shell: true };

/// An engine, and a learner who has begun.
struct Scene {
    cast: Cast,
    contents: Contents,
    progress: Progress,
    looked: Looked,
}

impl Scene {
    fn new(images: Vec<Image>, containers: Vec<Container>) -> Self {
        let progress = Progress { begun: true, before: Some(Before::default()), ..Progress::default() };
        Self { cast: Cast::on(true), contents: contents(images, containers), progress, looked: Looked::default() }
    }

    /// The same with these images and containers instead.
    fn now(&mut self, images: Vec<Image>, containers: Vec<Container>) {
        let store = self.contents.store;
        self.contents = Contents { store, ..contents(images, containers) };
    }

    /// Takes in what stands, as each look does.
    fn seen(&mut self, lesson: LessonId) {
        self.progress.seen.take(&self.contents, &belongings(lesson, self.cast));
        self.progress.seen.flag(&self.looked.flags);
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence::new(self.cast, &self.contents, &self.progress, &self.looked)
    }

    fn check(&mut self, lesson: LessonId, step: &str) -> Check {
        self.seen(lesson);
        let told = tell(lesson, &self.evidence());
        told.steps.iter().find(|one| one.id == step).unwrap_or_else(|| panic!("{step} is a step")).check
    }

    fn asked(&self, lesson: LessonId, question: &str) -> Option<Asked> {
        questions(&tell(lesson, &self.evidence())).remove(question)
    }

    fn is_done(&mut self, step: &str) {
        self.progress.done.insert(step.to_owned());
    }

    fn flags(&mut self, container: &str, flags: Flags) {
        self.looked.flags.insert(container_id(container), Some(flags));
    }

    fn layers(&mut self, image: &str, layers: &[&str]) {
        let layers = layers.iter().map(|layer| id_of(layer)).collect();
        self.looked.layers.insert(id_of(image), Some(layers));
    }

    fn diff(&mut self, container: &str, changes: &[(&str, ChangeKind)]) {
        let change = |(path, kind): &(&str, ChangeKind)| Change { path: (*path).to_owned(), kind: *kind, noise: None };
        self.looked.passing.diffs.insert(container_id(container), Some(changes.iter().map(change).collect()));
    }

    fn text(&mut self, container: &str, text: &str) {
        self.looked.passing.texts.insert((container_id(container), PAGE.to_owned()), Some(text.to_owned()));
    }

    fn event(&mut self, lesson: LessonId, kind: EventKind, action: &str, id: &str, with: &[(&str, &str)]) {
        self.progress.seen.note(&event(kind, action, id, with), &belongings(lesson, self.cast));
    }
}

fn container_id(name: &str) -> String {
    container(name, "", ContainerState::Running).id
}

fn container(name: &str, image: &str, state: ContainerState) -> Container {
    let made = crate::images::fixtures::container(name, image);
    Container { state, command: "bash".to_owned(), tty: true, ..made }
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

use Check::{Done, Waits, Wrong};
use ContainerState::{Exited, Running};

#[test]
fn pulling() {
    let id = LessonId::Pull;
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.check(id, "pull"), Waits, "nothing is there");
    scene.now(vec![image("other", &["practice/shell:latest"], None)], vec![]);
    assert_eq!(scene.check(id, "pull"), Wrong("other-tag"), "another version was pulled");
    scene.progress.before.as_mut().unwrap().images.insert(id_of("other"));
    assert_eq!(scene.check(id, "pull"), Waits, "one that was there before is no wrong turn");
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "pull"), Done, "it is there");
    assert_eq!(scene.check(id, "sibling"), Waits, "its sibling is not");
    scene.now(vec![shell(), image("sibling", &["practice/shell:1.1"], None)], vec![]);
    assert_eq!(scene.check(id, "sibling"), Done, "now it is");
    scene.progress.begun = false;
    assert_eq!(scene.check(id, "pull"), Waits, "a lesson that was not begun is not looked at");
    scene.is_done("pull");
    scene.now(vec![], vec![]);
    assert_eq!(scene.check(id, "pull"), Done, "a done step stays done");
    let real = Scene { cast: Cast::on(false), ..Scene::new(vec![], vec![]) };
    let steps: Vec<&str> = tell(id, &real.evidence()).steps.iter().map(|step| step.id).collect();
    assert_eq!(steps, ["pull", "look"], "no sibling is known on a real engine");
}

#[test]
fn questions_about_layers() {
    let id = LessonId::Pull;
    let mut scene = Scene::new(vec![shell(), image("a", &["a:1"], None), image("b", &["b:1"], None)], vec![]);
    assert_eq!(scene.asked(id, "layer-count"), None, "what was not read cannot be asked");
    assert!(scene.evidence().wants().0.is_empty(), "nothing is wanted before a lesson is told");
    let evidence = scene.evidence();
    drop(tell(id, &evidence));
    assert!(evidence.wants().0.contains(&Want::Layers(id_of("shell"))), "it is wanted then");

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
    scene.looked.history.insert(id_of("shell"), Some(history));
    assert_eq!(scene.asked(id, "layer-count").expect("it is asked").right(), ["3"], "as many as it has");
    assert_eq!(scene.asked(id, "shares").expect("it is asked").right(), ["a:1"], "the one with a layer of it");
    assert_eq!(scene.asked(id, "layer-size"), None, "which is asked where nothing shares");
    scene.layers("a", &["other"]);
    assert_eq!(scene.asked(id, "shares"), None, "nothing shares: there is no right answer");
    let largest = short_id(&id_of("two"));
    assert_eq!(scene.asked(id, "layer-size").expect("it is asked").right(), [largest], "the largest layer instead");
}

#[test]
fn running_a_shell() {
    let id = LessonId::Shell;
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.check(id, "run"), Wrong("no-image"), "the image is to be pulled first");
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "run"), Waits, "nothing was run");
    scene.now(vec![shell(), web()], vec![container("w", "web", Running)]);
    assert_eq!(scene.check(id, "run"), Wrong("other-image"), "a shell of another image");
    for (name, flags, expected) in [
        ("a", Flags { shell: false, ..IN_SHELL }, Wrong("no-shell")),
        ("b", Flags { interactive: false, ..IN_SHELL }, Wrong("no-interactive")),
        ("c", Flags { tty: false, ..IN_SHELL }, Wrong("no-tty")),
        ("d", IN_SHELL, Wrong("no-rm")),
        ("e", Flags { remove: true, ..IN_SHELL }, Done),
    ] {
        scene.now(vec![shell()], vec![container(name, "shell", Running)]);
        scene.seen(id);
        scene.flags(name, flags);
        assert_eq!(scene.check(id, "run"), expected, "run with {flags:?}");
    }
    scene.is_done("run");

    assert_eq!(scene.check(id, "file"), Waits, "its changes were not read");
    scene.diff("e", &[("/root/.bash_history", ChangeKind::Added)]);
    assert_eq!(scene.check(id, "file"), Waits, "a shell's own file");
    scene.diff("e", &[("/tmp/hello", ChangeKind::Added)]);
    assert_eq!(scene.check(id, "file"), Wrong("other-file"), "a file elsewhere");
    scene.diff("e", &[("/root/hello", ChangeKind::Added)]);
    assert_eq!(scene.check(id, "file"), Done, "the file");
    let evidence = scene.evidence();
    drop(tell(id, &evidence));
    assert!(evidence.wants().1, "while it is waited for, its container is followed");

    assert_eq!(scene.check(id, "leave"), Waits, "it still runs");
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "leave"), Done, "it is gone by itself");
    assert_eq!(scene.check(id, "file"), Wrong("not-running"), "nothing can be written into it any more");
    scene.event(id, EventKind::Container, "kill", &container_id("e"), &[]);
    assert_eq!(scene.check(id, "leave"), Wrong("killed"), "it was ended from outside");
}

#[test]
fn leaving_a_container_behind() {
    let id = LessonId::Shell;
    let mut scene = Scene::new(vec![shell()], vec![container("k", "shell", Running)]);
    scene.flags("k", IN_SHELL);
    assert_eq!(scene.check(id, "keep"), Wrong("running"), "it is to be left");
    assert_eq!(scene.check(id, "remove"), Waits, "and is not to be removed before");
    scene.now(vec![shell()], vec![container("k", "shell", Exited)]);
    assert_eq!(scene.check(id, "keep"), Done, "it has ended and remains");
    scene.is_done("keep");
    assert_eq!(scene.check(id, "remove"), Waits, "it is there");
    scene.now(vec![shell()], vec![container("k", "shell", Running)]);
    assert_eq!(scene.check(id, "remove"), Wrong("running"), "it was started again");
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "remove"), Done, "it is gone");
}

#[test]
fn two_names() {
    let id = LessonId::List;
    let mine = "practice/shell:mine";
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.check(id, "tag"), Wrong("no-image"), "there is nothing to be named");
    scene.progress.before.as_mut().unwrap().tags.insert(SHELL.to_owned());
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "tag"), Waits, "it has one name");
    scene.now(vec![image("shell", &[SHELL, "shell:mine"], None)], vec![]);
    assert_eq!(scene.check(id, "tag"), Wrong("other-name"), "it was named otherwise");
    scene.now(vec![shell(), image("other", &[mine], None)], vec![]);
    assert_eq!(scene.check(id, "tag"), Wrong("other-image"), "another image was named so");
    let both = || image("shell", &[SHELL, mine], None);
    scene.now(vec![both(), image("other", &["a:1"], None)], vec![]);
    assert_eq!(scene.check(id, "tag"), Done, "one image, two names");
    assert_eq!(scene.asked(id, "same-id").expect("it is asked").right(), [SHELL, mine], "both of its names");
    assert_eq!(scene.asked(id, "filter").expect("it is asked").right(), ["2"], "two lines in that repository");
    assert_eq!(scene.check(id, "untag"), Waits, "not before it was named");
    scene.is_done("tag");
    assert_eq!(scene.check(id, "untag"), Waits, "both are there");
    scene.now(vec![image("shell", &[mine], None)], vec![]);
    assert_eq!(scene.check(id, "untag"), Wrong("wrong-tag"), "the other name was removed");
    scene.now(vec![], vec![]);
    assert_eq!(scene.check(id, "untag"), Wrong("image-gone"), "both were");
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "untag"), Done, "the image is still there");
    assert_eq!(scene.check(id, "same-id"), Wrong("tag-gone"), "the question can no longer be asked");
    scene.is_done("untag");
    assert_eq!(scene.asked(id, "untag-frees").expect("it is asked").right(), ["0"], "a name is nothing");
}

#[test]
fn a_name_that_moves() {
    let id = LessonId::Dangling;
    let notes = "practice/notes:1.0";
    let mut scene = Scene::new(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "build"), Waits, "nothing was built");
    scene.now(vec![shell(), image("first", &[notes], None)], vec![]);
    assert_eq!(scene.check(id, "build"), Done, "it is there");
    scene.is_done("build");
    assert_eq!(scene.check(id, "rebuild"), Waits, "it was built once");
    scene.event(id, EventKind::Image, "tag", &id_of("first"), &[("name", notes)]);
    assert_eq!(scene.check(id, "rebuild"), Wrong("same-content"), "it was given the same name again");
    scene.now(vec![shell(), image("second", &[notes], None), image("first", &["kept:1"], None)], vec![]);
    assert_eq!(scene.check(id, "rebuild"), Wrong("still-named"), "the earlier one has another name");
    scene.now(vec![shell(), image("second", &[notes], None)], vec![]);
    assert_eq!(scene.check(id, "rebuild"), Wrong("gone"), "the earlier one is gone altogether");
    let both = || vec![shell(), image("second", &[notes], None), image("first", &[], None)];
    scene.now(both(), vec![]);
    assert_eq!(scene.check(id, "rebuild"), Done, "the earlier one has lost its name");
    let lost = short_id(&id_of("first"));
    assert_eq!(scene.asked(id, "find").expect("it is asked").right(), [lost], "that one is dangling");
    assert_eq!(scene.asked(id, "count").expect("it is asked").right(), ["1"], "it is the only one");
    assert_eq!(scene.check(id, "remove"), Waits, "not before it was rebuilt");
    scene.is_done("rebuild");
    assert_eq!(scene.check(id, "remove"), Waits, "it is there");
    scene.now(both(), vec![container("c", "first", Exited)]);
    assert_eq!(scene.check(id, "remove"), Wrong("in-use"), "a container needs it");
    scene.now(vec![shell(), image("first", &[], None)], vec![]);
    assert_eq!(scene.check(id, "remove"), Wrong("named-removed"), "the one with the name was removed");
    scene.now(vec![shell(), image("second", &[notes], None)], vec![]);
    assert_eq!(scene.check(id, "remove"), Done, "it is gone");
}

#[test]
fn images_within() {
    let id = LessonId::Intermediate;
    let steps = "practice/steps:1.0";
    let mut scene = Scene::new(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "build"), Waits, "nothing was built");
    for (store, before, after) in [
        (ImageStore::Classic, Waits, Wrong("buildkit")),
        (ImageStore::Podman, Waits, Wrong("podman")),
        (ImageStore::Containerd, Wrong("containerd"), Wrong("containerd")),
    ] {
        scene.contents.store = store;
        scene.now(vec![shell()], vec![]);
        assert_eq!(scene.check(id, "build"), before, "before it is built in {store:?}");
        scene.now(vec![shell(), image("steps", &[steps], None)], vec![]);
        assert_eq!(scene.check(id, "build"), after, "built without any in {store:?}");
    }
    scene.contents.store = ImageStore::Classic;
    let built = || vec![shell(), image("one", &[], Some("shell")), image("two", &[], Some("one"))];
    scene.now([built(), vec![image("steps", &[steps], Some("two"))]].concat(), vec![]);
    assert_eq!(scene.check(id, "build"), Done, "it is built upon others");
    let upper = short_id(&id_of("two"));
    assert_eq!(scene.asked(id, "show-all").expect("it is asked").right(), [upper], "the one without a name");
    assert_eq!(scene.asked(id, "refused").expect("it is asked").right(), ["refused"], "as the engine would");
    scene.is_done("build");
    assert_eq!(scene.check(id, "remove"), Waits, "it is there");
    scene.now(built(), vec![]);
    assert_eq!(scene.check(id, "remove"), Wrong("left"), "those beneath it were left");
    assert_eq!(scene.asked(id, "left").expect("it is asked").right(), ["1"], "one of them has another upon it");
    scene.now(vec![shell()], vec![]);
    assert_eq!(scene.check(id, "remove"), Done, "all are gone");
    assert_eq!(scene.asked(id, "left").expect("it is asked").right(), ["0"], "none is left");
}

#[test]
fn a_page_is_changed() {
    let id = LessonId::Change;
    let server = || published(container("webserver", "web", Running), 8080);
    let mut scene = Scene::new(vec![], vec![]);
    assert_eq!(scene.check(id, "run"), Wrong("no-image"), "the image is to be pulled first");
    scene.now(vec![web()], vec![]);
    assert_eq!(scene.check(id, "run"), Waits, "nothing was run");
    assert_eq!(scene.check(id, "enter"), Waits, "nor can it be entered");
    for (found, expected) in [
        (published(container("other", "web", Running), 8080), Wrong("other-name")),
        (container("webserver", "shell", Running), Wrong("name-taken")),
        (container("webserver", "web", Exited), Wrong("stopped")),
        (container("webserver", "web", Running), Wrong("no-port")),
        (server(), Done),
    ] {
        let what = format!("{found:?}");
        scene.now(vec![web(), shell()], vec![found]);
        assert_eq!(scene.check(id, "run"), expected, "with {what}");
    }
    scene.is_done("run");
    assert_eq!(scene.check(id, "enter"), Waits, "no shell was begun in it");
    let container = container_id("webserver");
    scene.event(id, EventKind::Container, "exec_start: ls -l", &container, &[]);
    assert_eq!(scene.check(id, "enter"), Waits, "that is no shell");
    scene.event(id, EventKind::Container, "exec_start: sh -c exec bash", &container, &[]);
    assert_eq!(scene.check(id, "enter"), Done, "a shell, whatever begins it");

    assert_eq!(scene.check(id, "edit"), Waits, "nothing was read of it");
    let noise = Change { path: "/run".to_owned(), kind: ChangeKind::Changed, noise: Some(ChangeNoise::Engine) };
    scene.looked.passing.diffs.insert(container, Some(vec![noise]));
    assert_eq!(scene.check(id, "edit"), Waits, "nothing was changed");
    scene.diff("webserver", &[("/index.html", ChangeKind::Added)]);
    assert_eq!(scene.check(id, "edit"), Wrong("wrong-file"), "a page elsewhere");
    scene.diff("webserver", &[(PAGE, ChangeKind::Deleted)]);
    assert_eq!(scene.check(id, "edit"), Wrong("deleted"), "there is no page any more");
    scene.diff("webserver", &[(PAGE, ChangeKind::Changed)]);
    scene.text("webserver", "<h1>Good day</h1>");
    assert_eq!(scene.check(id, "edit"), Wrong("no-hello"), "another text");
    scene.text("webserver", "<h1>Hello, Docker!</h1>");
    assert_eq!(scene.check(id, "edit"), Done, "the page says hello");
    assert_eq!(scene.asked(id, "diff").expect("it is asked").right(), [PAGE], "the page has been changed");
    assert_eq!(scene.asked(id, "image").expect("it is asked").right(), [short_id(&id_of("web"))], "its image has not");
    scene.now(vec![web()], vec![server()]);
    assert_eq!(scene.asked(id, "image"), None, "where there is no other, there is nothing to choose from");

    scene.progress.seen.entered.clear();
    scene.now(vec![web()], vec![Container { state: Exited, ..server() }]);
    assert_eq!(scene.check(id, "enter"), Wrong("not-running"), "a stopped one cannot be entered");
    assert_eq!(scene.check(id, "edit"), Wrong("not-running"), "nor edited from within");
}

#[test]
fn a_port_that_is_taken_is_not_offered() {
    let mut scene = Scene::new(vec![web()], vec![published(container("other", "shell", Running), 8080)]);
    scene.looked.passing.ports.insert(8081, true);
    scene.looked.passing.ports.insert(8082, false);
    let told = tell(LessonId::Change, &scene.evidence());
    let page = lesson(LessonId::Change, told, &scene.evidence());
    assert_eq!(page.steps[0].values["port"], "8082", "a container has the first, something else the second");
    let Some(Action::Run(form)) = &page.steps[0].action else { panic!("it is run: {:?}", page.steps[0].action) };
    assert_eq!(form.ports, ["8082:80"], "the form has the same");
}

#[test]
fn a_change_is_kept() {
    let id = LessonId::Commit;
    let (kept, rebuilt) = ("practice/web:v2", "practice/web:v3");
    let server = || published(container("webserver", "web", Running), 8080);
    let mut scene = Scene::new(vec![web()], vec![]);
    scene.layers("web", &["one", "two"]);
    assert_eq!(scene.check(id, "commit"), Wrong("no-webserver"), "there is nothing to be kept");
    scene.now(vec![web()], vec![server()]);
    assert_eq!(scene.check(id, "commit"), Waits, "it was not kept");
    scene.now(vec![web(), image("k", &["mine:v2"], None)], vec![server()]);
    let made = id_of("k");
    scene.event(id, EventKind::Container, "commit", &container_id("webserver"), &[("imageID", &made)]);
    assert_eq!(scene.check(id, "commit"), Wrong("other-name"), "it was kept under another name");
    scene.now(vec![web(), image("k", &[kept], None)], vec![server()]);
    assert_eq!(scene.check(id, "commit"), Waits, "its layers were not read");
    scene.layers("k", &["other"]);
    assert_eq!(scene.check(id, "commit"), Wrong("other-image"), "something else has the name");
    scene.layers("k", &["one", "two", "three"]);
    assert_eq!(scene.check(id, "commit"), Done, "the web image's layers, and one more");
    assert_eq!(scene.asked(id, "history").expect("it is asked").right(), ["1"], "one layer more");
    assert_eq!(scene.asked(id, "shares").expect("it is asked").right(), ["2"], "all of the web image's");

    assert_eq!(scene.check(id, "run"), Waits, "it was not run");
    scene.now(vec![web(), image("k", &[kept], None)], vec![server(), published(container("web2", "k", Running), 8081)]);
    assert_eq!(scene.check(id, "run"), Done, "it runs");

    assert_eq!(scene.check(id, "dockerfile"), Waits, "nothing was built");
    scene.now(vec![web(), image("k", &[kept, rebuilt], None)], vec![server()]);
    assert_eq!(scene.check(id, "dockerfile"), Wrong("same-image"), "it is only another name");
    scene.now(vec![web(), image("k", &[kept], None), image("r", &[rebuilt], None)], vec![server()]);
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
        scene.looked.history.insert(id_of("r"), Some(vec![step(created_by)]));
        assert_eq!(scene.check(id, "dockerfile"), expected, "made by {created_by}");
    }
}

#[test]
fn a_lesson_is_done_when_all_is() {
    let id = LessonId::List;
    let mine = "practice/shell:mine";
    let mut scene = Scene::new(vec![image("shell", &[SHELL, mine], None), image("a", &["a:1"], None)], vec![]);
    let state = |scene: &Scene| lesson(id, tell(id, &scene.evidence()), &scene.evidence()).state;
    let take_in = |scene: &mut Scene| {
        scene.seen(id);
        let mut progress = scene.progress.clone();
        let news = take(&tell(id, &scene.evidence()), &mut progress);
        scene.progress = progress;
        news
    };
    assert!(take_in(&mut scene), "the first step is done");
    scene.now(vec![shell(), image("a", &["a:1"], None)], vec![]);
    take_in(&mut scene);
    for step in ["same-id", "filter"] {
        scene.is_done(step);
    }
    take_in(&mut scene);
    assert_eq!(state(&scene), LessonState::Begun, "its quiz is open");
    for question in ["untag-frees", "unique"] {
        let asked = scene.asked(id, question).expect("it is asked");
        let right: Vec<String> = asked.right().into_iter().map(str::to_owned).collect();
        assert_eq!(asked.judge(&right), Some(true), "the right answer");
        assert_eq!(asked.judge(&[]), Some(false), "none at all");
        assert_eq!(asked.judge(&["else".to_owned()]), None, "one that is not offered");
        scene.progress.answers.insert(question.to_owned(), asked.finish(question, Verdict::Right));
    }
    take_in(&mut scene);
    assert_eq!(state(&scene), LessonState::Done, "all is done");
    assert!(!take_in(&mut scene), "and nothing is new after that");
    let told = lesson(id, tell(id, &scene.evidence()), &scene.evidence());
    let verdicts: Vec<Verdict> = told.questions.iter().map(|question: &Question| question.verdict).collect();
    assert_eq!(verdicts, [Verdict::Right, Verdict::Right], "its questions stay as they were answered");
}

#[test]
fn choices_stand_in_the_same_order_each_time() {
    let words = Asked::words("right", &["one", "two", "three"]);
    let order = |asked: &Asked| -> Vec<String> {
        asked.finish("question", Verdict::Open).choices.into_iter().map(|choice| choice.id).collect()
    };
    assert_eq!(order(&words), order(&Asked::words("right", &["three", "two", "one"])), "however they were made");
    assert_eq!(order(&Asked::number(3, &[10])), ["2", "3", "4", "10"], "numbers by size");
    assert_eq!(order(&Asked::number(0, &[0])), ["0", "1", "2", "3"], "each once");
}

#[test]
fn only_what_a_lesson_made_is_put_back() {
    let id = LessonId::Commit;
    let own = belongings(id, Cast::on(true));
    let kept = "practice/web:v2";
    let mut progress = Progress { begun: true, ..Progress::default() };
    let there = contents(vec![web()], vec![container("webserver", "web", Running)]);
    assert_eq!(put_back(&there, &own, &progress), (vec![], None), "nothing was begun");

    progress.before = Some(Before {
        images: there.images.keys().cloned().collect(),
        tags: [WEB.to_owned()].into(),
        containers: [container_id("webserver")].into(),
    });
    assert_eq!(put_back(&there, &own, &progress), (vec![], None), "all of it was there before");

    let images = || {
        vec![
            web(),
            image("k", &[kept, "mine:1"], Some("web")),
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
    let (made, action) = put_back(&later, &own, &progress);
    assert_eq!(made, ["web2", "practice/web:v3", kept], "what bears the lesson's names, children first");
    let Some(Action::CleanUp { steps, .. }) = action else { panic!("it is cleaned up: {action:?}") };
    let web2 = || "web2".to_owned();
    let target = |target: &str| CleanupStep::RemoveImage { target: target.to_owned() };
    let expected = [
        CleanupStep::StopContainer { container: web2() },
        CleanupStep::RemoveContainer { container: web2() },
        target("practice/web:v3"),
        target(kept),
    ];
    assert_eq!(steps, expected, "what runs is stopped first");

    let used = contents(vec![image("k", &[kept], None)], vec![container("other", "k", Exited)]);
    assert_eq!(put_back(&used, &own, &progress).0, [] as [&str; 0], "another's container needs the image");
    progress.before.as_mut().unwrap().images.insert(id_of("old"));
    let old = contents(vec![image("old", &[kept], None)], vec![]);
    assert_eq!(put_back(&old, &own, &progress).0, [] as [&str; 0], "an image that was there must not go with a name");
}

#[test]
fn what_a_build_left_behind_is_put_back_too() {
    let id = LessonId::Dangling;
    let notes = "practice/notes:1.0";
    let mut scene = Scene::new(vec![image("first", &[notes], None), image("theirs", &[], None)], vec![]);
    scene.seen(id);
    scene.now(vec![image("second", &[notes], None), image("first", &[], None), image("theirs", &[], None)], vec![]);
    scene.seen(id);
    let (made, _) = put_back(&scene.contents, &belongings(id, scene.cast), &scene.progress);
    let mut expected = [notes.to_owned(), short_id(&id_of("first"))];
    expected.sort();
    let mut found = made;
    found.sort();
    assert_eq!(found, expected, "both that bore the name; one without a name that is not the lesson's stays");
}

#[test]
fn shells_are_put_back_and_no_other_container() {
    let id = LessonId::Shell;
    let mut scene =
        Scene::new(vec![shell()], vec![container("s", "shell", Exited), container("job", "shell", Running)]);
    scene.flags("s", Flags { tty: false, ..IN_SHELL });
    scene.flags("job", Flags::default());
    scene.progress.before.as_mut().unwrap().tags.insert(SHELL.to_owned());
    scene.seen(id);
    let (made, _) = put_back(&scene.contents, &belongings(id, scene.cast), &scene.progress);
    assert_eq!(made, ["s"], "what runs no shell is somebody else's");
}

#[test]
fn what_only_looks_leads_to_no_other_look() {
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
        assert_eq!(matters(&event(kind, action, "c", &[])), expected, "{action}");
    }
}

#[test]
fn every_lesson_is_told_on_an_empty_engine() {
    let scene = Scene { progress: Progress::default(), ..Scene::new(vec![], vec![]) };
    for id in LESSONS {
        let evidence = scene.evidence();
        let told = lesson(id, tell(id, &evidence), &evidence);
        assert_eq!(told.state, LessonState::New, "{id:?} was not begun");
        assert!(told.steps.len() >= 3, "{id:?} has its steps: {:?}", told.steps);
        assert!(told.steps.iter().all(|step| !step.done && step.hint.is_none()), "none is looked at: {id:?}");
        assert_eq!(told.questions, [], "nor is anything asked");
        assert!(evidence.wants().0.is_empty(), "nothing is read for it");
    }
}
