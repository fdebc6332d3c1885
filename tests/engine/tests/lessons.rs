//! The course on live engines: done in a terminal with the docker command alone, and done by Slipway; what exists
//! afterwards, and what is left after a reset.

use std::sync::OnceLock;

use slipway_engine::practice::recipes::{PracticeImage, practice_images};
use slipway_engine_tests::prelude::*;
use tokio::sync::{Mutex, MutexGuard};

const TIMEOUT: Duration = Duration::from_secs(60);

const LESSONS: [LessonId; 7] = [
    LessonId::Pull,
    LessonId::Shell,
    LessonId::List,
    LessonId::Dangling,
    LessonId::Intermediate,
    LessonId::Change,
    LessonId::Commit,
];

/// Serialises tests that publish ports: all engines share those of the machine.
async fn ports() -> MutexGuard<'static, ()> {
    static PORTS: OnceLock<Mutex<()>> = OnceLock::new();
    PORTS.get_or_init(Mutex::default).lock().await
}

/// The images that the lessons work with.
struct Images {
    shell: &'static str,
    shell_repository: &'static str,
    second_tag: &'static str,
    web: &'static str,
    page: &'static str,
    committed: &'static str,
}

const PRACTICE: Images = Images {
    shell: "practice/shell:1.0",
    shell_repository: "practice/shell",
    second_tag: "practice/shell:mine",
    web: "practice/web:1.0",
    page: "/usr/share/www/index.html",
    committed: "practice/web:v2",
};

const DOCKER_HUB: Images = Images {
    shell: "ubuntu:latest",
    shell_repository: "ubuntu",
    second_tag: "ubuntu:mine",
    web: "nginx:latest",
    page: "/usr/share/nginx/html/index.html",
    committed: "nginx:v2",
};

/// A learner who does the course on an engine.
struct Learner {
    images: Images,
    docker: Cli,
    session: Arc<Session>,
    environment: Environment,
    endpoint: Option<Endpoint>,
}

impl Learner {
    /// Starts on an engine of the learner's own.
    async fn on(host: String, docker: Cli, folder: PathBuf) -> Self {
        Self::start(DOCKER_HUB, host, docker, folder, None).await
    }

    /// Starts on an engine that passes for the practice engine, with its images in the mirror.
    async fn on_practice_engine(lab: &Lab) -> Self {
        for PracticeImage { repository, tags, recipe } in practice_images().expect("the practice images are described")
        {
            let image = recipe.build().expect("the image is built");
            lab.mirror().push(repository, tags, &image).await.expect("the mirror accepts it");
        }
        let address = lab.docker_host();
        let endpoint = Endpoint { address, source: EndpointSource::Practice, name: String::new(), tls: None };
        let data = lab.folder().join("data");
        Self::start(PRACTICE, lab.docker_host(), lab.docker(), data, Some(endpoint)).await
    }

    async fn start(images: Images, host: String, docker: Cli, data: PathBuf, endpoint: Option<Endpoint>) -> Self {
        let environment = Environment {
            docker_host: Some(host),
            docker_config: data.join("no-login"),
            data_folder: Some(data),
            ..Environment::default()
        };
        let session = session(&environment, endpoint.clone()).await;
        Self { images, docker, session, environment, endpoint }
    }

    /// Restarts Slipway.
    async fn restart(&mut self) {
        self.session = session(&self.environment, self.endpoint.clone()).await;
    }

    async fn run(&self, args: &[&str]) -> String {
        self.docker.run(args).await.unwrap_or_else(|error| panic!("the docker command succeeds: {error}"))
    }

    async fn lines(&self, args: &[&str]) -> Vec<String> {
        self.run(args).await.lines().map(str::to_owned).collect()
    }

    /// Runs a line in a shell of the host.
    async fn run_line(&self, line: &str) {
        let output = self.docker.shell(line).await.expect("a shell starts");
        assert_eq!(output.code, 0, "{line} succeeds: {}{}", output.out, output.err);
    }

