# One sentence for each ErrorCode, and in -next what to do about it.

error-engineUnreachable = No Docker engine answered.
error-engineUnreachable-next = Start Docker (or Podman), then try again. The reason for each place that was tried is shown below.
error-socketNotFound = There is no socket at { $address }.
error-socketNotFound-next = The engine is not installed here, or it is not running. Start it, then try again.
error-socketPermissionDenied = Docker is running, but your account may not open { $address }.
error-socketPermissionDenied-next = Add yourself to the docker group — sudo usermod -aG docker $USER — then log out and in again.
error-connectionRefused = Nothing is listening at { $address }.
error-connectionRefused-next = The engine has stopped, or listens somewhere else. Start it, then try again.
error-addressInvalid = “{ $address }” is not an address Slipway understands.
error-addressInvalid-next = Use unix:///path, tcp://host:port, ssh://user@host or npipe:////./pipe/name.
error-contextNotFound = Docker’s configuration names the context “{ $context }”, but there is no such context.
error-contextNotFound-next = List the contexts with docker context ls and choose one with docker context use.
error-tlsFailed = No secure connection to { $address } could be made.
error-tlsFailed-next = Check that both sides speak TLS and that ca.pem, cert.pem and key.pem belong to this engine.
error-tlsNeeded = The engine at { $address } wants a secure connection (TLS), but was asked without one.
error-tlsNeeded-next = Turn TLS on: DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH for the folder with ca.pem, cert.pem and key.pem.
error-tlsNotSpoken = What answers at { $address } does not speak TLS.
error-tlsNotSpoken-next = Check the port; engines usually speak TLS on 2376 and without on 2375.
error-sshFailed = The SSH connection to { $address } failed.
error-sshFailed-next = Try ssh to that host in a terminal. The key must work without a password prompt, and docker must be installed there.
error-engineTooOld = This engine speaks API { $found }; Slipway needs at least { $needed }.
error-engineTooOld-next = Update the engine, or use another one.
error-notAnEngine = Something answers at { $address }, but it is not a Docker engine.
error-notAnEngine-next = Check the address and the port.
error-engineLost = The connection to the engine was lost in the middle of the work.
error-engineLost-next = Slipway reconnects by itself. Do it again once the engine is back.
error-timedOut = The engine did not answer in time.
error-timedOut-next = It may be busy. Try again in a moment.
error-practiceUnavailable =
    { $missing ->
        [linux] The practice engine runs on Linux only.
        [root] The practice engine needs the rights of root.
        [dockerd] The practice engine needs dockerd, which is not installed here.
        [docker-registry] The practice engine needs docker-registry, which is not installed here.
        [ip] The practice engine needs the program ip, which is not installed here.
        [busybox] The practice engine needs a static busybox, which is not installed here.
        [bash-static] The practice engine needs a static bash, which is not installed here.
        [podman] Without the rights of root, the practice engine needs Podman, which is not installed here.
        [newuidmap] Without the rights of root, the practice engine needs the program newuidmap, which is not installed here.
        [subuid] Without the rights of root, the practice engine needs user numbers in /etc/subuid and /etc/subgid, and you have none there.
        [userNamespaces] Without the rights of root, the practice engine needs user namespaces, which this system does not allow.
        [runtimeFolder] Without the rights of root, the practice engine needs a folder for this session (XDG_RUNTIME_DIR), and there is none.
        [authorisation] The system did not grant the rights that the practice engine needs.
        [program] This program cannot start the practice engine.
        [running] The practice engine is not running.
       *[other] The practice engine could not be started here.
    }
error-practiceUnavailable-next =
    { $missing ->
        [linux] Use another engine: Docker Desktop, for example.
        [root] Start Slipway as root, or as a user with sudo.
        [dockerd] Install the package docker.io.
        [docker-registry] Install the package docker-registry.
        [ip] Install the package iproute2.
        [busybox] Install the package busybox-static.
        [bash-static] Install the package bash-static.
        [podman] Install the packages podman and uidmap, or start Slipway as root.
        [newuidmap] Install the package uidmap.
        [subuid] Have them added — sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER — then log out and in again.
        [userNamespaces] Allow them — sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1 — or start Slipway as root.
        [runtimeFolder] Log in to a desktop or by ssh, rather than by su; the system then makes it.
        [authorisation] Try again and answer the question for the password, or install podman and uidmap, which need no such rights.
        [program] Start it in a terminal: slipway practice serve
        [running] Start it first.
       *[other] It needs the rights of root, and the packages docker.io, docker-registry, busybox-static, bash-static and iproute2.
    }
