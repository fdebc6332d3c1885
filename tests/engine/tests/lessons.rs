//! The course on live engines: done in a terminal with the docker command alone, and done by Slipway; what is there
//! afterwards, and what is left when it was put back.

use std::sync::OnceLock;

use slipway_engine::practice::recipes::{Practice, practice_images};
use slipway_engine_tests::prelude::*;
use tokio::sync::{Mutex, MutexGuard};

const PATIENCE: Duration = Duration::from_secs(60);

const LESSONS: [LessonId; 7] = [
    LessonId::Pull,
    LessonId::Shell,
    LessonId::List,
    LessonId::Dangling,
    LessonId::Intermediate,
    LessonId::Change,
    LessonId::Commit,
];

/// The lessons publish ports of the machine, which all engines share.
async fn ports() -> MutexGuard<'static, ()> {
    static PORTS: OnceLock<Mutex<()>> = OnceLock::new();
    PORTS.get_or_init(Mutex::default).lock().await
}

/// Who the lessons are about.
struct Cast {
    shell: &'static str,
    shells: &'static str,
    mine: &'static str,
    web: &'static str,
    page: &'static str,
    kept: &'static str,
}

const PRACTICE: Cast = Cast {
    shell: "practice/shell:1.0",
    shells: "practice/shell",
    mine: "practice/shell:mine",
    web: "practice/web:1.0",
    page: "/usr/share/www/index.html",
    kept: "practice/web:v2",
};

const REAL: Cast = Cast {
    shell: "ubuntu:latest",
    shells: "ubuntu",
    mine: "ubuntu:mine",
    web: "nginx:latest",
    page: "/usr/share/nginx/html/index.html",
    kept: "nginx:v2",
};

/// A learner at an engine.
struct Bench {
    cast: Cast,
    docker: Cli,
    session: Arc<Session>,
    surroundings: Surroundings,
    endpoint: Option<Endpoint>,
}

impl Bench {
    /// On a real engine.
    async fn real(host: String, docker: Cli, folder: PathBuf) -> Self {
        Self::start(REAL, host, docker, folder, None).await
    }

    /// On an engine that counts as the practice engine, and has its images.
    async fn practice(lab: &Lab) -> Self {
        for Practice { repository, tags, recipe } in practice_images().expect("the practice images are made") {
            let image = recipe.build().expect("the image is built");
            lab.mirror().push(repository, tags, &image).await.expect("the mirror takes it");
        }
        let address = lab.docker_host();
        let endpoint = Endpoint { address, source: EndpointSource::Practice, name: String::new(), tls: None };
        let data = lab.folder().join("data");
        Self::start(PRACTICE, lab.docker_host(), lab.docker(), data, Some(endpoint)).await
    }

    async fn start(cast: Cast, host: String, docker: Cli, data: PathBuf, endpoint: Option<Endpoint>) -> Self {
        let surroundings = Surroundings {
            docker_host: Some(host),
            docker_config: data.join("no-login"),
            data_folder: Some(data),
            ..Surroundings::default()
        };
        let session = session(&surroundings, endpoint.clone()).await;
        Self { cast, docker, session, surroundings, endpoint }
    }

    /// Slipway is ended and started again.
    async fn restart(&mut self) {
        self.session = session(&self.surroundings, self.endpoint.clone()).await;
    }

    async fn run(&self, args: &[&str]) -> String {
        self.docker.run(args).await.unwrap_or_else(|error| panic!("the docker command succeeds: {error}"))
    }

    async fn lines(&self, args: &[&str]) -> Vec<String> {
        self.run(args).await.lines().map(str::to_owned).collect()
    }

    /// Types a line into a shell that is no container's.
    async fn typed(&self, line: &str) {
        let printed = self.docker.shell(line).await.expect("a shell");
        assert_eq!(printed.code, 0, "{line} succeeds: {}{}", printed.out, printed.err);
    }

    async fn course(&self, what: &str, is_so: impl FnMut(&Course) -> bool) -> Course {
        let mut course = self.session.lessons().watch();
        match tokio::time::timeout(PATIENCE, course.wait_for(is_so)).await {
            Ok(course) => course.expect("the session goes on").clone(),
            Err(_) => panic!("{what} takes longer than {PATIENCE:?}: {:#?}", self.session.lessons().watch().borrow()),
        }
    }

