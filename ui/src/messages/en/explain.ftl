# What a docker command means: one sentence for each part, and one for the whole command. Terms and values come from the
# engine crate's command_line. Every value is always set; "other" is what cannot be parsed (yet).

does-pull =
    { $kind ->
        [other] Downloads an image from a registry: only the layers that the engine doesn’t have yet.
       *[known] Downloads the image { $value }: only the layers that the engine doesn’t have yet.
    } { $registry ->
        [none] {""}
        [hub] They come from Docker Hub.
       *[other] They come from the registry { $registry }.
    }
does-listImages =
    { $kind ->
        [usual] Lists the engine’s images. Changes nothing.
        [intermediate] Lists the engine’s images, including intermediate ones. Changes nothing.
        [dangling] Lists the engine’s dangling images. Changes nothing.
       *[some] Lists the engine’s images that match. Changes nothing.
    }
does-imageHistory = Shows the steps that created { $value }. Changes nothing.
does-removeImages =
    { $kind ->
        [id] Deletes the image with this ID, and the layers that no other image needs.
        [name] Removes the name { $value }. If it’s the last name of its image, the image is deleted, along with the layers that no other image needs.
       *[several] Removes { $count } names, one after another. An image that loses its last name is deleted, along with the layers that no other image needs.
    }
does-tagImage = Gives the image { $value } the additional name { $reference }. No layers are copied.
does-build = Builds an image from the Dockerfile and names it { $value }. If another image has this name, it loses it.
does-keepCopy = Exports the image { $value } as an archive, compresses it, and saves it as a file on this machine. The image is kept.
does-restoreCopy = Decompresses the saved file and loads it into the engine, restoring the image and its tags.
does-deleteCopy = Permanently deletes the saved file and its metadata file. The engine isn’t involved.
does-pullAgain =
    { $count ->
        [0] Pulls exactly the same image by its digest.
        [one] Pulls exactly the same image by its digest, and restores its name.
       *[other] Pulls exactly the same image by its digest, and restores its { $count } names.
    }
does-pullThrough = Pulls { $value } from the registry mirror { $mirror } instead of Docker Hub, and gives it its usual name.
does-readLayers = Exports the image { $value } as an archive and lists its contents. Changes nothing.
does-readArchive = Lists the contents of the archive { $value }. Changes nothing, and doesn’t involve the engine.
does-run =
    { $kind ->
        [background] Creates a container from { $value } and starts it in the background.
        [terminal] Creates a container from { $value } and starts it, connected to your terminal.
       *[attached] Creates a container from { $value } and starts it, showing its output.
    } { $after ->
        [removed] When it exits, the container is removed.
       *[kept] When it exits, the container stays, stopped, until you remove it.
    }
does-listContainers =
    { $kind ->
        [all] Lists the engine’s containers, running and stopped. Changes nothing.
       *[running] Lists the running containers. Changes nothing.
    }
does-startContainer = Starts the stopped container { $value } again, with the same command and all changes made in it.
does-stopContainer = Asks the main process of { $value } to exit, and kills it if it hasn’t after ten seconds. The container stays, stopped.
does-killContainer = Kills the main process of { $value } immediately, before it can save anything. The container stays, stopped.
does-restartContainer = Stops the container { $value } and starts it again.
does-renameContainer = Renames the container { $value } to { $name }. Its ID stays the same, and if it’s running, it keeps running.
does-removeContainer =
    { $kind ->
        [force] Kills { $value } if it’s running, and removes it with all changes made in it.
       *[stopped] Removes the stopped container { $value } with all changes made in it. Its image is kept.
    }
does-exec = Runs another command in the running container { $value }, connected to your terminal.
does-attach = Connects your terminal to the main process of { $value }: you see its output, and it receives what you type.
does-diff = Compares the files in { $value } with its image. Changes nothing.
does-commit =
    { $kind ->
        [named] Saves the changes in { $value } as a new layer, creating the image { $name }. The container stays as it is.
       *[nameless] Saves the changes in { $value } as a new layer, creating an image without a name. The container stays as it is.
    }
does-cleanUp =
    { $count ->
        [0] There’s nothing to do yet.
        [one] Runs this one step.
       *[other] Runs these { $count } steps, one after another. If one fails, the rest still run.
    }
does-export = Points docker in this terminal at the same engine as this window, until you close the terminal.

explain-docker = The program that passes your command on to the Docker engine.
explain-container = The container to work on: { $value }.

