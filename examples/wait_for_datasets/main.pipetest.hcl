test "the join runs when both have arrived" {
  pipeline = "wait_for_datasets"
  input    = { day = "2026-01-05" }
  mock "orders" {
    error = "S3.NoSuchKeyException"
    times = 3
  }
  mock "orders" {
    output = { LastModified = "2026-01-05T00:20:00Z" }
  }
  mock "customers" {
    error = "S3.NotFoundException"
    times = 1
  }
  mock "customers" {
    output = { LastModified = "2026-01-05T00:09:00Z" }
  }
  mock "join" {
    takes = "30m"
  }
  mock "report" {
    takes = "10m"
  }
  expect {
    status = "succeeded"
    ran    = ["orders", "customers", "join", "report"]
    within = "55m" # three more looks for the orders, then the steps
  }
  expect_call "orders" {
    times     = 4
    arguments = { Bucket = "acme-lake", Key = "raw/orders/2026-01-05/_SUCCESS" }
  }
  expect_call "customers" { times = 2 }
  expect_call "join" {
    arguments = {
      ClusterId = "j-2AXXXXXXGAPLF"
      Step      = { Name = "join" }
    }
  }
}

test "without customers the latest ones are joined" {
  pipeline = "wait_for_datasets"
  input    = { day = "2026-01-05" }
  mock "orders" {
    output = { LastModified = "2026-01-05T00:20:00Z" }
  }
  mock "customers" {
    error = "S3.NoSuchKeyException"
  }
  mock "join" {}
  mock "report" {}
  expect {
    status = "succeeded"
    ran    = ["orders", "customers", "join", "report"]
  }
}

test "without orders there is no join" {
  pipeline = "wait_for_datasets"
  input    = { day = "2026-01-05" }
  mock "orders" {
    error = "S3.NoSuchKeyException"
  }
  mock "customers" {
    output = { LastModified = "2026-01-05T00:09:00Z" }
  }
  expect {
    status = "failed"
    error  = "States.Timeout"
    ran    = ["orders", "customers"]
  }
}

test "an error that does not mean not yet ends the wait at once" {
  pipeline = "wait_for_datasets"
  input    = { day = "2026-01-05" }
  mock "orders" {
    error = "S3.S3Exception"
    cause = "Forbidden (Status Code: 403)"
  }
  mock "customers" {
    output = { LastModified = "2026-01-05T00:09:00Z" }
  }
  expect {
    status = "failed"
    error  = "S3.S3Exception"
    ran    = ["orders", "customers"]
    within = "5m"
  }
}

test "a failed join is not reported on" {
  pipeline = "wait_for_datasets"
  input    = { day = "2026-01-05" }
  mock "orders" {
    output = { LastModified = "2026-01-05T00:20:00Z" }
  }
  mock "customers" {
    output = { LastModified = "2026-01-05T00:09:00Z" }
  }
  mock "join" {
    error = "States.TaskFailed"
  }
  expect {
    status = "failed"
    error  = "States.TaskFailed"
    ran    = ["orders", "customers", "join"]
  }
}
