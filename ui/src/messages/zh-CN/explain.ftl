# docker 命令的含义：每个部分一句话，整条命令一句话。各项与其中的值由引擎库的 command_line 给出；值总是齐全的，other 表示（还）读不懂的内容。

does-pull =
    { $kind ->
        [other] 从镜像仓库下载镜像：只下载引擎还没有的层。
       *[known] 下载镜像 { $value }：只下载引擎还没有的层。
    }{ $registry ->
        [none] {""}
        [hub] 这些层来自 Docker Hub。
       *[other] 这些层来自镜像仓库 { $registry }。
    }
does-listImages =
    { $kind ->
        [usual] 列出引擎里的镜像，不做任何改动。
        [intermediate] 列出引擎里的镜像，包括中间层镜像，不做任何改动。
        [dangling] 列出引擎里的虚悬镜像，不做任何改动。
       *[some] 列出引擎里符合条件的镜像，不做任何改动。
    }
does-imageHistory = 显示 { $value } 的创建步骤，不做任何改动。
does-removeImages =
    { $kind ->
        [id] 删除这个 ID 的镜像，以及没有其他镜像需要的层。
        [name] 去掉名称 { $value }。如果这是镜像的最后一个名称，镜像以及没有其他镜像需要的层会一并删除。
       *[several] 逐个去掉 { $count } 个名称。失去最后一个名称的镜像，以及没有其他镜像需要的层，会一并删除。
    }
does-tagImage = 给镜像 { $value } 添加名称 { $reference }，不会复制任何层。
does-build = 按照 Dockerfile 构建镜像，命名为 { $value }。如果另一个镜像有这个名称，它会失去该名称。
does-keepCopy = 把镜像 { $value } 导出为归档，压缩后保存为本机上的文件。镜像会保留。
does-restoreCopy = 解压保留的文件并载入引擎，恢复镜像和它的名称。
does-deleteCopy = 永久删除保留的文件和旁边的说明文件，与引擎无关。
does-pullAgain =
    { $count ->
        [0] 按摘要拉取完全相同的镜像。
       *[other] 按摘要拉取完全相同的镜像，并恢复它的 { $count } 个名称。
    }
does-pullThrough = 通过镜像加速器 { $mirror } 而不是 Docker Hub 拉取 { $value }，并使用它平常的名称。
does-readLayers = 把镜像 { $value } 导出为归档并列出其中的内容，不做任何改动。
does-readArchive = 列出归档 { $value } 中的内容，不做任何改动，与引擎无关。
does-run =
    { $kind ->
        [background] 用 { $value } 创建一个容器，并在后台启动。
        [terminal] 用 { $value } 创建一个容器并启动，连接到你的终端。
       *[attached] 用 { $value } 创建一个容器并启动，显示它的输出。
    }{ $after ->
        [removed] 容器退出后会自动删除。
       *[kept] 容器退出后会保留，直到你删除它。
    }
does-listContainers =
    { $kind ->
        [all] 列出引擎里的容器，包括已停止的，不做任何改动。
       *[running] 列出正在运行的容器，不做任何改动。
    }
does-startContainer = 重新启动已停止的容器 { $value }：命令不变，其中的改动都还在。
does-stopContainer = 请 { $value } 的主进程退出，十秒后仍未退出就强制终止。容器停止后会保留。
does-killContainer = 立即强制终止 { $value } 的主进程，它来不及保存任何内容。容器停止后会保留。
does-restartContainer = 停止容器 { $value }，然后再次启动。
does-renameContainer = 把容器 { $value } 重命名为 { $name }。它的 ID 不变；如果正在运行，会继续运行。
does-removeContainer =
    { $kind ->
        [force] 如果 { $value } 正在运行，先强制终止，再连同其中的改动一起删除。
       *[stopped] 删除已停止的容器 { $value } 和其中的改动，镜像会保留。
    }
