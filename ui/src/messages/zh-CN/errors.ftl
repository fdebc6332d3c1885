# 每个 ErrorCode 一句话；-bare 用于引擎没有说明具体对象时；-next 说下一步怎么办。

error-engineUnreachable = 没有连上任何 Docker 引擎。
error-engineUnreachable-next = 请启动 Docker（或 Podman）后重试。下面列出了每个地址连不上的原因。
error-socketNotFound = 找不到套接字 { $address }。
error-socketNotFound-next = 引擎没有安装在这里，或者没有运行。启动后再试。
error-socketPermissionDenied = Docker 正在运行，但你无权打开 { $address }。
error-socketPermissionDenied-next = 把自己加入 docker 组（sudo usermod -aG docker $USER），然后注销并重新登录。
error-connectionRefused = { $address } 没有程序在监听。
error-connectionRefused-next = 引擎可能已停止，或者监听在别的地址。启动后再试。
error-addressInvalid = “{ $address }”不是有效的引擎地址。
error-addressInvalid-next = 可用的写法：unix:///路径、tcp://主机:端口、ssh://用户@主机、npipe:////./pipe/名称。
error-contextNotFound = Docker 的配置使用上下文“{ $context }”，但这个上下文不存在。
error-contextNotFound-next = 用 docker context ls 查看现有上下文，再用 docker context use 选一个。
error-dockerConfigInvalid = 无法读取 Docker 的配置：{ $path }
error-dockerConfigInvalid-next = 请改正它（常见的原因是多了一个逗号，或者文件开头有 BOM），或者选择一个引擎。
error-tlsFailed = 无法与 { $address } 建立安全连接。
error-tlsFailed-bare = 无法建立安全连接。
error-tlsFailed-next = 请确认两端都启用了 TLS，并且 ca.pem、cert.pem、key.pem 属于这个引擎。
error-tlsNeeded = { $address } 处的引擎要求安全连接（TLS），但船台连接时没有使用。
error-tlsNeeded-next = 请启用 TLS：设置 DOCKER_TLS_VERIFY=1，并用 DOCKER_CERT_PATH 指明存放 ca.pem、cert.pem 和 key.pem 的目录。
error-tlsNotSpoken = { $address } 不支持 TLS。
error-tlsNotSpoken-bare = 这个地址不支持 TLS。
error-tlsNotSpoken-next = 请检查端口：引擎通常在 2376 端口使用 TLS，在 2375 端口不使用。
error-sshFailed = 到 { $address } 的 SSH 连接失败。
error-sshFailed-next = 先在终端里用 ssh 试试。必须能用密钥登录，不需要输入密码，并且对方装有 docker 或 podman。
error-engineTooOld = 这个引擎的 API 版本是 { $found }，船台至少需要 { $needed }。
error-engineTooOld-next = 请升级引擎，或换用另一个。
error-notAnEngine = { $address } 处有程序响应，但不是 Docker 引擎。
error-notAnEngine-next = 请检查地址和端口。
error-engineLost = 与引擎的连接已断开。
error-engineLost-next = 船台会自动重连，连上后请重试。
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
        [subuid] 没有 root 权限时，练习引擎需要 /etc/subuid 和 /etc/subgid 中的从属 ID，你还没有。
        [userNamespaces] 没有 root 权限时，练习引擎需要用户命名空间，但系统不允许使用。
        [runtimeFolder] 没有 root 权限时，练习引擎需要本次登录的运行时目录（XDG_RUNTIME_DIR），但它不存在。
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
        [subuid] 请添加从属 ID（sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 $USER），然后注销并重新登录。
        [userNamespaces] 请允许使用（sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1），或者以 root 身份启动船台。
        [runtimeFolder] 请从桌面或通过 SSH 登录，而不要用 su 切换；系统会自动创建它。
        [authorisation] 请重试并输入密码；也可以安装 podman 和 uidmap，它们不需要这些权限。
        [program] 请在终端里启动：slipway practice serve
        [running] 请先启动它。
       *[other] 它需要 root 权限，以及 docker.io、docker-registry、busybox-static、bash-static 和 iproute2 这些软件包。
    }
