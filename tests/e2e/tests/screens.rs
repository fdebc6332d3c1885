//! Each screen in both languages, light and dark, wide and narrow: no accessibility violation that axe-core finds, no text
//! that comes from no message file, and a screenshot for a person to check.

use slipway_e2e::{Environment, Messages, Result, Window, free_port};
use slipway_lab::{Cli, Lab, LabOptions, data};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];
const THEMES: [&str; 2] = ["light", "dark"];
/// Product names, which are the same in every language, and the file that one of them reads.
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
/// Widths in pixels, and the suffix of a screenshot's name.
const WIDTHS: [(u32, &str); 3] = [(1280, ""), (800, "-narrow"), (640, "-narrowest")];

#[tokio::test(flavor = "multi_thread")]
async fn each_screen_is_accessible_and_translated() -> Result {
    let mut lab = Lab::start(LabOptions::default()).await?;
    let docker = lab.docker();
    create_objects(&docker).await?;
    let engine = engine_texts(&docker).await?;
    let window = Window::open(Environment { docker_host: lab.docker_host(), language: "en" }).await?;
    window.find_with("engine-status", "[data-state=connected]").await?;

    let mut faults = Vec::new();
    for language in LANGUAGES {
        for theme in THEMES {
            let mut tour = Tour::new(&window, language, theme, &engine, lab.mirror().address()).await?;
            tour.visit_all().await?;
            faults.append(&mut tour.faults);
        }
    }
    lab.stop_engine().await?;
    window.find_with("engine-status", "[data-state=unreachable]").await?;
    for language in LANGUAGES {
        for theme in THEMES {
            let mut tour = Tour::new(&window, language, theme, &engine, lab.mirror().address()).await?;
            window.click("nav-images").await?;
            tour.check("unreachable").await?;
            faults.append(&mut tour.faults);
        }
    }
    assert!(faults.is_empty(), "{} faults on the screens:\n{}", faults.len(), faults.join("\n"));
    window.close().await
}

/// Creates images and containers to show.
async fn create_objects(docker: &Cli) -> Result {
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

/// The texts with which the engine describes itself and its objects; the window may show them unchanged.
async fn engine_texts(docker: &Cli) -> Result<Vec<String>> {
    let about = "{{.Name}}\n{{.OperatingSystem}}\n{{.ServerVersion}}\n{{.DockerRootDir}}\n{{.OSType}}\n\
                 {{range .RegistryConfig.Mirrors}}{{.}}\n{{end}}";
    let commands: [&[&str]; 8] = [
        &["info", "-f", about],
        &["version", "-f", "{{.Server.APIVersion}}\n{{.Server.Arch}}\n{{.Client.Version}}"],
        &["images", "--format", "{{.Repository}}:{{.Tag}}\n{{.Repository}}\n{{.Tag}}"],
        &["images", "-aq"],
        &["ps", "-a", "--format", "{{.Names}}\n{{.Image}}\n{{.Ports}}"],
        &["inspect", "-f", "{{range .Mounts}}{{.Type}}\n{{.Destination}}\n{{end}}", "webserver"],
        &["inspect", "-f", "{{.Author}}", "nginx:latest"],
        &["--version"],
    ];
    let mut texts = Vec::new();
    for args in commands {
        let printed = docker.run(args).await?;
        texts.extend(printed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned));
    }
    // The longest first, since a name may be part of another.
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    texts.dedup();
    Ok(texts)
}

/// A tour of the window's screens in one language and theme.
struct Tour<'a> {
    window: &'a Window,
    language: &'static str,
    theme: &'static str,
    messages: Messages,
    engine: &'a [String],
    /// The address of a registry mirror.
    mirror: String,
    faults: Vec<String>,
}

impl<'a> Tour<'a> {
    async fn new(
        window: &'a Window,
        language: &'static str,
        theme: &'static str,
        engine: &'a [String],
        mirror: &str,
    ) -> Result<Tour<'a>> {
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