error-serviceFailed = { $name } was not started.
error-serviceFailed-next = The system’s own words say why. Start it in a terminal instead.

error-referenceEmpty = Type the name of an image.
error-referenceEmpty-next = For example ubuntu:14.04.
error-referenceInvalid = “{ $reference }” is not a valid image name.
error-referenceInvalid-next = A name looks like ubuntu:14.04 or registry.example.com/team/app:1.0.
error-referenceUppercase = Repository names are lowercase only: “{ $reference }” is not allowed.
error-referenceUppercase-next = Did you mean { $suggestion }?
error-referenceTooLong = The repository name is longer than 255 characters.
error-tagInvalid = “{ $tag }” is not a valid tag.
error-tagInvalid-next = A tag has up to 128 letters, digits, dots, dashes and underscores, and does not begin with a dot or a dash.
error-digestInvalid = “{ $digest }” is not a valid digest.
error-digestInvalid-next = A digest is sha256: and 64 hexadecimal digits.
error-referenceIsId = 64 hexadecimal digits are an image ID, not a name.
error-referenceIsId-next = Use a name with a tag, such as ubuntu:14.04.
error-digestNotAllowed = A digest cannot be used here: “{ $reference }”.
error-digestNotAllowed-next = Use a name and a tag only.
error-platformInvalid = “{ $platform }” is not a valid platform.
error-platformInvalid-next = Write os/architecture, such as linux/arm64.

error-pullNotFound = The registry has no { $reference }, or does not show it to you.
error-pullNotFound-next = Check the spelling of name and tag. If it is private, log in with docker login first.
error-pullUnauthorized = { $registry } did not let you pull { $reference }.
error-pullUnauthorized-next = Log in with docker login { $registry }, then pull again.
error-pullRateLimited = { $registry } limits how many images may be pulled, and the limit is reached.
error-pullRateLimited-next = Wait a while, log in with docker login, or use a mirror.
error-registryUnreachable = The engine cannot reach { $registry }.
error-registryUnreachable-next = Check the network of the machine the engine runs on. Where the registry is blocked, set up a registry mirror in the engine’s configuration.
error-registryCertificate = The engine does not trust the certificate of { $registry }.
error-registryCertificate-next = Give the engine the registry’s CA certificate: /etc/docker/certs.d/{ $registry }/ca.crt.
error-registryInsecure = { $registry } speaks plain HTTP, which the engine does not trust.
error-registryInsecure-next = Use an https address. If you trust the network up to it, add { $registry } to insecure-registries in the engine’s configuration.
error-connectionLost = The connection to { $registry } broke, and the engine gave up trying again.
error-connectionLost-next = Check the network of the engine’s machine, then pull again.
error-platformNotFound = { $reference } does not exist for { $platform }.
error-platformNotFound-next = Choose another platform, or leave it empty for the engine’s own.
error-credentialsFailed = The credential program { $program } failed.
error-credentialsFailed-next = It is named in Docker’s config.json. Log in again with docker login.
error-noSpace = The disk that the engine stores images on is full.
error-noSpace-next = Remove images you no longer need, then try again.
error-digestMismatch = What arrived does not match its digest, so nothing of it is kept.
error-digestMismatch-next = Pull again. If it keeps happening, a mirror or proxy on the way is damaging the data.

error-mirrorInvalid = “{ $mirror }” is not a mirror’s address.
error-mirrorInvalid-next = It looks like https://mirror.example, http://127.0.0.1:5000 or mirror.example/prefix. Docker Hub itself is not a mirror.
error-mirrorHubOnly = { $reference } is in the registry { $registry }; mirrors have Docker Hub’s images.
error-mirrorHubOnly-next = Pull it without a mirror.
error-mirrorNameUnknown = There is no machine with the name { $host }.
error-mirrorNameUnknown-next = Check the spelling. Many public mirrors have been switched off; this may be one of them.
error-mirrorUnreachable = { $mirror } does not answer this machine, or breaks off.
error-mirrorUnreachable-next = Try another mirror, or this one again later.
error-mirrorCertificate = This machine does not trust the certificate of { $mirror }.
error-mirrorCertificate-next = Do not use a mirror that cannot prove who it is. If it is your own, give this machine and the engine its CA certificate.
error-mirrorPlainHttp = { $mirror } does not speak TLS.
error-mirrorPlainHttp-next = If it is your own, write its address with http://.
error-mirrorNotRegistry = What answers at { $mirror } is not an image registry.
error-mirrorNotRegistry-next = Take the mirror’s address itself, not that of the page that describes it.
error-mirrorPathNotAllowed = { $mirror } has a path, which dockerd’s registry-mirrors do not take. It is left out; single pulls can go through it.
error-configurationInvalid = { $path } is not what the engine’s configuration should be.
error-configurationInvalid-next = Correct it first: an engine does not start with it.

