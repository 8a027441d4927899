test "a batch is handed on" {
  pipeline = "extract"
  input    = {}
  mock "extract_batch" {
    output = { batch = "b-1", source = "shop", rows = 42 }
  }
  mock "hand_on" {
    output = { MessageId = "m-1" }
  }
  expect {
    status = "succeeded"
    ran    = ["extract_batch", "hand_on"]
  }
  expect_call "hand_on" {
    times     = 1
    arguments = { MessageGroupId = "shop", MessageDeduplicationId = "b-1" }
  }
}

test "an empty batch is not" {
  pipeline = "extract"
  input    = {}
  mock "extract_batch" {
    output = { batch = "b-2", source = "shop", rows = 0 }
  }
  expect {
    status  = "succeeded"
    ran     = ["extract_batch"]
    skipped = ["hand_on"]
  }
}

test "a queue that is gone fails the stage" {
  pipeline = "extract"
  input    = {}
  mock "extract_batch" {
    output = { batch = "b-1", source = "shop", rows = 42 }
  }
  mock "hand_on" {
    error = "SQS.QueueDoesNotExistException"
  }
  expect {
    status = "failed"
    error  = "SQS.QueueDoesNotExistException"
  }
}

test "a worker transforms, then the batch is loaded" {
  pipeline = "transform"
  input    = { batch = "b-1", rows = 42 }
  mock "transform_batch" {
    output = { location = "s3://acme-lake/refined/b-1" }
    takes  = "9m"
  }
  mock "load" {}
  expect {
    status = "succeeded"
    ran    = ["transform_batch", "load"]
  }
  expect_call "load" {
    arguments = { FunctionName = "load", Payload = { from = "s3://acme-lake/refined/b-1" } }
  }
}

test "a message starts the second stage" {
  pipeline = "transform"
  input    = { pipectl = { trigger = "message", event = { detail = { batch = "b-7", rows = 3 } } } }
  mock "transform_batch" {
    output = { location = "s3://acme-lake/refined/b-7" }
  }
  mock "load" {}
  expect {
    status = "succeeded"
    ran    = ["transform_batch", "load"]
  }
}

test "a lost worker gets one more chance" {
  pipeline = "transform"
  input    = { batch = "b-1", rows = 42 }
  mock "transform_batch" {
    error = "States.HeartbeatTimeout"
    times = 1
  }
  mock "transform_batch" {
    output = { location = "s3://acme-lake/refined/b-1" }
  }
  mock "load" {}
  expect {
    status = "succeeded"
  }
  expect_call "transform_batch" { times = 2 }
}

test "a worker that says no ends the stage" {
  pipeline = "transform"
  input    = { batch = "b-1", rows = 42 }
  mock "transform_batch" {
    error = "BadBatch"
    cause = "column price is missing"
  }
  expect {
    status = "failed"
    error  = "BadBatch"
    ran    = ["transform_batch"]
  }
}

test "an empty batch is refused" {
  pipeline = "transform"
  input    = { batch = "b-1", rows = 0 }
  expect {
    status = "failed"
    error  = "Pipectl.InvalidInput"
    ran    = []
  }
}
