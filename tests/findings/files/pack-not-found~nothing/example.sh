# A name that does not exist.
duixian check --rules 政策包