does-exec = 在运行中的容器 { $value } 里再执行一个命令，连接到你的终端。
does-attach = 把你的终端连接到 { $value } 的主进程：你会看到它的输出，它会收到你的输入。
does-diff = 把 { $value } 里的文件与它的镜像对比，不做任何改动。
does-commit =
    { $kind ->
        [named] 把 { $value } 里的改动保存为新的一层，创建镜像 { $name }。容器保持原样。
       *[nameless] 把 { $value } 里的改动保存为新的一层，创建一个没有名称的镜像。容器保持原样。
    }
does-cleanUp =
    { $count ->
        [0] 还没有要执行的步骤。
       *[other] 依次执行 { $count } 个步骤；其中一步失败，不影响其余步骤。
    }
does-export = 让这个终端里的 docker 命令使用与本窗口相同的引擎，直到终端关闭。

explain-docker = 把你的命令转交给 Docker 引擎的程序。
explain-container = 要操作的容器：{ $value }。

explain-pull = 从镜像仓库逐层下载镜像；已经存在的层不会重复下载。
explain-pull-platform =
    { $kind ->
        [both] 下载 { $value }（操作系统/处理器）的版本，而不是引擎自己平台的。
        [system] 下载适合操作系统 { $os } 的版本，而不是引擎自己的。
        [processor] 下载适合处理器 { $architecture } 的版本，而不是引擎自己的。
       *[other] 下载指定操作系统和处理器的版本，而不是引擎自己平台的。
    }{ $architecture ->
        [amd64] amd64 是英特尔和 AMD 的 64 位处理器。
        [arm64] arm64 是 64 位 ARM 处理器，例如苹果的 M 系列。
       *[other] {""}
    }
explain-pull-reference =
    { $kind ->
        [tag] 仓库 { $repository } 中标签为 { $tag } 的镜像。
        [latest] 仓库 { $repository } 中标签为 latest 的镜像：不写标签，默认就是 latest。它只是一个普通的标签，不一定是最新的。
        [digest] 仓库 { $repository } 中正好是这个摘要的镜像，不管标签现在指向哪里。
       *[other] 要拉取的镜像：仓库名[:标签]；不在 Docker Hub 上的，前面加上镜像仓库的地址。
    }{ $registry ->
        [none] {""}
        [hub] 它来自公共的镜像仓库 Docker Hub。
       *[other] 它来自镜像仓库 { $registry }。
    }

explain-images = 列出引擎里的镜像，每个名称一行。
explain-images-all = 包括默认隐藏的中间层镜像。
explain-images-dangling = 只列出虚悬镜像：没有标签，也没有镜像以它为基础。
explain-images-filter =
    { $kind ->
        [label] 只列出带有元数据标签 { $content } 的镜像。
        [reference] 只列出名称符合 { $content } 的镜像；* 代表斜杠以外的任意文字。
        [before] 只列出比 { $content } 更早创建的镜像。
        [since] 只列出比 { $content } 更晚创建的镜像。
       *[other] 只列出符合 { $value } 的镜像。
    }
explain-images-repository =
    { $kind ->
        [latest] 只列出仓库 { $repository } 的镜像，不管标签是什么。
       *[other] 只列出名称为 { $value } 的镜像。
    }

explain-history = 显示镜像的创建过程：每一步一行，新的在上。
explain-history-image =
    { $kind ->
        [id] ID 以此开头的镜像。
        [latest] 镜像 { $repository }，使用默认的标签 latest。
       *[other] 镜像 { $value }。
    }

explain-save = 把镜像写入一个归档：层、配置和名称都在其中。
explain-save-image =
    { $kind ->
        [id] 这个 ID 的镜像；归档里不会有它的名称。
        [latest] 镜像 { $repository }，使用默认的标签 latest。
       *[other] 镜像 { $value }；归档会带上这个名称。
    }
explain-load = 从这样的归档载入镜像和名称。如果名称已属于别的镜像，后者会失去它。
explain-pipe = 把前一个程序的输出交给后一个程序，中间不经过文件。
explain-then = 前一条命令成功后才执行下一条。
explain-zstd = 压缩和解压文件的程序（Zstandard）。
explain-zstd-decompress = 解压，并把结果交给下一个程序，而不是写入文件。
explain-zstd-output = 把压缩结果写入这个文件：{ $value }。
explain-copy-file = 保留的副本，一个压缩的归档：{ $value }。
explain-copy-metadata = 副本旁边的说明文件，记录其中的内容：{ $value }。
explain-rm-file = 系统的删除文件命令。

