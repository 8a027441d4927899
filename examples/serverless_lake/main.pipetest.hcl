test "a night without trouble" {
  pipeline = "serverless_lake"
  input    = {}
  at       = "2026-01-05T02:00:00Z"
  mock "source" {
    output = { batch = "b-1" }
  }
  mock "catalog_landing" {
    takes = "50m" # as long as refine and what follows: neither waits for the other
  }
  mock "refine" {
    takes = "20m"
  }
  mock "catalog_refined" {
    takes = "10m"
  }
  mock "create_view" {}
  mock "forecast" {
    takes = "20m"
  }
  mock "catalog_forecast" {
    takes = "10m"
  }
  expect {
    status = "succeeded"
    ran    = ["source", "catalog_landing", "refine", "catalog_refined", "create_view", "forecast", "catalog_forecast"]
    within = "50m"
  }
  expect_call "source" {
    arguments = { FunctionName = "source-external-systems", Payload = { day = "2026-01-05" } }
  }
  expect_call "refine" {
    arguments = {
      JobName   = "landing-to-refined"
      Arguments = { "--batch" = "b-1", "--to" = "s3://acme-lake/refined" }
    }
  }
}

test "a function that fails is told" {
  pipeline = "serverless_lake"
  input    = {}
  mock "source" {
    error = "SourceUnavailable"
    cause = "the FTP server does not answer"
  }
  mock "tell_support" {}
  expect {
    status = "failed"
    error  = "SourceUnavailable"
    ran    = ["source", "tell_support"]
  }
  expect_call "tell_support" {
    times     = 1
    arguments = { TopicArn = "arn:aws:sns:eu-west-1:123456789012:lake-support", Subject = "serverless_lake failed" }
  }
}

test "a crawl that fails is told, and refining stops" {
  pipeline = "serverless_lake"
  input    = {}
  mock "source" {
    output = { batch = "b-1" }
  }
  mock "catalog_landing" {
    error = "Pipectl.CrawlerFailed"
    cause = "Insufficient Lake Formation permission(s)"
    takes = "5m"
  }
  mock "refine" {
    takes = "20m"
  }
  mock "tell_support" {}
  expect {
    status = "failed"
    error  = "Pipectl.CrawlerFailed"
    ran    = ["source", "catalog_landing", "refine", "tell_support"]
  }
}

test "a crawler that somebody else started is waited for, then runs" {
  pipeline = "serverless_lake"
  input    = {}
  mock "catalog_refined" {
    error = "Glue.CrawlerRunningException"
    times = 2
  }
  mock "catalog_refined" {
    takes = "10m"
  }
  mock "source" {
    output = { batch = "b-1" }
  }
  mock "*" {}
  expect {
    status = "succeeded"
    within = "11m" # 30 s before each of the next two tries
  }
  expect_call "catalog_refined" {
    times     = 3
    arguments = { Name = "refined" }
  }
}

test "a job that fails is told" {
  pipeline = "serverless_lake"
  input    = {}
  mock "source" {
    output = { batch = "b-1" }
  }
  mock "catalog_landing" {}
  mock "refine" {
    error = "States.TaskFailed"
    cause = "OutOfMemoryError"
    takes = "20m"
  }
  mock "tell_support" {}
  expect {
    status = "failed"
    error  = "States.TaskFailed"
    ran    = ["source", "catalog_landing", "refine", "tell_support"]
  }
}

test "a throttled transform is not an error" {
  pipeline = "serverless_lake"
  input    = {}
  mock "forecast" {
    error = "SageMaker.AmazonSageMakerException"
    times = 2
  }
  mock "source" {
    output = { batch = "b-1" }
  }
  mock "*" {}
  expect {
    status = "succeeded"
    within = "10s"
  }
  expect_call "forecast" { times = 3 }
}

test "a view that cannot be made is told" {
  pipeline = "serverless_lake"
  input    = {}
  mock "create_view" {
    error = "ViewError"
  }
  mock "source" {
    output = { batch = "b-1" }
  }
  mock "forecast" {
    takes = "20m"
  }
  mock "*" {}
  expect {
    status = "failed"
    error  = "ViewError"
  }
  expect_call "tell_support" { times = 1 }
}

test "support that cannot be told does not hide the error" {
  pipeline = "serverless_lake"
  input    = {}
  mock "source" {
    error = "SourceUnavailable"
  }
  mock "tell_support" {
    error = "SNS.NotFoundException"
  }
  expect {
    status = "failed"
    error  = "SourceUnavailable"
    ran    = ["source", "tell_support"]
  }
}
