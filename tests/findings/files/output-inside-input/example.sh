# The next run would read these results as rosters.
duixian run roster --rules pack --year 2023 --out roster/out
