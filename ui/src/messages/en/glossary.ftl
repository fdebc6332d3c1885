# Each term: its name, its meaning in two short sentences, and an example from the reader's own engine.

glossary = Glossary
glossary-open = Glossary
glossary-text = Docker’s terms in English and Chinese, with examples from your engine.
glossary-search = Search in English or Chinese
glossary-none = No such term
glossary-all = All terms
glossary-what-is = What { $term } means
glossary-go-filter = Show in table
glossary-group-images = What images are
glossary-group-names = How images are named
glossary-group-containers = Containers and their files
glossary-group-running = Running and pulling
glossary-group-making = Building images
glossary-group-engine = The engine

term-image = image
term-image-meaning = A ready-made file system with everything a program needs, and the command to run. It never changes; containers are created from it.
term-image-example =
    { $count ->
        [one] You have one: { $name }, { $size }.
       *[other] You have { $count }. The newest is { $name }, { $size }.
    }

term-layer = layer
term-layer-meaning = The files that one step of creating an image added, changed or deleted. An image is a stack of layers, and images that start with the same layers share them.
term-layer-example =
    { $count ->
        [one] { $name } has one, of { $largest }.
       *[other] { $name } has { $count }; the largest is { $largest }.
    }

term-base-image = base image
term-base-image-meaning = The image that another image is built on. Its layers lie under the new ones, and are kept as long as the other image exists.
term-base-image-example = { $child } was built on { $parent }.

term-dangling = dangling image
term-dangling-meaning = An image without a tag that no other image is built on, often left behind by a newer build or pull. Only its ID still refers to it.
term-dangling-example =
    { $count ->
        [one] You have one, listed at { $size }.
       *[other] You have { $count }, { $size } in total as listed.
    }

term-intermediate = intermediate image
term-intermediate-meaning = An image without a name that other images are built on: a step of the legacy builder. It takes up no extra space, and is removed along with them.
term-intermediate-example =
    { $count ->
        [one] You have one, hidden by default.
       *[other] You have { $count }, hidden by default.
    }

term-history = history
term-history-meaning = The steps that created an image, newest first. Some steps created a layer; others only recorded something, such as the command to run.
term-history-example =
    { $count ->
        [one] { $name } was created in one step.
       *[other] { $name } was created in { $count } steps.
    }

term-platform = platform
term-platform-meaning = The operating system and processor architecture an image is built for. One name can cover several; the engine uses the one that matches its own.
term-platform-example = Your engine’s platform is { $platform }.

term-manifest = manifest
term-manifest-meaning = A registry’s description of an image: its configuration and layers, by digest. For several platforms, there’s also a list of manifests.

term-archive = archive (save, load)
term-archive-meaning = An image in a single file, with its layers, configuration and names. docker save writes it and docker load reads it, without a registry.
term-archive-example =
    { $kind ->
        [kept] Slipway’s copy of { $name } is one, compressed.
       *[read] You have inspected { $name }.
    }

term-oci = OCI
term-oci-meaning = The Open Container Initiative: common standards for images, registries and containers. They let Docker, Podman and others use each other’s images.

term-repository = repository
term-repository-meaning = The name shared by the versions of an image, such as ubuntu. The tag after it says which version.
term-repository-example =
    { $count ->
        [one] Here, { $repository } has the tag { $tags }.
       *[other] Here, { $repository } has { $count } tags: { $tags }
    }

term-tag = tag
term-tag-meaning = The part after the colon that names one version in a repository; latest by default. It points to an image and can be moved to another, and an image can have several.
term-tag-example =
    { $count ->
        [one] Here, { $tag } is a tag in { $first } that points to the image { $id }.
        [2] Here, { $first } and { $second } are two tags of one image, { $id }.
       *[other] Here, { $first } and { $second } are two of the { $count } tags of one image, { $id }.
    }

