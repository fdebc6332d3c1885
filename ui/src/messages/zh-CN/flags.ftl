# docker run 中没有专门输入框的选项。
explain-run-flag-add-host = 在容器的 /etc/hosts 里添加一个主机名：名称:地址。host-gateway 代表引擎所在的主机。
explain-run-flag-annotation = 给启动容器的底层程序（OCI 运行时）的附注，写成 名称=值。
explain-run-flag-blkio-weight = 多个容器争用磁盘时它所占的权重，10 到 1000。
explain-run-flag-blkio-weight-device = 只针对某一块磁盘的权重：/dev/设备:权重。
explain-run-flag-cap-add = 给容器添加一项 Linux 能力（capability），例如 NET_ADMIN。
explain-run-flag-cap-drop = 去掉容器的一项 Linux 能力（capability），ALL 表示全部去掉。
explain-run-flag-cgroup-parent = 容器的上级控制组（cgroup）。
explain-run-flag-cgroupns = 容器看到的是主机的控制组（host），还是只有自己的（private）。
explain-run-flag-cpu-period = --cpu-quota 所依据的 CPU 调度周期，单位微秒。
explain-run-flag-cpu-quota = 每个周期里容器最多能使用的 CPU 时间，单位微秒。
explain-run-flag-cpu-rt-period = 实时进程的调度周期，单位微秒。
explain-run-flag-cpu-rt-runtime = 实时进程在每个周期里最多运行多久，单位微秒。
explain-run-flag-cpu-shares = CPU 紧张时容器所占的权重，默认为 1024。
explain-run-flag-cpus = 容器最多能使用多少个 CPU，例如 1.5。
explain-run-flag-cpuset-cpus = 容器可以在哪些 CPU 上运行：0-3 或 0,2。
explain-run-flag-cpuset-mems = 在有多个内存节点的机器上，容器可以使用哪些节点。
explain-run-flag-device = 让容器使用主机上的设备：主机路径[:容器内路径][:rwm]。
explain-run-flag-device-cgroup-rule = 规定容器可以使用哪些设备，例如 c 42:* rmw。
explain-run-flag-device-read-bps = 每秒最多从某块磁盘读取多少字节：/dev/sda:1mb。
explain-run-flag-device-read-iops = 每秒最多对某块磁盘读取多少次。
explain-run-flag-device-write-bps = 每秒最多向某块磁盘写入多少字节。
explain-run-flag-device-write-iops = 每秒最多对某块磁盘写入多少次。
explain-run-flag-dns = 用这台 DNS 服务器代替默认的。
explain-run-flag-dns-option = DNS 解析的选项，例如 ndots:1。
explain-run-flag-dns-search = 解析短名称时自动补上的域名后缀。
explain-run-flag-domainname = 容器主机名后面的域名。
explain-run-flag-entrypoint = 代替镜像默认的入口点，后面的命令成为它的参数。
explain-run-flag-env-file = 从文件读取环境变量，每行一个 名称=值。要写完整路径。
explain-run-flag-expose = 声明程序会监听某个端口，但不会因此发布端口。
explain-run-flag-gpus = 分配给容器的 GPU：all、数量，或 device=0。
explain-run-flag-group-add = 程序另外所属的用户组。
explain-run-flag-health-cmd = 在容器里定期执行的命令，用来检查是否健康。
explain-run-flag-health-interval = 两次健康检查之间间隔多久，例如 30s。
explain-run-flag-health-retries = 连续失败多少次后视为不健康。
explain-run-flag-health-start-interval = 启动阶段两次健康检查之间间隔多久。
explain-run-flag-health-start-period = 启动所需的时间，这段时间内的失败不计入。
explain-run-flag-health-timeout = 一次健康检查最多用多久。
explain-run-flag-hostname = 容器的主机名；默认为容器 ID 的开头几位。
explain-run-flag-init = 运行一个小的 init 进程，负责转发信号并清理已结束的进程。
explain-run-flag-ip = 在所连网络里的固定 IPv4 地址。
explain-run-flag-ip6 = 在所连网络里的固定 IPv6 地址。
explain-run-flag-ipc = 使用哪个 IPC 命名空间（共享内存）：private、shareable、host 或 container:名称。
explain-run-flag-isolation = 隔离方式，在 Linux 上只有 default。
explain-run-flag-label = 容器的元数据标签 名称=值，便于查找。
explain-run-flag-label-file = 从文件读取元数据标签，每行一个。要写完整路径。
explain-run-flag-link = 通过名称访问另一个容器的旧办法，现在请改为加入同一个网络。
explain-run-flag-link-local-ip = 另加一个只在本链路内有效的地址。
explain-run-flag-log-driver = 容器的输出保存到哪里，例如 json-file、local 或 none。
explain-run-flag-log-opt = 日志的选项，例如 max-size=10m。
explain-run-flag-mac-address = 容器网卡的 MAC 地址。
explain-run-flag-memory = 最多能使用多少内存：512m、2g。超出时内核会终止它。
explain-run-flag-memory-reservation = 主机内存紧张时，将它限制到这个用量。
explain-run-flag-memory-swap = 内存与交换空间的总和，-1 表示交换空间不限。
explain-run-flag-memory-swappiness = 内存被换出的积极程度，0 到 100。
explain-run-flag-mount = 把数据卷、目录或内存挂载到容器里，逐项写明：type=bind,source=…,target=…。
explain-run-flag-network = 容器连接的网络：bridge、host、none 或自己创建的网络。
explain-run-flag-network-alias = 它在网络里的另一个名称。
explain-run-flag-no-healthcheck = 关闭镜像自带的健康检查。
explain-run-flag-oom-kill-disable = 内存耗尽时不让内核终止它。
explain-run-flag-oom-score-adj = 内存不足时它被终止的先后，-1000 到 1000。
explain-run-flag-pid = 它能看到谁的进程：自己的、host，或 container:名称。
explain-run-flag-pids-limit = 最多可以有多少个进程，-1 表示不限。
explain-run-flag-platform = 使用镜像的哪个平台版本：linux/amd64、linux/arm64。
explain-run-flag-privileged = 给它引擎所在主机上的几乎全部权限，只用于你信任的程序。
explain-run-flag-publish-all = 把镜像声明的每个端口都发布到主机的空闲端口。
explain-run-flag-pull = 什么时候先拉取镜像：missing（本机没有时，默认）、always（每次），或 never（从不）。
explain-run-flag-read-only = 容器自己的文件都只读，数据卷仍然可写。
explain-run-flag-restart = 何时自动重启：no、always、unless-stopped、on-failure[:次数]。
explain-run-flag-runtime = 用哪个底层程序启动容器，例如 runc 或 nvidia。
explain-run-flag-security-opt = 一项安全选项，例如 no-new-privileges。
explain-run-flag-shm-size = 进程间共享内存 /dev/shm 的大小，默认为 64m。
explain-run-flag-stop-signal = 停止它时发送的信号，默认为 SIGTERM。
explain-run-flag-stop-timeout = 停止时等待多少秒，之后强制终止。
explain-run-flag-storage-opt = 存储驱动的选项，例如 size=120G。
explain-run-flag-sysctl = 只对该容器生效的内核参数，例如 net.core.somaxconn=1024。
explain-run-flag-tmpfs = 挂载一个内存中的目录，容器停止后消失：路径[:选项]。
explain-run-flag-ulimit = 每个进程的限制，例如打开文件数 nofile=1024:2048。
explain-run-flag-user = 程序以谁的身份运行：用户名或 UID，冒号后可写用户组。
explain-run-flag-userns = 写 host 表示不做用户映射，容器内外的用户一致。
explain-run-flag-uts = 写 host 表示使用主机的主机名。
explain-run-flag-volume-driver = 由哪个驱动来创建该容器的数据卷。
explain-run-flag-volumes-from = 挂载另一个容器的全部数据卷，加 :ro 表示只读。
explain-run-flag-workdir = 程序的工作目录。
