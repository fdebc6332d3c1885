engine-product = 引擎
engine-api = API 版本
engine-store = 镜像存储
engine-platform = 平台
engine-host = 主机
engine-root = 数据目录
engine-withheld = 引擎拒绝提供自身的信息，因此不知道它的主机、数据目录和镜像加速器。引擎返回的信息：{ $reason }
engine-practice = 练习
engine-local = 本机
engine-remote = 远程
store-classic = 传统存储（存储驱动）
store-containerd = containerd 镜像存储
store-podman = containers/storage

figures-title = 镜像存储空间
figures-disk = 磁盘
figures-memory = 内存
figures-free = 共 { $total }，可用 { $free }
figures-unknown = 无法得知这个引擎的磁盘和内存情况。
figures-remote = 引擎在另一台机器上运行，无法得知它的磁盘和内存情况。

terminal-title = 在终端里使用同一个引擎
cli-found = 本机已安装 docker 命令：{ $version }
cli-missing = 本机没有安装 docker 命令。船台不需要它，但运行这里显示的命令需要它。

finding-places = 尝试过 { $count } 个地址
endpoints-title = 引擎地址
endpoints-none = 没有已知的地址。
endpoints-find = 自动寻找
endpoint-used = 使用中
endpoint-use = 使用这个
endpoint-dockerHost = DOCKER_HOST
endpoint-context = Docker 上下文
endpoint-known = 常用套接字
endpoint-practice = 练习引擎
