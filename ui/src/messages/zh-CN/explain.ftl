# docker 命令的含义：每个部分一句话，整条命令一句话。各项与其中的值由引擎库的 command_line 给出；值总是齐全的，other 表示（还）读不懂的内容。

does-pull =
    { $kind ->
        [other] 引擎从镜像仓库获取镜像：只下载还没有的层。
       *[known] 引擎获取镜像 { $value }：只下载还没有的层。
    }{ $registry ->
        [none] {""}
        [hub] 这些层来自 Docker Hub。
       *[other] 这些层来自镜像仓库 { $registry }。
    }
does-listImages =
    { $kind ->
        [usual] 引擎列出它有哪些镜像，不会改动任何东西。
        [intermediate] 引擎列出它有哪些镜像，包括中间层镜像，不会改动任何东西。
        [dangling] 引擎列出哪些镜像是虚悬镜像，不会改动任何东西。
       *[some] 引擎列出符合条件的镜像，不会改动任何东西。
    }
does-imageHistory = 引擎说明 { $value } 是一步步怎样做成的，不会改动任何东西。
does-removeImages =
    { $kind ->
        [id] 引擎删除这个 ID 的镜像，连同别的镜像用不到的层。
        [name] 引擎去掉名称 { $value }；如果这是镜像的最后一个名称，镜像就会删除，连同别的镜像用不到的层。
       *[several] 引擎逐个去掉 { $count } 个名称；失去最后一个名称的镜像会删除，连同别的镜像用不到的层。
    }
does-tagImage = 镜像 { $value } 多了一个名称 { $reference }，不会复制任何层。
does-build = 引擎按 Dockerfile 构建一个镜像，命名为 { $value }。原来叫这个名称的镜像会失去它。
does-keepCopy = 引擎把镜像 { $value } 导出成归档，压缩后作为文件保留在这台电脑上。镜像本身不变。
does-restoreCopy = 把保留的文件解压后交给引擎，镜像和它的名称就回来了。
does-deleteCopy = 彻底删除保留的文件和它旁边的说明，与引擎无关。
does-pullAgain =
    { $count ->
        [0] 引擎按摘要取回和原来完全一样的镜像。
       *[other] 引擎按摘要取回和原来完全一样的镜像，并恢复它的 { $count } 个名称。
    }
does-pullThrough = 引擎不从 Docker Hub，而是从加速地址 { $mirror } 获取 { $value }，再给它平常的名称。
does-readLayers = 引擎把镜像 { $value } 导出成归档，列出其中的内容，不会改动任何东西。
does-readArchive = 列出归档 { $value } 中的内容，不会改动任何东西，也与引擎无关。
does-run =
    { $kind ->
        [background] 引擎用 { $value } 创建一个新容器，并在后台启动。
        [terminal] 引擎用 { $value } 创建一个新容器并启动，接到你的终端上。
       *[attached] 引擎用 { $value } 创建一个新容器并启动，你会看到它输出的内容。
    }{ $after ->
        [removed] 里面的程序一结束，容器就会删除。
       *[kept] 里面的程序结束后，容器会停下来保留着，直到你删除它。
    }
does-listContainers =
    { $kind ->
        [all] 引擎列出它有哪些容器，包括已停止的，不会改动任何东西。
       *[running] 引擎列出正在运行的容器，不会改动任何东西。
    }
does-startContainer = 引擎重新启动已停止的容器 { $value }：命令不变，里面的改动都还在。
does-stopContainer = 引擎请 { $value } 里的程序结束，十秒后仍未结束就强制终止。容器会停下来保留着。
does-killContainer = 引擎立即终止 { $value } 里的程序，它来不及保存任何东西。容器会停下来保留着。
does-restartContainer = 引擎先停止容器 { $value }，再启动它。
does-removeContainer =
    { $kind ->
        [force] 如果 { $value } 正在运行，引擎先终止它，再删除它和里面的全部改动。
       *[stopped] 引擎删除已停止的容器 { $value } 和里面的全部改动，镜像不受影响。
    }