term-reference = reference
term-reference-meaning = The full way to refer to an image in a command: [registry/]repository[:tag], or with @digest for one exact version.
term-reference-example = In { $reference }, the repository is { $repository } and the tag is { $tag }.

term-image-id = image ID
term-image-id-meaning = An image’s identifier, computed from its content: a different ID means a different image. Its first twelve digits are usually enough.
term-image-id-example = The ID of { $name } is { $id }.

term-digest = digest
term-digest-meaning = A checksum (sha256) of content. After an @, it identifies one exact image in a registry. Unlike a tag, it can never refer to another.
term-digest-example = { $name } was pulled as { $digest }

term-registry = registry
term-registry-meaning = A server that stores images and lets you pull them. Its address is the first part of an image name; the default is Docker Hub.
term-registry-example = { $reference } belongs to the registry { $registry }.

term-docker-hub = Docker Hub
term-docker-hub-meaning = The public registry that Docker uses when a name includes no other. ubuntu is short for docker.io/library/ubuntu.
term-docker-hub-example = { $reference } doesn’t name a registry, so it would be pulled from there.

term-mirror = registry mirror
term-mirror-meaning = A server that provides Docker Hub’s images, possibly from closer to you. It’s set in the engine’s configuration, and images keep their usual names.
term-mirror-example = Your engine is configured to use { $mirrors }.

term-untag = untag
term-untag-meaning = Removes one name from an image. The image itself is deleted only with its last name, if nothing else needs it.
term-untag-example = { $id } has the names { $first } and { $second }; removing one of them deletes nothing.

term-container = container
term-container-meaning = An isolated program running from an image’s files, with a thin layer of its own to write to. When it exits it stays, stopped, until it’s removed.
term-container-example =
    { $count ->
        [one] You have one: { $name }, created from { $image }.
       *[other] You have { $count }, { $running } of them running. { $name }, for example, was created from { $image }.
    }

term-container-layer = container layer (writable layer)
term-container-layer-meaning = The top layer, which belongs to a single container: everything it writes, changes or deletes is stored there. It’s removed with the container.
term-container-layer-example = Everything { $name } has written so far is in its own.

term-overlay = union file system (overlay)
term-overlay-meaning = A way to stack layers and present them as one file system. Files in upper layers hide those below; Linux’s own is called OverlayFS.

term-copy-on-write = copy-on-write
term-copy-on-write-meaning = A file of the image is copied to the container layer only when it’s changed. So even a hundred containers from one image start fast and take up almost no space.
term-copy-on-write-example = { $one } and { $other } share all files of { $image } and store only what each has changed.

term-diff = diff
term-diff-meaning = What a container has changed since it was created: A added, C changed, D deleted. The image itself stays as it is.
term-diff-example = docker diff { $name } lists the changes in one of yours.

term-volume = volume
term-volume-meaning = Storage that the engine manages separately from containers. It’s kept when they’re removed, and several can share it.
term-volume-example = { $name } stores { $path } in the volume { $source }.

term-anonymous-volume = anonymous volume
term-anonymous-volume-meaning = A volume without a given name, created because an image or a command asked for one. It’s easily left behind when its container is removed.
term-anonymous-volume-example = { $name } stores { $path } in one: { $source }…

term-bind-mount = bind mount
term-bind-mount-meaning = A folder or file on the engine’s host, mounted in a container. Changes on one side show up on the other.
term-bind-mount-example = In { $name }, { $path } is { $source } on the host.

term-label = label
term-label-meaning = Metadata in the form name=value on an image or container, for people and tools. Docker itself ignores it, and it isn’t a tag.
term-label-example = { $name } has the label { $label }

term-pull = pull
term-pull-meaning = Downloads an image from a registry, layer by layer. Layers that already exist aren’t downloaded again.
term-pull-example = Slipway’s latest one here was { $reference }.

term-push = push
term-push-meaning = Uploads an image to a registry so that others can pull it. The image’s name says which registry, and you must be logged in to it.

