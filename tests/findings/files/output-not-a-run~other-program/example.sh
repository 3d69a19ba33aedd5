# A run.json of another program makes no folder of results.
mkdir out
echo '{"name": "web"}' > out/run.json
duixian run roster --rules pack --year 2023 --out out --force