does-exec = 引擎在运行中的容器 { $value } 里再启动一个程序，并接到你的终端上。
does-attach = 把你的终端接到 { $value } 启动时运行的那个程序上：你会看到它的输出，它会收到你的输入。
does-diff = 引擎把 { $value } 里的文件与它的镜像对比，不会改动任何东西。
does-commit =
    { $kind ->
        [named] 引擎把 { $value } 里的改动放进新的一层，做成镜像 { $name }。容器保持原样。
       *[nameless] 引擎把 { $value } 里的改动放进新的一层，做成一个没有名称的镜像。容器保持原样。
    }
does-cleanUp =
    { $count ->
        [0] 还没有要做的事。
       *[other] 引擎依次执行 { $count } 步清理；其中一步失败，也不影响其余的步骤。
    }
does-export = 这个终端里的 docker 命令会使用和本窗口相同的引擎，直到终端关闭。

explain-docker = 把你的要求转达给 Docker 引擎的程序。
explain-container = 要操作的容器：{ $value }。

explain-pull = 从镜像仓库逐层获取镜像；已经有的层不会重复下载。
explain-pull-platform =
    { $kind ->
        [both] 获取 { $value }（操作系统/处理器）的版本，而不是引擎自己所在机器的版本。
        [system] 获取适合操作系统 { $os } 的版本，而不是引擎自己的。
        [processor] 获取适合处理器 { $architecture } 的版本，而不是引擎自己的。
       *[other] 获取指定系统和处理器的版本，而不是引擎自己的。
    }{ $architecture ->
        [amd64] amd64 是英特尔和 AMD 的 64 位处理器。
        [arm64] arm64 是 64 位 ARM 处理器，例如苹果的 M 系列。
       *[other] {""}
    }
explain-pull-reference =
    { $kind ->
        [tag] 仓库 { $repository } 中标签为 { $tag } 的镜像。
        [latest] 仓库 { $repository } 中标签为 latest 的镜像：没有写标签，就是 latest。它只是一个普通的名称，不一定是最新的。
        [digest] 仓库 { $repository } 中恰好是这个摘要的镜像，不管标签现在指向哪里。
       *[other] 要获取的镜像：仓库名[:标签]；不在 Docker Hub 上的，前面加上仓库地址。
    }{ $registry ->
        [none] {""}
        [hub] 它来自公共的镜像仓库 Docker Hub。
       *[other] 它来自镜像仓库 { $registry }。
    }

explain-images = 列出引擎里的镜像，每个名称一行。
explain-images-all = 连同平时隐藏的中间层镜像。
explain-images-dangling = 只列出虚悬镜像：没有标签，也没有镜像以它为基础。
explain-images-filter =
    { $kind ->
        [label] 只列出带有标签元数据 { $content } 的镜像。
        [reference] 只列出名称符合 { $content } 的镜像；* 代表斜杠以外的任意文字。
        [before] 只列出比 { $content } 更早的镜像。
        [since] 只列出比 { $content } 更新的镜像。
       *[other] 只列出符合 { $value } 的镜像。
    }
explain-images-repository =
    { $kind ->
        [latest] 只列出仓库 { $repository } 的镜像，不管标签是什么。
       *[other] 只列出名称为 { $value } 的镜像。
    }

explain-history = 显示镜像的由来：每一步一行，新的在上。
explain-history-image =
    { $kind ->
        [id] ID 以此开头的镜像。
        [latest] 名为 { $repository } 的镜像；没有写标签，就是 latest。
       *[other] 名为 { $value } 的镜像。
    }

explain-save = 把镜像写入一个归档：层、配置和名称都在其中。
explain-save-image =
    { $kind ->
        [id] 这个 ID 的镜像；归档里不会有它的名称。
        [latest] 名为 { $repository } 的镜像；没有写标签，就是 latest。
       *[other] 名为 { $value } 的镜像；归档会带上这个名称。
    }
