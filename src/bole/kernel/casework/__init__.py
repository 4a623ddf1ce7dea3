"""Cases that people decide: flows from the packs, one worklist, a hash-chained log, clocks on the working calendar."""
