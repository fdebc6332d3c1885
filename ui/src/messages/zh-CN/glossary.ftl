# 每个术语：名称、两句话的含义，以及它在读者自己的引擎里是什么。

glossary = 术语表
glossary-open = 术语表
glossary-text = Docker 的术语，中英文对照，例子来自你自己的引擎。
glossary-search = 用中文或英文查找
glossary-none = 没有这个术语
glossary-all = 全部术语
glossary-what-is = “{ $term }”是什么
glossary-go-filter = 在表中查看
glossary-group-images = 镜像是什么
glossary-group-names = 镜像的名称
glossary-group-containers = 容器与文件
glossary-group-running = 运行与拉取
glossary-group-making = 构建镜像
glossary-group-engine = 引擎

term-image = 镜像
term-image-meaning = 一套现成的文件系统，程序需要的一切都在里面，还记录着要运行的命令。它不会改变，容器从它创建。
term-image-example =
    { $count ->
        [1] 你有一个：{ $name }，{ $size }。
       *[other] 你有 { $count } 个，最新的是 { $name }，{ $size }。
    }

term-layer = 层（镜像层）
term-layer-meaning = 创建镜像的某一步新增、修改、删除的文件。镜像由一层层叠成；开头相同的镜像，共有的层只保存一份。
term-layer-example =
    { $count ->
        [1] { $name } 有一层，{ $largest }。
       *[other] { $name } 有 { $count } 层，最大的一层是 { $largest }。
    }

term-base-image = 基础镜像
term-base-image-meaning = 构建另一个镜像时作为起点的镜像。它的层在新的层下面，只要上面的镜像还在就会保留。
term-base-image-example = { $child } 就是在 { $parent } 的基础上构建的。

term-dangling = 虚悬镜像
term-dangling-meaning = 没有标签、也没有其他镜像以它为基础的镜像，多半是重新构建或拉取之后剩下的旧版本。只有 ID 还指向它。
term-dangling-example = 你有 { $count } 个，列出的大小合计 { $size }。

term-intermediate = 中间层镜像
term-intermediate-meaning = 没有名称、但有其他镜像以它为基础的镜像，是传统构建器的一个步骤。它不额外占用空间，上面的镜像删除后会随之删除。
term-intermediate-example = 你有 { $count } 个，默认不显示。

term-history = 历史
term-history-meaning = 镜像的创建步骤，新的在上。有的步骤生成了一层，有的只是记录一项设置，例如要运行的命令。
term-history-example = { $name } 经过 { $count } 步创建而成。

term-platform = 平台
term-platform-meaning = 镜像适用的操作系统和处理器架构。同一个名称可以对应多个平台，引擎会选取适合自己的那一个。
term-platform-example = 你的引擎是 { $platform }。

term-manifest = 清单（manifest）
term-manifest-meaning = 镜像仓库对一个镜像的描述：按摘要列出它的配置和各层。有多个平台时，还有一份清单的列表。

term-archive = 镜像归档（save、load）
term-archive-meaning = 把镜像存成一个文件，层、配置和名称都在里面。docker save 写出，docker load 读入，不需要镜像仓库。
term-archive-example =
    { $kind ->
        [kept] 船台保存的 { $name } 副本就是一个，经过压缩。
       *[read] 你查看过 { $name }。
    }

term-oci = OCI
term-oci-meaning = 开放容器倡议（Open Container Initiative）：关于镜像、镜像仓库和容器的共同标准。有了它，Docker、Podman 等才能互相使用对方的镜像。

term-repository = 仓库
term-repository-meaning = 同一个镜像各个版本共用的名称，例如 ubuntu。具体是哪个版本，由后面的标签说明。
term-repository-example = 这里的 { $repository } 有 { $count } 个标签：{ $tags }

term-tag = 标签
term-tag-meaning = 仓库名冒号后面的部分，表示其中一个版本；不写就是 latest。它只是指向某个镜像，可以改指别的镜像，一个镜像也可以有好几个。
term-tag-example =
    { $count ->
        [1] 这里 { $first } 的标签是 { $tag }，指向镜像 { $id }。
        [2] 这里 { $first } 和 { $second } 是同一个镜像 { $id } 的两个标签。
       *[other] 这里 { $first } 和 { $second } 指向同一个镜像 { $id }，它共有 { $count } 个标签。
    }

term-reference = 镜像引用
term-reference-meaning = 命令里用来指明镜像的完整写法：[镜像仓库地址/]仓库名[:标签]；或者用 @摘要 指明唯一的版本。
term-reference-example = { $reference } 的仓库是 { $repository }，标签是 { $tag }。

