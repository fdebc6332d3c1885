# 没有引擎应答时的原因（每个 FindingCase 一句话）和办法。slipway doctor 输出的也是这些。

finding-wrongDockerHost = DOCKER_HOST 指向 { $address }，但那里没有引擎应答。
finding-wrongContext = 当前选用的 Docker 上下文是“{ $context }”，但通过它连不上引擎。
finding-noPermission = 引擎正在运行，但你的账户 { $user } 无权打开它的套接字 { $address }。
finding-notLoggedInAnew = 你的账户 { $user } 已经在 docker 组里，但本次登录早于加入的时间，重新登录后才会生效。
finding-wrongCertificate = { $address } 处的引擎与船台互不认可对方的证书。
finding-tlsNeeded = { $address } 处的引擎要求安全连接（TLS），而这次连接没有使用。
finding-tlsNotSpoken = 这次连接使用了安全连接（TLS），但 { $address } 处的程序不支持。
finding-tooOld = { $address } 处的引擎太旧：它的 API 版本是 { $found }，船台至少需要 { $needed }。
finding-sshFailed = 无法通过 SSH 连到 { $address } 所在的机器。
finding-notAnEngine = { $address } 处有程序应答，但不是 Docker 引擎。
finding-silent = { $address } 没有给出有用的应答。
finding-notRunning = { $product } 已经安装，但没有运行。
finding-notInstalled =
    { $system ->
        [unknown] 这台机器上没有安装 Docker 引擎。
       *[other] 这台机器（{ $system }）上没有安装 Docker 引擎。
    }

# 一句话说不清的，再补充几句。
about-noPermission = 能打开这个套接字的人，就能在这台机器上做任何事：加入 docker 组等于拥有 root 权限。自己的电脑上通常都这样做；如果是多人共用的机器，请先问管理员。
about-wrongCertificate = 可能是引擎的证书不是由 ca.pem 的机构签发的，也可能是 cert.pem 和 key.pem 不被引擎接受，或者其中某个已经过期。请向提供引擎的人重新索取这三个文件。
about-tooOld = 请升级它，或换用另一个引擎。
about-sshFailed = 需要能用密钥登录而不询问密码，并且那台机器上装有 docker。

remedy-useEngine = 改用能连上的引擎：
remedy-startService = 启动 { $product }
remedy-install = 安装一个：
remedy-start = 在终端里启动：
remedy-joinGroup = 加入 docker 组，然后注销并重新登录：
remedy-logInAnew = 请注销并重新登录。如果只想在一个终端里生效，可以运行：
remedy-defaultContext = 回到默认的上下文：
remedy-listContexts = 查看有哪些上下文：
remedy-unsetDockerHost = 从环境变量中去掉 DOCKER_HOST，然后重新启动船台：
remedy-trySsh = 在终端里试一试，ssh 会说明缺少什么：
remedy-speakTls = 把 ca.pem、cert.pem 和 key.pem 放进一个文件夹并指明它，然后重新启动船台：
remedy-speakPlainly = 如果这个引擎本来就不加密，请改为不使用 TLS，然后重新启动船台：
remedy-showCertificate = 查看引擎的证书：
