# One sentence for each ErrorCode; -bare is the one for what an engine doesn’t name, and -next says what to do about it.

error-engineUnreachable = Couldn’t connect to a Docker engine.
error-engineUnreachable-next = Start Docker (or Podman), then try again. The reason for each endpoint is shown below.
error-socketNotFound = There is no socket at { $address }.
error-socketNotFound-next = The engine isn’t installed here, or it isn’t running. Start it, then try again.
error-socketPermissionDenied = Docker is running, but you don’t have permission to open { $address }.
error-socketPermissionDenied-next = Add yourself to the docker group — sudo usermod -aG docker $USER — then log out and back in.
error-connectionRefused = Nothing is listening at { $address }.
error-connectionRefused-next = The engine has stopped, or listens on another address. Start it, then try again.
error-addressInvalid = “{ $address }” isn’t a valid engine address.
error-addressInvalid-next = Use unix:///path, tcp://host:port, ssh://user@host or npipe:////./pipe/name.
error-contextNotFound = Docker’s configuration uses the context “{ $context }”, but there’s no such context.
error-contextNotFound-next = List the contexts with docker context ls, and select one with docker context use.
error-dockerConfigInvalid = Docker’s configuration can’t be read: { $path }
error-dockerConfigInvalid-next = Correct it — often a comma too many, or a byte order mark at the beginning — or choose an engine.
error-tlsFailed = Couldn’t establish a secure connection to { $address }.
error-tlsFailed-bare = Couldn’t establish a secure connection.
error-tlsFailed-next = Check that both sides use TLS, and that ca.pem, cert.pem and key.pem belong to this engine.
error-tlsNeeded = The engine at { $address } requires a secure connection (TLS), but Slipway connected without one.
error-tlsNeeded-next = Turn TLS on: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem.
error-tlsNotSpoken = { $address } doesn’t support TLS.
error-tlsNotSpoken-bare = The address doesn’t support TLS.
error-tlsNotSpoken-next = Check the port. Engines usually use 2376 with TLS and 2375 without.
error-sshFailed = The SSH connection to { $address } failed.
error-sshFailed-next = Try to connect to that host with ssh in a terminal. The key must work without a password prompt, and docker or podman must be installed there.
error-engineTooOld = This engine uses API version { $found }; Slipway needs at least { $needed }.
error-engineTooOld-next = Update the engine, or use another one.
error-notAnEngine = Something responds at { $address }, but it isn’t a Docker engine.
error-notAnEngine-next = Check the address and the port.
error-engineLost = Lost the connection to the engine.
error-engineLost-next = Slipway reconnects automatically. Retry once the engine is back.
error-timedOut = The engine didn’t respond in time.
error-timedOut-next = It may be busy. Try again in a moment.
error-practiceUnavailable =
    { $missing ->
        [linux] The practice engine runs on Linux only.
        [root] The practice engine needs root privileges.
        [dockerd] The practice engine needs dockerd, which isn’t installed here.
        [docker-registry] The practice engine needs docker-registry, which isn’t installed here.
        [ip] The practice engine needs the ip program, which isn’t installed here.
        [busybox] The practice engine needs a static busybox, which isn’t installed here.
        [bash-static] The practice engine needs a static bash, which isn’t installed here.
        [podman] Without root privileges, the practice engine needs Podman, which isn’t installed here.
        [newuidmap] Without root privileges, the practice engine needs the newuidmap program, which isn’t installed here.
        [subuid] Without root privileges, the practice engine needs subordinate IDs in /etc/subuid and /etc/subgid, and you have none.
        [userNamespaces] Without root privileges, the practice engine needs user namespaces, which this system doesn’t allow.
        [runtimeFolder] Without root privileges, the practice engine needs a runtime folder for this session (XDG_RUNTIME_DIR), and there is none.
        [authorisation] The system didn’t grant the privileges that the practice engine needs.
        [program] This program can’t start the practice engine.
        [running] The practice engine isn’t running.
       *[other] Couldn’t start the practice engine here.
    }