term-image-id = 镜像 ID
term-image-id-meaning = 镜像自己的标识，由它的内容计算得出：ID 不同，就是不同的镜像。通常写前十二位就够了。
term-image-id-example = { $name } 的 ID 是 { $id }。

term-digest = 摘要（digest）
term-digest-meaning = 由内容计算出的校验值（sha256）。写在 @ 后面，就指明镜像仓库里唯一的一个镜像；它不像标签那样会改指别的镜像。
term-digest-example = { $name } 拉取自 { $digest }

term-registry = 镜像仓库（registry）
term-registry-meaning = 保存镜像、供人拉取的服务器。它的地址写在镜像名称的最前面；不写就是 Docker Hub。
term-registry-example = { $reference } 属于 { $registry }。

term-docker-hub = Docker Hub
term-docker-hub-meaning = Docker 默认使用的公共镜像仓库，名称前没有写地址时就找它。ubuntu 是 docker.io/library/ubuntu 的简写。
term-docker-hub-example = { $reference } 前面没有写地址，所以会从这里拉取。

term-mirror = 镜像加速器
term-mirror-meaning = 提供 Docker Hub 镜像的服务器，可能离你更近、更快。它写在引擎的配置里，镜像仍用平常的名称。
term-mirror-example = 你的引擎配置了 { $mirrors }。

term-untag = 去掉标签（untag）
term-untag-meaning = 只从镜像上去掉一个名称。去掉最后一个名称、又没有别的内容需要它时，镜像才会真正删除。
term-untag-example = { $id } 有 { $first } 和 { $second } 两个名称，只去掉其中一个，什么也不会删除。

term-container = 容器
term-container-meaning = 隔离运行的程序，使用镜像里的文件，另有自己薄薄的一层可以写入。退出后它仍会保留，直到被删除。
term-container-example =
    { $count ->
        [1] 你有一个：{ $name }，由 { $image } 创建。
       *[other] 你有 { $count } 个，其中 { $running } 个在运行；例如 { $name } 由 { $image } 创建。
    }

term-container-layer = 容器层（可写层）
term-container-layer-meaning = 最上面、只属于这一个容器的层，它写入、修改、删除的内容都在这里。删除容器，这一层也就没有了。
term-container-layer-example = { $name } 到目前为止写入的内容都在它自己的容器层里。

term-overlay = 联合文件系统（overlay）
term-overlay-meaning = 把各层叠在一起、呈现为一个文件系统的办法。上面的层会遮住下面的内容；Linux 自带的叫 OverlayFS。

term-copy-on-write = 写时复制
term-copy-on-write-meaning = 只有在修改时，镜像里的文件才会复制到容器层。所以从同一个镜像启动上百个容器也很快，几乎不占空间。
term-copy-on-write-example = { $one } 和 { $other } 共用 { $image } 的全部文件，各自只保存改过的部分。

term-diff = 改动（diff）
term-diff-meaning = 容器从创建以来改了什么：A 新增，C 修改，D 删除。镜像本身不变。
term-diff-example = docker diff { $name } 就能列出你这个容器的改动。

term-volume = 数据卷
term-volume-meaning = 由引擎保管、独立于容器的一块存储。容器删除后它还在，也可以由几个容器共用。
term-volume-example = { $name } 的 { $path } 保存在数据卷 { $source } 里。

term-anonymous-volume = 匿名数据卷
term-anonymous-volume-meaning = 没有起名的数据卷，因镜像或命令需要而自动创建。删除容器时很容易遗留下来。
term-anonymous-volume-example = { $name } 的 { $path } 就保存在这样的数据卷里：{ $source }…

term-bind-mount = 绑定挂载
term-bind-mount-meaning = 把引擎所在主机上的目录或文件挂载到容器里。任何一边改动，另一边都会看到。
term-bind-mount-example = 在 { $name } 里，{ $path } 就是主机上的 { $source }。

term-label = 元数据标签（label）
term-label-meaning = 附在镜像或容器上的元数据，写法是 名称=值，供人和工具使用。Docker 自己不理会它；它和版本标签（tag）是两回事。
term-label-example = { $name } 带有 { $label }

term-pull = 拉取（pull）
term-pull-meaning = 从镜像仓库逐层下载镜像。已经存在的层不会重复下载。
term-pull-example = 船台在这里最近一次拉取的是 { $reference }。

term-push = 推送（push）
term-push-meaning = 把镜像上传到镜像仓库，别人就能拉取。传到哪里由镜像名称决定，并且要先登录。

