# `pipectl test` runs these on the compiled machine, without AWS: the mocks stand
# for what the services answer.

test "a day of orders" {
  pipeline = "orders"
  input    = { run_date = "2026-01-05" }

  mock "fetch" {
    output = { batch_id = "b-1" }
  }
  mock "clean" {
    takes = "20m"
  }
  mock "count" {
    output = { rows = 42 }
  }

  expect {
    status = "succeeded"
    output = { rows = 42 }
    ran    = ["fetch", "clean", "count"]
    within = "30m"
  }
}

test "a failure is told" {
  pipeline = "orders"
  input    = { run_date = "2026-01-05" }

  mock "fetch" {
    error = "Lambda.ResourceNotFoundException"
  }
  mock "tell" {}

  expect {
    status = "failed"
    error  = "Lambda.ResourceNotFoundException"
    ran    = ["fetch", "tell"]
  }
}
