# What a docker command means: a sentence for each of its parts, and one for the whole. Terms and values are those of the
# engine crate's command_line; a value is there in every case, and "other" is what cannot be read (yet).

does-pull =
    { $kind ->
        [other] The engine fetches an image from a registry: those of its layers that it does not have yet.
       *[known] The engine fetches the image { $value }: it downloads those of its layers that it does not have yet.
    } { $registry ->
        [none] {""}
        [hub] It gets them from Docker Hub.
       *[other] It gets them from the registry { $registry }.
    }
does-listImages =
    { $kind ->
        [usual] The engine tells which images it has. Nothing is changed.
        [intermediate] The engine tells which images it has, the intermediate ones included. Nothing is changed.
        [dangling] The engine tells which of its images are dangling. Nothing is changed.
       *[some] The engine tells which of its images fit. Nothing is changed.
    }
does-imageHistory = The engine tells by which steps { $value } was made. Nothing is changed.
does-removeImages =
    { $kind ->
        [id] The engine deletes the image with this ID, and the layers that no other image needs.
        [name] The engine takes the name { $value } away; if it is the last name of its image, it deletes the image and the layers that no other image needs.
       *[several] The engine takes { $count } names away, one after the other; an image that loses its last name is deleted, with the layers that no other image needs.
    }
does-tagImage = The image { $value } gets { $reference } as one more name. No layer is copied.
does-build = The engine builds an image as the Dockerfile says and names it { $value }. An image that had this name loses it.
does-keepCopy = The engine hands out the image { $value } as an archive, which is compressed and kept as a file on this machine. The image stays.
does-restoreCopy = The kept file is unpacked and handed to the engine, which has the image and its names again afterwards.
does-deleteCopy = The kept file is deleted for good, with the note beside it. The engine is not asked.
does-pullAgain =
    { $count ->
        [0] The engine fetches exactly the image that it had, by its digest.
        [one] The engine fetches exactly the image that it had, by its digest, and gives it its name again.
       *[other] The engine fetches exactly the image that it had, by its digest, and gives it its { $count } names again.
    }
does-pullThrough = The engine fetches { $value } from the registry mirror { $mirror } instead of Docker Hub, and gives it its usual name.
does-readLayers = The engine hands out the image { $value } as an archive, and what is in it is listed. Nothing is changed.
does-readArchive = What is in the archive { $value } is listed. Nothing is changed, and no engine is asked.
does-run =
    { $kind ->
        [background] The engine makes a new container from { $value } and starts it in the background.
        [terminal] The engine makes a new container from { $value } and starts it, connected to your terminal.
       *[attached] The engine makes a new container from { $value } and starts it; you see what it prints.
    } { $after ->
        [removed] When its program ends, the container is removed.
       *[kept] When its program ends, the container stays, stopped, until you remove it.
    }
does-listContainers =
    { $kind ->
        [all] The engine tells which containers it has, running and stopped. Nothing is changed.
       *[running] The engine tells which containers are running. Nothing is changed.
    }
does-startContainer = The engine starts the stopped container { $value } again, with the same command and with everything that was changed in it.
does-stopContainer = The engine asks the program in { $value } to end, and ends it by force if it has not after ten seconds. The container stays, stopped.
does-killContainer = The engine ends the program in { $value } at once; it cannot save anything. The container stays, stopped.
does-restartContainer = The engine stops the container { $value } and starts it again.
does-removeContainer =
    { $kind ->
        [force] The engine ends { $value } if it runs, and removes it with everything that was changed in it.
       *[stopped] The engine removes the stopped container { $value } with everything that was changed in it. Its image stays.
    }
does-exec = The engine starts one more program in the running container { $value } and connects it to your terminal.
does-attach = Your terminal is connected to the program that { $value } was started with: you see what it prints, and it gets what you type.
does-diff = The engine compares the files in { $value } with those of its image. Nothing is changed.
does-commit =
    { $kind ->
        [named] The engine puts what was changed in { $value } into one new layer and makes the image { $name } of it. The container stays as it is.
       *[nameless] The engine puts what was changed in { $value } into one new layer and makes an image without a name of it. The container stays as it is.
    }
does-cleanUp =
    { $count ->
        [0] There is nothing to do yet.
        [one] The engine carries out this one step.
       *[other] The engine carries out these { $count } steps, one after the other; one that fails does not stop the rest.
    }
does-export = The docker command in this terminal talks to the same engine as this window, until the terminal is closed.

explain-docker = The program that passes your command on to the Docker engine.
explain-container = The container that this is about: { $value }.