error-practiceUnavailable-next =
    { $missing ->
        [linux] Use another engine, such as Docker Desktop.
        [root] Start Slipway as root, or as a user with sudo.
        [dockerd] Install the package docker.io.
        [docker-registry] Install the package docker-registry.
        [ip] Install the package iproute2.
        [busybox] Install the package busybox-static.
        [bash-static] Install the package bash-static.
        [podman] Install the packages podman and uidmap, or start Slipway as root.
        [newuidmap] Install the package uidmap.
        [subuid] Add them — sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER — then log out and back in.
        [userNamespaces] Allow them — sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1 — or start Slipway as root.
        [runtimeFolder] Log in on the desktop or over SSH instead of using su; the system then creates it.
        [authorisation] Try again and enter your password, or install podman and uidmap, which don’t need these privileges.
        [program] Start it in a terminal: slipway practice serve
        [running] Start it first.
       *[other] It needs root privileges, and the packages docker.io, docker-registry, busybox-static, bash-static and iproute2.
    }
error-serviceFailed = Couldn’t start { $name }.
error-serviceFailed-next = See the system’s message for the reason, or start it in a terminal.

error-referenceEmpty = Enter an image name.
error-referenceEmpty-next = For example ubuntu:14.04.
error-referenceInvalid = “{ $reference }” isn’t a valid image name.
error-referenceInvalid-next = A name looks like ubuntu:14.04 or registry.example.com/team/app:1.0.
error-referenceUppercase = “{ $reference }” isn’t allowed: repository names must be lowercase.
error-referenceUppercase-next = Did you mean { $suggestion }?
error-referenceTooLong = The repository name is longer than 255 characters.
error-tagInvalid = “{ $tag }” isn’t a valid tag.
error-tagInvalid-next = A tag has up to 128 letters, digits, dots, dashes and underscores, and doesn’t start with a dot or a dash.
error-digestInvalid = “{ $digest }” isn’t a valid digest.
error-digestInvalid-next = A digest is sha256: followed by 64 hexadecimal digits.
error-referenceIsId = 64 hexadecimal digits are an image ID, not a name.
error-referenceIsId-next = Use a name with a tag, such as ubuntu:14.04.
error-digestNotAllowed = A digest can’t be used here: “{ $reference }”.
error-digestNotAllowed-next = Use only a name and a tag.
error-platformInvalid = “{ $platform }” isn’t a valid platform.
error-platformInvalid-next = Use os/architecture, such as linux/arm64.

# registryKind: hub for Docker Hub, which alone has mirrors; other for any other registry.
error-pullNotFound = The registry doesn’t have { $reference }, or you don’t have access to it.
error-pullNotFound-bare = The registry doesn’t have this image, or you don’t have access to it.
error-pullNotFound-next = Check the spelling of the name and tag. If the image is private, log in with docker login first.
error-pullUnauthorized = { $registry } denied the pull of { $reference }.
error-pullUnauthorized-bare = The registry denied the pull.
error-pullRateLimited-bare = You’ve reached the registry’s pull rate limit.
error-registryUnreachable-bare = The engine can’t reach the registry.
error-registryCertificate-bare = The engine doesn’t trust the registry’s certificate.
error-pullUnauthorized-next = Check the name. If the image needs permission, log in with docker login { $registry }, then pull again.
error-pullLoginRejected = { $registry } didn’t accept the stored login, or that account isn’t allowed to pull { $reference }.
error-pullLoginRejected-next =
    { $registryKind ->
        [hub] The login may have expired: run docker login again. If the image is public, run docker logout, then pull again.
       *[other] The login may have expired: run docker login { $registry } again. If the image is public, run docker logout { $registry }, then pull again.
    }
error-pullRateLimited = You’ve reached the pull rate limit of { $registry }.
error-pullRateLimited-next =
    { $registryKind ->
        [hub] Wait a while, log in with docker login, or use a registry mirror.
       *[other] Wait a while, or log in with docker login { $registry }.
    }
