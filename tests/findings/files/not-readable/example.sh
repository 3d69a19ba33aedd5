# A pipe is no file: it would be waited for without end.
mkfifo roster/又一份.csv
duixian run roster --rules pack --year 2023 --out out
