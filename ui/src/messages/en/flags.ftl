# What each flag of docker run means that has no field of its own.
explain-run-flag-add-host = Gives a name an address inside the container, in its /etc/hosts: NAME:ADDRESS. host-gateway stands for the engine’s own machine.
explain-run-flag-annotation = A note NAME=VALUE for the program that starts the container (the OCI runtime).
explain-run-flag-blkio-weight = The container’s share when several want the disk at once, from 10 to 1000.
explain-run-flag-blkio-weight-device = The same share for one disk alone: /dev/NAME:WEIGHT.
explain-run-flag-cap-add = Gives the container one more right of the Linux kernel, such as NET_ADMIN.
explain-run-flag-cap-drop = Takes a right of the Linux kernel away; ALL takes all of them.
explain-run-flag-cgroup-parent = The control group that the container is counted under.
explain-run-flag-cgroupns = Whether the container sees the machine’s control groups (host) or only its own (private).
explain-run-flag-cpu-period = The stretch of time, in microseconds, that --cpu-quota is measured by.
explain-run-flag-cpu-quota = How many microseconds of each period the container may use a processor.
explain-run-flag-cpu-rt-period = The stretch of time for real-time programs, in microseconds.
explain-run-flag-cpu-rt-runtime = How long real-time programs may run in each such period, in microseconds.
explain-run-flag-cpu-shares = The container’s share when processors are scarce; 1024 is usual.
explain-run-flag-cpus = How many processors the container may use at most, such as 1.5.
explain-run-flag-cpuset-cpus = Which processors the container may run on: 0-3 or 0,2.
explain-run-flag-cpuset-mems = Which memory nodes it may use, on machines that have several.
explain-run-flag-device = Lets the container use a device of the machine: HOST[:INSIDE][:rwm].
explain-run-flag-device-cgroup-rule = A rule for which devices it may use, such as c 42:* rmw.
explain-run-flag-device-read-bps = How many bytes a second it may read from a disk: /dev/sda:1mb.
explain-run-flag-device-read-iops = How many reads a second it may ask of a disk.
explain-run-flag-device-write-bps = How many bytes a second it may write to a disk.
explain-run-flag-device-write-iops = How many writes a second it may ask of a disk.
explain-run-flag-dns = A name server that the container asks instead of the usual one.
explain-run-flag-dns-option = An option of name lookup, such as ndots:1.
explain-run-flag-dns-search = A domain in which short names are looked for.
explain-run-flag-domainname = The domain behind the container’s host name.
explain-run-flag-entrypoint = The program to start instead of the image’s own; the command becomes its arguments.
explain-run-flag-env-file = Environment variables from a file, NAME=VALUE a line. Its full path is needed.
explain-run-flag-expose = Notes that the program listens on a port. Nothing is published by it.
explain-run-flag-gpus = Graphics cards for the container: all, a number, or device=0.
explain-run-flag-group-add = One more group that the program belongs to.
explain-run-flag-health-cmd = A command that is run inside again and again to see whether all is well.
explain-run-flag-health-interval = How long to wait between two such checks: 30s.
explain-run-flag-health-retries = After how many failures in a row it counts as unhealthy.
explain-run-flag-health-start-interval = How long to wait between checks while it is still starting.
explain-run-flag-health-start-period = How long it may take to start before failures count.
explain-run-flag-health-timeout = How long one check may take.
explain-run-flag-hostname = The name that the container calls itself; its ID’s beginning otherwise.
explain-run-flag-init = Puts a tiny program in front that passes signals on and clears away ended processes.
explain-run-flag-ip = A fixed IPv4 address on its network.
explain-run-flag-ip6 = A fixed IPv6 address on its network.
explain-run-flag-ipc = With whom it shares memory between processes: private, shareable, host, or container:NAME.
explain-run-flag-isolation = How it is kept apart; Linux knows only default.
explain-run-flag-label = A note NAME=VALUE on the container, to find it by.
explain-run-flag-label-file = Labels from a file, one a line. Its full path is needed.
explain-run-flag-link = The old way to reach another container by name. Today both join a network instead.
explain-run-flag-link-local-ip = One more address that is valid on its own link only.
explain-run-flag-log-driver = Where its output is kept, such as json-file, local or none.
explain-run-flag-log-opt = An option of that, such as max-size=10m.
explain-run-flag-mac-address = The hardware address of its network card.
explain-run-flag-memory = How much memory it may use at most: 512m, 2g. Beyond, the kernel ends it.
explain-run-flag-memory-reservation = How much memory it is held down to when the machine runs short.
explain-run-flag-memory-swap = Memory and swap together; -1 for as much swap as there is.
explain-run-flag-memory-swappiness = How readily its memory is moved to swap, from 0 to 100.
explain-run-flag-mount = Puts a volume, a folder or memory into the container, part by part: type=bind,source=…,target=….
explain-run-flag-network = The network that it joins: bridge, host, none, or one of your own.
explain-run-flag-network-alias = One more name by which others on its network reach it.
explain-run-flag-no-healthcheck = Switches off the health check that the image brings.
explain-run-flag-oom-kill-disable = Keeps the kernel from ending it when memory is used up.
explain-run-flag-oom-score-adj = How soon it is ended when memory runs out, from -1000 to 1000.
explain-run-flag-pid = Whose processes it sees: its own, host, or container:NAME.
explain-run-flag-pids-limit = How many processes it may have; -1 for no bound.
explain-run-flag-platform = Which variant of the image to use: linux/amd64, linux/arm64.
explain-run-flag-privileged = Gives it nearly all rights on the engine’s machine. Only for what you trust.
explain-run-flag-publish-all = Publishes each port that the image names, on free ports of the machine.
explain-run-flag-pull = When its image is pulled before: missing (when it is not here, as usual), always, or never.
explain-run-flag-read-only = Nothing can be written in its own files; volumes stay writable.
explain-run-flag-restart = When to start it again: no, always, unless-stopped, on-failure[:TIMES].
explain-run-flag-runtime = The program that starts the container, such as runc or nvidia.
explain-run-flag-security-opt = A setting of the machine’s protection, such as no-new-privileges.
explain-run-flag-shm-size = The size of /dev/shm, memory that processes share; 64m is usual.
explain-run-flag-stop-signal = The signal that asks it to end; SIGTERM is usual.
explain-run-flag-stop-timeout = How many seconds it has to end before it is killed.
explain-run-flag-storage-opt = An option of where its files are kept, such as size=120G.
explain-run-flag-sysctl = A kernel setting for the container alone, such as net.core.somaxconn=1024.
explain-run-flag-tmpfs = A folder that lies in memory and is gone afterwards: PATH[:OPTIONS].
explain-run-flag-ulimit = A limit for each process, such as nofile=1024:2048 for open files.
explain-run-flag-user = As whom the program runs inside: NAME or number, and a group behind a colon.
explain-run-flag-userns = host switches off that users inside are others outside.
explain-run-flag-uts = host gives it the machine’s own host name.
explain-run-flag-volume-driver = Which driver makes the volumes of this container.
explain-run-flag-volumes-from = Puts in all volumes of another container, with :ro to read only.
explain-run-flag-workdir = The folder in which the program starts.
