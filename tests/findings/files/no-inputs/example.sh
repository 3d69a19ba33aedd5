# The folder holds nothing but what an office program left there.
mkdir 东县
touch '东县/~$企业.csv'
duixian run 东县 --rules pack --year 2023 --out out