error-registryQuotaExceeded = A quota of { $registry } is used up.
error-registryQuotaExceeded-next = Free space or raise the quota in the registry, or ask whoever runs it.
error-registryNameUnknown = The engine can’t find the registry { $registry }: its name doesn’t resolve.
error-registryNameUnknown-next =
    { $registryKind ->
        [hub] Check the DNS settings of the engine’s host (/etc/resolv.conf). If Docker Hub is blocked, use a registry mirror.
       *[other] Check the spelling, and the DNS settings of the engine’s host (/etc/resolv.conf).
    }
error-registryUnreachable = The engine can’t reach { $registry }.
error-registryUnreachable-next =
    { $registryKind ->
        [hub] Check the network of the engine’s host. If Docker Hub is blocked, set up a registry mirror in the engine’s configuration (registry-mirrors).
       *[other] Check the address and port, and the network of the engine’s host. If it needs a proxy, set one in the engine’s configuration.
    }
error-registryFailed = { $registry }, or a gateway in front of it, had an error and didn’t serve the image.
error-registryFailed-next =
    { $registryKind ->
        [hub] Try again later, or use a registry mirror. For the status of Docker Hub, see https://www.dockerstatus.com.
       *[other] Try again later. If it keeps happening, ask whoever runs the registry.
    }
error-registryForbidden = { $registry } forbids access to { $reference } (403).
error-registryForbidden-next =
    { $registryKind ->
        [hub] The registry or a firewall may block this network: use a registry mirror. If the image is private, log in with docker login first.
       *[other] The registry or a firewall may block this network. If the image is private, log in with docker login { $registry } first.
    }
error-registryRefused = { $registry } rejected the engine’s request.
error-registryRefused-next = Check the name and the address. See the engine’s message for the reason.
error-registryRedirects = { $registry } keeps redirecting without ever answering.
error-registryRedirects-next = The registry, or a proxy on the way, is misconfigured. Check the address, or ask whoever runs the registry.
error-notARegistry = { $registry } didn’t answer as an image registry does, but with a web page or something else.
error-notARegistry-next =
    { $registryKind ->
        [hub] The answer may come from the network’s login page, a proxy or a firewall: open https://registry-1.docker.io/v2/ in a browser on the engine’s host. If Docker Hub is blocked, use a registry mirror.
       *[other] Check the address and port. The answer may also come from the network’s login page, a proxy or a firewall: open https://{ $registry }/v2/ in a browser on the engine’s host.
    }
error-registryBlobMissing = The data of { $reference } in { $registry } is incomplete: a part of it is missing.
error-registryBlobMissing-next = Choose another tag, or try again later. The image’s author can repair it by pushing it again.
error-registryTlsFailed = The engine couldn’t establish a secure connection (TLS) to { $registry }.
error-registryTlsFailed-next = They may support different versions of TLS, or the registry requires a client certificate (/etc/docker/certs.d/{ $registry }). See the engine’s message for the reason.
error-registryCertificate = The engine doesn’t trust the certificate of { $registry }.
error-registryCertificate-next =
    { $registryKind ->
        [hub] A proxy or firewall may be intercepting encrypted connections. If that’s your organization’s, install its CA certificate in the system of the engine’s host, then restart the engine.
       *[other] Install the registry’s CA certificate on the engine’s host: /etc/docker/certs.d/{ $registry }/ca.crt.
    }
error-registryCertificateExpired =
    { $until ->
        [unknown] The certificate of { $registry } has expired, or isn’t valid yet.
       *[other] The certificate of { $registry } expired on { $until } (it was checked on { $now }).
    }
