# 每个 ErrorCode 一句话；-next 说下一步怎么办。

error-engineUnreachable = 没有连上任何 Docker 引擎。
error-engineUnreachable-next = 请启动 Docker（或 Podman）后重试。下面列出了每个地址连不上的原因。
error-socketNotFound = 找不到套接字 { $address }。
error-socketNotFound-next = 这个引擎没有安装，或者没有运行。启动后再试。
error-socketPermissionDenied = Docker 正在运行，但当前用户无权访问 { $address }。
error-socketPermissionDenied-next = 把自己加入 docker 用户组（sudo usermod -aG docker $USER），然后注销并重新登录。
error-connectionRefused = { $address } 没有程序在监听。
error-connectionRefused-next = 引擎可能已停止，或者监听在别的地址。启动后再试。
error-addressInvalid = 无法识别的地址：“{ $address }”。
error-addressInvalid-next = 可用的写法：unix:///路径、tcp://主机:端口、ssh://用户@主机、npipe:////./pipe/名称。
error-contextNotFound = Docker 配置里指定了上下文“{ $context }”，但它并不存在。
error-contextNotFound-next = 用 docker context ls 查看现有上下文，再用 docker context use 选一个。
error-tlsFailed = 无法与 { $address } 建立安全连接。
error-tlsFailed-next = 请确认两端都启用了 TLS，并且 ca.pem、cert.pem、key.pem 属于这个引擎。
error-tlsNeeded = { $address } 处的引擎要求安全连接（TLS），而这次连接没有使用。
error-tlsNeeded-next = 请启用 TLS：设置 DOCKER_TLS_VERIFY=1，并用 DOCKER_CERT_PATH 指明存放 ca.pem、cert.pem 和 key.pem 的文件夹。
error-tlsNotSpoken = { $address } 处的程序不支持 TLS。
error-tlsNotSpoken-next = 请检查端口：引擎通常在 2376 端口使用 TLS，在 2375 端口不使用。
error-sshFailed = 到 { $address } 的 SSH 连接失败。
error-sshFailed-next = 先在终端里用 ssh 试试。需要能用密钥免密登录，而且对方装有 docker。
error-engineTooOld = 这个引擎的 API 版本是 { $found }，船台至少需要 { $needed }。
error-engineTooOld-next = 请升级引擎，或换用另一个。
error-notAnEngine = { $address } 有响应，但不是 Docker 引擎。
error-notAnEngine-next = 请检查地址和端口。
error-engineLost = 操作进行到一半，引擎断开了。
error-engineLost-next =船台会自动重连，连上后请再做一次。
error-timedOut = 引擎没有及时响应。
error-timedOut-next = 它可能正忙，请稍后再试。
error-practiceUnavailable =
    { $missing ->
        [linux] 练习引擎只能在 Linux 上运行。
        [root] 练习引擎需要 root 权限。
        [dockerd] 练习引擎需要 dockerd，这里没有安装。
        [docker-registry] 练习引擎需要 docker-registry，这里没有安装。
        [ip] 练习引擎需要 ip 程序，这里没有安装。
        [busybox] 练习引擎需要静态编译的 busybox，这里没有安装。
        [bash-static] 练习引擎需要静态编译的 bash，这里没有安装。
        [podman] 没有 root 权限时，练习引擎需要 Podman，这里没有安装。
        [newuidmap] 没有 root 权限时，练习引擎需要 newuidmap 程序，这里没有安装。
        [subuid] 没有 root 权限时，练习引擎需要在 /etc/subuid 和 /etc/subgid 中为你分配用户编号，现在还没有。
        [userNamespaces] 没有 root 权限时，练习引擎需要用户命名空间，这个系统不允许使用。
        [runtimeFolder] 没有 root 权限时，练习引擎需要本次登录的运行时目录（XDG_RUNTIME_DIR），现在没有。
        [authorisation] 系统没有授予练习引擎所需的权限。
        [program] 这个程序无法启动练习引擎。
        [running] 练习引擎没有运行。
       *[other] 无法在这里启动练习引擎。
    }
