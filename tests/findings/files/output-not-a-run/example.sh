# --force takes away results, never somebody's documents.
mkdir out
echo 通知 > out/通知.txt
duixian run roster --rules pack --year 2023 --out out --force
