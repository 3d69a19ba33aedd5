# A rule file was saved in GB18030.
printf 'id = "bonus"\ntitle = "\xbd\xb1\xc0\xf8"\n' > pack/measures/bonus.toml
duixian check --rules pack