explain-pull = Fetches an image from a registry, layer by layer; layers that are here already are not fetched again.
explain-pull-platform =
    { $kind ->
        [both] The variant { $value } (operating system/processor) instead of the one for the engine’s own machine.
        [system] The variant for the operating system { $os } instead of the engine’s own.
        [processor] The variant for the processor { $architecture } instead of the engine’s own.
       *[other] Fetches the variant for this operating system and processor instead of the engine’s own.
    } { $architecture ->
        [amd64] amd64 are 64-bit processors by Intel and AMD.
        [arm64] arm64 are 64-bit ARM processors, such as Apple’s M series.
       *[other] {""}
    }
explain-pull-reference =
    { $kind ->
        [tag] The image that has the tag { $tag } in the repository { $repository }.
        [latest] The image that has the tag latest in the repository { $repository }: no tag is named, so latest is meant. That is a name like any other, and need not be the newest.
        [digest] Exactly the image with this digest from the repository { $repository }, whatever its tags name now.
       *[other] Which image: repository[:tag], with the registry’s address in front if it is not on Docker Hub.
    } { $registry ->
        [none] {""}
        [hub] It comes from Docker Hub, the public registry.
       *[other] It comes from the registry { $registry }.
    }

explain-images = Lists the images on the engine, one line for each name.
explain-images-all = Intermediate images too, which are hidden otherwise.
explain-images-dangling = Only dangling images: those that no tag names and nothing is built on.
explain-images-filter =
    { $kind ->
        [label] Only images with the label { $content }.
        [reference] Only images whose name fits { $content }; * stands for anything but a slash.
        [before] Only images older than { $content }.
        [since] Only images newer than { $content }.
       *[other] Only images that fit { $value }.
    }
explain-images-repository =
    { $kind ->
        [latest] Only images of the repository { $repository }, whatever their tag.
       *[other] Only images with the name { $value }.
    }

explain-history = Shows how an image came to be: one line for each step, the newest first.
explain-history-image =
    { $kind ->
        [id] The image whose ID begins so.
        [latest] The image named { $repository }, with the tag latest since none is named.
       *[other] The image named { $value }.
    }

explain-save = Writes images into one archive: their layers, configuration and names.
explain-save-image =
    { $kind ->
        [id] The image with this ID; the archive carries no name for it.
        [latest] The image named { $repository }, with the tag latest since none is named.
       *[other] The image named { $value }; the archive carries this name.
    }
explain-load = Reads such an archive and gives its images and names to the engine. A name that another image has is taken from it.
explain-pipe = Hands what the program before it writes to the program after it, without a file between them.
explain-then = Goes on with the next command only if the one before it succeeded.
explain-zstd = A program that packs files smaller and unpacks them again (Zstandard).
explain-zstd-decompress = Unpacks, and writes the result to the next program instead of into a file.
explain-zstd-output = Writes what it has packed into this file: { $value }.
explain-copy-file = The kept copy, a packed archive: { $value }.
explain-copy-note = The note beside the copy, of what it holds: { $value }.
explain-rm-file = The system’s own command that deletes files.

explain-rmi = Removes names of images; an image whose last name goes is deleted (rmi: remove image).
explain-rmi-target =
    { $kind ->
        [id] The image with this ID, which no tag names, is deleted.
        [latest] The name { $repository } with the tag latest, since none is named, is taken away; its image goes if it has no other name.
        [digest] The image with this digest from the repository { $repository }.
       *[other] The name { $value } is taken away; its image goes if it has no other name.
    }

explain-pull-through = The same image, asked of the mirror instead of Docker Hub: the mirror’s address stands before its repository.
explain-rmi-mirror = The mirror’s name of the image. It has its usual name by now, so only this one goes.
explain-tag = Gives an image one more name. Nothing is copied.
explain-tag-image =
    { $kind ->
        [id] The image with this ID gets the name.
        [latest] The image named { $repository } gets it, the one with the tag latest since none is named.
       *[other] The image named { $value } gets it.
    }
explain-tag-reference =
    { $kind ->
        [tag] The new name: the tag { $tag } in the repository { $repository }.
        [latest] The new name: the tag latest, since none is named, in the repository { $repository }.
       *[other] The new name: repository[:tag].
    }

explain-tar = Reads archives. Each layer of an image is an archive within the image’s archive.
explain-tar-list = Lists what is in it, with sizes and times; nothing is unpacked.
explain-tar-file = Lists what is in the archive { $value }, with sizes and times; nothing is unpacked.

