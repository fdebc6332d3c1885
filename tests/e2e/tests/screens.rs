//! Each screen in both languages, light and dark, wide and narrow: no fault that axe-core knows, no word that comes from
//! no message file, and a picture to look at.

use slipway_e2e::{Messages, Result, Surroundings, Window, free_port};
use slipway_lab::{Cli, Lab, LabOptions, data};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
const THEMES: [&str; 2] = ["light", "dark"];
/// Names of products, the same in every language; and the file that one of them reads.
const NAMES: [&str; 10] = [
    "Dockerfile",
    "Docker Desktop",
    "Rancher Desktop",
    "Podman (rootless)",
    "OrbStack",
    "Colima",
    "Docker",
    "Podman",
    "Slipway",
    "dive",
];
/// Widths in pixels, and what a picture's name has for it.
const WIDTHS: [(u32, &str); 3] = [(1280, ""), (800, "-narrow"), (640, "-narrowest")];

#[tokio::test(flavor = "multi_thread")]
async fn each_screen_is_sound() -> Result {
    let mut lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    stock(&docker).await?;
    let engine = engine_words(&docker).await?;
    let window = Window::open(Surroundings { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let mut faults = Vec::new();
    for language in LANGUAGES {
        for theme in THEMES {
            let mut look = Look::new(&window, language, theme, &engine, lab.mirror().address()).await?;
            look.round().await?;
            faults.append(&mut look.faults);
        }
    }
    lab.stop_engine().await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    for language in LANGUAGES {
        for theme in THEMES {
            let mut look = Look::new(&window, language, theme, &engine, lab.mirror().address()).await?;
            window.click("nav-images").await?;
            look.at("unreachable").await?;
            faults.append(&mut look.faults);
        }
    }
    assert!(faults.is_empty(), "{} faults on the screens:\n{}", faults.len(), faults.join("\n"));
    window.close().await
}

/// What there is to be seen.
async fn stock(docker: &Cli) -> Result {
    for reference in ["ubuntu:14.04", "ubuntu:16.04", "ubuntu:latest", "nginx:latest"] {
        docker.run(&["pull", "-q", reference]).await?;
    }
    data::dangling(docker).await?;
    let port = format!("{}:80", free_port()?);
    docker.run(&["run", "-d", "--name", "webserver", "-p", &port, "-e", "COLOUR=blue", "-v", "/logs", "nginx"]).await?;
    docker.run(&["run", "--name", "ended", "ubuntu:14.04", "false"]).await.err().ok_or("`false` fails")?;
    let change = "echo '<h1>Hello, Docker!</h1>' > /usr/share/nginx/html/index.html; rm /etc/hostname.bak; date > /new";
    docker.output(&["exec", "webserver", "bash", "-c", change]).await?;
    Ok(())
}

/// What the engine says of itself and of what it has; the window may show all of it as it is.
async fn engine_words(docker: &Cli) -> Result<Vec<String>> {
    let about = "{{.Name}}\n{{.OperatingSystem}}\n{{.ServerVersion}}\n{{.DockerRootDir}}\n{{.OSType}}\n\
                 {{range .RegistryConfig.Mirrors}}{{.}}\n{{end}}";
    let asked: [&[&str]; 8] = [
        &["info", "-f", about],
        &["version", "-f", "{{.Server.APIVersion}}\n{{.Server.Arch}}\n{{.Client.Version}}"],
        &["images", "--format", "{{.Repository}}:{{.Tag}}\n{{.Repository}}\n{{.Tag}}"],
        &["images", "-aq"],
        &["ps", "-a", "--format", "{{.Names}}\n{{.Image}}\n{{.Ports}}"],
        &["inspect", "-f", "{{range .Mounts}}{{.Type}}\n{{.Destination}}\n{{end}}", "webserver"],
        &["inspect", "-f", "{{.Author}}", "nginx:latest"],
        &["--version"],
    ];
    let mut words = Vec::new();
    for args in asked {
        let printed = docker.run(args).await?;
        words.extend(printed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    }
    // The longest first: a name may be part of another.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    Ok(words)
}

/// One look at the window, in one language and theme.
struct Look<'a> {
    window: &'a Window,
    language: &'static str,
    theme: &'static str,
    messages: Messages,
    engine: &'a [String],
    /// The address of a registry mirror.
    mirror: String,
    faults: Vec<String>,
}

impl<'a> Look<'a> {
    async fn new(
        window: &'a Window,
        language: &'static str,
        theme: &'static str,
        engine: &'a [String],
        mirror: &str,
    ) -> Result<Look<'a>> {
        window.find("settings-language").await?.select_by_value(language).await?;
        window.find("settings-theme").await?.select_by_value(theme).await?;
        window
            .until(format!("the page is in {language}"), || async {
                let lang = window.script("return document.documentElement.lang", vec![]).await?;
                Ok((lang == language).then_some(()))
            })
            .await?;
        Ok(Self {
            window,
            language,
            theme,
            messages: Messages::read(language)?,
            engine,
            mirror: format!("http://{mirror}"),
            faults: Vec::new(),
        })
    }

    async fn round(&mut self) -> Result {
        let window = self.window;
        window.click("glossary-open").await?;
        window.find_with("glossary-term", "[data-term=podman]").await?;
        self.at("glossary").await?;
        self.leave("glossary").await?;

        window.click("nav-images").await?;
        window.click_with("image-row", "[data-kind=dangling] [data-testid=term]").await?;
        window.find("term-example").await?;
        self.at("term").await?;
        self.leave("term-popover").await?;

        window.click_with("image-row", "[data-reference='nginx:latest']").await?;
        window.until_text("image-detail", "daemon off").await?;
        self.at("images").await?;

        window.click("nav-learn").await?;
        // The lab's engine stands for the learner's own.
        if !window.all("ground-real", "").await?.is_empty() {
            window.click("ground-real").await?;
        }
        window.find_with("practice", "[data-ground=real]").await?;
        self.at("learn").await?;
        window.click_with("lesson-card", "[data-lesson=pull] [data-testid=lesson-open]").await?;
        window.find("lesson-question").await?;
        window.click("nav-images").await?;
        self.at("lesson").await?;
        window.click("lesson-leave").await?;
        window.until_count("lesson", "", 0).await?;

        window.click("pull-open").await?;
        window.fill("pull-reference", "Ubuntu:14.04").await?;
        window.until_problem("[data-testid=pull-reference]", "referenceUppercase").await?;
        self.at("pull").await?;
        self.leave("pull-dialog").await?;

        window.click("images-remove-dangling").await?;
        window.find("removal-start").await?;
        self.at("removal").await?;
        window.press_escape().await?;
        window.until_count("removal-start", "", 0).await?;

        self.layers().await?;

        window.click("nav-containers").await?;
        window.click_with("container-row", "[data-name=webserver] [role=gridcell]").await?;
        window.until_text("container-detail", "/logs").await?;
        self.at("containers").await?;

        window.click("run-open").await?;
        window.fill("run-image", "nginx:latest").await?;
        window.click("run-preset-server").await?;
        self.at("run").await?;
        window.click_with("run-dialog", " [data-testid=command-explain]").await?;
        window.find("command-whole").await?;
        self.at("explain").await?;
        window.press_escape().await?;
        window.until_count("command-explained", "", 0).await?;
        self.leave("run-dialog").await?;

        window.click_with("container-row", "[data-name=webserver] [data-testid=container-changes]").await?;
        window.click_with("change-row", "[data-path$='index.html']").await?;
        window.until_text("change-content", "Hello, Docker!").await?;
        self.at("changes").await?;

        window.click("changes-commit").await?;
        window.find("commit-preview").await?;
        window.fill("commit-repository", "nginx").await?;
        window.fill("commit-tag", "latest").await?;
        window.find_with("commit-dialog", " [data-testid=error][data-code=tagTaken]").await?;
        self.at("commit").await?;
        self.leave("commit-dialog").await?;
        window.click("changes-back").await?;

        window.click_with("container-row", "[data-name=webserver] [data-testid=container-console]").await?;
        window.find_with("console-shell", ":enabled").await?;
        self.at("console-new").await?;
        window.click("console-open").await?;
        window.find_with("console-tab", "[data-state=open]").await?;
        window.until_text("console-terminal", "root@").await?;
        self.at("console").await?;
        window.click("console-close").await?;
        window.until_count("console-tab", "", 0).await?;

        self.cleanup().await?;

        window.click("nav-activity").await?;
        window.find_with("job", "[data-state=done]").await?;
        self.at("activity").await?;

        window.click("nav-engine").await?;
        window.find_with("nav-engine", "[aria-current=page]").await?;
        self.at("engine").await?;

        window.click("mirrors-edit").await?;
        window.fill_first_row("mirrors-list", &self.mirror).await?;
        window.click("mirror-test").await?;
        window.find_with("mirror-result", "[data-state=done]").await?;
        window.find_with("mirror-lines", "[data-place]").await?;
        self.at("mirrors").await?;
        self.leave("mirrors-dialog").await
    }

    /// What is in an image's layers.
    async fn layers(&mut self) -> Result {
        let window = self.window;
        window.click_with("image-row", "[data-reference='nginx:latest']").await?;
        window.click("image-layers").await?;
        window.find_with("layers-panel", "[data-wasted]").await?;
        window.find("layers-node").await?;
        self.at("layers").await?;
        for tab in ["largest", "waste", "duplicates"] {
            window.click(&format!("layers-tab-{tab}")).await?;
            self.at(&format!("layers-{tab}")).await?;
        }
        window.click("layers-back").await?;
        window.until_count("layers-panel", "", 0).await
    }

    /// A plan for the dangling image, in each of its views, and the question before it is carried out.
    async fn cleanup(&mut self) -> Result {
        let window = self.window;
        window.click("nav-cleanup").await?;
        window.find("cleanup-picture").await?;
        window.click_with("cleanup-suggestion", "[data-reason=dangling] input").await?;
        window.click("cleanup-accept-all").await?;
        window.find_with("cleanup-run", ":enabled").await?;
        for view in ["list", "layers", "picture"] {
            window.click(&format!("cleanup-view-{view}")).await?;
            self.at(&format!("cleanup-{view}")).await?;
        }
        window.click("cleanup-run").await?;
        window.find("cleanup-confirm").await?;
        self.at("cleanup-confirm").await?;
        self.leave("cleanup-confirm-dialog").await?;
        window.click("cleanup-clear").await
    }

    /// Looks at the screen that is there now, wide and narrow.
    async fn at(&mut self, screen: &str) -> Result {
        for (width, suffix) in WIDTHS {
            self.window.resize(width, 820).await?;
            let name = format!("screen-{screen}-{}-{}{suffix}", self.language, self.theme);
            self.window.picture(&name).await?;
            let broken = self.window.axe().await?;
            self.faults.extend(broken.into_iter().map(|fault| format!("{name}: {fault}")));
            let foreign = self.foreign_words().await?;
            self.faults.extend(foreign.into_iter().map(|text| format!("{name}: no message says {text:?}")));
        }
        self.window.resize(WIDTHS[0].0, 820).await
    }

    async fn leave(&self, dialog: &str) -> Result {
        self.window.press_escape().await?;
        self.window.until_count(dialog, "", 0).await
    }

    /// Visible texts in letters of the other language that come neither from a message nor from the engine. Commands, and
    /// whatever else is typed or printed as code, are nobody's language; what is in another on purpose says so. A
    /// message with terms in it is in pieces, and is taken whole.
    async fn foreign_words(&self) -> Result<Vec<String>> {
        let script = "const code = '.code, code, pre, kbd, input, textarea, .xterm, script, style, body [lang]';
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const texts = [];
            while (walker.nextNode()) {
                const { parentElement: parent, data } = walker.currentNode;
                // A message in pieces is one text, with the code in it; and so is a name.
                const message = parent.closest('[data-message], [data-in-pieces]');
                if ((!message && parent.closest(code)) || !parent.checkVisibility()) continue;
                const piece = parent.closest('[data-testid=term]')?.parentElement ?? parent;
                const whole = piece.querySelector(':scope > [data-testid=term]') ? piece.textContent : data;
                texts.push((message?.textContent ?? whole).replace(/\\s+/g, ' ').trim());
            }
            for (const named of document.querySelectorAll('[aria-label]'))
                if (!named.closest('.xterm')) texts.push(named.getAttribute('aria-label'));
            return [...new Set(texts)]";
        let texts: Vec<String> = serde_json::from_value(self.window.script(script, vec![]).await?)?;
        let foreign = match self.language {
            "en" => |letter: char| letter.is_alphabetic() && !letter.is_ascii(),
            _ => |letter: char| letter.is_ascii_alphabetic(),
        };
        Ok(texts.into_iter().filter(|text| !self.said(text) && self.own(text).contains(foreign)).collect())
    }

    /// Whether a message says it, or two do, as where an error's next step follows its sentence.
    fn said(&self, text: &str) -> bool {
        let mut halves = text.match_indices(' ').map(|(at, _)| text.split_at(at));
        self.messages.say(text) || halves.any(|(one, other)| self.messages.say(one) && self.messages.say(other.trim()))
    }

    /// What is left of a text without the engine's words, products' names, figures with their units, and commands' flags.
    fn own(&self, text: &str) -> String {
        let known = self.engine.iter().map(String::as_str).chain(NAMES);
        let left = known.fold(text.to_owned(), |left, word| left.replace(word, " "));
        left.split_whitespace().filter(|word| !figure(word) && !flag(word)).collect::<Vec<_>>().join(" ")
    }
}

/// `12.3MB`, `400kB/s`
fn figure(word: &str) -> bool {
    let unit = word.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == '.');
    unit.len() < word.len() && ["B", "kB", "MB", "GB", "TB"].contains(&unit.trim_end_matches("/s"))
}

/// `-it`, `--rm`
fn flag(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|name| !name.is_empty())
}
