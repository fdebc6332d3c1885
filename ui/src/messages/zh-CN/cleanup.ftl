nav-cleanup = 清理
palette-go-cleanup = 前往“清理”
action-cleanUp = 清理

cleanup-empty-title = 没有可清理的内容
cleanup-empty-text = 这个引擎里没有镜像，也没有容器。

cleanup-up-to = 最多 { $most }
cleanup-about = 大约 { $bytes }
cleanup-between = 至少 { $least }，最多 { $most }
cleanup-and-more = { $names }，以及另外 { $count } 个
cleanup-unknown = –
cleanup-build-cache = 构建缓存

cleanup-disk = 磁盘占用
cleanup-disk-free = 共 { $total }，可用 { $free }
cleanup-disk-remote = 这个引擎在另一台机器上，无法得知它的磁盘容量和可用空间。
cleanup-disk-unknown = 无法读取磁盘的容量和可用空间。
cleanup-part-images = 镜像
cleanup-part-containers = 容器
cleanup-part-volumes = 数据卷
cleanup-part-buildCache = 构建缓存
cleanup-part-other = 其他内容
cleanup-part-free = 可用
cleanup-not-reported = 未知
cleanup-measure = 重新测量
cleanup-measuring = 正在测量容器和数据卷，可能要几分钟，其间可以照常操作。
cleanup-measured-at = { $duration }前测量

cleanup-suggestions = 清理建议
cleanup-rule-days = 久未使用的天数
cleanup-rule-tags = 每个仓库保留的新标签数
cleanup-nothing = 没有清理建议：这里的内容都在使用中、被使用中的内容依赖，或已固定。
cleanup-reason-dangling = 虚悬镜像
cleanup-reason-dangling-why = { $count } 个既没有标签和摘要、也没有其他镜像以之为基础的镜像
cleanup-reason-unused = 未使用的镜像
cleanup-reason-unused-why = { $count } 个没有容器使用的镜像名称
cleanup-reason-old = 闲置已久的镜像
cleanup-reason-old-why = { $count } 个未使用的镜像名称，已在本机超过 { $days } 天
cleanup-reason-old-created = { $count } 个未使用的镜像名称，镜像创建于 { $days } 天以前
cleanup-reason-olderTags = 旧标签
cleanup-reason-olderTags-why = { $count } 个标签，不在所属仓库最新的 { $tags } 个之内
cleanup-reason-stoppedContainers = 已停止的容器
cleanup-reason-stoppedContainers-why = { $count } 个容器，以及写入其中的内容
cleanup-reason-buildCache = 构建缓存
cleanup-reason-buildCache-why = 下次构建会重新生成，只是慢一些
cleanup-reason-anonymousVolumes = 匿名数据卷
cleanup-reason-anonymousVolumes-why = { $count } 个没有容器使用的数据卷；其中的数据无法找回
cleanup-unlocks = 之后删除它们的镜像，还可释放 { $bytes }
cleanup-layers = 镜像与层
cleanup-view = 显示方式
cleanup-view-picture = 图示
cleanup-view-list = 镜像
cleanup-view-layers = 层
cleanup-reading = 正在读取镜像的各层…
cleanup-reading-of = 已读取 { $done }/{ $total } 个镜像
cleanup-read-again = 重新读取
cleanup-unread = 有 { $count } 个镜像无法读取，没有画在图中。
cleanup-picture = 各层及其上的镜像
cleanup-picture-keys = 方向键移动；回车或空格勾选一个镜像，或某一层之上的所有镜像；+ 和 − 缩放，Esc 返回。双击也可放大。
cleanup-picture-empty = 没有可画的内容
cleanup-picture-empty-why = 这里的镜像都没有占用空间的层，在列表里仍能看到它们。
cleanup-legend-removed = 将释放
cleanup-legend-marks = ✓ 已勾选 · ● 有容器使用 · 宽度表示大小
cleanup-zoom-in = 放大
cleanup-zoom-out = 缩小
cleanup-zoom-all = 显示全部

cleanup-own-and-shared = 独有：{ $own }；与其他镜像共享：{ $shared }
cleanup-layer-size = { $digest } · { $size }
cleanup-layer-images =
    { $count ->
        [0] 没有镜像止于此层
        [1] 仅 { $names } 使用
       *[other] { $count } 个镜像共用：{ $names }
    }