error-imageNotFound = The engine has no image { $reference }.
error-imageNotFound-next = It may have been removed in the meantime. Pull it again if you need it.
error-imageInUse = { $reference } is used by: { $containers }.
error-imageInUse-next = Remove these containers first, or keep the image. A stopped container uses its image too.
error-imageHasChildren = Other images are built on { $reference }.
error-imageHasChildren-next = Remove those images first.
error-dockerfileInvalid = The Dockerfile cannot be read.
error-dockerfileInvalid-next = It begins with FROM and has one instruction a line.
error-buildFailed = The image { $reference } could not be built: one of its steps failed.
error-buildFailed-next = The log shows which step it was. Correct it and build again.
error-imageInSeveralRepositories = Several repositories name the image { $reference }, so it cannot be removed by its ID.
error-imageInSeveralRepositories-next = Remove its names one by one; the last one takes the image with it.
error-tagTaken = { $reference } already names another image ({ $image }), which will lose that name.

error-copyNotFound = There is no copy { $copy }.
error-copyNotFound-next = It may have been deleted in the meantime.
error-copyDamaged = The copy { $copy } is not what was kept, so it was not given to the engine.
error-copyDamaged-next = Its file has been changed or cut off. If the image is still on an engine, keep a new copy.
error-copyNoSpace = There is not enough room in { $path }: the copy needs up to { $needed }, and { $found } are free.
error-copyNoSpace-next = Delete copies you no longer need, or make room on that disk.
error-fileFailed = { $path } cannot be read or written.
error-fileFailed-next = Check that it exists and that you own it.
error-imageDiffers = The engine now has another image than was meant: { $found } instead of { $image }.
error-imageDiffers-next = Try another engine, of the kind that the image was kept from.
error-digestsLost = These digests do not come back with a copy: { $names }
error-digestsLost-next = Pulling again by digest would bring them back, as long as the registry has the image.

error-archiveInvalid = This is not an archive of images, or it is damaged.
error-archiveInvalid-next = Slipway reads what docker save writes, and OCI layouts in one file: plain, gzip or zstd.
error-archiveTooLarge =
    { $limit ->
        [entries] The archive has more entries than Slipway reads ({ $most }).
        [layers] The image has more layers than Slipway reads ({ $most }).
        [path] A path in the archive is longer than { $most } bytes.
        [depth] Folders in the archive are nested more than { $most } deep.
        [headers] An entry’s headers are larger than { $most } bytes.
       *[documents] The archive’s manifests are larger than { $most } bytes.
    }
error-archiveTooLarge-next = No ordinary image is like this. Look at where the archive comes from.
error-layerMissing = The layer { $layer } is not in the archive.
error-layerMissing-next = Save the image again: docker save -o FILE IMAGE.
error-layersNotRead = The layers of this image have not been read, or are no longer remembered.
error-layersNotRead-next = Read them again.

error-containerNotFound = The engine has no container { $container }.
error-containerNotFound-next = It may have been removed in the meantime.
error-containerNotRunning = The container { $container } is not running.
error-containerNotRunning-next = Start it, then try again.
error-containerRunning = The container { $container } is still running.
error-containerRunning-next = Stop it, then try again.
error-containerPaused = The container { $container } is paused.
error-containerPaused-next = Unpause it — docker unpause { $container } — then try again.
error-nameTaken = There is already a container named “{ $name }”.
error-nameTaken-next = Choose another name, or remove that container.
error-nameInvalid = “{ $name }” is not a valid container name.
error-nameInvalid-next = Use at least two letters, digits, dots, dashes or underscores, and begin with a letter or a digit.
error-portTaken = Port { $port } of the host is already in use.
error-portTaken-next = Choose another host port, or stop what is using it.
error-portInvalid = “{ $value }” is not a valid port mapping.
error-portInvalid-next = Write HOST:CONTAINER, such as 8080:80.
error-volumeInvalid = “{ $value }” is not a valid volume.
error-volumeInvalid-next = Write SOURCE:/path/in/container, such as data:/var/lib/data.
error-mountSourceMissing = { $path } does not exist on the engine’s machine.
error-mountSourceMissing-next = Create it, or correct the path.
error-envInvalid = “{ $value }” is not a valid environment variable.
error-envInvalid-next = Write NAME=value.
error-quotesUnbalanced = A quotation mark is not closed: { $value }
error-commandNotFound = There is no program { $command } in it.
error-commandNotFound-next = Check the spelling, or choose another program. Small images often have only sh, or no shell at all.
error-commandNotExecutable = { $command } is there, but cannot be executed.
error-commandNotExecutable-next = It may be a folder, lack the execute permission, or be built for another architecture.
error-commandMissing = { $reference } names no command of its own.
error-commandMissing-next = Say what to run, such as /bin/sh.
error-userNotFound = There is no user { $user } in the container.
error-userNotFound-next = Use a name from its /etc/passwd, or a number.