explain-rmi = 删除镜像的名称；失去最后一个名称的镜像会一并删除（rmi 即 remove image）。
explain-rmi-target =
    { $kind ->
        [id] 删除这个 ID 的镜像，它没有标签。
        [latest] 去掉名称 { $repository }，使用默认的标签 latest；镜像若没有别的名称，也会删除。
        [digest] 仓库 { $repository } 中这个摘要的镜像。
       *[other] 去掉名称 { $value }；镜像若没有别的名称，也会删除。
    }

explain-pull-through = 同一个镜像，但来自加速器而不是 Docker Hub：加速器的地址写在仓库名前面。
explain-rmi-mirror = 镜像在加速器上的名称。它已经有了平常的名称，所以只去掉这一个。
explain-tag = 给镜像添加一个名称，不会复制任何内容。
explain-tag-image =
    { $kind ->
        [id] 给这个 ID 的镜像添加名称。
        [latest] 给镜像 { $repository } 添加名称，使用默认的标签 latest。
       *[other] 给镜像 { $value } 添加名称。
    }
explain-tag-reference =
    { $kind ->
        [tag] 新名称：仓库 { $repository } 中的标签 { $tag }。
        [latest] 新名称：仓库 { $repository } 中默认的标签 latest。
       *[other] 新名称：仓库名[:标签]。
    }

explain-tar = 读取归档。镜像的每一层都是镜像归档里的一个归档。
explain-tar-list = 列出其中的内容，带大小和时间，不会解包。
explain-tar-file = 列出归档 { $value } 中的内容，带大小和时间，不会解包。

explain-printf = 输出一段文字：这里就是 Dockerfile 的内容，不必另建文件。
explain-dockerfile = Dockerfile：每行一条指令，先写基础镜像。\n 表示换行，%% 表示一个百分号。
explain-classic-builder = 用 Docker 的传统构建器而不是 BuildKit：每条指令都会留下一个镜像。
explain-build = 按照 Dockerfile 逐条执行指令，构建镜像。
explain-build-tag = 新镜像的名称：仓库名[:标签]（-t 即 --tag）。
explain-build-stdin = 从前一个程序读取 Dockerfile，不发送其他文件。
explain-inside = 在容器里输入，那里有容器自己的提示符。

explain-run = 用镜像创建一个容器并启动；本机没有这个镜像时会先拉取。
explain-run-interactive = 保持标准输入打开，这样可以向它输入内容。没有终端，就没有提示符。
explain-run-tty = 分配一个终端，有提示符、颜色和行编辑。没有 -i，它收不到你的输入。
explain-run-interactive-tty = 两个选项合在一起：i 保持标准输入打开，t 分配终端。合起来就得到一个可以操作的 shell。
explain-run-rm = 容器退出后自动删除，连同其中的改动。
explain-run-detach = 在后台运行容器，终端马上可以继续使用。
explain-run-name = 容器的名称：{ $value }；不写则由 Docker 随机生成。
explain-run-publish =
    { $kind ->
        [fixed] 把主机（运行 Docker 的机器）的 { $host } 端口映射到容器的 { $container } 端口。
        [any] 由引擎选择主机的一个空闲端口，映射到容器的 { $container } 端口。
        [choice] 从主机的 { $host } 中选择一个空闲端口，映射到容器的 { $container } 端口。
       *[other] 把主机的端口映射到容器的端口，写法是 主机:容器。
    }{ $reach ->
        [local] 只有主机自己的程序能访问。
        [one] 只能通过主机的地址 { $address } 访问。
        [all] 能连到主机的其他机器也能访问。
       *[none] {""}
    }{ $protocol ->
        [udp] 协议是 UDP。
        [sctp] 协议是 SCTP。
       *[tcp] {""}
    }