error-serviceFailed = 无法启动 { $name }。
error-serviceFailed-next = 原因见系统返回的信息；也可以在终端里启动它。

error-referenceEmpty = 请输入镜像名称。
error-referenceEmpty-next = 例如 ubuntu:14.04。
error-referenceInvalid = “{ $reference }”不是有效的镜像名称。
error-referenceInvalid-next = 正确的写法如 ubuntu:14.04 或 registry.example.com/team/app:1.0。
error-referenceUppercase = “{ $reference }”不可用：仓库名只能用小写字母。
error-referenceUppercase-next = 是不是想输入 { $suggestion }？
error-referenceTooLong = 仓库名超过了 255 个字符。
error-tagInvalid = “{ $tag }”不是有效的标签。
error-tagInvalid-next = 标签最多 128 个字符，可用字母、数字、点、短横线和下划线，且不能以点或短横线开头。
error-digestInvalid = “{ $digest }”不是有效的摘要。
error-digestInvalid-next = 摘要的写法是 sha256: 加 64 位十六进制数字。
error-referenceIsId = 64 位十六进制数字是镜像 ID，不是名称。
error-referenceIsId-next = 请使用带标签的名称，例如 ubuntu:14.04。
error-digestNotAllowed = 这里不能使用摘要：“{ $reference }”。
error-digestNotAllowed-next = 请只写名称和标签。
error-platformInvalid = “{ $platform }”不是有效的平台。
error-platformInvalid-next = 写法是 系统/架构，例如 linux/arm64。

# registryKind：Docker Hub 为 hub（只有它有加速器），其他镜像仓库为 other。
error-pullNotFound = 镜像仓库里没有 { $reference }，或者你无权查看。
error-pullNotFound-bare = 镜像仓库里没有这个镜像，或者你无权查看。
error-pullNotFound-next = 请检查名称和标签的拼写；如果是私有镜像，先用 docker login 登录。
error-pullUnauthorized = { $registry } 拒绝了拉取 { $reference } 的请求。
error-pullUnauthorized-bare = 镜像仓库拒绝了拉取请求。
error-pullRateLimited-bare = 已达到镜像仓库的拉取次数上限。
error-registryUnreachable-bare = 引擎连不上镜像仓库。
error-registryCertificate-bare = 引擎不信任镜像仓库的证书。
error-pullUnauthorized-next = 请检查名称；如果镜像需要权限，先用 docker login { $registry } 登录，再重新拉取。
error-pullLoginRejected = { $registry } 不接受已保存的登录信息，或者该账号无权拉取 { $reference }。
error-pullLoginRejected-next =
    { $registryKind ->
        [hub] 登录可能已过期，请重新运行 docker login；如果镜像是公开的，运行 docker logout 后重新拉取。
       *[other] 登录可能已过期，请重新运行 docker login { $registry }；如果镜像是公开的，运行 docker logout { $registry } 后重新拉取。
    }
error-pullRateLimited = 已达到 { $registry } 的拉取次数上限。
error-pullRateLimited-next =
    { $registryKind ->
        [hub] 可以稍后再试、用 docker login 登录，或改用镜像加速器。
       *[other] 可以稍后再试，或用 docker login { $registry } 登录。
    }
error-registryQuotaExceeded = { $registry } 的配额已用完。
error-registryQuotaExceeded-next = 请在该镜像仓库释放空间或提高配额，也可以联系它的管理员。
error-registryNameUnknown = 引擎找不到镜像仓库 { $registry }：它的域名无法解析。
error-registryNameUnknown-next =
    { $registryKind ->
        [hub] 请检查引擎所在主机的 DNS 设置（/etc/resolv.conf）；如果 Docker Hub 无法访问，请改用镜像加速器。
       *[other] 请检查拼写，以及引擎所在主机的 DNS 设置（/etc/resolv.conf）。
    }
error-registryUnreachable = 引擎连不上 { $registry }。
error-registryUnreachable-next =
    { $registryKind ->
        [hub] 请检查引擎所在主机的网络；如果 Docker Hub 无法访问，请在引擎配置中设置镜像加速器（registry-mirrors）。
       *[other] 请检查地址和端口，以及引擎所在主机的网络；如果需要通过代理上网，请在引擎的配置中设置代理。
    }