error-consoleClosed = This console has been closed.
error-consoleClosed-next = Open a new one.

error-pathNotFound = There is no { $path } in the container.
error-changeNotAllowed = A commit cannot carry “{ $value }”.
error-changeNotAllowed-next = Allowed are: { $allowed }.
error-changeInvalid = “{ $value }” is not a valid instruction.
error-changeInvalid-next = Write it as in a Dockerfile, such as CMD ["nginx", "-g", "daemon off;"].
error-volumesLeftOut = What lies in these volumes will not be part of the image: { $paths }.
error-envBakedIn = These environment variables become part of the image for everyone to read: { $names }.
error-envBakedIn-next = Make sure that none of them is a password.

error-jobNotFound = This job no longer exists.
# kept: layers of a pull's image that were here before. done: items of a removal.
error-cancelled =
    { $kept ->
        [0] Cancelled. No layer of the image was here before.
        [one] Cancelled. One layer of the image was here before, and stays.
        [other] Cancelled. { $kept } layers of the image were here before, and stay.
       *[none] { $done ->
            [0] Cancelled before anything was removed.
            [one] Cancelled. One of { $total } was removed before.
            [other] Cancelled. { $done } of { $total } were removed before.
           *[none] Cancelled.
        }
    }
error-alreadyInProgress = The engine is already doing this.
error-alreadyInProgress-next = Wait until it has finished, then try again.
error-someFailed = { $failed } of { $total } could not be done.
error-someFailed-next = The reason is shown beside each.

error-notSupported = This engine cannot do that: { $feature }.
error-engineRefused = The engine refused.
error-engineRefused-next = Its own words say why.
error-engineFailed = The engine failed.
error-engineFailed-next = Its own words say more; its log may say why.
error-internal = Slipway itself made a mistake.
error-internal-next = Please try again. If it happens again, report it with the words below.

error-pinInvalid = “{ $value }” is not a pattern of image names.
error-pinInvalid-next = Examples: ubuntu, ubuntu:14.*, shop/*:1.?
error-imagePinned = { $reference } is pinned and stays.
error-imagePinned-next = Unpin it first if it should be removed after all.
error-nameMoved = { $name } now names something else, so it was left alone.
error-nameMoved-next = Look at what it is, and choose it again if it should be removed.
error-volumeNotFound = The volume { $volume } no longer exists.
error-volumeInUse = A container uses the volume { $volume }.
error-volumeInUse-next = Remove the container first, or keep the volume.

error-settingsDamaged = Your settings could not be read, so the window starts without them. Pinned images are not protected now.
error-settingsDamaged-next = The damaged file is kept as { $path }. Choose your settings and pins again.
error-questionChanged = The question has changed: what is on the engine is different now.
error-questionChanged-next = Look again and choose again.
error-noDockerCommand = There is no docker command in this text.
error-noDockerCommand-next = It begins with docker (or podman), such as docker run -it ubuntu.
error-dockerCommandUnknown = Docker has no command “{ $command }”.
error-dockerCommandUnknown-next = Did you mean { $suggestion }?
error-dockerCommandNotOffered = Slipway has no form for docker { $command }.
error-dockerCommandNotOffered-next = Type it in a terminal.
error-flagUnknown = There is no flag { $flag } here.
error-flagUnknown-next = Did you mean { $suggestion }?
error-flagValueMissing = { $flag } needs a value after it.
error-flagValueInvalid = “{ $value }” is not a value for { $flag }.
error-flagValueInvalid-next = Its explanation is beside the command. Files need their full path.
error-flagIsField = { $flag } has a field of its own above.
error-flagIsField-next = Write its value there.
error-flagUnsupported = Slipway does not apply { $flag }.
error-flagUnsupported-next = It concerns only the docker command itself, or engines no longer support it. Take it away, or type the command in a terminal.
error-flagsConflict = These do not go together: { $flags }
error-flagsConflict-next = Take one of them away.
error-argumentMissing = { $command } needs { $argument }, which is missing.
error-argumentUnexpected = { $command } takes nothing more, but there is “{ $value }”.