    async fn course(&self, what: &str, condition: impl FnMut(&Course) -> bool) -> Course {
        let mut course = self.session.lessons().watch();
        match tokio::time::timeout(TIMEOUT, course.wait_for(condition)).await {
            Ok(course) => course.expect("the session is alive").clone(),
            Err(_) => panic!("{what} takes longer than {TIMEOUT:?}: {:#?}", self.session.lessons().watch().borrow()),
        }
    }

    async fn until(&self, id: LessonId, what: &str, condition: impl Fn(&Lesson) -> bool) -> Lesson {
        let course = self.course(&format!("{id:?}: {what}"), |course| find(course, id).is_some_and(&condition)).await;
        find(&course, id).expect("the course has the lesson").clone()
    }

    async fn lesson(&self, id: LessonId) -> Lesson {
        self.until(id, "the lesson is in the course", |_| true).await
    }

    async fn begin(&self, id: LessonId) -> Lesson {
        self.course("the course", |course| !course.lessons.is_empty()).await;
        self.session.begin_lesson(id).expect("the lesson starts");
        self.until(id, "the lesson is started", |lesson| lesson.state == LessonState::Started).await
    }

    async fn done(&self, id: LessonId, step: &str) -> LessonStep {
        let lesson = self.until(id, &format!("{step} is done"), |lesson| of(lesson, step).done).await;
        of(&lesson, step).clone()
    }

    async fn hint(&self, id: LessonId, step: &str, hint: &str) -> LessonStep {
        let has_hint = |lesson: &Lesson| of(lesson, step).hint.as_deref() == Some(hint);
        let lesson = self.until(id, &format!("{step} has the hint {hint}"), has_hint).await;
        assert!(!of(&lesson, step).done, "a wrong turn does not complete {step}");
        of(&lesson, step).clone()
    }

    /// Answers a question first wrongly, then correctly, as the docker command answers it.
    async fn answer(&self, id: LessonId, question: &str) -> Question {
        let is_asked = |lesson: &Lesson| question_of(lesson, question).is_some();
        let lesson = self.until(id, &format!("{question} is asked"), is_asked).await;
        let asked = question_of(&lesson, question).expect("the question is asked");
        let right = self.right(question, id, &asked.choices).await;
        assert!(!right.is_empty() && right.len() < asked.choices.len(), "{question}: {right:?} of {:?}", asked.choices);
        assert!(asked.several || right.len() == 1, "{question} has one right answer: {right:?}");
        let wrong = asked.choices.iter().map(|choice| choice.id.clone()).find(|choice| !right.contains(choice));
        let wrong = wrong.expect("some choice is wrong");
        for (choices, verdict) in [(vec![wrong], Verdict::Wrong), (right, Verdict::Right)] {
            self.session.lessons().answer(id, question, &choices).expect("the answer is accepted");
            let is_judged =
                |lesson: &Lesson| question_of(lesson, question).is_some_and(|asked| asked.verdict == verdict);
            self.until(id, &format!("{choices:?} to {question} is {verdict:?}"), is_judged).await;
        }
        let lesson = self.lesson(id).await;
        question_of(&lesson, question).expect("an answered question stays").clone()
    }

