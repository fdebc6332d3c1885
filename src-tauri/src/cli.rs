use std::{path::PathBuf, process::ExitCode};

use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::{doctor, messages::Messages, practice, window};

// The help texts are in `words/`, in both languages.
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

/// Runs the given command, or opens the window without one.
pub fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("SLIPWAY_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    let messages = Messages::from_environment();
    let matches = localized(Arguments::command(), "cli-slipway", &messages).get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    match arguments.command {
        None => window::open(&messages),
        Some(Command::Doctor { json }) => tauri::async_runtime::block_on(doctor::examine(json, &messages)),
        Some(Command::Practice { command: Practice::Serve { folder } }) => {
            tauri::async_runtime::block_on(practice::serve(folder, &messages))
        }
    }
}

/// The command with its help texts in the language of `messages`; `id` is its message. clap's messages about wrong
/// arguments are always English.
fn localized(command: clap::Command, id: &str, messages: &Messages) -> clap::Command {
    let text = |id: &str| messages.text(id);
    let option = |arg: Arg, id: &str| arg.help(text(id)).help_heading(text("cli-options"));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let has_version = command.get_version().is_some();
    command
        .about(text(id))
        .help_template(format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}", text("cli-usage")))
        .subcommand_help_heading(text("cli-commands"))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|arg| {
            let id = format!("{id}-{}", arg.get_id());
            option(arg, &id)
        })
        .mut_subcommands(|command| {
            let id = format!("{id}-{}", command.get_name());
            localized(command, &id, messages)
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
            let mut command = localized(Arguments::command(), "cli-slipway", &Messages::of_language(language));
            command.build();
            command.clone().debug_assert();
            let mut remaining = vec![command];
            while let Some(mut command) = remaining.pop() {
                let help = command.render_help().to_string();
                let is_english = ["Usage:", "Commands:", "Options:", "Print"].iter().any(|word| help.contains(word));
                assert_eq!(is_english, language == "en", "the help in {language}:\n{help}");
                assert!(!help.contains("cli-"), "each command and option has a help text in {language}:\n{help}");
                remaining.extend(command.get_subcommands().cloned());
            }
        }
    }
}
