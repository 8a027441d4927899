cluster "emr" "c" { use = "j-1" }
cluster "emr" "c" { use = "j-2" } # ERROR: PC0205 The name "c" is taken already\. Each cluster has a name of its own\.
