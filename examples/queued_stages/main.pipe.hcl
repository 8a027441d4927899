# Stages that hand on through a queue.
#
# Each stage of this flow is a pipeline of its own, and between two of them lies an
# SQS queue: demand can pile up there without anybody noticing, a stage can be
# replaced, scaled or run again without touching its neighbours, and none of them
# calls the other. The first stage puts its message into the queue and is done. The
# second hands work to a fleet of workers and waits until one of them, by the task
# token in the message, says that it is done.

variable "queues" {
  type        = object({ extracted = string, work = string })
  description = "URLs of the queues"
  default = {
    extracted = "https://sqs.eu-west-1.amazonaws.com/123456789012/extracted.fifo"
    work      = "https://sqs.eu-west-1.amazonaws.com/123456789012/work"
  }
}

variable "extracted_events" {
  type        = string
  description = "Event bus that a pipe feeds from the queue of extracted batches"
  default     = "default"
}

# The first stage: extract, and say so.
pipeline "extract" {
  description = "Extract a batch and put it into the queue of the next stage."

  schedule "every_quarter" {
    rate = "15 minutes"
  }

  task "lambda" "extract_batch" {
    function = "extract"
    payload  = { until = run.scheduled_time }
    returns  = object({ batch = string, source = string, rows = number })
  }

  # An empty batch is nobody's business. What is skipped is no failure.
  task "sqs_send" "hand_on" {
    when  = task.extract_batch.output.rows > 0
    queue = var.queues.extracted
    body  = { batch = task.extract_batch.output.batch, rows = task.extract_batch.output.rows }
    group = task.extract_batch.output.source # batches of one source stay in order
    dedup = task.extract_batch.output.batch
  }
}

# The second stage: one execution a message.
pipeline "transform" {
  description = "Let a worker transform a batch, then load it."

  input "batch" { type = string }
  input "rows" {
    type = number
    validation {
      condition     = input.rows > 0
      error_message = "an empty batch should not have been handed on."
    }
  }

  trigger "event" "message" {
    bus     = var.extracted_events
    pattern = { source = ["acme.extracted"] }
    input   = { batch = trigger.detail.batch, rows = trigger.detail.rows }
  }

  # The worker takes the message when it has a hand free, sends heartbeats while it is
  # at it, and answers with SendTaskSuccess or SendTaskFailure and the token.
  task "sqs_send" "transform_batch" {
    queue     = var.queues.work
    body      = { batch = input.batch, token = task_token }
    await     = "callback"
    returns   = object({ location = string })
    timeout   = "2h"
    heartbeat = "10m"

    # A worker that was lost on the way, not one that said no.
    retry {
      on       = ["timeout"]
      attempts = 1
    }
  }

  task "lambda" "load" {
    function = "load"
    payload  = { from = task.transform_batch.output.location }
  }
}