    async fn until(&self, id: LessonId, what: &str, is_so: impl Fn(&Lesson) -> bool) -> Lesson {
        let course = self.course(&format!("{id:?}: {what}"), |course| find(course, id).is_some_and(&is_so)).await;
        find(&course, id).expect("it has just been seen").clone()
    }

    async fn begin(&self, id: LessonId) -> Lesson {
        self.course("the course", |course| !course.lessons.is_empty()).await;
        self.session.begin_lesson(id).expect("the lesson is begun");
        self.until(id, "it is begun", |lesson| lesson.state == LessonState::Begun).await
    }

    async fn done(&self, id: LessonId, step: &str) -> LessonStep {
        let lesson = self.until(id, &format!("{step} is done"), |lesson| of(lesson, step).done).await;
        of(&lesson, step).clone()
    }

    async fn hinted(&self, id: LessonId, step: &str, hint: &str) -> LessonStep {
        let told = |lesson: &Lesson| of(lesson, step).hint.as_deref() == Some(hint);
        let lesson = self.until(id, &format!("{step} has the hint {hint}"), told).await;
        assert!(!of(&lesson, step).done, "{step} is not done by a wrong turn");
        of(&lesson, step).clone()
    }

    /// Answers a question wrongly, then rightly, as the docker command knows it.
    async fn answer(&self, id: LessonId, question: &str) -> Question {
        let asked = |lesson: &Lesson| question_of(lesson, question).is_some();
        let lesson = self.until(id, &format!("{question} is asked"), asked).await;
        let asked = question_of(&lesson, question).expect("it is asked");
        let right = self.right(question, id, &asked.choices).await;
        assert!(!right.is_empty() && right.len() < asked.choices.len(), "{question}: {right:?} of {:?}", asked.choices);
        assert!(asked.several || right.len() == 1, "{question} has one right answer: {right:?}");
        let wrong = asked.choices.iter().map(|choice| choice.id.clone()).find(|choice| !right.contains(choice));
        let wrong = wrong.expect("not all are right");
        for (choices, verdict) in [(vec![wrong], Verdict::Wrong), (right, Verdict::Right)] {
            self.session.lessons().answer(id, question, &choices).expect("the answer is taken");
            let judged = |lesson: &Lesson| question_of(lesson, question).is_some_and(|one| one.verdict == verdict);
            self.until(id, &format!("{choices:?} to {question} is {verdict:?}"), judged).await;
        }
        let lesson = self.until(id, "it stands", |_| true).await;
        question_of(&lesson, question).expect("it stays as it was").clone()
    }