explain-run-env =
    { $kind ->
        [given] 在容器里设置环境变量 { $name }，值为 { $content }。
        [empty] 在容器里设置环境变量 { $name }，值为空。
        [passed] 把运行 docker 的地方的环境变量 { $name } 原样传进容器。
       *[other] 设置容器里的环境变量，写法是 名称=值。
    }
explain-run-volume =
    { $kind ->
        [folder] 把主机上的目录或文件 { $source } 挂载到容器里的 { $path }。
        [named] 把数据卷 { $source } 挂载到容器里的 { $path }；数据卷不存在时会创建，容器删除后仍会保留。
        [anonymous] { $path } 保存在一个匿名数据卷里，与容器自己的文件分开。镜像在那里的文件会复制进去。
       *[other] 把数据卷或主机的目录挂载到容器里，写法是 来源:路径。
    }{ $access ->
        [ro] 容器只能读取，不能写入。
       *[rw] {""}
    }
explain-run-image =
    { $kind ->
        [id] 用来创建容器的镜像，以 ID 指明。
        [tag] 用来创建容器的镜像：仓库 { $repository } 中标签为 { $tag } 的那个。
        [latest] 用来创建容器的镜像：{ $repository }，使用默认的标签 latest。
        [digest] 用来创建容器的镜像：仓库 { $repository } 中正好是这个摘要的那个。
       *[other] 用来创建容器的镜像。
    }
explain-run-command =
    { $kind ->
        [shell] 在容器里运行 shell { $program }，代替镜像的默认命令。
        [script] 让容器里的 shell { $program } 执行下面的内容，代替镜像的默认命令：{ $arguments }
        [alone] 在容器里运行 { $program }，代替镜像的默认命令。
        [arguments] 在容器里运行 { $program }，代替镜像的默认命令，参数是：{ $arguments }
       *[other] 在容器里运行的命令及其参数，代替镜像的默认命令。
    }
explain-run-other = 还不是完整的 docker run 选项。

explain-ps = 列出容器（ps 即 process status）。
explain-ps-all = 包括已停止的容器；不写则只列出运行中的。
explain-start = 重新启动已停止的容器，其中的改动都还在。
explain-stop = 请容器的主进程退出，十秒后仍未退出就强制终止。
explain-kill = 立即强制终止容器的主进程。
explain-restart = 停止容器，然后再次启动。
explain-rename = 更改容器的名称，不会停止容器。
explain-rename-name = 新名称：{ $value }，不能与其他容器重名。
explain-rm = 删除容器以及其中的改动（rm 即 remove）。
explain-rm-force = 如果正在运行，先强制终止；不写则不会删除运行中的容器。
explain-rm-volumes = 连同它的匿名数据卷一起删除；命名数据卷总会保留。

explain-exec = 在运行中的容器里再执行一个命令。
explain-exec-interactive-tty = 两个选项合在一起：i 保持标准输入打开，t 分配终端。合起来就得到一个可以操作的 shell。
explain-exec-user =
    { $kind ->
        [root] 以 root 的身份运行，它在容器里什么都可以做。
        [number] 以 UID 为 { $user } 的用户身份运行，容器里不必有对应的用户名。
       *[name] 以用户 { $user } 的身份运行，容器里必须有这个用户。
    }
explain-exec-command =
    { $kind ->
        [shell] 在容器里运行 shell { $program }。
        [script] 让容器里的 shell { $program } 执行：{ $arguments }
        [alone] 在容器里运行 { $program }。
        [arguments] 在容器里运行 { $program }，参数是：{ $arguments }
       *[other] 在容器里运行的命令，通常是 shell，例如 /bin/bash。
    }
explain-attach = 把你的终端连接到容器的主进程。

explain-diff = 列出容器里文件的改动：A 新增，C 修改，D 删除。

