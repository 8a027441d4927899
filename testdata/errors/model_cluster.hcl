pipeline "p" {
  cluster "emr" "lab" {
    release = "emr-7.5.0"
    roles   = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" }
    instance_fleets = [
      { InstanceFleetType = "MASTER", TargetOnDemandCapacity = 1, InstanceTypeConfigs = [{ InstanceType = "m6g.xlarge" }] },
      { InstanceFleetTyp = "CORE", TargetSpotCapacity = 4 }, # ERROR: PC0121 "instance_fleets" of "elasticmapreduce:createCluster" takes no "InstanceFleetTyp"\. Did you mean "InstanceFleetType"\?
    ]
    parameters = {
      StepConcurrency = 5     # ERROR: PC0121 "elasticmapreduce:createCluster" takes no "StepConcurrency"\.
      Tags            = "lab" # ERROR: PC0124 "Tags" of "elasticmapreduce:createCluster" is a list, and this is a string\.
    }
  }
  task "emr_step" "run" {
    cluster = cluster.lab
    command = ["ls"]
  }
}
