# A join that waits for its two datasets.
#
# Orders and customers arrive on their own, some time after midnight, each with a
# _SUCCESS marker when it is complete. The join runs once both are there, and the
# report on the joined data waits for a third set, the exchange rates, as well. The
# three waits go on side by side; each task waits for just what it mentions.

variable "lake" {
  type        = string
  description = "Bucket of the data lake"
  default     = "acme-lake"
}

variable "cluster" {
  type        = string
  description = "Id of the EMR cluster that runs the join"
  default     = "j-2AXXXXXXGAPLF"
}

pipeline "wait_for_datasets" {
  description = "Join orders and customers once both have arrived, then report."

  input "day" {
    type        = string
    default     = run.scheduled_date
    description = "Day to process, YYYY-MM-DD"
  }

  schedule "nightly" {
    cron     = "5 0 * * ? *"
    timezone = "Europe/London"
  }

  locals {
    orders    = "raw/orders/${input.day}"
    customers = "raw/customers/${input.day}"
    joined    = "refined/orders_by_customer/${input.day}"
  }

  # A call that is repeated until its answer will do. S3 answers a HEAD request for
  # an object that is not there with an error, which here means "not yet".
  task "aws" "orders" {
    description = "Wait for the day's orders"
    call        = "s3:headObject"
    arguments   = { Bucket = var.lake, Key = "${local.orders}/_SUCCESS" }
    returns     = object({ LastModified = string })
    poll {
      every = "5m"
      until = result.LastModified != null
      retry = ["S3.NoSuchKeyException", "S3.NotFoundException"]
    }
    timeout = "6h"
  }

  task "aws" "customers" {
    description = "Wait for the day's customers"
    call        = "s3:headObject"
    arguments   = { Bucket = var.lake, Key = "${local.customers}/_SUCCESS" }
    returns     = object({ LastModified = string })
    poll {
      every = "5m"
      until = result.LastModified != null
      retry = ["S3.NoSuchKeyException", "S3.NotFoundException"]
    }
    timeout = "6h"

    # Yesterday's customers are good enough; yesterday's orders are not.
    catch {
      on     = ["timeout"]
      then   = "continue"
      output = { LastModified = null }
    }
  }

  task "emr_step" "join" {
    cluster    = var.cluster
    depends_on = [task.orders]
    spark = {
      script = "s3://${var.lake}-code/join.py"
      args = [
        "--orders", "s3://${var.lake}/${local.orders}",
        "--customers", task.customers.output.LastModified == null ? "latest" : "s3://${var.lake}/${local.customers}",
        "--to", "s3://${var.lake}/${local.joined}",
      ]
    }
    timeout = "2h"
  }

  task "emr_step" "report" {
    cluster    = var.cluster
    depends_on = [task.join]
    hive       = { script = "s3://${var.lake}-code/report.q", args = ["-d", "DAY=${input.day}"] }
    timeout    = "1h"
  }
}
