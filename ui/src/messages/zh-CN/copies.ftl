copies = 本机上的副本
copies-total = { $count } 份副本，共 { $size }
copies-none-title = 没有保留副本
copies-none-text = 删除仅本机有的镜像之前，可以先保留一份副本：一个压缩文件，之后可连同 ID 和名称一并恢复。
copy-keep = 保留副本
copy-keeping = 正在保留副本…
copy-kept = 已保留副本
copy-of-size = 原大小 { $size }
copy-restore = 恢复
copy-delete = 删除
copy-state-damaged = 已损坏
copy-state-damaged-why = 文件已不在，或大小与保留时不同，无法恢复。
copy-state-unknown = 内容未知
copy-state-unknown-why = 旁边的说明文件缺失或无法读取，因此不知道其中的内容。
copy-state-unfinished = 未完成
copy-state-unfinished-why = 仍在写入。
copy-stage-preparing = 引擎正在准备镜像…
copy-stage-saving = 正在保存并压缩
copy-stage-checking = 正在读回并校验
copy-stage-loading = 正在载入引擎
copies-confirm-restoreCopy =
    { $keepsId ->
        [no] { $name } 将以原来的名称恢复到引擎。会先校验文件，文件仍然保留。
       *[yes] { $name } 将以原来的 ID 和名称恢复到引擎。会先校验文件，文件仍然保留。
    }
copies-confirm-deleteCopy = 永久删除 { $name } 的副本。引擎里的镜像（如果还在）会保留。
copies-confirm-pullAgain = 按摘要拉取 { $name }，正是被删除的那个版本，然后恢复它的名称。

origin = 能否重新拉取
origin-ask = 查询镜像仓库
origin-available = 可以重新拉取
origin-available-why = 镜像仓库中仍有这个版本。
origin-onlyHere = 仅本机有
origin-onlyHere-why = 它没有摘要：是通过构建、提交或载入得到的。删除前请先保留副本。
origin-missing = 镜像仓库中已没有
origin-missing-why = 镜像仓库中不再有这个版本。删除前请先保留副本。
origin-unknown = 未知
origin-unknown-why = 无法连接镜像仓库。
origin-answered = 镜像仓库中有它。
origin-ask-registries = 向镜像仓库查询这 { $count } 个镜像
origin-unknown-count = 有 { $count } 个未能查到。

records = 删除记录
records-none-title = 还没有删除过任何镜像
records-none-text = 在这里删除的每个镜像或名称都会连同摘要记录下来，方便日后找回。
records-export-json = 导出为 JSON
records-export-text = 导出为文本
records-exported = 已保存到 { $path }
records-all = 显示全部 { $count } 条
record-deleted = 已删除
record-untagged = 已去掉名称
record-interrupted = 可能已删除
record-interrupted-why = 没有收到引擎的响应，不确定是否已删除。
record-restored = 已恢复到引擎
record-again = 重新拉取
record-no-way-back = 它不是从镜像仓库拉取的，也没有保留副本。

activity-work = 任务
activity-removed = 删除记录
activity-copies = 副本
action-keepCopy = 保留副本
action-restoreCopy = 恢复副本
action-deleteCopy = 删除副本
action-pullAgain = 重新拉取
outcome-copy = 查看副本
