cluster "emr" "shared" { use = "j-1" }
compute "emr" "big" { cluster = cluster.shred } # ERROR: PC0306 There is no cluster named "shred" at top level\. Did you mean "shared"\?
pipeline "p" {}
