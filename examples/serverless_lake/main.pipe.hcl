# A serverless data lake, from the source systems to a forecast.
#
# A Lambda function fetches from the source systems into the landing zone. A crawler
# catalogues that, while a Glue job refines it to Parquet. On the refined data three
# things go on side by side: another crawler, a Lambda function that makes a view, and
# a forecast by a SageMaker model, whose result a last crawler catalogues. Whatever
# fails anywhere is sent to the support team.
#
# Nothing says what runs in parallel: tasks wait for what they mention, and for
# nothing else.

variable "lake" {
  type        = string
  description = "Bucket of the data lake"
  default     = "acme-lake"
}

variable "support_topic" {
  type        = string
  description = "Topic that mails the support team"
  default     = "arn:aws:sns:eu-west-1:123456789012:lake-support"
}

locals {
  refined  = "s3://${var.lake}/refined"
  forecast = "s3://${var.lake}/forecast"
}

pipeline "serverless_lake" {
  description = "Source, catalogue, refine, forecast: no servers."

  schedule "nightly" {
    cron     = "0 2 * * ? *"
    timezone = "Europe/London"
  }

  task "lambda" "source" {
    description = "Fetch from the source systems into the landing zone"
    function    = "source-external-systems"
    payload     = { day = run.scheduled_date }
    returns     = object({ batch = string })
    timeout     = "15m"
  }

  task "glue_crawler" "catalog_landing" {
    crawler    = "landing"
    depends_on = [task.source]
  }

  task "glue_job" "refine" {
    description = "Raw files to Parquet"
    job         = "landing-to-refined"
    arguments   = { "--batch" = task.source.output.batch, "--to" = local.refined } # the reference is the edge
    workers     = { type = "G.1X", count = 10 }
    timeout     = "3h"
  }

  task "glue_crawler" "catalog_refined" {
    crawler    = "refined"
    depends_on = [task.refine]
  }

  task "lambda" "create_view" {
    description = "A view on the refined data for Athena's users"
    function    = "create-athena-view"
    payload     = { database = "refined", view = "orders_latest" }
    depends_on  = [task.refine]
  }

  task "sagemaker_transform" "forecast" {
    model_name = "demand"
    transform_input = {
      ContentType = "application/x-parquet"
      DataSource  = { S3DataSource = { S3DataType = "S3Prefix", S3Uri = "${local.refined}/features/" } }
    }
    transform_output    = { S3OutputPath = "${local.forecast}/" }
    transform_resources = { InstanceCount = 1, InstanceType = "ml.m5.xlarge" }
    depends_on          = [task.refine]
    timeout             = "2h"
  }

  task "glue_crawler" "catalog_forecast" {
    crawler    = "forecast"
    depends_on = [task.forecast]
  }

  on_failure {
    task "sns_publish" "tell_support" {
      topic   = var.support_topic
      subject = "${pipeline.name} failed"
      message = { error = error.name, cause = error.cause, execution = run.console_url }
    }
  }
}
