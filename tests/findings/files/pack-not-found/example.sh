# A folder below the pack is named.
duixian check --rules pack/measures