error-registryCertificateExpired-next = Ask whoever runs the registry to renew it. If the time of the check is wrong, set the clock.
error-registryCertificateNotYetValid = The certificate of { $registry } isn’t valid before { $from } (it was checked on { $now }).
error-registryCertificateNotYetValid-next = If the time of the check is wrong, set the clock, for example with sudo timedatectl set-ntp true. Otherwise, ask whoever runs the registry to replace the certificate.
error-registryCertificateName = The certificate of { $registry } was issued for another name.
error-registryCertificateName-next = Use the name in the certificate; it’s in the engine’s message. If the registry is your own, give it a certificate whose subject alternative names (SAN) include this address.
error-engineClockWrong = The clock of the engine’s host is wrong: it says { $clock }, this machine’s says { $now }. So the engine considers the certificate of { $registry } invalid.
error-engineClockWrong-next = Set that host’s clock, for example with sudo timedatectl set-ntp true. With Docker Desktop, restart it.
error-proxyUnreachable = The engine can’t reach the proxy that it’s configured to use.
error-proxyUnreachable-next = Check that the proxy is running and its address is right. It’s set in the engine’s configuration (proxies in daemon.json, HTTP_PROXY of its service, or the settings of Docker Desktop). If you don’t need it, remove it.
error-proxyLoginRequired = The engine’s proxy requires a login.
error-proxyLoginRequired-next = docker login doesn’t help here. Put the user name and password in the engine’s proxy settings, such as http://user:password@proxy:3128.
error-proxyRefused = The engine’s proxy didn’t connect to { $registry }.
error-proxyRefused-next =
    { $registryKind ->
        [hub] The proxy may not allow Docker Hub, or can’t reach it. Ask whoever runs the proxy, or use a registry mirror.
       *[other] The proxy may not allow this registry, or can’t reach it. Ask whoever runs the proxy. If the engine should connect directly, add { $registry } to its NO_PROXY.
    }
error-registryInsecure = { $registry } uses plain HTTP, which the engine doesn’t trust.
error-registryInsecure-bare = The registry uses plain HTTP, which the engine doesn’t trust.
error-registryInsecure-next = Use an https address. If you trust the network in between, add { $registry } to insecure-registries in the engine’s configuration.
error-connectionLost-bare = The connection to the registry was interrupted, and the engine gave up retrying.
error-connectionLost = The connection to { $registry } was interrupted.
error-connectionLost-next =
    { $registryKind ->
        [hub] Check the network of the engine’s host, then pull again. If it keeps breaking, use a registry mirror.
       *[other] Check the network of the engine’s host, then pull again.
    }
error-platformNotFound = { $reference } isn’t available for { $platform }.
error-platformNotFound-bare = The image isn’t available for this platform.
error-platformNotFound-next = Choose another platform, or leave it empty to use the engine’s own.
error-credentialsFailed = The credential helper { $program } failed.
error-credentialsFailed-next = It’s set in Docker’s config.json. Log in again with docker login.
error-noSpace = The disk where the engine stores images is full.
error-noSpace-next = Remove images you no longer need, then try again.
error-digestMismatch = The downloaded data doesn’t match its digest, so none of it was kept.
error-digestMismatch-next = Pull again. If it keeps happening, a mirror or proxy may be corrupting the data.
error-imageFormatTooOld = { $reference } is in an old image format (manifest schema 1) that this engine no longer supports.
error-imageFormatTooOld-next = Choose a newer tag. If the image is your own, pull it with Podman or with Docker 25 or earlier, and push it again to convert it.
error-notAnImage = { $reference } isn’t a container image, but something else in the registry, such as a Helm chart.
error-notAnImage-next = Check the name and tag, or get it with the tool it belongs to, such as helm pull.

