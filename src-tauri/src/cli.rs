use std::{path::PathBuf, process::ExitCode};

use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::{doctor, practice, messages::Sentences, window};

// What each is for is in `words/`, in both languages.
#[derive(Parser)]
#[command(name = "slipway", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Doctor {
        #[arg(long)]
        json: bool,
    },
    Practice {
        #[command(subcommand)]
        command: Practice,
    },
}

#[derive(Subcommand)]
enum Practice {
    Serve {
        #[arg(long)]
        folder: Option<PathBuf>,
    },
}

/// What the binary does: opens the window, unless a command says otherwise.
pub fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("SLIPWAY_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    let sentences = Sentences::from_environment();
    let matches = told(Arguments::command(), "cli-slipway", &sentences).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match arguments.command {
        None => window::open(&sentences),
        Some(Command::Doctor { json }) => tauri::async_runtime::block_on(doctor::examine(json, &sentences)),
        Some(Command::Practice { command: Practice::Serve { folder } }) => {
            tauri::async_runtime::block_on(practice::serve(folder, &sentences))
        }
    }
}

/// The command with its help in somebody's language; `id` is that of its message. What clap says of a wrong argument
/// stays English.
fn told(command: clap::Command, id: &str, sentences: &Sentences) -> clap::Command {
    let say = |id: &str| sentences.say(id);
    let option = |arg: Arg, id: &str| arg.help(say(id)).help_heading(say("cli-options"));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let has_version = command.get_version().is_some();
    command
        .about(say(id))
        .help_template(format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}", say("cli-usage")))
        .subcommand_help_heading(say("cli-commands"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let id = format!("{id}-{}", arg.get_id());
            option(arg, &id)
        })
        .mut_subcommands(|command| {
            let id = format!("{id}-{}", command.get_name());
            told(command, &id, sentences)
        })
        .arg(option(help, "cli-help"))
        .args(has_version.then(|| option(version, "cli-version")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::LANGUAGES;

    #[test]
    fn help_is_in_both_languages() {
        for language in LANGUAGES {
            let mut command = told(Arguments::command(), "cli-slipway", &Sentences::of_language(language));
            command.build();
            command.clone().debug_assert();
            let mut left = vec![command];
            while let Some(mut command) = left.pop() {
                let help = command.render_help().to_string();
                let foreign = ["Usage:", "Commands:", "Options:", "Print"].iter().any(|word| help.contains(word));
                assert_eq!(foreign, language == "en", "the words of {language}:\n{help}");
                assert!(!help.contains("cli-"), "each command and option is told in {language}:\n{help}");
                left.extend(command.get_subcommands().cloned());
            }
        }
    }
}