explain-printf = Writes a text; here the Dockerfile, so that no file is needed.
explain-dockerfile = The Dockerfile: one instruction a line, the base image first. \n is the end of a line, %% a percent sign.
explain-classic-builder = Builds with Docker’s classic builder instead of BuildKit: each instruction leaves an image of its own.
explain-build = Builds an image as a Dockerfile says, instruction by instruction.
explain-build-tag = Names the new image: repository[:tag] (-t is --tag).
explain-build-stdin = Takes the Dockerfile from the program before it; nothing else is sent along.
explain-inside = Typed inside the container, where the prompt is its own.

explain-run = Makes a new container from an image and starts it; the image is pulled first if it is not here.
explain-run-interactive = Keeps the input open, so that you can type into it. Without a terminal there is no prompt.
explain-run-tty = Gives the program a terminal, with a prompt, colours and line editing. Without -i it does not hear what you type.
explain-run-interactive-tty = Two flags in one: i keeps the input open, t gives the program a terminal. Together they make a shell that you can work in.
explain-run-rm = Removes the container by itself as soon as it ends, with what was changed in it.
explain-run-detach = Runs the container in the background, and gives you your prompt back at once.
explain-run-name = The container will be called { $value }; without this, Docker makes up a name.
explain-run-publish =
    { $kind ->
        [fixed] Port { $host } of the host, the machine that Docker runs on, leads to port { $container } in the container.
        [any] Port { $container } of the container gets a free port of the host, which the engine chooses.
        [choice] Port { $container } of the container gets a free port of the host from { $host }.
       *[other] Leads a port of the host to a port of the container: HOST:CONTAINER.
    } { $reach ->
        [local] Only programs on the host itself can get there.
        [one] It is open at the host’s address { $address } only.
        [all] Other machines that can reach the host can get there, too.
       *[none] {""}
    } { $protocol ->
        [udp] The protocol is UDP.
        [sctp] The protocol is SCTP.
       *[tcp] {""}
    }
explain-run-env =
    { $kind ->
        [given] Programs in the container find the variable { $name } with the value { $content }.
        [empty] Programs in the container find the variable { $name }, with nothing in it.
        [passed] Passes the variable { $name } on with the value that it has where docker is called.
       *[other] Sets an environment variable inside: NAME=VALUE.
    }
explain-run-volume =
    { $kind ->
        [folder] { $source }, a folder or file of the host, appears in the container as { $path }.
        [named] The volume { $source } appears in the container as { $path }; Docker keeps it when the container goes, and makes it if there is none of that name.
        [anonymous] { $path } is kept in a volume without a name, apart from the container’s own files. The image’s files at that place are copied into it.
       *[other] Mounts a volume or a folder of the host into the container: SOURCE:PATH.
    } { $access ->
        [ro] The container may only read it.
       *[rw] {""}
    }
explain-run-image =
    { $kind ->
        [id] The image to start from, by its ID.
        [tag] The image to start from: the one with the tag { $tag } in the repository { $repository }.
        [latest] The image to start from: { $repository } with the tag latest, since no tag is named.
        [digest] The image to start from: exactly the one with this digest from the repository { $repository }.
       *[other] The image to start from.
    }
explain-run-command =
    { $kind ->
        [shell] Runs the shell { $program } inside, instead of the image’s own command.
        [script] Has the shell { $program } do this, instead of the image’s own command: { $arguments }
        [alone] Runs the program { $program } inside, instead of the image’s own command.
        [arguments] Runs the program { $program } inside, instead of the image’s own command, and hands it { $arguments }
       *[other] The program to run inside with its arguments, instead of the image’s own command.
    }
explain-run-other = Something that is not a flag of docker run yet.

explain-ps = Lists containers (ps: process status).
explain-ps-all = Stopped containers too; without this only those that run.
explain-start = Starts a stopped container again, with everything that was changed in it.
explain-stop = Asks the container’s program to end, and ends it by force if it has not after ten seconds.
explain-kill = Ends the container’s program at once, without asking.
explain-restart = Stops the container and starts it again.
explain-rm = Removes a container and what was changed in it (rm: remove).
explain-rm-force = Ends it by force first if it is running; without this, a running container is not removed.
explain-rm-volumes = Removes its anonymous volumes too. Volumes with a name stay in any case.

explain-exec = Starts one more program in a running container.
explain-exec-interactive-tty = Two flags in one: i keeps the input open, t gives the program a terminal. Together they make a shell that you can work in.
explain-exec-user =
    { $kind ->
        [root] Runs the program as root, who may do everything in the container.
        [number] Runs the program as the user with the number { $user }; the container need not know a name for it.
       *[name] Runs the program as the user { $user }, whom the container must know.
    }
