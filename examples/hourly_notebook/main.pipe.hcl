# A notebook every half hour, on a cluster that is acquired.
#
# What analysts explore in a notebook is what runs in production: nothing is
# rewritten as a JAR. Every half hour the pipeline looks whether there is anything
# new since the last run and whether somebody has paused the flow; if so it takes
# the EMR cluster of that name, or creates one where none is up, runs the notebook,
# and writes down how far it came. If not, everything else is skipped, the cluster
# included: a half hour without data costs three cents of a cent.

variable "notebooks" {
  type        = object({ editor = string, path = string })
  description = "Workspace and path of the notebook that derives the orders"
  default     = { editor = "e-ABCDEFGHIJKLMNOPQRSTUVWXY", path = "derive/orders.ipynb" }
}

variable "subnet" {
  type    = string
  default = "subnet-0123456789abcdef0"
}

variable "flows" {
  type        = string
  description = "DynamoDB table with one item a flow: flow, paused, arrived, derived"
  default     = "flows"
}

pipeline "hourly_notebook" {
  description = "Derive tables by a notebook, every half hour, when there is something to derive."
  timeout     = "3h"

  schedule "half_hourly" {
    cron = "0/30 * * * ? *"
  }

  # "reuse" takes a cluster of this name that is up and creates one only if there is
  # none. It is left to idle_timeout, so the next half hour finds it warm.
  cluster "emr" "lab" {
    acquire      = "reuse"
    name         = "notebook-lab"
    release      = "emr-7.5.0"
    applications = ["Spark", "Livy", "JupyterEnterpriseGateway"] # the last two run notebooks
    subnets      = [var.subnet]
    roles        = { service = "EMR_DefaultRole", instance = "EMR_EC2_DefaultRole" }
    primary      = { type = "m6g.xlarge" }
    core         = { type = "r6g.2xlarge", count = 2, market = "spot" }
    bootstrap    = [{ name = "kernels", script = "s3://acme-code/emr/install-kernels.sh" }]
    idle_timeout = "45m"
  }

  task "dynamodb_get" "flow" {
    description = "How far this flow has come"
    table       = var.flows
    key         = { flow = pipeline.name }
    returns     = object({ paused = optional(bool), arrived = number, derived = number })
  }

  task "emr_notebook" "derive" {
    when                = !coalesce(task.flow.output.paused, false) && task.flow.output.arrived > task.flow.output.derived
    cluster             = cluster.lab
    editor              = var.notebooks.editor
    notebook            = var.notebooks.path
    notebook_parameters = { since = task.flow.output.derived, until = task.flow.output.arrived }
    timeout             = "1h" # EMR is then told to stop the notebook

    poll {
      every = "1m"
    }

    # Spot instances come and go. A second run starts over from the same data.
    retry {
      on       = ["Pipectl.NotebookFailed"]
      attempts = 1
      interval = "2m"
    }
  }

  # Depends on derive, so it is skipped with it.
  task "dynamodb_update" "advance" {
    description = "Remember what has been derived"
    table       = var.flows
    key         = { flow = pipeline.name }
    item        = { derived = task.flow.output.arrived, notebook = task.derive.output.NotebookExecutionId }
  }

  output = { ran = !task.derive.skipped }
}