explain-load = 读取这样的归档，把其中的镜像和名称交给引擎。若名称已属于别的镜像，会被取走。
explain-pipe = 把前一个程序的输出直接交给后一个程序，中间不经过文件。
explain-then = 前一条命令成功后才执行下一条。
explain-zstd = 压缩和解压文件的程序（Zstandard）。
explain-zstd-decompress = 解压，并把结果交给下一个程序而不是写入文件。
explain-zstd-output = 把压缩的结果写入这个文件：{ $value }。
explain-copy-file = 保留的副本，一个压缩过的归档：{ $value }。
explain-copy-note = 副本旁边的说明，记录其中的内容：{ $value }。
explain-rm-file = 系统自带的删除文件的命令。

explain-rmi = 删除镜像的名称；最后一个名称没有了，镜像也就删除了（rmi 即 remove image）。
explain-rmi-target =
    { $kind ->
        [id] 删除这个 ID 的镜像，它没有标签。
        [latest] 去掉名称 { $repository }（没有写标签，就是 latest）；镜像若没有别的名称，也会删除。
        [digest] 仓库 { $repository } 中这个摘要的镜像。
       *[other] 去掉名称 { $value }；镜像若没有别的名称，也会删除。
    }

explain-pull-through = 同一个镜像，但向加速地址而不是 Docker Hub 要：加速地址写在仓库名前面。
explain-rmi-mirror = 镜像在加速地址下的名称。它已经有了平常的名称，所以只是去掉这一个。
explain-tag = 给镜像再起一个名称，不会复制任何内容。
explain-tag-image =
    { $kind ->
        [id] 给这个 ID 的镜像起名。
        [latest] 给名为 { $repository } 的镜像起名；没有写标签，就是 latest。
       *[other] 给名为 { $value } 的镜像起名。
    }
explain-tag-reference =
    { $kind ->
        [tag] 新名称：仓库 { $repository } 中的标签 { $tag }。
        [latest] 新名称：仓库 { $repository } 中的标签 latest（没有写标签，就是它）。
       *[other] 新名称：仓库名[:标签]。
    }

explain-tar = 读取归档。镜像的每一层都是镜像归档里的一个归档。
explain-tar-list = 列出其中的内容，带大小和时间；不会解包任何东西。
explain-tar-file = 列出归档 { $value } 中的内容，带大小和时间；不会解包任何东西。

explain-printf = 输出一段文字：这里就是 Dockerfile 的内容，不必另建文件。
explain-dockerfile = Dockerfile：每行一条指令，先写基础镜像。\n 表示换行，%% 表示一个百分号。
explain-classic-builder = 用 Docker 的经典构建器而不是 BuildKit：每条指令都会留下一个镜像。
explain-build = 按照 Dockerfile 一条条执行指令，构建出镜像。
explain-build-tag = 新镜像的名称：仓库名[:标签]（-t 即 --tag）。
explain-build-stdin = Dockerfile 由前一个程序送来，此外不发送任何文件。
explain-inside = 在容器里面输入，那里的提示符是容器自己的。

explain-run = 用镜像创建一个新容器并启动；本地没有这个镜像时会先拉取。
explain-run-interactive = 保持输入打开，这样可以向它输入内容。没有终端，就没有提示符。
explain-run-tty = 给程序分配一个终端，有提示符、颜色和行编辑。没有 -i，它收不到你的输入。
explain-run-interactive-tty = 两个选项合在一起：i 保持输入打开，t 给程序分配终端。合起来就得到一个可以操作的 shell。
explain-run-rm = 容器一结束就自动删除，连同里面的改动。
explain-run-detach = 容器在后台运行，终端马上可以继续使用。
explain-run-name = 容器将叫作 { $value }；不写则由 Docker 随机起名。
explain-run-publish =
    { $kind ->
        [fixed] 主机（运行 Docker 的机器）的 { $host } 端口通向容器里的 { $container } 端口。
        [any] 容器的 { $container } 端口会得到主机上一个空闲的端口，由引擎挑选。
        [choice] 容器的 { $container } 端口会得到主机 { $host } 中一个空闲的端口。
       *[other] 让主机的端口通向容器的端口，写法是 主机:容器。
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
        [given] 容器里的程序会看到环境变量 { $name }，值为 { $content }。
        [empty] 容器里的程序会看到环境变量 { $name }，值为空。
        [passed] 把运行 docker 的地方的环境变量 { $name } 原样传进容器。
       *[other] 设置容器里的环境变量，写法是 名称=值。
    }