error-registryFailed = { $registry } 或它前面的网关出错了，没有提供镜像。
error-registryFailed-next =
    { $registryKind ->
        [hub] 请稍后再试，或改用镜像加速器。Docker Hub 的状态见 https://www.dockerstatus.com。
       *[other] 请稍后再试；如果一直如此，请联系它的管理员。
    }
error-registryForbidden = { $registry } 禁止访问 { $reference }（403）。
error-registryForbidden-next =
    { $registryKind ->
        [hub] 它或途中的防火墙可能屏蔽了当前网络，请改用镜像加速器；如果镜像是私有的，先用 docker login 登录。
       *[other] 它或途中的防火墙可能屏蔽了当前网络；如果镜像是私有的，先用 docker login { $registry } 登录。
    }
error-registryRefused = { $registry } 拒绝了引擎的请求。
error-registryRefused-next = 请检查名称和地址；原因见引擎返回的信息。
error-registryRedirects = { $registry } 不断重定向，始终没有给出结果。
error-registryRedirects-next = 该镜像仓库或途中的代理配置有误。请检查地址，或联系它的管理员。
error-notARegistry = { $registry } 给出的不是镜像仓库的响应，而是网页或其他内容。
error-notARegistry-next =
    { $registryKind ->
        [hub] 响应可能来自网络的登录页、代理或防火墙：请在引擎所在的主机上用浏览器打开 https://registry-1.docker.io/v2/ 看看；如果 Docker Hub 被屏蔽，请改用镜像加速器。
       *[other] 请检查地址和端口。响应也可能来自网络的登录页、代理或防火墙：请在引擎所在的主机上用浏览器打开 https://{ $registry }/v2/ 看看。
    }
error-registryBlobMissing = { $registry } 里 { $reference } 的数据不完整：缺少其中一部分。
error-registryBlobMissing-next = 请换一个标签，或稍后再试；镜像的作者可以重新推送来修复它。
error-registryTlsFailed = 引擎无法与 { $registry } 建立安全连接（TLS）。
error-registryTlsFailed-next = 两者支持的 TLS 版本可能不同，或者该镜像仓库要求客户端证书（/etc/docker/certs.d/{ $registry }）。原因见引擎返回的信息。
error-registryCertificate = 引擎不信任 { $registry } 的证书。
error-registryCertificate-next =
    { $registryKind ->
        [hub] 可能有代理或防火墙在拦截加密连接。如果那是你所在机构的做法，请把它的 CA 证书安装到引擎所在主机的系统里，然后重启引擎。
       *[other] 把该镜像仓库的 CA 证书放到引擎所在的主机上：/etc/docker/certs.d/{ $registry }/ca.crt。
    }
error-registryCertificateExpired =
    { $until ->
        [unknown] { $registry } 的证书已过期，或尚未生效。
       *[other] { $registry } 的证书已于 { $until } 过期（检查时的时间是 { $now }）。
    }
error-registryCertificateExpired-next = 请联系该镜像仓库的管理员更新证书；如果这个时间不对，请校准时钟。
error-registryCertificateNotYetValid = { $registry } 的证书从 { $from } 起才有效（检查时的时间是 { $now }）。
error-registryCertificateNotYetValid-next = 如果这个时间不对，请校准时钟（例如 sudo timedatectl set-ntp true）；否则请联系该镜像仓库的管理员更换证书。
error-registryCertificateName = { $registry } 的证书是颁发给其他名称的。
error-registryCertificateName-next = 请改用证书中的名称（见引擎返回的信息）；如果是你自己的镜像仓库，请为它签发主题备用名称（SAN）包含这个地址的证书。
error-engineClockWrong = 引擎所在主机的时钟不对：那里是 { $clock }，而本机是 { $now }，所以 { $registry } 的证书被判为无效。
error-engineClockWrong-next = 请校准那台主机的时钟（例如 sudo timedatectl set-ntp true）；在 Docker Desktop 中，重启它即可。
error-proxyUnreachable = 引擎连不上为它设置的代理。
error-proxyUnreachable-next = 请检查代理是否在运行、地址是否正确。它在引擎的配置中设置（daemon.json 的 proxies、服务的 HTTP_PROXY 或 Docker Desktop 的设置）；不需要的话请删除。
error-proxyLoginRequired = 引擎的代理要求登录。
error-proxyLoginRequired-next = 这与 docker login 无关：请在引擎的代理设置中写上用户名和密码，例如 http://用户:密码@代理:3128。
error-proxyRefused = 引擎的代理没有连接到 { $registry }。
error-proxyRefused-next =
    { $registryKind ->
        [hub] 代理可能不允许访问 Docker Hub，或连不上它。请联系代理的管理员，或改用镜像加速器。
       *[other] 代理可能不允许访问该镜像仓库，或连不上它。请联系代理的管理员；如果应当直接连接，请把 { $registry } 加入引擎的 NO_PROXY。
    }