term-exec = exec
term-exec-meaning = Runs another command in a running container, often a shell to look around. The container keeps running when that command exits.
term-exec-example = Your console in { $name } is one: { $command }

term-attach = attach
term-attach-meaning = Connects to the main process of a container: its output, and its input if that is open. When that process exits, the container stops.
term-attach-example = Your console in { $name } is one: { $command }

term-shell = shell
term-shell-meaning = A program that reads commands line by line, such as bash or sh. Small images may not have one.
term-shell-example = { $name } runs one: { $shell }

term-terminal = terminal (TTY)
term-terminal-meaning = Lets a program show a prompt, colours and line editing. -t allocates one for a container.
term-terminal-example = { $name } was created with one.

term-stdin = standard input
term-stdin-meaning = The stream from which a program reads what you type. -i keeps it open; together with -t, you can work in a shell.
term-stdin-example = What you type in your console in { $name } goes there.

term-detached = detached
term-detached-meaning = A container that runs in the background, leaving your terminal free: -d. Its output is kept, and docker logs shows it.
term-detached-example = { $name } was started this way.

term-port = published port
term-port-meaning = A port of the engine’s host that is mapped to a port in a container: -p 8080:80. Without it, a server in the container can’t be reached from outside.
term-port-example = Port { $host } is mapped to port { $container } in { $name }.

term-env = environment variable
term-env-meaning = A setting NAME=value that a program can read when it starts. Images set some; -e sets more for one container.
term-env-example = { $name } sets { $variable }

term-entrypoint = entrypoint and command
term-entrypoint-meaning = What an image runs when it starts: the entrypoint, with the command as its arguments. What you write after the image name replaces the command.
term-entrypoint-example = { $name } runs { $command }

term-prune = prune
term-prune-meaning = Deletes everything of one kind that isn’t in use, without choosing one by one. docker image prune deletes dangling images.
term-prune-example =
    { $count ->
        [one] It would delete one image here.
       *[other] It would delete { $count } images here.
    }

term-commit = commit
term-commit-meaning = Creates an image from a container: its image, plus its changes as a new layer. Good for saving an experiment; for anything lasting, write a Dockerfile.
term-commit-example = { $name } was created this way, from the container { $container }.

term-build = build
term-build-meaning = Creates an image by following a Dockerfile step by step. Anyone can repeat it, unlike a commit.

term-dockerfile = Dockerfile
term-dockerfile-meaning = A text file with the steps that create an image: what to start from (FROM), what to run (RUN), what to copy in (COPY).
term-dockerfile-example = The history of { $name } shows such a step: { $instruction }

term-build-cache = build cache
term-build-cache-meaning = Results of earlier builds, kept so that unchanged steps don’t run again. You can delete it; the next build just takes longer.
term-build-cache-example =
    { $count ->
        [one] The last build of { $name } used one step from it.
       *[other] The last build of { $name } used { $count } steps from it.
    }

term-buildkit = BuildKit
term-buildkit-meaning = Docker’s current builder. It stores results in the build cache and, unlike the legacy builder, leaves no intermediate images.
term-buildkit-example = It built { $name }, whose history says { $mark }.

term-engine = engine (daemon)
term-engine-meaning = The program that does the work: it stores images and runs containers. The docker command and this window only tell it what to do.
term-engine-example = Yours is { $product } { $version } on { $host }.

term-socket = socket
term-socket-meaning = The local entry point to an engine. Anyone who can use it can do anything on that machine, which is why access is restricted.
term-socket-example = Yours is { $address }

term-context = context
term-context-meaning = A name for an engine’s address in Docker’s configuration. docker context use switches between engines, local or remote.
term-context-example = You’re using { $name }: { $address }

term-podman = Podman
term-podman-meaning = Another container engine that understands most Docker commands. It doesn’t need a daemon, and usually no root privileges.
term-podman-example = Yours is Podman { $version }.