explain-pull = Downloads an image from a registry, layer by layer. Layers that already exist aren’t downloaded again.
explain-pull-platform =
    { $kind ->
        [both] The variant for { $value } (operating system/processor) instead of the engine’s own platform.
        [system] The variant for the operating system { $os } instead of the engine’s own.
        [processor] The variant for the processor { $architecture } instead of the engine’s own.
       *[other] The variant for this operating system and processor instead of the engine’s own platform.
    } { $architecture ->
        [amd64] amd64 means 64-bit processors from Intel and AMD.
        [arm64] arm64 means 64-bit ARM processors, such as Apple’s M series.
       *[other] {""}
    }
explain-pull-reference =
    { $kind ->
        [tag] The image with the tag { $tag } in the repository { $repository }.
        [latest] The image with the tag latest in the repository { $repository }: latest is the default when no tag is given. It’s a tag like any other, and isn’t necessarily the newest.
        [digest] Exactly the image with this digest in the repository { $repository }, wherever its tags point now.
       *[other] The image to pull: repository[:tag], with the registry’s address in front if it isn’t on Docker Hub.
    } { $registry ->
        [none] {""}
        [hub] It comes from Docker Hub, the public registry.
       *[other] It comes from the registry { $registry }.
    }

explain-images = Lists the images on the engine, one line per name.
explain-images-all = Includes intermediate images, which are hidden by default.
explain-images-dangling = Only dangling images: those with no tag that no other image is built on.
explain-images-filter =
    { $kind ->
        [label] Only images with the label { $content }.
        [reference] Only images whose name matches { $content }; * matches anything except a slash.
        [before] Only images created before { $content }.
        [since] Only images created after { $content }.
       *[other] Only images that match { $value }.
    }
explain-images-repository =
    { $kind ->
        [latest] Only images in the repository { $repository }, whatever their tag.
       *[other] Only images with the name { $value }.
    }

explain-history = Shows how an image was created: one line per step, newest first.
explain-history-image =
    { $kind ->
        [id] The image whose ID starts with this.
        [latest] The image { $repository } with the tag latest, the default.
       *[other] The image { $value }.
    }

explain-save = Saves images to one archive: their layers, configuration and names.
explain-save-image =
    { $kind ->
        [id] The image with this ID; the archive won’t contain a name for it.
        [latest] The image { $repository } with the tag latest, the default.
       *[other] The image { $value }; the archive will contain this name.
    }
explain-load = Loads images and their names from such an archive. If another image has one of the names, it loses it.
explain-pipe = Passes the output of the program before it to the program after it, without a file in between.
explain-then = Runs the next command only if the previous one succeeds.
explain-zstd = A program that compresses and decompresses files (Zstandard).
explain-zstd-decompress = Decompresses, and passes the result to the next program instead of writing a file.
explain-zstd-output = Writes the compressed result to this file: { $value }.
explain-copy-file = The saved copy, a compressed archive: { $value }.
explain-copy-metadata = The copy’s metadata file, which lists its contents: { $value }.
explain-rm-file = The system command that deletes files.

explain-rmi = Removes image names; an image that loses its last name is deleted (rmi: remove image).
explain-rmi-target =
    { $kind ->
        [id] Deletes the image with this ID, which has no tag.
        [latest] Removes the name { $repository } with the tag latest, the default. Its image is deleted if it has no other name.
        [digest] The image with this digest in the repository { $repository }.
       *[other] Removes the name { $value }. Its image is deleted if it has no other name.
    }

explain-pull-through = The same image from the mirror instead of Docker Hub: the mirror’s address comes before its repository.
explain-rmi-mirror = The image’s name on the mirror. It already has its usual name, so only this one is removed.
explain-tag = Gives an image an additional name. Nothing is copied.
explain-tag-image =
    { $kind ->
        [id] Names the image with this ID.
        [latest] Names the image { $repository } with the tag latest, the default.
       *[other] Names the image { $value }.
    }
explain-tag-reference =
    { $kind ->
        [tag] The new name: the tag { $tag } in the repository { $repository }.
        [latest] The new name: the tag latest, the default, in the repository { $repository }.
       *[other] The new name: repository[:tag].
    }

explain-tar = Reads archives. Each layer of an image is an archive inside the image’s archive.
explain-tar-list = Lists the contents with sizes and times, without extracting anything.
explain-tar-file = Lists the contents of the archive { $value } with sizes and times, without extracting anything.