error-mirrorInvalid = “{ $mirror }” isn’t a valid mirror address.
error-mirrorInvalid-next = Use an address such as https://mirror.example, http://127.0.0.1:5000 or mirror.example/prefix. Docker Hub itself isn’t a mirror.
error-mirrorHubOnly = { $reference } is in the registry { $registry }, but mirrors only have images from Docker Hub.
error-mirrorHubOnly-next = Pull it without a mirror.
error-mirrorNameUnknown = Couldn’t find the host { $host }.
error-mirrorNameUnknown-next = Check the spelling. Many public mirrors have been shut down; this may be one of them.
error-mirrorUnreachable = Couldn’t connect to { $mirror } from this machine, or the connection was interrupted.
error-mirrorUnreachable-next = Try another mirror, or try this one again later.
error-mirrorCertificate = This machine doesn’t trust the certificate of { $mirror }.
error-mirrorCertificate-next = Don’t use a mirror that can’t prove its identity. If it’s your own, install its CA certificate on this machine and on the engine’s host.
error-mirrorPlainHttp = { $mirror } doesn’t support TLS.
error-mirrorPlainHttp-next = If it’s your own, start its address with http://.
error-mirrorNotRegistry = { $mirror } isn’t an image registry.
error-mirrorNotRegistry-next = Enter the address of the mirror itself, not of the web page that describes it.
error-mirrorPathNotAllowed = { $mirror } has a path, which dockerd’s registry-mirrors don’t accept. It was left out, but you can still use it for single pulls.
error-configurationInvalid = { $path } isn’t a valid engine configuration.
error-configurationInvalid-next = Fix it first: the engine won’t start with it.

error-imageNotFound = The engine doesn’t have the image { $reference }.
error-imageNotFound-bare = The engine doesn’t have this image.
error-imageNotFound-next = It may have been removed in the meantime. Pull it again if you need it.
error-imageInUse = { $reference } is used by: { $containers }.
error-imageInUse-bare = A container uses this image.
error-imageInUse-next = Remove these containers first, or keep the image. A stopped container uses its image too.
error-imageHasChildren = Other images are built on { $reference }.
error-imageHasChildren-bare = Other images are built on this image.
error-imageHasChildren-next = Remove those images first.
error-dockerfileInvalid = The Dockerfile isn’t valid.
error-dockerfileInvalid-next = It must start with FROM and have one instruction per line.
error-buildFailed = Couldn’t build the image { $reference }: one of its steps failed.
error-buildFailed-bare = Couldn’t build the image: one of its steps failed.
error-buildFailed-next = The log shows which step. Fix it and build again.
error-imageInSeveralRepositories = The image { $reference } has names in several repositories, so it can’t be removed by ID.
error-imageInSeveralRepositories-bare = The image has names in several repositories, so it can’t be removed by ID.
error-imageInSeveralRepositories-next = Remove its names one by one. Removing the last one deletes the image.
error-tagTaken = { $reference } is the name of another image ({ $image }), which will lose that name.

error-copyNotFound = There’s no copy { $copy }.
error-copyNotFound-next = It may have been deleted in the meantime.
error-copyDamaged = The copy { $copy } has changed since it was saved, so it wasn’t loaded.
error-copyDamaged-next = The file was modified or truncated. If the image is still on an engine, keep a new copy.
error-copyNoSpace = Not enough space in { $path }: the copy needs up to { $needed }, but only { $found } is free.
error-copyNoSpace-next = Delete copies you no longer need, or free up space on that disk.
error-fileFailed = Couldn’t read or write { $path }.
error-fileFailed-next = Check that it exists and that you own it.
error-removalNotRecorded = What was removed isn’t in the removal history: couldn’t write { $path }.
error-removalNotRecorded-next = Free some space or check who owns the file. Later removals are recorded again.
error-fileNotRegular = { $path } isn’t a regular file.
error-fileNotRegular-next = Choose a file rather than a folder, a device or a pipe.
error-fileTooLarge = { $path } is larger than { $limit }.
error-fileTooLarge-next = Check that it’s the right file.
error-diskFull = The disk that { $path } is on is full.
error-diskFull-next = Free up space on that disk, then try again.
error-imageDiffers = The image on the engine isn’t the expected one: { $found } instead of { $image }.
error-imageDiffers-bare = The image on the engine isn’t the expected one.
error-imageDiffers-next = Try another engine of the same kind as the one the copy was made on.
error-copyOfOtherStore = This copy comes from an engine with another kind of image store, so the image won’t have its ID { $image } here.
error-copyOfOtherStore-next = Its tags are restored. To keep the ID, restore it on an engine like the one it comes from.
error-digestsLost = These digests can’t be restored from a copy: { $names }
error-digestsLost-next = Pulling by digest restores them, as long as the registry still has the image.

