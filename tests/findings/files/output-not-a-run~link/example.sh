# The target is a link to the results of a run.
duixian run roster --rules pack --year 2023 --out 第一次 > /dev/null
ln -s 第一次 out
duixian run roster --rules pack --year 2023 --out out --force
