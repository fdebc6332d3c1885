# A term: its name, what it means in two short sentences, and what it is on the reader's own engine.

glossary = Glossary
glossary-open = Glossary
glossary-text = Docker’s words, in both languages, with examples from your engine.
glossary-search = Search in English or Chinese
glossary-none = No such term
glossary-all = All terms
glossary-what-is = What { $term } means
glossary-go-filter = Show in the table
glossary-group-images = What images are
glossary-group-names = How images are named
glossary-group-containers = Containers and their files
glossary-group-running = Running and fetching
glossary-group-making = Making images
glossary-group-engine = The engine

term-image = image
term-image-meaning = A ready-made file system with everything a program needs, and a note of what to run. It never changes; containers are started from it.
term-image-example =
    { $count ->
        [one] You have one: { $name }, { $size }.
       *[other] You have { $count }. The newest is { $name }, { $size }.
    }

term-layer = layer
term-layer-meaning = The files that one step of making an image added, changed or deleted. An image is a stack of them, and images that begin alike keep the common ones only once.
term-layer-example =
    { $count ->
        [one] { $name } has one, of { $largest }.
       *[other] { $name } has { $count }; the largest is { $largest }.
    }

term-base-image = base image
term-base-image-meaning = The image that another one was built on. Its layers lie beneath the new ones, and stay as long as the other image is there.
term-base-image-example = { $child } was built on { $parent }.

term-dangling = dangling image
term-dangling-meaning = An image without a tag on which no other image is built, often what a newer build or pull left behind. Only its ID still leads to it.
term-dangling-example =
    { $count ->
        [one] You have one, listed with { $size }.
       *[other] You have { $count } of them, { $size } in all as listed.
    }

term-intermediate = intermediate image
term-intermediate-meaning = An image without a name on which others are built: a step of a classic build. It takes no space of its own beside them, and is removed when they are.
term-intermediate-example =
    { $count ->
        [one] You have one, hidden until you ask for it.
       *[other] You have { $count }, hidden until you ask for them.
    }

term-history = history
term-history-meaning = The steps by which an image was made, newest first. Some steps made a layer; others only noted something, such as what to run.
term-history-example =
    { $count ->
        [one] { $name } was made in one step.
       *[other] { $name } was made in { $count } steps.
    }

term-platform = platform
term-platform-meaning = The operating system and the kind of processor that an image is made for. One name may stand for several, and the engine takes the one that fits it.
term-platform-example = Your engine’s own is { $platform }.

term-manifest = manifest
term-manifest-meaning = A registry’s list of what makes up one image: its configuration and its layers, by digest. Where there are several platforms, a list of manifests stands above.

term-archive = archive (save, load)
term-archive-meaning = An image as one file, with its layers, configuration and names. docker save writes it and docker load reads it, without any registry between.
term-archive-example =
    { $kind ->
        [kept] Slipway’s copy of { $name } is one, compressed.
       *[read] You have looked into { $name }.
    }

term-oci = OCI
term-oci-meaning = The Open Container Initiative: the common rules for what an image, a registry and a container are. Because of them Docker, Podman and others understand each other’s images.

term-repository = repository
term-repository-meaning = The name that several versions of one image share, such as ubuntu. Which version is meant is said by the tag behind it.
term-repository-example =
    { $count ->
        [one] Here { $repository } has the tag { $tags }.
       *[other] Here { $repository } has { $count } tags: { $tags }
    }

term-tag = tag
term-tag-meaning = The name of one version within a repository, behind the colon; latest, if you write none. It only points to an image, can be moved to another, and an image may have several.
term-tag-example =
    { $count ->
        [one] Here { $tag } is the tag in { $first }, and leads to the image { $id }.
        [2] Here { $first } and { $second } are two tags of one image, { $id }.
       *[other] Here { $first } and { $second } are two of the { $count } tags of one image, { $id }.
    }

