# A playbook of EMR steps, on a cluster of its own or on a given one.
#
# The steps know nothing of the cluster, and the cluster nothing of the steps. Run
# with {} it creates the cluster before the first step and ends it after the last,
# whether they went well or not; run with {"cluster_id": "j-..."} it takes that one
# and leaves it as it is: the way to repeat a failed playbook on a cluster that is
# still up.

variable "code" {
  type        = string
  description = "Bucket of JARs and scripts"
  default     = "acme-code"
}

variable "lake" {
  type    = string
  default = "acme-lake"
}

variable "subnet" {
  type    = string
  default = "subnet-0123456789abcdef0"
}

pipeline "playbook" {
  description = "Stage the raw logs, enrich and shred them, archive what was read."

  input "cluster_id" {
    type        = string
    default     = null
    description = "Id of a cluster to run on; without one, a cluster is made for this run"
  }

  input "run" {
    type        = string
    default     = run.scheduled_date
    description = "Names the folders of this run"
  }

  cluster "emr" "transient" {
    use          = input.cluster_id
    release      = "emr-7.5.0"
    applications = ["Hadoop", "Spark"]
    subnets      = [var.subnet]
    roles        = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" }
    primary      = { type = "m6g.xlarge" }
    core         = { type = "r6g.2xlarge", count = 4, market = "spot" }
    bootstrap    = [{ name = "ami-patches", script = "s3://${var.code}/bootstrap/patches.sh", args = ["1.4.0"] }]
    log_uri      = "s3://${var.lake}-logs/emr/"
    timeout      = "40m"

    # A bootstrap action downloads from the network, and sometimes the network is
    # to blame. Only that is worth another cluster.
    retry {
      on       = ["EMR.BootstrapFailure"]
      attempts = 2
      interval = "1m"
    }
  }

  # One after another, all on the same cluster.
  sequence "steps" {
    cluster = cluster.transient
    timeout = "4h"

    task "emr_step" "stage" {
      s3distcp = {
        src  = "s3://${var.lake}/raw/"
        dest = "hdfs:///local/raw/"
        args = ["--groupBy", ".*([0-9]{4}-[0-9]{2}-[0-9]{2}).*", "--targetSize", "128"]
      }
    }

    task "emr_step" "enrich" {
      spark = {
        script = "s3://${var.code}/enrich-assembly.jar"
        class  = "com.acme.enrich.Main"
        args   = ["--input", "hdfs:///local/raw/", "--output", "hdfs:///local/enriched/"]
        conf   = { "spark.dynamicAllocation.enabled" = "true" }
      }
    }

    task "emr_step" "shred" {
      spark = {
        script = "s3://${var.code}/shred-assembly.jar"
        class  = "com.acme.shred.Main"
        args   = ["--input", "hdfs:///local/enriched/", "--output", "s3://${var.lake}/shredded/run=${input.run}/"]
      }
    }

    task "emr_step" "archive" {
      s3distcp = {
        src  = "s3://${var.lake}/raw/"
        dest = "s3://${var.lake}/archive/run=${input.run}/"
        args = ["--deleteOnSuccess"]
      }
    }
  }
}