    async fn layers(&self, image: &str) -> Vec<String> {
        self.lines(&["inspect", "-f", "{{range .RootFS.Layers}}{{println .}}{{end}}", image])
            .await
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// The right answer according to the docker command.
    async fn right(&self, question: &str, id: LessonId, choices: &[Choice]) -> Vec<String> {
        let images = &self.images;
        let offered = |ids: Vec<String>| -> Vec<String> {
            choices.iter().map(|choice| choice.id.clone()).filter(|choice| ids.contains(choice)).collect()
        };
        match question {
            "layer-count" => vec![self.layers(images.shell).await.len().to_string()],
            "shares" if id == LessonId::Pull => {
                let own = self.layers(images.shell).await;
                let mut right = Vec::new();
                for choice in choices {
                    if self.layers(&choice.id).await.iter().any(|layer| own.contains(layer)) {
                        right.push(choice.id.clone());
                    }
                }
                right
            }
            "shares" => {
                let (web, committed) = (self.layers(images.web).await, self.layers(images.committed).await);
                vec![committed.iter().filter(|layer| web.contains(layer)).count().to_string()]
            }
            "history" => {
                vec![(self.layers(images.committed).await.len() - self.layers(images.web).await.len()).to_string()]
            }
            "same-id" => {
                let id = self.run(&["inspect", "-f", "{{.Id}}", images.shell]).await;
                let mut right = Vec::new();
                for choice in choices {
                    if self.run(&["inspect", "-f", "{{.Id}}", &choice.id]).await == id {
                        right.push(choice.id.clone());
                    }
                }
                right
            }
            "filter" => vec![self.lines(&["images", "-q", images.shell_repository]).await.len().to_string()],
            "untag-frees" => vec!["0".to_owned()],
            "find" => offered(self.lines(&["images", "-q", "-f", "dangling=true"]).await),
            "show-all" => {
                let shown: BTreeSet<String> = self.lines(&["images", "-q"]).await.into_iter().collect();
                let all = self.lines(&["images", "-aq"]).await;
                offered(all.into_iter().filter(|id| !shown.contains(id)).collect())
            }
            "refused" => {
                let course = self.session.lessons().watch().borrow().clone();
                let lesson = find(&course, LessonId::Intermediate).expect("the course has the lesson");
                let parent = of(lesson, "refused").values["id"].clone();
                let output = self.docker.output(&["rmi", &parent]).await.expect("the docker command runs");
                assert!(output.err.contains("dependent child images"), "the engine refuses: {output:?}");
                vec!["refused".to_owned()]
            }
            "diff" => {
                let changed = self.lines(&["diff", "webserver"]).await;
                offered(changed.iter().filter_map(|line| line.strip_prefix("C ").map(str::to_owned)).collect())
            }
            "count" => vec![self.lines(&["images", "-q", "-f", "dangling=true"]).await.len().to_string()],
            "left" => {
                let shown: BTreeSet<String> = self.lines(&["images", "-q"]).await.into_iter().collect();
                let all: BTreeSet<String> = self.lines(&["images", "-aq"]).await.into_iter().collect();
                vec![all.difference(&shown).count().to_string()]
            }
            "image" => {
                let id = self.run(&["inspect", "-f", "{{.Image}}", "webserver"]).await;
                offered(vec![id.trim_start_matches("sha256:").chars().take(12).collect()])
            }
            "digest" => vec!["digest".to_owned()],
            "flags" => vec!["-t".to_owned()],
            "remains" | "where" => vec!["container".to_owned()],
            "unique" => vec!["id".to_owned()],
            "how" => vec!["name-moved".to_owned()],
            "needed" => vec!["yes".to_owned()],
            "difference" => vec!["built-on".to_owned()],
            "bytes" => vec!["no".to_owned()],
            "lost" => vec!["gone".to_owned()],
            "why-not" => vec!["unknown".to_owned()],
            other => panic!("no answer is known to {other}"),
        }
    }

    /// Answers a lesson's whole quiz, which completes the lesson.
    async fn quiz(&self, id: LessonId, expected: &[&str]) {
        let is_asked = |lesson: &Lesson| expected.iter().all(|question| question_of(lesson, question).is_some());
        let lesson = self.until(id, "the quiz is asked", is_asked).await;
        let ids: Vec<&str> = lesson.questions.iter().map(|question| question.id.as_str()).collect();
        assert_eq!(ids, expected, "the quiz of {id:?}");
        for question in expected {
            self.answer(id, question).await;
        }
        self.until(id, "the lesson is done", |lesson| lesson.state == LessonState::Done).await;
    }

    /// Performs an action, and waits until its job ends.
    async fn perform(&self, action: Action) -> Job {
        let id = self.session.perform(action);
        let ended = tokio::time::timeout(TIMEOUT, self.session.jobs().wait(id)).await;
        let job = ended.expect("the job ends").expect("ended jobs are kept");
        assert_eq!(job.state, JobState::Done, "the job succeeds: {job:?}");
        job
    }

    /// Performs the action that a step offers.
    async fn perform_step(&self, id: LessonId, step: &str) -> Job {
        let has_action = |lesson: &Lesson| of(lesson, step).action.is_some();
        let lesson = self.until(id, &format!("{step} offers an action"), has_action).await;
        self.perform(of(&lesson, step).action.clone().expect("the step offers an action")).await
    }

    async fn type_in(&self, console: &str, text: &str) {
        let text = Bytes::copy_from_slice(text.as_bytes());
        self.session.consoles().write(console, text).await.expect("the console accepts input");
    }

    /// All images and containers, as the docker command lists them.
    async fn snapshot(&self) -> BTreeSet<String> {
        let images =
            ["images", "-a", "--no-trunc", "--digests", "--format", "{{.ID}} {{.Repository}}:{{.Tag}} {{.Digest}}"];
        let containers = ["ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.Image}}"];
        self.lines(&images).await.into_iter().chain(self.lines(&containers).await).collect()
    }

    /// Resets a lesson.
    async fn reset(&self, id: LessonId) {
        let lesson = self.until(id, "there is something to reset", |lesson| lesson.reset.is_some()).await;
        assert!(!lesson.created.is_empty(), "the preview names what will be removed");
        self.perform(lesson.reset.expect("there is something to reset")).await;
        self.until(id, "nothing is left", |lesson| lesson.reset.is_none() && lesson.created.is_empty()).await;
    }

    /// Resets a lesson if it created anything that still exists.
    async fn reset_if_needed(&self, id: LessonId) {
        if self.lesson(id).await.reset.is_some() {
            self.reset(id).await;
        }
    }
}

async fn session(environment: &Environment, endpoint: Option<Endpoint>) -> Arc<Session> {
    let session = Arc::new(Session::start(environment.clone()));
    if endpoint.is_some() {
        session.link().choose(endpoint.clone());
    }
    let mut engines = session.link().engines();
    let source = endpoint.map_or(EndpointSource::DockerHost, |endpoint| endpoint.source);
    let found =
        engines.wait_for(|engine| engine.as_ref().is_some_and(|engine| engine.info().endpoint.source == source));
    tokio::time::timeout(TIMEOUT, found).await.expect("the engine answers").expect("the session is alive");
    session
}

fn find(course: &Course, id: LessonId) -> Option<&Lesson> {
    course.lessons.iter().find(|lesson| lesson.id == id)
}

fn of<'a>(lesson: &'a Lesson, step: &str) -> &'a LessonStep {
    let ids = || lesson.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>();
    lesson.steps.iter().find(|one| one.id == step).unwrap_or_else(|| panic!("{step} is a step among {:?}", ids()))
}