error-archiveInvalid = This isn’t an image archive, or it’s damaged.
error-archiveInvalid-next = Slipway reads docker save archives and single-file OCI layouts: uncompressed, gzip, zstd, xz or bzip2.
error-archiveFormat = This is a { $format } file, which Slipway can’t read.
error-archiveFormat-next = Unpack it first, for example with { $command }, then open the tar file.
error-archiveWithoutImages = The archive contains no images, only other artifacts ({ $types }).
error-archiveWithoutImages-next = Signatures, SBOMs and Helm charts have no layers to look into.
error-cacheNoSpace = Not enough space in { $path } to read the layers: at least { $needed } must be free, but only { $found } is.
error-cacheNoSpace-next = Free up space on that disk, then try again.
error-archiveTooLarge =
    { $limit ->
        [entries] The archive has more entries than Slipway can read ({ $most }).
        [layers] The image has more layers than Slipway can read ({ $most }).
        [path] A path in the archive is longer than { $most } bytes.
        [depth] Folders in the archive are nested more than { $most } levels deep.
        [headers] An entry’s headers are larger than { $most } bytes.
        [names] The names in the archive are larger than { $most } bytes in all.
        [stored] The archive’s file lists are larger than { $most } bytes in all.
       *[documents] The archive’s manifests are larger than { $most } bytes.
    }
error-archiveTooLarge-next = No ordinary image is like this. Check where the archive comes from.
error-layerMissing = The archive doesn’t contain the layer { $layer }.
error-layerMissing-next = Save the image again: docker save -o FILE IMAGE.
error-layersNotRead = This image’s layers haven’t been read, or are no longer cached.
error-layersNotRead-next = Read them again.

error-containerNotFound = The engine doesn’t have the container { $container }.
error-containerNotFound-bare = The engine doesn’t have this container.
error-containerNotFound-next = It may have been removed in the meantime.
error-containerNotRunning = The container { $container } isn’t running.
error-containerNotRunning-bare = The container isn’t running.
error-containerNotRunning-next = Start it, then try again.
error-containerRunning = The container { $container } is still running.
error-containerRunning-bare = The container is still running.
error-containerRunning-next = Stop it, then try again.
error-containerPaused = The container { $container } is paused.
error-containerPaused-bare = The container is paused.
error-containerPaused-next = Unpause it — docker unpause { $container } — then try again.
error-nameTaken = There is already a container named “{ $name }”.
error-nameTaken-bare = There is already a container with this name.
error-nameTaken-next = Choose another name, or remove that container.
error-nameEmpty = A container’s name can’t be empty.
error-nameEmpty-next = Enter a name, such as web.
error-nameInvalid = “{ $name }” isn’t a valid container name.
error-nameInvalid-next = Use at least two letters, digits, dots, dashes or underscores, and start with a letter or digit.
error-portTaken = Host port { $port } is already in use.
error-portTaken-bare = A host port is already in use.
error-portTaken-next = Choose another host port, or stop whatever is using it.
error-portInvalid = “{ $value }” isn’t a valid port mapping.
error-portInvalid-next = Use HOST:CONTAINER, such as 8080:80.
error-volumeInvalid = “{ $value }” isn’t a valid volume.
error-volumeInvalid-next = Use SOURCE:/path/in/container, such as data:/var/lib/data.
error-mountSourceMissing = { $path } doesn’t exist on the engine’s host.
error-mountSourceMissing-bare = The source of a mount doesn’t exist on the engine’s host.
error-mountSourceMissing-next = Create it, or correct the path.
error-envInvalid = “{ $value }” isn’t a valid environment variable.
error-envInvalid-next = Use NAME=value.
error-quotesUnbalanced = Missing closing quote: { $value }
error-commandNotFound = The container doesn’t have the program { $command }.
error-commandNotFound-bare = The container doesn’t have this program.
error-commandNotFound-next = Check the spelling, or choose another program. Small images often have only sh, or no shell at all.
error-commandNotExecutable = { $command } exists, but can’t be executed.
error-commandNotExecutable-bare = The program exists, but can’t be executed.
error-commandNotExecutable-next = It may be a folder, not be executable, or be built for another architecture.
error-commandMissing = { $reference } has no default command.
error-commandMissing-bare = The image has no default command.
error-commandMissing-next = Enter a command, such as /bin/sh.
error-userNotFound = The container has no user { $user }.
error-userNotFound-bare = The container doesn’t have this user.
error-userNotFound-next = Use a name from its /etc/passwd, or a numeric UID.
error-groupNotFound = The container has no group { $group }.
error-groupNotFound-bare = This group doesn’t exist in the container.
error-groupNotFound-next = Use a name from its /etc/group, or a numeric GID.
error-userIdInvalid = “{ $user }” has an ID that is out of range.
error-userIdInvalid-bare = This user or group ID is out of range.
error-userIdInvalid-next = UIDs and GIDs are numbers from 0 to 2147483647.

