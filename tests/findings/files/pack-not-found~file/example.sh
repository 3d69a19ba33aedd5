# A file of the pack is named.
duixian check --rules pack/pack.toml