    async fn visit_all(&mut self) -> Result {
        let window = self.window;
        window.click("glossary-open").await?;
        window.find_with("glossary-term", "[data-term=podman]").await?;
        self.check("glossary").await?;
        self.close_dialog("glossary").await?;

        window.click("nav-images").await?;
        window.click_with("image-row", "[data-kind=dangling] [data-testid=term]").await?;
        window.find("term-example").await?;
        self.check("term").await?;
        self.close_dialog("term-popover").await?;

        window.click_with("image-row", "[data-reference='nginx:latest']").await?;
        window.until_text("image-detail", "daemon off").await?;
        self.check("images").await?;

        window.click("nav-learn").await?;
        // The lab's engine is the learner's own.
        if !window.all("ground-real", "").await?.is_empty() {
            window.click("ground-real").await?;
        }
        window.find_with("practice", "[data-ground=real]").await?;
        self.check("learn").await?;
        window.click_with("lesson-card", "[data-lesson=pull] [data-testid=lesson-open]").await?;
        window.find("lesson-question").await?;
        window.click("nav-images").await?;
        self.check("lesson").await?;
        window.click("lesson-leave").await?;
        window.until_count("lesson", "", 0).await?;

        window.click("pull-open").await?;
        window.fill("pull-reference", "Ubuntu:14.04").await?;
        window.until_problem("[data-testid=pull-reference]", "referenceUppercase").await?;
        self.check("pull").await?;
        self.close_dialog("pull-dialog").await?;

        window.click("images-remove-dangling").await?;
        window.find("removal-start").await?;
        self.check("removal").await?;
        window.press_escape().await?;
        window.until_count("removal-start", "", 0).await?;

        self.layers().await?;

        window.click("nav-containers").await?;
        window.click_with("container-row", "[data-name=webserver] [role=gridcell]").await?;
        window.until_text("container-detail", "/logs").await?;
        self.check("containers").await?;

        window.click("run-open").await?;
        window.fill("run-image", "nginx:latest").await?;
        window.click("run-preset-server").await?;
        self.check("run").await?;
        window.click_with("run-dialog", " [data-testid=command-explain]").await?;
        window.find("command-whole").await?;
        self.check("explain").await?;
        window.press_escape().await?;
        window.until_count("command-explained", "", 0).await?;
        self.close_dialog("run-dialog").await?;

        window.click_with("container-row", "[data-name=webserver] [data-testid=container-changes]").await?;
        window.click_with("change-row", "[data-path$='index.html']").await?;
        window.until_text("change-content", "Hello, Docker!").await?;
        self.check("changes").await?;

        window.click("changes-commit").await?;
        window.find("commit-preview").await?;
        window.fill("commit-repository", "nginx").await?;
        window.fill("commit-tag", "latest").await?;
        window.find_with("commit-dialog", " [data-testid=error][data-code=tagTaken]").await?;
        self.check("commit").await?;
        self.close_dialog("commit-dialog").await?;
        window.click("changes-back").await?;

        window.click_with("container-row", "[data-name=webserver] [data-testid=container-console]").await?;
        window.find_with("console-shell", ":enabled").await?;
        self.check("console-new").await?;
        window.click("console-open").await?;
        window.find_with("console-tab", "[data-state=open]").await?;
        window.until_text("console-terminal", "root@").await?;
        self.check("console").await?;
        window.click("console-close").await?;
        window.until_count("console-tab", "", 0).await?;

        self.cleanup().await?;

        window.click("nav-activity").await?;
        window.find_with("job", "[data-state=done]").await?;
        self.check("activity").await?;

        window.click("nav-engine").await?;
        window.find_with("nav-engine", "[aria-current=page]").await?;
        self.check("engine").await?;

        window.click("mirrors-edit").await?;
        window.fill_first_row("mirrors-list", &self.mirror).await?;
        window.click("mirror-test").await?;
        window.find_with("mirror-result", "[data-state=done]").await?;
        window.find_with("mirror-lines", "[data-place]").await?;
        self.check("mirrors").await?;
        self.close_dialog("mirrors-dialog").await
    }

    /// An image's layers in each of their views.
    async fn layers(&mut self) -> Result {
        let window = self.window;
        window.click_with("image-row", "[data-reference='nginx:latest']").await?;
        window.click("image-layers").await?;
        window.find_with("layers-panel", "[data-wasted]").await?;
        window.find("layers-node").await?;
        self.check("layers").await?;
        for tab in ["largest", "waste", "duplicates"] {
            window.click(&format!("layers-tab-{tab}")).await?;
            self.check(&format!("layers-{tab}")).await?;
        }
        window.click("layers-back").await?;
        window.until_count("layers-panel", "", 0).await
    }