error-consoleClosed = This console is closed.
error-consoleClosed-next = Open a new one.
error-processLeft = The console is closed, but its process is still running in { $container }.
error-processLeft-next = To end the process, stop or restart the container.

error-nameUnknown = The engine doesn’t report the exact bytes of { $path }, so its contents can’t be read.
error-nameUnknown-next = Its folder is too large to search. In a console, ls -b prints the name.
error-pathNotFound = The container has no { $path }.
error-pathNotFound-bare = The container doesn’t have this path.
error-changeNotAllowed = A commit can’t include “{ $value }”.
error-changeNotAllowed-bare = A commit can’t include this instruction.
error-changeNotAllowed-next = Allowed instructions: { $allowed }.
error-changeInvalid = “{ $value }” isn’t a valid instruction.
error-changeInvalid-next =
    { $instruction ->
        [ENTRYPOINT] Use Dockerfile syntax, such as ENTRYPOINT ["/entrypoint.sh"].
        [ENV] Use Dockerfile syntax, such as ENV NAME=value.
        [EXPOSE] Use Dockerfile syntax, such as EXPOSE 80/tcp.
        [HEALTHCHECK] Use Dockerfile syntax, such as HEALTHCHECK CMD curl -f http://localhost/.
        [LABEL] Use Dockerfile syntax, such as LABEL key=value.
        [ONBUILD] Use Dockerfile syntax, such as ONBUILD RUN make.
        [STOPSIGNAL] Use Dockerfile syntax, such as STOPSIGNAL SIGTERM.
        [USER] Use Dockerfile syntax, such as USER www-data.
        [VOLUME] Use Dockerfile syntax, such as VOLUME /data.
        [WORKDIR] Use Dockerfile syntax, such as WORKDIR /app.
       *[CMD] Use Dockerfile syntax, such as CMD ["nginx", "-g", "daemon off;"].
    }
error-volumesLeftOut = Data in these volumes won’t be included in the image: { $paths }.
error-envBakedIn = These environment variables will be part of the image, where anyone can read them: { $names }.
error-envBakedIn-next = Make sure none of them is a password.

error-jobNotFound = This job no longer exists.
# kept: layers of the pulled image that already existed. done: items of a removal that are done.
error-cancelled =
    { $kept ->
        [0] Cancelled. None of the image’s layers existed before.
        [one] Cancelled. One layer of the image already existed and is kept.
        [other] Cancelled. { $kept } layers of the image already existed and are kept.
       *[none] { $done ->
            [0] Cancelled before anything was removed.
            [one] Cancelled after 1 of { $total } was removed.
            [other] Cancelled after { $done } of { $total } were removed.
           *[none] Cancelled.
        }
    }
