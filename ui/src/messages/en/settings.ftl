settings-language = Language
language-system = System language
language-zh-CN = 简体中文
language-en = English
settings-theme = Theme
theme-system = System theme
theme-light = Light
theme-dark = Dark