explain-commit = 用容器现在的样子创建镜像：原来的镜像，再加一层改动。
explain-commit-author = 镜像的作者：{ $value }（可简写为 -a）。
explain-commit-message = 提交说明，描述做了什么改动，会显示在镜像的历史里：{ $value }（可简写为 -m）。
explain-commit-change =
    { $kind ->
        [CMD] 新镜像的容器默认运行：{ $arguments }
        [ENTRYPOINT] 新镜像的容器总是从这个程序启动：{ $arguments }
        [ENV] 新镜像的容器里会有这个环境变量：{ $arguments }
        [EXPOSE] 声明新镜像的容器会监听 { $arguments }，但不会因此发布端口。
        [HEALTHCHECK] 引擎用它检查新镜像的容器是否健康：{ $arguments }
        [LABEL] 给新镜像加上元数据标签：{ $arguments }
        [ONBUILD] 以新镜像为基础构建时，先执行：{ $arguments }
        [STOPSIGNAL] 停止新镜像的容器时，发送信号 { $arguments }。
        [USER] 新镜像的容器以用户 { $arguments } 的身份运行。
        [VOLUME] 在新镜像的每个容器里，{ $arguments } 都是一个数据卷。
        [WORKDIR] 新镜像的容器从目录 { $arguments } 启动。
       *[other] 对新镜像应用一条 Dockerfile 指令。
    }
explain-commit-pause = 提交期间容器继续运行；正在写入的文件可能只保存了一半。
explain-commit-reference =
    { $kind ->
        [tag] 新镜像的名称：仓库 { $repository } 中的标签 { $tag }。
        [latest] 新镜像的名称：仓库 { $repository } 中默认的标签 latest。
       *[other] 新镜像的名称：仓库名[:标签]。
    }

explain-also = 不管这一条是否成功，都执行下一条命令。
explain-volume = Docker 的数据卷命令。
explain-volume-rm = 删除数据卷和其中的全部数据（rm 即 remove）。
explain-volume-name = 数据卷 { $value } 和其中的全部数据。
explain-builder = Docker 的镜像构建命令。
explain-builder-prune = 删除未使用的构建缓存。
explain-builder-prune-all = 全部删除，而不只是虚悬的部分。
explain-builder-prune-force = 不再确认。

explain-export = 把后面的设置传给从这个终端启动的程序。
explain-docker-host = 引擎的地址：{ $value }。
explain-docker-cert-path = 安全连接所用证书的目录：{ $value }。
explain-docker-tls = 使用安全连接（TLS），但不验证引擎的身份。
explain-docker-tls-verify = 使用安全连接（TLS），并验证引擎的身份。

explain-terminal-sudo = 以管理员权限运行后面的命令，会要求输入你的密码。
explain-terminal-apt-update = 更新可用软件包的列表。
explain-terminal-install = 从系统的软件包安装 { $value }。
explain-terminal-enable = 立即启动服务 { $value }，以后随系统启动。
explain-terminal-enable-own = 立即启动你的用户服务 { $value }，以后在你登录时启动。
explain-terminal-boot = 让 { $value } 随系统启动。
explain-terminal-start = 启动服务 { $value }。
explain-terminal-start-own = 启动你的用户服务 { $value }。
explain-terminal-open = 打开应用 { $value }。
explain-terminal-reload = 让 { $value } 重新读取配置，容器继续运行。
explain-terminal-restart = 重新启动 { $value }，使新配置生效。
explain-terminal-restart-own = 重新启动你的用户服务 { $value }，使新配置生效。
explain-terminal-restart-machine = 重新启动 { $value } 的虚拟机，使新配置生效。
explain-terminal-join-group = 把用户加入 { $value } 组，其他组不变。下次登录起生效。
explain-terminal-new-group = 启动一个 { $value } 组已经生效的 shell。
explain-terminal-unset = 从这个终端的环境变量中去掉 { $value }。
explain-terminal-contexts = 列出各个上下文，也就是 docker 命令按名称认识的引擎；星号标出当前的那个。
explain-terminal-use-context = 把 { $value } 设为 docker 命令的当前上下文。
explain-terminal-certificate = 连接 { $value } 并显示它出示的证书，不发送任何内容。
explain-terminal-ssh = 通过 SSH 登录 { $value }，并在那里运行后面的命令。
explain-terminal-version = 显示 docker 命令的版本，引擎响应时也显示引擎的版本。
