settings-language = Language
language-system = Language: as the system
language-zh-CN = 简体中文
language-en = English
settings-theme = Theme
theme-system = Theme: as the system
theme-light = Light
theme-dark = Dark