error-practiceUnavailable-next =
    { $missing ->
        [linux] 请使用其他引擎，例如 Docker Desktop。
        [root] 请以 root 身份，或用有 sudo 权限的用户启动船台。
        [dockerd] 请安装软件包 docker.io。
        [docker-registry] 请安装软件包 docker-registry。
        [ip] 请安装软件包 iproute2。
        [busybox] 请安装软件包 busybox-static。
        [bash-static] 请安装软件包 bash-static。
        [podman] 请安装软件包 podman 和 uidmap，或者以 root 身份启动船台。
        [newuidmap] 请安装软件包 uidmap。
        [subuid] 请添加编号（sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER），然后注销并重新登录。
        [userNamespaces] 请允许使用（sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1），或者以 root 身份启动船台。
        [runtimeFolder] 请从桌面或通过 SSH 登录，而不要用 su 切换；系统会自动创建它。
        [authorisation] 请重试并在询问时输入密码；也可以安装 podman 和 uidmap，这样就不需要这些权限。
        [program] 请在终端里启动：slipway practice serve
        [running] 请先启动它。
       *[other] 它需要 root 权限，以及 docker.io、docker-registry、busybox-static、bash-static 和 iproute2 这些软件包。
    }
error-serviceFailed = { $name } 没有启动。
error-serviceFailed-next = 系统的原话说明了原因。请改为在终端里启动。

error-referenceEmpty = 请输入镜像名称。
error-referenceEmpty-next = 例如 ubuntu:14.04。
error-referenceInvalid = “{ $reference }”不是有效的镜像名称。
error-referenceInvalid-next = 正确的写法如 ubuntu:14.04 或 registry.example.com/team/app:1.0。
error-referenceUppercase = 仓库名只能用小写字母：“{ $reference }”不可用。
error-referenceUppercase-next = 是不是想输入 { $suggestion }？
error-referenceTooLong = 仓库名超过了 255 个字符。
error-tagInvalid = “{ $tag }”不是有效的标签。
error-tagInvalid-next = 标签最多 128 个字符，可用字母、数字、点、短横线和下划线，且不能以点或短横线开头。
error-digestInvalid = “{ $digest }”不是有效的摘要。
error-digestInvalid-next = 摘要的写法是 sha256: 加 64 位十六进制数字。
error-referenceIsId = 64 位十六进制数字是镜像 ID，不是名称。
error-referenceIsId-next = 请使用带标签的名称，例如 ubuntu:14.04。
error-digestNotAllowed = 这里不能写摘要：“{ $reference }”。
error-digestNotAllowed-next = 只写名称和标签即可。
error-platformInvalid = “{ $platform }”不是有效的平台。
error-platformInvalid-next = 写法是 系统/架构，例如 linux/arm64。

error-pullNotFound = 镜像仓库里没有 { $reference }，或者你无权查看。
error-pullNotFound-next = 请检查名称和标签的拼写；如果是私有镜像，先用 docker login 登录。
error-pullUnauthorized = { $registry } 拒绝了拉取 { $reference } 的请求。
error-pullUnauthorized-next = 先用 docker login { $registry } 登录，再重新拉取。
error-pullRateLimited = 已达到 { $registry } 的拉取次数上限。
error-pullRateLimited-next = 可以稍后再试、用 docker login 登录，或改用镜像加速地址。
error-registryUnreachable = 引擎连不上 { $registry }。
error-registryUnreachable-next = 请检查引擎所在机器的网络；如果该仓库无法直接访问，请在引擎配置中设置镜像加速地址（registry-mirrors）。
error-registryCertificate = 引擎不信任 { $registry } 的证书。
error-registryCertificate-next = 把该仓库的 CA 证书放到引擎所在机器的 /etc/docker/certs.d/{ $registry }/ca.crt。
error-registryInsecure = { $registry } 只提供未加密的 HTTP，引擎不信任它。
error-registryInsecure-next = 请换用 https 地址；如果你信任通往它的网络，可以把 { $registry } 加入引擎配置的 insecure-registries。
error-connectionLost = 与 { $registry } 的连接中断，引擎多次重试后放弃了。
error-connectionLost-next = 请检查引擎所在机器的网络，然后重新拉取。
error-platformNotFound = { $reference } 没有适用于 { $platform } 的版本。
error-platformNotFound-next = 换一个平台，或留空以使用引擎自己的平台。
error-credentialsFailed = 凭据程序 { $program } 运行失败。
error-credentialsFailed-next = 它由 Docker 的 config.json 指定。请用 docker login 重新登录。
error-noSpace = 引擎存放镜像的磁盘已满。
error-noSpace-next = 删除不再需要的镜像后重试。
error-digestMismatch = 收到的内容与摘要不符，因此没有保留任何内容。
error-digestMismatch-next = 请重新拉取；如果反复出现，可能是途中的加速服务或代理损坏了数据。