term-exec = 在容器中执行（exec）
term-exec-meaning = 在运行中的容器里再执行一个命令，常常是进去看看的 shell。这个命令结束后，容器照常运行。
term-exec-example = 你在 { $name } 中的控制台就是：{ $command }

term-attach = 连接（attach）
term-attach-meaning = 连接到容器的主进程，看它的输出；如果输入开着，也可以向它输入。这个进程退出，容器也就停止。
term-attach-example = 你在 { $name } 中的控制台就是：{ $command }

term-shell = Shell
term-shell-meaning = 逐行读取命令的程序，例如 bash 或 sh。小镜像里可能没有。
term-shell-example = { $name } 运行的就是：{ $shell }

term-terminal = 终端（TTY）
term-terminal-meaning = 程序有了它，才能显示提示符、颜色并支持行编辑。-t 会给容器分配一个。
term-terminal-example = { $name } 创建时就分配了终端。

term-stdin = 标准输入
term-stdin-meaning = 程序接收键盘输入的通道。-i 让它保持打开；再加上 -t，就能在 shell 里操作。
term-stdin-example = 你在 { $name } 的控制台里输入的内容就送到那里。

term-detached = 后台运行（-d）
term-detached-meaning = 容器在后台继续运行，你的终端可以做别的事：-d。它输出的内容会保留，用 docker logs 查看。
term-detached-example = { $name } 就是这样启动的。

term-port = 端口映射
term-port-meaning = 把引擎所在主机的一个端口映射到容器里的端口：-p 8080:80。没有它，外面就访问不到容器里的服务。
term-port-example = 端口 { $host } 映射到 { $name } 里的端口 { $container }。

term-env = 环境变量
term-env-meaning = 程序启动时可以读取的设置，写法是 名称=值。镜像自带一些，-e 可以为单个容器添加。
term-env-example = { $name } 自带 { $variable }

term-entrypoint = 入口点与命令
term-entrypoint-meaning = 镜像启动时运行什么：先是入口点（ENTRYPOINT），再把命令（CMD）作为它的参数。写在镜像名后面的内容会代替命令。
term-entrypoint-example = { $name } 运行 { $command }

term-prune = 清除无用数据（prune）
term-prune-meaning = 一次删除某一类中所有没有使用的内容，不再逐个挑选。docker image prune 删除的是虚悬镜像。
term-prune-example = 在这里会删除 { $count } 个镜像。

term-commit = 提交（commit）
term-commit-meaning = 从容器创建镜像：原来的镜像，再加一层改动。适合保留一次尝试的结果；长期使用的镜像应当写 Dockerfile。
term-commit-example = { $name } 就是由容器 { $container } 提交而来。

term-build = 构建（build）
term-build-meaning = 按照 Dockerfile 一步步创建镜像。任何人都能重复这个过程，而提交做不到这一点。

term-dockerfile = Dockerfile
term-dockerfile-meaning = 写明镜像创建步骤的文本文件：从哪个镜像开始（FROM），运行什么（RUN），复制什么进去（COPY）。
term-dockerfile-example = { $name } 的历史里就有这样一步：{ $instruction }

term-build-cache = 构建缓存
term-build-cache-meaning = 以往构建的结果，没有变化的步骤就不用重做。可以删除，只是下次构建会慢一些。
term-build-cache-example = 上次构建 { $name } 时，有 { $count } 步取自缓存。

term-buildkit = BuildKit
term-buildkit-meaning = Docker 现在的构建器。它把结果存在构建缓存里，不像传统构建器那样留下中间层镜像。
term-buildkit-example = { $name } 就是由它构建的：历史里写着 { $mark }。

term-engine = 引擎（守护进程）
term-engine-meaning = 真正做事的程序：保存镜像、运行容器。docker 命令和这个窗口只是告诉它要做什么。
term-engine-example = 你的引擎是 { $host } 上的 { $product } { $version }。

term-socket = 套接字
term-socket-meaning = 与本机引擎通信的入口。谁能使用它，就等于能在本机做任何事，所以并不是谁都有权限。
term-socket-example = 你的引擎用的是 { $address }

term-context = 上下文
term-context-meaning = Docker 设置里给引擎地址起的名字。用 docker context use 可以在本机和远程的引擎之间切换。
term-context-example = 你正在使用 { $name }：{ $address }

term-podman = Podman
term-podman-meaning = 另一种容器引擎，支持 Docker 的大多数命令。它不需要守护进程，通常也不需要 root 权限。
term-podman-example = 你的引擎是 Podman { $version }。
