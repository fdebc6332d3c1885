# What each flag of docker run means that has no field of its own.
explain-run-flag-add-host = 在容器的 /etc/hosts 里为一个主机名指定地址：名称:地址。host-gateway 代表引擎所在的机器。
explain-run-flag-annotation = 给启动容器的底层程序（OCI 运行时）的附注，写成 名称=值。
explain-run-flag-blkio-weight = 多个容器争用磁盘时它所占的比重，10 到 1000。
explain-run-flag-blkio-weight-device = 只针对某一块磁盘的比重：/dev/设备:比重。
explain-run-flag-cap-add = 多给容器一项 Linux 内核权限，例如 NET_ADMIN。
explain-run-flag-cap-drop = 收回容器的一项 Linux 内核权限，ALL 表示全部收回。
explain-run-flag-cgroup-parent = 容器归入哪个控制组（cgroup）来计算资源。
explain-run-flag-cgroupns = 容器看到的是整台机器的控制组（host），还是只有自己的（private）。
explain-run-flag-cpu-period = --cpu-quota 所依据的计时周期，单位微秒。
explain-run-flag-cpu-quota = 每个周期里容器最多能使用处理器多少微秒。
explain-run-flag-cpu-rt-period = 实时程序的计时周期，单位微秒。
explain-run-flag-cpu-rt-runtime = 实时程序在每个周期里最多运行多久，单位微秒。
explain-run-flag-cpu-shares = 处理器紧张时容器所占的比重，通常为 1024。
explain-run-flag-cpus = 容器最多能使用多少个处理器，例如 1.5。
explain-run-flag-cpuset-cpus = 容器可以在哪些处理器上运行：0-3 或 0,2。
explain-run-flag-cpuset-mems = 在有多个内存节点的机器上，容器可以使用哪些节点。
explain-run-flag-device = 让容器使用机器上的设备：主机路径[:容器内路径][:rwm]。
explain-run-flag-device-cgroup-rule = 规定容器可以使用哪些设备，例如 c 42:* rmw。
explain-run-flag-device-read-bps = 每秒最多从某块磁盘读取多少字节：/dev/sda:1mb。
explain-run-flag-device-read-iops = 每秒最多对某块磁盘读取多少次。
explain-run-flag-device-write-bps = 每秒最多向某块磁盘写入多少字节。
explain-run-flag-device-write-iops = 每秒最多对某块磁盘写入多少次。
explain-run-flag-dns = 容器改用这台 DNS 服务器来解析域名。
explain-run-flag-dns-option = 域名解析的选项，例如 ndots:1。
explain-run-flag-dns-search = 解析短名称时自动补上的域名后缀。
explain-run-flag-domainname = 容器主机名后面的域名。
explain-run-flag-entrypoint = 用它代替镜像自带的启动程序，后面的命令成为它的参数。
explain-run-flag-env-file = 从文件读取环境变量，每行一个 名称=值。要写完整路径。
explain-run-flag-expose = 注明程序会监听某个端口，但并不会因此对外开放。
explain-run-flag-gpus = 分配给容器的显卡：all、数量，或 device=0。
explain-run-flag-group-add = 让容器里的程序多属于一个用户组。
explain-run-flag-health-cmd = 在容器里定期执行的命令，用来检查是否正常。
explain-run-flag-health-interval = 两次健康检查之间间隔多久，例如 30s。
explain-run-flag-health-retries = 连续失败多少次后视为不健康。
explain-run-flag-health-start-interval = 启动阶段两次检查之间间隔多久。
explain-run-flag-health-start-period = 启动所需的时间，这段时间内的失败不计入。
explain-run-flag-health-timeout = 一次检查最多用多久。
explain-run-flag-hostname = 容器自己的主机名；不写则为容器 ID 的开头几位。
explain-run-flag-init = 在最前面放一个小程序，负责转发信号并清理已结束的进程。
explain-run-flag-ip = 在所连网络里的固定 IPv4 地址。
explain-run-flag-ip6 = 在所连网络里的固定 IPv6 地址。
explain-run-flag-ipc = 与谁共享进程间通信的内存：private、shareable、host 或 container:名称。
explain-run-flag-isolation = 隔离方式，在 Linux 上只有 default。
explain-run-flag-label = 贴在容器上的标签 名称=值，便于查找。
explain-run-flag-label-file = 从文件读取标签，每行一个。要写完整路径。
explain-run-flag-link = 通过名称访问另一个容器的旧办法，如今改为加入同一个网络。
explain-run-flag-link-local-ip = 另加一个只在本链路内有效的地址。
explain-run-flag-log-driver = 容器的输出保存到哪里，例如 json-file、local 或 none。
explain-run-flag-log-opt = 日志的选项，例如 max-size=10m。
explain-run-flag-mac-address = 容器网卡的 MAC 地址。
explain-run-flag-memory = 最多能使用多少内存：512m、2g。超出时内核会终止它。
explain-run-flag-memory-reservation = 机器内存紧张时，将它压到这个用量。
explain-run-flag-memory-swap = 内存与交换空间的总和，-1 表示交换空间不限。
explain-run-flag-memory-swappiness = 其内存被换出的积极程度，0 到 100。
explain-run-flag-mount = 把卷、目录或内存挂载到容器里，逐项写明：type=bind,source=…,target=…。
explain-run-flag-network = 容器加入的网络：bridge、host、none 或自己创建的网络。
explain-run-flag-network-alias = 同一网络里的其他容器可以用来访问它的另一个名称。
explain-run-flag-no-healthcheck = 关闭镜像自带的健康检查。
explain-run-flag-oom-kill-disable = 内存耗尽时不让内核终止它。
explain-run-flag-oom-score-adj = 内存不足时它被终止的先后，-1000 到 1000。
explain-run-flag-pid = 它能看到谁的进程：自己的、host，或 container:名称。
explain-run-flag-pids-limit = 最多可以有多少个进程，-1 表示不限。
explain-run-flag-platform = 使用镜像的哪个平台版本：linux/amd64、linux/arm64。
explain-run-flag-privileged = 给它引擎所在机器上的几乎全部权限，只用于你信任的程序。
explain-run-flag-publish-all = 把镜像声明的每个端口都发布到机器上的空闲端口。
explain-run-flag-pull = 什么时候先拉取镜像：missing（本地没有时，这是默认）、always（每次），或 never（从不）。
explain-run-flag-read-only = 它自己的文件都不可写，卷仍然可写。
explain-run-flag-restart = 何时自动重启：no、always、unless-stopped、on-failure[:次数]。
explain-run-flag-runtime = 用哪个底层程序启动容器，例如 runc 或 nvidia。
explain-run-flag-security-opt = 机器安全机制的一项设置，例如 no-new-privileges。
explain-run-flag-shm-size = 进程间共享内存 /dev/shm 的大小，通常为 64m。
explain-run-flag-stop-signal = 请它结束时发送的信号，通常为 SIGTERM。
explain-run-flag-stop-timeout = 停止时等待多少秒，之后强制终止。
explain-run-flag-storage-opt = 容器文件存储方式的选项，例如 size=120G。
explain-run-flag-sysctl = 只对该容器生效的内核参数，例如 net.core.somaxconn=1024。
explain-run-flag-tmpfs = 放在内存里、用完即消失的目录：路径[:选项]。
explain-run-flag-ulimit = 每个进程的限制，例如打开文件数 nofile=1024:2048。
explain-run-flag-user = 容器里的程序以谁的身份运行：用户名或编号，冒号后可写用户组。
explain-run-flag-userns = 写 host 表示不做用户映射，容器内外的用户一致。
explain-run-flag-uts = 写 host 表示使用机器自己的主机名。
explain-run-flag-volume-driver = 由哪个驱动来创建该容器的卷。
explain-run-flag-volumes-from = 挂载另一个容器的全部卷，加 :ro 表示只读。
explain-run-flag-workdir = 程序启动时所在的目录。