error-mirrorInvalid = “{ $mirror }”不是有效的镜像加速地址。
error-mirrorInvalid-next = 写法如 https://mirror.example、http://127.0.0.1:5000 或 mirror.example/prefix；Docker Hub 自己的地址不算。
error-mirrorHubOnly = { $reference } 在镜像仓库 { $registry } 里，而加速地址只有 Docker Hub 的镜像。
error-mirrorHubOnly-next = 请不要通过加速地址拉取它。
error-mirrorNameUnknown = 找不到名为 { $host } 的主机。
error-mirrorNameUnknown-next = 请检查拼写。许多公共加速服务已经停用，它可能就是其中之一。
error-mirrorUnreachable = 本机连不上 { $mirror }，或者连接中途断开。
error-mirrorUnreachable-next = 换一个加速地址，或稍后再试。
error-mirrorCertificate = 本机不信任 { $mirror } 的证书。
error-mirrorCertificate-next = 不要使用无法证明身份的加速地址；如果是你自己搭建的，请为本机和引擎安装它的 CA 证书。
error-mirrorPlainHttp = { $mirror } 不支持加密连接（TLS）。
error-mirrorPlainHttp-next = 如果是你自己搭建的，请把地址写成 http:// 开头。
error-mirrorNotRegistry = { $mirror } 上的不是镜像仓库。
error-mirrorNotRegistry-next = 请填写加速服务本身的地址，而不是介绍它的网页。
error-mirrorPathNotAllowed = { $mirror } 带有路径，dockerd 的 registry-mirrors 不接受，因此没有写进去；单次拉取仍然可以用它。
error-configurationInvalid = { $path } 的内容不是有效的引擎配置。
error-configurationInvalid-next = 请先修好它，否则引擎无法启动。

error-imageNotFound = 引擎里没有镜像 { $reference }。
error-imageNotFound-next = 它可能刚被删除。需要的话请重新拉取。
error-imageInUse = 有容器正在使用 { $reference }：{ $containers }。
error-imageInUse-next = 先删除这些容器，或者保留镜像。已停止的容器也会占用镜像。
error-imageHasChildren = 还有其他镜像以 { $reference } 为基础。
error-imageHasChildren-next = 请先删除那些镜像。
error-dockerfileInvalid = 无法读懂这份 Dockerfile。
error-dockerfileInvalid-next = 它以 FROM 开头，每行一条指令。
error-buildFailed = 镜像 { $reference } 构建失败：其中一步出错了。
error-buildFailed-next = 日志里写明了是哪一步，改正后重新构建即可。
error-imageInSeveralRepositories = 镜像 { $reference } 有多个仓库名，不能直接按 ID 删除。
error-imageInSeveralRepositories-next = 请逐个删除它的名称，删到最后一个时镜像会一并删除。
error-tagTaken = { $reference } 目前指向另一个镜像（{ $image }），后者将失去这个名称。

error-copyNotFound = 没有副本 { $copy }。
error-copyNotFound-next = 它可能刚刚被删除。
error-copyDamaged = 副本 { $copy } 与保留时不一致，因此没有交给引擎。
error-copyDamaged-next = 文件被改动过或不完整。如果镜像还在某个引擎上，请重新保留一份。
error-copyNoSpace = { $path } 空间不足：副本最多需要 { $needed }，只剩 { $found }。
error-copyNoSpace-next = 删除不再需要的副本，或在该磁盘上腾出空间。
error-fileFailed = 无法读写 { $path }。
error-fileFailed-next = 请确认它存在并且属于你。
error-imageDiffers = 引擎上现在的镜像与预期不同：是 { $found }，而不是 { $image }。
error-imageDiffers-next = 请换用与保留时同类的引擎。
error-digestsLost = 这些摘要无法随副本恢复：{ $names }
error-digestsLost-next = 只要仓库中还有该镜像，按摘要重新拉取就能恢复。

