# A pipeline is a DAG of tasks. A task that mentions another one's output waits
# for it; what mentions nothing of each other runs side by side.

variable "support_topic" {
  type        = string
  description = "Topic that hears of failures"
  default     = "arn:aws:sns:us-east-1:123456789012:support"
}

pipeline "orders" {
  description = "Fetch the orders of a day, clean them, count them."
  timeout     = "2h"

  input "run_date" {
    type        = string
    default     = run.scheduled_date
    description = "Day to process, YYYY-MM-DD"
  }

  schedule "nightly" {
    cron     = "0 2 * * ? *"
    timezone = "Europe/London"
  }

  task "lambda" "fetch" {
    function = "fetch-orders"
    payload  = { date = input.run_date }
    returns  = object({ batch_id = string }) # what the function answers

    retry {
      on       = ["transient"]
      attempts = 4
      interval = "5s"
    }
  }

  # Both wait for fetch, and neither for the other.
  task "glue_job" "clean" {
    job       = "clean-orders"
    arguments = { "--batch" = task.fetch.output.batch_id }
    timeout   = "1h"
  }

  task "lambda" "count" {
    function = "count-orders"
    payload  = { batch = task.fetch.output.batch_id }
    returns  = object({ rows = number })
  }

  on_failure {
    task "sns_publish" "tell" {
      topic   = var.support_topic
      subject = "${pipeline.name} failed"
      message = { error = error.name, cause = error.cause, execution = run.console_url }
    }
  }

  output = { rows = task.count.output.rows }
}