explain-exec-command =
    { $kind ->
        [shell] Runs the shell { $program } inside.
        [script] Has the shell { $program } do this inside: { $arguments }
        [alone] Runs the program { $program } inside.
        [arguments] Runs the program { $program } inside, and hands it { $arguments }
       *[other] The program to run inside, often a shell such as /bin/bash.
    }
explain-attach = Connects your terminal to the container’s own main program.

explain-diff = Lists what was changed in the container’s files: A added, C changed, D deleted.

explain-commit = Makes an image of a container as it is now: its image plus one layer with what was changed.
explain-commit-author = Who made the image: { $value } (-a for short).
explain-commit-message = A comment to remember what was changed, shown in the image’s history: { $value } (-m for short).
explain-commit-change =
    { $kind ->
        [CMD] Containers of the new image run this when nothing else is said: { $arguments }
        [ENTRYPOINT] Containers of the new image always begin with this program: { $arguments }
        [ENV] Containers of the new image find this environment variable: { $arguments }
        [EXPOSE] Notes that containers of the new image listen on { $arguments }; that publishes nothing by itself.
        [HEALTHCHECK] The engine checks by this whether containers of the new image are well: { $arguments }
        [LABEL] Sticks this label on the new image: { $arguments }
        [ONBUILD] An image that is built on the new one does this first: { $arguments }
        [STOPSIGNAL] Containers of the new image are stopped with the signal { $arguments }.
        [USER] Containers of the new image run as the user { $arguments }.
        [VOLUME] { $arguments } is a volume in each container of the new image.
        [WORKDIR] Containers of the new image start in the folder { $arguments }.
       *[other] Applies a Dockerfile instruction to the new image.
    }
explain-commit-pause = The container goes on running meanwhile; files that are being written may be caught halfway.
explain-commit-reference =
    { $kind ->
        [tag] The new image’s name: the tag { $tag } in the repository { $repository }.
        [latest] The new image’s name: the tag latest, since none is named, in the repository { $repository }.
       *[other] The new image’s name: repository[:tag].
    }

explain-also = Then the next command, whether or not this one succeeded.
explain-volume = Docker’s commands about volumes.
explain-volume-rm = Removes volumes with everything in them (rm: remove).
explain-volume-name = The volume { $value } with everything in it.
explain-builder = Docker’s commands about building images.
explain-builder-prune = Removes the build cache that nothing uses.
explain-builder-prune-all = All of it, not only what has no name.
explain-builder-prune-force = Without asking again.

explain-export = Makes what follows known to the programs that this terminal starts from now on.
explain-docker-host = Where the engine is: { $value }.
explain-docker-cert-path = The folder with the certificates for a safe connection: { $value }.
explain-docker-tls = Speaks over a safe connection (TLS), without checking who is at the other end.
explain-docker-tls-verify = Speaks over a safe connection (TLS), and checks that the engine at the other end is the right one.

explain-terminal-sudo = Runs the next command with the rights of the machine’s administrator; your password is asked for.
explain-terminal-apt-update = Updates the list of available packages.
explain-terminal-install = Installs { $value } from the system’s packages.
explain-terminal-enable = Starts the service { $value } now, and from now on whenever the machine starts.
explain-terminal-enable-own = Starts your own service { $value } now, and from now on whenever you log in.
explain-terminal-boot = From now on { $value } is started whenever the machine starts.
explain-terminal-start = Starts the service { $value }.
explain-terminal-start-own = Starts your own service { $value }.
explain-terminal-open = Opens the application { $value }.
explain-terminal-reload = Has { $value } read its configuration again; containers run on.
explain-terminal-restart = Ends { $value } and starts it again, with its new configuration.
explain-terminal-restart-own = Ends your own service { $value } and starts it again, with its new configuration.
explain-terminal-restart-machine = Ends { $value }’s virtual machine and starts it again, with its new configuration.
explain-terminal-join-group = Adds the user to the group { $value }, and leaves the other groups as they are. It counts from the next login on.
explain-terminal-new-group = Begins a shell in which the group { $value } counts already.
explain-terminal-unset = Takes { $value } out of this terminal’s environment.
explain-terminal-contexts = Lists the contexts, the engines that the docker command knows by name; a star marks the one in use.
explain-terminal-use-context = From now on the docker command uses the context { $value }.
explain-terminal-certificate = Connects to { $value } and prints the certificates that it shows, sending nothing.
explain-terminal-ssh = Logs in on { $value } over ssh and runs there what follows.
explain-terminal-version = Tells the version of the docker command, and of the engine when it answers.