error-archiveInvalid = 这不是镜像归档，或者已经损坏。
error-archiveInvalid-next =船台能读 docker save 写出的归档和单个文件的 OCI 布局，未压缩、gzip 或 zstd 均可。
error-archiveTooLarge =
    { $limit ->
        [entries] 归档中的条目超过船台能读的数量（{ $most }）。
        [layers] 镜像的层数超过船台能读的数量（{ $most }）。
        [path] 归档中有路径超过 { $most } 字节。
        [depth] 归档中的文件夹嵌套超过 { $most } 级。
        [headers] 有条目的头部超过 { $most } 字节。
       *[documents] 归档的清单超过 { $most } 字节。
    }
error-archiveTooLarge-next = 正常的镜像不会这样。请查看归档的来源。
error-layerMissing = 归档中没有层 { $layer }。
error-layerMissing-next = 请重新保存镜像：docker save -o 文件 镜像。
error-layersNotRead = 这个镜像的层还没有读取，或者已不再记得。
error-layersNotRead-next = 请重新读取。

error-containerNotFound = 引擎里没有容器 { $container }。
error-containerNotFound-next = 它可能刚被删除。
error-containerNotRunning = 容器 { $container } 没有运行。
error-containerNotRunning-next = 启动后再试。
error-containerRunning = 容器 { $container } 还在运行。
error-containerRunning-next = 停止后再试。
error-containerPaused = 容器 { $container } 已暂停。
error-containerPaused-next = 先恢复它（docker unpause { $container }），再试一次。
error-nameTaken = 已经有名为“{ $name }”的容器。
error-nameTaken-next = 换一个名称，或删除那个容器。
error-nameInvalid = “{ $name }”不是有效的容器名称。
error-nameInvalid-next = 至少两个字符，可用字母、数字、点、短横线和下划线，并以字母或数字开头。
error-portTaken = 主机的 { $port } 端口已被占用。
error-portTaken-next = 换一个主机端口，或停掉占用它的程序。
error-portInvalid = “{ $value }”不是有效的端口映射。
error-portInvalid-next = 写法是 主机端口:容器端口，例如 8080:80。
error-volumeInvalid = “{ $value }”不是有效的挂载。
error-volumeInvalid-next = 写法是 来源:/容器内路径，例如 data:/var/lib/data。
error-mountSourceMissing = 引擎所在机器上没有 { $path }。
error-mountSourceMissing-next = 先创建它，或改正路径。
error-envInvalid = “{ $value }”不是有效的环境变量。
error-envInvalid-next = 写法是 名称=值。
error-quotesUnbalanced = 引号没有成对：{ $value }
error-commandNotFound = 其中没有程序 { $command }。
error-commandNotFound-next = 请检查拼写，或换一个程序。小镜像里常常只有 sh，甚至没有 shell。
error-commandNotExecutable = { $command } 存在，但无法执行。
error-commandNotExecutable-next = 它可能是文件夹、缺少执行权限，或属于另一种架构。
error-commandMissing = { $reference } 没有自带的启动命令。
error-commandMissing-next = 请写明要运行什么，例如 /bin/sh。
error-userNotFound = 容器里没有用户 { $user }。
error-userNotFound-next = 请使用其 /etc/passwd 里的用户名，或者数字 UID。

error-consoleClosed = 这个控制台已经关闭。
error-consoleClosed-next = 请打开一个新的。