error-registryInsecure = { $registry } 只提供未加密的 HTTP，引擎不信任它。
error-registryInsecure-bare = 镜像仓库只提供未加密的 HTTP，引擎不信任它。
error-registryInsecure-next = 请换用 https 地址；如果你信任通往它的网络，可以把 { $registry } 加入引擎配置的 insecure-registries。
error-connectionLost-bare = 与镜像仓库的连接中断，引擎多次重试后放弃了。
error-connectionLost = 与 { $registry } 的连接中断了。
error-connectionLost-next =
    { $registryKind ->
        [hub] 请检查引擎所在主机的网络，然后重新拉取；如果总是中断，请改用镜像加速器。
       *[other] 请检查引擎所在主机的网络，然后重新拉取。
    }
error-platformNotFound = { $reference } 没有适用于 { $platform } 的版本。
error-platformNotFound-bare = 这个镜像没有适用于该平台的版本。
error-platformNotFound-next = 换一个平台，或留空以使用引擎自己的平台。
error-credentialsFailed = 凭据程序 { $program } 运行失败。
error-credentialsFailed-next = 它由 Docker 的 config.json 指定。请用 docker login 重新登录。
error-noSpace = 引擎存放镜像的磁盘已满。
error-noSpace-next = 删除不再需要的镜像后重试。
error-digestMismatch = 下载的数据与摘要不符，因此没有保留。
error-digestMismatch-next = 请重新拉取；如果反复出现，可能是加速器或代理损坏了数据。
error-imageFormatTooOld = { $reference } 使用旧的镜像格式（清单 schema 1），这个引擎已不再支持。
error-imageFormatTooOld-next = 请换一个较新的标签。如果镜像是你自己的，用 Podman 或 Docker 25 及更早的版本拉取后重新推送，就会转换成新格式。
error-notAnImage = { $reference } 不是容器镜像，而是镜像仓库里的其他内容，例如 Helm chart。
error-notAnImage-next = 请检查名称和标签，或用对应的工具获取它，例如 helm pull。

error-mirrorInvalid = “{ $mirror }”不是有效的镜像加速器地址。
error-mirrorInvalid-next = 写法如 https://mirror.example、http://127.0.0.1:5000 或 mirror.example/prefix；Docker Hub 自己的地址不算。
error-mirrorHubOnly = { $reference } 在镜像仓库 { $registry } 里，而加速器只有 Docker Hub 的镜像。
error-mirrorHubOnly-next = 请不要通过加速器拉取它。
error-mirrorNameUnknown = 找不到名为 { $host } 的主机。
error-mirrorNameUnknown-next = 请检查拼写。许多公共加速器已经停用，它可能就是其中之一。
error-mirrorUnreachable = 本机连不上 { $mirror }，或者连接中途断开。
error-mirrorUnreachable-next = 换一个加速器，或稍后再试这一个。
error-mirrorCertificate = 本机不信任 { $mirror } 的证书。
error-mirrorCertificate-next = 不要使用无法证明身份的加速器；如果是你自己搭建的，请在本机和引擎所在的主机上安装它的 CA 证书。
error-mirrorPlainHttp = { $mirror } 不支持 TLS。
error-mirrorPlainHttp-next = 如果是你自己搭建的，请把地址写成 http:// 开头。
error-mirrorNotRegistry = { $mirror } 不是镜像仓库。
error-mirrorNotRegistry-next = 请填写加速器本身的地址，而不是介绍它的网页。
error-mirrorPathNotAllowed = { $mirror } 带有路径，dockerd 的 registry-mirrors 不接受，因此没有写入；单次拉取仍然可以用它。
error-configurationInvalid = { $path } 不是有效的引擎配置。
error-configurationInvalid-next = 请先改正它，否则引擎无法启动。