    async fn layers(&self, image: &str) -> Vec<String> {
        self.lines(&["inspect", "-f", "{{range .RootFS.Layers}}{{println .}}{{end}}", image])
            .await
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// What the docker command says is right.
    async fn right(&self, question: &str, id: LessonId, choices: &[Choice]) -> Vec<String> {
        let cast = &self.cast;
        let offered = |ids: Vec<String>| -> Vec<String> {
            choices.iter().map(|choice| choice.id.clone()).filter(|choice| ids.contains(choice)).collect()
        };
        match question {
            "layer-count" => vec![self.layers(cast.shell).await.len().to_string()],
            "shares" if id == LessonId::Pull => {
                let own = self.layers(cast.shell).await;
                let mut right = Vec::new();
                for choice in choices {
                    if self.layers(&choice.id).await.iter().any(|layer| own.contains(layer)) {
                        right.push(choice.id.clone());
                    }
                }
                right
            }
            "shares" => {
                let (web, kept) = (self.layers(cast.web).await, self.layers(cast.kept).await);
                vec![kept.iter().filter(|layer| web.contains(layer)).count().to_string()]
            }
            "history" => {
                vec![(self.layers(cast.kept).await.len() - self.layers(cast.web).await.len()).to_string()]
            }
            "same-id" => {
                let id = self.run(&["inspect", "-f", "{{.Id}}", cast.shell]).await;
                let mut right = Vec::new();
                for choice in choices {
                    if self.run(&["inspect", "-f", "{{.Id}}", &choice.id]).await == id {
                        right.push(choice.id.clone());
                    }
                }
                right
            }
            "filter" => vec![self.lines(&["images", "-q", cast.shells]).await.len().to_string()],
            "untag-frees" => vec!["0".to_owned()],
            "find" => offered(self.lines(&["images", "-q", "-f", "dangling=true"]).await),
            "show-all" => {
                let shown: BTreeSet<String> = self.lines(&["images", "-q"]).await.into_iter().collect();
                let all = self.lines(&["images", "-aq"]).await;
                offered(all.into_iter().filter(|id| !shown.contains(id)).collect())
            }
            "refused" => {
                let id = self.session.lessons().watch().borrow().clone();
                let id = of(find(&id, LessonId::Intermediate).expect("it is there"), "refused").values["id"].clone();
                let printed = self.docker.output(&["rmi", &id]).await.expect("the docker command runs");
                assert!(printed.err.contains("dependent child images"), "the engine refuses: {printed:?}");
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
            other => panic!("another question needs another answer here: {other}"),
        }
    }

    /// Answers all of a lesson's quiz, and sees it done.
    async fn quiz(&self, id: LessonId, expected: &[&str]) {
        let asked = |lesson: &Lesson| expected.iter().all(|question| question_of(lesson, question).is_some());
        let lesson = self.until(id, "the quiz is asked", asked).await;
        let ids: Vec<&str> = lesson.questions.iter().map(|question| question.id.as_str()).collect();
        assert_eq!(ids, expected, "the quiz of {id:?}");
        for question in expected {
            self.answer(id, question).await;
        }
        self.until(id, "it is done", |lesson| lesson.state == LessonState::Done).await;
    }

    /// Performs an action to its end.
    async fn perform(&self, action: Action) -> Job {
        let id = self.session.perform(action);
        let ended = tokio::time::timeout(PATIENCE, self.session.jobs().ended(id)).await;
        let job = ended.expect("the job ends").expect("it is kept");
        assert_eq!(job.state, JobState::Done, "it is done: {job:?}");
        job
    }

    /// Performs what a step offers.
    async fn does(&self, id: LessonId, step: &str) -> Job {
        let lesson =
            self.until(id, &format!("{step} offers something"), |lesson| of(lesson, step).action.is_some()).await;
        self.perform(of(&lesson, step).action.clone().expect("it offers something")).await
    }

    async fn type_in(&self, console: &str, text: &str) {
        let text = Bytes::copy_from_slice(text.as_bytes());
        self.session.consoles().write(console, text).await.expect("the console takes input");
    }

    /// All that there is, as the docker command lists it.
    async fn standing(&self) -> BTreeSet<String> {
        let images =
            ["images", "-a", "--no-trunc", "--digests", "--format", "{{.ID}} {{.Repository}}:{{.Tag}} {{.Digest}}"];
        let containers = ["ps", "-a", "--no-trunc", "--format", "{{.ID}} {{.Names}} {{.Image}}"];
        self.lines(&images).await.into_iter().chain(self.lines(&containers).await).collect()
    }

    /// Puts a lesson back as it was.
    async fn put_back(&self, id: LessonId) {
        let lesson = self.until(id, "there is something to be put back", |lesson| lesson.put_back.is_some()).await;
        assert!(!lesson.made.is_empty(), "what will go is told by name");
        self.perform(lesson.put_back.expect("there is something")).await;
        self.until(id, "nothing is left", |lesson| lesson.put_back.is_none() && lesson.made.is_empty()).await;
    }
}

async fn session(surroundings: &Surroundings, endpoint: Option<Endpoint>) -> Arc<Session> {
    let session = Arc::new(Session::start(surroundings.clone()));
    if endpoint.is_some() {
        session.link().choose(endpoint.clone());
    }
    let mut engines = session.link().engines();
    let source = endpoint.map_or(EndpointSource::DockerHost, |endpoint| endpoint.source);
    let found =
        engines.wait_for(|engine| engine.as_ref().is_some_and(|engine| engine.info().endpoint.source == source));
    tokio::time::timeout(PATIENCE, found).await.expect("the engine answers").expect("the session goes on");
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

/// Things of somebody else's, which no lesson may touch.
async fn foreign(docker: &Cli) {
    data::dangling(docker).await.expect("a dangling image");
    docker.run(&["run", "-d", "--name", "foreign", "redis"]).await.expect("a container that runs");
    docker.run(&["create", "-it", "--name", "foreign-shell", "ubuntu:14.04", "bash"]).await.expect("another container");
    docker.run(&["tag", "redis", "foreign/image:1"]).await.expect("another name");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lesson_can_be_done_in_a_terminal_and_put_back() {
    let _ports = ports().await;
    let lab = lab().await;
    foreign(&lab.docker()).await;
    let mut bench = Bench::real(lab.docker_host(), lab.docker(), lab.folder().join("data")).await;
    let classic = lab.store() == Store::Classic;
    let before = bench.standing().await;
    let Cast { shell, mine, web, page, kept, .. } = bench.cast;

    let id = LessonId::Pull;
    bench.begin(id).await;
    bench.run(&["pull", "-q", shell]).await;
    bench.done(id, "pull").await;
    bench.answer(id, "layer-count").await;
    bench.done(id, "look").await;
    bench.quiz(id, &["shares", "digest"]).await;

    let id = LessonId::Shell;
    let lesson = bench.begin(id).await;
    assert!(lesson.put_back.is_none(), "what was pulled before is not this lesson's: {:?}", lesson.made);
    let mut terminal = bench.docker.terminal(&format!("docker run -it --rm {shell} bash")).expect("a terminal");
    bench.done(id, "run").await;
    terminal.type_in("echo hello > /root/hello\r").await.expect("it takes input");
    bench.done(id, "file").await;
    terminal.type_in("exit\r").await.expect("it takes input");
    terminal.ended().await.expect("it ends");
    bench.done(id, "leave").await;
    let mut terminal = bench.docker.terminal(&format!("docker run -it {shell} bash")).expect("a terminal");
    bench.hinted(id, "keep", "running").await;
    terminal.type_in("exit\r").await.expect("it takes input");
    terminal.ended().await.expect("it ends");
    let kept_shell = bench.done(id, "keep").await.values["container"].clone();
    bench.run(&["rm", &kept_shell]).await;
    bench.done(id, "remove").await;
    bench.quiz(id, &["flags", "remains"]).await;
    bench.restart().await;
    let lesson = bench.until(id, "it is told", |_| true).await;
    assert_eq!(lesson.state, LessonState::Done, "how far one has come is kept over a restart");
    assert!(lesson.questions.iter().all(|question| question.verdict == Verdict::Right), "and what was answered");

    let id = LessonId::List;
    bench.begin(id).await;
    bench.run(&["tag", shell, mine]).await;
    bench.done(id, "tag").await;
    bench.answer(id, "same-id").await;
    bench.answer(id, "filter").await;
    bench.run(&["rmi", mine]).await;
    bench.done(id, "untag").await;
    bench.quiz(id, &["untag-frees", "unique"]).await;

    let id = LessonId::Dangling;
    let lesson = bench.begin(id).await;
    bench.typed(&of(&lesson, "build").command.clone().expect("a command").text).await;
    bench.done(id, "build").await;
    bench.typed(&of(&lesson, "rebuild").command.clone().expect("a command").text).await;
    bench.done(id, "rebuild").await;
    let lost = bench.answer(id, "find").await.choices;
    assert!(lost.len() > 1, "there is something to choose from");
    let lesson = bench.until(id, "what to remove is told", |lesson| of(lesson, "remove").action.is_some()).await;
    bench.run(&["rmi", &of(&lesson, "remove").values["id"]]).await;
    bench.done(id, "remove").await;
    bench.quiz(id, &["how", "needed", "count"]).await;

    let id = LessonId::Intermediate;
    let lesson = bench.begin(id).await;
    let build = of(&lesson, "build").command.clone().expect("a command").text;
    if classic {
        bench.typed(&build).await;
        bench.done(id, "build").await;
        bench.answer(id, "show-all").await;
        bench.answer(id, "refused").await;
        bench.run(&["rmi", "practice/steps:1.0"]).await;
        bench.done(id, "remove").await;
        bench.quiz(id, &["difference", "bytes", "left"]).await;
    } else {
        bench.hinted(id, "build", "containerd").await;
    }

    let id = LessonId::Change;
    let lesson = bench.begin(id).await;
    let publish = format!("{}:80", of(&lesson, "run").values["port"]);
    bench.run(&["run", "-d", "-p", &publish, "--name", "webserver", web]).await;
    bench.done(id, "run").await;
    let mut terminal = bench.docker.terminal("docker exec -it webserver bash").expect("a terminal");
    bench.done(id, "enter").await;
    terminal.type_in(&format!("echo Good day > {page}\r")).await.expect("it takes input");
    bench.hinted(id, "edit", "no-hello").await;
    terminal.type_in(&format!("echo '<h1>Hello, Docker!</h1>' > {page}\r")).await.expect("it takes input");
    bench.done(id, "edit").await;
    terminal.type_in("exit\r").await.expect("it takes input");
    terminal.ended().await.expect("it ends");
    bench.answer(id, "diff").await;
    bench.quiz(id, &["where", "lost", "image"]).await;

    let id = LessonId::Commit;
    let lesson = bench.begin(id).await;
    bench.run(&["commit", "--author", "A", "--message", "M", "webserver", kept]).await;
    bench.done(id, "commit").await;
    bench.answer(id, "history").await;
    let publish = format!("{}:80", of(&lesson, "run").values["port"]);
    bench.run(&["run", "-d", "-p", &publish, "--name", "web2", kept]).await;
    bench.done(id, "run").await;
    bench.typed(&of(&lesson, "dockerfile").command.clone().expect("a command").text).await;
    bench.done(id, "dockerfile").await;
    bench.quiz(id, &["why-not", "shares"]).await;

    bench.restart().await;
    bench.course("the course", |course| !course.lessons.is_empty()).await;
    for id in LESSONS.into_iter().rev().filter(|id| ![LessonId::List, LessonId::Shell].contains(id)) {
        if classic || id != LessonId::Intermediate {
            let lesson = bench.until(id, "it is told", |_| true).await;
            if lesson.put_back.is_some() {
                bench.put_back(id).await;
            }
        }
    }
    assert_eq!(bench.standing().await, before, "all is as it was before, and nothing else is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lesson_can_be_done_by_slipway_on_the_practice_engine() {
    let _ports = ports().await;
    let lab = lab().await;
    foreign(&lab.docker()).await;
    let bench = Bench::practice(&lab).await;
    let before = bench.standing().await;
    let page = bench.cast.page;
    assert!(bench.session.engine().expect("it answers").info().practice, "it counts as the practice engine");

    let id = LessonId::Pull;
    bench.begin(id).await;
    bench.does(id, "pull").await;
    bench.done(id, "pull").await;
    bench.answer(id, "layer-count").await;
    bench.does(id, "sibling").await;
    bench.done(id, "sibling").await;
    bench.quiz(id, &["shares", "digest"]).await;

    let id = LessonId::Shell;
    bench.begin(id).await;
    for (run, then) in [("run", Some("leave")), ("keep", None)] {
        let job = bench.does(id, run).await;
        let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console is opened: {job:?}") };
        if then.is_some() {
            bench.type_in(&console, "echo hello > /root/hello\r").await;
            bench.done(id, "file").await;
        }
        bench.type_in(&console, "exit\r").await;
        bench.done(id, then.unwrap_or(run)).await;
    }
    bench.does(id, "remove").await;
    bench.done(id, "remove").await;
    bench.quiz(id, &["flags", "remains"]).await;

    let id = LessonId::List;
    bench.begin(id).await;
    bench.does(id, "tag").await;
    bench.done(id, "tag").await;
    bench.answer(id, "same-id").await;
    bench.answer(id, "filter").await;
    bench.does(id, "untag").await;
    bench.done(id, "untag").await;
    bench.quiz(id, &["untag-frees", "unique"]).await;

    let id = LessonId::Dangling;
    bench.begin(id).await;
    for step in ["build", "rebuild"] {
        let job = bench.does(id, step).await;
        assert!(job.log.iter().any(|line| line.contains("echo")), "the builder's words are told: {:?}", job.log);
        bench.done(id, step).await;
    }
    bench.answer(id, "find").await;
    bench.does(id, "remove").await;
    bench.done(id, "remove").await;
    bench.quiz(id, &["how", "needed", "count"]).await;

    if lab.store() == Store::Classic {
        let id = LessonId::Intermediate;
        bench.begin(id).await;
        bench.does(id, "build").await;
        bench.done(id, "build").await;
        bench.answer(id, "show-all").await;
        bench.answer(id, "refused").await;
        bench.does(id, "remove").await;
        bench.done(id, "remove").await;
        bench.quiz(id, &["difference", "bytes", "left"]).await;
    }

    let id = LessonId::Change;
    bench.begin(id).await;
    bench.hinted(id, "run", "no-image").await;
    bench.does(id, "run").await;
    bench.until(id, "it is pulled", |lesson| matches!(of(lesson, "run").action, Some(Action::Run(_)))).await;
    bench.does(id, "run").await;
    bench.done(id, "run").await;
    let job = bench.does(id, "enter").await;
    let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console is opened: {job:?}") };
    bench.done(id, "enter").await;
    bench.type_in(&console, &format!("echo '<h1>Hello, Docker!</h1>' > {page}\r")).await;
    bench.done(id, "edit").await;
    bench.type_in(&console, "exit\r").await;
    bench.answer(id, "diff").await;
    bench.quiz(id, &["where", "lost", "image"]).await;

    let id = LessonId::Commit;
    bench.begin(id).await;
    bench.does(id, "commit").await;
    bench.done(id, "commit").await;
    bench.answer(id, "history").await;
    bench.does(id, "run").await;
    bench.done(id, "run").await;
    bench.does(id, "dockerfile").await;
    bench.done(id, "dockerfile").await;
    bench.quiz(id, &["why-not", "shares"]).await;

    for id in LESSONS.into_iter().rev() {
        let lesson = bench.until(id, "it is told", |_| true).await;
        if lesson.put_back.is_some() {
            bench.put_back(id).await;
        }
    }
    assert_eq!(bench.standing().await, before, "all is as it was before, and nothing else is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_turns_have_their_hints() {
    let lab = lab().await;
    let bench = Bench::practice(&lab).await;
    let Cast { shell, mine, .. } = bench.cast;

    let id = LessonId::Pull;
    bench.begin(id).await;
    bench.run(&["pull", "-q", "practice/shell"]).await;
    let step = bench.hinted(id, "pull", "other-tag").await;
    assert_eq!(step.values["found"], "practice/shell:latest", "the hint names what was pulled");
    bench.run(&["pull", "-q", shell]).await;
    bench.done(id, "pull").await;
    let refused = bench.session.lessons().answer(id, "layer-count", &["none of these".to_owned()]);
    assert_eq!(refused.expect_err("it is not offered").code, ErrorCode::QuestionChanged, "only what is offered counts");

    let id = LessonId::Shell;
    bench.begin(id).await;
    for (flags, hint) in [("-i", "no-tty"), ("-dt", "no-interactive"), ("-dit", "no-rm")] {
        let mut args = vec!["create"];
        let flags = flags.trim_start_matches("-d").trim_start_matches('-');
        let flags = format!("-{flags}");
        args.extend([flags.as_str(), "--name", hint, shell, "bash"]);
        bench.run(&args).await;
        bench.hinted(id, "run", hint).await;
        bench.run(&["rm", hint]).await;
    }
    let mut terminal =
        bench.docker.terminal(&format!("docker run -it --rm --name mine {shell} bash")).expect("a terminal");
    bench.done(id, "run").await;
    terminal.type_in("echo hello > /tmp/hello\r").await.expect("it takes input");
    let step = bench.hinted(id, "file", "other-file").await;
    assert_eq!(step.values["found"], "/tmp/hello", "the hint names the file");
    bench.run(&["kill", "mine"]).await;
    terminal.ended().await.expect("it ends");
    bench.hinted(id, "leave", "killed").await;
    bench.hinted(id, "file", "not-running").await;

    let id = LessonId::List;
    bench.begin(id).await;
    bench.run(&["tag", "practice/shell:latest", mine]).await;
    bench.hinted(id, "tag", "other-image").await;
    bench.run(&["tag", shell, mine]).await;
    bench.done(id, "tag").await;
    bench.run(&["rmi", shell]).await;
    bench.hinted(id, "untag", "wrong-tag").await;
    bench.run(&["rmi", mine]).await;
    bench.hinted(id, "untag", "image-gone").await;
    bench.run(&["pull", "-q", shell]).await;
    bench.done(id, "untag").await;

    let id = LessonId::Dangling;
    let lesson = bench.begin(id).await;
    let build = of(&lesson, "build").command.clone().expect("a command").text;
    bench.typed(&build).await;
    bench.done(id, "build").await;
    bench.typed(&build).await;
    bench.hinted(id, "rebuild", "same-content").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn podman_runs_the_lessons_it_can() {
    let _ports = ports().await;
    let lab = lab().await;
    let podman = lab.podman().await.expect("Podman starts");
    let bench = Bench::real(podman.docker_host(), podman.docker(), lab.folder().join("podman-data")).await;
    let before = bench.standing().await;
    let store = bench.session.engine().expect("it answers").info().store;
    assert_eq!(store, ImageStore::Podman, "it is Podman");
    let Cast { shell, mine, web, page, kept, .. } = bench.cast;

    let id = LessonId::Pull;
    bench.begin(id).await;
    bench.does(id, "pull").await;
    bench.done(id, "pull").await;
    bench.answer(id, "layer-count").await;

    let id = LessonId::Shell;
    bench.begin(id).await;
    let job = bench.does(id, "run").await;
    let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console is opened: {job:?}") };
    bench.done(id, "run").await;
    bench.type_in(&console, "echo hello > /root/hello\r").await;
    bench.done(id, "file").await;
    bench.type_in(&console, "exit\r").await;
    bench.done(id, "leave").await;

    let id = LessonId::List;
    bench.begin(id).await;
    bench.run(&["tag", shell, mine]).await;
    bench.done(id, "tag").await;
    bench.run(&["rmi", mine]).await;
    bench.done(id, "untag").await;

    let id = LessonId::Dangling;
    bench.begin(id).await;
    for step in ["build", "rebuild"] {
        bench.does(id, step).await;
        bench.done(id, step).await;
    }
    bench.answer(id, "find").await;
    bench.does(id, "remove").await;
    bench.done(id, "remove").await;

    let id = LessonId::Intermediate;
    bench.begin(id).await;
    bench.does(id, "build").await;
    bench.done(id, "build").await;
    bench.answer(id, "show-all").await;
    bench.does(id, "remove").await;
    bench.done(id, "remove").await;

    let id = LessonId::Change;
    bench.begin(id).await;
    bench.run(&["pull", "-q", web]).await;
    bench.until(id, "it is pulled", |lesson| matches!(of(lesson, "run").action, Some(Action::Run(_)))).await;
    bench.does(id, "run").await;
    bench.done(id, "run").await;
    let job = bench.does(id, "enter").await;
    let Some(Outcome::Console { id: console, .. }) = job.outcome else { panic!("a console is opened: {job:?}") };
    bench.done(id, "enter").await;
    bench.type_in(&console, &format!("echo '<h1>Hello, Docker!</h1>' > {page}\r")).await;
    bench.done(id, "edit").await;

    let id = LessonId::Commit;
    bench.begin(id).await;
    bench.does(id, "commit").await;
    bench.done(id, "commit").await;
    bench.answer(id, "history").await;
    assert_eq!(bench.layers(kept).await.len(), bench.layers(web).await.len() + 1, "one layer more");

    for id in LESSONS.into_iter().rev() {
        let lesson = bench.until(id, "it is told", |_| true).await;
        if lesson.put_back.is_some() {
            bench.put_back(id).await;
        }
    }
    assert_eq!(bench.standing().await, before, "all is as it was before");
}
