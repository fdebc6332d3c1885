//! The images that the lessons work with.

/// The images of the practice engine's registry, or images that a beginner finds on Docker Hub.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LessonImages {
    /// An image with a shell.
    pub shell: &'static str,
    /// The repository of [`LessonImages::shell`].
    pub shell_repository: &'static str,
    /// Another version of it on the same base; only the practice engine's registry is known to have one.
    pub sibling: Option<&'static str>,
    /// A second tag for [`LessonImages::shell`].
    pub second_tag: &'static str,
    /// A web server on port 80.
    pub web: &'static str,
    /// The path of its page.
    pub page: &'static str,
    /// The repository of [`LessonImages::committed`].
    pub commit_repository: &'static str,
    /// The tag of [`LessonImages::committed`].
    pub commit_tag: &'static str,
    /// What a commit creates from the web server.
    pub committed: &'static str,
    /// What a Dockerfile builds from [`LessonImages::web`].
    pub rebuilt: &'static str,
    /// What is built twice under one name.
    pub notes: &'static str,
    /// What is built in several steps.
    pub steps: &'static str,
}

impl LessonImages {
    /// The images of the practice engine's registry.
    pub const PRACTICE: Self = Self {
        shell: "practice/shell:1.0",
        shell_repository: "practice/shell",
        sibling: Some("practice/shell:1.1"),
        second_tag: "practice/shell:mine",
        web: "practice/web:1.0",
        page: "/usr/share/www/index.html",
        commit_repository: "practice/web",
        commit_tag: "v2",
        committed: "practice/web:v2",
        rebuilt: "practice/web:v3",
        notes: "practice/notes:1.0",
        steps: "practice/steps:1.0",
    };

    /// Images of Docker Hub.
    pub const DOCKER_HUB: Self = Self {
        shell: "ubuntu:latest",
        shell_repository: "ubuntu",
        sibling: None,
        second_tag: "ubuntu:mine",
        web: "nginx:latest",
        page: "/usr/share/nginx/html/index.html",
        commit_repository: "nginx",
        committed: "nginx:v2",
        rebuilt: "nginx:v3",
        ..Self::PRACTICE
    };
}
