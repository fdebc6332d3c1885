//! `slipway-lab up`: the lab for programs that aren't written in Rust, and for trying things by hand.
//!
//! Prints one line of JSON with all addresses once everything responds, then reads requests from standard input, one a
//! line, and answers each with one line of JSON. Ends with standard input, or on SIGINT or SIGTERM.

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

Prints the addresses as JSON, then takes one request a line and answers each with a line of JSON:
  stop | start | kill       stop, start or kill the engine, keeping its images
  dangling                  create an image without a tag
  intermediates REFERENCE   build an image with the legacy builder, which leaves intermediate images
  hostile                   create an image with hostile text
  many COUNT                create COUNT images
  slow BYTES_PER_SECOND     start another slow registry
  cut BYTES [TIMES]         start another registry whose connections break, without TIMES always";

/// Bytes per second of the slow registry: a megabyte takes four seconds.
const SLOW: u32 = 250_000;
/// The broken registry resets two connections, each after half a megabyte.
const CUT: Cut = Cut { after: 500_000, times: Some(2) };

/// The lab with its registries and Podman.
struct FullLab {
    proxies: Vec<Proxy>,
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
    let result = up(options, podman).await;
    if let Err(error) = &result {
        eprintln!("slipway-lab: {error} {:?}", error.details);
    }
    // Returning would wait for the thread that reads a terminal, until Enter is pressed (tokio::io::stdin).
    exit(i32::from(result.is_err()));
}

/// Parses the arguments: the lab's options, and whether to start Podman.
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
    // Signals are caught before anything starts, so that none leaves a half-started lab behind.
    let mut input = Input::listen()?;
    let mut lab = tokio::select! {
        lab = FullLab::start(options, podman) => lab?,
        () = input.signalled() => return Ok(()),
    };
    println!("{}", lab.addresses());
    while let Some(request) = input.request().await {
        let answer = lab.answer(&request).await.unwrap_or_else(|error| json!({ "error": error }));
        println!("{answer}");
    }
    Ok(())
}

impl FullLab {
    async fn start(options: LabOptions, podman: bool) -> Result<Self> {
        let lab = Lab::start(options).await?;
        Ok(Self {
            proxies: vec![lab.slow(SLOW)?, lab.cut(CUT)?],
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
                "slow": self.proxies[0].address(),
                "cut": self.proxies[1].address(),
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
            ["slow", speed] => self.keep(self.lab.slow(number(speed)?)?),
            ["cut", after] => self.keep(self.lab.cut(Cut { after: number(after)?, times: None })?),
            ["cut", after, times] => {
                self.keep(self.lab.cut(Cut { after: number(after)?, times: Some(number(times)?) })?)
            }
            _ => return Err(Error::internal(format!("not a request: {request}\n{USAGE}"))),
        })
    }

    /// Keeps the proxy and returns its address.
    fn keep(&mut self, proxy: Proxy) -> Value {
        let address = proxy.address();
        self.proxies.push(proxy);
        json!({ "address": address })
    }
}

/// The requests on standard input, and the signals that end the lab.
struct Input {
    requests: Lines<BufReader<Stdin>>,
    interrupt: Signal,
    terminate: Signal,
}

impl Input {
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

    /// The next request, or `None` to end the lab.
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
