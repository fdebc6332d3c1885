pull-open = 拉取镜像
pull-title = 拉取镜像
pull-title-of = 拉取 { $reference }
pull-reference = 镜像
pull-reference-hint = 名称加标签或摘要；不写标签就是 latest。
pull-platform = 平台
pull-platform-hint = 留空则使用引擎自己的：{ $platform }
pull-start = 拉取
pull-asking = 正在查询镜像仓库…
pull-overall = 整个镜像
pull-layers =
    { $here ->
        [0] { $total } 层中已完成 { $done } 层
       *[other] { $total } 层中已完成 { $done } 层，其中 { $here } 层本来就有
    }
pull-layer-list = 各层
pull-time-left = 剩余 { $time }
pull-digest = 摘要：
pull-downloaded = 已下载 { $reference } 的新镜像
pull-up-to-date = { $reference } 已经是最新的
pull-cancel = 取消拉取
pull-cancelled-classic = 这次拉取下载的内容已全部丢弃，包括已完成的层；原来就有的层会保留。
pull-cancelled-containerd = 没有拉取到镜像。已下载的数据最多在引擎里保留八小时，下次拉取会接着进行。
pull-cancelled-podman = 没有拉取到镜像。已完成的层可能会保留在 Podman 的存储里。
pull-background = 转到后台
pull-continues = 可以关闭这个窗口，拉取会继续进行。
pull-another = 再拉取一个
pull-back = 返回表单
pull-others = 同时在拉取

layer-pending = 已发现
layer-waiting = 等待中
layer-retrying = { $seconds } 秒后重试
layer-downloading = 下载中
layer-verifying = 校验中
layer-downloaded = 已下载
layer-extracting = 解压中
layer-complete = 完成
layer-exists = 已存在
layer-retries = 已重试 { $count } 次