error-imageNotFound = 引擎里没有镜像 { $reference }。
error-imageNotFound-bare = 引擎里没有这个镜像。
error-imageNotFound-next = 它可能刚被删除。需要的话请重新拉取。
error-imageInUse = 有容器正在使用 { $reference }：{ $containers }。
error-imageInUse-bare = 有容器正在使用这个镜像。
error-imageInUse-next = 先删除这些容器，或者保留镜像。已停止的容器也会占用镜像。
error-imageHasChildren = 还有其他镜像以 { $reference } 为基础。
error-imageHasChildren-bare = 还有其他镜像以这个镜像为基础。
error-imageHasChildren-next = 请先删除那些镜像。
error-dockerfileInvalid = 这份 Dockerfile 无效。
error-dockerfileInvalid-next = 它要以 FROM 开头，每行一条指令。
error-buildFailed = 镜像 { $reference } 构建失败：其中一步出错了。
error-buildFailed-bare = 镜像构建失败：其中一步出错了。
error-buildFailed-next = 日志里写明了是哪一步，改正后重新构建即可。
error-imageInSeveralRepositories = 镜像 { $reference } 在多个仓库中有名称，不能按 ID 删除。
error-imageInSeveralRepositories-bare = 这个镜像在多个仓库中有名称，不能按 ID 删除。
error-imageInSeveralRepositories-next = 请逐个删除它的名称，删除最后一个时镜像也会删除。
error-tagTaken = { $reference } 目前是另一个镜像（{ $image }）的名称，后者将失去它。

error-copyNotFound = 没有副本 { $copy }。
error-copyNotFound-next = 它可能刚刚被删除。
error-copyDamaged = 副本 { $copy } 与保留时不一致，因此没有载入。
error-copyDamaged-next = 文件被修改或不完整。如果镜像还在某个引擎上，请重新保留一份副本。
error-copyNoSpace = { $path } 空间不足：副本最多需要 { $needed }，可用 { $found }。
error-copyNoSpace-next = 删除不再需要的副本，或释放该磁盘的空间。
error-fileFailed = 无法读写 { $path }。
error-fileFailed-next = 请确认它存在并且属于你。
error-removalNotRecorded = 此次删除没有写入删除记录：无法写入 { $path }。
error-removalNotRecorded-next = 请释放一些空间，或检查文件的所有者。之后的删除会重新开始记录。
error-fileNotRegular = { $path } 不是普通文件。
error-fileNotRegular-next = 请选择一个文件，而不是目录、设备或管道。
error-fileTooLarge = { $path } 超过了 { $limit }。
error-fileTooLarge-next = 请确认没有选错文件。
error-diskFull = { $path } 所在的磁盘已满。
error-diskFull-next = 请释放该磁盘的空间后重试。
error-imageDiffers = 引擎上现在的镜像与预期不同：是 { $found }，而不是 { $image }。
error-imageDiffers-bare = 引擎上的镜像与预期不同。
error-imageDiffers-next = 请换用与保留副本时同类的引擎。
error-copyOfOtherStore = 这个副本来自另一种镜像存储的引擎，恢复到这里后，镜像的 ID 不再是 { $image }。
error-copyOfOtherStore-next = 名称会一并恢复。要保留 ID，请恢复到与原来同类的引擎上。
error-digestsLost = 这些摘要无法随副本恢复：{ $names }
error-digestsLost-next = 只要仓库中还有该镜像，按摘要重新拉取就能恢复。