explain-printf = Prints text; here it’s the Dockerfile, so no file is needed.
explain-dockerfile = The Dockerfile: one instruction per line, starting with the base image. \n is a line break, %% a percent sign.
explain-classic-builder = Builds with Docker’s legacy builder instead of BuildKit: each instruction leaves an image.
explain-build = Builds an image from a Dockerfile, instruction by instruction.
explain-build-tag = The new image’s name: repository[:tag] (-t is short for --tag).
explain-build-stdin = Reads the Dockerfile from the program before it; no other files are sent.
explain-inside = Type this inside the container, at its own prompt.

explain-run = Creates a container from an image and starts it. If the image isn’t here, it’s pulled first.
explain-run-interactive = Keeps standard input open, so you can type into it. Without a terminal there’s no prompt.
explain-run-tty = Allocates a terminal, with a prompt, colours and line editing. Without -i it doesn’t receive what you type.
explain-run-interactive-tty = Two flags in one: i keeps standard input open, t allocates a terminal. Together they give you a shell you can work in.
explain-run-rm = Automatically removes the container, with all changes made in it, when it exits.
explain-run-detach = Runs the container in the background, so you get your prompt back right away.
explain-run-name = Names the container { $value }. Without this, Docker makes up a name.
explain-run-publish =
    { $kind ->
        [fixed] Maps port { $host } of the host, the machine that Docker runs on, to port { $container } of the container.
        [any] Maps a free port of the host, chosen by the engine, to port { $container } of the container.
        [choice] Maps a free port of the host from { $host } to port { $container } of the container.
       *[other] Maps a port of the host to a port of the container: HOST:CONTAINER.
    } { $reach ->
        [local] Only programs on the host itself can connect.
        [one] It’s open only on the host’s address { $address }.
        [all] Other machines that can reach the host can connect, too.
       *[none] {""}
    } { $protocol ->
        [udp] The protocol is UDP.
        [sctp] The protocol is SCTP.
       *[tcp] {""}
    }
explain-run-env =
    { $kind ->
        [given] Sets the environment variable { $name } to { $content } in the container.
        [empty] Sets the environment variable { $name } to an empty value in the container.
        [passed] Passes the environment variable { $name } to the container, with the value it has where you run docker.
       *[other] Sets an environment variable in the container: NAME=VALUE.
    }
explain-run-volume =
    { $kind ->
        [folder] Mounts { $source }, a folder or file on the host, at { $path } in the container.
        [named] Mounts the volume { $source } at { $path } in the container. Docker creates it if it doesn’t exist, and keeps it when the container is removed.
        [anonymous] Stores { $path } in an anonymous volume, separate from the container’s own files. The image’s files there are copied into it.
       *[other] Mounts a volume or a folder of the host in the container: SOURCE:PATH.
    } { $access ->
        [ro] The container can’t write to it.
       *[rw] {""}
    }
explain-run-image =
    { $kind ->
        [id] The image to create the container from, by its ID.
        [tag] The image to create the container from: the tag { $tag } in the repository { $repository }.
        [latest] The image to create the container from: { $repository } with the tag latest, the default.
        [digest] The image to create the container from: exactly the one with this digest in the repository { $repository }.
       *[other] The image to create the container from.
    }
explain-run-command =
    { $kind ->
        [shell] Runs the shell { $program } in the container instead of the image’s default command.
        [script] Has the shell { $program } run this instead of the image’s default command: { $arguments }
        [alone] Runs { $program } in the container instead of the image’s default command.
        [arguments] Runs { $program } in the container instead of the image’s default command, with these arguments: { $arguments }
       *[other] The command to run in the container, with its arguments, instead of the image’s default command.
    }
explain-run-other = Not a complete flag of docker run yet.

explain-ps = Lists containers (ps: process status).
explain-ps-all = Includes stopped containers; without this, only running ones are listed.
explain-start = Starts a stopped container again, with all changes made in it.
explain-stop = Asks the container’s main process to exit, and kills it if it hasn’t after ten seconds.
explain-kill = Kills the container’s main process immediately.
explain-restart = Stops the container and starts it again.
explain-rename = Changes a container’s name. The container isn’t stopped.
explain-rename-name = Its new name: { $value }. No other container may have it.
explain-rm = Removes a container with all changes made in it (rm: remove).
explain-rm-force = Kills it first if it’s running; without this, running containers aren’t removed.
explain-rm-volumes = Also removes its anonymous volumes. Named volumes are always kept.

explain-exec = Runs another command in a running container.
explain-exec-interactive-tty = Two flags in one: i keeps standard input open, t allocates a terminal. Together they give you a shell you can work in.
explain-exec-user =
    { $kind ->
        [root] Runs as root, who can do anything in the container.
        [number] Runs as the user with the UID { $user }; the container doesn’t need a name for it.
       *[name] Runs as the user { $user }, who must exist in the container.
    }