term-reference = reference
term-reference-meaning = All that names an image in a command: [registry/]repository[:tag], or with @digest for exactly one version.
term-reference-example = In { $reference } the repository is { $repository } and the tag { $tag }.

term-image-id = image ID
term-image-id-meaning = An image’s own number, computed from its content: what has another ID is another image. Its first twelve digits are usually enough.
term-image-id-example = { $name } is { $id }.

term-digest = digest
term-digest-meaning = A checksum (sha256) of content. Behind an @ it names one exact image in a registry: unlike a tag, it can never come to mean another.
term-digest-example = { $name } came as { $digest }

term-registry = registry
term-registry-meaning = A server that keeps images and gives them out. Its address stands first in an image’s name; without one Docker means Docker Hub.
term-registry-example = { $reference } belongs to the registry { $registry }.

term-docker-hub = Docker Hub
term-docker-hub-meaning = The public registry that Docker asks when a name begins with no other. ubuntu is short for docker.io/library/ubuntu.
term-docker-hub-example = { $reference } has no registry before its name, so it would be pulled from there.

term-mirror = registry mirror
term-mirror-meaning = A server that passes on what Docker Hub has, perhaps from nearer by. It is set in the engine’s configuration, and images keep their usual names.
term-mirror-example = Your engine is set to use { $mirrors }.

term-untag = untag
term-untag-meaning = To take one name off an image. The image itself is only deleted when the last name goes and nothing else needs it.
term-untag-example = { $id } has the names { $first } and { $second }: removing one of them deletes nothing.

term-container = container
term-container-meaning = A program running apart from the rest, with an image’s files and a thin layer of its own to write in. When it ends it stays, stopped, until it is removed.
term-container-example =
    { $count ->
        [one] You have one: { $name }, made from { $image }.
       *[other] You have { $count }, { $running } of them running. { $name }, for one, was made from { $image }.
    }

term-container-layer = container layer (writable layer)
term-container-layer-meaning = The topmost layer, which belongs to one container alone: all that it writes, changes or deletes is kept there. It goes when the container is removed.
term-container-layer-example = What { $name } has written so far lies in its own.

term-overlay = union file system (overlay)
term-overlay-meaning = The way in which layers are laid upon each other and seen as one tree of files. What an upper layer has hides what lies beneath; Linux calls its own OverlayFS.

term-copy-on-write = copy-on-write
term-copy-on-write-meaning = A file of the image is copied into the container layer only when somebody changes it. So a hundred containers of one image start in no time, and take up hardly any space.
term-copy-on-write-example = { $one } and { $other } share all files of { $image } and keep only what each has changed.

term-diff = diff
term-diff-meaning = What a container has changed since it was made: A added, C changed, D deleted. The image itself stays as it is.
term-diff-example = docker diff { $name } lists it for one of yours.

term-volume = volume
term-volume-meaning = A place for data that the engine keeps apart from containers. It outlives them, and several can share it.
term-volume-example = { $name } keeps { $path } in the volume { $source }.

term-anonymous-volume = anonymous volume
term-anonymous-volume-meaning = A volume that nobody named, made because an image or a command asked for one. It is easily left behind when its container is removed.
term-anonymous-volume-example = { $name } keeps { $path } in one, { $source }….

term-bind-mount = bind mount
term-bind-mount-meaning = A folder or file of the engine’s own computer, shown inside a container. What is changed on one side is changed on the other.
term-bind-mount-example = { $name } sees { $source } as { $path }.

term-label = label
term-label-meaning = A note in the form name=value on an image or a container, for people and tools. Docker itself does nothing with it; it is not a tag.
term-label-example = { $name } carries { $label }

term-pull = pull
term-pull-meaning = To fetch an image from a registry, layer by layer. Layers that are here already are not fetched again.
term-pull-example = Slipway’s last one here was { $reference }.

term-push = push
term-push-meaning = To send an image to a registry, so that others can pull it. The name says to which one, and you must be logged in there.

