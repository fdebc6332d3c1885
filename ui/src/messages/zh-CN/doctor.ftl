# 没有引擎响应时的原因（每个 FindingCase 一句话）和办法。slipway doctor 输出的也是这些。

finding-wrongDockerHost = DOCKER_HOST 指向 { $address }，但那里没有引擎响应。
finding-wrongContext = 当前的 Docker 上下文是“{ $context }”，但那里没有引擎响应。
finding-noPermission = 引擎正在运行，但用户 { $user } 无权打开它的套接字 { $address }。
finding-notLoggedInAgain = 用户 { $user } 已经在 docker 组里，但本次登录早于加入的时间，注销并重新登录后才会生效。
finding-wrongCertificate = { $address } 处的引擎与船台互不认可对方的证书。
finding-tlsNeeded = { $address } 处的引擎要求安全连接（TLS），但船台连接时没有使用。
finding-tlsNotSpoken = 船台尝试了安全连接（TLS），但 { $address } 不支持。
finding-tooOld = { $address } 处的引擎太旧：它的 API 版本是 { $found }，船台至少需要 { $needed }。
finding-sshFailed = 无法通过 SSH 连接到 { $address } 所在的机器。
finding-notAnEngine = { $address } 处有程序响应，但不是 Docker 引擎。
finding-unresponsive = { $address } 没有给出有效的响应。
finding-notRunning = { $product } 已安装，但没有运行。
finding-notInstalled =
    { $system ->
        [unknown] 本机没有安装 Docker 引擎。
       *[other] 本机（{ $system }）上没有安装 Docker 引擎。
    }

# 一句话说不清的，再补充几句。
about-noPermission = 能打开这个套接字的人，就能在本机做任何事：加入 docker 组等于拥有 root 权限。自己的电脑通常都这样做；如果是多人共用的机器，请先问管理员。
about-wrongCertificate = 可能是引擎的证书不是由 ca.pem 中的 CA 签发的，也可能是引擎不接受 cert.pem 和 key.pem，或者其中某个已经过期。请向引擎的管理员重新索取这三个文件。
about-tooOld = 请升级它，或换用另一个引擎。
about-sshFailed = 必须能用密钥登录，不需要输入密码，并且那台机器上装有 docker。

remedy-useEngine = 改用有响应的引擎：
remedy-startService = 启动 { $product }
remedy-install = 安装一个：
remedy-start = 在终端里启动：
remedy-joinGroup = 加入 docker 组，然后注销并重新登录：
remedy-logInAgain = 请注销并重新登录。如果只想在当前终端里生效：
remedy-defaultContext = 切换回默认的上下文：
remedy-listContexts = 列出现有的上下文：
remedy-unsetDockerHost = 取消设置 DOCKER_HOST，然后重新启动船台：
remedy-trySsh = 在终端里试一试，ssh 会说明出了什么问题：
remedy-useTls = 把 ca.pem、cert.pem 和 key.pem 放进一个目录，让 DOCKER_CERT_PATH 指向它，然后重新启动船台：
remedy-usePlainHttp = 如果这个引擎本来就不使用 TLS，请改为不加密连接，然后重新启动船台：
remedy-showCertificate = 查看引擎的证书：
