# A name is misspelt.
duixian run roster/企业.csv roster/已拔付.csv --rules pack --year 2023 --out out