error-pathNotFound = 容器里没有 { $path }。
error-changeNotAllowed = 提交时不能使用“{ $value }”。
error-changeNotAllowed-next = 可用的指令有：{ $allowed }。
error-changeInvalid = “{ $value }”不是有效的指令。
error-changeInvalid-next = 请按 Dockerfile 的写法，例如 CMD ["nginx", "-g", "daemon off;"]。
error-volumesLeftOut = 这些卷里的内容不会进入镜像：{ $paths }。
error-envBakedIn = 这些环境变量会写进镜像，任何人都能读到：{ $names }。
error-envBakedIn-next = 请确认其中没有密码。

error-jobNotFound = 这个任务已经不在了。
# kept：拉取的镜像中原来就有的层数。done：已删除的项数。
error-cancelled =
    { $kept ->
        [0] 已取消。本机原来没有它的任何一层。
        [other] 已取消。这个镜像有 { $kept } 层是原来就有的，会保留下来。
       *[none] { $done ->
            [0] 已取消，什么都没有删除。
            [other] 已取消。{ $total } 项中有 { $done } 项已经删除。
           *[none] 已取消。
        }
    }
error-alreadyInProgress = 引擎正在做同样的事。
error-alreadyInProgress-next = 等它结束后再试。
error-someFailed = { $total } 项中有 { $failed } 项没有完成。
error-someFailed-next = 原因写在各项旁边。

error-notSupported = 这个引擎不支持：{ $feature }。
error-engineRefused = 引擎拒绝了这个请求。
error-engineRefused-next = 引擎的原话说明了原因。
error-engineFailed = 引擎出错了。
error-engineFailed-next = 引擎的原话里有更多信息，也可以查看它的日志。
error-internal =船台自身出错了。
error-internal-next = 请再试一次；如果仍然出现，请附上下面的文字报告给我们。

error-pinInvalid = “{ $value }”不是有效的镜像名称模式。
error-pinInvalid-next = 例如：ubuntu、ubuntu:14.*、shop/*:1.?
error-imagePinned = { $reference } 已被固定，会保留下来。
error-imagePinned-next = 如果确实可以删除，请先取消固定。
error-nameMoved = { $name } 现在指的已经是别的东西，所以没有动它。
error-nameMoved-next = 请先看看它现在是什么；确实可以删除的话，再选一次。
error-volumeNotFound = 数据卷 { $volume } 已经不存在。
error-volumeInUse = 有容器正在使用数据卷 { $volume }。
error-volumeInUse-next = 请先删除那个容器，或者保留数据卷。

error-settingsDamaged = 你的设置无法读取，窗口先按默认设置打开。之前固定的镜像现在不受保护。
error-settingsDamaged-next = 损坏的文件保留在 { $path }。请重新选择设置并固定镜像。
error-questionChanged = 题目刚刚变了：引擎上的内容已经和之前不同。
error-questionChanged-next = 请重新看一看，再选一次。
error-noDockerCommand = 这段文字里没有 docker 命令。
error-noDockerCommand-next = 命令以 docker（或 podman）开头，例如 docker run -it ubuntu。
error-dockerCommandUnknown = Docker 没有“{ $command }”这个命令。
error-dockerCommandUnknown-next = 是不是想写 { $suggestion }？
error-dockerCommandNotOffered = 船台没有 docker { $command } 的表单。
error-dockerCommandNotOffered-next = 请在终端里输入它。
error-flagUnknown = 这里没有 { $flag } 这个选项。
error-flagUnknown-next = 是不是想写 { $suggestion }？
error-flagValueMissing = { $flag } 后面缺少值。
error-flagValueInvalid = “{ $value }”不是 { $flag } 可用的值。
error-flagValueInvalid-next = 命令旁边有它的说明。文件要写完整路径。
error-flagIsField = { $flag } 在上面有专门的输入框。
error-flagIsField-next = 请把值填在那里。
error-flagUnsupported = 船台不会应用 { $flag }。
error-flagUnsupported-next = 它只与 docker 命令本身有关，或引擎已不再理会它。请删掉它，或在终端里输入命令。
error-flagsConflict = 这些选项不能同时使用：{ $flags }
error-flagsConflict-next = 请去掉其中一个。
error-argumentMissing = { $command } 缺少 { $argument }。
error-argumentUnexpected = { $command } 不需要更多参数，但后面还有“{ $value }”。