explain-run-volume =
    { $kind ->
        [folder] 主机上的文件夹或文件 { $source } 会出现在容器里的 { $path }。
        [named] 数据卷 { $source } 会出现在容器里的 { $path }；容器删除后它仍由 Docker 保留，没有这个名称的卷时会新建。
        [anonymous] { $path } 保存在一个没有名称的数据卷里，与容器自己的文件分开。镜像在那里的文件会复制进去。
       *[other] 把数据卷或主机的文件夹挂载到容器里，写法是 来源:路径。
    }{ $access ->
        [ro] 容器只能读取，不能改动。
       *[rw] {""}
    }
explain-run-image =
    { $kind ->
        [id] 用来启动容器的镜像，以 ID 指明。
        [tag] 用来启动容器的镜像：仓库 { $repository } 中标签为 { $tag } 的那个。
        [latest] 用来启动容器的镜像：{ $repository }；没有写标签，就是 latest。
        [digest] 用来启动容器的镜像：仓库 { $repository } 中恰好是这个摘要的那个。
       *[other] 用来启动容器的镜像。
    }
explain-run-command =
    { $kind ->
        [shell] 在容器里运行 shell { $program }，代替镜像自带的命令。
        [script] 让容器里的 shell { $program } 执行下面的内容，代替镜像自带的命令：{ $arguments }
        [alone] 在容器里运行程序 { $program }，代替镜像自带的命令。
        [arguments] 在容器里运行程序 { $program }，代替镜像自带的命令，并把这些参数交给它：{ $arguments }
       *[other] 在容器里运行的程序及其参数，代替镜像自带的命令。
    }
explain-run-other = 这还不是 docker run 的选项。

explain-ps = 列出容器（ps 即 process status）。
explain-ps-all = 连同已停止的容器；不写则只列出运行中的。
explain-start = 重新启动已停止的容器，里面的改动都还在。
explain-stop = 请容器里的程序结束；十秒后仍未结束就强制终止。
explain-kill = 不经询问，立即终止容器里的程序。
explain-restart = 先停止容器，再启动它。
explain-rm = 删除容器以及其中的改动（rm 即 remove）。
explain-rm-force = 如果正在运行，先强制终止；不写则不会删除运行中的容器。
explain-rm-volumes = 连同它的匿名卷一起删除；有名称的数据卷总会保留。

explain-exec = 在运行中的容器里再启动一个程序。
explain-exec-interactive-tty = 两个选项合在一起：i 保持输入打开，t 给程序分配终端。合起来就得到一个可以操作的 shell。
explain-exec-user =
    { $kind ->
        [root] 以 root 的身份运行，它在容器里什么都可以做。
        [number] 以编号为 { $user } 的用户身份运行，容器里不必有对应的用户名。
       *[name] 以用户 { $user } 的身份运行，容器里必须有这个用户。
    }
explain-exec-command =
    { $kind ->
        [shell] 在容器里运行 shell { $program }。
        [script] 让容器里的 shell { $program } 执行：{ $arguments }
        [alone] 在容器里运行程序 { $program }。
        [arguments] 在容器里运行程序 { $program }，并把这些参数交给它：{ $arguments }
       *[other] 在容器里运行的程序，通常是 shell，例如 /bin/bash。
    }
explain-attach = 把你的终端接到容器自己的主程序上。

explain-diff = 列出容器里文件的改动：A 新增，C 修改，D 删除。

