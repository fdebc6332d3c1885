//! `slipway-lab up`: the lab for those who are not written in Rust, and for a person who wants to look round.
//!
//! Prints one line of JSON with all addresses when everything answers, then reads requests from standard input, one a
//! line, and answers each by one line of JSON. Ends when standard input does, or on SIGINT or SIGTERM.

use std::process::exit;

use serde_json::{Value, json};
use slipway_engine::{Error, Result};
use slipway_lab::{
    Cli, Cut, Lab, LabOptions, LimitedRegistry, PASSWORD, PasswordRegistry, Podman, Proxy, USER, UntrustedRegistry,
    data,
};
use tokio::io::{AsyncBufReadExt, BufReader, Lines, Stdin, stdin};
use tokio::signal::unix::{Signal, SignalKind, signal};

const USAGE: &str = "\
usage: slipway-lab up [--engine 26|28] [--store classic|containerd] [--podman] [--docker-flag FLAG]...

Prints the addresses as JSON, then takes one request a line and answers each by a line of JSON:
  stop | start | kill       the engine; its images stay
  dangling                  an image without a tag
  intermediates REFERENCE   an image by the classic builder, with intermediate ones
  hostile                   an image with hostile words
  many COUNT                so many images
  slow BYTES_PER_SECOND     another slow registry
  cut BYTES [TIMES]         another registry that breaks, for ever when TIMES is left out";

/// Speed of the slow registry: a megabyte takes four seconds.
const SLOW: u32 = 250_000;
/// The registry that breaks does so after half a megabyte, twice.
const CUT: Cut = Cut { after: 500_000, times: Some(2) };

/// The lab and all that was asked for in it.
struct Town {
    lines: Vec<Proxy>,
    podman: Option<Podman>,
    password: PasswordRegistry,
    limited: LimitedRegistry,
    untrusted: UntrustedRegistry,
    lab: Lab,
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((options, podman)) = options(&args) else {
        eprintln!("{USAGE}");
        exit(2);
    };
    let ended = up(options, podman).await;
    if let Err(error) = &ended {
        eprintln!("slipway-lab: {error} {:?}", error.details);
    }
    // Returning would wait for the thread that reads a terminal, until somebody presses Enter (tokio::io::stdin).
    exit(i32::from(ended.is_err()));
}

/// The arguments' meaning: the lab's options, and whether Podman is wanted.
fn options(args: &[String]) -> Option<(LabOptions, bool)> {
    let (mut options, mut podman) = (LabOptions::default(), false);
    let mut rest = args.strip_prefix(&["up".to_owned()])?.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--podman" => podman = true,
            "--engine" => options.engine = Some(rest.next()?.parse().ok()?),
            "--store" => options.store = Some(rest.next()?.parse().ok()?),
            "--docker-flag" => options.daemon_flags.push(rest.next()?.into()),
            _ => return None,
        }
    }
    Some((options, podman))
}

async fn up(options: LabOptions, podman: bool) -> Result<()> {
    // Listened for before anything is started, so that a signal never finds a half-built lab without an owner.
    let mut end = Ends::listen()?;
    let mut town = tokio::select! {
        town = Town::build(options, podman) => town?,
        () = end.signalled() => return Ok(()),
    };
    println!("{}", town.addresses());
    while let Some(request) = end.request().await {
        let answer = town.answer(&request).await.unwrap_or_else(|error| json!({ "error": error }));
        println!("{answer}");
    }
    Ok(())
}

impl Town {
    async fn build(options: LabOptions, podman: bool) -> Result<Self> {
        let lab = Lab::start(options).await?;
        Ok(Self {
            lines: vec![lab.slow(SLOW)?, lab.cut(CUT)?],
            podman: if podman { Some(lab.podman().await?) } else { None },
            password: lab.password().await?,
            limited: lab.limited()?,
            untrusted: lab.untrusted()?,
            lab,
        })
    }

    fn addresses(&self) -> Value {
        json!({
            "docker": self.lab.docker_host(),
            "podman": self.podman.as_ref().map(Podman::docker_host),
            "mirror": self.lab.mirror().address(),
            "registries": {
                "slow": self.lines[0].address(),
                "cut": self.lines[1].address(),
                "password": self.password.address(),
                "limited": self.limited.address(),
                "untrusted": self.untrusted.address(),
            },
            "user": USER,
            "password": PASSWORD,
            "folder": self.lab.folder(),
            "log": self.lab.folder().join("dockerd.log"),
        })
    }

    async fn answer(&mut self, request: &str) -> Result<Value> {
        let words: Vec<&str> = request.split_whitespace().collect();
        let docker: Cli = self.lab.docker();
        Ok(match words[..] {
            ["stop"] => json!({ "done": self.lab.stop_engine().await? }),
            ["start"] => json!({ "done": self.lab.start_engine().await? }),
            ["kill"] => json!({ "done": self.lab.kill_engine()? }),
            ["dangling"] => json!({ "id": data::dangling(&docker).await? }),
            ["intermediates", reference] => json!({ "id": data::built_with_intermediates(&docker, reference).await? }),
            ["hostile"] => json!({ "reference": data::hostile(&docker).await?, "text": data::HOSTILE }),
            ["many", count] => json!({ "done": data::many(&docker, number(count)?).await? }),
            ["slow", speed] => self.line(self.lab.slow(number(speed)?)?),
            ["cut", after] => self.line(self.lab.cut(Cut { after: number(after)?, times: None })?),
            ["cut", after, times] => {
                self.line(self.lab.cut(Cut { after: number(after)?, times: Some(number(times)?) })?)
            }
            _ => return Err(Error::internal(format!("not a request: {request}\n{USAGE}"))),
        })
    }

    /// Keeps the line open, and tells its address.
    fn line(&mut self, line: Proxy) -> Value {
        let address = line.address();
        self.lines.push(line);
        json!({ "address": address })
    }
}

/// Everything that ends the lab, and the requests before it.
struct Ends {
    requests: Lines<BufReader<Stdin>>,
    interrupt: Signal,
    terminate: Signal,
}

impl Ends {
    fn listen() -> Result<Self> {
        let signal = |kind| signal(kind).map_err(|error| Error::internal(error.to_string()));
        Ok(Self {
            requests: BufReader::new(stdin()).lines(),
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn signalled(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    /// The next request; none when the lab shall end.
    async fn request(&mut self) -> Option<String> {
        tokio::select! {
            line = self.requests.next_line() => line.ok().flatten(),
            _ = self.interrupt.recv() => None,
            _ = self.terminate.recv() => None,
        }
    }
}

fn number<N: std::str::FromStr>(text: &str) -> Result<N> {
    text.parse().map_err(|_| Error::internal(format!("not a number: {text}")))
}
