"""How fast the network is, as ratios that hold on a busy machine: `python -m bench`, or `make bench`."""