cleanup-used-by = 使用者：{ $containers }
cleanup-layer-removed = 按计划将释放。
cleanup-layer-kept = 因 { $names } 保留
cleanup-layer-held = 保留：镜像已不在的容器，或引擎里的其他内容，仍在使用它。
cleanup-kept-because = { $name }（{ $why }）
cleanup-why-not-ticked = 未勾选
cleanup-why-delete = 将删除
cleanup-why-untag = 还有其他名称
cleanup-why-inUse = 使用中
cleanup-why-hasChildren = 被依赖
cleanup-why-pinned = 已固定
cleanup-why-onlyHere = 仅本机有
cleanup-why-missing = 已不存在

cleanup-list = 镜像及其大小
cleanup-list-count = { $count } 个镜像
cleanup-layer-list = 各层及其大小
cleanup-column-layer = 层
cleanup-column-instruction = 指令
cleanup-column-bytes = 字节数
cleanup-column-images = 所在镜像
cleanup-column-plan = 计划
cleanup-kept = 保留
cleanup-column-name = 镜像
cleanup-column-own = 独有
cleanup-column-shared = 共享
cleanup-column-size = 大小
cleanup-column-origin = 来源
cleanup-column-users = 使用者
cleanup-column-lastUsed = 上次使用
cleanup-column-lastTagged = 获取时间
cleanup-column-pin = 固定
cleanup-tick-shown = 勾选列出的 { $count } 个镜像
cleanup-cannot-tick = 不能勾选 { $name }：有其他镜像以它为基础
cleanup-with = 与 { $name }
cleanup-with-others = 与另外 { $count } 个
cleanup-used-now = 使用中
cleanup-used-unknown = 引擎不保留已删除容器的记录。
cleanup-last-tagged-unknown = 引擎未提供获取时间。

cleanup-pin = 固定 { $pattern }
cleanup-unpin = 取消固定 { $pattern }
cleanup-pin-of = 固定 { $name }
cleanup-pin-held = { $name } 已固定
cleanup-pins-edit = 所有固定项…
cleanup-pins-open =
    { $count ->
        [0] 固定项…
       *[other] { $count } 个固定项…
    }
