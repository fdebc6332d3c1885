//! The docker CLI, as a person would use it.

use std::path::PathBuf;
use std::process::Stdio;

use slipway_engine::Result;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::{Terminal, failed};

/// The docker CLI with an engine and a configuration folder of its own.
#[derive(Debug, Clone)]
pub struct Cli {
    host: String,
    config: PathBuf,
    program: &'static str,
    buildkit: bool,
    variables: Vec<(String, String)>,
}

/// What a command printed, and its exit code.
#[derive(Debug, Clone)]
pub struct CommandOutput {
    /// The exit code.
    pub code: i32,
    /// The standard output.
    pub out: String,
    /// The standard error.
    pub err: String,
}

impl Cli {
    /// Creates a CLI for the engine at the address `host`, with its configuration in the folder `config`.
    pub fn new(host: String, config: PathBuf) -> Self {
        Self { host, config, program: "docker", buildkit: false, variables: Vec::new() }
    }

    /// Builds with BuildKit. Debian's docker command includes the client for it; newer ones need a plugin.
    #[must_use]
    pub fn with_buildkit(self) -> Self {
        Self { program: "/usr/bin/docker", buildkit: true, ..self }
    }

    /// Sets further environment variables.
    #[must_use]
    pub fn with_variables(self, variables: &[(&str, &str)]) -> Self {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { variables: variables.collect(), ..self }
    }

    /// Runs `docker` with the arguments, whatever its exit code.
    pub async fn output(&self, args: &[&str]) -> Result<CommandOutput> {
        self.output_with(args, &[]).await
    }

    /// Runs a line in a shell, whatever its exit code.
    pub async fn shell(&self, line: &str) -> Result<CommandOutput> {
        self.output_of(Command::new("bash").args(["-c", line]), &[]).await
    }

    /// Runs `docker` with the arguments and returns its output, trimmed at the end; fails if the command does.
    pub async fn run(&self, args: &[&str]) -> Result<String> {
        self.run_with(args, &[]).await
    }

    /// Runs `docker` as [`Cli::run`] does, with this standard input.
    pub async fn run_with(&self, args: &[&str], input: &[u8]) -> Result<String> {
        let output = self.output_with(args, input).await?;
        if output.code == 0 {
            return Ok(output.out.trim_end().to_owned());
        }
        Err(failed(&format!("docker {}", args.join(" ")), &format!("exit code {}: {}", output.code, output.err)))
    }

    /// Runs a line with docker commands in a new terminal.
    pub fn terminal(&self, line: &str) -> Result<Terminal> {
        let own = [("DOCKER_HOST", self.host.as_ref()), ("DOCKER_CONFIG", self.config.as_os_str())];
        let variables = self.variables.iter().map(|(name, value)| (name.as_str(), value.as_ref()));
        Terminal::open(line, &own.into_iter().chain(variables).collect::<Vec<_>>())
    }

    async fn output_with(&self, args: &[&str], input: &[u8]) -> Result<CommandOutput> {
        self.output_of(Command::new(self.program).args(args), input).await
    }

    async fn output_of(&self, command: &mut Command, input: &[u8]) -> Result<CommandOutput> {
        let mut child = command
            .env("DOCKER_HOST", &self.host)
            .env("DOCKER_CONFIG", &self.config)
            .env("DOCKER_BUILDKIT", if self.buildkit { "1" } else { "0" })
            .env_remove("DOCKER_CONTEXT")
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| failed("docker", &error))?;
        let stdin = child.stdin.take();
        let feed = async {
            if let Some(mut stdin) = stdin {
                // A command that doesn't read all of it reports why itself.
                let _ = stdin.write_all(input).await;
            }
        };
        let ((), output) = tokio::join!(feed, child.wait_with_output());
        let output = output.map_err(|error| failed("docker", &error))?;
        Ok(CommandOutput {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}