fn question_of<'a>(lesson: &'a Lesson, id: &str) -> Option<&'a Question> {
    let of_steps = lesson.steps.iter().filter_map(|step| step.question.as_ref());
    of_steps.chain(&lesson.questions).find(|question| question.id == id)
}

async fn lab() -> Lab {
    Lab::start(LabOptions::default()).await.expect("the lab starts")
}

/// Creates images and containers that no lesson may touch.
async fn foreign(docker: &Cli) {
    data::dangling(docker).await.expect("a dangling image is created");
    docker.run(&["run", "-d", "--name", "foreign", "redis"]).await.expect("a container runs");
    docker
        .run(&["create", "-it", "--name", "foreign-shell", "ubuntu:14.04", "bash"])
        .await
        .expect("another container is created");
    docker.run(&["tag", "redis", "foreign/image:1"]).await.expect("an image gets another tag");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lesson_can_be_done_in_a_terminal_and_reset() {
    let _ports = ports().await;
    let lab = lab().await;
    foreign(&lab.docker()).await;
    let mut learner = Learner::on(lab.docker_host(), lab.docker(), lab.folder().join("data")).await;
    let classic = lab.store() == Store::Classic;
    let before = learner.snapshot().await;
    let Images { shell, second_tag, web, page, committed, .. } = learner.images;

    let id = LessonId::Pull;
    learner.begin(id).await;
    learner.run(&["pull", "-q", shell]).await;
    learner.done(id, "pull").await;
    learner.answer(id, "layer-count").await;
    learner.done(id, "look").await;
    learner.quiz(id, &["shares", "digest"]).await;

    let id = LessonId::Shell;
    let lesson = learner.begin(id).await;
    assert!(lesson.reset.is_none(), "what was pulled before does not belong to this lesson: {:?}", lesson.created);
    let mut terminal = learner.docker.terminal(&format!("docker run -it --rm {shell} bash")).expect("a terminal opens");
    learner.done(id, "run").await;
    terminal.type_in("echo hello > /root/hello\r").await.expect("the terminal accepts input");
    learner.done(id, "file").await;
    terminal.type_in("exit\r").await.expect("the terminal accepts input");
    terminal.ended().await.expect("the terminal ends");
    learner.done(id, "leave").await;
    let mut terminal = learner.docker.terminal(&format!("docker run -it {shell} bash")).expect("a terminal opens");
    learner.hint(id, "keep", "running").await;
    terminal.type_in("exit\r").await.expect("the terminal accepts input");
    terminal.ended().await.expect("the terminal ends");
    let kept_shell = learner.done(id, "keep").await.values["container"].clone();
    learner.run(&["rm", &kept_shell]).await;
    learner.done(id, "remove").await;
    learner.quiz(id, &["flags", "remains"]).await;
    learner.restart().await;
    let lesson = learner.lesson(id).await;
    assert_eq!(lesson.state, LessonState::Done, "the progress survives a restart");
    assert!(lesson.questions.iter().all(|question| question.verdict == Verdict::Right), "so do the answers");

    let id = LessonId::List;
    learner.begin(id).await;
    learner.run(&["tag", shell, second_tag]).await;
    learner.done(id, "tag").await;
    learner.answer(id, "same-id").await;
    learner.answer(id, "filter").await;
    learner.run(&["rmi", second_tag]).await;
    learner.done(id, "untag").await;
    learner.quiz(id, &["untag-frees", "unique"]).await;

    let id = LessonId::Dangling;
    let lesson = learner.begin(id).await;
    learner.run_line(&of(&lesson, "build").command.clone().expect("the step has a command").text).await;
    learner.done(id, "build").await;
    learner.run_line(&of(&lesson, "rebuild").command.clone().expect("the step has a command").text).await;
    learner.done(id, "rebuild").await;
    let lost = learner.answer(id, "find").await.choices;
    assert!(lost.len() > 1, "there are wrong choices");
    let lesson =
        learner.until(id, "the image to remove is known", |lesson| of(lesson, "remove").action.is_some()).await;
    learner.run(&["rmi", &of(&lesson, "remove").values["id"]]).await;
    learner.done(id, "remove").await;
    learner.quiz(id, &["how", "needed", "count"]).await;

    let id = LessonId::Intermediate;
    let lesson = learner.begin(id).await;
    let build = of(&lesson, "build").command.clone().expect("the step has a command").text;
    if classic {
        learner.run_line(&build).await;
        learner.done(id, "build").await;
        learner.answer(id, "show-all").await;
        learner.answer(id, "refused").await;
        learner.run(&["rmi", "practice/steps:1.0"]).await;
        learner.done(id, "remove").await;
        learner.quiz(id, &["difference", "bytes", "left"]).await;
    } else {
        learner.hint(id, "build", "containerd").await;
    }

    let id = LessonId::Change;
    let lesson = learner.begin(id).await;
    let publish = format!("{}:80", of(&lesson, "run").values["port"]);
    learner.run(&["run", "-d", "-p", &publish, "--name", "webserver", web]).await;
    learner.done(id, "run").await;
    let mut terminal = learner.docker.terminal("docker exec -it webserver bash").expect("a terminal opens");
    learner.done(id, "enter").await;
    terminal.type_in(&format!("echo Good day > {page}\r")).await.expect("the terminal accepts input");
    learner.hint(id, "edit", "no-hello").await;
    terminal.type_in(&format!("echo '<h1>Hello, Docker!</h1>' > {page}\r")).await.expect("the terminal accepts input");
    learner.done(id, "edit").await;
    terminal.type_in("exit\r").await.expect("the terminal accepts input");
    terminal.ended().await.expect("the terminal ends");
    learner.answer(id, "diff").await;
    learner.quiz(id, &["where", "lost", "image"]).await;

    let id = LessonId::Commit;
    let lesson = learner.begin(id).await;
    learner.run(&["commit", "--author", "A", "--message", "M", "webserver", committed]).await;
    learner.done(id, "commit").await;
    learner.answer(id, "history").await;
    let publish = format!("{}:80", of(&lesson, "run").values["port"]);
    learner.run(&["run", "-d", "-p", &publish, "--name", "web2", committed]).await;
    learner.done(id, "run").await;
    learner.run_line(&of(&lesson, "dockerfile").command.clone().expect("the step has a command").text).await;
    learner.done(id, "dockerfile").await;
    learner.quiz(id, &["why-not", "shares"]).await;

    learner.restart().await;
    learner.course("the course", |course| !course.lessons.is_empty()).await;
    for id in LESSONS.into_iter().rev().filter(|id| ![LessonId::List, LessonId::Shell].contains(id)) {
        if classic || id != LessonId::Intermediate {
            learner.reset_if_needed(id).await;
        }
    }
    assert_eq!(learner.snapshot().await, before, "everything is as it was before, and nothing else was removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lesson_can_be_done_by_slipway_on_the_practice_engine() {
    let _ports = ports().await;
    let lab = lab().await;
    foreign(&lab.docker()).await;
    let learner = Learner::on_practice_engine(&lab).await;
    let before = learner.snapshot().await;
    let page = learner.images.page;
    assert!(
        learner.session.engine().expect("the engine answers").info().practice,
        "the engine passes for the practice engine"
    );

    let id = LessonId::Pull;
    learner.begin(id).await;
    learner.perform_step(id, "pull").await;
    learner.done(id, "pull").await;
    learner.answer(id, "layer-count").await;
    learner.perform_step(id, "sibling").await;
    learner.done(id, "sibling").await;
    learner.quiz(id, &["shares", "digest"]).await;

    let id = LessonId::Shell;
    learner.begin(id).await;
    for (run, then) in [("run", Some("leave")), ("keep", None)] {
        let job = learner.perform_step(id, run).await;
        let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console opens: {job:?}") };
        if then.is_some() {
            learner.type_in(&console, "echo hello > /root/hello\r").await;
            learner.done(id, "file").await;
        }
        learner.type_in(&console, "exit\r").await;
        learner.done(id, then.unwrap_or(run)).await;
    }
    learner.perform_step(id, "remove").await;
    learner.done(id, "remove").await;
    learner.quiz(id, &["flags", "remains"]).await;

    let id = LessonId::List;
    learner.begin(id).await;
    learner.perform_step(id, "tag").await;
    learner.done(id, "tag").await;
    learner.answer(id, "same-id").await;
    learner.answer(id, "filter").await;
    learner.perform_step(id, "untag").await;
    learner.done(id, "untag").await;
    learner.quiz(id, &["untag-frees", "unique"]).await;

    let id = LessonId::Dangling;
    learner.begin(id).await;
    for step in ["build", "rebuild"] {
        let job = learner.perform_step(id, step).await;
        assert!(job.log.iter().any(|line| line.contains("echo")), "the log has the builder's output: {:?}", job.log);
        learner.done(id, step).await;
    }
    learner.answer(id, "find").await;
    learner.perform_step(id, "remove").await;
    learner.done(id, "remove").await;
    learner.quiz(id, &["how", "needed", "count"]).await;

    if lab.store() == Store::Classic {
        let id = LessonId::Intermediate;
        learner.begin(id).await;
        learner.perform_step(id, "build").await;
        learner.done(id, "build").await;
        learner.answer(id, "show-all").await;
        learner.answer(id, "refused").await;
        learner.perform_step(id, "remove").await;
        learner.done(id, "remove").await;
        learner.quiz(id, &["difference", "bytes", "left"]).await;
    }

    let id = LessonId::Change;
    learner.begin(id).await;
    learner.hint(id, "run", "no-image").await;
    learner.perform_step(id, "run").await;
    learner.until(id, "the image is pulled", |lesson| matches!(of(lesson, "run").action, Some(Action::Run(_)))).await;
    learner.perform_step(id, "run").await;
    learner.done(id, "run").await;
    let job = learner.perform_step(id, "enter").await;
    let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console opens: {job:?}") };
    learner.done(id, "enter").await;
    learner.type_in(&console, &format!("echo '<h1>Hello, Docker!</h1>' > {page}\r")).await;
    learner.done(id, "edit").await;
    learner.type_in(&console, "exit\r").await;
    learner.answer(id, "diff").await;
    learner.quiz(id, &["where", "lost", "image"]).await;

    let id = LessonId::Commit;
    learner.begin(id).await;
    learner.perform_step(id, "commit").await;
    learner.done(id, "commit").await;
    learner.answer(id, "history").await;
    learner.perform_step(id, "run").await;
    learner.done(id, "run").await;
    learner.perform_step(id, "dockerfile").await;
    learner.done(id, "dockerfile").await;
    learner.quiz(id, &["why-not", "shares"]).await;

    for id in LESSONS.into_iter().rev() {
        learner.reset_if_needed(id).await;
    }
    assert_eq!(learner.snapshot().await, before, "everything is as it was before, and nothing else was removed");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_turns_have_their_hints() {
    let lab = lab().await;
    let learner = Learner::on_practice_engine(&lab).await;
    let Images { shell, second_tag, .. } = learner.images;

    let id = LessonId::Pull;
    learner.begin(id).await;
    learner.run(&["pull", "-q", "practice/shell"]).await;
    let step = learner.hint(id, "pull", "other-tag").await;
    assert_eq!(step.values["found"], "practice/shell:latest", "the hint names what was pulled");
    learner.run(&["pull", "-q", shell]).await;
    learner.done(id, "pull").await;
    let refused = learner.session.lessons().answer(id, "layer-count", &["none of these".to_owned()]);
    assert_eq!(
        refused.expect_err("the choice is not offered").code,
        ErrorCode::QuestionChanged,
        "only offered choices are accepted"
    );

    let id = LessonId::Shell;
    learner.begin(id).await;
    for (flags, hint) in [("-i", "no-tty"), ("-dt", "no-interactive"), ("-dit", "no-rm")] {
        let mut args = vec!["create"];
        let flags = flags.trim_start_matches("-d").trim_start_matches('-');
        let flags = format!("-{flags}");
        args.extend([flags.as_str(), "--name", hint, shell, "bash"]);
        learner.run(&args).await;
        learner.hint(id, "run", hint).await;
        learner.run(&["rm", hint]).await;
    }
    let mut terminal =
        learner.docker.terminal(&format!("docker run -it --rm --name mine {shell} bash")).expect("a terminal opens");
    learner.done(id, "run").await;
    terminal.type_in("echo hello > /tmp/hello\r").await.expect("the terminal accepts input");
    let step = learner.hint(id, "file", "other-file").await;
    assert_eq!(step.values["found"], "/tmp/hello", "the hint names the file");
    learner.run(&["kill", "mine"]).await;
    terminal.ended().await.expect("the terminal ends");
    learner.hint(id, "leave", "killed").await;
    learner.hint(id, "file", "not-running").await;

    let id = LessonId::List;
    learner.begin(id).await;
    learner.run(&["tag", "practice/shell:latest", second_tag]).await;
    learner.hint(id, "tag", "other-image").await;
    learner.run(&["tag", shell, second_tag]).await;
    learner.done(id, "tag").await;
    learner.run(&["rmi", shell]).await;
    learner.hint(id, "untag", "wrong-tag").await;
    learner.run(&["rmi", second_tag]).await;
    learner.hint(id, "untag", "image-gone").await;
    learner.run(&["pull", "-q", shell]).await;
    learner.done(id, "untag").await;

    let id = LessonId::Dangling;
    let lesson = learner.begin(id).await;
    let build = of(&lesson, "build").command.clone().expect("the step has a command").text;
    learner.run_line(&build).await;
    learner.done(id, "build").await;
    learner.run_line(&build).await;
    learner.hint(id, "rebuild", "same-content").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lessons_can_be_done_on_podman() {
    let _ports = ports().await;
    let lab = lab().await;
    let podman = lab.podman().await.expect("Podman starts");
    let learner = Learner::on(podman.docker_host(), podman.docker(), lab.folder().join("podman-data")).await;
    let before = learner.snapshot().await;
    let store = learner.session.engine().expect("the engine answers").info().store;
    assert_eq!(store, ImageStore::Podman, "the engine is Podman");
    let Images { shell, second_tag, web, page, committed, .. } = learner.images;

    let id = LessonId::Pull;
    learner.begin(id).await;
    learner.perform_step(id, "pull").await;
    learner.done(id, "pull").await;
    learner.answer(id, "layer-count").await;

    let id = LessonId::Shell;
    learner.begin(id).await;
    let job = learner.perform_step(id, "run").await;
    let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console opens: {job:?}") };
    learner.done(id, "run").await;
    learner.type_in(&console, "echo hello > /root/hello\r").await;
    learner.done(id, "file").await;
    learner.type_in(&console, "exit\r").await;
    learner.done(id, "leave").await;

    let id = LessonId::List;
    learner.begin(id).await;
    learner.run(&["tag", shell, second_tag]).await;
    learner.done(id, "tag").await;
    learner.run(&["rmi", second_tag]).await;
    learner.done(id, "untag").await;

    let id = LessonId::Dangling;
    learner.begin(id).await;
    for step in ["build", "rebuild"] {
        learner.perform_step(id, step).await;
        learner.done(id, step).await;
    }
    learner.answer(id, "find").await;
    learner.perform_step(id, "remove").await;
    learner.done(id, "remove").await;

    let id = LessonId::Intermediate;
    learner.begin(id).await;
    learner.perform_step(id, "build").await;
    learner.done(id, "build").await;
    learner.answer(id, "show-all").await;
    learner.perform_step(id, "remove").await;
    learner.done(id, "remove").await;

    let id = LessonId::Change;
    learner.begin(id).await;
    learner.run(&["pull", "-q", web]).await;
    learner.until(id, "the image is pulled", |lesson| matches!(of(lesson, "run").action, Some(Action::Run(_)))).await;
    learner.perform_step(id, "run").await;
    learner.done(id, "run").await;
    let job = learner.perform_step(id, "enter").await;
    let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console opens: {job:?}") };
    learner.done(id, "enter").await;
    learner.type_in(&console, &format!("echo '<h1>Hello, Docker!</h1>' > {page}\r")).await;
    learner.done(id, "edit").await;

    let id = LessonId::Commit;
    learner.begin(id).await;
    learner.perform_step(id, "commit").await;
    learner.done(id, "commit").await;
    learner.answer(id, "history").await;
    assert_eq!(
        learner.layers(committed).await.len(),
        learner.layers(web).await.len() + 1,
        "the commit added one layer"
    );

    for id in LESSONS.into_iter().rev() {
        learner.reset_if_needed(id).await;
    }
    assert_eq!(learner.snapshot().await, before, "everything is as it was before");
}