error-archiveInvalid = 这不是镜像归档，或者已经损坏。
error-archiveInvalid-next = 船台可以读取 docker save 生成的归档和单个文件的 OCI 布局，未压缩或用 gzip、zstd、xz、bzip2 压缩均可。
error-archiveFormat = 这是 { $format } 文件，船台无法读取。
error-archiveFormat-next = 请先解压，例如用 { $command }，再打开其中的 tar 文件。
error-archiveWithoutImages = 归档中没有镜像，只有其他制品（{ $types }）。
error-archiveWithoutImages-next = 签名、SBOM 和 Helm Chart 没有可以查看的层。
error-cacheNoSpace = { $path } 空间不足，无法读取层：至少需要 { $needed } 可用空间，现有 { $found }。
error-cacheNoSpace-next = 请释放该磁盘的空间后重试。
error-archiveTooLarge =
    { $limit ->
        [entries] 归档中的条目超过船台能读的数量（{ $most }）。
        [layers] 镜像的层数超过船台能读的数量（{ $most }）。
        [path] 归档中有路径超过 { $most } 字节。
        [depth] 归档中的目录嵌套超过 { $most } 级。
        [headers] 有条目的头部超过 { $most } 字节。
        [names] 归档中的名称合计超过 { $most } 字节。
        [stored] 归档的文件列表合计超过 { $most } 字节。
       *[documents] 归档的清单超过 { $most } 字节。
    }
error-archiveTooLarge-next = 正常的镜像不会这样。请查看归档的来源。
error-layerMissing = 归档中没有层 { $layer }。
error-layerMissing-next = 请重新保存镜像：docker save -o 文件 镜像。
error-layersNotRead = 这个镜像的层还没有读取，或缓存已经清除。
error-layersNotRead-next = 请重新读取。

error-containerNotFound = 引擎里没有容器 { $container }。
error-containerNotFound-bare = 引擎里没有这个容器。
error-containerNotFound-next = 它可能刚被删除。
error-containerNotRunning = 容器 { $container } 没有运行。
error-containerNotRunning-bare = 容器没有运行。
error-containerNotRunning-next = 启动后再试。
error-containerRunning = 容器 { $container } 还在运行。
error-containerRunning-bare = 容器还在运行。
error-containerRunning-next = 停止后再试。
error-containerPaused = 容器 { $container } 已暂停。
error-containerPaused-bare = 容器已暂停。
error-containerPaused-next = 先恢复它（docker unpause { $container }），再试一次。
error-nameTaken = 已经有名为“{ $name }”的容器。
error-nameTaken-bare = 已经有同名的容器。
error-nameTaken-next = 换一个名称，或删除那个容器。
error-nameEmpty = 容器名称不能为空。
error-nameEmpty-next = 请输入名称，例如 web。
error-nameInvalid = “{ $name }”不是有效的容器名称。
error-nameInvalid-next = 至少两个字符，可用字母、数字、点、短横线和下划线，并以字母或数字开头。
error-portTaken = 主机的 { $port } 端口已被占用。
error-portTaken-bare = 主机端口已被占用。
error-portTaken-next = 换一个主机端口，或停止占用它的程序。
error-portInvalid = “{ $value }”不是有效的端口映射。
error-portInvalid-next = 写法是 主机端口:容器端口，例如 8080:80。
error-volumeInvalid = “{ $value }”不是有效的数据卷。
error-volumeInvalid-next = 写法是 来源:/容器内路径，例如 data:/var/lib/data。
error-mountSourceMissing = 引擎所在的主机上没有 { $path }。
error-mountSourceMissing-bare = 引擎所在的主机上没有要挂载的内容。
error-mountSourceMissing-next = 先创建它，或改正路径。
error-envInvalid = “{ $value }”不是有效的环境变量。
error-envInvalid-next = 写法是 名称=值。
error-quotesUnbalanced = 引号没有成对：{ $value }
error-commandNotFound = 容器里没有程序 { $command }。
error-commandNotFound-bare = 容器里没有这个程序。
error-commandNotFound-next = 请检查拼写，或换一个程序。小镜像里常常只有 sh，甚至没有 shell。
error-commandNotExecutable = { $command } 存在，但无法执行。
error-commandNotExecutable-bare = 程序存在，但无法执行。
error-commandNotExecutable-next = 它可能是目录、缺少执行权限，或属于另一种架构。
error-commandMissing = { $reference } 没有默认命令。
error-commandMissing-bare = 镜像没有默认命令。
error-commandMissing-next = 请填写命令，例如 /bin/sh。
error-userNotFound = 容器里没有用户 { $user }。
error-userNotFound-bare = 容器里没有这个用户。
error-userNotFound-next = 请使用其 /etc/passwd 里的用户名，或者数字 UID。
error-groupNotFound = 容器里没有用户组 { $group }。
error-groupNotFound-bare = 容器里没有这个组。
error-groupNotFound-next = 请使用其 /etc/group 里的组名，或者数字 GID。
error-userIdInvalid = “{ $user }”中的 ID 超出了范围。
error-userIdInvalid-bare = 这个用户或组 ID 超出了范围。
error-userIdInvalid-next = UID 和 GID 是 0 到 2147483647 之间的数字。

