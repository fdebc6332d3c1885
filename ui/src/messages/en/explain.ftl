# One sentence for each part of a docker command; the terms are those of the engine crate's command_line.

explain-docker = The program that passes your wish to the Docker engine.
explain-container = Which container: its name or its ID.

explain-pull = Fetches an image from a registry, layer by layer; layers that are here already are not fetched again.
explain-pull-platform = Fetches the variant for this operating system and processor instead of the engine’s own.
explain-pull-reference = Which image: [registry/]repository[:tag], or @digest for exactly one version. Without a registry it is Docker Hub, without a tag latest.

explain-images = Lists the images on the engine, one line for each name.
explain-images-all = Intermediate images too, which are hidden otherwise (-a is --all).
explain-images-dangling = Only dangling images: those that no tag names and nothing is built on (-f is --filter).
explain-images-filter = Only images that fit (-f is --filter): label=KEY or KEY=VALUE for a label, reference=PATTERN for a name; * stands for anything but a slash.
explain-images-repository = Only the images of this repository.

explain-history = Shows how an image came to be: one line for each step, the newest first.
explain-history-image = Which image: a name or an ID.

explain-save = Writes images into one archive: their layers, configuration and names.
explain-save-image = Which image: each name that the archive is to carry, or the ID of an image without one.
explain-load = Reads such an archive and gives its images and names to the engine. A name that another image has is taken from it.
explain-pipe = Hands what the program before it writes to the program after it, without a file between them.
explain-then = Goes on with the next command only if the one before it succeeded.
explain-zstd = Compresses or decompresses (Zstandard).
explain-zstd-decompress = Decompresses, and writes the result to the next program instead of into a file.
explain-zstd-output = The file to write.
explain-copy-file = The kept copy: an archive, compressed.
explain-copy-note = The note beside the copy, of what it holds.
explain-rm-file = Deletes files.

explain-rmi = Removes names of images; an image whose last name goes is deleted (rmi: remove image).
explain-rmi-target = What to remove: a name, or the ID of an image without one.

explain-tag = Gives an image one more name. Nothing is copied.
explain-tag-image = The image that gets the name: a name it has, or its ID.
explain-tag-reference = The new name: repository[:tag].

explain-tar = Reads archives. Each layer of an image is an archive within the image’s archive.
explain-tar-list = Lists what is in it with sizes and times (-t is --list, -v is --verbose); nothing is unpacked.
explain-tar-file = The archive: -f names the file, -t lists what is in it, -v with sizes and times; nothing is unpacked.

explain-run = Makes a new container from an image and starts it; the image is pulled first if it is not here.
explain-run-interactive = Keeps the input open, so that you can type into it (-i is --interactive).
explain-run-tty = Gives it a terminal, with a prompt, colours and line editing (-t is --tty).
explain-run-interactive-tty = -i keeps the input open, -t gives it a terminal: together they make a shell you can work in.
explain-run-rm = Removes the container by itself as soon as it ends.
explain-run-detach = Runs it in the background and returns at once (-d is --detach).
explain-run-name = Names the container; otherwise Docker makes a name up.
explain-run-other = Something that is no flag of docker run yet.
explain-run-publish = Leads a port of the host to a port of the container, HOST:CONTAINER (-p is --publish).
explain-run-env = Sets an environment variable inside (-e is --env).
explain-run-volume = Mounts a volume or a folder of the host into the container, SOURCE:PATH (-v is --volume).
explain-run-image = The image to start from.
explain-run-command = The program to run inside with its arguments, instead of the image’s own command.

explain-ps = Lists containers (ps: process status).
explain-ps-all = Stopped containers too; without it only running ones (-a is --all).
explain-start = Starts a stopped container again, with everything that was changed in it.
explain-stop = Asks the container’s program to end, and ends it by force if it has not after ten seconds.
explain-kill = Ends the container’s program at once, without asking.
explain-restart = Stops the container and starts it again.
explain-rm = Removes a container and what was changed in it (rm: remove).
explain-rm-force = Kills it first if it is running (-f is --force).
explain-rm-volumes = Removes its anonymous volumes too (-v is --volumes).

explain-exec = Starts one more program in a running container.
explain-exec-interactive-tty = -i keeps the input open, -t gives it a terminal: together they make a shell you can work in.
explain-exec-user = Runs the program as this user (-u is --user).
explain-exec-command = The program to run inside, often a shell such as /bin/bash.
explain-attach = Connects your terminal to the container’s own main program.

explain-diff = Lists what was changed in the container’s files: A added, C changed, D deleted.

explain-commit = Makes an image of a container as it is now: its image plus one layer with what was changed.
explain-commit-author = Who made the image (-a is --author).
explain-commit-message = A comment to remember what was changed (-m is --message).
explain-commit-change = Applies a Dockerfile instruction to the new image (-c is --change).
explain-commit-pause = The container goes on running meanwhile; files that are being written may be caught halfway.
explain-commit-reference = The new image’s name: repository[:tag]. Without one the image is dangling.

explain-also = Then the next command, whatever came of this one.
explain-volume = Docker’s commands about volumes.
explain-volume-rm = Removes volumes with everything in them (rm: remove).
explain-builder = Docker’s commands about building images.
explain-builder-prune = Removes the build cache that nothing uses.
explain-builder-prune-all = All of it, not only what has no name.
explain-builder-prune-force = Without asking again.
