/// Who plays what: the images that the lessons are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// Has a shell.
    pub shell: &'static str,
    /// The repository of [`Cast::shell`].
    pub shells: &'static str,
    /// Another version of it, with the same base; no registry but the practice engine's is known to have one.
    pub sibling: Option<&'static str>,
    /// One more name for [`Cast::shell`].
    pub mine: &'static str,
    /// Serves a page on port 80.
    pub web: &'static str,
    /// Where the page lies in it.
    pub page: &'static str,
    /// The repository of [`Cast::kept`].
    pub keeps: &'static str,
    /// The tag of [`Cast::kept`].
    pub keeps_tag: &'static str,
    /// What a commit makes of it.
    pub kept: &'static str,
    /// What a Dockerfile makes of it.
    pub rebuilt: &'static str,
    /// What is built twice under one name.
    pub notes: &'static str,
    /// What is built in several steps.
    pub steps: &'static str,
}

/// The container of a web server that is changed.
pub const WEBSERVER: &str = "webserver";
/// The container of what was kept of it.
pub const SECOND: &str = "web2";
/// The file that is written in a shell.
pub const HELLO: &str = "/root/hello";

impl Cast {
    /// The images of the practice engine's registry, or such as a beginner finds on Docker Hub.
    pub fn on(practice: bool) -> Self {
        let own = Self {
            shell: "practice/shell:1.0",
            shells: "practice/shell",
            sibling: Some("practice/shell:1.1"),
            mine: "practice/shell:mine",
            web: "practice/web:1.0",
            page: "/usr/share/www/index.html",
            keeps: "practice/web",
            keeps_tag: "v2",
            kept: "practice/web:v2",
            rebuilt: "practice/web:v3",
            notes: "practice/notes:1.0",
            steps: "practice/steps:1.0",
        };
        if practice {
            return own;
        }
        Self {
            shell: "ubuntu:latest",
            shells: "ubuntu",
            sibling: None,
            mine: "ubuntu:mine",
            web: "nginx:latest",
            page: "/usr/share/nginx/html/index.html",
            keeps: "nginx",
            kept: "nginx:v2",
            rebuilt: "nginx:v3",
            ..own
        }
    }
}