error-consoleClosed = 这个控制台已经关闭。
error-consoleClosed-next = 请打开一个新的。
error-processLeft = 控制台已关闭，但其中的进程仍在容器 { $container } 里运行。
error-processLeft-next = 要结束这个进程，请停止或重启容器。

error-nameUnknown = 引擎没有提供 { $path } 的原始字节，因此无法读取它的内容。
error-nameUnknown-next = 它所在的目录太大，无法逐一查找。可在控制台中用 ls -b 查看这个名称。
error-pathNotFound = 容器里没有 { $path }。
error-pathNotFound-bare = 容器里没有这个路径。
error-changeNotAllowed = 提交中不能包含“{ $value }”。
error-changeNotAllowed-bare = 提交中不能包含这条指令。
error-changeNotAllowed-next = 可用的指令有：{ $allowed }。
error-changeInvalid = “{ $value }”不是有效的指令。
error-changeInvalid-next =
    { $instruction ->
        [ENTRYPOINT] 请按 Dockerfile 的写法，例如 ENTRYPOINT ["/entrypoint.sh"]。
        [ENV] 请按 Dockerfile 的写法，例如 ENV NAME=value。
        [EXPOSE] 请按 Dockerfile 的写法，例如 EXPOSE 80/tcp。
        [HEALTHCHECK] 请按 Dockerfile 的写法，例如 HEALTHCHECK CMD curl -f http://localhost/。
        [LABEL] 请按 Dockerfile 的写法，例如 LABEL key=value。
        [ONBUILD] 请按 Dockerfile 的写法，例如 ONBUILD RUN make。
        [STOPSIGNAL] 请按 Dockerfile 的写法，例如 STOPSIGNAL SIGTERM。
        [USER] 请按 Dockerfile 的写法，例如 USER www-data。
        [VOLUME] 请按 Dockerfile 的写法，例如 VOLUME /data。
        [WORKDIR] 请按 Dockerfile 的写法，例如 WORKDIR /app。
       *[CMD] 请按 Dockerfile 的写法，例如 CMD ["nginx", "-g", "daemon off;"]。
    }
error-volumesLeftOut = 这些数据卷里的数据不会包含在镜像里：{ $paths }。
error-envBakedIn = 这些环境变量会成为镜像的一部分，任何人都能读到：{ $names }。
error-envBakedIn-next = 请确认其中没有密码。

error-jobNotFound = 这个任务已经不存在。
# kept：拉取的镜像中原来就有的层数。done：已删除的项数。
error-cancelled =
    { $kept ->
        [0] 已取消。这个镜像没有原来就有的层。
        [other] 已取消。这个镜像有 { $kept } 层是原来就有的，会保留下来。
       *[none] { $done ->
            [0] 已取消，什么都没有删除。
            [other] 已取消。{ $total } 项中有 { $done } 项已经删除。
           *[none] 已取消。
        }
    }
error-alreadyInProgress = 引擎正在执行同样的操作。
error-alreadyInProgress-next = 等它结束后再试。
error-someFailed = { $total } 项中有 { $failed } 项失败。
error-someFailed-next = 原因写在各项旁边。