explain-exec-command =
    { $kind ->
        [shell] Runs the shell { $program } in the container.
        [script] Has the shell { $program } run this in the container: { $arguments }
        [alone] Runs { $program } in the container.
        [arguments] Runs { $program } in the container with these arguments: { $arguments }
       *[other] The command to run in the container, often a shell such as /bin/bash.
    }
explain-attach = Connects your terminal to the container’s main process.

explain-diff = Lists changes to the container’s files: A added, C changed, D deleted.

explain-commit = Creates an image from a container as it is now: its image plus a layer with the changes.
explain-commit-author = The image’s author: { $value } (-a for short).
explain-commit-message = A message that describes the changes, shown in the image’s history: { $value } (-m for short).
explain-commit-change =
    { $kind ->
        [CMD] Containers of the new image run this by default: { $arguments }
        [ENTRYPOINT] Containers of the new image always start with this program: { $arguments }
        [ENV] Containers of the new image have this environment variable: { $arguments }
        [EXPOSE] Documents that containers of the new image listen on { $arguments }. This doesn’t publish the port.
        [HEALTHCHECK] The engine uses this to check whether containers of the new image are healthy: { $arguments }
        [LABEL] Adds this label to the new image: { $arguments }
        [ONBUILD] Images built on the new one run this first: { $arguments }
        [STOPSIGNAL] Containers of the new image are stopped with the signal { $arguments }.
        [USER] Containers of the new image run as the user { $arguments }.
        [VOLUME] { $arguments } is a volume in each container of the new image.
        [WORKDIR] Containers of the new image start in the folder { $arguments }.
       *[other] Applies a Dockerfile instruction to the new image.
    }
explain-commit-pause = The container keeps running during the commit; files being written may be saved halfway.
explain-commit-reference =
    { $kind ->
        [tag] The new image’s name: the tag { $tag } in the repository { $repository }.
        [latest] The new image’s name: the tag latest, the default, in the repository { $repository }.
       *[other] The new image’s name: repository[:tag].
    }

explain-also = Runs the next command, whether or not this one succeeds.
explain-volume = Docker’s volume commands.
explain-volume-rm = Removes volumes with all their data (rm: remove).
explain-volume-name = The volume { $value } with all its data.
explain-builder = Docker’s commands for building images.
explain-builder-prune = Removes unused build cache.
explain-builder-prune-all = All of it, not just the dangling part.
explain-builder-prune-force = Without asking for confirmation.

explain-export = Passes the following settings to programs started from this terminal.
explain-docker-host = The engine’s address: { $value }.
explain-docker-cert-path = The folder with the certificates for a secure connection: { $value }.
explain-docker-tls = Uses a secure connection (TLS) without verifying the engine’s identity.
explain-docker-tls-verify = Uses a secure connection (TLS) and verifies the engine’s identity.

explain-terminal-sudo = Runs the next command with administrator privileges; you’re asked for your password.
explain-terminal-apt-update = Updates the list of available packages.
explain-terminal-install = Installs { $value } from the system’s packages.
explain-terminal-enable = Starts the service { $value } now, and whenever the machine starts.
explain-terminal-enable-own = Starts your user service { $value } now, and whenever you log in.
explain-terminal-boot = Starts { $value } whenever the machine starts.
explain-terminal-start = Starts the service { $value }.
explain-terminal-start-own = Starts your user service { $value }.
explain-terminal-open = Opens the application { $value }.
explain-terminal-reload = Has { $value } reload its configuration; containers keep running.
explain-terminal-restart = Restarts { $value } with its new configuration.
explain-terminal-restart-own = Restarts your user service { $value } with its new configuration.
explain-terminal-restart-machine = Restarts { $value }’s virtual machine with its new configuration.
explain-terminal-join-group = Adds the user to the group { $value } without changing other groups. Takes effect at the next login.
explain-terminal-new-group = Starts a shell in which the group { $value } is already in effect.
explain-terminal-unset = Removes { $value } from this terminal’s environment.
explain-terminal-contexts = Lists the contexts: the engines that docker knows by name. An asterisk marks the current one.
explain-terminal-use-context = Makes { $value } the current context of the docker command.
explain-terminal-certificate = Connects to { $value } and prints its certificates, without sending anything.
explain-terminal-ssh = Logs in to { $value } over SSH and runs the following command there.
explain-terminal-version = Shows the version of the docker command, and of the engine if it responds.
