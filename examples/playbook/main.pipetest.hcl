test "a cluster for one run" {
  pipeline = "playbook"
  input    = { run = "2026-01-05" }
  mock "stage" {}
  mock "enrich" {}
  mock "shred" {}
  mock "archive" {}
  expect {
    status = "succeeded"
    ran    = ["transient-create", "stage", "enrich", "shred", "archive", "transient-terminate"]
  }
  expect_call "enrich" {
    arguments = { ClusterId = "j-mock-transient", Step = { Name = "enrich", ActionOnFailure = "CONTINUE" } }
  }
}

test "a given cluster is neither created nor ended" {
  pipeline = "playbook"
  input    = { run = "2026-01-05", cluster_id = "j-GIVEN" }
  mock "stage" {}
  mock "enrich" {}
  mock "shred" {}
  mock "archive" {}
  expect {
    status = "succeeded"
    ran    = ["stage", "enrich", "shred", "archive"]
  }
  expect_call "archive" { arguments = { ClusterId = "j-GIVEN" } }
}

test "a bootstrap failure is worth another cluster" {
  pipeline = "playbook"
  input    = { run = "2026-01-05" }
  mock "transient" {
    error = "EMR.BootstrapFailure"
    cause = "bootstrap action 1 returned a non-zero return code"
    times = 2
  }
  mock "transient" {
    output = { id = "j-THIRD" }
  }
  mock "stage" {}
  mock "enrich" {}
  mock "shred" {}
  mock "archive" {}
  expect {
    status = "succeeded"
    ran    = ["transient-create", "stage", "enrich", "shred", "archive", "transient-terminate"]
    within = "4m"
  }
  expect_call "stage" { arguments = { ClusterId = "j-THIRD" } }
}

test "another failed creation is not" {
  pipeline = "playbook"
  input    = { run = "2026-01-05" }
  mock "transient" {
    error = "States.TaskFailed"
    cause = "VALIDATION_ERROR: the subnet does not exist"
  }
  expect {
    status = "failed"
    error  = "States.TaskFailed"
    ran    = ["transient-create"]
  }
}

test "a failed step ends the cluster and the run" {
  pipeline = "playbook"
  input    = { run = "2026-01-05" }
  mock "stage" {}
  mock "enrich" {
    error = "States.TaskFailed"
    cause = "Step failed"
  }
  expect {
    status = "failed"
    error  = "States.TaskFailed"
    ran    = ["transient-create", "stage", "enrich", "transient-terminate"]
  }
}

test "a failed step on a given cluster leaves it alone" {
  pipeline = "playbook"
  input    = { run = "2026-01-05", cluster_id = "j-GIVEN" }
  mock "stage" {}
  mock "enrich" {
    error = "States.TaskFailed"
  }
  expect {
    status = "failed"
    error  = "States.TaskFailed"
    ran    = ["stage", "enrich"]
  }
}