cleanup-pins = 固定的镜像
cleanup-pins-why = 固定的镜像不会出现在建议里，也不会被清理或删除。
cleanup-pins-patterns = 名称模式
cleanup-pins-hint = 只写名称则包括它的所有标签和摘要，如 ubuntu；星号不匹配斜杠，如 shop/*:1.?
cleanup-pins-add = 添加模式
cleanup-pins-row = 模式 { $row }
cleanup-pins-remove = 删除模式 { $row }
cleanup-pins-save = 保存

cleanup-plan = 计划
cleanup-clear = 清空
cleanup-nothing-ticked = 还没有勾选任何内容。
cleanup-how-to = 勾选一条建议，或在图示、列表里勾选镜像。每一项会怎样处理、能释放多少空间，都会先列在这里，再由你决定是否清理。
cleanup-exact = 正好释放 { $bytes } 字节。
cleanup-inexact = 无法得知准确的数字，因为：
cleanup-uncertain-history = 镜像历史没有说明哪一步生成了哪一层。
cleanup-uncertain-buildCache = 构建缓存可能使用其中一些层，引擎没有说明是哪些。
cleanup-uncertain-compressedContent = 引擎还保存着压缩的层，但此连接不允许查询各镜像共用其中多少。
cleanup-uncertain-buildRecords = 引擎的构建历史可能会保留在此构建的镜像的清单。
cleanup-uncertain-podman = Podman 给出的是各层打包后的大小，与实际占用的磁盘空间略有差别。
cleanup-uncertain-oldList = 镜像列表已有一段时间没有更新，可能缺少一些镜像。请重新测量以更新列表。
cleanup-uncertain-runningContainer = 运行中的容器在停止之前还会继续写入。
cleanup-uncertain-lostImage = 镜像已不在的容器可能仍在使用其中一些层。
cleanup-uncertain-hiddenLayers = 要删除的内容可能还占用着不属于任何镜像的层：构建缓存对基础镜像的记录显示为 0 字节，容器的镜像也可能已被强制删除。实际释放的空间可能更多。
cleanup-uncertain-notReported = 引擎还没有提供全部数字。
cleanup-group-container = 容器
cleanup-group-image = 镜像
cleanup-group-volume = 数据卷
cleanup-group-buildCache = 构建缓存
cleanup-group-stays = 保留
cleanup-item-tick = 将 { $name } 纳入计划
cleanup-effect-remove = 删除
cleanup-effect-delete = 删除
cleanup-effect-untag = 去掉标签
cleanup-effect-inUse = 使用中
cleanup-effect-hasChildren = 被依赖
cleanup-effect-pinned = 已固定
cleanup-effect-onlyHere = 仅本机有
cleanup-effect-missing = 已不存在
cleanup-stop-and-remove = 先停止，再连同写入其中的内容一起删除。
cleanup-remove-container = 连同写入其中的内容一起删除。
cleanup-delete-image = 删除镜像 { $id }，以及不再有其他内容需要的层。
cleanup-delete-volume = 连同其中的数据一起删除。
cleanup-prune = 所有未使用的部分。
cleanup-together = 其中 { $bytes } 要与前面的各项一并删除才会释放。
cleanup-in-use = 有容器正在使用：{ $containers }。
cleanup-volume-in-use = 有容器正在使用它。
cleanup-pinned = 它已被固定。
cleanup-only-here-waits = 未在任何已知镜像仓库中找到，在你确认之前会保留。
cleanup-missing = 引擎里已经没有它了。
cleanup-take-running = 同时停止并删除容器 { $name }
cleanup-take-stopped = 同时删除已停止的容器 { $name }
cleanup-accept = 仅本机有，仍然删除
cleanup-accept-unsure = 可能仅本机有，仍然删除
cleanup-only-here = 有 { $count } 个镜像未在任何已知镜像仓库中找到，删除后可能再也找不回来。
cleanup-accept-all = 仍然删除这 { $count } 个
cleanup-commands = { $count } 个步骤对应的 docker 命令
cleanup-news = 引擎里的内容有变化
cleanup-news-appeared = 新进入计划：{ $names }
cleanup-news-vanished = 已不存在：{ $names }
cleanup-news-effect = 处理方式变了：{ $names }
cleanup-news-bytes = 大小变了：{ $names }
cleanup-news-dismiss = 知道了
cleanup-run = 清理…
cleanup-run-bytes = 清理 { $bytes }…

cleanup-confirm = 现在清理吗？
cleanup-confirm-exact = 将释放 { $bytes }。
cleanup-confirm-range = 将释放{ $bytes }。
cleanup-confirm-containers =
    删除 { $count } 个容器{ $running ->
        [0] 。
       *[other] ，其中 { $running } 个会先停止。
    }
cleanup-confirm-images = 删除 { $count } 个镜像。
cleanup-confirm-names = 从保留的镜像上去掉 { $count } 个名称。
cleanup-confirm-volumes = 删除 { $count } 个数据卷。
cleanup-confirm-volumes-why = 数据卷里的数据无法找回。
cleanup-confirm-build-cache = 清理未使用的构建缓存。
cleanup-confirm-run = 清理

cleanup-under-way = 正在清理
cleanup-ended-done = 清理完成
cleanup-ended-failed = 清理部分完成
cleanup-ended-cancelled = 已取消
cleanup-settled = 已完成 { $done }/{ $total } 步
cleanup-freed-so-far = 已释放 { $bytes }
cleanup-expected = 预计
cleanup-measured = 实际释放
cleanup-tally = 已完成 { $done } 项，失败 { $failed } 项，未开始 { $left } 项
cleanup-as-expected = 与预计完全一致。
cleanup-step-stopContainer = 停止
cleanup-step-removeContainer = 删除容器
cleanup-step-removeImage = 删除
cleanup-step-removeVolume = 删除数据卷
cleanup-step-pruneBuildCache = 清理
cleanup-only-untagged = 只去掉了名称。
cleanup-cancel = 完成这一步后取消
cleanup-finish = 返回计划
