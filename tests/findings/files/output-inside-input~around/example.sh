# The results of the first run would be replaced, and its copies of the rosters are the inputs of the second.
duixian run roster --rules pack --year 2023 --out out > /dev/null
duixian run out/inputs --rules pack --year 2023 --out out --force