term-exec = exec
term-exec-meaning = To start one more program in a container that is running, often a shell to look around. The container goes on when that program ends.
term-exec-example = Your console in { $name } is one: { $command }

term-attach = attach
term-attach-meaning = To connect to the main program of a container: its output, and its input if that is open. When that program ends, the container stops.
term-attach-example = Your console in { $name } is one: { $command }

term-shell = shell
term-shell-meaning = A program that takes commands by the line, such as bash or sh. Small images may have none.
term-shell-example = { $name } runs one: { $shell }

term-terminal = terminal (TTY)
term-terminal-meaning = What a program needs to show a prompt, colours and line editing. -t gives a container one.
term-terminal-example = { $name } was made with one.

term-stdin = standard input
term-stdin-meaning = The way by which a program receives what is typed. -i keeps it open; together with -t you can work in a shell.
term-stdin-example = What you type into your console in { $name } goes there.

term-detached = detached
term-detached-meaning = A container that goes on in the background while your terminal is free again: -d. What it prints is kept, and docker logs shows it.
term-detached-example = { $name } was started this way.

term-port = published port
term-port-meaning = A port of the engine’s computer that leads to a port in a container: -p 8080:80. Without it, nobody outside reaches a server in the container.
term-port-example = Port { $host } leads to port { $container } in { $name }.

term-env = environment variable
term-env-meaning = A setting as NAME=value that a program can read when it starts. An image brings some along; -e adds others for one container.
term-env-example = { $name } brings along { $variable }

term-entrypoint = entrypoint and command
term-entrypoint-meaning = What an image runs when it is started: the entrypoint, then the command as its arguments. What you write behind the image takes the place of the command.
term-entrypoint-example = { $name } runs { $command }

term-prune = prune
term-prune-meaning = To delete all of a kind that is not in use, at once and without choosing. docker image prune takes the dangling images.
term-prune-example =
    { $count ->
        [one] It would take one image here.
       *[other] It would take { $count } images here.
    }

term-commit = commit
term-commit-meaning = To make an image out of a container: its image, and what it changed as one more layer. Good for keeping an attempt; for lasting work, write a Dockerfile.
term-commit-example = { $name } was made this way, from the container { $container }.

term-build = build
term-build-meaning = To make an image by following a Dockerfile step by step. Anybody can repeat it, which a commit does not allow.

term-dockerfile = Dockerfile
term-dockerfile-meaning = A text file with the steps that make an image: what to begin from (FROM), what to run (RUN), what to copy in (COPY).
term-dockerfile-example = The history of { $name } shows such a step: { $instruction }

term-build-cache = build cache
term-build-cache-meaning = Results of earlier builds that the engine keeps, so that steps without changes need not run again. It can be deleted; the next build is then slower.
term-build-cache-example =
    { $count ->
        [one] The last build of { $name } took one step from it.
       *[other] The last build of { $name } took { $count } steps from it.
    }

term-buildkit = BuildKit
term-buildkit-meaning = The builder of today’s Docker. It keeps results in its build cache and leaves no intermediate images, as the classic builder did.
term-buildkit-example = { $name } was built by it: its history says { $mark }.

term-engine = engine (daemon)
term-engine-meaning = The program that does the work: it keeps images and runs containers. docker and this window only tell it what to do.
term-engine-example = Yours is { $product } { $version } on { $host }.

term-socket = socket
term-socket-meaning = The way in to the engine on a computer. Whoever may use it can do anything on that computer, which is why not everybody may.
term-socket-example = Yours is { $address }

term-context = context
term-context-meaning = A name for an engine’s address in Docker’s settings. docker context use switches between engines, on this machine or another.
term-context-example = You are using { $name }: { $address }

term-podman = Podman
term-podman-meaning = Another engine, which understands most of Docker’s commands. It needs no daemon and usually no root rights.
term-podman-example = Yours is Podman { $version }.