error-alreadyInProgress = The engine is already doing this.
error-alreadyInProgress-next = Wait until it’s finished, then try again.
error-someFailed = { $failed } of { $total } failed.
error-someFailed-next = The reason is shown next to each.

error-notSupported = This engine doesn’t support: { $feature }.
error-engineRefused = The engine refused the request.
error-engineRefused-next = See the engine’s message for the reason.
error-engineFailed = The engine reported an error.
error-engineFailed-next = See the engine’s message and its log for details.
error-internal = Slipway hit an internal error.
error-internal-next = Try again. If it happens again, report it with the message below.

error-pinInvalid = “{ $value }” isn’t a valid image name pattern.
error-pinInvalid-next = Examples: ubuntu, ubuntu:14.*, shop/*:1.?
error-imagePinned = { $reference } is pinned, so it’s kept.
error-imagePinned-next = To remove it, unpin it first.
error-namePinned = { $reference } is pinned to its image, and this would move it to another.
error-namePinned-next = Use another name, or unpin it first.
error-previewOutdated = Nothing was removed: the engine has changed, and the result would differ from what was shown: { $names }.
error-previewOutdated-next = Look at what would happen now, and confirm it again.
error-engineReplaced = Nothing was removed: another engine has been selected since this was shown.
error-engineReplaced-next = Check what would be removed from this engine, and confirm it again.
error-nameMoved = { $name } now refers to something else, so it was left alone.
error-nameMoved-next = Check what it is, and select it again if you want to remove it.
error-volumeNotFound = The volume { $volume } no longer exists.
error-volumeNotFound-bare = The volume no longer exists.
error-volumeInUse = The volume { $volume } is used by a container.
error-volumeInUse-bare = A container uses the volume.
error-volumeInUse-next = Remove the container first, or keep the volume.

error-settingsDamaged = Couldn’t read your settings, so the defaults are used. Pinned images aren’t protected now.
error-settingsDamaged-next = The damaged file was kept as { $path }. Change your settings and pin your images again.
error-settingsUnreadable = Couldn’t read your settings. Which images are pinned isn’t known, so no image is removed.
error-settingsUnreadable-next = Make { $path } readable, then try again.
error-questionChanged = The question has changed, because the engine’s contents have changed.
error-questionChanged-next = Take another look and answer again.
error-noDockerCommand = There’s no docker command in this text.
error-noDockerCommand-next = Start it with docker (or podman), such as docker run -it ubuntu.
error-dockerCommandUnknown = Docker has no command “{ $command }”.
error-dockerCommandUnknown-next = Did you mean { $suggestion }?
error-dockerCommandNotOffered = Slipway has no form for docker { $command }.
error-dockerCommandNotOffered-next = Run it in a terminal.
error-flagUnknown = { $flag } isn’t a flag of this command.
error-flagUnknown-next = Did you mean { $suggestion }?
error-flagValueMissing = { $flag } needs a value.
error-flagValueInvalid = “{ $value }” isn’t a valid value for { $flag }.
error-flagValueInvalid-next = Its explanation is next to the command. Files need their full path.
error-flagIsField = { $flag } has its own field above.
error-flagIsField-next = Enter its value there.
error-valueUnresolved = “{ $value }” isn’t complete: a terminal would fill in part of it.
error-valueUnresolved-next = Write the value itself, such as /home/me instead of $HOME, or 1000 instead of $(id -u).
error-flagUnsupported = Slipway doesn’t apply { $flag }.
error-flagUnsupported-next = It only affects the docker command itself, or engines no longer support it. Remove it, or run the command in a terminal.
error-flagsConflict = These flags can’t be combined: { $flags }
error-flagsConflict-next = Remove one of them.
error-argumentMissing = { $command } needs { $argument }.
error-argumentUnexpected = { $command } doesn’t accept another argument: “{ $value }”.
