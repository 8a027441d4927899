test "new data is derived and written down" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", arrived = 17, derived = 12 }
  }
  mock "derive" {
    output = { NotebookExecutionId = "ex-1", Status = "FINISHED" }
    takes  = "25m"
  }
  mock "advance" {}
  expect {
    status = "succeeded"
    output = { ran = true }
    ran    = ["flow", "lab-create", "derive", "advance"] # and no lab-terminate: it stays for the next half hour
  }
  expect_call "derive" {
    times     = 1
    arguments = { ExecutionEngine = { Type = "EMR", Id = "j-mock-lab" }, NotebookParams = "{\"since\":12,\"until\":17}" }
  }
  expect_call "advance" {
    arguments = { TableName = "flows", Key = { flow = { S = "hourly_notebook" } } }
  }
}

test "nothing new skips the notebook, what depends on it, and the cluster" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", arrived = 12, derived = 12 }
  }
  expect {
    status  = "succeeded"
    output  = { ran = false }
    ran     = ["flow"]
    skipped = ["derive", "advance"]
  }
}

test "a paused flow waits for somebody to go on" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", paused = true, arrived = 17, derived = 12 }
  }
  expect {
    status  = "succeeded"
    ran     = ["flow"]
    skipped = ["derive", "advance"]
  }
}

test "a notebook that failed once runs again" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", arrived = 17, derived = 12 }
  }
  mock "derive" {
    error = "Pipectl.NotebookFailed"
    cause = "Kernel died"
    times = 1
  }
  mock "derive" {
    output = { NotebookExecutionId = "ex-2", Status = "FINISHED" }
  }
  mock "advance" {}
  expect {
    status = "succeeded"
    ran    = ["flow", "lab-create", "derive", "advance"]
    within = "3m"
  }
  expect_call "derive" { times = 2 }
}

test "a notebook that fails twice fails the run, and nothing is written down" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", arrived = 17, derived = 12 }
  }
  mock "derive" {
    error = "Pipectl.NotebookFailed"
    cause = "Kernel died"
  }
  expect {
    status = "failed"
    error  = "Pipectl.NotebookFailed"
    ran    = ["flow", "lab-create", "derive"]
  }
}

test "a notebook that takes too long is stopped" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", arrived = 17, derived = 12 }
  }
  mock "derive" {
    takes = "2h"
  }
  expect {
    status = "failed"
    error  = "States.Timeout"
    ran    = ["flow", "lab-create", "derive"]
    within = "1h" # and EMR is told to stop it
  }
  expect_call "derive-stop" {
    times     = 1
    arguments = { NotebookExecutionId = "NotebookExecutionId" }
  }
}

test "a cluster that cannot be had fails the run" {
  pipeline = "hourly_notebook"
  input    = {}
  mock "flow" {
    output = { flow = "hourly_notebook", arrived = 17, derived = 12 }
  }
  mock "lab" {
    error = "EMR.BootstrapFailure"
    cause = "bootstrap action 1 returned a non-zero return code"
  }
  expect {
    status = "failed"
    error  = "EMR.BootstrapFailure"
    ran    = ["flow", "lab-create"]
  }
}
