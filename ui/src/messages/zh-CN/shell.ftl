app = 船台
sections = 导航
nav-images = 镜像
nav-containers = 容器
nav-activity = 任务记录
nav-engine = 引擎
jobs-running = { $count } 个任务进行中

status-connecting = 正在寻找引擎…
status-unreachable = 未连接引擎
status-connected = { $product } { $version }
product-docker = Docker
product-podman = Podman
practice-banner = 这是练习引擎：在这里做什么都不会影响你自己的镜像和容器。
podman-banner = 当前引擎是 Podman：拉取时不显示解压进度和摘要，Docker 的部分选项不可用。

connecting-title = 正在寻找引擎
connecting-text = 正在尝试 Docker 的上下文和常用的套接字。
unreachable-title = 没有找到引擎
unreachable-lost-title = 引擎连接已断开
unreachable-text = 船台需要一个 Docker 或 Podman 引擎。检查结果如下：
unreachable-retry = 立即重试
unreachable-countdown = { $time } 后重试
unreachable-choose = 选择其他引擎

command-bar = 等效的命令
command-bar-done = 上一条命令
search-actions = 搜索操作
palette-title = 想做什么？

notices = 通知
notice-dismiss = 知道了
notice-activity = 在“任务记录”中查看
