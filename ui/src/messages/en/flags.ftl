# The flags of docker run without a field of their own.
explain-run-flag-add-host = Adds a host name to /etc/hosts in the container: NAME:ADDRESS. host-gateway stands for the engine’s host.
explain-run-flag-annotation = An annotation NAME=VALUE for the program that starts the container (the OCI runtime).
explain-run-flag-blkio-weight = The container’s share of disk I/O when several containers compete for it, from 10 to 1000.
explain-run-flag-blkio-weight-device = The same share for a single disk: /dev/NAME:WEIGHT.
explain-run-flag-cap-add = Gives the container an additional Linux capability, such as NET_ADMIN.
explain-run-flag-cap-drop = Removes a Linux capability from the container; ALL removes all of them.
explain-run-flag-cgroup-parent = The parent control group (cgroup) of the container.
explain-run-flag-cgroupns = Whether the container sees the host’s control groups (host) or only its own (private).
explain-run-flag-cpu-period = The CPU scheduling period that --cpu-quota refers to, in microseconds.
explain-run-flag-cpu-quota = How much CPU time the container may use in each period, in microseconds.
explain-run-flag-cpu-rt-period = The scheduling period for real-time processes, in microseconds.
explain-run-flag-cpu-rt-runtime = How long real-time processes may run in each period, in microseconds.
explain-run-flag-cpu-shares = The container’s share when CPUs are busy; the default is 1024.
explain-run-flag-cpus = The maximum number of CPUs the container can use, such as 1.5.
explain-run-flag-cpuset-cpus = Which CPUs the container can run on: 0-3 or 0,2.
explain-run-flag-cpuset-mems = Which memory nodes it can use, on machines that have several.
explain-run-flag-device = Gives the container access to a device of the host: HOST[:CONTAINER][:rwm].
explain-run-flag-device-cgroup-rule = A rule for the devices it can use, such as c 42:* rmw.
explain-run-flag-device-read-bps = Limits how many bytes per second it can read from a disk: /dev/sda:1mb.
explain-run-flag-device-read-iops = Limits how many reads per second it can make from a disk.
explain-run-flag-device-write-bps = Limits how many bytes per second it can write to a disk.
explain-run-flag-device-write-iops = Limits how many writes per second it can make to a disk.
explain-run-flag-dns = A DNS server to use instead of the default one.
explain-run-flag-dns-option = A DNS option, such as ndots:1.
explain-run-flag-dns-search = A DNS search domain for short names.
explain-run-flag-domainname = The domain name that follows the container’s host name.
explain-run-flag-entrypoint = Overrides the image’s default entrypoint; the command becomes its arguments.
explain-run-flag-env-file = Reads environment variables from a file, one NAME=VALUE per line. Use its full path.
explain-run-flag-expose = Documents that the program listens on a port. This doesn’t publish the port.
explain-run-flag-gpus = GPUs to add to the container: all, a number, or device=0.
explain-run-flag-group-add = An additional group for the program.
explain-run-flag-health-cmd = A command that runs regularly in the container to check its health.
explain-run-flag-health-interval = The time between two health checks: 30s.
explain-run-flag-health-retries = How many failures in a row make it unhealthy.
explain-run-flag-health-start-interval = The time between health checks while it’s starting.
explain-run-flag-health-start-period = How long it may take to start before failures count.
explain-run-flag-health-timeout = The maximum time for one health check.
explain-run-flag-hostname = The container’s host name; by default, the start of its ID.
explain-run-flag-init = Runs a small init process that forwards signals and reaps processes.
explain-run-flag-ip = A fixed IPv4 address on its network.
explain-run-flag-ip6 = A fixed IPv6 address on its network.
explain-run-flag-ipc = Which IPC namespace (shared memory) it uses: private, shareable, host, or container:NAME.
explain-run-flag-isolation = The isolation technology; on Linux only default.
explain-run-flag-label = A label NAME=VALUE on the container, to find it by.
explain-run-flag-label-file = Reads labels from a file, one per line. Use its full path.
explain-run-flag-link = The legacy way to reach another container by name. Use a shared network instead.
explain-run-flag-link-local-ip = An additional address that’s valid only on its own link.
explain-run-flag-log-driver = Where its output is logged, such as json-file, local or none.
explain-run-flag-log-opt = A logging option, such as max-size=10m.
explain-run-flag-mac-address = The MAC address of its network interface.
explain-run-flag-memory = The maximum memory it can use: 512m, 2g. The kernel kills it if it uses more.
explain-run-flag-memory-reservation = The memory it’s limited to when the host runs low.
explain-run-flag-memory-swap = The limit for memory and swap together; -1 for unlimited swap.
explain-run-flag-memory-swappiness = How readily its memory is swapped out, from 0 to 100.
explain-run-flag-mount = Mounts a volume, a folder or memory in the container, with every part named: type=bind,source=…,target=….
explain-run-flag-network = The network it connects to: bridge, host, none, or one of your own.
explain-run-flag-network-alias = An additional name for it on its network.
explain-run-flag-no-healthcheck = Turns off the image’s health check.
explain-run-flag-oom-kill-disable = Keeps the kernel from killing it when memory runs out.
explain-run-flag-oom-score-adj = How early the kernel kills it when memory runs out, from -1000 to 1000.
explain-run-flag-pid = Whose processes it can see: its own, host, or container:NAME.
explain-run-flag-pids-limit = The maximum number of processes; -1 for unlimited.
explain-run-flag-platform = Which variant of the image to use: linux/amd64, linux/arm64.
explain-run-flag-privileged = Gives it nearly all privileges on the engine’s host. Only for programs you trust.
explain-run-flag-publish-all = Publishes every port that the image exposes to free ports of the host.
explain-run-flag-pull = When to pull the image first: missing (if it isn’t here; the default), always, or never.
explain-run-flag-read-only = Makes its own files read-only; volumes stay writable.
explain-run-flag-restart = When to restart it: no, always, unless-stopped, on-failure[:MAX-RETRIES].
explain-run-flag-runtime = The program that starts the container, such as runc or nvidia.
explain-run-flag-security-opt = A security option, such as no-new-privileges.
explain-run-flag-shm-size = The size of /dev/shm, memory shared between processes; the default is 64m.
explain-run-flag-stop-signal = The signal that stops it; the default is SIGTERM.
explain-run-flag-stop-timeout = How many seconds it has to stop before it’s killed.
explain-run-flag-storage-opt = A storage driver option, such as size=120G.
explain-run-flag-sysctl = A kernel parameter for this container only, such as net.core.somaxconn=1024.
explain-run-flag-tmpfs = Mounts a folder in memory that’s gone when the container stops: PATH[:OPTIONS].
explain-run-flag-ulimit = A limit for each process, such as nofile=1024:2048 for open files.
explain-run-flag-user = The user the program runs as: a name or UID, optionally followed by a colon and a group.
explain-run-flag-userns = host turns off user remapping: users inside are the same as outside.
explain-run-flag-uts = host gives it the host’s own host name.
explain-run-flag-volume-driver = The driver that creates this container’s volumes.
explain-run-flag-volumes-from = Mounts all volumes of another container; add :ro for read-only.
explain-run-flag-workdir = The working directory of the program.