error-notSupported = 这个引擎不支持：{ $feature }。
error-engineRefused = 引擎拒绝了这个请求。
error-engineRefused-next = 原因见引擎返回的信息。
error-engineFailed = 引擎报告了错误。
error-engineFailed-next = 详情见引擎返回的信息及其日志。
error-internal = 船台发生内部错误。
error-internal-next = 请重试；如果仍然出现，请附上下面的信息报告给我们。

error-pinInvalid = “{ $value }”不是有效的镜像名称模式。
error-pinInvalid-next = 例如：ubuntu、ubuntu:14.*、shop/*:1.?
error-imagePinned = { $reference } 已被固定，会保留下来。
error-imagePinned-next = 要删除它，请先取消固定。
error-namePinned = { $reference } 已固定在它的镜像上，此操作会让它指向另一个镜像。
error-namePinned-next = 请换一个名称，或先取消固定。
error-previewOutdated = 没有删除任何内容：引擎里的情况已经改变，结果会与所示不同：{ $names }。
error-previewOutdated-next = 请查看现在会发生什么，再次确认。
error-engineReplaced = 没有删除任何内容：显示之后已切换到另一个引擎。
error-engineReplaced-next = 请查看会从这个引擎删除什么，再次确认。
error-nameMoved = { $name } 现在指向别的内容，所以没有动它。
error-nameMoved-next = 请查看它现在是什么；要删除的话，请重新勾选。
error-volumeNotFound = 数据卷 { $volume } 已经不存在。
error-volumeNotFound-bare = 数据卷已经不存在。
error-volumeInUse = 有容器正在使用数据卷 { $volume }。
error-volumeInUse-bare = 有容器正在使用这个数据卷。
error-volumeInUse-next = 请先删除那个容器，或者保留数据卷。

error-settingsDamaged = 无法读取你的设置，已改用默认设置。固定的镜像现在不受保护。
error-settingsDamaged-next = 损坏的文件保留为 { $path }。请重新设置并固定镜像。
error-settingsUnreadable = 无法读取你的设置。由于不知道哪些镜像已固定，不会移除任何镜像。
error-settingsUnreadable-next = 请让 { $path } 可以读取，然后重试。
error-questionChanged = 题目变了，因为引擎里的内容有变化。
error-questionChanged-next = 请再看一看，然后重新回答。
error-noDockerCommand = 这段文字里没有 docker 命令。
error-noDockerCommand-next = 命令以 docker（或 podman）开头，例如 docker run -it ubuntu。
error-dockerCommandUnknown = Docker 没有“{ $command }”这个命令。
error-dockerCommandUnknown-next = 是不是想写 { $suggestion }？
error-dockerCommandNotOffered = 船台没有 docker { $command } 的表单。
error-dockerCommandNotOffered-next = 请在终端里运行它。
error-flagUnknown = 这个命令没有 { $flag } 选项。
error-flagUnknown-next = 是不是想写 { $suggestion }？
error-flagValueMissing = { $flag } 后面缺少值。
error-flagValueInvalid = “{ $value }”不是 { $flag } 的有效值。
error-flagValueInvalid-next = 命令旁边有它的说明。文件要写完整路径。
error-flagIsField = { $flag } 在上面有专门的输入框。
error-flagIsField-next = 请把值填在那里。
error-valueUnresolved = “{ $value }”还不完整：其中一部分要由终端代入。
error-valueUnresolved-next = 请直接写出实际的值，例如把 $HOME 写成 /home/me，把 $(id -u) 写成 1000。
error-flagUnsupported = 船台不会应用 { $flag }。
error-flagUnsupported-next = 它只影响 docker 命令本身，或引擎已不再支持。请去掉它，或在终端里运行命令。
error-flagsConflict = 这些选项不能同时使用：{ $flags }
error-flagsConflict-next = 请去掉其中一个。
error-argumentMissing = { $command } 缺少 { $argument }。
error-argumentUnexpected = { $command } 不需要更多参数，但后面还有“{ $value }”。