explain-commit = 把容器现在的样子做成镜像：原来的镜像，再加一层改动。
explain-commit-author = 镜像的作者：{ $value }（可简写为 -a）。
explain-commit-message = 备注，便于日后记起改了什么，会显示在镜像的历史里：{ $value }（可简写为 -m）。
explain-commit-change =
    { $kind ->
        [CMD] 用新镜像启动的容器，没有另外指定时运行：{ $arguments }
        [ENTRYPOINT] 用新镜像启动的容器总是从这个程序开始：{ $arguments }
        [ENV] 用新镜像启动的容器里会有这个环境变量：{ $arguments }
        [EXPOSE] 注明用新镜像启动的容器会监听 { $arguments }；只是注明，并不会发布端口。
        [HEALTHCHECK] 引擎用它检查新镜像的容器是否正常：{ $arguments }
        [LABEL] 给新镜像加上标签元数据：{ $arguments }
        [ONBUILD] 以新镜像为基础构建时，先执行：{ $arguments }
        [STOPSIGNAL] 停止新镜像的容器时，发送信号 { $arguments }。
        [USER] 用新镜像启动的容器以用户 { $arguments } 的身份运行。
        [VOLUME] 在新镜像的每个容器里，{ $arguments } 都是一个数据卷。
        [WORKDIR] 用新镜像启动的容器从文件夹 { $arguments } 开始。
       *[other] 对新镜像应用一条 Dockerfile 指令。
    }
explain-commit-pause = 提交期间容器继续运行；正在写入的文件可能只保存了一半。
explain-commit-reference =
    { $kind ->
        [tag] 新镜像的名称：仓库 { $repository } 中的标签 { $tag }。
        [latest] 新镜像的名称：仓库 { $repository } 中的标签 latest（没有写标签，就是它）。
       *[other] 新镜像的名称：仓库名[:标签]。
    }

explain-also = 然后执行下一条命令，不管这一条的结果如何。
explain-volume = Docker 中与数据卷有关的命令。
explain-volume-rm = 删除数据卷，连同其中的全部内容（rm 即 remove）。
explain-volume-name = 数据卷 { $value }，连同其中的全部内容。
explain-builder = Docker 中与构建镜像有关的命令。
explain-builder-prune = 删除没有被使用的构建缓存。
explain-builder-prune-all = 全部删除，而不只是没有名称的部分。
explain-builder-prune-force = 不再询问。

explain-export = 让这个终端此后启动的程序都知道后面的设置。
explain-docker-host = 引擎的地址：{ $value }。
explain-docker-cert-path = 安全连接所用证书的文件夹：{ $value }。
explain-docker-tls = 使用安全连接（TLS），但不核对对方的身份。
explain-docker-tls-verify = 使用安全连接（TLS），并核对对方确实是要找的引擎。

explain-terminal-sudo = 以管理员权限运行后面的命令，会要求输入你的密码。
explain-terminal-apt-update = 重新读取有哪些软件包。
explain-terminal-install = 从系统的软件包安装 { $value }。
explain-terminal-enable = 立即启动服务 { $value }，并让它以后随系统启动。
explain-terminal-enable-own = 立即启动你自己的服务 { $value }，并让它以后在你登录时启动。
explain-terminal-boot = 让 { $value } 以后随系统启动。
explain-terminal-start = 启动服务 { $value }。
explain-terminal-start-own = 启动你自己的服务 { $value }。
explain-terminal-open = 打开应用 { $value }。
explain-terminal-reload = 让 { $value } 重新读取配置，容器继续运行。
explain-terminal-restart = 停止 { $value } 再重新启动，使新配置生效。
explain-terminal-restart-own = 停止你自己的服务 { $value } 再重新启动，使新配置生效。
explain-terminal-restart-machine = 停止 { $value } 的虚拟机再重新启动，使新配置生效。
explain-terminal-join-group = 把用户加入 { $value } 组，其他组不变。下次登录起生效。
explain-terminal-new-group = 开启一个 { $value } 组已经生效的 shell。
explain-terminal-unset = 从这个终端的环境中去掉 { $value }。
explain-terminal-contexts = 列出各个上下文，也就是 docker 命令按名称认识的引擎；星号标出正在使用的那个。
explain-terminal-use-context = 从现在起 docker 命令使用上下文 { $value }。
explain-terminal-certificate = 连接 { $value } 并显示它出示的证书，不发送任何内容。
explain-terminal-ssh = 通过 ssh 登录 { $value }，并在那里运行后面的命令。
explain-terminal-version = 显示 docker 命令的版本，引擎应答时也显示引擎的版本。