    /// A plan for the dangling image in each view, and the confirmation before it is executed.
    async fn cleanup(&mut self) -> Result {
        let window = self.window;
        window.click("nav-cleanup").await?;
        window.find("cleanup-picture").await?;
        window.click_with("cleanup-suggestion", "[data-reason=dangling] input").await?;
        window.click("cleanup-accept-all").await?;
        window.find_with("cleanup-run", ":enabled").await?;
        for view in ["list", "layers", "picture"] {
            window.click(&format!("cleanup-view-{view}")).await?;
            self.check(&format!("cleanup-{view}")).await?;
        }
        window.click("cleanup-run").await?;
        window.find("cleanup-confirm").await?;
        self.check("cleanup-confirm").await?;
        self.close_dialog("cleanup-confirm-dialog").await?;
        window.click("cleanup-clear").await
    }

    /// Checks the current screen in each width.
    async fn check(&mut self, screen: &str) -> Result {
        for (width, suffix) in WIDTHS {
            self.window.resize(width, 820).await?;
            let name = format!("screen-{screen}-{}-{}{suffix}", self.language, self.theme);
            self.window.screenshot(&name).await?;
            let violations = self.window.axe().await?;
            self.faults.extend(violations.into_iter().map(|fault| format!("{name}: {fault}")));
            let untranslated = self.untranslated_texts().await?;
            self.faults.extend(untranslated.into_iter().map(|text| format!("{name}: no message contains {text:?}")));
        }
        self.window.resize(WIDTHS[0].0, 820).await
    }

    async fn close_dialog(&self, dialog: &str) -> Result {
        self.window.press_escape().await?;
        self.window.until_count(dialog, "", 0).await
    }

    /// Visible texts with letters of the other language that come neither from a message nor from the engine. Commands
    /// and other code have no language, and texts that are in another language on purpose have a `lang` attribute. A
    /// message with terms consists of several nodes and is compared as a whole.
    async fn untranslated_texts(&self) -> Result<Vec<String>> {
        let script = "const code = '.code, code, pre, kbd, input, textarea, .xterm, script, style, body [lang]';
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const texts = [];
            while (walker.nextNode()) {
                const { parentElement: parent, data } = walker.currentNode;
                // A message of several nodes is one text, including the code in it; so is a name.
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
        Ok(texts
            .into_iter()
            .filter(|text| !self.is_message(text) && self.without_known(text).contains(foreign))
            .collect())
    }

    /// Whether a message matches the text, or two in a row do, as when an error's next step follows its sentence.
    fn is_message(&self, text: &str) -> bool {
        let mut halves = text.match_indices(' ').map(|(at, _)| text.split_at(at));
        self.messages.contain(text)
            || halves.any(|(first, second)| self.messages.contain(first) && self.messages.contain(second.trim()))
    }

    /// The text without what the engine reports, product names, sizes with units, flags of commands, and IDs.
    fn without_known(&self, text: &str) -> String {
        let known = self.engine.iter().map(String::as_str).chain(NAMES);
        let left = known.fold(text.to_owned(), |left, word| left.replace(word, " "));
        left.split_whitespace()
            .filter(|word| !is_size(word) && !is_flag(word) && !is_short_id(word))
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Whether the word is a size or speed, such as `12.3MB` or `400kB/s`.
fn is_size(word: &str) -> bool {
    let unit = word.trim_start_matches(|digit: char| digit.is_ascii_digit() || digit == '.');
    unit.len() < word.len() && ["B", "kB", "MB", "GB", "TB"].contains(&unit.trim_end_matches("/s"))
}

/// Whether the word is an ID as docker shortens it. The picture names a layer by it wherever the pointer happens to be.
fn is_short_id(word: &str) -> bool {
    word.len() == 12 && word.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether the word is a flag, such as `-it` or `--rm`.
fn is_flag(word: &str) -> bool {
    word.strip_prefix('-').is_some_and(|name| !name.is_empty())
}
